# expected/design_more.json: standard deviations, effective sizes and pairs of groups of
# survey designs by R survey.
# Rscript design_more.R > ../expected/design_more.json
source("lib.R")
suppressMessages(library(survey))
mk <- function(d, s) {
  f <- function(v) if (is.null(v)) NULL else as.formula(paste("~", paste(v, collapse = "+")))
  a <- list(ids = if (is.null(s$ids)) ~1 else f(s$ids), data = d)
  for (part in c("strata", "weights", "fpc")) if (!is.null(s[[part]])) a[[part]] <- f(s[[part]])
  do.call(svydesign, a)
}
spread <- function(ds, spec, y, x, tag) {
  d <- D(ds)
  des <- mk(d, spec)
  sd <- sqrt(as.numeric(svyvar(as.formula(paste("~", y)), subset(des, !is.na(d[[y]])))))
  w <- weights(des)[complete.cases(d[c(y, x)])]
  add("design_more", "svy_spread", ds, list(y = y, x = x), spec,
    list(sd = sd, n = length(w), sum_weights = sum(w), effective_n = sum(w)^2 / sum(w^2),
      design_effect = length(w) * sum(w^2) / sum(w)^2),
    "sqrt(survey::svyvar); Kish from weights() of the rows with both values", "",
    tol = list(rel = 1e-9, abs = 1e-11), tag = tag)
}
pairs_of <- function(ds, spec, y, g, tag) {
  d <- D(ds)
  l <- lv(d[[g]])
  d$gg <- factor(d[[g]], levels = l)
  des <- mk(d, spec)
  two <- combn(length(l), 2)
  one <- function(k) {
    part <- subset(des, gg %in% l[two[, k]])
    part$variables$gg <- droplevels(part$variables$gg)
    m <- svyttest(as.formula(paste(y, "~ gg")), part)
    list(first = as.character(l[two[1, k]]), second = as.character(l[two[2, k]]), difference = unname(m$estimate),
      t = unname(m$statistic), df = unname(m$parameter), p = unname(m$p.value))
  }
  all <- lapply(seq_len(ncol(two)), one)
  pick <- function(name) I(vapply(all, function(a) a[[name]], all[[1]][[name]]))
  add("design_more", "svy_pairs", ds, list(y = y, group = g), c(spec, list(levels = I(as.character(l)))),
    list(difference = pick("difference"), t = pick("t"), df = pick("df"), p = pick("p"),
      p_holm = I(p.adjust(pick("p"), "holm"))),
    "survey::svyttest on subset() of every two groups; p.adjust(method = 'holm')",
    "difference is second minus first", tol = list(rel = 1e-8, abs = 1e-10, override = list(p = 1e-6, p_holm = 1e-6)), tag = tag)
}
st <- list(strata = "stype", weights = "pw", fpc = "fpc")
c1 <- list(ids = "dnum", weights = "pw")
skm <- list(strata = "service", fpc = "service_population")
spread("apistrat", st, "api00", "meals", "api00_meals")
spread("apiclus2", c1, "api00", "ell", "api00_ell")
spread("skm400", skm, "u1", "u9", "u1_u9")
pairs_of("apistrat", st, "api00", "stype", "api00_stype")
pairs_of("apiclus2", c1, "api00", "stype", "api00_stype")
pairs_of("skm400", skm, "u1", "education", "u1_education")
cat(js(list(family = "design_more", cases = .S$cases)), "\n", sep = "")
