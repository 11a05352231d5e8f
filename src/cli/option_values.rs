use tridharma::analysis::{Rounding, Weight};
use tridharma::read::Area;
use tridharma::{Decimal, Error, ErrorKind, Result, column_number, said};

/// `exact`, or a printed weight.
pub fn weight(text: Option<&str>) -> Result<Weight> {
    let text = match text {
        None | Some("exact" | "tepat") => return Ok(Weight::Exact),
        Some(text) => text,
    };
    let number = text.replace(',', ".");
    let places = number.split_once('.').map_or(0, |(_, d)| d.len());
    let decimal = number
        .parse()
        .ok()
        .filter(|&w: &f64| w > 0.0 && w <= 1.0)
        .zip(u8::try_from(places).ok().filter(|&p| p <= 9))
        .and_then(|(w, places)| Decimal::round(w, places));
    decimal.map(Weight::Printed).ok_or_else(|| {
        Error::new(
            ErrorKind::Usage,
            said!(
                "bobot «{text}» bukan angka antara 0 dan 1",
                "the weight \"{text}\" is no number between 0 and 1"
            ),
        )
        .hint(said!(
            "contoh: --weight exact atau --weight 0.111",
            "for example: --weight exact or --weight 0.111"
        ))
    })
}

/// How offices round on the way.
pub fn rounding(text: Option<&str>) -> Result<Rounding> {
    match text {
        None | Some("none") => Ok(Rounding::None),
        Some("nrr2") => Ok(Rounding::Nrr2),
        Some("sum3") => Ok(Rounding::Sum3),
        Some(other) => Err(Error::new(
            ErrorKind::Usage,
            said!(
                "pembulatan «{other}» tidak dikenal",
                "the rounding \"{other}\" is unknown"
            ),
        )
        .hint(said!(
            "pilih none, nrr2, atau sum3",
            "choose none, nrr2 or sum3"
        ))),
    }
}

/// `B3:N240` as an area.
pub fn area(text: &str) -> Result<Area> {
    let corner = |text: &str| {
        let digits = text.find(|c: char| c.is_ascii_digit())?;
        let (letters, row) = text.split_at(digits);
        let row: u32 = row.parse().ok()?;
        Some((column_number(letters)?, row.checked_sub(1)?))
    };
    let found = text.split_once(':').and_then(|(from, to)| {
        let (a, b) = (corner(from.trim())?, corner(to.trim())?);
        Some(Area {
            first_row: a.1.min(b.1),
            last_row: a.1.max(b.1),
            first_column: a.0.min(b.0),
            last_column: a.0.max(b.0),
        })
    });
    found.ok_or_else(|| {
        Error::new(
            ErrorKind::Usage,
            said!(
                "rentang «{text}» tidak dapat dibaca",
                "the range \"{text}\" cannot be read"
            ),
        )
        .hint(said!("tulis seperti B3:N240", "write it as B3:N240"))
    })
}
