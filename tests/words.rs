//! The words of the reports: both languages say the same things, the program
//! uses all of them and no others, and what comes out reads as sentences.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tridharma::analysis::{
    Earlier, IndexOptions, MultipleAnswers, Weight, required_sample, stratified_allocation,
};
use tridharma::document::{Block, Content, Document, Text, plain_text};
use tridharma::pipeline::{Setup, study, survey, understand};
use tridharma::report::{
    CheckFacts, CheckedShape, CheckedTable, LeftOutAs, Material, Rules, Standing, Voice, check,
    compose, entry_sheet, poster, questionnaire, sample_document, simulation, summary, workbook,
};
use tridharma::stats::NotComputable;
use tridharma::survey::{Instrument, Issue, IssueKind, simulate};
use tridharma::{Decimal, Language};

const LANGUAGES: [Language; 2] = [Language::Id, Language::En];

fn table(language: Language) -> BTreeMap<String, String> {
    let text = match language {
        Language::Id => include_str!("../reports/words/id.toml"),
        Language::En => include_str!("../reports/words/en.toml"),
    };
    let table: toml::Table = text.parse().expect("TOML");
    let mut words = BTreeMap::new();
    for (section, entries) in &table {
        for (key, text) in entries.as_table().expect("a section") {
            let text = text.as_str().expect("a text").to_owned();
            words.insert(format!("{section}.{key}"), text);
        }
    }
    words
}

/// Names behind `{{`, up to a filter or the end: read without the engine.
fn places(text: &str) -> BTreeSet<String> {
    let parts = text.split("{{").skip(1);
    parts
        .map(|part| {
            let (inside, _) = part.split_once("}}").expect("a closed place");
            let name = inside.split('|').next().unwrap_or_default();
            name.trim().to_owned()
        })
        .collect()
}

#[test]
fn both_languages_have_the_same_keys_and_places() {
    let (id, en) = (table(Language::Id), table(Language::En));
    let keys = |words: &BTreeMap<String, String>| words.keys().cloned().collect::<BTreeSet<_>>();
    let (id_keys, en_keys) = (keys(&id), keys(&en));
    let apart: Vec<_> = id_keys.symmetric_difference(&en_keys).collect();
    assert!(apart.is_empty(), "in one language only: {apart:?}");
    for (key, text) in &id {
        let other = &en[key];
        assert_eq!(places(text), places(other), "{key}: {text} / {other}");
        assert!(!text.trim().is_empty() && !other.trim().is_empty(), "{key}");
    }
}

/// The places written by hand are those the engine sees.
#[test]
fn the_engine_sees_the_same_places() {
    for language in LANGUAGES {
        let voice = Voice::new(language);
        let words = table(language);
        assert_eq!(voice.keys().count(), words.len());
        for (key, text) in voice.keys() {
            let engine: BTreeSet<String> = voice.places(text).into_iter().collect();
            assert_eq!(engine, places(&words[key]), "{key}");
        }
    }
}

#[test]
fn english_is_english_but_for_the_practice_data() {
    let (id, en) = (table(Language::Id), table(Language::En));
    let indonesian = [
        "yang",
        "dan",
        "tidak",
        "dengan",
        "adalah",
        "untuk",
        "responden",
        "nilai ",
    ];
    for (key, text) in &en {
        if key.starts_with("simulate.") {
            assert_eq!(text, &id[key], "{key}");
            continue;
        }
        let plain = text.replace("nilai rata-rata", "");
        let words: BTreeSet<&str> = plain.split(|c: char| !c.is_alphabetic()).collect();
        for word in indonesian {
            assert!(!words.contains(word.trim()), "{key}: {text}");
        }
    }
}

/// The string literals of a source, without its comments and its tests.
fn literals(source: &str) -> BTreeSet<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = BTreeSet::new();
    for line in code.lines().filter(|l| !l.trim_start().starts_with("//")) {
        let line = line.replace("\\\"", "").replace("'\"'", "");
        found.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    found
}

