use crate::error::{Error, ErrorKind, Result};
use crate::said;
use std::sync::Arc;

/// Bytes of an SPSS file, read one after the other; none beyond the end.
#[derive(Clone)]
pub(super) struct SavBytes<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Whether the high byte of a number comes first.
    pub big: bool,
    file: &'a Arc<str>,
}

impl<'a> SavBytes<'a> {
    pub fn new(bytes: &'a [u8], file: &'a Arc<str>) -> Self {
        SavBytes {
            bytes,
            at: 0,
            big: false,
            file,
        }
    }

    /// The next bytes.
    ///
    /// # Errors
    /// The file ends before.
    pub fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let taken = rest.get(..length).ok_or_else(|| self.torn())?;
        self.at += length;
        Ok(taken)
    }

    /// The next eight bytes; none where fewer are left.
    pub fn word(&mut self) -> Option<[u8; 8]> {
        let word = self.bytes.get(self.at..)?.first_chunk::<8>()?;
        self.at += 8;
        Some(*word)
    }

    pub fn int(&mut self) -> Result<i32> {
        let bytes = self.take(4)?.first_chunk::<4>().copied();
        let bytes = bytes.unwrap_or_default();
        Ok(match self.big {
            true => i32::from_be_bytes(bytes),
            false => i32::from_le_bytes(bytes),
        })
    }

    pub fn long(&mut self) -> Result<i64> {
        let bytes = self.take(8)?.first_chunk::<8>().copied();
        let bytes = bytes.unwrap_or_default();
        Ok(match self.big {
            true => i64::from_be_bytes(bytes),
            false => i64::from_le_bytes(bytes),
        })
    }

    pub fn float(&mut self) -> Result<f64> {
        let bytes = self.take(8)?.first_chunk::<8>().copied();
        Ok(float(bytes.unwrap_or_default(), self.big))
    }

    /// A count or a length.
    ///
    /// # Errors
    /// One below 0, or of more bytes than the file has.
    pub fn length(&mut self) -> Result<usize> {
        let length = usize::try_from(self.int()?).ok();
        length
            .filter(|length| *length <= self.bytes.len())
            .ok_or_else(|| self.torn())
    }

    /// Goes to a place counted from the start of the file.
    pub fn go_to(&mut self, at: i64) -> Result<()> {
        self.at = usize::try_from(at)
            .ok()
            .filter(|at| *at <= self.bytes.len())
            .ok_or_else(|| self.torn())?;
        Ok(())
    }

    /// Name of the file.
    pub fn file(&self) -> &'a Arc<str> {
        self.file
    }

    pub fn place(&self) -> usize {
        self.at
    }

    /// The error for a file that ends early or contradicts itself.
    pub fn torn(&self) -> Error {
        let (file, at) = (self.file, self.at);
        Error::new(
            ErrorKind::Unreadable,
            said!(
                "{file} rusak atau terpotong: berkas SPSS ini tidak dapat dibaca sampai selesai (berhenti di bita {at})",
                "{file} is damaged or cut off: this SPSS file cannot be read to its end (stopped at byte {at})"
            ),
        )
        .hint(said!(
            "salin atau unduh ulang berkasnya; bila tetap gagal, buka di SPSS/PSPP lalu simpan lagi sebagai .sav atau CSV",
            "copy or download the file again; if it still fails, open it in SPSS/PSPP and save it again as .sav or CSV"
        ))
    }
}

/// Eight bytes as a number.
pub(super) fn float(bytes: [u8; 8], big: bool) -> f64 {
    match big {
        true => f64::from_be_bytes(bytes),
        false => f64::from_le_bytes(bytes),
    }
}
