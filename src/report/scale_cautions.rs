use super::composer::Composer;
use super::voice::Given;
use crate::document::NoteKind;

/// Says which scales have an α so high that items may be the same question again.
pub(super) fn alike(composer: &mut Composer, alphas: &[(String, f64)]) {
    let rule = &composer.rules.alike;
    let given = [
        ("from", composer.voice.number(rule.from, 2)),
        ("rule", composer.of(&rule.name).to_owned()),
    ];
    let from = rule.from;
    caution(
        composer,
        "thesis.alike",
        alphas,
        |alpha| alpha >= from,
        &given,
    );
}

/// Says which scales have an α below every limit of the rule: their sums measure no
/// one thing.
pub(super) fn loose(composer: &mut Composer, alphas: &[(String, f64)]) {
    let rule = &composer.rules.reliability;
    let Some(least) = rule.cuts.first().map(|cut| cut.from) else {
        return;
    };
    let given = [("rule", composer.of(&rule.name).to_owned())];
    caution(
        composer,
        "thesis.loose",
        alphas,
        |alpha| alpha < least,
        &given,
    );
}

/// A caution that names the scales whose α a rule calls to notice.
fn caution(
    composer: &mut Composer,
    key: &str,
    alphas: &[(String, f64)],
    is_meant: impl Fn(f64) -> bool,
    given: Given,
) {
    let voice = composer.voice;
    let meant = alphas.iter().filter(|(_, alpha)| is_meant(*alpha));
    let meant = meant.map(|(name, alpha)| format!("{name} ({})", voice.number(*alpha, 3)));
    let meant: Vec<String> = meant.collect();
    if !meant.is_empty() {
        let given = [given, &[("list", voice.list(&meant))]].concat();
        composer.note(NoteKind::Caution, voice.say(key, &given));
    }
}
