use super::args::{one_of, switch};
use super::ask::Ask;
use super::options::{Source, with_source};
use super::output;
use super::tongue::Tongue;
use clap::Command;
use serde_json::{Value, json};
use tridharma::pipeline::{inspect, survey, understand};
use tridharma::report::{CheckFacts, Taken, Voice, check};
use tridharma::{Error, ErrorKind, Result, said};

/// The `check` command.
pub fn command(t: Tongue) -> Command {
    let command = Command::new("check")
        .visible_alias("periksa")
        .about(t.say(
            "apa isi berkas: tabel, kolom dan artinya, data pribadi yang diabaikan, temuan",
            "what is in a file: table, columns and what they mean, personal data left out, issues",
        ))
        .arg(switch(
            "strict",
            t.say(
                "berakhir dengan galat bila ada temuan",
                "end with an error where there are issues",
            ),
        ))
        .arg(one_of(
            "format",
            "text|json|md",
            ["text", "json", "md"],
            t.say(
                "bentuk keluaran (bawaan text)",
                "form of the output (default text)",
            ),
        ));
    with_source(command, t)
}

pub fn run(ask: &Ask) -> Result<()> {
    let source = Source::of(ask)?;
    let voice = Voice::new(ask.tongue.language);
    let understanding = understand(&source.paths(), &source.setup)?;
    let surveyed = match &understanding.mapping {
        Ok(_) => survey(&understanding, &source.setup).ok(),
        Err(_) => None,
    };
    // The next command names what the user named: the data, or the survey file.
    let path = ask
        .paths("file")
        .first()
        .map_or_else(String::new, |p| p.display().to_string());
    let facts = inspect(&understanding, surveyed.as_ref(), &path, &voice);
    match ask.text("format").as_deref() {
        Some("json") => output::json(&as_json(&facts)),
        Some("md") => output::text(&tridharma::write::markdown(&check(&facts, &voice))),
        _ => output::terminal(&check(&facts, &voice)),
    }
    let odd = facts.issues.len();
    if ask.flag("strict") && (odd > 0 || facts.problem.is_some()) {
        return Err(Error::new(
            ErrorKind::Invalid,
            said!(
                "ada {odd} temuan pada data",
                "there are {odd} issues in the data"
            ),
        )
        .hint(said!(
            "perbaiki berkasnya, atau jalankan tanpa --strict",
            "mend the file, or run without --strict"
        )));
    }
    Ok(())
}

fn as_json(facts: &CheckFacts) -> Value {
    let columns: Vec<Value> = facts
        .columns
        .iter()
        .map(|column| {
            let (taken, code, why) = match &column.taken {
                Taken::Item { code, why, .. } => ("item", json!(code), json!(why)),
                Taken::Group { role, why } => ("group", json!(role), json!(why)),
                Taken::Unused(why) => ("unused", Value::Null, json!(why)),
            };
            json!({
                "column": column.letters,
                "header": column.header,
                "taken_as": taken,
                "code": code,
                "why": why,
                "n": column.n,
                "missing": column.missing,
                "codes": column.codes,
            })
        })
        .collect();
    json!({
        "file": facts.file,
        "place": facts.place,
        "header_rows": [facts.header.0, facts.header.1],
        "respondents": facts.respondents,
        "other_tables": facts.other_tables,
        "columns": columns,
        "issues": facts.issues,
        "problem": facts.problem,
    })
}
