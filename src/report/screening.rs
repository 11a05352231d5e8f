use super::voice::Voice;
use crate::analysis::{Screen, Screening};
use crate::document::{Cell, Column, Row};
use crate::stats::Exact;

/// The table of what may be careless: what, how many, their share, the index
/// without them.
pub fn screening_table(
    voice: &Voice,
    found: &Screening,
    all: Option<String>,
) -> (Vec<Column>, Vec<Row>) {
    let columns = vec![
        Column::words(voice.word("screening.what"), 46),
        Column::numbers(voice.word("column.n"), 10),
        Column::numbers(voice.word("screening.share"), 10),
        Column::numbers(voice.word("screening.without"), 16),
    ];
    let mut rows: Vec<Row> = found
        .flags
        .iter()
        .map(|flag| {
            let share = Exact::ratio(100 * i128::from(flag.n), i128::from(flag.of.max(1)));
            let index = match &flag.without {
                Ok((exact, printed)) => Cell::decimal(*exact, *printed),
                Err(why) => Cell::words(super::because(voice, why)),
            };
            Row::body(vec![
                Cell::words(voice.word(&format!("screening.{}", key(flag.what)))),
                Cell::count(flag.n),
                Cell::words(format!("{}%", voice.decimal(share.round(1)))),
                index,
            ])
        })
        .collect();
    if let Some(all) = all {
        rows.push(Row::total(vec![
            Cell::words(voice.word("screening.all")),
            Cell::count(found.n),
            Cell::empty(),
            Cell::words(all),
        ]));
    }
    (columns, rows)
}

/// Sentences on runs, variability and distance.
pub fn screening_notes(voice: &Voice, found: &Screening) -> Vec<String> {
    let number = |value: f64| voice.number(value, 2);
    let mut notes = Vec::new();
    if let Ok(of) = &found.variability {
        let [low, _, middle, _, high] = of.quantiles;
        notes.push(voice.say(
            "screening.variability",
            &[
                ("mean", number(of.mean)),
                ("low", number(low)),
                ("middle", number(middle)),
                ("high", number(high)),
            ],
        ));
    }
    notes.push(match &found.distance {
        Ok(of) => voice.say(
            "screening.distance_note",
            &[
                ("cut", number(of.cut)),
                ("df", voice.count(of.df)),
                ("n", voice.count(of.n)),
                ("largest", number(of.largest)),
            ],
        ),
        Err(why) => voice.say(
            "screening.no_distance",
            &[("because", super::because(voice, why))],
        ),
    });
    let lacks = |what: Screen| !found.flags.iter().any(|flag| flag.what == what);
    if lacks(Screen::Fast) {
        notes.push(voice.word("screening.no_times"));
    }
    if lacks(Screen::Duplicate) {
        notes.push(voice.word(match found.by_id {
            true => "screening.by_id",
            false => "screening.no_ids",
        }));
    }
    notes.push(voice.word("screening.caution"));
    notes
}

fn key(what: Screen) -> &'static str {
    match what {
        Screen::StraightLine => "straight_line",
        Screen::LongString => "long_string",
        Screen::Distance => "distance",
        Screen::Fast => "fast",
        Screen::Repeated => "repeated",
        Screen::Duplicate => "duplicate",
    }
}
