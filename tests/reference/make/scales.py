"""Reference cases of scale methods that the R scripts do not make.

By hand calculation in fractions, from published sheets (each names its source),
or with scipy and statsmodels as a second implementation. Run in this folder:
`python scales.py` (scipy, statsmodels). Writes `../expected/FAMILY.json`.
"""

import csv
import json
from fractions import Fraction as F
from math import comb
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.stats import binom, norm
from statsmodels.stats.proportion import proportion_confint

HERE = Path(__file__).parent
TOL = {"rel": 1e-9, "abs": 1e-11}


def case(family, method, tag, options, results, source, notes="", tol=None, dataset=None, columns=None):
    return {
        "id": f"{method}.{dataset.removesuffix('.csv') if dataset else 'none'}.{tag}",
        "family": family,
        "method": method,
        "dataset": dataset,
        "columns": columns or {},
        "options": options,
        "results": results,
        "source": source,
        "tol": tol or TOL,
        "notes": notes,
    }


def write(family, cases):
    path = HERE.parent / "expected" / f"{family}.json"
    text = json.dumps({"family": family, "cases": cases}, indent=2, ensure_ascii=False)
    path.write_text(text + "\n")


def column(dataset, name):
    with open(HERE.parent / "datasets" / dataset, newline="") as file:
        return [float(row[name]) if row[name] else None for row in csv.DictReader(file)]


# ---- method of successive intervals
def msi(counts):
    counts = np.array([c for c in counts if c > 0], float)
    share = counts / counts.sum()
    z = norm.ppf(np.cumsum(share)[:-1])
    density = np.concatenate([[0], norm.pdf(z), [0]])
    value = (density[:-1] - density[1:]) / share
    return z, density[1:-1], value, value - value.min() + 1


def successive_intervals():
    # Frequencies and printed numbers of four public sheets.
    manual = "Contoh cara hitung manual dengan Excel konversi ordinal ke interval, https://id.scribd.com/document/435240858/MSI-Manual-xlsx"
    published = [
        ("sheet_item1", [3, 4, 13, 6, 4], {
            "scale_value": [-1.75498, -0.97946, -0.13271, 0.741631, 1.614552],
            "score": [1, 1.775526, 2.622275, 3.496614, 4.369536]}, 0, 5.1e-6, manual, ""),
        ("sheet_item2", [6, 4, 9, 7, 4], {
            "scale_value": [-1.39981, -0.62728, -0.04283, 0.690748, 1.614552],
            "score": [1, 1.772526, 2.356982, 3.090557, 4.014362]}, 0, 5.1e-6, manual, ""),
        ("handout", [10, 64, 51, 19, 12], {
            "z": [-1.521, -0.064, 0.846, 1.426], "density": [0.125, 0.398, 0.279, 0.144],
            "score": [1, 2.292, 3.321, 4.062, 4.833]}, 0, 1e-3,
         "Contoh perhitungan manual MSI, https://id.scribd.com/document/341033169/Contoh-Perhitungan-MSI-doc",
         "printed with 3 decimals, computed from rounded steps"),
        ("theory", [25, 17, 34, 19, 5], {
            "z": [-0.67, -0.2, 0.71, 1.64], "score": [1, 1.8495, 2.5127, 3.3595, 4.3548]}, 0, 0.022,
         "Teori MSI, http://www.scribd.com/doc/49678944/Teori-MSI",
         "z read from a printed table with 2 decimals: the printed scores are off by up to 0.02"),
    ]
    cases = [
        case("successive_intervals", "successive_intervals", tag, {"counts": counts, "first_level": 1}, results,
             source, notes, {"rel": rel, "abs": abs_})
        for tag, counts, results, rel, abs_, source, notes in published
    ]
    for dataset, name in [("skm400.csv", "u1"), ("bfi_sub.csv", "N1"), ("bfi_sub.csv", "A2"), ("skm30.csv", "u4"),
                          ("skm150.csv", "nps"), ("airquality.csv", "Ozone")]:
        answers = column(dataset, name)
        levels, counts = np.unique([a for a in answers if a is not None], return_counts=True)
        z, density, value, score = msi(counts)
        results = {"n": int(counts.sum()), "level": levels.tolist(), "count": counts.tolist(), "z": z.tolist(),
                   "density": density.tolist(), "scale_value": value.tolist(), "score": score.tolist()}
        cases.append(case("successive_intervals", "successive_intervals", name, {}, results,
                          "scipy.stats.norm.ppf and pdf", "", None, dataset, {"x": name}))
    z, density, value, score = msi([5, 0, 7, 8])
    cases.append(case("successive_intervals", "successive_intervals", "empty_level",
                      {"counts": [5, 0, 7, 8], "first_level": 1},
                      {"n": 20, "level": [1, 3, 4], "z": z.tolist(), "score": score.tolist()},
                      "scipy.stats.norm.ppf and pdf", "a level without answers is left out"))
    cases.append(case("successive_intervals", "successive_intervals", "one_level",
                      {"counts": [0, 12], "first_level": 1}, None, "by definition", "all answers alike"))
    write("successive_intervals", cases)


