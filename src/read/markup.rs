use super::archive::Unpacked;
use super::limits::MOST_TAGS;
use crate::error::Error;
use memchr::{memchr, memmem};
use std::fs::File;
use std::io::{self, Read};

/// Why a quick reading of a workbook stops.
#[derive(Debug)]
pub(super) enum Stop {
    /// It holds something that is not surely understood here: the workbook has to
    /// be read whole, by the library.
    Unsure,
    /// It cannot be read at all.
    Told(Error),
}

/// A result of a quick reading.
pub(super) type Quick<T> = std::result::Result<T, Stop>;

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Told(error)
    }
}

/// Nothing in place of what was not surely understood.
pub(super) fn sure<T>(quick: Quick<T>) -> crate::Result<Option<T>> {
    match quick {
        Ok(found) => Ok(Some(found)),
        Err(Stop::Unsure) => Ok(None),
        Err(Stop::Told(error)) => Err(error),
    }
}

/// What is there, or no certainty.
pub(super) fn known<T>(found: Option<T>) -> Quick<T> {
    found.ok_or(Stop::Unsure)
}

/// The attributes inside of a tag, one by one; an error where they are not
/// plainly written.
pub(super) struct Attributes<'a>(pub &'a [u8]);

impl<'a> Iterator for Attributes<'a> {
    type Item = Quick<(&'a [u8], &'a [u8])>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let text = self.0.trim_ascii_start();
        if text.is_empty() || text == b"/" {
            return None;
        }
        let pair = || {
            let (name, rest) = text.split_at_checked(memchr(b'=', text)?)?;
            let (quote, rest) = rest.get(1..)?.split_first()?;
            let (value, rest) = rest.split_at_checked(memchr(*quote, rest)?)?;
            let plain = matches!(quote, b'"' | b'\'') && name.iter().all(|byte| !is_blank(*byte));
            plain.then_some((name, value, rest.get(1..)?))
        };
        match pair() {
            Some((name, value, rest)) => {
                self.0 = rest;
                Some(Ok((name, value)))
            }
            None => {
                self.0 = b"";
                Some(Err(Stop::Unsure))
            }
        }
    }
}

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

/// A tag in a text that is there as a whole.
pub(super) struct Tag<'a> {
    /// `sheet`, or `/sheet` at its end.
    pub name: &'a [u8],
    pub attributes: &'a [u8],
    /// Whether it closes itself.
    pub empty: bool,
    /// The text behind it.
    pub rest: &'a [u8],
}

impl<'a> Tag<'a> {
    /// The next tag; none behind the last one. Comments and declarations are no
    /// tags; names with a prefix are not surely understood.
    pub fn next(mut text: &'a [u8]) -> Quick<Option<Tag<'a>>> {
        loop {
            let Some(open) = memchr(b'<', text) else {
                return Ok(None);
            };
            let inside = text.get(open + 1..).unwrap_or_default();
            if inside.starts_with(b"?") {
                let end = known(memmem::find(inside, b"?>"))?;
                text = inside.get(end + 2..).unwrap_or_default();
                continue;
            }
            let end = known(memchr(b'>', inside))?;
            let (tag, rest) = known(inside.split_at_checked(end))?;
            let stop = tag.iter().position(|byte| is_blank(*byte));
            let empty = tag.ends_with(b"/");
            let stop = stop.unwrap_or(tag.len() - usize::from(empty));
            let (name, attributes) = known(tag.split_at_checked(stop))?;
            let odd = |byte: &u8| matches!(byte, b'!' | b'<');
            // A sign in quotes may look like the end of the tag.
            let open = attributes.iter().filter(|byte| **byte == b'"').count() % 2 == 1;
            if name.iter().any(odd) || open {
                return Err(Stop::Unsure);
            }
            return Ok(Some(Tag {
                name,
                attributes,
                empty,
                rest: rest.get(1..).unwrap_or_default(),
            }));
        }
    }

    /// An attribute as it is written; none where it is missing.
    pub fn attribute(&self, wanted: &[u8]) -> Quick<Option<&'a [u8]>> {
        for pair in Attributes(self.attributes) {
            let (name, value) = pair?;
            if name == wanted {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }
}

/// Appends a text with its references resolved and its line ends made one sign.
pub(super) fn push_text(raw: &[u8], into: &mut String) -> Quick<()> {
    let raw = known(std::str::from_utf8(raw).ok())?;
    if !raw.bytes().any(|byte| matches!(byte, b'&' | b'\r')) {
        into.push_str(raw);
        return Ok(());
    }
    let raw = raw.replace("\r\n", "\n").replace('\r', "\n");
    let mut rest = raw.as_str();
    while let Some((before, after)) = rest.split_once('&') {
        into.push_str(before);
        let (name, after) = known(after.split_once(';'))?;
        into.push(known(referred(name))?);
        rest = after;
    }
    into.push_str(rest);
    Ok(())
}

fn referred(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            // What is no letter is refused by some readers.
            char::from_u32(code).filter(|sign| !sign.is_control() || "\t\n\r".contains(*sign))
        }
    }
}

/// Appends a text of a workbook, in which `_x000D_` stands for one sign.
pub(super) fn push_escaped(text: &str, into: &mut String) -> Quick<()> {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        let code = after.get(..4).filter(|_| after.get(4..5) == Some("_"));
        let code = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        into.push_str(before);
        let Some(code) = code.and_then(|code| u32::from_str_radix(code, 16).ok()) else {
            into.push_str("_x");
            rest = after;
            continue;
        };
        // Halves of a sign have to be put together first.
        into.push(known(char::from_u32(code))?);
        rest = after.get(5..).unwrap_or_default();
    }
    into.push_str(rest);
    Ok(())
}

