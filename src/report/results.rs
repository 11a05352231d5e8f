use super::composer::{Composer, capital};
use super::view::GroupIndexes;
use super::{figures, group_figures, method, profile, weighted};
use crate::analysis::SatisfactionIndex;
use crate::decimal::Decimal;
use crate::document::{Cell, Column, Content, NoteKind, Row, plain};
use crate::survey::Words;

/// BAB III: respondents, the index, per item, per group.
pub fn chapter(composer: &mut Composer) {
    let voice = composer.voice;
    composer.chapter("III", "result.chapter");
    composer.section(voice.word("result.respondents"));
    if let Some(quality) = composer.view().quality() {
        let given = [
            ("n", voice.count(quality.n)),
            ("complete", voice.count(quality.complete)),
            ("item", composer.item_word()),
        ];
        composer.say("result.respondents_1", &given);
    }
    profile::profile(composer);
    let short = composer.short();
    composer.section(voice.say("result.index_of_unit", &[("short", short)]));
    match composer.view().total() {
        Some(Ok(index)) => {
            index_sentences(composer, index);
            options_note(composer, index);
            bands_table(composer);
            per_item(composer, index);
        }
        _ => composer.no_index(),
    }
    for (number, group) in (1..).zip(composer.view().groups()) {
        group_table(composer, number, &group);
    }
}

/// The index, its table and the groups without chapters, for a screen.
pub fn short(composer: &mut Composer) {
    match composer.view().total() {
        Some(Ok(index)) => {
            index_sentences(composer, index);
            options_note(composer, index);
            weighted::beside_index(composer);
            let (columns, rows) = with_missing(composer, index);
            let item = composer.item_word();
            let caption = composer
                .voice
                .say("result.per_item_caption", &[("item", item)]);
            composer.table("Unsur", caption, columns, rows);
        }
        _ => composer.no_index(),
    }
    for group in composer.view().groups() {
        let (caption, columns, rows) = group_parts(composer, &group);
        composer.table("", caption, columns, rows);
    }
}

/// The table of items with a column of missing answers behind n, and one of those
/// to whom a question did not apply, where there are any.
fn with_missing(composer: &Composer, index: &SatisfactionIndex) -> (Vec<Column>, Vec<Row>) {
    const BEHIND_N: usize = 3;
    let mut columns = composer.item_columns();
    let mut rows = composer.item_rows(index);
    let title = composer.voice.word("column.missing");
    columns.insert(BEHIND_N, Column::numbers(title, 7));
    let apart = composer.view().has_not_applicable();
    if apart {
        let title = composer.voice.word("column.not_applicable");
        columns.insert(BEHIND_N + 1, Column::numbers(title, 8));
    }
    let mut items = composer.view().items(index).into_iter();
    for row in &mut rows {
        let cells = match items.next() {
            Some((item, found)) => {
                let away = composer.view().not_applicable(&item.id);
                let missing = found.missing.saturating_sub(away);
                [Cell::count(missing), Cell::count(away)]
            }
            None => [Cell::empty(), Cell::empty()],
        };
        let cells = cells.into_iter().take(1 + usize::from(apart));
        row.cells.splice(BEHIND_N..BEHIND_N, cells);
    }
    (columns, rows)
}

fn index_sentences(composer: &mut Composer, index: &SatisfactionIndex) {
    let voice = composer.voice;
    let mut given = vec![
        ("short", composer.short()),
        ("unit", composer.whose()),
        ("value", voice.decimal(index.printed)),
        ("n", voice.count(index.n)),
    ];
    let key = match &index.grade {
        Some(grade) => {
            given.push(("grade", grade.clone()));
            given.push(("word", composer.grade_word(grade)));
            "result.index_1"
        }
        None => "result.index_no_grade",
    };
    composer.say(key, &given);
    let (low, high) = match &index.interval {
        Ok((low, high)) => (voice.number(*low, 2), voice.number(*high, 2)),
        Err(why) => {
            let because = composer.because(why);
            composer.say("result.index_interval_none", &[("because", because)]);
            return;
        }
    };
    let mut given = vec![("low", low), ("high", high), ("all", composer.everyone())];
    let key = match index.population {
        Some(population) => {
            given.push(("population", voice.count(population)));
            "result.index_interval_fpc"
        }
        None => "result.index_interval",
    };
    composer.say(key, &given);
    grade_chances(composer, index);
}

