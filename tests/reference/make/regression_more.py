"""Reference cases of regression that R's cases do not have.

Second implementations: statsmodels (HAC errors, White, RESET, ordered models),
numpy (condition indices), mpmath (Imhof's integral for Durbin and Watson), scipy
(profile likelihood by root finding). Longley's values are NIST's certified ones.
Run in this folder: python regression_more.py
"""
import json
import mpmath as mp
import numpy as np
import pandas as pd
import scipy
import scipy.stats as st
import statsmodels
import statsmodels.api as sm
from scipy.optimize import brentq
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.diagnostic import het_white, linear_reset
from statsmodels.formula.api import ols

VERSIONS = f"statsmodels {statsmodels.__version__}, scipy {scipy.__version__}, mpmath {mp.__version__}"
TOL = {"rel": 1e-9, "abs": 1e-11}


def data(name, columns):
    return pd.read_csv(f"../datasets/{name}.csv")[columns].dropna()


def case(method, name, columns, options, results, source, notes="", tol=TOL, tag=""):
    family = FAMILY[0]
    ident = ".".join(x for x in [method, name, tag] if x)
    CASES.append({"id": ident, "family": family, "method": method, "dataset": f"{name}.csv",
                  "columns": columns, "options": options, "results": results,
                  "source": f"{source} ({VERSIONS})", "tol": tol, "notes": notes})


def write():
    with open(f"../expected/{FAMILY[0]}.json", "w") as file:
        json.dump({"family": FAMILY[0], "cases": CASES}, file, indent=1)
        file.write("\n")
    CASES.clear()


FAMILY, CASES = [""], []


def imhof(lambdas):
    """P(sum of lambda * chi-square(1) > 0), Imhof 1961, in 30 digits."""
    mp.mp.dps = 30
    lambdas = [mp.mpf(x) for x in lambdas]

    def f(u):
        if u == 0:
            return sum(lambdas) / 2
        angle = sum(mp.atan(l * u) for l in lambdas) / 2
        size = mp.exp(sum(mp.log1p((l * u) ** 2) for l in lambdas) / 4)
        return mp.sin(angle) / (u * size)

    # The end where the factor of decay is below 1e-25.
    end = mp.mpf(1)
    while sum(mp.log1p((l * end) ** 2) for l in lambdas) / 4 < 60:
        end *= 2
    points = [0] + [end / mp.mpf(2) ** k for k in range(14, -1, -1)]
    return float(mp.mpf(1) / 2 + mp.quad(f, points) / mp.pi)


def durbin_watson(name, y, x):
    d = data(name, [y] + x)
    X = sm.add_constant(d[x].to_numpy(float))
    e = sm.OLS(d[y].to_numpy(float), X).fit().resid
    n = len(e)
    value = float(np.sum(np.diff(e) ** 2) / np.sum(e ** 2))
    A = 2 * np.eye(n) - np.eye(n, k=1) - np.eye(n, k=-1)
    A[0, 0] = A[-1, -1] = 1
    q, _ = np.linalg.qr(X, mode="complete")
    L = q[:, X.shape[1]:]
    lambdas = np.linalg.eigvalsh(L.T @ A @ L)
    positive = imhof(value - lambdas)
    case("durbin_watson", name, {"y": y, "x": x}, {"order": "rows"},
         {"n": n, "d": value, "autocorrelation": float(np.sum(e[1:] * e[:-1]) / np.sum(e ** 2)),
          "p_positive": positive, "p_negative": 1 - positive, "p": 2 * min(positive, 1 - positive)},
         "eigenvalues of L'AL with L from a complete QR; Imhof's integral in 30 digits",
         tol={"rel": 1e-8, "abs": 1e-11}, tag=y)


