//! Which test is taken in which situation: a walk through the situations a survey
//! meets, held against `reports/ROUTES.md`, which a reader may look them up in.

use std::fmt::Write;
use std::path::Path;
use tridharma::analysis::{
    CrosstabOptions, CrosstabPolicy, GroupTest, Looked, Model, PairedRule, RegressionOptions,
    RoutePolicy, RouteRule, Target, Variable, crosstab, paired, regression, route,
};
use tridharma::report::Rules;
use tridharma::stats::{Sample, normal_quantile};
use tridharma::survey::{Group, GroupRole, Item, Response, Responses, Words};

/// The shape of the values of a group.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Normal,
    Skewed,
}

/// `n` values in the middle of `n` equal shares of a distribution, to three
/// decimals.
fn values(n: u32, shape: Shape, spread: f64, shift: f64) -> Sample {
    let value = |at: u32| {
        let share = (f64::from(at) + 0.5) / f64::from(n);
        let value = match shape {
            Shape::Normal => -normal_quantile(share).expect("a quantile"),
            Shape::Skewed => -3.0 * (1.0 - share).ln(),
        };
        Some(((50.0 + shift + spread * value) * 1000.0).round() / 1000.0)
    };
    let numbers: Vec<Option<f64>> = (0..n).map(value).collect();
    Sample::of_numbers(&numbers).expect("a sample")
}

fn policy() -> RoutePolicy {
    Rules::built_in().expect("rules").route.policy()
}

fn item() -> Target {
    Target::Item("u1".to_owned())
}

/// One line of the table of comparisons.
fn comparison(ordinal: bool, groups: u32, n: u32, shape: Shape, even: bool) -> (String, RouteRule) {
    let target = if ordinal { item() } else { Target::Index };
    let samples: Vec<Sample> = (0..groups)
        .map(|at| {
            let spread = if even || at == 0 { 5.0 } else { 20.0 };
            values(n, shape, spread, f64::from(at))
        })
        .collect();
    let found = route(&samples, &target, policy());
    // What was looked at is told, whatever was taken.
    assert!(
        found
            .looked_at
            .iter()
            .any(|l| matches!(l, Looked::Groups { least, .. } if *least == u64::from(n)))
    );
    let looked_at_shape = found
        .looked_at
        .iter()
        .any(|l| matches!(l, Looked::Normality { .. }));
    assert_eq!(
        looked_at_shape,
        matches!(found.rule, RouteRule::LooksNormal | RouteRule::NotNormal)
    );
    let beside = found.beside.expect("the other test");
    assert_ne!(found.chosen, beside);
    for test in [found.chosen, beside] {
        assert!(
            !matches!(test, GroupTest::StudentTTest | GroupTest::AnovaOneway),
            "equal variances are never assumed"
        );
    }
    let kind = if ordinal {
        "satu butir / one item"
    } else {
        "indeks, jumlah / index, sum"
    };
    let shape = match shape {
        Shape::Normal => "normal",
        Shape::Skewed => "mencong / skewed",
    };
    let even = if even {
        "sama / equal"
    } else {
        "berbeda / unequal"
    };
    // Choosing by a preliminary test changes the error rate: said with the rule.
    let caution = match found.rule {
        RouteRule::LooksNormal | RouteRule::NotNormal => "uji pendahuluan / preliminary test",
        _ => "–",
    };
    let line = format!(
        "| {kind} | {groups} | {n} | {shape} | {even} | {} | {} | {} | {caution} |",
        name(&found.chosen),
        name(&found.rule),
        name(&beside)
    );
    (line, found.rule)
}

/// The key of a variant in JSON.
fn name<T: serde::Serialize>(value: &T) -> String {
    let json = serde_json::to_value(value).expect("JSON");
    json.as_str().expect("a key").to_owned()
}

fn words(texts: &[&str]) -> Vec<Words> {
    texts.iter().map(|text| Words::same(*text)).collect()
}

/// Respondents with one item on 1–4, a second one, and two characteristics.
fn responses(rows: &[(i16, i16, u32, u32, u64)]) -> Responses {
    let item = |id: &str| Item {
        id: id.to_owned(),
        code: id.to_uppercase(),
        column: 0,
        header: id.to_owned(),
        name: Words::same(id),
        min: 1,
        max: 4,
        labels: words(&["1", "2", "3", "4"]),
        weight: (1, 2),
    };
    let group = |role, header: &str| Group {
        role,
        header: header.to_owned(),
        column: 2,
        values: words(&["a", "b", "c"]),
    };
    let mut patterns: Vec<Response> = rows
        .iter()
        .map(|&(u1, u2, first, second, count)| Response {
            codes: [Some(u1), Some(u2)].into(),
            groups: [Some(first), Some(second)].into(),
            count,
        })
        .collect();
    patterns.sort();
    Responses {
        items: vec![item("u1"), item("u2")],
        groups: vec![
            group(GroupRole::Sex, "first"),
            group(GroupRole::Service, "second"),
        ],
        patterns,
    }
}

