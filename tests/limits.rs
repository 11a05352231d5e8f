//! What no ordinary file has: more levels, columns, rows, bytes. Each is refused with
//! a message that names the limit, in both languages, without costing time or memory.

use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// Levels of the files made here.
const LEVELS: usize = 100_000;

fn program(arguments: &[&str], language: &str) -> Output {
    let started = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_tridharma"))
        .args(["--lang", language])
        .args(arguments)
        .output()
        .expect("a run");
    // Level by level anew, it would take minutes.
    let took = started.elapsed();
    assert!(took < Duration::from_secs(30), "{arguments:?}: {took:?}");
    output
}

/// Runs what has to be refused; both messages have to hold what names the limit.
fn refused(arguments: &[&str], id: &str, en: &str) {
    for (language, limit) in [("id", id), ("en", en)] {
        let output = program(arguments, language);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {told}");
        assert!(
            told.contains(limit) && told.contains("\n  → "),
            "{arguments:?}: {told}"
        );
    }
}

struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Files {
        Files(tempfile::tempdir().expect("a folder"))
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        path.display().to_string()
    }

    /// Simulated answers of nine items.
    fn answers(&self) -> String {
        let mut text = String::from("U1;U2;U3;U4;U5;U6;U7;U8;U9\n");
        text.push_str(&"4;3;4;3;4;3;4;3;4\n3;3;3;4;4;4;2;3;4\n".repeat(10));
        self.put("jawaban.csv", text)
    }
}

/// An archive of these parts, the first one not packed.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (at, (name, text)) in parts.iter().enumerate() {
        let method = match at {
            0 => zip::CompressionMethod::Stored,
            _ => zip::CompressionMethod::Deflated,
        };
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        zip.start_file(*name, options).expect("begun");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

/// A workbook with these rows, and with one of its parts replaced.
fn xlsx(rows: &str, instead: Option<(&str, String)>) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let parts = [
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"r\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        (STRINGS, "<sst><si><t>Baik</t></si></sst>"),
        (SHEET, &sheet),
    ];
    let parts = parts.map(|(name, text)| match &instead {
        Some((other, text)) if *other == name => (name, text.as_str()),
        _ => (name, text),
    });
    archive(&parts)
}

fn row(number: u32) -> String {
    let cell = |column: char| format!("<c r=\"{column}{number}\"><v>{}</v></c>", 1 + number % 4);
    let cells: String = ('A'..='I').map(cell).collect();
    format!("<row r=\"{number}\">{cells}</row>")
}

fn header() -> String {
    let cell = |at: u8| {
        let column = char::from(b'A' + at);
        format!(
            "<c r=\"{column}1\" t=\"inlineStr\"><is><t>U{}</t></is></c>",
            at + 1
        )
    };
    let cells: String = (0..9).map(cell).collect();
    format!("<row r=\"1\">{cells}</row>")
}

fn nested(open: &str, inside: &str, close: &str) -> String {
    [&open.repeat(LEVELS), inside, &close.repeat(LEVELS)].concat()
}

