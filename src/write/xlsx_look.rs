use super::printed::number_text;
use crate::document::{Align, Number, RowKind, Sign, Span, TableKind};
use crate::language::Language;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// How the cells of a table look, a format for each thing that stands in one.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) kind: TableKind,
    pub(super) row: RowKind,
    pub(super) align: Align,
}

pub(super) const ACCENT: Color = Color::RGB(0x1F4E79);
pub(super) const QUIET: Color = Color::RGB(0x5C6975);
const HEAD: Color = Color::RGB(0xE9EEF3);
const RULE: Color = Color::RGB(0xB9C2CB);

impl Look {
    /// A cell without a number.
    pub(super) fn words(self) -> Format {
        let format = match self.align {
            Align::Left => Format::new().set_align(FormatAlign::Left),
            Align::Centre => Format::new().set_align(FormatAlign::Center),
            // Words may follow at once in the next column.
            Align::Right => Format::new().set_align(FormatAlign::Right).set_indent(1),
        };
        let format = match self.kind {
            TableKind::Data => return format,
            TableKind::Apa => format.set_align(FormatAlign::Top).set_text_wrap(),
            _ => format
                .set_align(FormatAlign::Top)
                .set_text_wrap()
                .set_border_bottom(FormatBorder::Thin)
                .set_border_bottom_color(RULE),
        };
        match self.row {
            RowKind::Body => format,
            RowKind::Total => format
                .set_bold()
                .set_border_top(FormatBorder::Thin)
                .set_border_top_color(ACCENT),
        }
    }

    /// A cell with a number.
    pub(super) fn number(self, number: &Number, language: Language) -> Format {
        self.words().set_num_format(number_format(number, language))
    }

    /// A column title.
    pub(super) fn head(self) -> Format {
        let look = Look {
            kind: TableKind::Reading,
            ..self
        };
        if self.kind == TableKind::Apa {
            return look
                .words()
                .set_align(FormatAlign::Bottom)
                .set_border_top(FormatBorder::Thin)
                .set_border_bottom_color(Color::Black);
        }
        look.words()
            .set_bold()
            .set_background_color(HEAD)
            .set_align(FormatAlign::Bottom)
            .set_border_bottom_color(ACCENT)
    }
}

/// A title over several columns.
pub(super) fn group() -> Format {
    let look = Look {
        kind: TableKind::Reading,
        row: RowKind::Body,
        align: Align::Centre,
    };
    look.head().set_border_bottom_color(RULE)
}

/// The line over a table.
pub(super) fn title() -> Format {
    Format::new()
        .set_bold()
        .set_font_size(12)
        .set_font_color(ACCENT)
}

/// A line under a table.
pub(super) fn note() -> Format {
    Format::new()
        .set_font_size(9)
        .set_font_color(QUIET)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
}

/// The same format, tinted where the text holds a blank to be filled in.
pub(super) fn marked(format: Format, text: &[Span]) -> Format {
    if text.iter().any(|span| matches!(span, Span::Blank(_))) {
        format.set_background_color(Color::RGB(0xFFF3CD))
    } else {
        format
    }
}

/// The places of the printed form; the decimal sign is the reader's own. A
/// bound is shown as it is printed, its cell keeps the value.
pub(super) fn number_format(number: &Number, language: Language) -> String {
    let places = usize::from(number.shown.places);
    let decimals = match places {
        0 => String::new(),
        places => format!(".{}", "0".repeat(places)),
    };
    match number.sign {
        Sign::Percent => format!("0{decimals}%"),
        Sign::Below | Sign::BelowNoZero => format!("\"{}\"", number_text(number, language)),
        Sign::NoZero if number.value.abs() < 1.0 => decimals,
        Sign::NoZero => format!("0{decimals}"),
        Sign::Plain if number.value.abs() >= 1000.0 => format!("#,##0{decimals}"),
        Sign::Plain => format!("0{decimals}"),
    }
}

/// The text as a cell may hold it: no sign that a file cannot hold, no longer
/// than Excel takes.
pub(super) fn clean(text: &str) -> String {
    let mut units = 0;
    text.chars()
        .map(|sign| match sign {
            '\n' => '\n',
            '\u{fffe}' | '\u{ffff}' => ' ',
            sign if sign.is_control() => ' ',
            sign => sign,
        })
        .take_while(|sign| {
            units += sign.len_utf16();
            units <= 32_000
        })
        .collect()
}

/// Whether a text would become a formula if someone typed it again.
pub(super) fn is_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t'])
}
