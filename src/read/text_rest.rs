use super::delimited::{self, RowReader};
use super::records::{Cutter, Layout};
use super::rest::{Behind, Rest};
use super::source::Source;
use super::text::{self, Evidence};
use super::{Format, Sheet, TextEncoding};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use encoding_rs::{Encoding, UTF_8};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The part of a large text file behind the rows that a sheet holds.
#[derive(Debug, Clone)]
pub(super) struct TextRest {
    path: PathBuf,
    encoding: &'static Encoding,
    /// Bytes of the encoding's mark.
    mark: usize,
    /// Bytes of text, as UTF-8, before this part.
    before: usize,
    pub layout: Layout,
    /// Bytes of the file.
    pub length: u64,
}

/// Rows from the start of a large file that are held: titles, the header, and
/// enough respondents to know what the columns are.
pub(super) const FIRST_ROWS: u32 = 5000;

/// Bytes of text from the start that these rows may take.
const MOST_FIRST: usize = 1 << 25;

/// The first rows of a large text file, or none where it has to be read whole.
pub(super) fn first_rows(
    path: &Path,
    file: &Arc<str>,
    told: Option<TextEncoding>,
) -> Result<Option<(Format, Sheet)>> {
    let unread = |cause| unread(file, cause);
    let length = path.metadata().map_err(unread)?.len();
    let found = match told.map(TextEncoding::known) {
        // Only the whole text is turned by a table of our own.
        Some(None) => return Ok(None),
        Some(Some(told)) => Some((told, mark_of(path, told).map_err(unread)?)),
        None => encoding_of(path, length).map_err(unread)?,
    };
    let Some((encoding, mark)) = found else {
        return Err(delimited::no_text(file));
    };
    let mut source = Source::open(path, encoding, mark).map_err(unread)?;
    loop {
        let (bytes, ended) = source.text();
        let start = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            // The block ends within a letter.
            Err(error) if error.error_len().is_none() => {
                let whole = bytes.get(..error.valid_up_to()).unwrap_or_default();
                std::str::from_utf8(whole).unwrap_or_default()
            }
            Err(_) => return Ok(None),
        };
        if ended || start.len() > MOST_FIRST || text::looks_binary(start) {
            return Ok(None);
        }
        let is_end = |byte: &&u8| matches!(**byte, b'\n' | b'\r');
        // A record ends with a line: where these are too few, no need to cut them.
        if start.as_bytes().iter().filter(is_end).count() < FIRST_ROWS as usize {
            source.advance(0).map_err(unread)?;
            continue;
        }
        let (layout, body) = delimited::layout(start);
        if let Some((reader, end)) = first_of(body, layout, file)? {
            let format = Format::Delimited {
                delimiter: char::from(layout.delimiter),
                encoding: encoding.name().to_string(),
            };
            let rest = TextRest {
                path: path.to_path_buf(),
                encoding,
                mark,
                before: start.len() - body.len() + end,
                layout,
                length,
            };
            let sheet = Sheet {
                rest: Some(Rest(Behind::Text(rest))),
                ..reader.sheet()
            };
            return Ok(Some((format, sheet)));
        }
        source.advance(0).map_err(unread)?;
    }
}

/// The first rows of a text and where they end; none where it has fewer, or
/// where they do not end in a row that holds something.
fn first_of(text: &str, layout: Layout, file: &Arc<str>) -> Result<Option<(RowReader, usize)>> {
    let mut cutter = Cutter::new(layout);
    let mut reader = RowReader::new(file);
    cutter.load(text.as_bytes());
    while reader.rows().height() < FIRST_ROWS {
        let Some(record) = cutter.next(text.as_bytes(), false) else {
            return Ok(None);
        };
        reader.add(text, &record)?;
    }
    Ok(Some((reader, cutter.rest())))
}

/// Bytes of the mark that a file begins with, where it is the one of its encoding.
fn mark_of(path: &Path, encoding: &'static Encoding) -> io::Result<usize> {
    let mut start = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut start)?;
    let found = Encoding::for_bom(&start).filter(|(found, _)| *found == encoding);
    Ok(found.map_or(0, |(_, mark)| mark))
}

/// The encoding of a file and the bytes of its mark: told by its start where
/// that is plain, else by all of it.
fn encoding_of(path: &Path, length: u64) -> io::Result<Option<(&'static Encoding, usize)>> {
    let mut file = File::open(path)?;
    let mut block = vec![0; 1 << 16];
    let read = file.read(&mut block)?;
    block.truncate(read);
    if let Some(found) = Encoding::for_bom(&block) {
        return Ok(Some(found));
    }
    let mut evidence = Evidence::new();
    let cut = block.iter().rposition(|byte| *byte == b'\n').unwrap_or(0);
    if length > read as u64 && text::is_plain(block.get(..cut).unwrap_or_default()) {
        return Ok(Some((UTF_8, 0)));
    }
    while !block.is_empty() {
        evidence.feed(&block);
        block.resize(1 << 16, 0);
        let read = file.read(&mut block)?;
        block.truncate(read);
    }
    Ok(evidence.encoding())
}

fn unread(file: &str, cause: io::Error) -> Error {
    Error::new(
        ErrorKind::Unreadable,
        said!(
            "{file} tidak dapat dibaca sampai selesai",
            "{file} cannot be read to its end"
        ),
    )
    .hint(said!(
        "tutup program lain yang memakainya, lalu coba lagi",
        "close other programs that use it, then try again"
    ))
    .because(cause)
}

impl TextRest {
    /// The text of this part.
    pub fn source(&self) -> io::Result<Source> {
        if self.encoding == UTF_8 {
            return Source::open(&self.path, self.encoding, self.mark + self.before);
        }
        let mut source = Source::open(&self.path, self.encoding, self.mark)?;
        let mut before = self.before;
        while before > 0 {
            let (text, last) = source.text();
            let here = before.min(text.len());
            before -= here;
            if last && here == 0 {
                break;
            }
            source.advance(here)?;
        }
        Ok(source)
    }

    /// The error for a file that cannot be read on.
    pub fn unread(&self, cause: io::Error) -> Error {
        let name = self.path.file_name().unwrap_or_default();
        unread(&name.to_string_lossy(), cause)
    }
}