#[test]
fn parts_of_a_workbook_that_are_nested_too_deep_are_refused() {
    let files = Files::new();
    let rows = header() + &(2..20).map(row).collect::<String>();
    let whole = files.put("utuh.xlsx", xlsx(&rows, None));
    assert!(program(&["check", &whole], "en").status.success());
    let deep = nested("<r>", "<t>Baik</t>", "</r>");
    let far = format!("{rows}<row r=\"21\"><c r=\"A21\" t=\"inlineStr\"><is>{deep}</is></c></row>");
    let workbooks = [
        (
            "kata.xlsx",
            xlsx(
                &rows,
                Some((STRINGS, format!("<sst><si>{deep}</si></sst>"))),
            ),
            STRINGS,
        ),
        ("lembar.xlsx", xlsx(&far, None), SHEET),
        (
            "unclosed.xlsx",
            xlsx(&rows, Some((SHEET, "<a b='>'>".repeat(LEVELS)))),
            SHEET,
        ),
        (
            "ujung.xlsx",
            xlsx(&format!("{rows}</sheetData>{deep}<sheetData>"), None),
            SHEET,
        ),
        (
            "daftar.xlsx",
            xlsx(&rows, Some(("xl/workbook.xml", deep.clone()))),
            "xl/workbook.xml",
        ),
    ];
    let answers = files.answers();
    for (name, bytes, part) in workbooks {
        let path = files.put(name, bytes);
        let part = part.to_lowercase();
        let (id, en) = (
            format!("{part} bersarang lebih dari 256 tingkat, batas sebuah buku kerja"),
            format!("{part} is nested more than 256 levels deep, the limit of a workbook"),
        );
        refused(&["check", &path], &id, &en);
        // A form comes through the same door.
        refused(&["check", &answers, "--xlsform", &path], &id, &en);
    }
    // One that is large enough to be counted in one pass.
    let mut many = header() + &(2..40_000).map(row).collect::<String>();
    many.push_str(&far.replace(&rows, "").replace("21", "40001"));
    let path = files.put("besar.xlsx", xlsx(&many, None));
    refused(
        &["check", &path],
        "lebih dari 256 tingkat",
        "more than 256 levels deep",
    );
}

#[test]
fn contents_of_an_ods_file_that_are_nested_too_deep_are_refused() {
    let files = Files::new();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/judul-gabung.ods");
    let mut old =
        zip::ZipArchive::new(std::fs::File::open(fixture).expect("a file")).expect("an archive");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut old.by_name("content.xml").expect("a part"), &mut text)
        .expect("read");
    let span = nested("<text:span>", "x", "</text:span>");
    let deep = text.replacen("<text:p>", &format!("<text:p>{span}"), 1);
    assert_ne!(deep, text);
    let bytes = archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", &deep),
    ]);
    let path = files.put("dalam.ods", bytes);
    refused(
        &["check", &path],
        "content.xml bersarang lebih dari 256 tingkat",
        "content.xml is nested more than 256 levels deep",
    );
}

#[test]
fn counts_and_studies_that_are_nested_too_deep_are_refused() {
    let files = Files::new();
    let answers = files.answers();
    let (id, en) = (
        "lebih dari 64 tingkat, batas",
        "more than 64 levels deep, the limit",
    );
    let lists = nested("[", "", "]");
    let objects = nested("{\"a\":", "1", "}");
    for deep in [&lists, &objects] {
        let counts = files.put(
            "hitungan.json",
            format!("{{\"tridharma_count\": 1, \"survey\": {deep}}}"),
        );
        refused(&["index", &counts], id, en);
        let study = files.put(
            "study.json",
            format!("{{\"schema\": 1, \"survey\": {deep}}}"),
        );
        let out = files.0.path().join("laporan").display().to_string();
        refused(
            &["report", &answers, "--previous", &study, "--out", &out],
            id,
            en,
        );
        refused(&["explain", &study, "1"], id, en);
    }
}

#[test]
fn settings_that_are_nested_too_deep_are_refused() {
    let files = Files::new();
    let answers = files.answers();
    let out = files.0.path().join("laporan").display().to_string();
    let (id, en) = (
        "lebih dari 64 tingkat, batas",
        "more than 64 levels deep, the limit",
    );
    for text in [
        format!("a = {}", nested("[", "", "]")),
        format!("a = {}", nested("{b = ", "1", "}")),
        format!("a{} = 1", ".b".repeat(LEVELS)),
        format!("[a{}]\nb = 1", ".b".repeat(LEVELS)),
        format!("[[a{}]]\nb = 1", " . \"b\"".repeat(LEVELS)),
    ] {
        let settings = files.put("dalam.toml", text);
        refused(&["index", &settings], id, en);
        refused(&["index", &answers, "--survey", &settings], id, en);
        refused(&["index", &answers, "--instrument", &settings], id, en);
        refused(&["instruments", "validate", &settings], id, en);
        refused(&["analyse", &answers, "--recipe", &settings], id, en);
        refused(
            &["analyse", &answers, "--describe", "--rules", &settings],
            id,
            en,
        );
        refused(
            &["report", &answers, "--plan", &settings, "--out", &out],
            id,
            en,
        );
        refused(
            &["report", &answers, "--words", &settings, "--out", &out],
            id,
            en,
        );
        let figure = files.0.path().join("a.svg").display().to_string();
        refused(
            &[
                "chart", &answers, "bars", "--theme", &settings, "--out", &figure,
            ],
            id,
            en,
        );
    }
}

