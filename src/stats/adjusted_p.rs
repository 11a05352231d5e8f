use serde::{Deserialize, Serialize};

/// p values of a family of tests, adjusted for their number in the ways that
/// programs print; each in the order of the tests.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AdjustedP {
    /// p times the number of tests.
    pub bonferroni: Vec<f64>,
    /// Stepwise Bonferroni; never less powerful.
    pub holm: Vec<f64>,
    /// Benjamini–Hochberg: the false discovery rate.
    pub bh: Vec<f64>,
    /// `1 − (1 − p)^m`.
    pub sidak: Vec<f64>,
}

impl AdjustedP {
    /// From p values between 0 and 1.
    pub(super) fn of(p: &[f64]) -> AdjustedP {
        let m = p.len() as f64;
        AdjustedP {
            bonferroni: p.iter().map(|p| (p * m).min(1.0)).collect(),
            holm: holm(p),
            bh: benjamini_hochberg(p),
            sidak: p
                .iter()
                .map(|p| -libm::expm1(m * libm::log1p(-p)))
                .collect(),
        }
    }
}

/// Places in the order of rising p.
fn rising(p: &[f64]) -> Vec<(usize, f64)> {
    let mut order: Vec<(usize, f64)> = p.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    order
}

fn holm(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![1.0; p.len()];
    let mut largest = 0.0_f64;
    for (step, (place, p)) in rising(p).into_iter().enumerate() {
        let tests = (adjusted.len() - step) as f64;
        largest = largest.max(p * tests).min(1.0);
        if let Some(slot) = adjusted.get_mut(place) {
            *slot = largest;
        }
    }
    adjusted
}

fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![1.0; p.len()];
    let m = p.len() as f64;
    let mut least = 1.0_f64;
    for (step, (place, p)) in rising(p).into_iter().enumerate().rev() {
        least = least.min(p * m / (step + 1) as f64);
        if let Some(slot) = adjusted.get_mut(place) {
            *slot = least;
        }
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn as_r_adjusts() {
        // R: p.adjust(c(.01,.02,.03,.04,.05), "holm") and "BH"
        let adjusted = AdjustedP::of(&[0.05, 0.01, 0.03, 0.02, 0.04]);
        let near = |found: &[f64], expected: [f64; 5]| {
            found
                .iter()
                .zip(expected)
                .all(|(a, b)| (a - b).abs() < 1e-15)
        };
        assert!(near(&adjusted.holm, [0.09, 0.05, 0.09, 0.08, 0.09]));
        assert!(near(&adjusted.bh, [0.05; 5]));
        assert_eq!(AdjustedP::of(&[]), AdjustedP::default());
    }

    proptest! {
        #[test]
        fn every_adjustment_raises_p(p in proptest::collection::vec(0.0_f64..=1.0, 1..12)) {
            let adjusted = AdjustedP::of(&p);
            for (i, p) in p.iter().enumerate() {
                for list in [&adjusted.bonferroni, &adjusted.holm, &adjusted.bh, &adjusted.sidak] {
                    prop_assert!(list[i] >= p * (1.0 - 1e-12) && list[i] <= 1.0);
                }
                prop_assert!(adjusted.holm[i] <= adjusted.bonferroni[i]);
            }
        }
    }
}
