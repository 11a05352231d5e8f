use crate::read::mixed;
use std::collections::HashMap;
use std::rc::Rc;

/// Patterns of ids, each known by the position it was first met at.
///
/// The ids of a pattern are packed into one number as long as they fit, each in
/// as many bits as the largest id of its column needs so far.
pub(super) struct Keys {
    columns: usize,
    bits: Vec<u32>,
    packed: Vec<u128>,
    /// A table of the upper half of a key's hash beside its position and 1; 0 is
    /// a free place.
    places: Vec<(u32, u32)>,
    /// Patterns once they do not fit a number, and their positions.
    wide: Vec<Rc<[u32]>>,
    positions: Option<HashMap<Rc<[u32]>, u32>>,
}

/// Bits of a number that patterns are packed into.
const MOST_BITS: u32 = 128;

/// Places of a new table.
const PLACES: usize = 1024;

impl Keys {
    pub fn new(columns: usize) -> Self {
        Keys {
            columns,
            bits: vec![1; columns],
            packed: Vec::new(),
            places: vec![(0, 0); PLACES],
            wide: Vec::new(),
            positions: (columns > MOST_BITS as usize).then(HashMap::new),
        }
    }

    /// The position of a pattern, a new one where it was not met before.
    pub fn position(&mut self, ids: impl Iterator<Item = u32> + Clone) -> u32 {
        if self.positions.is_none() && !self.pack_fits(ids.clone()) {
            self.widen(ids.clone());
        }
        if let Some(positions) = &mut self.positions {
            let ids: Rc<[u32]> = ids.collect();
            let next = u32::try_from(self.wide.len()).unwrap_or(u32::MAX);
            let position = *positions.entry(ids.clone()).or_insert(next);
            if position == next {
                self.wide.push(ids);
            }
            return position;
        }
        let pairs = ids.zip(&self.bits);
        let key = pairs.fold(0_u128, |key, (id, bits)| key << bits | u128::from(id));
        let hash = mixed(key as u64, (key >> 64) as u64);
        let mask = self.places.len() - 1;
        let mut place = hash as usize & mask;
        while let Some(&(half, position)) = self.places.get(place) {
            let Some(position) = position.checked_sub(1) else {
                break;
            };
            let same = half == (hash >> 32) as u32;
            if same && self.packed.get(position as usize) == Some(&key) {
                return position;
            }
            place = (place + 1) & mask;
        }
        let position = u32::try_from(self.packed.len()).unwrap_or(u32::MAX);
        self.packed.push(key);
        if let Some(free) = self.places.get_mut(place) {
            *free = ((hash >> 32) as u32, position.saturating_add(1));
        }
        if self.packed.len() * 2 > self.places.len() {
            self.build(self.places.len() * 2);
        }
        position
    }

    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The ids of all patterns, one behind the other, by position.
    pub fn ids(&self) -> Vec<u32> {
        let patterns = self.packed.len().max(self.wide.len());
        let mut all = vec![0; patterns * self.columns];
        for (ids, position) in all.chunks_mut(self.columns.max(1)).zip(0..) {
            self.ids_of(position, ids);
        }
        all
    }

    /// Writes the ids of the pattern at a position.
    pub fn ids_of(&self, position: u32, ids: &mut [u32]) {
        if let Some(wide) = self.wide.get(position as usize) {
            ids.copy_from_slice(wide);
        } else if let Some(key) = self.packed.get(position as usize) {
            self.unpack(*key, ids);
        }
    }

    fn pack_fits(&self, ids: impl Iterator<Item = u32>) -> bool {
        let mut pairs = ids.zip(&self.bits);
        pairs.all(|(id, bits)| u64::from(id) >> bits == 0)
    }

    fn unpack(&self, key: u128, ids: &mut [u32]) {
        let mut rest = key;
        for (id, bits) in ids.iter_mut().zip(&self.bits).rev() {
            let mask = (1_u128 << bits) - 1;
            *id = (rest & mask) as u32;
            rest >>= bits;
        }
    }

    /// Gives columns the bits that new ids need, and packs anew what is known.
    fn widen(&mut self, ids: impl Iterator<Item = u32>) {
        let needed = ids
            .zip(&self.bits)
            .map(|(id, bits)| match u64::from(id) >> bits {
                0 => *bits,
                _ => 32 - id.leading_zeros(),
            });
        let bits: Vec<u32> = needed.collect();
        let known = self.ids();
        if bits.iter().sum::<u32>() > MOST_BITS {
            self.wide = known.chunks(self.columns.max(1)).map(Rc::from).collect();
            self.positions = Some(self.wide.iter().cloned().zip(0..).collect());
            self.packed = Vec::new();
            self.places = Vec::new();
            return;
        }
        self.bits = bits;
        for (key, ids) in self
            .packed
            .iter_mut()
            .zip(known.chunks(self.columns.max(1)))
        {
            let pairs = ids.iter().zip(&self.bits);
            *key = pairs.fold(0_u128, |key, (id, bits)| key << bits | u128::from(*id));
        }
        self.build(self.places.len());
    }

    fn build(&mut self, length: usize) {
        self.places = vec![(0, 0); length];
        for (key, position) in self.packed.iter().zip(1_u32..) {
            let hash = mixed(*key as u64, (*key >> 64) as u64);
            let mut place = hash as usize & (length - 1);
            while self.places.get(place).is_some_and(|place| place.1 != 0) {
                place = (place + 1) & (length - 1);
            }
            if let Some(free) = self.places.get_mut(place) {
                *free = ((hash >> 32) as u32, position);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_pattern_keeps_its_position(
            columns in 0_usize..40,
            rows in prop::collection::vec((0_u32..6, 0_u32..70_000), 0..300),
        ) {
            let pattern = |(small, large): (u32, u32)| -> Vec<u32> {
                (0..columns as u32).map(|at| if at % 3 == 1 { large } else { (small + at) % 5 }).collect()
            };
            let mut keys = Keys::new(columns);
            let mut known: Vec<Vec<u32>> = Vec::new();
            for row in rows {
                let ids = pattern(row);
                let position = keys.position(ids.iter().copied()) as usize;
                match known.get(position) {
                    Some(before) => prop_assert_eq!(before, &ids),
                    None => {
                        prop_assert_eq!(position, known.len());
                        prop_assert!(!known.contains(&ids));
                        known.push(ids);
                    }
                }
            }
            prop_assert_eq!(keys.ids(), known.concat());
        }
    }
}
