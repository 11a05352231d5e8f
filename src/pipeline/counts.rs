use super::answers::{engine, left_out_rows};
use super::facts::{says_simulated, sources};
use super::file_issues::file_issues;
use super::kept::{CountedSurvey, CountedWith};
use super::{Setup, Understanding};
use crate::count::{ColumnSet, CountFile, CountedSource, query};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use crate::survey::{Instrument, Issue, IssueKind, KnownMapping, Mapping, withheld};

/// What was understood of files as the bytes of a count file. Count files among
/// them are merged; with [`Setup::any_order`] the order of the files changes no
/// byte.
///
/// # Errors
/// The mapping's own error; more respondents together than a survey can have.
pub fn counts(understanding: &Understanding, setup: &Setup) -> Result<Vec<u8>> {
    let mapping = mapping(understanding)?;
    let columns = mapping.items.len() + mapping.groups.len();
    let set = ColumnSet((0..columns).collect());
    let (tally, _) = engine(understanding).rows(&set, 0);
    if tally.total() > u64::from(u32::MAX) {
        return Err(too_many());
    }
    let mut sources: Vec<CountedSource> = sources(understanding, false)?
        .into_iter()
        .map(|source| CountedSource {
            sha256: source.sha256,
            sheet: source.sheet,
            file: source.file,
            header_rows: source.header_rows,
            body_rows: source.body_rows,
            respondents: source.respondents,
        })
        .collect();
    sources.sort();
    let survey = CountedSurvey {
        instrument: counted_with(understanding),
        mapping: KnownMapping::of(mapping, &understanding.instrument),
        simulated: says_simulated(understanding) || setup.office.simulated,
        issues: issues(understanding, mapping)?,
    };
    let file = CountFile {
        survey,
        sources,
        tally: withheld(tally, mapping).with_columns_apart(),
    };
    file.bytes()
}

/// The SQL query by which a database counts the columns that were mapped, and the
/// name of its column of counts.
///
/// # Errors
/// The mapping's own error; a column without a name of its own.
pub fn count_query(understanding: &Understanding, table: &str) -> Result<(String, String)> {
    let mapping = mapping(understanding)?;
    let items = mapping.items.iter().map(|item| item.header.trim());
    let groups = mapping.groups.iter().map(|group| group.header.trim());
    let headers: Vec<&str> = items.chain(groups).collect();
    let all = || {
        understanding
            .columns
            .iter()
            .map(|column| column.header.trim())
    };
    let unclear = |header: &&&str| {
        header.is_empty()
            || all()
                .filter(|other| other.eq_ignore_ascii_case(header))
                .count()
                > 1
    };
    if let Some(header) = headers.iter().find(unclear) {
        return Err(Error::new(
            ErrorKind::Invalid,
            said!(
                "judul kolom «{header}» kosong atau berulang; basis data tidak dapat membedakannya",
                "the column title \"{header}\" is empty or repeated; a database cannot tell which is meant"
            ),
        )
        .hint(said!(
            "beri setiap kolom judul tersendiri",
            "give every column a title of its own"
        )));
    }
    Ok(query(&headers, table))
}

fn mapping(understanding: &Understanding) -> Result<&Mapping> {
    match &understanding.mapping {
        Ok(mapping) => Ok(mapping),
        Err(error) => Err(error.clone()),
    }
}

/// An instrument of the program by its name, any other with its text.
fn counted_with(understanding: &Understanding) -> CountedWith {
    let id = &understanding.instrument.id;
    let built_in = Instrument::named(id).is_ok_and(|known| known == understanding.instrument);
    match (&understanding.instrument_text, built_in) {
        (Some((file, text)), false) => CountedWith::Text {
            file: file.clone(),
            text: text.clone(),
        },
        _ => CountedWith::Named(id.clone()),
    }
}

/// What is odd about the files rather than about their answers: answers are coded
/// again whenever the file is read.
fn issues(understanding: &Understanding, mapping: &Mapping) -> Result<Vec<Issue>> {
    let mut issues = left_out_rows(understanding);
    if understanding.books.len() > 1 {
        let lasting =
            |issue: &Issue| matches!(issue.kind, IssueKind::NotInFile | IssueKind::JoinedByOrder);
        let found = file_issues(understanding, mapping)?;
        issues.extend(found.into_iter().filter(lasting));
    }
    issues.sort_by_cached_key(|issue| serde_json::to_string(issue).unwrap_or_default());
    issues.dedup();
    Ok(issues)
}

fn too_many() -> Error {
    let most = u32::MAX;
    Error::new(
        ErrorKind::Invalid,
        said!(
            "jumlah responden semua berkas melebihi {most}, batas satu survei",
            "the files together exceed {most} respondents, the limit of a survey"
        ),
    )
    .hint(said!("gabungkan lebih sedikit berkas", "merge fewer files"))
}
