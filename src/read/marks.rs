use wide::u8x16;

/// Where the bytes stand that may end a field.
#[derive(Default)]
pub(super) struct Marks {
    pub delimiters: Vec<u32>,
    /// Line ends and quotes.
    pub breaks: Vec<u32>,
}

/// Bytes looked at together.
const LANES: usize = 64;

impl Marks {
    /// Finds them in a text, from its start.
    pub fn find(&mut self, text: &[u8], delimiter: u8) {
        self.delimiters.clear();
        self.breaks.clear();
        let (chunks, rest) = text.as_chunks::<LANES>();
        let mut at = 0_u32;
        for chunk in chunks {
            let [delimiters, breaks] = bits(chunk, delimiter);
            push(delimiters, at, &mut self.delimiters);
            push(breaks, at, &mut self.breaks);
            at = at.saturating_add(LANES as u32);
        }
        let mut last = [0; LANES];
        for (slot, byte) in last.iter_mut().zip(rest) {
            *slot = *byte;
        }
        let [delimiters, breaks] = bits(&last, delimiter);
        push(delimiters, at, &mut self.delimiters);
        push(breaks, at, &mut self.breaks);
    }
}

/// A bit for each byte that is a delimiter, and for each that is a line end or
/// a quote: sixteen bytes are compared at once.
#[inline]
fn bits(chunk: &[u8; LANES], delimiter: u8) -> [u64; 2] {
    let delimiter = u8x16::splat(delimiter);
    let [feed, back, quote] = [b'\n', b'\r', b'"'].map(u8x16::splat);
    let (words, _) = chunk.as_chunks::<16>();
    let [mut delimiters, mut breaks] = [0_u64; 2];
    for (word, shift) in words.iter().zip((0..LANES as u32).step_by(16)) {
        let word = u8x16::new(*word);
        let is_break = word.simd_eq(feed) | word.simd_eq(back) | word.simd_eq(quote);
        delimiters |= u64::from(word.simd_eq(delimiter).to_bitmask()) << shift;
        breaks |= u64::from(is_break.to_bitmask()) << shift;
    }
    [delimiters, breaks]
}

#[inline]
fn push(mut bits: u64, at: u32, marks: &mut Vec<u32>) {
    if bits == 0 {
        return;
    }
    let count = bits.count_ones() as usize;
    marks.extend((0..count).map(|_| {
        let mark = at + bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        mark
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_mark_is_found(text in prop::collection::vec(prop::sample::select(b"a,;\n\r\"\xff\x80".to_vec()), 0..300)) {
            let mut marks = Marks::default();
            marks.find(&text, b';');
            let at = |wanted: &[u8]| -> Vec<u32> {
                let bytes = (0..).zip(&text).filter(|(_, byte)| wanted.contains(byte));
                bytes.map(|(at, _)| at).collect()
            };
            prop_assert_eq!(&marks.delimiters, &at(b";"));
            prop_assert_eq!(&marks.breaks, &at(b"\n\r\""));
        }
    }
}
