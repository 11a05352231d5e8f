use super::analysis::{cell, number, target};
use super::chart_answers::scale_levels;
use super::composer::Composer;
use crate::analysis::{Description, DimensionDescription, ItemDescription, ItemIndex};
use crate::decimal::Decimal;
use crate::document::{Cell, Column, NoteKind, Row, Text, plain};
use crate::stats::{Descriptives, Outcome};
use crate::survey::{Item, asks_consent};

/// What follows the table of means: the extremes, and how often each level was chosen.
pub(super) fn below(composer: &mut Composer, found: &Description) {
    unused_top(composer);
    ends(composer, found);
    answers(composer);
}

/// A row of each dimension below its items.
pub(super) fn dimensions(composer: &Composer, found: &Description) -> Vec<Row> {
    let voice = composer.voice;
    let row = |dimension: &DimensionDescription| {
        let given = [("name", dimension.name.clone())];
        let name = voice.say("describe.dimension", &given);
        let mut cells = vec![Cell::empty(), Cell::words(name), Cell::count(dimension.n)];
        let (tcr, scale) = (dimension.tcr, dimension.scale);
        cells.extend(numbers(composer, &dimension.descriptives, tcr, scale));
        Row::total(cells)
    };
    found.dimensions.iter().map(row).collect()
}

/// Mean, spread, place and shape, then TCR and the name of the class the mean lies in.
pub(super) fn numbers(
    composer: &Composer,
    found: &Outcome<Descriptives>,
    tcr: Option<f64>,
    scale: Option<(i16, i16)>,
) -> Vec<Cell> {
    let voice = composer.voice;
    let mut cells = match found {
        Ok(found) => vec![
            number(found.mean, 3),
            cell(voice, &found.sd, 3),
            number(found.median, 2),
            number(found.min, 2),
            number(found.max, 2),
            cell(voice, &found.skewness.spss, 3),
            cell(voice, &found.kurtosis.spss, 3),
        ],
        Err(why) => {
            let mut cells = vec![cell(voice, &Err(why.clone()), 2)];
            cells.resize_with(7, Cell::empty);
            cells
        }
    };
    cells.push(tcr.map_or_else(Cell::empty, |tcr| number(tcr, 2)));
    let mean = found.as_ref().ok().map(|found| found.mean);
    let class = scale.zip(mean).and_then(|((min, max), mean)| {
        let classes = &composer.rules.classes;
        classes.of(mean, f64::from(min), f64::from(max))
    });
    cells.push(class.map_or_else(Cell::empty, |class| Cell::words(composer.of(class))));
    cells
}

/// What the numbers of the table rest on: items that were turned round, and why the
/// last row is not the index of the chapter.
pub(super) fn notes(composer: &Composer, found: &Description) -> Vec<Text> {
    let voice = composer.voice;
    let reversed = composer.study.survey.reversed.iter();
    let reversed: Vec<String> = reversed.map(|id| composer.named(id).0).collect();
    let mut notes = Vec::new();
    if !reversed.is_empty() {
        let given = [("list", voice.list(&reversed))];
        notes.push(plain(voice.say("analysis.reversed", &given)));
    }
    let total = composer.total().map(|index| index.printed);
    let mean = found.index.as_ref().ok().map(|index| index.mean);
    let mean = mean.and_then(|mean| Decimal::round(mean, 2));
    if total.is_some() && mean.is_some() && total != mean {
        let given = [("short", composer.short())];
        notes.push(plain(voice.say("analysis.index_row", &given)));
    }
    notes
}

/// That nobody gave the highest answer there is: then it may be none.
fn unused_top(composer: &mut Composer) {
    let many = composer.rules.small.group;
    let Some(index) = composer.view().index().filter(|index| index.n >= many) else {
        return;
    };
    let items = composer.view().items(index);
    let Some(top) = items.first().map(|(item, _)| item.max) else {
        return;
    };
    let is_unused =
        |(item, found): &(&Item, &ItemIndex)| item.max == top && found.counts.last() == Some(&0);
    if items.iter().all(is_unused) {
        let given = [("top", top.to_string())];
        let text = composer.voice.say("analysis.unused_top", &given);
        composer.note(NoteKind::Caution, text);
    }
}

/// Of each dimension, or of all items, which have the highest and the lowest mean:
/// the sentence a thesis writes below its table.
fn ends(composer: &mut Composer, found: &Description) {
    let dimensions = &composer.study.survey.dimensions;
    let mut parts: Vec<(String, Vec<&ItemDescription>)> = Vec::new();
    for dimension in dimensions {
        let own = found
            .items
            .iter()
            .filter(|i| dimension.items.contains(&i.item));
        parts.push((dimension.name.clone(), own.collect()));
    }
    if parts.is_empty() {
        let all = composer.voice.word("thesis.all_items");
        parts.push((super::composer::capital(&all), found.items.iter().collect()));
    }
    let mut lines = Vec::new();
    for (name, items) in parts {
        let means = items.iter().filter_map(|item| {
            let mean = item.descriptives.as_ref().ok()?.mean;
            Some((item.item.as_str(), mean))
        });
        let means: Vec<(&str, f64)> = means.collect();
        lines.extend(line(composer, name, &means).map(plain));
    }
    if !lines.is_empty() {
        composer.say("describe.ends", &[]);
        composer.list(false, lines);
    }
}

