use super::friedman_pairs::{FriedmanPairs, friedman_pairs};
use super::{
    Caution, Effect, HypothesisTest, NotComputable, Observations, Outcome, Sizes, Statistic,
    chi_square_upper, f_upper,
};
use serde::{Deserialize, Serialize};

/// Friedman's test of several answers of the same respondents.
///
/// # Question
/// Do the same respondents rate some items higher than others?
///
/// # Formula
/// Each respondent's k answers are ranked, ties get their mean rank. With the
/// rank sums `R_j` over n respondents,
/// `χ² = 12 Σ(R_j − n(k+1)/2)² / (nk(k+1) − Σ(t³−t)/(k−1))`, k − 1 degrees of
/// freedom. Kendall's `W = χ²/(n(k−1))`, from 0 (no agreement of the
/// respondents) to 1. Iman and Davenport's
/// `F = (n−1)χ²/(n(k−1) − χ²)` with k − 1 and (k−1)(n−1) degrees of freedom is
/// less cautious than χ². Pairs of items (SPSS): `z = (R̄_i − R̄_j)/√(k(k+1)/(6n))`,
/// not corrected for ties.
///
/// # Assumes
/// All items on one scale; respondents independent; those who lack one answer
/// are left out.
///
/// # When not
/// Different respondents: [`super::kruskal_wallis`]. Yes/no answers:
/// [`super::cochran_q`].
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, friedman};
/// let items: [&[Option<f64>]; 3] = [
///     &[Some(3.0), Some(4.0), Some(3.0), Some(4.0)],
///     &[Some(2.0), Some(3.0), Some(3.0), Some(2.0)],
///     &[Some(1.0), Some(2.0), Some(2.0), Some(3.0)],
/// ];
/// let test = friedman(&Observations::of_columns(&items).unwrap()).unwrap();
/// assert_eq!(test.rank_sum, [11.5, 7.5, 5.0]);
/// assert!((test.chi_square - 5.733333333333333).abs() < 1e-14);
/// ```
///
/// # Checked against
/// `repeated` of the reference cases (R `friedman.test`).
///
/// # References
/// Friedman (1937), JASA 32: 675–701. Iman & Davenport (1980), Communications in
/// Statistics A 9: 571–595. Kendall & Babington Smith (1939), Annals of
/// Mathematical Statistics 10: 275–287.
///
/// # Errors
/// [`NotComputable::TooFewVariables`] below two items,
/// [`NotComputable::NoAnswers`] without a respondent who has all,
/// [`NotComputable::NoSpread`] where every respondent gives one answer throughout,
/// [`NotComputable::OutOfRange`] above 1000 items.
pub fn friedman(answers: &Observations) -> Outcome<Friedman> {
    let variables = answers.variables() as u64;
    if variables < 2 {
        let needed = 2;
        return Err(NotComputable::TooFewVariables { variables, needed });
    }
    if variables > MOST_ITEMS {
        return Err(NotComputable::out_of_range("items"));
    }
    let ranks = RowRanks::of(answers)?;
    let (n, k) = (i128::from(ranks.n), i128::from(variables));
    let away = |twice: &i128| (twice - n * (k + 1)) * (twice - n * (k + 1));
    let squares: i128 = ranks.twice_sums.iter().map(away).sum();
    // n·k(k² − 1) − Σ(t³ − t): nothing where no respondent made a difference.
    let spread = n * k * (k * k - 1) - ranks.tie_sum;
    if spread == 0 {
        return Err(NotComputable::NoSpread);
    }
    let chi_square = (3 * (k - 1) * squares) as f64 / spread as f64;
    let df = (variables - 1) as f64;
    let f = iman_davenport(ranks.n, k, squares, spread);
    let f_p = f.clone().and_then(|f| {
        let needed = 2;
        let p = f_upper(f, df, df * (ranks.n as f64 - 1.0));
        p.ok_or(NotComputable::TooFew { n: ranks.n, needed })
    });
    Ok(Friedman {
        n: ranks.n,
        missing: answers.n().saturating_sub(ranks.n),
        rank_sum: ranks.twice_sums.iter().map(|&r| r as f64 / 2.0).collect(),
        mean_rank: ranks
            .twice_sums
            .iter()
            .map(|&r| r as f64 / (2 * n) as f64)
            .collect(),
        chi_square,
        df: variables - 1,
        p: chi_square_upper(chi_square, df).ok_or_else(|| NotComputable::out_of_range("items"))?,
        kendall_w: chi_square / (n * (k - 1)) as f64,
        f,
        f_p,
        pairs: friedman_pairs(ranks.n, &ranks.twice_sums)?,
        cautions: ranks.cautions(variables),
    })
}

