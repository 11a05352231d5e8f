use super::chart_table::{Sheet, cell, interval, rounded};
use crate::document::{
    BoxRow, Cell, Chart, Column, ForestRow, GapChart, HeatChart, PlaneChart, PyramidChart,
    RadarChart, Row, ScreeChart, TrendPoint,
};

/// Columns and rows of what is neither an index nor answers.
pub fn rows(sheet: &Sheet, chart: &Chart) -> (Vec<Column>, Vec<Row>) {
    match chart {
        Chart::Trend(chart) => trend(sheet, &chart.points),
        Chart::Box(chart) => boxes(sheet, &chart.rows),
        Chart::Histogram(chart) => {
            let columns = vec![
                sheet.number("figure.from"),
                sheet.number("figure.to"),
                sheet.number("figure.respondents"),
            ];
            let rows = chart.bins.iter().map(|(from, to, count)| {
                Row::body(vec![
                    rounded(*from, 2),
                    rounded(*to, 2),
                    Cell::count(*count),
                ])
            });
            (columns, rows.collect())
        }
        Chart::Quantiles(chart) => {
            let columns = vec![
                sheet.titled(&chart.x_title),
                sheet.titled(&chart.y_title),
                sheet.number("figure.respondents"),
            ];
            let rows = chart.points.iter().map(|(z, value, count)| {
                Row::body(vec![
                    rounded(*z, 3),
                    rounded(*value, 2),
                    Cell::count(*count),
                ])
            });
            (columns, rows.collect())
        }
        Chart::Plane(chart) => plane(sheet, chart),
        Chart::Gap(chart) => gap(sheet, chart),
        Chart::Radar(chart) => radar(sheet, chart),
        Chart::Heat(chart) => heat(sheet, chart),
        Chart::Scree(chart) => scree(sheet, chart),
        Chart::Forest(chart) => forest(sheet, &chart.rows, &chart.effect_title),
        Chart::Pyramid(chart) => pyramid(sheet, chart),
        _ => (Vec::new(), Vec::new()),
    }
}

fn trend(sheet: &Sheet, points: &[TrendPoint]) -> (Vec<Column>, Vec<Row>) {
    let mut columns = vec![sheet.words("column.period"), sheet.number("column.value")];
    columns.extend(sheet.ends());
    columns.extend([sheet.words("column.grade"), sheet.number("column.n")]);
    let rows = points.iter().map(|point| {
        let mut cells = vec![Cell::words(&*point.label), cell(point.value)];
        cells.extend(interval(point.interval, 2));
        cells.push(Cell::words(&*point.grade));
        cells.push(point.n.map_or_else(Cell::empty, Cell::count));
        Row::body(cells)
    });
    (columns, rows.collect())
}

fn boxes(sheet: &Sheet, rows: &[BoxRow]) -> (Vec<Column>, Vec<Row>) {
    let mut columns = vec![sheet.words("figure.group")];
    let names = ["figure.whisker_low", "figure.quartile_low", "column.median"];
    columns.extend(names.map(|key| sheet.number(key)));
    let names = ["figure.quartile_high", "figure.whisker_high", "column.mean"];
    columns.extend(names.map(|key| sheet.number(key)));
    columns.extend(sheet.ends());
    columns.extend([sheet.number("column.n"), sheet.number("column.missing")]);
    let rows = rows.iter().map(|row| {
        let mut cells = vec![Cell::words(&*row.label)];
        match row.five {
            Some(five) => cells.extend(five.map(|v| rounded(v, 2))),
            None => cells.extend([
                Cell::empty(),
                Cell::empty(),
                cell(row.median),
                Cell::empty(),
                Cell::empty(),
            ]),
        }
        cells.push(cell(row.mean));
        cells.extend(interval(row.interval, 2));
        cells.extend([Cell::count(row.n), Cell::count(row.missing)]);
        Row::body(cells)
    });
    (columns, rows.collect())
}

fn plane(sheet: &Sheet, chart: &PlaneChart) -> (Vec<Column>, Vec<Row>) {
    let mut columns = sheet.names();
    for title in [&chart.x_title, &chart.y_title] {
        columns.push(sheet.titled(title));
        columns.extend(sheet.ends());
        columns.push(sheet.number("column.n"));
    }
    columns.push(sheet.words("figure.field"));
    let rows = chart.points.iter().map(|point| {
        let mut cells = vec![Cell::words(&*point.code), Cell::words(&*point.label)];
        cells.push(cell(Some(point.x)));
        cells.extend(interval(point.x_interval, 2));
        cells.push(Cell::count(point.n.0));
        cells.push(cell(Some(point.y)));
        cells.extend(interval(point.y_interval, 2));
        cells.push(Cell::count(point.n.1));
        let field = chart.fields.get(point.field).cloned();
        cells.push(Cell::words(field.unwrap_or_default()));
        Row::body(cells)
    });
    (columns, rows.collect())
}

