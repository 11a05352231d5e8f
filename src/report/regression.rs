use super::analysis::{adjusted_p, bound, cell, effect, number, p_cell, variable};
use super::assumptions;
use super::composer::Composer;
use crate::analysis::{Model, ModelRule, Regression, Target, Variable};
use crate::document::{Cell, Column, Row};
use crate::stats::{
    CoefficientTest, LinearRegression, LogisticRegression, NotComputable, OddsCoefficient,
    OrdinalRegression, Outcome,
};

/// A regression: the reason for the model, how much it explains, its coefficients,
/// its assumptions.
pub(super) fn regression(composer: &mut Composer, found: &Regression, adjusted: Option<f64>) {
    let voice = composer.voice;
    let predictors: Vec<String> = found
        .predictors
        .iter()
        .map(|predictor| variable(composer, predictor))
        .collect();
    let outcome = variable(composer, &found.outcome);
    let given = [
        ("outcome", outcome),
        ("predictors", voice.list(&predictors)),
        ("n", voice.count(found.n)),
        ("incomplete", voice.incomplete(found.missing)),
        (
            "event",
            found
                .event
                .as_ref()
                .map_or_else(String::new, |e| composer.of(e).to_owned()),
        ),
    ];
    composer.section(voice.say("regress.section", &given));
    let rule = match (found.rule, &found.model) {
        (ModelRule::Fixed, _) => "regress.rule_fixed",
        (ModelRule::Sum, _) => "regress.rule_sum",
        (ModelRule::TwoValues, _) => "regress.rule_two",
        (ModelRule::OrderedValues, _) => "regress.rule_ordered",
    };
    let kind = voice.word(kind(&found.outcome));
    let given: Vec<_> = given.into_iter().chain([("kind", kind)]).collect();
    composer.say(rule, &given);
    composer.say("regress.n", &given);
    references(composer, found);
    match &found.model {
        Model::LinearRegression { model, assumptions } => {
            // As theses do: first what the model takes for granted.
            assumptions::assumptions(composer, found, model, assumptions);
            linear(composer, found, model);
            adjusted_p(composer, adjusted);
            assumptions::robust(composer, found, model, assumptions);
        }
        Model::LogisticRegression(model) => {
            logistic(composer, found, model, &given);
            adjusted_p(composer, adjusted);
        }
        Model::OrdinalRegression(model) => {
            ordinal(composer, found, model);
            adjusted_p(composer, adjusted);
        }
    }
}

/// Which value the others of a characteristic are compared with.
fn references(composer: &mut Composer, found: &Regression) {
    let voice = composer.voice;
    let both = found.predictors.iter().zip(&found.references);
    let list: Vec<String> = both
        .filter_map(|(predictor, reference)| {
            let value = composer.of(reference.as_ref()?).to_owned();
            Some(format!("{} ({value})", variable(composer, predictor)))
        })
        .collect();
    if !list.is_empty() {
        composer.say("regress.references", &[("list", voice.list(&list))]);
    }
}

/// The printed name of a slope.
pub(super) fn term(composer: &Composer, found: &Regression, at: usize) -> String {
    let Some(term) = found.terms.get(at) else {
        return String::new();
    };
    let predictor = found.predictors.get(term.predictor);
    let name = predictor.map_or_else(String::new, |p| variable(composer, p));
    match &term.value {
        Some(value) => format!("{name}: {}", composer.of(value)),
        None => name,
    }
}

/// What the values of an outcome are.
fn kind(outcome: &Variable) -> &'static str {
    let of = match outcome {
        Variable::Value(Target::Intervals(of)) => of,
        Variable::Value(of) => of,
        Variable::Group(_) => return "regress.kind_other",
    };
    match of {
        Target::Sum | Target::Dimension { .. } => "regress.kind_sum",
        Target::DimensionMean { .. } => "regress.kind_mean",
        Target::Index => "regress.kind_index",
        Target::Item(_) | Target::Intervals(_) => "regress.kind_other",
    }
}

fn linear(composer: &mut Composer, found: &Regression, model: &LinearRegression) {
    let voice = composer.voice;
    let interval = model.r_squared_interval.as_ref().ok();
    let mut size = effect(voice, "R²".to_owned(), model.r_squared, interval);
    if let Some(label) = composer.rules.label("r_squared", model.r_squared) {
        size = format!("{size}, {}", composer.of(&label));
    }
    let f = match &model.f {
        Ok(f) => {
            let (df1, df2) = (voice.count(f.df1), voice.count(f.df2));
            let value = voice.number(f.f, 3);
            format!("F({df1}; {df2}) = {value}, {}", voice.p(f.p))
        }
        Err(why) => composer.because(why),
    };
    let plain_number = |value: &Outcome<f64>| {
        value
            .as_ref()
            .map_or_else(|_| "–".to_owned(), |v| voice.number(*v, 3))
    };
    let given = [
        ("r", voice.number(model.r_squared.max(0.0).sqrt(), 3)),
        ("effect", size),
        ("adjusted", plain_number(&model.r_squared_adjusted)),
        ("error", plain_number(&model.residual_standard_error)),
        ("f", f),
    ];
    composer.say("regress.fit", &given);
    variance(composer, model);
    coefficients(composer, found, model);
    equation(composer, found, model);
}

