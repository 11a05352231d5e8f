# Expected values of tests/questions.rs: the questions over real survey files,
# answered by R alone from the files as they are.
# Rscript tests/reference/make/questions.R FOLDER > tests/fixtures/questions.json
folder <- commandArgs(TRUE)[1]
file <- function(number) list.files(folder, paste0("^", number), full.names = TRUE)[1]
out <- list()
put <- function(id, ...) out[[id]] <<- list(...)

# 1, 2: two groups, of a sum and of one item; 3: two items
d <- read.csv2(file("09"), fileEncoding = "UTF-8")
items <- paste0("KP", 1:10)
d$sum <- rowSums(d[, items])
w <- t.test(sum ~ factor(Aplikasi), d)
put("two_groups", t = abs(unname(w$statistic)), df = unname(w$parameter), p = w$p.value, n = nrow(d))
u <- wilcox.test(KP1 ~ factor(Aplikasi), d, exact = FALSE, correct = FALSE)
put("two_groups_ranks", p = u$p.value)
s <- cor.test(d$KP1, d$KP2, method = "spearman", exact = FALSE)
put("correlation", rho = unname(s$estimate))

# 4, 5: regression of a dimension on two others, and reliability; 999 is missing
d <- read.csv(file("23"))
d[d == 999] <- NA
d$Y <- rowSums(d[, c("IC1", "IC2", "IC3")])
d$X1 <- rowSums(d[, paste0("ED", 1:4)])
d$X2 <- rowSums(d[, paste0("EE", 1:4)])
m <- lm(Y ~ X1 + X2, d)
m1 <- summary(m)
r <- residuals(m)
g <- summary(lm(abs(r) ~ X1 + X2, model.frame(m)))
e2 <- summary(lm(r^2 ~ X1 + X2, model.frame(m)))
put("regression",
  n = length(r), r_squared = m1$r.squared, adjusted = m1$adj.r.squared, f = unname(m1$fstatistic[1]),
  b = unname(coef(m)[2:3]), t = unname(m1$coefficients[2:3, 3]), p = unname(m1$coefficients[2:3, 4]),
  vif = 1 / (1 - cor(model.frame(m)$X1, model.frame(m)$X2)^2),
  shapiro = shapiro.test(r)$p.value, glejser = unname(g$coefficients[2:3, 4]),
  koenker = unname(length(r) * e2$r.squared), durbin_watson = sum(diff(r)^2) / sum(r^2))
alpha <- function(x) {
  x <- na.omit(x)
  ncol(x) / (ncol(x) - 1) * (1 - sum(apply(x, 2, var)) / var(rowSums(x)))
}
put("reliability", alpha = alpha(d[, paste0("ED", 1:4)]), n = sum(complete.cases(d[, paste0("ED", 1:4)])))

# 6, 7, 8: several groups, the same respondents twice, a cross table
d <- read.csv(file("21"))
k <- kruskal.test(N1 ~ factor(education), d)
put("k_groups", h = unname(k$statistic), df = unname(k$parameter), p = k$p.value)
b <- d[complete.cases(d$N1, d$N2), ]
t <- t.test(b$N2, b$N1, paired = TRUE)
v <- wilcox.test(b$N2, b$N1, paired = TRUE, exact = FALSE, correct = FALSE)
put("paired", n = nrow(b), t = unname(t$statistic), p_t = t$p.value, v = unname(v$statistic), p_wilcoxon = v$p.value)
x <- chisq.test(table(d$gender, d$education), correct = FALSE)
put("crosstab", chi_square = unname(x$statistic), df = unname(x$parameter), p = x$p.value,
  v = sqrt(unname(x$statistic) / sum(x$observed)))
logistic <- glm(factor(gender) ~ A1 + N1, binomial, d, control = list(epsilon = 1e-14))
put("logistic", b = unname(coef(logistic)[2:3]), lr = logistic$null.deviance - logistic$deviance)

# 9: a long scale
d <- read.csv(file("07"), fileEncoding = "UTF-8-BOM", check.names = FALSE)
x <- data.matrix(d[1:414, 10:55])
put("long_scale", alpha = alpha(x), n = sum(complete.cases(x)))
total <- rowSums(x)
put("validity", r = unname(cor(x[complete.cases(x), 1], total[complete.cases(x)])))

