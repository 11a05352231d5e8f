"""Reference values of agreement, column proportions and the exact values beside
those R prints, with statsmodels, pingouin, irrCAC and scipy as the second
implementations. Writes ../expected/{agreement,column_proportions,correlation_maximum}.json.

pip install numpy scipy pandas statsmodels pingouin irrCAC; python agreement.py
"""
import itertools
import json
import warnings

import numpy as np
import pandas as pd
import pingouin as pg
import scipy
import statsmodels
from irrCAC.raw import CAC
from scipy.optimize import minimize, minimize_scalar
from scipy.stats import multivariate_normal, norm
from scipy.stats.contingency import odds_ratio
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

warnings.filterwarnings("ignore")
pg.options["round.column.CI95"] = None
pg.options["round.column.CI95%"] = None
TOL = {"rel": 1e-9, "abs": 1e-11}


def data(name):
    return pd.read_csv(f"../datasets/{name}.csv")


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, (np.integer, int)) and not isinstance(value, bool):
        return int(value)
    if isinstance(value, (np.floating, float)):
        return None if np.isnan(value) else float(value)
    return value


def case(family, method, tag, dataset, columns, options, results, source, tol=TOL, notes=""):
    return plain({"id": f"{method}.{dataset or 'none'}.{tag}", "family": family, "method": method,
                  "dataset": f"{dataset}.csv" if dataset else None, "columns": columns, "options": options,
                  "results": results, "source": source, "tol": tol, "notes": notes})


def write(family, cases):
    with open(f"../expected/{family}.json", "w") as out:
        json.dump({"family": family, "cases": cases}, out, indent=1)
        out.write("\n")


# Cohen's kappa
def cohen(table, weights, conf, tag):
    t = np.array(table)
    k = cohens_kappa(t, wt=None if weights == "none" else weights)
    z = norm.ppf((1 + conf) / 2)
    low, high = k.kappa - z * k.std_kappa, k.kappa + z * k.std_kappa
    results = {"n": t.sum(), "kappa": k.kappa, "se": k.std_kappa, "se0": k.std_kappa0, "z": k.z_value,
               "p": k.pvalue_two_sided, "ci": [low, min(high, 1)]}
    return case("agreement", "cohen_kappa", tag, None, {}, {"table": table, "weights": weights, "conf_level": conf},
                results, f"statsmodels {statsmodels.__version__} cohens_kappa(table, wt)",
                notes="interval from se, cut at 1; test from se0")


TABLES = {"diagnoses": [[75, 1, 4], [5, 4, 1], [0, 0, 10]], "two": [[20, 5], [10, 15]],
          "four": [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]],
          "empty_category": [[9, 1, 0], [2, 8, 0], [0, 0, 0]]}
agreement = [cohen(t, w, 0.99 if name == "two" else 0.95, f"{name}_{w}")
             for name, t in TABLES.items() for w in ("none", "linear", "quadratic")]


# Fleiss' kappa
def gwet(table, kappa):
    """Gwet (2008), eq. for Fleiss' kappa, subject by subject."""
    t = np.array(table, float)
    m, shares = t[0].sum(), t.sum(0) / t.sum()
    pe = (shares**2).sum()
    own = (((t * (t - 1)).sum(1) / (m * (m - 1))) - pe) / (1 - pe)
    chance = (t * shares).sum(1) / m
    star = own - 2 * (1 - kappa) * (chance - pe) / (1 - pe)
    n = len(t)
    return np.sqrt(((star - kappa) ** 2).sum() / (n - 1) / n)


def fleiss(table, tag, dataset=None, columns=None, ratings=None):
    t = np.array(table, float)
    n, m = len(t), t[0].sum()
    p = t.sum(0) / t.sum()
    q = 1 - p
    kappa = fleiss_kappa(t)
    se0 = np.sqrt(2 / (n * m * (m - 1)) * ((p * q).sum() ** 2 - (p * q * (q - p)).sum())) / (p * q).sum()
    se = gwet(t, kappa)
    if ratings is not None:
        found = CAC(ratings).fleiss()["est"]
        assert abs(found["coefficient_value"] - kappa) < 1e-5 and abs(found["se"] - se) < 1e-5, found
    z = norm.ppf(0.975)
    each = 1 - (t * (m - t)).sum(0) / (n * m * (m - 1) * p * q)
    se_each = np.sqrt(2 / (n * m * (m - 1)))
    results = {"n": n, "raters": m, "kappa": kappa, "se": se, "se0": se0, "z": kappa / se0,
               "p": 2 * norm.sf(abs(kappa / se0)), "ci": [kappa - z * se, min(kappa + z * se, 1)],
               "category_kappa": each, "category_z": each / se_each,
               "category_p": 2 * norm.sf(abs(each / se_each))}
    options = {"conf_level": 0.95} if ratings is not None else {"table": table, "conf_level": 0.95}
    return case("agreement", "fleiss_kappa", tag, dataset, columns or {}, options, results,
                f"statsmodels {statsmodels.__version__} fleiss_kappa; se0 of Fleiss, Nee, Landis (1979) and se of Gwet "
                "(2008) by formula in numpy, the latter equal to irrCAC where there are ratings",
                notes="interval from se (Gwet), cut at 1; test from se0")


