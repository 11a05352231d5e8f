use super::noncentral_interval::noncentral_t_interval;
use super::one_sample_t_test::{cohens_d, few};
use super::t_test::TTest;
use super::{
    Caution, Effect, Exact, HypothesisTest, Interval, NotComputable, Observations, Outcome, Sample,
    Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// Whether two answers of the same respondents differ in their means.
///
/// # Question
/// Do the same people answer two questions, or before and after, differently?
///
/// # Formula
/// With the differences `d = x − y` of the pairs: `t = d̄/(s_d/√n)` with `n − 1`
/// degrees of freedom. `d_z = d̄/s_d`; `d_av = d̄/√((s_x² + s_y²)/2)`, which
/// compares with effects between groups. The interval of `d_z` is that of the
/// noncentrality of t over `√n`.
///
/// # Assumes
/// Pairs independent; differences about normal, or n above about 30.
///
/// # When not
/// Few and very lopsided differences: the signed-rank test. Respondents that
/// cannot be matched: a test for two groups.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, paired_t_test};
/// let before = [Some(2.0), Some(3.0), Some(2.0), Some(1.0), None];
/// let after = [Some(3.0), Some(3.0), Some(4.0), Some(3.0), Some(4.0)];
/// let both = Observations::of_columns(&[&before, &after]).unwrap();
/// let found = paired_t_test(&both, 0, 1, 0.95).unwrap();
/// assert_eq!((found.n, found.missing, found.mean_difference), (4, 1, -1.25));
/// ```
///
/// # Checked against
/// `t_paired` of the reference cases (R `t.test(paired = TRUE)`); the interval of
/// `d_z` against R, `uniroot` of `pt(t, df, ncp)`.
///
/// # References
/// Student, Biometrika 6 (1908) 1–25; Lakens, Frontiers in Psychology 4 (2013)
/// 863 (the two effect sizes); Cumming and Finch, Educational and Psychological
/// Measurement 61 (2001) 532–574 (the interval).
///
/// # Errors
/// [`NotComputable::TooFew`] below two pairs, [`NotComputable::NoSpread`] where
/// all differ by the same amount, [`NotComputable::OutOfRange`] for numbers of
/// too many digits and an impossible confidence.
pub fn paired_t_test(
    observations: &Observations,
    first: usize,
    second: usize,
    confidence: f64,
) -> Outcome<PairedTTest> {
    let pairs = observations.complete(&[first, second]);
    let differences = differences(&pairs)?;
    let n = differences.n();
    let variance = differences.variance()?;
    let mean = differences.mean()?;
    let square = variance.clone() / Exact::whole(n.into());
    let test = TTest::of(&mean, &mean, &square, n as f64 - 1.0, confidence)?;
    let (x, y) = (pairs.sample(0), pairs.sample(1));
    let average = (x.variance()? + y.variance()?) * Exact::ratio(1, 2);
    let over = |spread: Exact| {
        let square = mean.clone() * mean.clone() / spread;
        square.signed_root(mean.is_negative())
    };
    Ok(PairedTTest {
        n,
        missing: observations.n().saturating_sub(n),
        mean_difference: mean.value(),
        sd_difference: variance.signed_root(false),
        correlation: correlation(&pairs, &x, &y),
        cohens_dz: over(variance),
        cohens_dz_interval: effect_interval(&test, n, confidence),
        cohens_dav: over(average),
        test,
        cautions: few(&[n]),
    })
}

/// Result of [`paired_t_test`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairedTTest {
    /// Pairs.
    pub n: u64,
    /// Respondents without both values.
    pub missing: u64,
    /// Mean of first minus second.
    pub mean_difference: f64,
    pub sd_difference: f64,
    /// Pearson's r of the pairs; none where one variable is constant.
    pub correlation: Option<f64>,
    /// By the standard deviation of the differences.
    pub cohens_dz: f64,
    /// By the noncentral t.
    pub cohens_dz_interval: Outcome<Interval>,
    /// By the mean of both variances.
    pub cohens_dav: f64,
    pub test: TTest,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for PairedTTest {
    fn method(&self) -> &'static str {
        "paired_t_test"
    }
    fn statistic(&self) -> Statistic {
        self.test.statistic()
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.test.two_sided.p)
    }
    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "cohen_dz".to_owned(),
            interval: self.cohens_dz_interval.clone().ok(),
            ..cohens_d(self.cohens_dz)
        })
    }
    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: vec![self.n],
            missing: self.missing,
        }
    }
    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

fn effect_interval(test: &TTest, n: u64, confidence: f64) -> Outcome<Interval> {
    let found = noncentral_t_interval(test.t, test.df, confidence)?;
    let root = (n as f64).sqrt();
    Ok(Interval {
        low: found.low.map(|low| low / root),
        high: found.high.map(|high| high / root),
        ..found
    })
}

/// First minus second of every pair.
fn differences(pairs: &Observations) -> Outcome<Sample> {
    let places = pairs.places().iter().copied().max().unwrap_or(0);
    let factors: Vec<Option<i128>> = pairs
        .places()
        .iter()
        .map(|own| 10_i128.checked_pow(places.saturating_sub(*own)))
        .collect();
    let difference = |row: &[Option<i128>]| {
        let mut scaled = row
            .iter()
            .zip(&factors)
            .map(|(cell, factor)| (*cell)?.checked_mul((*factor)?));
        scaled.next()??.checked_sub(scaled.next()??)
    };
    let counted = pairs.patterns().iter();
    let values: Option<Vec<(i128, u64)>> = counted
        .map(|(row, count)| Some((difference(row)?, *count)))
        .collect();
    let values = values.ok_or_else(|| NotComputable::out_of_range("values"))?;
    Ok(Sample::of_units(places, values, 0))
}

fn correlation(pairs: &Observations, x: &Sample, y: &Sample) -> Option<f64> {
    let both = pairs.about_means(0, 1);
    let spread = x.about_mean(2) * y.about_mean(2);
    let square = both.clone() * both.clone() / spread.clone();
    (!spread.is_zero()).then(|| square.signed_root(both.is_negative()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: `uniroot(function(x) pt(t, 3, x) - 0.975, c(-20, 20))$root / 2` and 0.025.
    #[test]
    fn the_interval_of_dz_is_that_of_r() {
        let x = [2.0, 3.0, 2.0, 1.0].map(Some);
        let y = [3.0, 3.0, 4.0, 3.0].map(Some);
        let both = Observations::of_columns(&[&x, &y]).unwrap();
        let found = paired_t_test(&both, 0, 1, 0.95).unwrap();
        let interval = found.cohens_dz_interval.unwrap();
        assert!((found.cohens_dz + 1.305_582_419_667_73).abs() < 1e-12);
        assert!((interval.low.unwrap() + 2.658_098_216_644_9).abs() < 1e-9);
        assert!((interval.high.unwrap() - 0.131_027_830_773_15).abs() < 1e-9);
    }

    #[test]
    fn equal_differences_have_no_t() {
        let x = [Some(1.0), Some(2.5), Some(3.0)];
        let y = [Some(2.0), Some(3.5), Some(4.0)];
        let both = Observations::of_columns(&[&x, &y]).unwrap();
        assert_eq!(
            paired_t_test(&both, 0, 1, 0.95).unwrap_err(),
            NotComputable::NoSpread
        );
        let none = paired_t_test(&both, 0, 7, 0.95).unwrap_err();
        assert_eq!(none, NotComputable::TooFew { n: 0, needed: 2 });
    }
}
