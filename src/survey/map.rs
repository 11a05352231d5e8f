use super::fold::fold;
use super::mapped_items::{battery_items, mapped, weigh};
use super::reading::declare;
use super::recognise::{Ticks, is_summed, why_unused};
use super::settle::{guess, numbers, settled};
use super::unsur::{Found, Search};
use super::wish::{Named, list, name, named, named_by_any};
use super::words::word_sets;
use super::{
    ColumnSample, Doubt, Instrument, ItemSpec, Items, MappedGroup, MappedItem, Mapping,
    MappingWish, Unused, WhyMapped, WhyUnused, battery, characteristics,
};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use crate::survey::ItemOrder;

/// Maps columns to the items and groups of an instrument by their headers,
/// the words of their answers and, last, their numbers.
///
/// Items the file lacks are named in [`Mapping::missing_items`], and the weights
/// of the others are scaled to sum to 1. Unsur beyond the instrument's (`U10`)
/// are taken with equal weights for all.
///
/// # Errors
/// A wish that names a column that does not exist; no column that fits the
/// instrument (the message lists the headers seen and how to name the columns).
pub fn map(
    instrument: &Instrument,
    columns: &[ColumnSample],
    wish: &MappingWish,
) -> Result<Mapping> {
    let instrument = &*settled(instrument, columns, wish)?;
    let asked = asked(instrument, columns, wish)?;
    if let Some(mapping) = as_recognised(instrument, columns, wish, &asked) {
        return Ok(mapping);
    }
    let positions = |wishes: &[String]| -> Result<Vec<usize>> {
        let named = named(columns, wishes)?;
        Ok(named.into_iter().map(|(_, position)| position).collect())
    };
    let aside = positions(&wish.without)?;
    let mut mapping = Mapping {
        items: Vec::new(),
        groups: Vec::new(),
        unused: Vec::new(),
        form_order: None,
        missing_items: Vec::new(),
        doubts: Vec::new(),
    };
    match &instrument.items {
        Items::Fixed(items) => fixed(
            instrument,
            items,
            columns,
            wish.order,
            &asked,
            &aside,
            &mut mapping,
        )?,
        // Nothing but the wish tells a coded group column from an item of a battery.
        Items::Any => {
            let mut reserved = [aside.as_slice(), &positions(&wish.by)?].concat();
            reserved.extend(wordless(instrument, columns));
            mapping.items = battery_items(instrument, columns, &asked, &reserved);
        }
    }
    if mapping.items.is_empty() {
        return Err(nothing_fits(instrument, columns));
    }
    mapping.items.sort_by_key(|item| item.position);
    declare(&mut mapping.items, columns, wish, instrument)?;
    let items: Vec<usize> = mapping.items.iter().map(|item| item.position).collect();
    let mut groups = characteristics::find(instrument, columns, &items, &aside, &wish.by)?;
    // All answers of a tick-all question in one cell are combinations, not groups.
    let ticks = Ticks::of(columns);
    let is_wished = |group: &MappedGroup| group.why == WhyMapped::Asked;
    groups.retain(|group| is_wished(group) || !ticks.joined.contains(&group.column));
    let taken = groups.iter().map(|group| group.position).chain(items);
    mapping.unused = unused(columns, &taken.collect::<Vec<_>>(), &aside, &ticks);
    mapping.groups = groups;
    same_headers(&mut mapping);
    Ok(mapping)
}

/// Where the words of the answers told the scale: the columns of numbers alone,
/// which did not.
fn wordless(instrument: &Instrument, columns: &[ColumnSample]) -> Vec<usize> {
    let worded = |column: &ColumnSample| {
        let mut values = column.values.iter();
        values.any(|(text, _)| text.contains(char::is_alphabetic))
    };
    let columns = columns.iter().enumerate().filter(|_| instrument.scale_open);
    let wordless = columns.filter(|(_, column)| !worded(column));
    wordless.map(|(at, _)| at).collect()
}

/// The columns named as items. Of a battery those whose answers were declared are
/// its items where no others are named.
fn asked(instrument: &Instrument, columns: &[ColumnSample], wish: &MappingWish) -> Result<Named> {
    let declared = wish.labels.iter().map(|label| label.items.as_slice());
    match wish.items.is_empty() && matches!(instrument.items, Items::Any) {
        true => named_by_any(columns, declared),
        false => named(columns, &wish.items),
    }
}

