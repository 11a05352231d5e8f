use super::script_factors::Check;
use crate::analysis::Assumptions;
use crate::stats::LinearRegression;

/// R for the classical assumptions of the linear model `f`, and for HC3 where the
/// report prints it. Durbin and Watson's d needs the order of the file, which
/// `data.csv` does not keep.
pub(super) fn assumptions_r(
    model: &LinearRegression,
    looked: &Assumptions,
) -> (String, Vec<Check>) {
    let lines = "X <- model.matrix(f)[, !is.na(coef(f)), drop = FALSE]\n".to_owned();
    let mut checks: Vec<Check> = Vec::new();
    let mut check = |name: &str, code: String, value: f64| {
        checks.push((name.to_owned(), code, value));
    };
    if let Ok(test) = &looked.shapiro_wilk {
        let code = "unname(shapiro.test(resid(f))$statistic)";
        check("W", code.to_owned(), test.w);
    }
    if let Ok(test) = &looked.breusch_pagan {
        let code = "nrow(X) * summary(lm(resid(f)^2 ~ X[, -1]))$r.squared";
        check("Breusch-Pagan", code.to_owned(), test.koenker.chi_square);
    }
    let glejser = looked
        .glejser
        .iter()
        .flat_map(|test| &test.slopes)
        .flatten();
    for (at, slope) in (2..).zip(glejser) {
        if let Ok(test) = &slope.test {
            let code = format!("summary(lm(abs(resid(f)) ~ X[, -1]))$coefficients[{at}, 4]");
            check("p Glejser", code, test.p);
        }
    }
    let slopes: Vec<_> = model.slopes.iter().flatten().collect();
    if slopes.len() > 1 {
        for (at, slope) in (1..).zip(slopes) {
            let code = format!("diag(solve(cor(X[, -1])))[[{at}]]");
            check("VIF", code, slope.vif);
        }
    }
    let robust = looked.robust.as_ref().ok();
    let robust = robust.filter(|_| looked.is_uneven(0.05));
    for (at, coefficient) in (1..).zip(robust.into_iter().flatten()) {
        let error = format!(
            "{{A <- solve(crossprod(X)); e <- resid(f) / (1 - hatvalues(f)); sqrt(diag(A %*% crossprod(X * e) %*% A))[[{at}]]}}"
        );
        check("HC3", error, coefficient.standard_error);
        let p = format!(
            "{{b <- coef(f)[!is.na(coef(f))]; 2 * pt(-abs(b[[{at}]] / sqrt(diag(A %*% crossprod(X * e) %*% A))[[{at}]]), df.residual(f))}}"
        );
        check("p HC3", p, coefficient.p);
        if let Some((low, _)) = coefficient.interval {
            let low_end = format!(
                "{{b <- coef(f)[!is.na(coef(f))]; b[[{at}]] - qt({}, df.residual(f)) * sqrt(diag(A %*% crossprod(X * e) %*% A))[[{at}]]}}",
                f64::midpoint(1.0, model.confidence)
            );
            check("selang HC3", low_end, low);
        }
    }
    (lines, checks)
}