# ---- Kano
TABLE = ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"]
NAMES = {"A": "attractive", "O": "one_dimensional", "M": "must_be", "I": "indifferent", "R": "reverse",
         "Q": "questionable"}


def kano_results(counts):
    n = sum(counts.values())
    rank = sorted("MOAIRQ", key=lambda c: -counts[c])  # stable: ties in this order
    wanted = sum(counts[c] for c in "AOM") > sum(counts[c] for c in "IRQ")
    blauth = max("MOA" if wanted else "IRQ", key=lambda c: counts[c])
    four = sum(counts[c] for c in "AOMI")
    return {
        "n": n, "counts": {NAMES[c]: counts[c] for c in counts},
        "by_frequency": NAMES[rank[0]], "by_blauth": NAMES[blauth],
        "better": float(F(counts["A"] + counts["O"], four)) if four else None,
        "worse": float(-F(counts["O"] + counts["M"], four)) if four else None,
        "category_strength": float(F(counts[rank[0]] - counts[rank[1]], n)),
        "total_strength": float(F(sum(counts[c] for c in "AOM"), n)),
    }


def kano():
    cases = []
    tables = {
        "attractive": [[2, 9, 12, 8, 6], [1, 5, 4, 3, 2], [0, 3, 6, 2, 1], [0, 1, 2, 1, 0], [1, 0, 0, 0, 1]],
        "indifferent_by_blauth": [[0, 3, 3, 2, 9], [2, 4, 3, 3, 2], [2, 3, 3, 3, 2], [1, 2, 2, 2, 1], [1, 1, 1, 0, 2]],
        "must_be_tie": [[0, 2, 2, 1, 5], [0, 1, 1, 0, 2], [0, 0, 1, 0, 2], [0, 0, 0, 0, 1], [0, 0, 0, 0, 0]],
        "reverse": [[1, 0, 0, 0, 0], [4, 0, 1, 0, 0], [3, 0, 0, 0, 0], [2, 0, 0, 0, 0], [6, 2, 1, 1, 1]],
        "nobody_effective": [[3, 0, 0, 0, 0], [1, 0, 0, 0, 0], [0] * 5, [0] * 5, [2, 0, 0, 0, 4]],
    }
    for tag, table in tables.items():
        counts = dict.fromkeys("AOMIRQ", 0)
        for row, letters in zip(table, TABLE):
            for cell, letter in zip(row, letters):
                counts[letter] += cell
        cases.append(case("kano", "kano", tag, {"table": table}, kano_results(counts),
                          "counted by the table of Berger et al. (1993), coefficients in fractions"))
    for tag, values in {"counts": (14, 22, 9, 18, 2, 1), "all_indifferent": (0, 0, 0, 30, 0, 0)}.items():
        counts = dict(zip("AOMIRQ", values))
        cases.append(case("kano", "kano", tag, {"counts": {NAMES[c]: counts[c] for c in counts}},
                          kano_results(counts), "coefficients in fractions"))
    cases.append(case("kano", "kano", "nobody", {"table": [[0] * 5] * 5}, None, "by definition", "no answers"))
    write("kano", cases)