# 10: a weighted mean with strata, by hand: the weight is the column of numbers. Who
# did not answer stays in the design and adds nothing (a domain of it), as in survey.
d <- read.csv(file("21"))
b <- d[!is.na(d$N1), ]
wm <- sum(b$rownames * b$N1) / sum(b$rownames)
z <- ifelse(is.na(d$N1), 0, d$rownames * (d$N1 - wm) / sum(b$rownames))
variance <- sum(sapply(split(z, d$gender), function(z) length(z) / (length(z) - 1) * sum((z - mean(z))^2)))
put("weighted", n = nrow(b), mean = wm, se = sqrt(variance), kish_n = sum(b$rownames)^2 / sum(b$rownames^2))

# 11: factors of a questionnaire (least squares as minres, varimax), in base R
d <- read.csv(file("23"))
d[d == 999] <- NA
x <- na.omit(d[, which(names(d) == "ED1"):which(names(d) == "IC3")])
k <- cor(x)
s <- solve(k)
q <- -s / sqrt(outer(diag(s), diag(s)))
off <- function(m) sum(m[upper.tri(m)]^2)
h <- 1 - 1 / diag(s)
for (i in 1:100000) {
  m <- k
  diag(m) <- h
  e <- eigen(m)
  l <- sweep(e$vectors[, 1:4], 2, sqrt(e$values[1:4]), "*")
  g <- rowSums(l^2)
  if (max(abs(g - h)) < 1e-14) break
  h <- g
}
turned <- unclass(varimax(l, eps = 1e-14)$loadings)
put("factor", n = nrow(x), kmo = off(k) / (off(k) + off(q)),
  bartlett = -(nrow(x) - 1 - (2 * ncol(x) + 5) / 6) * log(det(k)), eigen = eigen(k)$values[1:5],
  communalities = unname(h), sums = sort(colSums(turned^2), decreasing = TRUE))
out$factor$kaiser <- sum(eigen(k)$values > 1)

# 12: weights and strata in a regression, a correlation and a cross table (R survey)
suppressMessages(library(survey))
d <- read.csv(file("21"))
d$X1 <- rowSums(d[, paste0("N", 1:5)])
d$X2 <- rowSums(d[, paste0("A", 1:5)])
des <- svydesign(ids = ~1, strata = ~gender, weights = ~rownames, data = d)
m <- svyglm(X1 ~ X2, des)
both <- subset(des, !is.na(X1) & !is.na(X2))
r <- svycontrast(svymean(~X1 + X2 + I(X1^2) + I(X2^2) + I(X1 * X2), both),
  quote((`I(X1 * X2)` - X1 * X2) / sqrt((`I(X1^2)` - X1^2) * (`I(X2^2)` - X2^2))))
put("design_models", b = unname(coef(m)), se = unname(SE(m)), p = unname(summary(m)$coefficients[2, 4]),
  r = as.numeric(coef(r)), r_se = as.numeric(SE(r)))

# 13: a trend over an ordered column: Jonckheere-Terpstra with ties is Kendall's z
j <- cor.test(d$N1, d$education, method = "kendall", exact = FALSE)
means <- tapply(d$N1, d$education, mean, na.rm = TRUE)
mk <- cor.test(means, seq_along(means), method = "kendall", exact = TRUE)
pairs <- combn(length(means), 2)
put("trend", z = unname(j$statistic), p = j$p.value, means = unname(c(means)),
  mann_kendall_p = mk$p.value, sen = median((means[pairs[2, ]] - means[pairs[1, ]]) / (pairs[2, ] - pairs[1, ])))

json <- function(v) {
  if (is.list(v)) return(paste0("{", paste(sprintf("\"%s\": %s", names(v), vapply(v, json, "")), collapse = ", "), "}"))
  text <- sprintf("%.17g", v)
  if (length(v) == 1) text else paste0("[", paste(text, collapse = ", "), "]")
}
cat("{\n", paste(sprintf("  \"%s\": %s", names(out), vapply(out, json, "")), collapse = ",\n"), "\n}\n", sep = "")
