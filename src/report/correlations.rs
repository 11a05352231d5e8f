use super::analysis::{adjusted_p, cell, effect, target};
use super::composer::Composer;
use crate::analysis::{CorrelatedPair, Correlation, CorrelationValue, Correlations, Target};
use crate::document::{Cell, Column, Row, plain};

/// Correlations: a sentence for two values, a triangle for more.
pub(super) fn correlations(composer: &mut Composer, found: &Correlations, adjusted: Option<f64>) {
    match (found.of.as_slice(), found.pairs.as_slice()) {
        ([first, second], [pair]) => {
            two(composer, (first, second), pair, found.kind);
            adjusted_p(composer, adjusted);
        }
        _ => triangle(composer, found),
    }
}

/// Effect first, then statistic and p, and why this coefficient.
fn two(
    composer: &mut Composer,
    (first, second): (&Target, &Target),
    pair: &CorrelatedPair,
    kind: Correlation,
) {
    let voice = composer.voice;
    let names = [target(composer, first), target(composer, second)];
    let given = [("first", names[0].clone()), ("second", names[1].clone())];
    composer.section(voice.say("correlate.section", &given));
    let (name, test, rule) = match kind {
        Correlation::Spearman => ("effect.spearman_rho", "test.spearman", "correlate.ranks"),
        Correlation::Pearson => ("effect.pearson_r", "test.pearson", "correlate.values"),
    };
    composer.say(rule, &[]);
    let value = match &pair.found {
        Ok(value) => value,
        Err(why) => {
            let because = composer.because(why);
            composer.say("compare.no_test", &[("because", because)]);
            return;
        }
    };
    let (interval, n, missing, t, df) = match value {
        CorrelationValue::Spearman(f) => (&f.interval, f.n, f.missing, &f.t, f.df),
        CorrelationValue::Pearson(f) => (&f.interval, f.n, f.missing, &f.t, f.df),
    };
    let effect = effect(
        voice,
        voice.word(name),
        value.coefficient(),
        interval.as_ref().ok(),
    );
    let label = composer.rules.label("pearson_r", value.coefficient());
    let given = [
        ("effect", effect),
        (
            "label",
            label.map_or_else(String::new, |l| composer.of(&l).to_owned()),
        ),
        ("test", voice.word(test)),
        ("n", voice.count(n)),
        ("incomplete", voice.incomplete(missing)),
        ("df", voice.count(df)),
        (
            "t",
            t.as_ref()
                .map_or_else(|_| "–".to_owned(), |t| voice.number(*t, 3)),
        ),
        (
            "p",
            value.p().map_or_else(|| "–".to_owned(), |p| voice.p(p)),
        ),
    ];
    let sentence = super::voice::capital(&voice.say("correlate.result", &given));
    composer.paragraph("correlate.result", plain(sentence));
}

fn triangle(composer: &mut Composer, found: &Correlations) {
    let voice = composer.voice;
    composer.section(voice.word("analysis.correlations"));
    let names: Vec<String> = found.of.iter().map(|of| short_name(composer, of)).collect();
    let value = |first: usize, second: usize| {
        let pair = found
            .pairs
            .iter()
            .find(|pair| (pair.first, pair.second) == (first, second))?;
        let found = pair.found.as_ref().map(CorrelationValue::coefficient);
        Some(cell(voice, &found.map_err(Clone::clone), 3))
    };
    let key = match found.kind {
        Correlation::Spearman => "analysis.spearman_caption",
        Correlation::Pearson => "analysis.pearson_caption",
    };
    // Nobody reads thirty columns side by side: the last name has none of its own,
    // and the others stand in parts that fit a page.
    let last = names.len().saturating_sub(1);
    let parts = last.div_ceil(COLUMNS).max(1);
    let size = last.div_ceil(parts).max(1);
    for (part, from) in (1..).zip((0..last).step_by(size)) {
        let to = (from + size).min(last);
        let titles = names.iter().skip(from).take(to - from);
        let mut columns = vec![Column::words(String::new(), 8)];
        columns.extend(titles.map(|name| Column::numbers(name.clone(), 7)));
        let rows = names.iter().enumerate().skip(from + 1).map(|(row, name)| {
            let mut cells = vec![Cell::words(name.clone())];
            cells.extend((from..to).map(|column| match column < row {
                true => value(column, row).unwrap_or_else(Cell::empty),
                false => Cell::empty(),
            }));
            Row::body(cells)
        });
        let (rows, caption) = (rows.collect(), voice.word(key));
        match parts {
            1 => composer.table("Korelasi", caption, columns, rows),
            _ => composer.table(
                &format!("Korelasi {part}"),
                format!("{caption} ({part}/{parts})"),
                columns,
                rows,
            ),
        }
    }
}

/// Columns of a table of correlations.
const COLUMNS: usize = 12;

/// The code of an item, or the short name of the index.
fn short_name(composer: &Composer, of: &Target) -> String {
    match of {
        Target::Item(id) => {
            let items = &composer.study.survey.items;
            let item = items.iter().find(|item| item.id == *id);
            item.map_or_else(|| id.clone(), |item| item.code.clone())
        }
        other => target(composer, other),
    }
}
