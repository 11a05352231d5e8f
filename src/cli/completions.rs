use super::ask::Ask;
use super::tongue::Tongue;
use clap::{Arg, Command, value_parser};
use clap_complete::Shell;
use tridharma::Result;

/// The `completions` command.
pub fn command(t: Tongue) -> Command {
    Command::new("completions")
        .visible_alias("pelengkap")
        .about(t.say("pelengkap perintah untuk shell", "completions for a shell"))
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(value_parser!(Shell))
                .help("bash, zsh, fish, powershell, elvish"),
        )
}

pub fn run(ask: &Ask) -> Result<()> {
    if let Some(shell) = ask.matches.get_one::<Shell>("shell") {
        let mut command = super::command(ask.tongue);
        let mut script = Vec::new();
        clap_complete::generate(*shell, &mut command, "tridharma", &mut script);
        super::output::text(&String::from_utf8_lossy(&script));
    }
    Ok(())
}
