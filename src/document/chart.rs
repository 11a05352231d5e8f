use super::plots::{
    BarsChart, BoxChart, ForestChart, GapChart, HeatChart, HistogramChart, PanelsChart, PlaneChart,
    PyramidChart, QuantileChart, RadarChart, ScreeChart, Shown,
};
use crate::decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A chart as data: what to draw, in words ready to be drawn. One function
/// ([`crate::chart::draw`]) draws any of them; the language of the document
/// decides the decimal sign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Chart {
    /// Horizontal bars of an index per item over its grade bands.
    Index(IndexChart),
    /// Diverging bars of the answers per item.
    Likert(LikertChart),
    /// An index over periods with intervals.
    Trend(TrendChart),
    /// Shares of one or several characteristics as horizontal bars.
    Profile(ProfileChart),
    /// The one-page publication of a result.
    Poster(Box<PosterChart>),
    /// Points with intervals instead of bars, on the part of the axis they use.
    Dots(IndexChart),
    /// Answers per item as bars of one length or side by side.
    Bars(BarsChart),
    /// Boxes with violins and points.
    Box(BoxChart),
    Histogram(HistogramChart),
    /// Normal quantiles (Q–Q).
    Quantiles(QuantileChart),
    /// Importance and performance (IPA).
    Plane(PlaneChart),
    /// Two values and the way between them.
    Gap(GapChart),
    Radar(RadarChart),
    Heat(HeatChart),
    Scree(ScreeChart),
    Forest(ForestChart),
    Pyramid(PyramidChart),
    /// Small multiples.
    Panels(PanelsChart),
}

/// Index per item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndexChart {
    /// Bars from top to bottom.
    pub bars: Vec<IndexBar>,
    /// The grade bands, from the lowest up, without holes.
    pub bands: Vec<ChartBand>,
    /// A line over all bars (the unit's index): label and value.
    pub line: Option<(String, f64, Decimal)>,
    /// Both ends of the axis: the least and the greatest possible index.
    pub axis: (f64, f64),
    /// The axis title.
    pub axis_title: String,
    /// A line under the chart (n, missing, what the whiskers are).
    pub note: String,
    /// Bars of the other parts of a figure in several parts: they are not drawn, but
    /// all parts are laid out alike.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<IndexBar>,
}

/// One bar of an [`IndexChart`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndexBar {
    /// Short code in front (`U3`), may be empty.
    pub code: String,
    /// The item's name.
    pub label: String,
    /// None where it cannot be computed.
    pub value: Option<Shown>,
    /// Its 95 % interval, where computable.
    pub interval: Option<(f64, f64)>,
    /// Grade letter behind the value.
    pub grade: String,
    /// Answers it rests on.
    pub n: u64,
}

/// A grade band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChartBand {
    pub from: f64,
    pub to: f64,
    /// `B`
    pub grade: String,
    /// `Baik`
    pub word: String,
}

/// Answers per item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LikertChart {
    /// Rows from top to bottom.
    pub rows: Vec<LikertRow>,
    /// Names of the levels from the lowest to the highest; unused ones too.
    pub levels: Vec<String>,
    /// The axis title, and the titles of the two columns behind the bars.
    pub axis_title: String,
    pub n_title: String,
    pub missing_title: String,
    /// A line under the chart.
    pub note: String,
    /// Where the middle level of an odd scale stands.
    pub neutral: Neutral,
    /// Rows of the other parts of a figure in several parts: they are not drawn, but
    /// all parts are laid out alike.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<LikertRow>,
}

/// Where the middle level of an odd scale stands in diverging bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Neutral {
    /// Half of it on each side.
    #[default]
    Split,
    /// In a column of its own.
    Aside,
    /// Not drawn; shares are still of all answers.
    LeftOut,
}

/// One row of a [`LikertChart`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LikertRow {
    pub code: String,
    pub label: String,
    /// Answers per level, as many as `levels`.
    pub counts: Vec<u64>,
    pub missing: u64,
}

