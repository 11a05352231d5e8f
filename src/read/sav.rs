use super::sav_bytes::SavBytes;
use super::sav_cases::Cases;
use super::sav_dictionary::{Dictionary, Variable};
use super::sav_sets::sets;
use super::sav_value::{Reader, Said};
use super::workbook::MOST_CELLS;
use super::{Notice, NoticeKind, Rows, Sheet, limits};
use crate::error::Result;
use std::sync::Arc;

/// Reads an SPSS file (`.sav`, `.zsav`): a sheet of which the first row holds the
/// names of the variables with their labels.
///
/// A code that has a label reads as both (`Sangat Sesuai (4)`), one of a yes and a
/// no as its label alone. What the file declares to be no answer is blank, and told.
///
/// # Errors
/// A file that ends early or contradicts itself; one beyond the limits of a sheet.
pub(super) fn read(bytes: &[u8], file: &Arc<str>) -> Result<Sheet> {
    let mut bytes = SavBytes::new(bytes, file);
    let dictionary = Dictionary::read(&mut bytes)?;
    let width = u32::try_from(dictionary.variables.len()).unwrap_or(u32::MAX);
    let mut rows = Rows::new(file.clone(), None, 0, width);
    let headers: Vec<String> = dictionary.variables.iter().map(header).collect();
    rows.push(headers.iter().map(String::as_str));
    let readers = dictionary.variables.iter();
    let readers: Vec<Reader> = readers
        .map(|variable| Reader::new(variable, dictionary.big, dictionary.encoding))
        .collect();
    let mut missing: Vec<(u64, u32)> = vec![(0, 0); readers.len()];
    let mut cases = Cases::of(&dictionary, bytes)?;
    let mut case = Vec::new();
    let mut cells = 0;
    while cases.next(&mut case)? {
        let row = rows.span().end;
        for ((column, reader), missing) in (0..width).zip(&readers).zip(&mut missing) {
            match reader.cell(&case) {
                Said::Blank => {}
                Said::Missing => {
                    *missing = (missing.0 + 1, if missing.0 == 0 { row } else { missing.1 });
                }
                Said::Text(text) => {
                    limits::check_cell(text.len(), || rows.place(row, column))?;
                    rows.append(column, &text);
                    cells += 1;
                }
            }
        }
        rows.end_row();
        cells += 1;
        if cells > MOST_CELLS || rows.texts().bytes() > Rows::MOST_TEXT {
            return Err(limits::too_large(cases.bytes().file()));
        }
    }
    let mut notices: Vec<Notice> = (0..)
        .zip(missing)
        .filter(|(_, (times, _))| *times > 0)
        .map(|(column, (times, row))| Notice {
            kind: NoticeKind::DeclaredMissing { column },
            times,
            first: (row, column),
        })
        .collect();
    if let Some(column) = dictionary.weight.and_then(|at| u32::try_from(at).ok()) {
        notices.push(Notice {
            kind: NoticeKind::CaseWeights { column },
            times: u64::from(rows.height().saturating_sub(1)),
            first: (0, column),
        });
    }
    Ok(Sheet {
        header: Some(1),
        sets: sets(&dictionary, &readers),
        notices,
        ..Sheet::of(rows)
    })
}

/// `U1. Persyaratan pelayanan`: the name of a variable and its label, so that
/// either finds it.
fn header(variable: &Variable) -> String {
    let (name, label) = (variable.name.as_str(), variable.label.as_str());
    let begins = label
        .get(..name.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(name));
    let rest = label.get(name.len()..).unwrap_or_default();
    // `U1 Persyaratan` says the code; `Saran (tertulis)` of the column `saran` does not.
    let coded = name.ends_with(|sign: char| sign.is_ascii_digit());
    let parted = rest.starts_with(['.', ':', ')', '-', '–']) || coded && rest.starts_with(' ');
    let rest = match begins && (parted || rest.is_empty()) {
        true => rest.trim_start_matches(|sign: char| !sign.is_alphanumeric() && sign != '('),
        false => label,
    };
    match rest.is_empty() {
        true => name.to_owned(),
        false => format!("{name}. {rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file whose numbers begin with the high byte: two variables, one of them a
    /// text of ten letters, and the cases given.
    fn high_byte_first(cases: &[(f64, &str)], told: i32) -> Vec<u8> {
        let mut file = b"$FL2".to_vec();
        let int = |file: &mut Vec<u8>, number: i32| file.extend(number.to_be_bytes());
        file.extend([b' '; 60]);
        for number in [2, 3, 0, 0, told] {
            int(&mut file, number);
        }
        file.extend(100_f64.to_be_bytes());
        file.extend([b' '; 84]);
        for (width, name) in [(0, b"NILAI   "), (10, b"KOTA    "), (-1, b"        ")] {
            for number in [2, width, 0, 0, 5 << 16, 5 << 16] {
                int(&mut file, number);
            }
            file.extend(name);
        }
        int(&mut file, 999);
        int(&mut file, 0);
        for (number, text) in cases {
            file.extend(number.to_be_bytes());
            file.extend(format!("{text:16}").bytes());
        }
        file
    }

    #[test]
    fn numbers_of_either_byte_order_are_read() {
        let bytes = high_byte_first(&[(3.0, "Kota Contoh"), (-f64::MAX, "x")], 2);
        let sheet = read(&bytes, &"a.sav".into()).expect("a file");
        assert_eq!(sheet.rows.cell(0, 0), "NILAI");
        assert_eq!(sheet.rows.cell(1, 0), "3");
        assert_eq!(sheet.rows.cell(1, 1), "Kota Conto");
        assert_eq!(sheet.rows.cell(2, 0), "");
        // How many cases there are may be unknown, but not fewer than told.
        let unknown = high_byte_first(&[(3.0, "a")], -1);
        assert!(read(&unknown, &"a.sav".into()).is_ok());
        let fewer = high_byte_first(&[(3.0, "a")], 2);
        assert!(read(&fewer, &"a.sav".into()).is_err());
    }

    #[test]
    fn names_and_labels_are_said_once() {
        let header = |name: &str, label: &str| {
            let bytes = high_byte_first(&[], 0);
            let mut bytes = SavBytes::new(&bytes, &FILE);
            let mut dictionary = Dictionary::read(&mut bytes).expect("a file");
            let mut variable = dictionary.variables.swap_remove(0);
            (variable.name, variable.label) = (name.to_owned(), label.to_owned());
            super::header(&variable)
        };
        static FILE: std::sync::LazyLock<Arc<str>> = std::sync::LazyLock::new(|| "a.sav".into());
        assert_eq!(header("jk", "Jenis kelamin"), "jk. Jenis kelamin");
        assert_eq!(header("U1", "U1: Persyaratan"), "U1. Persyaratan");
        assert_eq!(header("u1", "U1"), "u1");
        assert_eq!(header("U1", "U1 Persyaratan"), "U1. Persyaratan");
        assert_eq!(header("U1", "U10 Waktu"), "U1. U10 Waktu");
        assert_eq!(
            header("saran", "Saran (tertulis)"),
            "saran. Saran (tertulis)"
        );
        assert_eq!(header("U1", ""), "U1");
    }
}
