use super::script::{Names, greatest, quoted};
use super::script_assumptions::assumptions_r;
use super::script_comparison::comparison_r;
use super::script_description::{SHAPES, description_r, levels_counted, normality_r, omega_r};
use super::script_factors::{Check, constructs_r, factors_r};
use super::script_intervals::{intervals_r, levels_r};
use super::voice::Voice;
use crate::analysis::{
    Correlation, CorrelationValue, Correlations, Crosstab, Finding, Model, Paired, Recommendation,
    Regression, Scale, Study, Variable,
};
use crate::stats::{HypothesisTest, Interval, LinearRegression, Outcome};
use std::fmt::Write;

/// The analyses of a study as a program for R (base R, no packages): it reads
/// `data.csv`, computes each number again, and says whether it is the one of the
/// report.
pub fn script_r(study: &Study, voice: &Voice) -> String {
    let mut script = Script {
        names: Names::of(study),
        text: String::new(),
        questions: 0,
    };
    script.head(study, voice);
    for entry in &study.entries {
        if let Ok(finding) = &entry.outcome {
            script.finding(finding);
        }
    }
    script.text.push_str("selesai()\n");
    script.text
}

struct Script {
    names: Names,
    text: String,
    questions: usize,
}

const CHECK: &str = r#"
berbeda <- 0
periksa <- function(nama, r, laporan, batas = 1e-6) {
  sama <- length(r) == length(laporan) && isTRUE(all(abs(r - laporan) <= batas * pmax(1e-3, abs(laporan))))
  if (!sama) berbeda <<- berbeda + 1
  angka <- function(x) paste(sprintf("%.10g", x), collapse = " ")
  cat(sprintf("%-52s R %s  laporan %s  %s\n", nama, angka(r), angka(laporan), if (sama) "sama" else "BERBEDA"))
}
selesai <- function() {
  cat(sprintf("%d angka berbeda / numbers that differ\n", berbeda))
  if (berbeda > 0) quit(status = 1)
}
"#;

/// The R² in the population below which the one found lies with the chance p.
const R_SQUARED: &str = r"rho2 <- function(p) {
  v <- m$fstatistic; size <- (v[2] + v[3]) / 2
  g <- function(r) {
    k <- 0:ceiling((size * r + 40 * sqrt(size * r) + 40) / (1 - r))
    sum(dnbinom(k, size, 1 - r) * pbeta(m$r.squared, v[2] / 2 + k, v[3] / 2)) - p
  }
  if (g(0) <= 0) 0 else unname(uniroot(g, c(0, (9 + m$r.squared) / 10), tol = 1e-13)$root)
}
";

impl Script {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn head(&mut self, study: &Study, voice: &Voice) {
        for line in voice.word("script.lead").lines() {
            let _ = writeln!(self.text, "# {line}");
        }
        let made = &study.made_by;
        let _ = writeln!(self.text, "# {} {}", made.name, made.version);
        self.line("d <- read.csv(\"data.csv\")");
        let items: Vec<&str> = self.names.items().collect();
        let list = quoted(&items);
        let max = greatest(&study.survey.items);
        let mut text = format!("butir <- c({list})\n");
        let _ = writeln!(
            text,
            "d$indeks <- rowMeans(d[, butir, drop = FALSE], na.rm = TRUE) * 100 / {max}"
        );
        text.push_str("d$indeks[is.nan(d$indeks)] <- NA\n");
        text.push_str("d$jumlah <- rowSums(d[, butir, drop = FALSE])\n");
        for dimension in &study.survey.dimensions {
            let of = self.names.list(&dimension.items);
            let list = quoted(&of);
            let (name, items) = (dimension.name.clone(), dimension.items.clone());
            let sum = crate::analysis::Target::Dimension {
                name: name.clone(),
                items: items.clone(),
            };
            let mean = crate::analysis::Target::DimensionMean { name, items };
            let (sum, mean) = (self.names.target(&sum), self.names.target(&mean));
            let _ = writeln!(text, "d${sum} <- rowSums(d[, c({list}), drop = FALSE])");
            let _ = writeln!(
                text,
                "d${mean} <- rowMeans(d[, c({list}), drop = FALSE], na.rm = TRUE)"
            );
        }
        self.text.push_str(&text);
        self.text.push_str(&intervals_r(&self.names, study));
        self.text.push_str(CHECK);
        self.text.push_str(SHAPES.trim_start());
        self.text.push_str(&levels_counted(&self.names, study));
    }

    /// One number of the report computed again.
    fn check(&mut self, name: &str, code: &str, value: f64) {
        let question = self.questions;
        let _ = writeln!(
            self.text,
            "periksa(\"{question} {name}\", {code}, {value:e})"
        );
    }