/// The sums of squares behind F, as a thesis prints them.
fn variance(composer: &mut Composer, model: &LinearRegression) {
    let Ok(f) = &model.f else {
        return;
    };
    let voice = composer.voice;
    let columns = vec![
        Column::words(voice.word("regress.variance_source"), 26),
        Column::numbers(voice.word("regress.sum_of_squares"), 16),
        Column::numbers(voice.word("regress.df"), 10),
        Column::numbers(voice.word("regress.mean_square"), 16),
        Column::numbers("F", 12),
        Column::numbers(voice.word("column.p"), 10),
    ];
    let (df1, df2) = (model.df_regression, model.df_residual);
    let mean = |square: Option<f64>| square.map_or_else(Cell::empty, |square| number(square, 3));
    let rows = vec![
        Row::body(vec![
            Cell::words(voice.word("regress.of_model")),
            number(model.ss_regression, 3),
            Cell::count(df1),
            mean(model.mean_square_regression()),
            number(f.f, 3),
            p_cell(voice, &Ok(f.p)),
        ]),
        Row::body(vec![
            Cell::words(voice.word("regress.of_residuals")),
            number(model.ss_residual, 3),
            Cell::count(df2),
            mean(model.mean_square_residual()),
            Cell::empty(),
            Cell::empty(),
        ]),
        Row::total(vec![
            Cell::words(voice.word("regress.of_all")),
            number(model.ss_total, 3),
            Cell::count(df1 + df2),
            Cell::empty(),
            Cell::empty(),
            Cell::empty(),
        ]),
    ];
    let id = format!("ANOVA {}", composer.blocks.len());
    composer.table(&id, voice.word("regress.variance_caption"), columns, rows);
}

/// `Y = 4,051 + 1,006 X1`
fn equation(composer: &mut Composer, found: &Regression, model: &LinearRegression) {
    let voice = composer.voice;
    let mut text = voice.number(model.intercept.estimate, 3);
    for (at, slope) in model.slopes.iter().enumerate() {
        let Ok(slope) = slope else { continue };
        let sign = if slope.estimate < 0.0 { "−" } else { "+" };
        let size = voice.number(slope.estimate.abs(), 3);
        text.push_str(&format!(" {sign} {size} {}", term(composer, found, at)));
    }
    let outcome = variable(composer, &found.outcome);
    let equation = format!("{outcome} = {text}");
    composer.say("regress.equation", &[("equation", equation)]);
}

/// B with its interval, Beta, t, p and collinearity.
fn coefficients(composer: &mut Composer, found: &Regression, model: &LinearRegression) {
    let voice = composer.voice;
    let columns = vec![
        Column::words(voice.word("column.term"), 23),
        Column::numbers(voice.word("column.b"), 9),
        Column::words(voice.word("column.interval"), 18),
        Column::numbers(voice.word("column.se"), 9),
        Column::numbers(voice.word("column.beta"), 8),
        Column::numbers(voice.word("column.t"), 8),
        Column::numbers(voice.word("column.p"), 8),
        Column::numbers(voice.word("column.tolerance"), 9),
        Column::numbers(voice.word("column.vif"), 8),
    ];
    let constant = voice.word("regress.constant");
    let intercept = &model.intercept;
    let mut rows = vec![Row::body(estimated(
        composer,
        constant,
        intercept.estimate,
        &intercept.test,
    ))];
    for (at, slope) in model.slopes.iter().enumerate() {
        let name = term(composer, found, at);
        rows.push(Row::body(match slope {
            Ok(slope) => {
                let mut cells = estimated(composer, name, slope.estimate, &slope.test);
                for (place, value) in [(4, slope.beta), (7, slope.tolerance), (8, slope.vif)] {
                    if let Some(cell) = cells.get_mut(place) {
                        *cell = number(value, 3);
                    }
                }
                cells
            }
            Err(why) => left_out(composer, name, why, 9),
        }));
    }
    let id = format!("Regresi {}", composer.blocks.len());
    composer.table(&id, voice.word("regress.caption"), columns, rows);
}

/// An estimate with its interval and test; Beta and collinearity left open.
fn estimated(
    composer: &Composer,
    name: String,
    estimate: f64,
    test: &Outcome<CoefficientTest>,
) -> Vec<Cell> {
    let voice = composer.voice;
    let mut cells = vec![Cell::words(name), number(estimate, 3)];
    match test {
        Ok(test) => cells.extend([
            Cell::words(format!(
                "{} – {}",
                voice.number(test.low, 3),
                voice.number(test.high, 3)
            )),
            number(test.standard_error, 3),
            Cell::empty(),
            number(test.t, 3),
            p_cell(voice, &Ok(test.p)),
        ]),
        Err(why) => cells.push(cell(voice, &Err(why.clone()), 3)),
    }
    cells.resize_with(9, Cell::empty);
    cells
}

