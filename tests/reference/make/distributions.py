"""Tails and quantiles of distributions over a grid, by mpmath at 50 digits.

Writes ../expected/distributions.json. Needs mpmath (1.3.0). About ten minutes;
`ONLY=<regex> python distributions.py` computes the functions that match anew and
keeps the others.
The definitions are series and integrals of the textbooks, not the algorithms of
the library: incomplete beta and gamma functions from mpmath, noncentral
distributions as Poisson mixtures summed from 0, the noncentral t and the
studentized range as integrals over the density of the standard deviation.
"""

import json
import os
import pathlib
import re

import mpmath as mp

mp.mp.dps = 50
SMALLEST = mp.mpf("1e-300")


def normal_upper(z):
    return mp.erfc(mp.mpf(z) / mp.sqrt(2)) / 2


def beta_lower(x, a, b):
    """The power series of the smaller side, so that nothing cancels."""
    x, a, b = mp.mpf(x), mp.mpf(a), mp.mpf(b)
    return beta_sides(x, 1 - x, a, b)[0]


def beta_upper(x, a, b):
    x, a, b = mp.mpf(x), mp.mpf(a), mp.mpf(b)
    return beta_sides(x, 1 - x, a, b)[1]


def beta_sides(x, y, a, b):
    if x > (a + 1) / (a + b + 2):
        lower, upper = beta_sides(y, x, b, a)
        return upper, lower
    if x == 0:
        return mp.mpf(0), mp.mpf(1)
    front = mp.exp(
        a * mp.log(x)
        + b * mp.log(y)
        - mp.log(a)
        + mp.loggamma(a + b)
        - mp.loggamma(a)
        - mp.loggamma(b)
    )
    term = total = mp.mpf(1)
    n = 0
    while True:
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
        if term < total * mp.mpf(10) ** -45:
            break
    return front * total, 1 - front * total


def gamma_upper(a, x):
    a, x = mp.mpf(a), mp.mpf(x)
    if x <= 0:
        return mp.mpf(1)
    term = total = 1 / a
    n = 1
    while term > total * mp.mpf(10) ** -80:
        term *= x / (a + n)
        total += term
        n += 1
    lower = mp.exp(a * mp.log(x) - x - mp.loggamma(a)) * total
    if lower < mp.mpf("0.999"):
        return 1 - lower
    return mp.gammainc(a, x, mp.inf, regularized=True)


def gamma_lower(a, x):
    return mp.gammainc(mp.mpf(a), 0, mp.mpf(x), regularized=True)


def student_upper(t, df):
    t, df = mp.mpf(t), mp.mpf(df)
    if df > 500:
        return student_integral(t, df)
    s = t * t
    tail = beta_sides(df / (df + s), s / (df + s), df / 2, mp.mpf(1) / 2)[0] / 2
    return tail if t >= 0 else 1 - tail


def student_integral(t, df):
    """For many degrees of freedom, where the series is long."""
    ln_front = mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - mp.log(df * mp.pi) / 2
    width = 1 / (t + 1)
    ends = [t + k * width * 8 for k in range(8)] + [mp.inf]
    with mp.workdps(30):
        # `quad` stops at an absolute error: the integrand is scaled to 1 at t.
        ln_density = lambda s: -(df + 1) / 2 * mp.log1p(s * s / df)
        at = ln_density(t)
        part = mp.quad(lambda s: mp.exp(ln_density(s) - at), ends)
        return mp.exp(ln_front + at) * part


def chi_square_upper(x, df):
    return gamma_upper(mp.mpf(df) / 2, mp.mpf(x) / 2)


def f_upper(f, df1, df2):
    f, df1, df2 = mp.mpf(f), mp.mpf(df1), mp.mpf(df2)
    all_ = df1 * f + df2
    return beta_sides(df1 * f / all_, df2 / all_, df1 / 2, df2 / 2)[1]


def mixture(ncp, part):
    half = mp.mpf(ncp) / 2
    weight = mp.exp(-half)
    total, j = mp.mpf(0), 0
    while True:
        term = weight * part(j)
        total += term
        if j > half and term < total * mp.mpf(10) ** -25:
            return total
        j += 1
        weight *= half / j


def noncentral_chi_square_upper(x, df, ncp):
    return mixture(ncp, lambda j: gamma_upper(mp.mpf(df) / 2 + j, mp.mpf(x) / 2))


def noncentral_chi_square_lower(x, df, ncp):
    return mixture(ncp, lambda j: gamma_lower(mp.mpf(df) / 2 + j, mp.mpf(x) / 2))


def noncentral_f_side(f, df1, df2, ncp, side):
    f, df1, df2 = mp.mpf(f), mp.mpf(df1), mp.mpf(df2)
    all_ = df1 * f + df2
    x, y = df1 * f / all_, df2 / all_
    return mixture(ncp, lambda j: beta_sides(x, y, df1 / 2 + j, df2 / 2)[side])


def noncentral_f_upper(f, df1, df2, ncp):
    return noncentral_f_side(f, df1, df2, ncp, 1)


