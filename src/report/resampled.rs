use super::analysis::{bound, number};
use super::composer::{Composer, because};
use super::voice::Voice;
use crate::analysis::{
    PermutedTest, Replicated, Replicates, Resampled, ResampledRow, Resampling, Target,
};
use crate::document::{Cell, Column, Row};
use crate::stats::{Interval, Outcome, PermutationScore};

/// The bootstrap: the index in total and per group, then the item means, each with
/// how its replicates came about.
pub(super) fn bootstrap(composer: &mut Composer, found: &Resampled) {
    let voice = composer.voice;
    composer.section(voice.word("resample.section"));
    let given = [
        ("replicates", voice.count(found.options.replicates)),
        ("seed", found.options.seed.to_string()),
    ];
    let key = match found.options.resampling {
        Resampling::Limit => "resample.limit",
        Resampling::Seeded => "resample.seeded",
    };
    composer.say(key, &given);
    let index = composer.short();
    let mut rows = Vec::new();
    for row in &found.rows {
        let name = group_name(composer, row);
        match &row.respondents {
            None => rows.push(table_row(voice, name, &row.index, 2)),
            Some(respondents) => {
                let given = [("group", name.clone())];
                rows.push(table_row(voice, name, &row.index, 2));
                let name = voice.say("resample.of_respondents", &given);
                rows.push(table_row(voice, name, respondents, 2));
            }
        }
    }
    let given = [("index", index)];
    let caption = voice.say("resample.caption_index", &given);
    let columns = columns(voice, voice.word("resample.of"));
    composer.table("Bootstrap", caption, columns, rows);
    if found.rows.iter().any(|row| row.respondents.is_some()) {
        composer.say("resample.why_two", &given);
    }
    let rows = found.items.iter().map(|item| {
        let name = super::analysis::target(composer, &Target::Item(item.item.clone()));
        table_row(voice, name, &item.mean, 3)
    });
    let rows: Vec<Row> = rows.collect();
    let caption = voice.word("resample.caption_items");
    let columns = self::columns(voice, composer.item_title());
    composer.table("Bootstrap butir", caption, columns, rows);
}

fn columns(voice: &Voice, first: String) -> Vec<Column> {
    vec![
        Column::words(first, 26),
        Column::numbers(voice.word("column.n"), 7),
        Column::numbers(voice.word("column.missing"), 7),
        Column::numbers(voice.word("column.mean"), 8),
        Column::numbers(voice.word("resample.standard_error"), 7),
        Column::words(voice.word("resample.percentile"), 17),
        Column::words(voice.word("resample.bca"), 17),
        Column::words(voice.word("resample.replicates"), 16),
    ]
}

fn group_name(composer: &Composer, row: &ResampledRow) -> String {
    let Some(group) = &row.group else {
        return composer.voice.word("resample.total");
    };
    match &group.value {
        Some(value) => composer.of(value).to_owned(),
        None => composer.voice.word("role.blank"),
    }
}

fn table_row(voice: &Voice, name: String, found: &Outcome<Replicated>, places: u8) -> Row {
    let mut cells = vec![Cell::words(name)];
    match found {
        Ok(found) => cells.extend([
            Cell::count(found.n),
            Cell::count(found.missing),
            number(found.observed, places),
            number(found.se, places + 1),
            Cell::words(ends(voice, &found.percentile, places)),
            Cell::words(match &found.bca {
                Ok(interval) => ends(voice, interval, places),
                Err(why) => because(voice, why),
            }),
            Cell::words(by(voice, found.by)),
        ]),
        Err(why) => {
            cells.extend((0..4).map(|_| Cell::empty()));
            cells.push(Cell::words(because(voice, why)));
            cells.extend((0..2).map(|_| Cell::empty()));
        }
    }
    Row::body(cells)
}

fn ends(voice: &Voice, interval: &Interval, places: u8) -> String {
    let (low, high) = (
        bound(voice, interval.low, places),
        bound(voice, interval.high, places),
    );
    format!("{low} – {high}")
}

fn by(voice: &Voice, by: Replicates) -> String {
    match by {
        Replicates::Seeded { number, .. } => {
            voice.say("resample.by_seeded", &[("number", voice.count(number))])
        }
        Replicates::Limit { .. } => voice.word("resample.by_limit"),
        Replicates::Linearised => voice.word("resample.by_linearised"),
    }
}

/// The permutation test beside a comparison, as a sentence.
pub(super) fn permutation(composer: &mut Composer, found: &Outcome<PermutedTest>) {
    let voice = composer.voice;
    let test = match found {
        Ok(test) => test,
        Err(why) => {
            let because = composer.because(why);
            composer.say("resample.no_permutation", &[("because", because)]);
            return;
        }
    };
    let told = test.as_test();
    let effect = told.effect().map_or_else(String::new, |effect| {
        let name = voice.word(&format!("effect.{}", effect.name));
        let value = voice.number(effect.value, 3);
        voice.say("compare.effect", &[("name", name), ("value", value)])
    });
    let of = match test.score() {
        PermutationScore::Mean => "resample.of_means",
        PermutationScore::Rank => "resample.of_ranks",
    };
    let p = match told.p_value() {
        Ok(p) => voice.p(p),
        Err(why) => because(voice, &why),
    };
    let mut given = vec![("of", voice.word(of)), ("effect", effect), ("p", p)];
    match test.draws() {
        None => composer.say("resample.permutation_limit", &given),
        Some((replicates, seed, error)) => {
            given.extend([
                ("replicates", voice.count(replicates)),
                ("seed", seed.to_string()),
                ("error", voice.number(error, 5)),
            ]);
            composer.say("resample.permutation_seeded", &given);
        }
    }
}
