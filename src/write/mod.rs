//! A Document to bytes: one file per format.

pub mod docx;
mod drawn;
pub mod html;
pub mod markdown;
pub mod pdf;
mod pdf_markup;
mod pdf_table;
mod pdf_world;
pub mod terminal;
pub mod xlsx;
mod xlsx_chart;
mod xlsx_entry;
mod xlsx_formula;
mod xlsx_look;
mod xlsx_place;
mod xlsx_sheet;
mod xlsx_summary;

pub use drawn::{Drawn, Picture};
