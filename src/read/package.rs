use super::archive::{Archive, Entry, Unpacked};
use super::markup::{Quick, Stop, Tag, Window, known, push_parts, push_text};
use super::tag_depth::TagDepth;
use super::workbook::damaged;
use super::{Rows, limits};
use calamine::ExcelDateTimeType;
use memchr::memmem;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::Arc;

/// An XLSX workbook as far as it is needed to read its sheets row by row.
pub(super) struct Package {
    pub sheets: Vec<SheetPart>,
    pub meaning: Arc<Meaning>,
}

/// A sheet and the file in the archive that holds it.
pub(super) struct SheetPart {
    pub name: String,
    pub hidden: bool,
    pub entry: Entry,
}

/// What the cells of all sheets refer to.
#[derive(Debug, Default)]
pub(super) struct Meaning {
    text: String,
    /// Where each shared string ends in `text`.
    ends: Vec<u32>,
    /// For each style what its numbers are, where they are moments.
    styles: Vec<Option<ExcelDateTimeType>>,
    /// Whether days are counted from 1904.
    pub from_1904: bool,
}

/// Bytes of a sheet of which all rows may be held, whatever is in them.
const SMALL: u64 = 4 << 20;

/// Bytes of a file of a workbook that is no sheet and no list of strings.
const LARGEST_PART: u64 = 1 << 24;

impl Package {
    /// The sheets of a workbook of which at least one unpacks to more than `held`
    /// bytes, or none to much; what is not surely understood stops it.
    pub fn open(path: &Path, file: &Arc<str>, held: u64) -> Quick<Package> {
        let source = File::open(path).map_err(|_| Stop::Unsure)?;
        let mut archive = known(Archive::new(source))?;
        let sizes = || archive.entries().iter().map(|entry| entry.unpacked);
        if limits::unpacks_to_more(sizes()) {
            return Err(Stop::Told(limits::too_large(file)));
        }
        let worksheets = archive.entries().iter();
        let worksheets = worksheets.filter(|entry| entry.name.starts_with("xl/worksheets/"));
        let largest = known(worksheets.map(|entry| entry.unpacked).max())?;
        if largest <= held && largest > SMALL {
            return Err(Stop::Unsure);
        }
        let (sheets, from_1904) = sheets_of(&mut archive, file)?;
        let mut meaning = Meaning {
            from_1904,
            ..Meaning::default()
        };
        if archive.entry("xl/styles.xml").is_some() {
            let styles = part(&mut archive, "xl/styles.xml", file)?;
            meaning.styles = styles_of(&styles)?;
        }
        if let Some(strings) = archive.entry("xl/sharedstrings.xml") {
            let source = unpacked(path, strings, file)?;
            meaning.read_strings(Window::new(source), file)?;
        }
        Ok(Package {
            sheets,
            meaning: Arc::new(meaning),
        })
    }
}

/// The sheets of a workbook that hold cells, and whether it counts days from 1904.
pub(super) fn sheets_of<R: Read + Seek>(
    archive: &mut Archive<R>,
    file: &Arc<str>,
) -> Quick<(Vec<SheetPart>, bool)> {
    let workbook = part(archive, "xl/workbook.xml", file)?;
    let relations = part(archive, "xl/_rels/workbook.xml.rels", file)?;
    sheets(archive, &workbook, &relations)
}

/// A file of an archive, to be read on its own.
pub(super) fn unpacked(path: &Path, entry: &Entry, file: &Arc<str>) -> Quick<Unpacked<File>> {
    let source = File::open(path).and_then(|source| Unpacked::new(source, entry));
    source.map_err(|cause| torn(cause, file))
}

/// What a failure to unpack means.
pub(super) fn torn(cause: io::Error, file: &str) -> Stop {
    match cause.kind() {
        io::ErrorKind::Unsupported => Stop::Unsure,
        _ => Stop::Told(damaged(file).because(cause)),
    }
}

fn part<R: Read + Seek>(archive: &mut Archive<R>, name: &str, file: &Arc<str>) -> Quick<Vec<u8>> {
    let entry = known(archive.entry(name).cloned())?;
    if entry.unpacked > LARGEST_PART {
        return Err(Stop::Unsure);
    }
    let mut bytes = Vec::new();
    let read = archive
        .open(&entry)
        .and_then(|mut part| part.read_to_end(&mut bytes));
    read.map_err(|cause| torn(cause, file))?;
    check_encoding(&bytes)?;
    TagDepth::default().check(&bytes)?;
    Ok(bytes)
}

