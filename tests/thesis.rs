//! The chapter of a thesis from the data to the files: the programs for R and SPSS
//! it writes really run and find the numbers of the report; cards and recipes.

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn dataset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/reference/datasets")
        .join(name)
}

fn tridharma(arguments: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::cargo_bin("tridharma").expect("the program");
    command.env_remove("TRIDHARMA_LANG");
    command.args(arguments).assert()
}

/// A chapter on nine items of 150 respondents, in a folder of its own.
fn chapter(folder: &Path, further: &[&str]) {
    let out = folder.join("bab4");
    let file = dataset("skm150.csv");
    let paths = [file.to_string_lossy(), out.to_string_lossy()];
    let mut arguments = vec![
        "report",
        &paths[0],
        "--out",
        &paths[1],
        "--recipe",
        "skripsi",
        "--formats",
        "md",
        "--items",
        "u1:u9",
        "--period",
        "semua",
        "--dimension",
        "X1=U1:U3",
        "--dimension",
        "X2=U4:U6",
        "--dimension",
        "Y=U7:U9",
        "--question",
        "Y ~ X1 + X2",
        "--question",
        "Y ~ X1 + service",
        "--question",
        "Y by sex",
        "--question",
        "U8 by service",
        "--question",
        "X1 with Y",
        "--question",
        "sex ~ U1 + U4",
        "--crosstab",
        "sex,service",
        "--crosstab",
        "U1,U2",
        "--before-after",
        "X1,Y",
        "--msi",
        "--factor",
        "--factor-count",
        "2",
        "--nps",
        "nps",
        "--convergent",
    ];
    arguments.extend(further);
    tridharma(&arguments).success();
}

/// Whether a program is installed.
fn installed(program: &str, test: &str) -> bool {
    let found = std::process::Command::new(program)
        .arg("--version")
        .output();
    if found.is_err() {
        println!("SKIPPED {test}: {program} is not installed");
    }
    found.is_ok()
}

#[test]
fn the_program_for_r_finds_every_number_of_the_report() {
    let test = "the_program_for_r_finds_every_number_of_the_report";
    if !installed("Rscript", test) {
        return;
    }
    let run = |further: &[&str]| {
        let folder = tempfile::tempdir().expect("a folder");
        chapter(folder.path(), further);
        let output = std::process::Command::new("Rscript")
            .arg("analisis.R")
            .current_dir(folder.path().join("bab4"))
            .output()
            .expect("R");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let problem = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{text}\n{problem}");
        assert!(text.contains("0 angka berbeda"), "{text}");
        text
    };
    let likelihood = run(&["--extraction", "ml"]);
    for checked in ["chi-square ML", "h2 U9"] {
        assert!(likelihood.contains(checked), "{likelihood}");
    }
    let intervals = run(&["--scores", "msi"]);
    for checked in ["MSI U9 = 4", "B ", "p t"] {
        assert!(intervals.contains(checked), "{intervals}");
    }
    let fixed = run(&["--test", "anova", "--post-hoc", "tukey"]);
    for checked in ["p anova_oneway", "p 2 - 3", "eta_squared"] {
        assert!(fixed.contains(checked), "{fixed}");
    }
    let text = run(&[]);
    for checked in [
        "alpha",
        "KMO",
        "h2 U1",
        "AVE 3",
        "CR 1",
        "HTMT 1 3",
        "silang 3 U9 1",
        "F ",
        "V ",
        "n U9 = 1..4",
        "skewness U1",
        "mean rata_X2",
        "omega",
        "p welch_t_test",
        "cohen_d",
        "p 1 - 2",
        "pearson",
        "LR",
        "p t",
    ] {
        assert!(text.contains(checked), "{checked} is not in:\n{text}");
    }
    assert!(text.lines().count() > 60, "{text}");
}

/// The numbers of the first line of SPSS output with a field of this name and so
/// many numbers.
fn numbers(text: &str, name: &str, many: usize) -> Vec<f64> {
    let mut lines = text.lines().filter_map(|line| {
        let fields: Vec<&str> = line.split(',').map(|f| f.trim_matches('"')).collect();
        let has = fields.iter().any(|field| field.trim() == name);
        let numbers: Vec<f64> = fields
            .iter()
            .filter_map(|f| f.trim().parse().ok())
            .collect();
        (has && numbers.len() >= many).then_some(numbers)
    });
    lines.next().unwrap_or_default()
}

