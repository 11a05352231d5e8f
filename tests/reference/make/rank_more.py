"""Reference values of the rank methods that R was not asked for.

Independent of the library: scipy, pingouin, mpmath, and direct counting. Writes
expected/rank_more.json. Run here: python rank_more.py (scipy 1.17.1, pingouin
0.7.0, mpmath 1.3.0, pandas 3.1.1).
"""
import itertools
import json
import warnings
from pathlib import Path

import mpmath as mp
import numpy as np
import pandas as pd
import pingouin as pg
from scipy import stats as st

warnings.filterwarnings("ignore")
mp.mp.dps = 40
HERE = Path(__file__).resolve().parent.parent
CASES = []
TOL = {"rel": 1e-9, "abs": 1e-11}


def data(name):
    return pd.read_csv(HERE / "datasets" / f"{name}.csv")


def add(method, name, columns, options, results, source, tag, notes=""):
    CASES.append({
        "id": f"{method}.{name}.{tag}", "family": "rank_more", "method": method,
        "dataset": f"{name}.csv", "columns": columns, "options": options,
        "results": results, "source": source, "tol": TOL, "notes": notes,
    })


def groups(name, y, group):
    d = data(name)[[y, group]].dropna()
    levels = sorted(d[group].unique())
    names = [x if isinstance(x, str) else f"{x:g}" for x in levels]
    return names, [d[y][d[group] == level].to_numpy(float) for level in levels]


def range_upper(q, k):
    """Upper tail of the range of k normal deviates, in 40 digits."""
    q = mp.mpf(q)
    inside = lambda z: mp.npdf(z) * (mp.ncdf(z + q) - mp.ncdf(z)) ** (k - 1)
    points = [-mp.mpf(40), -q - 8, -q - 2, -q, -q / 2, 0, 4, 12, 40]
    return float(1 - k * mp.quad(inside, sorted(set(points))))


def dscf(name, y, group):
    names, values = groups(name, y, group)
    pairs, w, p = [], [], []
    for i, j in itertools.combinations(range(len(values)), 2):
        a, b = values[i], values[j]
        both = np.concatenate([a, b])
        n, m = len(a), len(b)
        ties = np.unique(both, return_counts=True)[1].astype(float)
        ranks = st.rankdata(both)[:n].sum()
        size = n + m
        variance = n * m / 12 * (size + 1 - (ties**3 - ties).sum() / (size * (size - 1)))
        z = (ranks - n * (size + 1) / 2) / np.sqrt(variance)
        check = st.mannwhitneyu(a, b, method="asymptotic", use_continuity=False).pvalue
        assert abs(2 * st.norm.sf(abs(z)) - check) < 1e-12
        pairs.append([names[i], names[j]])
        w.append(float(z * np.sqrt(2)))
        p.append(range_upper(abs(z * np.sqrt(2)), len(values)))
        near = st.studentized_range.sf(abs(z * np.sqrt(2)), len(values), np.inf)
        assert abs(near - p[-1]) < 1e-8, (near, p[-1])
    add("dscf", name, {"y": y, "group": group}, {"levels": names},
        {"pairs": pairs, "w": w, "p": p},
        "scipy mannwhitneyu (no continuity correction) times root 2; mpmath for the range",
        f"{y}_by_{group}", "p: studentized range with infinitely many degrees of freedom")


def wilcoxon_exact(name, x, y=None, mu=0.0, ranked=False):
    d = data(name)
    d = d[[x]].dropna() if y is None else d[[x, y]].dropna()
    value = d[x].to_numpy(float) - (0 if y is None else d[y].to_numpy(float)) - mu
    if not ranked:
        value = value[value != 0]
    ranks = np.rint(2 * st.rankdata(abs(value))).astype(int)
    plus = int(ranks[value > 0].sum())
    ranks = ranks[value != 0]
    ways = [1]
    for rank in ranks:
        more = [0] * rank + ways
        ways = [a + b for a, b in itertools.zip_longest(ways, more, fillvalue=0)]
    total = mp.mpf(2) ** len(ranks)
    less = mp.mpf(sum(ways[:plus + 1])) / total
    greater = mp.mpf(sum(ways[plus:])) / total
    add("wilcoxon_exact", name, {"x": x, "y": y},
        {"mu": mu, "zero_method": "pratt" if ranked else "wilcox"},
        {"n_used": len(ranks), "V": plus / 2, "p_two_sided": float(min(1, 2 * min(less, greater))),
         "p_less": float(less), "p_greater": float(greater)},
        "all signs counted in whole numbers (Python)", f"{x}_{y}{'_pratt' if ranked else ''}",
        "mean ranks for ties; pratt: zeros ranked, then left out")


