use super::table::{Key, Slot, Table};
use super::tally::{Occurrence, Stand};
use std::collections::HashMap;

/// The patterns of one set of columns as they are met.
///
/// The ids of a pattern are packed into one number, each in as many bits as the
/// largest id of its column needs so far; only what fits no number is kept as it
/// is.
#[derive(Clone)]
pub(super) struct Counter {
    bits: Vec<u32>,
    met: Met,
    /// The pattern of each row in the order they came, where that is wanted.
    listed: Option<Vec<u128>>,
}

#[derive(Clone)]
enum Met {
    Short(Table<u64>),
    Long(Table<u128>),
    /// Patterns by the order they were met in, and their positions.
    Any(Vec<(Box<[u32]>, Occurrence)>, HashMap<Box<[u32]>, u32>),
}

impl Met {
    /// The form for ids of so many bits, with room for patterns.
    fn of(bits: &[u32], patterns: usize) -> Met {
        match bits.iter().sum::<u32>() {
            0..=64 => Met::Short(Table::with_places(patterns)),
            65..=128 => Met::Long(Table::with_places(patterns)),
            _ => Met::Any(Vec::new(), HashMap::new()),
        }
    }
}

impl Counter {
    /// Of patterns of so many columns.
    pub fn new(columns: usize, listed: bool) -> Self {
        let bits = vec![1; columns];
        Counter {
            met: Met::of(&bits, 0),
            bits,
            listed: listed.then(Vec::new),
        }
    }

    /// Stops keeping the pattern of each row.
    pub fn unlist(&mut self) {
        self.listed = None;
    }

    /// Rows whose patterns are kept.
    pub fn listed(&self) -> Option<usize> {
        self.listed.as_ref().map(Vec::len)
    }

    /// Counts a row.
    #[inline]
    pub fn add(&mut self, ids: &[u32], stand: Stand) {
        let known = match &mut self.met {
            Met::Short(table) => fitting::<u64>(ids, &self.bits).map(|key| {
                table.add(key, stand);
                u128::from(key)
            }),
            Met::Long(table) => fitting(ids, &self.bits).inspect(|key| table.add(*key, stand)),
            Met::Any(met, positions) => Some(count_any(met, positions, ids, stand, 1)),
        };
        let key = known.unwrap_or_else(|| self.add_times(ids, stand, 1));
        if let Some(listed) = &mut self.listed {
            listed.push(key);
        }
    }

    /// Counts so many rows, the first of which stands there. They are not listed.
    pub fn add_times(&mut self, ids: &[u32], stand: Stand, times: u64) -> u128 {
        self.fit(ids);
        match &mut self.met {
            Met::Short(table) => {
                let key = packed::<u64>(ids, &self.bits);
                table.add_times(key, stand, times);
                u128::from(key)
            }
            Met::Long(table) => {
                let key = packed(ids, &self.bits);
                table.add_times(key, stand, times);
                key
            }
            Met::Any(met, positions) => count_any(met, positions, ids, stand, times),
        }
    }

    /// Lists a row by what [`Counter::add_times`] gave for its pattern.
    pub fn list(&mut self, pattern: u128) {
        if let Some(listed) = &mut self.listed {
            listed.push(pattern);
        }
    }

    /// Every pattern with the number it is listed by, its ids and how often it
    /// was met.
    pub fn each(&mut self, mut each: impl FnMut(u128, &[u32], Occurrence)) {
        let mut ids = vec![0; self.bits.len()];
        match &mut self.met {
            Met::Short(table) => {
                table.settle();
                for slot in table.iter() {
                    unpack(slot.key, &self.bits, &mut ids);
                    each(u128::from(slot.key), &ids, slot.into());
                }
            }
            Met::Long(table) => {
                table.settle();
                for slot in table.iter() {
                    unpack(slot.key, &self.bits, &mut ids);
                    each(slot.key, &ids, slot.into());
                }
            }
            Met::Any(met, _) => {
                for ((ids, occurrence), at) in met.iter().zip(0_u128..) {
                    each(at, ids, *occurrence);
                }
            }
        }
    }

    /// Gives every place the rank of its source; all have to be of one source.
    pub fn stand_in(&mut self, rank: u32) {
        match &mut self.met {
            Met::Short(table) => table.stand_in(rank),
            Met::Long(table) => table.stand_in(rank),
            Met::Any(met, _) => met.iter_mut().for_each(|(_, met)| met.first.0 = rank),
        }
    }

    /// The patterns listed, row by row.
    pub fn rows(&self) -> &[u128] {
        self.listed.as_deref().unwrap_or_default()
    }

