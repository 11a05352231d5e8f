use super::chart_values as values;
use super::{ChartWish, Setup, Surveyed};
use crate::analysis::{SatisfactionIndex, Study, Twice, satisfaction_index};
use crate::document::{Chart, PanelsChart};
use crate::error::{Error, ErrorKind, Result};
use crate::report::chart_answers;
use crate::report::chart_index::{self, GroupIndex};
use crate::report::{ChartKind, Rules, Voice, because, index_chart, item_rows};
use crate::said;
use crate::stats::{NotComputable, Outcome};
use crate::survey::{GroupRole, Responses, column_named};

/// Bars of items in groups that a figure still prints on a page or two.
const MOST_ROWS: usize = 150;

/// What every figure is drawn from.
pub struct Drawing<'a> {
    pub study: &'a Study,
    pub surveyed: &'a Surveyed,
    pub setup: &'a Setup,
    pub twice: Option<&'a Twice>,
    pub wish: &'a ChartWish,
    pub voice: &'a Voice,
    pub rules: &'a Rules,
}

impl Drawing<'_> {
    /// The figure of some of the respondents.
    pub fn chart(&self, part: &Responses) -> Result<Chart> {
        match self.wish.kind {
            ChartKind::Index | ChartKind::Dots => self.index_chart(part),
            ChartKind::Likert | ChartKind::Bars => self.answers(part),
            ChartKind::Radar => self.radar(part),
            ChartKind::Heat if self.wish.by.is_some() => self.group_heat(part),
            ChartKind::Trend => super::chart_trend::trend(self, part),
            _ => values::chart(self, part),
        }
    }

    /// The index of some respondents.
    pub fn index(&self, part: &Responses) -> Outcome<SatisfactionIndex> {
        let mut options = self.setup.index.clone();
        let whole = std::ptr::eq(part, &self.surveyed.responses);
        options.population = self.setup.population.filter(|_| whole);
        satisfaction_index(part, &self.study.survey.bands, &options)
    }

    fn index_chart(&self, part: &Responses) -> Result<Chart> {
        let total = self.index(part).map_err(|why| self.refused(&why))?;
        let groups = match &self.wish.by {
            Some(_) => Some(self.group_indexes(part)?),
            None => None,
        };
        let mut chart = match &groups {
            Some(groups) => chart_index::group_chart(self.study, self.voice, &total, groups),
            None => index_chart(self.study, self.voice, &total),
        };
        if self.wish.sorted {
            chart = chart_index::sorted(chart);
        }
        let dots = self.wish.kind == ChartKind::Dots;
        let groups = groups.as_deref().unwrap_or(&[]);
        if let Some(note) = chart_index::without_index(self.voice, groups) {
            chart.note = format!("{} {note}", chart.note);
        }
        Ok(match dots {
            true => Chart::Dots(chart),
            false => Chart::Index(chart),
        })
    }

    /// The index of every value of the group, those without respondents left
    /// out.
    fn group_indexes(&self, part: &Responses) -> Result<Vec<GroupIndex>> {
        let groups = self.groups(part)?;
        Ok(groups
            .into_iter()
            .map(|(name, part)| GroupIndex {
                name,
                n: part.n(),
                found: self.index(&part),
            })
            .collect())
    }

    /// Names and answers of the values of the group asked for.
    pub fn groups(&self, part: &Responses) -> Result<Vec<(String, Responses)>> {
        let by = self
            .wish
            .by
            .as_deref()
            .ok_or_else(|| needs_group(self.wish.kind))?;
        let at = group_position(part, by)?;
        Ok(named_parts(part, at, self.voice))
    }

    /// What the rows of the figure are, where a group was asked for.
    pub fn rows(&self, part: &Responses) -> Result<Option<String>> {
        let rows = matches!(self.wish.kind, ChartKind::Index | ChartKind::Dots);
        let Some(by) = self.wish.by.as_deref().filter(|_| rows) else {
            return Ok(None);
        };
        let at = group_position(part, by)?;
        let group = part.groups.get(at);
        Ok(group.map(|group| group.header.clone()))
    }

    fn answers(&self, part: &Responses) -> Result<Chart> {
        let mut rows = Vec::new();
        let groups = match &self.wish.by {
            Some(_) => self.groups(part)?,
            None => vec![(String::new(), part.clone())],
        };
        let only = self.item()?;
        self.check_spread(only)?;
        for (at, code, name) in item_rows(self.study, self.voice) {
            if only.is_some_and(|only| only != at) {
                continue;
            }
            for (group, of) in &groups {
                let Some(found) = of.frequencies(at) else {
                    continue;
                };
                let label = match (group.as_str(), only) {
                    ("", _) => name.clone(),
                    (group, Some(_)) => group.to_owned(),
                    (group, None) => format!("{name} · {group}"),
                };
                rows.push(chart_answers::answer_row(
                    &code,
                    label,
                    (&found.counts, found.missing),
                ));
            }
        }
        if rows.len() > MOST_ROWS && groups.len() > 1 {
            return Err(too_many_rows(rows.len(), groups.len()));
        }
        if self.wish.sorted {
            rows = chart_answers::sorted_rows(rows);
        }
        let (study, voice, wish) = (self.study, self.voice, self.wish);
        Ok(match wish.kind {
            ChartKind::Bars => {
                Chart::Bars(chart_answers::whole_bars(study, voice, rows, wish.grouped))
            }
            _ => Chart::Likert(chart_answers::diverging(study, voice, rows, wish.neutral)),
        })
    }

    /// The position of the one item asked for.
    fn item(&self) -> Result<Option<usize>> {
        let Some(name) = &self.wish.on else {
            return Ok(None);
        };
        let items = &self.surveyed.responses.items;
        let known = |text: &str| text.trim().eq_ignore_ascii_case(name.trim());
        let found = items
            .iter()
            .position(|i| known(&i.id) || known(&i.code) || known(&i.header));
        found.map(Some).ok_or_else(|| no_item(name))
    }

    fn radar(&self, part: &Responses) -> Result<Chart> {
        const MOST: usize = 5;
        let total = self.index(part).map_err(|why| self.refused(&why))?;
        let mut lines = Vec::new();
        if self.wish.by.is_some() {
            for group in self.group_indexes(part)? {
                lines.extend(group.found.ok().map(|index| (group.name, index)));
            }
            if lines.len() > MOST {
                return Err(too_many_lines(lines.len()));
            }
        } else {
            lines.push((self.everybody(part), total.clone()));
        }
        let lines: Vec<(String, &SatisfactionIndex)> = lines
            .iter()
            .map(|(name, index)| (name.clone(), index))
            .collect();
        let items = crate::report::items_of(self.study, &total);
        Ok(Chart::Radar(chart_index::radar(
            self.study, self.voice, &items, &lines,
        )))
    }

    fn group_heat(&self, part: &Responses) -> Result<Chart> {
        let total = self.index(part).map_err(|why| self.refused(&why))?;
        // A group without an index still has those of the items it answered.
        let groups: Vec<GroupIndex> = self
            .groups(part)?
            .into_iter()
            .map(|(name, part)| GroupIndex {
                name,
                n: part.n(),
                found: self
                    .index(&part)
                    .or_else(|_| self.index(&part.answered_items())),
            })
            .collect();
        let items = crate::report::items_of(self.study, &total);
        Ok(Chart::Heat(chart_index::group_heat(
            self.voice, &items, &groups,
        )))
    }

    /// What all respondents of a part are called.
    pub fn everybody(&self, part: &Responses) -> String {
        let whole = std::ptr::eq(part, &self.surveyed.responses);
        self.voice.word(match whole {
            true => "figure.all",
            false => "figure.respondents",
        })
    }

    /// Why a figure cannot be drawn.
    pub fn refused(&self, why: &NotComputable) -> Error {
        let because = because(self.voice, why);
        Error::new(
            ErrorKind::NoAnswers,
            said!(
                "gambar tidak dapat dibuat karena {because}",
                "the figure cannot be made, because {because}"
            ),
        )
    }
}

