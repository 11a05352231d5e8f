use super::products::products;
use super::sample::{as_float, decimal_text, places_of, units_of};
use super::{Exact, Sample};
use num_bigint::BigInt;
use num_traits::Pow;

/// Respondents by several variables, counted: every distinct pattern of values
/// in a fixed order with how many have it; a missing value is `None`.
///
/// Values are integers of a decimal place per variable, as in [`Sample`].
///
/// ```
/// use tridharma::stats::Observations;
/// let x = [Some(1.0), Some(2.0), Some(3.5), None];
/// let y = [Some(2.0), Some(4.0), Some(7.0), Some(1.0)];
/// let both = Observations::of_columns(&[&x, &y]).unwrap();
/// assert_eq!((both.n(), both.complete(&[0, 1]).n()), (4, 3));
/// assert_eq!(both.complete(&[0, 1]).about_means(0, 1), both.complete(&[1, 0]).about_means(0, 1));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observations {
    places: Vec<u32>,
    rows: Vec<(Box<[Option<i128>]>, u64)>,
}

impl Observations {
    /// From columns of equal length, each number taken as its shortest decimal
    /// form; `None` where lengths differ, a number is not finite, or a column
    /// needs more than 37 digits.
    pub fn of_columns(columns: &[&[Option<f64>]]) -> Option<Observations> {
        let length = columns.first().map_or(0, |column| column.len());
        let read: Vec<(u32, Vec<Option<i128>>)> = columns
            .iter()
            .map(|column| units(column))
            .collect::<Option<_>>()?;
        if read.iter().any(|(_, column)| column.len() != length) {
            return None;
        }
        let row = |place: usize| -> Box<[Option<i128>]> {
            read.iter()
                .map(|(_, column)| column.get(place).copied().flatten())
                .collect()
        };
        let places = read.iter().map(|(places, _)| *places).collect();
        let rows = (0..length).map(|place| (row(place), 1)).collect();
        Some(Observations::of_patterns(places, rows))
    }

    /// From patterns in units of `10^-places` with their counts, in any order,
    /// repeats added up. A pattern of another length than `places` is padded
    /// with missing values or cut.
    pub fn of_patterns(places: Vec<u32>, patterns: Vec<(Box<[Option<i128>]>, u64)>) -> Self {
        let width = places.len();
        let fitting = |(pattern, count): (Box<[Option<i128>]>, u64)| {
            if pattern.len() == width {
                return (pattern, count);
            }
            let padded = pattern.iter().copied().chain(std::iter::repeat(None));
            (padded.take(width).collect(), count)
        };
        let given = patterns.into_iter().filter(|(_, count)| *count > 0);
        let mut rows: Vec<(Box<[Option<i128>]>, u64)> = given.map(fitting).collect();
        // Those of a survey are in order already.
        if !rows.is_sorted_by(|one, next| one.0 < next.0) {
            rows.sort_unstable_by(|one, other| one.0.cmp(&other.0));
            rows.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 = kept.1.saturating_add(next.1);
                }
                same
            });
        }
        Observations { places, rows }
    }

    /// One variable.
    pub fn of_sample(sample: &Sample) -> Self {
        let values = sample.units().iter();
        let mut rows: Vec<(Box<[Option<i128>]>, u64)> = values
            .map(|&(units, count)| ([Some(units)].into(), count))
            .collect();
        rows.push(([None].into(), sample.missing));
        Observations::of_patterns(vec![sample.places()], rows)
    }

    /// Number of variables.
    pub fn variables(&self) -> usize {
        self.places.len()
    }

    /// Respondents, those without any value included.
    pub fn n(&self) -> u64 {
        self.rows.iter().map(|(_, count)| count).sum()
    }

    /// Distinct patterns in units, in a fixed order, with their counts.
    pub fn patterns(&self) -> &[(Box<[Option<i128>]>, u64)] {
        &self.rows
    }

    /// Decimal places of each variable.
    pub fn places(&self) -> &[u32] {
        &self.places
    }

    /// Distinct patterns as the nearest floats, with their counts.
    pub fn values(&self) -> impl Iterator<Item = (Vec<Option<f64>>, u64)> + '_ {
        self.rows.iter().map(|(row, count)| {
            let cells = row.iter().zip(&self.places);
            let floats = cells.map(|(cell, &places)| cell.map(|units| as_float(units, places)));
            (floats.collect(), *count)
        })
    }

    /// One variable; empty for one that does not exist.
    pub fn sample(&self, variable: usize) -> Sample {
        let places = self.places.get(variable).copied().unwrap_or(0);
        let mut missing = 0_u64;
        let mut values = Vec::new();
        for (row, count) in &self.rows {
            match row.get(variable).copied().flatten() {
                Some(units) => values.push((units, *count)),
                None => missing = missing.saturating_add(*count),
            }
        }
        Sample::of_units(places, values, missing)
    }

    /// Only these variables, only respondents who have a value of all of them
    /// (listwise). A variable that does not exist leaves nobody.
    pub fn complete(&self, variables: &[usize]) -> Observations {
        let picked = self.rows.iter().filter_map(|(row, count)| {
            let cells = variables.iter().map(|&v| row.get(v).copied().flatten());
            let cells: Option<Vec<i128>> = cells.collect();
            Some((cells?.into_iter().map(Some).collect(), *count))
        });
        let places = variables
            .iter()
            .map(|&v| self.places.get(v).copied().unwrap_or(0));
        Observations::of_patterns(places.collect(), picked.collect())
    }

    /// `Σ (x − x̄)(y − ȳ)` of two variables over those who have both, exact;
    /// 0 when nobody has.
    pub fn about_means(&self, first: usize, second: usize) -> Exact {
        let both = self.rows.iter().filter_map(|(row, count)| {
            let cell = |v: usize| row.get(v).copied().flatten();
            Some((cell(first)?, cell(second)?, *count))
        });
        let n: BigInt = both.clone().map(|(_, _, count)| BigInt::from(count)).sum();
        let centred = products(both).xy;
        let places = |v: usize| self.places.get(v).copied().unwrap_or(0);
        let scale = BigInt::from(10).pow(places(first) + places(second));
        Exact::of_integers(centred, scale * n)
    }
}

fn units(column: &[Option<f64>]) -> Option<(u32, Vec<Option<i128>>)> {
    let texts: Vec<Option<String>> = column
        .iter()
        .map(|cell| cell.map_or(Some(None), |number| decimal_text(number).map(Some)))
        .collect::<Option<_>>()?;
    let places = texts
        .iter()
        .flatten()
        .map(|text| places_of(text))
        .max()
        .unwrap_or(0);
    let cell = |text: &Option<String>| match text {
        Some(text) => units_of(text, places).map(Some),
        None => Some(None),
    };
    let units = texts.iter().map(cell).collect::<Option<_>>()?;
    Some((places, units))
}