# ---- content validity
def aiken(ratings, least, greatest, confidence):
    steps, n = greatest - least, len(ratings)
    total = sum(ratings) - n * least
    low, high = proportion_confint(total, n * steps, alpha=1 - confidence, method="wilson")
    ways = [1]
    for _ in range(n):
        longer = [0] * (len(ways) + steps)
        for at, number in enumerate(ways):
            for step in range(steps + 1):
                longer[at + step] += number
        ways = longer
    p = F(sum(ways[total:]), (steps + 1) ** n)
    return {"n": n, "sum": total, "v": float(F(total, n * steps)), "ci": [float(low), float(high)], "p": float(p)}


def lawshe(essential, experts, alpha):
    reaching = [e for e in range(experts + 1) if binom.sf(e - 1, experts, 0.5) <= alpha]
    tail = F(sum(comb(experts, e) for e in range(essential, experts + 1)), 2**experts)
    least = min(reaching) if reaching else None
    return {
        "cvr": float(F(2 * essential - experts, experts)), "p": float(tail), "critical_essential": least,
        "critical_cvr": float(F(2 * least - experts, experts)) if reaching else None,
    }


def content_validity():
    cases = []
    panels = [([4, 4, 4, 4, 3], 1, 4, 0.95), ([5, 4, 4, 5, 3, 5, 4, 4, 5, 5], 1, 5, 0.95), ([2, 3, 1], 1, 4, 0.9),
              ([4, 4, 4], 1, 4, 0.95), ([1, 1, 1, 1], 1, 5, 0.95), ([0, 1, 1, 1, 0, 1], 0, 1, 0.99),
              ([5, 6, 7, 7, 6, 7, 5, 6, 6, 7, 4, 7, 7, 6, 5, 7, 6, 7, 7, 6, 5, 6, 7, 7, 6], 1, 7, 0.95)]
    for place, (ratings, least, greatest, confidence) in enumerate(panels):
        options = {"ratings": ratings, "least": least, "greatest": greatest, "conf_level": confidence}
        tol = TOL | {"override": {"ci": {"rel": 1e-9, "abs": 1e-11}}}
        cases.append(case("content_validity", "aiken_v", f"panel{place + 1}", options,
                          aiken(ratings, least, greatest, confidence),
                          "V and p counted in fractions; statsmodels proportion_confint(method='wilson') with n(c-1) trials",
                          "score interval of Penfield and Giacobbi (2004); p as in Aiken (1985)", tol))
    for essential, experts, alpha in [(9, 10, 0.05), (5, 5, 0.05), (7, 8, 0.05), (4, 4, 0.05), (0, 6, 0.05),
                                      (12, 20, 0.05), (26, 40, 0.05), (18, 25, 0.01), (60, 100, 0.05)]:
        cases.append(case("content_validity", "content_validity_ratio", f"{essential}_of_{experts}_{alpha}",
                          {"essential": essential, "experts": experts, "alpha": alpha},
                          lawshe(essential, experts, alpha), "scipy.stats.binom.sf; p in fractions"))
    # Ayre and Scally (2014), table of critical values, one-tailed 0.05.
    printed = {5: 5, 6: 6, 7: 7, 8: 7, 9: 8, 10: 9, 11: 9, 12: 10, 13: 10, 14: 11, 15: 12, 20: 15, 25: 18, 30: 20,
               40: 26}
    for experts, least in printed.items():
        assert lawshe(0, experts, 0.05)["critical_essential"] == least, experts
    items = [[10, 10], [9, 10], [6, 10], [8, 10], [10, 10]]
    each = [lawshe(e, n, 0.05) for e, n in items]
    kept = [F(2 * e - n, n) for (e, n), one in zip(items, each) if e >= one["critical_essential"]]
    cases.append(case("content_validity", "content_validity_index", "five_items", {"items": items, "alpha": 0.05},
                      {"cvr": [one["cvr"] for one in each], "kept": len(kept), "cvi": float(sum(kept) / len(kept)),
                       "mean_of_all": float(sum(F(2 * e - n, n) for e, n in items) / len(items))},
                      "by hand, in fractions"))
    write("content_validity", cases)


