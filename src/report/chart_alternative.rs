use super::chart_table::chart_table;
use super::voice::Voice;
use crate::document::{Chart, Content, QuantileChart, Row, plain_text};

/// What a figure shows, in words: of points, their reach and how many lie outside
/// the band; else the first rows with their first numbers.
pub(super) fn alternative(voice: &Voice, opening: &str, chart: &Chart) -> String {
    let shown = match clouds(voice, chart) {
        Some(clouds) => clouds,
        None => rows(voice, chart),
    };
    let text = format!("{opening}. {shown}");
    let text = format!("{}. {}", text.trim_end_matches(['.', ' ']), chart.note());
    text.trim_end().to_owned()
}

/// Points observed against expected ones, alone or side by side.
fn clouds(voice: &Voice, chart: &Chart) -> Option<String> {
    match chart {
        Chart::Quantiles(points) => cloud(voice, points),
        Chart::Panels(panels) => {
            let each = panels.panels.iter().map(|(name, panel)| match panel {
                Chart::Quantiles(points) => Some(format!("{name}: {}", cloud(voice, points)?)),
                _ => None,
            });
            let each: Option<Vec<String>> = each.collect();
            each.filter(|each| !each.is_empty())
                .map(|each| each.join("; "))
        }
        _ => None,
    }
}

fn cloud(voice: &Voice, chart: &QuantileChart) -> Option<String> {
    let n: u64 = chart.points.iter().map(|point| point.2).sum();
    let reach = |of: &dyn Fn(&(f64, f64, u64)) -> f64| {
        let values = || chart.points.iter().map(of);
        let low = values().reduce(f64::min)?;
        let high = values().reduce(f64::max)?;
        Some((voice.number(low, 2), voice.number(high, 2)))
    };
    let (x, y) = (reach(&|point| point.0)?, reach(&|point| point.1)?);
    let given = [
        ("n", voice.count(n)),
        ("x", chart.x_title.clone()),
        ("left", x.0),
        ("right", x.1),
        ("y", chart.y_title.clone()),
        ("low", y.0),
        ("high", y.1),
    ];
    let mut text = voice.say("figure.points_alt", &given);
    if let Some(outside) = chart.outside {
        let given = [("outside", voice.count(outside)), ("n", voice.count(n))];
        text.push_str(&voice.say("figure.outside_alt", &given));
    }
    Some(text)
}

fn rows(voice: &Voice, chart: &Chart) -> String {
    const MOST: usize = 12;
    let (columns, rows) = chart_table(chart, voice);
    let titles: Vec<&str> = columns.iter().map(|c| c.title.as_str()).collect();
    let lines = rows.iter().take(MOST).map(|row| line(voice, &titles, row));
    let mut text = lines.collect::<Vec<_>>().join("; ");
    if rows.len() > MOST {
        let more = ("n", (rows.len() - MOST).to_string());
        text.push_str(&voice.say("figure.more_rows", &[more]));
    }
    text
}

fn line(voice: &Voice, titles: &[&str], row: &Row) -> String {
    const NUMBERS: usize = 10;
    let mut name = Vec::new();
    let mut numbers = Vec::new();
    for (title, cell) in titles.iter().zip(&row.cells) {
        match &cell.content {
            Content::Number(number) if numbers.len() < NUMBERS => {
                numbers.push(format!("{title} {}", voice.decimal(number.shown)));
            }
            Content::Text(text) if numbers.is_empty() => {
                name.push(plain_text(text));
            }
            _ => {}
        }
    }
    name.retain(|part| !part.trim().is_empty());
    match name.is_empty() {
        true => numbers.join(", "),
        false => format!("{}: {}", name.join(" "), numbers.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_outside_the_band_are_told() {
        let chart = QuantileChart {
            points: vec![(-1.0, 1.0, 1), (0.0, 9.0, 2), (1.0, 3.0, 3)],
            line: None,
            band: vec![(-1.0, 0.0, 2.0), (1.0, 2.0, 4.0)],
            outside: Some(2),
            x_title: "z".into(),
            y_title: "v".into(),
            note: "n = 6.".into(),
        };
        let voice = Voice::new(crate::language::Language::En);
        let text = alternative(&voice, "Q–Q", &Chart::Quantiles(chart));
        assert!(text.contains("2 of 6"), "{text}");
        assert!(text.ends_with("n = 6."), "{text}");
    }
}