fn sources() -> Vec<(String, String)> {
    let mut sources = Vec::new();
    for room in ["report", "pipeline", "cli"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room);
        for entry in std::fs::read_dir(folder).expect("a room") {
            let path = entry.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("text");
            sources.push((path.display().to_string(), text));
        }
    }
    sources
}

#[test]
fn every_key_the_program_asks_for_exists() {
    let words = table(Language::Id);
    let sections: BTreeSet<&str> = words.keys().filter_map(|k| k.split('.').next()).collect();
    let mut asked = 0;
    for (path, text) in sources() {
        for literal in literals(&text) {
            let is_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            let Some((section, key)) = literal.split_once('.') else {
                continue;
            };
            if sections.contains(section) && !key.is_empty() && key.chars().all(is_key) {
                asked += 1;
                assert!(words.contains_key(&literal), "{path}: no key {literal}");
            }
        }
        // The first literal of `say(` and `word(` is a key, whatever its section.
        for call in [".say(", ".word("] {
            for (at, _) in text.match_indices(call) {
                let rest = text[at + call.len()..].trim_start();
                let key = rest.strip_prefix('"').and_then(|r| r.split('"').next());
                if let Some(key) = key.filter(|_| path.contains("/report/")) {
                    assert!(words.contains_key(key), "{path}: no key {key}");
                }
            }
        }
    }
    assert!(asked > 200, "only {asked} keys were found in the sources");
}

fn source(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(path).expect("a source")
}

/// The keys of the variants of an enum, the last thing in its file: their names
/// in JSON behind `before`.
fn variants(path: &str, before: &str) -> Vec<String> {
    let text = source(path);
    let lines = text
        .lines()
        .filter(|line| line.starts_with("    ") && !line.starts_with("     "));
    let names = lines.filter_map(|line| {
        let name: String = line
            .trim()
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .collect();
        name.starts_with(|c: char| c.is_ascii_uppercase())
            .then_some(name)
    });
    let snake = |name: String| {
        let mut key = before.to_owned();
        for (at, letter) in name.char_indices() {
            if letter.is_ascii_uppercase() && at > 0 {
                key.push('_');
            }
            key.push(letter.to_ascii_lowercase());
        }
        key
    };
    names.map(snake).collect()
}

/// The keys of the effect sizes that tests have.
fn effects() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/stats");
    let mut keys = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a room") {
        let text = std::fs::read_to_string(entry.expect("a file").path()).expect("text");
        for part in text.split("Effect {").skip(1) {
            if let Some(name) = part.trim_start().strip_prefix("name: \"") {
                keys.push(format!(
                    "effect.{}",
                    name.split('"').next().unwrap_or_default()
                ));
            }
        }
    }
    keys.sort();
    keys.dedup();
    keys
}

#[test]
fn every_reason_oddity_and_effect_has_words() {
    let words = table(Language::Id);
    let plain = variants("src/stats/outcome.rs", "because.");
    let plain = plain.into_iter().chain(effects());
    let lacking: Vec<String> = plain.filter(|key| !words.contains_key(key)).collect();
    assert!(lacking.is_empty(), "no words for {lacking:?}");
}

#[test]
fn every_key_is_used() {
    let mut all = BTreeSet::new();
    for (_, text) in sources() {
        all.extend(literals(&text));
    }
    // `issue.{key}_do`: what stands around the one place of a composed key.
    let composed: Vec<(&str, &str)> = all
        .iter()
        .filter_map(|literal| {
            let (before, rest) = literal.split_once('{')?;
            let (_, after) = rest.split_once('}')?;
            let is_key = |c: char| c.is_ascii_lowercase() || c == '.' || c == '_';
            let whole = before.chars().chain(after.chars()).all(is_key);
            (whole && !(before.is_empty() && after.is_empty())).then_some((before, after))
        })
        .collect();
    // Reasons, oddities and effects are named by their key in JSON.
    let named: BTreeSet<String> = variants("src/stats/outcome.rs", "because.")
        .into_iter()
        .chain(variants("src/survey/issue.rs", "issue."))
        .chain(effects())
        .collect();
    let used = |key: &str| {
        all.contains(key)
            || named.contains(key)
            || key
                .strip_suffix("_do")
                .is_some_and(|key| named.contains(key))
            || composed.iter().any(|(before, after)| {
                key.strip_prefix(before)
                    .and_then(|rest| rest.strip_suffix(after))
                    .is_some_and(|part| all.contains(part))
            })
    };
    let words = table(Language::Id);
    let idle: Vec<&String> = words.keys().filter(|key| !used(key)).collect();
    assert!(idle.is_empty(), "no one says {idle:?}");
}

