use super::args::{path, switch, text};
use super::ask::{Ask, base_name, read_text};
use super::output;
use super::tongue::Tongue;
use clap::{Arg, Command, value_parser};
use std::path::Path;
use tridharma::report::{Voice, instrument_card, instrument_list};
use tridharma::survey::Instrument;
use tridharma::{Result, write};

/// The `instruments` command.
pub fn command(t: Tongue) -> Command {
    Command::new("instruments")
        .visible_alias("instrumen")
        .about(t.say(
            "instrumen survei: daftar, isi, pemeriksaan, yang baru",
            "survey instruments: list, show, validate, new",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([list(t), show(t), validate(t), new_one(t)])
}

fn named(help: &'static str) -> Arg {
    Arg::new("name")
        .value_name("NAME")
        .required(true)
        .help(help)
}

fn list(t: Tongue) -> Command {
    Command::new("list")
        .visible_alias("daftar")
        .about(t.say("instrumen yang tersedia", "the instruments there are"))
}

fn show(t: Tongue) -> Command {
    let toml = t.say(
        "berkas aslinya dengan penjelasan",
        "its file with all remarks",
    );
    Command::new("show")
        .visible_alias("lihat")
        .about(t.say("isi satu instrumen", "what one instrument holds"))
        .arg(named(t.say("nama atau berkas TOML", "name or TOML file")))
        .arg(switch("toml", toml))
}

fn validate(t: Tongue) -> Command {
    Command::new("validate")
        .visible_alias("sahkan")
        .about(t.say(
            "periksa berkas instrumen sendiri",
            "check an instrument file of your own",
        ))
        .arg(named(t.say("berkas TOML", "TOML file")))
}

fn new_one(t: Tongue) -> Command {
    Command::new("new")
        .visible_alias("baru")
        .about(t.say(
            "berkas instrumen baru untuk diisi",
            "a new instrument file to fill in",
        ))
        .arg(named(t.say("nama instrumen", "name of the instrument")))
        .arg(
            text(
                "items",
                "K",
                t.say("jumlah butir (bawaan 9)", "number of items (default 9)"),
            )
            .value_parser(value_parser!(u16).range(1..=200)),
        )
        .arg(path(
            "out",
            "TOML",
            t.say("tulis ke berkas ini", "write to this file"),
        ))
}

pub fn run(ask: &Ask) -> Result<()> {
    let Some((name, own)) = ask.matches.subcommand() else {
        return Ok(());
    };
    let ask = Ask {
        matches: own,
        tongue: ask.tongue,
        quiet: ask.quiet,
    };
    let voice = Voice::new(ask.tongue.language);
    let named = ask.text("name").unwrap_or_default();
    match name {
        "list" => {
            let all: Result<Vec<Instrument>> = Instrument::built_in()
                .iter()
                .map(|name| Instrument::named(name))
                .collect();
            output::terminal(&instrument_list(&all?, &voice));
        }
        "show" if ask.flag("toml") => match Instrument::text(&named) {
            Some(text) => output::text(text),
            None => output::text(&read_text(Path::new(&named))?),
        },
        "show" => output::terminal(&instrument_card(&load(&named)?, &voice)),
        "validate" => {
            let instrument = load(&named)?;
            output::terminal(&instrument_card(&instrument, &voice));
            ask.tell(format!("{named}: sah"), format!("{named}: valid"));
        }
        _ => new(&ask, &named)?,
    }
    Ok(())
}

/// A built-in instrument by name, or a file.
pub fn load(name: &str) -> Result<Instrument> {
    let path = Path::new(name);
    match path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("toml"))
    {
        true => Instrument::parse(&base_name(path), &read_text(path)?),
        false => Instrument::named(name),
    }
}

fn new(ask: &Ask, name: &str) -> Result<()> {
    let k = ask.matches.get_one::<u16>("items").copied().unwrap_or(9);
    let text = Instrument::skeleton(name, k);
    match ask.path("out") {
        Some(path) => {
            write::file(&path, text.as_bytes(), false)?;
            let shown = path.display();
            ask.tell(format!("{shown} ditulis"), format!("{shown} written"));
        }
        None => output::text(&text),
    }
    Ok(())
}
