use super::chart_groups::{Drawing, group_position, parts, side_by_side};
use super::{Setup, Surveyed, Understanding, study, survey};
use crate::analysis::{Study, Twice};
use crate::document::{BarsChart, Chart, Document, LikertChart, Neutral};
use crate::error::{Error, ErrorKind, Result};
use crate::report::{ChartKind, Rules, Voice, chart_document, period_name, poster};
use crate::said;
use crate::survey::GroupRole;

/// What a figure was asked to be.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartWish {
    pub kind: ChartKind,
    /// Header or letters of a group column: the rows or lines of the figure.
    pub by: Option<String>,
    /// Header or letters of a group column: a panel for each of its values.
    pub panels: Option<String>,
    /// An item, `index` or `sum`, where a figure shows one value.
    pub on: Option<String>,
    pub neutral: Neutral,
    /// Bars side by side.
    pub grouped: bool,
    /// Rows by value instead of in the order of the form.
    pub sorted: bool,
    /// A value to reach, on a trend.
    pub target: Option<f64>,
    /// Periods and what happened before them.
    pub events: Vec<(String, String)>,
    /// What the second questions ask: importance, expectation, before.
    pub second: Second,
}

/// What was asked beside the items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Second {
    #[default]
    Importance,
    Expectation,
    Before,
}

impl ChartWish {
    /// A figure of a kind, plain.
    pub fn new(kind: ChartKind) -> Self {
        ChartWish {
            kind,
            by: None,
            panels: None,
            on: None,
            neutral: Neutral::Split,
            grouped: false,
            sorted: false,
            target: None,
            events: Vec::new(),
            second: Second::Importance,
        }
    }
}

/// A figure of a survey, with the table of what it shows.
///
/// # Errors
/// Those of [`study()`]; a column that is no group; a figure that needs a group
/// or second questions and was given none; numbers that are not computable.
pub fn chart(
    understanding: &Understanding,
    surveyed: &Surveyed,
    setup: &Setup,
    twice: Option<&Twice>,
    wish: &ChartWish,
    voice: &Voice,
    rules: &Rules,
) -> Result<Document> {
    let study = study(understanding, surveyed, setup)?;
    let wish = &lines_of_groups(wish);
    let drawing = Drawing {
        study: &study,
        surveyed,
        setup,
        twice,
        wish,
        voice,
        rules,
    };
    let mut chart = match (wish.kind, &wish.panels) {
        (ChartKind::Poster, _) => poster(&study, voice, rules).ok_or_else(|| no_poster(&study))?,
        (_, Some(column)) => side_by_side(&drawing, parts(&drawing, column)?, |part| {
            drawing.chart(part)
        })?,
        _ => drawing.chart(&surveyed.responses)?,
    };
    let panels = panels_by(&drawing, &chart).unwrap_or_default();
    let item = item_on_rows(&drawing, &chart).unwrap_or_default();
    let period = one_period(&drawing).unwrap_or_default();
    let note = chart.note_mut();
    let parts = [&panels, &item, &*note, &period];
    let filled = parts.into_iter().map(|part| part.trim());
    let filled: Vec<&str> = filled.filter(|part| !part.is_empty()).collect();
    *note = filled.join(" ");
    let rows = drawing.rows(&surveyed.responses)?;
    Ok(chart_document(
        &study,
        voice,
        rules,
        (wish.kind, rows),
        chart,
    ))
}

/// What the charts side by side are charts of.
fn panels_by(drawing: &Drawing, chart: &Chart) -> Option<String> {
    let wish = drawing.wish;
    let column = wish.panels.as_ref().or(wish.by.as_ref())?;
    let Chart::Panels(_) = chart else {
        return None;
    };
    let groups = &drawing.surveyed.responses;
    let at = group_position(groups, column).ok()?;
    let header = groups.groups.get(at)?.header.trim().to_owned();
    let given = [("column", header)];
    Some(drawing.voice.say("figure.panels_by", &given))
}

