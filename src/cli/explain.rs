use super::args::text;
use super::ask::{Ask, base_name, read_text};
use super::output;
use super::tongue::Tongue;
use clap::{Arg, Command};
use std::path::Path;
use tridharma::analysis::Study;
use tridharma::report::{Cards, Rules, Voice, explain_entry, explain_list, explain_method};
use tridharma::{Error, ErrorKind, Place, Result, said};

/// The `explain` command.
pub fn command(t: Tongue) -> Command {
    Command::new("explain")
        .visible_alias("jelaskan")
        .about(t.say(
            "kartu metode: pertanyaan, rumus, syarat, kapan tidak, sumber; atau asal sebuah hasil",
            "a method card: question, formula, assumptions, when not, source; or where a result comes from",
        ))
        .arg(
            Arg::new("topic")
                .value_name("TOPIC")
                .num_args(0..=2)
                .help(t.say(
                    "nama metode (kruskal_wallis, \"uji t Welch\"), atau study.json \"entry 7\"; kosong: semua kartu",
                    "name of a method (kruskal_wallis, \"Welch t test\"), or study.json \"entry 7\"; empty: every card",
                )),
        )
        .arg(text(
            "format",
            "text|md",
            t.say("bentuk keluaran (bawaan text)", "form of the output (default text)"),
        )
        .value_parser(["text", "md"])
        .hide_possible_values(true))
}

pub fn run(ask: &Ask) -> Result<()> {
    let voice = Voice::new(ask.tongue.language);
    let cards = Cards::built_in()?;
    let document = match ask.texts("topic").as_slice() {
        [] => explain_list(&cards, &voice),
        [file] if file.ends_with(".json") => return Err(no_entry(file)),
        [topic] => {
            let (name, card) = cards.find(topic).ok_or_else(|| no_topic(topic, &cards))?;
            explain_method(name, card, &voice)
        }
        [file, address, ..] => {
            let study = study(Path::new(file))?;
            let number = number(address).ok_or_else(|| no_entry(file))?;
            let rules = Rules::built_in()?;
            explain_entry(&study, number, &cards, &voice, &rules)
                .ok_or_else(|| beyond(number, &study))?
        }
    };
    match ask.text("format").as_deref() {
        Some("md") => output::text(&tridharma::write::markdown(&document)),
        _ => output::terminal(&document),
    }
    Ok(())
}

fn study(path: &Path) -> Result<Study> {
    let text = read_text(path)?;
    serde_json::from_str(&text).map_err(|error| {
        Error::new(
            ErrorKind::Unreadable,
            said!(
                "berkas ini bukan study.json buatan tridharma",
                "this file is no study.json of tridharma"
            ),
        )
        .at(Place::file(base_name(path)))
        .because(error)
        .hint(said!(
            "pakai study.json dari folder laporan",
            "use the study.json of a report folder"
        ))
    })
}

/// `entry 7`, `temuan 7` or `7`
fn number(address: &str) -> Option<usize> {
    address.split_whitespace().last()?.parse().ok()
}

fn no_entry(file: &str) -> Error {
    Error::new(
        ErrorKind::Usage,
        said!(
            "hasil mana dari {file} yang dijelaskan?",
            "which result of {file} shall be explained?"
        ),
    )
    .hint(said!(
        "contoh: tridharma explain {file} \"entry 1\"",
        "for example: tridharma explain {file} \"entry 1\""
    ))
}

fn beyond(number: usize, study: &Study) -> Error {
    let most = study.entries.len();
    Error::new(
        ErrorKind::NotFound,
        said!("tidak ada hasil ke-{number}", "there is no entry {number}"),
    )
    .hint(said!("ada {most} hasil", "there are {most} entries"))
}

fn no_topic(topic: &str, cards: &Cards) -> Error {
    let known: Vec<&str> = cards.0.keys().map(String::as_str).collect();
    let known = known.join(", ");
    Error::new(
        ErrorKind::NotFound,
        said!(
            "tidak ada satu kartu metode bernama «{topic}»",
            "there is no single method card named \"{topic}\""
        ),
    )
    .hint(said!("kartunya: {known}", "the cards are: {known}"))
}
