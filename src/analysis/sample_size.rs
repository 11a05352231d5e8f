use crate::decimal::Decimal;
use crate::stats::{Exact, NotComputable, Outcome, chi_square_quantile, normal_quantile};
use serde::{Deserialize, Serialize};

/// How many respondents a population needs, by the usual formulas.
///
/// # Question
/// How many users must answer, so that a share is known within the margin?
///
/// # Formula
/// Krejcie–Morgan: `χ²NP(1−P) / (d²(N−1) + χ²P(1−P))` with the printed χ² (three
/// decimals: 3.841 at 95 %), rounded to the nearest whole number, as the printed
/// table has it. Slovin (Yamane): `N/(1+Nd²)`. Cochran: `n₀ = z²P(1−P)/d²`, and
/// `n₀/(1+(n₀−1)/N)` for a finite population. Slovin and Krejcie–Morgan with the
/// printed χ² are exact fractions of the decimals given.
///
/// # Assumes
/// A simple random sample, one share of interest, everybody answers.
///
/// # When not
/// For means, clusters or several strata to be compared; plan for non-response.
///
/// # Example
/// ```
/// let needed = tridharma::analysis::required_sample(1240, 0.05, 0.5, 0.95).unwrap();
/// assert_eq!(needed.krejcie_morgan_rounded, 293);
/// assert_eq!(needed.slovin_ceiling, 303);
/// ```
///
/// # Checked against
/// `sample_size` of the reference cases (R); all 90 rows of the printed table.
///
/// # References
/// R. V. Krejcie and D. W. Morgan, Determining sample size for research
/// activities, Educational and Psychological Measurement 30 (1970) 607–610;
/// T. Yamane, Statistics: an introductory analysis, 2nd ed. (1967);
/// W. G. Cochran, Sampling Techniques, 3rd ed. (1977), ch. 4.
///
/// # Errors
/// [`NotComputable::OutOfRange`] unless there is a population and margin,
/// proportion and confidence lie between 0 and 1.
pub fn required_sample(
    population: u64,
    margin: f64,
    proportion: f64,
    confidence: f64,
) -> Outcome<SampleSize> {
    if population == 0 {
        return Err(NotComputable::out_of_range("population"));
    }
    let d = share("margin", margin)?;
    let p = share("proportion", proportion)?;
    let (chi_square, z) = quantiles(confidence)?;
    let printed = |value: f64| Decimal::round(value, 3).map_or(Exact::whole(0), Exact::from);
    let n = Exact::whole(population.into());
    let d2 = d.clone() * d;
    let pq = p.clone() * (Exact::whole(1) - p);
    let spread = printed(chi_square) * pq.clone();
    let less_one = n.clone() - Exact::whole(1);
    let krejcie = spread.clone() * n.clone() / (d2.clone() * less_one + spread);
    let slovin = n.clone() / (Exact::whole(1) + n * d2.clone());
    let cochran = z * z * pq.value() / d2.value();
    let finite = cochran / (1.0 + (cochran - 1.0) / population as f64);
    let table_z = printed(z);
    Ok(SampleSize {
        population,
        margin,
        proportion,
        confidence,
        chi_square: printed(chi_square).value(),
        krejcie_morgan: krejcie.value(),
        krejcie_morgan_rounded: natural(krejcie.round(0).units),
        krejcie_morgan_exact: exact_krejcie(population as f64, chi_square * pq.value(), d2.value()),
        slovin: slovin.value(),
        slovin_ceiling: natural(slovin.ceiling()),
        cochran,
        cochran_ceiling: cochran.ceil() as u64,
        z: table_z.value(),
        cochran_printed: (table_z.clone() * table_z * pq / d2).value(),
        cochran_finite: finite,
        cochran_finite_ceiling: finite.ceil() as u64,
        cochran_finite_margin: reached(finite.ceil() as u64, Some(population), proportion, z),
    })
}

/// `chi` is χ²·P(1−P).
fn exact_krejcie(population: f64, chi: f64, d2: f64) -> f64 {
    chi * population / (d2 * (population - 1.0) + chi)
}

/// The margin of error reached by n of N at P = 0.5, from 0 to 1 (0 when n = N);
/// `None` for n = 0 or a confidence that is not between 0 and 1.
///
/// `z·√(P(1−P)/n · (N−n)/(N−1))`, without the last factor for an unknown
/// population.
///
/// ```
/// let reached = tridharma::analysis::margin_of_error(303, Some(1440), 0.95).unwrap();
/// assert!((reached - 0.05).abs() < 1e-4);
/// ```
pub fn margin_of_error(n: u64, population: Option<u64>, confidence: f64) -> Option<f64> {
    let (_, z) = quantiles(confidence).ok()?;
    (n > 0).then(|| reached(n, population, 0.5, z))
}

fn reached(n: u64, population: Option<u64>, proportion: f64, z: f64) -> f64 {
    let left = match population {
        Some(population) if population <= n => 0.0,
        Some(population) => (population - n) as f64 / (population as f64 - 1.0),
        None => 1.0,
    };
    z * (proportion * (1.0 - proportion) / n as f64 * left).sqrt()
}

fn quantiles(confidence: f64) -> Outcome<(f64, f64)> {
    let outside = share("confidence", confidence)?;
    let outside = (Exact::whole(1) - outside).value();
    let chi_square = chi_square_quantile(outside, 1.0);
    let z = normal_quantile(outside / 2.0);
    chi_square
        .zip(z)
        .ok_or_else(|| NotComputable::out_of_range("confidence"))
}

/// A number strictly between 0 and 1 as the fraction its decimals stand for.
fn share(what: &str, value: f64) -> Outcome<Exact> {
    let inside = (value > 0.0 && value < 1.0)
        .then(|| Exact::written(value))
        .flatten();
    inside.ok_or_else(|| NotComputable::out_of_range(what))
}

fn natural(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

/// What [`required_sample`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SampleSize {
    pub population: u64,
    pub margin: f64,
    pub proportion: f64,
    pub confidence: f64,
    /// The printed χ² of one degree of freedom: 3.841 at 95 %.
    pub chi_square: f64,
    /// With the printed χ², unrounded and rounded to nearest.
    pub krejcie_morgan: f64,
    pub krejcie_morgan_rounded: u64,
    /// With the exact χ² quantile.
    pub krejcie_morgan_exact: f64,
    pub slovin: f64,
    pub slovin_ceiling: u64,
    /// Cochran's n for an unlimited population, with the exact z.
    pub cochran: f64,
    pub cochran_ceiling: u64,
    /// The printed z (1.960 at 95 %) and Cochran's n with it.
    pub z: f64,
    pub cochran_printed: f64,
    /// Cochran's n corrected for this population, and the margin that so many
    /// respondents reach.
    pub cochran_finite: f64,
    pub cochran_finite_ceiling: u64,
    pub cochran_finite_margin: f64,
}
