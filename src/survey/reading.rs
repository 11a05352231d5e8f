use super::fold::fold;
use super::wish::{not_found, position};
use super::{ColumnSample, LetterOrder, MappedItem, MappingWish};
use crate::error::Result;

/// Writes what the user declared about the answers into the items: the order of
/// letters, items worded the other way round, codes that are no answer.
///
/// # Errors
/// An item to turn that does not exist.
pub(super) fn declare(
    items: &mut [MappedItem],
    columns: &[ColumnSample],
    wish: &MappingWish,
) -> Result<()> {
    for item in items.iter_mut() {
        item.reading.letters_fall = wish.letters == LetterOrder::Falling;
        item.reading.missing = wish.missing.iter().map(|text| fold(text)).collect();
    }
    for name in wish.reverse.iter().map(|name| name.trim()) {
        let named = |item: &MappedItem| {
            item.id.eq_ignore_ascii_case(name) || item.code.eq_ignore_ascii_case(name)
        };
        let at = match items.iter().position(named) {
            Some(at) => Some(at),
            None => position(columns, name)
                .and_then(|column| items.iter().position(|item| item.position == column)),
        };
        let Some(item) = at.and_then(|at| items.get_mut(at)) else {
            return Err(not_found(columns, name));
        };
        if !item.reading.reversed {
            item.reading.reversed = true;
            // A level keeps the words of what was ticked.
            item.labels.reverse();
        }
    }
    Ok(())
}
