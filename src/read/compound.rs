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
