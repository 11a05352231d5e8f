use super::coefficient::ModelTest;
use super::durbin_watson::{DurbinWatson, durbin_watson, ordered_fit};
use super::newey_west::customary_lags;
use super::series_estimates::{Change, Estimates, SeriesCoefficient};
use super::{Caution, Effect, HypothesisTest, NotComputable, Outcome, Sizes, Statistic};
use serde::{Deserialize, Serialize};

/// Interrupted time series: segmented regression of a value per period.
///
/// # Question
/// Did level or slope of a series change when something began, beyond the trend
/// that was there?
///
/// # Formula
/// `y_t = a + b·t + Σ_k [level_k·D_kt + slope_k·(t − T_k)·D_kt] + e_t`, `t` from 1,
/// `D_kt` 1 from the first period `T_k` after the k-th change. The level change is
/// read at `T_k` itself; with `from_one` the slope counts 1 there (Wagner 2002) and
/// the level change is read one period before. Least squares; standard errors of
/// Newey and West with Bartlett's weights to `⌊4(n/100)^(2/9)⌋` lags unless given,
/// times `√(n/(n − k))`, beside the ordinary ones; t with `n − k` degrees of
/// freedom. All changes together: Wald's F with the same covariance. Durbin and
/// Watson's d with its exact p tells whether the ordinary errors would do.
///
/// # Assumes
/// Equal periods, the trend before would have gone on, nothing else began at the
/// same time; about eight periods or more on each side.
///
/// # When not
/// One value before and one after: compare two periods. Seasons without their
/// columns.
///
/// # Example
/// ```
/// use tridharma::stats::{SeriesOptions, interrupted_time_series};
/// let index = [70.0, 71.2, 71.9, 73.1, 74.0, 75.2, 80.1, 82.0, 84.1, 85.8, 88.2, 90.0];
/// let index: Vec<Option<f64>> = index.iter().map(|x| Some(*x)).collect();
/// let found = interrupted_time_series(&index, &[6], SeriesOptions::default()).unwrap();
/// let change = &found.changes[0];
/// assert!((change.level.as_ref().unwrap().estimate - 4.0).abs() < 0.2);
/// assert!(change.slope.as_ref().unwrap().robust.as_ref().unwrap().p < 0.001);
/// ```
///
/// # Checked against
/// `interrupted_time_series` of the reference cases (statsmodels `OLS` with HAC
/// errors).
///
/// # References
/// Wagner et al., *Journal of Clinical Pharmacy and Therapeutics* 27 (2002) 299.
/// Bernal, Cummins & Gasparrini, *International Journal of Epidemiology* 46 (2017)
/// 348. Newey & West, *Econometrica* 55 (1987) 703.
///
/// # Errors
/// [`NotComputable::OutOfRange`] for changes not rising within the series or an
/// impossible confidence, [`NotComputable::TooFew`] with fewer values than
/// coefficients, [`NotComputable::NoSpread`] for a perfect fit.
pub fn interrupted_time_series(
    series: &[Option<f64>],
    changes: &[usize],
    options: SeriesOptions,
) -> Outcome<InterruptedTimeSeries> {
    check(series.len(), changes, options)?;
    let columns = columns(series.len(), changes, options.from_one);
    let observed: Vec<usize> = (0..series.len())
        .filter(|&t| series.get(t).copied().flatten().is_some())
        .collect();
    let pick = |column: &Vec<f64>| -> Vec<f64> {
        observed
            .iter()
            .filter_map(|&t| column.get(t).copied())
            .collect()
    };
    let y: Vec<f64> = series.iter().copied().flatten().collect();
    let x: Vec<Vec<f64>> = columns.iter().map(pick).collect();
    let x: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
    let (design, fit) = ordered_fit(&y, &x)?;
    let lags = options.lags.unwrap_or_else(|| customary_lags(y.len()));
    // Beyond, the sums would take longer than a reader waits.
    if lags >= series.len() || lags.saturating_mul(series.len()) > 100_000_000 {
        return Err(NotComputable::out_of_range("lags"));
    }
    let estimates = Estimates::of(&design, &fit, &observed, series.len(), lags, options);
    let gaps = observed.len() < series.len();
    Ok(InterruptedTimeSeries {
        n: y.len() as u64,
        missing: (series.len() - y.len()) as u64,
        intercept: estimates.coefficient(&[(0, 1.0)])?,
        trend: estimates.coefficient(&[(1, 1.0)])?,
        changes: changes
            .iter()
            .enumerate()
            .map(|(k, &first)| estimates.change(k, first, series.len(), options.from_one))
            .collect(),
        together: estimates.together(changes.len()),
        lags: lags as u64,
        df_residual: estimates.df as u64,
        residual_standard_error: (fit.ss_residual / estimates.df).sqrt(),
        r_squared: fit.r_squared(),
        durbin_watson: match gaps {
            true => Err(NotComputable::not_given("periods")),
            false => durbin_watson(&y, &x),
        },
        fitted: estimates.course(&columns, columns.len()),
        without_change: estimates.course(&columns, 1),
        cautions: match y.len() < 8 * (changes.len() + 1) {
            true => vec![Caution::Approximate { n: y.len() as u64 }],
            false => Vec::new(),
        },
    })
}