#[test]
fn every_sentence_takes_any_value() {
    let long = "panjang ".repeat(2_000);
    for language in LANGUAGES {
        let voice = Voice::new(language);
        for (key, template) in voice.keys() {
            let names = voice.places(template);
            for value in ["0", "1", "", "{{ n }}", "<b>&\"", &long] {
                let given: Vec<(&str, String)> = names
                    .iter()
                    .map(|name| (name.as_str(), value.to_owned()))
                    .collect();
                let said = voice.say(key, &given);
                assert!(!said.starts_with('['), "{said}");
                // Escaping is for the writers: a value arrives as it was given
                // (but for a capital where the sentence asks for one).
                let plain = names.is_empty() || template.contains('|') || said.contains(value);
                assert!(plain, "{key}: {said}");
            }
        }
        assert_eq!(voice.say("no.such", &[]), "[no.such]");
        assert!(
            voice
                .say("cover.period", &[])
                .starts_with("[cover.period: ")
        );
    }
}

#[test]
fn numbers_and_lists_read_as_people_write_them() {
    let (id, en) = (Voice::new(Language::Id), Voice::new(Language::En));
    assert_eq!(id.number(f64::NAN, 2), "–");
    assert_eq!(id.percent(f64::NAN, 1), "–");
    assert_eq!(id.percent(0.125, 1), "12,5%");
    assert_eq!(en.percent(1.0, 0), "100%");
    assert_eq!(id.p(0.001), "p = 0,001");
    assert_eq!(id.p(0.000_999), "p < 0,001");
    assert_eq!(en.p(0.0), "p < 0.001");
    assert_eq!(en.p(f64::NAN), "p = –");
    assert_eq!(id.count(1_234_567), "1.234.567");
    let list = |voice: &Voice, items: &[&str]| {
        let items: Vec<String> = items.iter().map(|s| (*s).to_owned()).collect();
        voice.list(&items)
    };
    assert_eq!(list(&id, &[]), "");
    assert_eq!(list(&id, &["A"]), "A");
    assert_eq!(list(&id, &["A", "B"]), "A dan B");
    assert_eq!(list(&id, &["A", "B", "C"]), "A, B, dan C");
    assert_eq!(list(&en, &["A", "B", "C"]), "A, B, and C");
    let complaints = "Pengaduan, Saran, dan Masukan";
    assert_eq!(
        list(&id, &["Waktu", complaints]),
        format!("Waktu; dan {complaints}")
    );
    assert_eq!(
        list(&id, &["Waktu", complaints, "Sarana"]),
        format!("Waktu; {complaints}; dan Sarana")
    );
}

#[test]
fn a_good_file_replaces_the_words_it_names() {
    let file = "[annex]\nchapter = 'SUPLEMEN'\n[result]\nper_item = '{{ item|capital }} satu-satu'";
    let voice = Voice::new(Language::Id)
        .with("kata.toml", file)
        .expect("words");
    assert_eq!(voice.word("annex.chapter"), "SUPLEMEN");
    let item = [("item", "unsur".to_owned())];
    assert_eq!(voice.say("result.per_item", &item), "Unsur satu-satu");
    assert_eq!(voice.word("close.chapter"), "PENUTUP");
}

