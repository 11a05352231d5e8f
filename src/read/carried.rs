use super::recognise::zip_entries;

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
            let entries = zip_entries(bytes).unwrap_or_default();
            let has = |part: &str| entries.iter().any(|entry| entry.name.contains(part));
            return Carried {
                macros: has("vbaproject.bin") || has("xl/macrosheets/") || has("basic/"),
                links: has("xl/externallinks/") || has("xl/connections.") || has("xl/querytables/"),
            };
        }
        Carried {
            macros: bytes.starts_with(b"\xD0\xCF\x11\xE0") && names(bytes, "_VBA_PROJECT"),
            links: false,
        }
    }
}

/// Whether a compound file has an entry whose name begins so.
fn names(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    // Entries stand at multiples of 128 bytes.
    bytes.chunks(128).any(|entry| entry.starts_with(&wide))
}
