use super::archive::{Archive, Entry};
use std::fs::File;
use std::io::Cursor;
use std::path::Path;

/// What a workbook carries beside its cells. None of it is ever run, opened or
/// fetched: a formula reads as the value that was saved with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Carried {
    /// Programs (VBA).
    pub macros: bool,
    /// References to other workbooks or to data elsewhere.
    pub links: bool,
}

impl Carried {
    /// By the names of its parts.
    pub(super) fn of(bytes: &[u8]) -> Carried {
        if bytes.starts_with(b"PK") {
            let archive = Archive::new(Cursor::new(bytes));
            return archive.map_or(Carried::default(), |archive| Carried::by(archive.entries()));
        }
        Carried {
            macros: bytes.starts_with(b"\xD0\xCF\x11\xE0") && names(bytes, "_VBA_PROJECT"),
            links: false,
        }
    }

    /// Of an archive that is not held.
    pub(super) fn at(path: &Path) -> Carried {
        let archive = File::open(path).ok().and_then(Archive::new);
        archive.map_or(Carried::default(), |archive| Carried::by(archive.entries()))
    }

    fn by(entries: &[Entry]) -> Carried {
        let has = |part: &str| entries.iter().any(|entry| entry.name.contains(part));
        Carried {
            macros: has("vbaproject.bin") || has("xl/macrosheets/") || has("basic/"),
            links: has("xl/externallinks/") || has("xl/connections.") || has("xl/querytables/"),
        }
    }
}

/// Whether a compound file has an entry whose name begins so.
fn names(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    // Entries stand at multiples of 128 bytes.
    bytes.chunks(128).any(|entry| entry.starts_with(&wide))
}
