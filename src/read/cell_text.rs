use super::limits::LONGEST_CELL;
use super::markup::{Attributes, Quick, Stop, Tag, known, push_escaped, push_parts, push_text};
use super::package::Meaning;
use super::records::Record;
use super::sheet_rows::{place, whole_number};
use super::trimmed;
use super::workbook::write_value;
use calamine::{CellErrorType, DataRef, ExcelDateTime};
use memchr::{memchr, memmem};
use std::sync::Arc;

/// The cells of a row as the text of a record.
pub(super) struct CellText {
    meaning: Arc<Meaning>,
    text: Vec<u8>,
    parts: Vec<u32>,
    /// A value while it is made.
    value: String,
}

/// The attributes of a cell.
#[derive(Default)]
pub(super) struct Head<'a> {
    pub place: Option<(u32, u32)>,
    style: Option<&'a [u8]>,
    sort: &'a [u8],
    /// Whether it closes itself.
    pub empty: bool,
}

/// What became of a cell.
pub(super) enum Cell {
    /// So many bytes of it were taken.
    Taken(usize),
    /// It does not end within the text at hand.
    Later,
    /// Its text has so many bytes.
    TooLong(usize),
}

impl<'a> Head<'a> {
    /// The attributes between `<c` and `>`.
    #[inline]
    pub fn of(text: &'a [u8]) -> Quick<Head<'a>> {
        let mut head = Head {
            empty: text.last() == Some(&b'/'),
            ..Head::default()
        };
        for pair in Attributes(text) {
            match pair? {
                (b"r", value) => head.place = Some(known(place(value))?),
                (b"s", value) => head.style = Some(value),
                (b"t", value) => head.sort = value,
                _ => {}
            }
        }
        Ok(head)
    }
}

impl CellText {
    pub fn new(meaning: Arc<Meaning>) -> Self {
        CellText {
            meaning,
            text: Vec::new(),
            parts: Vec::new(),
            value: String::new(),
        }
    }

    /// Starts a row.
    pub fn clear(&mut self) {
        self.text.clear();
        self.parts.clear();
    }

    /// Whether no cell holds anything.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    pub fn record(&self) -> (&[u8], Record<'_>) {
        let record = Record {
            start: 0,
            parts: &self.parts,
            end: self.text.len(),
            lone_quote: None,
        };
        (&self.text, record)
    }

    /// Adds a cell by what stands behind its head.
    #[inline]
    pub fn add(&mut self, head: &Head, column: u32, behind: &[u8]) -> Quick<Cell> {
        // The two forms nearly all cells have.
        if let Some(inner) = behind.strip_prefix(b"<v>")
            && let Some(end) = memchr(b'<', inner)
            && let Some((value, rest)) = inner.split_at_checked(end)
            && rest.starts_with(b"</v></c>")
        {
            self.add_value(head, column, value)?;
            return Ok(self.taken(end + b"<v></v></c>".len()));
        }
        if head.sort == b"inlineStr"
            && let Some(inner) = behind.strip_prefix(b"<is><t>")
            && let Some(end) = memchr(b'<', inner)
            && let Some((raw, rest)) = inner.split_at_checked(end)
            && rest.starts_with(b"</t></is></c>")
        {
            self.add_plain(column, raw)?;
            return Ok(self.taken(end + b"<is><t></t></is></c>".len()));
        }
        let Some(end) = memmem::find(behind, b"</c>") else {
            return Ok(Cell::Later);
        };
        self.add_other(head, column, behind.get(..end).unwrap_or_default())?;
        Ok(self.taken(end + b"</c>".len()))
    }

    fn taken(&mut self, bytes: usize) -> Cell {
        let start = self.parts.last().map_or(0, |part| *part as usize + 1);
        match self.text.len().saturating_sub(start) {
            length if length > LONGEST_CELL => Cell::TooLong(length),
            _ => Cell::Taken(bytes),
        }
    }

