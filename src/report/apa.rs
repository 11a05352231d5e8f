use super::voice::Voice;
use crate::document::{Block, Cell, Column, Content, Document, RowKind, Sign, Span, Table};
use crate::document::{TableKind, Text};

/// The document with its tables in the layout of APA 7: signs of statistics in
/// italics (M, SD, p), no zero before the decimal sign of what cannot exceed 1,
/// and notes under the tables that begin with their name. Numbers stay as they are.
pub fn apa(mut document: Document, voice: &Voice) -> Document {
    for block in &mut document.blocks {
        match block {
            Block::Table(found) if found.kind == TableKind::Reading => table(found, voice),
            Block::Paragraph { text, .. } | Block::Note { text, .. } => *text = marked(text),
            Block::List { items, .. } => items.iter_mut().for_each(|item| *item = marked(item)),
            _ => {}
        }
    }
    document
}

/// Titles of columns by the key of their words: the sign they become, where there
/// is one, and whether their values cannot exceed 1.
const COLUMNS: [(&str, &str, bool); 17] = [
    ("column.mean", "M", false),
    ("column.sd", "SD", false),
    ("column.median", "Mdn", false),
    ("column.n", "n", false),
    ("column.t", "t", false),
    ("column.z", "z", false),
    ("column.b", "B", false),
    ("column.se", "SE", false),
    ("column.p", "p", true),
    ("column.r", "r", true),
    ("column.r_table", "", true),
    ("column.p_adjusted", "", true),
    ("column.corrected", "", true),
    ("column.alpha_without", "", true),
    ("column.tolerance", "", true),
    ("column.share", "", true),
    ("column.cumulative", "", true),
];

/// Signs that stand as titles themselves.
const SIGNS: [&str; 10] = ["F", "t", "p", "df", "D", "W", "U", "H", "Q", "VIF"];

/// Titles without a key whose values cannot exceed 1, by what they begin with.
const BOUNDED: [&str; 8] = [
    "Cronbach's Alpha",
    "McDonald's ω",
    "D (",
    "W (",
    "MSA",
    "Better",
    "Worse",
    "α",
];

/// Tables whose numbers are all correlations or loadings.
const CORRELATIONS: [&str; 3] = ["Korelasi", "Korelasi faktor", "Muatan faktor"];

fn table(table: &mut Table, voice: &Voice) {
    table.kind = TableKind::Apa;
    let all = CORRELATIONS.contains(&table.id.as_str()) || table.id.starts_with("Korelasi ");
    let interval = table.id == "Reliabilitas";
    let interval = interval.then(|| voice.word("column.interval"));
    let bounded: Vec<bool> = table
        .columns
        .iter_mut()
        .map(|column| interval.as_ref() == Some(&column.title) || titled(column, voice) || all)
        .collect();
    for row in &mut table.rows {
        let whole = row.kind == RowKind::Total && all;
        for (cell, bounded) in row.cells.iter_mut().zip(&bounded) {
            match &mut cell.content {
                _ if *bounded && !whole => no_zero(cell),
                // The formulas of methods have letters of their own.
                Content::Text(text) if table.id != "Metode" => *text = marked(text),
                _ => {}
            }
        }
    }
    for note in &mut table.notes {
        *note = marked(note);
    }
    if let Some(first) = table.notes.first_mut() {
        first.insert(0, Span::Emphasis(voice.word("document.note")));
        first.insert(1, Span::Plain(" ".to_owned()));
    }
}

/// Gives a column the title of APA; whether its values cannot exceed 1.
fn titled(column: &mut Column, voice: &Voice) -> bool {
    let known = COLUMNS.iter();
    let found = known
        .clone()
        .find(|(key, _, _)| voice.word(key) == column.title);
    if let Some((_, sign, bounded)) = found {
        if !sign.is_empty() {
            column.title = (*sign).to_owned();
            column.symbol = true;
        }
        return *bounded;
    }
    column.symbol = SIGNS.contains(&column.title.as_str());
    column.title == "p" || BOUNDED.iter().any(|name| column.title.starts_with(name))
}

