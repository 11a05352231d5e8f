use super::analysis::{target, variable};
use super::by_design::{of_finding, of_model, of_slope, sentence};
use super::composer::Composer;
use super::hardly_two::hardly_two;
use super::regression::term;
use crate::analysis::{Assumptions, Entry, Finding, Model, Regression};
use crate::document::plain;
use crate::stats::{LinearRegression, f_quantile, student_quantile};

/// Decisions on the hypotheses of every linear model: one per predictor (t), one
/// for all together (F), with the critical values a thesis prints; and of every
/// comparison of groups and cross table.
pub(super) fn hypotheses(composer: &mut Composer) {
    let entries = composer.study.entries.iter();
    let models: Vec<Fitted> = entries.filter_map(Fitted::of).collect();
    let entries = composer.study.entries.iter();
    let differences: Vec<(&Entry, (String, f64))> = entries
        .filter_map(|entry| Some((entry, question(composer, entry)?)))
        .collect();
    if models.is_empty() && differences.is_empty() {
        return;
    }
    composer.section(composer.voice.word("thesis.hypotheses"));
    let regressions: Vec<&Regression> = models.iter().map(|fitted| fitted.found).collect();
    let mut number = 0;
    let mut items: Vec<Decision> = Vec::new();
    let mut parts_of_one = false;
    for fitted in models {
        let slopes = fitted.model.slopes.len();
        parts_of_one |= slopes > 1 && fitted.adjusted.is_some();
        for at in 0..slopes {
            number += 1;
            items.push(partial(composer, number, &fitted, at));
        }
        if slopes > 1 {
            number += 1;
            items.push(together(composer, number, &fitted));
        }
    }
    for (entry, question) in differences {
        number += 1;
        items.push(decided(composer, number, entry, question));
    }
    let kept = items.iter().any(|(is_kept, _)| *is_kept);
    let items = items.into_iter().map(|(_, text)| plain(text)).collect();
    composer.list(false, items);
    if parts_of_one {
        composer.say("thesis.partial_note", &[]);
    }
    if composer.view().is_weighted() {
        composer.say("thesis.hypotheses_unweighted", &[]);
    }
    if kept {
        composer.say("thesis.hypotheses_kept", &[]);
    }
    hardly_two(composer, &regressions);
    composer.say("thesis.hypotheses_note", &[]);
}

/// Whether H0 was kept, and the sentence that says so.
type Decision = (bool, String);

/// A linear model with the p value of its F, adjusted for the number of questions.
struct Fitted<'a> {
    found: &'a Regression,
    model: &'a LinearRegression,
    looked: &'a Assumptions,
    adjusted: Option<f64>,
}

impl<'a> Fitted<'a> {
    fn of(entry: &'a Entry) -> Option<Self> {
        let Ok(Finding::Regression(found)) = &entry.outcome else {
            return None;
        };
        match &found.model {
            Model::LinearRegression { model, assumptions } => Some(Fitted {
                found,
                model,
                looked: assumptions,
                adjusted: entry.adjusted,
            }),
            _ => None,
        }
    }
}

/// What a hypothesis says where it is not about a linear model, with the p value of
/// its test.
fn question(composer: &Composer, entry: &Entry) -> Option<(String, f64)> {
    let voice = composer.voice;
    let p = entry.p()?;
    match entry.outcome.as_ref().ok()? {
        Finding::Comparison(found) => {
            let given = [
                ("of", target(composer, &found.of)),
                ("by", found.by.trim().to_owned()),
            ];
            Some((voice.say("thesis.differs", &given), p))
        }
        Finding::Crosstab(found) => {
            let given = [
                ("rows", variable(composer, &found.rows)),
                ("columns", variable(composer, &found.columns)),
            ];
            Some((voice.say("thesis.depends", &given), p))
        }
        Finding::Correlations(found) => {
            let [first, second] = found.of.as_slice() else {
                return None;
            };
            let given = [
                ("rows", target(composer, first)),
                ("columns", target(composer, second)),
            ];
            Some((voice.say("thesis.depends", &given), p))
        }
        Finding::Paired(found) => {
            let given = [
                ("before", super::paired::named(composer, found, 0)),
                ("after", super::paired::named(composer, found, 1)),
            ];
            Some((voice.say("thesis.changes", &given), p))
        }
        Finding::Trend(found) => {
            let given = [
                ("of", target(composer, &found.of)),
                ("by", found.by.trim().to_owned()),
            ];
            Some((voice.say("thesis.trends", &given), p))
        }
        _ => None,
    }
}

