use super::kendall::two_sided;
use super::pearson::critical;
use super::{
    Caution, Effect, HypothesisTest, Interval, NotComputable, Observations, Outcome, Sizes,
    Statistic,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Fleiss' kappa: agreement of several raters beyond chance.
///
/// `subjects` holds for each kind of subject how many raters put it in each
/// category, and how many such subjects there are; [`rating_counts`] makes it
/// from ratings.
///
/// # Question
/// Do several raters put the same subjects into the same categories?
///
/// # Formula
/// With m raters per subject, shares `p_j` of the categories and
/// `P_i = Σ_j x_ij(x_ij − 1)/(m(m − 1))`: `κ = (P̄ − Σ p_j²)/(1 − Σ p_j²)`. `se0`
/// (Fleiss, Nee and Landis) holds without agreement beyond chance and is for the
/// test; the interval takes Gwet's `se`, which holds whatever the agreement is.
/// Per category: that category against all others.
///
/// # Assumes
/// The same number of ratings for every subject, by raters taken at random;
/// categories without order.
///
/// # When not
/// Two fixed raters: [`super::cohen_kappa`]. Numbers:
/// [`super::intraclass_correlation`].
///
/// # Example
/// ```
/// use tridharma::stats::fleiss_kappa;
/// // three raters: two subjects all in the first category, one in the second,
/// // one split
/// let subjects = vec![(vec![3, 0], 2), (vec![0, 3], 1), (vec![2, 1], 1)];
/// let found = fleiss_kappa(&subjects, 0.95).unwrap();
/// assert!((found.agreement - 5.0 / 6.0).abs() < 1e-15);
/// assert!((found.kappa - 0.625).abs() < 1e-15);
/// ```
///
/// # Checked against
/// Fleiss (1971) and the worked example of 10 subjects and 14 raters (κ = 0.210);
/// statsmodels `fleiss_kappa`; irrCAC for Gwet's error.
///
/// # References
/// Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters.
/// Psychological Bulletin 76, 378–382. Fleiss, J. L., Nee, J. C. M., Landis,
/// J. R. (1979). Large sample variance of kappa in the case of different sets of
/// raters. Psychological Bulletin 86, 974–977. Gwet, K. L. (2008). Computing
/// inter-rater reliability and its variance in the presence of high agreement.
/// British Journal of Mathematical and Statistical Psychology 61, 29–48.
///
/// # Errors
/// [`NotComputable::NoAnswers`] without subjects, [`NotComputable::TooFew`] for
/// fewer than two raters, [`NotComputable::OutOfRange`] where subjects have
/// different numbers of ratings, [`NotComputable::NoSpread`] where one category
/// has all.
pub fn fleiss_kappa(subjects: &[(Vec<u64>, u64)], confidence: f64) -> Outcome<FleissKappa> {
    let table = Table::of(subjects)?;
    let z = critical(confidence)?;
    let (n, m) = (table.n as f64, table.raters as f64);
    let by_chance: f64 = table.shares.iter().map(|p| p * p).sum();
    let left: f64 = table.shares.iter().map(|p| p * (1.0 - p)).sum();
    let agreement = table.mean(|row| table.agreement(row));
    let kappa = (agreement - by_chance) / left;
    let skew = |p: &f64| p * (1.0 - p) * (1.0 - 2.0 * p);
    let skewed: f64 = table.shares.iter().map(skew).sum();
    let pairs = n * m * (m - 1.0);
    let se0 = (2.0 / pairs * (left * left - skewed).max(0.0)).sqrt() / left;
    let se = table.error(kappa, by_chance, left);
    let statistic = match se0 > 0.0 {
        true => Ok(kappa / se0),
        false => Err(NotComputable::NoSpread),
    };
    let categories = table.shares.iter().enumerate();
    Ok(FleissKappa {
        n: table.n,
        raters: table.raters,
        agreement,
        by_chance,
        kappa,
        se0,
        p: statistic.clone().and_then(two_sided),
        z: statistic,
        interval: se.clone().map(|se| Interval {
            low: Some(kappa - z * se),
            high: Some((kappa + z * se).min(1.0)),
            confidence,
        }),
        se,
        categories: categories.map(|(at, p)| table.category(at, *p)).collect(),
        cautions: match table.n {
            few @ 0..20 => vec![Caution::Approximate { n: few }],
            _ => Vec::new(),
        },
    })
}

/// What [`fleiss_kappa`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FleissKappa {
    /// Subjects.
    pub n: u64,
    /// Ratings of every subject.
    pub raters: u64,
    /// Mean share of agreeing pairs of raters.
    pub agreement: f64,
    pub by_chance: f64,
    pub kappa: f64,
    /// Gwet's; needs two subjects.
    pub se: Outcome<f64>,
    /// Without agreement beyond chance.
    pub se0: f64,
    pub z: Outcome<f64>,
    /// Two-sided, that κ is 0.
    pub p: Outcome<f64>,
    pub interval: Outcome<Interval>,
    pub categories: Vec<CategoryKappa>,
    pub cautions: Vec<Caution>,
}

