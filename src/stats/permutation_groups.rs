use super::alias::Alias;
use super::draws::{Chance, Draws};
use super::sample::as_float;
use super::{
    Caution, Effect, HypothesisTest, NotComputable, Outcome, PermutationOptions, PermutationScore,
    Sample, Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// The permutation test of two or more groups by random draws: how often chance
/// alone spreads their means (or mean ranks) as widely.
///
/// # Question
/// Do the groups differ, without assuming any distribution?
///
/// # Formula
/// The respondents are dealt out anew `replicates` times into groups of the same
/// sizes; only the number of members of every value is drawn, not the members. The
/// statistic is `η² = Σ n_g(x̄_g − x̄)²/Σ(x − x̄)²`, which rises with F, and of ranks
/// with `H = (n − 1)·η²`. `p = (hits + 1)/(replicates + 1)`, hits being the deals with
/// an η² at least as large (within 1e-9 of it, so that equal ones are not lost to
/// rounding). Draws: see the source of `draws.rs`.
///
/// # Assumes
/// Under the hypothesis all groups have the same distribution, not only the same
/// mean.
///
/// # When not
/// With two groups [`super::permutation_limit`] gives p without random error. With
/// unequal spreads and unequal sizes a difference of means calls for Welch's test.
///
/// # Example
/// ```
/// use tridharma::stats::{PermutationOptions, Sample, permutation_groups};
/// // 1 2, 3 4, 5 6: 6 of the 90 deals spread the means as widely.
/// let pair = |low| Sample::of_codes(low, &[1, 1], 0);
/// let test = permutation_groups(&[pair(1), pair(3), pair(5)], PermutationOptions::default()).unwrap();
/// assert!((test.p - 6.0 / 90.0).abs() < 5.0 * test.p_error);
/// ```
///
/// # Checked against
/// Enumeration of all deals of small groups; [`super::permutation_limit`] for two.
///
/// # References
/// Good, Permutation Tests (2nd ed. 2000) ch. 4; Phipson and Smyth, Permutation
/// P-values should never be zero, Statistical Applications in Genetics 9 (2010) 39.
///
/// # Errors
/// [`NotComputable::TooFewGroups`] below two groups, [`NotComputable::NoAnswers`] for
/// an empty group, [`NotComputable::NoSpread`] where all values are equal,
/// [`NotComputable::OutOfRange`] for no replicates, or so many of so many values that
/// it would take minutes.
pub fn permutation_groups(
    groups: &[Sample],
    options: PermutationOptions,
) -> Outcome<PermutationGroups> {
    let pool = Pool::of(groups, options.score)?;
    let cells = pool.classes.len().saturating_mul(groups.len()) as u64;
    let work = options.replicates.checked_mul(cells);
    if options.replicates == 0 || work.is_none_or(|work| work > MOST_WORK) {
        return Err(NotComputable::out_of_range("replicates"));
    }
    let mut draws = Draws::seeded(options.seed, pool.n);
    let mut deal = Deal::of(&pool);
    let far = pool.observed - 1e-9 * pool.observed - 1e-13 * pool.total;
    let hits = (0..options.replicates)
        .filter(|_| deal.spread(&pool, &mut draws) >= far)
        .count() as u64;
    let p = (hits + 1) as f64 / (options.replicates + 1) as f64;
    Ok(PermutationGroups {
        score: options.score,
        eta_squared: (pool.observed / pool.total).clamp(0.0, 1.0),
        seed: options.seed,
        replicates: options.replicates,
        hits,
        p,
        p_error: (p * (1.0 - p) / options.replicates as f64).sqrt(),
        sizes: Sizes {
            n: pool.n,
            groups: pool.sizes,
            missing: pool.missing,
        },
        cautions: Vec::new(),
    })
}

/// A permutation test of several groups by random draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PermutationGroups {
    pub score: PermutationScore,
    /// Share of the spread (of values or mid-ranks) that lies between the groups.
    pub eta_squared: f64,
    pub seed: u64,
    pub replicates: u64,
    /// Deals that spread the groups at least as widely.
    pub hits: u64,
    pub p: f64,
    /// Standard error of p by the draws.
    pub p_error: f64,
    pub sizes: Sizes,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for PermutationGroups {
    fn method(&self) -> &'static str {
        "permutation_groups"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "η²".to_owned(),
            value: self.eta_squared,
            df: Vec::new(),
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "eta_squared".to_owned(),
            value: self.eta_squared,
            interval: None,
        })
    }

    fn sizes(&self) -> Sizes {
        self.sizes.clone()
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

/// Draws of all replicates together: about a minute.
const MOST_WORK: u64 = 2_000_000_000;

/// All groups thrown together.
struct Pool {
    n: u64,
    missing: u64,
    sizes: Vec<u64>,
    /// Respondents of each value, and its distance from the mean of all.
    classes: Vec<(u64, f64)>,
    /// `Σ n_g(x̄_g − x̄)²` as observed, and `Σ(x − x̄)²`.
    observed: f64,
    total: f64,
}

impl Pool {
    fn of(groups: &[Sample], score: PermutationScore) -> Outcome<Pool> {
        if groups.len() < 2 {
            let groups = groups.len() as u64;
            return Err(NotComputable::TooFewGroups { groups, needed: 2 });
        }
        let sizes: Vec<u64> = groups.iter().map(Sample::n).collect();
        if sizes.contains(&0) {
            return Err(NotComputable::NoAnswers);
        }
        let whole = groups.iter().try_fold(Sample::EMPTY, |all, g| all.merge(g));
        let all = whole.ok_or_else(too_wide)?;
        let n = all.n();
        let distances = distances(&all, score)?;
        let classes: Vec<(u64, f64)> = all
            .units()
            .iter()
            .zip(&distances)
            .map(|((_, count), distance)| (*count, *distance))
            .collect();
        let total: f64 = classes.iter().map(|(c, d)| *c as f64 * d * d).sum();
        if classes.len() < 2 || !total.is_finite() || total <= 0.0 {
            return Err(NotComputable::NoSpread);
        }
        let mut observed = 0.0;
        for (group, size) in groups.iter().zip(&sizes) {
            let values = group.at(all.places()).ok_or_else(too_wide)?;
            let sum: f64 = values
                .iter()
                .filter_map(|(value, count)| {
                    let place = all.units().binary_search_by_key(value, |(units, _)| *units);
                    let distance = distances.get(place.ok()?)?;
                    Some(distance * *count as f64)
                })
                .sum();
            observed += sum * sum / *size as f64;
        }
        Ok(Pool {
            n,
            missing: all.missing,
            sizes,
            classes,
            observed,
            total,
        })
    }
}

/// Of each distinct value (or its mid-rank) from the mean of all, the digits kept.
fn distances(all: &Sample, score: PermutationScore) -> Outcome<Vec<f64>> {
    let n = i128::from(all.n());
    match score {
        PermutationScore::Rank => {
            let mut below = 0_i128;
            let of = |(_, count): &(i128, u64)| {
                let count = i128::from(*count);
                // Twice the mid-rank less twice the mean rank.
                let twice = 2 * below + count - n;
                below += count;
                twice as f64 / 2.0
            };
            Ok(all.units().iter().map(of).collect())
        }
        PermutationScore::Mean => {
            let sum = all.units().iter().try_fold(0_i128, |sum, (units, count)| {
                sum.checked_add(units.checked_mul(i128::from(*count))?)
            });
            let sum = sum.ok_or_else(too_wide)?;
            let of = |(units, _): &(i128, u64)| {
                let away = units.checked_mul(n)?.checked_sub(sum)?;
                Some(as_float(away, all.places()) / n as f64)
            };
            let found: Option<Vec<f64>> = all.units().iter().map(of).collect();
            found.ok_or_else(too_wide)
        }
    }
}

fn too_wide() -> NotComputable {
    NotComputable::out_of_range("values")
}

/// Deals the respondents anew. The members of a class are put into groups
/// independently of each other (binomials one after another), then members picked
/// at random are moved from groups too large to groups too small. Nothing in that
/// tells one respondent from another, so all deals of these sizes are equally
/// likely.
struct Deal {
    members: Alias,
    /// Chance of a group among it and those after it; not of the last.
    chances: Vec<Chance>,
    /// Class by class, members in each group.
    numbers: Vec<u64>,
    /// Members so far, and sums of distances.
    sizes: Vec<u64>,
    sums: Vec<f64>,
}

impl Deal {
    fn of(pool: &Pool) -> Deal {
        let mut rest = pool.n;
        let mut chances = Vec::new();
        for size in pool.sizes.iter().take(pool.sizes.len().saturating_sub(1)) {
            chances.push(Chance::of(*size, rest));
            rest = rest.saturating_sub(*size);
        }
        let counts: Vec<u64> = pool.classes.iter().map(|(count, _)| *count).collect();
        Deal {
            members: Alias::of(&counts),
            chances,
            numbers: vec![0; counts.len() * pool.sizes.len()],
            sizes: vec![0; pool.sizes.len()],
            sums: vec![0.0; pool.sizes.len()],
        }
    }

    fn spread(&mut self, pool: &Pool, draws: &mut Draws) -> f64 {
        self.sizes.fill(0);
        self.sums.fill(0.0);
        let k = pool.sizes.len();
        for ((count, distance), numbers) in pool.classes.iter().zip(self.numbers.chunks_mut(k)) {
            let mut left = *count;
            let dealt = numbers.iter_mut().zip(&mut self.sizes).zip(&mut self.sums);
            for (group, ((number, size), sum)) in dealt.enumerate() {
                let drawn = match self.chances.get(group) {
                    Some(_) if left == 0 => 0,
                    Some(chance) => draws.binomial(left, chance),
                    None => left,
                };
                left -= drawn;
                *number = drawn;
                *size += drawn;
                *sum += *distance * drawn as f64;
            }
        }
        self.level(pool, draws);
        let groups = self.sums.iter().zip(&pool.sizes);
        groups.map(|(sum, size)| sum * sum / *size as f64).sum()
    }

    /// Moves members until every group has its size.
    fn level(&mut self, pool: &Pool, draws: &mut Draws) {
        let k = pool.sizes.len();
        for small in 0..k {
            while self.lacks(pool, small) > 0 {
                let class = self.members.draw(draws) as usize;
                let Some(&(count, distance)) = pool.classes.get(class) else {
                    return;
                };
                let mut place = draws.below(count);
                let Some(numbers) = self.numbers.get_mut(class * k..(class + 1) * k) else {
                    return;
                };
                let from = numbers.iter().position(|number| {
                    let here = place < *number;
                    place = place.saturating_sub(*number);
                    here
                });
                let from = from.unwrap_or(small);
                let too_large = self.sizes.get(from) > pool.sizes.get(from);
                if !too_large {
                    continue;
                }
                for (group, step) in [(from, -1_i64), (small, 1)] {
                    if let Some(number) = numbers.get_mut(group) {
                        *number = number.saturating_add_signed(step);
                    }
                    if let Some(size) = self.sizes.get_mut(group) {
                        *size = size.saturating_add_signed(step);
                    }
                    if let Some(sum) = self.sums.get_mut(group) {
                        *sum += distance * step as f64;
                    }
                }
            }
        }
    }

    fn lacks(&self, pool: &Pool, group: usize) -> u64 {
        let (wanted, there) = (pool.sizes.get(group), self.sizes.get(group));
        wanted.map_or(0, |wanted| {
            wanted.saturating_sub(there.copied().unwrap_or(0))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{kruskal_wallis, permutation_limit};

    /// η² of every way to deal `values` into groups of these sizes.
    fn all_deals(values: &[f64], sizes: &[usize]) -> Vec<f64> {
        fn deal(
            values: &[f64],
            at: usize,
            left: &mut [usize],
            sums: &mut [f64],
            out: &mut Vec<Vec<f64>>,
        ) {
            if at == values.len() {
                return out.push(sums.to_vec());
            }
            for group in 0..left.len() {
                if left[group] > 0 {
                    left[group] -= 1;
                    sums[group] += values[at];
                    deal(values, at + 1, left, sums, out);
                    left[group] += 1;
                    sums[group] -= values[at];
                }
            }
        }
        let mut sums = Vec::new();
        deal(
            values,
            0,
            &mut sizes.to_vec(),
            &mut vec![0.0; sizes.len()],
            &mut sums,
        );
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let total: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
        let share = |sums: &Vec<f64>| -> f64 {
            let groups = sums.iter().zip(sizes);
            let each = groups.map(|(sum, n)| (sum / *n as f64 - mean).powi(2) * *n as f64);
            each.sum::<f64>() / total
        };
        sums.iter().map(share).collect()
    }

    fn sample(values: &[f64]) -> Sample {
        Sample::of_numbers(&values.iter().copied().map(Some).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn p_is_the_share_of_all_deals() {
        for (values, sizes) in [
            (vec![1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 4.0, 1.0], vec![2, 3, 3]),
            (
                vec![1.5, 1.5, 2.0, 7.0, 3.25, 4.0, 4.0, 2.0, 1.0],
                vec![1, 2, 2, 4],
            ),
            (vec![3.0, 1.0, 1.0, 2.0, 4.0, 4.0, 2.0], vec![5, 2]),
        ] {
            let mut rest = &values[..];
            let groups: Vec<Sample> = sizes
                .iter()
                .map(|&n| {
                    let (mine, others) = rest.split_at(n);
                    rest = others;
                    sample(mine)
                })
                .collect();
            let deals = all_deals(&values, &sizes);
            let observed = deals[0];
            let exact =
                deals.iter().filter(|d| **d >= observed - 1e-9).count() as f64 / deals.len() as f64;
            let found = permutation_groups(&groups, PermutationOptions::default()).unwrap();
            assert!((found.eta_squared - observed).abs() < 1e-12);
            assert!(
                (found.p - exact).abs() <= 5.0 * found.p_error + 1e-4,
                "{} {exact}",
                found.p
            );
        }
    }

    #[test]
    fn two_groups_and_ranks_are_the_tests_known() {
        let groups = [
            Sample::of_codes(1, &[5, 20, 60, 40], 1),
            Sample::of_codes(1, &[9, 40, 50, 20], 0),
        ];
        for score in [PermutationScore::Mean, PermutationScore::Rank] {
            let options = PermutationOptions {
                score,
                ..PermutationOptions::default()
            };
            let found = permutation_groups(&groups, options).unwrap();
            let limit = permutation_limit(&groups[0], &groups[1], score).unwrap();
            assert!((found.p - limit.p_two_sided).abs() < 5.0 * found.p_error + 1e-4);
            assert_eq!(found.sizes.missing, 1);
        }
        let options = PermutationOptions {
            score: PermutationScore::Rank,
            replicates: 1000,
            seed: 3,
        };
        let found = permutation_groups(&groups, options).unwrap();
        let h = kruskal_wallis(&groups).unwrap().h;
        assert!((found.eta_squared * (found.sizes.n - 1) as f64 - h).abs() < 1e-9);
        assert_eq!(found, permutation_groups(&groups, options).unwrap());
    }

    #[test]
    fn odd_input_is_refused() {
        let one = sample(&[1.0, 2.0]);
        let ask = |groups: &[Sample]| permutation_groups(groups, PermutationOptions::default());
        assert!(matches!(
            ask(std::slice::from_ref(&one)),
            Err(NotComputable::TooFewGroups { .. })
        ));
        assert_eq!(
            ask(&[one.clone(), Sample::EMPTY]),
            Err(NotComputable::NoAnswers)
        );
        let flat = sample(&[2.0, 2.0]);
        assert_eq!(ask(&[flat.clone(), flat]), Err(NotComputable::NoSpread));
        let none = PermutationOptions {
            replicates: 0,
            ..PermutationOptions::default()
        };
        assert!(permutation_groups(&[one.clone(), one], none).is_err());
    }
}
