use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Bytes as text, with the name of their encoding; none when they are no text.
///
/// A byte order mark decides; then strict UTF-8; then the zero bytes of UTF-16;
/// then what the bytes above 127 look like.
pub(super) fn decode(bytes: &[u8]) -> Option<(Cow<'_, str>, &'static str)> {
    let (encoding, skip) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, mark),
        None => (without_mark(bytes)?, 0),
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes.get(skip..)?);
    if looks_binary(&text) {
        return None;
    }
    Some((text, encoding.name()))
}

fn without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some(encoding) = wide(bytes) {
        return Some(encoding);
    }
    if bytes.contains(&0) {
        return None;
    }
    if std::str::from_utf8(bytes).is_ok() || nearly_utf8(bytes) {
        return Some(UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    // Spreadsheets of this country are saved by Windows in its western code
    // page; a foreign name in them must not change what every dash means.
    let guess = detector.guess(Some(b"id"), Utf8Detection::Deny);
    Some(guess)
}

/// UTF-16 without a mark: most letters of a table are ASCII, so every other
/// byte is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4096))?;
    if !bytes.len().is_multiple_of(2) || sample.len() < 4 {
        return None;
    }
    let (mut even, mut odd) = (0, 0);
    for pair in sample.chunks_exact(2) {
        even += usize::from(pair.first() == Some(&0));
        odd += usize::from(pair.last() == Some(&0));
    }
    let pairs = sample.len() / 2;
    match () {
        () if odd * 2 > pairs && even * 20 < pairs => Some(UTF_16LE),
        () if even * 2 > pairs && odd * 20 < pairs => Some(UTF_16BE),
        () => None,
    }
}

/// Whether bytes are UTF-8 but for few broken places, as when a cell was cut
/// in the middle of a letter: guessing another encoding would spoil the rest.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut letters, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    letters >= broken.saturating_mul(10)
}

/// A text has next to no control characters.
fn looks_binary(text: &str) -> bool {
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