fn no_zero(cell: &mut Cell) {
    match &mut cell.content {
        Content::Number(number) if number.value.abs() < 1.0 => {
            number.sign = match number.sign {
                Sign::Plain => Sign::NoZero,
                Sign::Below => Sign::BelowNoZero,
                other => other,
            };
        }
        Content::Text(text) => {
            for span in text {
                if let Span::Plain(words) | Span::Strong(words) = span {
                    *words = without_zeros(words);
                }
            }
        }
        _ => {}
    }
}

/// `< 0,001` as `< ,001`, in every number of a text.
fn without_zeros(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let point = matches!(signs.peek(), Some(',' | '.'));
        let inside = before.is_ascii_digit() || matches!(before, ',' | '.');
        if !(sign == '0' && point && !inside) {
            out.push(sign);
        }
        before = sign;
    }
    out
}

/// Signs in running text, the longest first.
const IN_TEXT: [&str; 18] = [
    "Mdn", "SD", "df", "p", "t", "F", "r", "n", "N", "M", "U", "H", "W", "z", "Z", "Q", "d", "D",
];

/// What cannot exceed 1.
const SMALL: [&str; 4] = ["p", "r", "W", "D"];

/// Running text with the signs of statistics in italics, where a value follows
/// them: `p = ,012`, `t(58) = 2,1`.
fn marked(text: &Text) -> Text {
    let mut out = Vec::new();
    for span in text {
        match span {
            Span::Plain(words) => split(words, &mut out),
            other => out.push(other.clone()),
        }
    }
    out
}

fn split(words: &str, out: &mut Text) {
    let mut plain = String::new();
    let mut rest = words;
    let mut before = ' ';
    while let Some(sign) = rest.chars().next() {
        match symbol(rest).filter(|_| !before.is_alphanumeric()) {
            Some(name) => {
                if !plain.is_empty() {
                    out.push(Span::Plain(std::mem::take(&mut plain)));
                }
                out.push(Span::Emphasis(name.to_owned()));
                rest = rest.strip_prefix(name).unwrap_or_default();
                before = 'x';
                for relation in [" = ", " < ", " > "] {
                    let zero = rest
                        .strip_prefix(relation)
                        .filter(|_| SMALL.contains(&name));
                    let (minus, number) = zero.map_or(("", ""), |zero| {
                        zero.strip_prefix('−')
                            .map_or(("", zero), |rest| ("−", rest))
                    });
                    let short = number
                        .strip_prefix('0')
                        .filter(|r| r.starts_with([',', '.']));
                    if let Some(short) = short {
                        plain.push_str(relation);
                        plain.push_str(minus);
                        rest = short;
                        break;
                    }
                }
            }
            None => {
                plain.push(sign);
                before = sign;
                rest = rest.get(sign.len_utf8()..).unwrap_or_default();
            }
        }
    }
    if !plain.is_empty() {
        out.push(Span::Plain(plain));
    }
}

/// The sign a text begins with, where a value or its degrees of freedom follow.
fn symbol(text: &str) -> Option<&'static str> {
    IN_TEXT.into_iter().find(|name| {
        let behind = text.strip_prefix(name);
        behind.is_some_and(|rest| {
            let degrees = rest.strip_prefix('(');
            let degrees = degrees.and_then(|inside| inside.chars().next());
            [" = ", " < ", " > "]
                .iter()
                .any(|sign| rest.starts_with(sign))
                || degrees.is_some_and(|first| first.is_ascii_digit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{plain, plain_text};
    use crate::language::Language;

    #[test]
    fn signs_are_slanted_and_lose_their_zero() {
        let text = marked(&plain(
            "Uji t Welch: t(58,0) = 2,100, p = 0,012; n = 60; H0 dan df saja.",
        ));
        let slanted: Vec<&str> = text
            .iter()
            .filter_map(|span| match span {
                Span::Emphasis(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(slanted, ["t", "p", "n"]);
        assert_eq!(
            plain_text(&text),
            "Uji t Welch: t(58,0) = 2,100, p = ,012; n = 60; H0 dan df saja."
        );
        assert_eq!(
            without_zeros("0,701 – 0,812; 10,05; < 0.001"),
            ",701 – ,812; 10,05; < .001"
        );
    }

    #[test]
    fn every_column_has_its_words() {
        for language in [Language::Id, Language::En] {
            let voice = Voice::new(language);
            for (key, _, _) in COLUMNS {
                assert!(!voice.word(key).starts_with('['), "{key}");
            }
        }
    }
}
