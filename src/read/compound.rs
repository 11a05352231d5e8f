/// Whether the chains of sectors of a compound file (an XLS workbook) come to an end.
///
/// The library below follows a chain wherever it leads: a damaged table in which one
/// sector leads back to another would fill the memory.
pub(super) fn chains_end(bytes: &[u8]) -> bool {
    let size: usize = match bytes.get(30..32) {
        Some([9, 0]) => 512,
        Some([12, 0]) => 4096,
        // Refused by the library.
        _ => return true,
    };
    let sector = |id: u32| -> &[u8] {
        let start = (id as usize).saturating_add(1).saturating_mul(size);
        let end = start.saturating_add(size).min(bytes.len());
        bytes.get(start..end).unwrap_or_default()
    };
    let mut lists: Vec<u32> = numbers(bytes.get(76..512).unwrap_or_default()).collect();
    let mut next = numbers(bytes.get(68..72).unwrap_or_default()).next();
    // More lists than sectors are a ring of lists, which the library refuses.
    for _ in 0..=bytes.len() / size {
        match next {
            Some(id) if id < FIRST_RESERVED => {
                lists.extend(numbers(sector(id)));
                next = lists.pop();
            }
            _ => break,
        }
    }
    let table = lists.into_iter().filter(|id| *id < FIRST_RESERVED);
    let table: Vec<u32> = table.flat_map(|id| numbers(sector(id))).collect();
    !has_ring(&table)
}

/// Numbers from here on are no sectors.
const FIRST_RESERVED: u32 = 0xFFFF_FFFA;

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let (words, _) = bytes.as_chunks::<4>();
    words.iter().map(|word| u32::from_le_bytes(*word))
}

/// Whether following a table leads from any place back to it.
fn has_ring(table: &[u32]) -> bool {
    // From where each place was reached first, and 1.
    let mut reached = vec![0_usize; table.len()];
    for start in 0..table.len() {
        let mut at = start;
        while let Some(from) = reached.get_mut(at) {
            if *from == start + 1 {
                return true;
            }
            if *from > 0 {
                break;
            }
            *from = start + 1;
            at = table.get(at).map_or(usize::MAX, |next| *next as usize);
        }
    }
    false
}

/// The stream of records in a compound file.
pub(super) fn stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let sector = 1_usize << number(bytes, 30, 2).filter(|shift| (7..=16).contains(shift))?;
    let read = |first: u64, fat: &[u64]| {
        chain(
            first,
            fat,
            bytes.len() / sector + 1,
            |at, to: &mut Vec<u8>| {
                let start = (at as usize + 1).saturating_mul(sector);
                let end = start.saturating_add(sector).min(bytes.len());
                to.extend_from_slice(bytes.get(start..end).unwrap_or_default());
            },
        )
    };
    let fat = fat(bytes, sector)?;
    let folder = read(number(bytes, 48, 4)?, &fat);
    let named = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut entries = folder.chunks_exact(128);
        entries.find(|entry| {
            let rest = entry.strip_prefix(wide.as_slice());
            rest.is_some_and(|rest| rest.starts_with(&[0, 0]))
        })
    };
    let entry = named("Workbook").or_else(|| named("Book"))?;
    let (first, size) = (number(entry, 116, 4)?, number(entry, 120, 4)?);
    if size >= 4096 {
        return Some(read(first, &fat));
    }
    let root = folder.get(..128)?;
    let small = read(number(root, 116, 4)?, &fat);
    let small_fat = wide_numbers(&read(number(bytes, 60, 4)?, &fat));
    Some(chain(first, &small_fat, small.len() / 64 + 1, |at, to| {
        let start = (at as usize).saturating_mul(64);
        let end = start.saturating_add(64).min(small.len());
        to.extend_from_slice(small.get(start..end).unwrap_or_default());
    }))
}

/// For each sector the one behind it.
fn fat(bytes: &[u8], sector: usize) -> Option<Vec<u64>> {
    let mut tables: Vec<u64> = (0..109)
        .filter_map(|at| number(bytes, 76 + 4 * at, 4))
        .collect();
    let mut more = number(bytes, 68, 4)?;
    for _ in 0..bytes.len() / sector {
        let start = (more as usize + 1).checked_mul(sector)?;
        if more >= LAST || start >= bytes.len() {
            break;
        }
        let entries = sector / 4 - 1;
        tables.extend((0..entries).filter_map(|at| number(bytes, start + 4 * at, 4)));
        more = number(bytes, start + 4 * entries, 4)?;
    }
    let mut fat = Vec::new();
    for table in tables.into_iter().filter(|table| *table < LAST) {
        let start = (table as usize + 1).saturating_mul(sector);
        let end = start.saturating_add(sector).min(bytes.len());
        fat.extend(wide_numbers(bytes.get(start..end).unwrap_or_default()));
    }
    Some(fat)
}

/// Bytes as numbers of four bytes.
fn wide_numbers(bytes: &[u8]) -> Vec<u64> {
    let (words, _) = bytes.as_chunks::<4>();
    let number = |word: &[u8; 4]| u64::from(u32::from_le_bytes(*word));
    words.iter().map(number).collect()
}

/// Numbers from here on name no sector.
const LAST: u64 = 0xFFFF_FFF0;

/// Sectors one after the other, at most so many.
fn chain(first: u64, fat: &[u64], most: usize, take: impl Fn(u64, &mut Vec<u8>)) -> Vec<u8> {
    let (mut all, mut at) = (Vec::new(), first);
    for _ in 0..most {
        if at >= LAST {
            break;
        }
        take(at, &mut all);
        match fat.get(at as usize) {
            Some(next) => at = *next,
            None => break,
        }
    }
    all
}

/// A number whose low byte comes first.
pub(super) fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header, a table in sector 0 that leads from 1 to 2, and where 2 leads.
    fn file(behind: u32) -> Vec<u8> {
        let mut bytes = vec![0xFF; 4 * 512];
        bytes[30..32].copy_from_slice(&[9, 0]);
        bytes[68..72].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
        bytes[76..80].copy_from_slice(&0_u32.to_le_bytes());
        let table = [0xFFFF_FFFD, 2, behind];
        for (place, next) in bytes[512..].chunks_mut(4).zip(table) {
            place.copy_from_slice(&next.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn a_chain_that_leads_back_is_found() {
        assert!(chains_end(&file(0xFFFF_FFFE)));
        assert!(chains_end(&file(99)));
        assert!(!chains_end(&file(1)));
        assert!(!chains_end(&file(2)));
        assert!(chains_end(b"\xD0\xCF\x11\xE0"));
        assert!(!chains_end(&file(1)[..600]));
    }
}