fn table(lines: &mut String, label: &str, rows: &[(i16, i16, u32, u32, u64)], items: bool) {
    let policy: CrosstabPolicy = Rules::built_in().expect("rules").crosstab.policy();
    let options = CrosstabOptions {
        test: None,
        confidence: 0.95,
        policy,
        small: None,
    };
    let (a, b) = match items {
        true => (
            Variable::Value(item()),
            Variable::Value(Target::Item("u2".to_owned())),
        ),
        false => (
            Variable::Group("first".to_owned()),
            Variable::Group("second".to_owned()),
        ),
    };
    let found = crosstab(&responses(rows), &a, &b, &options).expect("a table");
    let route = &found.route;
    let beside = route.beside.as_ref().map_or_else(|| "–".to_owned(), name);
    let _ = writeln!(
        lines,
        "| {label} | {:.2} | {}/{} | {} | {} | {beside} |",
        route.least_expected,
        route.small,
        route.cells,
        name(&route.chosen),
        name(&route.rule)
    );
}

fn tables() -> String {
    let mut lines = String::from(
        "| Tabel / table | Harapan terkecil / least expected | < 5 | Uji / test | Aturan / rule | Pembanding / beside |\n|---|---|---|---|---|---|\n",
    );
    let two = |n: u64| {
        vec![
            (1, 1, 0, 0, n),
            (1, 1, 0, 1, n),
            (2, 2, 1, 0, n),
            (2, 2, 1, 1, 2 * n),
        ]
    };
    table(&mut lines, "2 × 2, besar / large", &two(20), false);
    table(&mut lines, "2 × 2, kecil / small", &two(2), false);
    let three = |n: u64| {
        let cells = (0..3_u32).flat_map(|a| (0..3_u32).map(move |b| (a, b)));
        cells
            .map(|(a, b)| (1, 1, a, b, n + u64::from(a == b)))
            .collect::<Vec<_>>()
    };
    table(&mut lines, "3 × 3, besar / large", &three(20), false);
    table(&mut lines, "3 × 3, kecil / small", &three(1), false);
    let ordered = |n: u64| {
        let cells = (1..5_i16).flat_map(|a| (1..5_i16).map(move |b| (a, b)));
        cells
            .map(|(a, b)| (a, b, 0, 0, n + u64::from(a == b)))
            .collect::<Vec<_>>()
    };
    table(
        &mut lines,
        "dua butir, besar / two items, large",
        &ordered(10),
        true,
    );
    table(
        &mut lines,
        "dua butir, kecil / two items, small",
        &ordered(1),
        true,
    );
    lines
}

fn models() -> String {
    let mut lines =
        String::from("| Peubah terikat / outcome | Model | Aturan / rule |\n|---|---|---|\n");
    let rows: Vec<_> = (0..40_u32)
        .map(|at| {
            let u1 = i16::try_from(at % 4 + 1).expect("a code");
            let u2 = i16::try_from((at / 3) % 4 + 1).expect("a code");
            (u1, u2, (at / 5) % 2, (at * 7 / 3) % 3, 1)
        })
        .collect();
    let all = responses(&rows);
    let options = RegressionOptions {
        model: None,
        confidence: 0.95,
    };
    for (label, outcome, predictor) in [
        (
            "indeks / index",
            Variable::Value(Target::Index),
            Variable::Group("second".to_owned()),
        ),
        (
            "jumlah / sum",
            Variable::Value(Target::Sum),
            Variable::Group("second".to_owned()),
        ),
        (
            "satu butir / one item",
            Variable::Value(item()),
            Variable::Value(Target::Item("u2".to_owned())),
        ),
        (
            "dua nilai / two values",
            Variable::Group("first".to_owned()),
            Variable::Value(item()),
        ),
    ] {
        let found = regression(&all, None, &outcome, &[predictor], &options).expect(label);
        let model = match found.model {
            Model::LinearRegression { .. } => "linear_regression",
            Model::LogisticRegression(_) => "logistic_regression",
            Model::OrdinalRegression(_) => "ordinal_regression",
        };
        let _ = writeln!(lines, "| {label} | {model} | {} |", name(&found.rule));
    }
    // Several values without order have no model here, and say so.
    let nominal = Variable::Group("second".to_owned());
    let none = regression(&all, None, &nominal, &[Variable::Value(item())], &options);
    assert!(none.is_err());
    let _ = writeln!(
        lines,
        "| beberapa nilai tanpa urutan / several values without order | – | not_given |"
    );
    lines
}

