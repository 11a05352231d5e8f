//! Persons stay out: names, numbers and addresses planted in a survey, and those
//! of real files, are in no output of any command and in no message.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use tridharma::pipeline::{Setup, understand};
use tridharma::report::ChartKind;
use tridharma::survey::{WhyUnused, why_unused};

/// Runs the program in a folder and keeps whatever it says.
struct Runs {
    folder: PathBuf,
    said: Vec<(String, Vec<u8>)>,
}

impl Runs {
    fn new(name: &str) -> Runs {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Runs {
            folder,
            said: Vec::new(),
        }
    }

    fn run(&mut self, arguments: &[&str]) -> Option<i32> {
        let run = Command::new(env!("CARGO_BIN_EXE_tridharma"))
            .args(arguments)
            .current_dir(&self.folder)
            .env_remove("TRIDHARMA_LANG")
            .output()
            .expect("a run");
        let what = arguments.join(" ");
        self.said.push((format!("{what} (out)"), run.stdout));
        self.said.push((format!("{what} (err)"), run.stderr));
        run.status.code()
    }

    /// What was said, and the content of every file written but the sources.
    fn all(self, test: &str, sources: &[&str]) -> Vec<(String, String)> {
        let mut texts = self.said;
        collect(&self.folder, test, sources, &mut texts);
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).to_lowercase();
        texts.into_iter().map(|(k, v)| (k, text(v))).collect()
    }
}

/// Files of a folder, packed ones by their members, PDF as text.
fn collect(folder: &Path, test: &str, sources: &[&str], texts: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.display().to_string();
        if path.is_dir() {
            collect(&path, test, sources, texts);
            continue;
        }
        if sources.iter().any(|source| name.ends_with(source)) {
            continue;
        }
        let bytes = fs::read(&path).expect("a file");
        if name.ends_with("docx") || name.ends_with("xlsx") {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).expect("a zip");
            for at in 0..archive.len() {
                let mut member = archive.by_index(at).expect("a member");
                let mut content = Vec::new();
                member.read_to_end(&mut content).expect("content");
                texts.push((format!("{name}/{}", member.name()), content));
            }
        } else if name.ends_with("pdf") {
            match Command::new("pdftotext").arg(&path).arg("-").output() {
                Ok(run) => texts.push((format!("{name} (text)"), run.stdout)),
                Err(_) => println!("SKIPPED {test} of {name}: pdftotext is not installed"),
            }
        }
        texts.push((name, bytes));
    }
}

fn none_of(planted: &[String], texts: &[(String, String)]) {
    for needle in planted {
        let wanted = needle.to_lowercase();
        for (what, text) in texts {
            // The needle is not named: the message would be one more leak.
            let at = text.find(&wanted);
            assert!(
                at.is_none(),
                "a person's text of {} letters, {:?}…, is in {what}",
                wanted.chars().count(),
                needle.chars().take(3).collect::<String>()
            );
        }
    }
}

/// What nobody else is called, by sort.
const NAMES: [&str; 4] = ["Xylandro", "Quimbarawati", "Zwengkulu", "Ptolomeaningsih"];
const LOOSE: [&str; 6] = [
    "3273011505907731",
    "081355577731",
    "xylandro77@contoh.example",
    "Jalan Wrekwrek 77",
    "198505152010017731",
    "10.77.31.201",
];

