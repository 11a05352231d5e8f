#!/usr/bin/env python3
"""Makes simulated survey files, runs the same job in other programs, and compares whole processes.

    python benches/peers.py make 1e5 FOLDER/answers_1e5.csv        also .xlsx; the same seed gives the same rows
    python benches/peers.py polars|duckdb|tests FILE               one job in another program
    python benches/peers.py compare PROGRAM FILE... [--rounds 9]   interleaved rounds: tridharma and the others

Job A: n, mean of each item and index per unit and overall, frequencies of each item, Cronbach's alpha, corrected
item-total correlations. Job B (`tests`): A and, on the respondents' index, Kruskal-Wallis by service, Mann-Whitney by
sex, Welch's ANOVA by education, 45 Spearman correlations, Dunn-Holm by service.
Needs numpy; polars (fastexcel for .xlsx), duckdb, scipy; xlsxwriter to make .xlsx. No respondent is real.
"""
import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import time

ITEMS = [f"U{i}" for i in range(1, 10)]
HEADER = ["timestamp", "unit", "service", "sex", "age", "education", "job", *ITEMS, "comment"]
SERVICES = ["KTP elektronik", "Kartu Keluarga", "Akta kelahiran", "Akta kematian", "Surat pindah", "Izin usaha",
            "Poli umum", "Apotek", "Laboratorium", "Pengaduan"]
SEXES = ["Laki-laki", "Perempuan"]
EDUCATION = ["SD", "SMP", "SMA", "D3", "S1", "S2 ke atas"]
JOBS = ["PNS", "TNI/Polri", "Karyawan swasta", "Wiraswasta", "Pelajar/Mahasiswa", "Lainnya"]
COMMENTS = ["Pelayanan sangat baik", "Antrian terlalu lama", "Mohon loket ditambah, terutama hari Senin",
            "Petugas bilang \"tunggu\" terus", "Terima kasih", "-"]
JOB_A = ["--index", "--by", "unit", "--describe", "--reliability", "--validity", "--format", "json"]
JOB_B = ["--compare", "service", "--compare", "sex", "--compare", "education", "--correlate", "--post-hoc", "dunn"]


def rows(number):
    """A latent trait behind nine items; one answer in a hundred blank, a respondent in three with a comment."""
    import numpy as np
    start = np.datetime64("2025-01-01T00:00:00")
    for block in range(0, number, 1 << 16):
        size = min(1 << 16, number - block)
        random = np.random.default_rng([20250101, block])
        unit, service = random.integers(0, 20, size), random.integers(0, 10, size)
        trait = random.normal(0, 1, size) + .06 * (unit - 10) + .03 * (service - 5)
        noise = random.normal(0, .65, (size, 9)) + np.linspace(-.3, .5, 9)
        codes = 1 + (.75 * trait[:, None] + noise > np.array([[[-2.35]], [[-1.45]], [[.45]]])).sum(0)
        codes[random.random((size, 9)) < .01] = 0
        moments = (start + random.integers(0, 10**7, size) * 3).astype(str)
        picks = [random.integers(0, len(of), size) for of in (SEXES, EDUCATION, JOBS)]
        ages, comment = random.integers(17, 80, size), random.integers(0, 3 * len(COMMENTS), size)
        for i in range(size):
            yield [moments[i].replace("T", " "), f"Unit {unit[i] + 1:02d}", SERVICES[service[i]], SEXES[picks[0][i]],
                   int(ages[i]), EDUCATION[picks[1][i]], JOBS[picks[2][i]], *[int(c) or None for c in codes[i]],
                   COMMENTS[comment[i]] if comment[i] < len(COMMENTS) else None]


