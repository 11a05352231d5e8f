use super::{
    Caution, Effect, HypothesisTest, NotComputable, Observations, Outcome, Sizes, Statistic,
    chi_square_upper,
};
use serde::{Deserialize, Serialize};

/// Cochran's Q test of several yes/no answers of the same respondents.
///
/// # Question
/// Is the share of "yes" the same for all items?
///
/// # Formula
/// With the sums `C_j` of the k columns and `R_i` of the rows,
/// `Q = (k−1)(k ΣC² − (ΣC)²)/(k ΣR − ΣR²)`, χ² with k − 1 degrees of freedom.
/// It is Friedman's statistic of the same zeros and ones.
///
/// # Assumes
/// Every value is 0 or 1; respondents independent; those who lack one are left
/// out.
///
/// # When not
/// Two items: [`super::mcnemar`] gives an exact p. Respondents whose answers are
/// all equal add nothing: with fewer than about 4 others, or fewer than 24
/// answers of these, p is rough.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, cochran_q};
/// let items: [&[Option<f64>]; 3] = [
///     &[Some(1.0), Some(1.0), Some(1.0), Some(0.0)],
///     &[Some(1.0), Some(0.0), Some(0.0), Some(0.0)],
///     &[Some(1.0), Some(1.0), Some(0.0), Some(0.0)],
/// ];
/// let test = cochran_q(&Observations::of_columns(&items).unwrap()).unwrap();
/// assert_eq!((test.successes, test.q, test.df), (vec![3, 1, 2], 3.0, 2));
/// ```
///
/// # Checked against
/// `repeated` of the reference cases (formula in R, `friedman.test`).
///
/// # References
/// Cochran (1950), Biometrika 37: 256–266.
///
/// # Errors
/// [`NotComputable::TooFewVariables`] below two items,
/// [`NotComputable::OutOfRange`] for a value other than 0 and 1,
/// [`NotComputable::NoAnswers`], [`NotComputable::NoSpread`] where every
/// respondent gives one answer throughout.
pub fn cochran_q(answers: &Observations) -> Outcome<CochranQ> {
    let all: Vec<usize> = (0..answers.variables()).collect();
    let variables = all.len() as u64;
    if variables < 2 {
        let needed = 2;
        return Err(NotComputable::TooFewVariables { variables, needed });
    }
    let complete = answers.complete(&all);
    let sums = Sums::of(&complete)?;
    if sums.n == 0 {
        return Err(NotComputable::NoAnswers);
    }
    let k = i128::from(variables);
    let total: i128 = sums.columns.iter().sum();
    let squares: i128 = sums.columns.iter().map(|c| c * c).sum();
    let below = k * total - sums.row_squares;
    if below == 0 {
        return Err(NotComputable::NoSpread);
    }
    let q = ((k - 1) * (k * squares - total * total)) as f64 / below as f64;
    let df = variables - 1;
    let few = sums.mixed < 4 || sums.mixed.saturating_mul(variables) < 24;
    Ok(CochranQ {
        n: sums.n,
        missing: answers.n().saturating_sub(sums.n),
        successes: sums.columns.iter().map(|&c| c as u64).collect(),
        mixed: sums.mixed,
        q,
        df,
        p: chi_square_upper(q, df as f64).ok_or_else(|| NotComputable::out_of_range("items"))?,
        cautions: few
            .then_some(Caution::Approximate { n: sums.mixed })
            .into_iter()
            .collect(),
    })
}

#[derive(Default)]
struct Sums {
    n: u64,
    columns: Vec<i128>,
    row_squares: i128,
    /// Respondents with both answers.
    mixed: u64,
}

impl Sums {
    fn of(complete: &Observations) -> Outcome<Sums> {
        let ones: Vec<i128> = complete
            .places()
            .iter()
            .map(|&places| 10_i128.checked_pow(places).unwrap_or(0))
            .collect();
        // Squares of sums of n·k answers have to fit.
        let most = u64::MAX >> 24;
        if complete.n() > most || ones.len() > 1 << 20 {
            return Err(NotComputable::out_of_range("respondents"));
        }
        let mut sums = Sums {
            columns: vec![0; ones.len()],
            ..Sums::default()
        };
        for (row, count) in complete.patterns() {
            let mut successes = 0_i128;
            let cells = row.iter().flatten().zip(&ones);
            for ((&value, &one), column) in cells.zip(&mut sums.columns) {
                match value {
                    0 => {}
                    value if value == one => {
                        *column += i128::from(*count);
                        successes += 1;
                    }
                    _ => return Err(NotComputable::out_of_range("answers")),
                }
            }
            sums.n += count;
            sums.row_squares += successes * successes * i128::from(*count);
            let mixed = successes > 0 && successes < ones.len() as i128;
            sums.mixed += if mixed { *count } else { 0 };
        }
        Ok(sums)
    }
}

/// Result of [`cochran_q`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CochranQ {
    /// Respondents with all answers.
    pub n: u64,
    pub missing: u64,
    /// Ones per item.
    pub successes: Vec<u64>,
    /// Respondents who gave both answers: those the test rests on.
    pub mixed: u64,
    pub q: f64,
    pub df: u64,
    pub p: f64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for CochranQ {
    fn method(&self) -> &'static str {
        "cochran_q"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "Q".to_owned(),
            value: self.q,
            df: vec![self.df as f64],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }

    fn effect(&self) -> Option<Effect> {
        None
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
