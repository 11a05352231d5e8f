use flate2::Crc;
use flate2::read::DeflateDecoder;
use std::io::{self, Read, Seek, SeekFrom, Take};

/// A ZIP archive by the table of contents at its end.
pub(super) struct Archive<R> {
    source: R,
    entries: Vec<Entry>,
}

/// A file of an archive.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Its name in lower case, with `/` between folders.
    pub name: String,
    packed: u64,
    /// Bytes it says it unpacks to.
    pub unpacked: u64,
    checksum: u32,
    method: u16,
    flags: u16,
    /// Where it starts in the archive.
    start: u64,
}

/// Bytes that are unpacked at a time.
const BLOCK: usize = 1 << 16;

/// The longest end of an archive: a comment of 65,535 bytes.
const LONGEST_END: u64 = 22 + 65_535;

/// Bytes of a table of contents; a workbook has a few dozen files.
const LONGEST_CONTENTS: u64 = 1 << 24;

impl<R: Read + Seek> Archive<R> {
    /// None where the table of contents is missing or torn.
    pub fn new(mut source: R) -> Option<Archive<R>> {
        let length = source.seek(SeekFrom::End(0)).ok()?;
        let tail = length.saturating_sub(LONGEST_END);
        let end = bytes(&mut source, tail, length - tail)?;
        let at = end.windows(4).rposition(|four| four == b"PK\x05\x06")?;
        let start = number(&end, at + 16, 4)?;
        let size = number(&end, at + 12, 4)?;
        // The length of the comment, the last field of all.
        number(&end, at + 20, 2)?;
        if size > LONGEST_CONTENTS {
            return None;
        }
        let contents = bytes(&mut source, start, (tail + at as u64).checked_sub(start)?)?;
        let entries = entries(&contents)?;
        Some(Archive { source, entries })
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The one file of a name in lower case.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        let mut named = self.entries.iter().filter(|entry| entry.name == name);
        named.next().filter(|_| named.next().is_none())
    }

    /// A file as it is unpacked.
    ///
    /// # Errors
    /// It does not stand where it should, or is packed in another way.
    pub fn open(&mut self, entry: &Entry) -> io::Result<Unpacked<&mut R>> {
        Unpacked::new(&mut self.source, entry)
    }

    /// Whether every file with one of these ends unpacks to what it says; `see` is
    /// given its name and block after block of it.
    pub fn is_whole(&mut self, ends: &[&str], mut see: impl FnMut(&str, &[u8])) -> bool {
        let mut block = vec![0; BLOCK];
        let entries = self.entries.clone();
        let mut wanted = entries
            .iter()
            .filter(|entry| ends.iter().any(|end| entry.name.ends_with(end)));
        wanted.all(|entry| {
            let Ok(mut unpacked) = self.open(entry) else {
                return false;
            };
            loop {
                match unpacked.read(&mut block) {
                    Ok(0) => return true,
                    Ok(read) => see(&entry.name, block.get(..read).unwrap_or_default()),
                    Err(_) => return false,
                }
            }
        })
    }
}

/// A file of an archive while it is unpacked. Ends in an error where it does not
/// unpack to the bytes it says: neither more, nor fewer, nor others.
pub(super) struct Unpacked<R> {
    from: Packed<R>,
    left: u64,
    checksum: u32,
    met: Crc,
}

enum Packed<R> {
    Stored(Take<R>),
    Deflated(DeflateDecoder<Take<R>>),
}

impl<R: Read + Seek> Unpacked<R> {
    pub fn new(mut source: R, entry: &Entry) -> io::Result<Unpacked<R>> {
        let head = bytes(&mut source, entry.start, 30).ok_or_else(torn)?;
        let own = head.starts_with(b"PK\x03\x04") && entry.flags & 1 == 0;
        let name = number(&head, 26, 2).filter(|_| own).ok_or_else(torn)?;
        let extra = number(&head, 28, 2).ok_or_else(torn)?;
        source.seek(SeekFrom::Start(entry.start + 30 + name + extra))?;
        let packed = source.take(entry.packed);
        let from = match entry.method {
            0 => Packed::Stored(packed),
            8 => Packed::Deflated(DeflateDecoder::new_with_buf(packed, vec![0; BLOCK])),
            _ => return Err(io::ErrorKind::Unsupported.into()),
        };
        Ok(Unpacked {
            from,
            left: entry.unpacked,
            checksum: entry.checksum,
            met: Crc::new(),
        })
    }
}

