use super::ask::Ask;
use super::options::Source;
use super::tongue::Tongue;
use super::{command, finish, report};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The one bare path a file dropped onto the program gives it; none for any
/// other command line.
pub fn path(arguments: &[OsString]) -> Option<PathBuf> {
    let [_, only] = arguments else {
        return None;
    };
    let path = PathBuf::from(only);
    path.is_file().then_some(path)
}

/// Makes the report of a dropped file beside it, in a folder named after it
/// that does not exist yet.
pub fn run(path: &Path, tongue: Tongue) -> ExitCode {
    let arguments = [
        OsString::from("tridharma"),
        OsString::from("report"),
        path.as_os_str().to_owned(),
    ];
    let Ok(matches) = command(tongue).try_get_matches_from(arguments) else {
        return ExitCode::from(2);
    };
    let Some((_, own)) = matches.subcommand() else {
        return ExitCode::from(2);
    };
    let ask = Ask {
        matches: own,
        tongue,
        quiet: false,
    };
    let result = Source::of(&ask).and_then(|mut source| {
        source.setup.latest_period = true;
        report::make(&ask, &source, &folder(path), false)
    });
    let code = finish(result, tongue);
    wait(tongue);
    code
}

/// `laporan-NAME` beside the file, with a number where that exists.
fn folder(path: &Path) -> PathBuf {
    let stem = path
        .file_stem()
        .map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    let name = format!("laporan-{stem}");
    let first = path.with_file_name(&name);
    let numbered = (2..1000).map(|i| path.with_file_name(format!("{name} ({i})")));
    std::iter::once(first.clone())
        .chain(numbered)
        .find(|candidate| !candidate.exists())
        .unwrap_or(first)
}

/// On Windows the console closes with the program; a person has to read first.
fn wait(tongue: Tongue) {
    use std::io::IsTerminal;
    if cfg!(windows) && std::io::stdin().is_terminal() {
        super::output::complain(tongue.say("tekan Enter untuk menutup", "press Enter to close"));
        let _ = std::io::stdin().read_line(&mut String::new());
    }
}
