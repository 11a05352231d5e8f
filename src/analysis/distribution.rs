use crate::stats::{Descriptives, Outcome, Sample, descriptives, normal_quantile};

/// How the values of one variable lie, as a figure shows it.
///
/// # Question
/// Where do the values pile up, what is far away, and are they about normal?
///
/// # Formula
/// Box: Tukey's hinges; whiskers to the furthest value within 1.5 times the
/// distance of the hinges. Violin: Gaussian kernel with the width of
/// Silverman's rule `0.9·min(s, IQR/1.34)·n^(−1/5)` (R `bw.nrd0`, quartiles of
/// type 7). Bins: a round width near `2·IQR·n^(−1/3)` (Freedman–Diaconis), from
/// 5 to 25 of them. Normal curve: `n·width·φ((x − x̄)/s)/s`. Quantiles: Blom's
/// places `(i − 3/8)/(n + 1/4)`, equal values at their mean rank; the band is
/// `x̄ + s·z ± 1.96·(s/φ(z))·√(p(1 − p)/n)`, point by point.
///
/// # Assumes
/// Nothing; the normal curve and the line are what a normal variable would be.
///
/// # When not
/// A single answer has few values: its frequencies say more.
///
/// # Example
/// ```
/// use tridharma::analysis::{Bin, distribution};
/// use tridharma::stats::Sample;
/// let found = distribution(&Sample::of_codes(1, &[1, 4, 6, 3, 1], 2), Bin::AtLeast(1.0)).unwrap();
/// assert_eq!((found.descriptives.n, found.descriptives.missing), (15, 2));
/// assert_eq!(found.five, [1.0, 2.0, 3.0, 3.5, 5.0]);
/// assert_eq!(found.bins.iter().map(|b| b.2).sum::<u64>(), 15);
/// ```
///
/// # Checked against
/// R: `boxplot.stats`, `bw.nrd0`, `qnorm` and `dnorm`, `car::qqPlot`'s
/// formula (the script is in `tests/reference/make/distribution.R`).
///
/// # References
/// Tukey (1977) Exploratory Data Analysis; Silverman (1986) Density Estimation
/// 3.31; Freedman & Diaconis (1981) Zeitschrift für
/// Wahrscheinlichkeitstheorie 57; Blom (1958); Fox (2016) Applied Regression
/// Analysis 3.1.3 for the band.
///
/// # Errors
/// Those of [`descriptives`].
pub fn distribution(sample: &Sample, bin: Bin) -> Outcome<Distribution> {
    let found = descriptives(sample, 0.95)?;
    let values: Vec<(f64, u64)> = sample.values().collect();
    let [low, high] = found.hinges;
    // An index is rounded to some places: a value on the fence is within it.
    let reach = 1.5 * (high - low) + 1e-8 * (found.max - found.min);
    let within = |v: &&(f64, u64)| v.0 >= low - reach && v.0 <= high + reach;
    let ends = (values.iter().find(within), values.iter().rfind(within));
    let whisker = |end: Option<&(f64, u64)>, or: f64| end.map_or(or, |v| v.0);
    let sd = found.sd.clone().ok().filter(|s| *s > 0.0);
    let bins = bins(&values, &found, bin);
    let width = bins.first().map_or(1.0, |b| b.1 - b.0);
    let quantiles = quantiles(&values, found.n);
    Ok(Distribution {
        five: [
            whisker(ends.0, found.min),
            low,
            found.median,
            high,
            whisker(ends.1, found.max),
        ],
        density: sd.map_or_else(Vec::new, |sd| density(&values, &found, sd)),
        curve: sd.map_or_else(Vec::new, |sd| curve(&found, sd, width, &bins)),
        outside: sd.and_then(|sd| outside(&quantiles, &found, sd)),
        quantiles,
        band: sd.map_or_else(Vec::new, |sd| band(&found, sd)),
        bins,
        values,
        descriptives: found,
    })
}

/// How wide the bins of a histogram are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bin<'a> {
    /// As the values ask, but no narrower than this.
    AtLeast(f64),
    /// As many steps each as the values ask, where complete answers lie whole steps from
    /// a value: bins of unlike many possible values would show dips that are none.
    Steps { from: f64, step: f64 },
    /// These, so that several groups can be compared.
    These(&'a [(f64, f64, u64)]),
}