/// One category against all others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CategoryKappa {
    /// Of all ratings.
    pub share: f64,
    pub kappa: Outcome<f64>,
    /// Without agreement beyond chance, the same for every category.
    pub se0: f64,
    pub z: Outcome<f64>,
    pub p: Outcome<f64>,
}

impl HypothesisTest for FleissKappa {
    fn method(&self) -> &'static str {
        "fleiss_kappa"
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
            interval: self.interval.clone().ok(),
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

/// Ratings (subjects by raters) as the counts [`fleiss_kappa`] takes; the
/// categories are the values that occur, rising. Subjects that miss a rating are
/// left out, and their number is the second part.
pub fn rating_counts(ratings: &Observations) -> (Vec<(Vec<u64>, u64)>, u64) {
    let all: Vec<usize> = (0..ratings.variables()).collect();
    let complete = ratings.complete(&all);
    // The same category may be written with different places by two raters.
    let places = ratings.places().iter().copied().max().unwrap_or(0);
    let scaled = |(cell, own): (&Option<i128>, &u32)| {
        let factor = 10_i128.checked_pow(places.saturating_sub(*own))?;
        cell.as_ref()?.checked_mul(factor)
    };
    let rows = complete.patterns().iter();
    let rows: Vec<(Vec<i128>, u64)> = rows
        .map(|(row, count)| {
            let values = row.iter().zip(complete.places()).filter_map(scaled);
            (values.collect(), *count)
        })
        .collect();
    let categories: BTreeSet<i128> = rows.iter().flat_map(|row| row.0.iter().copied()).collect();
    let counts = |(row, count): &(Vec<i128>, u64)| {
        let of = |category: &i128| row.iter().filter(|value| *value == category).count() as u64;
        (categories.iter().map(of).collect(), *count)
    };
    let missing = ratings.n().saturating_sub(complete.n());
    (rows.iter().map(counts).collect(), missing)
}

/// The counts with what they share.
struct Table<'a> {
    subjects: &'a [(Vec<u64>, u64)],
    n: u64,
    raters: u64,
    /// Of the categories among all ratings.
    shares: Vec<f64>,
}

