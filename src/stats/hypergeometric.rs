use super::gamma::binomial_term;

/// The number of the drawn among `marked` things when `drawn` of
/// `marked + plain` are drawn without putting back; with odds, Fisher's
/// noncentral form, in which a marked one is so many times as likely.
///
/// Works with ratios of neighbouring probabilities outwards from the likeliest
/// number, so that a table of millions costs a few standard deviations and
/// nothing is the difference of two numbers near 1.
pub(super) struct Hypergeometric {
    marked: u64,
    plain: u64,
    drawn: u64,
}

impl Hypergeometric {
    /// Of the first cell of a 2 × 2 table with these margins; `None` where
    /// more are drawn than there are.
    pub fn new(marked: u64, plain: u64, drawn: u64) -> Option<Hypergeometric> {
        let all = marked.checked_add(plain)?;
        (drawn <= all && all > 0).then_some(Hypergeometric {
            marked,
            plain,
            drawn,
        })
    }

    /// The least and the greatest number possible.
    pub fn support(&self) -> (u64, u64) {
        (
            self.drawn.saturating_sub(self.plain),
            self.drawn.min(self.marked),
        )
    }

    /// The probability of one number.
    pub fn probability(&self, x: u64) -> f64 {
        let (low, high) = self.support();
        if x < low || x > high {
            return 0.0;
        }
        let all = self.marked + self.plain;
        let (p, q) = (
            self.drawn as f64 / all as f64,
            (all - self.drawn) as f64 / all as f64,
        );
        binomial(x, self.marked, p, q) * binomial(self.drawn - x, self.plain, p, q)
            / binomial(self.drawn, all, p, q)
    }

    /// `P(X ≤ x)`.
    pub fn lower(&self, x: u64) -> f64 {
        let (low, high) = self.support();
        match x {
            x if x < low => 0.0,
            x if x >= high => 1.0,
            x if x < self.mode(1.0) => self.outwards(x, false),
            x => 1.0 - self.outwards(x + 1, true),
        }
    }

    /// `P(X ≥ x)`.
    pub fn upper(&self, x: u64) -> f64 {
        let (low, high) = self.support();
        match x {
            x if x <= low => 1.0,
            x if x > high => 0.0,
            x if x > self.mode(1.0) => self.outwards(x, true),
            x => 1.0 - self.outwards(x - 1, false),
        }
    }

    /// The sum of all probabilities up to `(1 + 1e-7)` times that of `x`, R's
    /// rule for two-sided tests: equal probabilities that differ by rounding
    /// count.
    pub fn two_sided(&self, x: u64) -> f64 {
        let (low, high) = self.support();
        let (mode, limit) = (self.mode(1.0), self.probability(x) * (1.0 + 1e-7));
        // On each side of the mode probabilities fall outwards.
        let below = last_true(low, mode, |y| self.probability(y) <= limit);
        let above = last_true(0, high - mode, |y| self.probability(high - y) <= limit);
        let lower = below.map_or(0.0, |y| self.lower(y));
        let upper = above.map_or(0.0, |y| self.upper(high - y));
        match (below, above) {
            // Also where both hold the mode, whose probability counts once.
            (Some(b), Some(a)) if b + 1 >= high - a => 1.0,
            _ => (lower + upper).min(1.0),
        }
    }

    /// Mean, `P(X ≤ x)` and `P(X ≥ x)` under odds.
    pub fn under_odds(&self, odds: f64, x: u64) -> (f64, f64, f64) {
        let mode = self.mode(odds);
        let (mut all, mut below, mut above, mut moment) = (0.0, 0.0, 0.0, 0.0);
        let mut count = |at: u64, weight: f64| {
            all += weight;
            moment += weight * (at as f64 - mode as f64);
            if at <= x {
                below += weight;
            }
            if at >= x {
                above += weight;
            }
        };
        let (low, high) = self.support();
        count(mode, 1.0);
        for upwards in [false, true] {
            let (mut at, mut weight) = (mode, 1.0);
            while at != if upwards { high } else { low } {
                weight *= match upwards {
                    true => self.step(at) * odds,
                    false => 1.0 / (self.step(at - 1) * odds),
                };
                at = if upwards { at + 1 } else { at - 1 };
                // Needed down to x even where negligible beside the mode.
                let passed = if upwards { at > x } else { at < x };
                if weight < 1e-300 || (passed && weight < 1e-20) {
                    break;
                }
                count(at, weight);
            }
        }
        (mode as f64 + moment / all, below / all, above / all)
    }

