use super::analysis::{cell, number};
use super::composer::Composer;
use crate::analysis::Gap;
use crate::document::{Cell, Column, Row};

/// Gaps per item, per dimension and overall.
pub(super) fn gap(composer: &mut Composer, found: &Gap) {
    let voice = composer.voice;
    composer.section(voice.word("thesis.gap"));
    let gaps = match &found.found {
        Ok(gaps) => gaps,
        Err(why) => {
            let because = composer.because(why);
            composer.say("compare.no_test", &[("because", because)]);
            return;
        }
    };
    let columns = vec![
        Column::words(voice.word("column.item_name"), 20),
        Column::numbers(voice.word("column.perception_mean"), 11),
        Column::numbers(voice.word("column.expectation_mean"), 11),
        Column::numbers(voice.word("column.gap"), 9),
        Column::numbers("Q", 9),
    ];
    let pairs = found.perception.iter().zip(&found.means);
    let values = gaps.gaps.iter().zip(&gaps.ratios);
    let mut rows: Vec<Row> = pairs
        .zip(values)
        .map(|((id, (seen, expected)), (gap, ratio))| {
            Row::body(vec![
                Cell::words(composer.named(id).0),
                cell(voice, seen, 3),
                cell(voice, expected, 3),
                number(*gap, 3),
                cell(voice, ratio, 3),
            ])
        })
        .collect();
    for (name, gap) in found.dimensions.iter().zip(&gaps.dimensions) {
        let mut cells = vec![Cell::words(name.clone()), Cell::empty(), Cell::empty()];
        cells.extend([number(*gap, 3), Cell::empty()]);
        rows.push(Row::total(cells));
    }
    let mut cells = vec![Cell::words(voice.word("crosstab.total"))];
    cells.extend([Cell::empty(), Cell::empty(), cell(voice, &gaps.overall, 3)]);
    cells.push(Cell::empty());
    rows.push(Row::total(cells));
    composer.table("SERVQUAL", voice.word("thesis.gap_caption"), columns, rows);
}
