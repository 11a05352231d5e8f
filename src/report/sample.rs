use super::voice::Voice;
use crate::analysis::{SampleSize, StratumShare};
use crate::document::{Block, Cell, Column, Document, Row, Table, plain};

/// What a population needs by the usual formulas, what was reached, and how the
/// sample splits over strata.
pub fn sample_document(
    required: &SampleSize,
    reached: Option<(u64, Option<f64>)>,
    shares: &[StratumShare],
    voice: &Voice,
) -> Document {
    let given = [
        ("population", voice.count(required.population)),
        ("margin", voice.percent(required.margin, 1)),
        ("confidence", voice.percent(required.confidence, 1)),
        ("proportion", voice.number(required.proportion, 1)),
    ];
    let mut blocks = vec![Block::Paragraph {
        text: plain(voice.say("sample.lead", &given)),
        rule: Some("sample.lead".to_owned()),
    }];
    let row = |key: &str, exact: f64, n: u64| {
        Row::body(vec![
            Cell::words(voice.word(&format!("sample.{key}"))),
            Cell::words(voice.number(exact, 3)),
            Cell::count(n),
        ])
    };
    let rows = vec![
        row(
            "krejcie_morgan",
            required.krejcie_morgan,
            required.krejcie_morgan_rounded,
        ),
        row("slovin", required.slovin, required.slovin_ceiling),
        row(
            "cochran",
            required.cochran_finite,
            required.cochran_finite_ceiling,
        ),
        row(
            "cochran_unlimited",
            required.cochran,
            required.cochran_ceiling,
        ),
    ];
    let columns = vec![
        Column::words(voice.word("sample.formula"), 44),
        Column::numbers(voice.word("sample.exact"), 12),
        Column::numbers(voice.word("column.sample"), 12),
    ];
    blocks.push(table(voice.word("sample.caption"), columns, rows));
    if let Some((n, Some(margin))) = reached {
        let given = [("n", voice.count(n)), ("margin", voice.percent(margin, 2))];
        blocks.push(Block::Paragraph {
            text: plain(voice.say("sample.reached", &given)),
            rule: Some("sample.reached".to_owned()),
        });
    }
    if !shares.is_empty() {
        blocks.push(strata(shares, voice));
    }
    voice.document(voice.word("sample.title"), blocks)
}

fn strata(shares: &[StratumShare], voice: &Voice) -> Block {
    let columns = vec![
        Column::marks(voice.word("column.no"), 4),
        Column::numbers(voice.word("column.population"), 14),
        Column::numbers(voice.word("sample.exact"), 12),
        Column::numbers(voice.word("column.sample"), 12),
    ];
    let rows = (1..)
        .zip(shares)
        .map(|(number, share)| {
            Row::body(vec![
                Cell::count(number),
                Cell::count(share.size),
                Cell::words(voice.number(share.raw, 3)),
                Cell::count(share.allocated),
            ])
        })
        .collect();
    table(voice.word("sample.strata"), columns, rows)
}

fn table(caption: String, columns: Vec<Column>, rows: Vec<Row>) -> Block {
    Block::Table(Table::reading("", caption, columns, rows))
}
