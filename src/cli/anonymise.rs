use super::args::{one_of, switch, text};
use super::ask::Ask;
use super::ending;
use super::options::{Source, with_source};
use super::output;
use super::tongue::Tongue;
use clap::{Arg, Command, value_parser};
use std::path::PathBuf;
use tridharma::pipeline::{AnonymiseOptions, Anonymised, anonymise, understand};
use tridharma::report::{Voice, anonymity, anonymous_copy};
use tridharma::{Result, write};

/// The `anonymise` command.
pub fn command(t: Tongue) -> Command {
    let out = t.say(
        "salinan yang ditulis: .csv atau .xlsx",
        "the copy to write: .csv or .xlsx",
    );
    let k = t.say(
        "tiap gabungan ciri dimiliki paling sedikit sekian responden (bawaan 5)",
        "each combination of characteristics is shared by at least so many respondents (default 5)",
    );
    let pseudonyms = t.say(
        "nama samaran berurut, bukan menghapus kolom pribadi",
        "running pseudonyms instead of dropping personal columns",
    );
    let comments = t.say(
        "komentar: dibuang (bawaan) atau disamarkan",
        "comments: dropped (default) or masked",
    );
    let format = t.say(
        "bentuk laporan di layar (bawaan text)",
        "form of the account (default text)",
    );
    let command = Command::new("anonymise")
        .visible_alias("anonim")
        .about(t.say(
            "salinan data yang boleh dibagikan: tanpa data pribadi, ciri disamarkan (k-anonimitas)",
            "a copy of the data that may be shared: no personal data, k-anonymous characteristics",
        ))
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("COPY")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(out),
        )
        .arg(text("k", "N", k).value_parser(value_parser!(u64).range(2..=1000)))
        .arg(switch("pseudonyms", pseudonyms))
        .arg(one_of("comments", "drop|mask", ["drop", "mask"], comments))
        .arg(one_of(
            "format",
            "text|json|md",
            ["text", "json", "md"],
            format,
        ))
        .arg(switch(
            "force",
            t.say("ganti berkas yang sudah ada", "replace an existing file"),
        ));
    with_source(command, t)
}

pub fn run(ask: &Ask) -> Result<()> {
    let out = ask.path("out").unwrap_or_default();
    let packed = ending::form(&out, &[("csv", false), ("xlsx", true)])?;
    let voice = Voice::new(ask.tongue.language);
    let mut source = Source::of(ask)?;
    // Every row is needed, wherever it stands.
    source.setup.held = Some(u64::MAX);
    source.setup.public = false;
    let understanding = understand(&source.paths(), &source.setup)?;
    let options = AnonymiseOptions {
        k: usize::try_from(ask.number("k").unwrap_or(5)).unwrap_or(usize::MAX),
        pseudonyms: ask.flag("pseudonyms"),
        comments: ask.text("comments").as_deref() == Some("mask"),
        language: ask.tongue.language,
    };
    let copy = anonymise(&understanding, &source.setup, &options)?;
    let bytes = match packed {
        true => write::xlsx(&anonymous_copy(&copy.headers, &copy.rows, &voice))?,
        false => as_csv(&copy).into_bytes(),
    };
    write::file(&out, &bytes, ask.flag("force"))?;
    match ask.text("format").as_deref() {
        Some("json") => output::json(&copy.facts),
        Some("md") => output::text(&write::markdown(&anonymity(&copy.facts, &voice))),
        _ => output::terminal(&anonymity(&copy.facts, &voice)),
    }
    let shown = out.display();
    ask.tell(
        format!("salinan ditulis ke {shown}"),
        format!("the copy is in {shown}"),
    );
    Ok(())
}

/// Fields that a spreadsheet would take for formulas are texts.
fn as_csv(copy: &Anonymised) -> String {
    let line = |cells: &[String]| {
        let fields: Vec<String> = cells.iter().map(|cell| write::field(cell)).collect();
        format!("{}\n", fields.join(","))
    };
    let rows = copy.rows.iter().map(|row| line(row));
    std::iter::once(line(&copy.headers)).chain(rows).collect()
}
