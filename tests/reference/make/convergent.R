# expected/convergent_validity.json: loadings, AVE and composite reliability of
# dimensions by R factanal (lavaan beside it), HTMT by semTools, correlations of sums.
# Rscript convergent.R
source("lib.R")
suppressMessages({ library(lavaan); library(semTools) })
dimensions <- function(ds, parts, tag) {
  items <- unlist(parts)
  d <- na.omit(D(ds)[items])
  one <- function(part) {
    f <- factanal(covmat = cor(d[part]), n.obs = nrow(d), factors = 1,
      control = list(opt = list(factr = 10), nstart = 20))
    l <- unname(f$loadings[, 1])
    if (sum(l) < 0) l <- -l
    u <- unname(f$uniquenesses)
    # the same loadings as a confirmatory model of this dimension alone
    m <- cfa(paste("f =~", paste(part, collapse = " + ")), d, std.lv = TRUE)
    s <- standardizedSolution(m)
    s <- s$est.std[s$op == "=~"]
    stopifnot(max(abs(abs(s) - abs(l))) < 1e-3)
    list(loadings = I(l), ave = mean(l^2), composite_reliability = sum(l)^2 / (sum(l)^2 + sum(u)))
  }
  each <- lapply(parts, one)
  model <- paste(names(parts), "=~", vapply(parts, paste, "", collapse = " + "), collapse = "\n")
  h <- htmt(model, data = d, absolute = FALSE, htmt2 = FALSE)
  sums <- vapply(parts, function(part) rowSums(d[part]), numeric(nrow(d)))
  lower <- function(m) I(unname(unlist(lapply(seq_len(nrow(m)), function(i) m[i, seq_len(i - 1)]))))
  add("convergent_validity", "convergent_validity", ds, parts, list(), list(n = nrow(d),
    loadings = lapply(each, function(e) e$loadings), ave = I(vapply(each, function(e) e$ave, 1, USE.NAMES = FALSE)),
    composite_reliability = I(vapply(each, function(e) e$composite_reliability, 1, USE.NAMES = FALSE)),
    htmt = lower(as.matrix(h)), correlations = lower(cor(sums))),
    "factanal(covmat = cor(dimension), factors = 1); semTools::htmt(absolute = FALSE, htmt2 = FALSE); cor of rowSums",
    "Over the complete rows of all dimensions. AVE = mean of squared loadings; pairs row by row below the diagonal.",
    tol = list(rel = 1e-5, abs = 1e-6, override = list(htmt = 1e-9, correlations = 1e-10)), tag = tag)
}
dimensions("bfi_sub", list(A = c("A2", "A3", "A4", "A5"), E = c("E3", "E4", "E5"), N = paste0("N", 1:5)), "three")
dimensions("bfi_sub", list(A = paste0("A", 1:5), C = paste0("C", 1:5)), "unreversed")
dimensions("skm150", list(X1 = c("u1", "u2", "u3"), X2 = c("u4", "u5", "u6"), Y = c("u7", "u8", "u9")), "skripsi")
dimensions("skm400", list(X1 = paste0("u", 1:4), Y = paste0("u", 5:9)), "two")
finish()
