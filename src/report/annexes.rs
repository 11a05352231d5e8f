use super::Material;
use super::composer::Composer;
use super::issues::issue_table;
use super::method;
use super::screening::{screening_notes, screening_table};
use crate::analysis::SatisfactionIndex;
use crate::document::{Cell, Column, Row, plain};
use crate::survey::{ItemOrder, Listing, Responses, WhyUnused};

/// The annexes: questionnaire, data processing, data quality, methods.
pub fn chapter(composer: &mut Composer, material: &Material) {
    composer.chapter("L", "annex.chapter");
    questionnaire(composer);
    processing(composer, material);
    quality(composer);
    methods(composer);
}

fn questionnaire(composer: &mut Composer) {
    let voice = composer.voice;
    let survey = &composer.study.survey;
    composer.section(voice.word("annex.form"));
    let given = [(
        "instrument",
        composer.of(&survey.instrument_title).to_owned(),
    )];
    composer.say("annex.form_lead", &given);
    let columns = vec![
        Column::marks(voice.word("column.no"), 5),
        Column::words(voice.word("column.question"), 48),
        Column::words(voice.word("column.answer"), 44),
    ];
    let rows = composer
        .view()
        .order()
        .into_iter()
        .filter_map(|i| Some((survey.items.get(i)?, survey.questions.get(i)?)))
        .map(|(item, question)| {
            let answers: Vec<String> = (item.min..)
                .zip(&item.labels)
                .map(|(code, label)| match label.id == code.to_string() {
                    true => label.id.clone(),
                    false => format!("{code} = {}", composer.of(label)),
                })
                .collect();
            Row::body(vec![
                Cell::words(item.code.clone()),
                Cell::words(composer.of(question)),
                Cell::words(answers.join("; ")),
            ])
        })
        .collect();
    composer.table("Kuesioner", voice.word("annex.form_caption"), columns, rows);
}

/// More items than this do not stand side by side on a page.
const WIDEST: usize = 24;

/// The official layout: a row per respondent, then sums, NRR, weighted NRR and
/// the index.
fn processing(composer: &mut Composer, material: &Material) {
    let voice = composer.voice;
    composer.section(match composer.study.survey.public_service {
        true => voice.word("annex.data"),
        false => voice.say("annex.data_plain", &[("item", composer.item_word())]),
    });
    let Some(index) = composer.total() else {
        return composer.no_index();
    };
    let order = composer.view().order();
    if order.len() > WIDEST {
        let k = voice.count(order.len() as u64);
        let item = composer.item_word();
        return composer.say("annex.data_wide", &[("k", k), ("item", item)]);
    }
    let mut rows = Vec::new();
    match material.answers {
        Some((responses, listing)) if listing.rows.len() as u64 <= composer.rules.rows.listed => {
            rows = respondent_rows(responses, listing, &order);
        }
        Some((_, listing)) => {
            let n = voice.count(listing.rows.len() as u64);
            composer.say("annex.data_many", &[("n", n)]);
        }
        None => composer.say("annex.data_none", &[]),
    }
    rows.extend(processing_totals(composer, index, &order));
    let items = &composer.study.survey.items;
    let mut columns = vec![Column::marks(voice.word("column.respondent"), 20)];
    columns.extend(
        order
            .iter()
            .filter_map(|&i| items.get(i))
            .map(|item| Column::marks(item.code.clone(), 6)),
    );
    columns.push(Column::marks("", 11));
    let given = [("item", composer.item_word())];
    let groups = vec![
        (String::new(), 1),
        (voice.say("annex.data_groups_item", &given), order.len()),
        (String::new(), 1),
    ];
    let caption = voice.say("annex.data_caption", &given);
    let notes = legend(composer, &order);
    composer.table_with("Pengolahan", caption, groups, columns, rows, notes);
}

fn respondent_rows(responses: &Responses, listing: &Listing, order: &[usize]) -> Vec<Row> {
    (1..)
        .zip(&listing.rows)
        .filter_map(|(number, (_, at))| {
            let pattern = responses.patterns.get(*at as usize)?;
            let mut cells = vec![Cell::count(number)];
            cells.extend(
                order
                    .iter()
                    .map(|&i| code_cell(pattern.codes.get(i).copied().flatten())),
            );
            cells.push(Cell::empty());
            Some(Row::body(cells))
        })
        .collect()
}