    /// How many patterns there are.
    pub fn len(&mut self) -> usize {
        match &mut self.met {
            Met::Short(table) => {
                table.settle();
                table.len()
            }
            Met::Long(table) => {
                table.settle();
                table.len()
            }
            Met::Any(met, _) => met.len(),
        }
    }

    /// Makes room for ids larger than any before.
    #[inline]
    fn fit(&mut self, ids: &[u32]) {
        let mut pairs = ids.iter().zip(&self.bits);
        let fits = pairs.all(|(id, bits)| u64::from(*id) >> bits == 0);
        if !fits && !matches!(self.met, Met::Any(..)) {
            self.widen(ids);
        }
    }

    #[cold]
    fn widen(&mut self, ids: &[u32]) {
        let needed = ids.iter().zip(&self.bits);
        let needed = needed.map(|(id, bits)| (32 - id.leading_zeros()).max(*bits));
        let bits = needed.collect();
        self.choose(bits);
    }

    /// Takes the bits of each column, and with them the form of the patterns.
    fn choose(&mut self, bits: Vec<u32>) {
        let mut known: Vec<(u128, Box<[u32]>, Occurrence)> = Vec::new();
        self.each(|number, ids, met| known.push((number, ids.into(), met)));
        self.met = Met::of(&bits, known.len());
        self.bits = bits;
        let mut renamed = HashMap::new();
        for (before, ids, met) in known {
            let number = self.add_times(&ids, met.first, met.count);
            if self.listed.is_some() {
                renamed.insert(before, number);
            }
        }
        for number in self.listed.iter_mut().flatten() {
            *number = renamed.get(number).copied().unwrap_or(0);
        }
    }
}

#[inline]
fn packed<K: Key>(ids: &[u32], bits: &[u32]) -> K {
    let pairs = ids.iter().zip(bits);
    pairs.fold(K::default(), |key, (id, bits)| key.push(*id, *bits))
}

/// The ids as one number, if each fits its bits.
#[inline]
fn fitting<K: Key>(ids: &[u32], bits: &[u32]) -> Option<K> {
    let (mut key, mut over) = (K::default(), 0);
    for (id, bits) in ids.iter().zip(bits) {
        key = key.push(*id, *bits);
        over |= u64::from(*id) >> bits;
    }
    (over == 0).then_some(key)
}

fn unpack<K: Key>(key: K, bits: &[u32], ids: &mut [u32]) {
    let mut rest = key;
    for (id, bits) in ids.iter_mut().zip(bits).rev() {
        (*id, rest) = rest.pop(*bits);
    }
}

fn count_any(
    met: &mut Vec<(Box<[u32]>, Occurrence)>,
    positions: &mut HashMap<Box<[u32]>, u32>,
    ids: &[u32],
    stand: Stand,
    times: u64,
) -> u128 {
    let known = positions.get(ids).copied();
    let position = known.unwrap_or(u32::try_from(met.len()).unwrap_or(u32::MAX));
    match met.get_mut(position as usize) {
        Some((_, met)) => {
            met.count += times;
            met.first = met.first.min(stand);
        }
        None => {
            positions.insert(ids.into(), position);
            let occurrence = Occurrence {
                count: times,
                first: stand,
            };
            met.push((ids.into(), occurrence));
        }
    }
    u128::from(position)
}

impl<K: Key> From<&Slot<K>> for Occurrence {
    fn from(slot: &Slot<K>) -> Occurrence {
        Occurrence {
            count: slot.count,
            first: slot.first,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn every_pattern_is_counted_and_listed(
            columns in 0_usize..60,
            rows in prop::collection::vec((0_u32..6, 0_u32..70_000), 0..300),
        ) {
            let pattern = |(small, large): (u32, u32)| -> Vec<u32> {
                (0..columns as u32).map(|at| if at % 7 == 1 { large } else { (small + at) % 5 }).collect()
            };
            let mut counter = Counter::new(columns, true);
            let mut counts: BTreeMap<Vec<u32>, (u64, Stand)> = BTreeMap::new();
            for (at, row) in (0..).zip(&rows) {
                let ids = pattern(*row);
                counter.add(&ids, (0, at));
                counts.entry(ids).or_insert((0, (0, at))).0 += 1;
            }
            prop_assert_eq!(counter.len(), counts.len());
            let mut found = BTreeMap::new();
            let mut by_number = BTreeMap::new();
            counter.each(|number, ids, met| {
                found.insert(ids.to_vec(), (met.count, met.first));
                by_number.insert(number, ids.to_vec());
            });
            prop_assert_eq!(found, counts);
            let listed: Vec<&Vec<u32>> = counter.rows().iter().map(|number| &by_number[number]).collect();
            let wanted: Vec<Vec<u32>> = rows.iter().map(|row| pattern(*row)).collect();
            prop_assert!(listed.into_iter().eq(&wanted));
        }
    }
}