#[test]
fn a_bad_file_is_refused_with_its_reason() {
    let refused = |file: &str| {
        let error = Voice::new(Language::Id)
            .with("kata.toml", file)
            .err()
            .expect("an error");
        let id = error.say(Language::Id);
        assert!(id.contains("kata.toml"), "{id}");
        (id, error.say(Language::En))
    };
    let says = |file: &str, id: &str, en: &str| {
        let (said_id, said_en) = refused(file);
        assert!(said_id.contains(id), "{said_id}");
        assert!(said_en.contains(en), "{said_en}");
    };
    says(
        "[annex\n",
        "kata laporan tidak dapat dibaca",
        "cannot be read",
    );
    says(
        "[annex]\nchapters = 'X'",
        "kunci annex.chapters tidak dikenal",
        "no key annex.chapters",
    );
    says("judul = 'X'", "kunci judul tidak dikenal", "no key judul");
    says(
        "[result]\nper_item = 'Nilai {{ butir }}'",
        "isian butir tidak ada pada kalimat",
        "has no place butir",
    );
    says(
        "[result]\nper_item = 'Nilai {{ item '",
        "tidak dapat diisi",
        "cannot be filled",
    );
    says(
        "[result]\nper_item = '{{ item|besar }}'",
        "tidak dapat diisi",
        "cannot be filled",
    );
    says(
        "[result]\nper_item = 4",
        "harus berisi teks",
        "must hold a text",
    );
}

/// A survey of nine items from rows of digits, through the whole pipeline.
fn reported(rows: &[&str], items: usize, setup: Setup, language: Language) -> Vec<Document> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("jawaban.csv");
    let codes = (1..=items).map(|i| match setup.instrument {
        Some(_) => format!("Butir {i}"),
        None => format!("U{i}"),
    });
    let codes: Vec<String> = codes.collect();
    let mut text = format!("No,Jenis Layanan,{}\n", codes.join(","));
    for (number, row) in (1..).zip(rows) {
        let cells: Vec<String> = row
            .chars()
            .map(|c| match c {
                '.' => String::new(),
                code => code.to_string(),
            })
            .collect();
        let service = ["KTP", "Akta"][number % 2];
        text += &format!("{number},{service},{}\n", cells.join(","));
    }
    std::fs::write(&path, text).expect("written");
    let mut setup = setup;
    if setup.instrument.is_some() {
        setup.wish.items = codes;
    }
    let understanding = understand(&[&path], &setup).expect("understood");
    let surveyed = survey(&understanding, &setup).expect("surveyed");
    let study = study(&understanding, &surveyed, &setup).expect("a study");
    let (voice, rules) = (Voice::new(language), Rules::built_in().expect("rules"));
    let material = Material {
        answers: surveyed
            .listing
            .as_ref()
            .map(|listing| (&surveyed.responses, listing)),
        ..Material::default()
    };
    let bare = Material::default();
    // A poster is a chart; its words are tested as sentences.
    let _ = poster(&study, &voice, &rules);
    vec![
        compose(&study, &material, &voice, &rules),
        compose(&study, &bare, &voice, &rules),
        summary(&study, &voice, &rules),
        workbook(&study, &material, &voice, &rules),
    ]
}

fn earlier(printed: i64, standard_error: Option<f64>) -> Earlier {
    let printed = Decimal {
        units: printed,
        places: 2,
    };
    Earlier {
        period: "2025-S2".to_owned(),
        index: printed.value(),
        printed,
        grade: Some("B".to_owned()),
        n: standard_error.map(|_| 40),
        standard_error,
        df: standard_error.map(|_| 39),
        interval: None,
    }
}

