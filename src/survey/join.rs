use super::fold::fold;
use super::map::map;
use super::mapped_items::weigh;
use super::wish::named;
use super::{
    ColumnSample, GroupRole, Instrument, Items, KnownMapping, MappedGroup, MappedItem, Mapping,
    MappingWish,
};
use crate::error::Result;

/// One mapping for several files that need not look alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// Items and groups of all files, as the first file that has them names them.
    pub mapping: Mapping,
    /// For each file the column of each item and then of each group; none where
    /// the file lacks it.
    pub columns: Vec<Vec<Option<u32>>>,
    /// Files whose columns stand for others by their order alone.
    pub by_order: Vec<usize>,
}

/// What a file brings to the mapping of all.
#[derive(Debug, Clone, Copy)]
pub struct FileColumns<'a> {
    pub columns: &'a [ColumnSample],
    /// What its columns are, where that was settled before.
    pub known: Option<&'a KnownMapping>,
}

impl FileColumns<'_> {
    /// The mapping of this file alone.
    ///
    /// # Errors
    /// What [`map`] or [`KnownMapping::mapping`] says.
    pub fn mapping(&self, instrument: &Instrument, wish: &MappingWish) -> Result<Mapping> {
        match self.known {
            Some(known) => known.mapping(instrument, self.columns, wish),
            None => map(instrument, self.columns, wish),
        }
    }
}

/// Maps several files as one survey: a column of a further file stands for one
/// met before when it has its header (the second of that header for the second),
/// or else when it became the same item or characteristic by the mapping of its
/// own file. What only a further file has is added.
///
/// # Errors
/// What [`FileColumns::mapping`] says of the first file.
pub fn join(instrument: &Instrument, files: &[FileColumns], wish: &MappingWish) -> Result<Joined> {
    let none = FileColumns {
        columns: &[],
        known: None,
    };
    let first = files.first().unwrap_or(&none);
    let mut joining = Joining {
        instrument,
        mapping: first.mapping(instrument, wish)?,
        names: Vec::new(),
        items: Vec::new(),
        groups: Vec::new(),
        by_order: Vec::new(),
    };
    let all = |column: u32| vec![Some(column)];
    let items = joining.mapping.items.iter();
    joining.items = items.map(|item| all(item.column)).collect();
    let groups = joining.mapping.groups.iter();
    joining.groups = groups.map(|group| all(group.column)).collect();
    joining.names.push(first.columns);
    for file in files.iter().skip(1) {
        joining.add(file, wish);
    }
    if let (Items::Fixed(specs), true) = (&instrument.items, files.len() > 1) {
        weigh(specs, &mut joining.mapping.items);
    }
    let of_file = |file: usize| {
        let all = joining.items.iter().chain(&joining.groups);
        all.map(|columns| columns.get(file).copied().flatten())
            .collect()
    };
    Ok(Joined {
        columns: (0..files.len()).map(of_file).collect(),
        mapping: joining.mapping,
        by_order: joining.by_order,
    })
}

struct Joining<'a> {
    instrument: &'a Instrument,
    mapping: Mapping,
    /// The columns of the files so far.
    names: Vec<&'a [ColumnSample]>,
    /// Of each item, and each group, its column in the files so far.
    items: Vec<Vec<Option<u32>>>,
    groups: Vec<Vec<Option<u32>>>,
    by_order: Vec<usize>,
}

impl<'a> Joining<'a> {
    fn add(&mut self, file: &FileColumns<'a>, wish: &MappingWish) {
        let columns = file.columns;
        let own = file.mapping(self.instrument, &within(wish, columns)).ok();
        let mut free: Vec<u32> = columns.iter().map(|column| column.column).collect();
        let mut items: Vec<Option<u32>> = Vec::new();
        for known in &self.items {
            items.push(take(&mut free, self.same_header(known, columns)));
        }
        let mut groups: Vec<Option<u32>> = Vec::new();
        for known in &self.groups {
            groups.push(take(&mut free, self.same_header(known, columns)));
        }
        if let Some(own) = own {
            self.by_mapping(&own, &mut free, &mut items, &mut groups);
            self.new_ones(own, &mut free, &mut items, &mut groups);
        }
        for (known, here) in self.items.iter_mut().zip(items) {
            known.push(here);
        }
        for (known, here) in self.groups.iter_mut().zip(groups) {
            known.push(here);
        }
        self.names.push(columns);
    }

