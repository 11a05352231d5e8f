use super::analysis::{bound, variable};
use super::composer::Composer;
use crate::analysis::{Target, Variable, Weighted, WeightedShares};
use crate::document::{Cell, Column, Row};
use crate::survey::Item;

/// What share of the population gave each answer and has each characteristic, beside
/// the respondents it is known from.
pub(super) fn shares(composer: &mut Composer, found: &Weighted) {
    characteristics(composer, found);
    let items: Vec<(&Item, &WeightedShares)> = found
        .shares
        .iter()
        .filter_map(|shares| Some((item(composer, &shares.of)?, shares)))
        .collect();
    let any = !items.is_empty();
    // Items of one scale share a table.
    let mut rest = items.as_slice();
    while let Some((first, _)) = rest.first() {
        let same = |(item, _): &&(&Item, &WeightedShares)| item.labels == first.labels;
        let many = rest.iter().take_while(same).count();
        let (table, after) = rest.split_at(many);
        answers(composer, table);
        rest = after;
    }
    if any {
        composer.say("weights.furthest_note", &[]);
    }
}

fn item<'a>(composer: &Composer<'a>, of: &Variable) -> Option<&'a Item> {
    let Variable::Value(Target::Item(id)) = of else {
        return None;
    };
    let items = composer.study.survey.items.iter();
    items.into_iter().find(|item| item.id == *id)
}

fn answers(composer: &mut Composer, items: &[(&Item, &WeightedShares)]) {
    let voice = composer.voice;
    let of: Vec<&Item> = items.iter().map(|(item, _)| *item).collect();
    let levels = super::chart_answers::scale_levels(&of, voice);
    let (name, width) = Column::side_by_side(levels.len(), 19, 9);
    let mut columns = vec![
        Column::marks(voice.word("column.code"), 6),
        Column::words(voice.word("column.item_name"), name),
    ];
    columns.extend(levels.iter().map(|level| Column::numbers(level, width)));
    columns.push(Column::numbers(voice.word("weights.furthest"), 7));
    columns.push(Column::numbers(voice.word("column.n"), 6));
    let rows = items.iter().map(|(item, shares)| {
        let mut cells = vec![
            Cell::words(&*item.code),
            Cell::words(composer.short_name(&item.name)),
        ];
        let each = shares.levels.iter();
        cells.extend(each.map(|level| Cell::words(voice.percent(level.share, 1))));
        let furthest = furthest(shares).map(|away| voice.number(away * 100.0, 1));
        cells.push(furthest.map_or_else(Cell::empty, Cell::words));
        cells.push(Cell::count(shares.levels.iter().map(|level| level.n).sum()));
        Row::body(cells)
    });
    let rows = rows.collect();
    let id = format!("Sebaran tertimbang {}", composer.blocks.len());
    composer.table(&id, voice.word("weights.answers_caption"), columns, rows);
}

/// The greatest way from a share to an end of its interval.
fn furthest(shares: &WeightedShares) -> Option<f64> {
    let ways = shares.levels.iter().filter_map(|level| {
        let interval = level.interval.as_ref().ok()?;
        Some([level.share - interval.low?, interval.high? - level.share])
    });
    ways.flatten().reduce(f64::max)
}

fn characteristics(composer: &mut Composer, found: &Weighted) {
    let voice = composer.voice;
    let mut rows = Vec::new();
    for shares in &found.shares {
        let all = shares.levels.iter().map(|level| level.n).sum();
        for (at, level) in shares.levels.iter().enumerate() {
            let Some(value) = &level.value else {
                continue;
            };
            let title = match at {
                0 => variable(composer, &shares.of),
                _ => String::new(),
            };
            rows.push(Row::body(vec![
                Cell::words(title),
                Cell::words(composer.of(value).to_owned()),
                Cell::count(level.n),
                Cell::words(voice.percent_of(level.n, all, 1)),
                Cell::words(voice.percent(level.share, 1)),
                Cell::words(match &level.interval {
                    Ok(found) => {
                        let end = |end: Option<f64>| bound(voice, end.map(|v| v * 100.0), 1);
                        format!("{} – {}", end(found.low), end(found.high))
                    }
                    Err(_) => "–".to_owned(),
                }),
            ]));
        }
    }
    if rows.is_empty() {
        return;
    }
    let columns = vec![
        Column::words(voice.word("column.characteristic"), 20),
        Column::words(voice.word("column.indicator"), 24),
        Column::numbers(voice.word("column.n"), 8),
        Column::numbers(voice.word("column.unweighted"), 13),
        Column::numbers(voice.word("column.weighted_mean"), 13),
        Column::words(voice.word("weights.percent_interval"), 16),
    ];
    let caption = voice.word("weights.profile_caption");
    composer.table("Karakteristik tertimbang", caption, columns, rows);
}
