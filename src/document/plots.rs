use super::chart::{Chart, LikertRow};
use crate::decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Answers per item as bars of one length, or side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BarsChart {
    pub rows: Vec<LikertRow>,
    /// Names of the levels from the lowest to the highest; unused ones too.
    pub levels: Vec<String>,
    /// Bars beside each other instead of one behind the other.
    pub grouped: bool,
    pub axis_title: String,
    pub n_title: String,
    pub missing_title: String,
    pub note: String,
}

/// A number with its printed form.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    pub value: f64,
    pub shown: Decimal,
}

impl Shown {
    /// Where a value stands on an axis, if it is there at all.
    pub fn place(value: Option<Shown>) -> Option<f64> {
        value.map(|v| v.value).filter(|v| v.is_finite())
    }
}

/// Distributions as boxes, one a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoxChart {
    pub rows: Vec<BoxRow>,
    /// Both ends of the possible axis.
    pub axis: (f64, f64),
    pub axis_title: String,
    pub n_title: String,
    pub missing_title: String,
    pub note: String,
}

/// One row of a [`BoxChart`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoxRow {
    pub label: String,
    pub n: u64,
    pub missing: u64,
    /// Every value and how many have it; of a large group those outside the
    /// whiskers only.
    pub points: Vec<(f64, u64)>,
    /// Lower whisker, quartile, median, quartile, upper whisker; none for
    /// fewer than five values.
    pub five: Option<[f64; 5]>,
    pub median: Option<Shown>,
    pub mean: Option<Shown>,
    /// 95 % interval of the mean.
    pub interval: Option<(f64, f64)>,
    /// Outline of the violin: value and density, its greatest 1; empty where
    /// there are too few values for one.
    pub density: Vec<(f64, f64)>,
}

/// How often values occur.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistogramChart {
    /// From, to, respondents.
    pub bins: Vec<(f64, f64, u64)>,
    /// The normal curve with the same mean and spread: value and respondents
    /// expected in a bin there.
    pub curve: Vec<(f64, f64)>,
    /// A vertical line: its label and value.
    pub line: Option<(String, f64)>,
    pub axis_title: String,
    pub count_title: String,
    pub note: String,
}

impl HistogramChart {
    /// How much a bar holds.
    pub fn width(&self) -> f64 {
        self.bins.first().map_or(1.0, |bin| bin.1 - bin.0)
    }

    /// Whether the bounds of the bars are multiples of that, and so numbers to read;
    /// bounds between possible values are none.
    pub fn has_round_bounds(&self) -> bool {
        let places = self.bins.first().map_or(0.0, |bin| bin.0 / self.width());
        (places - places.round()).abs() < 1e-9
    }
}

/// Observed against expected quantiles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuantileChart {
    /// Expected deviate, observed value, respondents.
    pub points: Vec<(f64, f64, u64)>,
    /// The line through the mean with the slope of the standard deviation.
    pub line: Option<(f64, f64)>,
    /// Deviate, lower and upper end of the pointwise 95 % band.
    pub band: Vec<(f64, f64, f64)>,
    /// Respondents outside the band; none without one.
    pub outside: Option<u64>,
    pub x_title: String,
    pub y_title: String,
    pub note: String,
}

/// Importance against performance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaneChart {
    /// Ends of the scale of the answers, which the axes do not leave.
    pub scale: Option<(f64, f64)>,
    pub points: Vec<PlanePoint>,
    /// Where the lines cross.
    pub centre: (f64, f64),
    /// Names of the fields: upper left, upper right, lower left, lower right.
    pub fields: Box<[String; 4]>,
    pub x_title: String,
    pub y_title: String,
    pub note: String,
}

impl PlaneChart {
    /// Whether some point lies on a line through the centre.
    pub fn has_point_on_line(&self) -> bool {
        let on = |value: f64, centre: f64| (value - centre).abs() < 1e-9;
        let mut points = self.points.iter();
        points.any(|q| on(q.x.value, self.centre.0) || on(q.y.value, self.centre.1))
    }
}

/// One item of a [`PlaneChart`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanePoint {
    pub code: String,
    pub label: String,
    pub x: Shown,
    pub y: Shown,
    pub x_interval: Option<(f64, f64)>,
    pub y_interval: Option<(f64, f64)>,
    /// Answers to both questions.
    pub n: (u64, u64),
    /// Position in `fields`.
    pub field: usize,
}

/// Two values a row and the way between them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GapChart {
    pub rows: Vec<GapRow>,
    /// What the two values are, hollow and full.
    pub names: [String; 2],
    pub axis: (f64, f64),
    pub axis_title: String,
    pub gap_title: String,
    pub note: String,
}

/// One row of a [`GapChart`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GapRow {
    pub code: String,
    pub label: String,
    pub from: Shown,
    pub to: Shown,
    pub gap: Shown,
    /// 95 % interval of the gap, where computable.
    pub interval: Option<(f64, f64)>,
    /// Those who answered both.
    pub n: u64,
}

