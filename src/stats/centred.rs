use super::Observations;
use super::sample::as_float;

/// Patterns as distances from a value near the mean of each variable, in units
/// of its decimal place: integers, so that sums of them and of their squares
/// are exact in doubles for everything people answer.
#[derive(Debug, Clone)]
pub(super) struct Centred {
    pub rows: Vec<(Vec<Option<f64>>, u64)>,
    /// The value distances are counted from.
    pub origins: Vec<f64>,
    /// The size of a unit.
    pub units: Vec<f64>,
}

impl Centred {
    /// Respondents without any value are left out.
    pub fn of(observations: &Observations) -> Centred {
        let places = observations.places();
        let origins: Vec<i128> = (0..places.len()).map(|v| origin(observations, v)).collect();
        let patterns = observations.patterns().iter();
        let rows = patterns.filter(|(row, _)| row.iter().any(Option::is_some));
        let rows = rows.map(|(row, count)| {
            let cells = row.iter().zip(&origins);
            let cells =
                cells.map(|(cell, origin)| cell.map(|units| units.saturating_sub(*origin) as f64));
            (cells.collect(), *count)
        });
        Centred {
            rows: rows.collect(),
            units: places.iter().map(|&places| as_float(1, places)).collect(),
            origins: origins
                .iter()
                .zip(places)
                .map(|(&at, &places)| as_float(at, places))
                .collect(),
        }
    }

    /// With the finest unit for all variables, so that they can be added.
    pub fn in_one_unit(mut self) -> Centred {
        let finest = self.units.iter().copied().fold(f64::INFINITY, f64::min);
        for (place, unit) in self.units.iter_mut().enumerate() {
            // A power of ten up to rounding, which is taken off again.
            let factor = (*unit / finest).round();
            for (row, _) in &mut self.rows {
                if let Some(Some(cell)) = row.get_mut(place) {
                    *cell *= factor;
                }
            }
            *unit = finest;
        }
        self
    }
}

/// The mean in whole units, rounded towards 0.
fn origin(observations: &Observations, variable: usize) -> i128 {
    let (mut n, mut sum) = (0_i128, 0_i128);
    for (row, count) in observations.patterns() {
        if let Some(units) = row.get(variable).copied().flatten() {
            n += i128::from(*count);
            sum = sum.saturating_add(units.saturating_mul(i128::from(*count)));
        }
    }
    sum.checked_div(n).unwrap_or(0)
}
