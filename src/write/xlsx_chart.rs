use super::printed::label_and_caption;
use super::xlsx_look::{ACCENT, is_like_formula, number_format};
use super::xlsx_place::Place;
use super::xlsx_sheet::{Done, characters};
use crate::document::{
    Block, Chart as Drawn, Content, Document, DrawnFrom, Figure, IndexChart, TrendChart,
};
use crate::language::Language;
use rust_xlsxwriter::{
    Chart, ChartAxis, ChartAxisLabelPosition, ChartAxisTickType, ChartDataLabel,
    ChartDataLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartMarker,
    ChartMarkerType, ChartSeries, ChartSolidFill, ChartType, Color, Worksheet,
};

/// Places the charts that are drawn from this table under it: beside it they
/// would make the printed page so small that nobody could read it.
pub(super) fn insert_charts(sheet: &mut Worksheet, document: &Document, place: &Place<'_>) -> Done {
    let mut row = place.end();
    for block in &document.blocks {
        if let Block::Figure(figure) = block
            && let Some(from) = &figure.drawn_from
            && from.table == place.table.id
            && let Some(mut chart) = native(figure, from, place, document.language)
        {
            let height = height(&figure.chart, from);
            chart.set_width(width(place)).set_height(height);
            sheet.insert_chart(row, 0, &chart)?;
            // A row is 20 pixels high.
            row = row.saturating_add(height / 20 + 2);
        }
    }
    Ok(())
}

/// The colours of answers from the lowest to the highest: warm, grey, cool, each
/// of another lightness so that a grey print still tells them apart.
const WARM: [u32; 2] = [0xB35806, 0xF1A340];
const MIDDLE: u32 = 0xD9D9D9;
const COOL: [u32; 2] = [0x8DB9DA, 0x1F4E79];
const MESH: Color = Color::RGB(0xDDE2E7);

/// The chart of a figure; `None` where it draws from cells that are not there.
fn native(
    figure: &Figure,
    from: &DrawnFrom,
    place: &Place<'_>,
    language: Language,
) -> Option<Chart> {
    let first = place.row(from.rows.0)?;
    let last = place.row(from.rows.1.checked_sub(1)?)?;
    let labels = place.column(from.labels)?;
    let sheet = place.sheet.as_str();
    let mut chart = Chart::new(match figure.chart {
        Drawn::Likert(_) => ChartType::BarPercentStacked,
        Drawn::Trend(_) => ChartType::Line,
        _ => ChartType::Bar,
    });
    let format = shown_format(from, place, language);
    for (number, column) in from.values.iter().enumerate() {
        let values = place.column(*column)?;
        let series = chart.add_series();
        series
            .set_categories((sheet, first, labels, last, labels))
            .set_values((sheet, first, values, last, values));
        match level_name(&figure.chart, number, from.values.len()) {
            Some(name) => series.set_name(name),
            None => series.set_name((sheet, place.head, values)),
        };
        dress(series, &figure.chart, number, from.values.len(), &format);
    }
    frame(&mut chart, figure, from.values.len(), &format);
    Some(chart)
}

/// The name of a level, where each series is one; the library would read one
/// that starts with `=` as an address.
fn level_name(chart: &Drawn, number: usize, of: usize) -> Option<&str> {
    match chart {
        Drawn::Likert(likert) if likert.levels.len() == of => {
            let name = likert.levels.get(number)?;
            (!is_like_formula(name)).then_some(name)
        }
        _ => None,
    }
}

/// The number format of the first value that is drawn.
fn shown_format(from: &DrawnFrom, place: &Place<'_>, language: Language) -> String {
    let row = place.table.rows.get(from.rows.0);
    let cell = row.zip(from.values.first());
    match cell.and_then(|(row, column)| row.cells.get(*column)) {
        Some(cell) => match &cell.content {
            Content::Number(number) => number_format(number, language),
            _ => "General".to_owned(),
        },
        None => "General".to_owned(),
    }
}

