"""Makes tests/fixtures/careless.csv and careless.json: signs of careless answers
computed with numpy and scipy alone.

    python tests/reference/make/careless.py
"""
import csv
import json
import pathlib

import numpy as np
from scipy import stats

ROOT = pathlib.Path(__file__).resolve().parents[2] / "fixtures"
rng = np.random.default_rng(20260101)
N, K = 60, 8
level = rng.normal(0, 1, size=(N, 1))
codes = np.clip(np.rint(3 + 0.8 * level + rng.normal(0, 0.7, size=(N, K))), 1, 5).astype(int)
codes[3] = 4                      # a straight line
codes[11] = 2                     # another one
codes[17] = [5, 5, 5, 5, 1, 1, 2, 1]
codes[29] = [1, 5, 1, 5, 1, 5, 1, 5]
seconds = rng.integers(20, 300, size=N)
seconds[[3, 29]] = [9, 15]        # less than two seconds per item
ids = [f"warga{i:03}@contoh.example" for i in range(N)]
ids[40] = ids[7]
ids[41] = ids[7].upper()
blank = {(5, 2), (22, 0)}

rows = []
for i in range(N):
    start = 8 * 3600 + 61 * i
    stamp = lambda s: f"2026-03-{1 + i % 28:02} {s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}"
    answers = ["" if (i, j) in blank else str(codes[i, j]) for j in range(K)]
    rows.append([stamp(start), stamp(start + int(seconds[i])), ids[i], *answers])
rows.append(rows[50])             # a repeated row
with open(ROOT / "careless.csv", "w", newline="") as out:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["start", "end", "Surel", *[f"Butir {j + 1}" for j in range(K)]])
    writer.writerows(rows)

X = np.array([[np.nan if cell == "" else float(cell) for cell in row[3:]] for row in rows])


def run(answers):
    best = now = 0
    before = None
    for a in answers:
        now = 0 if np.isnan(a) else (now + 1 if a == before else 1)
        before = None if np.isnan(a) else a
        best = max(best, now)
    return best


runs = np.array([run(answers) for answers in X])
irv = np.array([np.nanstd(answers, ddof=1) for answers in X])
complete = ~np.isnan(X).any(axis=1)
C = X[complete]
centred = C - C.mean(axis=0)
d2 = np.einsum("ij,jk,ik->i", centred, np.linalg.inv(np.cov(C, rowvar=False)), centred)
cut = stats.chi2.isf(0.001, K)
far = np.zeros(len(X), dtype=bool)
far[np.flatnonzero(complete)[d2 > cut]] = True
taken = np.append(seconds, seconds[50])


def without(flagged):
    kept = X[~flagged]
    return float(np.mean(np.nanmean(kept, axis=0)) * 100 / 5)


seen, later = set(), []
for row in rows:
    later.append(row[2].lower() in seen)
    seen.add(row[2].lower())
repeated = np.zeros(len(X), dtype=bool)
repeated[-1] = True
flags = {
    "straight_line": runs == K,
    "long_string": runs * 2 >= K,
    "distance": far,
    "fast": taken < 2 * K,
    "repeated": repeated,
    "duplicate": np.array(later),
}
json.dump(
    {
        "n": len(X),
        "longest": np.bincount(runs, minlength=K + 1).tolist(),
        "variability": {"mean": irv.mean(), "quantiles": np.quantile(irv, [0.05, 0.25, 0.5, 0.75, 0.95]).tolist()},
        "distance": {"n": int(complete.sum()), "cut": cut, "largest": d2.max()},
        "index": without(np.zeros(len(X), dtype=bool)),
        "flags": {name: {"n": int(flag.sum()), "without": without(flag)} for name, flag in flags.items()},
    },
    open(ROOT / "careless.json", "w"),
    indent=1,
)
