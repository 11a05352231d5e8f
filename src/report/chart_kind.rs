/// A kind of figure by the word of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChartKind {
    Index,
    Likert,
    Bars,
    Dots,
    Box,
    Histogram,
    Quantiles,
    Importance,
    Gap,
    Radar,
    Trend,
    Heat,
    Scree,
    Forest,
    Pyramid,
    Poster,
}

impl ChartKind {
    /// All of them, with their word and its Indonesian alias.
    pub const ALL: [(ChartKind, &'static str, &'static str); 16] = [
        (ChartKind::Index, "index", "indeks"),
        (ChartKind::Likert, "likert", "sebaran"),
        (ChartKind::Bars, "bars", "batang"),
        (ChartKind::Dots, "dots", "titik"),
        (ChartKind::Box, "box", "kotak"),
        (ChartKind::Histogram, "histogram", "distribusi"),
        (ChartKind::Quantiles, "qq", "normalitas"),
        (ChartKind::Importance, "ipa", "kepentingan"),
        (ChartKind::Gap, "gap", "kesenjangan"),
        (ChartKind::Radar, "radar", "jaring"),
        (ChartKind::Trend, "trend", "tren"),
        (ChartKind::Heat, "heatmap", "peta-panas"),
        (ChartKind::Scree, "scree", "eigen"),
        (ChartKind::Forest, "forest", "efek"),
        (ChartKind::Pyramid, "pyramid", "piramida"),
        (ChartKind::Poster, "poster", "publikasi"),
    ];

    /// The kind of a word in either language.
    ///
    /// ```
    /// use tridharma::report::ChartKind;
    /// assert_eq!(ChartKind::named("kotak"), ChartKind::named("box"));
    /// assert_eq!(ChartKind::named("pie"), None);
    /// ```
    pub fn named(word: &str) -> Option<ChartKind> {
        let all = ChartKind::ALL.iter();
        let mut found = all.filter(|(_, en, id)| [en, id].iter().any(|w| **w == word));
        found.next().map(|(kind, ..)| *kind)
    }

    /// Its English word, also the name of its file.
    pub fn word(self) -> &'static str {
        let all = ChartKind::ALL.iter();
        let mut found = all.filter(|(kind, ..)| *kind == self);
        found.next().map_or("", |(_, word, _)| *word)
    }

    /// The key of its caption in the words of a report.
    pub(super) fn caption(self) -> &'static str {
        match self {
            ChartKind::Index => "figure.index",
            ChartKind::Likert => "figure.likert",
            ChartKind::Bars => "figure.bars",
            ChartKind::Dots => "figure.dots",
            ChartKind::Box => "figure.box",
            ChartKind::Histogram => "figure.histogram",
            ChartKind::Quantiles => "figure.qq",
            ChartKind::Importance => "figure.ipa",
            ChartKind::Gap => "figure.gap",
            ChartKind::Radar => "figure.radar",
            ChartKind::Trend => "figure.trend",
            ChartKind::Heat => "figure.heatmap",
            ChartKind::Scree => "figure.scree",
            ChartKind::Forest => "figure.forest",
            ChartKind::Pyramid => "figure.pyramid",
            ChartKind::Poster => "figure.poster",
        }
    }
}