/// Every text of a document with what it is.
fn texts(document: &Document) -> Vec<(&'static str, String)> {
    let mut out = vec![("title", document.title.clone())];
    let mut all = |what, items: &[Text]| {
        for item in items {
            out.push((what, plain_text(item)));
        }
    };
    if let Some(cover) = &document.cover {
        all("cover", &cover.above);
        all("cover", &cover.title);
        all("cover", &cover.below);
        all("cover", &cover.foot);
    }
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } => out.push(("heading", text.clone())),
            Block::Paragraph { text, .. } => out.push(("paragraph", plain_text(text))),
            Block::Note { text, .. } => out.push(("note", plain_text(text))),
            Block::List { items, .. } => {
                out.extend(items.iter().map(|item| ("entry", plain_text(item))));
            }
            Block::Figure(figure) => {
                out.push(("caption", figure.caption.clone()));
                out.push(("alt", figure.alt.clone()));
            }
            Block::Table(table) => {
                out.push(("caption", table.caption.clone()));
                out.extend(table.columns.iter().map(|c| ("cell", c.title.clone())));
                out.extend(table.notes.iter().map(|n| ("cell", plain_text(n))));
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    match &cell.content {
                        Content::Text(text) => out.push(("cell", plain_text(text))),
                        Content::None(why) => out.push(("cell", why.clone())),
                        Content::Empty | Content::Number(_) => {}
                    }
                }
            }
        }
    }
    out
}

/// What reads wrong whatever the numbers.
fn read_as_sentences(documents: &[Document]) {
    for document in documents {
        let words: BTreeSet<String> = table(document.language).into_keys().collect();
        for (what, text) in texts(document) {
            // Boxes to tick stand apart.
            let text = text.replace("   ☐", " ☐");
            for wrong in [
                "  ", " .", " ,", " ;", "()", "..", ";.", ",,", "{{", "[close.", " %",
            ] {
                assert!(!text.contains(wrong), "{what} with «{wrong}»: {text}");
            }
            assert!(
                !words.iter().any(|key| text.contains(&format!("[{key}"))),
                "{text}"
            );
            if what == "paragraph"
                && !text.contains(['…', '☐'])
                && !text.contains("tridharma report")
                && !text.contains("tridharma check")
                && text.split(' ').count() > 4
            {
                let ends = text.ends_with('.') || text.ends_with(':');
                assert!(ends, "no full stop: {text}");
                let first = text.chars().next().expect("a letter");
                assert!(first.is_uppercase(), "starts small or with a digit: {text}");
            }
        }
    }
}

fn everything(documents: &[Document]) -> String {
    let mut all = String::new();
    for (_, text) in texts(&documents[0]) {
        all += &text;
        all.push('\n');
    }
    all
}

/// The same survey in both languages; what must and must not be said of it in
/// Indonesian.
fn case(rows: &[&str], items: usize, setup: &Setup, says: &[&str], not: &[&str]) {
    for language in LANGUAGES {
        let documents = reported(rows, items, setup.clone(), language);
        read_as_sentences(&documents);
        let all = everything(&documents);
        if std::env::var_os("TRIDHARMA_SHOW").is_some() {
            println!("{all}");
        }
        if language == Language::Id {
            for sentence in says {
                assert!(all.contains(sentence), "not said: {sentence}\n{all}");
            }
            for sentence in not {
                assert!(!all.contains(sentence), "said: {sentence}\n{all}");
            }
        }
    }
}

#[test]
fn an_ordinary_survey() {
    // By hand: Σ NRR = 4 × 3,2 + 2,8 + 2,6 + 3,8 + 3,0 + 14/4 = 28,5; × 25/9.
    let rows = [
        "432133344",
        "443243333",
        "333343224",
        "34444343.",
        "222344433",
    ];
    let mut setup = Setup {
        population: Some(1_240),
        period: Some("2026-S1".to_owned()),
        earlier: vec![earlier(80_00, Some(2.0))],
        ..Setup::default()
    };
    setup.office.unit = Some("Dinas Contoh".to_owned());
    setup.office.survey_from = Some("2026-03-02".to_owned());
    setup.office.survey_to = Some("2026-03-31".to_owned());
    setup.office.method = Some("tatap muka di loket.".to_owned());
    setup.office.legal_basis = vec!["SK Kepala Dinas Nomor 1 Tahun 2026;".to_owned()];
    case(
        &rows,
        9,
        &setup,
        &[
            "Nilai IKM Dinas Contoh adalah 79,17 dengan mutu pelayanan B (baik). Nilai ini berasal dari 5 responden.",
            "dari 2 Maret 2026 sampai dengan 31 Maret 2026.",
            "Cara pengumpulan data: tatap muka di loket.",
            "SK Kepala Dinas Nomor 1 Tahun 2026.",
            "mengetahui tingkat kepuasan masyarakat secara berkala;",
            "menilai kinerja penyelenggara pelayanan.",
            "Rentang itu melewati batas mutu.",
            "turun 0,83 poin dari 80,00 (Semester II 2025) menjadi 79,17 (Semester I 2026).",
            "kurang 288 responden dari jumlah yang disyaratkan",
        ],
        &["Selisih ini bermakna", "naik 0,83"],
    );
}

