use super::xlsx_look::Look;
use super::xlsx_place::{Place, Places, quoted, sheet_column};
use super::xlsx_sheet::Done;
use crate::document::RowKind;
use crate::error::column_letters;
use crate::language::Language;
use rust_xlsxwriter::{DataValidation, Formula, Worksheet, XlsxError};

/// Empty rows to be filled in, with lists to choose from where a column takes
/// only certain values.
pub(super) fn prepare_entries(
    sheet: &mut Worksheet,
    place: &Place<'_>,
    places: &Places<'_>,
    language: Language,
) -> Done {
    let table = place.table;
    let filled = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    for (column, of) in table.columns.iter().enumerate() {
        let at = sheet_column(column);
        let look = Look {
            kind: table.kind,
            row: RowKind::Body,
            align: of.align,
        };
        let format = look.words();
        for row in place.first().saturating_add(filled)..place.after() {
            sheet.write_blank(row, at, &format)?;
        }
        if of.choices.is_empty() {
            continue;
        }
        let long = place.lists.iter().find(|(of, _)| *of == column);
        let rule = match long {
            Some((_, list)) => {
                let letters = column_letters(u32::from(*list));
                let list = format!(
                    "={}!${letters}$1:${letters}${}",
                    quoted(places.lists()),
                    of.choices.len()
                );
                DataValidation::new().allow_list_formula(Formula::new(list))
            }
            None => DataValidation::new().allow_list_strings(&of.choices)?,
        };
        let last = place.after().saturating_sub(1);
        sheet.add_data_validation(place.first(), at, last, at, &told(rule, language)?)?;
    }
    Ok(())
}

/// What a value outside the list is answered with.
fn told(rule: DataValidation, language: Language) -> Result<DataValidation, XlsxError> {
    let (title, message) = match language {
        Language::Id => (
            "Tidak ada dalam daftar",
            "Pilih salah satu isi daftar pada sel ini.",
        ),
        Language::En => (
            "Not in the list",
            "Choose one of the entries listed at this cell.",
        ),
    };
    rule.set_error_title(title)?.set_error_message(message)
}
