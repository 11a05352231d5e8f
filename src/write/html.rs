use super::Drawn;
use super::escape::{escaped, one_line, push_escaped};
use super::html_table::push_table;
use super::printed::{heading_text, label_and_caption};
use crate::document::{Block, Cover, Document, Figure, NoteKind, Span, Text};
use crate::error::Result;
use crate::language::Language;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The document as one HTML file: no script, no other file, no font from
/// elsewhere; light and dark, and a print layout of A4 pages.
///
/// # Errors
/// A figure that is not among `figures`: a fault of the program.
pub fn html(document: &Document, figures: &Drawn) -> Result<String> {
    let mut out = String::new();
    push_head(&mut out, document);
    match &document.cover {
        Some(cover) => push_cover(&mut out, cover),
        None => out.push_str(&format!("<h1>{}</h1>\n", escaped(&document.title))),
    }
    if let Some(title) = &document.contents {
        push_contents(&mut out, title, &document.blocks);
    }
    out.push_str("<main id=\"main\">\n");
    let mut counts = Counts::default();
    for block in &document.blocks {
        push_block(&mut out, block, document.language, figures, &mut counts)?;
    }
    out.push_str("</main>\n");
    if !document.header.is_empty() {
        out.push_str(&format!("<footer>{}</footer>\n", escaped(&document.header)));
    }
    out.push_str("</body>\n</html>\n");
    Ok(out)
}

/// How many headings and tables were met, for their anchors.
#[derive(Default)]
struct Counts {
    headings: usize,
    tables: usize,
}

fn push_head(out: &mut String, document: &Document) {
    let skip = match document.language {
        Language::Id => "Langsung ke isi",
        Language::En => "Skip to the text",
    };
    let author = document.author.as_deref().map(|author| {
        format!(
            "<meta name=\"author\" content=\"{}\">\n",
            escaped(&one_line(author))
        )
    });
    out.push_str(&format!(
        concat!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
            "<title>{}</title>\n{}<style>\n{}{}</style>\n</head>\n<body>\n",
            "<a class=\"skip\" href=\"#main\">{}</a>\n",
        ),
        document.language.tag(),
        escaped(&one_line(&document.title)),
        author.unwrap_or_default(),
        include_str!("html.css"),
        running_lines(document),
        skip,
    ));
}

/// Running head and page number of the printed pages.
fn running_lines(document: &Document) -> String {
    let style = "font: 8pt Arial, sans-serif; color: #595959";
    format!(
        "@page {{ @top-left {{ content: \"{}\"; {style} }} @bottom-center {{ content: \"{} \" counter(page); {style} }} }}\n",
        css_string(&document.header),
        css_string(&document.page_word),
    )
}

/// A text inside a string of CSS: every sign that could end it, or the style
/// element around it, as its code point.
fn css_string(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        if c.is_alphanumeric() || " .,()/-".contains(c) {
            out.push(c);
        } else {
            out.push_str(&format!("\\{:x} ", u32::from(c)));
        }
    }
    out
}

fn push_cover(out: &mut String, cover: &Cover) {
    out.push_str("<header class=\"cover\">\n");
    push_lines(out, "above", &cover.above);
    out.push_str("<h1>");
    for (i, line) in cover.title.iter().enumerate() {
        if i > 0 {
            out.push_str("<br>");
        }
        push_text(out, line);
    }
    out.push_str("</h1>\n");
    push_lines(out, "below", &cover.below);
    if let Some(logo) = &cover.logo {
        let kind = if logo.bytes.starts_with(&[0xFF, 0xD8]) {
            "jpeg"
        } else {
            "png"
        };
        out.push_str(&format!(
            "<img src=\"data:image/{kind};base64,{}\" alt=\"{}\">\n",
            STANDARD.encode(&logo.bytes),
            escaped(&logo.alt)
        ));
    }
    push_lines(out, "foot", &cover.foot);
    out.push_str("</header>\n");
}

fn push_lines(out: &mut String, class: &str, lines: &[Text]) {
    for line in lines {
        out.push_str(&format!("<p class=\"{class}\">"));
        push_text(out, line);
        out.push_str("</p>\n");
    }
}

