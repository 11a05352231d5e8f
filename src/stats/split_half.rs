use super::comoments::{Comoments, correlation, ratio};
use super::cronbach_alpha::alpha_of;
use super::{Caution, NotComputable, Observations, Outcome};
use num_traits::Zero;
use serde::{Deserialize, Serialize};

/// The reliability of a sum from its two halves.
///
/// # Question
/// Would half of the questionnaire have ranked the respondents as the other
/// half does?
///
/// # Formula
/// r of the sums of the halves. Spearman–Brown `2r/(1 + r)`; with unequal
/// halves Horst's `(√(r⁴ + 4r²(1 − r²)pq) − r²) / (2pq(1 − r²))`, p and q the
/// shares of the items. Guttman's split half (λ4)
/// `2·(1 − (s²_A + s²_B)/s²_sum)`. α of each half.
///
/// # Assumes
/// Halves of like content. SPSS takes the first half (with the middle item of
/// an odd number) against the rest ([`Split::FirstSecond`]); books often the
/// odd items against the even ones ([`Split::OddEven`]).
///
/// # When not
/// Items sorted by dimension: the halves then measure different things. Every
/// split gives another number; α is their mean. Horst's form squares r: with
/// halves that correlate negatively it has no meaning (a caution says so).
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, Split, split_half};
/// let a = [3.0, 4.0, 4.0, 2.0, 3.0].map(Some);
/// let b = [3.0, 4.0, 3.0, 2.0, 4.0].map(Some);
/// let halves = split_half(&Observations::of_columns(&[&a, &b]).unwrap(), Split::OddEven).unwrap();
/// assert_eq!((halves.first.len(), halves.second.len()), (1, 1));
/// assert_eq!(halves.equal, Ok(2.0 * halves.r / (1.0 + halves.r)));
/// ```
///
/// # Checked against
/// `reliability` of the reference cases.
///
/// # References
/// Spearman (1910), Brown (1910) British Journal of Psychology 3; Horst (1951)
/// Educational and Psychological Measurement 11; Guttman (1945) Psychometrika 10.
///
/// # Errors
/// Fewer than two variables or respondents; [`NotComputable::NoSpread`] where
/// a half is the same for everybody.
pub fn split_half(items: &Observations, split: Split) -> Outcome<SplitHalf> {
    let moments = Comoments::enough(items, 2)?;
    let k = moments.variables();
    let in_first = |place: &usize| match split {
        Split::FirstSecond => *place < k.div_ceil(2),
        Split::OddEven => place.is_multiple_of(2),
    };
    let (first, second): (Vec<usize>, Vec<usize>) = (0..k).partition(in_first);
    let spread = |half: &[usize]| moments.about_sums(half, half);
    let (of_first, of_second) = (spread(&first), spread(&second));
    let between = moments.about_sums(&first, &second);
    let r = correlation(&between, &of_first, &of_second).ok_or(NotComputable::NoSpread)?;
    let total = &of_first + &of_second + &between + &between;
    let share = first.len() as f64 / k as f64;
    let guttman = match total.is_zero() {
        true => Err(NotComputable::NoSpread),
        false => Ok(ratio(between * 4, total)),
    };
    Ok(SplitHalf {
        n: moments.n,
        missing: moments.missing,
        r,
        equal: if r > -1.0 {
            Ok(2.0 * r / (1.0 + r))
        } else {
            Err(NotComputable::Unbounded)
        },
        horst: horst(r, share * (1.0 - share)),
        guttman,
        alpha_first: alpha_of(&moments, &first),
        alpha_second: alpha_of(&moments, &second),
        cautions: match r < 0.0 {
            true => vec![Caution::NegativeVariables {
                variables: second.iter().map(|&v| v as u64).collect(),
            }],
            false => Vec::new(),
        },
        first: first.into_iter().map(|v| v as u64).collect(),
        second: second.into_iter().map(|v| v as u64).collect(),
    })
}

/// Horst's form, multiplied out so that r = 1 needs no 0/0.
fn horst(r: f64, pq: f64) -> f64 {
    let square = r * r;
    if square == 0.0 {
        return 0.0;
    }
    let root = libm::sqrt(square * square + 4.0 * square * (1.0 - square) * pq);
    2.0 * square / (root + square)
}

/// Which items are one half.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// The first half against the rest; the middle one of an odd number is in
    /// the first.
    FirstSecond,
    /// The first, third, … against the second, fourth, ….
    OddEven,
}

/// Two halves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SplitHalf {
    pub n: u64,
    pub missing: u64,
    /// Positions of the items of the halves.
    pub first: Vec<u64>,
    pub second: Vec<u64>,
    /// Correlation of the sums of the halves.
    pub r: f64,
    /// Spearman–Brown for halves of equal length.
    pub equal: Outcome<f64>,
    /// Spearman–Brown for halves as they are (Horst). It uses r² only: with a
    /// negative r it means nothing, which a caution tells.
    pub horst: f64,
    /// Guttman's split half, λ4.
    pub guttman: Outcome<f64>,
    pub alpha_first: Outcome<f64>,
    pub alpha_second: Outcome<f64>,
    pub cautions: Vec<Caution>,
}
