//! The whole report of the bundled example, and its index alone: CPU time of
//! the release build, to be compared with other programs in interleaved runs.

use std::path::{Path, PathBuf};
use tridharma::Language;
use tridharma::pipeline::{ReportFormat, Setup, report_files, study, survey, understand};
use tridharma::report::{Material, Rules, Voice};

fn main() {
    divan::main();
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/contoh/jawaban.xlsx")
}

#[divan::bench]
fn index_of_the_example() -> usize {
    let setup = Setup::default();
    let path = example();
    let understanding = understand(&[&path], &setup).expect("the example");
    let surveyed = survey(&understanding, &setup).expect("answers");
    let study = study(&understanding, &surveyed, &setup).expect("a study");
    study.entries.len()
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn report_in_every_format() -> usize {
    let setup = Setup {
        latest_period: true,
        ..Setup::default()
    };
    let path = example();
    let understanding = understand(&[&path], &setup).expect("the example");
    let surveyed = survey(&understanding, &setup).expect("answers");
    let study = study(&understanding, &surveyed, &setup).expect("a study");
    let material = Material {
        answers: surveyed
            .listing
            .as_ref()
            .map(|listing| (&surveyed.responses, listing)),
        ..Material::default()
    };
    let formats = [
        ReportFormat::Pdf,
        ReportFormat::Docx,
        ReportFormat::Html,
        ReportFormat::Xlsx,
        ReportFormat::Poster,
        ReportFormat::Figures,
    ];
    let voice = Voice::new(Language::Id);
    let rules = Rules::built_in().expect("rules");
    let files = report_files(&study, &material, &voice, &rules, &formats, 1).expect("files");
    files.iter().map(|(_, bytes)| bytes.len()).sum()
}
