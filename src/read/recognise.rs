use super::archive::Archive;
use super::compound::chains_end;
use super::limits;
use super::tag_depth::TagDepth;
use crate::language::Said;
use crate::said;
use std::io::Cursor;

/// What the bytes of a file are, whatever its name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
    Sav,
    /// A workbook in an encrypted envelope.
    Locked,
    /// A ZIP archive that ends before its table of contents.
    Torn,
    /// A workbook that would unpack to more than memory should hold.
    Huge,
    /// A workbook of which this part is nested too deep.
    Nested(String),
    /// Something else, by its name.
    Other(Said),
    /// Anything that may be text.
    Text,
}

/// Parts of a workbook that are read into memory whole may unpack to this many
/// bytes; a file of a million respondents stays far below.
const MOST_HELD: u64 = 1 << 30;

/// How the names of those files of a workbook end that are read; pictures are not.
const READ: [&str; 3] = [".xml", ".rels", ".bin"];

/// Says what bytes are by how they begin and, for containers, by what is inside.
pub(super) fn recognise(bytes: &[u8]) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return in_zip(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return in_ole(bytes);
    }
    if bytes.starts_with(b"$FL2") || bytes.starts_with(b"$FL3") {
        return Kind::Sav;
    }
    let found = by_first_bytes(bytes).or_else(|| by_markup(bytes));
    found.map_or(Kind::Text, Kind::Other)
}

/// First bytes of files that are no tables, and what they are in both languages.
const KNOWN: [(&[u8], &str, &str); 12] = [
    (b"\x89PNG\r\n\x1a\n", "sebuah gambar PNG", "a PNG picture"),
    (b"\xFF\xD8\xFF", "sebuah gambar JPEG", "a JPEG picture"),
    (b"GIF8", "sebuah gambar GIF", "a GIF picture"),
    (b"BM", "sebuah gambar BMP", "a BMP picture"),
    (b"II*\0", "sebuah gambar TIFF", "a TIFF picture"),
    (b"%PDF-", "sebuah dokumen PDF", "a PDF document"),
    (b"{\\rtf", "sebuah dokumen RTF", "an RTF document"),
    (b"Rar!", "sebuah arsip RAR", "a RAR archive"),
    (b"7z\xBC\xAF\x27\x1C", "sebuah arsip 7z", "a 7z archive"),
    (b"\x1F\x8B\x08", "sebuah arsip gzip", "a gzip archive"),
    (
        b"SQLite format 3\0",
        "sebuah basis data SQLite",
        "an SQLite database",
    ),
    (b"MZ", "sebuah program Windows", "a Windows program"),
];

fn by_first_bytes(bytes: &[u8]) -> Option<Said> {
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(said!("sebuah gambar WebP", "a WebP picture"));
    }
    let mut known = KNOWN.iter();
    let (magic, id, en) = known.find(|(magic, ..)| bytes.starts_with(magic))?;
    // Two letters alone could begin a text: a picture or a program goes on
    // with bytes that no text has.
    let text_like = magic.len() == 2 && !bytes.iter().take(64).any(|&byte| byte == 0);
    (!text_like).then(|| Said::new(*id, *en))
}

/// Old web applications save a web page or an XML table under the name `.xls`.
fn by_markup(bytes: &[u8]) -> Option<Said> {
    let start = bytes.get(..bytes.len().min(1024))?;
    let start = String::from_utf8_lossy(start).to_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    let begins = |tags: &[&str]| tags.iter().any(|tag| start.starts_with(tag));
    if begins(&["<!doctype html", "<html", "<table", "<meta"]) {
        return Some(said!("sebuah halaman web (HTML)", "a web page (HTML)"));
    }
    if start.starts_with("<?xml") && start.contains("spreadsheet") {
        return Some(said!(
            "sebuah lembar kerja XML lama (Excel 2003)",
            "an old XML spreadsheet (Excel 2003)"
        ));
    }
    if start.starts_with('{') && start.contains("docs.google.com") {
        return Some(said!(
            "sebuah pintasan ke Google Sheets, bukan isinya",
            "a shortcut to Google Sheets, not its contents"
        ));
    }
    None
}

