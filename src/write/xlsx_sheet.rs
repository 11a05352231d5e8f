use super::printed::{column_groups, content_text, label_and_caption};
use super::xlsx_entry::prepare_entries;
use super::xlsx_formula::formula;
use super::xlsx_look::{Look, clean, group, is_like_formula, marked, note, title};
use super::xlsx_place::{Place, Places, sheet_column};
use crate::document::{Cell, Column, Content, Number, RowKind, Table, TableKind, Text, plain_text};
use crate::language::Language;
use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

pub(super) type Done = Result<(), XlsxError>;

/// One table on its sheet: title, column titles that stay in sight, rows with
/// live formulas, notes.
pub(super) fn table_sheet(
    sheet: &mut Worksheet,
    place: &Place<'_>,
    places: &Places<'_>,
    language: Language,
) -> Done {
    let table = place.table;
    columns(sheet, table)?;
    write_words(
        sheet,
        (0, 0),
        &label_and_caption(&table.label, &table.caption),
        &title(),
    )?;
    if table.kind == TableKind::Entry {
        for (row, text) in (1..).zip(&table.notes) {
            let format = Format::new().set_font_color(super::xlsx_look::QUIET);
            write_words(sheet, (row, 0), &plain_text(text), &format)?;
        }
    }
    head(sheet, place)?;
    body(sheet, place, places, language)?;
    match table.kind {
        TableKind::Reading | TableKind::Apa => notes(sheet, place)?,
        TableKind::Data => {
            let last = place.after().saturating_sub(1);
            if !table.rows.is_empty() && !table.columns.is_empty() {
                sheet.autofilter(place.head, 0, last, place.last_column())?;
            }
            notes(sheet, place)?;
        }
        TableKind::Entry => prepare_entries(sheet, place, places, language)?,
    }
    paper(sheet, place)
}

/// The rows.
fn body(sheet: &mut Worksheet, place: &Place<'_>, places: &Places<'_>, language: Language) -> Done {
    let table = place.table;
    for (row, content) in (place.first()..).zip(&table.rows) {
        if table.kind != TableKind::Data {
            let texts = content.cells.iter().map(|cell| match &cell.content {
                Content::Text(text) => plain_text(text),
                _ => String::new(),
            });
            row_height(sheet, row, texts.zip(table.columns.iter().map(characters)))?;
        }
        for (column, (cell, of)) in content.cells.iter().zip(&table.columns).enumerate() {
            let look = Look {
                kind: table.kind,
                row: content.kind,
                align: of.align,
            };
            let live = cell.derived.as_ref();
            let live = live.and_then(|derived| formula(derived, &place.sheet, places));
            let at = (row, sheet_column(column));
            write_cell(sheet, at, cell, look, live, place, language)?;
        }
    }
    Ok(())
}

/// Writes a text that can never be a formula, not even when typed again.
pub(super) fn write_words(
    sheet: &mut Worksheet,
    at: (u32, u16),
    text: &str,
    format: &Format,
) -> Done {
    let text = clean(text);
    if is_like_formula(&text) {
        let format = format.clone().set_quote_prefix();
        sheet.write_string_with_format(at.0, at.1, text, &format)?;
    } else {
        sheet.write_string_with_format(at.0, at.1, text, format)?;
    }
    Ok(())
}

fn columns(sheet: &mut Worksheet, table: &Table) -> Done {
    for (column, of) in table.columns.iter().enumerate() {
        let column = sheet_column(column);
        sheet.set_column_width(column, characters(of) as f64)?;
        if table.kind == TableKind::Data {
            // Plain cells take the look of their column: one format a column,
            // not one a cell.
            let look = Look {
                kind: table.kind,
                row: RowKind::Body,
                align: of.align,
            };
            sheet.set_column_format(column, &look.words())?;
        }
    }
    Ok(())
}

/// The width of a column: what it asks for, and its title's longest word.
pub(super) fn characters(column: &Column) -> usize {
    let longest = column.title.split_whitespace().map(|w| w.chars().count());
    usize::from(column.width)
        .max(longest.max().unwrap_or(0) + 1)
        .clamp(5, 60)
        + 2
}

/// Makes a row as high as its longest text needs, told with the characters of
/// its cell. Merged cells never grow by themselves, and LibreOffice lets no row
/// of a workbook grow.
pub(super) fn row_height(
    sheet: &mut Worksheet,
    row: u32,
    texts: impl Iterator<Item = (String, usize)>,
) -> Done {
    let lines = |(text, width): (String, usize)| -> usize {
        // A width counts figures; in running text more letters have room.
        let room = if width < 30 { width } else { width + width / 8 };
        let line = |line: &str| line.chars().count().div_ceil(room.max(1)).max(1);
        text.lines().map(line).sum()
    };
    // 409 points is the highest row there is.
    match texts.map(lines).max().unwrap_or(1) {
        0 | 1 => Ok(()),
        lines => sheet
            .set_row_height(row, 15 * lines.min(27) as u32)
            .map(drop),
    }
}