/// The name of the item whose answers the rows of groups are.
fn item_on_rows(drawing: &Drawing, chart: &Chart) -> Option<String> {
    let (Chart::Likert(LikertChart { rows, .. }) | Chart::Bars(BarsChart { rows, .. })) = chart
    else {
        return None;
    };
    drawing.wish.by.as_ref()?;
    let code = &rows.first()?.code;
    let mut items = drawing.surveyed.responses.items.iter();
    let item = items.find(|item| item.code == *code)?;
    let name = item.name.text(drawing.voice.language);
    Some(format!("{code}: {}.", name.trim_end_matches('.')))
}

/// That a figure is about one of the periods of the data; none of one that shows all.
fn one_period(drawing: &Drawing) -> Option<String> {
    let (voice, surveyed, wish) = (drawing.voice, drawing.surveyed, drawing.wish);
    let period = surveyed.period.as_deref()?;
    let by_period = |column: &String| {
        let at = group_position(&surveyed.responses, column).ok();
        let group = at.and_then(|at| surveyed.responses.groups.get(at));
        group.is_some_and(|group| group.role == GroupRole::Period)
    };
    let apart = matches!(wish.kind, ChartKind::Trend | ChartKind::Poster);
    if apart || surveyed.others.is_empty() || wish.panels.as_ref().is_some_and(by_period) {
        return None;
    }
    let n = surveyed.responses.n();
    let others = surveyed.others.iter().map(|(_, other)| other.n());
    let given = [
        ("period", period_name(voice, period)),
        ("n", voice.count(n)),
        ("all", voice.count(others.fold(n, u64::saturating_add))),
    ];
    Some(voice.say("figure.of_period", &given))
}

/// A trend over the periods of the data has a panel for each group as it is; the
/// rows of one period in panels would be a point each.
fn lines_of_groups(wish: &ChartWish) -> ChartWish {
    let mut wish = wish.clone();
    if wish.kind == ChartKind::Trend && wish.by.is_none() {
        wish.by = wish.panels.take();
    }
    wish
}

fn no_poster(study: &Study) -> Error {
    let small = study.survey.options.small_group;
    Error::new(
        ErrorKind::NoAnswers,
        said!(
            "poster tidak dibuat: kurang dari {small} responden, atau indeks tidak dapat dihitung",
            "no poster: fewer than {small} respondents, or no index"
        ),
    )
}

/// The second questions of the same respondents: columns of importance,
/// expectation, or an earlier answer, on the scale of the first.
///
/// # Errors
/// Those of reading; as many second columns as items are needed, and rows kept
/// in memory.
pub fn asked_twice(
    files: &[&std::path::Path],
    surveyed: &Surveyed,
    setup: &Setup,
    columns: &[String],
) -> Result<Twice> {
    let max = surveyed.responses.items.iter().map(|i| i.max).max();
    let mut setup = setup.clone();
    setup.instrument = Some(format!("likert-{}", max.unwrap_or(4)));
    setup.instrument_text = None;
    setup.wish.items = columns.to_vec();
    setup.period = surveyed.period.clone().or(setup.period);
    let understood = super::understand(files, &setup)?;
    let second = survey(&understood, &setup)?;
    let listings = surveyed.listing.as_ref().zip(second.listing.as_ref());
    let (Some((first, other)), many) = (listings, surveyed.responses.items.len()) else {
        return Err(Error::new(
            ErrorKind::Invalid,
            said!(
                "terlalu banyak baris untuk dipasangkan",
                "too many rows to be paired"
            ),
        ));
    };
    let joined = Twice::join((&surveyed.responses, first), (&second.responses, other));
    joined.ok_or_else(|| {
        let given = second.responses.items.len();
        Error::new(
            ErrorKind::Usage,
            said!(
                "{given} kolom kedua untuk {many} butir",
                "{given} second columns for {many} items"
            ),
        )
        .hint(said!(
            "sebutkan satu kolom untuk setiap butir, dengan urutan yang sama",
            "name one column for each item, in the same order"
        ))
    })
}

/// The header of the group column a figure was asked with, for `wish.by`.
///
/// # Errors
/// A column that is no group.
pub fn chart_group(surveyed: &Surveyed, column: &str) -> Result<usize> {
    group_position(&surveyed.responses, column)
}
