//! The rooms in a row: files to a Study. What the command line, the page and a
//! notebook share; it opens files through `read` and computes nothing itself.

mod analyse;
mod answers;
mod chart;
mod chart_groups;
mod chart_trend;
mod chart_values;
mod counts;
mod dimensions;
mod earlier;
mod facts;
mod file_issues;
mod files;
mod inspect;
mod kept;
mod open;
mod period;
mod periods;
mod recipe;
mod sanity;
mod setup;
mod study;
mod understand;

pub use analyse::analyse;
pub use answers::{Surveyed, survey};
pub use chart::{ChartWish, Second, asked_twice, chart, chart_group};
pub use counts::{count_query, counts};
pub use dimensions::{dimensions, items_named};
pub use earlier::{earlier_from_csv, earlier_from_study};
pub use files::{ReportFile, ReportFormat, report_files, study_json};
pub use inspect::inspect;
pub use kept::{CountedSurvey, CountedWith, FromCounts};
pub use period::period_key;
pub use recipe::recipe;
pub use setup::{Setup, SurveyFile};
pub use study::study;
pub use understand::{Chosen, Understanding, understand};
