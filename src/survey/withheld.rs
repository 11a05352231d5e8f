use super::Mapping;
use super::answer::Answer;
use super::code::read_items;
use super::code_issues::{shown, unknown};
use super::personal::HIDDEN;
use super::personal_content::is_somebodys;
use super::typing::Vocabulary;
use crate::count::Tally;

/// A tally that may be kept: texts in the columns of answers that are no answers
/// and may be somebody's name or number stand there as `(disembunyikan)`, and so do
/// numbers and addresses in the columns of groups. All of them are missing or odd
/// before and after, so that no index changes.
///
/// Whether a text is withheld depends on the text alone, and not on how often it
/// occurs: parts that are merged give what the whole gives.
pub fn withheld(tally: Tally, mapping: &Mapping) -> Tally {
    let known = Vocabulary::of(&mapping.items);
    let read = read_items(&tally, mapping, &known);
    let items = mapping.items.len();
    let columns: Vec<Vec<bool>> = tally
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let texts = column.values.iter().enumerate();
            let hidden = texts.map(|(id, text)| match read.get(at).filter(|_| at < items) {
                Some(read) => read
                    .answers
                    .get(id)
                    .is_some_and(|a| is_odd(a, text, &known)),
                None => is_somebodys(text) || text.split_whitespace().any(is_somebodys),
            });
            hidden.collect()
        })
        .collect();
    tally.with_texts(|at, id| {
        let hidden = columns.get(at).and_then(|column| column.get(id));
        (hidden == Some(&true)).then(|| WITHHELD.to_owned())
    })
}

/// What stands for a text that is not kept; it has letters, so that it is no blank.
pub(super) const WITHHELD: &str = "(disembunyikan)";

fn is_odd(answer: &Answer, text: &str, known: &Vocabulary) -> bool {
    match answer {
        Answer::Unknown => unknown(text, known, 0) == HIDDEN,
        Answer::Outside | Answer::Several | Answer::Fraction | Answer::MissingCode => {
            shown(text) == HIDDEN
        }
        _ => false,
    }
}