impl Table<'_> {
    fn of(subjects: &[(Vec<u64>, u64)]) -> Outcome<Table<'_>> {
        let used = || subjects.iter().filter(|row| row.1 > 0);
        let n = used().fold(0_u64, |n, row| n.saturating_add(row.1));
        let sum = |row: &[u64]| row.iter().fold(0_u64, |sum, x| sum.saturating_add(*x));
        let raters = used().next().map_or(0, |row| sum(&row.0));
        let width = used().map(|row| row.0.len()).max().unwrap_or(0);
        if n == 0 {
            return Err(NotComputable::NoAnswers);
        }
        if raters < 2 {
            return Err(NotComputable::TooFew {
                n: raters,
                needed: 2,
            });
        }
        if used().any(|row| sum(&row.0) != raters || row.0.len() != width) {
            return Err(NotComputable::out_of_range("ratings"));
        }
        let all = n as f64 * raters as f64;
        let share = |at: usize| {
            let counts = used().map(|(row, count)| {
                row.get(at)
                    .map_or(0, |x| u128::from(*x) * u128::from(*count))
            });
            counts.fold(0_u128, u128::saturating_add) as f64 / all
        };
        let shares: Vec<f64> = (0..width).map(share).collect();
        match shares.iter().any(|share| *share >= 1.0) {
            true => Err(NotComputable::NoSpread),
            false => Ok(Table {
                subjects,
                n,
                raters,
                shares,
            }),
        }
    }

    fn mean(&self, value: impl Fn(&[u64]) -> f64) -> f64 {
        let terms = self.subjects.iter().filter(|row| row.1 > 0);
        terms
            .map(|(row, count)| *count as f64 * value(row))
            .sum::<f64>()
            / self.n as f64
    }

    /// The share of pairs of raters who agree on a subject.
    fn agreement(&self, row: &[u64]) -> f64 {
        let m = self.raters as f64;
        let pairs = row.iter().map(|&x| x as f64 * (x as f64 - 1.0));
        pairs.sum::<f64>() / (m * (m - 1.0))
    }

    /// Gwet's standard error: how κ changes from subject to subject.
    fn error(&self, kappa: f64, by_chance: f64, left: f64) -> Outcome<f64> {
        if self.n < 2 {
            return Err(NotComputable::TooFew {
                n: self.n,
                needed: 2,
            });
        }
        let squares = self.mean(|row| {
            let chance = row.iter().zip(&self.shares).map(|(&x, p)| p * x as f64);
            let chance = chance.sum::<f64>() / self.raters as f64;
            let own = (self.agreement(row) - by_chance) / left;
            let away = own - 2.0 * (1.0 - kappa) * (chance - by_chance) / left;
            (away - kappa).powi(2)
        });
        Ok((squares / (self.n as f64 - 1.0)).sqrt())
    }

    fn category(&self, at: usize, share: f64) -> CategoryKappa {
        let m = self.raters as f64;
        let split = self.mean(|row| {
            let x = row.get(at).map_or(0.0, |&x| x as f64);
            x * (m - x)
        });
        let by_chance = m * (m - 1.0) * share * (1.0 - share);
        let kappa = match by_chance > 0.0 {
            true => Ok(1.0 - split / by_chance),
            false => Err(NotComputable::NoSpread),
        };
        let se0 = (2.0 / (self.n as f64 * m * (m - 1.0))).sqrt();
        let z = kappa.clone().map(|kappa| kappa / se0);
        CategoryKappa {
            share,
            kappa,
            se0,
            p: z.clone().and_then(two_sided),
            z,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ratings_are_counted_by_value() {
        let rater = |values: [f64; 3]| values.map(Some);
        let (a, b) = (rater([1.0, 2.0, 3.0]), rater([1.0, 2.5, 3.0]));
        let seen = Observations::of_columns(&[&a, &b]).unwrap();
        let (counts, missing) = rating_counts(&seen);
        assert_eq!(missing, 0);
        assert_eq!(counts.len(), 3);
        // categories 1, 2, 2.5 and 3
        assert!(counts.contains(&(vec![0, 1, 1, 0], 1)) && counts.contains(&(vec![2, 0, 0, 0], 1)));
    }

    #[test]
    fn what_cannot_be_says_so() {
        assert_eq!(fleiss_kappa(&[], 0.95), Err(NotComputable::NoAnswers));
        let one = fleiss_kappa(&[(vec![1, 0], 3)], 0.95);
        assert_eq!(one, Err(NotComputable::TooFew { n: 1, needed: 2 }));
        let same = fleiss_kappa(&[(vec![3, 0], 3)], 0.95);
        assert_eq!(same, Err(NotComputable::NoSpread));
        assert!(fleiss_kappa(&[(vec![3, 0], 3), (vec![1, 1], 1)], 0.95).is_err());
    }

    proptest! {
        #[test]
        fn bounds(rows in proptest::collection::vec((0_u64..4, 0_u64..3), 0..10)) {
            let subjects: Vec<_> = rows.iter().map(|&(x, count)| (vec![x, 3 - x, 0], count)).collect();
            let Ok(found) = fleiss_kappa(&subjects, 0.95) else { return Ok(()) };
            prop_assert!(found.kappa.is_finite() && found.kappa <= 1.0 + 1e-12);
            prop_assert!(found.se0.is_finite() && found.se.is_ok_and(|se| se.is_finite()) || found.n < 2);
            prop_assert!(found.p.is_err() || (0.0..=1.0).contains(&found.p.unwrap()));
            // Two categories: each against the other is the whole.
            prop_assert!((found.categories[0].kappa.clone().unwrap() - found.kappa).abs() < 1e-12);
        }
    }
}
