use super::script::Names;
use super::script_factors::{Check, LIKELIHOOD, NEAR};
use super::view::View;
use crate::analysis::{Description, Normality, Scale, Study, Target};
use std::fmt::Write;

/// Functions the checks of a description use.
pub(super) const SHAPES: &str = r#"
kemencengan <- function(x) {
  n <- length(x); m <- x - mean(x)
  mean(m^3) / mean(m^2)^1.5 * sqrt(n * (n - 1)) / (n - 2)
}
kurtosis <- function(x) {
  n <- length(x); m <- x - mean(x)
  (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (mean(m^4) / mean(m^2)^2 - 3) + 6)
}
"#;

/// How often each level of each item was chosen, as lines of R.
pub(super) fn levels_counted(names: &Names, study: &Study) -> String {
    let mut text = String::new();
    let view = View(study);
    let items = view.index().map(|index| view.items(index));
    for (item, found) in items.into_iter().flatten() {
        if found.counts.is_empty() {
            continue;
        }
        let counts: Vec<String> = found.counts.iter().map(u64::to_string).collect();
        let (name, levels) = (names.item(&item.id), counts.len());
        let _ = writeln!(
            text,
            "periksa(\"n {name} = {}..{}\", tabulate(d${name} - ({}), {levels}), c({}))",
            item.min,
            item.max,
            i32::from(item.min) - 1,
            counts.join(", ")
        );
    }
    text
}

/// Means, standard deviations and shapes of the items and the dimensions.
pub(super) fn description_r(names: &Names, found: &Description) -> Vec<Check> {
    let items = found.items.iter();
    let items = items.map(|item| (names.item(&item.item).to_owned(), &item.descriptives));
    let dimensions = found.dimensions.iter().map(|dimension| {
        let of = Target::DimensionMean {
            name: dimension.name.clone(),
            items: Vec::new(),
        };
        (names.target(&of), &dimension.descriptives)
    });
    let mut checks = Vec::new();
    for (name, numbers) in items.chain(dimensions) {
        let Ok(numbers) = numbers else { continue };
        let values = [
            ("mean", Ok(numbers.mean), "mean(x)"),
            ("sd", numbers.sd.clone(), "sd(x)"),
            ("skewness", numbers.skewness.spss.clone(), "kemencengan(x)"),
            ("kurtosis", numbers.kurtosis.spss.clone(), "kurtosis(x)"),
        ];
        for (what, value, code) in values {
            let code = format!("{{x <- na.omit(d${name}); {code}}}");
            checks.extend(value.map(|value| (format!("{what} {name}"), code, value)));
        }
    }
    checks
}

/// Two tests of whether values look normal; `shapiro.test` takes 5,000 of them.
pub(super) fn normality_r(names: &Names, found: &Normality) -> Vec<Check> {
    let of = names.target(&found.of);
    let mut checks = Vec::new();
    if let (Ok(test), ..=5000) = (&found.shapiro_wilk, found.n) {
        let code = format!("shapiro.test(d${of})");
        checks.push((
            format!("W {of}"),
            format!("unname({code}$statistic)"),
            test.w,
        ));
        checks.push((format!("p W {of}"), format!("{code}$p.value"), test.p));
    }
    if let Ok(test) = &found.lilliefors {
        let code = format!(
            "{{x <- sort(d${of}); n <- length(x); z <- pnorm(x, mean(x), sd(x)); \
             max((1:n) / n - z, z - (1:n - 1) / n)}}"
        );
        checks.push((format!("D {of}"), code, test.d));
    }
    checks
}

/// McDonald's ω of the items in `x`, by the factor analysis of base R: the same to
/// four digits or more.
pub(super) fn omega_r(found: &Scale) -> Option<Check> {
    let omega = found.omega.as_ref().ok()?.covariance_ml.clone().ok()?;
    // Of a few items the search is there before it finds that it is near.
    let code = format!(
        "{{set.seed(1); f <- tryCatch(factanal(x, 1, {LIKELIHOOD}), error = function(e) factanal(x, 1)); \
         s <- apply(x, 2, sd); l <- sum(f$loadings * s)^2; l / (l + sum(f$uniquenesses * s^2))}}, {NEAR}"
    );
    Some(("omega".to_owned(), code, omega))
}
