use super::design_table::Table;
use super::{
    Caution, Design, Effect, HypothesisTest, NotComputable, Outcome, Sizes, Statistic,
    chi_square_upper, f_upper,
};
use serde::{Deserialize, Serialize};

/// Whether two characteristics go together in the population, given the design:
/// Pearson's chi-square with the corrections of Rao and Scott, and Wald's test.
///
/// # Question
/// Is the distribution of the one the same whatever the other?
///
/// # Formula
/// `X² = n·Σ (p − p_row·p_column)²/(p_row·p_column)` of the weighted proportions.
/// In a complex sample it is a weighted sum of chi-squares whose weights are the
/// eigenvalues of `Δ = (CᵀD⁻¹C/n)⁻¹ (CᵀD⁻¹VD⁻¹C)`, with D the proportions, V their
/// covariance and C the interaction contrasts. First order: `X²/mean(eigenvalues)` as
/// chi-square. Second order (the one to print): `F = X²/ΣΔ_ii` with
/// `d = (tr Δ)²/tr Δ²` and d·(units − strata) degrees of freedom. Wald:
/// `YᵀV_Y⁻¹Y` of the distances of the cells from independence.
///
/// # Assumes
/// As [`super::design_means`]; enough units for stable proportions.
///
/// # When not
/// Wald's test is unstable with few units or many cells; take the second-order
/// correction.
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, design_chi_square};
/// let pattern = |row: f64, column: f64, count: u64| DesignPattern {
///     values: vec![Some(row), Some(column)],
///     count,
///     ..DesignPattern::default()
/// };
/// // Without weights and clusters Δ is n/(n − 1) times the identity.
/// let patterns = vec![
///     pattern(1.0, 1.0, 30), pattern(1.0, 2.0, 20), pattern(2.0, 1.0, 15), pattern(2.0, 2.0, 35),
/// ];
/// let design = Design::new(patterns, DesignOptions::default()).unwrap();
/// let test = design_chi_square(&design, 0, &[1.0, 2.0], 1, &[1.0, 2.0]).unwrap();
/// assert!((test.pearson - 9.090909090909092).abs() < 1e-12);
/// assert!(test.second_order.p < 0.01);
/// ```
///
/// # Checked against
/// `svy_chisq` of the reference cases (R `survey::svychisq`, statistics `F`,
/// `Chisq`, `Wald`, `adjWald`).
///
/// # References
/// Rao and Scott, On chi-squared tests for multiway contingency tables with cell
/// proportions estimated from survey data, Annals of Statistics 12 (1984) 46–60;
/// Thomas and Rao, JASA 82 (1987) 630–636; Koch, Freeman and Freeman (1975).
///
/// # Errors
/// [`NotComputable::NoAnswers`] where nobody has both;
/// [`NotComputable::NoSpread`] with fewer than two rows or columns or where empty
/// cells leave Δ without an inverse.
pub fn design_chi_square(
    design: &Design,
    row: usize,
    row_levels: &[f64],
    column: usize,
    column_levels: &[f64],
) -> Outcome<DesignChiSquare> {
    let table = Table::of(design, (row, row_levels), (column, column_levels))?;
    let n = design.n() as f64;
    let pearson = n * table.squared_distance();
    let covariance = design.covariance(table.proportion_scores(design), &table.present)?;
    let delta = table.delta(&covariance, n)?;
    let (trace, square) = (delta.trace(), (&delta * &delta).trace());
    let df = ((table.rows - 1) * (table.columns - 1)) as f64;
    let units = design.degrees_of_freedom() as f64;
    let effective = trace * trace / square;
    if !(trace > 0.0 && effective.is_finite() && units > 0.0) {
        return Err(NotComputable::NoSpread);
    }
    let first = pearson / (trace / df);
    let f = pearson / trace;
    let wald = table.wald(design);
    Ok(DesignChiSquare {
        weighted: table.lines(&table.weights),
        proportions: table.lines(&table.proportions()),
        proportion_se: table.lines(&diagonal_roots(&covariance)),
        pearson,
        mean_design_effect: trace / df,
        first_order: corrected(first, vec![df], chi_square_upper(first, df))?,
        second_order: corrected(
            f,
            vec![effective, effective * units],
            f_upper(f, effective, effective * units),
        )?,
        wald: wald
            .clone()
            .and_then(|f| corrected(f, vec![df, units], f_upper(f, df, units))),
        adjusted_wald: wald.and_then(|f| {
            let within = units - df + 1.0;
            let f = f * within / units;
            corrected(f, vec![df, within], f_upper(f, df, within))
        }),
        sizes: Sizes {
            n: table.used,
            groups: table.row_counts.clone(),
            missing: design.n().saturating_sub(table.used),
        },
        cautions: table.cautions(),
    })
}

/// The tests of a weighted cross table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignChiSquare {
    /// Sums of the weights, row by row.
    pub weighted: Vec<Vec<f64>>,
    /// Shares of the whole, and their standard errors.
    pub proportions: Vec<Vec<f64>>,
    pub proportion_se: Vec<Vec<f64>>,
    /// X² as if the respondents (all of them, also those with a value missing, as
    /// R survey has it) had been drawn simply.
    pub pearson: f64,
    /// The mean of the eigenvalues of Δ.
    pub mean_design_effect: f64,
    /// X² over that, by chi-square.
    pub first_order: DesignStatistic,
    /// Over the sum of the eigenvalues, by F.
    pub second_order: DesignStatistic,
    pub wald: Outcome<DesignStatistic>,
    /// With degrees of freedom for few units.
    pub adjusted_wald: Outcome<DesignStatistic>,
    pub sizes: Sizes,
    pub cautions: Vec<Caution>,
}

/// A statistic, its degrees of freedom and its p value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignStatistic {
    pub value: f64,
    pub df: Vec<f64>,
    pub p: f64,
}

impl HypothesisTest for DesignChiSquare {
    fn method(&self) -> &'static str {
        "design_chi_square"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "F".to_owned(),
            value: self.second_order.value,
            df: self.second_order.df.clone(),
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.second_order.p)
    }

    fn effect(&self) -> Option<Effect> {
        None
    }

    fn sizes(&self) -> Sizes {
        self.sizes.clone()
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

fn corrected(value: f64, df: Vec<f64>, p: Option<f64>) -> Outcome<DesignStatistic> {
    let p = p.ok_or_else(|| NotComputable::out_of_range("degrees_of_freedom"))?;
    Ok(DesignStatistic { value, df, p })
}

fn diagonal_roots(covariance: &[Vec<f64>]) -> Vec<f64> {
    let cells = covariance.iter().enumerate();
    let cells = cells.map(|(place, row)| row.get(place).copied().unwrap_or(0.0));
    cells.map(f64::sqrt).collect()
}
