use super::Rules;
use super::composer::{Composer, because};
use super::voice::Voice;
use super::{
    comparison, constructs, correlations, crosstab, description, factors, gap, kano, multiple,
    paired, regression, resampled, results, scale_cautions, scales, trend_test, validity, weighted,
};
use crate::analysis::{
    About, Description, Entry, Finding, ItemDescription, Policy, Study, Target, Variable,
};
use crate::decimal::Decimal;
use crate::document::{Cell, Column, Content, Document, Number, Row, Sign, Text, plain};
use crate::stats::{CronbachAlpha, Interval, NotComputable, Outcome};

/// The answers to questions about a survey as a short document: tables as a
/// thesis prints them, each test with the reason why it was chosen.
pub fn analysis(study: &Study, voice: &Voice, rules: &Rules) -> Document {
    let mut composer = Composer::new(study, voice, rules);
    results::short(&mut composer);
    for entry in &study.entries {
        chapter(&mut composer, entry);
    }
    policy(&mut composer);
    let index = composer.of(&study.survey.index_name).to_owned();
    voice.document(
        voice.say("analysis.title", &[("index", index)]),
        composer.blocks,
    )
}

/// What one entry answers; entries of the index itself are told before.
pub fn chapter(composer: &mut Composer, entry: &Entry) {
    match (&entry.about, &entry.outcome) {
        (_, Ok(Finding::Description(found))) => description(composer, found),
        (_, Ok(Finding::Reliability(found))) => reliability(composer, found),
        (_, Ok(Finding::Validity(found))) => validity::validity(composer, found),
        (_, Ok(Finding::Correlations(found))) => {
            correlations::correlations(composer, found, entry.adjusted);
        }
        (_, Ok(Finding::Bootstrap(found))) => resampled::bootstrap(composer, found),
        (_, Ok(Finding::Comparison(found))) => {
            comparison::comparison(composer, found, entry.adjusted);
        }
        (_, Ok(Finding::Crosstab(found))) => crosstab::crosstab(composer, found, entry.adjusted),
        (_, Ok(Finding::Regression(found))) => {
            regression::regression(composer, found, entry.adjusted);
        }
        (_, Ok(Finding::Trend(found))) => trend_test::trend(composer, found, entry.adjusted),
        (_, Ok(Finding::Paired(found))) => paired::paired(composer, found, entry.adjusted),
        (_, Ok(Finding::SuccessiveIntervals { items })) => scales::intervals(composer, items),
        (_, Ok(Finding::Importance(found))) => scales::importance(composer, found),
        (_, Ok(Finding::Gap(found))) => gap::gap(composer, found),
        (_, Ok(Finding::Multiple(found))) => multiple::one(composer, found),
        (About::Several(question), Err(why)) => no_answer(composer, question.clone(), why),
        (_, Ok(Finding::Factors(found))) => factors::factors(composer, found),
        (_, Ok(Finding::Constructs(found))) => constructs::constructs(composer, found),
        (_, Ok(Finding::Kano(found))) => kano::kano(composer, found),
        (_, Ok(Finding::Recommendation(found))) => kano::recommendation(composer, found),
        (_, Ok(Finding::Weighted(found))) => weighted::weighted(composer, found),
        (About::Together { of }, Err(why)) => {
            let names: Vec<String> = of.iter().map(|v| variable(composer, v)).collect();
            no_answer(composer, composer.voice.list(&names), why);
        }
        (
            About::Model {
                outcome,
                predictors,
            },
            Err(why),
        ) => {
            let names: Vec<String> = predictors.iter().map(|v| variable(composer, v)).collect();
            let formula = format!("{} ~ {}", variable(composer, outcome), names.join(" + "));
            no_answer(composer, formula, why);
        }
        (About::Question { of, by }, Err(why)) => {
            let given = [
                ("of", target(composer, of)),
                ("by", by.clone()),
                ("because", composer.because(why)),
            ];
            composer.say("analysis.no_answer", &given);
        }
        _ => {}
    }
}

/// Why a question has no answer.
fn no_answer(composer: &mut Composer, question: String, why: &NotComputable) {
    let because = composer.because(why);
    let given = [("question", question), ("because", because)];
    composer.say("analysis.no_result", &given);
}

/// How p values were adjusted, and over how many questions.
pub(super) fn policy(composer: &mut Composer) {
    let Some(found) = composer.study.multiplicity.filter(|m| m.tests > 1) else {
        return;
    };
    let key = match found.policy {
        Policy::Holm => "analysis.policy_holm",
        Policy::BenjaminiHochberg => "analysis.policy_bh",
        Policy::None => "analysis.policy_none",
    };
    let tests = composer.voice.count(found.tests);
    composer.say(key, &[("tests", tests)]);
}

/// What is compared or correlated, by its printed name.
pub(super) fn target(composer: &Composer, target: &Target) -> String {
    target_name(composer.study, composer.voice, target)
}