    /// A cell of another form: a formula before its value, a text in parts.
    fn add_other(&mut self, head: &Head, column: u32, mut content: &[u8]) -> Quick<()> {
        let mut tag = Tag::next(content)?;
        if let Some(formula) = tag.take_if(|tag| tag.name == b"f") {
            content = formula.rest;
            if !formula.empty {
                let end = known(memmem::find(content, b"</f>"))?;
                content = content.get(end + b"</f>".len()..).unwrap_or_default();
            }
            tag = Tag::next(content)?;
        }
        let Some(tag) = tag else {
            return Ok(());
        };
        let (inner, closing): (_, &[u8]) = match (tag.name, head.sort == b"inlineStr") {
            (b"v" | b"is", _) if tag.empty => (&b""[..], b""),
            (b"v", false) => (tag.rest, b"</v>"),
            (b"is", true) => (tag.rest, b"</is>"),
            _ => return Err(Stop::Unsure),
        };
        let end = known(memmem::find(inner, closing))?;
        let (inner, behind) = known(inner.split_at_checked(end))?;
        let behind = if tag.empty {
            tag.rest
        } else {
            behind.get(closing.len()..).unwrap_or_default()
        };
        if !behind.trim_ascii().is_empty() {
            return Err(Stop::Unsure);
        }
        match closing {
            b"</v>" => self.add_value(head, column, inner),
            b"</is>" => {
                let mut value = std::mem::take(&mut self.value);
                value.clear();
                push_parts(inner, &mut value)?;
                self.value = value;
                self.add_made(column);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// An inline text without anything around it.
    #[inline]
    fn add_plain(&mut self, column: u32, raw: &[u8]) -> Quick<()> {
        let odd = |byte: &u8| matches!(byte, b'&' | b'_' | b'\r' | 128..);
        if !raw.iter().any(odd) {
            // Plain letters: nothing to resolve.
            let text = std::str::from_utf8(raw).unwrap_or_default();
            append(&mut self.text, &mut self.parts, column, trimmed(text));
            return Ok(());
        }
        let mut part = String::new();
        push_text(raw, &mut part)?;
        self.value.clear();
        push_escaped(part.trim_matches([' ', '\t', '\r', '\n']), &mut self.value)?;
        self.add_made(column);
        Ok(())
    }

    #[inline]
    fn add_value(&mut self, head: &Head, column: u32, raw: &[u8]) -> Quick<()> {
        if raw.is_empty() {
            return Ok(());
        }
        match head.sort {
            b"" | b"n" => self.add_number(head.style, column, raw),
            b"s" => {
                let number = known(whole_number(raw))?;
                let text = known(self.meaning.string(number as usize))?;
                append(&mut self.text, &mut self.parts, column, trimmed(text));
                Ok(())
            }
            _ => {
                self.value.clear();
                self.write_rare(head.sort, raw)?;
                self.add_made(column);
                Ok(())
            }
        }
    }

    #[inline]
    fn add_number(&mut self, style: Option<&[u8]>, column: u32, raw: &[u8]) -> Quick<()> {
        let style = match style {
            Some(style) => Some(known(whole_number(style))? as usize),
            None => None,
        };
        let moment = style.and_then(|style| self.meaning.moment(style));
        // Up to fifteen digits are the shortest form of their number.
        let whole = raw.len() <= 15 && raw.iter().all(u8::is_ascii_digit);
        let shortest = whole && (raw.len() == 1 || raw.first() != Some(&b'0'));
        if shortest && moment.is_none() {
            append_bytes(&mut self.text, &mut self.parts, column, raw);
            return Ok(());
        }
        let text = known(std::str::from_utf8(raw).ok().filter(|text| is_number(text)))?;
        let number: f64 = known(text.parse().ok())?;
        let value = match moment {
            Some(kind) => {
                DataRef::DateTime(ExcelDateTime::new(number, kind, self.meaning.from_1904))
            }
            None => DataRef::Float(number),
        };
        self.value.clear();
        write_value(&mut self.value, &value);
        self.add_made(column);
        Ok(())
    }

    /// A logical value, an error, the text of a formula, a date as text.
    fn write_rare(&mut self, sort: &[u8], raw: &[u8]) -> Quick<()> {
        let plain = || known(std::str::from_utf8(raw).ok().filter(|text| text.is_ascii()));
        match (sort, raw) {
            (b"b", b"0") => write_value(&mut self.value, &DataRef::Bool(false)),
            (b"b", b"1") => write_value(&mut self.value, &DataRef::Bool(true)),
            (b"e", _) => {
                let error: CellErrorType = plain()?.parse().map_err(|_| Stop::Unsure)?;
                write_value(&mut self.value, &DataRef::Error(error));
            }
            (b"str", _) => {
                let mut text = String::new();
                push_text(raw, &mut text)?;
                push_escaped(&text, &mut self.value)?;
            }
            (b"d", _) if !raw.contains(&b'&') => {
                write_value(&mut self.value, &DataRef::DateTimeIso(plain()?.to_owned()));
            }
            _ => return Err(Stop::Unsure),
        }
        Ok(())
    }

    /// Adds the value that was made.
    fn add_made(&mut self, column: u32) {
        append(
            &mut self.text,
            &mut self.parts,
            column,
            trimmed(&self.value),
        );
    }
}

/// Whether a text is a number in the form that every reader takes for one.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (number, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let power = power.strip_prefix(['+', '-']).unwrap_or(power);
    digits(whole) && digits(part) && digits(power) && power.len() <= 3
}

/// Appends a field; one that begins with a quote is put in quotes, as it would
/// stand in a text file.
#[inline]
fn append(text: &mut Vec<u8>, parts: &mut Vec<u32>, column: u32, field: &str) {
    match field.as_bytes() {
        [] => {}
        [b'"', ..] => {
            let quoted = format!("\"{}\"", field.replace('"', "\"\""));
            append_bytes(text, parts, column, quoted.as_bytes());
        }
        field => append_bytes(text, parts, column, field),
    }
}

#[inline]
fn append_bytes(text: &mut Vec<u8>, parts: &mut Vec<u32>, column: u32, field: &[u8]) {
    while parts.len() < column as usize {
        parts.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        text.push(b',');
    }
    text.extend_from_slice(field);
}
