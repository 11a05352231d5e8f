//! The gallery in `reports/samples`: every figure of the program from simulated
//! answers, with the command that makes it, held to what the program makes now;
//! and the layout of every kind over ordinary, crowded and nearly empty surveys.
//! `UPDATE_GALLERY=1 cargo test --test gallery` makes the files anew;
//! `LOOK=FOLDER cargo test --test gallery look` writes every picture of every
//! survey into a folder, for eyes.

mod asked;
mod elsewhere;
mod similarity;
mod simulated;

use asked::figure;
use resvg::tiny_skia::Pixmap;
use std::path::{Path, PathBuf};
use std::process::Command;
use tridharma::chart::{Drawing, png};
use tridharma::document::Chart;
use tridharma::report::ChartKind;
use tridharma::{Error, ErrorKind};

/// File, kind, and the options behind it.
const FIGURES: [(&str, &str, &str); 27] = [
    ("index", "index", ""),
    ("index-by", "index", "--by \"Jenis layanan\" --sorted"),
    ("dots", "dots", "--sorted"),
    ("likert", "likert", "--sorted"),
    ("likert-by", "likert", "--on U3 --by \"Jenis layanan\""),
    ("bars", "bars", ""),
    (
        "grouped",
        "bars",
        "--grouped --on U3 --by \"Jenis layanan\"",
    ),
    ("box", "box", "--by \"Jenis layanan\""),
    ("histogram", "histogram", ""),
    ("histogram-by", "histogram", "--by \"Jenis layanan\""),
    ("qq", "qq", ""),
    ("ipa", "ipa", "--importance K1:K9"),
    ("gap", "gap", "--expectation K1:K9"),
    ("radar", "radar", "--by \"Jenis layanan\""),
    (
        "trend",
        "trend",
        "--target 80 --event \"2025-S2=Loket daring\"",
    ),
    ("trend-by", "trend", "--by \"Jenis layanan\""),
    ("heatmap", "heatmap", ""),
    ("heatmap-by", "heatmap", "--by \"Jenis layanan\""),
    ("scree", "scree", ""),
    ("forest", "forest", "--by \"Jenis kelamin\""),
    ("forest-by", "forest", "--by \"Jenis layanan\""),
    ("pyramid", "pyramid", ""),
    (
        "panels",
        "dots",
        "--by \"Jenis layanan\" --panels \"Jenis kelamin\"",
    ),
    ("ipa-by", "ipa", "--importance K1:K9 --by \"Jenis kelamin\""),
    (
        "patterns",
        "bars",
        "--patterns --by \"Jenis layanan\" --on U3",
    ),
    ("dark", "dots", "--theme dark"),
    ("dark-trend", "trend", "--theme dark"),
];

const DATA: &str = "reports/samples/survei-simulasi.csv";

/// Of a picture of 160 mm.
const DPI: &str = "100";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The file is what it should be, or is made so where that was asked. Pictures
/// may differ by what a processor rounds.
fn held(path: &str, bytes: &[u8]) {
    let file = root().join(path);
    if std::env::var_os("UPDATE_GALLERY").is_some() {
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(&file, bytes).expect("written");
    }
    let kept = std::fs::read(&file).unwrap_or_default();
    let picture = |bytes: &[u8]| Pixmap::decode_png(bytes).ok();
    let alike = || {
        let two = picture(&kept).zip(picture(bytes));
        two.and_then(|(a, b)| similarity::distance(&a, &b))
            .is_some_and(|d| d <= 4)
    };
    assert!(
        kept == bytes || alike(),
        "{path} is not what the program makes now: UPDATE_GALLERY=1 cargo test --test gallery, and look at it"
    );
}

fn page() -> String {
    let mut page = String::from(
        "# Gambar / Figures\n\n\
         Setiap gambar di bawah ini dibuat dari `survei-simulasi.csv`: 600 responden simulasi, bukan kantor nyata. \
         Perintah di bawah gambar membuatnya; akhiran nama berkas (`.svg`, `.png`, `.pdf`, `.html`, `.csv`) menentukan bentuknya.\n\n\
         Every figure below comes from `survei-simulasi.csv`: 600 simulated respondents, no real office. \
         The command under a figure makes it; the ending of the file (`.svg`, `.png`, `.pdf`, `.html`, `.csv`) says in which form.\n",
    );
    for (name, kind, options) in FIGURES {
        let options = match options {
            "" => String::new(),
            some => format!(" {some}"),
        };
        page += &format!(
            "\n![{name}](figures/{name}.png)\n\n```sh\ntridharma chart survei-simulasi.csv {kind}{options} --out {name}.svg\n```\n"
        );
    }
    page
}

