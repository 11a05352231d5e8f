use super::{Exact, Interval, NotComputable, Observations, Outcome, f_quantile, f_upper};
use num_bigint::BigInt;
use num_traits::Pow;
use serde::{Deserialize, Serialize};

/// The six intraclass correlations of Shrout and Fleiss.
///
/// Variables are raters (or items, or occasions), respondents the subjects;
/// subjects that miss a rating are left out.
///
/// # Question
/// How far do numbers that several raters give the same subjects agree?
///
/// # Formula
/// From the mean squares of a two-way table of n subjects and k raters (R
/// between subjects, C between raters, E the rest, W within subjects):
/// single rating `(1,1) = (R − W)/(R + (k − 1)W)`,
/// `(2,1) = (R − E)/(R + (k − 1)E + k(C − E)/n)`,
/// `(3,1) = (R − E)/(R + (k − 1)E)`; mean of k ratings
/// `(1,k) = (R − W)/R`, `(2,k) = (R − E)/(R + (C − E)/n)`, `(3,k) = (R − E)/R`.
/// F is R/W or R/E; intervals by McGraw and Wong (2,1 by Satterthwaite's
/// degrees of freedom). Sums of squares are exact.
///
/// # Assumes
/// (1): every subject has raters of its own. (2): raters are a sample, and their
/// levels count as disagreement (absolute agreement). (3): these raters are all,
/// and their levels do not count (consistency; (3,k) is Cronbach's α). Errors
/// normal with one variance.
///
/// # When not
/// Categories: [`super::fleiss_kappa`].
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, intraclass_correlation};
/// // Shrout and Fleiss (1979), table 2: six subjects, four judges
/// let judges = [
///     [9.0, 6.0, 8.0, 7.0, 10.0, 6.0].map(Some),
///     [2.0, 1.0, 4.0, 1.0, 5.0, 2.0].map(Some),
///     [5.0, 3.0, 6.0, 2.0, 6.0, 4.0].map(Some),
///     [8.0, 2.0, 8.0, 6.0, 9.0, 7.0].map(Some),
/// ];
/// let columns: Vec<&[Option<f64>]> = judges.iter().map(|j| j.as_slice()).collect();
/// let ratings = Observations::of_columns(&columns).unwrap();
/// let found = intraclass_correlation(&ratings, 0.95).unwrap();
/// let printed = [0.17, 0.29, 0.71, 0.44, 0.62, 0.91];
/// let all = [found.icc1, found.icc2, found.icc3, found.icc1k, found.icc2k, found.icc3k];
/// assert!(all.iter().zip(printed).all(|(form, p)| (form.as_ref().unwrap().value - p).abs() < 0.005));
/// ```
///
/// # Checked against
/// Shrout and Fleiss' table 4; pingouin `intraclass_corr` (values, F, p,
/// intervals).
///
/// # References
/// Shrout, P. E., Fleiss, J. L. (1979). Intraclass correlations: uses in
/// assessing rater reliability. Psychological Bulletin 86, 420–428. McGraw,
/// K. O., Wong, S. P. (1996). Forming inferences about some intraclass
/// correlation coefficients. Psychological Methods 1, 30–46.
///
/// # Errors
/// [`NotComputable::TooFew`] below two subjects,
/// [`NotComputable::TooFewVariables`] below two raters. A form is
/// [`NotComputable::Unbounded`] where its raters agree without any error, and
/// [`NotComputable::NoSpread`] where subjects do not differ.
pub fn intraclass_correlation(
    ratings: &Observations,
    confidence: f64,
) -> Outcome<IntraclassCorrelation> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(NotComputable::out_of_range("confidence"));
    }
    let squares = MeanSquares::of(ratings)?;
    let tail = (1.0 - confidence) / 2.0;
    let (n, k) = (squares.n as f64, squares.raters as f64);
    let (between, raters, error) = (squares.subjects, squares.judges, squares.error);
    let one = Ratio::of(between, squares.within, (n - 1.0, n * (k - 1.0)), tail);
    let three = Ratio::of(between, error, (n - 1.0, (n - 1.0) * (k - 1.0)), tail);
    let single = |f: f64| Some((f - 1.0) / (f + k - 1.0));
    let mean = |f: f64| Some(1.0 - 1.0 / f);
    let form = |ratio: &Outcome<Ratio>, of_f: &dyn Fn(f64) -> Option<f64>| {
        let ratio = ratio.as_ref().map_err(Clone::clone)?;
        let ends = (of_f(ratio.low), of_f(ratio.high));
        ratio.form(of_f(ratio.f).unwrap_or(0.0), ends, confidence)
    };
    let [icc2, icc2k] = absolute(&squares, &three, tail, confidence);
    Ok(IntraclassCorrelation {
        n: squares.n,
        missing: ratings.n().saturating_sub(squares.n),
        raters: squares.raters,
        between_subjects: between,
        between_raters: raters,
        within: squares.within,
        error,
        icc1: form(&one, &single),
        icc2,
        icc3: form(&three, &single),
        icc1k: form(&one, &mean),
        icc2k,
        icc3k: form(&three, &mean),
    })
}

