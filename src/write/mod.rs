//! A Document to bytes: one file per format.

mod csv;
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
mod folder;
pub mod html;
mod html_table;
pub mod markdown;
pub mod pdf;
mod pdf_markup;
mod pdf_table;
mod pdf_world;
mod printed;
pub mod terminal;
mod terminal_table;
mod width;
pub mod xlsx;

pub use csv::{csv, field};
pub use docx::docx;
pub use drawn::{Drawn, Picture};
pub use folder::{check_folder, file, folder};
pub use html::html;
pub use markdown::markdown;
pub use pdf::pdf;
pub use terminal::terminal;
pub use xlsx::xlsx;
