use super::{Chosen, Setup, Surveyed, Understanding, dimensions};
use crate::analysis::{GroupFact, LeftOutFact, Office, Options, SourceFact, SurveyFacts};
use crate::count::CountedSource;
use crate::error::Result;
use crate::read::Book;
use crate::survey::{Items, Mapping, WhyUnused, Words, not_applicable};

/// What is known about a survey before anything is computed.
pub(super) fn facts(
    understanding: &Understanding,
    mapping: &Mapping,
    surveyed: &Surveyed,
    setup: &Setup,
) -> Result<SurveyFacts> {
    let instrument = &understanding.instrument;
    Ok(SurveyFacts {
        instrument: instrument.id.clone(),
        instrument_title: instrument.title.clone(),
        regulation: instrument.regulation.clone(),
        instrument_sources: instrument.sources.clone(),
        public_service: instrument.public_service,
        index_name: instrument.index_name.clone(),
        index_short: instrument.index_short.clone(),
        item_word: instrument.item_word.clone(),
        bands: instrument.bands.clone(),
        items: surveyed.responses.items.clone(),
        reversed: mapping
            .items
            .iter()
            .filter(|item| item.reading.reversed)
            .map(|item| item.id.clone())
            .collect(),
        not_applicable: not_applied(surveyed, setup),
        questions: questions(understanding, surveyed),
        groups: surveyed
            .responses
            .groups
            .iter()
            .map(|g| GroupFact {
                role: g.role,
                header: g.header.clone(),
                column: g.column,
            })
            .collect(),
        left_out: left_out(mapping),
        sources: sources(understanding, setup.lean)?,
        period: surveyed.period.clone(),
        population: setup.population,
        office: Office {
            simulated: setup.office.simulated || says_simulated(understanding),
            ..setup.office.clone()
        },
        options: Options {
            index: setup.index.clone(),
            order: setup.wish.order,
            by: setup.wish.by.clone(),
            small_group: setup.small(),
        },
        dimensions: dimensions(&surveyed.responses, setup)?,
    })
}

/// How many said of an item that it did not apply; empty where nobody did, and
/// where respondents were left out whose answers the issues still count.
fn not_applied(surveyed: &Surveyed, setup: &Setup) -> Vec<u64> {
    let found = not_applicable(&surveyed.responses.items, &surveyed.issues);
    match setup.looks_at_rows() || found.iter().all(|n| *n == 0) {
        true => Vec::new(),
        false => found,
    }
}

/// Whether a title above a table says that its data are simulated, as those do
/// that this program makes.
pub(super) fn says_simulated(understanding: &Understanding) -> bool {
    let counts = understanding
        .chosen
        .iter()
        .filter_map(|chosen| chosen.from_counts.as_ref());
    if counts.into_iter().any(|counts| counts.simulated) {
        return true;
    }
    let books = understanding.books.iter().zip(&understanding.chosen);
    books
        .filter_map(|(book, chosen)| Some((chosen.sheet(book)?, chosen.table.header.0)))
        .any(|(sheet, header)| {
            let rows = &sheet.rows;
            (rows.span().start..header)
                .flat_map(|row| (0..rows.width()).map(move |column| rows.cell(row, column)))
                .any(|cell| cell.contains("DATA SIMULASI") || cell.contains("SIMULATED DATA"))
        })
}

/// The official question of each item; of a battery the header as read.
fn questions(understanding: &Understanding, surveyed: &Surveyed) -> Vec<Words> {
    let known = match &understanding.instrument.items {
        Items::Fixed(items) => items.as_slice(),
        Items::Any => &[],
    };
    surveyed
        .responses
        .items
        .iter()
        .map(|item| match known.iter().find(|k| k.id == item.id) {
            Some(spec) => spec.question.clone(),
            None => Words {
                id: item.header.clone(),
                en: item.header.clone(),
            },
        })
        .collect()
}

fn left_out(mapping: &Mapping) -> Vec<LeftOutFact> {
    mapping
        .unused
        .iter()
        .map(|unused| LeftOutFact {
            column: unused.column,
            header: unused.header.clone(),
            why: unused.why,
            personal: match unused.why {
                WhyUnused::Personal(sort) => Some(sort),
                _ => None,
            },
        })
        .collect()
}

/// The tables that were read, and those that count files were made of.
pub(super) fn sources(understanding: &Understanding, lean: bool) -> Result<Vec<SourceFact>> {
    let mut sources = Vec::new();
    for (book, chosen) in understanding.books.iter().zip(&understanding.chosen) {
        match &chosen.from_counts {
            Some(counts) => sources.extend(counts.sources.iter().map(counted_source)),
            None => sources.push(source(book, chosen, lean)?),
        }
    }
    Ok(sources)
}

fn counted_source(source: &CountedSource) -> SourceFact {
    SourceFact {
        file: source.file.clone(),
        sha256: source.sha256.clone(),
        sheet: source.sheet.clone(),
        header_rows: source.header_rows,
        body_rows: source.body_rows,
        respondents: source.respondents,
    }
}

fn source(book: &Book, chosen: &Chosen, lean: bool) -> Result<SourceFact> {
    let body = &chosen.table.body;
    let sha256 = match lean {
        true => String::new(),
        false => book.digest.sha256()?,
    };
    Ok(SourceFact {
        file: book.file.to_string(),
        sha256,
        sheet: chosen
            .sheet(book)
            .and_then(|s| s.rows.sheet())
            .map(|name| name.to_string()),
        header_rows: (chosen.table.header.0 + 1, chosen.table.header.1 + 1),
        body_rows: body
            .first()
            .zip(body.last())
            .map(|(first, last)| (first + 1, last + 1)),
        respondents: chosen.respondents(),
    })
}
