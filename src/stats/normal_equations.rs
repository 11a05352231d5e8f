use super::{Exact, Observations};
use num_bigint::BigInt;
use num_traits::{One, Pow, Zero};

/// The exact solution of the normal equations of decimal columns: every field is
/// one fraction rounded once.
///
/// Sums of products of decimals are integers; Jordan's elimination without
/// fractions (Bareiss, Mathematics of Computation 22 (1968) 565) keeps them so,
/// and a predictor that depends on others shows as a pivot of exactly 0.
#[derive(Debug, Clone)]
pub(super) struct NormalEquations {
    pub n: u64,
    pub intercept: f64,
    /// `1/n + x̄'S⁻¹x̄`: the intercept's variance by the residual variance.
    pub intercept_factor: f64,
    /// One per predictor; `None` where it depends on those before it.
    pub slopes: Vec<Option<ExactSlope>>,
    /// Sums of squares: of the outcome about its mean, and of the residuals.
    pub ss_total: f64,
    pub ss_residual: f64,
    pub ss_regression: f64,
    /// Whether the fit is perfect, decided in integers.
    pub perfect: bool,
}

/// The slope of one predictor.
#[derive(Debug, Clone)]
pub(super) struct ExactSlope {
    pub estimate: f64,
    /// Its variance by the residual variance: the diagonal of `S⁻¹`.
    pub factor: f64,
    /// `Σ (x − x̄)²` and the correlation with the outcome.
    pub ss: f64,
    pub correlation: f64,
    /// Variance inflation factor.
    pub inflation: f64,
}

impl NormalEquations {
    /// Of the outcome `variables[0]` on the others; the observations have no
    /// missing value of them and their number is at least 1.
    pub fn of(observations: &Observations, variables: &[usize]) -> NormalEquations {
        let table = Products::of(observations, variables);
        let places: Vec<u32> = variables
            .iter()
            .map(|&v| observations.places().get(v).copied().unwrap_or(0))
            .collect();
        let swept = Swept::of(&table.centred);
        Solution {
            table: &table,
            places: &places,
            swept: &swept,
        }
        .floats()
    }
}

/// Sums over respondents in integer units.
struct Products {
    n: u64,
    sums: Vec<BigInt>,
    /// `n·Σxy − ΣxΣy`.
    centred: Vec<Vec<BigInt>>,
}

impl Products {
    fn of(observations: &Observations, variables: &[usize]) -> Products {
        let n = observations.n();
        // From the first pattern's values, so that offsets do not make the
        // products long.
        let cell = |row: &[Option<i128>], v: usize| row.get(v).copied().flatten().unwrap_or(0);
        let first = observations.patterns().first();
        let origins: Vec<i128> = variables
            .iter()
            .map(|&v| first.map_or(0, |(row, _)| cell(row, v)))
            .collect();
        let rows = observations.patterns().iter().map(|(row, count)| {
            let shifted = variables.iter().zip(&origins);
            let shifted = shifted.map(|(&v, origin)| cell(row, v).saturating_sub(*origin));
            (shifted.collect::<Vec<i128>>(), *count)
        });
        let rows: Vec<(Vec<i128>, u64)> = rows.collect();
        let size = variables.len();
        let (shifted, products) =
            small_sums(&rows, size, n).unwrap_or_else(|| large_sums(&rows, size));
        let centred = |i: usize, j: usize| -> BigInt {
            let product = products.get(i * size + j).cloned().unwrap_or_default();
            product * n - at(&shifted, i) * at(&shifted, j)
        };
        let centred = (0..size).map(|i| (0..size).map(|j| centred(i, j)).collect());
        let sums = shifted.iter().zip(&origins);
        Products {
            n,
            centred: centred.collect(),
            sums: sums
                .map(|(sum, origin)| sum + BigInt::from(*origin) * n)
                .collect(),
        }
    }
}

type Sums = (Vec<BigInt>, Vec<BigInt>);

/// Sums and products where 127 bits hold them; `None` where they may not.
fn small_sums(rows: &[(Vec<i128>, u64)], size: usize, n: u64) -> Option<Sums> {
    let cells = rows.iter().flat_map(|(row, _)| row);
    let largest = cells.map(|x| x.unsigned_abs()).max().unwrap_or(0);
    let bound = i128::try_from(largest).ok()?;
    bound.checked_mul(bound)?.checked_mul(n.into())?;
    let mut sums = vec![0_i128; size];
    let mut products = vec![0_i128; size * size];
    for (row, count) in rows {
        let count = i128::from(*count);
        let lines = sums.iter_mut().zip(products.chunks_mut(size.max(1)));
        for (x, (sum, line)) in row.iter().zip(lines) {
            let weighted = x * count;
            *sum += weighted;
            line.iter_mut()
                .zip(row)
                .for_each(|(p, y)| *p += weighted * y);
        }
    }
    let big = |values: Vec<i128>| values.into_iter().map(BigInt::from).collect();
    Some((big(sums), big(products)))
}

