use super::{Surveyed, Understanding};
use crate::analysis::answer_index;
use crate::decimal::Decimal;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::language::Language;
use crate::said;
use crate::survey::{GroupRole, Personal, WhyUnused, mask, words_of_names};
use std::collections::{BTreeMap, BTreeSet};

/// A remark of a respondent with persons masked. It links to the answers by
/// their index, and to nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Header of the column it stands in, and the remark.
    pub question: String,
    pub text: String,
    /// Blank where fewer than `small` respondents share all three.
    pub unit: String,
    pub service: String,
    pub period: String,
    /// The index of the respondent's answers: their mean × 100/max of the scale.
    pub index: Option<Decimal>,
}

/// The remarks of a survey, sorted by their text, so that nobody is known by the
/// order of arrival. They are in no tally and in no study.
///
/// # Errors
/// Rows that are not at hand: data of counts alone, large files, results for the
/// public.
pub fn comments(
    understanding: &Understanding,
    surveyed: &Surveyed,
    small: u64,
    language: Language,
) -> Result<Vec<Comment>> {
    let mapping = match &understanding.mapping {
        Ok(mapping) => mapping,
        Err(error) => return Err(error.clone()),
    };
    let held = understanding
        .chosen
        .iter()
        .all(|chosen| chosen.counted.is_none());
    let Some(listing) = surveyed.listing.as_ref().filter(|_| held) else {
        return Err(no_rows());
    };
    let of = |why: WhyUnused| {
        mapping
            .unused
            .iter()
            .filter(move |unused| unused.why == why)
    };
    let asked: Vec<_> = of(WhyUnused::Comment).collect();
    let names: Vec<_> = of(WhyUnused::Personal(Personal::Name)).collect();
    let mut known = BTreeSet::new();
    let mut found = Vec::new();
    let mut sizes: BTreeMap<Stratum, u64> = BTreeMap::new();
    for (place, response) in &listing.rows {
        for name in &names {
            let text = cell(understanding, place, name.column, &name.header);
            known.extend(words_of_names(text));
        }
        let roles = [GroupRole::Unit, GroupRole::Service, GroupRole::Period];
        let group = roles.map(|role| value(surveyed, *response, role, language));
        *sizes.entry(group.clone()).or_default() += 1;
        for column in &asked {
            let text = cell(understanding, place, column.column, &column.header);
            if text.chars().any(char::is_alphabetic) {
                found.push((&column.header, text, group.clone(), *response));
            }
        }
    }
    let comment = |(question, text, group, response): (&String, &str, Stratum, u32)| {
        let shared = sizes.get(&group).is_some_and(|n| *n >= small);
        let group = if shared { group } else { Default::default() };
        said_by(surveyed, question, mask(text, &known), group, response)
    };
    let mut comments: Vec<Comment> = found.into_iter().map(comment).collect();
    comments.sort_by(|one, other| {
        let key = |c: &Comment| (c.question.clone(), c.text.clone(), c.index.map(|i| i.units));
        key(one).cmp(&key(other))
    });
    Ok(comments)
}

/// Unit, service and period.
type Stratum = [String; 3];

fn said_by(
    surveyed: &Surveyed,
    question: &str,
    text: String,
    [unit, service, period]: Stratum,
    response: u32,
) -> Comment {
    let responses = &surveyed.responses;
    let pattern = responses.patterns.get(response as usize);
    Comment {
        question: question.to_owned(),
        text,
        unit,
        service,
        period,
        index: pattern.and_then(|pattern| answer_index(responses, pattern)),
    }
}

fn value(surveyed: &Surveyed, response: u32, role: GroupRole, language: Language) -> String {
    let responses = &surveyed.responses;
    let at = responses.groups.iter().position(|group| group.role == role);
    let value = at.and_then(|at| {
        let pattern = responses.patterns.get(response as usize)?;
        let value = pattern.groups.get(at).copied().flatten()?;
        responses.groups.get(at)?.values.get(value as usize)
    });
    match (value, role) {
        (Some(value), _) => value.text(language).to_owned(),
        (None, GroupRole::Period) => surveyed.period.clone().unwrap_or_default(),
        (None, _) => String::new(),
    }
}

/// A cell of the row at a place, under a column of the first file, in other files
/// under the same header.
pub(super) fn cell<'a>(
    understanding: &'a Understanding,
    place: &Place,
    column: u32,
    header: &str,
) -> &'a str {
    let all = understanding.books.iter().zip(&understanding.chosen);
    let mut here = all.enumerate().filter_map(|(at, (book, chosen))| {
        let rows = &chosen.sheet(book)?.rows;
        let same = *rows.file() == place.file && rows.sheet() == place.sheet.as_ref();
        same.then_some((at, chosen, rows))
    });
    let Some((at, chosen, rows)) = here.next() else {
        return "";
    };
    let same = |known: &&crate::read::Header| known.text == header;
    let column = match at {
        0 => Some(column),
        _ => chosen
            .table
            .columns
            .iter()
            .find(same)
            .map(|found| found.column),
    };
    column
        .zip(place.row)
        .map_or("", |(column, row)| rows.cell(row, column))
}

fn no_rows() -> Error {
    Error::new(
        ErrorKind::Invalid,
        said!(
            "komentar tidak dapat dikumpulkan: baris responden tidak tersedia",
            "comments cannot be collected: the rows of the respondents are not at hand"
        ),
    )
    .hint(said!(
        "pakai berkas jawaban sendiri (paling banyak 100.000 responden), tanpa --public",
        "use the file of answers itself (100,000 respondents at most), without --public"
    ))
}
