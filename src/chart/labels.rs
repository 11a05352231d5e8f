//! The names of rows: a code in bold and a text in as many lines as it needs,
//! left of what the row shows, or above it where the page is narrow.

use super::Frame;
use super::measure::widest_word;
use super::painter::{Anchor, Painter};
use super::theme::Type;

/// Least width in mm of what stands beside labels; with less, labels go above.
const LEAST_PLOT: f64 = 42.0;

/// Free space between a label and the bar under it, in mm.
const ABOVE: f64 = 0.7;

/// Labels broken into lines, and the room of their rows.
#[derive(Debug)]
pub struct Labels {
    rows: Vec<(String, Vec<String>)>,
    /// Width of the column of codes.
    code: f64,
    /// Width of the whole label column with the gap behind it; 0 when the
    /// labels stand above.
    pub width: f64,
    /// Left of the plot, not above it.
    pub beside: bool,
    /// Rows of one and two lines stand evenly.
    even: bool,
    size: f64,
}

/// Where a row stands: its label and what it shows, top and bottom in mm.
#[derive(Debug, Clone, Copy)]
pub struct RowPlace {
    pub label: (f64, f64),
    pub plot: (f64, f64),
}

impl RowPlace {
    /// The middle of what the row shows.
    pub fn middle(&self) -> f64 {
        f64::midpoint(self.plot.0, self.plot.1)
    }
}

impl Labels {
    /// Breaks labels (code, text) so that plot and labels share `room` mm, or
    /// sets them above the plot, where they may use all of `whole` mm.
    pub fn fit(rows: &[(&str, &str)], size: f64, room: f64, whole: f64) -> Self {
        let code = code_width(rows, size, room);
        let text = column_width(rows, size, room * 0.5 - code - 3.0, 0.55);
        let width = if rows.is_empty() {
            0.0
        } else {
            code + text + 3.0
        };
        let beside = Labels::broken(rows, size, (code, width, text), true);
        let above = Labels::broken(rows, size, (code, 0.0, whole - code), false);
        // Bars above which very long texts have the whole width take less
        // height in all.
        let height = |labels: &Labels| labels.places(0.0, Type::plain(size).line(), 0.0).1;
        if room - width >= LEAST_PLOT && height(&beside) <= height(&above) * 1.15 {
            beside
        } else {
            above
        }
    }

    /// [`Labels::fit`] for bars of which a short one tells enough: labels take
    /// what they need up to half of the room.
    pub fn fit_narrow(rows: &[(&str, &str)], size: f64, room: f64, whole: f64) -> Self {
        let text = column_width(rows, size, room * 0.5 - 2.0, 1.0);
        let labels = if room - text - 2.0 >= LEAST_PLOT / 3.0 {
            Labels::broken(rows, size, (0.0, text + 2.0, text), true)
        } else {
            Labels::broken(rows, size, (0.0, 0.0, whole), false)
        };
        Labels {
            even: false,
            ..labels
        }
    }

    fn broken(
        rows: &[(&str, &str)],
        size: f64,
        (code, width, text): (f64, f64, f64),
        beside: bool,
    ) -> Self {
        let lines = rows
            .iter()
            .map(|(code, label)| ((*code).to_owned(), Type::plain(size).wrap(label, text)));
        Labels {
            rows: lines.collect(),
            code,
            width,
            beside,
            even: beside,
            size,
        }
    }

    /// The labels of some of the rows.
    pub fn part(&self, rows: std::ops::Range<usize>) -> Self {
        let count = rows.len();
        Labels {
            rows: self
                .rows
                .iter()
                .skip(rows.start)
                .take(count)
                .cloned()
                .collect(),
            ..*self
        }
    }

