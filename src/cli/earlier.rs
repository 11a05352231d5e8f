use super::ask::{Ask, base_name, read_text};
use std::path::{Path, PathBuf};
use tridharma::Result;
use tridharma::analysis::Earlier;
use tridharma::pipeline::{SurveyFile, earlier_from_csv, earlier_from_study};
use tridharma::read;

/// Earlier results from `--previous` and `survey.toml`: a `study.json`, or a
/// table of published totals. The first to name a period wins.
pub fn all(ask: &Ask, survey: &SurveyFile, folder: &Path) -> Result<Vec<Earlier>> {
    let mut paths = ask.paths("previous");
    if paths.is_empty() {
        paths = survey.previous.iter().map(|p| folder.join(p)).collect();
    }
    let own = ask.text("instrument").or(survey.instrument.clone());
    let own = own.unwrap_or_else(|| "skm-2017".to_owned());
    // A file of one's own has its id inside; it is not compared here.
    let instrument = (!own.ends_with(".toml")).then_some(own.as_str());
    let mut all: Vec<Earlier> = Vec::new();
    for path in paths {
        for earlier in one(&path, instrument)? {
            if !all.iter().any(|e| e.period == earlier.period) {
                all.push(earlier);
            }
        }
    }
    Ok(all)
}

fn one(path: &Path, instrument: Option<&str>) -> Result<Vec<Earlier>> {
    let path = match path.is_dir() {
        true => path.join("study.json"),
        false => PathBuf::from(path),
    };
    if path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("json"))
    {
        return earlier_from_study(&base_name(&path), &read_text(&path)?, instrument);
    }
    let book = read::open(&path)?;
    match book.sheets.first() {
        Some(sheet) => earlier_from_csv(&sheet.rows),
        None => Ok(Vec::new()),
    }
}
