use super::drawn::{Drawn, Picture};
use super::pdf::picture_name;
use super::pdf_letters::letters;
use super::pdf_table::table;
use crate::document::{Block, Cover, Document, Figure, NoteKind, Span, Text};
use crate::error::Result;
use std::fmt::Write;

/// The document as a text for the typesetter: nothing but calls of the
/// functions of `pdf_style.typ`. Whatever a user wrote stands in string
/// literals, so that it is never markup and never code.
///
/// # Errors
/// A figure that was not drawn.
pub(super) fn markup(document: &Document, drawn: &Drawn) -> Result<String> {
    let mut out = opening(document);
    if let Some(cover) = &document.cover {
        out.push_str(&cover_page(cover));
    }
    if let Some(title) = &document.contents {
        line(&mut out, format_args!("contents({})", quote(title)));
    }
    // Blocks left on the present page turned on its side.
    let mut turned = 0;
    for (index, one) in document.blocks.iter().enumerate() {
        let code = block(document, index, one, drawn)?;
        if turned == 0 {
            turned = turned_run(document.blocks.get(index..).unwrap_or_default());
            if turned == 0 {
                line(&mut out, format_args!("{code}"));
                continue;
            }
            out.push_str("#turned({\n");
        }
        out.push_str(&code);
        out.push('\n');
        turned -= 1;
        if turned == 0 {
            out.push_str("});\n");
        }
    }
    Ok(out)
}

/// A string literal of the typesetter with these characters; what cannot be
/// printed becomes a space.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for sign in text.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            sign if sign.is_control() => out.push(' '),
            sign => out.push(sign),
        }
    }
    out.push('"');
    out
}

/// Running text as a code block whose value is the content.
pub(super) fn spans(text: &[Span]) -> String {
    let mut out = String::from("{");
    for (index, span) in text.iter().enumerate() {
        if index > 0 {
            out.push_str("; ");
        }
        match span {
            Span::Plain(text) => out.push_str(&letters(text)),
            Span::Strong(text) => call(&mut out, "strong", text),
            Span::Emphasis(text) => call(&mut out, "emph", text),
            Span::Blank(label) => call(&mut out, "blank", label),
        }
    }
    out.push('}');
    out
}

/// An array of texts.
pub(super) fn lines(texts: &[Text]) -> String {
    let mut out = String::from("(");
    for text in texts {
        out.push_str(&spans(text));
        out.push_str(", ");
    }
    out.push(')');
    out
}

fn call(out: &mut String, function: &str, text: &str) {
    let _ = write!(out, "{function}({})", letters(text));
}

/// A call in the markup, ended so that nothing after it can join it.
fn line(out: &mut String, code: std::fmt::Arguments<'_>) {
    let _ = writeln!(out, "#{code};");
}

fn opening(document: &Document) -> String {
    let author = document.author.as_deref().map_or("none".to_owned(), quote);
    let date = document.date.as_deref().and_then(date);
    format!(
        "#import \"style.typ\": *\n\
         #show: report.with(title: {}, author: {author}, date: {}, language: {}, \
         header: {}, page-word: {})\n",
        quote(&document.title),
        date.unwrap_or_else(|| "none".to_owned()),
        quote(document.language.tag()),
        quote(&document.header),
        quote(&document.page_word),
    )
}

/// An ISO date as the typesetter wants it; `None` for a day that is not in the
/// calendar, which it would refuse.
fn date(iso: &str) -> Option<String> {
    let mut parts = iso.splitn(3, '-').map(|part| part.parse::<u16>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=last)
        .contains(&day)
        .then(|| format!("datetime(year: {year}, month: {month}, day: {day})"))
}

fn cover_page(cover: &Cover) -> String {
    let logo = cover.logo.as_ref().map_or("none".to_owned(), |logo| {
        format!("image(\"logo\", height: 28mm, alt: {})", quote(&logo.alt))
    });
    format!(
        "#cover(logo: {logo}, above: {}, title: {}, below: {}, foot: {});\n",
        lines(&cover.above),
        lines(&cover.title),
        lines(&cover.below),
        lines(&cover.foot),
    )
}

/// How many blocks from here belong on a page turned on its side: wide tables
/// with the headings and the one paragraph that lead to the first of them, and
/// the few words that end the chapter after them; 0 when no wide table follows
/// at once.
fn turned_run(blocks: &[Block]) -> usize {
    let is_heading = |block: &&Block| matches!(block, Block::Heading { .. });
    let is_wide = |block: &&Block| matches!(block, Block::Table(table) if table.is_wide());
    let is_words = |block: &&Block| matches!(block, Block::Paragraph { .. } | Block::Note { .. });
    let headings = blocks.iter().take_while(is_heading).count();
    let lead = match blocks.get(headings) {
        Some(Block::Paragraph { .. }) => headings + 1,
        _ => headings,
    };
    let tables = blocks.iter().skip(lead).take_while(is_wide).count();
    if tables == 0 {
        return 0;
    }
    let words = blocks
        .iter()
        .skip(lead + tables)
        .take_while(is_words)
        .count();
    let ends = matches!(
        blocks.get(lead + tables + words),
        None | Some(Block::Heading { level: 1, .. })
    );
    lead + tables + if ends && words <= 2 { words } else { 0 }
}

/// One block as an expression.
fn block(document: &Document, index: usize, block: &Block, drawn: &Drawn) -> Result<String> {
    Ok(match block {
        Block::Heading {
            level,
            number,
            text,
        } => format!(
            "numbered({}, {}, {})",
            (*level).clamp(1, 6),
            quote(number),
            letters(text)
        ),
        Block::Paragraph { text, .. } if document.opens_list(index) => {
            format!("block(sticky: true, par({}))", spans(text))
        }
        Block::Paragraph { text, .. } => format!("par({})", spans(text)),
        Block::List { ordered, items } => list(*ordered, items),
        Block::Table(content) => table(content, document.language),
        Block::Figure(content) => figure(index, content, drawn.get(&content.id)?),
        Block::Note { kind, text } => {
            let kind = match kind {
                NoteKind::Info => "info",
                NoteKind::Caution => "caution",
            };
            format!("note(\"{kind}\", {})", spans(text))
        }
    })
}

fn list(ordered: bool, items: &[Text]) -> String {
    let mut out = String::from(if ordered {
        "points(enum, "
    } else {
        "points(list, "
    });
    for item in items {
        out.push_str(&spans(item));
        out.push_str(", ");
    }
    out.push(')');
    out
}

/// A figure at its drawn size, made smaller where the page is.
fn figure(index: usize, figure: &Figure, picture: &Picture) -> String {
    const WIDEST: f64 = 160.0;
    const HIGHEST: f64 = 205.0;
    let fit = (WIDEST / picture.width_mm)
        .min(HIGHEST / picture.height_mm)
        .min(1.0);
    format!(
        "picture({}, {:.2}mm, {}, {}, {})",
        quote(&picture_name(index)),
        picture.width_mm * fit,
        quote(&figure.alt),
        quote(&figure.label),
        letters(&figure.caption),
    )
}
