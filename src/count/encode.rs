use super::counter::Counter;
use super::tally::Occurrence;
use super::{Dictionary, Tally};
use crate::error::Place;
use crate::read::Texts;

/// Gives each different text of a column a number in the order they are met, so
/// that a text is looked up once, whatever the number of rows it stands in.
#[derive(Default)]
pub(super) struct Encoder {
    texts: Texts,
    /// One more than the number here of each number of the part being read; 0
    /// for one not met yet.
    known: Vec<u32>,
}

impl Encoder {
    /// Of texts that have their numbers already.
    pub fn of(texts: Texts) -> Self {
        Encoder {
            texts,
            known: Vec::new(),
        }
    }

    /// Starts a part whose texts have numbers of their own.
    pub fn start(&mut self, texts: usize) {
        self.known.clear();
        self.known.resize(texts, 0);
    }

    /// The number of a text that the part knows by a number.
    pub fn id<'a>(&mut self, number: u32, text: impl FnOnce() -> &'a str) -> u32 {
        match self.known.get(number as usize) {
            Some(0) | None => {
                let id = self.texts.number(text());
                if let Some(known) = self.known.get_mut(number as usize) {
                    *known = id.saturating_add(1);
                }
                id
            }
            Some(known) => known - 1,
        }
    }
}

/// The tally of what was counted, its texts and patterns sorted, and the
/// position in it of each row listed.
pub(super) fn tally(
    mut counter: Counter,
    columns: &[(String, u32, &Encoder)],
    sources: &[Place],
) -> (Tally, Vec<u32>) {
    let width = columns.len();
    let patterns = counter.len();
    let mut all: Vec<u32> = Vec::with_capacity(patterns * width);
    let mut met: Vec<Occurrence> = Vec::with_capacity(patterns);
    let mut numbers: Vec<u128> = Vec::new();
    let listed = counter.listed().is_some();
    counter.each(|number, ids, occurrence| {
        all.extend_from_slice(ids);
        met.push(occurrence);
        if listed {
            numbers.push(number);
        }
    });
    let mut dictionaries = Vec::with_capacity(width);
    for (index, (header, column, encoder)) in columns.iter().enumerate() {
        let own = all.iter().skip(index).step_by(width);
        let (values, ids) = sorted(&encoder.texts, own.copied());
        for id in all.iter_mut().skip(index).step_by(width) {
            *id = ids.get(*id as usize).copied().unwrap_or(0);
        }
        dictionaries.push(Dictionary {
            header: header.clone(),
            column: *column,
            values,
        });
    }
    let order = ordered(&all, width, patterns);
    let mut ids = Vec::with_capacity(all.len());
    for &before in &order {
        let start = before as usize * width;
        ids.extend_from_slice(all.get(start..start + width).unwrap_or_default());
    }
    let positions = positions(&order, &numbers, counter.rows());
    let patterns = order.iter().filter_map(|before| met.get(*before as usize));
    let tally = Tally::of(dictionaries, sources.to_vec(), patterns.copied(), ids);
    (tally, positions)
}

/// The position of the pattern of each row in an order of patterns.
fn positions(order: &[u32], numbers: &[u128], rows: &[u128]) -> Vec<u32> {
    let number = |before: &u32| numbers.get(*before as usize).copied();
    let mut known: Vec<(u128, u32)> = (0..)
        .zip(order)
        .filter_map(|(position, before)| Some((number(before)?, position)))
        .collect();
    known.sort_unstable();
    let position = |row: &u128| {
        let at = known.binary_search_by_key(row, |(number, _)| *number);
        let found = at.ok().and_then(|at| known.get(at));
        found.map_or(0, |(_, position)| *position)
    };
    rows.iter().map(position).collect()
}

