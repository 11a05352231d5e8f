use super::analysis::{bound, number, p_cell, target, variable};
use super::composer::Composer;
use super::weighted::{line, sizes};
use crate::analysis::{Variable, WeightedAnswer, WeightedTerm};
use crate::document::{Cell, Column, Row, plain};
use crate::stats::{DesignCoefficient, DesignCorrelation, DesignRegression, NotComputable};

/// A correlation, a cross table or a regression with weights, strata and clusters.
pub(super) fn answer(composer: &mut Composer, found: &WeightedAnswer) {
    match found {
        WeightedAnswer::Correlation {
            first,
            second,
            found,
            sizes: used,
        } => {
            let names = [target(composer, first), target(composer, second)];
            let question = composer.voice.list(&names);
            match found {
                Ok(found) => correlation(composer, question, found),
                Err(why) => no_answer(composer, question, why),
            }
            sizes(composer, used.as_ref());
        }
        WeightedAnswer::Crosstab {
            rows,
            columns,
            found,
            sizes: used,
        } => {
            let names = [variable(composer, rows), variable(composer, columns)];
            let question = composer.voice.list(&names);
            composer.say("weights.together", &[("of", question)]);
            line(composer, "weights.table", found);
            if let Ok(found) = found {
                let deff = composer.voice.number(found.mean_design_effect, 3);
                composer.say("weights.table_effect", &[("deff", deff)]);
            }
            sizes(composer, used.as_ref());
        }
        WeightedAnswer::Regression {
            outcome,
            predictors,
            terms,
            found,
            sizes: used,
        } => {
            let names: Vec<String> = predictors.iter().map(|p| variable(composer, p)).collect();
            let formula = format!("{} ~ {}", variable(composer, outcome), names.join(" + "));
            match found {
                Ok(found) => regression(composer, formula, terms, found),
                Err(why) => no_answer(composer, formula, why),
            }
            sizes(composer, used.as_ref());
        }
    }
}

fn no_answer(composer: &mut Composer, question: String, why: &NotComputable) {
    let because = composer.because(why);
    let given = [("question", question), ("because", because)];
    composer.say("weights.no_answer", &given);
}

fn correlation(composer: &mut Composer, question: String, found: &DesignCorrelation) {
    let voice = composer.voice;
    let given = [
        ("of", question),
        ("r", voice.number(found.r, 3)),
        ("low", bound(voice, found.interval.low, 3)),
        ("high", bound(voice, found.interval.high, 3)),
        ("t", voice.number(found.t, 3)),
        ("df", voice.count(found.degrees_of_freedom)),
        ("p", voice.p(found.p)),
        ("n", voice.count(found.sizes.n)),
        ("weighted", voice.grouped(found.sum_weights, 1)),
    ];
    composer.say("weights.correlation", &given);
}

fn regression(
    composer: &mut Composer,
    formula: String,
    terms: &[WeightedTerm],
    found: &DesignRegression,
) {
    let voice = composer.voice;
    let f = match &found.f {
        Ok(f) => {
            let df: Vec<String> = f.df.iter().map(|df| voice.degrees(*df)).collect();
            let given = [
                ("df", df.join("; ")),
                ("f", voice.number(f.value, 3)),
                ("p", voice.p(f.p)),
            ];
            voice.say("weights.f", &given)
        }
        Err(why) => composer.because(why),
    };
    let given = [
        ("formula", formula.clone()),
        ("r_squared", voice.number(found.r_squared, 3)),
        ("f", f),
        ("n", voice.count(found.sizes.n)),
        ("weighted", voice.grouped(found.sum_weights, 1)),
    ];
    composer.say("weights.regression", &given);
    let columns = vec![
        Column::words(voice.word("column.term"), 30),
        Column::numbers(voice.word("column.b"), 10),
        Column::numbers(voice.word("column.se"), 10),
        Column::words(voice.word("column.interval"), 20),
        Column::numbers(voice.word("column.t"), 9),
        Column::numbers(voice.word("column.p"), 9),
    ];
    let mut rows = vec![row(
        composer,
        voice.word("regress.constant"),
        &found.intercept,
    )];
    for (term, slope) in terms.iter().zip(&found.slopes) {
        rows.push(row(composer, term_name(composer, term), slope));
    }
    let caption = voice.say("weights.regression_caption", &[("formula", formula)]);
    let df = voice.count(found.degrees_of_freedom);
    let notes = vec![plain(voice.say("weights.regression_note", &[("df", df)]))];
    composer.table_with(
        "Regresi tertimbang",
        caption,
        Vec::new(),
        columns,
        rows,
        notes,
    );
}

fn term_name(composer: &Composer, term: &WeightedTerm) -> String {
    let name = variable(composer, &term.of);
    match (&term.of, &term.value) {
        (Variable::Group(_), Some(value)) => format!("{name} = {}", composer.of(value)),
        _ => name,
    }
}

fn row(composer: &Composer, name: String, found: &DesignCoefficient) -> Row {
    let voice = composer.voice;
    let interval = format!(
        "{} – {}",
        bound(voice, found.interval.low, 3),
        bound(voice, found.interval.high, 3)
    );
    Row::body(vec![
        Cell::words(name),
        number(found.estimate, 3),
        number(found.se, 3),
        Cell::words(interval),
        number(found.t, 3),
        p_cell(voice, &Ok(found.p)),
    ])
}