# ---- normalised gain
def gain(before, after, greatest):
    pairs = [(F(str(b)), F(str(a))) for b, a in zip(before, after) if b is not None and a is not None]
    greatest = F(str(greatest))
    n = len(pairs)
    room = [(a - b) / (greatest - b) for b, a in pairs if b != greatest]
    mean = sum(room) / len(room) if room else None
    means = sum(b for b, _ in pairs) / n, sum(a for _, a in pairs) / n
    sd = float(sum((g - mean) ** 2 for g in room) / (len(room) - 1)) ** 0.5 if len(room) > 1 else None
    return {"n": n, "at_maximum": n - len(room), "mean_before": float(means[0]), "mean_after": float(means[1]),
            "course_gain": float((means[1] - means[0]) / (greatest - means[0])) if means[0] != greatest else None,
            "mean_gain": float(mean) if room else None, "sd_gain": sd}


def normalized_gain():
    sets = {
        "class": ([40, 55, 60, 35, 70, 45, 50, 65], [75, 80, 85, 70, 90, 60, 80, 95], 100),
        "blanks_and_maximum": ([8, 10, 5, None, 7, 6], [9, 10, 9, 8, None, 4], 10),
        "decimals": ([3.25, 2.5, 3.75, 1.1], [3.5, 3.5, 3.8, 2.2], 4),
        "one_person": ([30], [60], 100),
        "all_at_maximum": ([10, 10], [10, 9], 10),
    }
    cases = [
        case("normalized_gain", "normalized_gain", tag, {"before": before, "after": after, "greatest": greatest},
             gain(before, after, greatest), "by hand, in fractions")
        for tag, (before, after, greatest) in sets.items()
    ]
    before, after = column("sleep_wide.csv", "extra1"), column("sleep_wide.csv", "extra2")
    cases.append(case("normalized_gain", "normalized_gain", "extra", {"greatest": 10}, gain(before, after, 10),
                      "in fractions", "", None, "sleep_wide.csv", {"before": "extra1", "after": "extra2"}))
    write("normalized_gain", cases)


# ---- alpha and omega of given (polychoric) correlations
def omega_ml(R):
    k = len(R)

    def objective(x):
        l, u = x[:k], np.exp(x[k:])
        S = np.outer(l, l) + np.diag(u)
        return np.linalg.slogdet(S)[1] + np.trace(R @ np.linalg.inv(S)) - np.linalg.slogdet(R)[1] - k

    def slope(x):
        l, u = x[:k], np.exp(x[k:])
        inv = np.linalg.inv(np.outer(l, l) + np.diag(u))
        G = inv - inv @ R @ inv
        return np.concatenate([2 * G @ l, np.diag(G) * u])

    start = np.concatenate([np.full(k, 0.6), np.log(np.full(k, 0.6))])
    found = minimize(objective, start, jac=slope, method="BFGS", options={"gtol": 1e-10, "maxiter": 10000})
    l, u = found.x[:k], np.exp(found.x[k:])
    return float(l.sum() ** 2 / (l.sum() ** 2 + u.sum()))


def omega_minres(R):
    k = len(R)
    off = ~np.eye(k, dtype=bool)

    def objective(l):
        return ((R - np.outer(l, l))[off] ** 2).sum() / 2

    def slope(l):
        D = (np.outer(l, l) - R) * off
        return 2 * D @ l

    l = minimize(objective, np.full(k, 0.6), jac=slope, method="BFGS", options={"gtol": 1e-11, "maxiter": 10000}).x
    return float(l.sum() ** 2 / (l.sum() ** 2 + (1 - l**2).sum()))


