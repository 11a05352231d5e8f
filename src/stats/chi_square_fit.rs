use super::chi_square::chi_square_upper;
use super::{Caution, Effect, HypothesisTest, NotComputable, Outcome, Sizes, Statistic};
use serde::{Deserialize, Serialize};

/// Pearson's chi-square test of one variable against given shares.
///
/// # Question
/// Are the levels as frequent as they are said to be — all alike, or as in the
/// population?
///
/// # Formula
/// `χ² = Σ (O − E)²/E` with `E = n·share`, `G = 2 Σ O ln(O/E)`, df = levels − 1;
/// residuals `(O − E)/√E`; Cohen's `w = √(χ²/n)`.
///
/// # Assumes
/// Independent respondents; expected counts of 5 or more; shares known
/// beforehand, not taken from the sample.
///
/// # When not
/// Several answers per person; shares estimated from the same answers (df would
/// be fewer).
///
/// # Example
/// ```
/// use tridharma::stats::chi_square_fit;
/// let test = chi_square_fit(&[12, 150, 201, 37], &[0.25; 4]).unwrap();
/// assert!((test.chi_square - 244.14).abs() < 1e-12);
/// ```
///
/// # Checked against
/// `chisq_gof` of the reference cases (R `chisq.test(counts, p = )`).
///
/// # References
/// K. Pearson, Philosophical Magazine 50 (1900) 157–175; J. Cohen, Statistical
/// Power Analysis, 2nd ed. (1988), 7.2.
///
/// # Errors
/// [`NotComputable::TooFew`] below two levels, [`NotComputable::NoAnswers`],
/// [`NotComputable::OutOfRange`] unless there are as many positive shares as
/// levels, of the sum 1.
pub fn chi_square_fit(counts: &[u64], shares: &[f64]) -> Outcome<ChiSquareFit> {
    let n = checked(counts, shares)?;
    let size = n as f64;
    let expected: Vec<f64> = shares.iter().map(|share| size * share).collect();
    let cells = || counts.iter().map(|c| *c as f64).zip(&expected);
    let residuals: Vec<f64> = cells().map(|(o, e)| (o - e) / e.sqrt()).collect();
    let chi_square: f64 = cells().map(|(o, e)| (o - e) * (o - e) / e).sum();
    let g = cells().filter(|(o, _)| *o > 0.0);
    let g = (2.0 * g.map(|(o, e)| o * libm::log(o / e)).sum::<f64>()).max(0.0);
    let df = counts.len() as u64 - 1;
    let p = |statistic: f64| chi_square_upper(statistic, df as f64);
    let (Some(p_value), Some(p_g)) = (p(chi_square), p(g)) else {
        return Err(NotComputable::out_of_range("counts"));
    };
    Ok(ChiSquareFit {
        n,
        chi_square,
        df,
        p: p_value,
        g,
        p_g,
        cohen_w: (chi_square / size).sqrt(),
        cautions: cautions(&expected),
        counts: counts.to_vec(),
        expected,
        residuals,
    })
}

/// The number of all counts, of which there are as many as shares.
fn checked(counts: &[u64], shares: &[f64]) -> Outcome<u64> {
    let levels = counts.len() as u64;
    if levels < 2 {
        return Err(NotComputable::TooFew {
            n: levels,
            needed: 2,
        });
    }
    let sum: f64 = shares.iter().sum();
    let positive = shares.iter().all(|share| *share > 0.0);
    if shares.len() != counts.len() || !positive || (sum - 1.0).abs() > 1e-6 {
        return Err(NotComputable::out_of_range("shares"));
    }
    match counts.iter().fold(0_u64, |sum, c| sum.saturating_add(*c)) {
        0 => Err(NotComputable::NoAnswers),
        n => Ok(n),
    }
}

fn cautions(expected: &[f64]) -> Vec<Caution> {
    let cells = expected.iter().filter(|e| **e < 5.0).count() as u64;
    let least = expected.iter().copied().fold(f64::INFINITY, f64::min);
    let of = expected.len() as u64;
    Vec::from_iter((cells > 0).then_some(Caution::SmallExpected { cells, of, least }))
}

/// What [`chi_square_fit`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChiSquareFit {
    pub n: u64,
    pub counts: Vec<u64>,
    pub expected: Vec<f64>,
    /// Pearson's.
    pub residuals: Vec<f64>,
    pub chi_square: f64,
    pub df: u64,
    pub p: f64,
    /// The likelihood ratio statistic.
    pub g: f64,
    pub p_g: f64,
    pub cohen_w: f64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for ChiSquareFit {
    fn method(&self) -> &'static str {
        "chi_square_fit"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "χ²".to_owned(),
            value: self.chi_square,
            df: vec![self.df as f64],
        }
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }
    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "cohen_w".to_owned(),
            value: self.cohen_w,
            interval: None,
        })
    }
    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: vec![],
            missing: 0,
        }
    }
    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_is_said() {
        assert!(chi_square_fit(&[], &[]).is_err());
        assert!(chi_square_fit(&[5], &[1.0]).is_err());
        assert!(chi_square_fit(&[5, 5], &[1.0, 0.0]).is_err());
        assert!(chi_square_fit(&[5, 5], &[0.4, 0.4]).is_err());
        assert!(chi_square_fit(&[5, 5], &[0.5, f64::NAN]).is_err());
        assert_eq!(
            chi_square_fit(&[0, 0], &[0.5, 0.5]),
            Err(NotComputable::NoAnswers)
        );
        let test = chi_square_fit(&[5, 0], &[0.5, 0.5]).unwrap();
        let small = Caution::SmallExpected {
            cells: 2,
            of: 2,
            least: 2.5,
        };
        assert_eq!(test.cautions, [small]);
        assert!(chi_square_fit(&[u64::MAX, u64::MAX], &[0.5, 0.5]).is_ok());
    }
}