/// An index over periods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrendChart {
    /// Points from the earliest to the latest.
    pub points: Vec<TrendPoint>,
    pub bands: Vec<ChartBand>,
    /// Both ends of the possible axis; the drawing may show a part and then
    /// says so on the axis.
    pub axis: (f64, f64),
    pub axis_title: String,
    pub note: String,
    /// A value to reach: its label and where it is.
    pub target: Option<(String, f64)>,
    /// What happened: before which point (from 0), and its name.
    pub events: Vec<(usize, String)>,
}

/// One period of a [`TrendChart`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrendPoint {
    pub label: String,
    /// None where it cannot be computed.
    pub value: Option<Shown>,
    pub grade: String,
    pub interval: Option<(f64, f64)>,
    /// Respondents; none for a published total.
    pub n: Option<u64>,
}

/// Shares of characteristics.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileChart {
    /// A panel a characteristic.
    pub panels: Vec<ProfilePanel>,
    pub note: String,
}

/// One characteristic of a [`ProfileChart`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfilePanel {
    pub title: String,
    pub bars: Vec<ProfileBar>,
}

/// One value of a characteristic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileBar {
    pub label: String,
    /// Respondents; none when the group is too small to be shown in public.
    pub count: Option<u64>,
    /// Share from 0 to 1 and its printed percentage.
    pub share: f64,
    pub shown: Decimal,
}

/// The one-page publication (A4 portrait).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PosterChart {
    /// `INDEKS KEPUASAN MASYARAKAT (IKM)`
    pub title: String,
    /// Unit, from top to bottom.
    pub unit: Vec<String>,
    /// `PERIODE …`
    pub period: String,
    /// Over the big number (`NILAI IKM`).
    pub value_title: String,
    pub value: Decimal,
    pub grade: String,
    /// `Sangat baik`, under the number.
    pub word: String,
    /// Title and lines of the box on respondents (`Jumlah`, `152 orang`).
    pub respondents_title: String,
    pub respondents: Vec<(String, String)>,
    /// Panels of the profile, small groups already left out.
    pub profile: Vec<ProfilePanel>,
    /// Title and bars per item.
    pub items_title: String,
    pub items: IndexChart,
    /// Closing thanks, then small print (simulated data, method).
    pub thanks: String,
    pub small_print: Vec<String>,
}

impl Chart {
    /// The line under the chart: n, missing, what marks mean.
    pub fn note(&self) -> &str {
        match self {
            Chart::Index(chart) | Chart::Dots(chart) => &chart.note,
            Chart::Likert(chart) => &chart.note,
            Chart::Trend(chart) => &chart.note,
            Chart::Profile(chart) => &chart.note,
            Chart::Poster(chart) => &chart.items.note,
            Chart::Bars(chart) => &chart.note,
            Chart::Box(chart) => &chart.note,
            Chart::Histogram(chart) => &chart.note,
            Chart::Quantiles(chart) => &chart.note,
            Chart::Plane(chart) => &chart.note,
            Chart::Gap(chart) => &chart.note,
            Chart::Radar(chart) => &chart.note,
            Chart::Heat(chart) => &chart.note,
            Chart::Scree(chart) => &chart.note,
            Chart::Forest(chart) => &chart.note,
            Chart::Pyramid(chart) => &chart.note,
            Chart::Panels(chart) => &chart.note,
        }
    }

    /// The same, to be changed.
    pub fn note_mut(&mut self) -> &mut String {
        match self {
            Chart::Index(chart) | Chart::Dots(chart) => &mut chart.note,
            Chart::Likert(chart) => &mut chart.note,
            Chart::Trend(chart) => &mut chart.note,
            Chart::Profile(chart) => &mut chart.note,
            Chart::Poster(chart) => &mut chart.items.note,
            Chart::Bars(chart) => &mut chart.note,
            Chart::Box(chart) => &mut chart.note,
            Chart::Histogram(chart) => &mut chart.note,
            Chart::Quantiles(chart) => &mut chart.note,
            Chart::Plane(chart) => &mut chart.note,
            Chart::Gap(chart) => &mut chart.note,
            Chart::Radar(chart) => &mut chart.note,
            Chart::Heat(chart) => &mut chart.note,
            Chart::Scree(chart) => &mut chart.note,
            Chart::Forest(chart) => &mut chart.note,
            Chart::Pyramid(chart) => &mut chart.note,
            Chart::Panels(chart) => &mut chart.note,
        }
    }
}