#[test]
fn the_syntax_for_spss_prints_the_numbers_of_the_report() {
    let test = "the_syntax_for_spss_prints_the_numbers_of_the_report";
    if !installed("pspp", test) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    chapter(folder.path(), &[]);
    let folder = folder.path().join("bab4");
    let output = std::process::Command::new("pspp")
        .args(["-O", "format=csv", "-o", "spss.csv", "analisis.sps"])
        .current_dir(&folder)
        .output()
        .expect("PSPP");
    let printed = std::fs::read_to_string(folder.join("spss.csv")).expect("its output");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let study = std::fs::read_to_string(folder.join("study.json")).expect("the study");
    let study: Value = serde_json::from_str(&study).expect("JSON");
    let entries = study["entries"].as_array().expect("entries");
    let found = |sort: &str| {
        let findings = entries.iter().map(|entry| &entry["outcome"]["Ok"]);
        let mut of_sort = findings.filter(|finding| finding["finding"] == sort);
        of_sort.next().expect(sort).clone()
    };
    let model = found("regression");
    let slope = &model["model"]["model"]["slopes"][0]["Ok"];
    let line = numbers(&printed, "skor_X1", 5);
    for (at, value) in [
        &slope["estimate"],
        &slope["test"]["Ok"]["standard_error"],
        &slope["beta"],
        &slope["test"]["Ok"]["t"],
    ]
    .iter()
    .enumerate()
    {
        let value = value.as_f64().expect("a number");
        let spss = line.get(at).copied().unwrap_or(f64::NAN);
        assert!((spss - value).abs() <= 0.0051, "{spss} {value}\n{told}");
    }
    let alpha = &found("scale")["reliability"]["Ok"]["alpha"];
    let alpha = alpha.as_f64().expect("alpha");
    let after = printed.split("Reliability Statistics").nth(1);
    let after = after.unwrap_or_else(|| panic!("no alpha in:\n{printed}\n{told}"));
    let first = after
        .lines()
        .filter_map(|line| {
            line.split(',')
                .next()?
                .trim_matches('"')
                .parse::<f64>()
                .ok()
        })
        .next();
    let spss = first.expect("alpha of SPSS");
    assert!((spss - alpha).abs() <= 0.0051, "{spss} {alpha}");
    let after = printed.split("Table: U9\n").nth(1).expect("frequencies");
    let rows = after
        .lines()
        .skip(1)
        .take_while(|row| !row.starts_with("Missing"));
    let counts: Vec<u64> = rows
        .filter_map(|row| row.split(',').nth(2)?.parse().ok())
        .take(4)
        .collect();
    assert_eq!(counts, counted("skm150.csv", "u9").to_vec(), "{after}");
}

#[test]
fn a_chapter_reads_in_both_languages() {
    for (language, words) in [
        (
            "id",
            [
                "HASIL PENELITIAN",
                "Uji asumsi klasik",
                "H0",
                "Untuk penguji",
                "Kelas interval",
            ],
        ),
        (
            "en",
            [
                "RESULTS AND DISCUSSION",
                "Assumptions of the linear model",
                "H0",
                "For your examiner",
                "Class intervals",
            ],
        ),
    ] {
        let file = dataset("skm150.csv");
        let file = file.to_string_lossy();
        let found = tridharma(&[
            "analyse",
            &file,
            "--lang",
            language,
            "--recipe",
            "skripsi",
            "--items",
            "u1:u9",
            "--period",
            "semua",
            "--dimension",
            "X=U1:U4",
            "--dimension",
            "Y=U5:U9",
            "--question",
            "Y ~ X + sex",
            "--format",
            "md",
        ]);
        let output = found.success().get_output().stdout.clone();
        let text = String::from_utf8_lossy(&output).into_owned();
        for word in words {
            assert!(text.contains(word), "«{word}» is not in:\n{text}");
        }
        assert!(!text.contains("NaN") && !text.contains("[thesis"), "{text}");
    }
}

#[test]
fn importance_and_gaps_are_told_where_the_items_are_there() {
    let file = dataset("skm150.csv");
    let file = file.to_string_lossy();
    let found = tridharma(&[
        "analyse",
        &file,
        "--instrument",
        "likert-4",
        "--items",
        "u1:u3,imp1:imp3",
        "--importance",
        "B1:B3=B4:B6",
        "--servqual",
        "B1:B3=B4:B6",
        "--period",
        "semua",
    ]);
    let output = found.success().get_output().stdout.clone();
    let text = String::from_utf8_lossy(&output).into_owned();
    for word in ["Tki", "CSI", "Kuadran", "harapan"] {
        assert!(text.contains(word), "«{word}» is not in:\n{text}");
    }
}

