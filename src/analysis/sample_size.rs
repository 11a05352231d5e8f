use serde::{Deserialize, Serialize};

/// How many respondents a population needs, by the usual formulas.
///
/// Krejcie–Morgan: `χ²NP(1−P) / (d²(N−1) + χ²P(1−P))` with χ² = 3.841 and
/// rounding to the nearest whole number, as the printed table has it; Slovin:
/// `N/(1+Nd²)`; Cochran with finite population. Checked against `sample_size`
/// of the reference cases (R) and the 90 rows of the printed table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SampleSize {
    pub population: u64,
    pub margin: f64,
    pub proportion: f64,
    pub confidence: f64,
    /// With the printed χ² (3.841 at 95 %), unrounded and rounded to nearest.
    pub krejcie_morgan: f64,
    pub krejcie_morgan_rounded: u64,
    /// With the exact χ² quantile.
    pub krejcie_morgan_exact: f64,
    pub slovin: f64,
    pub slovin_ceiling: u64,
    /// Cochran's n for an unlimited population and corrected for this one.
    pub cochran: f64,
    pub cochran_ceiling: u64,
    pub cochran_finite: f64,
    pub cochran_finite_ceiling: u64,
}

/// One stratum of an allocation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StratumShare {
    pub size: u64,
    pub raw: f64,
    /// By largest remainder: sums to the sample.
    pub allocated: u64,
}

/// Required sample for a population.
pub fn required_sample(
    population: u64,
    margin: f64,
    proportion: f64,
    confidence: f64,
) -> SampleSize {
    let _ = (population, margin, proportion, confidence);
    todo!()
}

/// The margin of error reached by n of N at P = 0.5 (0 when n = N); `None` for
/// n = 0.
pub fn margin_of_error(n: u64, population: Option<u64>, confidence: f64) -> Option<f64> {
    let _ = (n, population, confidence);
    todo!()
}

/// Splits a sample over strata: proportional to size, or to size × standard
/// deviation (Neyman) where `deviations` are given.
pub fn stratified_allocation(
    sizes: &[u64],
    deviations: Option<&[f64]>,
    n: u64,
) -> Vec<StratumShare> {
    let _ = (sizes, deviations, n);
    todo!()
}
