use super::args::switch;
use super::ask::Ask;
use super::ending;
use super::instruments::load;
use super::tongue::Tongue;
use clap::{Arg, Command, value_parser};
use std::path::PathBuf;
use tridharma::report::simulation;
use tridharma::{Result, survey, write};

/// The `simulate` command.
pub fn command(t: Tongue) -> Command {
    Command::new("simulate")
        .visible_alias("simulasi")
        .about(t.say(
            "data latihan untuk sebuah instrumen (selalu ditandai simulasi)",
            "practice data for an instrument (always marked as simulated)",
        ))
        .arg(
            Arg::new("name")
                .value_name("NAME")
                .required(true)
                .help(t.say(
                    "instrumen: nama atau berkas TOML",
                    "instrument: name or TOML file",
                )),
        )
        .arg(
            Arg::new("seed")
                .long("seed")
                .value_name("N")
                .default_value("1")
                .value_parser(value_parser!(u64))
                .help(t.say(
                    "benih acak; benih sama, data sama",
                    "seed; same seed, same data",
                )),
        )
        .arg(
            Arg::new("respondents")
                .long("respondents")
                .short('n')
                .value_name("N")
                .default_value("150")
                .value_parser(value_parser!(u64).range(1..=100_000))
                .help(t.say("responden per periode", "respondents per period")),
        )
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("XLSX")
                .value_parser(value_parser!(PathBuf))
                .help(t.say(
                    "berkas XLSX (bawaan: simulasi-NAMA.xlsx)",
                    "an XLSX file (default: simulasi-NAME.xlsx)",
                )),
        )
        .arg(switch(
            "force",
            t.say("ganti berkas yang sudah ada", "replace an existing file"),
        ))
}

/// Periods of practice data.
const PERIODS: [&str; 2] = ["2025-S2", "2026-S1"];

pub fn run(ask: &Ask) -> Result<()> {
    let instrument = load(&ask.text("name").unwrap_or_default())?;
    let n = ask.number("respondents").unwrap_or(150);
    let seed = ask.number("seed").unwrap_or(1);
    let data = survey::simulate(&instrument, usize::try_from(n).unwrap_or(usize::MAX), seed);
    let out = ask
        .path("out")
        .unwrap_or_else(|| PathBuf::from(format!("simulasi-{}.xlsx", instrument.id)));
    ending::form(&out, &[("xlsx", ())])?;
    let bytes = write::xlsx(&simulation(&instrument, &data, PERIODS))?;
    write::file(&out, &bytes, ask.flag("force"))?;
    let shown = out.display();
    ask.tell(format!("{shown} ditulis"), format!("{shown} written"));
    Ok(())
}
