# expected/design_models.json: regressions and correlations of survey designs by R
# survey. Rscript design_models.R > ../expected/design_models.json
source("lib.R")
suppressMessages(library(survey))
mk <- function(d, s) {
  f <- function(v) if (is.null(v)) NULL else as.formula(paste("~", paste(v, collapse = "+")))
  a <- list(ids = if (is.null(s$ids)) ~1 else f(s$ids), data = d)
  for (part in c("strata", "weights", "fpc")) if (!is.null(s[[part]])) a[[part]] <- f(s[[part]])
  do.call(svydesign, a)
}
model <- function(ds, spec, y, x, tag) {
  des <- mk(D(ds), spec)
  m <- svyglm(as.formula(paste(y, "~", paste(x, collapse = "+"))), des)
  s <- summary(m)$coefficients
  whole <- regTermTest(m, as.formula(paste("~", paste(x, collapse = "+"))), method = "Wald")
  used <- complete.cases(D(ds)[c(y, x)])
  w <- weights(des)[used]; v <- D(ds)[[y]][used]
  r2 <- 1 - sum(w * residuals(m, type = "response")^2) / sum(w * (v - weighted.mean(v, w))^2)
  ci <- confint(m, ddf = m$df.residual)
  add("design_models", "svy_glm", ds, list(y = y, x = I(x)), spec,
    list(estimate = I(unname(s[, 1])), se = I(unname(s[, 2])), t = I(unname(s[, 3])), p = I(unname(s[, 4])),
      low = I(unname(ci[, 1])), high = I(unname(ci[, 2])), r_squared = r2,
      f = unname(as.numeric(whole$Ftest)), f_df = I(c(whole$df, whole$ddf)), f_p = unname(as.numeric(whole$p)),
      n = sum(used), sum_weights = sum(w)),
    "survey::svyglm(y ~ x, design), regTermTest(method = 'Wald'), confint(ddf = df.residual)",
    "R^2 from the weighted sums of squares", tol = list(rel = 1e-8, abs = 1e-10), tag = tag)
}
correlation <- function(ds, spec, x, y, tag) {
  d <- D(ds)
  d$xx <- d[[x]]^2; d$yy <- d[[y]]^2; d$xy <- d[[x]] * d[[y]]; d$x <- d[[x]]; d$y <- d[[y]]
  des <- subset(mk(d, spec), !is.na(xy))
  r <- svycontrast(svymean(~x + y + xx + yy + xy, des),
    quote((xy - x * y) / sqrt((xx - x^2) * (yy - y^2))))
  df <- degf(des) - 1
  t <- as.numeric(coef(r) / SE(r))
  add("design_models", "svy_cor", ds, list(x = x, y = y), spec,
    list(r = as.numeric(coef(r)), se = as.numeric(SE(r)), t = t, df = df, p = 2 * pt(-abs(t), df),
      n = sum(!is.na(d$xy)), sum_weights = sum(weights(des))),
    "survey::svymean of the values and products, svycontrast", "", tol = list(rel = 1e-7, abs = 1e-9), tag = tag)
}
anova <- function(ds, spec, y, group, levels, tag) {
  d <- D(ds)
  d$g <- factor(d[[group]], levels)
  m <- svyglm(as.formula(paste(y, "~ g")), mk(d, spec))
  whole <- regTermTest(m, ~g, method = "Wald")
  add("design_models", "svy_anova", ds, list(y = y, group = group), c(spec, list(levels = I(levels))),
    list(f = unname(as.numeric(whole$Ftest)), df = I(c(whole$df, whole$ddf)), p = unname(as.numeric(whole$p)),
      means = I(unname(coef(m)[1] + c(0, coef(m)[-1]))), n = nrow(model.frame(m))),
    "survey::svyglm(y ~ factor(group), design), regTermTest(method = 'Wald')",
    "", tol = list(rel = 1e-8, abs = 1e-10), tag = tag)
}
share <- function(ds, spec, y, level, tag) {
  d <- D(ds)
  d$own <- as.numeric(d[[y]] == level)
  des <- mk(d, spec)
  m <- svymean(~own, des, na.rm = TRUE)
  ci <- attr(svyciprop(~own, des, method = "logit", df = degf(des)), "ci")
  add("design_models", "svy_share", ds, list(y = y), c(spec, list(level = level)),
    list(share = unname(coef(m)), se = unname(as.numeric(SE(m))), low = unname(ci[1]), high = unname(ci[2]),
      n = sum(d$own, na.rm = TRUE)),
    "survey::svyciprop(~I(y == level), design, method = 'logit', df = degf(design))",
    "share and se by svymean", tol = list(rel = 1e-7, abs = 1e-9), tag = tag)
}
st <- list(strata = "stype", weights = "pw", fpc = "fpc")
c1 <- list(ids = "dnum", weights = "pw")
model("apistrat", st, "api00", c("ell", "meals", "enroll"), "ell_meals_enroll")
model("apistrat", list(strata = "stype", weights = "pw"), "api00", "api99", "api99_nofpc")
model("apiclus2", c1, "api00", c("ell", "meals"), "onestage")
model("skm400", list(strata = "service", fpc = "service_population"), "u1", c("u2", "u3"), "u1_u2_u3")
correlation("apistrat", st, "api00", "meals", "api00_meals")
correlation("apiclus2", c1, "api99", "ell", "onestage")
correlation("skm400", list(strata = "service", fpc = "service_population"), "u1", "u9", "u1_u9")
anova("apistrat", list(weights = "pw"), "api00", "stype", c("E", "H", "M"), "stype")
anova("apiclus2", c1, "api00", "stype", c("E", "H", "M"), "clusters")
anova("apistrat", st, "ell", "sch.wide", c("No", "Yes"), "two")
anova("skm400", list(strata = "service", fpc = "service_population"), "u1", "education", as.character(sort(unique(D("skm400")$education))), "education")
share("apistrat", st, "sch.wide", "Yes", "sch_wide")
share("apiclus2", c1, "sch.wide", "No", "clusters")
share("apistrat", list(weights = "pw"), "stype", "H", "stype")
share("skm400", list(strata = "service", fpc = "service_population"), "u1", 4, "u1")
cat(js(list(family = "design_models", cases = .S$cases)), "\n", sep = "")
