//! A Document to bytes: one file per format.

pub mod docx;
mod drawn;
pub mod html;
pub mod markdown;
pub mod pdf;
pub mod terminal;
pub mod xlsx;

pub use drawn::{Drawn, Picture};
