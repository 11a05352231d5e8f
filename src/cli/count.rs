use super::args::{path, switch};
use super::ask::{Ask, base_name};
use super::index::tell_issues;
use super::options::{Source, with_source};
use super::output;
use super::tongue::Tongue;
use clap::{Arg, Command};
use tridharma::Result;
use tridharma::pipeline::{count_query, counts, survey, understand};
use tridharma::report::Voice;

/// The `count` command.
pub fn command(t: Tongue) -> Command {
    let out = t.say(
        "berkas hitungan (bawaan: keluaran standar)",
        "the count file (default: standard output)",
    );
    let sql = t.say(
        "cetak kueri SQL yang menghitung kolom itu di basis data (tabel TABLE)",
        "print the SQL query by which a database counts these columns (of TABLE)",
    );
    let command = Command::new("count")
        .visible_alias("hitung")
        .about(t.say(
            "berkas hitungan: jawaban tanpa baris responden, dapat digabung dan diolah seperti data",
            "a count file: answers without rows of respondents, to merge and to use like data",
        ))
        .arg(path("out", "JSON", out))
        .arg(switch(
            "force",
            t.say("ganti berkas yang sudah ada", "replace an existing file"),
        ))
        .arg(
            Arg::new("sql")
                .long("sql")
                .value_name("TABLE")
                .num_args(0..=1)
                .require_equals(true)
                .default_missing_value("")
                .help(sql),
        );
    with_source(command, t)
}

pub fn run(ask: &Ask) -> Result<()> {
    let mut source = Source::of(ask)?;
    source.setup.any_order = true;
    let understanding = understand(&source.paths(), &source.setup)?;
    if let Some(table) = ask.text("sql") {
        let table = match table.is_empty() {
            true => table_name(&source),
            false => table,
        };
        let (query, counts) = count_query(&understanding, &table)?;
        output::text(&query);
        ask.tell(
            format!(
                "simpan hasilnya sebagai CSV, lalu: tridharma index hasil.csv --counts {counts}"
            ),
            format!("save its result as CSV, then: tridharma index result.csv --counts {counts}"),
        );
        return Ok(());
    }
    // Nobody is helped by a file of no answers.
    let surveyed = survey(&understanding, &source.setup)?;
    let bytes = counts(&understanding, &source.setup)?;
    match ask.path("out") {
        Some(out) => {
            tridharma::write::file(&out, &bytes, ask.flag("force"))?;
            let shown = out.display();
            let n = understanding.respondents();
            ask.tell(
                format!("hitungan {n} responden ada di {shown}"),
                format!("the counts of {n} respondents are in {shown}"),
            );
        }
        None => output::text(&String::from_utf8_lossy(&bytes)),
    }
    let voice = || Voice::new(ask.tongue.language);
    tell_issues(ask, &surveyed.issues, &surveyed.responses.items, &voice);
    Ok(())
}

/// The name of the first file without its ending.
fn table_name(source: &Source) -> String {
    let first = source.files.first();
    let name = first.map_or_else(String::new, |path| base_name(path));
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.to_string(),
        _ => name,
    }
}
