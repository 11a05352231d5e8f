use super::kendall::two_sided;
use super::pearson::critical;
use super::{
    Caution, CrossTable, Effect, HypothesisTest, Interval, NotComputable, Outcome, Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// Cohen's kappa: agreement of two raters beyond chance, plain or weighted.
///
/// # Question
/// Do two raters (or two codings of the same answers) agree?
///
/// # Formula
/// `κ = (p_o − p_e)/(1 − p_e)` with `p_o = Σ w_ij·p_ij` and `p_e = Σ w_ij·p_i·p_j`;
/// weights `w` are 1 on the diagonal and 0 beside it (plain),
/// `1 − |i − j|/(k − 1)` (linear) or `1 − (i − j)²/(k − 1)²` (quadratic). Standard
/// errors of Fleiss, Cohen and Everitt: `se` for the interval, `se0` without
/// agreement beyond chance for the test.
///
/// # Assumes
/// Rows and columns are the same categories in the same order, ratings made
/// independently; weights assume that the order has equal steps.
///
/// # When not
/// More than two raters: [`super::fleiss_kappa`]. Numbers:
/// [`super::intraclass_correlation`]. Where nearly all are in one category κ is
/// low however well they agree; the agreement itself stands beside it.
///
/// # Example
/// ```
/// use tridharma::stats::{CrossTable, KappaWeights, cohen_kappa};
/// let table = CrossTable::new(2, 2, vec![20, 5, 10, 15]).unwrap();
/// let found = cohen_kappa(&table, KappaWeights::None, 0.95).unwrap();
/// assert_eq!((found.agreement, found.by_chance), (0.7, 0.5));
/// assert!((found.kappa - 0.4).abs() < 1e-15);
/// ```
///
/// # Checked against
/// R formula (9 reference cases), the example of Fleiss, Levin and Paik, and
/// statsmodels `cohens_kappa` (value, both errors, three weights).
///
/// # References
/// Fleiss, J. L., Cohen, J., Everitt, B. S. (1969). Large sample standard errors
/// of kappa and weighted kappa. Psychological Bulletin 72, 323–327.
///
/// # Errors
/// [`NotComputable::OutOfRange`] for a table that is not square,
/// [`NotComputable::NoAnswers`] for an empty one, [`NotComputable::NoSpread`]
/// where both raters use one and the same category only.
pub fn cohen_kappa(
    table: &CrossTable,
    weights: KappaWeights,
    confidence: f64,
) -> Outcome<CohenKappa> {
    if table.rows() != table.columns() || table.rows() < 2 {
        return Err(NotComputable::out_of_range("table"));
    }
    let n = table.n() as f64;
    if table.n() == 0 {
        return Err(NotComputable::NoAnswers);
    }
    let z = critical(confidence)?;
    let parts = Parts::of(table, weights);
    let (agreement, by_chance) = (parts.agreement / n, parts.by_chance / n / n);
    if parts.by_chance >= n * n {
        return Err(NotComputable::NoSpread);
    }
    let away = 1.0 - by_chance;
    let kappa = (agreement - by_chance) / away;
    let shift = kappa - by_chance * (1.0 - kappa);
    let variance = parts.spread(|c| {
        let term = c.weight - (c.row_mean + c.column_mean) * (1.0 - kappa);
        c.share * term * term
    });
    let variance0 = parts.spread(|c| {
        let term = c.weight - (c.row_mean + c.column_mean);
        c.chance * term * term
    });
    let se = ((variance - shift * shift).max(0.0) / n).sqrt() / away;
    let se0 = ((variance0 - by_chance * by_chance).max(0.0) / n).sqrt() / away;
    let statistic = match se0 > 0.0 {
        true => Ok(kappa / se0),
        false => Err(NotComputable::NoSpread),
    };
    Ok(CohenKappa {
        n: table.n(),
        weights,
        agreement,
        by_chance,
        kappa,
        se,
        se0,
        p: statistic.clone().and_then(two_sided),
        z: statistic,
        interval: Interval {
            low: Some(kappa - z * se),
            high: Some((kappa + z * se).min(1.0)),
            confidence,
        },
        cautions: match table.n() {
            few @ 0..30 => vec![Caution::Approximate { n: few }],
            _ => Vec::new(),
        },
    })
}

/// How much a disagreement still counts as agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KappaWeights {
    /// Not at all.
    None,
    /// Less with every step.
    Linear,
    /// Less with the square of the steps.
    Quadratic,
}

/// What [`cohen_kappa`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CohenKappa {
    pub n: u64,
    pub weights: KappaWeights,
    /// Weighted share of agreement, seen and expected by chance.
    pub agreement: f64,
    pub by_chance: f64,
    pub kappa: f64,
    pub se: f64,
    /// Without agreement beyond chance.
    pub se0: f64,
    pub z: Outcome<f64>,
    /// Two-sided, that κ is 0.
    pub p: Outcome<f64>,
    pub interval: Interval,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for CohenKappa {
    fn method(&self) -> &'static str {
        "cohen_kappa"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "κ".to_owned(),
            value: self.kappa,
            df: Vec::new(),
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        self.p.clone()
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "kappa".to_owned(),
            value: self.kappa,
            interval: Some(self.interval),
        })
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: Vec::new(),
            missing: 0,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