/// Result of [`distribution`].
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    pub descriptives: Descriptives,
    /// Distinct values in rising order and how many have each.
    pub values: Vec<(f64, u64)>,
    /// Lower whisker, hinge, median, hinge, upper whisker.
    pub five: [f64; 5],
    /// Value and density, from three kernel widths below the least value to
    /// three above the greatest; empty without spread.
    pub density: Vec<(f64, f64)>,
    /// From (included), to (excluded but for the last), respondents.
    pub bins: Vec<(f64, f64, u64)>,
    /// The normal curve over the bins; empty without spread.
    pub curve: Vec<(f64, f64)>,
    /// Expected deviate, observed value, respondents.
    pub quantiles: Vec<(f64, f64, u64)>,
    /// Deviate, lower and upper end; empty without spread.
    pub band: Vec<(f64, f64, f64)>,
    /// Respondents outside the band; none without one.
    pub outside: Option<u64>,
}

/// φ
fn normal_density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt()
}

fn density(values: &[(f64, u64)], of: &Descriptives, sd: f64) -> Vec<(f64, f64)> {
    const STEPS: u32 = 60;
    let n = of.n as f64;
    let [lower, _, upper] = of.quartiles_type7;
    let spread = Some((upper - lower) / 1.34).filter(|s| *s > 0.0);
    let width = 0.9 * spread.map_or(sd, |s| s.min(sd)) * libm::pow(n, -0.2);
    let (from, to) = (of.min - 3.0 * width, of.max + 3.0 * width);
    let at = |x: f64| {
        let sum: f64 = values
            .iter()
            .map(|(v, count)| *count as f64 * normal_density((x - v) / width))
            .sum();
        sum / (n * width)
    };
    (0..=STEPS)
        .map(|i| from + (to - from) * f64::from(i) / f64::from(STEPS))
        .map(|x| (x, at(x)))
        .collect()
}

/// By Freedman and Diaconis, such that there are five to 25 bins.
fn ideal_width(of: &Descriptives, least: f64) -> f64 {
    let [lower, _, upper] = of.quartiles_type7;
    let range = of.max - of.min;
    let ideal = 2.0 * (upper - lower) * libm::pow(of.n as f64, -1.0 / 3.0);
    ideal.max(range / 25.0).min((range / 5.0).max(least))
}

/// A round width near the ideal one.
fn round_width(of: &Descriptives, least: f64) -> f64 {
    let wanted = ideal_width(of, least);
    let power = libm::pow(10.0, libm::floor(libm::log10(wanted.max(1e-9))));
    let round = [1.0, 2.0, 2.5, 5.0, 10.0].map(|m| m * power);
    let apart = |width: f64| (width / wanted.max(1e-9)).max(wanted / width);
    let nearest = round
        .into_iter()
        .min_by(|a, b| apart(*a).total_cmp(&apart(*b)));
    nearest.unwrap_or(least).max(least)
}

fn bins(values: &[(f64, u64)], of: &Descriptives, bin: Bin) -> Vec<(f64, f64, u64)> {
    let width = match bin {
        Bin::These(bins) => return counted(values, bins),
        Bin::AtLeast(least) => round_width(of, least),
        Bin::Steps { from, step } => match lie_on(values, from, step) {
            true => return stepped(values, of, from, step),
            false => round_width(of, step),
        },
    };
    if of.min == of.max {
        // The only value stands in the middle of its bin.
        return counted(values, &[(of.min - width / 2.0, of.min + width / 2.0, 0)]);
    }
    let first = (of.min / width).floor();
    let count = ((of.max / width).floor() - first).clamp(0.0, 60.0) as usize + 1;
    // A greatest value on a bound closes the bin below it.
    let closes = count > 1 && (first + count as f64 - 1.0) * width == of.max;
    let count = if closes { count - 1 } else { count };
    let empty: Vec<(f64, f64, u64)> = (0..count)
        .map(|i| (first + i as f64, first + i as f64 + 1.0))
        .map(|(from, to)| (from * width, to * width, 0))
        .collect();
    counted(values, &empty)
}

/// Whether most values lie whole steps from one.
fn lie_on(values: &[(f64, u64)], from: f64, step: f64) -> bool {
    let off = |value: f64| {
        let steps = (value - from) / step;
        (steps - steps.round()).abs()
    };
    let all: u64 = values.iter().map(|(_, count)| count).sum();
    let on = values.iter().filter(|(value, _)| off(*value) < 1e-6);
    2 * on.map(|(_, count)| count).sum::<u64>() > all
}