/// A made-up survey of 24 persons, some of whose data stand in the wrong column.
fn planted() -> (String, Vec<String>) {
    let mut text = String::from(
        "Timestamp;Nama Lengkap;NIK;No HP;Surel;Alamat;IP;Tanggal Lahir;Kolom Lain;Jenis Kelamin;Usia;\
         Pendidikan;Pekerjaan;Jenis Layanan;Persyaratan;Prosedur;Waktu;Biaya;Produk;Kompetensi;\
         Perilaku;Pengaduan;Sarana;Saran\n",
    );
    let mut needles: Vec<String> = LOOSE
        .iter()
        .chain(&NAMES)
        .map(ToString::to_string)
        .collect();
    for i in 0..24 {
        let name = format!("{} {}", NAMES[i % 4], ["Aruwe", "Bskara"][i % 2]);
        let nik = format!("32730115059{:05}", 40_000 + 37 * i);
        let phone = format!("0813666{:05}", 20_000 + 91 * i);
        let mail = format!("warga{i}@surel.example");
        needles.extend([nik.clone(), phone.clone(), mail.clone()]);
        let odd = |at: usize, otherwise: &str, planted: &str| match i == at {
            true => planted.to_owned(),
            false => otherwise.to_owned(),
        };
        let code = |item: usize| (2 + (i * 7 + item * (1 + i % 2)) % 3).to_string();
        let mut cells = vec![
            format!("2026-0{}-1{} 09:{:02}:11", 1 + i % 5, i % 9, i + 10),
            name,
            nik,
            phone,
            mail,
            format!("Jalan Wrekwrek {}", 60 + i),
            format!("10.77.31.{}", 190 + i),
            format!("19{}-05-15", 70 + i),
            // A telephone number under a header that says nothing.
            format!("0813777{:05}", 30_000 + 73 * i),
            ["L", "P"][i % 2].to_owned(),
            (20 + i).to_string(),
            "S1".to_owned(),
            odd(5, "Swasta", LOOSE[1]),
            odd(6, ["KTP", "KK"][i % 2], LOOSE[2]),
            odd(7, &code(0), NAMES[0]),
            odd(8, &code(1), LOOSE[0]),
        ];
        needles.push(cells[8].clone());
        cells.extend((2..9).map(code));
        cells.push(odd(
            9,
            "pelayanan baik",
            "Pak Zwengkulu ramah, WA 081355577731",
        ));
        text.push_str(&cells.join(";"));
        text.push('\n');
    }
    (text, needles)
}

#[test]
fn planted_persons_are_in_no_output() {
    let (text, needles) = planted();
    let mut runs = Runs::new("persons-planted");
    fs::write(runs.folder.join("survei.csv"), &text).expect("a file");
    // The same without its row of titles.
    let untitled = text.split_once('\n').map_or("", |(_, rest)| rest);
    fs::write(runs.folder.join("tanpa-judul.csv"), untitled).expect("a file");
    for lang in ["id", "en"] {
        for format in ["text", "json", "md"] {
            let done = runs.run(&["check", "survei.csv", "--format", format, "--lang", lang]);
            assert_eq!(done, Some(0));
        }
        for format in ["text", "json", "csv", "md"] {
            let by = ["--by", "Jenis Layanan", "--by", "Pekerjaan"];
            let index = ["index", "survei.csv", "--format", format, "--lang", lang];
            assert_eq!(runs.run(&[&index[..], &by].concat()), Some(0));
            let analyse = ["analyse", "survei.csv", "--describe", "--reliability"];
            let more = ["--validity", "--correlate", "--compare", "Jenis Layanan"];
            let form = ["--format", format, "--lang", lang];
            let done = runs.run(&[&analyse[..], &more, &form].concat());
            assert!(done == Some(0) || format == "csv");
        }
        for refused in ["Nama Lengkap", "NIK", "Kolom Lain", "Surel"] {
            let done = runs.run(&["index", "survei.csv", "--by", refused, "--lang", lang]);
            assert_ne!(done, Some(0), "--by {refused}");
        }
        let items = ["--items", "O:W", "--lang", lang];
        let first = ["check", "tanpa-judul.csv", "--header", "1"];
        assert_eq!(runs.run(&[&first[..], &items].concat()), Some(0));
        let first = [
            "index",
            "tanpa-judul.csv",
            "--header",
            "1",
            "--format",
            "json",
        ];
        assert_eq!(runs.run(&[&first[..], &items].concat()), Some(0));
        runs.run(&["index", "tanpa-judul.csv", "--lang", lang]);
        runs.run(&[
            "index",
            "survei.csv",
            "--items",
            "Nama Lengkap",
            "--lang",
            lang,
        ]);
        runs.run(&[
            "index",
            "survei.csv",
            "--items",
            "Butir tak ada",
            "--lang",
            lang,
        ]);
        runs.run(&[
            "check",
            "survei.csv",
            "--instrument",
            "likert-5",
            "--lang",
            lang,
        ]);
    }
    assert_eq!(
        runs.run(&["check", "survei.csv", "--write", "survey.toml", "--quiet"]),
        Some(0)
    );
    let formats = "docx,pdf,html,xlsx,poster,figures,md";
    let report = [
        "report",
        "survei.csv",
        "--out",
        "laporan",
        "--formats",
        formats,
    ];
    assert_eq!(runs.run(&report), Some(0));
    let copy = ["anonymise", "survei.csv", "--k", "3", "--pseudonyms"];
    for out in ["salinan.csv", "salinan.xlsx"] {
        let more = ["--comments", "mask", "--out", out];
        assert_eq!(runs.run(&[&copy[..], &more].concat()), Some(0));
    }
    let public = ["report", "survei.csv", "--public", "--out", "umum"];
    let more = ["--formats", "xlsx,md"];
    assert_eq!(runs.run(&[&public[..], &more].concat()), Some(0));
    let remarks = ["check", "survei.csv", "--comments", "komentar.csv"];
    assert_eq!(runs.run(&remarks), Some(0));
    let untitled = [
        "report",
        "tanpa-judul.csv",
        "--header",
        "1",
        "--items",
        "O:W",
    ];
    let more = ["--out", "tanpa", "--formats", "xlsx,md"];
    assert_eq!(runs.run(&[&untitled[..], &more].concat()), Some(0));
    let texts = runs.all("planted persons", &["survei.csv", "tanpa-judul.csv"]);
    assert!(texts.len() > 60, "{} outputs", texts.len());
    // What is looked for would be found: the header is there.
    assert!(texts.iter().any(|(_, text)| text.contains("nama lengkap")));
    none_of(&needles, &texts);
}

