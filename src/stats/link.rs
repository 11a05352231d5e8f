use super::binary_model::logistic;
use super::{normal_quantile, normal_upper};
use serde::{Deserialize, Serialize};

/// The distribution behind the cumulated probabilities of an ordinal model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// Proportional odds; the default.
    #[default]
    Logit,
    Probit,
    /// `1 − exp(−eˣ)`.
    ComplementaryLogLog,
    /// `exp(−e⁻ˣ)` (SPSS: negative log-log).
    LogLog,
    Cauchit,
}

impl Link {
    /// Probability below.
    pub(super) fn lower(self, x: f64) -> f64 {
        match self {
            Link::Logit => logistic(x),
            Link::Probit => normal_upper(-x).unwrap_or(0.0),
            Link::ComplementaryLogLog => -libm::expm1(-libm::exp(x)),
            Link::LogLog => libm::exp(-libm::exp(-x)),
            Link::Cauchit => libm::atan2(1.0, -x) / std::f64::consts::PI,
        }
    }

    /// Probability above.
    pub(super) fn upper(self, x: f64) -> f64 {
        match self {
            Link::ComplementaryLogLog => Link::LogLog.lower(-x),
            Link::LogLog => Link::ComplementaryLogLog.lower(-x),
            symmetric => symmetric.lower(-x),
        }
    }

    /// Probability between, without cancelling in either tail.
    pub(super) fn between(self, low: f64, high: f64) -> f64 {
        match (low > 0.0, high < 0.0) {
            (true, _) => self.upper(low) - self.upper(high),
            (_, true) => self.lower(high) - self.lower(low),
            _ => 1.0 - self.lower(low) - self.upper(high),
        }
    }

    /// Density and its slope.
    pub(super) fn density(self, x: f64) -> (f64, f64) {
        let (density, rate) = match self {
            Link::Logit => {
                let (p, q) = (logistic(x), logistic(-x));
                (p * q, q - p)
            }
            Link::Probit => {
                let height = (2.0 * std::f64::consts::PI).sqrt();
                (libm::exp(-0.5 * x * x) / height, -x)
            }
            Link::ComplementaryLogLog => (libm::exp(x - libm::exp(x)), 1.0 - libm::exp(x)),
            Link::LogLog => (libm::exp(-x - libm::exp(-x)), libm::exp(-x) - 1.0),
            Link::Cauchit => {
                let square = 1.0 + x * x;
                (1.0 / (std::f64::consts::PI * square), -2.0 * x / square)
            }
        };
        match density > 0.0 && rate.is_finite() {
            true => (density, density * rate),
            false => (0.0, 0.0),
        }
    }

    /// Where the probability below is `p`, between 0 and 1.
    pub(super) fn quantile(self, p: f64) -> f64 {
        match self {
            Link::Logit => libm::log(p) - libm::log1p(-p),
            Link::Probit => -normal_quantile(p).unwrap_or(0.0),
            Link::ComplementaryLogLog => libm::log(-libm::log1p(-p)),
            Link::LogLog => -libm::log(-libm::log(p)),
            Link::Cauchit => libm::tan(std::f64::consts::PI * (p - 0.5)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Link; 5] = [
        Link::Logit,
        Link::Probit,
        Link::ComplementaryLogLog,
        Link::LogLog,
        Link::Cauchit,
    ];

    proptest! {
        #[test]
        fn densities_are_slopes_of_probabilities(x in -3.0_f64..3.0) {
            for link in ALL {
                let h = 1e-5;
                let slope = link.between(x - h, x + h) / (2.0 * h);
                let (density, curve) = link.density(x);
                prop_assert!((slope - density).abs() < 1e-8, "{link:?}");
                let bend = (link.density(x + h).0 - link.density(x - h).0) / (2.0 * h);
                prop_assert!((bend - curve).abs() < 1e-8, "{link:?}");
                let p = link.lower(x);
                prop_assert!((link.quantile(p) - x).abs() < 1e-9, "{link:?}");
                prop_assert!((p + link.upper(x) - 1.0).abs() < 1e-14);
            }
        }
    }
}