/// What may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SeriesOptions {
    /// Lags of Newey and West's errors; `None` for the customary number.
    pub lags: Option<usize>,
    /// Errors times `√(n/(n − k))`; the default, as in Stata.
    pub small_sample: bool,
    /// The first period after a change counts 1, not 0, in its slope.
    pub from_one: bool,
    /// Coverage of the intervals; 0.95.
    pub confidence: f64,
}

impl Default for SeriesOptions {
    fn default() -> Self {
        SeriesOptions {
            lags: None,
            small_sample: true,
            from_one: false,
            confidence: 0.95,
        }
    }
}

fn check(periods: usize, changes: &[usize], options: SeriesOptions) -> Outcome<()> {
    let rising = changes
        .iter()
        .zip(changes.iter().skip(1))
        .all(|(a, b)| a < b);
    let within = changes.iter().all(|&change| change > 0 && change < periods);
    match options.confidence {
        c if !(c > 0.0 && c < 1.0) => Err(NotComputable::out_of_range("confidence")),
        _ if changes.is_empty() || !rising || !within || changes.len() > 20 => {
            Err(NotComputable::out_of_range("changes"))
        }
        _ => Ok(()),
    }
}

/// Time, then level and slope of each change, over all periods.
fn columns(periods: usize, changes: &[usize], from_one: bool) -> Vec<Vec<f64>> {
    let mut columns = vec![(1..=periods).map(|t| t as f64).collect()];
    for &first in changes {
        let since = |t: usize| t.checked_sub(first);
        let level = (0..periods).map(|t| f64::from(u8::from(since(t).is_some())));
        columns.push(level.collect());
        let start = usize::from(from_one);
        let slope = (0..periods).map(|t| since(t).map_or(0.0, |s| (s + start) as f64));
        columns.push(slope.collect());
    }
    columns
}

/// A segmented regression with its tests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InterruptedTimeSeries {
    /// Periods with a value, and without.
    pub n: u64,
    pub missing: u64,
    /// The line before, at period 0.
    pub intercept: SeriesCoefficient,
    /// Slope per period before the first change.
    pub trend: SeriesCoefficient,
    pub changes: Vec<Change>,
    /// All changes of level and slope together.
    pub together: Outcome<ModelTest>,
    pub lags: u64,
    pub df_residual: u64,
    pub residual_standard_error: f64,
    pub r_squared: f64,
    /// Not computable where a period has no value.
    pub durbin_watson: Outcome<DurbinWatson>,
    /// The fitted line, and where the line before would have gone.
    pub fitted: Vec<f64>,
    pub without_change: Vec<f64>,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for InterruptedTimeSeries {
    fn method(&self) -> &'static str {
        "interrupted_time_series"
    }

    fn statistic(&self) -> Statistic {
        match &self.together {
            Ok(test) => Statistic {
                symbol: "F".to_owned(),
                value: test.f,
                df: vec![test.df1 as f64, test.df2 as f64],
            },
            Err(_) => Statistic {
                symbol: "R²".to_owned(),
                value: self.r_squared,
                df: Vec::new(),
            },
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        self.together.clone().map(|test| test.p)
    }

    fn effect(&self) -> Option<Effect> {
        let level = self.changes.first()?.level.as_ref().ok()?;
        Some(Effect {
            name: "level_change".to_owned(),
            value: level.estimate,
            interval: None,
        })
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: Vec::new(),
            missing: self.missing,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