WORKED = [[0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1], [7, 7, 0, 0, 0],
          [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]]
agreement.append(fleiss(WORKED, "worked_example"))
for name, columns in (("skm30", ["u1", "u2", "u3", "u4"]), ("bfi_sub", ["N1", "N2", "N3"]), ("skm400", ["u1", "u5"])):
    ratings = data(name)[columns].dropna()
    levels = sorted(set(ratings.values.ravel()))
    table = [[int((row == level).sum()) for level in levels] for row in ratings.values]
    agreement.append(fleiss(table, "_".join(columns), name, {"raters": columns}, ratings.reset_index(drop=True)))


# Intraclass correlations
def icc(frame, tag, dataset, columns, options):
    long = frame.reset_index(drop=True).reset_index().melt(id_vars="index")
    found = pg.intraclass_corr(long, targets="index", raters="variable", ratings="value")
    names = ["icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k"]
    ends = "CI95" if "CI95" in found else "CI95%"
    results = {"n": len(frame), "raters": frame.shape[1]}
    for name, (_, row) in zip(names, found.iterrows()):
        results[name] = {"value": row["ICC"], "F": row["F"], "df1": row["df1"], "df2": row["df2"], "p": row["pval"],
                         "ci": list(row[ends])}
    return case("agreement", "intraclass_correlation", tag, dataset, columns, {**options, "conf_level": 0.95}, results,
                f"pingouin {pg.__version__} intraclass_corr", tol={"rel": 1e-8, "abs": 1e-10},
                notes="order: (1,1), (A,1), (C,1), (1,k), (A,k), (C,k) of McGraw and Wong")