fn pairs() -> String {
    let mut lines = String::from(
        "| Nilai / values | Pasangan / pairs | Aturan / rule | Uji / test |\n|---|---|---|---|\n",
    );
    let u2 = Target::Item("u2".to_owned());
    let rows = |n: u32| -> Vec<_> {
        let row = |at: u32| {
            let u1 = i16::try_from(at % 4 + 1).expect("a code");
            let u2 = i16::try_from(at * at % 4 + 1).expect("a code");
            (u1, u2, 0, 0, 1)
        };
        (0..n).map(row).collect()
    };
    let dimension = |name: &str, item: &str| Target::Dimension {
        name: name.to_owned(),
        items: vec![item.to_owned()],
    };
    for (label, n, before, after) in [
        ("satu butir / one item", 60, item(), u2.clone()),
        ("satu butir / one item", 12, item(), u2.clone()),
        (
            "jumlah / sum",
            60,
            dimension("A", "u1"),
            dimension("B", "u2"),
        ),
        (
            "jumlah / sum",
            12,
            dimension("A", "u1"),
            dimension("B", "u2"),
        ),
    ] {
        let found = paired(&responses(&rows(n)), &before, &after, policy(), 0.95).expect(label);
        assert_eq!(found.rule == PairedRule::OrdinalRanks, before.is_ordinal());
        let test = match found.rule.is_by_ranks() {
            true => "wilcoxon_signed_rank",
            false => "paired_t_test",
        };
        let _ = writeln!(lines, "| {label} | {n} | {} | {test} |", name(&found.rule));
    }
    lines
}

#[test]
fn the_routes_are_those_of_the_document() {
    let mut text = String::from(
        "# Jalan menuju uji / Routes to a test\n\n\
         Dibuat oleh `tests/routes.rs` dan dijaga tetap sama. Ambangnya di `reports/rules/default.toml`; `--test` dan `--model` menetapkan uji sendiri.\n\
         Made by `tests/routes.rs` and kept equal. Cut-offs are in `reports/rules/default.toml`; `--test` and `--model` fix a test.\n\n\
         ## Kelompok / groups\n\n\
         | Nilai / values | Kelompok / groups | n | Bentuk / shape | Ragam / variances | Uji / test | Aturan / rule | Pembanding / beside | Perhatian / caution |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    let mut situations = 0;
    for ordinal in [true, false] {
        for groups in [2, 3, 5] {
            for n in [3, 8, 20, 50] {
                for shape in [Shape::Normal, Shape::Skewed] {
                    for even in [true, false] {
                        // One answer is a category: neither shape nor spread is asked.
                        if ordinal && !(shape == Shape::Normal && even) {
                            continue;
                        }
                        let (line, rule) = comparison(ordinal, groups, n, shape, even);
                        assert_eq!(rule == RouteRule::OrdinalRanks, ordinal, "{line}");
                        assert_eq!(
                            rule == RouteRule::LargeGroups,
                            !ordinal && n >= 30,
                            "{line}"
                        );
                        assert_eq!(
                            rule == RouteRule::TooSmallToTell,
                            !ordinal && n < 5,
                            "{line}"
                        );
                        if rule == RouteRule::LooksNormal {
                            assert!(shape == Shape::Normal || n < 20, "{line}");
                        }
                        text.push_str(&line);
                        text.push('\n');
                        situations += 1;
                    }
                }
            }
        }
    }
    assert!(situations >= 40, "{situations}");
    let _ = write!(
        text,
        "\n## Tabel silang / cross tables\n\n{}\n## Regresi / regression\n\n{}\n## Responden yang sama / the same respondents\n\n{}",
        tables(),
        models(),
        pairs()
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/ROUTES.md");
    if std::env::var_os("TRIDHARMA_WRITE_ROUTES").is_some() {
        std::fs::write(&path, &text).expect("a file");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let apart = text
        .lines()
        .zip(kept.lines())
        .find(|(now, then)| now != then);
    assert!(
        text == kept,
        "reports/ROUTES.md differs at {apart:?}; read the change, then run with TRIDHARMA_WRITE_ROUTES=1"
    );
}
