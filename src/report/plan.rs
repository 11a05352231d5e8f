use crate::error::{Error, ErrorKind, Place, Result};
use crate::said;
use crate::survey::Item;
use serde::{Deserialize, Serialize};

/// A follow-up plan (rencana tindak lanjut) as the office writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plan {
    pub plan: Vec<PlanEntry>,
}

/// One line of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlanEntry {
    /// Item id (`waktu`), code (`U3`) or name.
    pub item: String,
    pub program: String,
    pub time: String,
    pub responsible: String,
    /// What was done, for a plan of the last period.
    pub realised: String,
    /// Whether it was carried out.
    pub done: bool,
}

impl Plan {
    /// Reads a plan; `file` is named in errors.
    ///
    /// # Errors
    /// TOML that does not parse, or a key that does not exist, with its line.
    pub fn parse(file: &str, text: &str) -> Result<Plan> {
        toml::from_str(text).map_err(|error| {
            let row = error
                .span()
                .and_then(|span| text.get(..span.start))
                .map(|before| before.matches('\n').count() as u32);
            let what = error.message().to_owned();
            Error::new(
                ErrorKind::Invalid,
                said!(
                    "rencana tindak lanjut tidak dapat dibaca: {what}",
                    "the follow-up plan cannot be read: {what}"
                ),
            )
            .at(Place {
                row,
                ..Place::file(file)
            })
            .hint(said!(
                "bentuknya: [[plan]] lalu item, program, time, responsible",
                "its form: [[plan]] then item, program, time, responsible"
            ))
        })
    }

    /// The lines of an item, in order.
    pub fn of<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a PlanEntry> {
        self.plan.iter().filter(move |entry| names(entry, item))
    }
}

/// Whether a line is about an item.
pub fn names(entry: &PlanEntry, item: &Item) -> bool {
    let wanted = entry.item.trim();
    [&item.id, &item.code, &item.name.id, &item.name.en]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(wanted))
}