/// The groups of a column as panels; the periods of the data where that is the
/// column of periods.
pub fn parts(drawing: &Drawing, column: &str) -> Result<Vec<(String, Responses)>> {
    let surveyed = drawing.surveyed;
    let at = group_position(&surveyed.responses, column)?;
    let role = surveyed.responses.groups.get(at).map(|g| g.role);
    if role == Some(GroupRole::Period) && !surveyed.others.is_empty() {
        let mut all = surveyed.others.clone();
        let now = surveyed.period.clone().unwrap_or_default();
        all.push((now, surveyed.responses.clone()));
        return Ok(all);
    }
    Ok(named_parts(&surveyed.responses, at, drawing.voice))
}

/// The same figure of each part under its name. A part of which there is none (one
/// respondent, all answers blank) is named below.
///
/// # Errors
/// The last error where no part has a figure.
pub fn side_by_side(
    drawing: &Drawing,
    parts: Vec<(String, Responses)>,
    draw: impl Fn(&Responses) -> Result<Chart>,
) -> Result<Chart> {
    let (mut panels, mut without, mut last) = (Vec::new(), Vec::new(), None);
    for (name, part) in parts {
        match draw(&part) {
            Ok(chart) => panels.push((name, chart)),
            Err(error) if error.kind() == ErrorKind::NoAnswers => {
                without.push(name);
                last = Some(error);
            }
            Err(error) => return Err(error),
        }
    }
    if let (true, Some(error)) = (panels.is_empty(), last) {
        return Err(error);
    }
    let chart = PanelsChart::of(panels);
    if without.is_empty() {
        return Ok(Chart::Panels(chart));
    }
    let names = [("names", without.join(", "))];
    let note = drawing.voice.say("figure.panels_without", &names);
    Ok(Chart::Panels(chart.with_note(&note)))
}