def white(name, y, x):
    d = data(name, [y] + x)
    X = sm.add_constant(d[x].to_numpy(float))
    fit = sm.OLS(d[y].to_numpy(float), X).fit()
    # Centred: the same columns' span with digits to spare.
    Z = sm.add_constant(d[x].to_numpy(float) - d[x].to_numpy(float).mean(axis=0))
    lm, p, _, _ = het_white(fit.resid, Z)
    i, j = np.triu_indices(Z.shape[1])
    df = np.linalg.matrix_rank(Z[:, i] * Z[:, j]) - 1
    f = fit.fittedvalues - fit.fittedvalues.mean()
    aux = sm.OLS(fit.resid ** 2, np.column_stack([np.ones(len(f)), f, f ** 2])).fit()
    case("white_test", name, {"y": y, "x": x}, {},
         {"chisq": lm, "df": int(df), "p": float(st.chi2.sf(lm, df)),
          "on_fitted_chisq": len(f) * aux.rsquared}, "het_white on centred columns",
         tol={"rel": 1e-8, "abs": 1e-10}, tag=y)


def reset(name, y, x, power):
    d = data(name, [y] + x)
    X = sm.add_constant(d[x].to_numpy(float))
    # A test of fitted values does not change with the origin of the outcome.
    v = d[y].to_numpy(float)
    fit = sm.OLS(v - v.mean(), X).fit()
    found = linear_reset(fit, power=power, use_f=True)
    case("reset_test", name, {"y": y, "x": x}, {"power": power},
         {"F": float(np.squeeze(found.statistic)), "df1": float(found.df_num), "df2": float(found.df_denom),
          "p": float(found.pvalue)}, "linear_reset(power, use_f=True)",
         tol={"rel": 1e-7, "abs": 1e-10}, tag=f"{y}_{power}")


def linearity(name, y, x):
    d = data(name, [y, x]).rename(columns={y: "y", x: "x"})
    line, levels, none = ols("y ~ x", d).fit(), ols("y ~ C(x)", d).fit(), ols("y ~ 1", d).fit()
    beyond = anova_lm(line, levels).iloc[1]
    between = anova_lm(none, levels).iloc[1]
    within = levels.ssr / levels.df_resid
    linear = (none.ssr - line.ssr) / within
    case("linearity_test", name, {"y": y, "x": x}, {},
         {"F_deviation": beyond["F"], "df1_deviation": beyond["df_diff"], "df2": levels.df_resid,
          "p_deviation": beyond["Pr(>F)"], "F_between": between["F"], "p_between": between["Pr(>F)"],
          "F_linear": linear, "p_linear": float(st.f.sf(linear, 1, levels.df_resid)),
          "r2": line.rsquared, "eta2": levels.rsquared}, "anova_lm of nested models",
         "the table of SPSS MEANS /STATISTICS LINEARITY", tol={"rel": 1e-8, "abs": 1e-10}, tag=f"{y}_by_{x}")


def collinearity(name, x):
    d = data(name, x).to_numpy(float)
    vif = np.diag(np.linalg.inv(np.corrcoef(d.T)))
    X = sm.add_constant(d)
    X = X / np.sqrt((X ** 2).sum(axis=0))
    _, s, vt = np.linalg.svd(X, full_matrices=False)
    phi = vt ** 2 / (s ** 2)[:, None]
    case("collinearity", name, {"x": x}, {},
         {"vif": dict(zip(x, vif.tolist())), "eigenvalues": (s ** 2).tolist(),
          "condition_index": (s[0] / s).tolist(), "variance_shares": (phi / phi.sum(axis=0)).tolist()},
         "numpy: inverse correlation matrix; svd of scaled columns", tol={"rel": 1e-8, "abs": 1e-10})


FAMILY[0] = "regression_assumptions"
durbin_watson("attitude", "rating", ["complaints", "learning", "advance"])
durbin_watson("mtcars", "mpg", ["wt", "hp", "qsec"])
durbin_watson("Nile", "flow", ["year"])
durbin_watson("airquality", "Ozone", ["Wind", "Temp"])
for name, y, x in [("attitude", "rating", ["complaints", "learning"]), ("mtcars", "mpg", ["wt", "hp", "am"]),
                   ("swiss", "Fertility", ["Agriculture", "Education", "Catholic"]),
                   ("skm400", "nps", ["u1", "u5", "u9"])]:
    white(name, y, x)
    reset(name, y, x, 3)
    collinearity(name, x)