/// Values around a centre.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RadarChart {
    /// Spokes: code and name.
    pub spokes: Vec<(String, String)>,
    /// Lines: name, n, a value a spoke.
    pub lines: Vec<RadarLine>,
    pub axis: (f64, f64),
    pub note: String,
}

/// One line of a [`RadarChart`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RadarLine {
    pub name: String,
    pub n: u64,
    pub values: Vec<Option<Shown>>,
}

/// A table of values as colours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeatChart {
    /// Code and name of each row.
    pub rows: Vec<(String, String)>,
    pub columns: Vec<(String, String)>,
    /// Row by row; none where there is no value.
    pub cells: Vec<Vec<Option<Shown>>>,
    /// Respondents of each row; empty where they are the same for all.
    pub n: Vec<u64>,
    pub scale: HeatScale,
    /// A square table of which one half says all.
    pub half: bool,
    pub note: String,
}

/// Which values have the palest and the strongest colours of a [`HeatChart`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum HeatScale {
    /// From the palest to the strongest.
    Deepening(f64, f64),
    /// From the strongest of one colour over the palest to that of another.
    Parting(f64, f64, f64),
}

impl HeatScale {
    /// The least and the greatest value.
    pub fn ends(self) -> (f64, f64) {
        match self {
            HeatScale::Deepening(low, high) | HeatScale::Parting(low, _, high) => (low, high),
        }
    }
}

/// Eigenvalues against those of chance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScreeChart {
    pub observed: Vec<f64>,
    /// The 95th percentile of random data.
    pub random: Vec<f64>,
    /// How many stand out.
    pub kept: u64,
    pub names: [String; 2],
    pub x_title: String,
    pub y_title: String,
    pub note: String,
}

/// Effects with their intervals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForestChart {
    pub rows: Vec<ForestRow>,
    pub effect_title: String,
    /// Under the left and the right half: who is higher there.
    pub sides: [String; 2],
    pub note: String,
}

/// One row of a [`ForestChart`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForestRow {
    pub code: String,
    pub label: String,
    pub n: (u64, u64),
    /// None where the effect is not computable.
    pub effect: Option<Shown>,
    pub interval: Option<(f64, f64)>,
    /// The interval as it is printed.
    pub interval_shown: String,
}

/// Two halves of the respondents by a characteristic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PyramidChart {
    /// Label, and respondents on the left and on the right.
    pub rows: Vec<(String, u64, u64)>,
    pub sides: [String; 2],
    pub note: String,
}

/// Several charts of one kind under their names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PanelsChart {
    pub panels: Vec<(String, Chart)>,
    pub note: String,
}

impl PanelsChart {
    /// Charts under their names; the sentences that all their notes have stand once.
    pub fn of(mut panels: Vec<(String, Chart)>) -> Self {
        let notes: Vec<&str> = panels.iter().map(|(_, chart)| chart.note()).collect();
        let shared = common_sentences(&notes);
        for (_, chart) in &mut panels {
            let own = chart.note_mut();
            let left = sentences(own).filter(|one| !shared.iter().any(|other| other == one));
            *own = left.collect::<Vec<&str>>().join(" ");
        }
        PanelsChart {
            panels,
            note: shared.join(" "),
        }
    }

    /// The same with a sentence more below.
    pub fn with_note(mut self, note: &str) -> Self {
        let notes = [self.note.as_str(), note];
        let filled: Vec<&str> = notes.into_iter().filter(|n| !n.is_empty()).collect();
        self.note = filled.join(" ");
        self
    }
}

/// The sentences that all notes have; not those that begin with how many answered, which
/// side by side would read as the number of all.
fn common_sentences(notes: &[&str]) -> Vec<String> {
    let first = notes.first().map_or("", |note| note);
    let shared = sentences(first).filter(|sentence| {
        let in_all = notes
            .iter()
            .all(|note| sentences(note).any(|own| own == *sentence));
        in_all && (notes.len() < 2 || !sentence.starts_with("n = "))
    });
    shared.map(str::to_owned).collect()
}

fn sentences(note: &str) -> impl Iterator<Item = &str> {
    let parts = note.split_inclusive(". ").map(str::trim);
    parts.filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::common_sentences;

    #[test]
    fn notes_share_the_sentences_that_all_have() {
        let shared = |notes: &[&str]| common_sentences(notes).join(" ");
        assert_eq!(
            shared(&["n = 5. Garis: selang.", "n = 9. Garis: selang."]),
            "Garis: selang."
        );
        assert_eq!(
            shared(&["Sama. Satu. Semua.", "Sama. Semua."]),
            "Sama. Semua."
        );
        assert_eq!(shared(&["n = 5. Ya.", "n = 5. Ya."]), "Ya.");
        assert_eq!(shared(&["n = 5. Ya."]), "n = 5. Ya.");
        assert_eq!(shared(&["Semua.", "n = 5. Semua."]), "Semua.");
        assert_eq!(shared(&["n = 5.", "n = 9."]), "");
        assert_eq!(shared(&["", "n = 9."]), "");
        assert_eq!(shared(&[]), "");
    }
}