/// A cell with its weight and the mean weights of its row and column.
struct Part {
    share: f64,
    chance: f64,
    weight: f64,
    row_mean: f64,
    column_mean: f64,
}

struct Parts {
    cells: Vec<Part>,
    /// `Σ w·n_ij` and `Σ w·n_i·n_j`.
    agreement: f64,
    by_chance: f64,
}

impl Parts {
    fn of(table: &CrossTable, weights: KappaWeights) -> Parts {
        let (rows, columns, n) = (table.row_sums(), table.column_sums(), table.n() as f64);
        let last = (table.rows() - 1) as f64;
        let weight = |i: usize, j: usize| {
            let steps = i.abs_diff(j) as f64 / last;
            match weights {
                KappaWeights::None => f64::from(u8::from(i == j)),
                KappaWeights::Linear => 1.0 - steps,
                KappaWeights::Quadratic => 1.0 - steps * steps,
            }
        };
        // Of a category of one rater over the categories of the other.
        let mean = |others: &[u64], at: usize| -> f64 {
            let terms = others.iter().enumerate();
            terms
                .map(|(other, &count)| count as f64 * weight(at, other))
                .sum::<f64>()
                / n
        };
        let row_means: Vec<f64> = (0..rows.len()).map(|i| mean(&columns, i)).collect();
        let column_means: Vec<f64> = (0..rows.len()).map(|j| mean(&rows, j)).collect();
        let mut parts = Parts {
            cells: Vec::with_capacity(table.counts().len()),
            agreement: 0.0,
            by_chance: 0.0,
        };
        for (i, (&row, &row_mean)) in rows.iter().zip(&row_means).enumerate() {
            for (j, (&column, &column_mean)) in columns.iter().zip(&column_means).enumerate() {
                let (count, product) = (table.at(i, j) as f64, row as f64 * column as f64);
                let weight = weight(i, j);
                parts.agreement += weight * count;
                parts.by_chance += weight * product;
                parts.cells.push(Part {
                    share: count / n,
                    chance: product / n / n,
                    weight,
                    row_mean,
                    column_mean,
                });
            }
        }
        parts
    }

    fn spread(&self, term: impl Fn(&Part) -> f64) -> f64 {
        self.cells.iter().map(term).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fleiss_levin_and_paik() {
        // Statistical methods for rates and proportions, 3rd ed., table 18.1:
        // 100 patients, κ = 0.68, se = 0.088, se0 = 0.076 (statsmodels: 0.6765, 0.0877, 0.0762).
        let table = CrossTable::new(3, 3, vec![75, 1, 4, 5, 4, 1, 0, 0, 10]).unwrap();
        let found = cohen_kappa(&table, KappaWeights::None, 0.95).unwrap();
        assert!((found.kappa - 0.68).abs() < 0.005);
        assert!((found.se - 0.0877).abs() < 0.0005, "{}", found.se);
        assert!((found.se0 - 0.076).abs() < 0.0005, "{}", found.se0);
    }

    #[test]
    fn what_has_no_kappa_says_so() {
        let of = |r, c, counts: Vec<u64>| {
            cohen_kappa(
                &CrossTable::new(r, c, counts).unwrap(),
                KappaWeights::None,
                0.95,
            )
        };
        assert!(of(2, 3, vec![1; 6]).is_err());
        assert_eq!(of(2, 2, vec![0; 4]), Err(NotComputable::NoAnswers));
        assert_eq!(of(2, 2, vec![9, 0, 0, 0]), Err(NotComputable::NoSpread));
        let full = of(2, 2, vec![9, 0, 0, 4]).unwrap();
        assert_eq!((full.kappa, full.se), (1.0, 0.0));
    }

    proptest! {
        #[test]
        fn bounds(counts in proptest::collection::vec(0_u64..6, 9), which in 0_usize..3) {
            let weights = [KappaWeights::None, KappaWeights::Linear, KappaWeights::Quadratic][which];
            let table = CrossTable::new(3, 3, counts).unwrap();
            let Ok(found) = cohen_kappa(&table, weights, 0.9) else { return Ok(()) };
            let turned = cohen_kappa(&table.transposed(), weights, 0.9).unwrap();
            prop_assert!((found.kappa - turned.kappa).abs() < 1e-12);
            prop_assert!(found.kappa <= 1.0 + 1e-15 && found.kappa.is_finite());
            prop_assert!(found.se.is_finite() && found.se0.is_finite());
            prop_assert!(found.p.is_err() || (0.0..=1.0).contains(&found.p.unwrap()));
        }
    }
}
