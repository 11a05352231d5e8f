use super::open::{base_name, bytes_of};
use super::{Digest, limits};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::said;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// A count file as text; what stands in it is known to the room that counts.
pub struct CountText {
    /// Base name; never a path.
    pub file: Arc<str>,
    pub digest: Digest,
    pub text: String,
}

/// The first key of every count file.
const KEY: &[u8] = b"\"tridharma_count\"";

/// Bytes of a count file, as many as a workbook may have unpacked.
const MOST: u64 = 1 << 31;

/// Reads a file that begins as a count file does; none for any other.
///
/// # Errors
/// One that cannot be read, is larger than 2 GiB or is not UTF-8.
pub fn count_text(path: &Path) -> Result<Option<CountText>> {
    if !begins_as_counts(path) {
        return Ok(None);
    }
    let file = base_name(path);
    if path.metadata().map_or(0, |metadata| metadata.len()) > MOST {
        return Err(limits::too_large(&file));
    }
    let bytes = bytes_of(path, &file)?;
    let digest = Digest::of(&bytes);
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(CountText { file, digest, text })),
        Err(error) => {
            let what = said!(
                "berkas hitungan ini bukan teks UTF-8",
                "this count file is no UTF-8 text"
            );
            let error = Error::new(ErrorKind::Unreadable, what).because(error);
            Err(error.at(Place::file(file)).hint(said!(
                "buat ulang dengan `tridharma count` dari berkas jawabannya",
                "make it again with `tridharma count` from the answers"
            )))
        }
    }
}

fn begins_as_counts(path: &Path) -> bool {
    let mut start = Vec::new();
    if !path.is_file() {
        return false;
    }
    let read = File::open(path).and_then(|file| file.take(256).read_to_end(&mut start));
    let behind = start.trim_ascii_start().strip_prefix(b"{");
    read.is_ok() && behind.is_some_and(|behind| behind.trim_ascii_start().starts_with(KEY))
}
