# Expected values of tests/analyse.rs: questions answered on interval values (method of
# successive intervals) instead of codes, from the definition and base R alone.
# Rscript intervals.R > ../../fixtures/intervals.json
source("lib.R")
d <- D("skm150")
msi <- function(x) {
  p <- as.numeric(table(x)) / sum(!is.na(x))
  density <- exp(-qnorm(cumsum(p))^2 / 2) / sqrt(2 * pi)
  scale <- -diff(c(0, density)) / p
  (scale - scale[1] + 1)[match(x, sort(unique(x)))]
}
items <- paste0("u", 1:9)
m <- as.data.frame(lapply(d[items], msi))
X <- rowSums(m[, 1:4]); Y <- rowSums(m[, 5:9])
model <- summary(lm(Y ~ X))
welch <- t.test(Y ~ gf(d$sex))
r <- cor.test(m$u1, Y)
cat(js(list(
  regression = list(n = sum(!is.na(X) & !is.na(Y)), r_squared = model$r.squared, b = unname(coef(model)[2, 1]),
    t = unname(coef(model)[2, 3]), p = unname(coef(model)[2, 4])),
  groups = list(t = abs(unname(welch$statistic)), df = unname(welch$parameter), p = welch$p.value),
  correlation = list(r = unname(r$estimate), p = r$p.value))), "\n")
