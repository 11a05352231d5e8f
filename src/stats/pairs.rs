use super::coded::Coded;
use super::products::{Products, centred_ranks, products};
use super::{CrossTable, Exact, NotComputable, Observations, Outcome};
use num_bigint::BigInt;
use num_traits::Pow;
use std::collections::BTreeMap;

/// The values of two variables of the same respondents, counted: every pair
/// that occurs with how many have it. What every correlation needs, and all of
/// it.
///
/// ```
/// use tridharma::stats::{CrossTable, Pairs};
/// // two items answered 1 to 3
/// let table = CrossTable::new(3, 3, vec![4, 1, 0, 2, 5, 1, 0, 1, 6]).unwrap();
/// let pairs = Pairs::of_table(&table, 0);
/// assert_eq!((pairs.n(), pairs.cells().len()), (20, 7));
/// assert_eq!(pairs.x_counts(), [5, 8, 7]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairs {
    x: Variable,
    y: Variable,
    /// Positions of the levels of both, rising, with counts above 0.
    cells: Vec<(u32, u32, u64)>,
    missing: u64,
}

/// The distinct values of one variable among the pairs, rising.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Variable {
    places: u32,
    levels: Vec<i128>,
    counts: Vec<u64>,
}

/// Up to so many respondents pairs of respondents fit a `u64`, and sums of
/// products of ranks an `i128`.
pub(super) const MOST: u64 = 1 << 32;

impl Pairs {
    /// From a cross table whose rows and columns stand at equal steps: the
    /// scores 1, 2, 3, … as SPSS and R's `chisq` companions take them, which
    /// are the codes of an item up to a shift. Empty rows and columns keep
    /// their step.
    pub fn of_table(table: &CrossTable, missing: u64) -> Pairs {
        let columns = table.columns().max(1);
        let cells = table.counts().iter().enumerate();
        let filled = cells.filter(|(_, count)| **count > 0);
        let place = |at: usize| i128::try_from(at).unwrap_or(i128::MAX);
        let triples =
            filled.map(|(at, &count)| (place(at / columns) + 1, place(at % columns) + 1, count));
        Pairs::of_units((0, 0), triples.collect(), missing)
    }

    /// Two variables of some observations, over those who have both.
    pub fn of(observations: &Observations, first: usize, second: usize) -> Pairs {
        Coded::of(observations, &[first, second]).pairs(0, 1)
    }

    /// Every two variables of some observations by their positions, each over
    /// those who have both: (0, 1), (0, 2), …, (1, 2), ….
    pub fn every_two(observations: &Observations) -> Vec<(usize, usize, Pairs)> {
        let all: Vec<usize> = (0..observations.variables()).collect();
        let coded = Coded::of(observations, &all);
        let behind = |&first: &usize| {
            all.iter()
                .skip(first + 1)
                .map(move |&second| (first, second))
        };
        let two = all.iter().flat_map(behind);
        two.map(|(first, second)| (first, second, coded.pairs(first, second)))
            .collect()
    }

    /// From pairs in units of `10^-places` with their counts, in any order,
    /// repeats added up.
    pub fn of_units(
        places: (u32, u32),
        mut triples: Vec<(i128, i128, u64)>,
        missing: u64,
    ) -> Pairs {
        triples.retain(|(_, _, count)| *count > 0);
        triples.sort_unstable();
        let x = Variable::of(places.0, triples.iter().map(|&(x, _, count)| (x, count)));
        let y = Variable::of(places.1, triples.iter().map(|&(_, y, count)| (y, count)));
        let mut cells: Vec<(u32, u32, u64)> = Vec::with_capacity(triples.len());
        for (first, second, count) in triples {
            let (i, j) = (x.position(first), y.position(second));
            match cells.last_mut() {
                Some(last) if (last.0, last.1) == (i, j) => last.2 = last.2.saturating_add(count),
                _ => cells.push((i, j, count)),
            }
        }
        Pairs {
            x,
            y,
            cells,
            missing,
        }
    }

    /// Respondents with both values.
    pub fn n(&self) -> u64 {
        self.cells
            .iter()
            .fold(0, |n, cell| u64::saturating_add(n, cell.2))
    }

    /// Respondents left out because a value is missing.
    pub fn missing(&self) -> u64 {
        self.missing
    }

    /// Positions of the levels of the first and the second variable with their
    /// count, in rising order, without empty ones.
    pub fn cells(&self) -> &[(u32, u32, u64)] {
        &self.cells
    }

    /// Respondents per distinct value of the first variable, rising.
    pub fn x_counts(&self) -> &[u64] {
        &self.x.counts
    }

    /// Respondents per distinct value of the second variable, rising.
    pub fn y_counts(&self) -> &[u64] {
        &self.y.counts
    }

    /// Whether any value of either variable occurs twice.
    pub fn tied(&self) -> bool {
        let counts = self.x.counts.iter().chain(&self.y.counts);
        counts.into_iter().any(|count| *count > 1)
    }

