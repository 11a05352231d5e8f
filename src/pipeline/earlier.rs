use crate::analysis::{About, Earlier, Finding, SCHEMA, Study};
use crate::decimal::Decimal;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::nesting;
use crate::read::Rows;
use crate::said;

/// The indexes a `study.json` holds, oldest first: its own and the earlier ones
/// it was shown beside.
///
/// # Errors
/// JSON that is no study, one of a newer version of the program, or one of
/// another instrument.
pub fn earlier_from_study(
    file: &str,
    json: &str,
    instrument: Option<&str>,
) -> Result<Vec<Earlier>> {
    let study = read_study(file, json)?;
    if study.schema > SCHEMA {
        let version = &study.made_by.version;
        return Err(Error::new(
            ErrorKind::Invalid,
            said!(
                "study.json ini dibuat oleh versi yang lebih baru ({version})",
                "this study.json was made by a newer version ({version})"
            ),
        )
        .at(Place::file(file))
        .hint(said!("perbarui tridharma", "update tridharma")));
    }
    if let Some(own) = instrument {
        same_instrument(file, &study, own)?;
    }
    let period = study.survey.period.clone().unwrap_or_default();
    let mut earlier = Vec::new();
    let mut own = None;
    for entry in study.entries {
        match (entry.about, entry.outcome) {
            (About::Period(_), Ok(Finding::Earlier(found))) => earlier.push(found),
            (About::Total, Ok(Finding::Index(index))) => {
                own = Some(Earlier {
                    period: period.clone(),
                    index: index.exact,
                    printed: index.printed,
                    grade: index.grade,
                    n: Some(index.n),
                    standard_error: index.standard_error.ok(),
                    df: Some(index.df),
                    interval: index.interval.ok(),
                });
            }
            _ => {}
        }
    }
    earlier.extend(own);
    Ok(earlier)
}

/// A study out of its `study.json`; `file` is named in errors.
///
/// # Errors
/// JSON that is no study, or nested deeper than any study.
pub fn read_study(file: &str, json: &str) -> Result<Study> {
    nesting::check_json(file, json)?;
    serde_json::from_str(json).map_err(|error| unreadable(file, error))
}

fn unreadable(file: &str, error: serde_json::Error) -> Error {
    Error::new(
        ErrorKind::Invalid,
        said!(
            "ini bukan study.json yang dapat dibaca",
            "this is no study.json that can be read"
        ),
    )
    .at(Place {
        row: u32::try_from(error.line().saturating_sub(1)).ok(),
        ..Place::file(file)
    })
    .because(error)
    .hint(said!(
        "pakai study.json dari sebuah folder laporan",
        "use the study.json of a report folder"
    ))
}

/// Indexes of two instruments are not one series.
fn same_instrument(file: &str, study: &Study, instrument: &str) -> Result<()> {
    let theirs = &study.survey.instrument;
    if theirs != instrument {
        return Err(Error::new(
            ErrorKind::Usage,
            said!(
                "study.json ini memakai instrumen {theirs}, bukan {instrument}; nilainya tidak sebanding",
                "this study.json rests on the instrument {theirs}, not {instrument}; they do not compare"
            ),
        )
        .at(Place::file(file))
        .hint(said!(
            "pakai study.json dari survei yang sama",
            "use the study.json of the same survey"
        )));
    }
    Ok(())
}

/// Earlier published totals from a table with the columns `periode`, `ikm` and,
/// if known, `n` (English: `period`, `index`). A decimal comma is understood.
///
/// # Errors
/// Missing columns, or an index that is no number from 0 to 100, with its cell.
pub fn earlier_from_csv(rows: &Rows) -> Result<Vec<Earlier>> {
    let span = rows.span();
    let column = |names: &[&str]| {
        (0..rows.width()).find(|&c| {
            let title = rows.cell(span.start, c).trim().to_lowercase();
            names.contains(&title.as_str())
        })
    };
    let period = column(&["periode", "period", "tahun", "year"]);
    let index = column(&["ikm", "indeks", "index", "nilai", "nilai ikm"]);
    let n = column(&["n", "responden", "jumlah responden", "respondents"]);
    let (Some(period), Some(index)) = (period, index) else {
        return Err(Error::new(
            ErrorKind::Invalid,
            said!(
                "tabel nilai periode lalu memerlukan kolom periode dan ikm",
                "the table of earlier results needs the columns period and index"
            ),
        )
        .at(rows.place(span.start, 0))
        .hint(said!(
            "contoh: periode;ikm;n  lalu  2025-S2;83,72;150",
            "for example: period,index,n  then  2025-S2,83.72,150"
        )));
    };
    let mut earlier = Vec::new();
    for row in span.skip(1) {
        let name = rows.cell(row, period).trim();
        if name.is_empty() {
            continue;
        }
        let text = rows.cell(row, index).trim();
        let printed = published(text).ok_or_else(|| {
            let text = crate::survey::shown(text);
            Error::new(
                ErrorKind::Invalid,
                said!(
                    "«{text}» bukan nilai konversi (25–100)",
                    "\"{text}\" is no converted value (25–100)"
                ),
            )
            .at(rows.place(row, index))
            .hint(said!(
                "tulis angka seperti 83,72",
                "write a number such as 83.72"
            ))
        })?;
        earlier.push(Earlier {
            period: name.to_owned(),
            index: printed.value(),
            printed,
            grade: None,
            n: n.and_then(|c| rows.cell(row, c).trim().parse().ok()),
            standard_error: None,
            df: None,
            interval: None,
        });
    }
    Ok(earlier)
}

/// A published number with the decimals it was published with.
fn published(text: &str) -> Option<Decimal> {
    let text = text.replace(',', ".");
    let value: f64 = text.parse().ok()?;
    let places = text.split_once('.').map_or(0, |(_, d)| d.len());
    // Up to 6 it is a mean on the scale of the answers, not an index.
    match (6.0..=100.0).contains(&value) {
        true => Decimal::round(value, u8::try_from(places).ok()?.min(6)),
        false => None,
    }
}
