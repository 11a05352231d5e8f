use crate::analysis::Study;
use crate::chart;
use crate::document::Document;
use crate::error::{Error, ErrorKind, Result};
use crate::report::{
    ChartKind, Material, Part, Rules, Voice, chart_document, compose, data_csv, poster, script_r,
    script_spss, workbook,
};
use crate::said;
use crate::write::{Drawn, docx, html, markdown, pdf, xlsx};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The formats a report is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportFormat {
    Docx,
    Pdf,
    Html,
    Xlsx,
    Poster,
    Figures,
    Markdown,
}

/// A file of a report folder: its name with `/` between folders, and its bytes.
pub type ReportFile = (String, Vec<u8>);

/// Dots per inch of the poster's picture.
const POSTER_DPI: f64 = 200.0;

/// Every file of a report, `study.json` first, in a fixed order whatever the
/// number of threads.
///
/// # Errors
/// A fault of a writer underneath.
pub fn report_files(
    study: &Study,
    material: &Material,
    voice: &Voice,
    rules: &Rules,
    formats: &[ReportFormat],
    threads: usize,
) -> Result<Vec<ReportFile>> {
    let document = compose(study, material, voice, rules);
    let drawn = Drawn::draw(&document)?;
    let make = |format: &ReportFormat| -> Result<Vec<ReportFile>> {
        let one = |name: &str, bytes: Vec<u8>| Ok(vec![(name.to_owned(), bytes)]);
        match format {
            ReportFormat::Docx => one("laporan.docx", docx(&document, &drawn)?),
            ReportFormat::Pdf => one("laporan.pdf", pdf(&document, &drawn)?),
            ReportFormat::Html => one("laporan.html", html(&document, &drawn)?.into_bytes()),
            ReportFormat::Xlsx => {
                let book = workbook(study, material, voice, rules);
                one("hitung.xlsx", xlsx(&book)?)
            }
            ReportFormat::Poster => poster_files(study, voice, rules),
            ReportFormat::Figures => Ok(figure_files(&document, &drawn)),
            ReportFormat::Markdown => {
                let mut files = vec![("laporan.md".to_owned(), markdown(&document).into_bytes())];
                // The text shows them by their path.
                if !formats.contains(&ReportFormat::Figures) {
                    files.extend(figure_files(&document, &drawn));
                }
                Ok(files)
            }
        }
    };
    let mut files = vec![("study.json".to_owned(), study_json(study)?)];
    for made in in_parallel(formats, threads, make) {
        files.extend(made?);
    }
    files.extend(scripts(study, material, voice));
    Ok(files)
}

/// The study as it is archived: indented JSON with a final line end.
///
/// # Errors
/// Only a bug: a number that JSON cannot hold.
pub fn study_json(study: &Study) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(study).map_err(|error| {
        Error::new(
            ErrorKind::Internal,
            said!(
                "hasil tidak dapat ditulis sebagai JSON",
                "the result cannot be written as JSON"
            ),
        )
        .because(error)
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The same analysis for R and SPSS, with the coded answers they read.
fn scripts(study: &Study, material: &Material, voice: &Voice) -> Vec<ReportFile> {
    let wanted = material
        .recipe
        .as_ref()
        .is_some_and(|recipe| recipe.has(Part::Examiner));
    let Some((responses, listing)) = material.answers.filter(|_| wanted) else {
        return Vec::new();
    };
    let file = |name: &str, text: String| (name.to_owned(), text.into_bytes());
    vec![
        file("data.csv", data_csv(study, responses, Some(listing))),
        file("analisis.R", script_r(study, voice)),
        file("analisis.sps", script_spss(study, voice)),
    ]
}

fn poster_files(study: &Study, voice: &Voice, rules: &Rules) -> Result<Vec<ReportFile>> {
    let Some(poster) = poster(study, voice, rules) else {
        return Ok(Vec::new());
    };
    let canvas = chart::Canvas::new(210.0, voice.language);
    let drawing = chart::draw(&poster, &canvas);
    let document = chart_document(study, voice, rules, (ChartKind::Poster, None), poster);
    let said = document.figures().next();
    let (title, alt) = said.map_or(("", ""), |f| (&f.caption, &f.alt));
    Ok(vec![
        (
            "publikasi.png".to_owned(),
            chart::described(chart::png(&drawing, POSTER_DPI)?, title, alt),
        ),
        (
            "publikasi.pdf".to_owned(),
            crate::write::pdf::pdf_poster(&drawing, title, alt)?,
        ),
    ])
}

fn figure_files(document: &Document, drawn: &Drawn) -> Vec<ReportFile> {
    document
        .figures()
        .filter_map(|figure| {
            let found = drawn.get(&figure.id).ok()?;
            Some([
                (
                    format!("figures/{}.svg", figure.id),
                    found.svg.clone().into_bytes(),
                ),
                (format!("figures/{}.png", figure.id), found.png.clone()),
            ])
        })
        .flatten()
        .collect()
}

/// Runs jobs on up to `threads` threads; results in the order of the jobs.
fn in_parallel<J: Sync, T: Send>(
    jobs: &[J],
    threads: usize,
    run: impl Fn(&J) -> Result<T> + Sync,
) -> Vec<Result<T>> {
    if threads <= 1 || jobs.len() <= 1 {
        return jobs.iter().map(run).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result<T>)>> = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads.min(jobs.len()) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(at) else {
                        break;
                    };
                    let result = run(job);
                    if let Ok(mut done) = done.lock() {
                        done.push((at, result));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
