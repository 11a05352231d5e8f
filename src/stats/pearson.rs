use super::{
    Caution, Effect, HypothesisTest, Interval, NotComputable, Outcome, Pairs, Sizes, Statistic,
    normal_quantile, student_two_sided,
};
use serde::{Deserialize, Serialize};

/// Pearson's product-moment correlation with its t test and Fisher's interval.
///
/// # Question
/// How closely do two variables follow a straight line together?
///
/// # Formula
/// `r = Sxy/√(Sxx·Syy)`, `t = r·√((n − 2)/(1 − r²))` with n − 2 degrees of
/// freedom, interval `tanh(artanh r ± z/√(n − 3))`.
///
/// # Assumes
/// Pairs drawn independently; for p and interval both variables normal together
/// or n large; scores at equal steps where they are codes of answers.
///
/// # When not
/// Ordered answers without equal steps: [`super::spearman`], [`super::kendall`]
/// or [`super::polychoric`]. Curved relations. A few outlying pairs can make or
/// hide it.
///
/// # Example
/// ```
/// use tridharma::stats::{Pairs, pearson};
/// let hours_and_marks = vec![(1, 2, 1), (2, 4, 1), (3, 5, 1), (4, 4, 1), (5, 5, 1)];
/// let found = pearson(&Pairs::of_units((0, 0), hours_and_marks, 0), 0.95).unwrap();
/// assert!((found.r - 0.6_f64.sqrt()).abs() < 1e-15);
/// assert_eq!(found.df, 3);
/// ```
///
/// # Checked against
/// R `cor.test` (11 reference cases, one with p = 1e-130).
///
/// # References
/// Fisher, R. A. (1921). On the probable error of a coefficient of correlation.
/// Metron 1, 3–32.
///
/// # Errors
/// [`NotComputable::TooFew`] below two pairs; [`NotComputable::NoSpread`] where a
/// variable is constant.
pub fn pearson(pairs: &Pairs, confidence: f64) -> Outcome<Pearson> {
    let n = pairs.enough(2)?;
    let products = pairs.products();
    let r = products.correlation()?;
    let df = n - 2;
    let t = products.t(df);
    Ok(Pearson {
        n,
        missing: pairs.missing(),
        covariance: pairs.covariance()?.value(),
        r,
        p: p_of_t(&t, df),
        t: if df == 0 { Err(too_few(n)) } else { t },
        df,
        interval: fisher_interval(r, 1.0, f64::from(3), n, confidence),
        cautions: match n {
            0..10 => vec![Caution::Approximate { n }],
            _ => Vec::new(),
        },
    })
}

