use crate::error::{Error, ErrorKind, Place, Result};
use crate::read::{Rows, Table};
use crate::said;

/// How many respondents each row of a table stands for: the column of counts of
/// a table that was counted elsewhere, by a database for instance.
///
/// The table is read whole; a row of count 0 stands for nobody.
#[derive(Debug, Clone)]
pub struct Times {
    column: u32,
    /// By the number of the cell's text.
    by_text: Vec<u64>,
    total: u64,
}

/// Respondents of all rows together, as many as a file of rows can have.
pub(super) const MOST: u64 = u32::MAX as u64;

impl Times {
    /// Reads the counts of a table's rows.
    ///
    /// # Errors
    /// A cell that is no whole number, blank ones included; counts beyond
    /// 4,294,967,295 together. Both with their place.
    pub fn of(rows: &Rows, table: &Table, column: u32) -> Result<Times> {
        let mut by_text: Vec<Option<u64>> = rows.texts().iter().map(whole).collect();
        let mut total = 0_u64;
        for row in rows.kept_of(&table.body).flatten() {
            let text = rows.text(row, column);
            let Some(times) = by_text.get(text as usize).copied().flatten() else {
                return Err(no_count(rows.texts().get(text), rows.place(row, column)));
            };
            total = total.saturating_add(times);
            if total > MOST {
                return Err(too_many(rows.place(row, column)));
            }
        }
        let by_text = by_text.iter_mut().map(|times| times.unwrap_or(0));
        Ok(Times {
            column,
            by_text: by_text.collect(),
            total,
        })
    }

    /// The respondents a row of the same table stands for.
    pub fn at(&self, rows: &Rows, row: u32) -> u64 {
        let text = rows.text(row, self.column) as usize;
        self.by_text.get(text).copied().unwrap_or(0)
    }

    /// The respondents of all rows.
    pub fn total(&self) -> u64 {
        self.total
    }
}

/// `12`, also as programs write a whole number that was a fraction before: `12.0`.
fn whole(text: &str) -> Option<u64> {
    let digits = match text.split_once(['.', ',']) {
        Some((whole, zeros)) if zeros.bytes().all(|byte| byte == b'0') && zeros.len() < 3 => whole,
        Some(_) => return None,
        None => text,
    };
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

fn no_count(text: &str, place: Place) -> Error {
    let shown: String = text.chars().take(20).collect();
    let what = match text.is_empty() {
        true => said!(
            "jumlah pada baris ini kosong",
            "the count of this row is blank"
        ),
        false => said!(
            "jumlah «{shown}» bukan bilangan bulat",
            "the count \"{shown}\" is no whole number"
        ),
    };
    Error::new(ErrorKind::Invalid, what).at(place).hint(said!(
        "isi setiap baris dengan jumlah respondennya tanpa titik ribuan, atau sebutkan kolom lain dengan --counts",
        "give each row its number of respondents without thousands separators, or name another column with --counts"
    ))
}

fn too_many(place: Place) -> Error {
    Error::new(
        ErrorKind::Invalid,
        said!(
            "jumlah responden melebihi {MOST}, batas satu survei",
            "the counts exceed {MOST} respondents, the limit of a survey"
        ),
    )
    .at(place)
    .hint(said!(
        "periksa apakah kolom itu berisi jumlah responden",
        "check that the column holds numbers of respondents"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_a_whole_number_written_plainly() {
        for (text, expected) in [
            ("12", Some(12)),
            ("0", Some(0)),
            ("12.0", Some(12)),
            ("12,00", Some(12)),
            // Twelve thousand or twelve: nobody can tell.
            ("12.000", None),
            ("12.5", None),
            ("-3", None),
            ("+3", None),
            ("", None),
            ("1e3", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(whole(text), expected, "{text}");
        }
    }
}
