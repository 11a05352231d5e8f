use crate::survey::Responses;
use serde::{Deserialize, Serialize};

/// Completeness and straight-lining.
///
/// # Question
/// How many answers are there of those that could be, and how many respondents
/// ticked the same box throughout?
///
/// # Formula
/// `answers = Σ answers given`, `possible = n × items`; a straight line is a
/// respondent with at least two answers, all of the same code.
///
/// # Assumes
/// Every item was asked of every respondent.
///
/// # When not
/// A straight line is no proof of carelessness: who is content with everything
/// answers so. Nothing is removed for it.
///
/// # Example
/// ```
/// use tridharma::analysis::quality;
/// use tridharma::survey::{Item, Response, Responses, Words};
/// let item = Item {
///     id: "U1".into(), code: "U1".into(), column: 0, header: "U1".into(),
///     name: Words::default(), min: 1, max: 4, labels: vec![], weight: (1, 2),
/// };
/// let answers = |a, b, count| Response { codes: [a, b].into(), groups: [].into(), count };
/// let found = quality(&Responses {
///     items: vec![item.clone(), item],
///     groups: vec![],
///     patterns: vec![answers(Some(3), Some(3), 5), answers(Some(4), None, 2)],
/// });
/// assert_eq!((found.n, found.complete, found.answers, found.possible), (7, 5, 12, 14));
/// assert_eq!(found.straight_line, 5);
/// ```
///
/// # Checked against
/// Counting by hand (tests) and the Sekadau matrix, `tests/published.rs`.
///
/// # References
/// J. A. Krosnick, Response strategies for coping with the cognitive demands of
/// attitude measures in surveys, Applied Cognitive Psychology 5 (1991) 213–236.
pub fn quality(responses: &Responses) -> Quality {
    let items = u64::try_from(responses.items.len()).unwrap_or(u64::MAX);
    let mut found = Quality {
        n: responses.n(),
        complete: 0,
        answers: 0,
        possible: responses.n().saturating_mul(items),
        straight_line: 0,
    };
    for (codes, count) in responses.answers() {
        let mut given = codes.iter().flatten();
        let answers = u64::try_from(given.clone().count()).unwrap_or(u64::MAX);
        let given_here = count.saturating_mul(answers);
        found.answers = found.answers.saturating_add(given_here);
        if answers == items {
            found.complete = found.complete.saturating_add(count);
        }
        let first = given.next();
        let whole = answers == items && answers >= 2;
        if whole && given.all(|code| Some(code) == first) {
            found.straight_line = found.straight_line.saturating_add(count);
        }
    }
    found
}

/// How complete and how varied the answers are. Nothing is removed for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    pub n: u64,
    /// Respondents with an answer to every item.
    pub complete: u64,
    /// Answers given and answers possible.
    pub answers: u64,
    pub possible: u64,
    /// Respondents who answered every one of at least two items, all alike.
    pub straight_line: u64,
}
