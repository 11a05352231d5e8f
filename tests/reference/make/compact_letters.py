"""Writes the cases compact_letters.

    python compact_letters.py

Every set of groups is tried: a letter is a largest set without a pair whose p is
below alpha (Piepho 2004 without the sweeping step, as R multcompView), and the
sets are in the order of the groups. Small ones are given by hand too.
"""
import itertools
import json
import pathlib
import random

HERE = pathlib.Path(__file__).resolve().parent.parent


def letters(groups, p, alpha):
    differ = {frozenset(pair) for pair, value in p.items() if value is not None and value < alpha}
    free = [set(some) for size in range(1, groups + 1) for some in itertools.combinations(range(groups), size)
            if not any(frozenset(pair) in differ for pair in itertools.combinations(some, 2))]
    sets = sorted(tuple(sorted(some)) for some in free if not any(some < other for other in free))
    # The set with the earlier group comes first; a longer one before its beginning.
    sets.sort(key=lambda some: [group not in some for group in range(groups)])
    return ["".join("abcdefghijklmnopqrstuvwxyz"[i] for i, some in enumerate(sets) if group in some)
            for group in range(groups)]


def case(name, groups, p, alpha, notes, by_hand=None):
    found = letters(len(groups), p, alpha)
    assert by_hand is None or found == by_hand, (name, found, by_hand)
    matrix = [[p.get((row, column)) for column in range(len(groups))] for row in range(len(groups))]
    return {"id": f"compact_letters.{name}", "family": "compact_letters", "method": "compact_letters",
            "dataset": None, "columns": {}, "options": {"groups": groups, "p": matrix, "alpha": alpha},
            "results": {"letters": found}, "source": "compact_letters.py: every set of groups tried",
            "tol": {"rel": 0, "abs": 0}, "notes": notes}


def tukey(dataset, y):
    cases = json.loads((HERE / "expected" / "anova_oneway.json").read_text())["cases"]
    results = next(c for c in cases if c["id"].startswith(f"anova_oneway.{dataset}.{y}_by"))
    groups = results["options"]["levels"]
    place = groups.index
    pairs = {(place(q["pair"][0]), place(q["pair"][1])): q["tukey_p"] for q in results["results"]["pairs"]}
    return groups, pairs


def main():
    yes, no = 0.01, 0.5
    cases = [
        case("multcompview_example", ["A", "B", "C"], {(0, 1): no, (0, 2): no, (1, 2): yes}, 0.05,
             "the example of the help page of R multcompLetters", ["ab", "a", "b"]),
        case("plant_growth", *tukey("PlantGrowth", "weight"), 0.05,
             "Tukey p of the reference cases; trt1 and trt2 differ", ["ab", "a", "b"]),
        case("insect_sprays", *tukey("InsectSprays", "count"), 0.05,
             "Tukey p of the reference cases; A, B, F against C, D, E", ["a", "a", "b", "b", "b", "a"]),
        case("chickwts", *tukey("chickwts", "weight"), 0.05, "Tukey p of the reference cases"),
        case("chickwts_strict", *tukey("chickwts", "weight"), 0.001, "the same at 0.001"),
        case("missing_pair", ["A", "B", "C"], {(0, 1): None, (0, 2): yes, (1, 2): no}, 0.05,
             "no p: no difference shown"),
        case("below_the_diagonal", ["A", "B", "C"], {(1, 0): yes, (2, 0): no, (2, 1): no}, 0.05, ""),
        case("p_equal_to_alpha", ["A", "B"], {(0, 1): 0.05}, 0.05, "p = alpha is no difference"),
    ]
    random.seed(4)
    for groups in (4, 6, 8):
        p = {pair: random.choice([yes, no]) for pair in itertools.combinations(range(groups), 2)}
        cases.append(case(f"random_{groups}", [f"g{i}" for i in range(groups)], p, 0.05, "pairs in no order"))
    text = json.dumps({"family": "compact_letters", "cases": cases}, indent=1)
    (HERE / "expected" / "compact_letters.json").write_text(text + "\n")


main()
