use super::sav_value::with_code;
use super::{Header, Rows, Sheet, Table, open, trimmed};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::said;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// A form of ODK or KoboToolbox (XLSForm): its questions and their choices.
#[derive(Debug, Clone)]
pub struct XlsForm {
    file: Arc<str>,
    questions: Vec<Question>,
}

#[derive(Debug, Clone)]
struct Question {
    name: String,
    label: String,
    kind: Kind,
    choices: Vec<Choice>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    One,
    Several,
    Other,
}

#[derive(Debug, Clone)]
struct Choice {
    name: String,
    label: String,
}

/// What of a question stands in a column.
enum Holds<'a> {
    /// All of it.
    All(&'a Question),
    /// Whether one choice of several was ticked.
    Box(&'a Question, &'a Choice),
}

/// A question with several answers that stand in one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeveralInOne {
    pub header: String,
    pub options: Vec<String>,
}

/// What stands between the answers of [`SeveralInOne`].
pub const PARTED_BY: &str = " | ";

impl XlsForm {
    /// Reads the sheets `survey` and `choices` of a form.
    ///
    /// # Errors
    /// What [`open`] says; a workbook that is no form.
    pub fn read(path: &Path) -> Result<XlsForm> {
        let book = open(path)?;
        let sheet = |name: &str| {
            let mut sheets = book.sheets.iter();
            sheets.find(|sheet| {
                let own = sheet.rows.sheet();
                own.is_some_and(|own| trimmed(own).eq_ignore_ascii_case(name))
            })
        };
        let survey = sheet("survey").and_then(|sheet| Columns::of(&sheet.rows));
        let Some(survey) = survey else {
            return Err(no_form(&book.file));
        };
        let choices = sheet("choices").and_then(|sheet| Columns::of(&sheet.rows));
        let choices = choices.map(|columns| columns.choices()).unwrap_or_default();
        let questions = survey.questions(&choices);
        match questions.is_empty() {
            true => Err(no_form(&book.file)),
            false => Ok(XlsForm {
                file: book.file.clone(),
                questions,
            }),
        }
    }

    /// Puts the texts of the form in place of the names in a table: headers and the
    /// choices answered. A choice that is a number keeps it (`Puas (3)`), one of a
    /// yes and a no is its label alone. Gives the questions whose several answers
    /// stand in one column too.
    ///
    /// # Errors
    /// Not a single column is a question of the form.
    pub fn apply(&self, sheet: &Sheet, table: &Table) -> Result<(Sheet, Table, Vec<SeveralInOne>)> {
        let headers = table.columns.iter();
        let held: HashMap<u32, Holds> = headers
            .filter_map(|header| Some((header.column, self.holds(&header.text)?)))
            .collect();
        if held.is_empty() {
            return Err(self.no_match(sheet));
        }
        let columns: Vec<Header> = table
            .columns
            .iter()
            .map(|header| match held.get(&header.column) {
                Some(holds) => Header {
                    text: holds.header(&header.text),
                    ..header.clone()
                },
                None => header.clone(),
            })
            .collect();
        let texts: HashMap<u32, &str> = columns
            .iter()
            .map(|header| (header.column, header.text.as_str()))
            .collect();
        let top = table.header.1;
        let rows = sheet.rows.changed(|row, column, text| {
            let holds = held.get(&column)?;
            match row == top {
                true => texts.get(&column).map(|text| (*text).to_owned()),
                false if row > top => holds.cell(text),
                false => None,
            }
        });
        let boxes: Vec<&str> = held
            .values()
            .filter_map(|holds| match holds {
                Holds::Box(question, _) => Some(question.name.as_str()),
                Holds::All(_) => None,
            })
            .collect();
        let several = columns.iter().filter_map(|header| {
            let Holds::All(question) = held.get(&header.column)? else {
                return None;
            };
            let alone = question.kind == Kind::Several && !boxes.contains(&question.name.as_str());
            alone.then(|| SeveralInOne {
                header: header.text.clone(),
                options: question.choices.iter().map(|c| c.label.clone()).collect(),
            })
        });
        let several = several.collect();
        let sheet = Sheet {
            rows,
            ..sheet.clone()
        };
        let table = Table {
            columns,
            ..table.clone()
        };
        Ok((sheet, table, several))
    }

    /// What a column holds by its header: a name, with or without its groups before
    /// it, or the label; with the choice behind it where it is a box.
    fn holds(&self, header: &str) -> Option<Holds<'_>> {
        let header = trimmed(header);
        let is = |question: &&Question| {
            let named = header == question.name
                || header
                    .strip_suffix(question.name.as_str())
                    .is_some_and(|groups| groups.ends_with('/'));
            named || (!question.label.is_empty() && same(header, &question.label))
        };
        if let Some(question) = self.questions.iter().find(is) {
            return Some(Holds::All(question));
        }
        let several = self.questions.iter().filter(|q| q.kind == Kind::Several);
        for question in several {
            for choice in &question.choices {
                let ends = [&choice.name, &choice.label].into_iter().any(|end| {
                    let rest = header.strip_suffix(end.as_str());
                    let rest = rest.and_then(|rest| rest.strip_suffix('/'));
                    rest.is_some_and(|rest| {
                        let named = rest.rsplit('/').next() == Some(question.name.as_str());
                        named || same(rest, &question.label)
                    })
                });
                if ends {
                    return Some(Holds::Box(question, choice));
                }
            }
        }
        None
    }

    fn no_match(&self, sheet: &Sheet) -> Error {
        let form = &self.file;
        Error::new(
            ErrorKind::Invalid,
            said!(
                "tidak satu pun kolom data ini ada dalam formulir {form}",
                "not a single column of these data is in the form {form}"
            ),
        )
        .at(Place::file(sheet.rows.file().clone()))
        .hint(said!(
            "berikan XLSForm yang dipakai untuk mengumpulkan data ini (unduh dari KoboToolbox: Formulir › Unduh XLS)",
            "give the XLSForm with which these data were collected (KoboToolbox: Form › Download XLS)"
        ))
    }
}

