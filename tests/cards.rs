//! The method cards: their English is the documentation of the functions, and
//! every card has its Indonesian.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tridharma::report::Cards;

/// Functions whose documentation has the form of a card but that answer no
/// question of a survey by themselves.
const INTERNAL: [&str; 3] = ["design_columns", "profile_intervals", "residuals"];

/// Words that no Indonesian sentence has.
const ENGLISH: [&str; 14] = [
    "the", "of", "with", "and", "by", "as", "each", "from", "are", "where", "that", "those",
    "mean", "their",
];

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Documented {
    title: String,
    question: String,
    formula: String,
    assumes: String,
    when_not: String,
    checked: String,
    references: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Of all functions in two rooms the documentation, cut at its headings.
fn documented() -> BTreeMap<String, Documented> {
    let mut found = BTreeMap::new();
    for room in ["src/stats", "src/analysis"] {
        let mut files: Vec<PathBuf> = fs::read_dir(root().join(room))
            .expect("the room")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.sort();
        for file in files {
            read(&file, &mut found);
        }
    }
    found
}

fn read(file: &Path, found: &mut BTreeMap<String, Documented>) {
    let text = fs::read_to_string(file).expect("a source file");
    let mut doc: Vec<&str> = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("///") {
            doc.push(rest.strip_prefix(' ').unwrap_or(rest));
            continue;
        }
        if line.starts_with("#[") {
            continue;
        }
        let name = line.strip_prefix("pub fn ").map(|rest| {
            let end = rest.find(['(', '<']).unwrap_or(rest.len());
            &rest[..end]
        });
        if let Some(name) = name.filter(|name| !INTERNAL.contains(name))
            && doc.contains(&"# Question")
        {
            found.insert(name.to_owned(), cut(&doc));
        }
        doc.clear();
    }
}

fn cut(doc: &[&str]) -> Documented {
    let mut parts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut heading = "";
    for line in doc {
        match line.strip_prefix("# ") {
            Some(next) => heading = next,
            None => parts.entry(heading).or_default().push(line),
        }
    }
    let part = |name: &str| flowing(parts.get(name).map(Vec::as_slice).unwrap_or_default());
    Documented {
        title: part("").trim_end_matches('.').to_owned(),
        question: part("Question"),
        formula: part("Formula"),
        assumes: part("Assumes"),
        when_not: part("When not"),
        checked: part("Checked against"),
        // Titles of journals are slanted there.
        references: part("References").replace('*', ""),
    }
}

/// Lines as paragraphs, without the marks of links and code.
fn flowing(lines: &[&str]) -> String {
    let mut paragraphs: Vec<String> = vec![String::new()];
    for line in lines {
        let line = line.trim();
        let own = line.starts_with("- ") || line.starts_with('|');
        if line.is_empty() || own {
            paragraphs.push(String::new());
        }
        if line.starts_with("|--") {
            continue;
        }
        let last = paragraphs.last_mut().expect("one at least");
        if !last.is_empty() {
            last.push(' ');
        }
        last.push_str(line);
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    plain(&paragraphs.join("\n\n"))
}

/// Links of the documentation as the names they show: `` [`super::dunn`] ``.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("[`") {
        plain.push_str(&rest[..start]);
        let inside = &rest[start + 2..];
        let Some(end) = inside.find("`]") else {
            plain.push_str("[`");
            rest = inside;
            continue;
        };
        let name = &inside[..end];
        plain.push_str(name.rsplit("::").next().unwrap_or(name));
        rest = &inside[end + 2..];
        if rest.starts_with("(super::") || rest.starts_with("(crate::") {
            let end = rest.find(')').map_or(0, |end| end + 1);
            rest = &rest[end..];
        }
    }
    plain.push_str(rest);
    plain.replace('`', "")
}

#[test]
fn the_english_cards_are_the_documentation() {
    let path = root().join("reports/cards/en.toml");
    let found = documented();
    let head = "# The English of the method cards: the documentation of the functions in src/stats\n\
        # and src/analysis. Written by `UPDATE_CARDS=1 cargo test --test cards`; change it there.\n\n";
    let text = format!("{head}{}", toml::to_string(&found).expect("TOML"));
    if std::env::var_os("UPDATE_CARDS").is_some() {
        fs::write(&path, &text).expect("the file of cards");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let written: BTreeMap<String, Documented> = toml::from_str(&written).expect("TOML");
    for (topic, card) in &found {
        let same = written.get(topic) == Some(card);
        assert!(
            same,
            "the card of {topic} is not its documentation: run UPDATE_CARDS=1 cargo test --test cards, \
             then look whether reports/cards/id.toml still says the same"
        );
    }
    assert_eq!(found.len(), written.len(), "a card without its function");
}

#[test]
fn every_card_is_whole_in_both_languages() {
    let all = Cards::built_in().expect("the cards").0;
    assert!(all.len() > 100, "only {} cards", all.len());
    for (topic, card) in &all {
        for (what, words) in [
            ("name", &card.name),
            ("title", &card.title),
            ("question", &card.question),
            ("formula", &card.formula),
            ("assumes", &card.assumes),
            ("when_not", &card.when_not),
        ] {
            for text in [&words.id, &words.en] {
                assert!(!text.is_empty(), "{topic} has no {what}");
                assert!(!text.contains("[`"), "a mark is left in {what} of {topic}");
            }
        }
        assert!(
            !card.source.is_empty() && !card.checked.is_empty(),
            "{topic}"
        );
    }
    for (topic, card) in &all {
        let texts = [
            &card.question.id,
            &card.formula.id,
            &card.assumes.id,
            &card.when_not.id,
        ];
        for text in texts {
            let words = text.split_whitespace();
            let mut words = words.map(|word| word.trim_matches(|c: char| !c.is_alphabetic()));
            let english = words.find(|word| ENGLISH.contains(word));
            assert_eq!(english, None, "the Indonesian card of {topic}: {text}");
        }
    }
    let id = fs::read_to_string(root().join("reports/cards/id.toml")).expect("cards");
    let id: toml::Table = id.parse().expect("TOML");
    for topic in id.keys() {
        assert!(all.contains_key(topic), "{topic} is no method");
    }
}

#[test]
fn a_name_is_known_however_it_is_written_and_to_one_card_only() {
    let all = Cards::built_in().expect("the cards");
    for (name, topic) in [
        ("kruskal_wallis", "kruskal_wallis"),
        ("Kruskal–Wallis", "kruskal_wallis"),
        ("r tabel", "critical_correlation"),
        ("IKM", "satisfaction_index"),
        ("alfa", "cronbach_alpha"),
        ("N-gain", "normalized_gain"),
        ("Welch t test", "welch_t_test"),
    ] {
        let found = all.find(name).map(|(topic, _)| topic);
        assert_eq!(found, Some(topic), "{name}");
    }
    assert_eq!(all.find("mann"), None);
    let mut names: BTreeMap<String, &String> = BTreeMap::new();
    for (topic, card) in &all.0 {
        for name in card.also.iter().chain([topic]) {
            let name = name.replace('_', " ");
            let own = names
                .insert(name.clone(), topic)
                .is_none_or(|other| other == topic);
            assert!(own, "{name} stands for {topic} and another");
        }
    }
}
