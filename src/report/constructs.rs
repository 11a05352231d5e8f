use super::analysis::{cell, number};
use super::composer::Composer;
use crate::analysis::{Construct, Constructs};
use crate::document::{Cell, Column, Content, NoteKind, Row, plain};
use crate::stats::Caution;

/// Convergent and discriminant validity in the order of a thesis: loadings, AVE and
/// composite reliability, Fornell and Larcker's table, HTMT.
pub(super) fn constructs(composer: &mut Composer, found: &Constructs) {
    let voice = composer.voice;
    composer.section(voice.word("construct.section"));
    let given = [
        ("n", voice.count(found.n)),
        ("incomplete", voice.incomplete(found.missing)),
        (
            "rule",
            composer.of(&composer.rules.convergent.name).to_owned(),
        ),
    ];
    composer.say("construct.lead", &given);
    loadings(composer, found);
    convergent(composer, found);
    for dimension in &found.dimensions {
        warned(composer, dimension);
    }
    if found.dimensions.len() > 1 {
        cross_loadings(composer, found);
        fornell_larcker(composer, found);
        heterotrait_monotrait(composer, found);
    }
}

/// The loading of every item, with its verdict.
fn loadings(composer: &mut Composer, found: &Constructs) {
    let voice = composer.voice;
    let columns = vec![
        Column::words(voice.word("column.dimension"), 16),
        Column::marks(voice.word("column.code"), 7),
        Column::words(voice.word("column.item_name"), 42),
        Column::numbers(voice.word("construct.loading"), 11),
        Column::words(voice.word("column.verdict"), 18),
    ];
    let from = composer.rules.convergent.loading;
    let mut rows = Vec::new();
    for dimension in &found.dimensions {
        let validity = match &dimension.validity {
            Ok(validity) => validity,
            Err(why) => {
                rows.push(Row::body(vec![
                    Cell::words(dimension.name.clone()),
                    Cell::empty(),
                    Content::None(composer.because(why)).into(),
                    Cell::empty(),
                    Cell::empty(),
                ]));
                continue;
            }
        };
        let items = dimension.items.iter().zip(&validity.loadings);
        rows.extend(items.enumerate().map(|(at, (id, loading))| {
            let (code, name) = composer.named(id);
            let verdict = match *loading >= from {
                true => "construct.meets",
                false => "construct.below",
            };
            Row::body(vec![
                match at {
                    0 => Cell::words(dimension.name.clone()),
                    _ => Cell::empty(),
                },
                Cell::words(code),
                Cell::words(name),
                number(*loading, 3),
                Cell::words(voice.word(verdict)),
            ])
        }));
    }
    let caption = voice.word("construct.loadings_caption");
    composer.table("Muatan dimensi", caption, columns, rows);
}

/// AVE and composite reliability of each dimension, with their verdict.
fn convergent(composer: &mut Composer, found: &Constructs) {
    let voice = composer.voice;
    let columns = vec![
        Column::words(voice.word("column.dimension"), 24),
        Column::numbers(voice.word("column.items"), 9),
        Column::numbers("AVE", 10),
        Column::numbers("CR", 10),
        Column::words(voice.word("column.verdict"), 34),
    ];
    let rule = &composer.rules.convergent;
    let rows = found.dimensions.iter().map(|dimension| {
        let of = |pick: fn(&crate::stats::ConvergentValidity) -> f64| {
            let value = dimension.validity.as_ref().map(pick);
            cell(voice, &value.map_err(Clone::clone), 3)
        };
        let verdict = dimension.validity.as_ref().map_or("", |validity| {
            let ave = validity.ave >= rule.ave;
            match (ave, validity.composite_reliability >= rule.reliability) {
                (true, true) => "construct.meets",
                (false, true) => "construct.ave_below",
                (true, false) => "construct.cr_below",
                (false, false) => "construct.both_below",
            }
        });
        Row::body(vec![
            Cell::words(dimension.name.clone()),
            Cell::count(dimension.items.len() as u64),
            of(|validity| validity.ave),
            of(|validity| validity.composite_reliability),
            match verdict {
                "" => Cell::empty(),
                key => Cell::words(voice.word(key)),
            },
        ])
    });
    let rows = rows.collect();
    let notes = vec![plain(voice.word("construct.convergent_note"))];
    let caption = voice.word("construct.convergent_caption");
    composer.table_with("AVE dan CR", caption, Vec::new(), columns, rows, notes);
}

/// Items that load the other way, a factor that explains an item altogether.
fn warned(composer: &mut Composer, dimension: &Construct) {
    let Ok(validity) = &dimension.validity else {
        return;
    };
    let voice = composer.voice;
    let code = |id: &String| composer.named(id).0;
    let both = dimension.items.iter().zip(&validity.loadings);
    let negative = both.filter(|(_, loading)| **loading < 0.0);
    let negative: Vec<String> = negative.map(|(id, _)| code(id)).collect();
    let heywood = validity.cautions.iter().find_map(|caution| match caution {
        Caution::Heywood { variables } => Some(variables),
        _ => None,
    });
    let places = heywood.into_iter().flatten();
    let at = places.filter_map(|at| dimension.items.get(usize::try_from(*at).ok()?));
    let explained: Vec<String> = at.map(code).collect();
    for (key, items) in [
        ("construct.negative", negative),
        ("factor.heywood", explained),
    ] {
        if !items.is_empty() {
            let text = voice.say(key, &[("items", voice.list(&items))]);
            composer.note(NoteKind::Caution, text);
        }
    }
}

