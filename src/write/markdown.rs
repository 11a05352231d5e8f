use super::escape::one_line;
use super::printed::{Reasons, column_groups, heading_text, label_and_caption, number_text};
use crate::document::{
    Align, Block, Cell, Content, Cover, Document, Figure, NoteKind, RowKind, Span, Table,
    TableKind, Text,
};
use crate::language::Language;

/// The document as GitHub's Markdown; figures are links to
/// `figures/<figure id>.svg` beside it.
pub fn markdown(document: &Document) -> String {
    let mut out = format!("# {}\n", marked(&one_line(&document.title)));
    if let Some(cover) = &document.cover {
        push_cover(&mut out, cover);
    }
    for block in &document.blocks {
        out.push('\n');
        match block {
            Block::Heading {
                level,
                number,
                text,
            } => {
                let marks = "#".repeat(usize::from(level.clamp(&1, &5) + 1));
                let text = one_line(&heading_text(number, text));
                out.push_str(&format!("{marks} {}\n", marked(&text)));
            }
            Block::Paragraph { text, .. } => push_paragraph(&mut out, text),
            Block::List { ordered, items } => push_list(&mut out, *ordered, items),
            Block::Table(table) => push_table(&mut out, table, document.language),
            Block::Figure(figure) => push_figure(&mut out, figure),
            Block::Note { kind, text } => {
                let kind = match kind {
                    NoteKind::Info => "NOTE",
                    NoteKind::Caution => "CAUTION",
                };
                let lines = inline(text, "  \n> ");
                out.push_str(&format!("> [!{kind}]\n> {lines}\n"));
            }
        }
    }
    out
}

fn push_cover(out: &mut String, cover: &Cover) {
    let lines = cover.above.iter().chain(&cover.below).chain(&cover.foot);
    for line in lines {
        out.push('\n');
        push_paragraph(out, line);
    }
}

fn push_paragraph(out: &mut String, text: &Text) {
    out.push_str(&line_start(&inline(text, "  \n")));
    out.push('\n');
}

fn push_list(out: &mut String, ordered: bool, items: &[Text]) {
    for (i, item) in items.iter().enumerate() {
        let mark = if ordered {
            format!("{}.", i + 1)
        } else {
            "-".into()
        };
        let gap = " ".repeat(mark.len() + 1);
        let text = line_start(&inline(item, &format!("  \n{gap}")));
        out.push_str(&format!("{mark} {text}\n"));
    }
}

fn push_figure(out: &mut String, figure: &Figure) {
    out.push_str(&format!(
        "![{}](figures/{}.svg)\n\n",
        marked(&one_line(&figure.alt)),
        url_part(&figure.id)
    ));
    push_caption(out, &figure.label, &figure.caption);
}

fn push_caption(out: &mut String, label: &str, caption: &str) {
    let caption = one_line(&label_and_caption(label, caption));
    if !caption.is_empty() {
        out.push_str(&format!("**{}**\n", marked(&caption)));
    }
}

/// The label bold, the title in italics in a line of its own.
fn push_apa_caption(out: &mut String, table: &Table) {
    for (mark, text) in [("**", &table.label), ("*", &table.caption)] {
        let text = one_line(text);
        if !text.is_empty() {
            out.push_str(&format!("{}\n\n", emphasised(mark, &marked(&text))));
        }
    }
}

fn push_table(out: &mut String, table: &Table, language: Language) {
    match table.kind {
        TableKind::Apa => push_apa_caption(out, table),
        _ => push_caption(out, &table.label, &table.caption),
    }
    out.push('\n');
    if !table.columns.is_empty() {
        push_row(out, &titles(table));
        let rules: Vec<String> = table
            .columns
            .iter()
            .map(|column| match column.align {
                Align::Left => "---".to_owned(),
                Align::Centre => ":---:".to_owned(),
                Align::Right => "---:".to_owned(),
            })
            .collect();
        push_row(out, &rules);
    }
    let reasons = Reasons::of(table);
    for row in &table.rows {
        let total = row.kind == RowKind::Total;
        let cell = |i| {
            let cell = row.cells.get(i);
            cell.map_or(String::new(), |c| cell_text(c, total, &reasons, language))
        };
        let cells: Vec<String> = (0..table.columns.len()).map(cell).collect();
        push_row(out, &cells);
    }
    for note in &table.notes {
        out.push('\n');
        push_paragraph(out, note);
    }
    for (mark, reason) in reasons.notes() {
        out.push_str(&format!("\n({mark}) {}\n", marked(&one_line(reason))));
    }
}

