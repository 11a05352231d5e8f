use super::script::Names;
use crate::analysis::{FactorExtraction, Factors, Rotation};
use std::fmt::Write;

/// A factor analysis computed again in base R: lines that come first, and each
/// number by its name and the code that finds it. Loadings by maximum likelihood
/// are left to `factanal`, whose last digits depend on where it stops.
pub(super) fn factors_r(names: &Names, found: &Factors) -> (String, Vec<(String, String, f64)>) {
    let items = names.list(&found.items);
    let list: Vec<String> = items.iter().map(|name| format!("\"{name}\"")).collect();
    let mut lines = format!("x <- na.omit(d[, c({})])\n", list.join(", "));
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
    let number = found.number;
    match found.extraction {
        FactorExtraction::Components => {
            let _ = writeln!(
                lines,
                "h <- rowSums(sweep(e$vectors[, 1:{number}, drop = FALSE]^2, 2, e$values[1:{number}], \"*\"))"
            );
        }
        FactorExtraction::Minres => {
            let _ = writeln!(
                lines,
                "h <- 1 - 1 / diag(s)\nfor (i in 1:200000) {{\n  m <- k\n  diag(m) <- h\n  v <- eigen(m)\n  \
                 g <- rowSums(sweep(v$vectors[, 1:{number}, drop = FALSE]^2, 2, pmax(v$values[1:{number}], 0), \"*\"))\n  \
                 if (max(abs(g - h)) < 1e-13) break\n  h <- g\n}}"
            );
        }
        FactorExtraction::MaximumLikelihood => return (lines, checks),
    }
    for (at, (value, name)) in (1..).zip(solution.communalities.iter().zip(items)) {
        check(&format!("h2 {name}"), &format!("unname(h[{at}])"), *value);
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