#[test]
fn more_columns_than_a_sheet_has_are_refused() {
    let files = Files::new();
    let (id, en) = (
        "lebih dari 16384 kolom, batas sebuah lembar",
        "more than 16384 columns, the limit of a sheet",
    );
    let names: Vec<String> = (1..=16_385).map(|at| format!("U{at}")).collect();
    let line = vec!["4"; 16_385].join(";");
    let path = files.put("lebar.csv", format!("{}\n{line}\n", names.join(";")));
    refused(&["check", &path], id, en);
    let rows = header() + &row(2) + "<row r=\"3\"><c r=\"XFE3\"><v>1</v></c></row>";
    let path = files.put("lebar.xlsx", xlsx(&rows, None));
    refused(&["check", &path], id, en);
    refused(
        &["check", &path],
        "lebar.xlsx › A!XFE3",
        "lebar.xlsx › A!XFE3",
    );
}

#[test]
fn a_cell_of_more_than_a_mebibyte_is_refused_where_it_stands() {
    let files = Files::new();
    let (id, en) = (
        "lebih besar dari 1 MiB, batas sebuah sel",
        "larger than 1 MiB, the limit of a cell",
    );
    let long = "a".repeat((1 << 20) + 1);
    let path = files.put("sel.csv", format!("U1;U2;U3\n4;3;4\n4;{long};4\n"));
    refused(&["check", &path], id, en);
    refused(&["check", &path], "sel.csv › B3", "sel.csv › B3");
    let cell = format!("<row r=\"3\"><c r=\"B3\" t=\"inlineStr\"><is><t>{long}</t></is></c></row>");
    let path = files.put("sel.xlsx", xlsx(&(header() + &row(2) + &cell), None));
    refused(&["check", &path], id, en);
    refused(&["check", &path], "sel.xlsx › A!B3", "sel.xlsx › A!B3");
}

#[test]
fn a_workbook_that_unpacks_to_more_than_two_gibibytes_is_refused() {
    let files = Files::new();
    let mut bytes = xlsx(&(header() + &row(2)), None);
    // In the table of contents each part says how large it is.
    let starts: Vec<usize> = bytes
        .windows(4)
        .enumerate()
        .filter(|(_, four)| four == b"PK\x01\x02")
        .map(|(at, _)| at)
        .collect();
    for at in starts {
        bytes[at + 24..at + 28].copy_from_slice(&(1_u32 << 29).to_le_bytes());
    }
    // Four parts of half a gibibyte and a byte more.
    let last = bytes
        .windows(4)
        .rposition(|four| four == b"PK\x01\x02")
        .expect("a part");
    bytes[last + 24] = 1;
    let path = files.put("besar.xlsx", bytes);
    refused(
        &["check", &path],
        "lebih dari 2 GiB, batas sebuah buku kerja",
        "more than 2 GiB, the limit of a workbook",
    );
}

#[test]
fn rows_that_are_declared_and_absent_cost_nothing() {
    let files = Files::new();
    let rows = header() + &(2..=21).map(row).collect::<String>();
    let sheet = format!(
        "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>{rows}<row r=\"1048576\"/></sheetData></worksheet>"
    );
    let path = files.put("kosong.xlsx", xlsx("", Some((SHEET, sheet))));
    let output = program(&["check", &path, "--format", "json"], "en");
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(found["respondents"], 20);
    // One beyond the last row is refused.
    let beyond = format!("{rows}<row r=\"1048577\"><c><v>1</v></c></row>");
    let path = files.put("jauh.xlsx", xlsx(&beyond, None));
    refused(
        &["check", &path],
        "lebih dari 1048576 baris, batas sebuah lembar",
        "more than 1048576 rows, the limit of a sheet",
    );
}
