use super::interval::{finite, possible};
use super::two_way_sums::{Term, TwoWaySums};
use super::{
    Caution, Effect, Exact, HypothesisTest, NotComputable, Outcome, Sample, Sizes, Statistic,
    f_upper,
};
use serde::{Deserialize, Serialize};

/// Whether two characteristics and their combination go with different means.
///
/// # Question
/// Do service and sex make a difference, and does that of one depend on the
/// other?
///
/// # Formula
/// `F = (SS/df)/MS_residual` for A, B and A×B, the residual within the cells.
/// With unequal cells three sums of squares are in use:
/// - type I: A, then B after A, then A×B (R `anova`);
/// - type II: A after B, B after A (R `car` default);
/// - type III: the unweighted means of the cells (SPSS default; R `car` with
///   sum contrasts), by Yates' weighted squares of means.
///
/// With equal cells they are one. All sums are exact fractions.
///
/// # Assumes
/// Independent respondents; cells about normal, or large; equal variances.
///
/// # When not
/// With an interaction the main effects average what differs: look at the cells.
/// Type III has no meaning where a combination holds nobody.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, anova_twoway};
/// // two services by two schools
/// let cells = [
///     vec![Sample::of_codes(1, &[0, 2, 3, 1], 0), Sample::of_codes(1, &[1, 3, 2, 0], 0)],
///     vec![Sample::of_codes(1, &[0, 1, 3, 2], 0), Sample::of_codes(1, &[2, 3, 1, 0], 0)],
/// ];
/// let found = anova_twoway(&cells).unwrap();
/// assert_eq!((found.type_1.a.df, found.residual_df), (1, 20));
/// let type_3 = found.type_3.unwrap();
/// assert_eq!(type_3.a.ss, found.type_2.a.ss);
/// assert!(type_3.b.p < 0.05);
/// ```
///
/// # Checked against
/// `anova_twoway` of the reference cases (R `anova`, `car::Anova` type 2 and 3).
///
/// # References
/// Yates, JASA 29 (1934) 51–66; Langsrud, Statistics and Computing 13 (2003)
/// 163–167 (type II against III).
///
/// # Errors
/// [`NotComputable::TooFewGroups`] unless both have two levels with anybody,
/// [`NotComputable::TooFew`] where every cell is one person,
/// [`NotComputable::NoSpread`] where nobody differs within the cells,
/// [`NotComputable::TooLarge`] above 40 levels of both or 100,000 cells.
pub fn anova_twoway(cells: &[Vec<Sample>]) -> Outcome<AnovaTwoway> {
    let sums = TwoWaySums::of(cells)?;
    let df = sums.residual_df();
    if df == 0 {
        let needed = sums.n.saturating_add(1);
        return Err(NotComputable::TooFew { n: sums.n, needed });
    }
    if sums.residual.is_zero() {
        return Err(NotComputable::NoSpread);
    }
    let effect = |term: &Term| TwoWayEffect::of(term, &sums.residual, df);
    let interaction = sums.interaction();
    let table = |a: &Term, b: &Term| -> Outcome<TwoWayTable> {
        Ok(TwoWayTable {
            a: effect(a)?,
            b: effect(b)?,
            interaction: interaction.as_ref().map(&effect).transpose()?,
        })
    };
    let explained = sums.total.clone() - sums.residual.clone();
    let mut cautions = Vec::new();
    if sums.empty_cells > 0 {
        let levels = sums.empty_cells;
        cautions.push(Caution::EmptyLevels { levels });
    }
    Ok(AnovaTwoway {
        n: sums.cell_sizes(cells),
        missing: sums.missing,
        type_1: table(&sums.a_alone, &sums.b_after_a)?,
        type_2: table(&sums.a_after_b, &sums.b_after_a)?,
        type_3: sums.unweighted().and_then(|(a, b)| table(&a, &b)),
        residual_ss: finite(sums.residual.value(), "values")?,
        residual_df: df,
        r_squared: (explained / sums.total.clone()).value(),
        cautions,
    })
}

/// Result of [`anova_twoway`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnovaTwoway {
    /// Respondents of the cells, row by row.
    pub n: Vec<Vec<u64>>,
    pub missing: u64,
    /// Sequential: A first.
    pub type_1: TwoWayTable,
    /// Each after the other.
    pub type_2: TwoWayTable,
    /// Of unweighted means; not where a cell is empty.
    pub type_3: Outcome<TwoWayTable>,
    pub residual_ss: f64,
    pub residual_df: u64,
    pub r_squared: f64,
    pub cautions: Vec<Caution>,
}

/// One table of variance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TwoWayTable {
    /// Of the rows.
    pub a: TwoWayEffect,
    /// Of the columns.
    pub b: TwoWayEffect,
    /// None where too few cells hold anybody.
    pub interaction: Option<TwoWayEffect>,
}

/// One line of a table of variance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TwoWayEffect {
    pub ss: f64,
    pub df: u64,
    pub f: f64,
    pub p: f64,
    /// `SS/(SS + SS_residual)`.
    pub partial_eta2: f64,
}

impl TwoWayEffect {
    fn of(term: &Term, residual: &Exact, residual_df: u64) -> Outcome<TwoWayEffect> {
        if term.df == 0 {
            return Err(NotComputable::TooFewGroups {
                groups: 1,
                needed: 2,
            });
        }
        let mean_square = term.ss.clone() / Exact::whole(term.df.into());
        let error = residual.clone() / Exact::whole(residual_df.into());
        let f = finite((mean_square / error).value(), "F")?;
        let both = term.ss.clone() + residual.clone();
        Ok(TwoWayEffect {
            ss: finite(term.ss.value(), "values")?,
            df: term.df,
            f,
            p: possible(f_upper(f, term.df as f64, residual_df as f64), "F")?,
            partial_eta2: (term.ss.clone() / both).value(),
        })
    }
}

/// The test of the interaction, which decides how the rest is read; without one,
/// of the rows.
impl HypothesisTest for AnovaTwoway {
    fn method(&self) -> &'static str {
        "anova_twoway"
    }
    fn statistic(&self) -> Statistic {
        let effect = self.decisive();
        Statistic {
            symbol: "F".to_owned(),
            value: effect.f,
            df: vec![effect.df as f64, self.residual_df as f64],
        }
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.decisive().p)
    }
    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "partial_eta_squared".to_owned(),
            value: self.decisive().partial_eta2,
            interval: None,
        })
    }
    fn sizes(&self) -> Sizes {
        let groups: Vec<u64> = self.n.iter().flatten().copied().collect();
        Sizes {
            n: groups.iter().copied().fold(0, u64::saturating_add),
            groups,
            missing: self.missing,
        }
    }
    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

impl AnovaTwoway {
    fn decisive(&self) -> &TwoWayEffect {
        let table = &self.type_2;
        table.interaction.as_ref().unwrap_or(&table.a)
    }
}
