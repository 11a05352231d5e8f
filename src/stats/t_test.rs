use super::exact::quotient;
use super::interval::{coverage, finite, possible};
use super::one_way_sums::GroupSums;
use super::{
    Exact, Interval, NotComputable, Outcome, Sample, student_quantile, student_two_sided,
    student_upper,
};
use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

/// Student's t of an estimate, with all three alternatives: the shared part of
/// the t tests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TTest {
    /// Standard error of the estimate.
    pub se: f64,
    pub t: f64,
    /// Degrees of freedom, not whole for Welch's test.
    pub df: f64,
    /// The estimate is not the supposed value.
    pub two_sided: TAlternative,
    /// The estimate is below it; the interval has no lower end.
    pub less: TAlternative,
    /// The estimate is above it; the interval has no upper end.
    pub greater: TAlternative,
}

/// p value and interval of one alternative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TAlternative {
    pub p: f64,
    /// Of the estimate.
    pub interval: Interval,
}

/// How many, their mean and their spread: what a reader sees of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupMoments {
    /// Respondents with a value.
    pub n: u64,
    pub mean: Outcome<f64>,
    /// Divisor n − 1.
    pub sd: Outcome<f64>,
}

impl GroupMoments {
    pub(super) fn of(sample: &Sample) -> GroupMoments {
        let sums = GroupSums::of(sample);
        let mean = || quotient(&sums.sum, &(&sums.divisor * sums.n));
        let sd = || {
            let pairs = BigInt::from(sums.n) * sums.n.saturating_sub(1);
            let square = quotient(&sums.spread(), &(pairs * &sums.divisor * &sums.divisor));
            libm::sqrt(square)
        };
        GroupMoments {
            n: sums.n,
            mean: match sums.n {
                0 => Err(NotComputable::NoAnswers),
                _ => finite(mean(), "values"),
            },
            sd: match sums.n {
                n @ 0..=1 => Err(NotComputable::TooFew { n, needed: 2 }),
                _ => finite(sd(), "values"),
            },
        }
    }
}

impl TTest {
    /// From an estimate, its distance from the supposed value, the square of its
    /// standard error, and degrees of freedom.
    ///
    /// # Errors
    /// [`NotComputable::NoSpread`] for a standard error of 0,
    /// [`NotComputable::OutOfRange`] for an impossible confidence.
    pub(super) fn of(
        estimate: &Exact,
        distance: &Exact,
        square: &Exact,
        df: f64,
        confidence: f64,
    ) -> Outcome<TTest> {
        let confidence = coverage(confidence)?;
        if square.is_zero() {
            return Err(NotComputable::NoSpread);
        }
        let se = square.signed_root(false);
        // One rounding and one root: t² is exact.
        let t_square = distance.clone() * distance.clone() / square.clone();
        let t = finite(t_square.signed_root(distance.is_negative()), "t")?;
        let centre = finite(estimate.value(), "values")?;
        let limit = |upper: f64| {
            let t = possible(student_quantile(upper, df), "confidence");
            t.map(|t| t * se)
        };
        let (both, one) = (limit((1.0 - confidence) / 2.0)?, limit(1.0 - confidence)?);
        let alternative = |p: Option<f64>, low: Option<f64>, high: Option<f64>| {
            let interval = Interval {
                low,
                high,
                confidence,
            };
            Ok(TAlternative {
                p: possible(p, "t")?,
                interval,
            })
        };
        let ends = (Some(centre - both), Some(centre + both));
        Ok(TTest {
            se,
            t,
            df,
            two_sided: alternative(student_two_sided(t, df), ends.0, ends.1)?,
            less: alternative(student_upper(-t, df), None, Some(centre + one))?,
            greater: alternative(student_upper(t, df), Some(centre - one), None)?,
        })
    }
}
