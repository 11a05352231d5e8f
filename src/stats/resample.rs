use super::alias::Alias;
use super::draws::{Chance, Draws};

/// Draws n of n respondents with putting back, over their counts, in the way that
/// is expected to be fastest:
///
/// - large classes by binomial draws one after another, what is left for the
///   small ones respondent by respondent;
/// - or every class by a Poisson number from a table, of a mean a little below
///   its count; sums above n are thrown away, and what lacks is drawn respondent
///   by respondent. Given their sum, Poisson numbers are multinomial, so the law is
///   the same.
#[derive(Debug, Clone)]
pub(super) struct Resample {
    n: u64,
    way: Way,
    /// The respondents drawn singly, as classes.
    single: Alias,
    classes: Vec<u32>,
}

#[derive(Debug, Clone)]
enum Way {
    /// Class and its chance among it and all that follow; `None` for the last.
    Binomial(Vec<(usize, Option<Chance>)>),
    /// One table per class, and room for their numbers.
    Poisson(Vec<Alias>, Vec<u64>),
}

/// Time of a binomial draw and of a look into a table, in times of drawing a
/// respondent.
const BINOMIAL: f64 = 14.0;
const TABLE: f64 = 2.0;
/// Building the tables pays from so many replicates on.
const MANY: u64 = 1_000;

impl Resample {
    /// From the counts of the classes.
    pub fn of(counts: &[u64], replicates: u64) -> Resample {
        let n = counts
            .iter()
            .fold(0_u64, |n, count| n.saturating_add(*count));
        let mut classes: Vec<(usize, u64)> = counts.iter().copied().enumerate().collect();
        classes.retain(|(_, count)| *count > 0);
        // Largest first, so that few respondents are left early.
        classes.sort_by_key(|(class, count)| (std::cmp::Reverse(*count), *class));
        let (split, cost) = cheapest_split(&classes, n);
        let root = (n as f64).sqrt();
        // One in six sums is above n, and on the average 1.3√n lack.
        let by_tables = 1.2 * TABLE * classes.len() as f64 + 1.3 * root;
        if by_tables < cost && replicates >= MANY {
            let share = 1.0 - 1.0 / root;
            let tables = classes
                .iter()
                .map(|(_, count)| Alias::poisson(*count as f64 * share));
            let tables: Vec<Alias> = tables.collect();
            let room = vec![0; tables.len()];
            return Resample::with(n, Way::Poisson(tables, room), &classes);
        }
        let (large, small) = classes.split_at_checked(split).unwrap_or((&classes, &[]));
        let mut rest = n;
        let large = large.iter().map(|&(class, count)| {
            let chance = (count < rest).then(|| Chance::of(count, rest));
            rest -= count;
            (class, chance)
        });
        let way = Way::Binomial(large.collect());
        Resample::with(n, way, small)
    }

    fn with(n: u64, way: Way, single: &[(usize, u64)]) -> Resample {
        let weights: Vec<u64> = single.iter().map(|(_, count)| *count).collect();
        Resample {
            n,
            way,
            single: Alias::of(&weights),
            classes: single.iter().map(|(class, _)| *class as u32).collect(),
        }
    }

    /// Calls `add(class, how many)`; a class may come several times.
    #[inline]
    pub fn draw(&mut self, draws: &mut Draws, mut add: impl FnMut(usize, u64)) {
        let mut left = self.n;
        match &mut self.way {
            Way::Binomial(large) => {
                for (class, chance) in large {
                    let chance = chance.as_ref();
                    let drawn = chance.map_or(left, |chance| draws.binomial(left, chance));
                    add(*class, drawn);
                    left -= drawn;
                    if left == 0 {
                        return;
                    }
                }
            }
            Way::Poisson(tables, room) => {
                left -= poisson_numbers(tables, room, self.n, draws);
                let numbers = room.iter().zip(&self.classes);
                numbers.for_each(|(number, class)| add(*class as usize, *number));
            }
        }
        for _ in 0..left {
            if let Some(class) = self.classes.get(self.single.draw(draws) as usize) {
                add(*class as usize, 1);
            }
        }
    }
}

/// Fills the numbers until their sum is at most `n`, and tells the sum.
#[inline]
fn poisson_numbers(tables: &[Alias], room: &mut [u64], n: u64, draws: &mut Draws) -> u64 {
    loop {
        let mut sum = 0;
        for (number, table) in room.iter_mut().zip(tables) {
            *number = table.draw(draws);
            sum += *number;
        }
        if sum <= n {
            return sum;
        }
    }
}

/// How many of the classes (largest first) are best drawn by binomials, and the
/// time that takes.
fn cheapest_split(classes: &[(usize, u64)], n: u64) -> (usize, f64) {
    let (mut rest, mut best, mut split) = (n, n as f64, 0);
    for (place, (_, count)) in classes.iter().enumerate() {
        rest -= count;
        // The last class takes what is left.
        let drawn = (place + 1).min(classes.len().saturating_sub(1));
        let cost = drawn as f64 * BINOMIAL + rest as f64;
        if cost < best {
            (best, split) = (cost, place + 1);
        }
    }
    (split, best)
}
