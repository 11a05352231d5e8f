use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Bytes as text, with the name of their encoding; none when they are no text.
///
/// A byte order mark decides; then the zero bytes of UTF-16; then strict UTF-8;
/// then what the bytes above 127 look like.
pub(super) fn decode(bytes: &[u8]) -> Option<(Cow<'_, str>, &'static str)> {
    let (encoding, skip) = match is_plain(bytes) {
        true => (UTF_8, 0),
        false => {
            let mut evidence = Evidence::new();
            evidence.feed(bytes);
            evidence.encoding()?
        }
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes.get(skip..)?);
    (!looks_binary(&text)).then_some((text, encoding.name()))
}

/// Whether bytes are UTF-8 beyond doubt, without a mark.
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    let marked = Encoding::for_bom(bytes).is_some();
    !marked && !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok()
}

/// What tells the encoding of bytes, collected chunk by chunk.
pub(super) struct Evidence {
    length: u64,
    /// The first bytes.
    start: Vec<u8>,
    zeros: bool,
    /// Letters beyond ASCII, and places that are no UTF-8.
    letters: usize,
    broken: usize,
    /// A letter that the end of a chunk cut.
    cut: Vec<u8>,
    detector: EncodingDetector,
}

/// Bytes that show whether every other one is zero.
const START: usize = 4096;

impl Evidence {
    pub fn new() -> Self {
        Evidence {
            length: 0,
            start: Vec::new(),
            zeros: false,
            letters: 0,
            broken: 0,
            cut: Vec::new(),
            detector: EncodingDetector::new(Iso2022JpDetection::Deny),
        }
    }

    pub fn feed(&mut self, chunk: &[u8]) {
        self.length += chunk.len() as u64;
        let missing = START.saturating_sub(self.start.len());
        let start = chunk.get(..chunk.len().min(missing));
        self.start.extend_from_slice(start.unwrap_or_default());
        self.zeros |= chunk.contains(&0);
        let mut bytes = std::mem::take(&mut self.cut);
        bytes.extend_from_slice(chunk);
        let mut pieces = bytes.utf8_chunks().peekable();
        let mut end = bytes.len();
        while let Some(piece) = pieces.next() {
            self.letters += piece.valid().chars().filter(|c| !c.is_ascii()).count();
            let invalid = piece.invalid();
            let is_cut = pieces.peek().is_none() && may_go_on(invalid);
            match is_cut {
                true => end -= invalid.len(),
                false => self.broken += usize::from(!invalid.is_empty()),
            }
        }
        let (whole, cut) = bytes.split_at(end);
        self.detector.feed(whole, false);
        self.cut = cut.to_vec();
    }

    /// The encoding, and the bytes of the mark that names it.
    pub fn encoding(mut self) -> Option<(&'static Encoding, usize)> {
        if let Some((encoding, mark)) = Encoding::for_bom(&self.start) {
            return Some((encoding, mark));
        }
        if let Some(encoding) = self.wide() {
            return Some((encoding, 0));
        }
        self.broken += usize::from(!self.cut.is_empty());
        // Broken places of next to none: a cell was cut in the middle of a
        // letter, and another encoding would spoil the rest.
        if self.zeros || self.letters >= self.broken.saturating_mul(10) {
            return (!self.zeros).then_some((UTF_8, 0));
        }
        self.detector.feed(&self.cut, true);
        // Spreadsheets of this country are saved by Windows in its western code
        // page; a foreign name in them must not change what every dash means.
        Some((self.detector.guess(Some(b"id"), Utf8Detection::Deny), 0))
    }

    /// UTF-16 without a mark: most letters of a table are ASCII, so every other
    /// byte is zero.
    fn wide(&self) -> Option<&'static Encoding> {
        if !self.length.is_multiple_of(2) || self.start.len() < 4 {
            return None;
        }
        let (mut even, mut odd) = (0, 0);
        for pair in self.start.chunks_exact(2) {
            even += usize::from(pair.first() == Some(&0));
            odd += usize::from(pair.last() == Some(&0));
        }
        let pairs = self.start.len() / 2;
        match () {
            () if odd * 2 > pairs && even * 20 < pairs => Some(UTF_16LE),
            () if even * 2 > pairs && odd * 20 < pairs => Some(UTF_16BE),
            () => None,
        }
    }
}

