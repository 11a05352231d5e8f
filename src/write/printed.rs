use crate::document::{Content, Number, Sign, Table, plain_text};
use crate::language::Language;

/// A number as it is printed: `3,50`, `12,5%`, `< 0,001`.
pub(super) fn number_text(number: &Number, language: Language) -> String {
    let shown = number.shown.grouped(language);
    match number.sign {
        Sign::Plain => shown,
        Sign::Percent => format!("{shown}%"),
        Sign::Below => format!("< {shown}"),
        Sign::NoZero => without_zero(&shown),
        Sign::BelowNoZero => format!("< {}", without_zero(&shown)),
    }
}

fn without_zero(shown: &str) -> String {
    shown.replacen("0", "", usize::from(leads_with_zero(shown)))
}

/// Whether a printed number begins with a zero before its decimal sign.
fn leads_with_zero(shown: &str) -> bool {
    let digits = shown.trim_start_matches(['-', '−']);
    digits.starts_with("0,") || digits.starts_with("0.")
}

/// The reasons why cells of a table hold no number, each once, in the order met.
/// A cell shows a dash and a small letter, the table's notes say why.
pub(super) struct Reasons<'a>(Vec<&'a str>);

impl<'a> Reasons<'a> {
    /// Collects the reasons of a table.
    pub(super) fn of(table: &'a Table) -> Self {
        let mut reasons: Vec<&str> = Vec::new();
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            if let Content::None(reason) = &cell.content
                && !reasons.contains(&reason.as_str())
            {
                reasons.push(reason);
            }
        }
        Reasons(reasons)
    }

    /// The letter of a reason: `a`, `b`, … `z`, `aa`.
    pub(super) fn mark(&self, reason: &str) -> String {
        let index = self.0.iter().position(|r| *r == reason).unwrap_or(0);
        let letters = crate::error::column_letters(u32::try_from(index).unwrap_or(0));
        letters.to_lowercase()
    }

    /// Letters and reasons, for the notes.
    pub(super) fn notes(&self) -> impl Iterator<Item = (String, &'a str)> {
        self.0.iter().map(|reason| (self.mark(reason), *reason))
    }
}

/// What a cell reads as, without any mark-up.
pub(super) fn content_text(content: &Content, reasons: &Reasons, language: Language) -> String {
    match content {
        Content::Empty => String::new(),
        Content::Text(text) => plain_text(text),
        Content::Number(number) => number_text(number, language),
        Content::None(reason) => format!("— ({})", reasons.mark(reason)),
    }
}

/// A printed label and its caption: `Tabel 3.1 Nilai per unsur`; either may be
/// empty.
pub(super) fn label_and_caption(label: &str, caption: &str) -> String {
    format!("{label} {caption}").trim().to_owned()
}

/// A heading as it is printed.
pub(super) fn heading_text(number: &str, text: &str) -> String {
    format!("{number} {text}").trim().to_owned()
}

/// The group titles, exactly over all columns; a stretch without a title is cut
/// into single columns.
pub(super) fn column_groups(table: &Table) -> Vec<(&str, usize)> {
    let mut groups = Vec::new();
    let mut left = table.columns.len();
    for (text, span) in &table.groups {
        let span = (*span).min(left);
        left -= span;
        if span == 0 {
            continue;
        }
        if text.is_empty() {
            groups.extend(std::iter::repeat_n(("", 1), span));
        } else {
            groups.push((text.as_str(), span));
        }
    }
    groups.extend(std::iter::repeat_n(("", 1), left));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::Decimal;
    use crate::document::{Cell, Column, Row, TableKind};

    #[test]
    fn numbers_carry_their_sign() {
        let shown = |units, places, sign| {
            let shown = Decimal { units, places };
            number_text(
                &Number {
                    value: 0.0,
                    shown,
                    sign,
                },
                Language::Id,
            )
        };
        assert_eq!(shown(125, 1, Sign::Percent), "12,5%");
        assert_eq!(shown(1, 3, Sign::Below), "< 0,001");
        assert_eq!(shown(350, 2, Sign::Plain), "3,50");
        assert_eq!(shown(1, 3, Sign::BelowNoZero), "< ,001");
        assert_eq!(shown(12, 3, Sign::NoZero), ",012");
        assert_eq!(shown(-305, 3, Sign::NoZero), "-,305");
        assert_eq!(shown(1000, 3, Sign::NoZero), "1,000");
    }

    #[test]
    fn a_reason_is_noted_once() {
        let none = |reason: &str| Cell::from(Content::None(reason.into()));
        let table = Table {
            id: "t".into(),
            label: String::new(),
            caption: String::new(),
            kind: TableKind::Reading,
            groups: Vec::new(),
            columns: vec![Column::numbers("n", 5)],
            rows: vec![
                Row::body(vec![none("kosong")]),
                Row::body(vec![none("satu nilai")]),
                Row::body(vec![none("kosong")]),
            ],
            notes: Vec::new(),
        };
        let reasons = Reasons::of(&table);
        let notes: Vec<_> = reasons.notes().collect();
        assert_eq!(
            notes,
            [("a".to_owned(), "kosong"), ("b".to_owned(), "satu nilai")]
        );
    }
}
