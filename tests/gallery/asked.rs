//! A line of options as the library understands it: the drawings of the command
//! line, without running it.

use std::path::Path;
use tridharma::chart::{Canvas, Drawing, Theme, draw};
use tridharma::document::{Document, Neutral};
use tridharma::pipeline::{ChartWish, Second, Setup, asked_twice, chart, survey, understand};
use tridharma::report::{ChartKind, Rules, Voice};
use tridharma::{Language, Result};

/// The figure of a survey file, with the options of the command line.
pub fn figure(file: &Path, kind: &str, options: &str) -> Result<Document> {
    let mut setup = Setup {
        latest_period: true,
        asked_groups_only: true,
        ..Setup::default()
    };
    let (wish, second) = wish(kind, options, &mut setup);
    let groups = [&wish.by, &wish.panels].into_iter().flatten();
    setup.wish.by = groups.cloned().collect();
    setup.wish.without = second.clone();
    let understood = understand(&[file], &setup)?;
    let surveyed = survey(&understood, &setup)?;
    setup.wish.without.clear();
    let twice = match second.is_empty() {
        true => None,
        false => Some(asked_twice(&[file], &surveyed, &setup, &second)?),
    };
    let (voice, rules) = (Voice::new(Language::Id), Rules::built_in()?);
    setup.wish.by.clear();
    let twice = twice.as_ref();
    chart(&understood, &surveyed, &setup, twice, &wish, &voice, &rules)
}

/// The drawing of a document with one figure.
pub fn drawn(document: &Document, width: f64, options: &str) -> Drawing {
    let figure = document.figures().next().expect("a figure");
    let mut canvas = Canvas::new(width, Language::Id);
    if options.contains("dark") {
        canvas.theme = Theme::dark();
    }
    canvas.theme.patterns = options.contains("--patterns");
    draw(&figure.chart, &canvas)
}

fn wish(kind: &str, options: &str, setup: &mut Setup) -> (ChartWish, Vec<String>) {
    let mut wish = ChartWish::new(ChartKind::named(kind).expect("a kind"));
    let mut second = Vec::new();
    for option in options.split("--").map(str::trim).filter(|o| !o.is_empty()) {
        let (name, value) = option.split_once(' ').unwrap_or((option, ""));
        let value = value.trim().trim_matches('"').to_owned();
        match name {
            "by" => wish.by = Some(value),
            "panels" => wish.panels = Some(value),
            "on" => wish.on = Some(value),
            "target" => wish.target = value.parse().ok(),
            "event" => {
                let (period, what) = value.split_once('=').expect("PERIOD=NAME");
                wish.events.push((period.to_owned(), what.to_owned()));
            }
            "neutral" => {
                wish.neutral = match value.as_str() {
                    "aside" => Neutral::Aside,
                    _ => Neutral::LeftOut,
                }
            }
            "sorted" => wish.sorted = true,
            "grouped" => wish.grouped = true,
            "importance" => second.push(value),
            "expectation" => {
                wish.second = Second::Expectation;
                second.push(value);
            }
            "instrument" => setup.instrument = Some(value),
            "items" => setup.wish.items = vec![value],
            "theme" | "patterns" => {}
            other => panic!("no option of the gallery: {other}"),
        }
    }
    (wish, second)
}
