use super::tongue::Tongue;
use clap::error::{ContextKind, ErrorKind};
use std::process::ExitCode;

/// A wrong command line in the user's words; help and version go to standard
/// output and end well.
pub fn explain(error: &clap::Error, tongue: Tongue) -> ExitCode {
    if !error.use_stderr() {
        // A closed pipe behind `--help | head` is no failure worth telling.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let of = |kind: ContextKind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = of(ContextKind::InvalidArg);
    let value = of(ContextKind::InvalidValue);
    let text = match (error.kind(), tongue.language) {
        (ErrorKind::UnknownArgument, tridharma::Language::Id) => {
            format!("pilihan {argument} tidak dikenal")
        }
        (ErrorKind::InvalidSubcommand, tridharma::Language::Id) => format!(
            "perintah atau berkas «{}» tidak ada",
            of(ContextKind::InvalidSubcommand)
        ),
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, tridharma::Language::Id) => {
            let valid = of(ContextKind::ValidValue);
            match valid.is_empty() {
                true => format!("nilai «{value}» tidak cocok untuk {argument}"),
                false => format!("nilai «{value}» tidak cocok untuk {argument}; pilih: {valid}"),
            }
        }
        (ErrorKind::MissingRequiredArgument, tridharma::Language::Id) => {
            format!("yang wajib diisi belum ada: {argument}")
        }
        (ErrorKind::ArgumentConflict, tridharma::Language::Id) => {
            format!("{argument} tidak dapat dipakai bersama pilihan lain itu")
        }
        (ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand, _) => {
            let _ = error.print();
            return ExitCode::from(2);
        }
        _ => {
            let _ = error.print();
            return ExitCode::from(2);
        }
    };
    super::output::complain(&format!("galat: {text}\n  → lihat tridharma --help"));
    ExitCode::from(2)
}