/// What [`pearson`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pearson {
    pub n: u64,
    /// Left out because a value is missing.
    pub missing: u64,
    /// With the divisor n − 1.
    pub covariance: f64,
    pub r: f64,
    /// Unbounded where all pairs lie on a line.
    pub t: Outcome<f64>,
    pub df: u64,
    /// Two-sided; 0 where all pairs lie on a line.
    pub p: Outcome<f64>,
    /// Fisher's; needs four pairs.
    pub interval: Outcome<Interval>,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for Pearson {
    fn method(&self) -> &'static str {
        "pearson"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "r".to_owned(),
            value: self.r,
            df: vec![self.df as f64],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        self.p.clone()
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "pearson_r".to_owned(),
            value: self.r,
            interval: self.interval.clone().ok(),
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

/// Two-sided p of a correlation's t; 0 where the correlation is perfect.
pub(super) fn p_of_t(t: &Outcome<f64>, df: u64) -> Outcome<f64> {
    if df == 0 {
        return Err(too_few(2));
    }
    match t {
        Ok(t) => student_two_sided(*t, df as f64).ok_or(NotComputable::out_of_range("t")),
        Err(NotComputable::Unbounded) => Ok(0.0),
        Err(reason) => Err(reason.clone()),
    }
}

fn too_few(n: u64) -> NotComputable {
    NotComputable::TooFew { n, needed: 3 }
}

/// `tanh(artanh r ± z·√(factor/(n − lost)))`; a perfect correlation is its own
/// interval.
pub(super) fn fisher_interval(
    r: f64,
    factor: f64,
    lost: f64,
    n: u64,
    confidence: f64,
) -> Outcome<Interval> {
    if n as f64 <= lost {
        let needed = lost as u64 + 1;
        return Err(NotComputable::TooFew { n, needed });
    }
    let z = critical(confidence)?;
    let half = z * (factor / (n as f64 - lost)).sqrt();
    let end = |shift: f64| match r.abs() < 1.0 {
        true => libm::tanh(libm::atanh(r) + shift),
        false => r,
    };
    Ok(Interval {
        low: Some(end(-half)),
        high: Some(end(half)),
        confidence,
    })
}

/// The two-sided normal quantile of a confidence.
///
/// # Errors
/// [`NotComputable::OutOfRange`] unless it lies between 0 and 1.
pub(super) fn critical(confidence: f64) -> Outcome<f64> {
    let possible = confidence > 0.0 && confidence < 1.0;
    let upper = (1.0 - confidence) / 2.0;
    let z = possible.then(|| normal_quantile(upper)).flatten();
    z.ok_or(NotComputable::out_of_range("confidence"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Observations;
    use proptest::prelude::*;

    fn of(x: &[f64], y: &[f64]) -> Outcome<Pearson> {
        let column = |values: &[f64]| values.iter().copied().map(Some).collect::<Vec<_>>();
        let seen = Observations::of_columns(&[&column(x), &column(y)]).unwrap();
        pearson(&Pairs::of(&seen, 0, 1), 0.95)
    }

    #[test]
    fn a_line_has_r_1_and_p_0() {
        let line = of(&[1.0, 2.0, 3.0, 4.0], &[0.1, 0.2, 0.3, 0.4]).unwrap();
        assert_eq!((line.r, line.p), (1.0, Ok(0.0)));
        assert_eq!(line.t, Err(NotComputable::Unbounded));
        assert_eq!(line.interval.unwrap().low, Some(1.0));
    }

    #[test]
    fn few_pairs_say_what_is_missing() {
        assert_eq!(of(&[], &[]).unwrap_err(), NotComputable::NoAnswers);
        assert_eq!(
            of(&[1.0], &[1.0]).unwrap_err(),
            NotComputable::TooFew { n: 1, needed: 2 }
        );
        assert_eq!(
            of(&[1.0, 1.0], &[1.0, 2.0]).unwrap_err(),
            NotComputable::NoSpread
        );
        let two = of(&[1.0, 2.0], &[1.0, 2.0]).unwrap();
        assert_eq!(two.p, Err(NotComputable::TooFew { n: 2, needed: 3 }));
        let three = of(&[1.0, 2.0, 3.0], &[1.0, 2.0, 2.5]).unwrap();
        assert_eq!(
            three.interval,
            Err(NotComputable::TooFew { n: 3, needed: 4 })
        );
    }

    proptest! {
        #[test]
        fn never_leaves_its_bounds(
            rows in proptest::collection::vec((-3_i128..3, -3_i128..3, 0_u64..3), 0..8),
            confidence in -0.5_f64..1.5) {
            let swapped = rows.iter().map(|&(x, y, c)| (y, x, c)).collect();
            let found = pearson(&Pairs::of_units((0, 0), rows, 0), confidence);
            let back = pearson(&Pairs::of_units((0, 0), swapped, 0), confidence);
            if let (Ok(found), Ok(back)) = (found, back) {
                prop_assert_eq!(found.r, back.r);
                prop_assert!((-1.0..=1.0).contains(&found.r));
                prop_assert!(found.p.is_err() || (0.0..=1.0).contains(&found.p.unwrap()));
                if let Ok(Interval { low: Some(low), high: Some(high), .. }) = found.interval {
                    prop_assert!(low <= found.r && found.r <= high);
                }
            }
        }
    }
}