/// The printed name of a value per respondent.
pub(super) fn target_name(study: &Study, voice: &Voice, target: &Target) -> String {
    match target {
        Target::Index => study.survey.index_short.text(voice.language).to_owned(),
        Target::Sum => voice.word("analysis.sum"),
        Target::Item(id) => {
            let items = &study.survey.items;
            let item = items.iter().find(|item| item.id == *id);
            item.map_or_else(
                || id.clone(),
                |item| format!("{} {}", item.code, item.name.text(voice.language)),
            )
        }
        Target::Dimension { name, .. } => name.clone(),
        Target::DimensionMean { name, .. } => {
            voice.say("analysis.mean_of", &[("name", name.clone())])
        }
        Target::Intervals(of) => format!("{} (MSI)", target_name(study, voice, of)),
    }
}

/// A value or a characteristic, by its printed name.
pub(super) fn variable(composer: &Composer, variable: &Variable) -> String {
    variable_name(composer.study, composer.voice, variable)
}

/// The printed name of a value or a characteristic.
pub(super) fn variable_name(study: &Study, voice: &Voice, variable: &Variable) -> String {
    match variable {
        Variable::Value(of) => target_name(study, voice, of),
        Variable::Group(header) => header.trim().to_owned(),
    }
}

/// The adjusted p value of a question, where several were asked.
pub(super) fn adjusted_p(composer: &mut Composer, adjusted: Option<f64>) {
    if let Some(adjusted) = adjusted {
        let p = composer.voice.p(adjusted);
        composer.say("compare.adjusted", &[("p", p)]);
    }
}

/// `(selang 95% … sampai …)` behind a name and a value.
pub(super) fn effect(
    voice: &Voice,
    name: String,
    value: f64,
    interval: Option<&Interval>,
) -> String {
    let value = voice.number(value, 3);
    // From minus to plus infinity says nothing.
    match interval.filter(|interval| interval.low.is_some() || interval.high.is_some()) {
        Some(interval) => {
            let low = interval.low.map(|low| voice.number(low, 3));
            let (low, high) = (
                low.unwrap_or_else(|| "−∞".to_owned()),
                bound(voice, interval.high, 3),
            );
            let given = [
                ("name", name),
                ("value", value),
                ("low", low),
                ("high", high),
            ];
            voice.say("compare.effect_interval", &given)
        }
        None => voice.say("compare.effect", &[("name", name), ("value", value)]),
    }
}

/// A number of so many places, or why there is none.
pub(super) fn cell(voice: &Voice, value: &Outcome<f64>, places: u8) -> Cell {
    match value {
        Ok(value) => number(*value, places),
        Err(why) => Cell {
            content: Content::None(because(voice, why)),
            derived: None,
        },
    }
}

pub(super) fn number(value: f64, places: u8) -> Cell {
    match Decimal::round(value, places) {
        Some(shown) => Cell::decimal(value, shown),
        None => Cell::empty(),
    }
}

/// A p value; below what three decimals show, how small it is.
pub(super) fn p_cell(voice: &Voice, p: &Outcome<f64>) -> Cell {
    match p {
        Ok(p) if *p < 0.001 => match Decimal::round(0.001, 3) {
            Some(shown) => Content::Number(Number {
                value: *p,
                shown,
                sign: Sign::Below,
            })
            .into(),
            None => Cell::empty(),
        },
        other => cell(voice, other, 3),
    }
}

fn description(composer: &mut Composer, found: &Description) {
    let voice = composer.voice;
    composer.section(voice.word("analysis.describe"));
    let mut columns = vec![
        // A hundred characters side by side are what a portrait page holds.
        Column::marks(voice.word("column.code"), 5),
        Column::words(voice.word("column.item_name"), 26),
        Column::numbers(voice.word("column.n"), 5),
        Column::numbers(voice.word("column.mean"), 7),
        Column::numbers(voice.word("column.sd"), 6),
        Column::numbers(voice.word("column.median"), 6),
        Column::numbers(voice.word("column.least"), 5),
        Column::numbers(voice.word("column.most"), 5),
        Column::numbers(voice.word("column.skewness"), 8),
        Column::numbers(voice.word("column.kurtosis"), 8),
        Column::numbers(voice.word("column.tcr"), 7),
        Column::words(voice.word("column.class"), 12),
    ];
    let mut rows: Vec<Row> = found
        .items
        .iter()
        .map(|item| Row::body(described(composer, item)))
        .collect();
    rows.extend(description::dimensions(composer, found));
    if let Ok(index) = &found.index {
        let mut cells = vec![Cell::empty(), Cell::words(composer.short())];
        cells.push(Cell::count(index.n));
        cells.extend(description::numbers(composer, &found.index, None, None));
        rows.push(Row::total(cells));
    }
    let caption = voice.word("analysis.describe_caption");
    let scale = composer.study.survey.items.first();
    let note = scale.map(|item| {
        let (min, max) = (f64::from(item.min), f64::from(item.max));
        composer.rules.classes.legend(voice, min, max)
    });
    let note = note.filter(|note| !note.is_empty());
    let is_named = |row: &Row| row.cells.last().is_some_and(|c| *c != Cell::empty());
    if note.is_none() && !found.items.is_empty() && !rows.iter().any(is_named) {
        // No class has a name on this scale.
        columns.pop();
        rows.iter_mut().for_each(|row| drop(row.cells.pop()));
    }
    let mut notes = vec![blanks(composer, found)];
    notes.extend(away(composer, found));
    notes.extend(description::notes(composer, found));
    notes.extend(note.map(plain));
    composer.table_with("Deskripsi", caption, Vec::new(), columns, rows, notes);
    description::below(composer, found);
}