impl<R> Unpacked<R> {
    /// Bytes that are still to come.
    pub fn left(&self) -> u64 {
        self.left
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.from {
            Packed::Stored(from) => from.read(into)?,
            Packed::Deflated(from) => from.read(into)?,
        };
        self.met.update(into.get(..read).unwrap_or_default());
        self.left = self.left.checked_sub(read as u64).ok_or_else(torn)?;
        let ended = read == 0 && !into.is_empty();
        match ended && (self.left > 0 || self.met.sum() != self.checksum) {
            true => Err(torn()),
            false => Ok(read),
        }
    }
}

fn torn() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

/// The files of a table of contents; none where it ends early.
fn entries(contents: &[u8]) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut at = 0_usize;
    while contents.get(at..at.checked_add(4)?) == Some(b"PK\x01\x02") {
        let half = |offset: usize| Some(number(contents, at + offset, 2)? as u16);
        let name = half(28)? as usize;
        let rest = usize::from(half(30)?) + usize::from(half(32)?);
        let text = contents.get(at + 46..at + 46 + name)?;
        let text = String::from_utf8_lossy(text).replace('\\', "/");
        entries.push(Entry {
            name: text.to_lowercase(),
            packed: number(contents, at + 20, 4)?,
            unpacked: number(contents, at + 24, 4)?,
            checksum: number(contents, at + 16, 4)? as u32,
            method: half(10)?,
            flags: half(8)?,
            start: number(contents, at + 42, 4)?,
        });
        at = at + 46 + name + rest;
    }
    Some(entries)
}

/// So many bytes from a place; none where there are fewer.
fn bytes(source: &mut (impl Read + Seek), start: u64, length: u64) -> Option<Vec<u8>> {
    if length > LONGEST_CONTENTS + LONGEST_END {
        return None;
    }
    source.seek(SeekFrom::Start(start)).ok()?;
    let mut bytes = Vec::new();
    source.take(length).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 == length).then_some(bytes)
}

/// A little-endian number.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    let shift = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
    Some(bytes.iter().rev().fold(0, shift))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer
            .start_file("xl/Sheet1.XML", SimpleFileOptions::default())
            .expect("started");
        writer.write_all(text).expect("written");
        writer.finish().expect("finished").into_inner()
    }

    fn unpacked(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        let mut archive = Archive::new(Cursor::new(bytes)).ok_or_else(torn)?;
        let entry = archive.entry("xl/sheet1.xml").cloned().ok_or_else(torn)?;
        let mut text = Vec::new();
        archive.open(&entry)?.read_to_end(&mut text)?;
        Ok(text)
    }

    #[test]
    fn a_file_unpacks_to_what_was_packed() {
        let text = b"answers ".repeat(100_000);
        assert_eq!(unpacked(packed(&text)).expect("unpacked"), text);
        assert_eq!(unpacked(packed(b"")).expect("unpacked"), b"");
    }

    #[test]
    fn a_file_that_unpacks_to_anything_else_is_torn() {
        let text = b"answers ".repeat(100_000);
        let whole = packed(&text);
        let contents = whole
            .windows(4)
            .position(|four| four == b"PK\x01\x02")
            .expect("a table of contents");
        // A bomb that says it is small; one that says it is larger; another checksum.
        for at in [contents + 24, contents + 25, contents + 16] {
            let mut other = whole.clone();
            other[at] ^= 0x40;
            assert!(unpacked(other.clone()).is_err(), "{at}");
            let mut archive = Archive::new(Cursor::new(other)).expect("an archive");
            assert!(!archive.is_whole(&[".xml"], |_, _| {}));
        }
        let mut archive = Archive::new(Cursor::new(&whole)).expect("an archive");
        let mut seen = Vec::new();
        assert!(archive.is_whole(&[".xml"], |_, block| seen.extend_from_slice(block)));
        assert_eq!(seen, text);
    }

    #[test]
    fn an_archive_cut_anywhere_is_told() {
        let whole = packed(&b"answers ".repeat(1000));
        for length in 0..whole.len() {
            assert!(unpacked(whole[..length].to_vec()).is_err(), "{length}");
        }
    }
}