/// Options as a shell cuts them.
fn words(options: &str) -> Vec<&str> {
    let parts = options.split('"').enumerate();
    let cut = parts.flat_map(|(i, part)| match i % 2 {
        0 => part.split_whitespace().collect::<Vec<_>>(),
        _ => vec![part],
    });
    cut.collect()
}

#[test]
fn the_gallery_is_what_the_program_makes() {
    held(DATA, simulated::ordinary().as_bytes());
    held("reports/samples/figures.md", page().as_bytes());
    let folder = tempfile::tempdir().expect("a folder");
    let mut sum = 0;
    for (name, kind, options) in FIGURES {
        let out = folder.path().join(format!("{name}.png"));
        let run = Command::new(env!("CARGO_BIN_EXE_tridharma"))
            .args(["--lang", "id", "chart", DATA, kind, "--dpi", DPI])
            .args(words(options))
            .arg("--out")
            .arg(&out)
            .current_dir(root())
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{name}: {said}");
        // The alternative text holds numbers and no place left open.
        let open = said.contains("{{") || said.contains("[figure.");
        assert!(
            said.contains(|c: char| c.is_ascii_digit()) && !open,
            "{name}: {said}"
        );
        let bytes = std::fs::read(&out).expect("a picture");
        assert!(bytes.len() < 64_000, "{name}: {} bytes", bytes.len());
        sum += bytes.len();
        held(&format!("reports/samples/figures/{name}.png"), &bytes);
    }
    assert!(sum < 1_500_000, "{sum} bytes");
}

#[test]
fn every_kind_has_a_picture() {
    for (kind, word, _) in ChartKind::ALL {
        let shown = FIGURES.iter().any(|(_, k, _)| *k == word);
        assert!(shown || kind == ChartKind::Poster, "{word}");
    }
}

/// A survey, and which of its columns are asked for.
struct Survey {
    name: &'static str,
    file: PathBuf,
    group: &'static str,
    /// Options of every figure.
    all: &'static str,
    second: &'static str,
}

fn surveys(folder: &Path) -> [Survey; 4] {
    let survey = |name, text: String, group, all, second| {
        let file = folder.join(format!("{name}.csv"));
        std::fs::write(&file, text).expect("written");
        Survey {
            name,
            file,
            group,
            all,
            second,
        }
    };
    let crowd = "--instrument likert-5 --items F:AS";
    [
        survey(
            "ordinary",
            simulated::ordinary(),
            "Jenis layanan",
            "",
            "K1:K9",
        ),
        survey("crowded", simulated::crowded(), "Unit", crowd, "AT:CG"),
        survey("one", simulated::alike(1), "Jenis layanan", "", "K1:K9"),
        survey("alike", simulated::alike(30), "Jenis layanan", "", "K1:K9"),
    ]
}

