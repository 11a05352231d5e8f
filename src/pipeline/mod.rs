//! The rooms in a row: files to a Study. What the command line, the page and a
//! notebook share; it opens files through `read` and computes nothing itself.

mod analyse;
mod anonymise;
mod answers;
mod characteristic;
mod comments;
mod copied;
mod counts;
mod dimensions;
mod earlier;
mod facts;
mod file_issues;
mod files;
mod found;
mod inspect;
mod kept;
mod only_counts;
mod open;
mod period;
mod periods;
mod recipe;
mod reshape;
mod row_flags;
mod sanity;
mod screened;
mod setup;
mod study;
mod understand;

pub use analyse::analyse;
pub use anonymise::{AnonymiseOptions, Anonymised, anonymise};
pub use answers::{Surveyed, survey};
pub use comments::{Comment, comments};
pub use counts::{count_query, counts};
pub use dimensions::{dimensions, items_named};
pub use earlier::{earlier_from_csv, earlier_from_study};
pub use files::{ReportFile, ReportFormat, report_files, study_json};
pub use inspect::inspect;
pub use kept::{CountedSurvey, CountedWith, FromCounts};
pub use period::period_key;
pub use recipe::recipe;
pub use reshape::{FrequenciesWish, LongWish, Reshape, Reshaped};
pub use screened::{Duplicates, screen};
pub use setup::{DesignFile, Setup, SurveyFile};
pub use study::study;
pub use understand::{Chosen, FoundTable, Understanding, understand};