/// Headers of the personal columns of each real file, as its notes name them.
const REAL: [(&str, &str, &[&str]); 13] = [
    ("01", "skm-2017", &["NAMA"]),
    ("03", "skm-2017", &["nama_responden", "no_wa"]),
    ("05", "likert-4", &["Nama"]),
    ("06", "likert-4", &["Nama"]),
    ("07", "likert-5", &["Email Address", "Nama"]),
    ("08", "likert-5", &["Email Address", "Nama"]),
    (
        "14",
        "likert-5",
        &["deviceid", "Observer name", "_uuid", "_submitted_by"],
    ),
    ("15", "likert-5", &["zip"]),
    ("16", "likert-5", &["Nama", "Nama_casefolded"]),
    ("17", "likert-5", &["Email Address"]),
    ("18", "likert-5", &["Nama Lengkap"]),
    ("19", "likert-5", &["Nama (Opsional)"]),
    ("20", "likert-5", &["Nama", "NPM", "No_HP"]),
];

#[test]
fn persons_of_real_files_are_named_by_column_and_are_in_no_output() {
    const TEST: &str = "persons of real files";
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/real");
    if !real.is_dir() {
        println!("SKIPPED {TEST}: the real files are not at hand");
        return;
    }
    let mut files: Vec<PathBuf> = fs::read_dir(&real)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(|first: char| first.is_ascii_digit())
        })
        .collect();
    files.sort();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let number = name.get(..2).unwrap_or_default().to_owned();
        let known = REAL.iter().find(|(known, ..)| *known == number);
        let instrument = known.map_or("likert-5", |(_, instrument, _)| instrument);
        let (found, cells) = personal(&file, instrument);
        match known {
            Some((_, _, headers)) => assert_eq!(found, *headers, "{number}"),
            // The codes respondents made of their families' names.
            None if number == "22" => assert_eq!(found.len(), 7, "{found:?}"),
            None => assert!(found.is_empty(), "{number}: {found:?}"),
        }
        if cells.is_empty() {
            continue;
        }
        let mut runs = Runs::new(&format!("persons-real-{number}"));
        let path = file.to_string_lossy().into_owned();
        let with = ["--instrument", instrument];
        runs.run(&[&["check", &path][..], &with].concat());
        runs.run(&[&["index", &path, "--format", "json"][..], &with].concat());
        if let Some(header) = found.first() {
            runs.run(&[&["index", &path, "--by", header][..], &with].concat());
        }
        if ["03", "18", "20"].contains(&number.as_str()) {
            let report = ["report", &path, "--formats", "xlsx,md", "--quiet"];
            runs.run(&[&report[..], &with].concat());
        }
        none_of(&cells, &runs.all(TEST, &[]));
    }
}

/// The personal columns of a file, and what stands in them that could stand
/// nowhere else: longer texts, or those with enough digits.
fn personal(file: &Path, instrument: &str) -> (Vec<String>, Vec<String>) {
    let setup = Setup {
        instrument: Some(instrument.to_owned()),
        ..Setup::default()
    };
    let seen = understand(&[file], &setup).expect("a table");
    let mut headers = Vec::new();
    let mut cells = BTreeSet::new();
    for column in &seen.columns {
        if !matches!(why_unused(column), WhyUnused::Personal(_)) {
            continue;
        }
        headers.push(column.header.clone());
        for (text, _) in &column.values {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            let telling = digits >= 7 || text.contains('@');
            let words = text.chars().filter(|c| c.is_alphabetic()).count() >= 8;
            // `Responden 1` is the beginning of `Responden 12`, and a word of reports.
            if telling || (words && !text.starts_with("Responden")) {
                cells.insert(text.clone());
            }
            if text.starts_with("Responden ") {
                cells.insert(format!("{text}\n"));
                cells.insert(format!("{text}\""));
                cells.insert(format!("{text}<"));
            }
        }
    }
    (headers, cells.into_iter().collect())
}

