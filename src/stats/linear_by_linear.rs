use super::chi_square_independence::tail;
use super::{Caution, Effect, Exact, HypothesisTest, Outcome, Pairs, Sizes, Statistic};
use serde::{Deserialize, Serialize};

/// Pearson's correlation of the scores as a chi-square with one degree of
/// freedom: Mantel and Haenszel's test of linear association.
///
/// # Question
/// Do ordered answers rise or fall with an ordered group?
///
/// # Formula
/// `M² = (n − 1)·r²`, as SPSS; R's `prop.trend.test` has n for n − 1.
///
/// # Assumes
/// Scores at the steps that are meant; [`Pairs::of_table`] takes 1, 2, 3, ….
///
/// # When not
/// Relations that rise and fall.
///
/// # Example
/// ```
/// use tridharma::stats::{CrossTable, Pairs, linear_by_linear};
/// let table = CrossTable::new(3, 3, vec![1, 8, 2, 2, 4, 1, 12, 0, 2]).unwrap();
/// let found = linear_by_linear(&Pairs::of_table(&table, 0)).unwrap();
/// assert!((found.chi_square - 7.524942641756801).abs() < 1e-14);
/// ```
///
/// # Checked against
/// Formula in R (6 reference cases).
///
/// # References
/// Mantel, N. (1963). Chi-square tests with one degree of freedom. JASA 58,
/// 690–700.
///
/// # Errors
/// [`super::NotComputable::TooFew`] below two respondents; [`super::NotComputable::NoSpread`]
/// where a variable is constant.
pub fn linear_by_linear(pairs: &Pairs) -> Outcome<LinearByLinear> {
    let n = pairs.enough(2)?;
    let products = pairs.products();
    let r = products.correlation()?;
    let square = &products.xy * &products.xy * (n - 1);
    let chi_square = Exact::of_integers(square, &products.xx * &products.yy).value();
    Ok(LinearByLinear {
        n,
        missing: pairs.missing(),
        r,
        chi_square,
        p: tail(chi_square, 1)?,
    })
}

/// What [`linear_by_linear`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinearByLinear {
    pub n: u64,
    /// Left out because a value is missing.
    pub missing: u64,
    /// Of the scores.
    pub r: f64,
    pub chi_square: f64,
    pub p: f64,
}

impl HypothesisTest for LinearByLinear {
    fn method(&self) -> &'static str {
        "linear_by_linear"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "M²".to_owned(),
            value: self.chi_square,
            df: vec![1.0],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "pearson_r".to_owned(),
            value: self.r,
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
        &[]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn p_is_a_probability(rows in proptest::collection::vec((0_i128..4, 0_i128..4, 0_u64..5), 0..9)) {
            if let Ok(found) = linear_by_linear(&Pairs::of_units((0, 0), rows, 0)) {
                prop_assert!((0.0..=1.0).contains(&found.p));
                let n = found.n as f64;
                prop_assert!((found.chi_square - (n - 1.0) * found.r * found.r).abs() < 1e-9);
            }
        }
    }
}
