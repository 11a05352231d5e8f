use super::script::Names;
use super::script_factors::{Check, NEAR};
use crate::analysis::{Comparison, Pair, PairMethod, PairTable, TestResult};
use crate::stats::Effect;

/// Groups compared again in base R: lines that come first, and each number they find.
pub(super) fn comparison_r(names: &Names, found: &Comparison) -> (String, Vec<Check>) {
    let (of, by) = (names.target(&found.of), names.group(&found.by));
    let lines = format!(
        "k <- complete.cases(d${of}, d${by})\ny <- d${of}[k]\ng <- factor(d${by}[k])\n\
         n <- as.numeric(table(g))\nm <- tapply(y, g, mean)\ns <- tapply(y, g, var)\n"
    );
    let mut checks = Vec::new();
    let results = [Some(&found.test), found.beside.as_ref()];
    for result in results.into_iter().flatten().flatten() {
        let test = result.as_test();
        if let (Some(code), Ok(p)) = (tested(&result.result), test.p_value()) {
            let name = format!("p {} {of}", test.method());
            checks.push((name, format!("{code}$p.value"), p));
        }
        checks.extend(result.effect().and_then(|effect| sized(&effect)));
    }
    let mut lines = lines;
    if let Some(Ok(table)) = &found.pairs {
        lines.push_str(spread(table.method));
        checks.extend(pairs(found, table));
    }
    (lines, checks)
}

fn tested(result: &TestResult) -> Option<&'static str> {
    Some(match result {
        TestResult::WelchTTest(_) => "t.test(y ~ g)",
        TestResult::StudentTTest(_) => "t.test(y ~ g, var.equal = TRUE)",
        TestResult::MannWhitney(_) => "wilcox.test(y ~ g, exact = FALSE, correct = FALSE)",
        TestResult::WelchAnova(_) => "oneway.test(y ~ g)",
        // `oneway.test` takes no group of one.
        TestResult::AnovaOneway(_) => "list(p.value = anova(lm(y ~ g))[1, \"Pr(>F)\"])",
        TestResult::KruskalWallis(_) => "kruskal.test(y ~ g)",
        // Base R has no exact distribution with ties.
        TestResult::MannWhitneyExact(_) => return None,
    })
}

fn sized(effect: &Effect) -> Option<Check> {
    let code = match effect.name.as_str() {
        "cohen_d" => "unname((m[1] - m[2]) / sqrt(sum((y - m[g])^2) / (sum(n) - 2)))",
        "rank_biserial" => "2 * unname(wilcox.test(y ~ g, exact = FALSE)$statistic) / prod(n) - 1",
        "eta_squared" => "sum(n * (m - mean(y))^2) / sum((y - mean(y))^2)",
        "epsilon_squared" => "unname(kruskal.test(y ~ g)$statistic) / (length(y) - 1)",
        _ => return None,
    };
    Some((effect.name.clone(), code.to_owned(), effect.value))
}

/// What every two groups are compared by: the error of a difference, and p.
fn spread(method: PairMethod) -> &'static str {
    match method {
        PairMethod::GamesHowell => {
            "v <- s / n\np <- combn(nlevels(g), 2, function(i) ptukey(abs(diff(m[i])) / sqrt(sum(v[i]) / 2), \
             nlevels(g), sum(v[i])^2 / sum(v[i]^2 / (n[i] - 1)), lower.tail = FALSE))\n"
        }
        PairMethod::TukeyHsd => {
            "v <- sum((y - m[g])^2) / (sum(n) - nlevels(g))\n\
             p <- combn(nlevels(g), 2, function(i) ptukey(abs(diff(m[i])) / sqrt(v / 2 * sum(1 / n[i])), \
             nlevels(g), sum(n) - nlevels(g), lower.tail = FALSE))\n"
        }
        PairMethod::DunnHolm => {
            "r <- tapply(rank(y), g, mean)\nt <- table(y)\nN <- length(y)\n\
             v <- N * (N + 1) / 12 - sum(t^3 - t) / (12 * (N - 1))\n\
             z <- combn(nlevels(g), 2, function(i) diff(r[i]) / sqrt(v * sum(1 / n[i])))\n\
             p <- p.adjust(2 * pnorm(-abs(z)), \"holm\")\n"
        }
    }
}

/// `combn` lists all pairs, the first group with each later one, then the second; the
/// table leaves out those without a test. `ptukey` loses digits at few degrees of
/// freedom and has no value below two.
fn pairs(found: &Comparison, table: &PairTable) -> Vec<Check> {
    let near = match table.method {
        PairMethod::DunnHolm => String::new(),
        PairMethod::GamesHowell | PairMethod::TukeyHsd => format!(", {NEAR}"),
    };
    let groups = found.groups.len();
    let is_known = |pair: &&Pair| {
        table.method != PairMethod::GamesHowell || degrees(found, pair).is_some_and(|df| df >= 2.0)
    };
    let check = |pair: &Pair| {
        let before: usize = (0..pair.first)
            .map(|at| groups.saturating_sub(at + 1))
            .sum();
        let place = before + pair.second.saturating_sub(pair.first);
        let name = format!("p {} - {}", pair.first + 1, pair.second + 1);
        (name, format!("p[[{place}]]{near}"), pair.p)
    };
    table.pairs.iter().filter(is_known).map(check).collect()
}

/// Welch's degrees of freedom of a pair.
fn degrees(found: &Comparison, pair: &Pair) -> Option<f64> {
    let part = |at: usize| {
        let group = found.groups.get(at)?;
        let n = group.n as f64;
        Some((group.sd?.powi(2) / n, n - 1.0))
    };
    let ((a, more_a), (b, more_b)) = (part(pair.first)?, part(pair.second)?);
    Some((a + b).powi(2) / (a * a / more_a + b * b / more_b))
}