/// The mapping that would be found without naming the items, where it has the
/// very items the user named: writing a guess down does not change what is
/// said about it.
fn as_recognised(
    instrument: &Instrument,
    columns: &[ColumnSample],
    wish: &MappingWish,
    asked: &Named,
) -> Option<Mapping> {
    if asked.is_empty() || wish.items.is_empty() {
        return None;
    }
    let free = MappingWish {
        items: Vec::new(),
        ..wish.clone()
    };
    let found = map(instrument, columns, &free).ok()?;
    let named = |item: &MappedItem| {
        let same = |(id, at): &(Option<String>, usize)| {
            *at == item.position && id.as_ref().is_none_or(|id| *id == item.id)
        };
        asked.iter().any(same)
    };
    let whole = found.items.len() == asked.len() && found.items.iter().all(named);
    whole.then_some(found)
}

/// The columns that are neither item nor group, with the reason.
fn unused(
    columns: &[ColumnSample],
    taken: &[usize],
    aside: &[usize],
    ticks: &Ticks,
) -> Vec<Unused> {
    let left = columns
        .iter()
        .enumerate()
        .filter(|(position, column)| !taken.contains(position) && !column.header.trim().is_empty());
    left.map(|(position, column)| Unused {
        column: column.column,
        header: column.header.clone(),
        why: match why_unused(column) {
            WhyUnused::Personal(sort) => WhyUnused::Personal(sort),
            _ if ticks.boxes.contains(&column.column) => WhyUnused::Tick,
            WhyUnused::Comment | WhyUnused::Other if ticks.joined.contains(&column.column) => {
                WhyUnused::Joined
            }
            WhyUnused::Other if is_summed(columns, column) => WhyUnused::Computed,
            _ if aside.contains(&position) => WhyUnused::Other,
            why => why,
        },
    })
    .collect()
}

/// Items of an instrument that names them.
fn fixed(
    instrument: &Instrument,
    items: &[ItemSpec],
    columns: &[ColumnSample],
    order: ItemOrder,
    asked: &Named,
    reserved: &[usize],
    mapping: &mut Mapping,
) -> Result<()> {
    let (pinned, loose) = pinned(items, columns, asked)?;
    let free: Vec<usize> = match asked.is_empty() {
        true => (0..columns.len())
            .filter(|at| !reserved.contains(at))
            .collect(),
        false => loose,
    };
    let closed = (0..items.len()).filter(|&at| {
        let id = items.get(at).map(|item| &item.id);
        pinned.iter().any(|(pinned, _)| Some(pinned) == id)
    });
    let search = Search::new(
        items,
        &instrument.scale,
        columns,
        free,
        closed.collect(),
        order,
    );
    let found = match asked.is_empty() {
        true => search.run(),
        false => search.named(),
    };
    // One column with the word `waktu` makes no survey of nine items.
    if asked.is_empty() && found.pairs.len() < items.len().div_ceil(3) {
        return Ok(());
    }
    if found.by_order {
        mapping.form_order = Some(order == ItemOrder::Form);
    }
    collect(instrument, items, columns, &found, &pinned, mapping);
    mapping.doubts = doubts(items, columns, &found);
    if !asked.is_empty() {
        mapping
            .items
            .iter_mut()
            .for_each(|item| item.why = WhyMapped::Asked);
    }
    let lacks = |item: &&ItemSpec| !mapping.items.iter().any(|mapped| mapped.id == item.id);
    mapping.missing_items = items
        .iter()
        .filter(lacks)
        .map(|item| item.id.clone())
        .collect();
    weigh(items, &mut mapping.items);
    Ok(())
}

/// Columns whose header names an item nobody else became.
fn doubts(items: &[ItemSpec], columns: &[ColumnSample], found: &Found) -> Vec<Doubt> {
    let doubt = |(item, column, percent): &(usize, usize, u8)| {
        let (item, sample) = (items.get(*item)?, columns.get(*column)?);
        Some(Doubt::PoorFit {
            item: item.id.clone(),
            column: sample.column,
            header: sample.header.clone(),
            percent: *percent,
        })
    };
    found.unfit.iter().filter_map(doubt).collect()
}

/// Unused columns with the header of an item: which one was meant is a guess.
fn same_headers(mapping: &mut Mapping) {
    for unused in &mapping.unused {
        let header = fold(&unused.header);
        let taken = mapping
            .items
            .iter()
            .find(|item| fold(&item.header) == header);
        if let Some(item) = taken.filter(|_| !header.is_empty()) {
            mapping.doubts.push(Doubt::SameHeader {
                header: item.header.clone(),
                taken: item.column,
                other: unused.column,
            });
        }
    }
}

/// Ids with their columns, and the columns named without an id.
type Pinned = (Vec<(String, usize)>, Vec<usize>);

