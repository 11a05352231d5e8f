use statrs::distribution::{ChiSquared, ContinuousCDF, StudentsT};

/// The probability of a normal deviate above `z`: `½·erfc(z/√2)`.
///
/// Never `1 − cdf`, which is 0 beyond 8; keeps its relative precision down to
/// 1e-300. `None` for NaN. Checked against the normal p values of the reference
/// cases (R `pnorm`).
///
/// ```
/// let p = tridharma::stats::normal_upper(1.959963984540054).unwrap();
/// assert!((p - 0.025).abs() < 1e-16);
/// ```
pub fn normal_upper(z: f64) -> Option<f64> {
    // statrs keeps its normal tail to 7e-11 only; libm's erfc to the last bit.
    (!z.is_nan()).then(|| 0.5 * libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2))
}

/// The normal deviate with probability `upper` above it; `None` unless
/// 1e-300 ≤ `upper` ≤ 1 − 1e-16.
///
/// ```
/// let z = tridharma::stats::normal_quantile(0.025).unwrap();
/// assert!((z - 1.959963984540054).abs() < 1e-14);
/// ```
pub fn normal_quantile(upper: f64) -> Option<f64> {
    symmetric(upper, normal_upper)
}

/// The two-sided p value of Student's t with `df` degrees of freedom (which
/// need not be whole).
///
/// From the upper tail, so that it keeps its relative precision down to 1e-300.
/// `None` for NaN and unless `df > 0`. Checked against the t tests of the
/// reference cases (R `pt`).
///
/// ```
/// let p = tridharma::stats::student_two_sided(2.2281388519862747, 10.0).unwrap();
/// assert!((p - 0.05).abs() < 1e-15);
/// ```
pub fn student_two_sided(t: f64, df: f64) -> Option<f64> {
    student_upper(t.abs(), df).map(|tail| (2.0 * tail).min(1.0))
}

/// The t with probability `upper` above it; `None` unless `df > 0` and
/// 1e-300 ≤ `upper` ≤ 1 − 1e-16, or where it exceeds 1e150.
///
/// ```
/// let t = tridharma::stats::student_quantile(0.025, 29.0).unwrap();
/// assert!((t - 2.0452296421327034).abs() < 1e-12);
/// ```
pub fn student_quantile(upper: f64, df: f64) -> Option<f64> {
    symmetric(upper, |t| student_upper(t, df))
}

/// The chi-square with probability `upper` above it; `None` unless `df > 0` and
/// 1e-300 ≤ `upper` ≤ 1 − 1e-16.
///
/// ```
/// let x = tridharma::stats::chi_square_quantile(0.05, 1.0).unwrap();
/// assert!((x - 3.841458820694124).abs() < 1e-11);
/// ```
pub fn chi_square_quantile(upper: f64, df: f64) -> Option<f64> {
    if !possible(upper) {
        return None;
    }
    solve(upper, |x| chi_square_upper(x, df))
}

fn student_upper(t: f64, df: f64) -> Option<f64> {
    // Beyond these the fraction df/(df + t²) is no longer a normal float.
    if t.is_nan() || !(1e-6..=1e15).contains(&df) || t > 1e150 {
        return None;
    }
    if df > MANY {
        return normal_upper(as_normal(t, df));
    }
    let distribution = StudentsT::new(0.0, 1.0, df).ok()?;
    Some(distribution.sf(t))
}

/// Degrees of freedom from which the incomplete beta function loses digits in
/// its logarithms of gamma (about df·1e-16) and Hill's series has none to lose.
const MANY: f64 = 1e4;

/// The normal deviate with the same tail as `t`: G. W. Hill, Algorithm 395,
/// Communications of the ACM 13 (1970) 617.
fn as_normal(t: f64, df: f64) -> f64 {
    let a = df - 0.5;
    let b = 48.0 * a * a;
    let y = a * libm::log1p(t * t / df);
    let far = (((-0.4 * y - 3.3) * y - 24.0) * y - 85.5) / (0.8 * y * y + 100.0 + b);
    let z = ((far + y + 3.0) / b + 1.0) * y.sqrt();
    z.copysign(t)
}

fn chi_square_upper(x: f64, df: f64) -> Option<f64> {
    if x.is_nan() || !(1e-6..=1e9).contains(&df) {
        return None;
    }
    Some(ChiSquared::new(df).ok()?.sf(x))
}

