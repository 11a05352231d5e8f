#!/usr/bin/env python3
"""Reference cases of the resampling methods, by means other than the toolkit's:

- the bootstrap of a mean with infinitely many replicates: n-fold convolution of the histogram (numpy, positive terms
  only);
- the permutation test over all deals: counting them by dynamic programming in whole numbers of any size;
- BCa intervals of a correlation and of alpha: scipy.stats.bootstrap with many seeds.

  python resampling.py        writes ../expected/resampling.json
Needs numpy and scipy.
"""
import csv, json, os
from collections import defaultdict
from fractions import Fraction
from math import comb, gcd
import numpy as np
import scipy
from scipy import stats

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = []


def table(name):
    with open(f"{HERE}/../datasets/{name}.csv", newline="") as f:
        return list(csv.DictReader(f))


def fractions(rows, column):
    return [Fraction(r[column]) for r in rows if r[column] != ""]


def add(method, dataset, columns, options, results, source, notes="", tol=None):
    CASES.append({"id": f"{method}.{dataset}." + "_".join(str(c) for c in columns.values()).replace(" ", ""),
                  "family": "resampling", "method": method, "dataset": f"{dataset}.csv", "columns": columns,
                  "options": options, "results": results, "source": source,
                  "tol": tol or {"rel": 1e-9, "abs": 1e-11}, "notes": notes})


def lattice(values):
    low = min(values)
    step = Fraction(0)
    for v in values:
        d = v - low
        step = d if step == 0 else Fraction(gcd(step.numerator * d.denominator, d.numerator * step.denominator),
                                            step.denominator * d.denominator) if d else step
    return low, step


def bootstrap_limit(dataset, column, conf=0.95):
    x = fractions(table(dataset), column)
    n = len(x)
    low, step = lattice(x)
    points = [int((v - low) / step) for v in x]
    one = np.zeros(max(points) + 1)
    for p in points:
        one[p] += 1 / n
    whole, power, left = np.ones(1), one, n
    while left:
        if left & 1:
            whole = np.convolve(whole, power)
        left >>= 1
        if left:
            power = np.convolve(power, power)
    cdf = np.cumsum(whole)
    mean = sum(x) / n
    at = sum(points)
    value = lambda share: float((low * n + step * int(np.searchsorted(cdf, share - 1e-12))) / n)
    d = [float(v - mean) for v in x]
    s2, s3 = sum(v * v for v in d), sum(v ** 3 for v in d)
    z0 = stats.norm.ppf((cdf[at] + (cdf[at - 1] if at else 0)) / 2)
    a = s3 / (6 * s2 ** 1.5)
    level = lambda z: stats.norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z)))
    z = stats.norm.ppf((1 + conf) / 2)
    add("bootstrap_limit", dataset, {"x": column}, {"conf_level": conf},
        {"n": n, "observed": float(mean), "se": s2 ** 0.5 / n, "lower": value((1 - conf) / 2),
         "upper": value((1 + conf) / 2), "z0": z0, "acceleration": a, "bca_lower": value(level(-z)),
         "bca_upper": value(level(z))},
        "numpy: n-fold convolution of the histogram, least value whose distribution function reaches the share",
        tol={"rel": 1e-9, "abs": 1e-11, "override": {"z0": {"rel": 1e-6, "abs": 1e-9}}})