/// Tells the packages apart that all are ZIP archives.
fn in_zip(bytes: &[u8]) -> Kind {
    let Some(mut archive) = Archive::new(Cursor::new(bytes)) else {
        return Kind::Torn;
    };
    let entries = archive.entries();
    let has = |name: &str| entries.iter().any(|entry| entry.name == name);
    let start = bytes.get(..bytes.len().min(200)).unwrap_or(bytes);
    let says = |text: &[u8]| start.windows(text.len()).any(|window| window == text);
    let workbook = match () {
        () if has("xl/workbook.bin") => Kind::Xlsb,
        () if has("xl/workbook.xml") => Kind::Xlsx,
        () if says(b"opendocument.spreadsheet") => Kind::Ods,
        () => return other_package(&has, says(b"opendocument.")),
    };
    let whole = ["sharedstrings.xml", "content.xml", ".bin"];
    let huge = entries.iter().any(|entry| {
        entry.unpacked > MOST_HELD && whole.iter().any(|name| entry.name.ends_with(name))
    });
    if huge || limits::unpacks_to_more(entries.iter().map(|entry| entry.unpacked)) {
        return Kind::Huge;
    }
    let mut tags = TagDepth::default();
    let whole = archive.is_whole(&READ, |part, block| {
        if !part.ends_with(".bin") {
            tags.see(part, block);
        }
    });
    match (whole, tags.too_deep) {
        (true, None) => workbook,
        (true, Some(part)) => Kind::Nested(part),
        (false, _) => Kind::Torn,
    }
}

/// Names an archive that is no workbook.
fn other_package(has: &dyn Fn(&str) -> bool, open_document: bool) -> Kind {
    let (id, en) = if has("word/document.xml") {
        ("sebuah dokumen Word (DOCX)", "a Word document (DOCX)")
    } else if has("ppt/presentation.xml") {
        (
            "sebuah presentasi PowerPoint (PPTX)",
            "a PowerPoint presentation (PPTX)",
        )
    } else if open_document {
        (
            "sebuah dokumen OpenDocument tanpa lembar kerja",
            "an OpenDocument file that is no spreadsheet",
        )
    } else if has("index/document.iwa") {
        ("sebuah berkas Numbers (Apple)", "a Numbers file (Apple)")
    } else {
        ("sebuah arsip ZIP", "a ZIP archive")
    };
    Kind::Other(Said::new(id, en))
}

/// Tells apart what the old compound format holds by the names of its streams,
/// which stand in UTF-16 at multiples of 128 bytes.
fn in_ole(bytes: &[u8]) -> Kind {
    if !chains_end(bytes) {
        return Kind::Torn;
    }
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut entries = bytes.chunks(128).skip(4);
        entries.any(|entry| {
            let rest = entry.strip_prefix(wide.as_slice());
            rest.is_some_and(|rest| rest.starts_with(&[0, 0]))
        })
    };
    if has("EncryptedPackage") {
        Kind::Locked
    } else if has("Workbook") || has("Book") {
        Kind::Xls
    } else if has("WordDocument") {
        Kind::Other(said!(
            "sebuah dokumen Word lama (.doc)",
            "an old Word document (.doc)"
        ))
    } else if has("PowerPoint Document") {
        Kind::Other(said!(
            "sebuah presentasi PowerPoint lama (.ppt)",
            "an old PowerPoint presentation (.ppt)"
        ))
    } else {
        // Streams may hide in sectors that are not aligned: let the reader say.
        Kind::Xls
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn other(bytes: &[u8]) -> String {
        match recognise(bytes) {
            Kind::Other(name) => name.text(Language::En).to_string(),
            kind => format!("{kind:?}"),
        }
    }

    #[test]
    fn files_are_named_by_their_first_bytes() {
        assert_eq!(other(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "a PNG picture");
        assert_eq!(other(b"\xFF\xD8\xFF\xE0\0\x10JFIF"), "a JPEG picture");
        assert_eq!(other(b"%PDF-1.7\n"), "a PDF document");
        assert_eq!(other(b"RIFF\x01\x02\x03\x04WEBPVP8 "), "a WebP picture");
        assert_eq!(other(b"\n<html><body><table>"), "a web page (HTML)");
        assert_eq!(other(b"MZ\x90\0\x03\0"), "a Windows program");
    }

    #[test]
    fn a_text_that_begins_like_a_picture_is_a_text() {
        assert_eq!(other(b"BMI,Usia\n21,30\n"), "Text");
        assert_eq!(other(b"MZ;U1;U2\n"), "Text");
        assert_eq!(other(b""), "Text");
    }

    #[test]
    fn a_torn_archive_is_told_from_a_whole_one() {
        assert_eq!(recognise(b"PK\x03\x04 and then nothing"), Kind::Torn);
        let mut empty = b"PK\x05\x06".to_vec();
        empty.extend([0; 18]);
        assert_eq!(other(&empty), "a ZIP archive");
    }
}