/// Equal means are named together; of fewer than two items there is nothing to say.
fn line(composer: &Composer, name: String, means: &[(&str, f64)]) -> Option<String> {
    let voice = composer.voice;
    let values = || means.iter().map(|(_, mean)| *mean);
    let (low, high) = (values().reduce(f64::min)?, values().reduce(f64::max)?);
    if means.len() < 2 {
        return None;
    }
    if low == high {
        let given = [("variable", name), ("mean", voice.number(low, 3))];
        return Some(voice.say("describe.ends_equal", &given));
    }
    let named = |wanted: f64| {
        let same = means.iter().filter(|(_, mean)| *mean == wanted);
        let names: Vec<String> = same.map(|(id, _)| composer.named(id).0).collect();
        match names.len() {
            1 => means
                .iter()
                .find(|(_, mean)| *mean == wanted)
                .map_or_else(String::new, |(id, _)| short(composer, id)),
            _ => voice.list(&names),
        }
    };
    let given = [
        ("variable", name),
        ("highest", named(high)),
        ("high", voice.number(high, 3)),
        ("lowest", named(low)),
        ("low", voice.number(low, 3)),
    ];
    Some(voice.say("describe.ends_line", &given))
}

/// Code and name of an item, cut at a word; the name alone where it is the code.
fn short(composer: &Composer, id: &str) -> String {
    let (code, name) = composer.named(id);
    match name.is_empty() || name == code {
        true => code,
        false => format!("{code} ({name})"),
    }
}

/// How many chose each level of each item, with their share of those who answered
/// it: one table per scale, since levels of two scales are no columns of one.
fn answers(composer: &mut Composer) {
    let Some(index) = composer.view().index() else {
        return;
    };
    let items = composer.view().items(index);
    let mut scales: Vec<Vec<(&Item, &ItemIndex)>> = Vec::new();
    for found in items {
        let alike = |scale: &&mut Vec<(&Item, &ItemIndex)>| {
            let first = scale.first();
            first.is_some_and(|(item, _)| (item.min, item.max) == (found.0.min, found.0.max))
        };
        match scales.iter_mut().find(alike) {
            _ if found.1.counts.is_empty() => {}
            Some(scale) => scale.push(found),
            None => scales.push(vec![found]),
        }
    }
    for (number, scale) in (1..).zip(scales) {
        answers_of(composer, number, &scale);
    }
}

/// Beyond so many levels shares have no room beside the counts.
const SHARES: usize = 7;

fn answers_of(composer: &mut Composer, number: usize, scale: &[(&Item, &ItemIndex)]) {
    let voice = composer.voice;
    let items: Vec<&Item> = scale.iter().map(|(item, _)| *item).collect();
    let levels = scale_levels(&items, voice);
    let with_shares = levels.len() <= SHARES;
    let wished = if with_shares { 12 } else { 6 };
    let (name, width) = Column::side_by_side(levels.len(), 12, wished);
    let mut columns = vec![
        Column::marks(voice.word("column.code"), 6),
        Column::words(voice.word("column.item_name"), name),
    ];
    columns.extend(levels.iter().map(|level| Column::numbers(level, width)));
    columns.push(Column::numbers(voice.word("column.n"), 6));
    let rows = scale.iter().map(|(item, found)| {
        let mut cells = vec![
            Cell::words(&*item.code),
            Cell::words(composer.short_name(&item.name)),
        ];
        cells.extend(found.counts.iter().map(|count| match with_shares {
            true => Cell::words(voice.count_of(*count, found.n)),
            false => Cell::count(*count),
        }));
        cells.push(Cell::count(found.n));
        Row::body(cells)
    });
    let rows = rows.collect();
    let key = match with_shares {
        true => "describe.answers_note",
        false => "describe.counts_note",
    };
    let id = format!("Sebaran {number}");
    let caption = voice.word("describe.answers");
    let notes = vec![plain(voice.word(key))];
    composer.table_with(&id, caption, Vec::new(), columns, rows, notes);
}

/// What was asked, where a chapter has no question: how one is asked, with columns
/// there are.
pub(super) fn no_question(composer: &mut Composer) {
    let survey = &composer.study.survey;
    let groups = survey.groups.iter().map(|group| group.header.trim());
    let words = survey.left_out.iter().filter(|column| {
        column.personal.is_none() && column.why == crate::survey::WhyUnused::Other
    });
    let headers = groups.chain(words.map(|column| column.header.trim()));
    let headers: Vec<String> = headers
        .filter(|header| !header.is_empty() && !header.contains([',', '"']))
        .filter(|header| !asks_consent(header))
        .map(str::to_owned)
        .take(2)
        .collect();
    let key = match (headers.as_slice(), survey.items.len()) {
        ([first, second], _) => {
            let given = [("first", first.clone()), ("second", second.clone())];
            composer.voice.say("thesis.no_question_crosstab", &given)
        }
        ([only], 1..) => {
            let of = target(composer, &crate::analysis::Target::Index);
            let given = [("of", of), ("by", only.clone())];
            composer.voice.say("thesis.no_question_groups", &given)
        }
        _ => composer.voice.word("thesis.no_question"),
    };
    composer.note(NoteKind::Info, key);
}