/// Bins of as many steps each, their bounds half a step from the values.
fn stepped(values: &[(f64, u64)], of: &Descriptives, from: f64, step: f64) -> Vec<(f64, f64, u64)> {
    let many = (ideal_width(of, step) / step).round().max(1.0);
    let (width, start) = (many * step, from - step / 2.0);
    let at = |value: f64| ((value - start) / width).floor();
    let first = at(of.min);
    let count = (at(of.max) - first).clamp(0.0, 60.0) as usize + 1;
    let bound = |i: usize| start + (first + i as f64) * width;
    let empty: Vec<(f64, f64, u64)> = (0..count).map(|i| (bound(i), bound(i + 1), 0)).collect();
    counted(values, &empty)
}

/// The values in bins of which each holds its lower end, the last both.
fn counted(values: &[(f64, u64)], bins: &[(f64, f64, u64)]) -> Vec<(f64, f64, u64)> {
    let mut bins: Vec<(f64, f64, u64)> = bins.iter().map(|b| (b.0, b.1, 0)).collect();
    for (value, how_many) in values {
        let at = bins.partition_point(|b| b.0 <= *value).saturating_sub(1);
        if let Some(bin) = bins.get_mut(at) {
            bin.2 += how_many;
        }
    }
    bins
}

fn curve(of: &Descriptives, sd: f64, width: f64, bins: &[(f64, f64, u64)]) -> Vec<(f64, f64)> {
    let (Some(first), Some(last)) = (bins.first(), bins.last()) else {
        return Vec::new();
    };
    let (from, to) = (first.0 - width / 2.0, last.1 + width / 2.0);
    let at = |x: f64| of.n as f64 * width * normal_density((x - of.mean) / sd) / sd;
    (0..=60)
        .map(|i| from + (to - from) * f64::from(i) / 60.0)
        .map(|x| (x, at(x)))
        .collect()
}

fn quantiles(values: &[(f64, u64)], n: u64) -> Vec<(f64, f64, u64)> {
    let n = n as f64;
    let mut before = 0.0;
    let mut points = Vec::new();
    for (value, count) in values {
        let rank = before + (*count as f64 + 1.0) / 2.0;
        before += *count as f64;
        let upper = 1.0 - (rank - 0.375) / (n + 0.25);
        points.extend(normal_quantile(upper).map(|z| (z, *value, *count)));
    }
    points
}

fn band(of: &Descriptives, sd: f64) -> Vec<(f64, f64, f64)> {
    let n = of.n as f64;
    let Some(edge) = normal_quantile(0.625 / (n + 0.25)) else {
        return Vec::new();
    };
    let at = |i: i32| band_at(edge * f64::from(i) / 20.0, of, sd);
    (-20..=20).filter_map(at).collect()
}

fn band_at(z: f64, of: &Descriptives, sd: f64) -> Option<(f64, f64, f64)> {
    let p = crate::stats::normal_upper(z)?;
    let se = sd / normal_density(z) * (p * (1.0 - p) / of.n as f64).sqrt();
    let line = of.mean + sd * z;
    Some((z, line - 1.96 * se, line + 1.96 * se))
}

