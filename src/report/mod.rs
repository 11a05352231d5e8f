//! A Study to a Document: recipe, words, rules, sections.
//!
//! Sentences are composed from the numbers by rules; each paragraph carries the
//! name of its rule, which is also the key of its words in `reports/words`.

mod analysis;
mod annexes;
mod anonymity;
mod apa;
mod assumptions;
mod by_design;
mod cards;
mod chart_alternative;
pub(crate) mod chart_answers;
mod chart_document;
pub(crate) mod chart_index;
pub(crate) mod chart_intervals;
mod chart_kind;
pub(crate) mod chart_relations;
pub(crate) mod chart_spread;
mod chart_table;
mod chart_table_more;
mod check;
mod check_columns;
mod check_tables;
mod classes;
mod closing;
mod collection;
mod comparison;
mod comparison_details;
mod composer;
mod constructs;
mod correlations;
mod cover;
mod crosstab;
mod description;
mod discussion;
mod examiner;
mod explain;
mod extremes;
mod factors;
mod figures;
mod gap;
mod group_figures;
mod hardly_two;
mod hypotheses;
mod instruments;
mod introduction;
mod issues;
mod kano;
mod method;
mod methods;
mod multiple;
mod named_rules;
mod paired;
mod period;
mod plan;
mod poster;
mod profile;
mod question_figures;
mod questionnaire;
mod recipe;
mod references;
mod regression;
mod resampled;
mod results;
mod rule_source;
mod rules;
mod sample;
mod scale_cautions;
mod scale_items;
mod scales;
mod schools;
mod screening;
mod script;
mod script_assumptions;
mod script_comparison;
mod script_description;
mod script_factors;
mod script_intervals;
mod script_r;
mod script_spss;
mod simulation;
mod summary;
mod thesis;
mod trend;
mod trend_test;
mod validity;
mod view;
mod voice;
mod weighted;
mod weighted_answers;
mod weighted_shares;
mod workbook;
mod workbook_formulas;

pub use analysis::analysis;
pub use anonymity::{AnonymisedColumn, AnonymityFacts, Done, anonymity, anonymous_copy};
pub use apa::apa;
pub use cards::{Card, Cards};
pub use chart_document::chart_document;
pub use chart_kind::ChartKind;
pub use check::{CheckFacts, CheckedColumn, Taken, check};
pub use check_tables::{CheckedShape, CheckedTable, LeftOutAs, Standing};
pub use composer::because;
pub use explain::{entry_named, explain_entry, explain_list, explain_method, explain_study};
pub(crate) use figures::{index_chart, item_rows, items_of};
pub use instruments::{instrument_card, instrument_list};
pub use issues::issue_line;
pub(crate) use period::period_name;
pub use plan::{Plan, PlanEntry};
pub use poster::poster;
pub use profile::role_name;
pub use questionnaire::{entry_sheet, questionnaire};
pub use recipe::{Part, Recipe};
pub use rule_source::RuleSource;
pub use rules::Rules;
pub use sample::sample_document;
pub use schools::Schools;
pub use script::data_csv;
pub use script_r::script_r;
pub use script_spss::script_spss;
pub use simulation::simulation;
pub use summary::summary;
pub use voice::Voice;
pub use workbook::workbook;

use crate::analysis::{QuestionShape, Study};
use crate::document::{Document, Image};
use crate::survey::{Listing, Responses};
use composer::Composer;

/// What a report needs beside the study.
#[derive(Default)]
pub struct Material<'a> {
    /// Answers and rows, for the annex and the workbook.
    pub answers: Option<(&'a Responses, &'a Listing)>,
    /// What the answers behind each entry of the study look like, for the figures
    /// of a thesis.
    pub shapes: Vec<Option<QuestionShape>>,
    pub logo: Option<Image>,
    /// Follow-up plan the office gave, and the last period's.
    pub plan: Plan,
    pub previous_plan: Plan,
    /// What the report holds; none: the report of an office.
    pub recipe: Option<Recipe>,
    /// Tables in the layout of APA 7.
    pub apa: bool,
}

/// The whole report on a survey (SKM outline: cover, BAB I–V, annexes).
pub fn compose(study: &Study, material: &Material, voice: &Voice, rules: &Rules) -> Document {
    let mut composer = Composer::new(study, voice, rules);
    match &material.recipe {
        Some(recipe) if recipe.chapter.is_some() => {
            thesis::chapter(&mut composer, recipe, material);
        }
        Some(recipe) => recipe
            .parts
            .iter()
            .for_each(|part| office(&mut composer, material, *part)),
        None => OFFICE
            .iter()
            .for_each(|part| office(&mut composer, material, *part)),
    }
    let index = composer.of(&study.survey.index_name).to_owned();
    let own = material.recipe.as_ref().and_then(|r| r.title.as_ref());
    let own = own.map(|title| composer.of(title).to_owned());
    let draft = material
        .recipe
        .as_ref()
        .is_some_and(|r| r.chapter.is_some());
    let title = match &study.survey.office.unit {
        _ if own.is_some() => own.unwrap_or_default(),
        Some(unit) => voice.say(
            "document.title",
            &[("index", index.clone()), ("unit", unit.clone())],
        ),
        None => voice.say("document.title_plain", &[("index", index.clone())]),
    };
    let mut header = match &study.survey.office.unit {
        // A chapter goes into a thesis, whatever index it prints.
        _ if draft => title.clone(),
        Some(unit) => format!(
            "{} · {unit}",
            voice.say("document.header", &[("index", composer.short())])
        ),
        None => voice.say("document.header", &[("index", composer.short())]),
    };
    if study.survey.office.simulated {
        header = format!("{header} · {}", voice.word("cover.simulated"));
    }
    let document = Document {
        language: voice.language,
        title,
        author: study.survey.office.unit.clone(),
        date: study.survey.office.date.clone(),
        cover: (!draft).then(|| cover::cover(&composer, material)),
        contents: (!draft).then(|| voice.word("document.contents")),
        header,
        page_word: voice.word("document.page"),
        blocks: composer.blocks,
    };
    match material.apa {
        true => apa(document, voice),
        false => document,
    }
}

/// The parts of an office's report where no recipe is given.
const OFFICE: [Part; 6] = [
    Part::Introduction,
    Part::Collection,
    Part::Results,
    Part::Discussion,
    Part::Closing,
    Part::Annexes,
];

/// A chapter of an office's report.
fn office(composer: &mut Composer, material: &Material, part: Part) {
    match part {
        Part::Introduction => introduction::chapter(composer),
        Part::Collection => collection::chapter(composer),
        Part::Results => results::chapter(composer),
        Part::Discussion => discussion::chapter(composer, material),
        Part::Closing => closing::chapter(composer),
        Part::Annexes => annexes::chapter(composer, material),
        other => thesis::part(composer, other, material),
    }
}
