use crate::survey::Responses;
use serde::{Deserialize, Serialize};

/// How complete and how varied the answers are. Nothing is removed for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    pub n: u64,
    /// Respondents with an answer to every item.
    pub complete: u64,
    /// Answers given and answers possible.
    pub answers: u64,
    pub possible: u64,
    /// Respondents with at least two answers, all of the same code.
    pub straight_line: u64,
}

/// Completeness and straight-lining.
pub fn quality(responses: &Responses) -> Quality {
    let _ = responses;
    todo!()
}