impl Holds<'_> {
    fn header(&self, old: &str) -> String {
        match self {
            Holds::All(question) if question.label.is_empty() => old.to_owned(),
            // The boxes of several answers stand beside a column of this very title.
            Holds::All(question) if question.kind == Kind::Several => question.label.clone(),
            Holds::All(question) => format!("{}. {}", question.name, question.label),
            Holds::Box(question, choice) => {
                let title = match question.label.is_empty() {
                    true => &question.name,
                    false => &question.label,
                };
                format!("{title}/{}", choice.label)
            }
        }
    }

    /// The text of a cell; none where it stays as it is.
    fn cell(&self, text: &str) -> Option<String> {
        let Holds::All(question) = self else {
            return None;
        };
        let choice = |name: &str| question.choices.iter().find(|choice| choice.name == name);
        match question.kind {
            Kind::One => {
                let choice = choice(text)?;
                let code = choice.name.parse::<f64>().ok();
                Some(match code.filter(|_| question.choices.len() > 2) {
                    Some(code) => with_code(&choice.label, code),
                    None => choice.label.clone(),
                })
            }
            Kind::Several => {
                let names = text.split_whitespace();
                let labels: Option<Vec<&str>> = names
                    .map(|name| choice(name).map(|c| c.label.as_str()))
                    .collect();
                labels.map(|labels| labels.join(PARTED_BY))
            }
            Kind::Other => None,
        }
    }
}

/// The columns of a sheet of a form that are needed.
struct Columns<'a> {
    rows: &'a Rows,
    top: u32,
    kind: Option<u32>,
    list: Option<u32>,
    name: u32,
    label: Option<u32>,
}

impl<'a> Columns<'a> {
    fn of(rows: &'a Rows) -> Option<Columns<'a>> {
        let top = rows.span().start;
        let find = |wanted: &dyn Fn(&str) -> bool| {
            let mut cells = rows.filled(top);
            cells
                .find(|(_, text)| wanted(&text.trim().to_lowercase()))
                .map(|(column, _)| column)
        };
        let indonesian = |text: &str| {
            let told = text.contains("indonesia") || text.contains("(id)");
            text.starts_with("label") && told
        };
        let label = find(&indonesian)
            .or_else(|| find(&|text| text == "label"))
            .or_else(|| find(&|text| text.starts_with("label")));
        Some(Columns {
            rows,
            top,
            kind: find(&|text| text == "type"),
            list: find(&|text| ["list_name", "list name"].contains(&text)),
            name: find(&|text| ["name", "value"].contains(&text))?,
            label,
        })
    }

    fn below(&self) -> impl Iterator<Item = u32> + use<'a> {
        self.top + 1..self.rows.span().end
    }

    fn text(&self, row: u32, column: Option<u32>) -> String {
        let text = column.map_or("", |column| self.rows.cell(row, column));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn choices(&self) -> HashMap<String, Vec<Choice>> {
        let mut lists: HashMap<String, Vec<Choice>> = HashMap::new();
        for row in self.below() {
            let (list, name) = (self.text(row, self.list), self.text(row, Some(self.name)));
            if list.is_empty() || name.is_empty() {
                continue;
            }
            let label = match self.text(row, self.label) {
                label if label.is_empty() => name.clone(),
                label => label,
            };
            lists.entry(list).or_default().push(Choice { name, label });
        }
        lists
    }

    fn questions(&self, choices: &HashMap<String, Vec<Choice>>) -> Vec<Question> {
        let question = |row: u32| {
            let (kind, name) = (self.text(row, self.kind), self.text(row, Some(self.name)));
            let mut words = kind.split(' ');
            let sort = match words.next()? {
                "select_one" => Kind::One,
                "select_multiple" => Kind::Several,
                sort if sort.starts_with("begin") || sort.starts_with("end") => return None,
                _ => Kind::Other,
            };
            let list = words.next().and_then(|list| choices.get(list));
            (!name.is_empty()).then(|| Question {
                label: self.text(row, self.label),
                name,
                kind: sort,
                choices: list.cloned().unwrap_or_default(),
            })
        };
        match self.kind {
            Some(_) => self.below().filter_map(question).collect(),
            None => Vec::new(),
        }
    }
}

/// Texts compared without case and runs of blanks.
fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let words = text.split_whitespace().map(str::to_lowercase);
        words.collect::<Vec<_>>().join(" ")
    };
    plain(one) == plain(other)
}

fn no_form(file: &Arc<str>) -> Error {
    Error::new(
        ErrorKind::Invalid,
        said!(
            "{file} bukan XLSForm: tidak ada lembar `survey` dengan kolom type dan name",
            "{file} is no XLSForm: it has no sheet `survey` with the columns type and name"
        ),
    )
    .hint(said!(
        "unduh formulirnya dari KoboToolbox/ODK sebagai XLSForm (.xlsx)",
        "download the form from KoboToolbox/ODK as XLSForm (.xlsx)"
    ))
}
