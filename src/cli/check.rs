use super::args::{one_of, path, switch};
use super::ask::Ask;
use super::options::{Source, with_source};
use super::output;
use super::repeat;
use super::screen_options::{comments_option, write_comments};
use super::tongue::Tongue;
use clap::Command;
use serde_json::{Value, json};
use std::path::Path;
use tridharma::pipeline::{Understanding, inspect, multiple, recipe, survey, understand};
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
    let write = t.say(
        "tulis pemahaman ini sebagai pengaturan survei yang dapat diubah",
        "write this understanding as survey settings that can be edited",
    );
    let force = t.say("ganti berkas yang sudah ada", "replace an existing file");
    let command = command
        .arg(path("write", "TOML", write))
        .arg(switch("force", force))
        .arg(comments_option(t));
    with_source(command, t)
}

pub fn run(ask: &Ask) -> Result<()> {
    let source = Source::of(ask)?;
    let voice = Voice::new(ask.tongue.language);
    let understanding = understand(&source.paths(), &source.setup)?;
    let surveyed = match &understanding.mapping {
        Ok(_) => Some(survey(&understanding, &source.setup)),
        Err(_) => None,
    };
    let unread = surveyed.as_ref().and_then(|found| found.as_ref().err());
    let unread = unread.map(|error| error.say(ask.tongue.language));
    let surveyed = surveyed.and_then(|found| found.ok());
    let next = next(ask);
    let mut facts = inspect(
        &understanding,
        surveyed.as_ref(),
        &source.setup,
        &next,
        &voice,
    );
    facts.unread = unread.filter(|_| facts.respondents > 0);
    facts.again = understanding.mapping.as_ref().err().and_then(|error| {
        let options = error.proposed()?;
        let names = options
            .split(' ')
            .filter_map(|word| word.strip_prefix("--"));
        let kept = repeat::repeated(ask, &[&OWN[..], &names.collect::<Vec<_>>()].concat());
        Some(format!("{kept} {options}"))
    });
    if let Some(surveyed) = &surveyed {
        facts.multiple = multiple(&understanding, surveyed, &source.setup)?;
        write_comments(ask, &understanding, surveyed, &source.setup)?;
    }
    match ask.text("format").as_deref() {
        Some("json") => output::json(&as_json(&facts)),
        Some("md") => output::text(&tridharma::write::markdown(&check(&facts, &voice))),
        _ => output::terminal(&check(&facts, &voice)),
    }
    if let Some(out) = ask.path("write") {
        write(ask, &source, &understanding, &out)?;
    }
    let odd = facts.issues.len();
    if ask.flag("strict") && (odd > 0 || facts.problem.is_some() || facts.unread.is_some()) {
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

/// Options of `check` that another command does not take.
const OWN: [&str; 5] = ["strict", "format", "write", "force", "comments"];

/// What the next command is about: what was named here with all that was said of
/// it, or the settings that were just written.
fn next(ask: &Ask) -> String {
    match ask.path("write") {
        Some(out) => repeat::shown(&out),
        None => repeat::repeated(ask, &OWN),
    }
}

/// Writes the understanding down; data files as seen from the new file.
fn write(ask: &Ask, source: &Source, understanding: &Understanding, out: &Path) -> Result<()> {
    let folder = out.parent().unwrap_or(Path::new(""));
    let files: Vec<String> = source
        .files
        .iter()
        .map(|file| seen_from(folder, file))
        .collect();
    let Some(text) = recipe(understanding, &source.setup, &files, &source.survey) else {
        return Err(Error::new(
            ErrorKind::NoAnswers,
            said!(
                "pengaturan belum dapat ditulis: kolomnya belum dapat dipetakan",
                "the settings cannot be written yet: the columns could not be mapped"
            ),
        )
        .hint(said!(
            "sebutkan kolom penilaian dengan --items atau pilih --instrument",
            "name the item columns with --items, or choose an --instrument"
        )));
    };
    tridharma::write::file(out, text.as_bytes(), ask.flag("force"))?;
    let shown = out.display();
    ask.tell(
        format!("pengaturan ditulis ke {shown}; jalankan: tridharma report {shown}"),
        format!("the settings are in {shown}; run: tridharma report {shown}"),
    );
    Ok(())
}

/// A path as a file in `folder` names it: without the folder where it lies
/// below it, else from the root.
fn seen_from(folder: &Path, file: &Path) -> String {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    // A name alone stands in the present folder.
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let (folder, file) = (whole(folder), whole(file));
    let seen = file.strip_prefix(&folder).unwrap_or(&file);
    seen.to_string_lossy().replace('\\', "/")
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
                "not_applicable": column.not_applicable,
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
        "tables": facts.tables,
        "left_out": facts.left_out.iter().map(|(what, why)| json!({"what": what, "why": why})).collect::<Vec<_>>(),
        "shape": facts.shape,
        "columns": columns,
        "multiple": facts.multiple.iter().map(|(_, found)| found).collect::<Vec<_>>(),
        "issues": facts.issues,
        "screening": facts.screening.as_ref().map(|(found, _)| found),
        "problem": facts.problem.as_ref().or(facts.unread.as_ref()),
    })
}
