use super::draws::Draws;
use super::resample::Resample;

/// Features of every class as small whole numbers, four to a machine word: a
/// respondent drawn costs a handful of additions, and the sums are the same.
#[derive(Debug, Clone)]
pub(super) struct PackedFeatures {
    /// So many words per class.
    width: usize,
    words: Vec<u64>,
    /// The least value of each feature, which the words count from, times n.
    lows: Vec<f64>,
}

/// Features in a word.
const LANES: usize = 4;
/// Bits of a feature: its sum over all respondents drawn has to fit.
const BITS: usize = u64::BITS as usize / LANES;
/// Words beyond which it does not pay.
const MOST: usize = 8;

impl PackedFeatures {
    /// Of so many features of each class, one class after the other; `None` where
    /// sums over n respondents may not fit.
    pub fn of(features: &[f64], each: usize, n: u64) -> Option<PackedFeatures> {
        let width = each.div_ceil(LANES).next_multiple_of(2);
        if each == 0 || width > MOST || !features.iter().all(|x| x.fract() == 0.0) {
            return None;
        }
        let mut ends = vec![(f64::INFINITY, f64::NEG_INFINITY); each];
        for class in features.chunks_exact(each) {
            for ((low, high), x) in ends.iter_mut().zip(class) {
                (*low, *high) = (low.min(*x), high.max(*x));
            }
        }
        let most = 2_f64.powi(BITS as i32);
        let fits = |(low, high): &(f64, f64)| (high - low) * (n as f64) < most;
        if !ends.iter().all(fits) {
            return None;
        }
        let mut words = Vec::with_capacity(features.len() / each * width);
        for class in features.chunks_exact(each) {
            let start = words.len();
            words.resize(start + width, 0);
            for (place, (x, (low, _))) in class.iter().zip(&ends).enumerate() {
                if let Some(word) = words.get_mut(start + place / LANES) {
                    *word |= ((x - low) as u64) << (place % LANES * BITS);
                }
            }
        }
        Some(PackedFeatures {
            width,
            words,
            lows: ends.iter().map(|(low, _)| low * n as f64).collect(),
        })
    }

    /// The sums over one bootstrap sample.
    #[inline]
    pub fn draw(&self, resample: &mut Resample, draws: &mut Draws, sums: &mut [f64]) {
        match self.width {
            2 => self.drawn::<2>(resample, draws, sums),
            4 => self.drawn::<4>(resample, draws, sums),
            6 => self.drawn::<6>(resample, draws, sums),
            _ => self.drawn::<MOST>(resample, draws, sums),
        }
    }

    fn drawn<const WIDTH: usize>(
        &self,
        resample: &mut Resample,
        draws: &mut Draws,
        sums: &mut [f64],
    ) {
        let (classes, _) = self.words.as_chunks::<WIDTH>();
        let mut packed = [0_u64; WIDTH];
        resample.draw(draws, |class, count| {
            let Some(words) = classes.get(class) else {
                return;
            };
            let pairs = packed.iter_mut().zip(words);
            match count {
                1 => pairs.for_each(|(sum, word)| *sum += word),
                _ => pairs.for_each(|(sum, word)| *sum += word * count),
            }
        });
        for (place, (sum, low)) in sums.iter_mut().zip(&self.lows).enumerate() {
            let word = packed.get(place / LANES).copied().unwrap_or(0);
            let own = word >> (place % LANES * BITS) & ((1 << BITS) - 1);
            *sum = own as f64 + low;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packed_sums_are_the_sums(
            each in 1_usize..30,
            values in prop::collection::vec(-9_i8..10, 30..600),
            counts in prop::collection::vec(1_u64..40, 1..20),
        ) {
            let values: Vec<f64> = values.iter().cycle().take(each * counts.len()).map(|x| f64::from(*x)).collect();
            let n = counts.iter().sum();
            let packed = PackedFeatures::of(&values, each, n).unwrap();
            let resample = Resample::of(&counts, 2_000);
            let mut found = vec![0.0; each];
            packed.draw(&mut resample.clone(), &mut Draws::seeded(7, n), &mut found);
            let mut wanted = vec![0.0; each];
            resample.clone().draw(&mut Draws::seeded(7, n), |class, count| {
                let features = &values[class * each..][..each];
                wanted.iter_mut().zip(features).for_each(|(sum, x)| *sum += x * count as f64);
            });
            prop_assert_eq!(found, wanted);
        }
    }

    #[test]
    fn what_does_not_fit_is_not_packed() {
        assert!(PackedFeatures::of(&[0.0, 1.0], 1, 65_535).is_some());
        assert!(PackedFeatures::of(&[0.0, 1.0], 1, 65_536).is_none());
        assert!(PackedFeatures::of(&[0.0, 0.5], 1, 10).is_none());
        assert!(PackedFeatures::of(&[1.0; 66], 33, 10).is_none());
        assert!(PackedFeatures::of(&[], 0, 10).is_none());
    }
}
