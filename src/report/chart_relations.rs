use super::chart_index::name;
use super::chart_intervals::{in_one_piece, reasons, without_intervals};
use super::chart_spread::{sentences, shown, shown_if};
use super::rules::Small;
use super::voice::Voice;
use crate::analysis::{
    CorrelationValue, Correlations, EffectOf, EffectRow, Effects, Study, Target,
};
use crate::document::{ForestChart, ForestRow, HeatChart, HeatScale, ScreeChart};
use crate::stats::{Outcome, ParallelAnalysis};

/// Correlations of items, the lower half; of a group that the rule calls small, with
/// a word of caution.
pub fn correlation_heat(
    (study, voice): (&Study, &Voice),
    rule: &Small,
    found: &Correlations,
    n: u64,
) -> HeatChart {
    let items = &study.survey.items;
    let short = study.survey.index_short.text(voice.language);
    let named = |of: &Target| match of {
        Target::Item(id) => items.iter().find(|i| i.id == *id).map_or_else(
            || (id.clone(), String::new()),
            |item| (item.code.clone(), name(voice, &item.name)),
        ),
        _ => (short.to_owned(), String::new()),
    };
    let names: Vec<(String, String)> = found.of.iter().map(named).collect();
    let many = names.len();
    let mut cells = vec![vec![None; many]; many];
    for pair in &found.pairs {
        let value = pair.found.as_ref().ok().map(|f| shown(f.coefficient(), 2));
        // The lower half: the later of two is the row.
        if let Some(cell) = cells
            .get_mut(pair.second)
            .and_then(|r| r.get_mut(pair.first))
        {
            *cell = value;
        }
    }
    // What never varies is related to nothing, not to itself either.
    let varies = |i: usize| {
        let mut own = found.pairs.iter().filter(|p| p.first == i || p.second == i);
        own.any(|pair| pair.found.is_ok())
    };
    for (i, row) in cells.iter_mut().enumerate() {
        if let (Some(own), true) = (row.get_mut(i), varies(i)) {
            *own = Some(shown(1.0, 2));
        }
    }
    HeatChart {
        rows: names.clone(),
        columns: names,
        cells,
        n: Vec::new(),
        scale: HeatScale::Parting(-1.0, 0.0, 1.0),
        half: true,
        note: heat_note(voice, rule, found, (n, short)),
    }
}

/// How many the correlations of `n` respondents are of, and what to mind.
fn heat_note(voice: &Voice, rule: &Small, found: &Correlations, (n, index): (u64, &str)) -> String {
    let pairs = counts(voice, found);
    let failed = || {
        found
            .pairs
            .iter()
            .filter_map(|pair| pair.found.as_ref().err())
    };
    sentences([
        voice.say(
            "figure.heat_note",
            &[("n", pairs.clone().unwrap_or_else(|| voice.count(n)))],
        ),
        shown_if(
            found.of.iter().any(|of| !matches!(of, Target::Item(_))),
            || voice.say("figure.heat_index", &[("index", index.to_owned())]),
        ),
        shown_if(failed().next().is_some(), || {
            let why = reasons(voice, failed());
            voice.say("figure.heat_without", &[("why", why)])
        }),
        shown_if(n < rule.group && pairs.is_some(), || {
            voice.say("figure.heat_few", &[("n", voice.count(rule.group))])
        }),
    ])
}

/// How many respondents the correlations are of, least to most; none without any.
fn counts(voice: &Voice, found: &Correlations) -> Option<String> {
    let known = found.pairs.iter();
    let known = known.filter_map(|pair| pair.found.as_ref().ok());
    voice.counts(known.map(CorrelationValue::n))
}

/// Eigenvalues with those of chance.
pub fn scree(voice: &Voice, found: &ParallelAnalysis) -> ScreeChart {
    let given = [
        ("n", voice.count(found.n)),
        ("kept", voice.count(found.by_p95)),
        ("replicates", voice.count(found.replicates)),
        ("seed", found.seed.to_string()),
    ];
    ScreeChart {
        observed: found.observed.clone(),
        random: found.random_p95.clone(),
        kept: found.by_p95,
        names: [voice.word("figure.observed"), voice.word("figure.random")],
        x_title: voice.word("figure.component"),
        y_title: voice.word("figure.eigenvalue"),
        note: voice.say("figure.scree_note", &given),
    }
}

/// Effects of groups.
pub fn forest(study: &Study, voice: &Voice, found: &Effects, by: &str) -> ForestChart {
    let names: Vec<(String, String)> = found
        .rows
        .iter()
        .map(|row| effect_name(study, voice, &row.of))
        .collect();
    let intervals: Vec<Outcome<(f64, f64)>> = found.rows.iter().map(interval_of).collect();
    let rows = found.rows.iter().zip(&names).zip(&intervals);
    let rows = rows.map(|((row, (code, label)), interval)| ForestRow {
        code: code.clone(),
        label: label.clone(),
        n: row.n,
        effect: row.found.as_ref().ok().map(|e| shown(e.hedges_g, 2)),
        interval: interval.as_ref().ok().copied(),
        interval_shown: interval.as_ref().map_or_else(
            |_| "–".to_owned(),
            |(low, high)| format!("{} … {}", voice.number(*low, 2), voice.number(*high, 2)),
        ),
    });
    let side = |name: String| voice.say("figure.higher", &[("group", name)]);
    let by = ("by", in_one_piece(by));
    let (sides, note) = match &found.sides {
        Some((first, second)) => {
            let names = [first, second].map(|group| name(voice, group));
            let [first, second] = names.map(|name| in_one_piece(&name));
            let given = [by, ("first", first.clone()), ("second", second.clone())];
            (
                [second, first].map(side),
                voice.say("figure.forest_note", &given),
            )
        }
        None => (
            ["figure.below_others", "figure.above_others"].map(|key| voice.word(key)),
            voice.say("figure.forest_note_others", &[by]),
        ),
    };
    let names = names.iter().map(|(code, label)| match code.as_str() {
        "" => label.as_str(),
        code => code,
    });
    let drawn = intervals.iter().filter(|interval| interval.is_ok()).count();
    let note = sentences([
        note,
        shown_if(drawn > 1, || voice.word("figure.forest_many")),
        without_intervals(voice, names.zip(&intervals), intervals.len()),
    ]);
    ForestChart {
        rows: rows.collect(),
        effect_title: voice.word("figure.effect"),
        sides,
        note,
    }
}

/// Code and name of what an effect is of.
fn effect_name(study: &Study, voice: &Voice, of: &EffectOf) -> (String, String) {
    let items = &study.survey.items;
    match of {
        EffectOf::Target(Target::Item(id)) => items.iter().find(|i| i.id == *id).map_or_else(
            || (String::new(), id.clone()),
            |item| (item.code.clone(), name(voice, &item.name)),
        ),
        EffectOf::Target(_) => (String::new(), voice.word("figure.respondent_index")),
        EffectOf::Group(words) => (String::new(), name(voice, words)),
    }
}

fn interval_of(row: &EffectRow) -> Outcome<(f64, f64)> {
    let found = row.found.as_ref().map_err(Clone::clone)?;
    found
        .hedges_g_interval
        .clone()
        .map(|interval| interval.ends())
}
