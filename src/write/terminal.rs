use super::escape::one_line;
use super::printed::{heading_text, label_and_caption};
use super::terminal_table::push_table;
use super::width::{width, wrap};
use crate::document::{Block, Cover, Document, Text, plain_text};

/// The document as plain text of lines no longer than `width` cells (at least
/// 20): tables with aligned columns, figures as caption and description. No
/// character of a user's text can steer the terminal.
pub fn terminal(document: &Document, width: usize) -> String {
    let width = width.max(20);
    let mut out = String::new();
    push_underlined(&mut out, &document.title, '═', width);
    if let Some(cover) = &document.cover {
        push_cover(&mut out, cover, width);
    }
    for block in &document.blocks {
        out.push('\n');
        match block {
            Block::Heading {
                level,
                number,
                text,
            } => {
                let text = heading_text(number, text);
                match level {
                    0 | 1 => push_underlined(&mut out, &text, '═', width),
                    2 => push_underlined(&mut out, &text, '─', width),
                    _ => push_wrapped(&mut out, &text, "", "", width),
                }
            }
            Block::Paragraph { text, .. } => push_text(&mut out, text, "", "", width),
            Block::List { ordered, items } => push_list(&mut out, *ordered, items, width),
            Block::Table(table) => push_table(&mut out, table, width, document.language),
            Block::Figure(figure) => {
                let caption = label_and_caption(&figure.label, &figure.caption);
                push_wrapped(&mut out, &caption, "", "", width);
                push_wrapped(&mut out, &figure.alt, "  ", "  ", width);
            }
            Block::Note { text, .. } => push_text(&mut out, text, "│ ", "│ ", width),
        }
    }
    out
}

fn push_cover(out: &mut String, cover: &Cover, width: usize) {
    let lines = cover.above.iter().chain(&cover.below).chain(&cover.foot);
    for line in lines {
        push_text(out, line, "", "", width);
    }
}

fn push_underlined(out: &mut String, text: &str, rule: char, room: usize) {
    let lines = wrap(&one_line(text), room);
    let longest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
    for line in lines {
        out.push_str(&line);
        out.push('\n');
    }
    out.extend(std::iter::repeat_n(rule, longest));
    out.push('\n');
}

fn push_list(out: &mut String, ordered: bool, items: &[Text], width: usize) {
    for (i, item) in items.iter().enumerate() {
        let mark = if ordered {
            format!("{:>3}. ", i + 1)
        } else {
            "  • ".to_owned()
        };
        let indent = " ".repeat(mark.chars().count());
        push_text(out, item, &mark, &indent, width);
    }
}

fn push_text(out: &mut String, text: &Text, first: &str, rest: &str, width: usize) {
    push_wrapped(out, &plain_text(text), first, rest, width);
}

/// A text in lines, with something in front of the first and of the others; the
/// text's own line feeds are kept.
pub(super) fn push_wrapped(out: &mut String, text: &str, first: &str, rest: &str, room: usize) {
    let room = room.saturating_sub(width(first));
    let text: Vec<String> = text.split('\n').map(one_line).collect();
    for (i, line) in wrap(&text.join("\n"), room).iter().enumerate() {
        let front = if i == 0 { first } else { rest };
        out.push_str(format!("{front}{line}").trim_end());
        out.push('\n');
    }
}