/// Group titles and column titles, which stay in sight and on every page.
fn head(sheet: &mut Worksheet, place: &Place<'_>) -> Done {
    let mut from = 0_usize;
    let above = place.head.saturating_sub(1);
    let groups = match place.table.groups.is_empty() {
        true => Vec::new(),
        false => column_groups(place.table),
    };
    for (text, count) in groups {
        let first = sheet_column(from);
        from += count;
        if count > 1 {
            let last = sheet_column(from - 1);
            sheet.merge_range(above, first, above, last, &clean(text), &group())?;
        } else {
            write_words(sheet, (above, first), text, &group())?;
        }
    }
    for (column, of) in place.table.columns.iter().enumerate() {
        let look = Look {
            kind: place.table.kind,
            row: RowKind::Body,
            align: of.align,
        };
        let at = (place.head, sheet_column(column));
        let format = match of.symbol {
            true => look.head().set_italic(),
            false => look.head(),
        };
        write_words(sheet, at, &of.title, &format)?;
    }
    let titles = place.table.columns.iter().map(|of| of.title.clone());
    let widths = place.table.columns.iter().map(|of| characters(of) - 2);
    row_height(sheet, place.head, titles.zip(widths))?;
    sheet.set_freeze_panes(place.first(), 0)?;
    let top = place
        .head
        .saturating_sub(u32::from(!place.table.groups.is_empty()));
    sheet.set_repeat_rows(top, place.head).map(drop)
}

fn write_cell(
    sheet: &mut Worksheet,
    at: (u32, u16),
    cell: &Cell,
    look: Look,
    live: Option<String>,
    place: &Place<'_>,
    language: Language,
) -> Done {
    match &cell.content {
        Content::Number(number) => write_number(sheet, at, number, look, live, language),
        Content::Text(text) => write_text(sheet, at, text, look, live),
        // A blank is blank; what cannot be computed says so.
        Content::None(_) => write_words(
            sheet,
            at,
            &content_text(&cell.content, &place.reasons, language),
            &look.words(),
        ),
        Content::Empty if look.kind == TableKind::Data => Ok(()),
        Content::Empty => sheet.write_blank(at.0, at.1, &look.words()).map(drop),
    }
}

fn write_number(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    number: &Number,
    look: Look,
    live: Option<String>,
    language: Language,
) -> Done {
    let plain = look.kind == TableKind::Data && number.shown.places == 0;
    if !number.value.is_finite() {
        return write_words(
            sheet,
            (row, column),
            &number.shown.text(language),
            &look.words(),
        );
    }
    match live {
        Some(live) => {
            let live = Formula::new(live).set_result(format!("{}", number.value));
            let format = look.number(number, language);
            sheet.write_formula_with_format(row, column, live, &format)?;
        }
        None if plain => {
            sheet.write_number(row, column, number.value)?;
        }
        None => {
            let format = look.number(number, language);
            sheet.write_number_with_format(row, column, number.value, &format)?;
        }
    }
    Ok(())
}

fn write_text(
    sheet: &mut Worksheet,
    at: (u32, u16),
    text: &Text,
    look: Look,
    live: Option<String>,
) -> Done {
    let words = plain_text(text);
    match live {
        Some(live) => {
            let live = Formula::new(live).set_result(clean(&words));
            sheet.write_formula_with_format(at.0, at.1, live, &look.words())?;
            Ok(())
        }
        None if look.kind == TableKind::Data && !is_like_formula(&words) => {
            sheet.write_string(at.0, at.1, clean(&words)).map(drop)
        }
        None => write_words(sheet, at, &words, &marked(look.words(), text)),
    }
}

/// The notes under the table, over its whole width.
fn notes(sheet: &mut Worksheet, place: &Place<'_>) -> Done {
    let table = place.table;
    let width: usize = table.columns.iter().map(characters).sum();
    let reasons = place.reasons.notes();
    let reasons = reasons.map(|(mark, reason)| format!("({mark}) {reason}"));
    let texts = table.notes.iter().map(|text| plain_text(text));
    let after = place.after().saturating_add(1);
    for (row, text) in (after..).zip(texts.chain(reasons)) {
        let text = clean(&text);
        // A merged cell never grows by itself.
        let lines: usize = text
            .lines()
            .map(|l| l.chars().count() / width.max(20) + 1)
            .sum();
        sheet.set_row_height(row, 12.5 * lines.clamp(1, 30) as f64)?;
        if place.last_column() > 0 {
            sheet.merge_range(row, 0, row, place.last_column(), "", &note())?;
        }
        write_words(sheet, (row, 0), &text, &note())?;
    }
    Ok(())
}

/// A4, as wide as one page, on its side where the table is wide.
fn paper(sheet: &mut Worksheet, place: &Place<'_>) -> Done {
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_footer("&L&A&R&P / &N");
    if place.table.is_wide() {
        sheet.set_landscape();
    }
    Ok(())
}
