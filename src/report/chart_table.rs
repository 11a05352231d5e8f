use super::voice::Voice;
use crate::decimal::Decimal;
use crate::document::{Cell, Chart, Column, IndexBar, LikertRow, Row, Shown};

/// What a figure shows, as columns and rows: for readers who cannot see it, and
/// for the CSV beside it.
pub fn chart_table(chart: &Chart, voice: &Voice) -> (Vec<Column>, Vec<Row>) {
    let sheet = Sheet { voice };
    match chart {
        Chart::Index(chart) | Chart::Dots(chart) => sheet.index(&chart.bars),
        Chart::Likert(chart) => sheet.answers(&chart.rows, &chart.levels),
        Chart::Bars(chart) => sheet.answers(&chart.rows, &chart.levels),
        Chart::Panels(chart) => sheet.panels(&chart.panels),
        Chart::Poster(poster) => sheet.index(&poster.items.bars),
        _ => super::chart_table_more::rows(&sheet, chart),
    }
}

/// Words and cells of these tables.
pub struct Sheet<'a> {
    pub voice: &'a Voice,
}

impl Sheet<'_> {
    pub fn words(&self, key: &str) -> Column {
        Column::words(self.voice.word(key), 30)
    }

    pub fn number(&self, key: &str) -> Column {
        Column::numbers(self.voice.word(key), 12)
    }

    pub fn titled(&self, title: &str) -> Column {
        Column::numbers(title.to_owned(), 12)
    }

    /// Code, name.
    pub fn names(&self) -> Vec<Column> {
        vec![self.words("column.code"), self.words("column.item_name")]
    }

    /// Both ends of an interval.
    pub fn ends(&self) -> [Column; 2] {
        [self.number("figure.low"), self.number("figure.high")]
    }

    fn index(&self, bars: &[IndexBar]) -> (Vec<Column>, Vec<Row>) {
        let mut columns = self.names();
        columns.push(self.number("column.value"));
        columns.extend(self.ends());
        columns.extend([self.words("column.grade"), self.number("column.n")]);
        let rows = bars.iter().map(|bar| {
            let mut cells = vec![Cell::words(&*bar.code), Cell::words(&*bar.label)];
            cells.push(cell(bar.value));
            cells.extend(interval(bar.interval, 2));
            cells.extend([Cell::words(&*bar.grade), Cell::count(bar.n)]);
            Row::body(cells)
        });
        (columns, rows.collect())
    }

    fn answers(&self, rows: &[LikertRow], levels: &[String]) -> (Vec<Column>, Vec<Row>) {
        let mut columns = self.names();
        columns.extend(levels.iter().map(|level| self.titled(level)));
        columns.extend([self.number("column.n"), self.number("column.missing")]);
        let rows = rows.iter().map(|row| {
            let mut cells = vec![Cell::words(&*row.code), Cell::words(&*row.label)];
            let counts = (0..levels.len()).map(|i| row.counts.get(i).copied().unwrap_or(0));
            cells.extend(counts.map(Cell::count));
            cells.push(Cell::count(
                row.counts.iter().fold(0, |a, b| a.saturating_add(*b)),
            ));
            cells.push(Cell::count(row.missing));
            Row::body(cells)
        });
        (columns, rows.collect())
    }

    /// The tables of all panels with the panel in front.
    fn panels(&self, panels: &[(String, Chart)]) -> (Vec<Column>, Vec<Row>) {
        let mut columns = Vec::new();
        let mut rows = Vec::new();
        for (name, chart) in panels {
            let (own, body) = chart_table(chart, self.voice);
            if columns.is_empty() {
                columns.push(self.words("figure.panel"));
                columns.extend(own);
            }
            let width = columns.len();
            rows.extend(body.into_iter().map(|mut row| {
                row.cells.insert(0, Cell::words(name.clone()));
                row.cells.resize_with(width, Cell::empty);
                row
            }));
        }
        (columns, rows)
    }
}

/// A number, or nothing.
pub fn cell(value: Option<Shown>) -> Cell {
    match value {
        Some(v) if v.value.is_finite() => Cell::decimal(v.value, v.shown),
        _ => Cell::empty(),
    }
}

/// A float rounded for print.
pub fn rounded(value: f64, places: u8) -> Cell {
    match Decimal::round(value, places) {
        Some(shown) => Cell::decimal(value, shown),
        None => Cell::empty(),
    }
}

/// Both ends of an interval.
pub fn interval(interval: Option<(f64, f64)>, places: u8) -> [Cell; 2] {
    match interval {
        Some((low, high)) => [rounded(low, places), rounded(high, places)],
        None => [Cell::empty(), Cell::empty()],
    }
}