fn possible(upper: f64) -> bool {
    (1e-300..1.0).contains(&upper)
}

/// The quantile of a distribution that is symmetric about 0.
fn symmetric(upper: f64, tail: impl Fn(f64) -> Option<f64>) -> Option<f64> {
    if !possible(upper) {
        return None;
    }
    if upper <= 0.5 {
        return solve(upper, tail);
    }
    solve(1.0 - upper, tail).map(|x| -x)
}

/// The x ≥ 0 at which a falling tail equals `upper`: statrs' own quantiles panic
/// or drift in the tails. Brackets by doubling, then inverse quadratic steps on
/// the logarithm of the tail where they are safe and halving where they are not
/// (Chandrupatla, Advances in Engineering Software 28 (1997) 145–149), to the
/// last bits of a double.
fn solve(upper: f64, tail: impl Fn(f64) -> Option<f64>) -> Option<f64> {
    let goal = libm::log(upper);
    let miss = |x: f64| Some(libm::log(tail(x)?) - goal);
    let mut high = 1.0;
    while tail(high)? > upper {
        high *= 2.0;
    }
    let low = if high > 1.0 { high / 2.0 } else { 0.0 };
    let (mut x1, mut x2) = (high, low);
    let (mut f1, mut f2) = (miss(x1)?, miss(x2)?);
    let mut step = 0.5;
    for _ in 0..STEPS {
        let x = x1 + step * (x2 - x1);
        let f = miss(x)?;
        let (x3, f3) = match (f > 0.0) == (f1 > 0.0) {
            true => (x1, f1),
            false => {
                let behind = (x2, f2);
                (x2, f2) = (x1, f1);
                behind
            }
        };
        (x1, f1) = (x, f);
        let best = if f1.abs() < f2.abs() { x1 } else { x2 };
        let narrow = 2.0 * f64::EPSILON * best.abs() / (x2 - x1).abs();
        if narrow > 0.5 || f1 == 0.0 {
            return Some(best);
        }
        let (xi, phi) = ((x1 - x2) / (x3 - x2), (f1 - f2) / (f3 - f2));
        // False for the infinite logarithm of a tail of 0: then halve.
        step = match phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi {
            true => {
                f1 / (f2 - f1) * f3 / (f2 - f3)
                    + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2)
            }
            false => 0.5,
        };
        step = step.clamp(narrow, 1.0 - narrow);
    }
    Some(x1)
}

