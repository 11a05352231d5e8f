use super::args::{one_of, switch};
use super::ask::Ask;
use super::options::{Source, with_source};
use super::tongue::Tongue;
use super::{analyse_examples, how, index, output, questions, recipe, resampling};
use clap::Command;
use serde::Serialize;
use serde_json::Value;
use tridharma::Result;
use tridharma::analysis::{Entry, Multiplicity, Study};
use tridharma::pipeline::{analyse, survey};
use tridharma::report::{Material, Voice, analysis, apa, compose};
use tridharma::write::markdown;

/// The `analyse` command.
pub fn command(t: Tongue) -> Command {
    let command = Command::new("analyse")
        .visible_alias("analisis")
        .about(t.say(
        "deskripsi, reliabilitas, validitas, uji beda, korelasi, masing-masing dengan alasannya",
        "descriptives, reliability, validity, comparisons, correlations, each with its reason",
    ));
    let command = command
        .arg(switch(
            "index",
            t.say("indeks kepuasan", "the satisfaction index"),
        ))
        .arg(switch(
            "describe",
            t.say("statistik deskriptif", "descriptives"),
        ))
        .arg(switch(
            "reliability",
            t.say("alpha Cronbach", "Cronbach's alpha"),
        ))
        .arg(switch(
            "validity",
            t.say("r hitung dan r tabel tiap butir", "item–total correlations"),
        ))
        .args(questions::options(t))
        .args(resampling::options(t))
        .mut_args(|option| match option.get_help_heading() {
            Some(_) => option,
            None => option.help_heading(t.say("Pertanyaan", "Questions")),
        });
    // A table of index rows would leave the answers out.
    let command = command.arg(one_of(
        "format",
        "text|json|md",
        ["text", "json", "md"],
        t.say(
            "bentuk keluaran (bawaan text)",
            "form of the output (default text)",
        ),
    ));
    with_source(command, t).after_help(analyse_examples::examples(t))
}

pub fn run(ask: &Ask) -> Result<()> {
    let mut source = Source::of(ask)?;
    source.setup.latest_period = true;
    source.setup.asked_groups_only = true;
    let rules = how::rules(ask, &source.survey)?;
    let by = source.setup.wish.by.clone();
    let files = source.files.clone();
    let paths: Vec<&std::path::Path> = files.iter().map(std::path::PathBuf::as_path).collect();
    let understanding = questions::understood(ask, &paths, &mut source.setup)?;
    let surveyed = survey(&understanding, &source.setup)?;
    let mut requests = questions::requests(ask, &surveyed.responses, &source.setup, &rules)?;
    source.setup.wish.by = by;
    requests.extend(resampling::requests(
        ask,
        &surveyed.responses,
        &source.setup,
    )?);
    let study = analyse(
        &understanding,
        &surveyed,
        &source.setup,
        &requests,
        how::policy(ask),
    )?;
    ask.tell_period(&source.setup, &surveyed);
    let recipe = recipe::recipe(ask)?;
    let document = || {
        // Reading the words takes longer than a small survey does.
        let voice = Voice::new(ask.tongue.language);
        match &recipe {
            Some(_) => {
                let material = Material {
                    recipe: recipe.clone(),
                    apa: how::apa(ask),
                    ..Material::default()
                };
                compose(&study, &material, &voice, &rules)
            }
            None if how::apa(ask) => apa(analysis(&study, &voice, &rules), &voice),
            None => analysis(&study, &voice, &rules),
        }
    };
    match ask.text("format").as_deref() {
        Some("json") => output::json(&as_json(&study)),
        Some("md") => output::text(&markdown(&document())),
        _ => output::terminal(&document()),
    }
    Ok(())
}

/// The index object with every finding beside it.
fn as_json(study: &Study) -> impl Serialize {
    #[derive(Serialize)]
    struct Answers<'a> {
        #[serde(flatten)]
        index: Value,
        findings: &'a [Entry],
        multiplicity: Option<Multiplicity>,
    }
    Answers {
        index: index::as_json(study),
        findings: &study.entries,
        multiplicity: study.multiplicity,
    }
}