    /// `P(x + 1)/P(x)`.
    fn step(&self, x: u64) -> f64 {
        let up = (self.marked - x) as f64 * (self.drawn - x) as f64;
        up / ((x + 1) as f64 * (self.plain + x + 1 - self.drawn) as f64)
    }

    /// The likeliest number.
    fn mode(&self, odds: f64) -> u64 {
        let (low, high) = self.support();
        let rises = |x: u64| self.step(x) * odds >= 1.0;
        match low < high {
            true => last_true(low, high - 1, rises).map_or(low, |x| x + 1),
            false => low,
        }
    }

    /// The tail from `x` away from the mode.
    fn outwards(&self, x: u64, upwards: bool) -> f64 {
        let (low, high) = self.support();
        let (mut at, mut term, mut sum) = (x, 1.0, 1.0);
        while at != if upwards { high } else { low } && term > 1e-18 * sum {
            term *= match upwards {
                true => self.step(at),
                false => 1.0 / self.step(at - 1),
            };
            at = if upwards { at + 1 } else { at - 1 };
            sum += term;
        }
        (sum * self.probability(x)).min(1.0)
    }
}

/// The last number from `low` to `high` for which a condition holds that holds
/// first and fails then.
fn last_true(low: u64, high: u64, holds: impl Fn(u64) -> bool) -> Option<u64> {
    if low > high || !holds(low) {
        return None;
    }
    let (mut yes, mut no) = (low, high + 1);
    while yes + 1 < no {
        let middle = yes + (no - yes) / 2;
        match holds(middle) {
            true => yes = middle,
            false => no = middle,
        }
    }
    Some(yes)
}

fn binomial(k: u64, n: u64, p: f64, q: f64) -> f64 {
    match k {
        0 => libm::exp(n as f64 * logarithm(q, p)),
        k if k == n => libm::exp(n as f64 * logarithm(p, q)),
        k => binomial_term(p, q, k as f64, (n - k) as f64),
    }
}

/// Of `p = 1 − q`, from the smaller of the two.
fn logarithm(p: f64, q: f64) -> f64 {
    match q < 0.5 {
        true => libm::log1p(-q),
        false => libm::log(p),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_tea_tasting() {
        let tea = Hypergeometric::new(4, 4, 4).unwrap();
        assert!((tea.upper(3) - 17.0 / 70.0).abs() < 1e-15);
        assert!((tea.two_sided(3) - 34.0 / 70.0).abs() < 2e-15);
        assert_eq!(tea.two_sided(2), 1.0);
        // odds 2: weights 1, 32, 144, 128, 16
        let (mean, below, above) = tea.under_odds(2.0, 1);
        assert!((mean - (32.0 + 288.0 + 384.0 + 64.0) / 321.0).abs() < 1e-14);
        assert!((below - 33.0 / 321.0).abs() < 1e-15 && (above - 320.0 / 321.0).abs() < 1e-15);
    }

    #[test]
    fn a_billion_are_quick() {
        let many = Hypergeometric::new(1 << 30, 1 << 30, 1 << 29).unwrap();
        let p = many.two_sided((1 << 28) + 30_000);
        // Nearly normal: variance n·¼·¾ of 2^29 drawn from twice 2^30.
        let z = 29_999.5 / (f64::from(1 << 29) * 0.25 * 0.75).sqrt();
        let normal = 2.0 * crate::stats::normal_upper(z).unwrap();
        assert!((p / normal - 1.0).abs() < 1e-6, "{p} {normal}");
    }

    proptest! {
        #[test]
        fn tails_are_sums(marked in 0_u64..30, plain in 0_u64..30, drawn in 0_u64..60, x in 0_u64..30) {
            let Some(all) = Hypergeometric::new(marked, plain, drawn) else { return Ok(()) };
            let (low, high) = all.support();
            let x = x.clamp(low, high);
            let choose = |n: u64, k: u64| (0..k).map(|i| (n - i) as f64 / (k - i) as f64).product::<f64>();
            let p = |y: u64| choose(marked, y) * choose(plain, drawn - y) / choose(marked + plain, drawn);
            let close = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-11;
            prop_assert!(close(all.probability(x), p(x)));
            prop_assert!(close(all.lower(x), (low..=x).map(p).sum()));
            prop_assert!(close(all.upper(x), (x..=high).map(p).sum()));
            let rare = (low..=high).map(p).filter(|q| *q <= p(x) * (1.0 + 1e-7)).sum();
            prop_assert!(close(all.two_sided(x), rare), "{} {}", all.two_sided(x), rare);
        }
    }
}