/// What [`intraclass_correlation`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntraclassCorrelation {
    /// Subjects with all ratings.
    pub n: u64,
    /// Subjects left out because a rating is missing.
    pub missing: u64,
    pub raters: u64,
    /// Mean squares.
    pub between_subjects: f64,
    pub between_raters: f64,
    pub within: f64,
    pub error: f64,
    /// Single rating: own raters, a sample of raters, these raters.
    pub icc1: Outcome<IccForm>,
    pub icc2: Outcome<IccForm>,
    pub icc3: Outcome<IccForm>,
    /// Mean of all ratings.
    pub icc1k: Outcome<IccForm>,
    pub icc2k: Outcome<IccForm>,
    pub icc3k: Outcome<IccForm>,
}

/// One form, with the test that it is 0. It may be negative, where subjects
/// differ less than ratings of one subject do.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct IccForm {
    pub value: f64,
    pub f: f64,
    pub df1: f64,
    pub df2: f64,
    pub p: f64,
    pub interval: Interval,
}

/// F with the limits its quantiles give.
struct Ratio {
    f: f64,
    df: (f64, f64),
    p: f64,
    low: f64,
    high: f64,
}

impl Ratio {
    fn of(between: f64, error: f64, df: (f64, f64), tail: f64) -> Outcome<Ratio> {
        if error <= 0.0 {
            return Err(NotComputable::Unbounded);
        }
        if between <= 0.0 {
            return Err(NotComputable::NoSpread);
        }
        let f = between / error;
        Ok(Ratio {
            f,
            df,
            p: known(f_upper(f, df.0, df.1))?,
            low: f / quantile(tail, df.0, df.1)?,
            high: f * quantile(tail, df.1, df.0)?,
        })
    }

    /// An end that is not known is unbounded.
    fn form(
        &self,
        value: f64,
        (low, high): (Option<f64>, Option<f64>),
        confidence: f64,
    ) -> Outcome<IccForm> {
        if !value.is_finite() {
            return Err(NotComputable::Unbounded);
        }
        Ok(IccForm {
            value,
            f: self.f,
            df1: self.df.0,
            df2: self.df.1,
            p: self.p,
            interval: Interval {
                low,
                high,
                confidence,
            },
        })
    }
}

/// (2,1) and (2,k).
fn absolute(
    squares: &MeanSquares,
    ratio: &Outcome<Ratio>,
    tail: f64,
    confidence: f64,
) -> [Outcome<IccForm>; 2] {
    let ratio = match ratio {
        Ok(ratio) => ratio,
        Err(reason) => return [Err(reason.clone()), Err(reason.clone())],
    };
    let (n, k) = (squares.n as f64, squares.raters as f64);
    let (between, raters, error) = (squares.subjects, squares.judges, squares.error);
    let two = (between - error) / (between + (k - 1.0) * error + k * (raters - error) / n);
    let two_k = (between - error) / (between + (raters - error) / n);
    let (low, high) = match absolute_ends(squares, two, tail) {
        Ok(ends) => ends,
        Err(reason) => return [Err(reason.clone()), Err(reason)],
    };
    // The mean of k ratings has k times the true variance; below −1/(k − 1)
    // there is none.
    let stepped = |icc: f64| {
        let whole = 1.0 + (k - 1.0) * icc;
        (whole > 0.0).then(|| k * icc / whole)
    };
    let mean = match between + (raters - error) / n > 0.0 {
        true => ratio.form(two_k, (stepped(low), stepped(high)), confidence),
        false => Err(NotComputable::Unbounded),
    };
    [ratio.form(two, (Some(low), Some(high)), confidence), mean]
}

/// The limits of (2,1), whose F has Satterthwaite's degrees of freedom.
fn absolute_ends(squares: &MeanSquares, icc: f64, tail: f64) -> Outcome<(f64, f64)> {
    let (n, k) = (squares.n as f64, squares.raters as f64);
    let (between, raters, error) = (squares.subjects, squares.judges, squares.error);
    let f = raters / error;
    let a = k * icc * f;
    let b = n * (1.0 + (k - 1.0) * icc) - k * icc;
    let df = (k - 1.0) * (n - 1.0) * (a + b).powi(2) / ((n - 1.0) * a * a + b * b);
    let (upper, lower) = (quantile(tail, n - 1.0, df)?, quantile(tail, df, n - 1.0)?);
    let rest = k * raters + (k * n - k - n) * error;
    Ok((
        n * (between - upper * error) / (upper * rest + n * between),
        n * (lower * between - error) / (rest + n * lower * between),
    ))
}

