use super::{Dictionary, Pattern, Tally};
use crate::error::Place;
use std::collections::HashMap;

/// Gives each different text of a column a number in the order they are met,
/// so that a text is hashed once, whatever the number of sets it is part of.
#[derive(Default)]
pub(super) struct Encoder<'a> {
    ids: HashMap<&'a str, u32>,
    texts: Vec<&'a str>,
    /// Answers often follow their like.
    last: Option<(&'a str, u32)>,
}

impl<'a> Encoder<'a> {
    pub fn id(&mut self, text: &'a str) -> u32 {
        if let Some((last, id)) = self.last
            && last == text
        {
            return id;
        }
        let next = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let id = *self.ids.entry(text).or_insert(next);
        if id == next {
            self.texts.push(text);
        }
        self.last = Some((text, id));
        id
    }
}

/// The patterns of one set as they are met.
#[derive(Default)]
pub(super) struct Counter {
    /// Packed ids of a pattern to its position in `met`.
    known: HashMap<Box<[u8]>, u32>,
    met: Vec<Met>,
    packed: Vec<u8>,
}

/// A pattern by the ids of its encoders.
struct Met {
    ids: Box<[u32]>,
    count: u64,
    first: Stand,
}

/// Where a row stands: its part, by the order of places, and its row.
pub(super) type Stand = (u32, u32);

impl Counter {
    /// Counts a row; gives the position its pattern was first met at.
    pub fn add(&mut self, ids: impl Iterator<Item = u32> + Clone, stand: Stand) -> u32 {
        self.packed.clear();
        ids.clone().for_each(|id| pack(&mut self.packed, id));
        if let Some(&position) = self.known.get(self.packed.as_slice()) {
            if let Some(met) = self.met.get_mut(position as usize) {
                met.count += 1;
                met.first = met.first.min(stand);
            }
            return position;
        }
        let position = u32::try_from(self.met.len()).unwrap_or(u32::MAX);
        self.known.insert(self.packed.as_slice().into(), position);
        self.met.push(Met {
            ids: ids.collect(),
            count: 1,
            first: stand,
        });
        position
    }

    /// The tally, its texts and patterns sorted, and for each pattern as it
    /// was met the position it now has.
    pub fn finish(
        mut self,
        columns: Vec<(String, u32, &Encoder)>,
        place: impl Fn(Stand) -> Place,
    ) -> (Tally, Vec<u32>) {
        let mut dictionaries = Vec::with_capacity(columns.len());
        for (index, (header, column, encoder)) in columns.into_iter().enumerate() {
            let (values, ids) = sorted(encoder, self.met.iter().map(|met| met.ids.get(index)));
            for id in self.met.iter_mut().filter_map(|met| met.ids.get_mut(index)) {
                *id = ids.get(*id as usize).copied().unwrap_or(0);
            }
            dictionaries.push(Dictionary {
                header,
                column,
                values,
            });
        }
        let mut order: Vec<(u32, Met)> = (0..).zip(self.met).collect();
        order.sort_unstable_by(|(_, one), (_, other)| one.ids.cmp(&other.ids));
        let mut positions = vec![0; order.len()];
        let mut patterns = Vec::with_capacity(order.len());
        for (position, (before, met)) in (0_u32..).zip(order) {
            if let Some(slot) = positions.get_mut(before as usize) {
                *slot = position;
            }
            patterns.push(Pattern {
                ids: met.ids,
                count: met.count,
                first: place(met.first),
            });
        }
        let tally = Tally {
            columns: dictionaries,
            patterns,
        };
        (tally, positions)
    }
}

/// Appends a number in as many bytes as it needs, seven bits in each; no two
/// rows of numbers have the same bytes.
fn pack(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// The texts that a set uses of a column, in byte order, and the new number of
/// each old one.
fn sorted<'a>(
    encoder: &Encoder,
    used: impl Iterator<Item = Option<&'a u32>>,
) -> (Vec<String>, Vec<u32>) {
    let mut old: Vec<u32> = used.flatten().copied().collect();
    old.sort_unstable();
    old.dedup();
    let text = |id: u32| encoder.texts.get(id as usize).copied().unwrap_or("");
    let mut order: Vec<(&str, u32)> = old.into_iter().map(|id| (text(id), id)).collect();
    order.sort_unstable();
    let mut ids = vec![0; encoder.texts.len()];
    for (new, (_, old)) in (0_u32..).zip(&order) {
        if let Some(id) = ids.get_mut(*old as usize) {
            *id = new;
        }
    }
    let values = order.into_iter().map(|(text, _)| text.to_string());
    (values.collect(), ids)
}