#[test]
fn one_respondent() {
    let setup = Setup {
        earlier: vec![earlier(80_00, Some(2.0))],
        ..Setup::default()
    };
    case(
        &["432133344"],
        9,
        &setup,
        &[
            "Nilai IKM unit pelayanan ini adalah 75,00",
            "Selang kepercayaan tidak dapat dihitung karena hanya ada 1 responden, padahal diperlukan sedikitnya 2.",
            "Selisih ini tidak diuji karena hanya ada 1 responden, padahal diperlukan sedikitnya 2.",
            "menjadi 75,00 (periode ini).",
        ],
        &["galat baku periode sebelumnya"],
    );
}

#[test]
fn one_item() {
    let setup = Setup {
        instrument: Some("likert-5".to_owned()),
        ..Setup::default()
    };
    case(
        &["5", "4", "3"],
        1,
        &setup,
        &[
            "hanya memuat satu butir sehingga tidak ada perbandingan antarbutir",
            "Instrumen ini tidak menetapkan kelas mutu.",
            "Butir 1 (NRR 4,000)",
        ],
        &["diprioritaskan", "rentang mutu", "menurut  "],
    );
}

#[test]
fn all_items_equal() {
    let rows = ["333333333", "444444444"];
    case(
        &rows,
        9,
        &Setup::default(),
        &[
            "Semua unsur bernilai sama (3,500) sehingga tidak ada yang terendah atau tertinggi.",
            "Semua unsur bernilai sama sehingga tidak ada unsur yang diprioritaskan",
            "Semua unsur bernilai sama sehingga rencana tindak lanjut disusun menurut urutan unsur.",
            "Semuanya bernilai 87,50.",
        ],
        &["Tiga unsur", "mulai dari unsur dengan nilai terendah"],
    );
}

#[test]
fn no_item_is_both_lowest_and_highest() {
    // One item lower, one higher, seven in between with the same mean.
    let documents = reported(
        &["333323334", "333323334"],
        9,
        Setup::default(),
        Language::Id,
    );
    let all = everything(&documents);
    let low =
        "Unsur yang diprioritaskan untuk diperbaiki adalah Produk Spesifikasi Jenis Pelayanan.";
    assert!(all.contains(low), "{all}");
    assert!(all.contains("Nilai terendah terdapat pada unsur berikut:"));
    assert!(
        all.contains("Unsur yang perlu dipertahankan adalah Sarana"),
        "{all}"
    );
    assert!(!all.contains("bernilai sama dengan"));
    // Most at the low end: three of them are named, the others said to tie.
    let documents = reported(
        &["222222234", "222222234"],
        9,
        Setup::default(),
        Language::Id,
    );
    let all = everything(&documents);
    assert!(all.contains("Tiga unsur dengan nilai terendah adalah:"));
    assert!(all.contains("bernilai sama dengan unsur terakhir dalam daftar terendah di atas."));
    assert!(
        all.contains("Nilai tertinggi terdapat pada unsur berikut:"),
        "{all}"
    );
}

