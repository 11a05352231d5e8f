use super::xlsx_look::clean;
use super::xlsx_place::{Place, Places, quoted};
use crate::document::{Case, Content, Expression, Range, plain_text};
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
            Expression::CountText(..) | Expression::SumWhere(..) | Expression::CountWhere(..) => {
                self.by_text(expression)?
            }
            Expression::Sum(terms) => joined(terms, '+', "0", inner)?,
            Expression::Product(factors) => joined(factors, '*', "1", inner)?,
            Expression::Quotient(above, below) => {
                let (above, below) = (part(above, '/', inner)?, part(below, ':', inner)?);
                format!("{above}/{below}")
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

    /// Counts and sums of the cells that a text picks.
    fn by_text(&self, expression: &Expression) -> Option<String> {
        Some(match expression {
            Expression::CountText(texts, text) if self.is_word(texts, text) => {
                format!("COUNTIF({},{})", self.range(texts)?, literal(text))
            }
            Expression::CountText(texts, text) => {
                format!("SUMPRODUCT({})", self.exact(texts, text)?)
            }
            Expression::SumWhere(values, texts, text) if self.is_word(texts, text) => format!(
                "SUMIF({},{},{})",
                self.range(texts)?,
                literal(text),
                self.range(values)?
            ),
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
            _ => return None,
        })
    }

    fn exact(&self, range: &Range, wanted: &str) -> Option<String> {
        Some(format!(
            "--EXACT({},{})",
            self.range(range)?,
            literal(wanted)
        ))
    }

    /// Whether COUNTIF and SUMIF, which read a text as a pattern, a comparison,
    /// a date or a number and ignore case, take this one as it stands.
    fn is_word(&self, range: &Range, wanted: &str) -> bool {
        let sign = |s: char| s.is_alphabetic() || matches!(s, ' ' | '-' | ',' | '(' | ')');
        let lower = wanted.to_lowercase();
        let plain = wanted.starts_with(char::is_alphabetic)
            && wanted.chars().all(sign)
            && wanted.len() <= 100
            && !matches!(lower.as_str(), "true" | "false" | "benar" | "salah");
        let Some(place) = self.places.get(&range.table).filter(|_| plain) else {
            return false;
        };
        let rows = place.table.rows.get(range.rows.0..range.rows.1);
        let cells = rows.into_iter().flatten().flat_map(|row| &row.cells);
        !cells.into_iter().any(|cell| match &cell.content {
            Content::Text(text) => {
                let text = plain_text(text);
                text != wanted && text.to_lowercase() == lower
            }
            _ => false,
        })
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

/// Terms or factors.
fn joined(
    parts: &[Expression],
    sign: char,
    none: &str,
    inner: impl Fn(&Expression) -> Option<String> + Copy,
) -> Option<String> {
    if parts.is_empty() {
        return Some(none.to_owned());
    }
    let texts: Option<Vec<String>> = parts.iter().map(|e| part(e, sign, inner)).collect();
    Some(texts?.join(&sign.to_string()))
}

/// One side of a sign, in brackets where it binds less; `:` stands for the side
/// under a fraction.
fn part(
    expression: &Expression,
    sign: char,
    inner: impl Fn(&Expression) -> Option<String>,
) -> Option<String> {
    let whole = match expression {
        Expression::Number(value) => *value < 0.0,
        Expression::Sum(_) => sign != '+',
        Expression::Quotient(..) => matches!(sign, '*' | ':'),
        Expression::Product(_) => sign == ':',
        _ => false,
    };
    let text = inner(expression)?;
    Some(if whole { format!("({text})") } else { text })
}

/// The text of the first bound that is reached.
fn grade(value: &str, cases: &[Case]) -> Option<String> {
    let (last, others) = cases.split_last()?;
    let mut out = String::new();
    for case in others {
        let bound = number(case.from)?;
        out.push_str(&format!("IF({value}>={bound},{},", literal(&case.text)));
    }
    out.push_str(&literal(&last.text));
    out.push_str(&")".repeat(others.len()));
    (others.len() <= 32).then_some(out)
}

/// A text in a formula: quotes doubled, and in pieces of at most 255 characters.
fn literal(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Cell, Column, Document, Row, Table, TableKind};
    use crate::language::Language;

    fn words(cells: &[&str]) -> Document {
        let table = Table {
            id: "it's".into(),
            label: String::new(),
            caption: String::new(),
            kind: TableKind::Data,
            groups: Vec::new(),
            columns: vec![Column::words("Layanan", 10)],
            rows: cells
                .iter()
                .map(|c| Row::body(vec![Cell::words(*c)]))
                .collect(),
            notes: Vec::new(),
        };
        Document {
            language: Language::Id,
            title: String::new(),
            author: None,
            date: None,
            cover: None,
            contents: None,
            header: String::new(),
            page_word: String::new(),
            blocks: vec![Block::Table(table)],
        }
    }

    fn counted(cells: &[&str], wanted: &str) -> Option<String> {
        let range = Range {
            table: "it's".into(),
            rows: (0, cells.len()),
            columns: (0, 1),
        };
        let document = words(cells);
        let places = Places::new(&document);
        formula(&Expression::CountText(range, wanted.into()), "x", &places)
    }

    #[test]
    fn a_text_that_excel_would_read_otherwise_is_compared_exactly() {
        let simple = |text: &str| {
            counted(&["Paspor", "KTP"], text)
                .unwrap()
                .starts_with("COUNTIF(")
        };
        assert!(simple("Paspor") && simple("Akta (lahir), baru"));
        for text in [
            "Jan 2025", "1-2", "=1", ">5", "a*", "what?", "TRUE", "benar", "",
        ] {
            assert!(!simple(text), "{text}");
        }
        assert_eq!(
            counted(&["ktp", "KTP"], "KTP").unwrap(),
            "SUMPRODUCT(--EXACT('it''s'!$A$4:$A$5,\"KTP\"))"
        );
        assert_eq!(counted(&[], "KTP"), None);
    }

    #[test]
    fn brackets_stand_where_they_are_needed() {
        let number = Expression::Number;
        let quotient = |a, b| Expression::Quotient(Box::new(a), Box::new(b));
        let document = words(&[]);
        let places = Places::new(&document);
        let text = |e: &Expression| formula(e, "x", &places).unwrap();
        let sum = Expression::Sum(vec![number(1.0), number(-2.5)]);
        assert_eq!(text(&sum), "1+(-2.5)");
        let third = quotient(number(1.0), number(3.0));
        let product = Expression::Product(vec![sum, third.clone()]);
        assert_eq!(text(&product), "(1+(-2.5))*(1/3)");
        assert_eq!(text(&quotient(product, third)), "(1+(-2.5))*(1/3)/(1/3)");
        assert_eq!(text(&Expression::Sum(Vec::new())), "0");
        let round = Expression::Round(Box::new(number(2.5)), 0);
        assert_eq!(text(&round), "ROUND(ROUND(2.5,10),0)");
    }
}