/// Every figure of a survey with its name; the error where there is none.
fn figures(survey: &Survey) -> Vec<(String, Result<Chart, Error>)> {
    let (by, second) = (survey.group, survey.second);
    let plain = [
        "index",
        "dots",
        "likert",
        "bars",
        "box",
        "histogram",
        "qq",
        "trend",
        "heatmap",
        "scree",
        "pyramid",
        "poster",
    ];
    let mut asked: Vec<(&str, String)> = plain.iter().map(|kind| (*kind, String::new())).collect();
    for kind in [
        "index",
        "dots",
        "box",
        "histogram",
        "qq",
        "trend",
        "heatmap",
        "forest",
        "radar",
    ] {
        asked.push((kind, format!("--by \"{by}\"")));
    }
    asked.push(("bars", "--grouped".into()));
    asked.push(("radar", String::new()));
    for neutral in ["aside", "out"] {
        asked.push(("likert", format!("--neutral {neutral} --sorted")));
    }
    for kind in ["ipa", "gap"] {
        asked.push((kind, format!("--importance {second}")));
        asked.push((
            kind,
            format!("--expectation {second} --panels \"Jenis kelamin\""),
        ));
    }
    for kind in ["index", "likert", "box", "heatmap", "radar"] {
        asked.push((kind, "--panels \"Jenis kelamin\"".into()));
    }
    asked.push(("forest", "--by \"Jenis kelamin\"".into()));
    asked.push((
        "likert",
        format!(
            "--by \"{by}\" --on {}",
            if survey.name == "crowded" { "B3" } else { "U3" }
        ),
    ));
    // A thousand decompositions of 40 × 40 take a minute without optimisation.
    asked.retain(|(kind, _)| *kind != "scree" || survey.name != "crowded");
    let asked = asked.into_iter().map(|(kind, options)| {
        let made = figure(&survey.file, kind, &format!("{options} {}", survey.all));
        let chart = made.map(|d| d.figures().next().expect("a figure").chart.clone());
        (format!("{} {kind} {options}", survey.name), chart)
    });
    asked.collect()
}

/// What is wrong with the places of texts.
fn faults(drawing: &Drawing) -> Vec<String> {
    let mut faults = Vec::new();
    for (i, a) in drawing.texts.iter().enumerate() {
        let [left, top, right, bottom] = a.edges_mm;
        if left < 0.0 || top < 0.0 || right > drawing.width_mm || bottom > drawing.height_mm {
            faults.push(format!("{:?} leaves the page", a.text));
        }
        if a.size < 6.0 - 1e-9 {
            faults.push(format!("{:?} has {} points", a.text, a.size));
        }
        for b in &drawing.texts[i + 1..] {
            let across = right.min(b.edges_mm[2]) - left.max(b.edges_mm[0]);
            let down = bottom.min(b.edges_mm[3]) - top.max(b.edges_mm[1]);
            if across > 0.05 && down > 0.05 {
                faults.push(format!("{:?} touches {:?}", a.text, b.text));
            }
        }
    }
    faults
}

#[test]
fn no_two_texts_touch_and_none_leaves_its_figure() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut wrong = Vec::new();
    for survey in surveys(folder.path()) {
        for (name, chart) in figures(&survey) {
            let chart = match chart {
                Ok(chart) => chart,
                Err(error) => {
                    let clear = matches!(error.kind(), ErrorKind::NoAnswers | ErrorKind::Usage);
                    assert!(clear, "{name}: {error:?}");
                    // Thirty lines on one radar would be no figure.
                    let expected = matches!(survey.name, "one" | "alike")
                        || name.starts_with("crowded radar --by");
                    assert!(expected, "{name}: {error:?}");
                    continue;
                }
            };
            // A poster is a page of one size.
            let page = matches!(chart, Chart::Poster(_));
            let widths: &[f64] = if page {
                &[210.0]
            } else {
                &[85.0, 160.0, 250.0]
            };
            for &width in widths {
                let drawing = tridharma::chart::draw(
                    &chart,
                    &tridharma::chart::Canvas::new(width, tridharma::Language::Id),
                );
                let found = faults(&drawing);
                wrong.extend(
                    found
                        .into_iter()
                        .map(|f| format!("{name} at {width} mm: {f}")),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults: {wrong:#?}", wrong.len());
}

/// Pictures for eyes; nothing to test.
#[test]
fn look() {
    let Some(out) = std::env::var_os("LOOK").map(PathBuf::from) else {
        return;
    };
    std::fs::create_dir_all(&out).expect("a folder");
    let folder = tempfile::tempdir().expect("a folder");
    for survey in surveys(folder.path()) {
        for (name, chart) in figures(&survey) {
            let file = name.replace([' ', '"', ':'], "_");
            match chart {
                Ok(chart) => {
                    let canvas = tridharma::chart::Canvas::new(160.0, tridharma::Language::Id);
                    let drawing = tridharma::chart::draw(&chart, &canvas);
                    std::fs::write(
                        out.join(format!("{file}.png")),
                        png(&drawing, 110.0).expect("PNG"),
                    )
                    .expect("written");
                }
                Err(error) => println!("{name}: {error}"),
            }
        }
    }
}