/// Positions of patterns of so many ids each, in the order of their ids.
pub fn ordered(ids: &[u32], width: usize, patterns: usize) -> Vec<u32> {
    let pattern = |at: u32| {
        let start = at as usize * width;
        ids.get(start..start + width).unwrap_or_default()
    };
    let all = 0..u32::try_from(patterns).unwrap_or(u32::MAX);
    let mut most = vec![0_u32; width];
    for ids in ids.chunks(width.max(1)) {
        for (most, id) in most.iter_mut().zip(ids) {
            *most = (*most).max(*id);
        }
    }
    let bits: Vec<u32> = most.iter().map(|most| 32 - most.leading_zeros()).collect();
    if bits.iter().sum::<u32>() <= 64 {
        // Packed into one number, a pattern is compared at once.
        let packed = |at: u32| {
            let pairs = pattern(at).iter().zip(&bits);
            let key = pairs.fold(0_u64, |key, (id, bits)| key << bits | u64::from(*id));
            (key, at)
        };
        let keys: Vec<(u64, u32)> = all.map(packed).collect();
        return by_key(keys, bits.iter().sum());
    }
    let mut order: Vec<u32> = all.collect();
    order.sort_unstable_by(|one, other| pattern(*one).cmp(pattern(*other)));
    order
}

/// Patterns fewer than these are sorted by comparing them.
const FEW: usize = 1 << 9;

/// Bits of a key that are looked at together.
const DIGIT: u32 = 11;

/// The positions beside keys of so many bits, in the order of the keys; those of
/// equal keys as they came.
fn by_key(mut keys: Vec<(u64, u32)>, bits: u32) -> Vec<u32> {
    let rising = keys.is_sorted_by_key(|(key, _)| *key);
    if !rising && keys.len() < FEW {
        keys.sort_unstable();
    } else if !rising {
        // Digit by digit from the lowest on: each pass keeps the order of the one
        // before where its own digits are equal.
        let mut next = vec![(0, 0); keys.len()];
        for shift in (0..bits).step_by(DIGIT as usize) {
            let digit = |key: u64| (key >> shift) as usize & ((1 << DIGIT) - 1);
            let mut places = vec![0_u32; 1 << DIGIT];
            for (key, _) in &keys {
                if let Some(place) = places.get_mut(digit(*key)) {
                    *place += 1;
                }
            }
            let mut start = 0;
            for place in &mut places {
                start += std::mem::replace(place, start);
            }
            for (key, at) in &keys {
                if let Some(place) = places.get_mut(digit(*key)) {
                    if let Some(slot) = next.get_mut(*place as usize) {
                        *slot = (*key, *at);
                    }
                    *place += 1;
                }
            }
            std::mem::swap(&mut keys, &mut next);
        }
    }
    keys.into_iter().map(|(_, at)| at).collect()
}

/// The texts that a set uses of a column, in byte order, and the new number of
/// each old one.
fn sorted(texts: &Texts, used: impl Iterator<Item = u32>) -> (Vec<String>, Vec<u32>) {
    let mut is_used = vec![false; texts.len()];
    for id in used {
        if let Some(used) = is_used.get_mut(id as usize) {
            *used = true;
        }
    }
    let met = (0_u32..).zip(texts.iter()).zip(&is_used);
    let met = met.filter(|(_, used)| **used);
    let mut order: Vec<(&str, u32)> = met.map(|((id, text), _)| (text, id)).collect();
    order.sort_unstable();
    let mut ids = vec![0; texts.len()];
    for (new, (_, old)) in (0_u32..).zip(&order) {
        if let Some(id) = ids.get_mut(*old as usize) {
            *id = new;
        }
    }
    let values = order.into_iter().map(|(text, _)| text.to_string());
    (values.collect(), ids)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn many_patterns_are_sorted_as_few(
            rows in prop::collection::vec((0_u32..5, 0_u32..900, 0_u32..70_000), 0..1500),
        ) {
            let ids: Vec<u32> = rows.iter().flat_map(|(a, b, c)| [*a, *b, *c]).collect();
            let mut wanted: Vec<u32> = (0..rows.len() as u32).collect();
            wanted.sort_by_key(|at| rows[*at as usize]);
            prop_assert_eq!(ordered(&ids, 3, rows.len()), wanted);
        }
    }
}
