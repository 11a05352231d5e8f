use super::analysis::{cell, number};
use super::composer::{Composer, capital};
use crate::analysis::Scale;
use crate::document::{Cell, Column, NoteKind, Row};
use crate::stats::{CronbachAlpha, ItemOfScale};

/// What the sum and α of each scale are without each of its items, which removals
/// would raise α, and which items run against the others.
pub(super) fn without_each(composer: &mut Composer, scales: &[(String, &Scale)]) {
    let voice = composer.voice;
    let known: Vec<Known> = scales.iter().filter_map(Known::of).collect();
    // Without one of two items there is no α.
    if known.iter().all(|scale| scale.alpha.variables < 3) {
        return;
    }
    let columns = vec![
        Column::words(voice.word("column.dimension"), 14),
        Column::marks(voice.word("column.code"), 6),
        Column::words(voice.word("column.item_name"), 28),
        Column::numbers(voice.word("column.mean_without"), 14),
        Column::numbers(voice.word("column.variance_without"), 14),
        Column::numbers(voice.word("column.corrected"), 10),
        Column::numbers(voice.word("column.alpha_without"), 10),
    ];
    let mut rows = Vec::new();
    for scale in &known {
        for (at, (id, item)) in scale.items().enumerate() {
            let title = if at == 0 { scale.title } else { "" };
            let (code, label) = composer.named(id);
            rows.push(Row::body(vec![
                Cell::words(title),
                Cell::words(code),
                Cell::words(label),
                number(item.scale_mean, 3),
                number(item.scale_variance, 3),
                cell(voice, &item.corrected_correlation, 3),
                cell(voice, &item.alpha, 3),
            ]));
        }
    }
    let caption = voice.word("analysis.alpha_caption");
    composer.table("Tanpa butir", caption, columns, rows);
    raised(composer, &known);
    against(composer, &known);
}

/// A scale with its α and the items it is of.
struct Known<'a> {
    title: &'a str,
    alpha: &'a CronbachAlpha,
    ids: &'a [String],
}

impl<'a> Known<'a> {
    fn of((title, scale): &'a (String, &'a Scale)) -> Option<Self> {
        Some(Known {
            title,
            alpha: scale.reliability.as_ref().ok()?,
            ids: &scale.validity.as_ref().ok()?.items,
        })
    }

    fn items(&self) -> impl Iterator<Item = (&'a str, &'a ItemOfScale)> {
        let ids = self.ids.iter().map(String::as_str);
        ids.zip(&self.alpha.items)
    }
}

/// Items without which α is larger, as printed.
fn raised(composer: &mut Composer, scales: &[Known]) {
    const PLACES: u8 = 3;
    let voice = composer.voice;
    let printed = |alpha: f64| crate::decimal::Decimal::round(alpha, PLACES);
    for scale in scales {
        let all = scale.alpha.alpha;
        let larger = scale.items().filter_map(|(id, item)| {
            let without = *item.alpha.as_ref().ok()?;
            let is_larger = without > all && printed(without) != printed(all);
            let (code, _) = composer.named(id);
            is_larger.then(|| format!("{code} ({})", voice.number(without, PLACES)))
        });
        let larger: Vec<String> = larger.collect();
        if !larger.is_empty() {
            let given = [
                ("scale", capital(scale.title)),
                ("alpha", voice.number(all, PLACES)),
                ("list", voice.list(&larger)),
            ];
            composer.say("thesis.alpha_raised", &given);
        }
    }
}

/// Items that correlate negatively with the sum of the others.
fn against(composer: &mut Composer, scales: &[Known]) {
    let voice = composer.voice;
    let items = scales.iter().flat_map(Known::items);
    let negative = items.filter(|(_, item)| {
        let r = item.corrected_correlation.as_ref();
        r.is_ok_and(|r| *r < 0.0)
    });
    let codes = negative.map(|(id, _)| composer.named(id).0);
    let codes: Vec<String> = codes.collect();
    if !codes.is_empty() {
        let text = voice.say("thesis.alpha_against", &[("list", voice.list(&codes))]);
        composer.note(NoteKind::Caution, text);
    }
}
