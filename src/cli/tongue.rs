use clap::{Arg, ArgAction, Command};
use std::ffi::OsString;
use tridharma::Language;

/// The language of the command line itself: `--lang`, then `TRIDHARMA_LANG`,
/// then Indonesian. Known before the arguments are parsed, so that `--help`
/// follows it too.
#[derive(Clone, Copy)]
pub struct Tongue {
    pub language: Language,
}

impl Tongue {
    pub fn of(arguments: &[OsString]) -> Tongue {
        let mut asked = std::env::var("TRIDHARMA_LANG").ok();
        let mut next = false;
        for argument in arguments.iter().filter_map(|a| a.to_str()) {
            if next {
                asked = Some(argument.to_owned());
            }
            next = argument == "--lang";
            if let Some(value) = argument.strip_prefix("--lang=") {
                asked = Some(value.to_owned());
            }
        }
        let language = match asked.as_deref().map(str::to_lowercase) {
            Some(text) if text.starts_with("en") => Language::En,
            _ => Language::Id,
        };
        Tongue { language }
    }

    /// One of two fixed texts.
    pub fn say(self, id: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Id => id,
            Language::En => en,
        }
    }
}

/// A command with help in the tongue instead of clap's own English.
pub fn dressed(command: Command, tongue: Tongue) -> Command {
    let nested: Vec<String> = command
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .collect();
    let mut command = command
        .help_template(template(tongue))
        .subcommand_help_heading(tongue.say("Perintah", "Commands"))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .arg(help(tongue));
    for name in nested {
        command = command.mut_subcommand(name, |c| dressed(c, tongue));
    }
    let (arguments, options) = (
        tongue.say("Isian", "Arguments"),
        tongue.say("Pilihan", "Options"),
    );
    // What has a heading of its own keeps it.
    command.mut_args(|arg| match (arg.get_help_heading(), arg.is_positional()) {
        (Some(_), _) => arg,
        (None, true) => arg.help_heading(arguments),
        (None, false) => arg.help_heading(options),
    })
}

pub fn template(tongue: Tongue) -> &'static str {
    tongue.say(
        "{about-with-newline}\nPemakaian: {usage}\n\n{all-args}{after-help}",
        "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
    )
}

pub fn help(tongue: Tongue) -> Arg {
    Arg::new("help")
        .long("help")
        .short('h')
        .action(ArgAction::Help)
        .help(tongue.say("tampilkan bantuan ini", "show this help"))
        .help_heading(tongue.say("Pilihan", "Options"))
}

pub fn version(tongue: Tongue) -> Arg {
    Arg::new("version")
        .long("version")
        .short('V')
        .action(ArgAction::Version)
        .help(tongue.say("tampilkan versi", "show the version"))
        .help_heading(tongue.say("Pilihan", "Options"))
}
