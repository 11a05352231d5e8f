use super::composer::Composer;
use super::voice::Voice;
use crate::analysis::required_sample;
use crate::document::{Cell, Column, Row, Span, Text, plain};

/// BAB II: who, how, where, when, how many.
pub fn chapter(composer: &mut Composer) {
    composer.chapter("II", "collect.chapter");
    team(composer);
    method(composer);
    place(composer);
    schedule(composer);
    sample(composer);
}

/// An ISO date in words (`3 Maret 2026`); anything else as it is.
pub fn date(voice: &Voice, iso: &str) -> String {
    let mut parts = iso.split('-');
    let (Some(year), Some(month), Some(day), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return iso.to_owned();
    };
    let name = month
        .parse()
        .ok()
        .and_then(|m| super::period::month(voice.language, m));
    match (name, day.parse::<u8>()) {
        (Some(name), Ok(day)) => format!("{day} {name} {year}"),
        _ => iso.to_owned(),
    }
}

fn team(composer: &mut Composer) {
    let voice = composer.voice;
    composer.section(voice.word("collect.team"));
    composer.say("collect.team_lead", &[]);
    let team = &composer.study.survey.office.team;
    let items = or_blank(voice, team, "collect.team_blank");
    composer.list(true, items);
}

fn or_blank(voice: &Voice, given: &[String], blank: &str) -> Vec<Text> {
    match given {
        [] => vec![vec![Span::Blank(voice.word(blank))]],
        given => given.iter().map(|text| plain(text.clone())).collect(),
    }
}

fn method(composer: &mut Composer) {
    let voice = composer.voice;
    let survey = &composer.study.survey;
    composer.section(voice.word("collect.method"));
    let min = survey.items.iter().map(|i| i.min).min().unwrap_or(1);
    let max = survey.items.iter().map(|i| i.max).max().unwrap_or(4);
    let given = [
        ("k", survey.items.len().to_string()),
        ("item", composer.item_word()),
        ("min", min.to_string()),
        ("max", max.to_string()),
    ];
    composer.say("collect.method_1", &given);
    match &survey.office.method {
        Some(text) => {
            let text = text.trim_end_matches(['.', ' ']).to_owned();
            composer.say("collect.method_own", &[("text", text)]);
        }
        None => composer.paragraph(
            "collect.method_blank",
            vec![Span::Blank(voice.word("collect.method_blank"))],
        ),
    }
}

fn place(composer: &mut Composer) {
    let voice = composer.voice;
    composer.section(voice.word("collect.place"));
    composer.say("collect.place_lead", &[]);
    let places = &composer.study.survey.office.locations;
    let items = or_blank(voice, places, "collect.place_blank");
    composer.list(false, items);
}

fn schedule(composer: &mut Composer) {
    let voice = composer.voice;
    let office = &composer.study.survey.office;
    composer.section(voice.word("collect.when"));
    let between = office.survey_from.as_ref().zip(office.survey_to.as_ref());
    let between = between.map(|(from, to)| (date(voice, from), date(voice, to)));
    match &between {
        Some((from, to)) if from == to => {
            composer.say("collect.when_on", &[("date", from.clone())]);
        }
        Some((from, to)) => {
            let given = [("from", from.clone()), ("to", to.clone())];
            composer.say("collect.when_between", &given);
        }
        None => {}
    }
    let columns = vec![
        Column::marks(voice.word("column.no"), 4),
        Column::words(voice.word("column.activity"), 36),
        Column::words(voice.word("column.time"), 32),
        Column::marks(voice.word("column.days"), 17),
    ];
    let mut rows = Vec::new();
    if office.schedule.is_empty() {
        let activities = ["activity_1", "activity_2", "activity_3", "activity_4"];
        for (number, key) in (1..).zip(activities) {
            let when = match (&between, number) {
                (Some((from, to)), 2) => Cell::words(span(voice, from, to)),
                _ => blank(voice, "collect.date_blank"),
            };
            rows.push(Row::body(vec![
                Cell::count(number),
                Cell::words(voice.word(&format!("collect.{key}"))),
                when,
                blank(voice, "collect.days_blank"),
            ]));
        }
    }
    for (number, (activity, when, days)) in (1..).zip(&office.schedule) {
        rows.push(Row::body(vec![
            Cell::count(number),
            Cell::words(activity.clone()),
            Cell::words(when.clone()),
            Cell::words(days.clone()),
        ]));
    }
    composer.table("Jadwal", voice.word("collect.when_caption"), columns, rows);
}

/// The first and the last day, or the only one.
pub fn span(voice: &Voice, from: &str, to: &str) -> String {
    if from == to {
        return from.to_owned();
    }
    // Days of one year name it once.
    let from = match (from.rsplit_once(' '), to.rsplit_once(' ')) {
        (Some((day, one)), Some((_, other))) if one == other => day,
        _ => from,
    };
    let given = [("from", from.to_owned()), ("to", to.to_owned())];
    voice.say("collect.between", &given)
}

/// A cell the office fills in.
pub fn blank(voice: &Voice, key: &str) -> Cell {
    vec![Span::Blank(voice.word(key))].into()
}

fn sample(composer: &mut Composer) {
    let voice = composer.voice;
    composer.section(voice.word("collect.sample"));
    let Some((required, reached, n)) = composer.view().sample() else {
        let n = composer.view().quality().map_or(0, |q| q.n);
        let text = voice.say("collect.sample_blank", &[("n", voice.count(n))]);
        let blank = Span::Blank(voice.word("collect.sample_population_blank"));
        composer.paragraph(
            "collect.sample_blank",
            vec![Span::Plain(format!("{text} ")), blank],
        );
        return;
    };
    let given = [
        ("population", voice.count(required.population)),
        ("required", voice.count(required.krejcie_morgan_rounded)),
        ("slovin", voice.count(required.slovin_ceiling)),
    ];
    composer.say("collect.sample_required", &given);
    let margin = reached.map_or_else(|| "–".to_owned(), |m| voice.percent(m, 2));
    let short = required.krejcie_morgan_rounded.saturating_sub(n);
    let given = [
        ("n", voice.count(n)),
        ("margin", margin),
        ("short", voice.count(short)),
    ];
    match short {
        0 => composer.say("collect.sample_enough", &given),
        _ => composer.say("collect.sample_short", &given),
    }
    sample_table(composer, required.population);
}

/// The printed table around this population: the steps below and above it.
fn sample_table(composer: &mut Composer, population: u64) {
    let voice = composer.voice;
    const STEPS: [u64; 24] = [
        10, 20, 30, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 5000, 7500,
        10_000, 20_000, 50_000, 75_000, 100_000, 1_000_000,
    ];
    let at = STEPS.partition_point(|&step| step < population);
    let from = at.saturating_sub(2);
    let mut populations: Vec<u64> = STEPS.iter().skip(from).take(4).copied().collect();
    populations.push(population);
    populations.sort_unstable();
    populations.dedup();
    let columns = vec![
        Column::numbers(voice.word("column.population"), 20),
        Column::numbers(voice.word("column.sample"), 20),
    ];
    let rows = populations
        .into_iter()
        .filter_map(|size| {
            let needed = required_sample(size, 0.05, 0.5, 0.95)
                .ok()?
                .krejcie_morgan_rounded;
            let cells = vec![Cell::count(size), Cell::count(needed)];
            Some(match size == population {
                true => Row::total(cells),
                false => Row::body(cells),
            })
        })
        .collect();
    composer.table(
        "Sampel",
        voice.word("collect.sample_caption"),
        columns,
        rows,
    );
}
