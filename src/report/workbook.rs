use super::annexes::code_cell;
use super::composer::{Composer, capital};
use super::issues::issue_table;
use super::profile::{role_in_sentence, role_name};
use super::voice::Voice;
use super::{Material, Rules, figures, workbook_formulas as formulas};
use crate::analysis::{ItemIndex, SatisfactionIndex, Study};
use crate::document::{
    Block, Cell, Chart, Column, Document, DrawnFrom, Expression, Figure, NoteKind, Row, Table,
    TableKind, plain,
};
use crate::survey::{Item, Listing, Responses};

/// The data sheet of the workbook; formulas refer to it by this name.
pub const DATA: &str = "Data";

/// The workbook: coded answers, and everything computed from them with live
/// formulas. Without rows the tables hold the numbers alone.
pub fn workbook(study: &Study, material: &Material, voice: &Voice, rules: &Rules) -> Document {
    let composer = Composer::new(study, voice, rules);
    let short = ("short", composer.short());
    let rows = material
        .answers
        .map_or(0, |(_, listing)| listing.rows.len());
    let lead = match rows {
        0 => "book.lead_plain",
        _ => "book.lead",
    };
    let mut blocks = vec![Block::Paragraph {
        text: plain(voice.say(lead, &[short])),
        rule: Some(lead.to_owned()),
    }];
    if study.survey.office.simulated {
        blocks.push(Block::Note {
            kind: NoteKind::Caution,
            text: plain(voice.word("cover.simulated")),
        });
    }
    if let Some(index) = composer.total() {
        let book = Book {
            composer: &composer,
            index,
            rows,
            order: composer.view().order(),
        };
        blocks.extend(book.index_blocks());
        blocks.extend(book.count_blocks());
        blocks.extend(book.profile_blocks());
        blocks.extend(book.group_blocks());
    }
    if let Some((responses, listing)) = material.answers {
        blocks.push(Block::Table(data(&composer, responses, listing)));
    }
    let (columns, rows) = issue_table(voice, &study.survey.items, &study.issues);
    if !rows.is_empty() {
        let caption = voice.word("annex.quality_caption");
        blocks.push(Block::Table(table(
            &voice.word("book.issues"),
            caption,
            columns,
            rows,
        )));
    }
    let index = composer.of(&study.survey.index_name).to_owned();
    Document {
        language: voice.language,
        title: voice.say("book.title", &[("index", index)]),
        author: study.survey.office.unit.clone(),
        date: study.survey.office.date.clone(),
        cover: None,
        contents: None,
        header: String::new(),
        page_word: voice.word("document.page"),
        blocks,
    }
}

/// What the tables of the workbook are made from.
pub struct Book<'a> {
    pub composer: &'a Composer<'a>,
    pub index: &'a SatisfactionIndex,
    /// Rows of the data sheet; 0 without one.
    pub rows: usize,
    /// Positions of the items in the order to print: columns 1.. of the data sheet.
    pub order: Vec<usize>,
}