#[test]
fn cards_explain_methods_and_results() {
    for (arguments, words) in [
        (
            vec!["explain", "kruskal_wallis"],
            vec!["Kruskal & Wallis", "583"],
        ),
        (
            vec!["jelaskan", "--lang", "en", "uji t Welch"],
            vec!["Welch t test", "When not"],
        ),
        (vec!["explain"], vec!["durbin_watson", "omega"]),
    ] {
        let output = tridharma(&arguments).success().get_output().stdout.clone();
        let text = String::from_utf8_lossy(&output).into_owned();
        for word in words {
            assert!(text.contains(word), "«{word}» is not in:\n{text}");
        }
    }
    tridharma(&["explain", "no such thing"]).failure();
    let folder = tempfile::tempdir().expect("a folder");
    chapter(folder.path(), &[]);
    let study = folder.path().join("bab4/study.json");
    let study = study.to_string_lossy();
    let found = tridharma(&["explain", &study, "entry 1"]).success();
    let text = String::from_utf8_lossy(&found.get_output().stdout).into_owned();
    // Lines of a terminal end where they have to.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("skm150.csv") && text.contains("Σ_u NRR_u"),
        "{text}"
    );
    tridharma(&["explain", &study, "entry 9999"]).failure();
    let listed = tridharma(&["explain", &study]).success();
    let text = String::from_utf8_lossy(&listed.get_output().stdout).into_owned();
    assert!(
        text.contains("cronbach") || text.contains("scale"),
        "{text}"
    );
    // Every sort is listed by the name it has in the file.
    let written: Value =
        serde_json::from_str(&std::fs::read_to_string(&*study).expect("text")).expect("JSON");
    for entry in written["entries"].as_array().expect("entries") {
        if let Some(sort) = entry["outcome"]["Ok"]["finding"].as_str() {
            assert!(text.contains(sort), "{sort} is not in:\n{text}");
        }
    }
    // One item of all respondents, and one number of an entry by its address.
    let found = tridharma(&["explain", &study, "U3"]).success();
    let text = String::from_utf8_lossy(&found.get_output().stdout).into_owned();
    assert!(
        text.contains("items.2.sum") && !text.contains("items.1.sum"),
        "{text}"
    );
    let found = tridharma(&["explain", &study, "1.items.2.n"]).success();
    let text = String::from_utf8_lossy(&found.get_output().stdout).into_owned();
    assert!(
        text.contains("items.2.n") && !text.contains("items.2.sum"),
        "{text}"
    );
}

#[test]
fn a_recipe_of_ones_own_chooses_the_parts() {
    let folder = tempfile::tempdir().expect("a folder");
    let recipe = folder.path().join("resep.toml");
    let text = "title = { id = 'Ringkas', en = 'Short' }\n\
                chapter.number = 'IV'\nchapter.name = { id = 'HASIL', en = 'RESULTS' }\n\
                parts = ['respondents', 'validity']\nsource = 'own'\n";
    std::fs::write(&recipe, text).expect("a file");
    let file = dataset("skm30.csv");
    let paths = [file.to_string_lossy(), recipe.to_string_lossy()];
    let arguments = [
        "analyse", &paths[0], "--items", "u1:u9", "--period", "semua", "--recipe", &paths[1],
    ];
    let output = tridharma(&arguments).success().get_output().stdout.clone();
    let text = String::from_utf8_lossy(&output).into_owned();
    assert!(
        text.contains("r tabel") && !text.contains("Reliabilitas"),
        "{text}"
    );
    std::fs::write(&recipe, "parts = ['respondents', 'wonder']\nsource = ''\n").expect("a file");
    let found = tridharma(&arguments).failure();
    let problem = String::from_utf8_lossy(&found.get_output().stderr).into_owned();
    assert!(problem.contains("resep.toml"), "{problem}");
}

/// What a run prints.
fn printed(arguments: &[&str]) -> String {
    let output = tridharma(arguments).success().get_output().stdout.clone();
    String::from_utf8_lossy(&output).into_owned()
}

#[test]
fn factors_and_recommendation_are_told_in_both_languages() {
    let file = dataset("skm150.csv");
    let file = file.to_string_lossy();
    for (language, words) in [
        (
            "id",
            [
                "Kaiser–Meyer–Olkin",
                "Bartlett",
                "Muatan faktor",
                "komponen utama",
                "promax",
                "Promotor",
            ],
        ),
        (
            "en",
            [
                "Kaiser–Meyer–Olkin",
                "Bartlett",
                "Factor loadings",
                "principal components",
                "promax",
                "Detractors",
            ],
        ),
    ] {
        let text = printed(&[
            "analyse",
            &file,
            "--lang",
            language,
            "--items",
            "u1:u9",
            "--period",
            "semua",
            "--factor",
            "U1:U6,U7",
            "--factor-count",
            "2",
            "--extraction",
            "pca",
            "--rotation",
            "promax",
            "--nps",
            "nps",
            "--recipe",
            "skripsi",
        ]);
        for word in words {
            assert!(text.contains(word), "«{word}» is not in:\n{text}");
        }
    }
    // Too many factors for so few items are refused in words.
    let arguments = [
        "analyse",
        &file,
        "--items",
        "u1:u9",
        "--period",
        "semua",
        "--factor",
        "U1:U3",
        "--factor-count",
        "3",
        "--extraction",
        "ml",
    ];
    let text = printed(&arguments);
    assert!(text.contains("jumlah faktor di luar rentang"), "{text}");
    // An item of the instrument is on no scale of 0 to 10.
    let text = printed(&[
        "analyse", &file, "--items", "u1:u9", "--period", "semua", "--nps", "U1",
    ]);
    assert!(text.contains("skala 0 sampai 10"), "{text}");
}