/// A code as a cell; a missing answer is blank.
pub fn code_cell(code: Option<i16>) -> Cell {
    match code {
        Some(code) => {
            let shown = crate::decimal::Decimal {
                units: i64::from(code),
                places: 0,
            };
            Cell::decimal(f64::from(code), shown)
        }
        None => Cell::empty(),
    }
}

fn processing_totals(composer: &Composer, index: &SatisfactionIndex, order: &[usize]) -> Vec<Row> {
    let voice = composer.voice;
    let item = [("item", composer.item_word())];
    let items: Vec<_> = order.iter().filter_map(|&i| index.items.get(i)).collect();
    let line = |title: String, cells: Vec<Cell>, last: Cell| {
        let mut row = vec![Cell::words(title)];
        row.extend(cells);
        row.push(last);
        Row::total(row)
    };
    let whole = |value: i64| {
        let shown = crate::decimal::Decimal {
            units: value,
            places: 0,
        };
        Cell::decimal(value as f64, shown)
    };
    let starred = |text: String, stars: &str| Cell::words(format!("{text} {stars}"));
    let empty = || vec![Cell::empty(); items.len()];
    vec![
        line(
            voice.say("annex.data_sum", &item),
            items.iter().map(|i| whole(i.sum)).collect(),
            Cell::empty(),
        ),
        line(
            voice.say("annex.data_nrr", &item),
            items
                .iter()
                .map(|i| Cell::decimal(i.nrr, i.nrr_printed))
                .collect(),
            Cell::empty(),
        ),
        line(
            voice.say("annex.data_weighted", &item),
            items
                .iter()
                .map(|i| Cell::decimal(i.weighted, i.weighted_printed))
                .collect(),
            starred(voice.decimal(index.weighted_sum_printed), "*)"),
        ),
        line(
            voice.say("annex.data_index", &[("short", composer.short())]),
            empty(),
            starred(voice.decimal(index.printed), "**)"),
        ),
    ]
}

fn legend(composer: &Composer, order: &[usize]) -> Vec<crate::document::Text> {
    let voice = composer.voice;
    let items = &composer.study.survey.items;
    let list: Vec<String> = order
        .iter()
        .filter_map(|&i| items.get(i))
        .map(|item| format!("{} {}", item.code, composer.of(&item.name)))
        .collect();
    let given = [
        ("item", composer.item_word()),
        ("weight", composer.weight()),
    ];
    let factor = method::factor(composer.study, voice);
    [
        voice.say("annex.data_legend_1_plain", &[("list", list.join("; "))]),
        voice.say("annex.data_legend_2", &given),
        voice.say("annex.data_legend_3", &given),
        voice.say("annex.data_legend_4", &[("short", composer.short())]),
        voice.say("annex.data_legend_5", &[("factor", factor)]),
        voice.word("annex.data_blank"),
    ]
    .into_iter()
    .map(plain)
    .collect()
}

pub(super) fn quality(composer: &mut Composer) {
    let voice = composer.voice;
    composer.section(voice.word("annex.quality"));
    if let Some(quality) = composer.view().quality() {
        // What did not apply to somebody was no question to answer.
        let items = composer.study.survey.items.iter();
        let away: u64 = items
            .map(|item| composer.view().not_applicable(&item.id))
            .sum();
        let possible = quality.possible.saturating_sub(away);
        let given = [
            ("straight", voice.count(quality.straight_line)),
            (
                "straight_percent",
                voice.percent_of(quality.straight_line, quality.n, 1),
            ),
            ("item", composer.item_word()),
        ];
        let alike = match quality.straight_line {
            0 => voice.say("annex.quality_no_straight", &given),
            _ => voice.say("annex.quality_straight", &given),
        };
        let given = [
            ("possible", voice.count(possible)),
            ("answers", voice.count(quality.answers)),
            ("percent", voice.percent_of(quality.answers, possible, 1)),
            ("alike", alike),
        ];
        composer.say("annex.quality_1", &given);
    }
    screening(composer);
    let personal: Vec<String> = composer
        .study
        .survey
        .left_out
        .iter()
        .filter(|l| matches!(l.why, WhyUnused::Personal(_)))
        .map(|l| super::issues::shortened(&l.header))
        .collect();
    if !personal.is_empty() {
        composer.say("annex.left_out", &[("names", voice.list(&personal))]);
    }
    if composer.study.issues.is_empty() {
        composer.say("annex.quality_none", &[]);
        return;
    }
    let (columns, rows) = issue_table(voice, &composer.study.survey.items, &composer.study.issues);
    let caption = voice.word("annex.quality_caption");
    composer.table("Temuan", caption, columns, rows);
}

