//! librsvg and poppler show what our own pictures show.

use super::asked::{drawn, figure};
use super::similarity::{Grey, similarity};
use super::{DATA, FIGURES, root};
use resvg::tiny_skia::Pixmap;
use std::path::Path;
use std::process::Command;
use tridharma::chart::{Drawing, TextBox, fonts, png};
use tridharma::write::{Letters, pdf::pdf_poster, svg};

/// Least likeness, and the way a text may have moved, in mm.
const ALIKE: f64 = 0.97;
const MOVED: f64 = 1.0;

/// Runs a program; none, said aloud, where it is missing.
fn run(test: &str, program: &str, arguments: &[&str], fonts: &Path) -> Option<Vec<u8>> {
    let mut command = Command::new(program);
    command.args(arguments).env("FONTCONFIG_FILE", fonts);
    match command.output() {
        Ok(done) => {
            let said = String::from_utf8_lossy(&done.stderr);
            assert!(done.status.success(), "{program} {arguments:?}: {said}");
            Some(done.stdout)
        }
        Err(_) => {
            println!("SKIPPED {test}: {program} is not installed");
            None
        }
    }
}

fn drawings() -> impl Iterator<Item = (&'static str, Drawing)> {
    let file = root().join(DATA);
    FIGURES.into_iter().map(move |(name, kind, options)| {
        let document = figure(&file, kind, options).expect(name);
        (name, drawn(&document, 160.0, options))
    })
}

fn picture(bytes: &[u8]) -> Grey {
    Grey::of(&Pixmap::decode_png(bytes).expect("PNG"))
}

/// The fonts of the program, where fontconfig finds them and no others.
fn font_settings(folder: &Path) -> std::path::PathBuf {
    for (i, font) in fonts().into_iter().enumerate() {
        std::fs::write(folder.join(format!("font-{i}.ttf")), font).expect("written");
    }
    let place = folder.display();
    let text = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig><dir>{place}</dir><cachedir>{place}/cache</cachedir></fontconfig>"
    );
    let file = folder.join("fonts.conf");
    std::fs::write(&file, text).expect("written");
    file
}

fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}

#[test]
fn librsvg_shows_the_same() {
    const NAME: &str = "librsvg_shows_the_same";
    let folder = tempfile::tempdir().expect("a folder");
    let settings = font_settings(folder.path());
    let mut wrong = Vec::new();
    for (name, drawing) in drawings() {
        let ours = picture(&png(&drawing, 150.0).expect("PNG"));
        for letters in [Letters::Outlines, Letters::Name, Letters::Font] {
            let file = folder.path().join(format!("{name}.svg"));
            let file_text = svg(&drawing, name, name, letters).expect("SVG");
            std::fs::write(&file, file_text).expect("written");
            let arguments = ["-d", "150", "-p", "150", text(&file)];
            let Some(theirs) = run(NAME, "rsvg-convert", &arguments, &settings) else {
                return;
            };
            let found = similarity(&ours, &picture(&theirs));
            if found < ALIKE {
                wrong.push(format!("{name} {letters:?}: {found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn poppler_shows_the_same() {
    const NAME: &str = "poppler_shows_the_same";
    let folder = tempfile::tempdir().expect("a folder");
    let settings = font_settings(folder.path());
    let mut wrong = Vec::new();
    for (name, drawing) in drawings() {
        // Both at 300 dpi, four pixels to one of 150: a page seldom ends where a
        // pixel does, and how edges are smoothed is no matter of looks.
        let ours = picture(&png(&drawing, 300.0).expect("PNG")).halved();
        let file = folder.path().join(format!("{name}.pdf"));
        std::fs::write(&file, pdf_poster(&drawing, name, name).expect("PDF")).expect("written");
        let stem = folder.path().join(name);
        let arguments = ["-png", "-singlefile", "-r", "300", text(&file), text(&stem)];
        if run(NAME, "pdftocairo", &arguments, &settings).is_none() {
            return;
        }
        let theirs = std::fs::read(stem.with_extension("png")).expect("a picture");
        let found = similarity(&ours, &picture(&theirs).halved());
        if found < ALIKE {
            wrong.push(format!("{name}: {found}"));
        }
        let arguments = ["-bbox", text(&file), "-"];
        if let Some(boxes) = run(NAME, "pdftotext", &arguments, &settings) {
            let lost = moved(&drawing.texts, &String::from_utf8_lossy(&boxes));
            wrong.extend(lost.into_iter().map(|t| format!("{name}: {t:?} moved")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Texts none of whose words poppler finds where the drawing has them.
fn moved(texts: &[TextBox], boxes: &str) -> Vec<String> {
    let number = |line: &str, key: &str| -> Option<f64> {
        let (_, rest) = line.split_once(&format!("{key}=\""))?;
        let digits = rest.split('"').next()?;
        digits
            .parse::<f64>()
            .ok()
            .map(|points| points * 25.4 / 72.0)
    };
    let word = |line: &str| {
        let text = line.split_once('>')?.1.split_once("</word")?.0;
        let text = text
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"");
        let edges = [
            number(line, "xMin")?,
            number(line, "yMin")?,
            number(line, "yMax")?,
        ];
        Some((edges, text.replace("&amp;", "&")))
    };
    let words: Vec<([f64; 3], String)> = boxes
        .lines()
        .filter(|l| l.contains("<word"))
        .filter_map(word)
        .collect();
    let lost = |of: &&TextBox| {
        let [left, top, _, bottom] = of.edges_mm;
        let middle = f64::midpoint(top, bottom);
        !words.iter().any(|([x, upper, lower], text)| {
            // Poppler joins words that stand close: a beginning is enough.
            let same = of
                .text
                .split_whitespace()
                .next()
                .is_some_and(|first| text.starts_with(first));
            same && (x - left).abs() <= MOVED
                && (f64::midpoint(*upper, *lower) - middle).abs() <= MOVED
        })
    };
    texts.iter().filter(lost).map(|t| t.text.clone()).collect()
}
