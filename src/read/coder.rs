use super::records::unquoted;
use super::texts::{Texts, ends, hash};
use super::trimmed;

/// Gives each different text of a column a number, straight from the bytes of
/// its fields: quotes and outer blanks are looked at once per spelling.
pub struct Coder {
    texts: Texts,
    /// The number of each text of one byte, and 1; 0 for one not met yet.
    single: Box<[u32; 256]>,
    /// A table of spellings; its length is a power of two.
    places: Vec<Spelling>,
    spellings: usize,
    /// The bytes of spellings of more than 16.
    long: Vec<u8>,
    /// The column's header, and the numbers of texts that say it again.
    header: String,
    headers: Vec<u32>,
}

/// A field as it is written, and the number of its text.
#[derive(Clone, Copy, Default)]
struct Spelling {
    /// Its first and last bytes, or its hash and where it lies in `long`.
    key: (u64, u64),
    length: u32,
    /// And 1; 0 is a free place.
    number: u32,
}

/// Places of a new table.
const PLACES: usize = 64;

/// Spellings up to this length are known by their first and last bytes.
const SHORT: usize = 16;

impl Coder {
    /// Of a column with a header.
    pub(super) fn new(header: &str) -> Self {
        Coder {
            texts: Texts::default(),
            single: Box::new([0; 256]),
            places: vec![Spelling::default(); PLACES],
            spellings: 0,
            long: Vec::new(),
            header: header.to_string(),
            headers: Vec::new(),
        }
    }

    /// The texts by their numbers.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    pub(super) fn into_texts(self) -> Texts {
        self.texts
    }

    /// Whether a text says the header again.
    #[inline]
    pub(super) fn is_header(&self, number: u32) -> bool {
        !self.headers.is_empty() && self.headers.contains(&number)
    }

    /// The number of a field of one byte; none for one not met yet.
    #[inline]
    pub(super) fn known(&self, byte: u8) -> Option<u32> {
        self.single.get(usize::from(byte))?.checked_sub(1)
    }

    /// The number of a field's text.
    #[inline]
    pub(super) fn number(&mut self, field: &[u8]) -> u32 {
        match field {
            [] => 0,
            [byte] => match self.known(*byte) {
                Some(number) => number,
                None => self.first(field),
            },
            _ => self.looked_up(field),
        }
    }

    #[inline]
    fn looked_up(&mut self, field: &[u8]) -> u32 {
        let hash = hash(field);
        let mut key = ends(field);
        if field.len() > SHORT {
            key.0 = hash;
        }
        let mask = self.places.len() - 1;
        let mut place = hash as usize & mask;
        while let Some(known) = self.places.get(place) {
            if known.number == 0 {
                break;
            }
            if known.length as usize == field.len() && self.is(known, key, field) {
                return known.number - 1;
            }
            place = (place + 1) & mask;
        }
        let number = self.first(field);
        if field.len() > SHORT {
            key.1 = self.long.len() as u64;
            self.long.extend_from_slice(field);
        }
        if let Some(free) = self.places.get_mut(place) {
            *free = Spelling {
                key,
                length: u32::try_from(field.len()).unwrap_or(u32::MAX),
                number: number.saturating_add(1),
            };
        }
        self.spellings += 1;
        if self.spellings * 2 > self.places.len() {
            self.grow();
        }
        number
    }

    #[inline]
    fn is(&self, known: &Spelling, key: (u64, u64), field: &[u8]) -> bool {
        if field.len() <= SHORT {
            return known.key == key;
        }
        known.key.0 == key.0 && self.long_one(known) == Some(field)
    }

    fn long_one(&self, known: &Spelling) -> Option<&[u8]> {
        let start = usize::try_from(known.key.1).ok()?;
        self.long.get(start..start + known.length as usize)
    }

    /// The number of a field met for the first time.
    #[cold]
    fn first(&mut self, field: &[u8]) -> u32 {
        let field = String::from_utf8_lossy(field);
        let text = unquoted(&field);
        let known = self.texts.len();
        let number = self.texts.number(trimmed(&text));
        if self.texts.len() > known && trimmed(&text).split_whitespace().eq(self.header.split(' '))
        {
            self.headers.push(number);
        }
        if let [byte] = field.as_bytes()
            && let Some(single) = self.single.get_mut(usize::from(*byte))
        {
            *single = number.saturating_add(1);
        }
        number
    }

    fn grow(&mut self) {
        let length = self.places.len() * 2;
        let before = std::mem::replace(&mut self.places, vec![Spelling::default(); length]);
        for known in before.into_iter().filter(|known| known.number > 0) {
            let hash = match known.length as usize {
                0..=SHORT => hash_of_ends(known.key, known.length),
                _ => known.key.0,
            };
            let mut place = hash as usize & (length - 1);
            while self.places.get(place).is_some_and(|place| place.number > 0) {
                place = (place + 1) & (length - 1);
            }
            if let Some(free) = self.places.get_mut(place) {
                *free = known;
            }
        }
    }
}

/// The hash of up to 16 bytes from their ends.
fn hash_of_ends((first, last): (u64, u64), length: u32) -> u64 {
    super::texts::mixed(first ^ u64::from(length), last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_text_have_one_number() {
        let mut coder = Coder::new("Jenis layanan");
        let fields = [
            "4",
            "\"4\"",
            " 4",
            "",
            "\" \"",
            "Baik \"x\"",
            "\"Baik \"\"x\"\"\"",
        ];
        let numbers = fields.map(|field| coder.number(field.as_bytes()));
        assert_eq!(numbers, [1, 1, 1, 0, 0, 2, 2]);
        assert_eq!(coder.texts().get(2), "Baik \"x\"");
        let again = coder.number("Jenis  layanan".as_bytes());
        assert!(coder.is_header(again) && !coder.is_header(1));
    }

    proptest! {
        #[test]
        fn every_field_is_found_again(fields in prop::collection::vec("[abé]{0,22}", 0..500)) {
            let mut coder = Coder::new("");
            for field in &fields {
                let number = coder.number(field.as_bytes());
                prop_assert_eq!(coder.texts().get(number), field.as_str());
            }
            let distinct: std::collections::BTreeSet<&String> = fields.iter().filter(|f| !f.is_empty()).collect();
            prop_assert_eq!(coder.texts().len(), distinct.len() + 1);
        }
    }
}
