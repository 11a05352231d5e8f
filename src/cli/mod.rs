//! One file per command; the only room that imports `clap`. Computes nothing:
//! it turns options into a [`tridharma::pipeline::Setup`] and calls the library.
//! Data go to standard output, messages to standard error; exit codes are 0
//! done, 1 cannot go on, 2 usage.

mod analyse;
mod analyse_examples;
mod anonymise;
mod args;
mod ask;
mod chart;
mod chart_list;
mod chart_look;
mod chart_wish;
mod check;
mod completions;
mod count;
mod design;
mod dropped;
mod earlier;
mod ending;
mod explain;
mod folder;
mod how;
mod index;
mod instruments;
mod item_questions;
mod label_options;
mod option_values;
mod options;
mod output;
mod question;
mod questionnaire;
mod questions;
mod recipe;
mod repeat;
mod report;
mod resampling;
mod sample_size;
mod screen_options;
mod shape_options;
mod simulate;
mod tongue;
mod usage;

use ask::Ask;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::ffi::OsString;
use std::process::ExitCode;
use tongue::Tongue;
use tridharma::{Error, ErrorKind};

/// Runs the program with the arguments of its process (its own name first).
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.collect();
    let tongue = Tongue::of(&arguments);
    if let Some(path) = dropped::path(&arguments) {
        return dropped::run(&path, tongue);
    }
    let matches = match command(tongue).try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return usage::explain(&error, tongue),
    };
    finish(dispatch(&matches, tongue), tongue)
}

/// Prints what went wrong and chooses the exit code.
fn finish(result: Result<(), Error>, tongue: Tongue) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let word = tongue.say("galat", "error");
            output::complain(&format!("{word}: {}", error.say(tongue.language)));
            match error.kind() {
                ErrorKind::Usage => ExitCode::from(2),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

fn dispatch(matches: &ArgMatches, tongue: Tongue) -> Result<(), Error> {
    let Some((name, own)) = matches.subcommand() else {
        return Ok(());
    };
    let ask = Ask {
        matches: own,
        tongue,
        quiet: matches.get_flag("quiet"),
    };
    match name {
        "check" => check::run(&ask),
        "index" => index::run(&ask),
        "analyse" => analyse::run(&ask),
        "chart" => chart::run(&ask),
        "report" => report::run(&ask),
        "explain" => explain::run(&ask),
        "count" => count::run(&ask),
        "anonymise" => anonymise::run(&ask),
        "instruments" => instruments::run(&ask),
        "questionnaire" => questionnaire::run(&ask),
        "sample-size" => sample_size::run(&ask),
        "simulate" => simulate::run(&ask),
        _ => completions::run(&ask),
    }
}

/// The whole command line in one language.
pub fn command(tongue: Tongue) -> Command {
    let t = tongue;
    Command::new("tridharma")
        .version(env!("CARGO_PKG_VERSION"))
        .about(t.say(
            "Dari berkas survei kepuasan ke indeks, uji, grafik, dan laporan. Data tidak pernah meninggalkan komputer ini.",
            "From a satisfaction survey to the index, the tests, the charts and the report. Data never leave this computer.",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(t.say("Perintah", "Commands"))
        .arg(
            Arg::new("lang")
                .long("lang")
                .global(true)
                .value_name("id|en")
                .value_parser(["id", "en"])
                .hide_possible_values(true)
                .help_heading(t.say("Pilihan", "Options"))
                .help(t.say(
                    "bahasa (bawaan: TRIDHARMA_LANG, lalu id)",
                    "language (default: TRIDHARMA_LANG, then id)",
                )),
        )
        .arg(
            Arg::new("quiet")
                .long("quiet")
                .short('q')
                .global(true)
                .action(ArgAction::SetTrue)
                .help_heading(t.say("Pilihan", "Options"))
                .help(t.say("hanya galat yang ditulis", "write errors only")),
        )
        .subcommands(
            [
                check::command(t),
                index::command(t),
                analyse::command(t),
                chart::command(t),
                report::command(t),
                explain::command(t),
                count::command(t),
                anonymise::command(t),
                instruments::command(t),
                questionnaire::command(t),
                sample_size::command(t),
                simulate::command(t),
                completions::command(t),
            ]
            .map(|command| tongue::dressed(command, t)),
        )
        .help_template(tongue::template(t))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(tongue::help(t))
        .arg(tongue::version(t))
        .next_line_help(false)
}