/// Titles with their group in front: Markdown has one header row.
fn titles(table: &Table) -> Vec<String> {
    let groups = column_groups(table);
    let groups = groups
        .iter()
        .flat_map(|(text, span)| std::iter::repeat_n(*text, *span));
    table
        .columns
        .iter()
        .zip(groups)
        .map(|(column, group)| {
            let title = marked(&one_line(&column.title));
            let title = match column.symbol {
                true => emphasised("*", &title),
                false => title,
            };
            if group.is_empty() {
                title
            } else {
                format!("{}: {title}", marked(&one_line(group)))
            }
        })
        .collect()
}

fn push_row(out: &mut String, cells: &[String]) {
    out.push('|');
    for cell in cells {
        out.push_str(&format!(" {cell} |"));
    }
    out.push('\n');
}

fn cell_text(cell: &Cell, total: bool, reasons: &Reasons, language: Language) -> String {
    let text = match &cell.content {
        Content::Empty => return String::new(),
        Content::Text(text) => inline(text, "<br>"),
        Content::Number(number) => marked(&number_text(number, language)),
        Content::None(reason) => format!("— ({})", reasons.mark(reason)),
    };
    // Marks inside marks would show as stars.
    if total && !text.contains("**") && !text.is_empty() {
        format!("**{text}**")
    } else {
        text
    }
}

/// Running text; line feeds become `line_break`.
fn inline(text: &[Span], line_break: &str) -> String {
    let lines = |s: &str| {
        let lines: Vec<String> = s.split('\n').map(|line| marked(&printable(line))).collect();
        lines.join(line_break)
    };
    let mut out = String::new();
    for span in text {
        match span {
            Span::Plain(s) => out.push_str(&lines(s)),
            Span::Strong(s) => out.push_str(&emphasised("**", &lines(s))),
            Span::Emphasis(s) => out.push_str(&emphasised("*", &lines(s))),
            Span::Blank(label) => {
                out.push_str(&format!("\\[…… {}\\]", marked(&one_line(label))));
            }
        }
    }
    out.trim().to_owned()
}

/// Marks count only next to a letter, so spaces stay outside.
fn emphasised(mark: &str, text: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let (before, after) = text.split_once(inner).unwrap_or(("", ""));
    format!("{before}{mark}{inner}{mark}{after}")
}

fn printable(line: &str) -> String {
    let keep = |c: char| if c.is_control() { ' ' } else { c };
    line.chars().map(keep).collect()
}

/// Every sign that Markdown or HTML would read as a mark, made plain.
fn marked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// A paragraph that would begin as a heading, a list or a rule begins as text.
fn line_start(text: &str) -> String {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < text.len() && digits.starts_with(['.', ')']);
    if numbered {
        let (number, rest) = text.split_at(text.len() - digits.len());
        format!("{number}\\{rest}")
    } else if text.starts_with(['#', '+', '-', '=']) {
        format!("\\{text}")
    } else {
        text.to_owned()
    }
}

/// A file name inside a link.
fn url_part(id: &str) -> String {
    let mut out = String::new();
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_a_user_stay_plain() {
        assert_eq!(marked("a|b*c_<d>"), "a\\|b\\*c\\_&lt;d&gt;");
        assert_eq!(line_start("1. satu"), "1\\. satu");
        assert_eq!(line_start("- a"), "\\- a");
        assert_eq!(line_start("12 orang"), "12 orang");
        assert_eq!(emphasised("**", " tebal "), " **tebal** ");
        assert_eq!(url_part("a b/c"), "a%20b%2Fc");
    }
}
