use super::Material;
use super::collection::blank;
use super::composer::Composer;
use super::extremes::{End, Extremes, all_equal, extremes};
use super::plan::names;
use super::trend;
use crate::analysis::{ItemIndex, SatisfactionIndex};
use crate::document::{Cell, Column, Row, Text, plain};
use crate::stats::Exact;
use crate::survey::Item;

/// BAB IV: strengths and weaknesses, follow-up plan, trend.
pub fn chapter(composer: &mut Composer, material: &Material) {
    composer.chapter("IV", "discuss.chapter");
    match composer.total() {
        Some(index) => {
            strengths(composer, index);
            plan(composer, material, index);
            previous_plan(composer, material);
            trend::section(composer, index);
        }
        None => {
            composer.no_index();
            previous_plan(composer, material);
        }
    }
}

fn strengths(composer: &mut Composer, index: &SatisfactionIndex) {
    let voice = composer.voice;
    composer.section(voice.word("discuss.strengths"));
    let items = composer.view().items(index);
    let item = ("item", composer.item_word());
    match items.as_slice() {
        [] | [_] => return composer.say("discuss.one_item", &[item]),
        [first, ..] if all_equal(&items) => {
            let nrr = ("nrr", voice.decimal(first.1.nrr_printed));
            return composer.say("discuss.all_equal", &[item, nrr]);
        }
        _ => {}
    }
    let count = composer.rules.extremes.count;
    for (end, lead, tie) in [
        (End::Lowest, "discuss.lowest_lead", "discuss.tie_low"),
        (End::Highest, "discuss.highest_lead", "discuss.tie_high"),
    ] {
        let found = extremes(&items, count, end);
        named(composer, &found, lead, tie);
        if end == End::Lowest {
            low_share(composer, &found);
        }
    }
}

fn named(composer: &mut Composer, found: &Extremes, lead: &str, tie: &str) {
    let voice = composer.voice;
    let item = ("item", composer.item_word());
    match found.named.len() {
        3 => composer.say(lead, &[item]),
        _ => composer.say(&format!("{lead}_n"), &[item]),
    }
    let lines: Vec<Text> = found
        .named
        .iter()
        .map(|(spec, result)| plain(line(composer, spec, result)))
        .collect();
    composer.series(lines);
    if !found.tied.is_empty() {
        let names: Vec<String> = found
            .tied
            .iter()
            .map(|(spec, _)| composer.of(&spec.name).to_owned())
            .collect();
        let given = [
            ("names", voice.list(&names)),
            ("item", composer.item_word()),
        ];
        composer.say(tie, &given);
    }
}

fn line(composer: &Composer, item: &Item, result: &ItemIndex) -> String {
    let voice = composer.voice;
    let mut given = vec![
        ("name", composer.of(&item.name).to_owned()),
        ("nrr", voice.decimal(result.nrr_printed)),
        ("index", voice.decimal(result.index_printed)),
    ];
    match &result.grade {
        Some(grade) => {
            given.push(("grade", grade.clone()));
            voice.say("discuss.one", &given)
        }
        None => voice.say("discuss.one_no_grade", &given),
    }
}

/// How many answers of the lowest item are in the two lowest levels.
fn low_share(composer: &mut Composer, found: &Extremes) {
    let voice = composer.voice;
    let Some((item, result)) = found.named.first() else {
        return;
    };
    let low: u64 = result.counts.iter().take(2).sum();
    if low == 0 || result.counts.len() < 3 {
        return;
    }
    let percent = Exact::ratio(100 * i128::from(low), i128::from(result.n)).round(1);
    let given = [
        ("item", composer.item_word()),
        ("name", composer.of(&item.name).to_owned()),
        ("percent", format!("{}%", voice.decimal(percent))),
        ("min", item.min.to_string()),
        ("second", (item.min + 1).to_string()),
    ];
    composer.say("discuss.low_share", &given);
}