    /// Lines that come first, and what they find.
    fn computed(&mut self, (lines, checks): (String, Vec<Check>)) {
        self.text.push_str(&lines);
        for (name, code, value) in checks {
            self.check(&name, &code, value);
        }
    }

    fn finding(&mut self, finding: &Finding) {
        self.questions += 1;
        match finding {
            Finding::Comparison(found) => {
                let computed = comparison_r(&self.names, found);
                self.computed(computed);
            }
            Finding::Crosstab(found) => self.crosstab(found),
            Finding::Correlations(found) => self.correlations(found),
            Finding::Regression(found) => self.regression(found),
            Finding::Paired(found) => self.paired(found),
            Finding::Scale(found) => self.scale(found),
            Finding::Factors(found) => {
                let computed = factors_r(&self.names, found);
                self.computed(computed);
            }
            Finding::Constructs(found) => {
                let computed = constructs_r(&self.names, found);
                self.computed(computed);
            }
            Finding::Recommendation(found) => self.recommendation(found),
            Finding::SuccessiveIntervals { items } => {
                let checks = levels_r(&self.names, items);
                self.computed((String::new(), checks));
            }
            Finding::Normality(found) => {
                let checks = normality_r(&self.names, found);
                self.computed((String::new(), checks));
            }
            Finding::Description(found) => {
                let checks = description_r(&self.names, found);
                self.computed((String::new(), checks));
            }
            _ => self.questions -= 1,
        }
    }

    fn crosstab(&mut self, found: &Crosstab) {
        let rows = self.names.variable(&found.rows);
        let columns = self.names.variable(&found.columns);
        let _ = writeln!(self.text, "tabel <- table(d${rows}, d${columns})");
        self.line("u <- suppressWarnings(chisq.test(tabel, correct = FALSE))");
        let chi = &found.chi_square;
        self.check("chi-square", "unname(u$statistic)", chi.chi_square);
        self.check("p chi-square", "u$p.value", chi.p);
        if let Some(v) = chi.cramer_v {
            let code = "sqrt(unname(u$statistic) / sum(tabel) / (min(dim(tabel)) - 1))";
            self.check("V", code, v);
        }
        if let Ok(test) = &found.test
            && matches!(
                test.kind(),
                crate::analysis::TableTest::FisherExact
                    | crate::analysis::TableTest::FisherFreemanHalton
            )
            && let Ok(p) = test.as_test().p_value()
        {
            self.check("p Fisher", "fisher.test(tabel, workspace = 2e8)$p.value", p);
        }
    }

    fn correlations(&mut self, found: &Correlations) {
        for pair in &found.pairs {
            let both = found.of.get(pair.first).zip(found.of.get(pair.second));
            let (Some((first, second)), Ok(value)) = (both, &pair.found) else {
                continue;
            };
            let (x, y) = (self.names.target(first), self.names.target(second));
            let method = match found.kind {
                Correlation::Spearman => "spearman",
                Correlation::Pearson => "pearson",
            };
            let code = format!(
                "cor(d${x}, d${y}, use = \"pairwise.complete.obs\", method = \"{method}\")"
            );
            let name = format!("{method} {x} {y}");
            self.check(&name, &code, CorrelationValue::coefficient(value));
        }
    }

    /// The summary `m` of a linear model.
    fn linear(&mut self, model: &LinearRegression) {
        self.check("R2", "m$r.squared", model.r_squared);
        if let Ok(Interval {
            low: Some(low),
            high: Some(high),
            confidence,
        }) = model.r_squared_interval
        {
            self.text.push_str(R_SQUARED);
            let below = |sign: char| format!("rho2((1 {sign} {confidence}) / 2)");
            self.check("R2 >=", &below('+'), low);
            self.check("R2 <=", &below('-'), high);
        }
        if let Ok(f) = &model.f {
            self.check("F", "unname(m$fstatistic[1])", f.f);
        }
        let slopes: Vec<_> = model.slopes.iter().flatten().cloned().collect();
        for (at, slope) in (2..).zip(slopes) {
            self.check("B", &format!("m$coefficients[{at}, 1]"), slope.estimate);
            if let Ok(test) = &slope.test {
                self.check("t", &format!("m$coefficients[{at}, 3]"), test.t);
                self.check("p", &format!("m$coefficients[{at}, 4]"), test.p);
            }
        }
    }