/// The text of the one file of a folder that ends so.
fn written(folder: &Path, ending: &str) -> String {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut paths = entries.map(|entry| entry.expect("an entry").path());
    let path = paths.find(|path| path.to_string_lossy().ends_with(ending));
    std::fs::read_to_string(path.expect("a file")).expect("text")
}

/// How often each answer stands in a column of the dataset, by hand.
fn counted(name: &str, column: &str) -> [u64; 4] {
    let text = std::fs::read_to_string(dataset(name)).expect("the dataset");
    let mut lines = text.lines();
    let header = lines.next().expect("a header");
    let at = header
        .split(',')
        .position(|h| h.trim_matches('"') == column);
    let at = at.expect("the column");
    let mut counts = [0; 4];
    for line in lines {
        let cell = line.split(',').nth(at).expect("a cell").trim_matches('"');
        if let Some(slot) = cell
            .parse()
            .ok()
            .and_then(|code: usize| counts.get_mut(code - 1))
        {
            *slot += 1;
        }
    }
    counts
}

#[test]
fn answers_of_each_item_stand_with_their_shares() {
    let folder = tempfile::tempdir().expect("a folder");
    chapter(folder.path(), &[]);
    let text = written(&folder.path().join("bab4"), ".md");
    let at = text.find("Sebaran jawaban per butir").expect("the table");
    let table = &text[at..];
    for (code, column) in [("U1", "u1"), ("U5", "u5"), ("U9", "u9")] {
        let counts = counted("skm150.csv", column);
        let n: u64 = counts.iter().sum();
        let line = table
            .lines()
            .find(|line| line.starts_with(&format!("| {code} |")));
        let line = line.unwrap_or_else(|| panic!("{code} is not in:\n{table}"));
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        for (level, count) in counts.iter().enumerate() {
            // Half up, in integers.
            let tenths = (2000 * count + n) / (2 * n);
            let shown = format!("{count}\u{a0}({},{}%)", tenths / 10, tenths % 10);
            assert_eq!(cells.get(3 + level), Some(&shown.as_str()), "{line}");
        }
        assert_eq!(cells.get(7), Some(&n.to_string().as_str()), "{line}");
    }
}

#[test]
fn a_chapter_has_its_figures_ends_and_sources() {
    let folder = tempfile::tempdir().expect("a folder");
    let names = folder.path().join("nama.csv");
    std::fs::write(&names, "kode,nama\nU1,\"Syarat, ringkas\"\nu9;Sarana\n").expect("a file");
    chapter(folder.path(), &["--names", &names.to_string_lossy()]);
    let text = written(&folder.path().join("bab4"), ".md");
    for word in [
        "Tabel 4.1",
        "Syarat, ringkas",
        "Sebaran Y menurut sex",
        "Residu regresi Y terhadap sebaran normal",
        "Residu regresi Y terhadap nilai dugaan",
        "Butir dengan rata-rata tertinggi dan terendah",
        "X1: tertinggi",
        "Bahan daftar pustaka",
        "Cronbach (1951)",
        "Sarstedt, M. (2015)",
    ] {
        assert!(text.contains(word), "«{word}» is not in:\n{text}");
    }
    assert!(!text.contains("Belum ada pertanyaan"), "{text}");
    std::fs::write(&names, "U1,Syarat\nU77,Entah\n").expect("a file");
    let file = dataset("skm150.csv");
    let arguments = [
        "analyse",
        &file.to_string_lossy(),
        "--items",
        "u1:u9",
        "--names",
    ];
    let list = names.to_string_lossy();
    let arguments = [&arguments[..], &[&list]].concat();
    let refused = tridharma(&arguments).failure();
    let problem = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(
        problem.contains("U77") && problem.contains("U1, U2"),
        "{problem}"
    );
    std::fs::write(&names, "U1,Syarat\nU2\n").expect("a file");
    let refused = tridharma(&arguments).failure();
    let problem = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(
        problem.contains("nama.csv") && problem.contains('2'),
        "{problem}"
    );
}

