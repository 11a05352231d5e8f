//! What every target does with its bytes: the whole way from a file to the
//! study, as `check`, `index` and `study.json` go it.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tridharma::Language;
use tridharma::pipeline::{Setup, earlier_from_study, inspect, study, study_json, survey, understand};
use tridharma::report::{Rules, Voice, check, summary};

thread_local! {
    static FOLDER: RefCell<Option<TempDir>> = const { RefCell::new(None) };
}

/// Puts bytes into a file and runs everything on it.
pub fn file(name: &str, bytes: &[u8], setup: &Setup) {
    let Some(path) = put(name, bytes) else {
        return;
    };
    all(&[&path], setup);
}

/// A file in a folder of this process, in memory where the system has such one.
pub fn put(name: &str, bytes: &[u8]) -> Option<PathBuf> {
    FOLDER.with_borrow_mut(|folder| {
        if folder.is_none() {
            let memory = Path::new("/dev/shm");
            *folder = match memory.is_dir() {
                true => TempDir::new_in(memory).ok(),
                false => TempDir::new().ok(),
            };
        }
        let path = folder.as_ref()?.path().join(name);
        fs::write(&path, bytes).ok()?;
        Some(path)
    })
}

/// Reads, maps, counts, codes and computes; what is refused has a message in both
/// languages.
pub fn all(files: &[&Path], setup: &Setup) {
    let voice = Voice::new(Language::Id);
    let understanding = match understand(files, setup) {
        Ok(understanding) => understanding,
        Err(error) => return refused(&error),
    };
    let surveyed = survey(&understanding, setup);
    let facts = inspect(&understanding, surveyed.as_ref().ok(), setup, "file", &voice);
    tridharma::write::terminal(&check(&facts, &voice), 100);
    let surveyed = match surveyed {
        Ok(surveyed) => surveyed,
        Err(error) => return refused(&error),
    };
    match study(&understanding, &surveyed, setup) {
        Ok(study) => {
            let rules = Rules::built_in().expect("rules");
            tridharma::write::terminal(&summary(&study, &voice, &rules), 100);
            // A study that was written can be read again, as the next period does.
            let json = study_json(&study).expect("a study is JSON");
            let text = String::from_utf8(json).expect("JSON is text");
            earlier_from_study("study.json", &text, None).expect("a study");
        }
        Err(error) => refused(&error),
    }
}

fn refused(error: &tridharma::Error) {
    for language in [Language::Id, Language::En] {
        assert!(!error.say(language).trim().is_empty());
    }
}
