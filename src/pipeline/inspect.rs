use super::found::{left_out, shape, tables};
use super::screened::careless;
use super::{Chosen, Setup, Surveyed, Understanding};
use crate::error::{Place, column_letters};
use crate::language::Language;
use crate::read::Where;
use crate::report::{CheckFacts, CheckedColumn, Taken, Voice, role_name};
use crate::survey::{ColumnSample, Mapping, not_applicable, why_unused};

/// What was understood of a file, column by column, for `check`. `surveyed` is
/// none where nothing could be coded; the columns are shown all the same; `next` is what the
/// next command would be about.
pub fn inspect(
    understanding: &Understanding,
    surveyed: Option<&Surveyed>,
    setup: &Setup,
    next: &str,
    voice: &Voice,
) -> CheckFacts {
    let asked = setup.place != Where::default();
    let problem = understanding.mapping.as_ref().err();
    let mut facts = CheckFacts {
        file: String::new(),
        next: next.to_owned(),
        again: None,
        place: String::new(),
        header: (0, 0),
        respondents: 0,
        other_tables: 0,
        tables: Vec::new(),
        left_out: Vec::new(),
        shape: None,
        columns: columns(understanding, surveyed, voice),
        multiple: Vec::new(),
        issues: surveyed.map(|s| s.issues.clone()).unwrap_or_default(),
        screening: surveyed.and_then(|found| careless(understanding, found, setup, voice)),
        unread: None,
        problem: problem.map(|error| error.say(voice.language)),
    };
    if let (Some(book), Some(chosen)) = (understanding.books.first(), understanding.chosen.first())
    {
        let mut place = Place::file(book.file.clone());
        place.sheet = chosen.sheet(book).and_then(|s| s.rows.sheet().cloned());
        facts.file = book.file.to_string();
        facts.place = place.to_string();
        facts.header = (chosen.table.header.0 + 1, chosen.table.header.1 + 1);
        let respondents = understanding.chosen.iter().map(Chosen::respondents);
        facts.respondents = respondents.sum();
        facts.other_tables = chosen.others as u64;
        facts.tables = tables(chosen, asked);
        facts.left_out = left_out(chosen);
        facts.shape = chosen.reshaped.as_ref().map(|how| shape(how, chosen));
    }
    facts
}

fn columns(
    understanding: &Understanding,
    surveyed: Option<&Surveyed>,
    voice: &Voice,
) -> Vec<CheckedColumn> {
    let mapping = understanding.mapping.as_ref().ok();
    let first = understanding.chosen.first();
    let most = understanding.only_counts();
    let each = understanding.columns.iter().enumerate();
    each.map(|(at, sample)| {
        let filled = first.and_then(|chosen| Some((chosen.filled.get(at)?, chosen)));
        let filled = filled.map(|(n, chosen)| (*n, chosen.respondents()));
        let column = checked(sample, filled, mapping, surveyed, voice);
        CheckedColumn {
            letters: letters(first, sample.column),
            missing: most.map_or(column.missing, |most| most.saturating_sub(column.n)),
            ..column
        }
    })
    .collect()
}

/// The letters of a column; of one made of dates those of the dates.
fn letters(chosen: Option<&Chosen>, column: u32) -> String {
    let dated = chosen.and_then(|chosen| chosen.dated.as_ref());
    let made = dated.filter(|dated| dated.made == column);
    column_letters(made.map_or(column, |dated| dated.from))
}

fn checked(
    sample: &ColumnSample,
    filled: Option<(u64, u64)>,
    mapping: Option<&Mapping>,
    surveyed: Option<&Surveyed>,
    voice: &Voice,
) -> CheckedColumn {
    let mut column = CheckedColumn {
        letters: column_letters(sample.column),
        header: sample.header.clone(),
        // Without a mapping a person's column is named as such all the same.
        taken: Taken::Unused(why_unused(sample)),
        n: 0,
        missing: 0,
        not_applicable: 0,
        codes: String::new(),
    };
    if let Some((n, respondents)) = filled {
        (column.n, column.missing) = (n, respondents.saturating_sub(n));
    }
    let Some(mapping) = mapping else {
        return column;
    };
    if let Some(at) = mapping.items.iter().position(|i| i.column == sample.column) {
        item(&mut column, mapping, at, surveyed, voice);
    } else if let Some(group) = mapping.groups.iter().find(|g| g.column == sample.column) {
        column.taken = Taken::Group {
            role: role_name(voice, group.role, &group.header),
            why: group.why,
        };
    } else if let Some(unused) = mapping.unused.iter().find(|u| u.column == sample.column) {
        column.taken = Taken::Unused(unused.why);
    }
    column
}

fn item(
    column: &mut CheckedColumn,
    mapping: &Mapping,
    at: usize,
    surveyed: Option<&Surveyed>,
    voice: &Voice,
) {
    let Some(item) = mapping.items.get(at) else {
        return;
    };
    let name = match voice.language {
        Language::Id => &item.name.id,
        Language::En => &item.name.en,
    };
    column.taken = Taken::Item {
        code: item.code.clone(),
        name: name.clone(),
        why: item.why,
    };
    let Some(found) = surveyed.and_then(|s| s.responses.frequencies(at)) else {
        return;
    };
    column.n = found.n();
    let apart = surveyed.map(|s| not_applicable(&s.responses.items, &s.issues));
    let apart = apart.and_then(|apart| apart.get(at).copied());
    column.not_applicable = apart.unwrap_or(0);
    column.missing = found.missing.saturating_sub(column.not_applicable);
    let seen = (found.min..).zip(&found.counts);
    let seen = seen.filter(|(_, count)| **count > 0);
    let mut codes: Vec<i16> = seen.map(|(code, _)| item.on_form(code)).collect();
    codes.sort_unstable();
    let codes: Vec<String> = codes.iter().map(i16::to_string).collect();
    column.codes = codes.join(" ");
}