/// How many answers each item lacks, those that did not apply aside, which as a
/// column would hold hardly anything but zeros.
fn blanks(composer: &Composer, found: &Description) -> Text {
    let view = composer.view();
    let each = counted(composer, found, |item| {
        item.missing.saturating_sub(view.not_applicable(&item.item))
    });
    plain(match each.is_empty() {
        true => composer.voice.word("analysis.no_blanks"),
        false => composer.voice.say("analysis.blanks", &[("list", each)]),
    })
}

/// How many said of each item that it did not apply to them, which is no blank.
fn away(composer: &Composer, found: &Description) -> Option<Text> {
    let view = composer.view();
    let each = counted(composer, found, |item| view.not_applicable(&item.item));
    let text = || {
        composer
            .voice
            .say("analysis.away", &[("list", each.clone())])
    };
    (!each.is_empty()).then(|| plain(text()))
}

/// `U3 (2)` of the items that have any.
fn counted(
    composer: &Composer,
    found: &Description,
    count: impl Fn(&ItemDescription) -> u64,
) -> String {
    let voice = composer.voice;
    let each = found.items.iter().filter_map(|item| {
        let n = count(item);
        let (code, _) = composer.named(&item.item);
        (n > 0).then(|| format!("{code} ({})", voice.count(n)))
    });
    voice.list(&each.collect::<Vec<String>>())
}

fn described(composer: &Composer, item: &ItemDescription) -> Vec<Cell> {
    let items = &composer.study.survey.items;
    let spec = items.iter().find(|known| known.id == item.item);
    let (code, name) = spec.map_or((String::new(), item.item.clone()), |spec| {
        (spec.code.clone(), composer.short_name(&spec.name))
    });
    let mut cells = vec![Cell::words(code), Cell::words(name), Cell::count(item.n)];
    let scale = spec.map(|spec| (spec.min, spec.max));
    let (found, tcr) = (&item.descriptives, item.tcr);
    cells.extend(description::numbers(composer, found, tcr, scale));
    cells
}

fn reliability(composer: &mut Composer, found: &CronbachAlpha) {
    let voice = composer.voice;
    composer.section(voice.word("analysis.reliability"));
    let interval = match &found.interval {
        Ok(interval) => voice.say(
            "analysis.interval",
            &[
                ("low", bound(voice, interval.low, 3)),
                ("high", bound(voice, interval.high, 3)),
            ],
        ),
        Err(why) => because(voice, why),
    };
    let verdict = composer.rules.reliability.of(found.alpha);
    let given = [
        ("alpha", voice.number(found.alpha, 3)),
        ("interval", interval),
        ("items", voice.count(found.variables)),
        ("n", voice.count(found.n)),
        ("incomplete", voice.incomplete(found.missing)),
        ("verdict", composer.of(&verdict).to_owned()),
        (
            "rule",
            composer.of(&composer.rules.reliability.name).to_owned(),
        ),
    ];
    composer.say("analysis.alpha", &given);
    let columns = vec![
        Column::marks(voice.word("column.code"), 5),
        Column::words(voice.word("column.item_name"), 30),
        Column::numbers(voice.word("column.mean_without"), 14),
        Column::numbers(voice.word("column.corrected"), 14),
        Column::numbers(voice.word("column.alpha_without"), 14),
    ];
    let items = &composer.study.survey.items;
    let rows = found.items.iter().zip(items).map(|(row, item)| {
        Row::body(vec![
            Cell::words(item.code.clone()),
            Cell::words(composer.short_name(&item.name)),
            number(row.scale_mean, 3),
            cell(voice, &row.corrected_correlation, 3),
            cell(voice, &row.alpha, 3),
        ])
    });
    let rows = rows.collect();
    let caption = voice.word("analysis.alpha_caption");
    composer.table("Reliabilitas", caption, columns, rows);
    let all = voice.word("thesis.all_items");
    scale_cautions::alike(composer, &[(all, found.alpha)]);
}

/// The end of an interval; none is unbounded.
pub(super) fn bound(voice: &Voice, end: Option<f64>, places: u8) -> String {
    end.map_or_else(|| "∞".to_owned(), |end| voice.number(end, places))
}