    /// The cross table of the levels that occur; `None` beyond a million cells.
    pub fn table(&self) -> Option<CrossTable> {
        let (rows, columns) = (self.x.levels.len(), self.y.levels.len());
        let size = rows.checked_mul(columns).filter(|size| *size <= 1 << 20)?;
        let mut counts = vec![0_u64; size];
        for &(i, j, count) in &self.cells {
            let at = usize::try_from(i).ok()? * columns + usize::try_from(j).ok()?;
            *counts.get_mut(at)? = count;
        }
        CrossTable::new(rows, columns, counts)
    }

    /// `Σ (x − x̄)(y − ȳ)/(n − 1)`, exact.
    ///
    /// # Errors
    /// [`NotComputable::TooFew`] below two respondents.
    pub fn covariance(&self) -> Outcome<Exact> {
        let n = self.n();
        if n < 2 {
            return Err(NotComputable::TooFew { n, needed: 2 });
        }
        let scale = BigInt::from(10).pow(self.x.places.saturating_add(self.y.places));
        let divisor = BigInt::from(n) * (n - 1) * scale;
        Ok(Exact::of_integers(self.products().xy, divisor))
    }

    /// Centred squares and products of the values.
    pub(super) fn products(&self) -> Products {
        products(self.cells.iter().map(|&(i, j, count)| {
            let level = |v: &Variable, at: u32| v.level(at);
            (level(&self.x, i), level(&self.y, j), count)
        }))
    }

    /// Centred squares and products of the mid-ranks.
    pub(super) fn rank_products(&self) -> Products {
        let (x, y) = (centred_ranks(&self.x.counts), centred_ranks(&self.y.counts));
        let rank = |ranks: &[i128], at: u32| {
            let at = usize::try_from(at).ok();
            at.and_then(|at| ranks.get(at).copied()).unwrap_or(0)
        };
        let cells = self.cells.iter();
        products(cells.map(|&(i, j, count)| (rank(&x, i), rank(&y, j), count)))
    }

    /// # Errors
    /// [`NotComputable::TooFew`] below `needed` respondents,
    /// [`NotComputable::OutOfRange`] beyond 2^32.
    pub(super) fn enough(&self, needed: u64) -> Outcome<u64> {
        match self.n() {
            0 => Err(NotComputable::NoAnswers),
            n if n < needed => Err(NotComputable::TooFew { n, needed }),
            n if n > MOST => Err(NotComputable::out_of_range("n")),
            n => Ok(n),
        }
    }
}

impl Variable {
    fn of(places: u32, values: impl Iterator<Item = (i128, u64)>) -> Variable {
        let mut counted: BTreeMap<i128, u64> = BTreeMap::new();
        for (value, count) in values {
            let slot = counted.entry(value).or_default();
            *slot = slot.saturating_add(count);
        }
        Variable {
            places,
            levels: counted.keys().copied().collect(),
            counts: counted.into_values().collect(),
        }
    }

    fn position(&self, value: i128) -> u32 {
        let place = self.levels.partition_point(|level| *level < value);
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    fn level(&self, at: u32) -> i128 {
        let at = usize::try_from(at).ok();
        at.and_then(|at| self.levels.get(at).copied()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_of_the_respondents_does_not_matter(
            rows in proptest::collection::vec((0_i128..5, 0_i128..5, 0_u64..4), 0..20)) {
            let mut back = rows.clone();
            back.reverse();
            let (one, two) = (Pairs::of_units((0, 1), rows, 2), Pairs::of_units((0, 1), back, 2));
            prop_assert_eq!(one.covariance(), two.covariance());
            prop_assert_eq!(&one, &two);
            prop_assert_eq!(one.x_counts().iter().sum::<u64>(), one.n());
        }
    }

    #[test]
    fn a_table_and_its_observations_are_the_same_pairs() {
        let x = [1.0, 1.0, 2.0, 3.0].map(Some);
        let y = [2.0, 2.0, 1.0, 2.0].map(Some);
        let seen = Observations::of_columns(&[&x, &y]).unwrap();
        let table = CrossTable::new(3, 2, vec![0, 2, 1, 0, 0, 1]).unwrap();
        assert_eq!(Pairs::of(&seen, 0, 1), Pairs::of_table(&table, 0));
        assert_eq!(Pairs::of(&seen, 0, 1).table(), Some(table));
        assert_eq!(Pairs::of(&seen, 0, 7).n(), 0);
    }

    #[test]
    fn covariance_of_decimals_is_exact() {
        let pairs = Pairs::of_units((1, 2), vec![(1, 10, 1), (2, 20, 1), (4, 50, 1)], 0);
        // 0.1, 0.2, 0.4 with 0.10, 0.20, 0.50: by hand (0.24 − 0.56/3)/2 … in fractions
        assert_eq!(pairs.covariance(), Ok(Exact::ratio(19, 600)));
    }
}
