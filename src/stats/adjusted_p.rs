use super::{Adjustment, Outcome, p_adjust};
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
    pub(super) fn of(p: &[f64]) -> Outcome<AdjustedP> {
        let p: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
        let by = |method| -> Outcome<Vec<f64>> {
            let adjusted = p_adjust(&p, method)?;
            Ok(adjusted.into_iter().flatten().collect())
        };
        Ok(AdjustedP {
            bonferroni: by(Adjustment::Bonferroni)?,
            holm: by(Adjustment::Holm)?,
            bh: by(Adjustment::BenjaminiHochberg)?,
            sidak: by(Adjustment::Sidak)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn as_r_adjusts() {
        // R: p.adjust(c(.01,.02,.03,.04,.05), "holm") and "BH"
        let adjusted = AdjustedP::of(&[0.05, 0.01, 0.03, 0.02, 0.04]).unwrap();
        let near = |found: &[f64], expected: [f64; 5]| {
            found
                .iter()
                .zip(expected)
                .all(|(a, b)| (a - b).abs() < 1e-15)
        };
        assert!(near(&adjusted.holm, [0.09, 0.05, 0.09, 0.08, 0.09]));
        assert!(near(&adjusted.bh, [0.05; 5]));
        assert_eq!(AdjustedP::of(&[]), Ok(AdjustedP::default()));
    }

    proptest! {
        #[test]
        fn every_adjustment_raises_p(p in proptest::collection::vec(0.0_f64..=1.0, 1..12)) {
            let adjusted = AdjustedP::of(&p).unwrap();
            for (i, p) in p.iter().enumerate() {
                for list in [&adjusted.bonferroni, &adjusted.holm, &adjusted.bh, &adjusted.sidak] {
                    prop_assert!(list[i] >= p * (1.0 - 1e-12) && list[i] <= 1.0);
                }
                prop_assert!(adjusted.holm[i] <= adjusted.bonferroni[i]);
            }
        }
    }
}
