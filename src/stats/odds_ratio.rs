use super::pearson::critical;
use super::{CrossTable, NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// The odds ratio of a 2 × 2 table with Wald's interval, the ratio of the first
/// column's shares, and Yule's Q.
///
/// # Question
/// How many times the odds of the first answer has the first group?
///
/// # Formula
/// With rows `a b` and `c d`: `OR = ad/bc`, interval
/// `exp(ln OR ± z·√(1/a + 1/b + 1/c + 1/d))`, `RR = (a/(a + b))/(c/(c + d))`,
/// `Q = (ad − bc)/(ad + bc)`.
///
/// # Assumes
/// Every respondent in one cell; no cell small, for the interval.
///
/// # When not
/// With an empty cell the interval has an end at most:
/// [`super::fisher_exact`] gives one by the exact conditional distribution.
///
/// # Example
/// ```
/// use tridharma::stats::{CrossTable, odds_ratio};
/// let table = CrossTable::new(2, 2, vec![12, 7, 6, 7]).unwrap();
/// let found = odds_ratio(&table, 0.95).unwrap();
/// assert_eq!((found.odds_ratio, found.yule_q), (Ok(2.0), Ok(1.0 / 3.0)));
/// assert!((found.high.unwrap() - 8.39548387359832).abs() < 1e-12);
/// ```
///
/// # Checked against
/// Formulas in R (5 reference cases, one with empty cells).
///
/// # References
/// Agresti, A. (2013). Categorical data analysis, 3rd ed., ch. 2–3. Wiley.
///
/// # Errors
/// [`NotComputable::OutOfRange`] for a table that is not 2 × 2,
/// [`NotComputable::NoAnswers`] for an empty one.
pub fn odds_ratio(table: &CrossTable, confidence: f64) -> Outcome<OddsRatio> {
    let [a, b, c, d] = four(table)?;
    let z = critical(confidence)?;
    let value = |count: u64| count as f64;
    let (main, other) = (value(a) * value(d), value(b) * value(c));
    let ratio = quotient(main, other);
    let se = match a.min(b).min(c).min(d) {
        0 => Err(NotComputable::EmptyCell),
        _ => Ok([a, b, c, d]
            .map(|count| 1.0 / value(count))
            .iter()
            .sum::<f64>()
            .sqrt()),
    };
    let end = |sign: f64| match (&ratio, &se) {
        (Ok(ratio), Ok(se)) => Ok(libm::exp(libm::log(*ratio) + sign * z * se)),
        // Towards 0 from 0 and upwards from no bound the interval is known.
        (Ok(0.0), _) if sign < 0.0 => Ok(0.0),
        (Err(NotComputable::Unbounded), _) if sign > 0.0 => Err(NotComputable::Unbounded),
        _ => Err(NotComputable::EmptyCell),
    };
    Ok(OddsRatio {
        low: end(-1.0),
        high: end(1.0),
        odds_ratio: ratio,
        se_log: se,
        confidence,
        risk_ratio: quotient(
            value(a) * (value(c) + value(d)),
            value(c) * (value(a) + value(b)),
        ),
        yule_q: quotient(main - other, main + other),
    })
}

/// What [`odds_ratio`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OddsRatio {
    /// Unbounded where only the other diagonal has an empty cell.
    pub odds_ratio: Outcome<f64>,
    /// Of its logarithm.
    pub se_log: Outcome<f64>,
    /// Wald's interval.
    pub low: Outcome<f64>,
    pub high: Outcome<f64>,
    pub confidence: f64,
    /// Of the first column.
    pub risk_ratio: Outcome<f64>,
    pub yule_q: Outcome<f64>,
}

fn quotient(part: f64, whole: f64) -> Outcome<f64> {
    match (part == 0.0, whole == 0.0) {
        (true, true) => Err(NotComputable::EmptyCell),
        (false, true) => Err(NotComputable::Unbounded),
        _ => Ok(part / whole),
    }
}

/// The counts of a 2 × 2 table, row by row.
pub(super) fn four(table: &CrossTable) -> Outcome<[u64; 4]> {
    match (table.rows(), table.columns(), table.counts()) {
        (2, 2, &[a, b, c, d]) => match table.n() {
            0 => Err(NotComputable::NoAnswers),
            _ => Ok([a, b, c, d]),
        },
        _ => Err(NotComputable::out_of_range("table")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_cells_leave_one_end() {
        let of = |counts: [u64; 4]| {
            odds_ratio(&CrossTable::new(2, 2, counts.to_vec()).unwrap(), 0.95).unwrap()
        };
        let none = of([0, 3, 4, 5]);
        assert_eq!((none.odds_ratio, none.low), (Ok(0.0), Ok(0.0)));
        assert_eq!(none.high, Err(NotComputable::EmptyCell));
        assert_eq!((none.yule_q, none.risk_ratio), (Ok(-1.0), Ok(0.0)));
        let all = of([3, 0, 4, 5]);
        assert_eq!(all.odds_ratio, Err(NotComputable::Unbounded));
        assert_eq!(
            (all.low, all.high),
            (Err(NotComputable::EmptyCell), Err(NotComputable::Unbounded))
        );
        assert_eq!(all.yule_q, Ok(1.0));
        assert_eq!(of([0, 0, 4, 5]).odds_ratio, Err(NotComputable::EmptyCell));
        let wide = CrossTable::new(2, 3, vec![1; 6]).unwrap();
        assert!(odds_ratio(&wide, 0.95).is_err());
    }
}