#[test]
fn a_change_of_nothing_and_a_population_asked_whole() {
    let setup = Setup {
        population: Some(2),
        earlier: vec![earlier(75_00, Some(1.0))],
        ..Setup::default()
    };
    case(
        &["444444444", "222222222"],
        9,
        &setup,
        &[
            "Nilai IKM tetap 75,00, sama dengan Semester II 2025.",
            "Selisih ini tidak diuji karena 2 responden sudah mencakup seluruh populasi (2)",
        ],
        &["naik", "turun", "Perubahan ini"],
    );
    let published = Setup {
        earlier: vec![earlier(75_01, None)],
        ..Setup::default()
    };
    case(
        &["332333334", "332333344"],
        9,
        &published,
        &["Selisih ini tidak diuji karena galat baku periode sebelumnya tidak tersedia."],
        &[],
    );
}

#[test]
fn an_index_that_cannot_be_computed() {
    case(
        &["4321333.4", "3333333.3"],
        9,
        &Setup::default(),
        &["Nilai IKM tidak dapat dihitung karena tidak ada satu pun jawaban untuk U8."],
        &["Tren Nilai", "Rencana Tindak Lanjut\n"],
    );
}

#[test]
fn another_weight_without_and_with_a_change_of_grade() {
    let setup = Setup {
        index: IndexOptions {
            weight: Weight::Printed(Decimal {
                units: 11,
                places: 2,
            }),
            ..IndexOptions::default()
        },
        ..Setup::default()
    };
    // 83/27 × 25 = 76,85 (B); with 0,11 it is 76,08 (C).
    case(
        &["333333333", "333333333", "333333344"],
        9,
        &setup,
        &[
            "Bobot yang dipakai adalah 0,11;",
            "mengubah mutu: dengan bobot tepat tanpa pembulatan antara, nilainya 76,85 dengan mutu B.",
        ],
        &["mutunya sama"],
    );
    let likert = Setup {
        instrument: Some("likert-5".to_owned()),
        index: IndexOptions {
            weight: Weight::Printed(Decimal {
                units: 33,
                places: 2,
            }),
            ..IndexOptions::default()
        },
        ..Setup::default()
    };
    case(
        &["543", "444"],
        3,
        &likert,
        &["tanpa pembulatan antara, nilainya 80,00."],
        &["mutunya sama"],
    );
}

