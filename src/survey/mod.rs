//! Tallies to responses: which column is which item, which text is which code.
//! Instruments are data (`surveys/*.toml`); odd answers become issues.

mod anonymity;
mod answer;
mod battery;
mod characteristics;
mod code;
mod code_issues;
mod coded_rows;
mod dictionary;
mod entries;
mod fold;
mod group_values;
mod headers;
mod instrument;
mod instrument_file;
mod instrument_groups;
mod instrument_rules;
mod instrument_scale;
mod issue;
mod join;
mod known;
mod listing;
mod map;
mod mapped_items;
mod mapping;
mod masking;
mod personal;
mod personal_content;
mod public;
mod reading;
mod recognise;
mod responses;
mod settle;
mod short;
mod signs;
mod simulate;
mod skeleton;
mod typing;
mod unsur;
mod wish;
mod withheld;
mod words;

pub use anonymity::{JoinedLevels, Quasi, classes, k_anonymous};
pub use code::{Coded, code};
pub use code_issues::shown;
pub use instrument::{Band, GroupRole, GroupSpec, Instrument, ItemSpec, Items, Scale, Words};
pub use issue::{Issue, IssueKind, not_applicable};
pub use join::{FileColumns, Joined, join};
pub use known::KnownMapping;
pub use listing::Listing;
pub use map::map;
pub use mapping::{
    ColumnSample, Doubt, ItemOrder, LabelWish, LetterOrder, MappedGroup, MappedItem, Mapping,
    MappingWish, Personal, Reading, Unused, WhyMapped, WhyUnused,
};
pub use masking::{mask, words_of_names};
pub use personal::{HIDDEN, hide_persons};
pub use public::{Pooled, for_the_public};
pub use recognise::why_unused;
pub(crate) use recognise::{asks_consent, question_and_option};
pub use responses::{Frequencies, Group, Item, Response, Responses};
pub use short::Short;
pub use wish::{column_named, columns_named};

#[cfg(test)]
mod code_tests;
#[cfg(test)]
mod instrument_tests;
pub use simulate::{Simulated, SimulatedRow, simulate};
pub use withheld::withheld;
#[cfg(test)]
mod map_tests;
#[cfg(test)]
mod property_tests;