/// Columns the user gave an id, and those without one.
fn pinned(items: &[ItemSpec], columns: &[ColumnSample], asked: &Named) -> Result<Pinned> {
    let mut pinned: Vec<(String, usize)> = Vec::new();
    let mut loose = Vec::new();
    for (id, position) in asked {
        let Some(id) = id else {
            loose.push(*position);
            continue;
        };
        let known = items
            .iter()
            .find(|item| item.id.eq_ignore_ascii_case(id) || item.code.eq_ignore_ascii_case(id));
        // `unsur-10 = R` adds an item of the office's own.
        let id = known.map_or_else(|| id.to_lowercase(), |item| item.id.clone());
        if known.is_none() && !id.starts_with("unsur-") {
            let ids = items
                .iter()
                .map(|item| item.id.as_str())
                .collect::<Vec<_>>()
                .join(", ");
            return Err(Error::new(
                ErrorKind::NotFound,
                said!(
                    "instrumen ini tidak punya butir `{id}`",
                    "this instrument has no item `{id}`"
                ),
            )
            .hint(said!(
                "butirnya: {ids}; atau unsur-10, unsur-11 …",
                "its items are: {ids}; or unsur-10, unsur-11 …"
            )));
        }
        if pinned.iter().any(|(other, _)| *other == id) {
            let column = name(columns, *position);
            return Err(Error::new(
                ErrorKind::Usage,
                said!(
                    "butir `{id}` disebut dua kali, lagi untuk kolom {column}",
                    "item `{id}` is named twice, again for column {column}"
                ),
            ));
        }
        pinned.push((id, *position));
    }
    Ok((pinned, loose))
}

fn collect(
    instrument: &Instrument,
    items: &[ItemSpec],
    columns: &[ColumnSample],
    found: &Found,
    pinned: &[(String, usize)],
    mapping: &mut Mapping,
) {
    let mut push = |position: usize, spec: Option<&ItemSpec>, id: String, why: WhyMapped| {
        if let Some(column) = columns.get(position) {
            mapping
                .items
                .push(mapped(instrument, position, column, spec, id, why));
        }
    };
    for (id, position) in pinned {
        let spec = items.iter().find(|item| item.id == *id);
        push(*position, spec, id.clone(), WhyMapped::Asked);
    }
    for (item, position, why) in &found.pairs {
        if let Some(spec) = items.get(*item) {
            push(*position, Some(spec), spec.id.clone(), *why);
        }
    }
    for (position, number) in &found.extra {
        push(*position, None, format!("unsur-{number}"), WhyMapped::Code);
    }
}

/// No column fits: what was seen, and what to do about it.
fn nothing_fits(instrument: &Instrument, columns: &[ColumnSample]) -> Error {
    let id = &instrument.id;
    let error = Error::new(
        ErrorKind::NoAnswers,
        said!(
            "tidak ada kolom yang cocok dengan instrumen {id}",
            "no column fits the instrument {id}"
        ),
    );
    let seen = list(columns, 12);
    other_scale(&error, instrument, columns).unwrap_or_else(|| {
        error.hint(said!(
            "sebutkan kolom penilaian, misalnya `--items D:P`, atau pilih `--instrument likert-5`; kolom yang terlihat: {seen}",
            "name the item columns, for instance `--items D:P`, or choose `--instrument likert-5`; the columns seen are: {seen}"
        ))
    })
}

/// What to try where the answers are those of another scale: the one that most
/// columns in a row fit.
fn other_scale(error: &Error, instrument: &Instrument, columns: &[ColumnSample]) -> Option<Error> {
    let mut best: Option<(String, usize, usize, usize)> = None;
    let mut try_on = |option: String, run: &[usize]| {
        let longer = best
            .as_ref()
            .is_none_or(|(_, _, _, most)| run.len() > *most);
        if let ([first, .., last], true) = (run, longer) {
            best = Some((option, *first, *last, run.len()));
        }
    };
    for name in ["likert-5", "likert-4"] {
        let Ok(other) = Instrument::named(name) else {
            continue;
        };
        let sets = word_sets(None, &other.scale);
        let run = battery::find(&other, &sets, columns, &[], &[]);
        if instrument.id != other.id {
            try_on(format!("--instrument {name}"), &run);
        }
    }
    let battery = Instrument::named("likert").ok()?;
    if let Some((scale, run)) = guess(&battery, columns, &MappingWish::default()) {
        try_on(format!("--instrument likert-{}", scale.max), &run);
    }
    if let Some((min, max, first, last)) = numbers(&battery, columns) {
        let run: Vec<usize> = (first..=last).collect();
        try_on(format!("--instrument likert --scale {min}:{max}"), &run);
    }
    let (option, first, last, _) = best?;
    let (first, last) = (letters(columns, first), letters(columns, last));
    let hint = said!(
        "kolom {first}:{last} cocok dengan skala lain: coba `{option}`",
        "columns {first}:{last} fit another scale: try `{option}`"
    );
    Some(error.clone().hint(hint).propose(option))
}

fn letters(columns: &[ColumnSample], position: usize) -> String {
    columns
        .get(position)
        .map_or_else(String::new, |column| crate::column_letters(column.column))
}
