use super::{Issue, Mapping, Responses};
use crate::count::Tally;

/// A tally in codes.
#[derive(Debug, Clone, PartialEq)]
pub struct Coded {
    pub responses: Responses,
    /// Ordered by the number of answers they touch.
    pub issues: Vec<Issue>,
    /// For each tally pattern the response pattern it became; none for a row
    /// without any answer.
    pub response_of: Vec<Option<u32>>,
}

/// Codes a tally whose columns are the mapping's items followed by its groups,
/// in their order. Never fails on data: what is no answer is missing, and an
/// issue says so.
pub fn code(tally: &Tally, mapping: &Mapping) -> Coded {
    let _ = (tally, mapping);
    todo!()
}
