use super::args::{one_of, switch, text};
use super::ask::Ask;
use super::options::{Source, with_source};
use super::tongue::Tongue;
use super::{index, output};
use clap::{ArgAction, Command};
use serde_json::{Value, json};
use tridharma::analysis::{
    ComparisonOptions, Correlation, GroupTest, Policy, Request, Study, Target,
};
use tridharma::pipeline::{Surveyed, analyse, survey, understand};
use tridharma::report::{Rules, Voice, analysis};
use tridharma::survey::Responses;
use tridharma::write::markdown;
use tridharma::{Error, ErrorKind, Result, column_letters, said};

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
        .arg(
            text(
                "compare",
                "COLUMN",
                t.say(
                    "bandingkan kelompok pada kolom ini; boleh diulang",
                    "compare the groups of this column; may be repeated",
                ),
            )
            .action(ArgAction::Append),
        )
        .arg(
            text(
                "on",
                "ITEM|index|sum",
                t.say(
                    "yang dibandingkan (bawaan: index); boleh diulang",
                    "what is compared (default: index); may be repeated",
                ),
            )
            .action(ArgAction::Append),
        )
        .args(test_options(t));
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
    with_source(command, t)
}

fn test_options(t: Tongue) -> Vec<clap::Arg> {
    let tests = [
        "welch",
        "student",
        "mann-whitney",
        "mann-whitney-exact",
        "anova",
        "kruskal-wallis",
    ];
    vec![
        one_of(
            "test",
            "welch|student|mann-whitney|mann-whitney-exact|anova|kruskal-wallis",
            tests,
            t.say(
                "uji yang dipakai, bukan pilihan program",
                "the test to use instead of the program's choice",
            ),
        ),
        one_of(
            "post-hoc",
            "dunn|games-howell|tukey|none",
            ["dunn", "games-howell", "tukey", "none"],
            t.say(
                "uji lanjut antar pasangan (bawaan: menurut ujinya)",
                "pairs of groups (default: as the test asks)",
            ),
        ),
        one_of(
            "correlate",
            "spearman|pearson",
            ["spearman", "pearson"],
            t.say(
                "korelasi antar butir dan dengan indeks",
                "correlations of items and with the index",
            ),
        )
        .num_args(0..=1)
        .default_missing_value("spearman"),
        one_of(
            "adjust",
            "holm|bh|none",
            ["holm", "bh", "none"],
            t.say(
                "penyesuaian p atas semua pertanyaan (bawaan holm)",
                "adjustment of p over all questions (default holm)",
            ),
        ),
    ]
}

pub fn run(ask: &Ask) -> Result<()> {
    let mut source = Source::of(ask)?;
    source.setup.latest_period = true;
    source.setup.asked_groups_only = true;
    let by = source.setup.wish.by.clone();
    // A column to compare is a group column; its index is not asked for.
    source.setup.wish.by.extend(ask.texts("compare"));
    let understanding = understand(&source.paths(), &source.setup)?;
    let surveyed = survey(&understanding, &source.setup)?;
    let rules = Rules::built_in()?;
    let requests = requests(ask, &surveyed, &rules)?;
    source.setup.wish.by = by;
    let study = analyse(
        &understanding,
        &surveyed,
        &source.setup,
        &requests,
        policy(ask),
    )?;
    ask.tell_period(&source.setup, &surveyed);
    let voice = Voice::new(ask.tongue.language);
    match ask.text("format").as_deref() {
        Some("json") => output::json(&as_json(&study)),
        Some("md") => output::text(&markdown(&analysis(&study, &voice, &rules))),
        _ => output::terminal(&analysis(&study, &voice, &rules)),
    }
    Ok(())
}

fn policy(ask: &Ask) -> Policy {
    match ask.text("adjust").as_deref() {
        Some("bh") => Policy::BenjaminiHochberg,
        Some("none") => Policy::None,
        _ => Policy::Holm,
    }
}

/// What the options ask, in the order a reader expects.
fn requests(ask: &Ask, surveyed: &Surveyed, rules: &Rules) -> Result<Vec<Request>> {
    let mut requests = Vec::new();
    for (option, request) in [
        ("describe", Request::Describe),
        ("reliability", Request::Reliability),
        ("validity", Request::Validity),
    ] {
        if ask.flag(option) {
            requests.push(request);
        }
    }
    let responses = &surveyed.responses;
    let mut targets = Vec::new();
    for name in ask.texts("on") {
        targets.push(Target::named(&name, responses).ok_or_else(|| no_target(&name, responses))?);
    }
    if targets.is_empty() {
        targets.push(Target::Index);
    }
    for column in ask.texts("compare") {
        let by = header(&column, responses)?;
        for of in &targets {
            requests.push(Request::Compare {
                by: by.clone(),
                of: of.clone(),
                options: options(ask, rules),
            });
        }
    }
    match ask.text("correlate").as_deref() {
        Some("pearson") => requests.push(Request::Correlate(Correlation::Pearson)),
        Some(_) => requests.push(Request::Correlate(Correlation::Spearman)),
        None => {}
    }
    Ok(requests)
}

fn options(ask: &Ask, rules: &Rules) -> ComparisonOptions {
    let test = ask.text("test").map(|name| match name.as_str() {
        "welch" => GroupTest::WelchTTest,
        "student" => GroupTest::StudentTTest,
        "mann-whitney" => GroupTest::MannWhitney,
        "mann-whitney-exact" => GroupTest::MannWhitneyExact,
        "anova" => GroupTest::AnovaOneway,
        _ => GroupTest::KruskalWallis,
    });
    let post_hoc = ask.text("post-hoc");
    ComparisonOptions {
        test,
        confidence: 0.95,
        policy: rules.route.policy(),
        pairs: post_hoc.as_deref() != Some("none"),
        pair_method: post_hoc.and_then(|name| tridharma::analysis::PairMethod::named(&name)),
    }
}

/// The header of the group column a user named.
fn header(column: &str, responses: &Responses) -> Result<String> {
    let found = responses.groups.iter().find(|group| {
        group.header.trim().eq_ignore_ascii_case(column.trim())
            || column_letters(group.column).eq_ignore_ascii_case(column.trim())
    });
    found.map(|group| group.header.clone()).ok_or_else(|| {
        Error::new(
            ErrorKind::NotFound,
            said!(
                "kolom «{column}» bukan kolom kelompok",
                "the column \"{column}\" is no group column"
            ),
        )
        .hint(said!(
            "lihat kolom yang ada dengan tridharma check",
            "see the columns with tridharma check"
        ))
    })
}

fn no_target(name: &str, responses: &Responses) -> Error {
    let ids: Vec<&str> = responses
        .items
        .iter()
        .map(|item| item.id.as_str())
        .collect();
    let ids = ids.join(", ");
    Error::new(
        ErrorKind::NotFound,
        said!("tidak ada butir «{name}»", "there is no item \"{name}\""),
    )
    .hint(said!(
        "pilih index, sum, atau: {ids}",
        "choose index, sum, or: {ids}"
    ))
}

/// The index object with every finding beside it.
fn as_json(study: &Study) -> Value {
    let mut object = index::as_json(study);
    let entries = study.entries.iter();
    let findings: Vec<Value> = entries.map(|entry| json!(entry)).collect();
    if let Value::Object(object) = &mut object {
        object.insert("findings".into(), Value::Array(findings));
        object.insert("multiplicity".into(), json!(study.multiplicity));
    }
    object
}
