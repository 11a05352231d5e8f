use super::comoments::{Comoments, correlation, ratio};
use super::eigen::inverse;
use super::{
    Caution, CorrelationMatrix, Interval, NotComputable, Observations, Outcome, f_quantile,
};
use num_bigint::BigInt;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

/// Cronbach's α of the variables as one scale, with what each variable does to
/// it.
///
/// # Question
/// Do the items of a questionnaire measure the same thing, so that their sum
/// may stand for it?
///
/// # Formula
/// `α = k/(k−1) · (1 − Σ s²_item / s²_sum)`. Interval (Feldt):
/// `1 − (1 − α)·F` with the quantiles of F on `n − 1` and `(n − 1)(k − 1)`
/// degrees of freedom. Standardised: `k·r̄ / (1 + (k − 1)·r̄)`. Standard error of
/// measurement: `s_sum · √(1 − α)`. Corrected item–total correlation: the item
/// against the sum of the others. Squared multiple correlation: `1 − 1/r^jj`,
/// `r^jj` from the inverse of the correlations.
///
/// # Assumes
/// Items in the same direction, of one scale; equal loadings for α to be the
/// reliability and not only its lower bound; for the interval normal scores.
/// Respondents with a blank are left out (as SPSS and pingouin do); with all
/// pairs instead: [`cronbach_alpha_pairwise`].
///
/// # When not
/// Items that measure several things, items coded the other way round (α falls
/// and may be negative), a formative index whose items need not correlate.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, cronbach_alpha};
/// let a = [3.0, 4.0, 4.0, 2.0, 3.0].map(Some);
/// let b = [3.0, 4.0, 3.0, 2.0, 4.0].map(Some);
/// let c = [2.0, 4.0, 4.0, 1.0, 3.0].map(Some);
/// let items = Observations::of_columns(&[&a, &b, &c]).unwrap();
/// let alpha = cronbach_alpha(&items, 0.95).unwrap();
/// // variances 0.7, 0.7 and 1.7 in a sum of variance 7.7
/// assert!((alpha.alpha - 1.5 * (1.0 - 3.1 / 7.7)).abs() < 1e-15);
/// ```
///
/// # Checked against
/// `reliability` of the reference cases (psych 2.2.9 and the formulas in R).
///
/// # References
/// Cronbach (1951) Psychometrika 16; Feldt, Woodruff & Salih (1987) Applied
/// Psychological Measurement 11.
///
/// # Errors
/// Fewer than two variables or respondents; [`NotComputable::NoSpread`] where
/// the sum is the same for everybody.
pub fn cronbach_alpha(items: &Observations, confidence: f64) -> Outcome<CronbachAlpha> {
    let moments = Comoments::enough(items, 2)?;
    let all: Vec<usize> = (0..moments.variables()).collect();
    let total = moments.about_sums(&all, &all);
    let alpha = alpha_of(&moments, &all)?;
    let correlations = CorrelationMatrix::of_moments(&moments);
    let mean_correlation = correlations.as_ref().map(CorrelationMatrix::mean);
    let items = each_item(&moments, &all, correlations.as_ref().map_err(Clone::clone));
    let variance = moments.covariance(&total);
    let variances = all
        .iter()
        .map(|&j| moments.covariance(&moments.about(j, j)));
    Ok(CronbachAlpha {
        n: moments.n,
        missing: moments.missing,
        variables: all.len() as u64,
        item_variances: variances.collect(),
        scale_mean: moments.mean_of_sum(&all),
        scale_variance: variance,
        scale_sd: libm::sqrt(variance),
        alpha,
        interval: feldt(alpha, moments.n, all.len(), confidence),
        standardized: mean_correlation
            .map_err(Clone::clone)
            .and_then(|r| standardized(r, all.len())),
        mean_correlation: mean_correlation.map_err(Clone::clone),
        measurement_error: libm::sqrt(variance * (1.0 - alpha)),
        cautions: cautions(&moments, &items),
        items,
    })
}

/// α of some of the variables, one division.
pub(super) fn alpha_of(moments: &Comoments, variables: &[usize]) -> Outcome<f64> {
    let k = variables.len() as u64;
    if k < 2 {
        return Err(NotComputable::TooFewVariables {
            variables: k,
            needed: 2,
        });
    }
    let total = moments.about_sums(variables, variables);
    if total.is_zero() {
        return Err(NotComputable::NoSpread);
    }
    let single: BigInt = variables.iter().map(|&j| moments.about(j, j)).sum();
    Ok(ratio((&total - single) * k, total * (k - 1)))
}

/// `k·r̄ / (1 + (k − 1)·r̄)`, the reliability of k parallel parts that correlate
/// by r̄.
pub(super) fn standardized(mean_correlation: f64, variables: usize) -> Outcome<f64> {
    let k = variables as f64;
    let variance = 1.0 + (k - 1.0) * mean_correlation;
    match variance > 0.0 {
        true => Ok(k * mean_correlation / variance),
        false => Err(NotComputable::NoSpread),
    }
}

