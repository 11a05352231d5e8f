use super::sheet_rest::SheetRest;
use super::text_rest::TextRest;

/// The part of a large file behind the rows that a sheet holds; [`super::pass`]
/// goes through it.
#[derive(Debug, Clone)]
pub struct Rest(pub(super) Behind);

/// What it is a part of.
#[derive(Debug, Clone)]
pub(super) enum Behind {
    Text(TextRest),
    Sheet(SheetRest),
}

impl Rest {
    /// How many cells the sheet may have where its rows that are held have so many.
    pub(super) fn expected(&self, held: u64) -> u64 {
        match &self.0 {
            Behind::Text(_) => held,
            Behind::Sheet(rest) => {
                let all = u128::from(held) * u128::from(rest.length);
                u64::try_from(all / u128::from(rest.before.max(1))).unwrap_or(u64::MAX)
            }
        }
    }
}