reset("mtcars", "mpg", ["wt"], 2)
for name, y, x in [("mtcars", "mpg", "cyl"), ("skm400", "nps", "u1"), ("bfi_sub", "age", "A1"), ("ToothGrowth", "len", "dose")]:
    linearity(name, y, x)
write()


def series(changes, lags, small, from_one, conf, tag):
    y = pd.read_csv("../datasets/Nile.csv")["flow"].to_numpy(float)
    n = len(y)
    t = np.arange(n)
    X = [np.ones(n), t + 1.0]
    for first in changes:
        X += [(t >= first) * 1.0, np.where(t >= first, t - first + from_one, 0.0)]
    X = np.column_stack(X)
    used = lags if lags is not None else int(np.floor(4 * (n / 100) ** (2 / 9)))
    fit = sm.OLS(y, X).fit(cov_type="HAC", cov_kwds={"maxlags": used, "use_correction": small}, use_t=True)
    plain = sm.OLS(y, X).fit()
    ci = fit.conf_int(1 - conf)
    names = ["(Intercept)", "time"] + [f"{what}{k + 1}" for k in range(len(changes)) for what in ["level", "slope"]]
    at = lambda v: {name: float(x) for name, x in zip(names, v)}
    R = np.eye(X.shape[1])[2:]
    together = fit.f_test(R)
    end = np.zeros(X.shape[1])
    end[2:4] = 1, n - 1 - changes[0] + from_one
    effect = fit.t_test(end)
    d = float(np.sum(np.diff(fit.resid) ** 2) / np.sum(fit.resid ** 2))
    case("interrupted_time_series", "Nile", {"y": "flow"},
         {"changes": changes, "lags": lags, "small_sample": small, "from_one": from_one, "conf_level": conf},
         {"n": n, "lags": used, "coef": at(fit.params), "se": at(fit.bse), "t": at(fit.tvalues), "p": at(fit.pvalues),
          "ci_lower": at(ci[:, 0]), "ci_upper": at(ci[:, 1]), "se_ordinary": at(plain.bse), "p_ordinary": at(plain.pvalues),
          "F_changes": float(together.fvalue), "p_F_changes": float(together.pvalue),
          "effect_at_end": float(np.squeeze(effect.effect)), "effect_at_end_se": float(np.squeeze(effect.sd)),
          "durbin_watson": d, "r2": plain.rsquared}, "OLS(...).fit(cov_type='HAC', use_t=True)",
         "changes: first period after, from 0; lags null: floor(4 (n/100)^(2/9))", tol={"rel": 1e-8, "abs": 1e-9}, tag=tag)


FAMILY[0] = "interrupted_time_series"
series([28], None, True, False, 0.95, "dam")
series([28], 0, False, True, 0.90, "no_lags")
series([28, 60], 7, True, False, 0.95, "two")
series([50], 3, False, False, 0.99, "uncorrected")
write()

FAMILY[0] = "nist_longley"
case("linear_regression", "nist_Longley", {"y": "employed", "x": ["deflator", "gnp", "unemployed", "armed", "population", "year"]},
     {"missing": "listwise"},
     {"n": 16,
      "coef": {"(Intercept)": -3482258.63459582, "deflator": 15.0618722713733, "gnp": -0.358191792925910E-01,
               "unemployed": -2.02022980381683, "armed": -1.03322686717359, "population": -0.511041056535807E-01, "year": 1829.15146461355},
      "se": {"(Intercept)": 890420.383607373, "deflator": 84.9149257747669, "gnp": 0.334910077722432E-01,
             "unemployed": 0.488399681651699, "armed": 0.214274163161675, "population": 0.226073200069370, "year": 455.478499142212},
      "residual_se": 304.854073561965, "residual_df": 9, "r2": 0.995479004577296, "F": 330.285339234588,
      "ss_regression": 184172401.944494, "ss_residual": 836424.055505915}, "NIST StRD, certified values of Longley",
     "condition number of the scaled columns about 4e4", tol={"rel": 1e-13, "abs": 0})
CASES[-1]["source"] = "NIST Statistical Reference Datasets, certified values, https://www.itl.nist.gov/div898/strd/"
write()


