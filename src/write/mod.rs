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

pub use drawn::{Drawn, Picture};
