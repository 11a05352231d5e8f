use super::sign_test::fair_two_sided;
use super::{
    Caution, CrossTable, Effect, HypothesisTest, NotComputable, Outcome, Sizes, Statistic,
    chi_square_upper,
};
use serde::{Deserialize, Serialize};

/// McNemar's test of two yes/no answers of the same respondents.
///
/// # Question
/// Did the share of "yes" change between two answers?
///
/// # Formula
/// Only those who changed count: `b` (no, then yes) and `c` (yes, then no).
/// `χ² = (b − c)²/(b + c)`; with continuity correction `(|b − c| − 1)²/(b + c)`,
/// 0 where b = c; one degree of freedom. Exact: b is binomial with probability ½.
///
/// The default p is exact up to 25 who changed and the corrected χ² above (SPSS;
/// R's default is the corrected χ² always).
///
/// # Assumes
/// Pairs independent of one another.
///
/// # When not
/// Two different sets of respondents: a χ² test of the two by two table.
///
/// # Example
/// ```
/// use tridharma::stats::{CrossTable, mcnemar};
/// // rows: first answer no, yes; columns: second answer no, yes
/// let table = CrossTable::new(2, 2, vec![30, 11, 38, 66]).unwrap();
/// let test = mcnemar(&table).unwrap();
/// assert_eq!((test.b, test.c), (11, 38));
/// assert!((test.chi_square - 14.877551020408163).abs() < 1e-14);
/// ```
///
/// # Checked against
/// `repeated` of the reference cases (R `mcnemar.test`, `binom.test`).
///
/// # References
/// McNemar (1947), Psychometrika 12: 153–157. Edwards (1948), Psychometrika 13:
/// 185–187 (correction).
///
/// # Errors
/// [`NotComputable::NotGiven`] unless the table is two by two,
/// [`NotComputable::NoAnswers`], [`NotComputable::NoSpread`] where nobody changed.
pub fn mcnemar(table: &CrossTable) -> Outcome<McNemar> {
    if (table.rows(), table.columns()) != (2, 2) {
        let what = "table of two by two".to_owned();
        return Err(NotComputable::NotGiven { what });
    }
    let (b, c) = (table.at(0, 1), table.at(1, 0));
    let changed = b + c;
    match (changed, table.n()) {
        (0, 0) => return Err(NotComputable::NoAnswers),
        (0, _) => return Err(NotComputable::NoSpread),
        _ => {}
    }
    let difference = b.abs_diff(c) as f64;
    let square = |difference: f64| difference * difference / changed as f64;
    let (plain, corrected) = (square(difference), square((difference - 1.0).max(0.0)));
    let tail =
        |x: f64| chi_square_upper(x, 1.0).ok_or_else(|| NotComputable::out_of_range("respondents"));
    Ok(McNemar {
        n: table.n(),
        b,
        c,
        chi_square: plain,
        p: tail(plain)?,
        chi_square_continuity: corrected,
        p_continuity: tail(corrected)?,
        p_exact: fair_two_sided(b.min(c), changed)?,
        cautions: Vec::new(),
    })
}

/// Result of [`mcnemar`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct McNemar {
    /// Respondents with both answers.
    pub n: u64,
    /// First row, second column: those who changed one way.
    pub b: u64,
    /// Second row, first column: those who changed the other way.
    pub c: u64,
    /// Without continuity correction, one degree of freedom.
    pub chi_square: f64,
    pub p: f64,
    /// With continuity correction.
    pub chi_square_continuity: f64,
    pub p_continuity: f64,
    /// Binomial, two-sided.
    pub p_exact: f64,
    /// None: the default p is exact where few changed.
    pub cautions: Vec<Caution>,
}

/// Up to so many changes SPSS prints the exact p.
const EXACT_UP_TO: u64 = 25;

impl HypothesisTest for McNemar {
    fn method(&self) -> &'static str {
        "mcnemar"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "χ²".to_owned(),
            value: self.chi_square_continuity,
            df: vec![1.0],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(match self.b.saturating_add(self.c) <= EXACT_UP_TO {
            true => self.p_exact,
            false => self.p_continuity,
        })
    }

    fn effect(&self) -> Option<Effect> {
        None
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
