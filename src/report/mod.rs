//! A Study to a Document: recipe, words, rules, sections.
//!
//! Sentences are composed from the numbers by rules; each paragraph carries the
//! name of its rule, which is also the key of its words in `reports/words`.

mod analysis;
mod annexes;
mod assumptions;
mod check;
mod closing;
mod collection;
mod comparison;
mod composer;
mod correlations;
mod cover;
mod crosstab;
mod discussion;
mod extremes;
mod figures;
mod instruments;
mod introduction;
mod issues;
mod method;
mod paired;
mod period;
mod plan;
mod poster;
mod profile;
mod questionnaire;
mod regression;
mod results;
mod rules;
mod sample;
mod simulation;
mod summary;
mod trend;
mod trend_test;
mod view;
mod voice;
mod workbook;
mod workbook_formulas;

pub use analysis::analysis;
pub use check::{CheckFacts, CheckedColumn, Taken, check};
pub use composer::because;
pub use instruments::{instrument_card, instrument_list};
pub use issues::issue_line;
pub use plan::{Plan, PlanEntry};
pub use poster::poster;
pub use profile::role_name;
pub use questionnaire::{entry_sheet, questionnaire};
pub use rules::Rules;
pub use sample::sample_document;
pub use simulation::simulation;
pub use summary::summary;
pub use voice::Voice;
pub use workbook::workbook;

use crate::analysis::Study;
use crate::document::{Document, Image};
use crate::survey::{Listing, Responses};
use composer::Composer;

/// What a report needs beside the study.
#[derive(Default)]
pub struct Material<'a> {
    /// Answers and rows, for the annex and the workbook.
    pub answers: Option<(&'a Responses, &'a Listing)>,
    pub logo: Option<Image>,
    /// Follow-up plan the office gave, and the last period's.
    pub plan: Plan,
    pub previous_plan: Plan,
}

/// The whole report on a survey (SKM outline: cover, BAB I–V, annexes).
pub fn compose(study: &Study, material: &Material, voice: &Voice, rules: &Rules) -> Document {
    let mut composer = Composer::new(study, voice, rules);
    introduction::chapter(&mut composer);
    collection::chapter(&mut composer);
    results::chapter(&mut composer);
    discussion::chapter(&mut composer, material);
    closing::chapter(&mut composer);
    annexes::chapter(&mut composer, material);
    let index = composer.of(&study.survey.index_name).to_owned();
    let title = match &study.survey.office.unit {
        Some(unit) => voice.say(
            "document.title",
            &[("index", index.clone()), ("unit", unit.clone())],
        ),
        None => voice.say("document.title_plain", &[("index", index.clone())]),
    };
    let mut header = match &study.survey.office.unit {
        Some(unit) => format!(
            "{} · {unit}",
            voice.say("document.header", &[("index", composer.short())])
        ),
        None => voice.say("document.header", &[("index", composer.short())]),
    };
    if study.survey.office.simulated {
        header = format!("{header} · {}", voice.word("cover.simulated"));
    }
    Document {
        language: voice.language,
        title,
        author: study.survey.office.unit.clone(),
        date: study.survey.office.date.clone(),
        cover: Some(cover::cover(&composer, material)),
        contents: Some(voice.word("document.contents")),
        header,
        page_word: voice.word("document.page"),
        blocks: composer.blocks,
    }
}
