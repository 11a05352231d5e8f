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
/// a quote.
#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn bits(chunk: &[u8; LANES], delimiter: u8) -> [u64; 2] {
    portable::bits(chunk, delimiter)
}

/// The same in the vector instructions that every processor of this kind has.
#[cfg(target_arch = "x86_64")]
#[inline]
fn bits(chunk: &[u8; LANES], delimiter: u8) -> [u64; 2] {
    use std::arch::x86_64::{
        _mm_cmpeq_epi8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8,
    };
    let all = |byte: u8| _mm_set1_epi8(byte.cast_signed());
    let (delimiter, quote) = (all(delimiter), all(b'"'));
    let (feed, back) = (all(b'\n'), all(b'\r'));
    let (words, _) = chunk.as_chunks::<16>();
    let [mut delimiters, mut breaks] = [0_u64; 2];
    for (word, shift) in words.iter().zip((0..LANES as u32).step_by(16)) {
        let word = u128::from_le_bytes(*word);
        let word = _mm_set_epi64x((word >> 64) as i64, word as i64);
        let mask = |same| u64::from(_mm_movemask_epi8(same).cast_unsigned()) << shift;
        let ends = _mm_or_si128(_mm_cmpeq_epi8(word, feed), _mm_cmpeq_epi8(word, back));
        delimiters |= mask(_mm_cmpeq_epi8(word, delimiter));
        breaks |= mask(_mm_or_si128(ends, _mm_cmpeq_epi8(word, quote)));
    }
    [delimiters, breaks]
}

/// For processors without those instructions, and to hold them against.
#[cfg(any(test, not(target_arch = "x86_64")))]
mod portable {
    use super::LANES;

    /// The compiler turns the loops over bytes into what vector instructions there
    /// are.
    #[inline]
    pub fn bits(chunk: &[u8; LANES], delimiter: u8) -> [u64; 2] {
        let delimiters = chunk.map(|byte| u8::from(byte == delimiter));
        let breaks =
            chunk.map(|byte| u8::from((byte == b'\n') | (byte == b'\r') | (byte == b'"')));
        [gathered(&delimiters), gathered(&breaks)]
    }

    /// Bytes of 0 and 1 as bits: the product moves the lowest bit of each of eight
    /// bytes into the highest byte.
    #[inline]
    fn gathered(bytes: &[u8; LANES]) -> u64 {
        const GATHER: u64 = 0x0102_0408_1020_4080;
        let (words, _) = bytes.as_chunks::<8>();
        let words = words.iter().zip((0..LANES as u32).step_by(8));
        words.fold(0, |bits, (word, shift)| {
            let eight = u64::from_le_bytes(*word).wrapping_mul(GATHER) >> 56;
            bits | eight << shift
        })
    }
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

        #[test]
        fn every_processor_finds_the_same(bytes in prop::collection::vec(any::<u8>(), LANES), delimiter in any::<u8>()) {
            let chunk: [u8; LANES] = bytes.try_into().unwrap();
            prop_assert_eq!(bits(&chunk, delimiter), portable::bits(&chunk, delimiter));
        }
    }
}