#[test]
fn pairs_of_groups_with_a_design_follow_a_difference_only() {
    let file = dataset("skm400.csv");
    let arguments = [
        "analyse",
        &*file.to_string_lossy(),
        "--items",
        "u1:u9",
        "--period",
        "semua",
    ];
    let design = [
        "--strata",
        "service",
        "--stratum-population",
        "service_population",
    ];
    for (language, on, words) in [
        (
            "id",
            "U6",
            "Setiap dua kelompok, uji peringkat berbasis rancangan",
        ),
        ("en", "U6", "Every two groups, design-based rank test"),
        ("id", "U2", "Pasangan kelompok tidak dibandingkan"),
        ("en", "U2", "Pairs of groups are not compared"),
    ] {
        let more = ["--compare", "service", "--on", on, "--lang", language];
        let text = printed(&[&arguments[..], &design[..], &more[..]].concat());
        let sizes = match language {
            "id" => "n efektif (Kish)",
            _ => "effective n (Kish)",
        };
        for word in [words, sizes] {
            assert!(text.contains(word), "«{word}» is not in:\n{text}");
        }
    }
}

/// Three items that everybody answers alike are one question asked three times.
#[test]
fn items_that_are_alike_and_a_missing_question_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("sama.csv");
    let mut text = "Kelamin,Kota,P1,P2,P3\n".to_owned();
    for row in 0..24 {
        let code = 1 + (row * 7) % 5;
        let other = match row {
            3 => (code % 5 + 1).to_string(),
            5 => "tidak pernah menggunakan".to_owned(),
            _ => code.to_string(),
        };
        let sex = ["Pria", "Wanita"][row % 2];
        text.push_str(&format!(
            "{sex},{},{code},{code},{other}\n",
            ["A", "B", "C"][row % 3]
        ));
    }
    std::fs::write(&file, text).expect("a file");
    let file = file.to_string_lossy();
    let arguments = [
        "analyse",
        &*file,
        "--instrument",
        "likert-5",
        "--items",
        "P1:P3",
    ];
    for (language, words) in [
        (
            "id",
            [
                "menanyakan hal yang sama",
                "bukan kosong: B3 (1)",
                "0,95",
                "Belum ada pertanyaan",
            ],
        ),
        (
            "en",
            [
                "ask the same thing",
                "is no blank: B3 (1)",
                "0.95",
                "No research question",
            ],
        ),
    ] {
        let more = ["--recipe", "skripsi", "--lang", language, "--by", "Kelamin"];
        let text = printed(&[&arguments[..], &more[..]].concat());
        // Lines of a terminal end where they have to.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in words {
            assert!(text.contains(word), "«{word}» is not in:\n{text}");
        }
    }
}

/// R: `a <- function(y) ncol(y)/(ncol(y) - 1)*(1 - sum(apply(y, 2, var))/var(rowSums(y)))`
/// of the table and of it without each column; mean, variance and correlation of the
/// others' sum.
#[test]
fn a_scale_is_told_without_each_of_its_items() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("terbalik.csv");
    let rows = [
        "1,2,1,5", "2,2,3,4", "2,3,2,4", "3,3,4,3", "3,4,3,3", "4,4,5,1", "4,5,4,2", "5,5,4,1",
        "5,4,5,2", "5,5,5,1", "3,2,3,3", "2,1,3,5", ",,,",
    ];
    let rows: Vec<String> = (1..)
        .zip(rows)
        .map(|(no, row)| format!("{no},{row}\n"))
        .collect();
    let text = format!("No,Q1,Q2,Q3,Q4\n{}", rows.concat());
    std::fs::write(&file, text).expect("a file");
    let file = file.to_string_lossy();
    let words = [
        (
            "id",
            [
                "B1 Q1 9,667 1,152 0,812 -5,763",
                "B4 Q4 10,083 13,538 -0,957 0,917",
                "α −0,513 menjadi lebih besar: B4 (0,917)",
                "r terkoreksi negatif: B4",
                "Jawaban 12 responden diolah. Tidak diolah: baris tanpa satu jawaban pun (1).",
            ],
        ),
        (
            "en",
            [
                "B1 Q1 9.667 1.152 0.812 -5.763",
                "B4 Q4 10.083 13.538 -0.957 0.917",
                "α −0.513 becomes larger: B4 (0.917)",
                "Negative corrected r: B4",
                "The answers of 12 respondents are analysed. Left out: rows without a single answer (1).",
            ],
        ),
    ];
    for (language, words) in words {
        let text = printed(&[
            "analyse",
            &file,
            "--instrument",
            "likert-5",
            "--items",
            "Q1:Q4",
            "--recipe",
            "skripsi",
            "--lang",
            language,
        ]);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in words {
            assert!(text.contains(word), "«{word}» is not in:\n{text}");
        }
    }
}

