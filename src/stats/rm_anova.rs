use super::comoments::Comoments;
use super::sphericity::{Sphericity, sphericity};
use super::{
    Caution, Effect, Exact, HypothesisTest, NotComputable, Observations, Outcome, Sizes, Statistic,
    f_upper,
};
use num_bigint::BigInt;
use num_traits::{Pow, Zero};
use serde::{Deserialize, Serialize};

/// The analysis of variance of several answers of the same respondents.
///
/// # Question
/// Do the same respondents rate some items higher on average than others?
///
/// # Formula
/// With n respondents and k items, `SS_effect = n Σ(x̄_j − x̄)²`,
/// `SS_error = ΣΣ(x_ij − x̄_i − x̄_j + x̄)²`, `F = (n−1)·SS_effect/SS_error` with k − 1 and
/// (k−1)(n−1) degrees of freedom, both multiplied by ε where sphericity fails
/// (see [`Sphericity`]). Partial `η² = SS_effect/(SS_effect + SS_error)`.
///
/// The default p is that of Greenhouse and Geisser: ratings of different items
/// hardly ever have one variance and one correlation, and where they have, little
/// is lost. Uncorrected and Huynh–Feldt are there too (SPSS prints all three).
///
/// # Assumes
/// Answers that may be averaged; respondents independent; those who lack one
/// answer are left out.
///
/// # When not
/// Answers that are only ordered: [`super::friedman`].
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, rm_anova};
/// let items: [&[Option<f64>]; 3] = [
///     &[Some(3.0), Some(4.0), Some(3.0), Some(4.0)],
///     &[Some(2.0), Some(3.0), Some(3.0), Some(2.0)],
///     &[Some(1.0), Some(2.0), Some(2.0), Some(3.0)],
/// ];
/// let test = rm_anova(&Observations::of_columns(&items).unwrap()).unwrap();
/// assert!((test.f - 7.0).abs() < 1e-14);
/// assert_eq!(test.df, [2, 6]);
/// ```
///
/// # Checked against
/// `repeated` of the reference cases (R `car::Anova`).
///
/// # References
/// Winer (1971), Statistical Principles in Experimental Design, 4.4. Greenhouse
/// & Geisser (1959), Psychometrika 24: 95–112. Huynh & Feldt (1976), Journal of
/// Educational Statistics 1: 69–82.
///
/// # Errors
/// [`NotComputable::TooFewVariables`] below two items,
/// [`NotComputable::NoAnswers`] and [`NotComputable::TooFew`] below two respondents
/// with all answers, [`NotComputable::NoSpread`] where the respondents differ only
/// by a constant, [`NotComputable::OutOfRange`] above 200 items.
pub fn rm_anova(answers: &Observations) -> Outcome<RmAnova> {
    if answers.variables() > MOST_ITEMS {
        return Err(NotComputable::out_of_range("items"));
    }
    let moments = Comoments::enough(answers, 2)?;
    let (n, k) = (moments.n, moments.variables());
    let (effect, error) = sums_of_squares(&moments);
    if error.is_zero() {
        return Err(NotComputable::NoSpread);
    }
    let scale = BigInt::from(10).pow(2 * moments.places()) * n * k;
    let value = |above: &BigInt, below: BigInt| Exact::of_integers(above.clone(), below).value();
    let f = value(&(&effect * (n - 1)), error.clone());
    let df = [k as u64 - 1, (k as u64 - 1).saturating_mul(n - 1)];
    let sphericity = sphericity(&moments)?;
    let p = |epsilon: f64| {
        let p = f_upper(f, df[0] as f64 * epsilon, df[1] as f64 * epsilon);
        p.ok_or_else(|| NotComputable::out_of_range("degrees of freedom"))
    };
    let huynh_feldt = sphericity.huynh_feldt.clone();
    Ok(RmAnova {
        n,
        missing: moments.missing,
        mean: (0..k).map(|item| moments.mean_of_sum(&[item])).collect(),
        ss_effect: value(&effect, scale.clone()),
        ss_error: value(&error, scale),
        df,
        f,
        p: p(1.0)?,
        p_greenhouse_geisser: p(sphericity.greenhouse_geisser)?,
        p_huynh_feldt: huynh_feldt.and_then(|epsilon| p(epsilon.min(1.0))),
        partial_eta_squared: value(&effect, &effect + &error),
        sphericity,
        cautions: match n < 10 {
            true => vec![Caution::Approximate { n }],
            false => Vec::new(),
        },
    })
}

/// `k·n` times the sums of squares of the effect and of the error, in whole units.
fn sums_of_squares(moments: &Comoments) -> (BigInt, BigInt) {
    let k = moments.variables();
    let items: Vec<usize> = (0..k).collect();
    let sums: Vec<BigInt> = items.iter().map(|&item| moments.sum(item)).collect();
    let total: BigInt = sums.iter().sum();
    let squares: BigInt = sums.iter().map(|sum| sum * sum).sum();
    let own: BigInt = items.iter().map(|&item| moments.about(item, item)).sum();
    let error = own * k - moments.about_sums(&items, &items);
    (squares * k - &total * &total, error)
}

/// Of the determinant's k³ steps nobody should have to wait for more.
const MOST_ITEMS: usize = 200;

/// Result of [`rm_anova`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RmAnova {
    /// Respondents with all answers.
    pub n: u64,
    pub missing: u64,
    /// Per item.
    pub mean: Vec<f64>,
    pub ss_effect: f64,
    pub ss_error: f64,
    /// Of the effect and of the error, not corrected.
    pub df: [u64; 2],
    pub f: f64,
    /// Sphericity assumed.
    pub p: f64,
    /// Degrees of freedom times Greenhouse and Geisser's ε; the default.
    pub p_greenhouse_geisser: f64,
    /// Degrees of freedom times Huynh and Feldt's ε, at most 1.
    pub p_huynh_feldt: Outcome<f64>,
    pub partial_eta_squared: f64,
    pub sphericity: Sphericity,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for RmAnova {
    fn method(&self) -> &'static str {
        "rm_anova"
    }

    fn statistic(&self) -> Statistic {
        let epsilon = self.sphericity.greenhouse_geisser;
        Statistic {
            symbol: "F".to_owned(),
            value: self.f,
            df: self.df.map(|df| df as f64 * epsilon).to_vec(),
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p_greenhouse_geisser)
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "partial_eta_squared".to_owned(),
            value: self.partial_eta_squared,
            interval: None,
        })
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
