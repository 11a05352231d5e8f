use super::script::{Names, quoted};
use crate::analysis::{Constructs, FactorExtraction, Factors, Rotation};
use std::fmt::Write;

/// A number by its name and the code that finds it in R.
pub(super) type Check = (String, String, f64);

/// `factanal` searches from several starts and stops near the top of the likelihood,
/// so its loadings are the same to four digits or more: `batas` is how far off they
/// may be.
pub(super) const LIKELIHOOD: &str =
    "control = list(nstart = 10, opt = list(factr = 10, maxit = 10000))";
pub(super) const NEAR: &str = "batas = 1e-4";

/// A factor analysis computed again in base R: lines that come first, and each number
/// they find.
pub(super) fn factors_r(names: &Names, found: &Factors) -> (String, Vec<Check>) {
    let items = names.list(&found.items);
    let mut lines = format!("x <- na.omit(d[, c({})])\n", quoted(&items));
    lines.push_str(
        "k <- cor(x)\ns <- solve(k)\nq <- -s / sqrt(outer(diag(s), diag(s)))\n\
         e <- eigen(k)\noff <- function(m) sum(m[upper.tri(m)]^2)\n",
    );
    let mut checks = Vec::new();
    let mut check = |name: &str, code: &str, value: f64| {
        checks.push((name.to_owned(), code.to_owned(), value));
    };
    if let Ok(adequacy) = &found.adequacy {
        check("KMO", "off(k) / (off(k) + off(q))", adequacy.kmo);
    }
    if let Ok(test) = &found.sphericity {
        let code = "-(nrow(x) - 1 - (2 * ncol(x) + 5) / 6) * c(determinant(k)$modulus)";
        check("Bartlett", code, test.chi_square);
    }
    if let Ok(components) = &found.components {
        for (at, value) in (1..).zip(&components.eigenvalues) {
            check(&format!("eigen {at}"), &format!("e$values[{at}]"), *value);
        }
    }
    let Ok(solution) = &found.solution else {
        return (lines, checks);
    };
    lines.push_str(&communalities(found.extraction, found.number));
    if let Ok(test) = &solution.fit {
        check("chi-square ML", "unname(f$STATISTIC)", test.chi_square);
    }
    let near = match found.extraction {
        FactorExtraction::MaximumLikelihood => format!(", {NEAR}"),
        _ => String::new(),
    };
    for (at, (value, name)) in (1..).zip(solution.communalities.iter().zip(items)) {
        let code = format!("unname(h[{at}]){near}");
        check(&format!("h2 {name}"), &code, *value);
    }
    (lines, checks)
}

/// The lines that find the communalities `h` of so many factors.
fn communalities(extraction: FactorExtraction, number: u64) -> String {
    match extraction {
        FactorExtraction::Components => format!(
            "h <- rowSums(sweep(e$vectors[, 1:{number}, drop = FALSE]^2, 2, e$values[1:{number}], \"*\"))\n"
        ),
        FactorExtraction::Minres => format!(
            "h <- 1 - 1 / diag(s)\nfor (i in 1:200000) {{\n  m <- k\n  diag(m) <- h\n  v <- eigen(m)\n  \
             g <- rowSums(sweep(v$vectors[, 1:{number}, drop = FALSE]^2, 2, pmax(v$values[1:{number}], 0), \"*\"))\n  \
             if (max(abs(g - h)) < 1e-13) break\n  h <- g\n}}\n"
        ),
        FactorExtraction::MaximumLikelihood => format!(
            "set.seed(1)\nf <- factanal(covmat = k, n.obs = nrow(x), factors = {number}, rotation = \"none\",\n  \
             {LIKELIHOOD})\nh <- 1 - f$uniquenesses\n"
        ),
    }
}

/// AVE, composite reliability and HTMT of dimensions computed again in base R.
pub(super) fn constructs_r(names: &Names, found: &Constructs) -> (String, Vec<Check>) {
    let list = |items: &[String]| format!("c({})", quoted(&names.list(items)));
    let parts: Vec<String> = found.dimensions.iter().map(|d| list(&d.items)).collect();
    let mut lines = format!("p <- list({})\n", parts.join(", "));
    lines.push_str("x <- na.omit(d[, unique(unlist(p))])\nset.seed(1)\n");
    let _ = writeln!(
        lines,
        "satu <- function(i) {{\n  f <- factanal(covmat = cor(x[, p[[i]]]), n.obs = nrow(x), factors = 1,\n    \
         {LIKELIHOOD})\n  l <- f$loadings[, 1]\n  \
         c(mean(l^2), sum(l)^2 / (sum(l)^2 + sum(f$uniquenesses)))\n}}"
    );
    lines.push_str(
        "dalam <- function(i) {\n  m <- cor(x[, p[[i]]])\n  mean(m[lower.tri(m)])\n}\n\
         htmt <- function(i, j) mean(cor(x[, p[[i]]], x[, p[[j]]])) / sqrt(dalam(i) * dalam(j))\n\
         jumlah <- function(i) rowSums(x[, p[[i]], drop = FALSE])\n",
    );
    let mut checks: Vec<Check> = Vec::new();
    for (at, dimension) in (1..).zip(&found.dimensions) {
        if let Ok(own) = &dimension.validity {
            for (place, what, value) in [(1, "AVE", own.ave), (2, "CR", own.composite_reliability)]
            {
                let code = format!("satu({at})[{place}], {NEAR}");
                checks.push((format!("{what} {at}"), code, value));
            }
        }
    }
    for (own, dimension) in (1..).zip(&found.dimensions) {
        for (name, row) in names
            .list(&dimension.items)
            .into_iter()
            .zip(&dimension.cross)
        {
            checks.extend((1..).zip(row).filter_map(|(at, r)| {
                let code = match at == own {
                    true => format!("cor(x${name}, jumlah({at}) - x${name})"),
                    false => format!("cor(x${name}, jumlah({at}))"),
                };
                Some((format!("silang {own} {name} {at}"), code, *r.as_ref().ok()?))
            }));
        }
    }
    for pair in &found.pairs {
        let (i, j) = (pair.first + 1, pair.second + 1);
        if let Ok(htmt) = &pair.htmt {
            checks.push((
                format!("HTMT {i} {j}"),
                format!("htmt({i}, {j})"),
                htmt.ratio,
            ));
        }
        if let Ok(r) = pair.correlation {
            let code = format!("cor(jumlah({i}), jumlah({j}))");
            checks.push((format!("r {i} {j}"), code, r));
        }
    }
    (lines, checks)
}

/// The same for SPSS and PSPP.
pub(super) fn factors_spss(names: &Names, found: &Factors) -> String {
    let list = names.list(&found.items).join(" ");
    let extraction = match found.extraction {
        FactorExtraction::Components => "PC",
        FactorExtraction::Minres => "PAF",
        FactorExtraction::MaximumLikelihood => "ML",
    };
    let rotation = match found.rotation {
        Rotation::Varimax => "VARIMAX",
        Rotation::Promax => "PROMAX(4)",
        Rotation::None => "NOROTATE",
    };
    let number = found.number;
    format!(
        "FACTOR /VARIABLES={list} /PRINT=INITIAL KMO EXTRACTION ROTATION\n  \
         /CRITERIA=FACTORS({number}) ITERATE(1000) /EXTRACTION={extraction} /ROTATION={rotation}."
    )
}