/// Colour and labels of one series.
fn dress(series: &mut ChartSeries, chart: &Drawn, number: usize, of: usize, format: &str) {
    let mut label = ChartDataLabel::new();
    label.show_value().set_num_format(format);
    match chart {
        Drawn::Trend(_) => {
            let mut line = ChartLine::new();
            line.set_color(ACCENT).set_width(2.0);
            let mut marker = ChartMarker::new();
            marker
                .set_type(ChartMarkerType::Circle)
                .set_size(7)
                .set_format(ChartFormat::new().set_solid_fill(&fill(ACCENT)));
            label.set_position(ChartDataLabelPosition::Above);
            series
                .set_format(ChartFormat::new().set_line(&line))
                .set_marker(&marker);
        }
        Drawn::Likert(_) => {
            let (color, dark) = level_color(number, of);
            let white = Color::RGB(if dark { 0xFFFFFF } else { 0x1B2733 });
            // Nothing is written in a stretch of no length.
            label
                .set_num_format("0;;")
                .set_font(ChartFont::new().set_color(white).set_size(9));
            series
                .set_format(ChartFormat::new().set_solid_fill(&fill(color)))
                .set_gap(45);
        }
        _ => {
            let color = if of == 1 {
                ACCENT
            } else {
                level_color(number, of).0
            };
            series
                .set_format(ChartFormat::new().set_solid_fill(&fill(color)))
                .set_gap(45);
        }
    }
    series.set_data_label(&label);
}

fn fill(color: Color) -> ChartSolidFill {
    let mut fill = ChartSolidFill::new();
    fill.set_color(color);
    fill
}

/// The colour of a level, and whether letters on it are white.
fn level_color(level: usize, levels: usize) -> (Color, bool) {
    let below_middle = 2 * level + 1 < levels;
    let above_middle = 2 * level + 1 > levels;
    let outermost = level == 0 || level + 1 == levels;
    let color = match (below_middle, above_middle, outermost) {
        (true, _, true) => WARM[0],
        (true, _, false) => WARM[1],
        (_, true, true) => COOL[1],
        (_, true, false) => COOL[0],
        _ => MIDDLE,
    };
    (Color::RGB(color), outermost && levels > 1)
}

/// Title, axes, legend and what a reader who cannot see it is told.
fn frame(chart: &mut Chart, figure: &Figure, series: usize, format: &str) {
    chart.set_alt_text(figure.alt.chars().take(2_000).collect::<String>());
    chart
        .title()
        .set_name(&label_and_caption(&figure.label, &figure.caption))
        .set_font(ChartFont::new().set_size(11).set_color(ACCENT));
    if series > 1 {
        chart.legend().set_position(ChartLegendPosition::Bottom);
    } else {
        chart.legend().set_hidden();
    }
    axes(chart, &figure.chart, format);
}

/// The two axes: the library calls the horizontal one x, whatever stands on it.
fn axes(chart: &mut Chart, drawn: &Drawn, format: &str) {
    let upright = matches!(drawn, Drawn::Trend(_));
    let mut mesh = ChartLine::new();
    mesh.set_color(MESH).set_width(0.5);
    let labels = if upright {
        chart.x_axis()
    } else {
        chart.y_axis()
    };
    labels
        .set_major_gridlines(false)
        .set_major_tick_type(ChartAxisTickType::None);
    if !upright {
        // The first row on top; the axis of values goes up with it, so its
        // labels are sent back down.
        labels.set_reverse();
    }
    let values = if upright {
        chart.y_axis()
    } else {
        chart.x_axis()
    };
    values
        .set_major_gridlines_line(&mesh)
        .set_format(ChartFormat::new().set_no_line());
    if !upright {
        values.set_label_position(ChartAxisLabelPosition::High);
    }
    scale(values, drawn, format);
}

/// Ends, steps and title of the axis of values.
fn scale(values: &mut ChartAxis, drawn: &Drawn, format: &str) {
    let title = match drawn {
        Drawn::Index(IndexChart {
            axis, axis_title, ..
        })
        | Drawn::Trend(TrendChart {
            axis, axis_title, ..
        }) => {
            values.set_min(axis.0).set_max(axis.1);
            let steps = [25.0, 20.0];
            if let Some(step) = steps
                .into_iter()
                .find(|step| (axis.1 - axis.0) % step == 0.0)
            {
                values.set_major_unit(step);
            }
            axis_title
        }
        Drawn::Likert(likert) => &likert.axis_title,
        _ => {
            values.set_min(0);
            if format.ends_with('%') {
                values.set_num_format("0%");
            }
            return;
        }
    };
    let mut font = ChartFont::new();
    font.unset_bold().set_size(9);
    values.set_name(title).set_name_font(&font);
}

/// Pixels of the table's width, within what can be read.
fn width(place: &Place<'_>) -> u32 {
    let characters: usize = place.table.columns.iter().map(characters).sum();
    u32::try_from(characters).unwrap_or(100).clamp(70, 100) * 7
}

/// Pixels a chart needs for its rows.
fn height(chart: &Drawn, from: &DrawnFrom) -> u32 {
    let rows = from.rows.1.saturating_sub(from.rows.0);
    match chart {
        Drawn::Trend(_) => 320,
        _ => u32::try_from(rows).unwrap_or(40).clamp(2, 40) * 34 + 130,
    }
}
