use super::script::Names;
use super::script_factors::Check;
use crate::analysis::{Comparison, PairMethod, PairTable, TestResult};
use crate::stats::Effect;

/// Groups compared again in base R: lines that come first, and each number they find.
pub(super) fn comparison_r(names: &Names, found: &Comparison) -> (String, Vec<Check>) {
    let (of, by) = (names.target(&found.of), names.group(&found.by));
    let lines = format!(
        "k <- complete.cases(d${of}, d${by})\ny <- d${of}[k]\ng <- factor(d${by}[k])\n\
         n <- as.numeric(table(g))\nm <- tapply(y, g, mean)\ns <- tapply(y, g, var)\n"
    );
    let mut checks = Vec::new();
    let effects = [found.effect(), found.effect_beside()];
    let results = [Some(&found.test), found.beside.as_ref()];
    for (result, effect) in results.into_iter().zip(effects) {
        let Some(Ok(result)) = result else { continue };
        let test = result.as_test();
        if let (Some(code), Ok(p)) = (tested(result), test.p_value()) {
            let name = format!("p {} {of}", test.method());
            checks.push((name, format!("{code}$p.value"), p));
        }
        checks.extend(effect.and_then(|effect| sized(&effect)));
    }
    let mut lines = lines;
    if let Some(Ok(table)) = &found.pairs {
        lines.push_str(spread(table.method));
        checks.extend(pairs(table));
    }
    (lines, checks)
}

fn tested(result: &TestResult) -> Option<&'static str> {
    Some(match result {
        TestResult::WelchTTest(_) => "t.test(y ~ g)",
        TestResult::StudentTTest(_) => "t.test(y ~ g, var.equal = TRUE)",
        TestResult::MannWhitney(_) => "wilcox.test(y ~ g, exact = FALSE, correct = FALSE)",
        TestResult::WelchAnova(_) => "oneway.test(y ~ g)",
        TestResult::AnovaOneway(_) => "oneway.test(y ~ g, var.equal = TRUE)",
        TestResult::KruskalWallis(_) => "kruskal.test(y ~ g)",
        // Base R has no exact distribution with ties.
        TestResult::MannWhitneyExact(_) => return None,
    })
}

fn sized(effect: &Effect) -> Option<Check> {
    let code = match effect.name.as_str() {
        "cohen_d" => "unname((m[1] - m[2]) / sqrt(sum((n - 1) * s) / (sum(n) - 2)))",
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
            "v <- sum((n - 1) * s) / (sum(n) - nlevels(g))\n\
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

/// `combn` lists the pairs in the order of the table. `ptukey` of R is right to about
/// eight places.
fn pairs(table: &PairTable) -> impl Iterator<Item = Check> {
    let near = match table.method {
        PairMethod::DunnHolm => "",
        PairMethod::GamesHowell | PairMethod::TukeyHsd => ", batas = 1e-4",
    };
    (1..).zip(&table.pairs).map(move |(at, pair)| {
        let name = format!("p {} - {}", pair.first + 1, pair.second + 1);
        (name, format!("p[[{at}]]{near}"), pair.p)
    })
}