/// The decision on a difference or a dependence, by the p value adjusted for the
/// number of questions where it is.
fn decided(
    composer: &Composer,
    number: u32,
    entry: &Entry,
    (question, p): (String, f64),
) -> Decision {
    let voice = composer.voice;
    let adjusted = entry.adjusted;
    let alpha = composer.rules.assumptions.alpha;
    let decisive = adjusted.unwrap_or(p);
    let key = match (decisive < alpha, adjusted.is_some()) {
        (true, false) => "thesis.p_rejected",
        (false, false) => "thesis.p_kept",
        (true, true) => "thesis.adjusted_rejected",
        (false, true) => "thesis.adjusted_kept",
    };
    let given = [
        ("number", number.to_string()),
        ("question", question),
        ("p", voice.p(decisive)),
        ("alpha", voice.number(alpha, 2)),
    ];
    let found = entry.outcome.as_ref().ok();
    let by_design = found.and_then(|found| of_finding(composer.view(), found));
    let by_design = sentence(composer, by_design, adjusted.is_some());
    (decisive >= alpha, voice.say(key, &given) + &by_design)
}

/// The decision on one predictor.
fn partial(composer: &Composer, number: u32, fitted: &Fitted, at: usize) -> Decision {
    let voice = composer.voice;
    let (found, model) = (fitted.found, fitted.model);
    // The t of an only predictor is the F of its model.
    let adjusted = fitted.adjusted.filter(|_| model.slopes.len() == 1);
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
            return (false, voice.say("thesis.undecided", &given));
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
        ("p", voice.p(adjusted.unwrap_or(test.p))),
        ("direction", direction),
        (
            "robust",
            by_robust(composer, fitted, at, adjusted.is_some()),
        ),
    ]);
    let is_rejected = adjusted.unwrap_or(test.p) < alpha;
    let text = voice.say(
        match (is_rejected, found.terms.len(), adjusted) {
            (true, _, Some(_)) => "thesis.t_adjusted_rejected",
            (false, _, Some(_)) => "thesis.t_adjusted_kept",
            (true, 1, None) => "thesis.t_rejected_alone",
            (true, ..) => "thesis.t_rejected",
            (false, ..) => "thesis.t_kept",
        },
        &given,
    );
    let by_design = of_slope(composer.view(), found, at);
    let by_design = sentence(composer, by_design, adjusted.is_some());
    (!is_rejected, text + &by_design)
}

/// What standard errors that hold under unequal variances say of a predictor, where
/// the variances look unequal.
fn by_robust(composer: &Composer, fitted: &Fitted, at: usize, is_adjusted: bool) -> String {
    let voice = composer.voice;
    let alpha = composer.rules.assumptions.alpha;
    let found = fitted.looked.robust_slope(fitted.model, at);
    let found = found.filter(|_| fitted.looked.is_uneven(alpha));
    found.map_or_else(String::new, |found| {
        let given = [("t", voice.number(found.t, 3)), ("p", voice.p(found.p))];
        // What other tests took from p is not taken from this one.
        voice.say(
            match is_adjusted {
                true => "thesis.by_robust_unadjusted",
                false => "thesis.by_robust",
            },
            &given,
        )
    })
}

/// The decision on all predictors together.
fn together(composer: &Composer, number: u32, fitted: &Fitted) -> Decision {
    let voice = composer.voice;
    let (found, model) = (fitted.found, fitted.model);
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
            return (false, voice.say("thesis.undecided", &given));
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
        ("p", voice.p(fitted.adjusted.unwrap_or(f.p))),
        ("alpha", voice.number(alpha, 2)),
    ]);
    let is_rejected = fitted.adjusted.unwrap_or(f.p) < alpha;
    let text = voice.say(
        match (is_rejected, fitted.adjusted.is_some()) {
            (true, false) => "thesis.f_rejected",
            (false, false) => "thesis.f_kept",
            (true, true) => "thesis.f_adjusted_rejected",
            (false, true) => "thesis.f_adjusted_kept",
        },
        &given,
    );
    let by_design = of_model(composer.view(), found);
    let by_design = sentence(composer, by_design, fitted.adjusted.is_some());
    (!is_rejected, text + &by_design)
}
