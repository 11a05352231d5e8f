use super::composer::Composer;
use crate::analysis::{Finding, Regression, Variable};
use crate::document::NoteKind;

/// A caution where an outcome and a predictor of a model are dimensions that HTMT
/// hardly calls two: their relation is in part one of a thing with itself.
pub(super) fn hardly_two(composer: &mut Composer, models: &[&Regression]) {
    let voice = composer.voice;
    let rule = &composer.rules.discriminant;
    let entries = composer.study.entries.iter();
    let found = entries.filter_map(|entry| match &entry.outcome {
        Ok(Finding::Constructs(found)) => Some(found),
        _ => None,
    });
    let close: Vec<(&str, &str, f64)> = found.flat_map(|c| c.hardly_two(rule.htmt)).collect();
    let related = |one: &str, other: &str| {
        models.iter().any(|model| {
            let outcome = dimension(&model.outcome);
            let joins = |a: &str, b: &str| {
                let mut predictors = model.predictors.iter();
                outcome == Some(a) && predictors.any(|predictor| dimension(predictor) == Some(b))
            };
            joins(one, other) || joins(other, one)
        })
    };
    let list = close.iter().filter(|(one, other, _)| related(one, other));
    let list: Vec<String> = list
        .map(|(one, other, ratio)| format!("{one}–{other} ({})", voice.number(*ratio, 3)))
        .collect();
    if !list.is_empty() {
        let given = [
            ("list", voice.list(&list)),
            ("rule", composer.of(&rule.name).to_owned()),
        ];
        composer.note(NoteKind::Caution, voice.say("thesis.hardly_two", &given));
    }
}

fn dimension(variable: &Variable) -> Option<&str> {
    match variable {
        Variable::Value(target) => target.dimension(),
        Variable::Group(_) => None,
    }
}
