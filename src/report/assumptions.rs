use super::analysis::{number, p_cell};
use super::composer::Composer;
use super::regression::term;
use super::voice::Voice;
use crate::analysis::{Assumptions, Regression, RobustCoefficient};
use crate::document::{Cell, Column, Content, Row};
use crate::stats::{LinearRegression, LinearityTest, Outcome};

/// The classical assumptions of a linear model in one table: what was looked at,
/// the number, and how it reads by the limits named under it.
pub(super) fn assumptions(
    composer: &mut Composer,
    found: &Regression,
    model: &LinearRegression,
    looked: &Assumptions,
) {
    let voice = composer.voice;
    let columns = vec![
        Column::words(voice.word("column.assumption"), 19),
        Column::words(voice.word("column.looked_at"), 30),
        Column::words(voice.word("column.value"), 18),
        Column::numbers(voice.word("column.p"), 9),
        Column::words(voice.word("column.verdict"), 24),
    ];
    let mut rows = normality(composer, looked);
    rows.push(collinear(composer, found, model));
    rows.extend(spread(composer, found, looked));
    rows.push(in_order(composer, looked));
    rows.extend(linearity(composer, found, looked));
    let id = format!("Asumsi {}", composer.blocks.len());
    let rule = &composer.rules.assumptions;
    let given = [
        ("alpha", voice.number(rule.alpha, 2)),
        ("vif", voice.number(rule.vif, 0)),
        ("tolerance", voice.number(rule.tolerance, 2)),
    ];
    let caption = voice.say("assume.caption", &given);
    composer.table(&id, caption, columns, rows);
    composer.say("assume.note", &[]);
    few_repeats(composer, found, looked);
}

/// Whether fewer degrees of freedom lie within equal values than between them.
fn rests_on_few(test: &Outcome<LinearityTest>) -> bool {
    let deviation = test.as_ref().ok().map(|test| &test.deviation);
    let deviation = deviation.and_then(|found| found.as_ref().ok());
    deviation.is_some_and(|found| found.df2 < found.df1)
}

/// Predictors of which hardly two respondents have the same value: what departs from
/// a line within equal values is then not known.
fn few_repeats(composer: &mut Composer, found: &Regression, looked: &Assumptions) {
    let voice = composer.voice;
    let few = looked.linearity.iter().filter_map(|(predictor, test)| {
        let few = rests_on_few(test);
        let test = test.as_ref().ok()?;
        let deviation = test.deviation.as_ref().ok()?;
        let of = found.predictors.get(*predictor)?;
        let given = [
            ("term", super::analysis::variable(composer, of)),
            ("levels", voice.count(deviation.df1 + 2)),
            ("n", voice.count(test.n)),
        ];
        few.then(|| voice.say("assume.repeats", &given))
    });
    let few: Vec<String> = few.collect();
    if !few.is_empty() {
        composer.say("assume.few_repeats", &[("list", voice.list(&few))]);
    }
}

