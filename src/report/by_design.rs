use super::composer::Composer;
use super::view::View;
use crate::analysis::{
    Correlation, Finding, Regression, Weighted, WeightedAnswer, WeightedComparison,
};
use crate::stats::{HypothesisTest, Outcome};

/// The sentence behind a decision on a hypothesis: what the weights and the design of
/// the sample say of it; empty where there are none. Without a p value the test has no
/// design-based form.
pub(super) fn sentence(composer: &Composer, p: Option<Outcome<f64>>, is_adjusted: bool) -> String {
    if !composer.view().is_weighted() {
        return String::new();
    }
    let voice = composer.voice;
    let alpha = composer.rules.assumptions.alpha;
    let said = match p {
        None => voice.word("thesis.design_none"),
        Some(Err(why)) => {
            let because = composer.because(&why);
            voice.say("thesis.design_fails", &[("because", because)])
        }
        Some(Ok(p)) => voice.say(
            match (is_adjusted, p < alpha) {
                // What other tests took from p is not taken from this one.
                (true, _) => "thesis.design_unadjusted",
                (false, true) => "thesis.design_rejected",
                (false, false) => "thesis.design_kept",
            },
            &[("p", voice.p(p))],
        ),
    };
    format!(" {said}")
}

/// Of one predictor of a linear model.
pub(super) fn of_slope(view: View, found: &Regression, at: usize) -> Option<Outcome<f64>> {
    let model = model(view, found)?;
    Some(match model {
        Ok(model) => Ok(model.slopes.get(at)?.p),
        Err(why) => Err(why.clone()),
    })
}

/// Of all predictors of a linear model together.
pub(super) fn of_model(view: View, found: &Regression) -> Option<Outcome<f64>> {
    Some(match model(view, found)? {
        Ok(model) => model.f.as_ref().map(|f| f.p).map_err(Clone::clone),
        Err(why) => Err(why.clone()),
    })
}

fn model<'a>(
    view: View<'a>,
    found: &Regression,
) -> Option<&'a Outcome<crate::stats::DesignRegression>> {
    answers(view).find_map(|answer| match answer {
        WeightedAnswer::Regression {
            outcome,
            predictors,
            found: model,
            ..
        } if *outcome == found.outcome && *predictors == found.predictors => Some(model),
        _ => None,
    })
}

/// Of groups, of a table or of a correlation.
pub(super) fn of_finding(view: View, finding: &Finding) -> Option<Outcome<f64>> {
    match finding {
        Finding::Comparison(found) => {
            let mut all = weighted(view).flat_map(|weighted| &weighted.comparisons);
            let same = all.find(|c| c.of == found.of && c.by == found.by)?;
            Some(of_groups(same))
        }
        Finding::Crosstab(found) => answers(view).find_map(|answer| match answer {
            WeightedAnswer::Crosstab {
                rows,
                columns,
                found: table,
                ..
            } if *rows == found.rows && *columns == found.columns => Some(p_of(table)),
            _ => None,
        }),
        // Ranks have no design-based correlation.
        Finding::Correlations(found) if found.kind == Correlation::Pearson => answers(view)
            .find_map(|answer| match answer {
                WeightedAnswer::Correlation {
                    first,
                    second,
                    found: correlation,
                    ..
                } if found.of == [first.clone(), second.clone()] => {
                    let p = correlation.as_ref().map(|found| found.p);
                    Some(p.map_err(Clone::clone))
                }
                _ => None,
            }),
        _ => None,
    }
}

/// Means where they may be taken, ranks of single answers in order.
fn of_groups(found: &WeightedComparison) -> Outcome<f64> {
    match (&found.t_test, &found.anova) {
        _ if found.of.is_ordinal() => p_of(&found.rank_test),
        (Some(test), _) => p_of(test),
        (None, Some(test)) => p_of(test),
        (None, None) => p_of(&found.rank_test),
    }
}

fn p_of<T: HypothesisTest>(test: &Outcome<T>) -> Outcome<f64> {
    test.as_ref().map_err(Clone::clone)?.p_value()
}

fn answers<'a>(view: View<'a>) -> impl Iterator<Item = &'a WeightedAnswer> {
    weighted(view).flat_map(|found| &found.answers)
}

fn weighted<'a>(view: View<'a>) -> impl Iterator<Item = &'a Weighted> {
    let entries = view.0.entries.iter();
    let findings = entries.filter_map(|entry| entry.outcome.as_ref().ok());
    findings.filter_map(|finding| match finding {
        Finding::Weighted(found) => Some(&**found),
        _ => None,
    })
}
