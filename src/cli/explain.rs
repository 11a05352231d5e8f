use super::args::text;
use super::ask::{Ask, base_name, read_text};
use super::output;
use super::tongue::Tongue;
use clap::{Arg, Command};
use std::path::Path;
use tridharma::analysis::Study;
use tridharma::pipeline::read_study;
use tridharma::report::{
    Cards, Rules, Schools, Voice, entry_named, explain_entry, explain_list, explain_method,
    explain_study,
};
use tridharma::{Error, ErrorKind, Result, said};

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
                .num_args(0..)
                .help(t.say(
                    "nama metode (kruskal_wallis, \"uji t Welch\"), atau study.json dengan \"entri 7\", alamat angka (7.items.0.nrr), U3, atau indeks; aturan: aliran ambang yang dapat dipilih; kosong: semua kartu",
                    "name of a method (kruskal_wallis, \"Welch t test\"), or study.json with \"entry 7\", the address of a number (7.items.0.nrr), U3, or index; rules: the schools of cut-offs to choose; empty: every card",
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
    let topics = ask.texts("topic");
    let document = match topics.as_slice() {
        [] => explain_list(&cards, &voice),
        [file] if file.ends_with(".json") => explain_study(&study(Path::new(file))?, &voice),
        [file, address @ ..] if file.ends_with(".json") => {
            let (study, asked) = (study(Path::new(file))?, address.join(" "));
            let found = entry_named(&study, &asked).or_else(|| numbered(&asked));
            let (number, address) = found.ok_or_else(|| beyond(&asked, &study))?;
            let rules = Rules::built_in()?;
            explain_entry(&study, (number, &address), &cards, &voice, &rules)
                .ok_or_else(|| beyond(&asked, &study))?
        }
        [only] if ["rules", "aturan"].contains(&only.to_lowercase().as_str()) => {
            Schools::built_in()?.document(&Rules::built_in()?, &voice)
        }
        // `explain kruskal wallis` needs no quotes.
        names => {
            let topic = names.join(" ");
            let (name, card) = cards.find(&topic).ok_or_else(|| no_topic(&topic, &cards))?;
            explain_method(name, card, &voice)
        }
    };
    match ask.text("format").as_deref() {
        Some("md") => output::text(&tridharma::write::markdown(&document)),
        _ => output::terminal(&document),
    }
    Ok(())
}

fn study(path: &Path) -> Result<Study> {
    read_study(&base_name(path), &read_text(path)?)
}

/// `entry 7`, `7`, or the address of a number in it: `7.items.0.nrr`.
fn numbered(asked: &str) -> Option<(usize, String)> {
    let from = asked.find(|sign: char| sign.is_ascii_digit())?;
    let rest = asked.get(from..)?;
    let end = rest.find(|sign: char| !sign.is_ascii_digit());
    let (number, address) = rest.split_at(end.unwrap_or(rest.len()));
    let address = address.trim_start_matches(['.', ' ']);
    Some((number.parse().ok()?, address.to_owned()))
}

fn beyond(asked: &str, study: &Study) -> Error {
    let most = study.entries.len();
    Error::new(
        ErrorKind::NotFound,
        said!("tidak ada hasil «{asked}»", "there is no entry \"{asked}\""),
    )
    .hint(said!(
        "hasil bernomor 1 sampai {most}; tanpa nomor semuanya didaftar",
        "entries are numbered 1 to {most}; without a number all are listed"
    ))
}

fn no_topic(topic: &str, cards: &Cards) -> Error {
    let error = Error::new(
        ErrorKind::NotFound,
        said!(
            "tidak ada satu kartu metode bernama «{topic}»",
            "there is no single method card named \"{topic}\""
        ),
    );
    let near = cards.near(topic).join(", ");
    match near.is_empty() {
        true => error.hint(said!(
            "`tridharma jelaskan` mendaftar semuanya",
            "`tridharma explain` lists them all"
        )),
        false => error.hint(said!("maksudnya {near}?", "did you mean {near}?")),
    }
}
