use super::normal_upper;
use serde::{Deserialize, Serialize};

/// A statistic held against the normal distribution.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct NormalTest {
    /// Standard deviations from the expectation; with a continuity correction,
    /// that of the two-sided p.
    pub z: f64,
    /// Two-sided.
    pub p: f64,
    /// For a statistic that is smaller than expected.
    pub p_less: f64,
    /// For a statistic that is larger than expected.
    pub p_greater: f64,
}

impl NormalTest {
    /// From the deviation of a statistic from its expectation and its standard
    /// deviation; the correction moves the statistic towards the expectation in
    /// the two-sided test, and against the alternative in the one-sided ones
    /// (as R's `wilcox.test`). `None` unless the standard deviation is a
    /// positive number.
    pub(super) fn of(deviation: f64, sd: f64, correction: f64) -> Option<NormalTest> {
        if !(sd > 0.0 && sd.is_finite() && deviation.is_finite()) {
            return None;
        }
        let towards = match deviation == 0.0 {
            true => 0.0,
            false => correction.copysign(deviation),
        };
        let z = (deviation - towards) / sd;
        Some(NormalTest {
            z,
            p: (2.0 * normal_upper(z.abs())?).min(1.0),
            p_less: normal_upper(-(deviation + correction) / sd)?,
            p_greater: normal_upper((deviation - correction) / sd)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_correction_works_against_the_alternative() {
        // R: 2*pnorm(-1.5/2), pnorm(2.5/2), pnorm(-1.5/2)
        let test = NormalTest::of(2.0, 2.0, 0.5).unwrap();
        assert!((test.p - 0.453_254_704_753_736_4).abs() < 1e-12);
        assert!((test.p_less - 0.894_350_226_333_144_6).abs() < 1e-12);
        assert!((test.p_greater - 0.226_627_352_376_868_2).abs() < 1e-12);
        let none = NormalTest::of(0.0, 2.0, 0.5).unwrap();
        assert_eq!((none.z, none.p), (0.0, 1.0));
        assert!(NormalTest::of(0.0, 0.0, 0.5).is_none());
    }
}
