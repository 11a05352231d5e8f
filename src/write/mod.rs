//! A Document to bytes: one file per format.

pub mod docx;
mod docx_contents;
mod docx_cover;
mod docx_grid;
mod docx_package;
mod docx_pages;
mod docx_table;
mod docx_text;
mod drawn;
mod escape;
pub mod html;
mod html_table;
pub mod markdown;
pub mod pdf;
mod printed;
pub mod terminal;
mod terminal_table;
mod width;
pub mod xlsx;

pub use drawn::{Drawn, Picture};
