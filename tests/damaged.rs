//! Workbooks that were cut short, whose bits were turned over or whose insides
//! were rewritten: the program says what is wrong or reads what is left. It does
//! not panic, run away or fill the memory. And workbooks that carry more than
//! cells: it is left alone.

#[path = "xlsb/mod.rs"]
mod xlsb;

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Damaged files that are tried.
const FILES: usize = 300;

/// Seconds of computing and bytes of memory a file may cost.
const SECONDS: u32 = 10;
const MEMORY: u64 = 512 << 20;

/// Larger workbooks take long without showing more.
const LARGEST: u64 = 100_000;

struct Sample {
    name: String,
    bytes: Vec<u8>,
}

#[test]
fn damaged_workbooks_are_refused_or_read() {
    if !cfg!(target_os = "linux") {
        println!("SKIPPED damaged_workbooks_are_refused_or_read: needs Linux to limit a process");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let samples = samples(folder.path());
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= FILES {
                        break;
                    }
                    let sample = &samples[at % samples.len()];
                    let mut random = Pcg64Mcg::seed_from_u64(at as u64);
                    let (how, bytes) = damaged(&sample.bytes, &mut random);
                    let extension = sample.name.rsplit('.').next().expect("an ending");
                    let path = folder.path().join(format!("rusak-{at}.{extension}"));
                    fs::write(&path, bytes).expect("a file");
                    if let Err(why) = run(&path) {
                        let mut failures = failures.lock().expect("a list");
                        failures.push(format!("{at}, {} {how}: {why}", sample.name));
                    }
                    let _ = fs::remove_file(&path);
                }
            });
        }
    });
    let failures = failures.into_inner().expect("a list");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Workbooks of every format, made up and real ones.
fn samples(folder: &Path) -> Vec<Sample> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = xlsb::answers();
    let sheet = xlsb::Sheet {
        name: "Jawaban",
        rows: text.lines().map(|line| line.split(';').collect()).collect(),
        hidden_rows: vec![3, 4],
        hidden_columns: vec![(1, 2)],
        ..xlsb::Sheet::default()
    };
    let binary = folder.join("biner.xlsb");
    fs::write(&binary, xlsb::workbook(&[sheet])).expect("a workbook");
    let mut paths: Vec<PathBuf> = vec![
        simulated(folder),
        root.join("surveys/contoh/jawaban.xlsx"),
        root.join("tests/fixtures/judul-gabung.xls"),
        root.join("tests/fixtures/judul-gabung.ods"),
        root.join("tests/fixtures/tersembunyi.xls"),
        root.join("tests/fixtures/tersembunyi.ods"),
        binary,
    ];
    match fs::read_dir(root.join("../shared/data/real")) {
        Ok(real) => {
            let workbook = |path: &PathBuf| {
                let small = path.metadata().is_ok_and(|meta| meta.len() <= LARGEST);
                small && path.extension().is_some_and(|e| e == "xlsx" || e == "ods")
            };
            let mut real: Vec<PathBuf> = real.flatten().map(|entry| entry.path()).collect();
            real.sort();
            paths.extend(real.into_iter().filter(workbook));
        }
        Err(_) => println!(
            "SKIPPED the real files of damaged_workbooks_are_refused_or_read: they are not here"
        ),
    }
    let sample = |path: &PathBuf| Sample {
        name: path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned(),
        bytes: fs::read(path).expect("a workbook"),
    };
    paths.iter().map(sample).collect()
}

fn simulated(folder: &Path) -> PathBuf {
    let path = folder.join("simulasi.xlsx");
    let made = Command::new(env!("CARGO_BIN_EXE_tridharma"))
        .args(["simulate", "skm-2017", "--respondents", "60", "--out"])
        .arg(&path)
        .output()
        .expect("a run");
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    path
}

/// Macros and references to other files are told, and change nothing.
#[test]
fn macros_are_not_run_and_links_not_followed() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = simulated(folder.path());
    let link = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"
         Target="file:///tidak/ada/rahasia.xlsx" TargetMode="External"/></Relationships>"#;
    let bytes = fs::read(&plain).expect("a workbook");
    let mut zip = zip::ZipWriter::new_append(Cursor::new(bytes)).expect("a container");
    for (name, text) in [
        ("xl/vbaProject.bin", "Sub Auto_Open()"),
        ("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
        ("xl/externalLinks/_rels/externalLink1.xml.rels", link),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(text.as_bytes()).expect("a part");
    }
    let bytes = zip.finish().expect("a container").into_inner();
    let carrying = folder.path().join("bermakro.xlsm");
    fs::write(&carrying, bytes).expect("a file");
    let run = |arguments: &[&str], file: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tridharma"));
        command.args(arguments).arg(file).env("COLUMNS", "200");
        let output = command.output().expect("a run");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let id = run(&["check", "--lang", "id"], &carrying);
    assert!(
        id.contains("berisi makro") && id.contains("tidak dijalankan"),
        "{id}"
    );
    assert!(
        id.contains("merujuk ke berkas") && id.contains("tidak dibuka"),
        "{id}"
    );
    let en = run(&["check", "--lang", "en"], &carrying);
    assert!(
        en.contains("holds macros") && en.contains("not opened"),
        "{en}"
    );
    let without = run(&["check", "--lang", "id"], &plain);
    assert!(
        !without.contains("makro") && !without.contains("merujuk"),
        "{without}"
    );
    let numbers = |file: &Path| -> serde_json::Value {
        let text = run(&["index", "--format", "json"], file);
        let mut value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        value["issues"] = serde_json::Value::Null;
        value
    };
    assert_eq!(numbers(&carrying), numbers(&plain));
}