fn quantile(upper: f64, df1: f64, df2: f64) -> Outcome<f64> {
    known(f_quantile(upper, df1, df2))
}

fn known(value: Option<f64>) -> Outcome<f64> {
    value.ok_or(NotComputable::out_of_range("f"))
}

/// Of a two-way table with one rating per cell.
struct MeanSquares {
    n: u64,
    raters: u64,
    subjects: f64,
    judges: f64,
    within: f64,
    error: f64,
}

impl MeanSquares {
    fn of(ratings: &Observations) -> Outcome<MeanSquares> {
        let all: Vec<usize> = (0..ratings.variables()).collect();
        let complete = ratings.complete(&all);
        let (n, raters) = (complete.n(), all.len() as u64);
        if raters < 2 {
            return Err(NotComputable::TooFewVariables {
                variables: raters,
                needed: 2,
            });
        }
        if n < 2 {
            return Err(NotComputable::TooFew { n, needed: 2 });
        }
        let places = complete.places().iter().copied().max().unwrap_or(0);
        let ten = BigInt::from(10);
        let own = complete.places().iter();
        let factors: Vec<BigInt> = own.map(|p| Pow::pow(&ten, places - p)).collect();
        let mut columns = vec![BigInt::ZERO; all.len()];
        let (mut squares, mut rows) = (BigInt::ZERO, BigInt::ZERO);
        for (row, count) in complete.patterns() {
            let mut sum = BigInt::ZERO;
            for ((cell, factor), column) in row.iter().zip(&factors).zip(&mut columns) {
                let value = factor * cell.unwrap_or(0);
                squares += &value * &value * count;
                *column += &value * count;
                sum += value;
            }
            rows += &sum * &sum * count;
        }
        let total: BigInt = columns.iter().sum();
        let columns: BigInt = columns.iter().map(|sum| sum * sum).sum();
        // All sums of squares, times n·k in units.
        let correction = &total * &total;
        let between = rows * n - &correction;
        let judges = columns * raters - &correction;
        let all = squares * n * raters - correction;
        let scale = BigInt::from(n) * raters * Pow::pow(&ten, 2 * places);
        let mean = |sum: BigInt, df: u64| Exact::of_integers(sum, &scale * df).value();
        Ok(MeanSquares {
            n,
            raters,
            within: mean(&all - &between, n * (raters - 1)),
            error: mean(all - &between - &judges, (n - 1) * (raters - 1)),
            subjects: mean(between, n - 1),
            judges: mean(judges, raters - 1),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(rows: &[Vec<i8>]) -> Outcome<IntraclassCorrelation> {
        let row = |r: &Vec<i8>| {
            let cells = r.iter().map(|v| Some(i128::from(*v)).filter(|v| *v != 3));
            (cells.collect(), 1)
        };
        let seen = Observations::of_patterns(vec![0; 3], rows.iter().map(row).collect());
        intraclass_correlation(&seen, 0.95)
    }

    #[test]
    fn what_cannot_be_says_so() {
        assert_eq!(of(&[]), Err(NotComputable::TooFew { n: 0, needed: 2 }));
        let same = of(&[vec![1, 1, 1], vec![1, 1, 1]]).unwrap();
        assert_eq!(same.icc1, Err(NotComputable::Unbounded));
        // Raters differ by a constant: consistent without error, not equal.
        let shifted = of(&[vec![0, 1, 2], vec![4, 5, 6]]).unwrap();
        assert_eq!(shifted.icc3, Err(NotComputable::Unbounded));
        assert!(shifted.icc1.unwrap().value < 1.0);
        let alike = of(&[vec![0, 1, 2], vec![2, 0, 1]]).unwrap();
        assert_eq!(alike.icc1, Err(NotComputable::NoSpread));
    }

    proptest! {
        #[test]
        fn bounds(rows in proptest::collection::vec(proptest::collection::vec(-3_i8..4, 3), 0..8)) {
            let Ok(found) = of(&rows) else { return Ok(()) };
            let all = [found.icc1, found.icc2, found.icc3, found.icc1k, found.icc2k, found.icc3k];
            for form in all.into_iter().flatten() {
                prop_assert!(form.value <= 1.0 && form.value.is_finite());
                prop_assert!((0.0..=1.0).contains(&form.p));
                let Interval { low, high, .. } = form.interval;
                prop_assert!(low.is_none_or(f64::is_finite) && high.is_none_or(f64::is_finite));
            }
        }
    }
}