/// The plan table: lowest items first; what the office did not give is blank.
fn plan(composer: &mut Composer, material: &Material, index: &SatisfactionIndex) {
    let voice = composer.voice;
    composer.section(voice.word("discuss.plan"));
    let items = composer.view().items(index);
    let (rule, chosen) = planned(composer, material, &items);
    composer.say(rule, &[("item", composer.item_word())]);
    let mut rows = Vec::new();
    for (number, (item, result)) in (1..).zip(chosen) {
        let priority = format!(
            "{} ({} {})",
            composer.of(&item.name),
            voice.word("column.nrr"),
            voice.decimal(result.nrr_printed)
        );
        let mut entries: Vec<_> = material.plan.of(item).map(Some).collect();
        if entries.is_empty() {
            entries.push(None);
        }
        for (i, entry) in entries.into_iter().enumerate() {
            let part = |value: Option<&String>, key: &str| match value {
                Some(value) if !value.is_empty() => Cell::words(value.clone()),
                _ => blank(voice, key),
            };
            rows.push(Row::body(vec![
                if i == 0 {
                    Cell::count(number)
                } else {
                    Cell::empty()
                },
                if i == 0 {
                    Cell::words(priority.clone())
                } else {
                    Cell::empty()
                },
                part(entry.map(|e| &e.program), "discuss.program_blank"),
                part(entry.map(|e| &e.time), "discuss.time_blank"),
                part(entry.map(|e| &e.responsible), "discuss.responsible_blank"),
            ]));
        }
    }
    let columns = plan_columns(composer, "column.plan_time", "column.responsible");
    composer.table("RTL", voice.word("discuss.plan_caption"), columns, rows);
}

/// The sentence above the plan and its items: the lowest (all, where all are
/// equal), then others the office has plans for.
fn planned<'a>(
    composer: &Composer,
    material: &Material,
    items: &[(&'a Item, &'a ItemIndex)],
) -> (&'static str, Vec<(&'a Item, &'a ItemIndex)>) {
    match items {
        [_] => return ("discuss.plan_lead_one", items.to_vec()),
        _ if all_equal(items) => return ("discuss.plan_lead_equal", items.to_vec()),
        _ => {}
    }
    let mut chosen = extremes(items, composer.rules.extremes.count, End::Lowest).named;
    for (item, result) in items {
        let named = chosen.iter().any(|(other, _)| other.id == item.id);
        if !named && material.plan.of(item).next().is_some() {
            chosen.push((item, result));
        }
    }
    ("discuss.plan_lead", chosen)
}

fn plan_columns(composer: &Composer, fourth: &str, fifth: &str) -> Vec<Column> {
    let voice = composer.voice;
    vec![
        Column::marks(voice.word("column.no"), 4),
        Column::words(
            voice.say("column.priority", &[("item", composer.item_word())]),
            26,
        ),
        Column::words(voice.word("column.program"), 30),
        Column::words(voice.word(fourth), 14),
        Column::words(voice.word(fifth), 20),
    ]
}

/// What became of the last period's plan, where it was given.
fn previous_plan(composer: &mut Composer, material: &Material) {
    let voice = composer.voice;
    let entries = &material.previous_plan.plan;
    if entries.is_empty() {
        return;
    }
    composer.section(voice.word("discuss.plan_before"));
    let done = entries.iter().filter(|e| e.done).count() as u64;
    let planned = entries.len() as u64;
    let percent = Exact::ratio(100 * i128::from(done), i128::from(planned)).round(2);
    let given = [
        ("planned", voice.count(planned)),
        ("done", voice.count(done)),
        ("percent", format!("{}%", voice.decimal(percent))),
    ];
    composer.say("discuss.plan_before_lead", &given);
    let items = &composer.study.survey.items;
    let rows = (1..)
        .zip(entries)
        .map(|(number, entry)| {
            let item = items.iter().find(|item| names(entry, item));
            let name = item.map_or(entry.item.as_str(), |item| composer.of(&item.name));
            let realised = match (entry.realised.is_empty(), entry.done) {
                (false, _) => Cell::words(entry.realised.clone()),
                (true, _) => blank(voice, "discuss.done_blank"),
            };
            Row::body(vec![
                Cell::count(number),
                Cell::words(name),
                Cell::words(entry.program.clone()),
                Cell::words(entry.time.clone()),
                realised,
            ])
        })
        .collect();
    let columns = plan_columns(composer, "column.plan_time", "column.realised");
    let caption = voice.word("discuss.plan_before_caption");
    composer.table("RTL sebelumnya", caption, columns, rows);
}
