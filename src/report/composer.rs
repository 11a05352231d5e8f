use super::rules::Rules;
use super::view::View;
pub use super::voice::capital;
use super::voice::{Given, Voice};
use crate::analysis::{SatisfactionIndex, Study};
use crate::document::{
    Block, Chart, Column, DrawnFrom, Figure, NoteKind, Row, Span, Table, TableKind, Text, plain,
};
use crate::stats::NotComputable;
use crate::survey::Words;
use serde_json::Value;

/// Collects the blocks of a report and numbers its chapters, tables and figures.
pub struct Composer<'a> {
    pub study: &'a Study,
    pub voice: &'a Voice,
    pub rules: &'a Rules,
    pub blocks: Vec<Block>,
    chapter: String,
    section: usize,
    tables: usize,
    figures: usize,
}

impl<'a> Composer<'a> {
    pub fn new(study: &'a Study, voice: &'a Voice, rules: &'a Rules) -> Self {
        Composer {
            study,
            voice,
            rules,
            blocks: Vec::new(),
            chapter: String::new(),
            section: 0,
            tables: 0,
            figures: 0,
        }
    }

    pub fn view(&self) -> View<'a> {
        View(self.study)
    }

    /// The index of all respondents, where it was computable.
    pub fn total(&self) -> Option<&'a SatisfactionIndex> {
        self.view().index()
    }

    /// A text of the study in the report's language.
    pub fn of<'b>(&self, words: &'b Words) -> &'b str {
        words.text(self.voice.language)
    }

    /// The name of an item for a table that has many columns: a whole question is
    /// cut at a word; the table of the index has it in full.
    pub fn short_name(&self, name: &Words) -> String {
        const MOST: usize = 56;
        let whole = self.of(name);
        if whole.chars().count() <= MOST {
            return whole.to_owned();
        }
        let mut short = String::new();
        for word in whole.split_whitespace() {
            if short.chars().count() + word.chars().count() + 2 > MOST {
                break;
            }
            if !short.is_empty() {
                short.push(' ');
            }
            short.push_str(word);
        }
        if short.is_empty() {
            short.extend(whole.chars().take(MOST - 1));
        }
        format!("{}…", short.trim_end_matches([',', ';', '.', ':']))
    }

    /// The code of an item and its name for a table of many columns.
    pub fn named(&self, id: &str) -> (String, String) {
        let item = self.study.survey.items.iter().find(|item| item.id == id);
        item.map_or_else(
            || (id.to_owned(), String::new()),
            |item| (item.code.clone(), self.short_name(&item.name)),
        )
    }

    /// `unsur` as the instrument calls its items.
    pub fn item_word(&self) -> String {
        self.of(&self.study.survey.item_word).to_owned()
    }

    /// The item word with a capital, for the head of a column.
    pub fn item_title(&self) -> String {
        capital(&self.item_word())
    }

    /// `IKM`
    pub fn short(&self) -> String {
        self.of(&self.study.survey.index_short).to_owned()
    }

    /// The unit's name, or the word for an unnamed one.
    pub fn unit(&self) -> String {
        match &self.study.survey.office.unit {
            Some(unit) => unit.clone(),
            None => self.voice.word("document.unit"),
        }
    }

    /// Whether what was surveyed is a unit that serves: by its instrument, or since
    /// its name was given. A thesis may have neither.
    fn serves(&self) -> bool {
        self.study.survey.public_service || self.study.survey.office.unit.is_some()
    }

    /// Whose index it is, within a sentence.
    pub fn whose(&self) -> String {
        match self.serves() {
            true => self.unit(),
            false => self.voice.word("result.of_respondents"),
        }
    }

    /// All whom an interval is about.
    pub fn everyone(&self) -> String {
        self.voice.word(match self.serves() {
            true => "result.everyone_served",
            false => "result.everyone",
        })
    }

    /// The title of the row below all items.
    pub fn total_name(&self) -> String {
        let key = match self.serves() {
            true => "result.total_index",
            false => "result.total_index_plain",
        };
        self.voice.say(key, &[("short", self.short())])
    }

    /// A chapter (`BAB I`, `LAMPIRAN`): its printed number and title.
    pub fn chapter(&mut self, number: &str, key: &str) {
        self.chapter = number.to_owned();
        self.section = 0;
        self.tables = 0;
        self.figures = 0;
        let number = match arabic(number) {
            Some(_) => self
                .voice
                .say("document.chapter", &[("number", number.to_owned())]),
            None => String::new(),
        };
        self.blocks.push(Block::Heading {
            level: 1,
            number,
            text: self.voice.word(key),
        });
    }

    /// A chapter with a name that is no word of the program.
    pub fn chapter_named(&mut self, number: &str, name: String) {
        self.chapter(number, "document.contents");
        if let Some(Block::Heading { text, .. }) = self.blocks.last_mut() {
            *text = name;
        }
    }

    /// A section of the chapter, numbered `3.1` (or `Lampiran 1`).
    pub fn section(&mut self, text: String) {
        self.section += 1;
        let number = match arabic(&self.chapter) {
            Some(chapter) => format!("{chapter}.{}", self.section),
            // A document without chapters counts its sections.
            None if self.chapter.is_empty() => self.section.to_string(),
            None => self
                .voice
                .say("document.annex", &[("number", self.section.to_string())]),
        };
        self.blocks.push(Block::Heading {
            level: 2,
            number,
            text: capital(&text),
        });
    }

    /// A sentence as a paragraph; the key is the name of its rule.
    pub fn say(&mut self, key: &str, given: Given) {
        let text = plain(self.voice.say(key, given));
        self.paragraph(key, text);
    }

    /// A composed paragraph with the name of its rule.
    pub fn paragraph(&mut self, rule: &str, text: Text) {
        self.blocks.push(Block::Paragraph {
            text,
            rule: Some(rule.to_owned()),
        });
    }

    pub fn list(&mut self, ordered: bool, items: Vec<Text>) {
        self.blocks.push(Block::List { ordered, items });
    }

    /// A numbered list that ends a sentence: `;` behind each entry and a full
    /// stop behind the last, in place of what an office wrote there.
    pub fn series(&mut self, mut items: Vec<Text>) {
        let last = items.len().saturating_sub(1);
        for (at, item) in items.iter_mut().enumerate() {
            if let Some(Span::Plain(text)) = item.last_mut() {
                text.truncate(text.trim_end_matches([';', '.', ' ']).len());
            }
            let mark = if at == last { "." } else { ";" };
            item.push(Span::Plain(mark.to_owned()));
        }
        self.list(true, items);
    }

    /// Says why there is no index, where there is none.
    pub fn no_index(&mut self) {
        if let Some(Err(why)) = self.view().total() {
            let given = [("short", self.short()), ("because", self.because(&why))];
            self.say("result.index_none", &given);
        }
    }

    pub fn note(&mut self, kind: NoteKind, text: String) {
        self.blocks.push(Block::Note {
            kind,
            text: plain(text),
        });
    }

    /// What the office gave, or a visible blank for it.
    pub fn given(&self, value: &Option<String>, blank: &str) -> Span {
        match value {
            Some(value) => Span::Plain(value.clone()),
            None => Span::Blank(self.voice.word(blank)),
        }
    }

    /// A numbered table.
    pub fn table(&mut self, id: &str, caption: String, columns: Vec<Column>, rows: Vec<Row>) {
        self.table_with(id, caption, Vec::new(), columns, rows, Vec::new());
    }

    /// A numbered table with group titles and notes.
    pub fn table_with(
        &mut self,
        id: &str,
        caption: String,
        groups: Vec<(String, usize)>,
        columns: Vec<Column>,
        rows: Vec<Row>,
        notes: Vec<Text>,
    ) {
        self.tables += 1;
        let number = self.number(self.tables);
        self.blocks.push(Block::Table(Table {
            id: id.to_owned(),
            label: self.voice.say("document.table", &[("number", number)]),
            caption,
            kind: TableKind::Reading,
            groups,
            columns,
            rows,
            notes,
        }));
    }

    /// A numbered figure.
    pub fn figure(&mut self, id: &str, caption: String, alt: String, chart: Chart) {
        self.figures += 1;
        let number = self.number(self.figures);
        self.blocks.push(Block::Figure(Figure {
            id: id.to_owned(),
            label: self.voice.say("document.figure", &[("number", number)]),
            caption,
            alt,
            chart,
            drawn_from: None::<DrawnFrom>,
        }));
    }

    fn number(&self, count: usize) -> String {
        match arabic(&self.chapter) {
            Some(chapter) => format!("{chapter}.{count}"),
            None if self.chapter.is_empty() => count.to_string(),
            None => {
                let count = count.to_string();
                self.voice
                    .say("document.annex_number", &[("number", count)])
            }
        }
    }

    /// Why a statistic has no value, in words.
    pub fn because(&self, why: &NotComputable) -> String {
        because(self.voice, why)
    }

    /// The printed name of a weight (`1/9 tepat`, `0,111`).
    pub fn weight(&self) -> String {
        super::method::weight(self)
    }
}