impl Book<'_> {
    fn index_blocks(&self) -> Vec<Block> {
        let voice = self.composer.voice;
        let mut columns = self.composer.item_columns();
        columns.insert(3, Column::numbers(voice.word("book.sum"), 10));
        let mut rows = self.composer.item_rows(self.index);
        let k = self.order.len();
        for (at, row) in rows.iter_mut().enumerate() {
            let sum = self.order.get(at).and_then(|&i| self.index.items.get(i));
            let sum = sum.map_or_else(Cell::empty, |item| {
                Cell::decimal(
                    item.sum as f64,
                    crate::Decimal {
                        units: item.sum,
                        places: 0,
                    },
                )
            });
            row.cells.insert(3, sum);
            if self.rows > 0 {
                match at < k {
                    true => formulas::item_row(self, at, row),
                    false => formulas::total_row(self, row),
                }
            }
        }
        let id = voice.word("book.index");
        let short = ("short", self.composer.short());
        let caption = voice.say("book.index_caption", &[short]);
        let chart = figures::index_chart(self.composer.study, voice, self.index);
        let drawn = DrawnFrom {
            table: id.clone(),
            labels: 1,
            values: vec![6],
            rows: (0, k),
        };
        let title = voice.say(
            "result.per_item_figure_plain",
            &[("item", self.composer.item_word())],
        );
        vec![
            Block::Table(table(&id, caption, columns, rows)),
            figure("indeks", title, Chart::Index(chart), drawn),
        ]
    }

    fn count_blocks(&self) -> Vec<Block> {
        let voice = self.composer.voice;
        let survey = &self.composer.study.survey;
        let items = self.composer.view().items(self.index);
        let Some((first, _)) = items.first() else {
            return Vec::new();
        };
        let levels: Vec<i16> = (first.min..=first.max).collect();
        let mut columns = vec![
            Column::marks(voice.word("column.no"), 5),
            Column::words(self.composer.item_title(), 32),
        ];
        columns.extend(levels.iter().map(|l| Column::numbers(l.to_string(), 8)));
        columns.push(Column::numbers(voice.word("column.n"), 8));
        columns.push(Column::numbers(voice.word("column.missing"), 8));
        if self.composer.view().has_not_applicable() {
            let title = voice.word("column.not_applicable");
            columns.push(Column::numbers(title, 10));
        }
        let rows: Vec<Row> = items
            .iter()
            .enumerate()
            .map(|(at, (item, found))| self.count_row(at, item, found, columns.len()))
            .collect();
        let id = voice.word("book.counts");
        let chart = Chart::Likert(super::chart_answers::likert_chart(
            self.composer.study,
            voice,
            &items,
        ));
        let drawn = DrawnFrom {
            table: id.clone(),
            labels: 1,
            values: (2..2 + levels.len()).collect(),
            rows: (0, rows.len()),
        };
        let title = voice.say(
            "result.answers_figure",
            &[("item", survey.item_word.text(voice.language).to_owned())],
        );
        let caption = voice.word("book.counts_caption");
        vec![
            Block::Table(table(&id, caption, columns, rows)),
            figure("frekuensi", title, chart, drawn),
        ]
    }

    /// How often each level of an item was chosen, answers, blanks.
    fn count_row(&self, at: usize, item: &Item, found: &ItemIndex, columns: usize) -> Row {
        let live = |cell: Cell, formula: Expression| match self.rows {
            0 => cell,
            _ => cell.derived(formula),
        };
        let mut cells = vec![
            Cell::words(item.code.clone()),
            Cell::words(self.composer.of(&item.name)),
        ];
        for (level, count) in (item.min..).zip(&found.counts) {
            let formula = formulas::count_level(self, at, level);
            cells.push(live(Cell::count(*count), formula));
        }
        let answers = formulas::count_answers(self, at);
        cells.push(live(Cell::count(found.n), answers));
        // The data sheet leaves both blank: who said that a question did not apply
        // is known from the issues.
        let away = self.composer.view().not_applicable(&item.id);
        let missing = formulas::count_missing(self, at, away);
        let blank = found.missing.saturating_sub(away);
        cells.push(live(Cell::count(blank), missing));
        if self.composer.view().has_not_applicable() {
            cells.push(Cell::count(away));
        }
        cells.resize_with(columns, Cell::empty);
        Row::body(cells)
    }

    fn profile_blocks(&self) -> Vec<Block> {
        let voice = self.composer.voice;
        let tables = self.composer.view().profile();
        let columns = vec![
            Column::words(voice.word("column.characteristic"), 22),
            Column::words(voice.word("column.indicator"), 34),
            Column::numbers(voice.word("column.count"), 10),
            Column::numbers(voice.word("column.percent"), 12),
        ];
        let mut rows = Vec::new();
        for (role, found) in tables {
            let column = formulas::group_column(self, &found.of);
            for (i, line) in super::profile::lines(voice, found).into_iter().enumerate() {
                let count = Cell::count(line.count);
                let known = i < found.levels.len();
                let count = match (column, known, self.rows) {
                    (Some(column), true, 1..) => {
                        count.derived(formulas::count_text(self, column, &line.label))
                    }
                    _ => count,
                };
                let share = Cell::percent(line.share, line.shown);
                let share = match self.rows {
                    0 => share,
                    _ => share.derived(formulas::profile_share(self, rows.len())),
                };
                rows.push(Row::body(vec![
                    Cell::words(role_name(voice, role, &found.of)),
                    Cell::words(line.label),
                    count,
                    share,
                ]));
            }
        }
        if rows.is_empty() {
            return Vec::new();
        }
        let caption = voice.word("result.respondents_caption");
        vec![Block::Table(table(
            &voice.word("book.profile"),
            caption,
            columns,
            rows,
        ))]
    }

    fn group_blocks(&self) -> Vec<Block> {
        let voice = self.composer.voice;
        let mut blocks = Vec::new();
        for group in self.composer.view().groups() {
            let (caption, columns, mut rows) = super::results::group_parts(self.composer, &group);
            let by = role_in_sentence(voice, group.role, group.by);
            let id = voice.say("book.groups", &[("by", by)]);
            if let (Some(column), 1..) = (formulas::group_column(self, group.by), self.rows) {
                for (at, (row, (value, outcome))) in rows.iter_mut().zip(&group.values).enumerate()
                {
                    if let (Some(value), Ok(_)) = (value, outcome) {
                        let value = self.composer.of(value);
                        formulas::group_row(self, &id, at, column, value, row);
                    }
                }
            }
            blocks.push(Block::Table(table(&id, caption, columns, rows)));
        }
        blocks
    }
}

fn table(id: &str, caption: String, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    Table::reading(id, caption, columns, rows)
}

fn figure(id: &str, caption: String, chart: Chart, drawn: DrawnFrom) -> Block {
    Block::Figure(Figure {
        id: id.to_owned(),
        label: String::new(),
        alt: caption.clone(),
        caption,
        chart,
        drawn_from: Some(drawn),
    })
}

/// A row per respondent: number, codes, characteristics. Persons' columns were
/// never read.
fn data(composer: &Composer, responses: &Responses, listing: &Listing) -> Table {
    let voice = composer.voice;
    let order = composer.view().order();
    let mut columns = vec![Column::marks(voice.word("column.no"), 6)];
    for item in order.iter().filter_map(|&i| responses.items.get(i)) {
        columns.push(Column::numbers(item.code.clone(), 7));
    }
    for group in &responses.groups {
        let title = role_name(voice, group.role, &group.header);
        columns.push(Column::words(capital(&title), 20));
    }
    let rows = (1..)
        .zip(&listing.rows)
        .filter_map(|(number, (_, at))| {
            let pattern = responses.patterns.get(*at as usize)?;
            let mut cells = vec![Cell::count(number)];
            cells.extend(
                order
                    .iter()
                    .map(|&i| code_cell(pattern.codes.get(i).copied().flatten())),
            );
            for (group, value) in responses.groups.iter().zip(&pattern.groups) {
                let words = value.and_then(|v| group.values.get(v as usize));
                cells.push(words.map_or_else(Cell::empty, |w| Cell::words(composer.of(w))));
            }
            Some(Row::body(cells))
        })
        .collect();
    let (min, max) = responses
        .items
        .first()
        .map_or((1, 4), |item| (item.min, item.max));
    let given = [("min", min.to_string()), ("max", max.to_string())];
    Table {
        kind: TableKind::Data,
        ..table(DATA, voice.say("book.data_caption", &given), columns, rows)
    }
}