    fn regression(&mut self, found: &Regression) {
        let y = self.names.variable(&found.outcome);
        let terms: Vec<String> = found
            .predictors
            .iter()
            .map(|predictor| match predictor {
                crate::analysis::Variable::Group(_) => {
                    format!("factor({})", self.names.variable(predictor))
                }
                crate::analysis::Variable::Value(_) => self.names.variable(predictor),
            })
            .collect();
        let terms = terms.join(" + ");
        match &found.model {
            Model::LinearRegression { model, assumptions } => {
                let _ = writeln!(self.text, "f <- lm({y} ~ {terms}, d)\nm <- summary(f)");
                self.linear(model);
                self.computed(assumptions_r(model, assumptions));
            }
            Model::LogisticRegression(model) => {
                let _ = writeln!(
                    self.text,
                    "e <- max(d${y}[complete.cases(d[, all.vars({y} ~ {terms})])])\n\
                     m <- glm(I({y} == e) ~ {terms}, binomial, d, control = list(epsilon = 1e-14, maxit = 100))"
                );
                let lr = model.likelihood_ratio.chi_square;
                self.check("LR", "m$null.deviance - m$deviance", lr);
                let slopes: Vec<_> = model.slopes.iter().flatten().cloned().collect();
                for (at, slope) in (2..).zip(slopes) {
                    let code = format!("unname(coef(m)[{at}])");
                    self.check("B", &code, slope.wald.estimate);
                }
            }
            Model::OrdinalRegression(model) => {
                let _ = writeln!(
                    self.text,
                    "if (requireNamespace(\"MASS\", quietly = TRUE)) {{\n\
                     m <- MASS::polr(factor({y}) ~ {terms}, d, control = list(reltol = 1e-14))"
                );
                self.check("log-likelihood", "c(logLik(m))", model.log_likelihood);
                self.line("}");
            }
        }
    }

    fn paired(&mut self, found: &Paired) {
        let (x, y) = (
            self.names.target(&found.before),
            self.names.target(&found.after),
        );
        let _ = writeln!(self.text, "b <- d[complete.cases(d$`{x}`, d$`{y}`), ]");
        let p = |outcome: Outcome<f64>| outcome.ok();
        if let Some(value) = p(found.p_of_means()) {
            let code = format!("t.test(b${y}, b${x}, paired = TRUE)$p.value");
            self.check("p t", &code, value);
        }
        let ranks = found.wilcoxon.as_ref().ok();
        if let Some(value) = ranks.and_then(|w| w.p_value().ok()) {
            let code = format!(
                "wilcox.test(b${y}, b${x}, paired = TRUE, exact = FALSE, correct = FALSE)$p.value"
            );
            self.check("p Wilcoxon", &code, value);
        }
    }

    /// Of an item; a characteristic stands in the data by the number of its value.
    fn recommendation(&mut self, found: &Recommendation) {
        if let Variable::Value(of) = &found.of {
            let y = self.names.target(of);
            let code =
                format!("100 * (mean(d${y} >= 9, na.rm = TRUE) - mean(d${y} <= 6, na.rm = TRUE))");
            self.check(&format!("NPS {y}"), &code, found.score.score);
        }
    }

    fn scale(&mut self, found: &Scale) {
        let Ok(validity) = &found.validity else {
            return;
        };
        let names: Vec<String> = validity
            .items
            .iter()
            .map(|id| self.names.item(id).to_owned())
            .collect();
        let list: Vec<&str> = names.iter().map(String::as_str).collect();
        let _ = writeln!(self.text, "x <- na.omit(d[, c({})])", quoted(&list));
        if let Ok(alpha) = &found.reliability {
            let code = "ncol(x) / (ncol(x) - 1) * (1 - sum(apply(x, 2, var)) / var(rowSums(x)))";
            self.check("alpha", code, alpha.alpha);
            if let Some((name, code, value)) = omega_r(found) {
                self.check(&name, &code, value);
            }
            for (at, (item, name)) in (1..).zip(alpha.items.iter().zip(&names)) {
                let Ok(without) = item.alpha else { continue };
                let _ = writeln!(self.text, "y <- x[, -{at}]");
                let code =
                    "ncol(y) / (ncol(y) - 1) * (1 - sum(apply(y, 2, var)) / var(rowSums(y)))";
                self.check(&format!("alpha - {name}"), code, without);
                let code = "mean(rowSums(y))";
                self.check(&format!("mean - {name}"), code, item.scale_mean);
                let code = "var(rowSums(y))";
                self.check(&format!("var - {name}"), code, item.scale_variance);
                let Ok(r) = item.corrected_correlation else {
                    continue;
                };
                let code = format!("cor(x[, {at}], rowSums(y))");
                self.check(&format!("r - {name}"), &code, r);
            }
        }
        for (item, name) in validity.total.items.iter().zip(&names) {
            if let Ok(r) = item.r {
                let code = format!("cor(x${name}, rowSums(x))");
                self.check(&format!("r {name}"), &code, r);
            }
        }
    }
}