/// The road not taken, where the variances of the residuals are uneven: the
/// coefficients with standard errors that hold under any of them, and whether they
/// decide otherwise.
pub(super) fn robust(
    composer: &mut Composer,
    found: &Regression,
    model: &LinearRegression,
    looked: &Assumptions,
) {
    if !looked.is_uneven(composer.rules.assumptions.alpha) {
        return;
    }
    let voice = composer.voice;
    let coefficients = match &looked.robust {
        Ok(coefficients) => coefficients,
        Err(why) => {
            let because = composer.because(why);
            return composer.say("assume.no_robust", &[("because", because)]);
        }
    };
    composer.say("assume.robust", &[]);
    let columns = vec![
        Column::words(voice.word("column.term"), 34),
        Column::numbers(voice.word("column.b"), 11),
        Column::numbers(voice.word("column.se_hc3"), 12),
        Column::numbers(voice.word("column.t"), 11),
        Column::numbers(voice.word("column.p"), 11),
        Column::words(voice.word("column.interval"), 21),
    ];
    let alpha = composer.rules.assumptions.alpha;
    let intercept = coefficients.first();
    let intercept = intercept.map(|found| (voice.word("regress.constant"), None, found));
    let slopes = model.slopes.iter().enumerate();
    let slopes = slopes.filter_map(|(at, slope)| {
        let test = slope.as_ref().ok()?.test.as_ref().ok();
        Some((
            term(composer, found, at),
            test,
            looked.robust_slope(model, at)?,
        ))
    });
    let (mut rows, mut other) = (Vec::new(), Vec::new());
    for (name, plain, robust) in intercept.into_iter().chain(slopes) {
        let is_other = plain.is_some_and(|plain| (plain.p < alpha) != (robust.p < alpha));
        other.extend(is_other.then(|| name.clone()));
        rows.push(robust_row(voice, name, robust));
    }
    let id = format!("HC3 {}", composer.blocks.len());
    composer.table(&id, voice.word("assume.robust_caption"), columns, rows);
    let alpha = ("alpha", voice.number(alpha, 2));
    match other.is_empty() {
        true => composer.say("assume.robust_same", &[alpha]),
        false => composer.say(
            "assume.robust_other",
            &[alpha, ("list", voice.list(&other))],
        ),
    }
}

fn robust_row(voice: &Voice, name: String, found: &RobustCoefficient) -> Row {
    let interval = found.interval.map_or_else(String::new, |(low, high)| {
        format!("{} – {}", voice.number(low, 3), voice.number(high, 3))
    });
    Row::body(vec![
        Cell::words(name),
        number(found.estimate, 3),
        number(found.standard_error, 3),
        number(found.t, 3),
        p_cell(voice, &Ok(found.p)),
        Cell::words(interval),
    ])
}

/// A row: the assumption, the test, its statistic, p, and how it reads.
fn row(
    composer: &Composer,
    assumption: &str,
    test: String,
    found: Outcome<(String, f64)>,
    (holds, fails): (&str, &str),
) -> Row {
    let voice = composer.voice;
    let mut cells = vec![Cell::words(voice.word(assumption)), Cell::words(test)];
    match found {
        Ok((statistic, p)) => {
            let verdict = match p >= composer.rules.assumptions.alpha {
                true => holds,
                false => fails,
            };
            cells.push(Cell::words(statistic));
            cells.push(p_cell(voice, &Ok(p)));
            cells.push(Cell::words(voice.word(verdict)));
        }
        Err(why) => {
            cells.push(Content::None(composer.because(&why)).into());
            cells.extend([Cell::empty(), Cell::empty()]);
        }
    }
    Row::body(cells)
}

fn normality(composer: &Composer, looked: &Assumptions) -> Vec<Row> {
    let voice = composer.voice;
    let read = ("assume.normal", "assume.not_normal");
    let shapiro = looked.shapiro_wilk.as_ref().map_err(Clone::clone);
    let shapiro = shapiro.map(|t| (format!("W = {}", voice.number(t.w, 3)), t.p));
    let lilliefors = looked.lilliefors.as_ref().map_err(Clone::clone);
    let lilliefors = lilliefors.map(|t| (format!("D = {}", voice.number(t.d, 3)), t.p));
    vec![
        row(
            composer,
            "assume.normality",
            voice.word("test.shapiro_wilk"),
            shapiro,
            read,
        ),
        row(
            composer,
            "assume.normality",
            voice.word("test.lilliefors"),
            lilliefors,
            read,
        ),
    ]
}