/// Whether the interval stays within one grade, and the chances where not.
fn grade_chances(composer: &mut Composer, index: &SatisfactionIndex) {
    let voice = composer.voice;
    let (Ok((low, high)), Ok(masses)) = (&index.interval, &index.grades) else {
        return;
    };
    let bands = &composer.study.survey.bands;
    // By the bounds as they are printed: a reader compares those.
    let band_of = |value: f64| {
        let printed = Decimal::round(value, 2)?.value();
        let band = bands.iter().rev().find(|b| printed >= b.from.value())?;
        Some(band.grade.clone())
    };
    match (band_of(*low), band_of(*high)) {
        (Some(a), Some(b)) if a == b => composer.say("result.index_sure", &[("grade", a)]),
        _ => {
            let chances: Vec<String> = masses
                .iter()
                .rev()
                .filter(|m| m.probability >= 0.005)
                .map(|m| {
                    let probability = match m.probability >= 0.995 {
                        true => voice.word("result.nearly_all"),
                        false => voice.percent(m.probability, 0),
                    };
                    let given = [("probability", probability), ("grade", m.grade.clone())];
                    voice.say("result.index_grade_chance", &given)
                })
                .collect();
            composer.say("result.index_unsure", &[("list", voice.list(&chances))]);
        }
    }
}

/// Which weight and rounding were used, and whether they change the grade.
fn options_note(composer: &mut Composer, index: &SatisfactionIndex) {
    let voice = composer.voice;
    let Some((_, plain_value, plain_grade)) = &index.plain else {
        return;
    };
    let used = voice.say(
        "result.weight_note",
        &[
            ("weight", composer.weight()),
            ("round", method::rounding_name(composer.study, voice)),
        ],
    );
    let mut given = vec![("value", voice.decimal(*plain_value))];
    let (kind, key) = match plain_grade {
        None => (NoteKind::Info, "result.value_changes_no_grade"),
        same if same == &index.grade => (NoteKind::Info, "result.value_changes"),
        Some(grade) => {
            given.push(("grade", grade.clone()));
            (NoteKind::Caution, "result.grade_changes")
        }
    };
    composer.note(kind, format!("{used} {}", voice.say(key, &given)));
}

fn bands_table(composer: &mut Composer) {
    let voice = composer.voice;
    let bands = &composer.study.survey.bands;
    if bands.is_empty() {
        return;
    }
    let columns = vec![
        Column::marks(voice.word("column.perception"), 14),
        Column::marks(voice.word("column.converted"), 26),
        Column::marks(voice.word("column.grade_x"), 16),
        Column::words(voice.word("column.grade_y"), 26),
    ];
    let rows = (1..)
        .zip(bands)
        .map(|(number, band)| {
            Row::body(vec![
                Cell::count(number),
                Cell::words(format!(
                    "{} – {}",
                    voice.decimal(band.from),
                    voice.decimal(band.to)
                )),
                Cell::words(band.grade.clone()),
                Cell::words(composer.of(&band.word)),
            ])
        })
        .collect();
    composer.table("Mutu", voice.word("result.bands_caption"), columns, rows);
}

fn per_item(composer: &mut Composer, index: &SatisfactionIndex) {
    let voice = composer.voice;
    let item = composer.item_word();
    let given = [("item", item)];
    composer.section(voice.say("result.per_item", &given));
    composer.say("result.per_item_1", &given);
    let rows = composer.item_rows(index);
    let columns = composer.item_columns();
    let caption = voice.say("result.per_item_caption", &given);
    composer.table("Unsur", caption, columns, rows);
    figures::index_figure(composer, index);
    figures::answers_figure(composer, index);
}

