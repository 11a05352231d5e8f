use super::anova_oneway::sizes;
use super::exact::quotient;
use super::interval::{finite, possible};
use super::one_sample_t_test::few;
use super::one_way_sums::{GroupSums, UsedGroups, ordered_sum};
use super::t_test::GroupMoments;
use super::{
    Caution, Effect, HypothesisTest, NotComputable, Outcome, Sample, Sizes, Statistic, f_upper,
};
use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

/// Whether several groups differ in their means, each with its own variance.
///
/// # Question
/// Do the services, schools or quarters differ on average?
///
/// # Formula
/// With `wᵢ = nᵢ/sᵢ²`, `W = Σwᵢ`, `x̃ = Σwᵢx̄ᵢ/W` and
/// `Λ = Σ(1 − wᵢ/W)²/(nᵢ − 1)`:
/// `F = Σwᵢ(x̄ᵢ − x̃)²/(k − 1) / (1 + 2(k − 2)Λ/(k² − 1))`, degrees of freedom
/// `k − 1` and `(k² − 1)/(3Λ)`.
///
/// # Assumes
/// Independent respondents; groups about normal, or large.
///
/// # When not
/// A group of one, or one whose answers are all alike, has no variance.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, welch_anova};
/// let groups = [
///     Sample::of_codes(1, &[0, 2, 3, 1], 0),
///     Sample::of_codes(1, &[1, 3, 2, 0], 0),
///     Sample::of_codes(1, &[0, 0, 3, 3], 0),
/// ];
/// let found = welch_anova(&groups).unwrap();
/// assert_eq!(found.df1, 2.0);
/// assert!(found.df2 < 15.0 && found.p < 0.05);
/// ```
///
/// # Checked against
/// `anova_oneway` of the reference cases (R `oneway.test`).
///
/// # References
/// Welch, Biometrika 38 (1951) 330–336.
///
/// # Errors
/// [`NotComputable::TooFewGroups`] below two groups with anybody,
/// [`NotComputable::TooFew`] for a group of one, [`NotComputable::NoSpread`] for
/// a group whose answers are all alike.
pub fn welch_anova(groups: &[Sample]) -> Outcome<WelchAnova> {
    let used = UsedGroups::of(groups)?;
    let sums = used.sums();
    let all: BigInt = sums.iter().map(|group| &group.sum).sum();
    let n: BigInt = sums.iter().map(|group| BigInt::from(group.n)).sum();
    let parts = sums.iter().map(|group| Part::of(group, &all, &n));
    let parts: Vec<Part> = parts.collect::<Outcome<_>>()?;
    let weight = ordered_sum(parts.iter().map(|part| part.weight).collect());
    let sum = |of: &dyn Fn(&Part) -> f64| ordered_sum(parts.iter().map(of).collect());
    let middle = sum(&|part| part.weight * part.away) / weight;
    let spread = sum(&|part| part.weight * (part.away - middle) * (part.away - middle));
    let lambda = sum(&|part| {
        let rest = 1.0 - part.weight / weight;
        rest * rest / (part.n - 1.0)
    });
    let k = parts.len() as f64;
    let f = finite(
        spread / (k - 1.0) / (1.0 + 2.0 * (k - 2.0) * lambda / (k * k - 1.0)),
        "F",
    )?;
    let df2 = finite((k * k - 1.0) / (3.0 * lambda), "F")?;
    let mut cautions = used.cautions.clone();
    cautions.extend(few(&used.sizes()));
    Ok(WelchAnova {
        groups: groups.iter().map(GroupMoments::of).collect(),
        missing: used.missing,
        f,
        df1: k - 1.0,
        df2,
        p: possible(f_upper(f, k - 1.0, df2), "F")?,
        eta2: eta2(&parts, &sums, &all, &n)?,
        cautions,
    })
}

/// Result of [`welch_anova`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WelchAnova {
    /// All groups given, empty ones included.
    pub groups: Vec<GroupMoments>,
    pub missing: u64,
    pub f: f64,
    pub df1: f64,
    pub df2: f64,
    pub p: f64,
    /// Share of the variance between groups.
    pub eta2: f64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for WelchAnova {
    fn method(&self) -> &'static str {
        "welch_anova"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "F".to_owned(),
            value: self.f,
            df: vec![self.df1, self.df2],
        }
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }
    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "eta_squared".to_owned(),
            value: self.eta2,
            interval: None,
        })
    }
    fn sizes(&self) -> Sizes {
        sizes(&self.groups, self.missing)
    }
    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

/// In units of the finest value, which cancel in every ratio.
struct Part {
    n: f64,
    weight: f64,
    /// Mean of the group less that of all: exact before it becomes a float, so
    /// that large numbers close together keep their digits.
    away: f64,
}

impl Part {
    fn of(group: &GroupSums, all: &BigInt, n: &BigInt) -> Outcome<Part> {
        if group.n < 2 {
            let (n, needed) = (group.n, 2);
            return Err(NotComputable::TooFew { n, needed });
        }
        let spread = group.spread();
        if spread == BigInt::ZERO {
            return Err(NotComputable::NoSpread);
        }
        let size = BigInt::from(group.n);
        let weight = &size * &size * (group.n - 1);
        let away = &group.sum * n - all * group.n;
        Ok(Part {
            n: group.n as f64,
            weight: quotient(&weight, &spread),
            away: quotient(&away, &(size * n)),
        })
    }
}

/// `Σ nᵢ(x̄ᵢ − x̄)²` by the sum of squares of all.
fn eta2(parts: &[Part], sums: &[GroupSums], all: &BigInt, n: &BigInt) -> Outcome<f64> {
    let between = parts.iter().map(|part| part.n * part.away * part.away);
    let squares: BigInt = sums.iter().map(|group| &group.squares).sum();
    let total = quotient(&(squares * n - all * all), n);
    finite((ordered_sum(between.collect()) / total).min(1.0), "values")
}
