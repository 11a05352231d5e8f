use super::{
    Area, Format, Hidden, Rows, Sheet, extent, hidden, hidden_binary, hidden_ods, limits, trimmed,
};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::said;
use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible};
use std::cell::Cell;
use std::io::Cursor;
use std::panic;
use std::sync::{Arc, Once};

/// Reads every sheet of a workbook.
///
/// The parser below indexes freely into damaged files; what it panics on is a
/// damaged file to the user.
pub(super) fn read(bytes: &[u8], format: &Format, file: &Arc<str>) -> Result<Vec<Sheet>> {
    let read = || match format {
        Format::Xlsx => xlsx(bytes, file),
        Format::Xlsb => xlsb(bytes, file),
        Format::Xls => xls(bytes, file),
        Format::Ods => ods(bytes, file),
        Format::Delimited { .. } | Format::Sav | Format::Counts => Ok(Vec::new()),
    };
    quietly(read).unwrap_or_else(|| Err(damaged(file)))
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may panic; then nothing, and no word of it on the screen.
fn quietly<T>(run: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    QUIET.set(true);
    let result = panic::catch_unwind(panic::AssertUnwindSafe(run));
    QUIET.set(false);
    result.ok()
}

/// The error for a container that cannot be read to its end.
pub(super) fn damaged(file: &str) -> Error {
    Error::new(
        ErrorKind::Unreadable,
        said!(
            "{file} rusak atau tidak utuh: isinya tidak dapat dibaca sampai selesai",
            "{file} is damaged or incomplete: it cannot be read to its end"
        ),
    )
    .hint(said!(
        "unduh atau salin ulang berkasnya, atau buka dengan Excel/LibreOffice dan simpan lagi sebagai XLSX",
        "download or copy the file again, or open it in Excel/LibreOffice and save it again as XLSX"
    ))
}

/// The error for a workbook behind a password.
pub(super) fn locked(file: &str) -> Error {
    Error::new(
        ErrorKind::Unreadable,
        said!(
            "{file} dilindungi kata sandi",
            "{file} is protected by a password"
        ),
    )
    .hint(said!(
        "buka di Excel, hapus kata sandinya (Berkas › Info › Proteksi Buku Kerja › Enkripsi dengan Kata Sandi), lalu simpan",
        "open it in Excel, remove the password (File › Info › Protect Workbook › Encrypt with Password) and save"
    ))
}

fn xlsx(bytes: &[u8], file: &Arc<str>) -> Result<Vec<Sheet>> {
    let broken = |cause| match cause {
        calamine::XlsxError::Password => locked(file),
        cause => damaged(file).because(cause),
    };
    let mut book = calamine::Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for (meta, hidden) in worksheets(book.sheets_metadata(), Vec::new()) {
        let mut cells = Cells::new(file, &meta.name);
        let reader = book.worksheet_cells_reader(&meta.name);
        let mut reader = match reader {
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            reader => reader.map_err(|cause| broken(cause).at(cells.place()))?,
        };
        while let Some(cell) = reader
            .next_cell()
            .map_err(|cause| broken(cause).at(cells.place()))?
        {
            cells.add_ref(cell.get_position(), cell.get_value())?;
        }
        drop(reader);
        let merges = book.merge_cells_by_sheet_name(&meta.name);
        sheets.push(cells.finish((meta.visible, hidden), merges.unwrap_or_default())?);
    }
    hidden::note(bytes, file, &mut sheets);
    Ok(sheets)
}

fn xlsb(bytes: &[u8], file: &Arc<str>) -> Result<Vec<Sheet>> {
    let broken = |cause| match cause {
        calamine::XlsbError::Password => locked(file),
        cause => damaged(file).because(cause),
    };
    let mut book = calamine::Xlsb::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for (meta, hidden) in worksheets(book.sheets_metadata(), hidden_binary::of_xlsb(bytes)) {
        let mut cells = Cells::new(file, &meta.name);
        let mut reader = book
            .worksheet_cells_reader(&meta.name)
            .map_err(|cause| broken(cause).at(cells.place()))?;
        while let Some(cell) = reader
            .next_cell()
            .map_err(|cause| broken(cause).at(cells.place()))?
        {
            cells.add_ref(cell.get_position(), cell.get_value())?;
        }
        sheets.push(cells.finish((meta.visible, hidden), Vec::new())?);
    }
    Ok(sheets)
}

fn xls(bytes: &[u8], file: &Arc<str>) -> Result<Vec<Sheet>> {
    let broken = |cause| match cause {
        calamine::XlsError::Password => locked(file),
        cause => damaged(file).because(cause),
    };
    for extent in extent::of_xls(bytes) {
        extent.check(file)?;
    }
    let mut book = calamine::Xls::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for (meta, hidden) in worksheets(book.sheets_metadata(), hidden_binary::of_xls(bytes)) {
        let mut cells = Cells::new(file, &meta.name);
        let range = book
            .worksheet_range(&meta.name)
            .map_err(|cause| broken(cause).at(cells.place()))?;
        cells.add_range(&range)?;
        let merges = book.merge_cells_by_sheet_name(&meta.name);
        sheets.push(cells.finish((meta.visible, hidden), merges.unwrap_or_default())?);
    }
    Ok(sheets)
}

fn ods(bytes: &[u8], file: &Arc<str>) -> Result<Vec<Sheet>> {
    let broken = |cause| match cause {
        calamine::OdsError::Password => locked(file),
        cause => damaged(file).because(cause),
    };
    for extent in extent::of_ods(bytes) {
        extent.check(file)?;
    }
    let mut book = calamine::Ods::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for (meta, hidden) in worksheets(book.sheets_metadata(), hidden_ods::of_ods(bytes)) {
        let mut cells = Cells::new(file, &meta.name);
        let range = book
            .worksheet_range(&meta.name)
            .map_err(|cause| broken(cause).at(cells.place()))?;
        cells.add_range(&range)?;
        sheets.push(cells.finish((meta.visible, hidden), Vec::new())?);
    }
    Ok(sheets)
}

/// The sheets that hold cells, with what is hidden in them where that is known of all;
/// chart and macro sheets hold none.
fn worksheets(
    sheets: &[calamine::Sheet],
    mut hidden: Vec<Hidden>,
) -> Vec<(calamine::Sheet, Hidden)> {
    if hidden.len() != sheets.len() {
        hidden.clear();
    }
    hidden.resize(sheets.len(), Hidden::default());
    let sheets = sheets.iter().cloned().zip(hidden);
    sheets
        .filter(|(sheet, _)| sheet.typ == SheetType::WorkSheet)
        .collect()
}

/// Filled cells of a sheet that is held whole: a million respondents with
/// thirty answers each.
pub(super) const MOST_CELLS: usize = 1 << 25;

/// The cells of a sheet in the order the file gives them, blank ones left out.
struct Cells {
    rows: Rows,
    /// Row, column and end in `text`.
    cells: Vec<(u32, u32, usize)>,
    text: String,
}

impl Cells {
    fn new(file: &Arc<str>, sheet: &str) -> Self {
        Cells {
            rows: Rows::new(file.clone(), Some(sheet.into()), 0, 0),
            cells: Vec::new(),
            text: String::new(),
        }
    }

    /// The sheet as a place.
    fn place(&self) -> Place {
        Place {
            file: self.rows.file().clone(),
            sheet: self.rows.sheet().cloned(),
            row: None,
            column: None,
        }
    }

    fn add_range(&mut self, range: &calamine::Range<Data>) -> Result<()> {
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let row = top.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
            let column = left.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
            self.add_ref((row, column), &borrowed(value))?;
        }
        Ok(())
    }

    /// Adds a cell; one beyond the limits of a sheet is refused where it stands.
    fn add_ref(&mut self, (row, column): (u32, u32), value: &DataRef<'_>) -> Result<()> {
        let start = self.text.len();
        write_value(&mut self.text, value);
        let added = self.text.get(start..).unwrap_or("");
        if trimmed(added).is_empty() {
            self.text.truncate(start);
            return Ok(());
        }
        let place = || self.rows.place(row, column);
        limits::check_row(row, place)?;
        limits::check_columns(column.saturating_add(1), place)?;
        limits::check_cell(added.len(), place)?;
        self.cells.push((row, column, self.text.len()));
        match self.text.len() > Rows::MOST_TEXT || self.cells.len() > MOST_CELLS {
            true => Err(limits::too_large(self.rows.file())),
            false => Ok(()),
        }
    }

    fn finish(
        mut self,
        (visible, hidden): (SheetVisible, Hidden),
        merges: Vec<Dimensions>,
    ) -> Result<Sheet> {
        let mut start = 0;
        let mut placed: Vec<(u32, u32, &str)> = Vec::with_capacity(self.cells.len());
        for (row, column, end) in &self.cells {
            placed.push((*row, *column, self.text.get(start..*end).unwrap_or("")));
            start = *end;
        }
        // Files of some programs give cells out of order or twice; the last counts.
        placed.sort_by_key(|(row, column, _)| (*row, *column));
        let width = placed.iter().map(|cell| cell.1 + 1).max().unwrap_or(0);
        self.rows.widen(width);
        for (index, (row, column, text)) in placed.iter().enumerate() {
            let next = placed.get(index + 1);
            if next.is_some_and(|next| (next.0, next.1) == (*row, *column)) {
                continue;
            }
            while self.rows.height() < *row {
                self.rows.end_row();
            }
            self.rows.append(*column, text);
            if next.is_none_or(|next| next.0 != *row) {
                self.rows.end_row();
            }
        }
        Ok(Sheet {
            merges: merges.into_iter().map(area).collect(),
            hidden: visible != SheetVisible::Visible,
            concealed: hidden,
            ..Sheet::of(self.rows)
        })
    }
}