/// How many lie outside the band at their own places.
fn outside(quantiles: &[(f64, f64, u64)], of: &Descriptives, sd: f64) -> Option<u64> {
    let counts = quantiles.iter().map(|(z, value, count)| {
        let (_, low, high) = band_at(*z, of, sd)?;
        Some(if (low..=high).contains(value) {
            0
        } else {
            *count
        })
    });
    counts.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        let apart = (found - expected).abs();
        assert!(
            apart < 1e-9 * expected.abs().max(1e-3),
            "{found} {expected}"
        );
    }

    /// Expected values: `tests/reference/make/distribution.R`.
    #[test]
    fn a_figure_shows_what_r_computes() {
        let values = [1, 2, 2, 3, 3, 3, 4, 4, 5, 7, 7, 8, 9, 12, 25];
        let values = values.map(|v| Some(f64::from(v)));
        let sample = Sample::of_numbers(&values).unwrap();
        let found = distribution(&sample, Bin::AtLeast(1.0)).unwrap();
        assert_eq!(found.five, [1.0, 3.0, 4.0, 7.5, 12.0]);
        let ends = (found.density[0].0, found.density[60].0);
        close(ends.0, 1.0 - 3.0 * 1.75845789146895);
        close(ends.1, 25.0 + 3.0 * 1.75845789146895);
        close(found.density[20].1, 0.0684098512455034);
        close(found.density[40].1, 3.71738494867265e-05);
        close(found.quantiles[0].0, -1.739_384_156_919_556);
        close(found.quantiles[3].0, -0.0822772694097735);
        close(found.quantiles[9].0, 1.7393841569195554);
        let band = found.band.last().unwrap();
        close(band.1, 9.91807177677994);
        close(band.2, 23.60739556870848);
        assert_eq!(found.outside, Some(1));
        assert_eq!(found.bins.iter().map(|b| b.2).sum::<u64>(), 15);
        let width = found.bins[0].1 - found.bins[0].0;
        let most = found.curve.iter().map(|c| c.1).fold(0.0, f64::max);
        assert!(most <= 4.9900799145189 * width / 5.0 * (1.0 + 1e-12));
    }

    #[test]
    fn a_value_on_the_fence_is_within_it() {
        // Codes summing to 21, 27, 29, 31 of 36: hinges 27 and 31, fence 27 − 6 = 21.
        let sums = [21, 27, 27, 27, 29, 31, 31, 31, 31];
        let share = |sum: i32| (f64::from(sum) / 36.0 * 100.0 * 1e10).round() / 1e10;
        let values = sums.map(|sum| Some(share(sum)));
        let found = distribution(&Sample::of_numbers(&values).unwrap(), Bin::AtLeast(1.0)).unwrap();
        assert_eq!(found.five[0], share(21));
    }

    #[test]
    fn bins_hold_every_value_once() {
        for width in [0.5, 1.0] {
            for most in 1_u16..60 {
                let values: Vec<Option<f64>> = (0..=most)
                    .map(|v| Some(25.0 + f64::from(v) * 1.25))
                    .collect();
                let found =
                    distribution(&Sample::of_numbers(&values).unwrap(), Bin::AtLeast(width))
                        .unwrap();
                let counted: u64 = found.bins.iter().map(|b| b.2).sum();
                assert_eq!(counted, u64::from(most) + 1);
                for (from, to, count) in &found.bins {
                    let last = found.bins.last().is_some_and(|b| b.1 == *to);
                    let inside = values
                        .iter()
                        .flatten()
                        .filter(|v| **v >= *from && (**v < *to || (last && **v == *to)));
                    assert_eq!(inside.count() as u64, *count, "{from} {to}");
                }
            }
        }
    }

    #[test]
    fn bins_hold_equally_many_possible_values() {
        // Every index that nine answers of 1 to 4 can have, once.
        let step = 100.0 / 36.0;
        let values: Vec<Option<f64>> = (0..=27).map(|v| Some(25.0 + f64::from(v) * step)).collect();
        let sample = Sample::of_numbers(&values).unwrap();
        let found = distribution(&sample, Bin::Steps { from: 25.0, step }).unwrap();
        let counts: Vec<u64> = found.bins.iter().map(|b| b.2).collect();
        let (last, rest) = counts.split_last().unwrap();
        assert!(rest.windows(2).all(|two| two[0] == two[1]), "{counts:?}");
        assert!(
            last <= &rest[0] && counts.iter().sum::<u64>() == 28,
            "{counts:?}"
        );
        // Each answer of an item has a bar of its own.
        let codes = Sample::of_codes(1, &[4, 0, 7, 9], 2);
        let found = distribution(
            &codes,
            Bin::Steps {
                from: 1.0,
                step: 1.0,
            },
        )
        .unwrap();
        let counts: Vec<u64> = found.bins.iter().map(|b| b.2).collect();
        assert_eq!(counts, [4, 0, 7, 9]);
        assert_eq!(found.bins[0].0, 0.5);
    }

    #[test]
    fn one_value_has_a_bin_and_no_curve() {
        let found = distribution(&Sample::of_codes(3, &[4], 0), Bin::AtLeast(1.0)).unwrap();
        assert_eq!(
            (found.bins.as_slice(), found.curve.len()),
            ([(2.5, 3.5, 4)].as_slice(), 0)
        );
        assert!(found.density.is_empty() && found.band.is_empty());
    }
}
