use std::collections::BTreeMap;

/// Different fractions by their numbers in the order they were met.
///
/// Sums of a few answers over their number are small: those are looked up in a
/// table, for each pattern of answers asks.
pub(super) struct Fractions {
    /// One more than the number of each small fraction; 0 for one not met yet.
    near: Vec<u32>,
    far: BTreeMap<(i128, i128), u32>,
    met: Vec<(i128, i128)>,
}

/// What numerators and denominators of the table stay below.
const NEAR: usize = 64;

impl Fractions {
    pub fn new() -> Fractions {
        Fractions {
            near: vec![0; NEAR * NEAR],
            far: BTreeMap::new(),
            met: Vec::new(),
        }
    }

    /// The number of a fraction, a new one where it was not met before.
    #[inline]
    pub fn number(&mut self, fraction: (i128, i128)) -> usize {
        let next = u32::try_from(self.met.len()).unwrap_or(u32::MAX);
        let part = |part: i128| usize::try_from(part).ok().filter(|part| *part < NEAR);
        let near = part(fraction.0).zip(part(fraction.1));
        let near = near.and_then(|(above, below)| self.near.get_mut(above * NEAR + below));
        let number = match near {
            Some(slot) => {
                if *slot == 0 {
                    *slot = next.saturating_add(1);
                }
                *slot - 1
            }
            None => *self.far.entry(fraction).or_insert(next),
        };
        if number == next {
            self.met.push(fraction);
        }
        number as usize
    }

    /// All of them in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (i128, i128)> {
        self.met.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_fraction_is_found_again(all in prop::collection::vec((-3_i128..70, 1_i128..70), 0..300)) {
            let mut fractions = Fractions::new();
            let numbers: Vec<usize> = all.iter().map(|fraction| fractions.number(*fraction)).collect();
            let met: Vec<(i128, i128)> = fractions.iter().collect();
            for (number, fraction) in numbers.iter().zip(&all) {
                prop_assert_eq!(met[*number], *fraction);
                prop_assert_eq!(fractions.number(*fraction), *number);
            }
            let different: std::collections::BTreeSet<_> = all.into_iter().collect();
            prop_assert_eq!(met.len(), different.len());
        }
    }
}