/// Every item with the sum of every dimension, and the items that go elsewhere.
fn cross_loadings(composer: &mut Composer, found: &Constructs) {
    let voice = composer.voice;
    let count = found.dimensions.len();
    for from in (0..count).step_by(COLUMNS) {
        let to = (from + COLUMNS).min(count);
        let mut columns = vec![
            Column::words(voice.word("column.dimension"), 18),
            Column::marks(voice.word("column.code"), 7),
        ];
        columns.extend((from..to).map(|at| Column::numbers((at + 1).to_string(), 8)));
        let mut rows = Vec::new();
        for (number, dimension) in (1..).zip(&found.dimensions) {
            let items = dimension.items.iter().zip(&dimension.cross);
            rows.extend(items.enumerate().map(|(at, (id, row))| {
                let title = match at {
                    0 => Cell::words(format!("{number} {}", dimension.name)),
                    _ => Cell::empty(),
                };
                let mut cells = vec![title, Cell::words(composer.named(id).0)];
                let shown = row.iter().skip(from).take(to - from);
                cells.extend(shown.map(|r| cell(voice, r, 3)));
                Row::body(cells)
            }));
        }
        let id = format!("Muatan silang {}", from / COLUMNS + 1);
        let caption = voice.word("construct.cross_caption");
        composer.table(&id, caption, columns, rows);
    }
    let Some(crossing) = found.crossing() else {
        return;
    };
    let code = |(own, place): &(usize, usize)| {
        let id = found.dimensions.get(*own)?.items.get(*place)?;
        Some(composer.named(id).0)
    };
    let codes: Vec<String> = crossing.iter().filter_map(code).collect();
    match codes.is_empty() {
        true => composer.say("construct.cross_apart", &[]),
        false => composer.say("construct.cross_high", &[("list", voice.list(&codes))]),
    }
}

/// Correlations of the sums below the roots of the AVE, and who stands apart.
fn fornell_larcker(composer: &mut Composer, found: &Constructs) {
    let voice = composer.voice;
    let value = |row: usize, column: usize| match row == column {
        true => {
            let own = found.dimensions.get(row)?.validity.as_ref();
            let root = own.map(|validity| libm::sqrt(validity.ave));
            Some(cell(voice, &root.map_err(Clone::clone), 3))
        }
        false => Some(cell(voice, &found.pair(row, column)?.correlation, 3)),
    };
    let caption = voice.word("construct.fornell_caption");
    triangle(composer, found, ("Fornell-Larcker", caption), &value);
    for (key, wanted) in [
        ("construct.fornell_apart", Some(true)),
        ("construct.fornell_close", Some(false)),
        ("construct.fornell_none", None),
    ] {
        let each = found.dimensions.iter().enumerate();
        let named = each.filter(|(at, _)| found.stands_apart(*at) == wanted);
        let names: Vec<String> = named.map(|(_, d)| d.name.clone()).collect();
        if !names.is_empty() {
            composer.say(key, &[("list", voice.list(&names))]);
        }
    }
}

/// HTMT of every two dimensions against the limit of the rule.
fn heterotrait_monotrait(composer: &mut Composer, found: &Constructs) {
    let voice = composer.voice;
    let value = |row: usize, column: usize| match row == column {
        true => Some(Cell::empty()),
        false => {
            let ratio = found.pair(row, column)?.htmt.as_ref().map(|h| h.ratio);
            Some(cell(voice, &ratio.map_err(Clone::clone), 3))
        }
    };
    let caption = voice.word("construct.htmt_caption");
    triangle(composer, found, ("HTMT", caption), &value);
    let limit = composer.rules.discriminant.htmt;
    let high = found
        .hardly_two(limit)
        .map(|(first, second, ratio)| format!("{first}–{second} ({})", voice.number(ratio, 3)));
    let high: Vec<String> = high.collect();
    let known = found.pairs.iter().filter(|pair| pair.htmt.is_ok()).count();
    let given = [
        (
            "rule",
            composer.of(&composer.rules.discriminant.name).to_owned(),
        ),
        ("list", voice.list(&high)),
        ("pairs", voice.count(known as u64)),
    ];
    match (known, high.is_empty()) {
        (0, _) => {}
        (_, true) => {
            let given = [given[0].clone(), given[2].clone()];
            composer.say("construct.htmt_apart", &given);
        }
        (_, false) => composer.say("construct.htmt_close", &given[..2]),
    }
}

/// Dimensions by their numbers below each other and side by side.
fn triangle(
    composer: &mut Composer,
    found: &Constructs,
    (id, caption): (&str, String),
    value: &dyn Fn(usize, usize) -> Option<Cell>,
) {
    let count = found.dimensions.len();
    for (part, from) in (1..).zip((0..count).step_by(COLUMNS)) {
        let to = (from + COLUMNS).min(count);
        let mut columns = vec![Column::words(composer.voice.word("column.dimension"), 26)];
        columns.extend((from..to).map(|at| Column::numbers((at + 1).to_string(), 8)));
        let rows = found.dimensions.iter().enumerate().skip(from);
        let rows = rows.map(|(row, dimension)| {
            let mut cells = vec![Cell::words(format!("{} {}", row + 1, dimension.name))];
            cells.extend((from..to).map(|column| match column <= row {
                true => value(row, column).unwrap_or_else(Cell::empty),
                false => Cell::empty(),
            }));
            Row::body(cells)
        });
        let rows = rows.collect();
        match count <= COLUMNS {
            true => composer.table(id, caption.clone(), columns, rows),
            false => {
                let parts = count.div_ceil(COLUMNS);
                let caption = format!("{caption} ({part}/{parts})");
                composer.table(&format!("{id} {part}"), caption, columns, rows);
            }
        }
    }
}

/// Dimensions side by side that a page holds.
const COLUMNS: usize = 9;