#[test]
fn findings_of_every_kind_have_their_words() {
    let value = || "7".to_owned();
    let kinds = [
        IssueKind::OutsideScale {
            value: value(),
            min: 1,
            max: 4,
        },
        IssueKind::UnknownAnswer { value: value() },
        IssueKind::Typo {
            value: value(),
            label: value(),
            code: 3,
        },
        IssueKind::NotApplicable { value: value() },
        IssueKind::MissingCode {
            value: value(),
            min: 1,
            max: 4,
        },
        IssueKind::Letters { fall: true },
        IssueKind::Letters { fall: false },
        IssueKind::SameHeader {
            taken: value(),
            other: value(),
        },
        IssueKind::PoorFit {
            item: value(),
            column: value(),
            percent: 20,
        },
        IssueKind::SeveralAnswers { value: value() },
        IssueKind::MissingWord { value: value() },
        IssueKind::Blank,
        IssueKind::OtherWords {
            words: vec![value(), value()],
        },
        IssueKind::AmbiguousWord {
            value: value(),
            code: 2,
        },
        IssueKind::UnsurOrder { form: true },
        IssueKind::UnsurOrder { form: false },
        IssueKind::ItemNotFound { item: value() },
        IssueKind::StraightLine,
        IssueKind::EmptyRows,
        IssueKind::TotalRow,
        IssueKind::RepeatedRows,
        IssueKind::MacrosNotRun,
        IssueKind::LinksNotFollowed,
        IssueKind::RepeatedIds { ids: 1 },
        IssueKind::PairUnmatched,
        IssueKind::PairRepeated { ids: 2 },
        IssueKind::PairWithoutId,
        IssueKind::HiddenRows,
        IssueKind::HiddenColumns {
            columns: 2,
            taken: 1,
        },
        IssueKind::DeclaredMissing,
        IssueKind::CaseWeights,
        IssueKind::PeriodFromDates {
            periods: "2026-S1–2026-S2".to_owned(),
            from: "2026-01-05".to_owned(),
            to: "2026-07-01".to_owned(),
            order: "assumed".to_owned(),
        },
        IssueKind::DateUnreadable,
        IssueKind::PeriodNotDated {
            period: "2026-S1".to_owned(),
        },
        IssueKind::WithoutId,
        IssueKind::OnlyCounts { items: 41 },
        IssueKind::ShareRows,
        IssueKind::CountUnreadable,
        IssueKind::ItemAgain,
        IssueKind::SmallGroups {
            groups: 2,
            small: 5,
        },
        IssueKind::Dropped {
            flag: "straight_line".to_owned(),
        },
        IssueKind::Dropped {
            flag: "duplicate".to_owned(),
        },
        IssueKind::ErrorCell { value: value() },
    ];
    let table = |standing| CheckedTable {
        sheet: Some("Data".to_owned()),
        range: "B3:I19".to_owned(),
        header: (3, 4),
        rows: 15,
        columns: 8,
        filled: 8,
        standing,
    };
    let standings = [
        Standing::Largest,
        Standing::Asked,
        Standing::SameSheet,
        Standing::OtherSheet,
        Standing::Hidden,
        Standing::Empty,
    ];
    let mut tables: Vec<CheckedTable> = standings.into_iter().map(table).collect();
    tables.resize(20, table(Standing::OtherSheet));
    let rows = [Some(vec!["Radio", "Kata orang"]), None];
    let known = ["Radio".to_owned()];
    let ticked = MultipleAnswers::count("Media", &known, 2, rows.into_iter());
    for language in LANGUAGES {
        let facts = CheckFacts {
            file: "a.csv".to_owned(),
            next: "a.csv".to_owned(),
            again: Some("a.csv --instrument likert-5".to_owned()),
            screening: None,
            place: "a.csv".to_owned(),
            header: (1, 2),
            respondents: 1,
            other_tables: 1,
            tables: tables.clone(),
            left_out: vec![
                ("1–2".to_owned(), LeftOutAs::Title),
                ("34".to_owned(), LeftOutAs::Total),
                ("35".to_owned(), LeftOutAs::Blank),
                ("40–50".to_owned(), LeftOutAs::Outside),
                ("A".to_owned(), LeftOutAs::NoHeader),
            ],
            shape: Some(CheckedShape::Long {
                answers: 504,
                ids: 55,
                items: 9,
                rows: 56,
            }),
            columns: Vec::new(),
            multiple: vec![
                ("Media".to_owned(), Ok(ticked.clone())),
                ("Waktu".to_owned(), Err(NotComputable::NoRows)),
            ],
            issues: kinds
                .iter()
                .map(|kind| Issue {
                    kind: kind.clone(),
                    column: None,
                    answers: 1,
                    first: None,
                })
                .collect(),
            problem: None,
            unread: (language == LANGUAGES[0]).then(|| "a".to_owned()),
        };
        let document = check(&facts, &Voice::new(language));
        let said: BTreeSet<String> = texts(&document).into_iter().map(|(_, t)| t).collect();
        assert!(said.len() > kinds.len() + 10, "{said:?}");
        read_as_sentences(&[document]);
    }
}

#[test]
fn the_other_documents_read_as_sentences() {
    let needed = required_sample(1_240, 0.05, 0.5, 0.95).expect("a sample");
    let strata = stratified_allocation(&[600, 640], None, 293);
    for language in LANGUAGES {
        let voice = Voice::new(language);
        let mut documents = vec![sample_document(
            &needed,
            Some((1, Some(0.98))),
            &strata,
            &voice,
        )];
        for name in Instrument::built_in() {
            let instrument = Instrument::named(name).expect("an instrument");
            documents.push(entry_sheet(&instrument, &voice));
            documents.push(questionnaire(&instrument, &voice));
            let data = simulate(&instrument, 3, 1);
            documents.push(simulation(&instrument, &data, ["2025-S2", "2026-S1"]));
        }
        read_as_sentences(&documents);
    }
}