/// Appends the text of a cell or of a shared string: its parts one behind the
/// other, without the reading aids of East Asian names.
pub(super) fn push_parts(content: &[u8], into: &mut String) -> Quick<()> {
    let mut rest = content;
    let (mut aside, mut part) = (false, String::new());
    let mut open: Vec<&[u8]> = Vec::new();
    while let Some(tag) = Tag::next(rest)? {
        rest = tag.rest;
        match tag.name.strip_prefix(b"/") {
            Some(closed) if open.pop() != Some(closed) => return Err(Stop::Unsure),
            None if open.len() > MOST_TAGS => return Err(Stop::Unsure),
            None if !tag.empty => open.push(tag.name),
            _ => {}
        }
        match tag.name {
            b"rPh" => aside = !tag.empty,
            b"/rPh" => aside = false,
            b"t" if !tag.empty && !aside => {
                let end = known(memchr(b'<', rest))?;
                let (raw, behind) = known(rest.split_at_checked(end))?;
                if !behind.starts_with(b"</t>") {
                    return Err(Stop::Unsure);
                }
                part.clear();
                push_text(raw, &mut part)?;
                let kept = tag.attribute(b"xml:space")? == Some(b"preserve");
                let blanks: &[char] = &[' ', '\t', '\r', '\n'];
                let text = if kept {
                    part.as_str()
                } else {
                    part.trim_matches(blanks)
                };
                push_escaped(text, into)?;
            }
            name if name.contains(&b':') => return Err(Stop::Unsure),
            _ => {}
        }
    }
    match open.is_empty() {
        true => Ok(()),
        false => Err(Stop::Unsure),
    }
}

/// What was unpacked of a file and not read yet, block by block.
pub(super) struct Window {
    from: Unpacked<File>,
    block: Vec<u8>,
    at: usize,
    filled: usize,
    ended: bool,
}

/// Bytes of a block: it stays in the processor's cache.
const BLOCK: usize = 1 << 17;

impl Window {
    pub fn new(from: Unpacked<File>) -> Window {
        Window {
            from,
            block: vec![0; BLOCK],
            at: 0,
            filled: 0,
            ended: false,
        }
    }

    pub fn text(&self) -> &[u8] {
        self.block.get(self.at..self.filled).unwrap_or_default()
    }

    pub fn advance(&mut self, bytes: usize) {
        self.at = self.filled.min(self.at.saturating_add(bytes));
    }

    /// Bytes that were not read yet.
    pub fn left(&self) -> u64 {
        self.from.left() + (self.filled - self.at) as u64
    }

    /// Reads on; false where nothing follows. Where nothing was taken off the
    /// text since, the block grows.
    pub fn more(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.block.copy_within(self.at..self.filled, 0);
        self.filled -= self.at;
        self.at = 0;
        if self.filled * 2 > self.block.len() {
            self.block.resize(self.block.len() * 2, 0);
        }
        while self.filled < self.block.len() && !self.ended {
            let free = self.block.get_mut(self.filled..).unwrap_or_default();
            let read = self.from.read(free)?;
            self.filled += read;
            self.ended = read == 0;
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(content: &str) -> Option<String> {
        let mut text = String::new();
        push_parts(content.as_bytes(), &mut text).ok()?;
        Some(text)
    }

    #[test]
    fn parts_of_a_text_stand_one_behind_the_other() {
        let cases = [
            ("<t>Baik</t>", Some("Baik")),
            ("<t/>", Some("")),
            ("", Some("")),
            ("<t> a &amp; b </t>", Some("a & b")),
            ("<t xml:space=\"preserve\"> a </t>", Some(" a ")),
            (
                "<r><rPr><b/><sz val=\"11\"/></rPr><t xml:space=\"preserve\">Sangat </t></r><r><t>Baik</t></r>",
                Some("Sangat Baik"),
            ),
            (
                "<t>名</t><rPh sb=\"0\" eb=\"1\"><t>na</t></rPh>",
                Some("名"),
            ),
            (
                "<t>a_x000D_&#10;b _x005F_x000D_ _xZZ</t>",
                Some("a\r\nb _x000D_ _xZZ"),
            ),
            ("<t>a\r\nb\rc &lt;&#233;&#xE9;</t>", Some("a\nb\nc <éé")),
            ("<t><![CDATA[x]]></t>", None),
            ("<x:t>a</x:t>", None),
            ("<t>&nama;</t>", None),
            ("<t>_xD83D__xDCF7_</t>", None),
            ("<t>a", None),
        ];
        for (content, text) in cases {
            assert_eq!(parts(content).as_deref(), text, "{content}");
        }
    }

    #[test]
    fn attributes_are_read_in_either_quotes() {
        let read: Quick<Vec<_>> = Attributes(b" r=\"A2\"  s='1' t=\"\"/").collect();
        let read = read.expect("attributes");
        assert_eq!(read, [(&b"r"[..], &b"A2"[..]), (b"s", b"1"), (b"t", b"")]);
        for odd in [&b" r"[..], b" r=A2", b" r=\"A2", b" r =\"1\""] {
            let read: Quick<Vec<_>> = Attributes(odd).collect();
            assert!(read.is_err(), "{odd:?}");
        }
    }
}
