use super::ask::Ask;
use super::options::{Source, with_format, with_source};
use super::output;
use super::tongue::Tongue;
use clap::Command;
use serde_json::{Map, Value, json};
use tridharma::analysis::{About, Finding, SatisfactionIndex, Study};
use tridharma::pipeline::{study, survey, understand};
use tridharma::report::{Rules, Voice, issue_line, summary};
use tridharma::stats::{NotComputable, Outcome};
use tridharma::survey::{Issue, IssueKind, Item};
use tridharma::write::field;
use tridharma::{Decimal, Error, ErrorKind, Language, Result, column_letters, said};

/// The `index` command.
pub fn command(t: Tongue) -> Command {
    let command = Command::new("index").visible_alias("indeks").about(t.say(
        "indeks kepuasan: seluruhnya dan --by KOLOM",
        "the satisfaction index: in total and --by COLUMN",
    ));
    with_format(with_source(command, t), t)
}

pub fn run(ask: &Ask) -> Result<()> {
    let mut source = Source::of(ask)?;
    source.setup.latest_period = true;
    source.setup.asked_groups_only = true;
    source.setup.lean = true;
    let understanding = understand(&source.paths(), &source.setup)?;
    let surveyed = survey(&understanding, &source.setup)?;
    let study = study(&understanding, &surveyed, &source.setup)?;
    ask.tell_period(&source.setup, &surveyed);
    // Reading the words takes longer than a small survey does.
    let voice = || Voice::new(ask.tongue.language);
    tell_issues(ask, &study.issues, &study.survey.items, &voice);
    match ask.text("format").as_deref() {
        Some("json") => output::json(&as_json(&study)),
        Some("csv") => output::text(&as_csv(&study)),
        Some("md") => output::text(&tridharma::write::markdown(&summary(
            &study,
            &voice(),
            &Rules::built_in()?,
        ))),
        _ => output::terminal(&summary(&study, &voice(), &Rules::built_in()?)),
    }
    match total(&study) {
        Some(Err(why)) => Err(not_computable(&why, &voice())),
        _ => Ok(()),
    }
}

/// Oddities that may change what the numbers mean, and how many more there are;
/// blank cells are told by n.
pub(super) fn tell_issues(ask: &Ask, issues: &[Issue], items: &[Item], voice: &dyn Fn() -> Voice) {
    const MOST: usize = 8;
    let telling: Vec<_> = issues
        .iter()
        .filter(|issue| !matches!(issue.kind, IssueKind::Blank | IssueKind::StraightLine))
        .collect();
    if telling.is_empty() || ask.quiet {
        return;
    }
    let voice = voice();
    for issue in telling.iter().take(MOST) {
        let line = issue_line(&voice, items, issue);
        ask.tell(line.clone(), line);
    }
    let more = telling.len().saturating_sub(MOST);
    if more > 0 {
        ask.tell(
            format!("… dan {more} temuan lain; lihat tridharma check"),
            format!("… and {more} more; see tridharma check"),
        );
    }
}

/// No index is a result, but a command asked for it cannot go on.
fn not_computable(why: &NotComputable, voice: &Voice) -> Error {
    let because = tridharma::report::because(voice, why);
    Error::new(
        ErrorKind::NoAnswers,
        said!(
            "indeks tidak dapat dihitung karena {because}",
            "the index is not computable, because {because}"
        ),
    )
}

fn total(study: &Study) -> Option<Outcome<&SatisfactionIndex>> {
    study
        .entries
        .iter()
        .find_map(|entry| match (&entry.about, &entry.outcome) {
            (About::Total, Ok(Finding::Index(index))) => Some(Ok(&**index)),
            (About::Total, Err(why)) => Some(Err(why.clone())),
            _ => None,
        })
}

