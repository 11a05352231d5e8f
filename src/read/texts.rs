/// Different texts, each kept once and known by its number in the order they
/// were met; the blank text has the number 0.
#[derive(Debug, Clone)]
pub struct Texts {
    text: String,
    /// Where each text ends.
    ends: Vec<u32>,
    /// A table of the upper half of a text's hash beside its number; a number
    /// of 0 is a free place. Its length is a power of two.
    places: Vec<(u32, u32)>,
}

/// Places of a new table.
const PLACES: usize = 256;

impl Default for Texts {
    fn default() -> Self {
        Texts {
            text: String::new(),
            ends: vec![0],
            places: vec![(0, 0); PLACES],
        }
    }
}

impl Texts {
    /// How many there are, the blank one included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none; never, since the blank text is there from the start.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Bytes of all of them.
    pub(super) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The text of a number; blank for a number that does not exist.
    pub fn get(&self, number: u32) -> &str {
        let Some(before) = number.checked_sub(1) else {
            return "";
        };
        let start = self.ends.get(before as usize).copied().unwrap_or(0);
        let end = self.ends.get(number as usize).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// All texts in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|number| self.get(u32::try_from(number).unwrap_or(0)))
    }

    /// The number of a text, a new one where it was not met before.
    pub fn number(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let hash = hash(text.as_bytes());
        let (place, found) = self.find(text, hash);
        if found != 0 {
            return found;
        }
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        self.ends
            .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        if let Some(free) = self.places.get_mut(place) {
            *free = (upper(hash), number);
        }
        if self.ends.len() * 2 > self.places.len() {
            self.grow();
        }
        number
    }

    /// The place of a text in the table and its number; a free place and 0 for
    /// a text that was not met.
    fn find(&self, text: &str, hash: u64) -> (usize, u32) {
        let mask = self.places.len() - 1;
        let mut place = hash as usize & mask;
        loop {
            match self.places.get(place) {
                Some((_, 0)) | None => return (place, 0),
                Some((half, number)) if *half == upper(hash) && self.get(*number) == text => {
                    return (place, *number);
                }
                Some(_) => place = (place + 1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        let length = self.places.len() * 2;
        self.places = vec![(0, 0); length];
        for number in 1..u32::try_from(self.ends.len()).unwrap_or(u32::MAX) {
            let hash = hash(self.get(number).as_bytes());
            let mut place = hash as usize & (length - 1);
            while self.places.get(place).is_some_and(|place| place.1 != 0) {
                place = (place + 1) & (length - 1);
            }
            if let Some(free) = self.places.get_mut(place) {
                *free = (upper(hash), number);
            }
        }
    }
}

fn upper(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// A hash of all bytes. Texts of a survey are short: one or two multiplications.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let (first, last) = ends(bytes);
    let mut hash = mixed(first ^ bytes.len() as u64, last);
    if bytes.len() > 16 {
        let (words, _) = bytes.as_chunks::<8>();
        for word in words.iter().skip(1) {
            hash = mixed(hash, u64::from_le_bytes(*word));
        }
    }
    hash
}

/// The first and the last eight bytes as numbers; together with the length they
/// tell texts of up to 16 bytes apart.
pub(super) fn ends(bytes: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return (u64::from(first), u64::from(last));
    }
    let shift = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
    (bytes.iter().fold(0, shift), 0)
}

/// Both halves of a product: every bit of both numbers shows in the result.
pub(crate) fn mixed(one: u64, other: u64) -> u64 {
    let one = one ^ 0x9e37_79b9_7f4a_7c15;
    let other = other ^ 0xd1b5_4a32_d192_ed03;
    let product = u128::from(one) * u128::from(other);
    (product as u64) ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_texts_have_one_number() {
        let mut texts = Texts::default();
        let met = ["b", "a", "", "b", "Sangat Baik", "a"].map(|text| texts.number(text));
        assert_eq!(met, [1, 2, 0, 1, 3, 2]);
        assert_eq!(
            texts.iter().collect::<Vec<_>>(),
            ["", "b", "a", "Sangat Baik"]
        );
        assert_eq!((texts.get(3), texts.get(4)), ("Sangat Baik", ""));
    }

    proptest! {
        #[test]
        fn every_text_is_found_again(all in prop::collection::vec("[ab]{0,20}", 0..2000)) {
            let mut texts = Texts::default();
            let numbers: Vec<u32> = all.iter().map(|text| texts.number(text)).collect();
            let mut distinct = all.clone();
            distinct.push(String::new());
            distinct.sort();
            distinct.dedup();
            prop_assert_eq!(texts.len(), distinct.len());
            for (text, number) in all.iter().zip(numbers) {
                prop_assert_eq!(texts.get(number), text.as_str());
                prop_assert_eq!(texts.number(text), number);
            }
        }
    }
}
