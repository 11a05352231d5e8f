use super::args::switch;
use super::ask::Ask;
use super::ending;
use super::instruments::load;
use super::tongue::Tongue;
use clap::{Arg, Command, value_parser};
use std::path::PathBuf;
use tridharma::Result;
use tridharma::report::{Voice, entry_sheet, questionnaire};
use tridharma::write::{self, Drawn};

/// The `questionnaire` command.
pub fn command(t: Tongue) -> Command {
    Command::new("questionnaire")
        .visible_alias("kuesioner")
        .about(t.say(
            "kuesioner dari instrumen: lembar isian XLSX dan formulir DOCX atau PDF",
            "the form of an instrument: XLSX entry sheet and printable DOCX or PDF",
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
            Arg::new("out")
                .long("out")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help(t.say(
                    "berkas .xlsx, .docx, atau .pdf (bawaan: kuesioner-NAMA.xlsx)",
                    "a .xlsx, .docx or .pdf file (default: kuesioner-NAME.xlsx)",
                )),
        )
        .arg(switch(
            "force",
            t.say("ganti berkas yang sudah ada", "replace an existing file"),
        ))
}

/// A file as it is made once its form is known.
type Made<'a> = &'a dyn Fn() -> Result<Vec<u8>>;

pub fn run(ask: &Ask) -> Result<()> {
    let instrument = load(&ask.text("name").unwrap_or_default())?;
    let voice = Voice::new(ask.tongue.language);
    let out = ask
        .path("out")
        .unwrap_or_else(|| PathBuf::from(format!("kuesioner-{}.xlsx", instrument.id)));
    let form = || questionnaire(&instrument, &voice);
    let forms: [(&str, Made); 3] = [
        ("xlsx", &|| write::xlsx(&entry_sheet(&instrument, &voice))),
        ("docx", &|| write::docx(&form(), &Drawn::default())),
        ("pdf", &|| write::pdf(&form(), &Drawn::default())),
    ];
    let written = ending::form(&out, &forms)?;
    let bytes = written()?;
    write::file(&out, &bytes, ask.flag("force"))?;
    let shown = out.display();
    ask.tell(format!("{shown} ditulis"), format!("{shown} written"));
    Ok(())
}
