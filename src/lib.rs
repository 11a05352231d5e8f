//! Tridharma turns a satisfaction survey in a spreadsheet into the index, the
//! tests, the charts and the report that Indonesian public offices and
//! universities need (SKM, PermenPANRB 14/2017).
//!
//! Data flow one way, through six nouns:
//! [`read`] gives Rows, [`count`] a Tally, [`survey`] Responses, [`analysis`] a
//! Study, [`report`] a Document, [`write`] bytes.

// A user's data must never stop the program: no indexing that can fail.
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice))]

pub mod analysis;
pub mod chart;
pub mod count;
mod decimal;
pub mod document;
mod error;
mod language;
mod nesting;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod stats;
pub mod survey;
pub mod write;

pub use decimal::Decimal;
pub use error::{Error, ErrorKind, Place, Result, column_letters, column_number};
pub use language::{Language, Said};