/// The largest VIF and the least tolerance.
fn collinear(composer: &Composer, found: &Regression, model: &LinearRegression) -> Row {
    let voice = composer.voice;
    let slopes = model.slopes.iter().enumerate();
    let worst = slopes
        .filter_map(|(at, slope)| Some((at, slope.as_ref().ok()?)))
        .max_by(|a, b| a.1.vif.total_cmp(&b.1.vif));
    let mut cells = vec![Cell::words(voice.word("assume.collinearity"))];
    match worst {
        Some((at, slope)) => {
            let rule = &composer.rules.assumptions;
            let fine = slope.vif < rule.vif && slope.tolerance > rule.tolerance;
            let given = [("term", term(composer, found, at))];
            let (vif, tolerance) = (voice.number(slope.vif, 3), voice.number(slope.tolerance, 3));
            cells.push(Cell::words(voice.say("assume.worst", &given)));
            cells.push(Cell::words(format!("VIF {vif}; tol. {tolerance}")));
            cells.push(Cell::empty());
            cells.push(Cell::words(voice.word(match (model.slopes.len(), fine) {
                (1, _) => "assume.one_predictor",
                (_, true) => "assume.not_collinear",
                (_, false) => "assume.collinear",
            })));
        }
        None => cells.resize_with(5, Cell::empty),
    }
    Row::body(cells)
}

fn spread(composer: &Composer, found: &Regression, looked: &Assumptions) -> Vec<Row> {
    let voice = composer.voice;
    let read = ("assume.even", "assume.uneven");
    let mut rows = Vec::new();
    match &looked.glejser {
        Ok(test) => {
            for (at, slope) in test.slopes.iter().enumerate() {
                let name = voice.say("assume.glejser", &[("term", term(composer, found, at))]);
                let value = slope.as_ref().map_err(Clone::clone).and_then(|slope| {
                    let test = slope.test.as_ref().map_err(Clone::clone)?;
                    Ok((format!("t = {}", voice.number(test.t, 3)), test.p))
                });
                rows.push(row(composer, "assume.spread", name, value, read));
            }
        }
        Err(why) => {
            let name = voice.word("test.glejser");
            rows.push(row(composer, "assume.spread", name, Err(why.clone()), read));
        }
    }
    let pagan = looked.breusch_pagan.as_ref().map_err(Clone::clone);
    let pagan = pagan.map(|test| {
        let koenker = &test.koenker;
        let (df, value) = (
            voice.number(koenker.df, 0),
            voice.number(koenker.chi_square, 3),
        );
        (format!("χ²({df}) = {value}"), koenker.p)
    });
    let name = voice.word("test.breusch_pagan");
    rows.push(row(composer, "assume.spread", name, pagan, read));
    rows
}

fn in_order(composer: &Composer, looked: &Assumptions) -> Row {
    let voice = composer.voice;
    let found = looked.durbin_watson.as_ref().map_err(Clone::clone);
    let found = found.map(|test| {
        let mut text = format!("d = {}", voice.number(test.d, 3));
        if let Ok((low, high)) = &looked.durbin_watson_bounds {
            let (low, high) = (voice.number(*low, 3), voice.number(*high, 3));
            text = format!("{text} (dL {low}, dU {high})");
        }
        (text, test.p)
    });
    row(
        composer,
        "assume.independence",
        voice.word("test.durbin_watson"),
        found,
        ("assume.independent", "assume.dependent"),
    )
}

fn linearity(composer: &Composer, found: &Regression, looked: &Assumptions) -> Vec<Row> {
    let voice = composer.voice;
    let row_of = |(predictor, test): &(usize, Outcome<LinearityTest>)| {
        let of = found.predictors.get(*predictor);
        let name = of.map_or_else(String::new, |p| super::analysis::variable(composer, p));
        let name = voice.say("assume.deviation", &[("term", name)]);
        let value = test.as_ref().map_err(Clone::clone).and_then(|test| {
            let deviation = test.deviation.as_ref().map_err(Clone::clone)?;
            let (df1, df2) = (voice.count(deviation.df1), voice.count(deviation.df2));
            let f = voice.number(deviation.f, 3);
            Ok((format!("F({df1}; {df2}) = {f}"), deviation.p))
        });
        let verdicts = match rests_on_few(test) {
            true => ("assume.hardly_linear", "assume.hardly_linear"),
            false => ("assume.linear", "assume.not_linear"),
        };
        row(composer, "assume.linearity", name, value, verdicts)
    };
    looked.linearity.iter().map(row_of).collect()
}