def noncentral_f_lower(f, df1, df2, ncp):
    return noncentral_f_side(f, df1, df2, ncp, 0)


def over_deviation(df, of):
    """The mean of `of(s)` over s = sqrt(chi-square/df)."""
    df = mp.mpf(df)
    ln_front = mp.log(2) + df / 2 * mp.log(df / 2) - mp.loggamma(df / 2)

    def part(s):
        if s == 0:
            return mp.mpf(0) if df > 1 else mp.exp(ln_front) * of(s)
        return mp.exp(ln_front + (df - 1) * mp.log(s) - df * s * s / 2) * of(s)

    # The peak, on a grid, and pieces about it that shrink towards it.
    grid = [mp.mpf(k) / 400 for k in range(1, 4000)]
    values = [part(s) for s in grid]
    peak = grid[values.index(max(values))]
    greatest = max(values)
    wide = [s for s, v in zip(grid, values) if v > greatest * mp.mpf(10) ** -35]
    low, high = min(wide), max(wide) + mp.mpf(1) / 400
    low = mp.mpf(0) if low < mp.mpf("0.01") else low - mp.mpf(1) / 400
    pieces = 8
    left = [low + (peak - low) * k / pieces for k in range(pieces)]
    right = [peak + (high - peak) * k / pieces for k in range(pieces + 1)]
    if low == 0:
        left = [mp.mpf(0)] + [left[1] / 4**k for k in range(6, 0, -1)] + left[1:]
    # `quad` stops at an absolute error: the integrand is scaled to 1 at its peak.
    return greatest * mp.quad(lambda s: part(s) / greatest, left + right)


def noncentral_t_upper(t, df, ncp):
    with mp.workdps(25):
        return over_deviation(df, lambda s: normal_upper(mp.mpf(t) * s - mp.mpf(ncp)))


def noncentral_t_lower(t, df, ncp):
    return noncentral_t_upper(-t, df, -ncp)


def range_upper(w, k):
    def part(z):
        whole = normal_upper(-z)
        below = normal_upper(w - z)
        density = mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)
        return k * density * whole ** (k - 1) * -mp.expm1((k - 1) * mp.log1p(-below / whole))

    # The rule of equal steps, exact to 1e-20 for this entire function.
    step = mp.mpf(1) / 6
    total, z = mp.mpf(0), mp.mpf(-10)
    while z < w / 2 + 11:
        total += part(z)
        z += step
    return total * step


def studentized_range_upper(q, groups, df):
    with mp.workdps(22):
        if df == "inf":
            return range_upper(mp.mpf(q), groups)
        # Equal steps in ln s over all that counts.
        df = mp.mpf(df)
        a = df / 2
        ln_front = mp.log(2) + a * mp.log(a) - mp.loggamma(a)
        step = mp.mpf("0.45") / mp.sqrt(4 * df + 132)

        def part(u):
            density = mp.exp(ln_front + df * u - a * mp.exp(2 * u))
            if density < mp.mpf(10) ** -330:
                return mp.mpf(0)
            return density * range_upper(mp.mpf(q) * mp.exp(u), groups)

        centre = max((mp.mpf(k) / 5 for k in range(-18, 5)), key=part)
        total = part(centre)
        for direction in (-1, 1):
            k = 1
            while True:
                term = part(centre + direction * k * step)
                total += term
                if term < total * mp.mpf(10) ** -16:
                    break
                k += 1
        return total * step


def number(x):
    if x == "inf":
        return "Inf"
    return float(x)


CASES = []
ONLY = re.compile(os.environ.get("ONLY", ""))
FILE = pathlib.Path(__file__).resolve().parent.parent / "expected" / "distributions.json"


def kept(function, tag):
    """A case that is not to be computed anew."""
    if ONLY.search(function):
        return False
    for case in json.loads(FILE.read_text())["cases"]:
        if case["id"] == f"distribution.{function}.{tag}":
            CASES.append(case)
            return True
    return False


def case(function, tag, arguments, values, tol, notes=""):
    within = [
        ([number(a) for a in args], float(v))
        for args, v in zip(arguments, values)
        if v is not None and v > SMALLEST
    ]
    CASES.append(
        {
            "id": f"distribution.{function}.{tag}",
            "family": "distributions",
            "method": "distribution",
            "dataset": None,
            "columns": {},
            "options": {"function": function, "arguments": [args for args, _ in within]},
            "results": {"value": [value for _, value in within]},
            "source": f"make/distributions.py (mpmath {mp.__version__})",
            "tol": {"rel": tol, "abs": 0},
            "notes": notes,
        }
    )
    print(function, tag, len(within), flush=True)


def tails(function, compute, arguments, tol, tag="tail"):
    if kept(function, tag):
        return
    case(function, tag, arguments, [compute(*args) for args in arguments], tol)