def make(number, path):
    if path.endswith(".csv"):
        with open(path, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            writer.writerows(rows(number))
        return
    import datetime
    import xlsxwriter
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    book.set_properties({"created": datetime.datetime(2025, 1, 1)})
    sheet = book.add_worksheet("Jawaban")
    for at, row in enumerate([HEADER, *rows(number)]):
        sheet.write_row(at, 0, row)
    book.close()


def alpha_of(variances, total):
    return 9 / 8 * (1 - sum(variances) / total)


def polars(path):
    import polars as pl
    if path.endswith(".csv"):
        frame = pl.scan_csv(path, schema_overrides={u: pl.Int8 for u in ITEMS})
    else:
        frame = pl.read_excel(path, engine="calamine", columns=["unit", *ITEMS]).lazy()
    frame = frame.select("unit", *ITEMS)
    real = [pl.col(u).cast(pl.Float64) for u in ITEMS]
    total = pl.sum_horizontal(real)
    means = [pl.len().alias("n"), *[pl.col(u).mean() for u in ITEMS]]
    levels = [(pl.col(u) == k).sum().alias(f"{u}={k}") for u in ITEMS for k in (1, 2, 3, 4)]
    complete = frame.filter(pl.all_horizontal([pl.col(u).is_not_null() for u in ITEMS]))
    scale = complete.select([x.var().alias("v" + u) for x, u in zip(real, ITEMS)] + [total.var().alias("v")]
                            + [pl.corr(x, total - x).alias("r" + u) for x, u in zip(real, ITEMS)])
    units, whole, scale = pl.collect_all([frame.group_by("unit").agg(means), frame.select(means + levels), scale],
                                         engine="streaming")
    whole, scale = whole.row(0, named=True), scale.row(0, named=True)
    return {"n": whole["n"], "index": sum(whole[u] for u in ITEMS) / 9 * 25, "units": units.height,
            "alpha": alpha_of([scale["v" + u] for u in ITEMS], scale["v"])}


def duckdb(path):
    import duckdb as db
    base, total = db.connect(), " + ".join(ITEMS)
    cast = ", ".join(f"cast({u} as tinyint) as {u}" for u in ITEMS)
    base.execute(f"create temp table t as select unit, {cast} from read_csv('{path}', header=true)")
    means = "count(*), " + ", ".join(f"avg({u})" for u in ITEMS)
    units = base.execute(f"select unit, {means} from t group by unit").fetchall()
    whole = base.execute(f"select {means} from t").fetchone()
    for item in ITEMS:
        base.execute(f"select {item}, count(*) from t group by 1").fetchall()
    scale = base.execute(
        f"select {', '.join(f'var_samp({u})' for u in ITEMS)}, var_samp({total}), "
        f"{', '.join(f'corr({u}, {total} - {u})' for u in ITEMS)} from t "
        f"where {' and '.join(f'{u} is not null' for u in ITEMS)}").fetchone()
    return {"n": whole[0], "index": sum(whole[1:]) / 9 * 25, "units": len(units),
            "alpha": alpha_of(scale[:9], scale[9])}


def tests(path):
    import numpy as np
    import polars as pl
    from scipy import stats
    groups = ["unit", "service", "sex", "education"]
    kinds = {**{u: pl.Int8 for u in ITEMS}, **{g: pl.Categorical for g in groups}}
    frame = pl.read_csv(path, columns=groups + ITEMS, schema_overrides=kinds)
    x = frame.select([pl.col(u).cast(pl.Float64).fill_null(float("nan")) for u in ITEMS]).to_numpy()
    code = {g: np.unique(frame[g].to_physical().to_numpy(), return_inverse=True)[1] for g in groups}
    for unit in range(code["unit"].max() + 1):
        np.nanmean(x[code["unit"] == unit], axis=0)
    covariance = np.cov(x[~np.isnan(x).any(1)].T)
    with np.errstate(all="ignore"):
        index = np.nanmean(x, axis=1) * 25
    has = ~np.isnan(index)
    y, code = index[has], {g: v[has] for g, v in code.items()}
    split = lambda g: [y[code[g] == i] for i in range(code[g].max() + 1)]
    columns, rho = np.column_stack([x, index]), 0.0
    for i in range(10):
        for j in range(i + 1, 10):
            both = ~(np.isnan(columns[:, i]) | np.isnan(columns[:, j]))
            rho += float(stats.spearmanr(columns[both, i], columns[both, j])[0])
    # Dunn's test with the correction for ties.
    n, ranks, counts = len(y), stats.rankdata(y), np.bincount(code["service"])
    mean = np.bincount(code["service"], ranks) / counts
    ties = np.unique(y, return_counts=True)[1].astype(float)
    variance = (n * (n + 1) - ((ties**3 - ties).sum()) / (n - 1)) / 12
    i, j = np.triu_indices(len(counts), 1)
    z = (mean[i] - mean[j]) / np.sqrt(variance * (1 / counts[i] + 1 / counts[j]))
    return {"n": len(x), "index": float(np.nanmean(x, axis=0).mean() * 25),
            "alpha": float(9 / 8 * (1 - np.trace(covariance) / covariance.sum())),
            "H": float(stats.kruskal(*split("service"))[0]),
            "U": float(stats.mannwhitneyu(*split("sex"), method="asymptotic")[0]),
            "F": float(stats.f_oneway(*split("education"), equal_var=False)[0]),
            "rho": rho, "z": float(np.abs(z).sum())}


def run(command):
    """Wall and CPU seconds of a whole process, and its peak memory in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def compare(program, files, rounds):
    other = [sys.executable, os.path.abspath(__file__)]
    for path in files:
        ours = [program, "analyse", path, "--instrument", "skm-2017", *JOB_A]
        commands = {"A tridharma": ours, "A polars": [*other, "polars", path]}
        if path.endswith(".csv"):
            commands |= {"A duckdb": [*other, "duckdb", path], "B tridharma": [*ours, *JOB_B],
                         "B polars+scipy": [*other, "tests", path]}
        seen = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                seen[name].append(run(command))
        for name, runs in seen.items():
            wall, cpu, memory = (statistics.median(r[i] for r in runs) for i in range(3))
            base = statistics.median(r[1] for r in seen[f"{name[0]} tridharma"])
            least = min(r[1] for r in runs)
            print(f"{os.path.basename(path):22} {name:16} cpu {cpu:8.4f} s (least {least:.4f}), wall {wall:8.4f} s, "
                  f"{memory:6.0f} MiB, {cpu / base:6.1f} x", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("job", choices=["make", "polars", "duckdb", "tests", "compare"])
    options.add_argument("arguments", nargs="+")
    options.add_argument("--rounds", type=int, default=9)
    told = options.parse_args()
    if told.job == "make":
        make(int(float(told.arguments[0])), told.arguments[1])
    elif told.job == "compare":
        compare(told.arguments[0], told.arguments[1:], told.rounds)
    else:
        print(json.dumps(globals()[told.job](told.arguments[0])))


main()
