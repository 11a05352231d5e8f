"""Writes the cases nist_univariate, nist_anova and nist_linear, and their data.

    python nist.py FOLDER

FOLDER holds the files of the NIST Statistical Reference Datasets as NIST
distributes them (https://www.itl.nist.gov/div898/strd/): univariate summary
statistics (.txt), one-way analysis of variance and Norris (.dat). The numbers
are carried over as they are printed, with their digits.
"""
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent.parent
NUMBER = re.compile(r"[-+]?\d*\.?\d+(?:[Ee][-+]?\d+)?")
SOURCE = "NIST Statistical Reference Datasets, certified values, https://www.itl.nist.gov/div898/strd/"
# Log relative error of at least 13 (certified values have 15 digits), and 9 for
# the regression, whose unknowns are solved for.
TOLERANCE = {"rel": 1e-13, "abs": 0}
SOLVED = {"rel": 1e-9, "abs": 0}


def numbers(line):
    return [float(text) for text in NUMBER.findall(line)]


def lines_of(path):
    return path.read_text(encoding="latin-1").splitlines()


def data(lines):
    """The rows after the last line that begins with the word Data."""
    starts = [i for i, line in enumerate(lines) if re.match(r"(# )?Data", line)]
    rows = [line.split() for line in lines[starts[-1] + 1:]]
    return [row for row in rows if row and NUMBER.fullmatch(row[0])]


def write(name, header, rows):
    text = "\n".join([",".join(header)] + [",".join(row) for row in rows]) + "\n"
    (HERE / "datasets" / f"nist_{name}.csv").write_text(text)


def case(method, name, columns, options, results, tol=TOLERANCE, notes=""):
    return {"id": f"{method}.nist_{name}", "family": "", "method": method,
            "dataset": f"nist_{name}.csv", "columns": columns, "options": options,
            "results": results, "source": SOURCE, "tol": tol, "notes": notes}


# As NIST prints it, and as two of the files in circulation do.
UNIVARIATE = {
    "n": r"Number of Observations:|n +=",
    "mean": r"Sample Mean .*ybar:|mean +=",
    "sd": r"Sample Standard Deviation .*s:|standardDeviation +=",
    "autocorrelation": r"Sample Autocorrelation .*r\(1\):|autocorrelationCoefficient +=",
}


def univariate(path):
    lines = lines_of(path)
    name = path.stem
    results = {}
    for result, word in UNIVARIATE.items():
        line = next(line for line in lines if re.match(word, line))
        results[result] = float(re.split(word, line)[1])
    results["n"] = int(results["n"])
    write(name, ["y"], data(lines))
    return case("univariate_summary", name, {"x": "y"}, {"lag": 1}, results)


def anova(path):
    lines = lines_of(path)
    name = path.stem
    row = lambda word: numbers(next(l for l in lines if re.match(word, l)))
    between, within = row(r"Between \w+\s+\d"), row(r"Within \w+\s+\d")
    write(name, ["group", "y"], data(lines))
    last = lambda word: numbers(next(l for l in lines if word in l))[-1]
    return case("anova_certified", name, {"y": "y", "group": "group"}, {}, {
        "df1": int(between[0]), "ss_between": between[1], "ms_between": between[2], "F": between[3],
        "df2": int(within[0]), "ss_within": within[1], "ms_within": within[2],
        "r2": last("Certified R-Squared"), "residual_sd": last("Standard Deviation")})


def linear(path):
    lines = lines_of(path)
    row = lambda word: numbers(next(l for l in lines if re.match(r"\s*" + word, l)).replace("B0", "").replace("B1", ""))
    b0, b1, error = row("B0 "), row("B1 "), row("Residual +[0-9]")
    fit = row("Regression +[0-9]")
    deviation = numbers(next(l for l in lines if "Standard Deviation  " in l and "Estimate" not in l))[-1]
    write(path.stem, ["y", "x"], data(lines))
    names = lambda a, b: {"(Intercept)": a, "x": b}
    return case("linear_regression", path.stem, {"y": "y", "x": ["x"]}, {"missing": "listwise"}, {
        "n": int(fit[0] + error[0]) + 1, "coef": names(b0[0], b1[0]), "se": names(b0[1], b1[1]),
        "residual_se": deviation, "residual_df": int(error[0]), "r2": row("R-Squared")[0],
        "ss_regression": fit[1], "ss_residual": error[1], "F": fit[3],
        "df1": int(fit[0]), "df2": int(error[0])},
        SOLVED, "The certified mean squares are ss_regression/df1 and ss_residual/df2 (residual_se squared).")


def main(folder):
    files = sorted(pathlib.Path(folder).iterdir(), key=lambda path: path.name)
    families = {"nist_univariate": [], "nist_anova": [], "nist_linear": []}
    for path in files:
        if path.name == "Norris.dat":
            families["nist_linear"].append(linear(path))
        elif path.suffix == ".dat":
            families["nist_anova"].append(anova(path))
        elif path.suffix == ".txt":
            families["nist_univariate"].append(univariate(path))
    for family, cases in families.items():
        for one in cases:
            one["family"] = family
        text = json.dumps({"family": family, "cases": cases}, indent=1)
        (HERE / "expected" / f"{family}.json").write_text(text + "\n")


main(sys.argv[1])