    /// The column with the header of one known from an earlier file; of equal
    /// headers the one at the same place among them.
    fn same_header(&self, known: &[Option<u32>], columns: &[ColumnSample]) -> Option<u32> {
        let mut files = known.iter().zip(&self.names);
        let (column, before) = files.find_map(|(column, names)| Some(((*column)?, *names)))?;
        let header = before.iter().find(|sample| sample.column == column);
        let header = fold(&header?.header);
        let same = |sample: &&ColumnSample| fold(&sample.header) == header;
        let place = before
            .iter()
            .filter(same)
            .position(|sample| sample.column == column)?;
        let found = columns.iter().filter(same).nth(place)?;
        (!header.is_empty()).then_some(found.column)
    }

    /// Columns that the mapping of their own file made the same item or
    /// characteristic.
    fn by_mapping(
        &mut self,
        own: &Mapping,
        free: &mut Vec<u32>,
        items: &mut [Option<u32>],
        groups: &mut [Option<u32>],
    ) {
        if matches!(self.instrument.items, Items::Any) {
            self.by_order(own, free, items);
        }
        for (known, here) in self.mapping.items.iter().zip(items) {
            let same = own.items.iter().find(|item| item.id == known.id);
            if here.is_none() && !matches!(self.instrument.items, Items::Any) {
                *here = take(free, same.map(|item| item.column));
            }
        }
        for (known, here) in self.mapping.groups.iter().zip(groups) {
            let same =
                |group: &&MappedGroup| group.role == known.role && known.role != GroupRole::Other;
            if here.is_none() {
                *here = take(free, own.groups.iter().find(same).map(|group| group.column));
            }
        }
    }

    /// The items of a battery have no name but their header: as many columns as
    /// items that were not found by it stand for them in their order.
    fn by_order(&mut self, own: &Mapping, free: &mut Vec<u32>, items: &mut [Option<u32>]) {
        let left: Vec<u32> = own.items.iter().map(|item| item.column).collect();
        let left: Vec<u32> = left
            .into_iter()
            .filter(|column| free.contains(column))
            .collect();
        let open = items.iter_mut().filter(|here| here.is_none());
        let open: Vec<&mut Option<u32>> = open.collect();
        if open.len() != left.len() || left.is_empty() {
            return;
        }
        self.by_order.push(self.names.len());
        for (here, column) in open.into_iter().zip(left) {
            *here = take(free, Some(column));
        }
    }

    /// Items and characteristics that no file had so far.
    fn new_ones(
        &mut self,
        own: Mapping,
        free: &mut Vec<u32>,
        items: &mut Vec<Option<u32>>,
        groups: &mut Vec<Option<u32>>,
    ) {
        let before = self.names.len();
        let none = || vec![None; before];
        let battery = matches!(self.instrument.items, Items::Any);
        for item in own.items {
            let known = |known: &MappedItem| known.id == item.id;
            if !battery && !self.mapping.items.iter().any(known) && free.contains(&item.column) {
                items.push(take(free, Some(item.column)));
                self.items.push(none());
                self.mapping
                    .missing_items
                    .retain(|missing| *missing != item.id);
                self.mapping.items.push(item);
            }
        }
        for group in own.groups {
            let known =
                |known: &MappedGroup| known.role == group.role && group.role != GroupRole::Other;
            if !self.mapping.groups.iter().any(known) && free.contains(&group.column) {
                groups.push(take(free, Some(group.column)));
                self.groups.push(none());
                self.mapping.groups.push(group);
            }
        }
    }
}

/// A column, if it is still free; then it is not any more.
fn take(free: &mut Vec<u32>, column: Option<u32>) -> Option<u32> {
    let at = free.iter().position(|free| Some(*free) == column)?;
    Some(free.swap_remove(at))
}

/// The wishes that name columns of a file: what the user said of the first one
/// need not exist in the others.
fn within(wish: &MappingWish, columns: &[ColumnSample]) -> MappingWish {
    let there = |wishes: &[String]| -> Vec<String> {
        let exists = |wish: &&String| named(columns, std::slice::from_ref(*wish)).is_ok();
        wishes.iter().filter(exists).cloned().collect()
    };
    MappingWish {
        items: there(&wish.items),
        by: there(&wish.by),
        without: there(&wish.without),
        reverse: Vec::new(),
        labels: wish
            .labels
            .iter()
            .filter(|label| {
                label.items.is_empty() || label.items.len() == there(&label.items).len()
            })
            .cloned()
            .collect(),
        ..wish.clone()
    }
}