fn large_sums(rows: &[(Vec<i128>, u64)], size: usize) -> Sums {
    let mut sums = vec![BigInt::zero(); size];
    let mut products = vec![BigInt::zero(); size * size];
    for (row, count) in rows {
        let lines = sums.iter_mut().zip(products.chunks_mut(size.max(1)));
        for (x, (sum, line)) in row.iter().zip(lines) {
            let weighted = BigInt::from(*x) * count;
            line.iter_mut()
                .zip(row)
                .for_each(|(p, y)| *p += &weighted * y);
            *sum += weighted;
        }
    }
    (sums, products)
}

/// The matrix after all its predictors were pivots.
struct Swept {
    cells: Vec<Vec<BigInt>>,
    /// Divide by it: the determinant of the kept predictors.
    divisor: BigInt,
    kept: Vec<bool>,
}

impl Swept {
    /// Row and column 0 are the outcome and never a pivot.
    fn of(centred: &[Vec<BigInt>]) -> Swept {
        let mut cells = centred.to_vec();
        let mut divisor = BigInt::one();
        let mut kept = vec![false; centred.len()];
        for (k, kept) in kept.iter_mut().enumerate().skip(1) {
            let Some(line) = cells.get(k).cloned() else {
                continue;
            };
            let pivot = at(&line, k);
            if pivot.is_zero() {
                continue;
            }
            *kept = true;
            let others = cells.iter_mut().enumerate().filter(|(i, _)| *i != k);
            for (_, row) in others {
                let own = at(row, k);
                for (j, cell) in row.iter_mut().enumerate() {
                    *cell = match j == k {
                        true => -own.clone(),
                        false => (&pivot * &*cell - &own * at(&line, j)) / &divisor,
                    };
                }
            }
            if let Some(cell) = cells.get_mut(k).and_then(|row| row.get_mut(k)) {
                *cell = divisor;
            }
            divisor = pivot;
        }
        Swept {
            cells,
            divisor,
            kept,
        }
    }

    fn at(&self, row: usize, column: usize) -> BigInt {
        self.cells
            .get(row)
            .map_or_else(BigInt::zero, |row| at(row, column))
    }
}

fn at(row: &[BigInt], place: usize) -> BigInt {
    row.get(place).cloned().unwrap_or_default()
}

struct Solution<'a> {
    table: &'a Products,
    places: &'a [u32],
    swept: &'a Swept,
}

impl Solution<'_> {
    fn floats(&self) -> NormalEquations {
        let (table, swept) = (self.table, self.swept);
        let n = BigInt::from(table.n);
        let kept: Vec<usize> = (1..self.places.len())
            .filter(|&j| swept.kept.get(j) == Some(&true))
            .collect();
        let scale = |place: usize| ten_to(2 * self.place(place)) * &n;
        let total = table
            .centred
            .first()
            .map_or_else(BigInt::zero, |row| at(row, 0));
        let residual = swept.at(0, 0);
        let explained = &total * &swept.divisor - &residual;
        let below = &swept.divisor * scale(0);
        // Intercept ȳ − Σ b·x̄ and x̄'S⁻¹x̄ over the same divisor.
        let mut intercept = at(&table.sums, 0) * &swept.divisor;
        let mut spread = swept.divisor.clone();
        for &j in &kept {
            intercept -= swept.at(j, 0) * at(&table.sums, j);
            let row: BigInt = kept
                .iter()
                .map(|&k| swept.at(j, k) * at(&table.sums, k))
                .sum();
            spread += row * at(&table.sums, j);
        }
        NormalEquations {
            n: table.n,
            intercept: ratio(intercept, &n * &swept.divisor * ten_to(self.place(0))),
            intercept_factor: ratio(spread, &n * &swept.divisor),
            slopes: (1..self.places.len())
                .map(|j| kept.contains(&j).then(|| self.slope(j)))
                .collect(),
            ss_total: ratio(total, scale(0)),
            perfect: residual.is_zero(),
            ss_residual: ratio(residual, below.clone()),
            ss_regression: ratio(explained, below),
        }
    }

    fn slope(&self, j: usize) -> ExactSlope {
        let (table, swept) = (self.table, self.swept);
        let cell =
            |i: usize, j: usize| table.centred.get(i).map_or_else(BigInt::zero, |r| at(r, j));
        let n = BigInt::from(table.n);
        let own = swept.at(j, j);
        let shift = ten_to(2 * self.place(j));
        let (numerator, denominator) = (
            swept.at(j, 0) * ten_to(self.place(j)),
            &swept.divisor * ten_to(self.place(0)),
        );
        // The square of r first: a product of two sums need not fit a float.
        let square = ratio(cell(j, 0) * cell(j, 0), cell(j, j) * cell(0, 0));
        let correlation = match cell(j, 0).sign() {
            num_bigint::Sign::Minus => -square.sqrt(),
            _ => square.sqrt(),
        };
        ExactSlope {
            estimate: ratio(numerator, denominator),
            factor: ratio(&own * &n * &shift, swept.divisor.clone()),
            ss: ratio(cell(j, j), &n * shift),
            correlation,
            inflation: ratio(own * cell(j, j), swept.divisor.clone()),
        }
    }

    fn place(&self, variable: usize) -> u32 {
        self.places.get(variable).copied().unwrap_or(0)
    }
}

fn ten_to(places: u32) -> BigInt {
    Pow::pow(BigInt::from(10), places)
}

fn ratio(numerator: BigInt, denominator: BigInt) -> f64 {
    Exact::of_integers(numerator, denominator).value()
}
