use super::Hidden;
use super::archive::Archive;
use super::compound::{number, stream};
use super::package::relation;
use std::io::{Cursor, Read};

/// A larger part is not searched for what is hidden in it.
const LARGEST: u64 = 1 << 28;

/// What is hidden in each sheet of an XLS file, in the order of its list of sheets;
/// nothing where that cannot be told.
pub(super) fn of_xls(bytes: &[u8]) -> Vec<Hidden> {
    let Some(stream) = stream(bytes) else {
        return Vec::new();
    };
    let mut starts = Vec::new();
    for (kind, data) in Narrow(&stream) {
        match kind {
            SHEET => starts.extend(number(data, 0, 4).map(|at| at as usize)),
            END => break,
            _ => {}
        }
    }
    let sheets = starts.into_iter();
    let sheets = sheets.map(|start| in_xls_sheet(stream.get(start..).unwrap_or_default()));
    sheets.collect()
}

const SHEET: u16 = 0x0085;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007D;

fn in_xls_sheet(records: &[u8]) -> Hidden {
    let mut hidden = Hidden::default();
    // A chart on the sheet is a sheet within.
    let mut within = 0_u32;
    for (kind, data) in Narrow(records) {
        match (kind, within) {
            (BEGIN, _) => within += 1,
            (END, 0 | 1) => break,
            (END, _) => within -= 1,
            (ROW, 1) if flag(data, 12, 0x20) => add_row(&mut hidden, number(data, 0, 2)),
            (COLUMNS, 1) if flag(data, 8, 0x01) => {
                add_columns(&mut hidden, number(data, 0, 2), number(data, 2, 2));
            }
            _ => {}
        }
    }
    hidden
}

/// What is hidden in each sheet of an XLSB file, in the order of its list of sheets;
/// nothing where that cannot be told.
pub(super) fn of_xlsb(bytes: &[u8]) -> Vec<Hidden> {
    sheets_of_xlsb(bytes).unwrap_or_default()
}

fn sheets_of_xlsb(bytes: &[u8]) -> Option<Vec<Hidden>> {
    let mut archive = Archive::new(Cursor::new(bytes))?;
    let mut part = |name: &str| {
        let entry = archive.entry(&name.to_lowercase())?.clone();
        let mut part = Vec::new();
        if entry.unpacked > LARGEST {
            return None;
        }
        archive.open(&entry).ok()?.read_to_end(&mut part).ok()?;
        Some(part)
    };
    let list = part("xl/workbook.bin")?;
    let relations = part("xl/_rels/workbook.bin.rels")?;
    let mut all = Vec::new();
    for (kind, data) in Wide(&list) {
        // A sheet without a part of its own has no name of one.
        if kind == WIDE_SHEET && number(data, 8, 4)? < u64::from(u32::MAX) {
            let length = usize::try_from(number(data, 8, 4)?).ok()?.checked_mul(2)?;
            let (units, _) = data
                .get(12..12_usize.checked_add(length)?)?
                .as_chunks::<2>();
            let units: Vec<u16> = units.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
            let id = String::from_utf16_lossy(&units);
            let (target, _) = relation(&relations, id.as_bytes()).ok()??;
            let sheet = match target.strip_prefix('/') {
                Some(whole) => part(whole)?,
                None => part(&format!("xl/{target}"))?,
            };
            all.push(in_xlsb_sheet(&sheet));
        }
    }
    Some(all)
}

const WIDE_SHEET: u16 = 0x9C;
const WIDE_ROW: u16 = 0;
const WIDE_COLUMNS: u16 = 0x3C;
const WIDE_END: u16 = 0x92;

fn in_xlsb_sheet(records: &[u8]) -> Hidden {
    let mut hidden = Hidden::default();
    for (kind, data) in Wide(records) {
        match kind {
            WIDE_ROW if flag(data, 11, 0x10) => add_row(&mut hidden, number(data, 0, 4)),
            WIDE_COLUMNS if flag(data, 16, 0x01) => {
                add_columns(&mut hidden, number(data, 0, 4), number(data, 4, 4));
            }
            WIDE_END => break,
            _ => {}
        }
    }
    hidden
}

fn flag(data: &[u8], at: usize, bit: u8) -> bool {
    data.get(at).is_some_and(|byte| byte & bit != 0)
}

fn add_row(hidden: &mut Hidden, row: Option<u64>) {
    if let Some(row) = row.and_then(|row| u32::try_from(row).ok()) {
        hidden.add_rows(row..row.saturating_add(1));
    }
}

/// Columns with both ends.
fn add_columns(hidden: &mut Hidden, first: Option<u64>, last: Option<u64>) {
    let narrow = |column: Option<u64>| u32::try_from(column?).ok();
    if let (Some(first), Some(last)) = (narrow(first), narrow(last)) {
        hidden.columns.push(first..last.saturating_add(1));
    }
}

/// The records of an XLS file: kind and contents.
struct Narrow<'a>(&'a [u8]);

impl<'a> Iterator for Narrow<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16::try_from(number(self.0, 0, 2)?).ok()?;
        let length = usize::try_from(number(self.0, 2, 2)?).ok()?;
        let (data, rest) = self.0.get(4..)?.split_at_checked(length)?;
        self.0 = rest;
        Some((kind, data))
    }
}

/// The records of an XLSB file: kind and contents.
struct Wide<'a>(&'a [u8]);

impl<'a> Iterator for Wide<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        // Seven bits of a byte count, the eighth says that another follows.
        let mut short = |most: u32| {
            let mut found = 0;
            for at in 0..most {
                let (byte, rest) = self.0.split_first()?;
                self.0 = rest;
                found |= usize::from(byte & 0x7F) << (7 * at);
                if byte & 0x80 == 0 {
                    break;
                }
            }
            Some(found)
        };
        let kind = u16::try_from(short(2)?).ok()?;
        let length = short(4)?;
        let (data, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some((kind, data))
    }
}
