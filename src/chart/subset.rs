use ab_glyph::{Font, FontRef};
use std::collections::{BTreeMap, BTreeSet};

/// A font with some letters only, as a TrueType file without
/// hints; none for letters it lacks altogether, or should the font be broken.
///
/// The form is that of the OpenType specification 1.9: `glyf`, `loca`, `cmap`
/// format 4.
pub fn subset(file: &[u8], letters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let face = FontRef::try_from_slice(file).ok()?;
    let source = Source::of(file)?;
    let mut codes: BTreeMap<u16, u16> = BTreeMap::new();
    for letter in letters {
        let glyph = face.glyph_id(*letter).0;
        let code = u16::try_from(u32::from(*letter)).ok();
        if let Some(code) = code.filter(|c| glyph != 0 && *c != u16::MAX) {
            codes.insert(code, glyph);
        }
    }
    let glyphs = source.with_parts(codes.values().copied())?;
    let place = |old: u16| u16::try_from(glyphs.binary_search(&old).ok()?).ok();
    let (mut outlines, mut offsets, mut widths) = (Vec::new(), Vec::new(), Vec::new());
    for glyph in &glyphs {
        offsets.extend(u32::try_from(outlines.len()).ok()?.to_be_bytes());
        outlines.extend(bare(source.outline(*glyph)?, &place)?);
        outlines.resize(outlines.len().next_multiple_of(4), 0);
        widths.extend(source.width(*glyph)?);
    }
    offsets.extend(u32::try_from(outlines.len()).ok()?.to_be_bytes());
    let many = u16::try_from(glyphs.len()).ok()?.to_be_bytes();
    let mut head = source.table(b"head")?.to_vec();
    head.get_mut(8..12)?.fill(0);
    head.get_mut(50..52)?.copy_from_slice(&1_u16.to_be_bytes());
    let mut hhea = source.table(b"hhea")?.to_vec();
    hhea.get_mut(34..36)?.copy_from_slice(&many);
    let mut maxp = source.table(b"maxp")?.to_vec();
    maxp.get_mut(4..6)?.copy_from_slice(&many);
    let mut post = vec![0, 3, 0, 0];
    post.resize(32, 0);
    let known = codes
        .iter()
        .filter_map(|(code, old)| Some((*code, place(*old)?)));
    Some(file_of(vec![
        (*b"OS/2", source.table(b"OS/2")?.to_vec()),
        (*b"cmap", character_map(&known.collect::<Vec<_>>())?),
        (*b"glyf", outlines),
        (*b"head", head),
        (*b"hhea", hhea),
        (*b"hmtx", widths),
        (*b"loca", offsets),
        (*b"maxp", maxp),
        (*b"name", vec![0, 0, 0, 0, 0, 6]),
        (*b"post", post),
    ]))
}

/// Whether a font has outlines of TrueType, of which [`subset`] keeps some.
pub fn can_part(file: &[u8]) -> bool {
    Source::of(file).is_some_and(|source| source.tables.contains_key(b"glyf"))
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let value = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
    usize::try_from(value).ok()
}

/// The tables of a font file.
struct Source<'a> {
    tables: BTreeMap<[u8; 4], &'a [u8]>,
    long_offsets: bool,
    full_widths: u16,
}

impl<'a> Source<'a> {
    fn of(file: &'a [u8]) -> Option<Self> {
        let many = usize::from(short(file, 4)?);
        let mut tables = BTreeMap::new();
        for record in (0..many).map(|i| 12 + 16 * i) {
            let name: [u8; 4] = file.get(record..record + 4)?.try_into().ok()?;
            let (from, length) = (long(file, record + 8)?, long(file, record + 12)?);
            tables.insert(name, file.get(from..from.checked_add(length)?)?);
        }
        Some(Source {
            long_offsets: short(tables.get(b"head")?, 50)? == 1,
            full_widths: short(tables.get(b"hhea")?, 34)?,
            tables,
        })
    }

    fn table(&self, name: &[u8; 4]) -> Option<&'a [u8]> {
        self.tables.get(name).copied()
    }

    fn outline(&self, glyph: u16) -> Option<&'a [u8]> {
        let loca = self.table(b"loca")?;
        let offset = |i: usize| match self.long_offsets {
            true => long(loca, 4 * i),
            false => Some(2 * usize::from(short(loca, 2 * i)?)),
        };
        let at = usize::from(glyph);
        self.table(b"glyf")?.get(offset(at)?..offset(at + 1)?)
    }

    /// Advance and left bearing, four bytes.
    fn width(&self, glyph: u16) -> Option<[u8; 4]> {
        let table = self.table(b"hmtx")?;
        let full = usize::from(self.full_widths.min(glyph + 1).max(1)) - 1;
        let advance = short(table, 4 * full)?.to_be_bytes();
        let bearing = match glyph < self.full_widths {
            true => short(table, 4 * usize::from(glyph) + 2)?,
            false => {
                let beyond = usize::from(glyph - self.full_widths);
                short(table, 4 * usize::from(self.full_widths) + 2 * beyond)?
            }
        }
        .to_be_bytes();
        Some([advance[0], advance[1], bearing[0], bearing[1]])
    }

    /// The glyphs, the one for what is missing, and all their parts, rising.
    fn with_parts(&self, glyphs: impl Iterator<Item = u16>) -> Option<Vec<u16>> {
        let mut open: Vec<u16> = glyphs.chain([0]).collect();
        let mut all = BTreeSet::new();
        while let Some(glyph) = open.pop() {
            if all.insert(glyph) {
                let outline = self.outline(glyph)?;
                open.extend(
                    parts(outline)?
                        .iter()
                        .filter_map(|at| short(outline, at + 2)),
                );
            }
        }
        Some(all.into_iter().collect())
    }
}