/// Halving alone needs about 1,100 steps over the whole range of a double.
const STEPS: usize = 1_200;

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    /// Within a relative distance, so that small tails count too.
    fn near(found: Option<f64>, expected: f64, tolerance: f64) {
        let found = found.expect("a value");
        let away = (found / expected - 1.0).abs();
        assert!(away <= tolerance, "{found} is not {expected}: {away}");
    }

    /// t, df and two-sided p of R 4.2.2 (`t.test`, `cor.test`), from the
    /// reference cases that are named.
    #[test]
    fn student_tails_are_those_of_r() {
        let cases = [
            // t_one_sample.airquality.Ozone
            (0.6952059703868354, 115.0, 0.48832860050190685),
            // t_two_sample.n12.x_by_g, Welch
            (2.1551924971571483, 7.400983263881659, 0.06599290667396898),
            // t_one_sample.n3.x
            (5.858449331643023, 2.0, 0.02792176933694946),
            // t_two_sample.infert.age_by_case, Welch
            (-0.05528826973207637, 163.7657380898768, 0.9559762006060529),
            // t_one_sample.skm400.u6
            (12.067688483810395, 394.0, 9.449096316889043e-29),
            // t_two_sample.edge_extreme_p.y_by_g, Welch
            (
                -20.985120821627806,
                154.26853354578918,
                4.70156238762533e-47,
            ),
            // correlation.bfi_sub.N1_N2
            (18.632116999396914, 302.0, 4.098406913395566e-52),
            // t_two_sample.edge_identical_groups.y_by_g
            (0.0, 8.0, 1.0),
        ];
        for (t, df, p) in cases {
            near(student_two_sided(t, df), p, 1e-11);
        }
    }

    /// Two-sided p of R 4.2.2 (`2*pnorm(-abs(z))`) from `contingency` cases.
    #[test]
    fn normal_tails_are_those_of_r() {
        let cases = [
            // contingency.skm400.period_x_u9, gamma
            (0.7777576094240745, 0.4367119226772969),
            // contingency.mtcars.cyl_x_gear, gamma
            (3.659557764628235, 0.00025265088798729816),
            // contingency.skm400.u1_x_u2, tau-b
            (6.153187228052661, 7.594106365210107e-10),
            // contingency.bfi_sub.A4_x_A5, gamma
            (7.373628923345017, 1.6604495884854357e-13),
        ];
        for (z, p) in cases {
            near(normal_upper(z).map(|tail| 2.0 * tail), p, 1e-13);
        }
        // Far out the tail follows its asymptotic series.
        let z2: f64 = 1352.0;
        let series = 1.0 - 1.0 / z2 + 3.0 / z2.powi(2) - 15.0 / z2.powi(3);
        let density = (-z2 / 2.0).exp() / (2.0 * PI * z2).sqrt();
        near(normal_upper(z2.sqrt()), density * series, 1e-10);
    }

    /// One and two degrees of freedom have closed forms.
    #[test]
    fn student_quantiles_follow_their_closed_forms() {
        for upper in [0.45, 0.3, 0.025, 0.005, 1e-6, 1e-12, 1e-100] {
            near(
                student_quantile(upper, 1.0),
                1.0 / (PI * upper).tan(),
                1e-12,
            );
            let two = (1.0 - 2.0 * upper) / (2.0 * upper * (1.0 - upper)).sqrt();
            near(student_quantile(upper, 2.0), two, 1e-12);
        }
    }

    /// Even degrees of freedom have a finite sum (Abramowitz and Stegun 26.7.4).
    #[test]
    fn many_degrees_of_freedom_agree_with_the_finite_sum() {
        for (df, t) in [
            (9_998_u32, 2.0),
            (10_002, 2.0),
            (30_000, 0.7),
            (30_000, 1.2),
        ] {
            let cos2 = f64::from(df) / (f64::from(df) + t * t);
            let (mut term, mut sum) = (1.0, 1.0);
            for k in 1..df / 2 {
                term *= f64::from(2 * k - 1) / f64::from(2 * k) * cos2;
                sum += term;
            }
            let inside = (1.0 - cos2).sqrt() * sum;
            near(student_two_sided(t, df.into()), 1.0 - inside, 1e-10);
        }
        // Both methods meet in the far tail, too.
        for t in [5.0, 15.0, 30.0] {
            let (below, above) = (student_two_sided(t, MANY), student_upper(t, MANY + 1e-9));
            near(above.map(|tail| 2.0 * tail), below.unwrap_or(0.0), 1e-10);
        }
    }

    /// Chi-square with two degrees of freedom is −2·ln p, with one the square of
    /// a normal deviate.
    #[test]
    fn quantiles_invert_their_tails() {
        for upper in [0.5, 0.4, 0.05, 0.025, 0.005, 1e-10, 1e-200] {
            near(chi_square_quantile(upper, 2.0), -2.0 * upper.ln(), 1e-13);
            for df in [0.5, 3.0, 29.0, 149.5, 1e6, 1e12] {
                if let Some(t) = student_quantile(upper, df).filter(|&t| t > 0.0) {
                    near(student_two_sided(t, df), 2.0 * upper, 1e-12);
                }
            }
            let z = normal_quantile(upper).expect("a quantile");
            near(normal_upper(z), upper, 1e-12);
            assert_eq!(normal_quantile(1.0 - upper).is_some(), 1.0 - upper < 1.0);
        }
        near(normal_quantile(0.975), -1.959963984540054, 1e-15);
        let z = normal_quantile(0.025).expect("a quantile");
        near(chi_square_quantile(0.05, 1.0), z * z, 1e-13);
    }

    #[test]
    fn nothing_panics_outside() {
        let odd = [
            f64::NAN,
            f64::INFINITY,
            -f64::INFINITY,
            -1.0,
            0.0,
            1.0,
            1e-310,
            1e300,
        ];
        for a in odd {
            assert!(normal_quantile(a).is_none(), "{a}");
            for b in odd {
                let found = [
                    student_two_sided(a, b),
                    student_quantile(a, b),
                    student_quantile(0.025, b),
                    chi_square_quantile(a, b),
                    chi_square_quantile(0.05, b),
                    normal_upper(a),
                ];
                assert!(found.iter().flatten().all(|v| v.is_finite()), "{a} {b}");
            }
        }
    }
}
