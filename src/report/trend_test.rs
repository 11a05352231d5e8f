use super::analysis::{adjusted_p, bound, cell, effect, number, target};
use super::composer::Composer;
use crate::analysis::{Interrupted, Trend};
use crate::document::{Cell, Column, Row};
use crate::stats::{HypothesisTest, InterruptedTimeSeries, Outcome, SeriesCoefficient};

/// A trend over periods: the periods, the test of the respondents, the tests of
/// the series of means, the change at an event.
pub(super) fn trend(composer: &mut Composer, found: &Trend, adjusted: Option<f64>) {
    let voice = composer.voice;
    let given = [
        ("of", target(composer, &found.of)),
        ("by", found.by.trim().to_owned()),
    ];
    composer.section(voice.say("trend.section", &given));
    periods(composer, found, &given);
    if found.blank > 0 {
        let n = voice.count(found.blank);
        composer.say("trend.blank", &[("n", n)]);
    }
    sen(composer, found);
    composer.say("trend.rule", &[]);
    test(
        composer,
        &found.jonckheere_terpstra,
        "test.jonckheere_terpstra",
    );
    adjusted_p(composer, adjusted);
    if let Some(share) = &found.upper_half {
        test(composer, share, "test.cochran_armitage");
    }
    test(composer, &found.mann_kendall, "test.mann_kendall");
    if let Some(interrupted) = &found.interrupted {
        event(composer, interrupted);
    }
}

fn periods(composer: &mut Composer, found: &Trend, given: &[(&str, String)]) {
    let voice = composer.voice;
    let columns = vec![
        Column::words(voice.word("column.period"), 24),
        Column::numbers(voice.word("column.n"), 7),
        Column::numbers(voice.word("column.missing"), 7),
        Column::numbers(voice.word("column.mean"), 9),
        Column::numbers(voice.word("column.sd"), 8),
        Column::words(voice.word("column.interval"), 18),
    ];
    let rows = found.periods.iter().map(|period| {
        let interval = period.interval.map_or_else(String::new, |interval| {
            let (low, high) = (
                bound(voice, interval.low, 2),
                bound(voice, interval.high, 2),
            );
            format!("{low} – {high}")
        });
        Row::body(vec![
            Cell::words(composer.of(&period.value).to_owned()),
            Cell::count(period.n),
            Cell::count(period.missing),
            number(period.mean, 2),
            period.sd.map_or_else(Cell::empty, |sd| number(sd, 2)),
            Cell::words(interval),
        ])
    });
    let rows = rows.collect();
    let id = format!("Tren {}", composer.blocks.len());
    composer.table(&id, voice.say("trend.caption", given), columns, rows);
}

/// How much a period adds, before any p value.
fn sen(composer: &mut Composer, found: &Trend) {
    let voice = composer.voice;
    if let Ok(slope) = &found.sen_slope {
        let name = voice.word("trend.slope");
        let text = effect(voice, name, slope.slope, Some(&slope.interval));
        composer.say("trend.effect", &[("effect", text)]);
    }
}

fn test<T: HypothesisTest>(composer: &mut Composer, found: &Outcome<T>, name: &str) {
    let voice = composer.voice;
    let result = found.as_ref().map_err(Clone::clone);
    let result = result.and_then(|test| Ok((test.statistic(), test.p_value()?)));
    let test = super::voice::capital(&voice.word(name));
    match result {
        Ok((statistic, p)) => {
            let given = [
                ("test", test),
                ("symbol", statistic.symbol),
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

fn event(composer: &mut Composer, interrupted: &Interrupted) {
    let voice = composer.voice;
    let event = interrupted.event.clone();
    match &interrupted.found {
        Ok(found) => {
            let lags = voice.count(found.lags);
            let n = voice.count(found.n);
            let given = [("event", event), ("lags", lags), ("n", n)];
            composer.say("trend.interrupted", &given);
            segments(composer, found);
        }
        Err(why) => {
            let because = composer.because(why);
            let given = [("event", event), ("because", because)];
            composer.say("trend.not_interrupted", &given);
        }
    }
}

fn segments(composer: &mut Composer, found: &InterruptedTimeSeries) {
    let voice = composer.voice;
    let columns = vec![
        Column::words(voice.word("column.term"), 34),
        Column::numbers(voice.word("column.b"), 10),
        Column::words(voice.word("column.interval"), 20),
        Column::numbers(voice.word("column.se"), 9),
        Column::numbers(voice.word("column.t"), 9),
        Column::numbers(voice.word("column.p"), 9),
    ];
    let mut rows = vec![
        coefficient(composer, "trend.start", &Ok(found.intercept.clone())),
        coefficient(composer, "trend.before", &Ok(found.trend.clone())),
    ];
    for change in &found.changes {
        rows.push(coefficient(composer, "trend.level", &change.level));
        rows.push(coefficient(composer, "trend.change", &change.slope));
        rows.push(coefficient(composer, "trend.end", &change.effect_at_end));
    }
    let id = format!("Deret {}", composer.blocks.len());
    composer.table(&id, voice.word("trend.segments"), columns, rows);
}

/// A coefficient with the errors of Newey and West.
fn coefficient(composer: &Composer, key: &str, found: &Outcome<SeriesCoefficient>) -> Row {
    let voice = composer.voice;
    let mut cells = vec![Cell::words(voice.word(key))];
    match found {
        Ok(found) => {
            cells.push(number(found.estimate, 3));
            match &found.robust {
                Ok(test) => cells.extend([
                    Cell::words(format!(
                        "{} – {}",
                        voice.number(test.low, 3),
                        voice.number(test.high, 3)
                    )),
                    number(test.standard_error, 3),
                    number(test.t, 3),
                    super::analysis::p_cell(voice, &Ok(test.p)),
                ]),
                Err(why) => cells.push(cell(voice, &Err(why.clone()), 3)),
            }
        }
        Err(why) => cells.push(cell(voice, &Err(why.clone()), 3)),
    }
    cells.resize_with(6, Cell::empty);
    Row::body(cells)
}
