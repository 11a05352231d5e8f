use crate::error::{Error, Result};
use crate::nesting;
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
        nesting::check_toml(file, text)?;
        toml::from_str(text).map_err(|error| {
            let what = said!(
                "rencana tindak lanjut tidak dapat dibaca",
                "the follow-up plan cannot be read"
            );
            Error::toml(file, text, &error, what).hint(said!(
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

impl Plan {
    /// What the lines that are about no item name.
    pub fn strangers<'a>(&'a self, items: &[Item]) -> Vec<&'a str> {
        let strange = |entry: &&PlanEntry| !items.iter().any(|item| names(entry, item));
        let lines = self.plan.iter().filter(strange);
        lines.map(|entry| entry.item.as_str()).collect()
    }
}

/// Whether a line is about an item.
pub fn names(entry: &PlanEntry, item: &Item) -> bool {
    let wanted = entry.item.trim();
    [&item.id, &item.code, &item.name.id, &item.name.en]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(wanted))
}