/// Only UTF-8 is surely understood, and only documents without comments.
pub(super) fn check_encoding(start: &[u8]) -> Quick<()> {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let start = known(start.get(..start.len().min(200)))?.to_ascii_lowercase();
    let told = memmem::find(&start, b"encoding=").and_then(|at| start.get(at + 10..at + 15));
    match start.starts_with(b"<") && told.is_none_or(|told| told == b"utf-8") {
        true => Ok(()),
        false => Err(Stop::Unsure),
    }
}

/// The sheets that hold cells, and whether days are counted from 1904.
fn sheets<R: Read + Seek>(
    archive: &Archive<R>,
    workbook: &[u8],
    relations: &[u8],
) -> Quick<(Vec<SheetPart>, bool)> {
    let (mut sheets, mut from_1904) = (Vec::new(), false);
    let mut rest = workbook;
    while let Some(tag) = Tag::next(rest)? {
        rest = tag.rest;
        match tag.name {
            b"workbookPr" => {
                let told = tag.attribute(b"date1904")?;
                from_1904 = told.is_some_and(|told| told == b"1" || told == b"true");
            }
            b"sheet" => {
                let id = known(tag.attribute(b"r:id")?)?;
                let (target, sort) = known(relation(relations, id)?)?;
                match sort.rsplit('/').next() {
                    Some("worksheet") => sheets.push(sheet_part(archive, &tag, &target)?),
                    Some("chartsheet" | "dialogsheet") => {}
                    _ => return Err(Stop::Unsure),
                }
            }
            name if name.contains(&b':') && name.ends_with(b"sheet") => return Err(Stop::Unsure),
            _ => {}
        }
    }
    Ok((sheets, from_1904))
}

fn sheet_part<R: Read + Seek>(archive: &Archive<R>, tag: &Tag, target: &str) -> Quick<SheetPart> {
    let mut name = String::new();
    push_text(known(tag.attribute(b"name")?)?, &mut name)?;
    let hidden = match tag.attribute(b"state")? {
        None | Some(b"visible") => false,
        Some(b"hidden" | b"veryHidden") => true,
        Some(_) => return Err(Stop::Unsure),
    };
    let path = match target.strip_prefix('/') {
        Some(whole) => whole.to_lowercase(),
        None => format!("xl/{target}").to_lowercase(),
    };
    let entry = known(archive.entry(&path).cloned())?;
    Ok(SheetPart {
        name,
        hidden,
        entry,
    })
}

/// The target and the type of a relation.
pub(super) fn relation(relations: &[u8], wanted: &[u8]) -> Quick<Option<(String, String)>> {
    let mut rest = relations;
    while let Some(tag) = Tag::next(rest)? {
        rest = tag.rest;
        if tag.name == b"Relationship" && tag.attribute(b"Id")? == Some(wanted) {
            let text = |name: &[u8]| {
                let text = known(tag.attribute(name)?)?;
                known(String::from_utf8(text.to_vec()).ok())
            };
            return Ok(Some((text(b"Target")?, text(b"Type")?)));
        }
    }
    Ok(None)
}

/// What the numbers of each style are.
fn styles_of(styles: &[u8]) -> Quick<Vec<Option<ExcelDateTimeType>>> {
    let mut formats: Vec<(&[u8], String)> = Vec::new();
    let (mut found, mut inside) = (Vec::new(), false);
    let mut rest = styles;
    while let Some(tag) = Tag::next(rest)? {
        rest = tag.rest;
        match tag.name {
            b"numFmt" => {
                let mut code = String::new();
                push_text(known(tag.attribute(b"formatCode")?)?, &mut code)?;
                formats.push((known(tag.attribute(b"numFmtId")?)?, code));
            }
            b"cellXfs" => inside = !tag.empty,
            b"/cellXfs" => inside = false,
            b"xf" if inside => {
                let id = tag.attribute(b"numFmtId")?.unwrap_or(b"0");
                // Of two formats of one number the last counts.
                let own = formats.iter().rev().find(|(known, _)| *known == id);
                found.push(match own {
                    Some((_, code)) => moment(code),
                    None => usual_moment(id),
                });
            }
            name if name.contains(&b':') && name.ends_with(b"xf") => return Err(Stop::Unsure),
            _ => {}
        }
    }
    Ok(found)
}