/// What may be careless, and the index without it.
fn screening(composer: &mut Composer) {
    let Some(found) = composer.view().screening() else {
        return;
    };
    let voice = composer.voice;
    let all = composer
        .view()
        .index()
        .map(|index| voice.decimal(index.printed));
    let (columns, rows) = screening_table(voice, found, all);
    let notes = screening_notes(voice, found)
        .into_iter()
        .map(plain)
        .collect();
    let caption = voice.word("screening.caption");
    composer.table_with("Saringan", caption, Vec::new(), columns, rows, notes);
}

fn methods(composer: &mut Composer) {
    let voice = composer.voice;
    let survey = &composer.study.survey;
    composer.section(voice.word("annex.method"));
    let item = ("item", composer.item_word());
    let weights = [
        ("short", composer.short()),
        ("factor", method::factor(composer.study, voice)),
        ("weight", composer.weight()),
        ("round", method::rounding_name(composer.study, voice)),
    ];
    let mut lines = vec![
        voice.say("annex.method_nrr", &[item]),
        voice.say("annex.method_index", &weights),
    ];
    if !survey.bands.is_empty() {
        let regulation = composer.of(&survey.regulation).to_owned();
        lines.push(match regulation.is_empty() {
            true => voice.word("annex.method_grade_plain"),
            false => voice.say("annex.method_grade", &[("regulation", regulation)]),
        });
    }
    lines.push(voice.word("annex.method_interval"));
    if survey.population.is_some() {
        lines.push(voice.word("annex.method_population"));
    }
    if composer.view().change().is_some_and(|c| c.p.is_ok()) {
        let alpha = ("alpha", voice.number(composer.rules.change.alpha, 3));
        lines.push(voice.say("annex.method_change", &[alpha]));
    }
    if survey.public_service && survey.items.iter().any(|i| i.id == "sarana") {
        let order = match survey.options.order {
            ItemOrder::Regulation => "annex.order_regulation",
            ItemOrder::Form => "annex.order_form",
        };
        let order = voice.word(order);
        lines.push(voice.say("annex.method_order", &[("order", order)]));
    }
    composer.list(false, lines.into_iter().map(plain).collect());
    versions(composer);
}

fn versions(composer: &mut Composer) {
    let voice = composer.voice;
    let study = composer.study;
    let columns = vec![
        Column::words(voice.word("column.fact"), 24),
        Column::words(voice.word("column.value"), 70),
    ];
    let row = |key: &str, value: String| {
        Row::body(vec![Cell::words(voice.word(key)), Cell::words(value)])
    };
    let mut rows = vec![
        row(
            "annex.program",
            format!("{} {}", study.made_by.name, study.made_by.version),
        ),
        row("annex.instrument", study.survey.instrument.clone()),
    ];
    for source in &study.survey.sources {
        rows.push(row("annex.source_file", source.file.clone()));
        if let Some(sheet) = &source.sheet {
            rows.push(row("annex.source_sheet", sheet.clone()));
        }
        if let Some((first, last)) = source.body_rows {
            rows.push(row("annex.source_rows", format!("{first}–{last}")));
        }
        rows.push(row("annex.source_hash", source.sha256.clone()));
    }
    let caption = voice.word("annex.method_caption");
    composer.table("Versi", caption, columns, rows);
}