/// A slope that has no estimate.
fn left_out(composer: &Composer, name: String, why: &NotComputable, columns: usize) -> Vec<Cell> {
    let mut cells = vec![
        Cell::words(name),
        cell(composer.voice, &Err(why.clone()), 3),
    ];
    cells.resize_with(columns, Cell::empty);
    cells
}

fn logistic(
    composer: &mut Composer,
    found: &Regression,
    model: &LogisticRegression,
    given: &[(&str, String)],
) {
    let voice = composer.voice;
    composer.say("regress.event", given);
    if model.separation.is_some() {
        composer.say("regress.separated", &[]);
    }
    let hosmer = match &model.hosmer_lemeshow {
        Ok(test) => format!(
            "χ²({}) = {}, {}",
            voice.number(test.df, 0),
            voice.number(test.chi_square, 3),
            voice.p(test.p)
        ),
        Err(why) => composer.because(why),
    };
    let given = [
        ("chi", voice.number(model.likelihood_ratio.chi_square, 3)),
        ("df", voice.number(model.likelihood_ratio.df, 0)),
        ("p", voice.p(model.likelihood_ratio.p)),
        (
            "nagelkerke",
            voice.number(model.pseudo_r_squared.nagelkerke, 3),
        ),
        (
            "cox_snell",
            voice.number(model.pseudo_r_squared.cox_snell, 3),
        ),
        ("auc", voice.number(model.area_under_curve, 3)),
        ("hosmer", hosmer),
    ];
    composer.say("regress.fit_logistic", &given);
    let intercept = model.intercept.clone();
    let mut rows = vec![(voice.word("regress.constant"), intercept)];
    for (at, slope) in model.slopes.iter().enumerate() {
        rows.push((term(composer, found, at), slope.clone()));
    }
    odds_table(composer, rows, "regress.caption_logistic");
}

fn ordinal(composer: &mut Composer, found: &Regression, model: &OrdinalRegression) {
    let voice = composer.voice;
    let given = [
        ("chi", voice.number(model.likelihood_ratio.chi_square, 3)),
        ("df", voice.number(model.likelihood_ratio.df, 0)),
        ("p", voice.p(model.likelihood_ratio.p)),
        (
            "nagelkerke",
            voice.number(model.pseudo_r_squared.nagelkerke, 3),
        ),
        (
            "cox_snell",
            voice.number(model.pseudo_r_squared.cox_snell, 3),
        ),
    ];
    composer.say("regress.fit_ordinal", &given);
    let slopes = model.slopes.iter().enumerate();
    let rows = slopes
        .map(|(at, slope)| (term(composer, found, at), slope.clone()))
        .collect();
    odds_table(composer, rows, "regress.caption_ordinal");
    match &model.thresholds {
        Ok(thresholds) => {
            let list: Vec<String> = thresholds
                .iter()
                .map(|threshold| voice.number(threshold.estimate, 3))
                .collect();
            composer.say("regress.thresholds", &[("list", list.join("; "))]);
        }
        Err(why) => {
            let because = composer.because(why);
            composer.say("compare.no_test", &[("because", because)]);
        }
    }
}

/// Coefficients of a model of odds.
fn odds_table(composer: &mut Composer, rows: Vec<(String, Outcome<OddsCoefficient>)>, key: &str) {
    let voice = composer.voice;
    let columns = vec![
        Column::words(voice.word("column.term"), 30),
        Column::numbers(voice.word("column.odds_ratio"), 11),
        Column::words(voice.word("column.interval"), 20),
        Column::numbers(voice.word("column.b"), 9),
        Column::numbers(voice.word("column.se"), 9),
        Column::numbers(voice.word("column.wald"), 9),
        Column::numbers(voice.word("column.p"), 8),
    ];
    let rows = rows.into_iter().map(|(name, found)| {
        Row::body(match found {
            Ok(found) => vec![
                Cell::words(name),
                number(found.odds_ratio, 3),
                Cell::words(format!(
                    "{} – {}",
                    bound(voice, Some(found.odds_ratio_low), 3),
                    bound(voice, Some(found.odds_ratio_high), 3)
                )),
                number(found.wald.estimate, 3),
                number(found.wald.standard_error, 3),
                number(found.wald.chi_square, 3),
                p_cell(voice, &Ok(found.wald.p)),
            ],
            Err(why) => left_out(composer, name, &why, 7),
        })
    });
    let rows = rows.collect();
    let id = format!("Regresi {}", composer.blocks.len());
    composer.table(&id, voice.word(key), columns, rows);
}
