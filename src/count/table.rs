use super::tally::Stand;
use crate::read::mixed;

/// Ids packed into one number, the first column highest, so that numbers compare
/// as their ids do.
pub(super) trait Key: Copy + Default + Ord {
    /// With an id of so many bits behind those it holds.
    fn push(self, id: u32, bits: u32) -> Self;

    /// Its last id, and the rest.
    fn pop(self, bits: u32) -> (u32, Self);

    fn hash(self) -> u64;
}

impl Key for u64 {
    #[inline]
    fn push(self, id: u32, bits: u32) -> u64 {
        self << bits | u64::from(id)
    }

    #[inline]
    fn pop(self, bits: u32) -> (u32, u64) {
        ((self & ((1 << bits) - 1)) as u32, self >> bits)
    }

    #[inline]
    fn hash(self) -> u64 {
        mixed(self, 0)
    }
}

impl Key for u128 {
    #[inline]
    fn push(self, id: u32, bits: u32) -> u128 {
        self << bits | u128::from(id)
    }

    #[inline]
    fn pop(self, bits: u32) -> (u32, u128) {
        ((self & ((1 << bits) - 1)) as u32, self >> bits)
    }

    #[inline]
    fn hash(self) -> u64 {
        mixed(self as u64, (self >> 64) as u64)
    }
}

/// How often each key was met, and where first.
#[derive(Clone)]
pub(super) struct Table<K> {
    /// A count of 0 is a free place; the length is a power of two.
    slots: Vec<Slot<K>>,
    used: usize,
    /// Keys not counted yet: together they wait for memory once, not one by one.
    waiting: Vec<(K, Stand)>,
}

#[derive(Clone, Copy, Default)]
pub(super) struct Slot<K> {
    pub key: K,
    pub count: u64,
    pub first: Stand,
}

/// Places of a new table.
const PLACES: usize = 1024;

/// Places that the processor keeps near.
const CLOSE: usize = 1 << 13;

/// Keys that are counted together.
const BATCH: usize = 256;

impl<K: Key> Table<K> {
    /// A table that soon holds so many keys.
    pub fn with_places(keys: usize) -> Self {
        let length = (keys * 4).next_power_of_two().max(PLACES);
        Table {
            slots: vec![Slot::default(); length],
            used: 0,
            waiting: Vec::with_capacity(BATCH),
        }
    }

    /// Counts a key once.
    #[inline]
    pub fn add(&mut self, key: K, stand: Stand) {
        self.waiting.push((key, stand));
        if self.waiting.len() == BATCH {
            self.settle();
        }
    }

    /// Counts what waits.
    pub fn settle(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        if self.slots.len() > CLOSE {
            // Asked for one right after the other, without a branch between them,
            // they come from memory together.
            let mask = self.slots.len() - 1;
            let slot = |(key, _): &(K, Stand)| self.slots.get(key.hash() as usize & mask);
            let counts = waiting.iter().filter_map(slot);
            std::hint::black_box(counts.fold(0_u64, |all, slot| all ^ slot.count));
        }
        for (key, stand) in waiting.drain(..) {
            self.add_times(key, stand, 1);
        }
        self.waiting = waiting;
    }

    #[inline]
    pub fn add_times(&mut self, key: K, stand: Stand, times: u64) {
        let place = self.place(key);
        let Some(slot) = self.slots.get_mut(place) else {
            return;
        };
        if slot.count > 0 {
            slot.count += times;
            slot.first = slot.first.min(stand);
            return;
        }
        *slot = Slot {
            key,
            count: times,
            first: stand,
        };
        self.used += 1;
        if self.used * 2 > self.slots.len() {
            self.grow();
        }
    }

    /// The place of a key, or the free one where it belongs.
    #[inline]
    fn place(&self, key: K) -> usize {
        let mask = self.slots.len() - 1;
        let mut place = key.hash() as usize & mask;
        while self
            .slots
            .get(place)
            .is_some_and(|slot| slot.count > 0 && slot.key != key)
        {
            place = (place + 1) & mask;
        }
        place
    }

    #[cold]
    fn grow(&mut self) {
        let length = self.slots.len() * 2;
        let before = std::mem::replace(&mut self.slots, vec![Slot::default(); length]);
        for slot in before.into_iter().filter(|slot| slot.count > 0) {
            let place = self.place(slot.key);
            if let Some(free) = self.slots.get_mut(place) {
                *free = slot;
            }
        }
    }

    /// Different keys met; what waits has to be settled before.
    pub fn len(&self) -> usize {
        self.used
    }

    /// Gives every place this rank.
    pub fn stand_in(&mut self, rank: u32) {
        self.settle();
        self.slots.iter_mut().for_each(|slot| slot.first.0 = rank);
    }

    /// Every key met.
    pub fn iter(&self) -> impl Iterator<Item = &Slot<K>> {
        self.slots.iter().filter(|slot| slot.count > 0)
    }
}
