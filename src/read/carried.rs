use super::archive::Archive;
use memchr::memmem;
use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::path::Path;

/// What a workbook carries beside its cells. None of it is ever run, opened or
/// fetched: a formula reads as the value that was saved with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Carried {
    /// Programs (VBA).
    pub macros: bool,
    /// References to other workbooks or to data elsewhere.
    pub links: bool,
    /// Whether its numbers count days from 1904, not from 1900 (XLSX).
    pub from_1904: bool,
}

/// Bytes of the list of sheets, which says from which day a workbook counts.
const LARGEST_LIST: u64 = 1 << 24;

impl Carried {
    /// By the names of its parts.
    pub(super) fn of(bytes: &[u8]) -> Carried {
        if bytes.starts_with(b"PK") {
            let archive = Archive::new(Cursor::new(bytes));
            return archive.map_or(Carried::default(), Carried::by);
        }
        Carried {
            from_1904: false,
            macros: bytes.starts_with(b"\xD0\xCF\x11\xE0") && names(bytes, "_VBA_PROJECT"),
            links: false,
        }
    }

    /// Of an archive that is not held.
    pub(super) fn at(path: &Path) -> Carried {
        let archive = File::open(path).ok().and_then(Archive::new);
        archive.map_or(Carried::default(), Carried::by)
    }

    fn by<R: Read + Seek>(mut archive: Archive<R>) -> Carried {
        let from_1904 = from_1904(&mut archive).unwrap_or(false);
        let entries = archive.entries();
        let has = |part: &str| entries.iter().any(|entry| entry.name.contains(part));
        Carried {
            from_1904,
            macros: has("vbaproject.bin") || has("xl/macrosheets/") || has("basic/"),
            links: has("xl/externallinks/") || has("xl/connections.") || has("xl/querytables/"),
        }
    }
}

fn from_1904<R: Read + Seek>(archive: &mut Archive<R>) -> Option<bool> {
    let entry = archive.entry("xl/workbook.xml")?.clone();
    let mut list = Vec::new();
    let part = archive.open(&entry).ok()?;
    part.take(LARGEST_LIST).read_to_end(&mut list).ok()?;
    let says = |text: &str| memmem::find(&list, text.as_bytes()).is_some();
    Some(says("date1904=\"1\"") || says("date1904=\"true\""))
}

/// Whether a compound file has an entry whose name begins so.
fn names(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    // Entries stand at multiples of 128 bytes.
    bytes.chunks(128).any(|entry| entry.starts_with(&wide))
}