fn push_contents(out: &mut String, title: &str, blocks: &[Block]) {
    out.push_str(&format!(
        "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">{}</h2>\n<ol>\n",
        escaped(title)
    ));
    let headings = blocks.iter().filter_map(|block| match block {
        Block::Heading {
            level,
            number,
            text,
        } => Some((*level, heading_text(number, text))),
        _ => None,
    });
    for (i, (level, text)) in headings.enumerate() {
        if level <= 2 {
            out.push_str(&format!(
                "<li class=\"l{}\"><a href=\"#h{}\">{}</a></li>\n",
                level.max(1),
                i + 1,
                escaped(&text)
            ));
        }
    }
    out.push_str("</ol>\n</nav>\n");
}

fn push_block(
    out: &mut String,
    block: &Block,
    language: Language,
    figures: &Drawn,
    counts: &mut Counts,
) -> Result<()> {
    match block {
        Block::Heading {
            level,
            number,
            text,
        } => {
            counts.headings += 1;
            push_heading(out, *level, &heading_text(number, text), counts.headings);
        }
        Block::Paragraph { text, rule } => {
            let rule = rule
                .as_ref()
                .map(|rule| format!(" data-rule=\"{}\"", escaped(rule)));
            out.push_str(&format!("<p class=\"lines\"{}>", rule.unwrap_or_default()));
            push_text(out, text);
            out.push_str("</p>\n");
        }
        Block::List { ordered, items } => push_list(out, *ordered, items),
        Block::Table(table) => {
            counts.tables += 1;
            push_table(out, table, counts.tables, language);
        }
        Block::Figure(figure) => push_figure(out, figure, figures)?,
        Block::Note { kind, text } => {
            let class = match kind {
                NoteKind::Info => "info",
                NoteKind::Caution => "caution",
            };
            out.push_str(&format!("<aside class=\"{class}\" role=\"note\">"));
            push_text(out, text);
            out.push_str("</aside>\n");
        }
    }
    Ok(())
}

fn push_heading(out: &mut String, level: u8, text: &str, id: usize) {
    // The title of the page is its h1.
    let tag = level.clamp(1, 5) + 1;
    out.push_str(&format!(
        "<h{tag} id=\"h{id}\">{}</h{tag}>\n",
        escaped(text)
    ));
}

fn push_list(out: &mut String, ordered: bool, items: &[Text]) {
    let tag = if ordered { "ol" } else { "ul" };
    out.push_str(&format!("<{tag}>\n"));
    for item in items {
        out.push_str("<li>");
        push_text(out, item);
        out.push_str("</li>\n");
    }
    out.push_str(&format!("</{tag}>\n"));
}

fn push_figure(out: &mut String, figure: &Figure, figures: &Drawn) -> Result<()> {
    let svg = &figures.get(&figure.id)?.svg;
    // What stands before the root element has no place inside a page.
    let svg = svg
        .find("<svg")
        .and_then(|at| svg.get(at + 4..))
        .unwrap_or("/>");
    out.push_str(&format!(
        "<figure id=\"figure-{}\">\n<div class=\"picture\"><svg role=\"img\" aria-label=\"{}\"{}</div>\n<figcaption>{}</figcaption>\n</figure>\n",
        escaped(&figure.id),
        escaped(&figure.alt),
        svg.trim_end(),
        escaped(&label_and_caption(&figure.label, &figure.caption)),
    ));
    Ok(())
}

/// Running text.
pub(super) fn push_text(out: &mut String, text: &[Span]) {
    let mut wrap = |open: &str, s: &str, close: &str| {
        out.push_str(open);
        push_escaped(out, s);
        out.push_str(close);
    };
    for span in text {
        match span {
            Span::Plain(s) => wrap("", s, ""),
            Span::Strong(s) => wrap("<strong>", s, "</strong>"),
            Span::Emphasis(s) => wrap("<em>", s, "</em>"),
            Span::Blank(label) => wrap("<span class=\"blank\">[…… ", label, "]</span>"),
        }
    }
}