    /// Places the rows from `top` down, each showing something `plot` mm high
    /// with at least `gap` mm between; answers their bottom too.
    pub fn places(&self, top: f64, plot: f64, gap: f64) -> (Vec<RowPlace>, f64) {
        let heights: Vec<f64> = (0..self.rows.len()).map(|i| self.height(i)).collect();
        let most = heights.iter().copied().fold(0.0, f64::max);
        // More lines would waste the page.
        let even = self.even && most <= 2.1 * Type::plain(self.size).line();
        let gap = if self.beside { gap } else { gap + 1.0 };
        let mut y = top;
        let mut places = Vec::new();
        for height in heights {
            let height = if even { most } else { height };
            let place = if self.beside {
                let room = height.max(plot) + gap;
                let middle = y + room / 2.0;
                RowPlace {
                    label: (y, y + room),
                    plot: (middle - plot / 2.0, middle + plot / 2.0),
                }
            } else {
                let under = y + gap / 2.0 + height + ABOVE;
                RowPlace {
                    label: (y + gap / 2.0, under),
                    plot: (under, under + plot),
                }
            };
            y = if self.beside {
                place.label.1
            } else {
                place.plot.1 + gap / 2.0
            };
            places.push(place);
        }
        (places, y)
    }

    /// Paints the label of row `i`.
    pub fn paint(&self, p: &mut Painter, i: usize, frame: Frame, place: RowPlace) {
        let Some((code, lines)) = self.rows.get(i) else {
            return;
        };
        let middle = f64::midpoint(place.label.0, place.label.1);
        let style = Type::plain(self.size);
        let code_lines = Type::strong(self.size).wrap(code, (self.code - 1.0).max(1.0));
        // A code stands on the first line of its text.
        let lift = style.line() * (lines.len() as f64 - code_lines.len() as f64) / 2.0;
        p.lines_at(
            frame.x,
            middle - lift,
            Anchor::Start,
            &code_lines,
            Type::strong(self.size),
        );
        p.lines_at(frame.x + self.code, middle, Anchor::Start, lines, style);
    }

    /// The middle of the line on which numbers of row `i` stand: of the plot
    /// beside labels, else of the label's last line.
    pub fn number_line(&self, i: usize, place: RowPlace) -> f64 {
        if self.beside || i >= self.rows.len() {
            return place.middle();
        }
        place.label.1 - ABOVE / 2.0 - Type::plain(self.size).line() / 2.0
    }

    /// Where lines behind a row run: through all its room beside a label, along
    /// what it shows under one.
    pub fn ground(&self, place: RowPlace) -> (f64, f64) {
        match self.beside {
            true => place.label,
            false => place.plot,
        }
    }

    fn height(&self, i: usize) -> f64 {
        let lines = self.rows.get(i).map_or(1, |row| row.1.len());
        Type::plain(self.size).line() * lines as f64
    }
}

fn code_width(rows: &[(&str, &str)], size: f64, room: f64) -> f64 {
    let style = Type::strong(size);
    let widest = rows.iter().map(|r| style.width(r.0)).fold(0.0, f64::max);
    if widest > 0.0 {
        widest.min((room * 0.2).max(8.0)) + 1.6
    } else {
        0.0
    }
}

/// The least width that keeps all labels within two lines, or within as few as
/// `most` mm allow; one line where that takes no more than a share of `most`.
fn column_width(rows: &[(&str, &str)], size: f64, most: f64, one_line: f64) -> f64 {
    let style = Type::plain(size);
    let lines = |width: f64| rows.iter().map(|r| style.wrap(r.1, width).len()).max();
    let target = lines(most).unwrap_or(1).max(2);
    let word = rows
        .iter()
        .map(|r| widest_word(r.1, size, false))
        .fold(0.0, f64::max);
    let longest = rows.iter().map(|r| style.width(r.1)).fold(0.0, f64::max);
    if longest <= most * one_line {
        return longest;
    }
    let (mut narrow, mut wide) = (word.min(most), most);
    for _ in 0..10 {
        let middle = f64::midpoint(narrow, wide);
        if lines(middle).unwrap_or(1) > target {
            narrow = middle;
        } else {
            wide = middle;
        }
    }
    wide
}
