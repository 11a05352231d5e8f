use super::analysis::{bound, cell, number, p_cell, target};
use super::composer::Composer;
use super::{weighted_answers, weighted_shares};
use crate::analysis::{Finding, Target, Weighted, WeightedComparison, WeightedPairs};
use crate::document::{Cell, Column, Content, NoteKind, Row};
use crate::stats::{DesignSizes, HypothesisTest, Outcome};

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
        ("weighted", voice.grouped(design.sum_weights, 1)),
        ("effective", voice.grouped(design.kish_effective_n, 1)),
        ("deff", voice.number(design.kish_design_effect, 3)),
        ("df", voice.count(design.degrees_of_freedom)),
    ];
    composer.say("weights.sizes", &given);
    means(composer, found);
    weighted_shares::shares(composer, found);
    for comparison in &found.comparisons {
        compared(composer, comparison);
    }
    for answer in &found.answers {
        weighted_answers::answer(composer, answer);
    }
    composer.note(NoteKind::Info, voice.word("weights.others"));
}

/// What the mean index is with weights and the design, where there are any: what
/// stands above is without them.
pub(super) fn beside_index(composer: &mut Composer) {
    let entries = composer.study.entries.iter();
    let mut weighted = entries.filter_map(|entry| match &entry.outcome {
        Ok(Finding::Weighted(found)) => Some(found),
        _ => None,
    });
    let rows = weighted.next().into_iter().flat_map(|found| &found.rows);
    let Some(row) = rows.clone().find(|row| row.of == Target::Index) else {
        return;
    };
    let voice = composer.voice;
    let plain = row.unweighted.as_ref().ok().map(|v| voice.number(*v, 2));
    let interval = row.weighted.interval_t.as_ref().ok();
    let end = |end: Option<f64>| end.map_or_else(|| "–".to_owned(), |v| voice.number(v, 2));
    let given = [
        ("plain", plain.unwrap_or_else(|| "–".to_owned())),
        ("value", voice.number(row.weighted.estimate, 2)),
        ("low", end(interval.and_then(|found| found.low))),
        ("high", end(interval.and_then(|found| found.high))),
    ];
    composer.say("result.with_weights", &given);
}

/// The index and each item, without and with the design.
fn means(composer: &mut Composer, found: &Weighted) {
    let voice = composer.voice;
    let columns = vec![
        // A hundred characters side by side are what a portrait page holds.
        Column::words(voice.word("column.item_name"), 25),
        Column::numbers(voice.word("column.n"), 6),
        Column::numbers(voice.word("column.unweighted"), 11),
        Column::numbers(voice.word("column.weighted_mean"), 11),
        Column::numbers(voice.word("weights.sd"), 11),
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
            row.weighted.sd.map_or_else(Cell::empty, |sd| number(sd, 3)),
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
    if let Some(test) = &found.anova {
        line(composer, "weights.anova", test);
    }
    line(composer, "weights.rank_test", &found.rank_test);
    if let Some(table) = &found.table {
        line(composer, "weights.table", table);
    }
    sizes(composer, found.sizes.as_ref());
    if let Some(found_pairs) = &found.pairs {
        // Of what the pairs are compared in.
        let ranks = found.rank_test.as_ref().ok().map(|test| test.p);
        let means = found.anova.as_ref();
        let means = means.and_then(|test| Some(test.as_ref().ok()?.p));
        let p = if found_pairs.ranks { ranks } else { means };
        pairs(composer, found_pairs, p);
    }
}

/// As how many respondents those of one analysis count.
pub(super) fn sizes(composer: &mut Composer, found: Option<&DesignSizes>) {
    let Some(found) = found else {
        return;
    };
    let voice = composer.voice;
    let given = [
        ("n", voice.count(found.n)),
        ("weighted", voice.grouped(found.sum_weights, 1)),
        ("effective", voice.grouped(found.effective_n, 1)),
        ("deff", voice.number(found.design_effect, 3)),
    ];
    composer.say("weights.used", &given);
}

/// Every two groups, where all of them together are not alike.
fn pairs(composer: &mut Composer, found: &WeightedPairs, p: Option<f64>) {
    let voice = composer.voice;
    let alpha = composer.rules.route.alpha;
    let Some(p) = p else {
        return;
    };
    if p >= alpha {
        let given = [("alpha", voice.number(alpha, 2))];
        composer.say("weights.no_pairs_needed", &given);
        return;
    }
    let all = match &found.pairs {
        Ok(all) => all,
        Err(why) => {
            let because = composer.because(why);
            composer.say("compare.no_pairs", &[("because", because)]);
            return;
        }
    };
    let (difference, caption) = match found.ranks {
        true => ("column.rank_difference", "weights.pairs_ranks_caption"),
        false => ("column.difference", "weights.pairs_caption"),
    };
    let columns = vec![
        Column::words(voice.word("column.pair"), 40),
        Column::numbers(voice.word(difference), 12),
        Column::numbers(voice.word("column.t"), 10),
        Column::numbers(voice.word("weights.df"), 8),
        Column::numbers(voice.word("column.p"), 10),
        Column::numbers(voice.word("weights.p_holm"), 12),
    ];
    let name = |level: f64| {
        let named = found.names.get(level as usize);
        named.map_or_else(String::new, |name| composer.of(name).to_owned())
    };
    let rows = all.iter().map(|pair| {
        let title = Cell::words(format!("{} – {}", name(pair.first), name(pair.second)));
        match &pair.test {
            Ok(test) => Row::body(vec![
                title,
                number(test.difference, 3),
                number(test.t, 3),
                Cell::count(test.degrees_of_freedom),
                p_cell(voice, &Ok(test.p)),
                pair.adjusted
                    .map_or_else(Cell::empty, |p| p_cell(voice, &Ok(p))),
            ]),
            Err(why) => {
                let mut cells = vec![title, Content::None(composer.because(why)).into()];
                cells.resize_with(6, Cell::empty);
                Row::body(cells)
            }
        }
    });
    let rows = rows.collect();
    let caption = voice.word(caption);
    composer.table("Pasangan tertimbang", caption, columns, rows);
}

pub(super) fn line<T: HypothesisTest>(composer: &mut Composer, name: &str, found: &Outcome<T>) {
    let voice = composer.voice;
    let result = found.as_ref().map_err(Clone::clone);
    let result = result.and_then(|test| Ok((test.statistic(), test.p_value()?)));
    let test = voice.word(name);
    match result {
        Ok((statistic, p)) => {
            let df: Vec<String> = statistic.df.iter().map(|df| voice.degrees(*df)).collect();
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
