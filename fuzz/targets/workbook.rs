#![no_main]
//! Workbooks: bytes as they are, or the parts of an XLSX as text that are packed
//! here, so that a change of one letter is not a broken checksum.

use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use tridharma::pipeline::Setup;
use tridharma_fuzz::file;
use zip::write::SimpleFileOptions;

/// What parts the parts.
const CUT: &[u8] = b"\n==";

fuzz_target!(|data: &[u8]| {
    let setup = Setup::default();
    match data.strip_prefix(b"==") {
        Some(parts) => {
            if let Some(packed) = packed(parts) {
                file("jawaban.xlsx", &packed, &setup);
            }
        }
        None => file("jawaban.xls", data, &setup),
    }
});

/// `==name` and a line end, then the part, up to the next cut.
fn packed(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    while !rest.is_empty() {
        let end = rest.windows(CUT.len()).position(|here| here == CUT);
        let (part, behind) = match end {
            Some(end) => (&rest[..end], &rest[end + CUT.len()..]),
            None => (rest, &[][..]),
        };
        let name_end = part.iter().position(|byte| *byte == b'\n')?;
        let name = std::str::from_utf8(&part[..name_end]).ok()?;
        zip.start_file(name, stored).ok()?;
        zip.write_all(&part[name_end + 1..]).ok()?;
        rest = behind;
    }
    Some(zip.finish().ok()?.into_inner())
}
