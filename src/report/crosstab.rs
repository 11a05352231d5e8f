use super::analysis::{adjusted_p, effect, number, variable};
use super::composer::Composer;
use super::voice::{Voice, capital};
use crate::analysis::{Crosstab, CrosstabRule, TableTest, TableTestResult};
use crate::document::{Cell, Column, Row, plain};
use crate::stats::{OrdinalAssociation, Outcome};
use crate::survey::Words;

/// A cross table: the reason for the test, counts and shares, the strength of the
/// association, the test and the other one beside it, the cells that stand out.
pub(super) fn crosstab(composer: &mut Composer, found: &Crosstab, adjusted: Option<f64>) {
    let voice = composer.voice;
    let given = [
        ("rows", variable(composer, &found.rows)),
        ("columns", variable(composer, &found.columns)),
    ];
    composer.section(voice.say("crosstab.section", &given));
    counts(composer, found, &given);
    if let Some(coarse) = &found.coarse {
        let small = voice.count(coarse.small);
        composer.say("crosstab.coarse", &[("small", small)]);
    }
    if found.missing > 0 {
        let n = voice.count(found.missing);
        composer.say("crosstab.missing", &[("n", n)]);
    }
    strength(composer, found);
    reason(composer, found);
    outcome(composer, &found.test, "crosstab.test");
    adjusted_p(composer, adjusted);
    if let Some(beside) = &found.beside {
        outcome(composer, beside, "crosstab.beside");
    }
    if let Some(Ok(ordinal)) = &found.ordinal {
        in_order(composer, ordinal);
    }
    residuals(composer, found);
}

/// Counts with their share of the column; capitals name columns with a smaller
/// share.
fn counts(composer: &mut Composer, found: &Crosstab, given: &[(&str, String)]) {
    let voice = composer.voice;
    let (rows, columns) = (found.table.rows(), found.table.columns());
    let sums = found.table.column_sums();
    let (name, each) = Column::side_by_side(columns, 12, 14);
    let mut titles = vec![Column::words(variable(composer, &found.rows), name)];
    for (name, letter) in found.column_names.iter().zip(letters()) {
        titles.push(Column::numbers(
            format!("{} ({letter})", composer.of(name)),
            each,
        ));
    }
    titles.push(Column::numbers(voice.word("crosstab.total"), 12));
    let all = found.table.row_sums();
    let level = composer.rules.assumptions.alpha;
    let mut body: Vec<Row> = Vec::new();
    for row in 0..rows {
        let name = found.row_names.get(row).map_or("", |n| composer.of(n));
        let above = found.proportions.as_ref().map(|p| p.letters(row, level));
        let above = above.unwrap_or_default();
        let mut cells = vec![Cell::words(name)];
        for (column, sum) in sums.iter().enumerate().take(columns) {
            let count = found.table.at(row, column);
            let letters = above.get(column).map_or("", String::as_str);
            let text = format!("{} {letters}", voice.count_of(count, *sum));
            cells.push(Cell::words(text.trim_end().to_owned()));
        }
        let total = all.get(row).copied().unwrap_or(0);
        cells.push(Cell::words(voice.count_of(total, found.n)));
        body.push(Row::body(cells));
    }
    let mut cells = vec![Cell::words(voice.word("crosstab.total"))];
    cells.extend(sums.iter().map(|sum| Cell::count(*sum)));
    cells.push(Cell::count(found.n));
    body.push(Row::total(cells));
    let caption = voice.say("crosstab.caption", given);
    let id = format!("Silang {}", composer.blocks.len());
    let note = plain(voice.word("crosstab.letters"));
    composer.table_with(&id, caption, Vec::new(), titles, body, vec![note]);
}

/// `A`, `B`, … `Z`, `AA`, … as the letters of [`crate::stats::ColumnProportions`].
fn letters() -> impl Iterator<Item = String> {
    (0_u32..).map(crate::error::column_letters)
}

/// How strongly the two go together, before any p value.
fn strength(composer: &mut Composer, found: &Crosstab) {
    let voice = composer.voice;
    let Some(v) = found.chi_square.cramer_v else {
        return;
    };
    let interval = found.v_interval.as_ref().ok();
    let label = composer.rules.label("cramer_v", v);
    let mut parts = vec![effect(voice, voice.word("effect.cramer_v"), v, interval)];
    if let Ok(association) = &found.association {
        if let Some(phi) = association.phi_signed {
            parts.push(effect(voice, "φ".to_owned(), phi, None));
        }
        let c = voice.word("crosstab.contingency");
        parts.push(effect(voice, c, association.contingency, None));
    }
    if let Some(Ok(odds)) = &found.odds_ratio
        && let (Ok(ratio), Ok(low), Ok(high)) = (&odds.odds_ratio, &odds.low, &odds.high)
    {
        let interval = crate::stats::Interval {
            low: Some(*low),
            high: Some(*high),
            confidence: odds.confidence,
        };
        let name = voice.word("effect.odds_ratio");
        parts.push(effect(voice, name, *ratio, Some(&interval)));
    }
    let given = [
        ("list", parts.join("; ")),
        (
            "label",
            label.map_or_else(String::new, |label| composer.of(&label).to_owned()),
        ),
    ];
    composer.say("crosstab.strength", &given);
}