/// Where the parts of a composed glyph begin; none of a simple one.
fn parts(outline: &[u8]) -> Option<Vec<usize>> {
    let mut found = Vec::new();
    if outline.is_empty() || short(outline, 0)? < 0x8000 {
        return Some(found);
    }
    let mut at = 10;
    loop {
        let flags = short(outline, at)?;
        found.push(at);
        at = part_end(at, flags);
        if flags & 0x20 == 0 {
            return Some(found);
        }
    }
}

/// Behind a part: flags, glyph, two arguments, up to four scales.
fn part_end(at: usize, flags: u16) -> usize {
    let arguments = if flags & 1 != 0 { 4 } else { 2 };
    let scales = match flags {
        f if f & 0x8 != 0 => 2,
        f if f & 0x40 != 0 => 4,
        f if f & 0x80 != 0 => 8,
        _ => 0,
    };
    at + 4 + arguments + scales
}

/// An outline without its hints, its parts under their new numbers.
fn bare(outline: &[u8], place: &dyn Fn(u16) -> Option<u16>) -> Option<Vec<u8>> {
    if outline.is_empty() {
        return Some(Vec::new());
    }
    let contours = usize::from(short(outline, 0)?);
    if contours < 0x8000 {
        let hints = 10 + 2 * contours;
        let length = usize::from(short(outline, hints)?);
        let mut kept = outline.get(..hints)?.to_vec();
        kept.extend([0, 0]);
        kept.extend(outline.get(hints + 2 + length..)?);
        return Some(kept);
    }
    let mut kept = outline.to_vec();
    let mut end = 10;
    for at in parts(outline)? {
        let flags = short(outline, at)?;
        let own = place(short(outline, at + 2)?)?;
        kept.get_mut(at..at + 2)?
            .copy_from_slice(&(flags & !0x100).to_be_bytes());
        kept.get_mut(at + 2..at + 4)?
            .copy_from_slice(&own.to_be_bytes());
        end = part_end(at, flags);
    }
    kept.truncate(end);
    Some(kept)
}

/// `cmap` with one table of format 4, a segment a letter.
fn character_map(known: &[(u16, u16)]) -> Option<Vec<u8>> {
    let many = u16::try_from(known.len() + 1).ok()?;
    let power = 1_u16 << many.ilog2();
    let length = 16 + 8 * many;
    let mut table = Vec::new();
    let mut push = |values: &[u16]| table.extend(values.iter().flat_map(|v| v.to_be_bytes()));
    push(&[0, 1, 3, 1, 0, 12]);
    push(&[4, length, 0, 2 * many, 2 * power]);
    push(&[u16::try_from(power.ilog2()).ok()?, 2 * (many - power)]);
    let codes: Vec<u16> = known.iter().map(|k| k.0).chain([u16::MAX]).collect();
    push(&codes);
    push(&[0]);
    push(&codes);
    let deltas = known.iter().map(|(code, glyph)| glyph.wrapping_sub(*code));
    push(&deltas.chain([1]).collect::<Vec<_>>());
    push(&vec![0; usize::from(many)]);
    Some(table)
}

/// Tables as a font file.
fn file_of(tables: Vec<([u8; 4], Vec<u8>)>) -> Vec<u8> {
    let many = u16::try_from(tables.len()).unwrap_or(1).max(1);
    let power = 1_u16 << many.ilog2();
    let mut file = vec![0, 1, 0, 0];
    for value in [many, 16 * power, many.ilog2() as u16, 16 * (many - power)] {
        file.extend(value.to_be_bytes());
    }
    let mut at = 12 + 16 * tables.len();
    let mut body = Vec::new();
    for (name, table) in &tables {
        file.extend(name);
        file.extend(sum(table).to_be_bytes());
        file.extend((at as u32).to_be_bytes());
        file.extend((table.len() as u32).to_be_bytes());
        body.extend(table);
        body.resize(body.len().next_multiple_of(4), 0);
        at = 12 + 16 * tables.len() + body.len();
    }
    file.extend(body);
    file
}

/// The check sum of a table: its words added.
fn sum(table: &[u8]) -> u32 {
    table.chunks(4).fold(0_u32, |sum, word| {
        let mut whole = [0; 4];
        whole
            .iter_mut()
            .zip(word)
            .for_each(|(to, from)| *to = *from);
        sum.wrapping_add(u32::from_be_bytes(whole))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_keep_their_width_and_outline() {
        let letters: BTreeSet<char> = "Árgo ≥–25,9 ñ…".chars().collect();
        for bold in [false, true] {
            let file = crate::chart::fonts()[usize::from(bold)];
            assert!(can_part(file));
            let bytes = subset(file, &letters).unwrap();
            assert!(bytes.len() < 12_000, "{}", bytes.len());
            let small = FontRef::try_from_slice(&bytes).unwrap();
            let whole = FontRef::try_from_slice(file).unwrap();
            for letter in &letters {
                let [a, b] = [&small, &whole].map(|font| font.glyph_id(*letter));
                assert_eq!(small.h_advance_unscaled(a), whole.h_advance_unscaled(b));
                let curves = |font: &FontRef, id| font.outline(id).map(|o| o.curves.len());
                assert_eq!(curves(&small, a), curves(&whole, b), "{letter}");
            }
            assert_eq!(small.glyph_id('Z').0, 0);
        }
    }
}