/// A sort of damage and the bytes after it.
fn damaged(bytes: &[u8], random: &mut Pcg64Mcg) -> (&'static str, Vec<u8>) {
    let mut bytes = bytes.to_vec();
    match random.random_range(0..4) {
        0 => {
            bytes.truncate(random.random_range(0..bytes.len()));
            ("cut short", bytes)
        }
        1 => {
            flip(&mut bytes, 0, random);
            ("with bits turned over", bytes)
        }
        2 => {
            // Where containers keep their table of contents.
            let from = bytes.len().saturating_sub(2048);
            flip(&mut bytes, from, random);
            ("with bits turned over at its end", bytes)
        }
        _ => match rewritten(&bytes, random) {
            Some(bytes) => ("rewritten inside", bytes),
            None => {
                flip(&mut bytes, 0, random);
                ("with bits turned over", bytes)
            }
        },
    }
}

fn flip(bytes: &mut [u8], from: usize, random: &mut Pcg64Mcg) {
    for _ in 0..random.random_range(1..9) {
        let at = random.random_range(from..bytes.len());
        bytes[at] ^= 1 << random.random_range(0..8);
    }
}

/// A container whose parts are whole and say something else: checksums fit.
fn rewritten(bytes: &[u8], random: &mut Pcg64Mcg) -> Option<Vec<u8>> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let chosen = random.random_range(0..old.len());
    for at in 0..old.len() {
        let mut part = old.by_index(at).ok()?;
        let name = part.name().to_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text).ok()?;
        let sheet = name.contains("sheet") || name.contains("content");
        if at == chosen || (sheet && random.random_range(0..2) == 0) {
            rewrite(&mut text, random);
        }
        new.start_file(name, options).ok()?;
        new.write_all(&text).ok()?;
    }
    Some(new.finish().ok()?.into_inner())
}

/// Numbers become others, marks go missing, pieces are said twice.
fn rewrite(text: &mut Vec<u8>, random: &mut Pcg64Mcg) {
    const WORDS: [&[u8]; 12] = [
        b"9",
        b"0",
        b"-1",
        b"99999999",
        b"4294967296",
        b"1048577",
        b"XFD1048576",
        b"A1:XFD1048576",
        b"<",
        b"\"",
        b"&#0;",
        b"",
    ];
    for _ in 0..random.random_range(1..12) {
        if text.len() < 8 {
            return;
        }
        // Digits and marks say more than letters.
        let start = random.random_range(0..text.len() - 4);
        let near = text[start..]
            .iter()
            .position(|byte| byte.is_ascii_digit() || b"<>\"=".contains(byte));
        let at = start + near.unwrap_or(0);
        match random.random_range(0..3) {
            0 => {
                let length = random.random_range(1..40).min(text.len() - at);
                let piece = text[at..at + length].to_vec();
                text.splice(at..at, piece);
            }
            1 => {
                let length = random.random_range(1..40).min(text.len() - at);
                text.drain(at..at + length);
            }
            _ => {
                let word = WORDS[random.random_range(0..WORDS.len())];
                text.splice(at..at + 1, word.iter().copied());
            }
        }
    }
}

/// Runs `check` in a process that is stopped when it costs too much.
fn run(path: &Path) -> Result<(), String> {
    let program = env!("CARGO_BIN_EXE_tridharma");
    // The program itself lies in the address space, too.
    let own = fs::metadata(program).map_or(0, |meta| meta.len());
    let limit = (MEMORY + own) >> 10;
    let script =
        format!("ulimit -v {limit}; ulimit -t {SECONDS}; ulimit -c 0; exec \"$0\" check \"$1\"");
    let mut child = Command::new("sh")
        .args(["-c", &script, program])
        .arg(path)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a shell");
    let started = Instant::now();
    while child.try_wait().expect("a process").is_none() {
        if started.elapsed() > Duration::from_secs(120) {
            let _ = child.kill();
            return Err("it did not end".to_string());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().expect("a process");
    let message = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        _ if message.contains("panicked") => Err(format!("it panicked: {message}")),
        Some(0) => Ok(()),
        // A reason, and what to do.
        Some(1) if message.contains("\n  → ") => Ok(()),
        _ => Err(format!("{}: {message}", output.status)),
    }
}
