use super::analysis::variable;
use super::composer::Composer;
use super::regression::term;
use crate::analysis::{Finding, Model, Regression};
use crate::document::{Text, plain};
use crate::stats::{LinearRegression, f_quantile, student_quantile};

/// Decisions on the hypotheses of every linear model: one per predictor (t), one
/// for all together (F), with the critical values a thesis prints.
pub(super) fn hypotheses(composer: &mut Composer) {
    let entries = composer.study.entries.iter();
    let models: Vec<(&Regression, &LinearRegression)> = entries
        .filter_map(|entry| match &entry.outcome {
            Ok(Finding::Regression(found)) => match &found.model {
                Model::LinearRegression { model, .. } => Some((&**found, &**model)),
                _ => None,
            },
            _ => None,
        })
        .collect();
    if models.is_empty() {
        return;
    }
    composer.section(composer.voice.word("thesis.hypotheses"));
    let mut number = 0;
    let mut items = Vec::new();
    for (found, model) in models {
        for at in 0..model.slopes.len() {
            number += 1;
            items.push(partial(composer, number, (found, model), at));
        }
        if model.slopes.len() > 1 {
            number += 1;
            items.push(together(composer, number, found, model));
        }
    }
    composer.list(false, items);
    composer.say("thesis.hypotheses_note", &[]);
}

/// The decision on one predictor.
fn partial(
    composer: &Composer,
    number: u32,
    (found, model): (&Regression, &LinearRegression),
    at: usize,
) -> Text {
    let voice = composer.voice;
    let alpha = composer.rules.assumptions.alpha;
    let mut given = vec![
        ("number", number.to_string()),
        ("term", term(composer, found, at)),
        ("outcome", variable(composer, &found.outcome)),
        ("alpha", voice.number(alpha, 2)),
    ];
    let test = match model.slopes.get(at) {
        Some(Ok(slope)) => slope.test.as_ref().map_err(Clone::clone),
        Some(Err(why)) => Err(why.clone()),
        None => Err(crate::stats::NotComputable::NoAnswers),
    };
    let test = match test {
        Ok(test) => test,
        Err(why) => {
            given.push(("because", composer.because(&why)));
            return plain(voice.say("thesis.undecided", &given));
        }
    };
    let df = model.df_residual;
    let critical = student_quantile(alpha / 2.0, df as f64);
    let direction = match model.slopes.get(at) {
        Some(Ok(slope)) if slope.estimate < 0.0 => voice.word("thesis.negative"),
        _ => voice.word("thesis.positive"),
    };
    given.extend([
        ("t", voice.number(test.t, 3)),
        ("df", voice.count(df)),
        (
            "critical",
            critical.map_or_else(|| "–".to_owned(), |t| voice.number(t, 3)),
        ),
        ("p", voice.p(test.p)),
        ("direction", direction),
    ]);
    plain(voice.say(
        match test.p < alpha {
            true => "thesis.t_rejected",
            false => "thesis.t_kept",
        },
        &given,
    ))
}

/// The decision on all predictors together.
fn together(
    composer: &Composer,
    number: u32,
    found: &Regression,
    model: &LinearRegression,
) -> Text {
    let voice = composer.voice;
    let alpha = composer.rules.assumptions.alpha;
    let predictors: Vec<String> = found
        .predictors
        .iter()
        .map(|predictor| variable(composer, predictor))
        .collect();
    let mut given = vec![
        ("number", number.to_string()),
        ("term", voice.list(&predictors)),
        ("outcome", variable(composer, &found.outcome)),
    ];
    let f = match &model.f {
        Ok(f) => f,
        Err(why) => {
            given.push(("because", composer.because(why)));
            return plain(voice.say("thesis.undecided", &given));
        }
    };
    let critical = f_quantile(alpha, f.df1 as f64, f.df2 as f64);
    given.extend([
        ("f", voice.number(f.f, 3)),
        ("df1", voice.count(f.df1)),
        ("df2", voice.count(f.df2)),
        (
            "critical",
            critical.map_or_else(|| "–".to_owned(), |f| voice.number(f, 3)),
        ),
        ("p", voice.p(f.p)),
        ("alpha", voice.number(alpha, 2)),
    ]);
    plain(voice.say(
        match f.p < alpha {
            true => "thesis.f_rejected",
            false => "thesis.f_kept",
        },
        &given,
    ))
}