fn reason(composer: &mut Composer, found: &Crosstab) {
    let voice = composer.voice;
    let route = &found.route;
    let rule = match route.rule {
        CrosstabRule::Fixed => "crosstab.rule_fixed",
        CrosstabRule::ExpectedEnough => "crosstab.rule_enough",
        CrosstabRule::ExpectedSmall => "crosstab.rule_small",
        CrosstabRule::ExactTooLarge => "crosstab.rule_too_large",
    };
    let given = [
        ("test", name(voice, route.chosen)),
        ("small", voice.count(route.small)),
        ("cells", voice.count(route.cells)),
        ("least", voice.number(route.least_expected, 2)),
        ("limit", voice.number(composer.rules.crosstab.small, 0)),
    ];
    composer.say(rule, &given);
    composer.say("crosstab.looked", &given);
}

fn name(voice: &Voice, test: TableTest) -> String {
    voice.word(match test {
        TableTest::ChiSquareIndependence => "test.chi_square_independence",
        TableTest::FisherExact => "test.fisher_exact",
        TableTest::FisherFreemanHalton => "test.fisher_freeman_halton",
        TableTest::LinearByLinear => "test.linear_by_linear",
    })
}

fn outcome(composer: &mut Composer, result: &Outcome<TableTestResult>, key: &str) {
    let voice = composer.voice;
    let result = match result {
        Ok(result) => result,
        Err(why) => {
            let because = composer.because(why);
            composer.say("compare.no_test", &[("because", because)]);
            return;
        }
    };
    let test = result.as_test();
    let statistic = match result.kind() {
        // Their statistic is the p value itself.
        TableTest::FisherExact | TableTest::FisherFreemanHalton => String::new(),
        _ => {
            let statistic = test.statistic();
            let df: Vec<String> = statistic.df.iter().map(|d| voice.number(*d, 0)).collect();
            let value = voice.number(statistic.value, 3);
            format!("{}({}) = {value}, ", statistic.symbol, df.join("; "))
        }
    };
    let p = match test.p_value() {
        Ok(p) => voice.p(p),
        Err(why) => composer.because(&why),
    };
    let given = [
        ("test", name(voice, result.kind())),
        ("statistic", statistic),
        ("p", p),
    ];
    let sentence = capital(&voice.say(key, &given));
    composer.paragraph(key, plain(sentence));
}

/// Measures for categories in order, with normal intervals of their errors.
fn in_order(composer: &mut Composer, found: &OrdinalAssociation) {
    let voice = composer.voice;
    let measures = [
        ("γ", &found.gamma),
        ("τ-b", &found.tau_b),
        ("τ-c", &found.tau_c),
        ("d", &found.somers_columns),
    ];
    let parts: Vec<String> = measures
        .iter()
        .map(|(name, measure)| {
            let interval = measure.ase1.map(|error| crate::stats::Interval {
                low: Some((measure.value - 1.959_963_984_540_054 * error).max(-1.0)),
                high: Some((measure.value + 1.959_963_984_540_054 * error).min(1.0)),
                confidence: 0.95,
            });
            effect(voice, (*name).to_owned(), measure.value, interval.as_ref())
        })
        .collect();
    composer.say("crosstab.ordinal", &[("list", parts.join("; "))]);
}

/// Which cells hold more or fewer than independence lets expect.
fn residuals(composer: &mut Composer, found: &Crosstab) {
    let voice = composer.voice;
    let used = |names: &[Words], sums: Vec<u64>| -> Vec<String> {
        let both = names.iter().zip(sums).filter(|(_, sum)| *sum > 0);
        both.map(|(name, _)| composer.of(name).to_owned()).collect()
    };
    let rows = used(&found.row_names, found.table.row_sums());
    let columns = used(&found.column_names, found.table.column_sums());
    let mut titles = vec![Column::words(variable(composer, &found.rows), 24)];
    titles.extend(columns.iter().map(|name| Column::numbers(name.clone(), 12)));
    let body = rows.iter().zip(&found.chi_square.adjusted_residuals);
    let body = body.map(|(name, residuals)| {
        let mut cells = vec![Cell::words(name.clone())];
        cells.extend(residuals.iter().map(|r| number(*r, 2)));
        Row::body(cells)
    });
    let body = body.collect();
    let limit = voice.number(composer.rules.crosstab.residual, 2);
    let caption = voice.say("crosstab.residuals", &[("limit", limit)]);
    let id = format!("Residu {}", composer.blocks.len());
    composer.table(&id, caption, titles, body);
}
