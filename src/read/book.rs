use super::kind::folded;
use super::tables::cells;
use super::{Book, Sheet, Table, Where, find_tables};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::said;

impl Book {
    /// The sheet to read: the one asked for, else the one with the largest
    /// table, visible sheets before hidden ones.
    ///
    /// # Errors
    /// No sheet of that name; the message lists those there are.
    pub fn sheet(&self, place: &Where) -> Result<&Sheet> {
        self.best(place).map(|(sheet, _)| sheet)
    }

    /// The sheet to read and its tables, the most likely one first.
    ///
    /// # Errors
    /// No sheet of that name; no header row anywhere.
    pub fn tables(&self, place: &Where) -> Result<(&Sheet, Vec<Table>)> {
        let (sheet, tables) = self.best(place)?;
        if tables.is_empty() {
            return Err(self.no_table(sheet));
        }
        Ok((sheet, tables))
    }

    /// Every table of every sheet with the position of its sheet; of a sheet the
    /// most likely one first.
    pub fn every_table(&self) -> Vec<(usize, Table)> {
        let sheets = self.sheets.iter().enumerate();
        let tables = sheets.flat_map(|(at, sheet)| {
            let found = find_tables(sheet, &Where::default()).into_iter();
            found.map(move |table| (at, table))
        });
        tables.collect()
    }

    fn best(&self, place: &Where) -> Result<(&Sheet, Vec<Table>)> {
        if let Some(name) = &place.sheet {
            let sheet = self.named(name)?;
            return Ok((sheet, find_tables(sheet, place)));
        }
        let found = self.sheets.iter().map(|sheet| {
            let tables = find_tables(sheet, place);
            let best = tables.first();
            let cells = best.map_or(0, |table| cells(&sheet.rows, table).0);
            let rest = sheet.rest.as_ref();
            let cells = rest.map_or(cells, |rest| rest.expected(cells));
            (sheet, tables, cells)
        });
        // Copies and summaries follow the sheet they were made of: a later
        // sheet has to hold clearly more to be the one.
        let best = found.reduce(|best, next| {
            let shown = !next.0.hidden && !next.1.is_empty();
            let better = match (!best.0.hidden && !best.1.is_empty(), shown) {
                (true, true) | (false, false) => next.2 * 5 > best.2 * 6,
                (best_shown, _) => !best_shown,
            };
            if better { next } else { best }
        });
        match best {
            Some((sheet, tables, _)) => Ok((sheet, tables)),
            None => Err(Error::new(
                ErrorKind::NoAnswers,
                said!("berkas ini tanpa lembar", "this file has no sheet"),
            )
            .at(Place::file(self.file.clone()))),
        }
    }

    fn named(&self, name: &str) -> Result<&Sheet> {
        let names = || self.sheets.iter().filter_map(|sheet| sheet.rows.sheet());
        let exact = |sheet: &&Sheet| sheet.rows.sheet().is_some_and(|have| **have == *name);
        let alike = |sheet: &&Sheet| {
            let have = sheet.rows.sheet();
            have.is_some_and(|have| folded(have) == folded(name))
        };
        let sheets = || self.sheets.iter();
        if let Some(sheet) = sheets().find(exact).or_else(|| sheets().find(alike)) {
            return Ok(sheet);
        }
        let list: Vec<String> = names().map(|name| format!("“{name}”")).collect();
        let list = list.join(", ");
        let hint = match list.is_empty() {
            true => said!(
                "berkas teks tidak punya lembar; hilangkan pilihan lembarnya",
                "a text file has no sheets; leave the choice of a sheet out"
            ),
            false => said!("lembar yang ada: {list}", "its sheets are: {list}"),
        };
        let error = Error::new(
            ErrorKind::NotFound,
            said!(
                "tidak ada lembar bernama “{name}”",
                "there is no sheet named “{name}”"
            ),
        );
        Err(error.at(Place::file(self.file.clone())).hint(hint))
    }

    fn no_table(&self, sheet: &Sheet) -> Error {
        Error::new(
            ErrorKind::NoAnswers,
            said!(
                "tidak ditemukan baris judul kolom dengan jawaban di bawahnya",
                "found no header row with answers below it"
            ),
        )
        .at(Place {
            file: self.file.clone(),
            sheet: sheet.rows.sheet().cloned(),
            row: None,
            column: None,
        })
        .hint(said!(
            "beri judul pada setiap kolom, atau sebutkan baris judulnya",
            "give every column a header, or say which row holds them"
        ))
    }
}
