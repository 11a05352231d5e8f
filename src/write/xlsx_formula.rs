use super::xlsx_look::clean;
use super::xlsx_place::{Place, Places, quoted};
use crate::document::{Case, Expression, Range};
use crate::error::column_letters;

/// An expression as a formula of the sheet `here`; `None` where it points at no
/// cell of the document, or would be longer or nested deeper than a formula may
/// be: then the value stands alone.
pub(super) fn formula(expression: &Expression, here: &str, places: &Places<'_>) -> Option<String> {
    let text = Writer { here, places }.expression(expression, 0)?;
    // The limit is 8,192 characters; a margin for what the library adds.
    (text.len() <= 8_000).then_some(text)
}

struct Writer<'a> {
    here: &'a str,
    places: &'a Places<'a>,
}

impl Writer<'_> {
    fn expression(&self, expression: &Expression, depth: u8) -> Option<String> {
        // Excel nests 64 levels; a grade nests one for every case.
        if depth > 24 {
            return None;
        }
        let inner = |e: &Expression| self.expression(e, depth + 1);
        Some(match expression {
            Expression::Number(value) => number(*value)?,
            Expression::Cell { table, row, column } => self.cell(table, *row, *column)?,
            Expression::CountEqual(range, value) => {
                format!("COUNTIF({},{})", self.range(range)?, number(*value)?)
            }
            Expression::CountNumbers(range) => format!("COUNT({})", self.range(range)?),
            Expression::SumRange(range) => format!("SUM({})", self.range(range)?),
            Expression::Average(range) => format!("AVERAGE({})", self.range(range)?),
            // COUNTIF and SUMIF read a text as a pattern, a comparison, a date
            // or a number and ignore case; EXACT takes it as it stands.
            Expression::CountText(range, text) => {
                format!("SUMPRODUCT({})", self.exact(range, text)?)
            }
            Expression::SumWhere(values, texts, text) => format!(
                "SUMPRODUCT({},{})",
                self.exact(texts, text)?,
                self.range(values)?
            ),
            Expression::CountWhere(values, texts, text) => format!(
                "SUMPRODUCT({},--ISNUMBER({}))",
                self.exact(texts, text)?,
                self.range(values)?
            ),
            Expression::Sum(terms) => joined(terms, "+", "0", inner)?,
            Expression::Product(factors) => joined(factors, "*", "1", inner)?,
            Expression::Quotient(above, below) => {
                format!("({})/({})", inner(above)?, inner(below)?)
            }
            // The first rounding takes away the last binary digits, so that a
            // computed 86.62499999999999 is the 86.625 it stands for.
            Expression::Round(value, places) if *places < 9 => {
                format!("ROUND(ROUND({},10),{places})", inner(value)?)
            }
            Expression::Round(value, places) => format!("ROUND({},{places})", inner(value)?),
            Expression::Grade(value, cases) => grade(&inner(value)?, cases)?,
        })
    }

    fn exact(&self, range: &Range, wanted: &str) -> Option<String> {
        Some(format!("--EXACT({},{})", self.range(range)?, text(wanted)))
    }

    fn cell(&self, table: &str, row: usize, column: usize) -> Option<String> {
        let place = self.places.get(table)?;
        let cell = address(place.row(row)?, place.column(column)?);
        Some(format!("{}{cell}", self.sheet(place)))
    }

    fn range(&self, range: &Range) -> Option<String> {
        let place = self.places.get(&range.table)?;
        let from = (range.rows.0, range.columns.0);
        let to = (
            range.rows.1.checked_sub(1)?,
            range.columns.1.checked_sub(1)?,
        );
        if to.0 < from.0 || to.1 < from.1 {
            return None;
        }
        let corner = |(row, column)| Some(address(place.row(row)?, place.column(column)?));
        Some(format!(
            "{}{}:{}",
            self.sheet(place),
            corner(from)?,
            corner(to)?
        ))
    }

    /// The sheet before an address; nothing on the sheet itself.
    fn sheet(&self, place: &Place<'_>) -> String {
        if place.sheet == self.here {
            String::new()
        } else {
            format!("{}!", quoted(&place.sheet))
        }
    }
}

/// `$B$5`
fn address(row: u32, column: u16) -> String {
    format!(
        "${}${}",
        column_letters(u32::from(column)),
        u64::from(row) + 1
    )
}

/// A number with all its digits, which formulas want with a point and without
/// an exponent.
fn number(value: f64) -> Option<String> {
    let text = format!("{value}");
    (value.is_finite() && text.len() <= 30).then_some(text)
}

/// Terms or factors, each in brackets where it is more than a word.
fn joined(
    parts: &[Expression],
    sign: &str,
    none: &str,
    inner: impl Fn(&Expression) -> Option<String>,
) -> Option<String> {
    if parts.is_empty() {
        return Some(none.to_owned());
    }
    let part = |e: &Expression| {
        let text = inner(e)?;
        let whole = matches!(e, Expression::Sum(_) | Expression::Quotient(..))
            || matches!(e, Expression::Number(value) if *value < 0.0);
        Some(if whole { format!("({text})") } else { text })
    };
    let texts: Option<Vec<String>> = parts.iter().map(part).collect();
    Some(texts?.join(sign))
}

/// The text of the first bound that is reached.
fn grade(value: &str, cases: &[Case]) -> Option<String> {
    let (last, others) = cases.split_last()?;
    let mut out = String::new();
    for case in others {
        let bound = number(case.from)?;
        out.push_str(&format!("IF({value}>={bound},{},", text(&case.text)));
    }
    out.push_str(&text(&last.text));
    out.push_str(&")".repeat(others.len()));
    (others.len() <= 32).then_some(out)
}

/// A text in a formula: quotes doubled, and in pieces of at most 255 characters.
fn text(text: &str) -> String {
    let signs: Vec<char> = clean(text).chars().collect();
    let mut pieces: Vec<String> = signs
        .chunks(120)
        .map(|piece| format!("\"{}\"", String::from_iter(piece).replace('"', "\"\"")))
        .collect();
    match pieces.len() {
        0 => "\"\"".to_owned(),
        1 => pieces.swap_remove(0),
        _ => format!("({})", pieces.join("&")),
    }
}
