use super::analysis::{bound, cell, number, variable};
use super::composer::Composer;
use crate::analysis::{KanoPair, KanoPairs, Recommendation};
use crate::document::{Cell, Column, Content, Row, plain};
use crate::stats::KanoCategory;

/// Kano's category of each quality, with the counts behind it.
pub(super) fn kano(composer: &mut Composer, found: &KanoPairs) {
    let voice = composer.voice;
    composer.section(voice.word("kano.section"));
    composer.say("kano.lead", &[]);
    let mut columns = vec![
        Column::words(voice.word("kano.quality"), 22),
        Column::numbers(voice.word("column.n"), 6),
    ];
    columns.extend(["A", "O", "M", "I", "R", "Q"].map(|letter| Column::numbers(letter, 5)));
    columns.push(Column::words(voice.word("column.class"), 22));
    columns.push(Column::numbers("Better", 9));
    columns.push(Column::numbers("Worse", 9));
    let rows = found.pairs.iter().map(|pair| row(composer, pair));
    let rows = rows.collect();
    let notes = vec![
        plain(voice.word("kano.letters")),
        plain(voice.word("kano.blauth")),
    ];
    let caption = voice.word("kano.caption");
    composer.table_with("Kano", caption, Vec::new(), columns, rows, notes);
}

fn row(composer: &Composer, pair: &KanoPair) -> Row {
    let voice = composer.voice;
    let name = format!(
        "{}/{}",
        code(composer, &pair.functional),
        code(composer, &pair.dysfunctional)
    );
    let mut cells = vec![Cell::words(name), Cell::count(pair.n)];
    match &pair.found {
        Ok(found) => {
            let counts = [
                found.counts.attractive,
                found.counts.one_dimensional,
                found.counts.must_be,
                found.counts.indifferent,
                found.counts.reverse,
                found.counts.questionable,
            ];
            cells.extend(counts.map(Cell::count));
            let mut category = voice.word(word(found.by_blauth));
            if found.by_frequency != found.by_blauth {
                let other = voice.word(word(found.by_frequency));
                let other = voice.say("kano.most_frequent", &[("category", other)]);
                category = format!("{category} ({other})");
            }
            cells.push(Cell::words(category));
            cells.push(cell(voice, &found.better, 3));
            cells.push(cell(voice, &found.worse, 3));
        }
        Err(why) => {
            cells.extend((0..6).map(|_| Cell::empty()));
            cells.push(Content::None(composer.because(why)).into());
            cells.extend([Cell::empty(), Cell::empty()]);
        }
    }
    Row::body(cells)
}

fn code(composer: &Composer, id: &str) -> String {
    let items = &composer.study.survey.items;
    let item = items.iter().find(|item| item.id == id);
    item.map_or_else(|| id.to_owned(), |item| item.code.clone())
}

fn word(category: KanoCategory) -> &'static str {
    match category {
        KanoCategory::Attractive => "kano.attractive",
        KanoCategory::OneDimensional => "kano.one_dimensional",
        KanoCategory::MustBe => "kano.must_be",
        KanoCategory::Indifferent => "kano.indifferent",
        KanoCategory::Reverse => "kano.reverse",
        KanoCategory::Questionable => "kano.questionable",
    }
}

/// The net promoter score: who recommends, who warns, and the score between them.
pub(super) fn recommendation(composer: &mut Composer, found: &Recommendation) {
    let voice = composer.voice;
    composer.section(voice.word("nps.section"));
    let score = &found.score;
    let interval = &score.adjusted.interval;
    let given = [
        ("of", variable(composer, &found.of)),
        ("score", voice.number(score.score, 1)),
        ("low", bound(voice, interval.low, 1)),
        ("high", bound(voice, interval.high, 1)),
        ("n", voice.count(score.n)),
        ("missing", voice.count(found.blank)),
    ];
    composer.say("nps.result", &given);
    if found.outside > 0 {
        let outside = voice.count(found.outside);
        composer.say("nps.outside", &[("outside", outside)]);
    }
    let columns = vec![
        Column::words(voice.word("nps.group"), 30),
        Column::words(voice.word("column.answer"), 10),
        Column::numbers(voice.word("column.count"), 10),
        Column::numbers(voice.word("column.percent"), 12),
    ];
    let line = |key: &str, answers: &str, count: u64| {
        let share = count as f64 / score.n.max(1) as f64;
        Row::body(vec![
            Cell::words(voice.word(key)),
            Cell::words(answers),
            Cell::count(count),
            number(share * 100.0, 2),
        ])
    };
    let mut rows = vec![
        line("nps.promoters", "9–10", score.promoters),
        line("nps.passives", "7–8", score.passives),
        line("nps.detractors", "0–6", score.detractors),
    ];
    rows.push(Row::total(vec![
        Cell::words(voice.word("crosstab.total")),
        Cell::empty(),
        Cell::count(score.n),
        number(100.0, 2),
    ]));
    composer.table("NPS", voice.word("nps.caption"), columns, rows);
}
