use super::fold::fold;
use super::settle::{Declared, own_scale};
use super::wish::{named, not_found, position};
use super::words::word_sets;
use super::{
    ColumnSample, Instrument, Items, LabelWish, LetterOrder, MappedItem, MappingWish, Words,
};
use crate::error::Result;

/// Writes what the user declared about the answers into the items: the order of
/// letters, items worded the other way round, codes that are no answer, scales and
/// words.
///
/// # Errors
/// An item that does not exist; words that do not fit their scale.
pub(super) fn declare(
    items: &mut [MappedItem],
    columns: &[ColumnSample],
    wish: &MappingWish,
    instrument: &Instrument,
) -> Result<()> {
    for item in items.iter_mut() {
        item.reading.letters_fall = wish.letters == LetterOrder::Falling;
        item.reading.missing = wish.missing.iter().map(|text| fold(text)).collect();
    }
    for label in &wish.labels {
        labelled(items, columns, label, instrument)?;
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

/// Gives the items a label names its scale, its words and its codes for no answer.
fn labelled(
    items: &mut [MappedItem],
    columns: &[ColumnSample],
    label: &LabelWish,
    instrument: &Instrument,
) -> Result<()> {
    let battery = matches!(instrument.items, Items::Any);
    let chosen = named(columns, &label.items)?;
    for (_, position) in &chosen {
        if !items.iter().any(|item| item.position == *position) {
            let header = super::wish::name(columns, *position);
            return Err(not_found(columns, &header));
        }
    }
    let meant = |item: &&mut MappedItem| {
        chosen.is_empty()
            || chosen
                .iter()
                .any(|(_, position)| *position == item.position)
    };
    for item in items.iter_mut().filter(meant) {
        let declared = Declared::of(label, &item.scale)?;
        if !battery {
            own_scale(instrument, &declared)?;
        }
        let missing = label.missing.iter().map(|text| fold(text));
        item.reading.missing.extend(missing);
        if battery && !(label.scale.is_none() && label.words.is_empty()) {
            item.scale = declared.scale.clone();
            item.labels = declared.scale.labels.clone();
            item.word_sets = word_sets(None, &item.scale);
        }
        if !declared.words.is_empty() {
            item.labels = declared.words.iter().map(Words::same).collect();
            item.word_sets = vec![declared.words.clone(), declared.words.clone()];
            item.reading.declared = true;
        }
    }
    Ok(())
}
