use super::Rules;
use super::composer::Composer;
use super::results;
use super::voice::Voice;
use crate::analysis::Study;
use crate::document::Document;

/// The index as a short text for a screen: total, per item, per group.
pub fn summary(study: &Study, voice: &Voice, rules: &Rules) -> Document {
    let mut composer = Composer::new(study, voice, rules);
    results::short(&mut composer);
    let index = composer.of(&study.survey.index_name).to_owned();
    voice.document(
        voice.say("summary.title", &[("index", index)]),
        composer.blocks,
    )
}
