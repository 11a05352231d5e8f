# What a figure of a distribution shows, for the unit test in
# src/analysis/distribution.rs.  Rscript distribution.R, here.
x <- c(1, 2, 2, 3, 3, 3, 4, 4, 5, 7, 7, 8, 9, 12, 25)
b <- boxplot.stats(x); cat("five", b$stats, "out", b$out, "\n")
cat("bw.nrd0", format(bw.nrd0(x), digits = 15), "\n")
h <- bw.nrd0(x); at <- seq(min(x) - 3 * h, max(x) + 3 * h, length.out = 61)
k <- sapply(at, function(a) mean(dnorm((a - x) / h)) / h)
cat("density at 21, 41:", format(k[c(21, 41)], digits = 15), "\n")
n <- length(x); r <- rank(x); z <- qnorm((r - 3/8) / (n + 1/4))
cat("Blom, ties at their mean rank:", format(tapply(z, x, mean), digits = 15), "\n")
e <- qnorm((n - 3/8) / (n + 1/4)); p <- pnorm(e)
se <- sd(x) / dnorm(e) * sqrt(p * (1 - p) / n)
cat("band at the upper end:", format(mean(x) + sd(x) * e + c(-1.96, 1.96) * se, digits = 15), "\n")
# each value at its own place
pp <- pnorm(z)
lim <- 1.96 * sd(x) / dnorm(z) * sqrt(pp * (1 - pp) / n)
cat("outside the band:", sum(abs(x - mean(x) - sd(x) * z) > lim), "\n")
cat("curve at the mean, width 5:", format(n * 5 * dnorm(0) / sd(x), digits = 15), "\n")