def logistic(name, y, x, event, tag):
    d = data(name, [y] + x)
    Y = (d[y] == event).to_numpy(float)
    raw = d[x].to_numpy(float)
    X = sm.add_constant(raw)
    fit = sm.Logit(Y, X).fit(method="newton", tol=1e-12, maxiter=100, disp=0)
    names = ["(Intercept)"] + x
    at = lambda v: {n: float(z) for n, z in zip(names, v)}
    goal = st.chi2.ppf(0.95, 1)

    def best(rest, offset):
        """The largest log-likelihood with an offset: Newton's steps, halved."""
        ll = lambda b: -np.sum(np.logaddexp(0, np.where(Y == 1, -1, 1) * (rest @ b + offset)))
        scale = np.sqrt((rest ** 2).mean(axis=0))
        rest = np.linalg.qr(rest / scale)[0] * np.sqrt(len(Y))
        b = np.linalg.lstsq(rest, X @ fit.params - offset, rcond=None)[0]
        for _ in range(200):
            q = 1 / (1 + np.exp(-(rest @ b + offset)))
            step = np.linalg.solve(rest.T @ (rest * (q * (1 - q))[:, None]), rest.T @ (Y - q))
            while ll(b + step) < ll(b) - 1e-12:
                step = step / 2
            b = b + step
            if np.max(np.abs(step)) < 1e-11:
                break
        return ll(b)

    def limit(k, sign):
        rest = np.delete(X, k, axis=1)

        def miss(b):
            return 2 * (fit.llf - best(rest, b * X[:, k])) - goal
        step = sign * fit.bse[k]
        far = fit.params[k] + step / 2
        while miss(far) < 0:
            far += step / 2
        return brentq(miss, fit.params[k], far, xtol=1e-12, rtol=1e-13)

    p = pd.DataFrame({"p": np.round(fit.predict(), 12), "y": Y}).groupby("p")["y"].agg(["count", "sum"]).reset_index()
    target = np.floor(0.1 * len(Y) + 0.5)
    groups = []
    for _, row in p.iterrows():
        n, o, e = row["count"], row["sum"], row["p"] * row["count"]
        if groups and groups[-1][0] < target and groups[-1][0] + np.floor(0.5 * n) <= target:
            groups[-1] = [a + b for a, b in zip(groups[-1], [n, o, e])]
        else:
            groups.append([n, o, e])
    if groups[-1][0] <= 0.05 * len(Y):
        last = groups.pop()
        groups[-1] = [a + b for a, b in zip(groups[-1], last)]
    hl = sum((o - e) ** 2 / (e * (1 - e / n)) for n, o, e in groups)
    case("logistic_at_maximum", name, {"y": y, "x": x}, {"event": event, "missing": "listwise"},
         {"se": at(fit.bse), "bic": fit.bic,
          "profile_lower": at([limit(k, -1) for k in range(X.shape[1])]),
          "profile_upper": at([limit(k, 1) for k in range(X.shape[1])]),
          "hosmer_lemeshow_patterns": {"groups": len(groups), "chisq": float(hl), "df": len(groups) - 2,
                                       "p": float(st.chi2.sf(hl, len(groups) - 2))}},
         "Logit newton; profile by brentq on constrained fits; groups by the rule of SAS LOGISTIC and SPSS",
         tol={"rel": 1e-7, "abs": 1e-8}, tag=tag)


FAMILY[0] = "regression_logistic_maximum"
logistic("infert", "case", ["age", "parity", "induced", "spontaneous"], 1, "case")
logistic("mtcars", "am", ["wt", "hp"], 1, "am")
logistic("skm400", "sex", ["u1", "u4", "period"], "P", "sex")
write()