fn feldt(alpha: f64, n: u64, variables: usize, confidence: f64) -> Outcome<Interval> {
    let df1 = n as f64 - 1.0;
    let df2 = df1 * (variables as f64 - 1.0);
    let tail = (1.0 - confidence) / 2.0;
    let quantiles = f_quantile(tail, df1, df2).zip(f_quantile(1.0 - tail, df1, df2));
    let quantiles = quantiles.filter(|_| confidence > 0.0 && confidence < 1.0);
    let (upper, lower) = quantiles.ok_or(NotComputable::out_of_range("confidence"))?;
    Ok(Interval {
        low: Some(1.0 - (1.0 - alpha) * upper),
        high: Some(1.0 - (1.0 - alpha) * lower),
        confidence,
    })
}

type Correlations<'a> = Result<&'a CorrelationMatrix, NotComputable>;

fn each_item(moments: &Comoments, all: &[usize], correlations: Correlations) -> Vec<ItemOfScale> {
    let multiple = squared_multiple(&correlations);
    let item = |&j: &usize| {
        let rest: Vec<usize> = all.iter().copied().filter(|&other| other != j).collect();
        let of_rest = moments.about_sums(&rest, &rest);
        let own = moments.about(j, j);
        let with_rest = moments.about_sums(&[j], &rest);
        let with_all = moments.about_sums(&[j], all);
        let of_all = moments.about_sums(all, all);
        ItemOfScale {
            scale_mean: moments.mean_of_sum(&rest),
            scale_variance: moments.covariance(&of_rest),
            correlation: correlation(&with_all, &own, &of_all).ok_or(NotComputable::NoSpread),
            corrected_correlation: correlation(&with_rest, &own, &of_rest)
                .ok_or(NotComputable::NoSpread),
            squared_multiple_correlation: multiple
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|all| all.get(j).copied().ok_or(NotComputable::Singular)),
            alpha: alpha_of(moments, &rest),
            standardized: correlations
                .clone()
                .and_then(|all| without(all, j))
                .and_then(|rest| standardized(rest.mean(), rest.variables())),
        }
    };
    all.iter().map(item).collect()
}

/// `1 − 1/r^jj` of every variable.
fn squared_multiple(correlations: &Correlations) -> Outcome<Vec<f64>> {
    let (inverse, _) = inverse(&correlations.clone()?.matrix())?;
    Ok(inverse.diagonal().iter().map(|d| 1.0 - 1.0 / d).collect())
}

fn without(correlations: &CorrelationMatrix, variable: usize) -> Outcome<CorrelationMatrix> {
    let others = correlations.rows().iter().enumerate();
    let others = others.filter(|(i, _)| *i != variable).map(|(_, row)| {
        let cells = row.iter().enumerate().filter(|(j, _)| *j != variable);
        cells.map(|(_, cell)| *cell).collect()
    });
    CorrelationMatrix::of_rows(&others.collect::<Vec<Vec<f64>>>())
}

fn cautions(moments: &Comoments, items: &[ItemOfScale]) -> Vec<Caution> {
    let constant = moments.constant();
    let against = |item: &ItemOfScale| item.corrected_correlation.as_ref().is_ok_and(|r| *r < 0.0);
    let negative = items.iter().zip(0..).filter(|(item, _)| against(item));
    let negative: Vec<u64> = negative.map(|(_, place)| place).collect();
    let mut cautions = Vec::new();
    if !constant.is_empty() {
        cautions.push(Caution::ConstantVariables {
            variables: constant,
        });
    }
    if !negative.is_empty() {
        cautions.push(Caution::NegativeVariables {
            variables: negative,
        });
    }
    cautions
}

/// α with its parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CronbachAlpha {
    /// Respondents with an answer to every item, and those left out.
    pub n: u64,
    pub missing: u64,
    /// Number of items.
    pub variables: u64,
    /// In the order of the items, divisor n − 1.
    pub item_variances: Vec<f64>,
    /// Of the sum of all items.
    pub scale_mean: f64,
    pub scale_variance: f64,
    pub scale_sd: f64,
    pub alpha: f64,
    /// Feldt's.
    pub interval: Outcome<Interval>,
    /// From the mean correlation; not computable with a constant item.
    pub standardized: Outcome<f64>,
    pub mean_correlation: Outcome<f64>,
    /// Standard error of measurement, in points of the sum.
    pub measurement_error: f64,
    pub items: Vec<ItemOfScale>,
    pub cautions: Vec<Caution>,
}

/// An item against the scale. What is said of the scale is said of the sum of
/// the other items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemOfScale {
    pub scale_mean: f64,
    pub scale_variance: f64,
    /// With the sum of all items, itself included.
    pub correlation: Outcome<f64>,
    /// With the sum of the others.
    pub corrected_correlation: Outcome<f64>,
    /// Share of its variance that the others explain.
    pub squared_multiple_correlation: Outcome<f64>,
    /// α of the others.
    pub alpha: Outcome<f64>,
    pub standardized: Outcome<f64>,
}