impl Composer<'_> {
    /// The name of a grade in the report's language.
    pub fn grade_word(&self, grade: &str) -> String {
        self.view()
            .grade_word(grade)
            .map_or_else(String::new, |words| self.of(words).to_lowercase())
    }

    /// Columns of the table of items.
    pub fn item_columns(&self) -> Vec<Column> {
        let voice = self.voice;
        let title = match self.study.survey.public_service {
            true => "column.item",
            false => "column.item_plain",
        };
        let mut columns = vec![
            Column::marks(voice.word("column.no"), 5),
            Column::words(voice.say(title, &[("item", self.item_title())]), 32),
            Column::numbers(voice.word("column.n"), 7),
            Column::numbers(voice.word("column.nrr"), 7),
            Column::numbers(voice.word("column.weighted"), 11),
            Column::numbers(voice.word("column.index"), 10),
            Column::marks(voice.word("column.grade"), 7),
            Column::words(voice.word("column.performance"), 13),
        ];
        columns.truncate(columns.len() - self.without_grades());
        columns
    }

    /// The last two columns of a table are grades; an instrument without grades
    /// has none to show.
    fn without_grades(&self) -> usize {
        match self.study.survey.bands.is_empty() {
            true => 2,
            false => 0,
        }
    }

    /// A row per item and the totals.
    pub fn item_rows(&self, index: &SatisfactionIndex) -> Vec<Row> {
        let mut rows: Vec<Row> = self
            .view()
            .items(index)
            .into_iter()
            .map(|(item, found)| {
                let grade = found.grade.as_deref().unwrap_or_default();
                Row::body(vec![
                    Cell::words(item.code.clone()),
                    Cell::words(self.of(&item.name)),
                    Cell::count(found.n),
                    Cell::decimal(found.nrr, found.nrr_printed),
                    Cell::decimal(found.weighted, found.weighted_printed),
                    Cell::decimal(found.index, found.index_printed),
                    Cell::words(grade),
                    Cell::words(capital(&self.grade_word(grade))),
                ])
            })
            .collect();
        let grade = index.grade.as_deref().unwrap_or_default();
        rows.push(Row::total(vec![
            Cell::empty(),
            Cell::words(self.total_name()),
            Cell::count(index.n),
            Cell::empty(),
            Cell::decimal(index.weighted_sum, index.weighted_sum_printed),
            Cell::decimal(index.exact, index.printed),
            Cell::words(grade),
            Cell::words(capital(&self.grade_word(grade))),
        ]));
        for row in &mut rows {
            row.cells.truncate(row.cells.len() - self.without_grades());
        }
        rows
    }
}

fn group_table(composer: &mut Composer, number: usize, group: &GroupIndexes) {
    let voice = composer.voice;
    let by = profile::role_in_sentence(voice, group.role, group.by);
    let small = composer.rules.small.group;
    let given = [
        ("by", by.clone()),
        ("short", composer.short()),
        ("n", voice.count(small)),
    ];
    composer.section(voice.say("result.groups", &given));
    composer.say("result.groups_1", &given);
    let any_small = group
        .values
        .iter()
        .any(|(_, outcome)| outcome.as_ref().is_ok_and(|i| i.n < small));
    let notes = match any_small {
        true => vec![plain(voice.say("result.groups_small", &given))],
        false => Vec::new(),
    };
    let id = capital(&by);
    let (caption, columns, rows) = group_parts(composer, group);
    composer.table_with(&id, caption, Vec::new(), columns, rows, notes);
    group_figures::figures(composer, number, group, &by);
}

/// Caption, columns and rows of the index per value of a group.
pub fn group_parts(composer: &Composer, group: &GroupIndexes) -> (String, Vec<Column>, Vec<Row>) {
    let voice = composer.voice;
    let by = profile::role_in_sentence(voice, group.role, group.by);
    let given = [("by", by.clone()), ("short", composer.short())];
    let rows = (1..)
        .zip(&group.values)
        .map(|(number, (value, outcome))| group_row(composer, number, *value, outcome.as_ref()))
        .map(|mut row| {
            row.cells
                .truncate(row.cells.len() - composer.without_grades());
            row
        })
        .collect();
    let mut columns = vec![
        Column::marks(voice.word("column.no"), 4),
        Column::words(capital(&by), 34),
        Column::numbers(voice.word("column.n"), 8),
        Column::numbers(composer.short(), 9),
        Column::marks(voice.word("column.interval"), 17),
        Column::marks(voice.word("column.grade"), 7),
        Column::words(voice.word("column.performance"), 14),
    ];
    columns.truncate(columns.len() - composer.without_grades());
    (voice.say("result.groups_caption", &given), columns, rows)
}

fn group_row(
    composer: &Composer,
    number: u64,
    value: Option<&Words>,
    outcome: Result<&&SatisfactionIndex, &crate::stats::NotComputable>,
) -> Row {
    let voice = composer.voice;
    let name = match value {
        Some(words) => composer.of(words).to_owned(),
        None => voice.word("role.blank"),
    };
    let mut cells = vec![Cell::count(number), Cell::words(name)];
    match outcome {
        Ok(index) => {
            let interval = match &index.interval {
                Ok((low, high)) => Cell::words(format!(
                    "{} – {}",
                    voice.number(*low, 2),
                    voice.number(*high, 2)
                )),
                Err(why) => Content::None(composer.because(why)).into(),
            };
            let grade = index.grade.as_deref().unwrap_or_default();
            cells.extend([
                Cell::count(index.n),
                Cell::decimal(index.exact, index.printed),
                interval,
                Cell::words(grade),
                Cell::words(capital(&composer.grade_word(grade))),
            ]);
        }
        Err(why) => {
            cells.push(Cell::empty());
            cells.push(Content::None(composer.because(why)).into());
            cells.extend([Cell::empty(), Cell::empty(), Cell::empty()]);
        }
    }
    Row::body(cells)
}