def ordered(name, y, x, link, tag):
    d = data(name, [y] + x)
    levels = sorted(d[y].unique())
    code = d[y].map({v: i for i, v in enumerate(levels)}).to_numpy()
    raw = d[x].to_numpy(float)
    mean, sd = raw.mean(axis=0), raw.std(axis=0)
    z = (raw - mean) / sd
    F = {"logit": st.logistic, "probit": st.norm, "cloglog": st.gumbel_l, "loglog": st.gumbel_r, "cauchit": st.cauchy}[link]
    start = OrderedModel(code, z, distr=F).fit(method="bfgs", maxiter=2000, gtol=1e-9, disp=0)
    J, k = len(levels), len(x)
    theta = start.model.transform_threshold_params(start.params)[1:-1]
    mp.mp.dps = 40
    cdf = {"logit": lambda v: 1 / (1 + mp.exp(-v)), "probit": lambda v: mp.ncdf(v),
           "cloglog": lambda v: 1 - mp.exp(-mp.exp(v)), "loglog": lambda v: mp.exp(-mp.exp(-v)),
           "cauchit": lambda v: mp.atan(v) / mp.pi + mp.mpf(1) / 2}[link]
    rows = pd.DataFrame(np.column_stack([code, z])).value_counts().reset_index().to_numpy()

    def ll(par):
        total = mp.mpf(0)
        for row in rows:
            c, xs, n = int(row[0]), row[1:-1], int(row[-1])
            shift = sum(par[J - 1 + i] * mp.mpf(xs[i]) for i in range(k))
            high = cdf(par[c] - shift) if c < J - 1 else mp.mpf(1)
            low = cdf(par[c - 1] - shift) if c > 0 else mp.mpf(0)
            total += n * mp.log(high - low)
        return total

    par = [mp.mpf(float(v)) for v in list(theta) + list(start.params[:k])]
    m, h = len(par), mp.mpf(10) ** -10
    for _ in range(4):  # Newton with central differences in 40 digits
        f0 = ll(par)
        e = lambda i, s: [v + (s * h if j == i else 0) for j, v in enumerate(par)]
        up, down = [ll(e(i, 1)) for i in range(m)], [ll(e(i, -1)) for i in range(m)]
        g = mp.matrix([(up[i] - down[i]) / (2 * h) for i in range(m)])
        H = mp.zeros(m)
        for i in range(m):
            H[i, i] = (up[i] - 2 * f0 + down[i]) / h ** 2
            for j in range(i):
                both = [v + (h if q in (i, j) else 0) for q, v in enumerate(par)]
                H[i, j] = H[j, i] = (ll(both) - up[i] - up[j] + f0 - (H[i, i] + H[j, j]) * 0) / h ** 2
        step = mp.lu_solve(H, g)
        par = [v - s for v, s in zip(par, step)]
    cov = -(H ** -1)
    T = mp.zeros(m)
    for i in range(J - 1):
        T[i, i] = 1
        for q in range(k):
            T[i, J - 1 + q] = mp.mpf(mean[q]) / mp.mpf(sd[q])
    for q in range(k):
        T[J - 1 + q, J - 1 + q] = 1 / mp.mpf(sd[q])
    est, cov = T * mp.matrix(par), T * cov * T.T
    text = [str(int(v)) for v in levels]
    between = [f"{a}|{b}" for a, b in zip(text, text[1:])]
    value = lambda v: float(v)
    case("ordinal_logit", name, {"y": y, "x": x}, {"levels": text, "link": link},
         {"n": len(d), "thresholds": dict(zip(between, [value(est[i]) for i in range(J - 1)])),
          "thresholds_se": dict(zip(between, [value(mp.sqrt(cov[i, i])) for i in range(J - 1)])),
          "coef": dict(zip(x, [value(est[J - 1 + q]) for q in range(k)])),
          "se": dict(zip(x, [value(mp.sqrt(cov[J - 1 + q, J - 1 + q])) for q in range(k)])),
          "log_likelihood": value(ll(par))},
         "OrderedModel, then Newton's steps in 40 digits", tol={"rel": 1e-7, "abs": 1e-9}, tag=tag)


FAMILY[0] = "regression_ordinal_links"
for link in ["logit", "probit", "cloglog", "loglog", "cauchit"]:
    ordered("skm150", "u9", ["u1", "u2"], link, link)
ordered("mtcars", "gear", ["mpg", "hp"], "probit", "gear_probit")
write()
