use super::Drawn;
use super::docx::bookmark;
use super::docx_pages::heading_pages;
use super::docx_text::{open_paragraph, push_field, push_instruction, push_run};
use super::escape::{escaped, one_line};
use super::printed::heading_text;
use crate::document::{Block, Document};
use crate::error::Result;

/// The deepest heading that is listed.
const DEEPEST: u8 = 2;

/// The contents list: a field whose stored result already holds the entries with
/// links and estimated page numbers, so that no program has to compute it before
/// it shows. Word sets the numbers right when it updates the field.
pub(super) fn push_contents(
    xml: &mut String,
    title: &str,
    document: &Document,
    figures: &Drawn,
    turned: &[bool],
) -> Result<()> {
    let entries = entries(document, figures, turned)?;
    xml.push_str(&format!(
        concat!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"{}\"/><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/>",
            "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>",
        ),
        escaped(title)
    ));
    open_paragraph(xml, "TOCHeading", "");
    push_run(xml, title, None);
    xml.push_str("</w:p>");
    for (i, entry) in entries.iter().enumerate() {
        open_paragraph(xml, &format!("TOC{}", entry.level), "");
        if i == 0 {
            xml.push_str("<w:r><w:fldChar w:fldCharType=\"begin\" w:dirty=\"true\"/></w:r>");
            push_instruction(xml, &format!("TOC \\o \"1-{DEEPEST}\" \\h \\z \\u"));
            xml.push_str("<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>");
        }
        push_entry(xml, entry);
        xml.push_str("</w:p>");
    }
    open_paragraph(xml, "BodyText", "");
    if !entries.is_empty() {
        xml.push_str("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
    }
    xml.push_str("</w:p></w:sdtContent></w:sdt>");
    if !starts_a_page(document, turned) {
        xml.push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
    }
    Ok(())
}

/// Whether the first block comes onto a page of its own: a chapter, or a turned
/// page.
fn starts_a_page(document: &Document, turned: &[bool]) -> bool {
    turned.first().copied().unwrap_or(true)
        || matches!(
            document.blocks.first(),
            Some(Block::Heading { level: 0 | 1, .. })
        )
}

struct Entry {
    level: u8,
    text: String,
    bookmark: String,
    page: u32,
}

fn entries(document: &Document, figures: &Drawn, turned: &[bool]) -> Result<Vec<Entry>> {
    let headings = document.blocks.iter().filter_map(|block| match block {
        Block::Heading {
            level,
            number,
            text,
        } => Some((*level, heading_text(number, text))),
        _ => None,
    });
    let listed = headings
        .clone()
        .filter(|(level, _)| *level <= DEEPEST)
        .count();
    let pages = heading_pages(document, figures, turned, listed)?;
    let entries = headings.zip(pages).enumerate();
    Ok(entries
        .map(|(i, ((level, text), page))| Entry {
            level: level.max(1),
            text: one_line(&text),
            bookmark: bookmark(i + 1),
            page,
        })
        .filter(|entry| entry.level <= DEEPEST)
        .collect())
}

fn push_entry(xml: &mut String, entry: &Entry) {
    let Entry { bookmark, page, .. } = entry;
    xml.push_str(&format!(
        "<w:hyperlink w:anchor=\"{bookmark}\" w:history=\"1\">"
    ));
    push_run(xml, &entry.text, None);
    xml.push_str("<w:r><w:tab/></w:r>");
    push_field(xml, &format!("PAGEREF {bookmark} \\h"), &page.to_string());
    xml.push_str("</w:hyperlink>");
}

/// Which blocks stand on a landscape page: the wide tables, and with them the
/// heading and the words of their part where nothing else is in it, so that
/// neither is left alone on a page.
pub(super) fn turned(blocks: &[Block]) -> Vec<bool> {
    let mut turned: Vec<bool> = blocks.iter().map(is_wide).collect();
    let mut end = blocks.len();
    // From the end, so that a heading right before another follows it.
    for start in (0..blocks.len()).rev() {
        let is_heading = matches!(blocks.get(start), Some(Block::Heading { .. }));
        if !is_heading && start > 0 {
            continue;
        }
        let part = blocks.get(start..end).unwrap_or_default();
        let next = turned.get(end).copied().unwrap_or(false);
        let only_heading = is_heading && part.len() == 1 && end < blocks.len();
        let follows = only_heading && next && !starts_chapter(blocks.get(end));
        if follows || is_one_wide_table(part) {
            for flag in turned.iter_mut().take(end).skip(start) {
                *flag = true;
            }
        }
        end = start;
    }
    turned
}

fn is_wide(block: &Block) -> bool {
    matches!(block, Block::Table(table) if table.is_wide())
}

fn starts_chapter(block: Option<&Block>) -> bool {
    matches!(block, Some(Block::Heading { level: 0 | 1, .. }))
}

/// Wide tables and at most six blocks of words.
fn is_one_wide_table(part: &[Block]) -> bool {
    let words = |block: &&Block| {
        matches!(
            block,
            Block::Heading { .. }
                | Block::Paragraph { .. }
                | Block::Note { .. }
                | Block::List { .. }
        )
    };
    let wide = part.iter().filter(|block| is_wide(block)).count();
    let worded = part.iter().filter(words).count();
    wide > 0 && worded <= 6 && wide + worded == part.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Column, Table, TableKind, plain};

    fn heading(level: u8) -> Block {
        Block::Heading {
            level,
            number: String::new(),
            text: "h".into(),
        }
    }

    fn words() -> Block {
        Block::Paragraph {
            text: plain("p"),
            rule: None,
        }
    }

    fn table(width: u16) -> Block {
        Block::Table(Table {
            id: "t".into(),
            label: String::new(),
            caption: String::new(),
            kind: TableKind::Reading,
            groups: Vec::new(),
            columns: vec![Column::words("c", width)],
            rows: Vec::new(),
            notes: Vec::new(),
        })
    }

    #[test]
    fn a_wide_table_takes_its_heading_along() {
        let blocks = [
            heading(1),
            words(),
            heading(1),
            heading(2),
            words(),
            table(120),
            heading(2),
            table(20),
            table(120),
            words(),
        ];
        let flags = [
            false, false, true, true, true, true, false, false, true, false,
        ];
        assert_eq!(turned(&blocks), flags);
        assert_eq!(turned(&[]), Vec::<bool>::new());
    }
}