/// The numbers are those of R (`convergent_validity.skm150.skripsi` of the reference
/// cases; `cor` of each item with `rowSums` of the other items of a dimension), rounded
/// by hand.
#[test]
fn what_the_design_says_stands_with_each_hypothesis() {
    let file = dataset("skm400.csv");
    let file = file.to_string_lossy();
    let arguments = [
        "analyse",
        &*file,
        "--items",
        "u1:u9",
        "--period",
        "semua",
        "--recipe",
        "skripsi",
        "--dimension",
        "X1=U1:U3",
        "--dimension",
        "Y=U4:U9",
        "--question",
        "Y ~ X1",
        "--question",
        "sum by education",
        "--question",
        "sum by sex",
        "--question",
        "U1 by sex",
        "--crosstab",
        "sex,education",
        "--adjust",
        "none",
        "--format",
        "md",
        "--strata",
        "service",
        "--stratum-population",
        "service_population",
        "--lang",
    ];
    for (language, anova, sentence, verdict) in [
        (
            "id",
            "Uji rata-rata berbasis rancangan (F Wald): F(",
            "Dengan bobot dan rancangan sampel p ",
            ": H0 ",
        ),
        (
            "en",
            "Design-based test of means (Wald F): F(",
            "With weights and the design of the sample p ",
            ": H0 ",
        ),
    ] {
        let text = printed(&[&arguments[..], &[language]].concat());
        let shares = match language {
            "id" => [
                "Sebaran jawaban per butir dengan bobot",
                "tanpa dan dengan bobot",
            ],
            _ => [
                "Answers to each item with weights",
                "without and with weights",
            ],
        };
        for words in shares {
            assert!(text.contains(words), "«{words}» is not in:\n{text}");
        }
        let (_, p) = text.split_once(anova).expect("the test of several means");
        let (_, p) = p.split_once(", p ").expect("p");
        let p = p.split_once('.').map(|(p, _)| p).expect("the end");
        let decisions: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("- H") && line.contains(sentence))
            .collect();
        assert_eq!(decisions.len(), 5, "{decisions:#?}");
        assert!(
            decisions.iter().all(|line| line.contains(verdict)),
            "{decisions:#?}"
        );
        let education = decisions.iter().find(|line| line.contains("education)"));
        let education = education.expect("the hypothesis of education");
        let p = p.split_whitespace().last().expect("a number");
        assert!(education.contains(p), "{p} is not in {education}");
    }
}

#[test]
fn dimensions_are_told_apart_in_both_languages() {
    let file = dataset("skm150.csv");
    let file = file.to_string_lossy();
    let mut arguments = vec!["analyse", &*file, "--items", "u1:u9", "--period", "semua"];
    let without = [&arguments[..], &["--convergent"]].concat();
    let refused = tridharma(&without).code(2).get_output().stderr.clone();
    let refused = String::from_utf8_lossy(&refused).into_owned();
    assert!(refused.contains("--dimension X1=B1:B5"), "{refused}");
    arguments.extend(["--dimension", "X1=U1:U3", "--dimension", "X2=U4:U6"]);
    arguments.extend(["--dimension", "Y=U7:U9", "--convergent", "--lang"]);
    for (language, words) in [
        (
            "id",
            [
                "0,396",
                "0,620",
                "1,080",
                "AVE dan CR di bawah batas",
                "0,554",
                "U1, U2, U3, U8",
                "X1–Y (1,080)",
            ],
        ),
        (
            "en",
            [
                "0.396",
                "0.620",
                "1.080",
                "AVE and CR below",
                "0.554",
                "U1, U2, U3, U8",
                "X1–Y (1.080)",
            ],
        ),
    ] {
        let text = printed(&[&arguments[..], &[language]].concat());
        for word in words {
            assert!(text.contains(word), "«{word}» is not in:\n{text}");
        }
    }
    let related = [
        &arguments[..],
        &["id", "--recipe", "skripsi", "--question", "Y ~ X1"],
    ]
    .concat();
    let text = printed(&related);
    assert!(text.contains("Sukar dibedakan menurut HTMT"), "{text}");
    arguments.extend(["en", "--dimension", "Z=U1:U2"]);
    let text = printed(&arguments);
    assert!(text.contains("only 2 variables"), "{text}");
    let close = printed(&[&arguments[..], &["--rule", "discriminant=henseler-close"]].concat());
    assert!(close.contains("HTMT < 0.90"), "{close}");
}

