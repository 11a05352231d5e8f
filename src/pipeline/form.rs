use super::Chosen;
use crate::error::Result;
use crate::read::{Book, XlsForm};
use std::path::Path;

/// Puts the texts of a form in place of the names of the chosen table.
pub(super) fn with_form(book: &mut Book, chosen: &mut Chosen, form: &Path) -> Result<()> {
    let form = XlsForm::read(form)?;
    if let Some(sheet) = book.sheets.get_mut(chosen.sheet) {
        let (told, table, several) = form.apply(sheet, &chosen.table)?;
        *sheet = told;
        (chosen.table, chosen.several) = (table, several);
    }
    Ok(())
}
