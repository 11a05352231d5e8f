use super::printed::{heading_text, label_and_caption};
use super::xlsx_look::{ACCENT, QUIET, clean, marked};
use super::xlsx_place::{Place, Places, quoted};
use super::xlsx_sheet::{Done, row_height, write_words};
use crate::document::{Block, Document, NoteKind, plain_text};
use crate::language::Language;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Url, Worksheet};

/// The sheet of words: title, the list of the sheets, then what the document
/// says between its tables.
pub(super) fn summary_sheet(
    sheet: &mut Worksheet,
    document: &Document,
    places: &Places<'_>,
) -> Done {
    sheet.set_column_width(0, WIDTH as u32)?;
    sheet.set_screen_gridlines(false);
    sheet.set_margins(0.4, 0.4, 0.75, 0.75, 0.3, 0.3);
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_footer("&L&A&R&P / &N");
    let mut page = Page { sheet, row: 0 };
    let large = words().set_bold().set_font_size(16).set_font_color(ACCENT);
    write_words(page.sheet, (0, 0), &document.title, &large)?;
    // The title is in letters half as large again.
    let lines = document
        .title
        .chars()
        .count()
        .div_ceil(WIDTH * 2 / 3)
        .clamp(1, 15);
    page.sheet.set_row_height(0, 22 * lines as u32)?;
    page.row = 1;
    if let Some(author) = &document.author {
        page.words(author, &words().set_font_color(QUIET))?;
    }
    page.row += 1;
    let sheets = match document.language {
        Language::Id => "Lembar dalam buku kerja ini",
        Language::En => "Sheets in this workbook",
    };
    page.words(sheets, &words().set_bold())?;
    for place in places.iter() {
        page.link(place, 0)?;
    }
    page.row += 1;
    let is_heading = |block: &Block| matches!(block, Block::Heading { .. });
    let has_headings = document.blocks.iter().any(is_heading);
    for (index, block) in document.blocks.iter().enumerate() {
        // Without headings between them the tables would only be listed twice.
        if has_headings || !matches!(block, Block::Table(_)) {
            page.block(index, block, places)?;
        }
    }
    Ok(())
}

/// Characters of a line; as wide as a portrait page holds.
const WIDTH: usize = 80;

/// A sheet written from top to bottom.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
}

impl Page<'_> {
    fn words(&mut self, text: &str, format: &Format) -> Done {
        row_height(
            self.sheet,
            self.row,
            std::iter::once((text.to_owned(), WIDTH)),
        )?;
        write_words(self.sheet, (self.row, 0), text, format)?;
        self.row += 1;
        Ok(())
    }

    fn link(&mut self, place: &Place<'_>, indent: u8) -> Done {
        let title = match label_and_caption(&place.table.label, &place.table.caption) {
            title if title.is_empty() => place.sheet.clone(),
            title => format!("{}: {title}", place.sheet),
        };
        let title: String = title.chars().take(200).collect();
        let url = Url::new(format!("internal:{}!A1", quoted(&place.sheet))).set_text(clean(&title));
        let format = words().set_hyperlink().set_indent(indent);
        self.sheet
            .write_url_with_format(self.row, 0, url, &format)?;
        self.row += 1;
        Ok(())
    }

    fn block(&mut self, index: usize, block: &Block, places: &Places<'_>) -> Done {
        match block {
            Block::Heading {
                level,
                number,
                text,
            } => {
                self.row += u32::from(*level < 3);
                let size = if *level == 1 { 13 } else { 11 };
                let format = words()
                    .set_bold()
                    .set_font_size(size)
                    .set_font_color(ACCENT);
                self.words(&heading_text(number, text), &format)
            }
            Block::Paragraph { text, .. } => self.words(&plain_text(text), &marked(words(), text)),
            Block::List { ordered, items } => {
                for (number, item) in (1..).zip(items) {
                    let text = plain_text(item);
                    let text = if *ordered {
                        format!("{number}. {text}")
                    } else {
                        format!("• {text}")
                    };
                    self.words(&text, &marked(words().set_indent(1), item))?;
                }
                Ok(())
            }
            Block::Note { kind, text } => self.words(&plain_text(text), &note(*kind)),
            Block::Table(_) => match places.iter().find(|place| place.block == index) {
                Some(place) => self.link(place, 1),
                None => Ok(()),
            },
            Block::Figure(_) => Ok(()),
        }
    }
}

fn words() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

fn note(kind: NoteKind) -> Format {
    let (fill, line) = match kind {
        NoteKind::Info => (0xEFF4F9, ACCENT),
        NoteKind::Caution => (0xFDF6E7, Color::RGB(0xB7791F)),
    };
    words()
        .set_background_color(Color::RGB(fill))
        .set_border_left(FormatBorder::Thick)
        .set_border_left_color(line)
}