/// The values of a group with anybody, by name.
fn named_parts(responses: &Responses, at: usize, voice: &Voice) -> Vec<(String, Responses)> {
    let values = responses.groups.get(at).map(|g| &g.values);
    let split = responses.split(at).into_iter();
    split
        .filter(|(_, part)| part.n() > 0)
        .filter_map(|(value, part)| {
            let words = values?.get(value? as usize)?;
            Some((words.text(voice.language).to_owned(), part))
        })
        .collect()
}

/// The position of a group column by its header or letters.
pub fn group_position(responses: &Responses, column: &str) -> Result<usize> {
    let mut groups = responses.groups.iter();
    let headers = groups
        .clone()
        .map(|group| (group.column, group.header.as_str()));
    let named = column_named(headers, column);
    let found = groups.position(|group| Some(group.column) == named);
    found.ok_or_else(|| {
        Error::new(
            ErrorKind::NotFound,
            said!(
                "kolom «{column}» bukan kolom kelompok",
                "the column \"{column}\" is no group column"
            ),
        )
        .hint(said!(
            "lihat kolom yang ada dengan tridharma check",
            "see the columns with tridharma check"
        ))
    })
}

/// A figure that compares groups was given none.
pub fn needs_group(kind: ChartKind) -> Error {
    let word = kind.word();
    Error::new(
        ErrorKind::Usage,
        said!(
            "gambar {word} membandingkan kelompok, tetapi tidak ada kolom kelompok yang disebut",
            "the figure {word} compares groups, but no group column was named"
        ),
    )
    .hint(said!("tambahkan --by KOLOM", "add --by COLUMN"))
}

fn no_item(name: &str) -> Error {
    Error::new(
        ErrorKind::NotFound,
        said!("tidak ada butir «{name}»", "there is no item \"{name}\""),
    )
    .hint(said!(
        "pakai kode seperti U3, atau judul kolomnya",
        "take a code like U3, or the header of its column"
    ))
}

fn too_many_lines(many: usize) -> Error {
    Error::new(
        ErrorKind::Usage,
        said!(
            "{many} kelompok terlalu banyak untuk satu radar",
            "{many} groups are too many for one radar"
        ),
    )
    .hint(said!(
        "pakai heatmap --by KOLOM, atau --panels KOLOM",
        "take heatmap --by COLUMN, or --panels COLUMN"
    ))
}

fn too_many_rows(rows: usize, groups: usize) -> Error {
    let items = rows / groups.max(1);
    Error::new(
        ErrorKind::Usage,
        said!(
            "{rows} batang ({items} butir untuk {groups} kelompok) terlalu banyak untuk satu gambar",
            "{rows} bars ({items} items of {groups} groups) are too many for one figure"
        ),
    )
    .hint(said!(
        "pilih satu butir dengan --on U3, atau pakai heatmap --by KOLOM",
        "choose one item with --on U3, or take heatmap --by COLUMN"
    ))
}