def ordinal_reliability():
    matrices = {
        "five_items": [[1, 0.52, 0.45, 0.38, 0.41], [0.52, 1, 0.57, 0.44, 0.36], [0.45, 0.57, 1, 0.5, 0.33],
                       [0.38, 0.44, 0.5, 1, 0.48], [0.41, 0.36, 0.33, 0.48, 1]],
        "three_items": [[1, 0.72, 0.63], [0.72, 1, 0.56], [0.63, 0.56, 1]],
        "one_reversed": [[1, 0.5, -0.2, 0.4], [0.5, 1, -0.25, 0.45], [-0.2, -0.25, 1, -0.15], [0.4, 0.45, -0.15, 1]],
    }
    cases = []
    for tag, rows in matrices.items():
        R = np.array(rows, float)
        k = len(R)
        mean = R[np.tril_indices(k, -1)].mean()
        results = {"mean_correlation": float(mean), "alpha": float(k * mean / (1 + (k - 1) * mean)),
                   "omega_ml": omega_ml(R), "omega_minres": omega_minres(R)}
        tol = TOL | {"override": {"omega_ml": 1e-7, "omega_minres": 1e-7}}
        cases.append(case("ordinal_reliability", "ordinal_reliability", tag, {"correlations": rows}, results,
                          "alpha by its formula; omega: loadings by scipy.optimize (BFGS) on the discrepancy itself",
                          "a matrix of polychoric correlations gives ordinal alpha and omega", tol))
    cases.append(case("ordinal_reliability", "ordinal_reliability", "two_items", {"correlations": [[1, 0.5], [0.5, 1]]},
                      {"mean_correlation": 0.5, "alpha": float(F(2, 3)), "omega_ml": None, "omega_minres": None},
                      "by hand", "two items have no unique factor"))
    write("ordinal_reliability", cases)


# ---- published satisfaction measures
def published_satisfaction():
    mis = [3.865, 3.9201, 4.0118, 3.9516, 3.9472, 4.0694, 3.939, 3.7432, 4.0653, 3.9965, 3.8252, 3.7433, 4.0227,
           3.9514, 3.8801, 4.0803]
    mss = [3.977, 4.2449, 4.0327, 4.1732, 3.9929, 4.0989, 3.5631, 4.0312, 3.9784, 4.2115, 4.0713, 3.6506, 3.9111,
           4.2632, 3.9528, 4.1932]
    wf = [3.9433, 3.9995, 4.093, 4.0316, 4.0271, 4.1518, 4.0187, 3.819, 4.1476, 4.0774, 3.9026, 3.819, 4.1041, 4.0313,
          3.9586, 4.1629]
    ws = [15.6823, 16.9774, 16.5057, 16.8244, 16.0798, 17.0178, 14.3191, 15.3953, 16.5006, 17.1723, 15.8888, 13.9419,
          16.0513, 17.1866, 15.6478, 17.456]
    thesis = "Perhitungan CSI, thesis at Universitas Sumatera Utara, https://text-id.123dok.com/document/6zk6l18yx-perhitungan-pengumpulan-dan-pengolahan-data.html"
    table = "Tabel 156 Tingkat kesesuaian atribut pelayanan (PPN Karangantu 2011), https://text-id.123dok.com/document/7qvp6780q-importance-and-performance-analysis-ipa.html"
    x = [91, 99, 108, 98, 119, 96, 120, 100, 117, 130]
    y = [118, 122, 124, 112, 133, 107, 133, 110, 128, 132]
    tki = [77.1, 81.1, 87.1, 87.5, 89.5, 89.7, 90.2, 90.9, 91.4, 98.5]
    write("satisfaction_published", [
        case("satisfaction_published", "published_csi", "thesis",
             {"importance": mis, "satisfaction": mss, "total_importance": 98.0157},
             {"weight_percent": wf, "weighted_score_percent": ws}, thesis,
             "16 of the attributes of the thesis; the importance of the others is the rest of the printed sum",
             {"rel": 0, "abs": 6e-4}),
        case("satisfaction_published", "published_ipa", "harbour", {"performance": x, "importance": y},
             {"conformity_percent": tki}, table, "sums over the respondents, printed with one decimal",
             {"rel": 0, "abs": 0.0501}),
    ])


if __name__ == "__main__":
    successive_intervals()
    kano()
    content_validity()
    normalized_gain()
    ordinal_reliability()
    published_satisfaction()