/// By hand: 6 like it there and dislike its absence (O), 4 like it and take its
/// absence for granted (A), 2 are neutral to both (I); the second quality is must-be
/// for all but one who did not answer.
#[test]
fn kano_categories_are_those_of_the_hand() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("kano.csv");
    let mut text = "P1,P2,T1,T2\n".to_owned();
    text.push_str(&"5,3,1,1\n".repeat(6));
    text.push_str(&"5,4,4,1\n".repeat(4));
    text.push_str("3,2,3,1\n3,,3,1\n");
    std::fs::write(&file, text).expect("a file");
    let file = file.to_string_lossy();
    let arguments = [
        "analyse",
        &file,
        "--instrument",
        "likert-5",
        "--items",
        "P1,P2,T1,T2",
        "--kano",
        "B1:B2=B3:B4",
    ];
    let text = printed(&[&arguments[..], &["--format", "json"]].concat());
    let found: Value = serde_json::from_str(&text).expect("JSON");
    let findings = found["findings"].as_array().expect("findings");
    let mut all = findings.iter().map(|entry| &entry["outcome"]["Ok"]);
    let pairs = all
        .find(|finding| finding["finding"] == "kano")
        .expect("Kano");
    let (first, second) = (&pairs["pairs"][0], &pairs["pairs"][1]);
    assert_eq!((&first["n"], &first["missing"]), (&12.into(), &0.into()));
    let counts = &first["found"]["Ok"]["counts"];
    let of = |category: &str| counts[category].as_u64();
    assert_eq!(
        [of("one_dimensional"), of("attractive"), of("indifferent")],
        [Some(6), Some(4), Some(2)]
    );
    assert_eq!(first["found"]["Ok"]["by_blauth"], "one_dimensional");
    let better = first["found"]["Ok"]["better"]["Ok"]
        .as_f64()
        .expect("better");
    assert!((better - 10.0 / 12.0).abs() < 1e-15);
    assert_eq!(first["found"]["Ok"]["worse"]["Ok"].as_f64(), Some(-0.5));
    assert_eq!((&second["n"], &second["missing"]), (&11.into(), &1.into()));
    assert_eq!(second["found"]["Ok"]["by_blauth"], "must_be");
    let text = printed(&arguments);
    assert!(
        text.contains("O satu dimensi") && text.contains("M harus ada"),
        "{text}"
    );
}

#[test]
fn a_school_is_chosen_and_named() {
    let file = dataset("skm30.csv");
    let file = file.to_string_lossy();
    let arguments = [
        "analyse",
        &file,
        "--items",
        "u1:u9",
        "--period",
        "semua",
        "--recipe",
        "skripsi",
        "--rule",
        "alpha=nunnally",
        "--rule",
        "validity=azwar",
    ];
    let text = printed(&arguments);
    for word in ["Nunnally (1978)", "Azwar (2012)"] {
        assert!(text.contains(word), "«{word}» is not in:\n{text}");
    }
    let listed = printed(&["jelaskan", "aturan"]);
    for word in ["alpha=nunnally", "alpha=ghozali *", "Sawilowsky"] {
        assert!(listed.contains(word), "«{word}» is not in:\n{listed}");
    }
    let refused = tridharma(&[
        "analyse",
        &file,
        "--items",
        "u1:u9",
        "--rule",
        "alpha=siapa",
    ]);
    let problem = refused.failure().get_output().stderr.clone();
    let problem = String::from_utf8_lossy(&problem).into_owned();
    assert!(problem.contains("nunnally"), "{problem}");
}

#[test]
fn tables_take_the_layout_of_apa_in_every_format() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("apa");
    let (file, shown) = (dataset("skm150.csv"), out.to_string_lossy());
    let file = file.to_string_lossy();
    tridharma(&[
        "report",
        &file,
        "--out",
        &shown,
        "--recipe",
        "skripsi",
        "--formats",
        "md,html,docx,xlsx",
        "--items",
        "u1:u9",
        "--period",
        "semua",
        "--question",
        "sum by sex",
        "--tables",
        "apa",
        "--lang",
        "en",
    ])
    .success();
    let read = |name: &str| -> Vec<u8> {
        let mut entries = std::fs::read_dir(&out).expect("the report").flatten();
        let found = entries.find(|entry| entry.file_name().to_string_lossy().ends_with(name));
        std::fs::read(found.expect(name).path()).expect("a file")
    };
    let text = String::from_utf8_lossy(&read(".md")).into_owned();
    for part in [
        "| *p* |",
        "| *M* |",
        "| *SD* |",
        "*Note.*",
        " *p* = .",
        "**Table 4.1**\n\n*",
    ] {
        assert!(text.contains(part), "«{part}» is not in:\n{text}");
    }
    assert!(
        !text.contains("p = 0.") && !text.contains("p < 0."),
        "{text}"
    );
    let page = String::from_utf8_lossy(&read(".html")).into_owned();
    assert!(page.contains("reading apa") && page.contains("<i>p</i>"));
    assert!(!page.contains("class=\"scroll reading\""));
    for name in [".docx", ".xlsx"] {
        assert!(read(name).starts_with(b"PK"), "{name}");
    }
}

