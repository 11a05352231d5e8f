use super::analysis::{cell, number, p_cell};
use super::composer::Composer;
use crate::analysis::Validity;
use crate::document::{Cell, Column, Row};

/// Each item against the sum, with the verdict of the named rule.
pub(super) fn validity(composer: &mut Composer, found: &Validity) {
    let voice = composer.voice;
    composer.section(voice.word("analysis.validity"));
    validity_rule(composer, found);
    let columns = vec![
        Column::marks(voice.word("column.code"), 5),
        Column::words(voice.word("column.item_name"), 28),
        Column::numbers(voice.word("column.r"), 10),
        Column::numbers(voice.word("column.r_table"), 9),
        Column::numbers(voice.word("column.p"), 9),
        Column::numbers(voice.word("column.corrected"), 11),
        Column::words(voice.word("column.verdict"), 12),
    ];
    let rows = validity_rows(composer, found).into_iter().map(Row::body);
    let rows = rows.collect();
    let caption = voice.word("analysis.validity_caption");
    composer.table("Validitas", caption, columns, rows);
}

/// What the critical r is, and the rule that decides where it is another one.
pub(super) fn validity_rule(composer: &mut Composer, found: &Validity) {
    let voice = composer.voice;
    let critical = found.critical.as_ref().ok();
    let critical = critical.map(|critical| critical.two_sided);
    let given = [
        ("n", voice.count(found.total.n)),
        ("df", voice.count(found.total.df)),
        ("alpha", voice.number(found.alpha, 2)),
        (
            "critical",
            critical.map_or_else(|| "–".to_owned(), |r| voice.number(r, 3)),
        ),
        ("incomplete", voice.incomplete(found.total.missing)),
    ];
    composer.say("analysis.r_table", &given);
    other_rule(composer);
}

/// That another rule than the critical r decides, where it does.
pub(super) fn other_rule(composer: &mut Composer) {
    if composer.rules.validity.corrected_from.is_some() {
        let rule = composer.of(&composer.rules.validity.name).to_owned();
        composer.say("analysis.validity_rule", &[("rule", rule)]);
    }
}

/// Code, name, r, r table, p, corrected r and verdict of each item.
pub(super) fn validity_rows(composer: &Composer, found: &Validity) -> Vec<Vec<Cell>> {
    let voice = composer.voice;
    let critical = found.critical.as_ref().ok();
    let critical = critical.map(|critical| critical.two_sided);
    let rows = found.total.items.iter().zip(&found.items);
    rows.map(|(row, id)| {
        let items = &composer.study.survey.items;
        let item = items.iter().find(|item| item.id == *id);
        let (code, name) = item.map_or((id.clone(), String::new()), |item| {
            (item.code.clone(), composer.short_name(&item.name))
        });
        let valid = match composer.rules.validity.corrected_from {
            Some(from) => row.corrected.as_ref().ok().map(|r| *r >= from),
            None => {
                let both = critical.zip(row.r.as_ref().ok());
                both.map(|(critical, r)| *r > critical)
            }
        };
        // The item is part of the sum it goes with.
        let alone = row.corrected.as_ref().is_ok_and(|r| *r <= 0.0);
        let verdict = match valid {
            Some(true) if alone => voice.word("analysis.valid_alone"),
            Some(true) => voice.word("analysis.valid"),
            Some(false) => voice.word("analysis.not_valid"),
            None => String::new(),
        };
        vec![
            Cell::words(code),
            Cell::words(name),
            cell(voice, &row.r, 3),
            critical.map_or_else(Cell::empty, |r| number(r, 3)),
            p_cell(voice, &row.p),
            cell(voice, &row.corrected, 3),
            Cell::words(verdict),
        ]
    })
    .collect()
}
