use super::characteristics::check;
use super::mapped_items::{battery_items, mapped, weigh};
use super::reading::declare;
use super::wish::{name, named};
use super::{
    ColumnSample, Doubt, GroupRole, Instrument, ItemOrder, Items, LetterOrder, MappedGroup,
    MappedItem, Mapping, MappingWish, Reading, Unused, WhyMapped,
};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use serde::{Deserialize, Serialize};

/// A mapping that was settled before, without what the instrument says itself:
/// what a count file knows of its columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KnownMapping {
    /// The items, in the order of the first columns counted.
    items: Vec<KnownItem>,
    /// The groups, in the order of the columns behind them.
    groups: Vec<KnownGroup>,
    /// Columns that were left out, by their headers alone.
    unused: Vec<Unused>,
    form_order: Option<bool>,
    doubts: Vec<Doubt>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct KnownItem {
    id: String,
    why: WhyMapped,
    reading: Reading,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct KnownGroup {
    role: GroupRole,
    /// Its position among the characteristics of the instrument.
    spec: Option<usize>,
    why: WhyMapped,
}

impl KnownMapping {
    /// What has to be known of a mapping to make it again.
    pub fn of(mapping: &Mapping, instrument: &Instrument) -> Self {
        let item = |item: &MappedItem| KnownItem {
            id: item.id.clone(),
            why: item.why,
            reading: item.reading.clone(),
        };
        let group = |group: &MappedGroup| KnownGroup {
            role: group.role,
            spec: instrument
                .groups
                .iter()
                .position(|spec| group.spec.as_ref() == Some(spec)),
            why: group.why,
        };
        KnownMapping {
            items: mapping.items.iter().map(item).collect(),
            groups: mapping.groups.iter().map(group).collect(),
            unused: mapping.unused.clone(),
            form_order: mapping.form_order,
            doubts: mapping.doubts.clone(),
        }
    }

    /// The mapping again, of the columns in their order. Of the wish counts what
    /// can still be chosen: fewer items or groups, groups to ask for, how answers
    /// are read.
    ///
    /// # Errors
    /// Another number of columns than the mapping has; an item that the instrument
    /// lacks; a wish that names no column or asks for another order of items.
    pub fn mapping(
        &self,
        instrument: &Instrument,
        columns: &[ColumnSample],
        wish: &MappingWish,
    ) -> Result<Mapping> {
        if columns.len() != self.items.len() + self.groups.len() || self.items.is_empty() {
            return Err(contradiction());
        }
        if wish.order == ItemOrder::Form && self.form_order == Some(false) {
            return Err(order_is_settled());
        }
        let mut items = self.items_of(instrument, columns)?;
        let mut groups = self.groups_of(instrument, columns);
        for (_, position) in named(columns, &wish.without)? {
            items.retain(|item| item.position != position);
            groups.retain(|group| group.position != position);
        }
        let chosen = named(columns, &wish.items)?;
        if !chosen.is_empty() {
            items.retain(|item| chosen.iter().any(|(_, at)| *at == item.position));
        }
        let positions: Vec<usize> = items.iter().map(|item| item.position).collect();
        for (_, position) in named(columns, &wish.by)? {
            check(columns, position, &positions)?;
            match groups.iter_mut().find(|group| group.position == position) {
                Some(group) => group.why = WhyMapped::Asked,
                None => return Err(no_group(columns, position)),
            }
        }
        if items.is_empty() {
            return Err(contradiction());
        }
        reweigh(instrument, &mut items);
        declare_again(&mut items, columns, wish, instrument)?;
        let lacks = |id: &&String| !items.iter().any(|item| item.id == **id);
        let all = match &instrument.items {
            Items::Fixed(specs) => specs.as_slice(),
            Items::Any => &[],
        };
        let missing = all.iter().map(|spec| &spec.id).filter(lacks);
        Ok(Mapping {
            missing_items: missing.cloned().collect(),
            items,
            groups,
            unused: self.unused.clone(),
            form_order: self.form_order,
            doubts: self.doubts.clone(),
        })
    }

    fn items_of(
        &self,
        instrument: &Instrument,
        columns: &[ColumnSample],
    ) -> Result<Vec<MappedItem>> {
        let known = || self.items.iter().zip(columns).enumerate();
        let mut items = match &instrument.items {
            Items::Any => {
                let asked = known().map(|(at, (item, _))| (Some(item.id.clone()), at));
                battery_items(instrument, columns, &asked.collect(), &[])
            }
            Items::Fixed(specs) => known()
                .map(|(at, (item, column))| {
                    let spec = specs.iter().find(|spec| spec.id == item.id);
                    let own = item.id.starts_with("unsur-");
                    let id = item.id.clone();
                    let mapped = mapped(instrument, at, column, spec, id, item.why);
                    (spec.is_some() || own).then_some(mapped)
                })
                .collect::<Option<_>>()
                .ok_or_else(contradiction)?,
        };
        let twice = |(at, item): (usize, &MappedItem)| {
            items.iter().skip(at + 1).any(|other| other.id == item.id)
        };
        if items.iter().enumerate().any(twice) {
            return Err(contradiction());
        }
        for (item, known) in items.iter_mut().zip(&self.items) {
            item.why = known.why;
            item.reading = known.reading.clone();
            if item.reading.reversed {
                item.labels.reverse();
            }
        }
        Ok(items)
    }

    fn groups_of(&self, instrument: &Instrument, columns: &[ColumnSample]) -> Vec<MappedGroup> {
        let positions = self.items.len()..;
        let known = positions.zip(columns.iter().skip(self.items.len()));
        let groups = known.zip(&self.groups);
        let group = |((position, column), group): ((usize, &ColumnSample), &KnownGroup)| {
            let spec = group.spec.and_then(|at| instrument.groups.get(at));
            MappedGroup {
                position,
                column: column.column,
                header: column.header.clone(),
                role: spec.map_or(group.role, |spec| spec.role),
                spec: spec.cloned(),
                why: group.why,
            }
        };
        groups.map(group).collect()
    }
}

fn reweigh(instrument: &Instrument, items: &mut [MappedItem]) {
    match &instrument.items {
        Items::Fixed(specs) => weigh(specs, items),
        Items::Any => {
            let weight = (1, i64::try_from(items.len()).unwrap_or(i64::MAX));
            items.iter_mut().for_each(|item| item.weight = weight);
        }
    }
}

/// What the user says about the answers now, over what was said before.
fn declare_again(
    items: &mut [MappedItem],
    columns: &[ColumnSample],
    wish: &MappingWish,
    instrument: &Instrument,
) -> Result<()> {
    let before: Vec<Reading> = items.iter().map(|item| item.reading.clone()).collect();
    declare(items, columns, wish, instrument)?;
    for (item, before) in items.iter_mut().zip(before) {
        item.reading.letters_fall |= wish.letters == LetterOrder::Rising && before.letters_fall;
        if wish.missing.is_empty() {
            item.reading.missing = before.missing;
        }
    }
    Ok(())
}

fn contradiction() -> Error {
    Error::new(
        ErrorKind::Invalid,
        said!(
            "kolom berkas hitungan ini tidak cocok dengan instrumennya",
            "the columns of this count file do not fit its instrument"
        ),
    )
    .hint(said!(
        "buat ulang dengan `tridharma count` dari berkas jawabannya",
        "make it again with `tridharma count` from the answers"
    ))
}

fn order_is_settled() -> Error {
    Error::new(
        ErrorKind::Usage,
        said!(
            "urutan unsur sudah ditetapkan ketika dihitung",
            "the order of the items was settled when they were counted"
        ),
    )
    .hint(said!(
        "hitung ulang dari berkas jawabannya dengan --order form",
        "count again from the answers with --order form"
    ))
}

fn no_group(columns: &[ColumnSample], position: usize) -> Error {
    let column = name(columns, position);
    Error::new(
        ErrorKind::Usage,
        said!(
            "kolom {column} tidak dihitung sebagai kelompok",
            "column {column} was not counted as a group"
        ),
    )
    .hint(said!(
        "hitung ulang dari berkas jawabannya dengan --by",
        "count again from the answers with --by"
    ))
}