/// Files that are no survey of this form: what is said about them tells nothing
/// of what stands in them.
fn wrong_files(folder: &Path, text: &str) {
    let rows: Vec<&str> = text.lines().skip(1).collect();
    let put = |name: &str, text: String| fs::write(folder.join(name), text).expect("a file");
    put("rusak.json", text.to_owned());
    put("rusak.toml", text.to_owned());
    // A list of persons where a list of totals is asked for.
    let names: String = rows
        .iter()
        .map(|row| row.split(';').skip(2).take(3).collect::<Vec<_>>().join(";") + "\n")
        .collect();
    put("daftar.csv", format!("periode;ikm;n\n{names}"));
}

#[test]
fn no_other_command_and_no_refusal_tells_of_a_person() {
    let (text, needles) = planted();
    let mut runs = Runs::new("persons-others");
    fs::write(runs.folder.join("survei.csv"), &text).expect("a file");
    wrong_files(&runs.folder, &text);
    let run = |runs: &mut Runs, line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        runs.run(&words)
    };
    for line in [
        "count survei.csv --out hitungan.json",
        "count survei.csv --sql",
        "index hitungan.json --format json",
        "check hitungan.json",
        "report survei.csv --out laporan --formats md",
        "explain laporan/study.json",
        "questionnaire skm-2017 --out isian.xlsx",
        "questionnaire skm-2017 --out formulir.docx",
        "questionnaire skm-2017 --out formulir.pdf",
        "report survei.csv --recipe skripsi --out bab4 --formats docx,xlsx,md",
    ] {
        assert_eq!(run(&mut runs, line), Some(0), "{line}");
    }
    for entry in 0..12 {
        let address = format!("explain laporan/study.json {entry} --format md");
        run(&mut runs, &address);
    }
    for (_, kind, _) in ChartKind::ALL {
        let line = format!("chart survei.csv {kind} --out {kind}.svg");
        run(&mut runs, &line);
    }
    for form in ["pdf", "html", "csv", "png"] {
        let line = format!("chart survei.csv likert --panels Pekerjaan --out gambar.{form}");
        assert_eq!(run(&mut runs, &line), Some(0), "{line}");
    }
    for lang in ["id", "en"] {
        for line in [
            // Columns of persons where numbers, counts, items or groups are asked for.
            "index survei.csv --counts NIK",
            "index survei.csv --long id=C,item=B,value=D",
            "check survei.csv --long id=B,item=N,value=O",
            "index survei.csv --frequencies item=B,levels=C:D",
            "check survei.csv --frequencies item=B,levels=O:W",
            "analyse survei.csv --weights NIK --describe",
            "analyse survei.csv --strata Surel --describe",
            "analyse survei.csv --crosstab NIK,Pekerjaan",
            "analyse survei.csv --crosstab Pekerjaan,Pendidikan --format json",
            "check survei.csv --instrument likert --items O:X",
            "check survei.csv --instrument likert",
            "check survei.csv --range C3:X20",
            "check survei.csv --header 5",
            "chart survei.csv likert --panels NIK --out tidak.svg",
            "report survei.csv --previous daftar.csv --out tidak",
            "report survei.csv --previous rusak.json --out tidak",
            "report survei.csv --plan rusak.toml --out tidak",
            "report rusak.toml --out tidak",
            "index rusak.json",
            "explain rusak.json",
            "check rusak.json",
            "index survei.csv --instrument rusak.toml",
            "questionnaire rusak.toml --out tidak.pdf",
            "anonymise survei.csv --k 500 --out tidak.csv",
        ] {
            let line = format!("{line} --lang {lang}");
            run(&mut runs, &line);
        }
    }
    let sources = ["survei.csv", "rusak.json", "rusak.toml", "daftar.csv"];
    let texts = runs.all("other commands", &sources);
    assert!(texts.len() > 120, "{} outputs", texts.len());
    none_of(&needles, &texts);
}