/// Whether bytes that are no letter may be the beginning of one.
fn may_go_on(bytes: &[u8]) -> bool {
    let error = std::str::from_utf8(bytes).err();
    error.is_some_and(|error| error.error_len().is_none())
}

/// A text has next to no control characters.
pub(super) fn looks_binary(text: &str) -> bool {
    let (mut seen, mut odd) = (0_usize, 0_usize);
    for letter in text.chars().take(8192) {
        seen += 1;
        odd += usize::from(letter.is_control() && !matches!(letter, '\t' | '\n' | '\r' | '\x0c'));
    }
    odd * 50 > seen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Option<(String, &'static str)> {
        decode(bytes).map(|(text, encoding)| (text.into_owned(), encoding))
    }

    fn wide_bytes(text: &str, to: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to).collect()
    }

    #[test]
    fn every_encoding_of_a_clerk_reads_the_same() {
        let text = "Nama;Kota\nAyu – “S1”;Düzce\n";
        let cp1252 = b"Nama;Kota\nAyu \x96 \x93S1\x94;D\xFCzce\n";
        let mut marked = b"\xEF\xBB\xBF".to_vec();
        marked.extend(text.as_bytes());
        let mut wide_marked = vec![0xFF, 0xFE];
        wide_marked.extend(wide_bytes(text, u16::to_le_bytes));
        let cases: [(Vec<u8>, &str); 6] = [
            (text.as_bytes().to_vec(), "UTF-8"),
            (marked, "UTF-8"),
            (wide_marked, "UTF-16LE"),
            (wide_bytes(text, u16::to_le_bytes), "UTF-16LE"),
            (wide_bytes(text, u16::to_be_bytes), "UTF-16BE"),
            (cp1252.to_vec(), "windows-1252"),
        ];
        for (bytes, encoding) in cases {
            assert_eq!(decoded(&bytes), Some((text.to_string(), encoding)));
        }
    }

    #[test]
    fn the_size_of_chunks_does_not_change_the_encoding() {
        let samples: [&[u8]; 5] = [
            b"Nama;Kota\nAyu \x96 \x93S1\x94;D\xFCzce\n",
            "é, ü, ñ, ö, á, í, ó, ú, ç, à, è \u{2013}".as_bytes(),
            b"plain",
            b"caf\xe9 \xe9t\xe9 na\xefve",
            b"zero\0",
        ];
        for bytes in samples {
            let of = |size: usize| {
                let mut evidence = Evidence::new();
                bytes.chunks(size).for_each(|chunk| evidence.feed(chunk));
                evidence.encoding()
            };
            let whole = of(1000);
            assert!((1..9).all(|size| of(size) == whole));
            assert_eq!(
                decoded(bytes).map(|(_, name)| name),
                whole.map(|(encoding, _)| encoding.name())
            );
        }
    }

    #[test]
    fn one_cut_letter_does_not_change_the_encoding() {
        let mut bytes = "é, ü, ñ, ö, á, í, ó, ú, ç, à, è".as_bytes().to_vec();
        bytes.push(0xC3);
        let (text, encoding) = decoded(&bytes).expect("a text");
        assert_eq!(encoding, "UTF-8");
        assert!(text.starts_with("é, ü") && text.ends_with('\u{fffd}'));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert_eq!(decoded(&[0, 159, 146, 150, 1, 2, 3, 0, 7]), None);
        assert_eq!(decoded(b"\x01\x02\x03\x04\x05\x06\x07\x0e"), None);
        assert_eq!(decoded(b""), Some((String::new(), "UTF-8")));
    }
}
