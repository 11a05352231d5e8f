use super::workbook::{Book, DATA};
use crate::analysis::{Rounding, Weight};
use crate::document::{Case, Expression, Range, Row};

/// Formulas of an item's row of the index table: n, sum, NRR, weighted, index,
/// grade.
pub fn item_row(book: &Book, at: usize, row: &mut Row) {
    let own = |column: usize| Expression::Cell {
        table: book.composer.voice.word("book.index"),
        row: at,
        column,
    };
    let index = Expression::Product(vec![own(4), factor(book)]);
    let formulas = [
        (2, count_answers(book, at)),
        (3, Expression::SumRange(item_range(book, at))),
        (4, Expression::Quotient(Box::new(own(3)), Box::new(own(2)))),
        (5, Expression::Product(vec![own(4), weight(book, at)])),
        (6, index),
    ];
    put(row, formulas);
    grade(book, own(6), 7, row);
}

/// Formulas of the row of totals: sum of the weighted means, index, grade.
pub fn total_row(book: &Book, row: &mut Row) {
    let table = book.composer.voice.word("book.index");
    let k = book.order.len();
    let sum = Expression::SumRange(Range {
        table: table.clone(),
        rows: (0, k),
        columns: (5, 6),
    });
    let own = |column: usize| Expression::Cell {
        table: table.clone(),
        row: k,
        column,
    };
    let sum = match book.composer.study.survey.options.index.round {
        Rounding::None => sum,
        Rounding::Nrr2 => Expression::Round(Box::new(sum), 2),
        Rounding::Sum3 => Expression::Round(Box::new(sum), 3),
    };
    put(
        row,
        [
            (2, respondents(book)),
            (5, sum),
            (6, Expression::Product(vec![own(5), factor(book)])),
        ],
    );
    grade(book, own(6), 7, row);
}

/// Formulas of a row of the index per group: n, index, grade. Left out for so
/// many items that a formula would be longer than a spreadsheet takes.
pub fn group_row(book: &Book, table: &str, at: usize, column: usize, value: &str, row: &mut Row) {
    const MOST: usize = 40;
    if book.order.len() > MOST {
        return;
    }
    let groups = data_range(book, column);
    let terms = (0..book.order.len())
        .map(|at| {
            let items = item_range(book, at);
            let sum = Expression::SumWhere(items.clone(), groups.clone(), value.to_owned());
            let n = Expression::CountWhere(items, groups.clone(), value.to_owned());
            let mean = Expression::Quotient(Box::new(sum), Box::new(n));
            Expression::Product(vec![mean, weight(book, at)])
        })
        .collect();
    let sum = Expression::Sum(terms);
    let sum = match book.composer.study.survey.options.index.round {
        Rounding::None => sum,
        Rounding::Nrr2 => Expression::Round(Box::new(sum), 2),
        Rounding::Sum3 => Expression::Round(Box::new(sum), 3),
    };
    let index = Expression::Product(vec![sum, factor(book)]);
    put(
        row,
        [
            (2, Expression::CountText(groups, value.to_owned())),
            (3, index),
        ],
    );
    let own = Expression::Cell {
        table: table.to_owned(),
        row: at,
        column: 3,
    };
    grade(book, own, 5, row);
}

/// How often a level of an item was chosen.
pub fn count_level(book: &Book, at: usize, level: i16) -> Expression {
    Expression::CountEqual(item_range(book, at), f64::from(level))
}

/// How many answers an item has.
pub fn count_answers(book: &Book, at: usize) -> Expression {
    Expression::CountNumbers(item_range(book, at))
}

/// How many respondents the data sheet holds.
pub fn respondents(book: &Book) -> Expression {
    Expression::CountNumbers(data_range(book, 0))
}

/// How many respondents left an item blank; `away` said that it did not apply.
pub fn count_missing(book: &Book, at: usize, away: u64) -> Expression {
    let answers = vec![Expression::Number(-1.0), count_answers(book, at)];
    let mut sum = vec![respondents(book), Expression::Product(answers)];
    if away > 0 {
        sum.push(Expression::Number(-(away as f64)));
    }
    Expression::Sum(sum)
}

/// The share of respondents in a row of the profile.
pub fn profile_share(book: &Book, at: usize) -> Expression {
    let count = Expression::Cell {
        table: book.composer.voice.word("book.profile"),
        row: at,
        column: 2,
    };
    Expression::Quotient(Box::new(count), Box::new(respondents(book)))
}

/// How often a text occurs in a column of the data.
pub fn count_text(book: &Book, column: usize, text: &str) -> Expression {
    Expression::CountText(data_range(book, column), text.to_owned())
}

/// Column of a group on the data sheet: number, items, then groups.
pub fn group_column(book: &Book, header: &str) -> Option<usize> {
    let groups = &book.composer.study.survey.groups;
    let at = groups.iter().position(|g| g.header == header)?;
    Some(1 + book.order.len() + at)
}

fn put<const N: usize>(row: &mut Row, formulas: [(usize, Expression); N]) {
    for (column, formula) in formulas {
        if let Some(cell) = row.cells.get_mut(column) {
            cell.derived = Some(formula);
        }
    }
}

/// Grade letter in a column and its word in the next, from the index rounded to
/// two places.
fn grade(book: &Book, index: Expression, column: usize, row: &mut Row) {
    let letter = grade_of(book, index.clone(), |grade| grade.to_owned());
    let word = grade_of(book, index, |grade| {
        super::composer::capital(&book.composer.grade_word(grade))
    });
    for (column, formula) in [(column, letter), (column + 1, word)] {
        if let Some(cell) = row.cells.get_mut(column) {
            cell.derived = formula;
        }
    }
}

fn grade_of(book: &Book, index: Expression, text: impl Fn(&str) -> String) -> Option<Expression> {
    let bands = &book.composer.study.survey.bands;
    if bands.is_empty() {
        return None;
    }
    let cases = bands
        .iter()
        .rev()
        .map(|band| Case {
            from: band.from.value(),
            text: text(&band.grade),
        })
        .collect();
    Some(Expression::Grade(
        Box::new(Expression::Round(Box::new(index), 2)),
        cases,
    ))
}

fn item_range(book: &Book, at: usize) -> Range {
    data_range(book, 1 + at)
}

fn data_range(book: &Book, column: usize) -> Range {
    Range {
        table: DATA.to_owned(),
        rows: (0, book.rows),
        columns: (column, column + 1),
    }
}

fn weight(book: &Book, at: usize) -> Expression {
    match &book.composer.study.survey.options.index.weight {
        Weight::Printed(decimal) => Expression::Number(decimal.value()),
        Weight::Exact => {
            let item = book.order.get(at);
            let item = item.and_then(|&i| book.composer.study.survey.items.get(i));
            let (over, under) = item.map_or((1, 1), |i| i.weight);
            Expression::Quotient(
                Box::new(Expression::Number(over as f64)),
                Box::new(Expression::Number(under as f64)),
            )
        }
    }
}

/// 100 / max of the scale.
fn factor(book: &Book) -> Expression {
    let items = &book.composer.study.survey.items;
    let max = items.iter().map(|i| i.max).max().unwrap_or(4);
    Expression::Quotient(
        Box::new(Expression::Number(100.0)),
        Box::new(Expression::Number(f64::from(max))),
    )
}