def mauchly(name, columns):
    d = data(name)[columns].dropna().reset_index(drop=True)
    found = pg.sphericity(d, method="mauchly")
    n, p = len(d), len(columns) - 1
    rho = 1 - (2 * p**2 + p + 2) / (6 * p * (n - 1))
    weight = (p + 2) * (p - 1) * (p - 2) * (2 * p**3 + 6 * p**2 + 3 * p + 2)
    weight /= 288 * ((n - 1) * p * rho) ** 2
    first, second = st.chi2.sf(found.chi2, found.dof), st.chi2.sf(found.chi2, found.dof + 4)
    add("mauchly", name, {"columns": columns}, {"missing": "listwise"},
        {"W": float(found.W), "chisq": float(found.chi2), "df": float(found.dof),
         "p_chisq": float(first), "p_r": float(found.pval),
         "p_published": float(first + weight * (second - first))},
        "pingouin.sphericity(method='mauchly')", "_".join([columns[0], columns[-1]]),
        "p_chisq: first term; p_published: with Anderson's second; p_r: as R and pingouin have it")


def sen(name, x, level):
    value = data(name)[x].dropna().to_numpy(float)
    found = st.theilslopes(value, np.arange(len(value)), alpha=level)
    add("sen_slope", name, {"x": x}, {"conf_level": level},
        {"slope": float(found.slope), "ci": [float(found.low_slope), float(found.high_slope)]},
        "scipy.stats.theilslopes", f"{x}_{level}")


def hodges_lehmann(name, y, group, level):
    names, (a, b) = groups(name, y, group)
    shifts = np.sort(np.subtract.outer(a, b).ravel())
    pairs, size = len(shifts), len(a) + len(b)
    place = int(np.floor(pairs / 2 - st.norm.isf((1 - level) / 2) * np.sqrt(pairs * (size + 1) / 12)))
    place = max(place, 1)
    add("hodges_lehmann", name, {"y": y, "group": group}, {"levels": names, "conf_level": level},
        {"estimate": float(np.median(shifts)),
         "ci": [float(shifts[place - 1]), float(shifts[pairs - place])]},
        "all differences sorted (numpy)", f"{y}_by_{group}_{level}",
        "with ties: interval by Moses' normal approximation")


dscf("InsectSprays", "count", "spray")
dscf("airquality", "Ozone", "Month")
dscf("skm150", "u4", "service")
dscf("iris", "Petal.Length", "Species")
wilcoxon_exact("sleep_wide", "extra1", "extra2")
wilcoxon_exact("sleep_wide", "extra1", "extra2", ranked=True)
wilcoxon_exact("attitude", "raises", "critical")
wilcoxon_exact("skm150", "u1", "u9")
wilcoxon_exact("skm150", "u5", "imp5", ranked=True)
wilcoxon_exact("mtcars", "mpg", mu=19.0)
mauchly("attitude", ["rating", "complaints", "privileges", "learning", "raises"])
mauchly("skm30", ["u1", "u2", "u3", "u4"])
mauchly("iris", ["Sepal.Length", "Sepal.Width", "Petal.Length"])
sen("Nile", "flow", 0.95)
sen("airquality", "Ozone", 0.95)
sen("airquality", "Temp", 0.9)
sen("skm30", "nps", 0.99)
hodges_lehmann("ToothGrowth", "len", "supp", 0.95)
hodges_lehmann("mtcars", "mpg", "am", 0.9)
hodges_lehmann("skm400", "nps", "sex", 0.95)

text = ",\n    ".join(json.dumps(case) for case in CASES)
path = HERE / "expected" / "rank_more.json"
path.write_text('{\n  "family": "rank_more",\n  "cases": [\n    ' + text + "\n  ]\n}\n")
print(len(CASES), "cases")