/// `{n, items, index:{exact,printed}, interval, grade, groups}`: full precision,
/// decimal points, items in file order.
pub(super) fn as_json(study: &Study) -> Value {
    let mut object = match total(study) {
        Some(Ok(index)) => index_json(index),
        Some(Err(why)) => {
            let mut object = Map::new();
            object.insert("not_computable".into(), json!(why));
            object
        }
        None => Map::new(),
    };
    let mut groups = Vec::new();
    for entry in &study.entries {
        let About::Group { by, value, .. } = &entry.about else {
            continue;
        };
        let mut group = Map::new();
        group.insert("by".into(), json!(by));
        group.insert(
            "value".into(),
            json!(value.as_ref().map(|v| v.text(Language::Id))),
        );
        match &entry.outcome {
            Ok(Finding::Index(index)) => group.extend(index_json(index)),
            Err(why) => {
                group.insert("not_computable".into(), json!(why));
            }
            Ok(_) => continue,
        }
        groups.push(Value::Object(group));
    }
    object.insert("groups".into(), Value::Array(groups));
    object.insert("instrument".into(), json!(study.survey.instrument));
    object.insert("options".into(), json!(study.survey.options));
    object.insert("period".into(), json!(study.survey.period));
    object.insert("issues".into(), json!(study.issues));
    Value::Object(object)
}

fn index_json(index: &SatisfactionIndex) -> Map<String, Value> {
    let items: Vec<Value> = index
        .items
        .iter()
        .map(|item| {
            json!({
                "id": item.id,
                "code": item.code,
                "column": column_letters(item.column),
                "header": item.header,
                "n": item.n,
                "missing": item.missing,
                "nrr": item.nrr,
                "weighted": item.weighted,
                "index": item.index,
                "grade": item.grade,
                "counts": item.counts,
            })
        })
        .collect();
    let mut object = Map::new();
    object.insert("n".into(), json!(index.n));
    object.insert("n_complete".into(), json!(complete(index)));
    object.insert("items".into(), Value::Array(items));
    object.insert(
        "index".into(),
        json!({"exact": index.exact, "printed": printed(index.printed)}),
    );
    let interval = index.interval.as_ref().ok();
    object.insert("interval".into(), json!(interval));
    object.insert(
        "standard_error".into(),
        json!(index.standard_error.as_ref().ok()),
    );
    object.insert("grade".into(), json!(index.grade));
    object.insert("grades".into(), json!(index.grades.as_ref().ok()));
    if let Some((value, shown, grade)) = &index.plain {
        object.insert(
            "plain".into(),
            json!({"exact": value, "printed": printed(*shown), "grade": grade}),
        );
    }
    object
}

/// Of counts alone nobody knows who answered every item.
fn complete(index: &SatisfactionIndex) -> Option<u64> {
    let unknown = index.standard_error == Err(NotComputable::OnlyCounts);
    (!unknown).then_some(index.n_complete)
}

fn printed(decimal: Decimal) -> f64 {
    decimal.value()
}

/// A row per item of the total and of each group.
fn as_csv(study: &Study) -> String {
    let mut text = String::from("by,value,item,code,column,n,missing,nrr,weighted,index,grade\n");
    for entry in &study.entries {
        let (by, value) = match &entry.about {
            About::Total => ("", ""),
            About::Group { by, value, .. } => (
                by.as_str(),
                value.as_ref().map_or("", |v| v.text(Language::Id)),
            ),
            _ => continue,
        };
        let Ok(Finding::Index(index)) = &entry.outcome else {
            continue;
        };
        for item in &index.items {
            let cells = [
                field(by),
                field(value),
                field(&item.id),
                field(&item.code),
                column_letters(item.column),
                item.n.to_string(),
                item.missing.to_string(),
                item.nrr.to_string(),
                item.weighted.to_string(),
                item.index.to_string(),
                item.grade.clone().unwrap_or_default(),
            ];
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        let grade = index.grade.clone().unwrap_or_default();
        text.push_str(&format!(
            "{},{},,,,{},,,{},{},{grade}\n",
            field(by),
            field(value),
            index.n,
            index.weighted_sum,
            index.exact,
        ));
    }
    text
}