/// Why a statistic has no value, in words: its key in JSON is the key of its
/// words, its fields are what they name.
pub fn because(voice: &Voice, why: &NotComputable) -> String {
    let value = serde_json::to_value(why).unwrap_or_default();
    let key = value.get("because").and_then(|key| key.as_str());
    let fields = value.as_object().into_iter().flatten();
    let given: Vec<(&str, String)> = fields
        .filter(|(name, _)| *name != "because")
        .map(|(name, value)| (name.as_str(), field(voice, name, value)))
        .collect();
    voice.say(&format!("because.{}", key.unwrap_or_default()), &given)
}

fn field(voice: &Voice, name: &str, value: &Value) -> String {
    match (name, value) {
        ("what", Value::String(what)) => needed(voice, what),
        (_, Value::Number(number)) => number
            .as_u64()
            .map_or(number.to_string(), |n| voice.count(n)),
        // Places count from 1 for those who read.
        ("variables", Value::Array(places)) => places
            .iter()
            .filter_map(Value::as_u64)
            .map(|place| voice.count(place + 1))
            .collect::<Vec<_>>()
            .join(", "),
        (_, Value::Array(list)) => list
            .iter()
            .map(Value::to_string)
            .collect::<Vec<_>>()
            .join(", "),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// The name of a number a formula needs.
fn needed(voice: &Voice, what: &str) -> String {
    voice.word(match what {
        "standard_error" | "df" => "because.standard_error",
        "population" => "because.population",
        "margin" => "because.margin",
        "proportion" => "because.proportion",
        "confidence" => "because.confidence",
        "predictors" => "because.predictors",
        "categories" => "because.categories",
        "order" => "because.order",
        "event" => "because.event",
        "group" => "because.group",
        "period" => "because.periods",
        "design" => "because.design",
        "weight" | "stratum" => "because.weight",
        "design_form" => "because.design_form",
        "scale_0_10" => "because.scale_0_10",
        "five_levels" => "because.five_levels",
        "factors" => "because.factors",
        "within" => "because.within",
        _ => "because.statistic",
    })
}

/// The number of a chapter written in Roman figures; none for an annex.
fn arabic(roman: &str) -> Option<u8> {
    ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]
        .iter()
        .position(|&r| r == roman)
        .map(|i| i as u8 + 1)
}
