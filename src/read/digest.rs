use crate::error::{Error, ErrorKind, Place, Result};
use crate::said;
use sha2::{Digest as _, Sha256};
use std::fmt::Write;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The SHA-256 of a file, computed when it is asked for.
#[derive(Debug, Clone)]
pub struct Digest {
    of: Of,
    /// Bytes.
    length: u64,
}

#[derive(Debug, Clone)]
enum Of {
    Known(String),
    /// A large file, to be read again.
    File(PathBuf),
}

impl Digest {
    /// Of bytes at hand.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Digest {
            of: Of::Known(hex(&Sha256::digest(bytes))),
            length: bytes.len() as u64,
        }
    }

    /// Of a file that is not held.
    pub(super) fn later(path: &Path, length: u64) -> Self {
        Digest {
            of: Of::File(path.to_path_buf()),
            length,
        }
    }

    /// Whether two files have the same bytes.
    ///
    /// # Errors
    /// One of them cannot be read any more.
    pub fn same(&self, other: &Digest) -> Result<bool> {
        Ok(self.length == other.length && self.sha256()? == other.sha256()?)
    }

    /// Lower-case hex.
    ///
    /// # Errors
    /// The file cannot be read any more.
    pub fn sha256(&self) -> Result<String> {
        match &self.of {
            Of::Known(hex) => Ok(hex.clone()),
            Of::File(path) => of_file(path).map_err(|cause| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let what = said!(
                    "berkas ini tidak dapat dibaca lagi",
                    "this file cannot be read again"
                );
                let error = Error::new(ErrorKind::Unreadable, what).because(cause);
                error.at(Place::file(name)).hint(said!(
                    "jangan mengubah atau memindahkannya selama program berjalan",
                    "do not change or move it while the program runs"
                ))
            }),
        }
    }
}

fn of_file(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut block = vec![0; 1 << 16];
    let mut hash = Sha256::new();
    loop {
        let read = file.read(&mut block)?;
        if read == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(block.get(..read).unwrap_or_default());
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string does not fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