/// The formats of dates and times that have a number of their own.
fn usual_moment(id: &[u8]) -> Option<ExcelDateTimeType> {
    let id: u32 = std::str::from_utf8(id).ok()?.parse().ok()?;
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Some(ExcelDateTimeType::DateTime),
        46 => Some(ExcelDateTimeType::TimeDelta),
        _ => None,
    }
}

/// What a number format makes of a number, by its first section: letters of dates
/// that are no literals, or hours, minutes or seconds in brackets.
fn moment(code: &str) -> Option<ExcelDateTimeType> {
    let mut signs = code.chars().peekable();
    let mut after_a = false;
    while let Some(sign) = signs.next() {
        match sign.to_ascii_lowercase() {
            ';' => return None,
            '_' | '\\' | '*' => {
                signs.next();
            }
            '"' => while signs.next().is_some_and(|sign| sign != '"') {},
            '[' => {
                let inside: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                let mut letters = inside.chars().map(|sign| sign.to_ascii_lowercase());
                let first = letters.next();
                let alike = letters.all(|sign| Some(sign) == first);
                if alike && matches!(first, Some('h' | 'm' | 's')) {
                    return Some(ExcelDateTimeType::TimeDelta);
                }
            }
            'p' | 'm' | '/' if after_a => return Some(ExcelDateTimeType::DateTime),
            'a' => after_a = true,
            'd' | 'm' | 'h' | 'y' | 's' if !after_a => return Some(ExcelDateTimeType::DateTime),
            _ => {}
        }
    }
    None
}

impl Meaning {
    /// A shared string; none where it does not exist.
    #[inline]
    pub fn string(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)? as usize;
        let start = match number.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.text.get(start..end)
    }

    /// What a number of a style is, where it is a moment.
    #[inline]
    pub fn moment(&self, style: usize) -> Option<ExcelDateTimeType> {
        self.styles.get(style).copied().flatten()
    }

    fn read_strings(&mut self, mut window: Window, file: &Arc<str>) -> Quick<()> {
        let more = |window: &mut Window| window.more().map_err(|cause| torn(cause, file));
        more(&mut window)?;
        check_encoding(window.text())?;
        loop {
            let (taken, ended) = self.take_strings(window.text(), file)?;
            window.advance(taken);
            if ended {
                break;
            }
            if !more(&mut window)? {
                return Err(Stop::Unsure);
            }
        }
        // To the end, where it shows whether it is whole.
        while more(&mut window)? {
            window.advance(usize::MAX);
        }
        Ok(())
    }

    /// Takes the strings that a text holds as a whole; gives how much of it they
    /// are, and whether the list ends.
    fn take_strings(&mut self, text: &[u8], file: &Arc<str>) -> Quick<(usize, bool)> {
        let mut rest = text;
        loop {
            let here = text.len() - rest.len();
            if memchr::memchr(b'>', rest).is_none() {
                return Ok((here, false));
            }
            let Some(tag) = Tag::next(rest)? else {
                return Ok((here, false));
            };
            match tag.name {
                b"si" if !tag.empty => {
                    let Some(end) = memmem::find(tag.rest, b"</si>") else {
                        return match rest.len() > limits::LONGEST_CELL {
                            true => Err(Stop::Unsure),
                            false => Ok((here, false)),
                        };
                    };
                    let (content, behind) = known(tag.rest.split_at_checked(end))?;
                    push_parts(content, &mut self.text)?;
                    self.end_string(file)?;
                    rest = behind.get(b"</si>".len()..).unwrap_or_default();
                }
                b"si" => {
                    self.end_string(file)?;
                    rest = tag.rest;
                }
                b"/sst" => return Ok((text.len(), true)),
                b"sst" if tag.empty => return Ok((text.len(), true)),
                b"sst" => rest = tag.rest,
                _ => return Err(Stop::Unsure),
            }
        }
    }

    fn end_string(&mut self, file: &Arc<str>) -> Quick<()> {
        if self.text.len() > Rows::MOST_TEXT {
            return Err(Stop::Told(limits::too_large(file)));
        }
        self.ends
            .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        Ok(())
    }
}