def permutation(dataset, column, group, levels, score="mean"):
    rows = [r for r in table(dataset) if r[column] != "" and r[group] in levels]
    a = [Fraction(r[column]) for r in rows if r[group] == levels[0]]
    b = [Fraction(r[column]) for r in rows if r[group] == levels[1]]
    both = a + b
    if score == "rank":
        order = sorted(both)
        rank = {v: Fraction(2 * order.index(v) + order.count(v) + 1, 2) for v in set(order)}
        a, b = [rank[v] for v in a], [rank[v] for v in b]
        both = a + b
    low, step = lattice(both)
    point = lambda v: int((v - low) / step)
    counts = defaultdict(int)
    for v in both:
        counts[point(v)] += 1
    k, n = len(a), len(both)
    ways = {(0, 0): 1}
    for v, c in counts.items():
        new = defaultdict(int)
        for (m, s), w in ways.items():
            for j in range(min(c, k - m) + 1):
                new[m + j, s + j * v] += w * comb(c, j)
        ways = new
    total = sum(point(v) for v in both)
    away = lambda s: n * s - k * total
    seen = away(sum(point(v) for v in a))
    deals = {away(s): w for (m, s), w in ways.items() if m == k}
    share = lambda ok: float(Fraction(sum(w for d, w in deals.items() if ok(d)), comb(n, k)))
    add("permutation_limit", dataset, {"y": column, "group": group}, {"levels": levels, "score": score},
        {"n": [k, n - k], "difference": float(sum(a) / k - sum(b) / (n - k)), "p_two_sided": share(lambda d: abs(d) >= abs(seen)),
         "p_greater": share(lambda d: d >= seen), "p_less": share(lambda d: d <= seen)},
        "all deals counted by dynamic programming in whole numbers")
    CASES[-1]["id"] += f".{score}"


def bca(dataset, columns, name, statistic, replicates=1000, seeds=25):
    rows = [r for r in table(dataset) if all(r[c] != "" for c in columns)]
    x = np.array([[float(r[c]) for c in columns] for r in rows])
    runs = []
    for seed in range(seeds):
        r = stats.bootstrap((np.arange(len(x)),), lambda i: statistic(x[i.astype(int)]), vectorized=False,
                            n_resamples=replicates, method="BCa", rng=np.random.default_rng(seed))
        runs.append([r.confidence_interval.low, r.confidence_interval.high, r.standard_error])
    m, s = np.mean(runs, 0), np.std(runs, 0, ddof=1)
    add(f"bootstrap_{name}", dataset, {"columns": columns},
        {"statistic": name, "replicates": replicates, "seeds": seeds, "interval": "bca", "conf_level": 0.95},
        {"n": len(x), "observed": float(statistic(x)), "lower_mean_over_seeds": m[0], "lower_sd_over_seeds": s[0],
         "upper_mean_over_seeds": m[1], "upper_sd_over_seeds": s[1], "se_mean_over_seeds": m[2],
         "se_sd_over_seeds": s[2]},
        f"scipy {scipy.__version__}: stats.bootstrap(method='BCa') with many seeds", "Monte Carlo only.",
        {"rel": 0, "abs": 0, "rule": "abs(value - *_mean_over_seeds) <= 5 * *_sd_over_seeds; observed 1e-10"})
    CASES[-1]["id"] = f"bootstrap_bca_{name}.{dataset}"


def alpha(x):
    c = np.cov(x.T)
    k = len(c)
    return k / (k - 1) * (1 - np.trace(c) / c.sum())


for dataset, column in [("skm30", "u1"), ("skm400", "u3"), ("chickwts", "weight"), ("airquality", "Ozone"),
                        ("sleep", "extra"), ("attitude", "rating"), ("n12", "x"), ("n3", "x")]:
    bootstrap_limit(dataset, column)
bootstrap_limit("skm150", "nps", 0.9)
for score in ["mean", "rank"]:
    permutation("sleep", "extra", "group", ["1", "2"], score)
    permutation("ToothGrowth", "len", "supp", ["OJ", "VC"], score)
    permutation("skm150", "u1", "sex", ["L", "P"], score)
    permutation("chickwts", "weight", "feed", ["casein", "horsebean"], score)
permutation("skm150", "nps", "sex", ["L", "P"])
permutation("infert", "age", "case", ["0", "1"])
bca("attitude", ["rating", "complaints"], "pearson", lambda x: np.corrcoef(x.T)[0, 1])
bca("skm30", [f"u{i}" for i in range(1, 10)], "alpha", alpha)
with open(f"{HERE}/../expected/resampling.json", "w") as f:
    json.dump({"family": "resampling", "cases": CASES}, f, indent=1)
    f.write("\n")
print(len(CASES), "cases")