fn area(merge: Dimensions) -> Area {
    Area {
        first_row: merge.start.0,
        last_row: merge.end.0,
        first_column: merge.start.1,
        last_column: merge.end.1,
    }
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// A value as the text of [`Rows`].
pub(super) fn write_value(text: &mut String, value: &DataRef<'_>) {
    match value {
        DataRef::Empty => {}
        DataRef::Int(number) => text.push_str(&number.to_string()),
        // Adding zero turns -0 into 0.
        DataRef::Float(number) => text.push_str(&(number + 0.0).to_string()),
        DataRef::String(string) => text.push_str(string),
        DataRef::SharedString(string) => text.push_str(string),
        DataRef::Bool(true) => text.push_str("TRUE"),
        DataRef::Bool(false) => text.push_str("FALSE"),
        DataRef::DateTime(moment) => text.push_str(&moment_text(moment)),
        DataRef::DateTimeIso(moment) => text.push_str(&iso_moment_text(moment)),
        DataRef::DurationIso(time) => text.push_str(&iso_time_text(time)),
        DataRef::Error(error) => text.push_str(&error.to_string()),
    }
}

/// A serial date; one below 1 is a time of day. Parts of a second are cut off.
fn moment_text(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    if moment.is_duration() || (0.0..1.0).contains(&days) {
        let seconds = (days * 86_400.0).round() as i64;
        let (hours, rest) = (seconds / 3600, (seconds % 3600).abs());
        return format!("{hours:02}:{:02}:{:02}", rest / 60, rest % 60);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second) {
        (0, 0, 0) => date,
        _ => format!("{date} {hour:02}:{minute:02}:{second:02}"),
    }
}

/// `2026-03-01T08:30:00.000` as `2026-03-01 08:30:00`.
fn iso_moment_text(moment: &str) -> String {
    let whole = moment.split('.').next().unwrap_or(moment);
    let text = whole.replacen('T', " ", 1);
    text.strip_suffix(" 00:00:00").unwrap_or(&text).to_string()
}

/// `PT08H30M00S` as `08:30:00`; anything else as it is.
fn iso_time_text(time: &str) -> String {
    let parts = || {
        let rest = time.strip_prefix("PT")?;
        let (hours, rest) = rest.split_once('H')?;
        let (minutes, rest) = rest.split_once('M')?;
        let seconds = rest.strip_suffix('S')?;
        let seconds = seconds.split(['.', ',']).next()?;
        Some(format!("{hours:0>2}:{minutes:0>2}:{seconds:0>2}"))
    };
    parts().unwrap_or_else(|| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    fn said(value: DataRef<'_>) -> String {
        let mut text = String::new();
        write_value(&mut text, &value);
        text
    }

    #[test]
    fn a_panic_of_the_parser_is_caught_and_silent() {
        assert_eq!(quietly(|| 3), Some(3));
        let empty: Vec<u8> = Vec::new();
        assert_eq!(quietly(|| empty[1]), None);
        assert!(!QUIET.get());
    }

    #[test]
    fn values_read_as_a_person_would_write_them() {
        let date = |days, kind| DataRef::DateTime(ExcelDateTime::new(days, kind, false));
        let moment = ExcelDateTimeType::DateTime;
        let cases = [
            (DataRef::Float(3.0), "3"),
            (DataRef::Float(4.5), "4.5"),
            (DataRef::Float(-0.0), "0"),
            (DataRef::Float(3.3), "3.3"),
            (DataRef::Float(81_200_000_001.0), "81200000001"),
            (DataRef::Bool(true), "TRUE"),
            (DataRef::Error(calamine::CellErrorType::NA), "#N/A"),
            (date(46_082.0, moment), "2026-03-01"),
            (date(46_082.354_166_666_664, moment), "2026-03-01 08:30:00"),
            (date(0.354_166_666_666, moment), "08:30:00"),
            (date(1.5, ExcelDateTimeType::TimeDelta), "36:00:00"),
            (DataRef::DateTimeIso("2026-03-01".into()), "2026-03-01"),
            (
                DataRef::DateTimeIso("2026-03-01T08:30:00.12".into()),
                "2026-03-01 08:30:00",
            ),
            (DataRef::DurationIso("PT8H5M0S".into()), "08:05:00"),
            (DataRef::Empty, ""),
        ];
        for (value, expected) in cases {
            assert_eq!(said(value), expected);
        }
    }
}