#[test]
fn comparisons_and_tables_have_a_decision() {
    let file = dataset("skm150.csv");
    let file = file.to_string_lossy();
    let text = printed(&[
        "analyse",
        &file,
        "--items",
        "u1:u9",
        "--period",
        "semua",
        "--recipe",
        "skripsi",
        "--question",
        "sum menurut sex",
        "--crosstab",
        "sex,service",
        "--format",
        "md",
    ]);
    for part in [
        "H1 (ada perbedaan jumlah skor menurut sex)",
        "H2 (ada hubungan antara sex dan service)",
        "disesuaikan untuk banyaknya pertanyaan",
    ] {
        assert!(text.contains(part), "«{part}» is not in:\n{text}");
    }
}

#[test]
fn waves_without_ids_are_compared_as_independent_groups() {
    let file = dataset("skm150.csv");
    let file = file.to_string_lossy();
    for (language, words) in [
        ("id", "kelompok lepas (independen)"),
        ("en", "independent groups"),
    ] {
        let text = printed(&[
            "analyse",
            &file,
            "--lang",
            language,
            "--items",
            "u1:u9",
            "--period",
            "semua",
            "--before-after",
            "sex",
            "--on",
            "sum",
        ]);
        assert!(text.contains(words), "{text}");
        // The same question without waves does not say so.
        let text = printed(&[
            "analyse",
            &file,
            "--lang",
            language,
            "--items",
            "u1:u9",
            "--period",
            "semua",
            "--compare",
            "sex",
            "--on",
            "sum",
        ]);
        assert!(!text.contains(words), "{text}");
    }
}

/// Made-up answers of sixty people to ten questions, with what the examples of the
/// help name.
fn practice() -> String {
    let mut text = "Fakultas,Kelas,Gelombang,Bobot,Rekomendasi".to_owned();
    (1..=10).for_each(|at| text.push_str(&format!(",P{at}")));
    text.push('\n');
    let mut state = 7_u64;
    let mut draw = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for row in 0..60 {
        let faculty = ["Teknik", "Hukum", "Ekonomi"][row % 3];
        let wave = ["Pertama", "Kedua"][row % 2];
        let weight = ["1,5", "2", "0,5"][row % 3];
        // Four classes in every faculty.
        let class = row % 12;
        text.push_str(&format!(
            "{faculty},K{class},{wave},\"{weight}\",{}",
            draw(11)
        ));
        let level = draw(4);
        for _ in 0..10 {
            text.push_str(&format!(",{}", (level + draw(3)).clamp(1, 5)));
        }
        text.push('\n');
    }
    text
}

/// The words of a line, those between quotes as one.
fn words_of(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    parts
        .flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

#[test]
fn every_example_of_the_help_runs() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/contoh/jawaban.xlsx");
    for language in ["id", "en"] {
        let folder = tempfile::tempdir().expect("a folder");
        let totals = "Fakultas;Teknik;400\nFakultas;Hukum;300\nFakultas;Ekonomi;300\n";
        for (name, text) in [
            ("skripsi.csv", practice()),
            ("populasi.csv", totals.to_owned()),
            (
                "nama.csv",
                "kode,nama\nB1,Kecepatan\nB2,Kejelasan\n".to_owned(),
            ),
        ] {
            std::fs::write(folder.path().join(name), text).expect("a file");
        }
        std::fs::copy(&example, folder.path().join("jawaban.xlsx")).expect("a copy");
        let help = printed(&["analyse", "--help", "--lang", language]);
        let lines: Vec<&str> = help
            .lines()
            .filter(|line| line.starts_with("    tridharma "))
            .collect();
        // A line that the help breaks could not be copied.
        assert!(
            lines.iter().all(|line| line.chars().count() < 100),
            "{help}"
        );
        assert!(lines.len() >= 20, "{help}");
        for line in lines {
            let words = words_of(line);
            let mut command = Command::cargo_bin("tridharma").expect("the program");
            command
                .env("TRIDHARMA_LANG", language)
                .current_dir(folder.path());
            let output = command.args(&words[1..]).output().expect("a run");
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            assert_eq!(output.status.code(), Some(0), "{line}\n{told}");
            assert!(text.lines().count() > 15, "{line}\n{text}");
            for wrong in [
                "NaN",
                "karena karena",
                "{{",
                "[analysis",
                "[factor",
                "[kano",
                "[construct",
            ] {
                assert!(!text.contains(wrong), "{line}: {wrong}\n{text}");
            }
        }
    }
}
