use super::voice::Voice;
use crate::analysis::{ItemIndex, Study};
use crate::document::{BarsChart, LikertChart, LikertRow, Neutral};
use crate::survey::Item;

/// The answers per item, parted at the middle of the scale.
pub fn likert_chart(study: &Study, voice: &Voice, items: &[(&Item, &ItemIndex)]) -> LikertChart {
    let rows = items.iter().map(|(item, found)| {
        let name = item.name.text(voice.language).to_owned();
        answer_row(&item.code, name, (&found.counts, found.missing))
    });
    diverging(study, voice, rows.collect(), Neutral::default())
}

/// Rows by the share of the upper half of the scale, highest first.
pub fn sorted_rows(mut rows: Vec<LikertRow>) -> Vec<LikertRow> {
    let share = |row: &LikertRow| {
        let n: u64 = row.counts.iter().sum();
        let half = row.counts.len() / 2;
        let upper: u64 = row.counts.iter().rev().take(half).sum();
        upper as f64 / n.max(1) as f64
    };
    rows.sort_by(|a, b| share(b).total_cmp(&share(a)));
    rows
}

/// A row of answers per level, and blanks.
pub fn answer_row(code: &str, label: String, (counts, missing): (&[u64], u64)) -> LikertRow {
    LikertRow {
        code: code.to_owned(),
        label,
        counts: counts.to_vec(),
        missing,
    }
}

/// Diverging bars of rows.
pub fn diverging(
    study: &Study,
    voice: &Voice,
    rows: Vec<LikertRow>,
    neutral: Neutral,
) -> LikertChart {
    // A scale without a middle has none to set aside.
    let even = rows.iter().all(|row| row.counts.len().is_multiple_of(2));
    let note = match neutral {
        _ if even => "chart.likert_note",
        Neutral::Split => "figure.neutral_split",
        Neutral::Aside => "figure.neutral_aside",
        Neutral::LeftOut => "figure.neutral_out",
    };
    LikertChart {
        rows,
        levels: level_names(study, voice),
        axis_title: voice.word("chart.likert_axis"),
        n_title: voice.word("column.n"),
        missing_title: voice.word("column.missing"),
        note: voice.word(note),
        neutral,
        others: Vec::new(),
    }
}

/// Bars of one length, or side by side.
pub fn whole_bars(study: &Study, voice: &Voice, rows: Vec<LikertRow>, grouped: bool) -> BarsChart {
    BarsChart {
        rows,
        levels: level_names(study, voice),
        grouped,
        axis_title: voice.word("chart.likert_axis"),
        n_title: voice.word("column.n"),
        missing_title: voice.word("column.missing"),
        note: voice.word("figure.bars_note"),
    }
}

/// Names of the levels: the shared words of all items, or the codes where every
/// item has words of its own, with which end is the lowest.
pub fn level_names(study: &Study, voice: &Voice) -> Vec<String> {
    let items: Vec<&Item> = study.survey.items.iter().collect();
    scale_levels(&items, voice)
}

/// Names of the levels of items that share a scale.
pub fn scale_levels(items: &[&Item], voice: &Voice) -> Vec<String> {
    let Some(first) = items.first() else {
        return Vec::new();
    };
    let shared = items.iter().all(|item| item.labels == first.labels);
    (first.min..=first.max)
        .zip(0usize..)
        .map(|(code, i)| match (shared, first.labels.get(i)) {
            (true, Some(words)) if words.id != code.to_string() => {
                format!("{code} {}", words.text(voice.language))
            }
            _ if code == first.min => voice.say("chart.lowest", &[("code", code.to_string())]),
            _ if code == first.max => voice.say("chart.highest", &[("code", code.to_string())]),
            _ => code.to_string(),
        })
        .collect()
}