JUDGES = pd.DataFrame([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
agreement.append(icc(JUDGES, "shrout_and_fleiss", None, {}, {"table": JUDGES.values.tolist()}))
for name, columns in (("skm30", ["u1", "u2", "u3", "u4"]), ("attitude", ["rating", "complaints", "learning"]),
                      ("bfi_sub", ["E1", "E2"]), ("iris", ["Sepal.Length", "Petal.Length"])):
    agreement.append(icc(data(name)[columns].dropna(), "_".join(columns), name, {"raters": columns}, {}))
write("agreement", agreement)


# Column proportions
def proportions(table, adjustment, tag):
    t = np.array(table)
    base = t.sum(0)
    rows = []
    for x in t:
        used = [j for j in range(len(base)) if 0 < x[j] < base[j]]
        pairs = list(itertools.combinations(used, 2))
        tests = [proportions_ztest([x[i], x[j]], [base[i], base[j]]) for i, j in pairs]
        method = {"bonferroni": "bonferroni", "holm": "holm", "benjamini_hochberg": "fdr_bh"}[adjustment]
        p = [p for _, p in tests]
        adjusted = list(multipletests(p, method=method)[1]) if p else []
        letters = [[] for _ in base]
        for (i, j), (z, _), a in zip(pairs, tests, adjusted):
            if a < 0.05:
                more, less = (i, j) if z > 0 else (j, i)
                letters[more].append("ABCDEFGHIJ"[less])
        rows.append({"shares": [x[j] / base[j] if base[j] else None for j in range(len(base))],
                     "pairs": [[i, j] for i, j in pairs], "z": [z for z, _ in tests], "p": p, "p_adjusted": adjusted,
                     "letters": [" ".join(sorted(l)) for l in letters]})
    return case("column_proportions", "column_proportions", tag, None, {},
                {"table": table, "adjustment": adjustment, "level": 0.05}, {"rows": rows},
                f"statsmodels {statsmodels.__version__} proportions_ztest (pooled), multipletests per row",
                notes="a column with a share of 0 or 1 takes no part in its row, as in SPSS custom tables")


HAIR = [[20, 68, 5, 15], [94, 7, 16, 10], [84, 119, 29, 54], [17, 26, 14, 14]]
SERVICE = [[4, 0, 6, 9], [31, 18, 25, 40], [80, 92, 41, 70], [35, 90, 28, 21]]
EDGE = [[0, 12, 5], [9, 30, 0], [11, 8, 0]]
write("column_proportions", [proportions(t, a, f"{name}_{a}")
                             for name, t in (("hair", HAIR), ("service", SERVICE), ("edge", EDGE))
                             for a in ("bonferroni", "holm", "benjamini_hochberg")])


# What R's optimisers stop short of
def upper_corner(a, b, r):
    if np.isinf(a) or np.isinf(b):
        return norm.cdf(a) * norm.cdf(b)
    return multivariate_normal.cdf([a, b], mean=[0, 0], cov=[[1, r], [r, 1]])


def cells(r, a, b):
    a, b = np.r_[-np.inf, a, np.inf], np.r_[-np.inf, b, np.inf]
    f = np.array([[upper_corner(x, y, r) for y in b] for x in a])
    return f[1:, 1:] - f[:-1, 1:] - f[1:, :-1] + f[:-1, :-1]


def polychoric(name, x, y):
    d = data(name)[[x, y]].dropna()
    t = pd.crosstab(d[x], d[y]).values
    n = t.sum()
    a, b = (norm.ppf(np.cumsum(t.sum(axis))[:-1] / n) for axis in (1, 0))

    def miss(v):
        if abs(v[0]) > 0.999 or (np.diff(v[1:1 + len(a)]) <= 0).any() or (np.diff(v[1 + len(a):]) <= 0).any():
            return 1e10
        p = cells(v[0], v[1:1 + len(a)], v[1 + len(a):])
        if (p[t > 0] <= 0).any():
            return 1e10
        return -np.sum(t[t > 0] * np.log(p[t > 0]))

    rho = minimize_scalar(lambda r: miss(np.r_[r, a, b]), bounds=(-0.99, 0.99), method="bounded").x
    start = np.r_[rho, a, b]
    for _ in range(3):
        start = minimize(miss, start, method="BFGS", options={"gtol": 1e-7}).x
    h = 1e-3
    steps = np.eye(len(start)) * h
    hessian = np.array([[(miss(start + u + v) - miss(start + u - v) - miss(start - u + v) + miss(start - u - v))
                         / (4 * h * h) for u in steps] for v in steps])
    return case("correlation_maximum", "polychoric_maximum", f"{x}_{y}", name, {"x": x, "y": y}, {},
                {"rho_ml": start[0], "se_ml": np.sqrt(np.linalg.inv(hessian)[0, 0])},
                f"scipy {scipy.__version__} minimize(BFGS) of the likelihood over all parameters, thrice, from two-step",
                tol={"rel": 2e-6, "abs": 1e-7, "override": {"se_ml": 1e-4}},
                notes="polycor stops its search after 500 evaluations and prints a lower likelihood for 6 x 6 tables")


def conditional(table, conf):
    found = odds_ratio(table, kind="conditional")
    ci = found.confidence_interval(conf)
    number = lambda v: "Inf" if np.isinf(v) else v
    return case("correlation_maximum", "conditional_odds_ratio", "_".join(map(str, np.ravel(table))), None, {},
                {"table": table, "conf_level": conf},
                {"odds_ratio": number(found.statistic), "ci": [number(ci.low), number(ci.high)]},
                f"scipy {scipy.__version__} contingency.odds_ratio(kind='conditional')", tol={"rel": 1e-8, "abs": 1e-10},
                notes="R's fisher.test stops its search at 1.2e-4")


write("correlation_maximum",
      [polychoric(*q) for q in (("bfi_sub", "N1", "N2"), ("bfi_sub", "A1", "A2"), ("skm400", "u1", "u2"))]
      + [conditional(t, c) for t, c in (([[126, 344], [1364, 367]], 0.95), ([[12, 7], [6, 7]], 0.95), ([[3, 1], [1, 3]], 0.9),
                                        ([[0, 10], [10, 0]], 0.95), ([[8, 2], [1, 5]], 0.99), ([[5, 0], [3, 4]], 0.95))])
