use super::analysis::{bound, cell, number, target};
use super::composer::Composer;
use super::weighted_answers;
use crate::analysis::{Weighted, WeightedComparison};
use crate::document::{Cell, Column, NoteKind, Row};
use crate::stats::{HypothesisTest, Outcome};

/// Means and comparisons with weights, strata and clusters: beside each number the
/// one without them.
pub(super) fn weighted(composer: &mut Composer, found: &Weighted) {
    let voice = composer.voice;
    composer.section(voice.word("weights.section"));
    let design = &found.design;
    let names: Vec<String> = [
        ("weights.weight", &found.columns.weight),
        ("weights.strata", &found.columns.strata),
        ("weights.cluster", &found.columns.cluster),
        ("weights.population", &found.columns.population),
    ]
    .into_iter()
    .filter_map(|(key, column)| Some(voice.say(key, &[("column", column.clone()?)])))
    .collect();
    if !names.is_empty() {
        composer.say("weights.columns", &[("list", voice.list(&names))]);
    }
    if let Some(rounds) = found.raking_rounds {
        composer.say("weights.raked", &[("rounds", voice.count(rounds))]);
    }
    let given = [
        ("n", voice.count(design.n)),
        ("weighted", voice.number(design.sum_weights, 1)),
        ("effective", voice.number(design.kish_effective_n, 1)),
        ("deff", voice.number(design.kish_design_effect, 3)),
        ("df", voice.count(design.degrees_of_freedom)),
    ];
    composer.say("weights.sizes", &given);
    means(composer, found);
    for comparison in &found.comparisons {
        compared(composer, comparison);
    }
    for answer in &found.answers {
        weighted_answers::answer(composer, answer);
    }
    composer.note(NoteKind::Info, voice.word("weights.others"));
}

/// The index and each item, without and with the design.
fn means(composer: &mut Composer, found: &Weighted) {
    let voice = composer.voice;
    let columns = vec![
        Column::words(voice.word("column.item_name"), 28),
        Column::numbers(voice.word("column.n"), 7),
        Column::numbers(voice.word("column.unweighted"), 12),
        Column::numbers(voice.word("column.weighted_mean"), 12),
        Column::numbers(voice.word("column.se"), 9),
        Column::words(voice.word("column.interval"), 18),
        Column::numbers("deff", 8),
    ];
    let rows = found.rows.iter().map(|row| {
        let interval = match &row.weighted.interval_t {
            Ok(found) => format!(
                "{} – {}",
                bound(voice, found.low, 3),
                bound(voice, found.high, 3)
            ),
            Err(why) => composer.because(why),
        };
        Row::body(vec![
            Cell::words(target(composer, &row.of)),
            Cell::count(row.n),
            cell(voice, &row.unweighted, 3),
            number(row.weighted.estimate, 3),
            number(row.weighted.se, 4),
            Cell::words(interval),
            cell(voice, &row.weighted.deff, 3),
        ])
    });
    let rows = rows.collect();
    composer.table("Tertimbang", voice.word("weights.caption"), columns, rows);
}

fn compared(composer: &mut Composer, found: &WeightedComparison) {
    let given = [
        ("of", target(composer, &found.of)),
        ("by", found.by.trim().to_owned()),
    ];
    composer.say("weights.compared", &given);
    if let Some(test) = &found.t_test {
        line(composer, "weights.t_test", test);
    }
    line(composer, "weights.rank_test", &found.rank_test);
    if let Some(table) = &found.table {
        line(composer, "weights.table", table);
    }
}

pub(super) fn line<T: HypothesisTest>(composer: &mut Composer, name: &str, found: &Outcome<T>) {
    let voice = composer.voice;
    let result = found.as_ref().map_err(Clone::clone);
    let result = result.and_then(|test| Ok((test.statistic(), test.p_value()?)));
    let test = voice.word(name);
    match result {
        Ok((statistic, p)) => {
            let df: Vec<String> = statistic.df.iter().map(|df| voice.number(*df, 1)).collect();
            let given = [
                ("test", test),
                ("symbol", format!("{}({})", statistic.symbol, df.join("; "))),
                ("value", voice.number(statistic.value, 3)),
                ("p", voice.p(p)),
            ];
            composer.say("trend.test", &given);
        }
        Err(why) => {
            let because = composer.because(&why);
            composer.say("trend.no_test", &[("test", test), ("because", because)]);
        }
    }
}
