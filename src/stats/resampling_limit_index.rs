use super::characteristic::CentredHistogram;
use super::resampling_limit::{BootstrapLimit, Limit, histogram_of, step_of};
use super::sample::as_float;
use super::{Exact, NotComputable, Observations, Outcome, Sample};

/// The bootstrap of an index with infinitely many replicates, an index being
/// `Σ weight·mean` over several variables.
///
/// # Question
/// How far may the index be off, without random error?
///
/// # Formula
/// Nobody lacks a value: the index is the mean of the respondents' own
/// `Σ weight·value`, as in [`super::bootstrap_limit`]. Otherwise its linearised form
/// (`linearised` says so): the mean of
/// `Σ_j weight_j·(n/n_j)·(value_j − mean_j)` over the values a respondent has, about
/// the index. To first order that is how the index answers to resampling.
///
/// # Assumes
/// As [`super::bootstrap_limit`]; values missing at random enough for a mean of those
/// given.
///
/// # When not
/// With missing values and few respondents; the seeded draws do not linearise.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, bootstrap_limit_index};
/// let item = |codes: &str| -> Vec<Option<f64>> {
///     codes.bytes().map(|b| b.is_ascii_digit().then(|| f64::from(b - b'0'))).collect()
/// };
/// let (first, second) = (item("3444333244"), item("4343332233"));
/// let both = Observations::of_columns(&[&first, &second]).unwrap();
/// let limit = bootstrap_limit_index(&both, &[12.5, 12.5], 0.95).unwrap();
/// assert_eq!((limit.observed, limit.linearised), (80.0, false));
/// ```
///
/// # Checked against
/// Seeded draws of [`super::bootstrap`], which draw the ratio of sums itself.
///
/// # References
/// As [`super::bootstrap_limit`]; Davison and Hinkley (1997) section 2.7 (linear
/// approximation).
///
/// # Errors
/// As [`super::bootstrap_limit`]; [`NotComputable::ItemWithoutAnswers`] (by its place) for a
/// variable without values; [`NotComputable::OutOfRange`] unless there is a finite
/// weight per variable.
pub fn bootstrap_limit_index(
    observations: &Observations,
    weights: &[f64],
    confidence: f64,
) -> Outcome<BootstrapLimit> {
    if weights.len() != observations.variables() || !weights.iter().all(|w| w.is_finite()) {
        return Err(NotComputable::OutOfRange {
            what: "weights".to_owned(),
        });
    }
    if let Some((sums, weight)) = whole_sums(observations, weights) {
        let n = sums.n();
        if n < 2 {
            return Err(NotComputable::TooFew { n, needed: 2 });
        }
        let step = step_of(&sums).ok_or(NotComputable::NoSpread)?;
        let limit = Limit {
            histogram: histogram_of(&sums, step)?,
            scale: weight * step as f64 * as_float(1, sums.places()),
            observed: weight * sums.mean()?.value(),
            missing: 0,
            linearised: false,
        };
        return limit.described(confidence);
    }
    linearised(observations, weights)?.described(confidence)
}

/// Sums over the variables in one unit, and their common weight; `None` where a
/// value is missing or weights differ.
fn whole_sums(observations: &Observations, weights: &[f64]) -> Option<(Sample, f64)> {
    let weight = *weights.first()?;
    let places = *observations.places().iter().max()?;
    if !weights.iter().all(|w| *w == weight) {
        return None;
    }
    let mut sums = Vec::new();
    for (row, count) in observations.patterns() {
        let mut sum = 0_i128;
        for (cell, own) in row.iter().zip(observations.places()) {
            let factor = 10_i128.checked_pow(places.saturating_sub(*own))?;
            sum = sum.checked_add((*cell)?.checked_mul(factor)?)?;
        }
        sums.push((sum, *count));
    }
    Some((Sample::of_units(places, sums, 0), weight))
}

/// The linearised index; exact (and not called linearised) without missing
/// values.
fn linearised(observations: &Observations, weights: &[f64]) -> Outcome<Limit> {
    let mut parts = Vec::new();
    let mut observed = 0.0;
    for (variable, (weight, places)) in weights.iter().zip(observations.places()).enumerate() {
        let (mean, n) =
            mean_of(observations, variable).ok_or(NotComputable::ItemWithoutAnswers {
                item: variable.to_string(),
            })?;
        observed += weight * mean;
        parts.push((weight / n as f64, mean, *places));
    }
    let answered = observations.patterns().iter();
    let answered = answered.filter(|(row, _)| row.iter().any(Option::is_some));
    let rows: Vec<&(Box<[Option<i128>]>, u64)> = answered.collect();
    let n: u64 = rows.iter().map(|(_, count)| count).sum();
    if n < 2 {
        return Err(NotComputable::TooFew { n, needed: 2 });
    }
    let levels = influences(&rows, &parts, n);
    let missing = rows.iter().any(|(row, _)| row.iter().any(Option::is_none));
    Ok(Limit {
        histogram: CentredHistogram {
            distances: levels.iter().map(|(distance, _)| *distance).collect(),
            counts: levels.iter().map(|(_, count)| *count).collect(),
            n,
            lattice: None,
        },
        scale: 1.0,
        observed,
        missing: observations.n().saturating_sub(n),
        linearised: missing,
    })
}

/// The mean of one variable and how many have it; `None` where nobody does.
fn mean_of(observations: &Observations, variable: usize) -> Option<(f64, u64)> {
    let (mut n, mut sum) = (0_u64, 0_i128);
    let mut fits = true;
    for (row, count) in observations.patterns() {
        let Some(units) = row.get(variable).copied().flatten() else {
            continue;
        };
        let more = units.checked_mul((*count).into());
        let more = more.and_then(|more| sum.checked_add(more));
        fits &= more.is_some();
        sum = more.unwrap_or(sum);
        n = n.saturating_add(*count);
    }
    let places = observations.places().get(variable).copied().unwrap_or(0);
    let scale = 10_i128.checked_pow(places);
    match scale.and_then(|scale| scale.checked_mul(n.into())) {
        _ if n == 0 => None,
        Some(scale) if fits => Some((Exact::ratio(sum, scale).value(), n)),
        _ => Some((observations.sample(variable).mean().ok()?.value(), n)),
    }
}

/// `n·Σ weight/n_j·(value − mean)` of every respondent, in the order of the
/// patterns.
fn influences(
    rows: &[&(Box<[Option<i128>]>, u64)],
    parts: &[(f64, f64, u32)],
    n: u64,
) -> Vec<(f64, u64)> {
    let influence = |row: &[Option<i128>]| -> f64 {
        let cells = row.iter().zip(parts);
        let away = cells.map(|(cell, (weight, mean, places))| {
            cell.map_or(0.0, |units| weight * (as_float(units, *places) - mean))
        });
        away.sum()
    };
    rows.iter()
        .map(|(row, count)| (influence(row) * n as f64, *count))
        .collect()
}