/// `(n−1)χ²/(n(k−1) − χ²)` in whole numbers, so that full agreement leaves
/// exactly nothing below.
fn iman_davenport(n: u64, k: i128, squares: i128, spread: i128) -> Outcome<f64> {
    let above = (3 * (k - 1) * squares) as f64 * (n as f64 - 1.0);
    match (k - 1) * (i128::from(n) * spread - 3 * squares) {
        0 => Err(NotComputable::Unbounded),
        below => Ok(above / below as f64),
    }
}

/// More items would make more pairs than anybody reads.
const MOST_ITEMS: u64 = 1000;

/// The most respondents whose squared rank sums fit the integers here.
const MOST: u64 = 1 << 40;

/// Ranks within respondents, doubled.
struct RowRanks {
    n: u64,
    twice_sums: Vec<i128>,
    tie_sum: i128,
    /// Respondents with equal answers.
    tied: u64,
}

impl RowRanks {
    fn of(answers: &Observations) -> Outcome<RowRanks> {
        let scale = Scale::of(answers.places())?;
        let mut ranks = RowRanks {
            n: 0,
            twice_sums: vec![0; answers.variables()],
            tie_sum: 0,
            tied: 0,
        };
        let mut order = Vec::with_capacity(answers.variables());
        for (row, count) in answers.patterns() {
            if !scale.order(row, &mut order)? {
                continue;
            }
            ranks.n = ranks.n.saturating_add(*count);
            if ranks.n > MOST {
                return Err(NotComputable::out_of_range("respondents"));
            }
            ranks.add(&order, i128::from(*count));
        }
        match ranks.n {
            0 => Err(NotComputable::NoAnswers),
            _ => Ok(ranks),
        }
    }

    /// Adds respondents with one pattern: its values with their items, rising.
    fn add(&mut self, order: &[(i128, usize)], count: i128) {
        let mut before = 0_i128;
        let mut tied = false;
        for equal in order.chunk_by(|a, b| a.0 == b.0) {
            let t = equal.len() as i128;
            for (_, item) in equal {
                if let Some(sum) = self.twice_sums.get_mut(*item) {
                    *sum += (2 * before + t + 1) * count;
                }
            }
            self.tie_sum += (t * t * t - t) * count;
            tied |= t > 1;
            before += t;
        }
        self.tied += if tied { count as u64 } else { 0 };
    }

    fn cautions(&self, variables: u64) -> Vec<Caution> {
        let tied = self.tied;
        // Below these χ² is too cautious by a good part of p.
        let few = self.n < 10 && variables < 6;
        [
            (tied > 0).then_some(Caution::Ties { tied }),
            few.then_some(Caution::Approximate { n: self.n }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// What brings items of different decimal places to one.
struct Scale(Vec<i128>);

impl Scale {
    fn of(places: &[u32]) -> Outcome<Scale> {
        let most = places.iter().copied().max().unwrap_or(0);
        let factor = |own: &u32| 10_i128.checked_pow(most - own);
        let factors = places.iter().map(factor).collect::<Option<_>>();
        factors
            .map(Scale)
            .ok_or_else(|| NotComputable::out_of_range("decimal places"))
    }

    /// The items of a row by rising value; whether none is missing.
    fn order(&self, row: &[Option<i128>], order: &mut Vec<(i128, usize)>) -> Outcome<bool> {
        order.clear();
        for ((cell, factor), item) in row.iter().zip(&self.0).zip(0..) {
            let Some(value) = cell else {
                return Ok(false);
            };
            let scaled = value.checked_mul(*factor);
            order.push((
                scaled.ok_or_else(|| NotComputable::out_of_range("decimal places"))?,
                item,
            ));
        }
        order.sort_unstable();
        Ok(true)
    }
}

/// Result of [`friedman`]; per item in the order given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Friedman {
    /// Respondents with all answers.
    pub n: u64,
    pub missing: u64,
    pub rank_sum: Vec<f64>,
    pub mean_rank: Vec<f64>,
    /// Corrected for ties.
    pub chi_square: f64,
    pub df: u64,
    pub p: f64,
    /// Agreement of the respondents, 0 to 1.
    pub kendall_w: f64,
    /// Iman and Davenport's F; unbounded at full agreement.
    pub f: Outcome<f64>,
    pub f_p: Outcome<f64>,
    pub pairs: FriedmanPairs,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for Friedman {
    fn method(&self) -> &'static str {
        "friedman"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "χ²".to_owned(),
            value: self.chi_square,
            df: vec![self.df as f64],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "kendall_w".to_owned(),
            value: self.kendall_w,
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
