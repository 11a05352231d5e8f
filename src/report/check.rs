use super::check_columns::columns;
use super::check_tables::{CheckedShape, CheckedTable, LeftOutAs, left_out, shape, tables};
use super::issues::issue_table;
use super::screening::{screening_notes, screening_table};
use super::voice::Voice;
use crate::analysis::{MultipleAnswers, Screening};
use crate::document::{Block, Column, Document, NoteKind, Row, Table, plain};
use crate::stats::Outcome;
use crate::survey::{Issue, Personal, WhyMapped, WhyUnused};

/// What `check` found out about a file, ready to be worded.
pub struct CheckFacts {
    /// Base name of the file.
    pub file: String,
    /// Files and options of the next command, as a shell takes them.
    pub next: String,
    /// `file › sheet`
    pub place: String,
    /// Header rows as a spreadsheet numbers them.
    pub header: (u32, u32),
    pub respondents: u64,
    pub other_tables: u64,
    /// Every table that was found, in the order of sheets.
    pub tables: Vec<CheckedTable>,
    /// Rows and columns of the table's sheet that are not read, and why.
    pub left_out: Vec<(String, LeftOutAs)>,
    /// How the table was turned.
    pub shape: Option<CheckedShape>,
    /// The same for a second look, where no column could be mapped and the options
    /// that would help are known.
    pub again: Option<String>,
    /// Columns in file order.
    pub columns: Vec<CheckedColumn>,
    /// Questions with several answers.
    pub multiple: Vec<(String, Outcome<MultipleAnswers>)>,
    pub issues: Vec<Issue>,
    /// How carefully the answers were given, and the index of all of them.
    pub screening: Option<(Screening, Option<String>)>,
    /// Why no column could be mapped.
    pub problem: Option<String>,
    /// Why none of the answers could be read, where the columns could be mapped.
    pub unread: Option<String>,
}

/// One column of the file.
pub struct CheckedColumn {
    pub letters: String,
    pub header: String,
    pub taken: Taken,
    pub n: u64,
    pub missing: u64,
    /// Answers that say the question did not apply; not among the missing.
    pub not_applicable: u64,
    /// Codes seen, in order, as they stand in the file, of an item only.
    pub codes: String,
}

/// What a column was taken as.
pub enum Taken {
    Item {
        code: String,
        name: String,
        why: WhyMapped,
    },
    Group {
        role: String,
        why: WhyMapped,
    },
    Unused(WhyUnused),
}

/// The understanding of a file as a short text and a table.
pub fn check(facts: &CheckFacts, voice: &Voice) -> Document {
    let mut blocks = Vec::new();
    let say = |text: String| Block::Paragraph {
        text: plain(text),
        rule: None,
    };
    let (first, last) = facts.header;
    let header = match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    };
    let given = [
        ("place", facts.place.clone()),
        ("header", header),
        ("n", voice.count(facts.respondents)),
    ];
    blocks.push(say(voice.say("check.table", &given)));
    blocks.extend(facts.shape.as_ref().map(|how| say(shape(how, voice))));
    blocks.extend(left_out(&facts.left_out, voice).map(say));
    if facts.tables.len() > 1 {
        blocks.push(Block::Table(tables(&facts.tables, voice)));
    }
    blocks.push(Block::Table(columns(facts, voice)));
    if let Some(problem) = &facts.problem {
        let text = voice.say("check.no_mapping", &[("message", problem.clone())]);
        blocks.push(note(NoteKind::Caution, text));
    } else if let Some(unread) = &facts.unread {
        let text = voice.say("check.unread", &[("message", unread.clone())]);
        blocks.push(note(NoteKind::Caution, text));
    } else if facts.respondents == 0 {
        blocks.push(note(NoteKind::Caution, voice.word("check.no_answers")));
    }
    match facts.issues.is_empty() {
        // Nothing was read yet that could be odd.
        true if facts.problem.is_some() || facts.unread.is_some() => {}
        true => blocks.push(say(voice.word("check.no_issues"))),
        false => {
            let (columns, rows) = issue_table(voice, &[], &facts.issues);
            let caption = voice.word("check.issues_caption");
            blocks.push(Block::Table(table("Temuan", caption, columns, rows)));
        }
    }
    blocks.extend(super::multiple::blocks(voice, &facts.multiple));
    blocks.extend(screening(facts, voice));
    if facts.problem.is_none() && facts.unread.is_none() && facts.respondents > 0 {
        blocks.push(say(
            voice.say("check.next", &[("given", facts.next.clone())])
        ));
    }
    if let Some(again) = &facts.again {
        blocks.push(say(voice.say("check.again", &[("given", again.clone())])));
    }
    voice.document(
        voice.say("check.title", &[("file", facts.file.clone())]),
        blocks,
    )
}

/// Signs of careless answers.
fn screening(facts: &CheckFacts, voice: &Voice) -> Option<Block> {
    let (found, all) = facts.screening.as_ref()?;
    let (columns, rows) = screening_table(voice, found, all.clone());
    let mut table = table("Saringan", voice.word("screening.caption"), columns, rows);
    table.notes = screening_notes(voice, found)
        .into_iter()
        .map(plain)
        .collect();
    Some(Block::Table(table))
}

fn note(kind: NoteKind, text: String) -> Block {
    Block::Note {
        kind,
        text: plain(text),
    }
}

fn table(id: &str, caption: String, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    Table::reading(id, caption, columns, rows)
}

pub(super) fn unused_words(voice: &Voice, why: WhyUnused) -> String {
    match why {
        WhyUnused::Personal(sort) => {
            let sort = voice.word(match sort {
                Personal::Name => "check.name",
                Personal::Identity => "check.identity",
                Personal::Phone => "check.phone",
                Personal::Email => "check.email",
                Personal::Address => "check.address",
                Personal::Device => "check.device",
                Personal::Birth => "check.birth",
                Personal::Code => "check.own_code",
                Personal::Link => "check.link",
            });
            voice.say("check.personal", &[("sort", sort)])
        }
        WhyUnused::Comment => voice.word("check.comment"),
        WhyUnused::Time => voice.word("check.time"),
        WhyUnused::Number => voice.word("check.number"),
        WhyUnused::Computed => voice.word("check.computed"),
        WhyUnused::Tick => voice.word("check.tick"),
        WhyUnused::Joined => voice.word("check.joined"),
        WhyUnused::Blank => voice.word("check.blank"),
        WhyUnused::Other => voice.word("check.unused"),
    }
}