fn gap(sheet: &Sheet, chart: &GapChart) -> (Vec<Column>, Vec<Row>) {
    let mut columns = sheet.names();
    columns.extend(chart.names.iter().map(|name| sheet.titled(name)));
    columns.push(sheet.titled(&chart.gap_title));
    columns.extend(sheet.ends());
    columns.push(sheet.number("column.n"));
    let rows = chart.rows.iter().map(|row| {
        let mut cells = vec![Cell::words(&*row.code), Cell::words(&*row.label)];
        cells.extend([row.from, row.to, row.gap].map(|v| cell(Some(v))));
        cells.extend(interval(row.interval, 2));
        cells.push(Cell::count(row.n));
        Row::body(cells)
    });
    (columns, rows.collect())
}

fn radar(sheet: &Sheet, chart: &RadarChart) -> (Vec<Column>, Vec<Row>) {
    let mut columns = sheet.names();
    columns.extend(chart.lines.iter().map(|line| sheet.titled(&line.name)));
    let rows = chart.spokes.iter().enumerate().map(|(i, (code, name))| {
        let mut cells = vec![Cell::words(&**code), Cell::words(&**name)];
        let values = chart
            .lines
            .iter()
            .map(|l| l.values.get(i).copied().flatten());
        cells.extend(values.map(cell));
        Row::body(cells)
    });
    (columns, rows.collect())
}

fn heat(sheet: &Sheet, chart: &HeatChart) -> (Vec<Column>, Vec<Row>) {
    let counted = !chart.n.is_empty();
    let mut columns = sheet.names();
    columns.extend(chart.columns.iter().map(|c| sheet.titled(&c.0)));
    columns.extend(counted.then(|| sheet.number("column.n")));
    let rows = chart.rows.iter().enumerate().map(|(i, (code, name))| {
        let mut cells = vec![Cell::words(&**code), Cell::words(&**name)];
        let own = chart.cells.get(i).into_iter().flatten();
        cells.extend(own.map(|value| cell(*value)));
        if counted {
            cells.push(chart.n.get(i).map_or_else(Cell::empty, |n| Cell::count(*n)));
        }
        Row::body(cells)
    });
    (columns, rows.collect())
}

fn scree(sheet: &Sheet, chart: &ScreeChart) -> (Vec<Column>, Vec<Row>) {
    let columns = vec![
        sheet.titled(&chart.x_title),
        sheet.titled(&chart.names[0]),
        sheet.titled(&chart.names[1]),
    ];
    let rows = (1..).zip(chart.observed.iter().zip(&chart.random));
    let rows = rows.map(|(i, (own, random))| {
        Row::body(vec![Cell::count(i), rounded(*own, 3), rounded(*random, 3)])
    });
    (columns, rows.collect())
}

fn forest(sheet: &Sheet, rows: &[ForestRow], title: &str) -> (Vec<Column>, Vec<Row>) {
    let mut columns = sheet.names();
    columns.push(sheet.titled(title));
    columns.extend(sheet.ends());
    columns.extend([sheet.titled("n1"), sheet.titled("n2")]);
    let rows = rows.iter().map(|row| {
        let mut cells = vec![Cell::words(&*row.code), Cell::words(&*row.label)];
        cells.push(cell(row.effect));
        cells.extend(interval(row.interval, 2));
        cells.extend([Cell::count(row.n.0), Cell::count(row.n.1)]);
        Row::body(cells)
    });
    (columns, rows.collect())
}

fn pyramid(sheet: &Sheet, chart: &PyramidChart) -> (Vec<Column>, Vec<Row>) {
    let mut columns = vec![sheet.words("figure.group")];
    columns.extend(chart.sides.iter().map(|side| sheet.titled(side)));
    let rows = chart.rows.iter().map(|(label, left, right)| {
        Row::body(vec![
            Cell::words(&**label),
            Cell::count(*left),
            Cell::count(*right),
        ])
    });
    (columns, rows.collect())
}