def quantiles(function, compute, points, tol):
    """Quantiles of probabilities given as doubles, solved from known points."""
    if kept(function, "quantile"):
        return
    arguments, values = [], []
    for x, *rest in points:
        if x == 0:
            continue
        p = mp.mpf(float(compute(x, *rest)))
        if not SMALLEST <= p <= 1 - mp.mpf(10) ** -9:
            continue
        x = mp.mpf(x)
        goal = mp.log(p)
        # The point is right to a few units of the last digit of p: one secant.
        h = x * mp.mpf(10) ** -25
        miss = mp.log(compute(x, *rest)) - goal
        slope = (mp.log(compute(x + h, *rest)) - miss - goal) / h
        arguments.append((p, *rest))
        values.append(x - miss / slope)
    case(function, "quantile", arguments, values, tol)


DF = [0.5, 1, 2, 3.7, 10, 30, 150, 1000, 10000, 99999, 100001, 1000000, 100000000]
T = [0.001, 0.1, 1, 2, 3, 5, 10, 20, 36, 100, 1e4, 1e12, 1e100, 1e250]
STUDENT = [(t, df) for df in DF for t in T if df < 200 or t < 40]
CHI = [
    (m * df, df)
    for df in [0.01, 0.5, 1, 2, 5, 30, 200, 10000]
    for m in [1e-6, 0.01, 0.5, 0.9, 1, 1.1, 2, 5, 20, 100, 600]
    if df < 1000 or 0.8 < m < 1.2
] + [(1e6 + d, 1e6) for d in (-20000, -1000, 0, 3000, 30000)]
F = [
    (f, a, b)
    for a, b in [(1, 1), (1, 30), (2, 7), (3.5, 120), (9, 2000), (50, 50), (500, 3), (8, 20000)]
    for f in [1e-8, 0.01, 0.7, 1, 1.5, 4, 20, 150, 1e5, 1e40]
    if b < 1e4 or f < 400
]
BETA = [
    (x, a, b)
    for a, b in [(0.5, 0.5), (0.01, 3), (1, 1), (2, 3), (5.5, 25.5), (400, 601), (10000, 30000)]
    for x in [1e-250, 1e-30, 1e-5, 0.01, 0.2, 0.25, 0.39, 0.5, 0.9, 0.999]
]
NCX = [
    (x, df, ncp)
    for df, ncp in [(1, 0.01), (3, 4), (9, 25), (0.5, 100), (60, 300), (4, 2000)]
    for x in [0.01, 1, 5, 20, 80, 400, 900, 2000]
]
NCF = [
    (f, a, b, ncp)
    for a, b, ncp in [(1, 10, 0.5), (3, 36, 11), (5, 500, 60), (2.5, 7, 200), (20, 20, 3)]
    for f in [0.01, 0.5, 1, 3, 10, 60, 500]
]
NCT = [
    (t, df, ncp)
    for df, ncp in [(1, 1), (4, -2), (10, 3), (38, 3.1623), (38, -3.1623), (300, 12), (300, -1)]
    for t in [-6, -2, -0.3, 0, 0.5, 2, 4, 9, 15]
]
RANGE = [
    (q, k, df)
    for k, df in [(2, 5), (3, 10), (3, 2), (5, 60), (10, 20), (20, 300), (50, 12)]
    for q in [1, 3.5, 12]
] + [(q, k, "inf") for k in (2, 3, 8, 100) for q in (0.3, 3, 5, 10, 30, 50)]

if __name__ == "__main__":
    z = [-8, -3, -1, 0, 0.001, 0.5, 1, 2, 5, 8, 12, 20, 30, 36, 37]
    tails("normal_upper", normal_upper, [(v,) for v in z], 2e-13)
    quantiles("normal_quantile", normal_upper, [(v,) for v in z if v > -6], 1e-13)
    tails("student_upper", student_upper, STUDENT, 1e-11)
    quantiles("student_quantile", student_upper, STUDENT, 1e-11)
    tails("chi_square_upper", chi_square_upper, CHI, 1e-11)
    quantiles("chi_square_quantile", chi_square_upper, CHI, 1e-10)
    tails("f_upper", f_upper, F, 1e-11)
    quantiles("f_quantile", f_upper, F, 1e-9)
    tails("beta_lower", beta_lower, BETA, 1e-11)
    tails("beta_upper", beta_upper, BETA, 1e-11)
    quantiles("beta_quantile", beta_lower, BETA, 1e-9)
    tails("noncentral_chi_square_upper", noncentral_chi_square_upper, NCX, 1e-10)
    tails("noncentral_chi_square_lower", noncentral_chi_square_lower, NCX, 1e-10)
    tails("noncentral_f_upper", noncentral_f_upper, NCF, 1e-10)
    tails("noncentral_f_lower", noncentral_f_lower, NCF, 1e-10)
    tails("noncentral_t_upper", noncentral_t_upper, NCT, 1e-10)
    tails("noncentral_t_lower", noncentral_t_lower, NCT, 1e-10)
    tails("studentized_range_upper", studentized_range_upper, RANGE, 1e-10)
    lines = ",\n".join(json.dumps(case) for case in CASES)
    FILE.write_text(f'{{"family": "distributions", "cases": [\n{lines}\n]}}\n')
