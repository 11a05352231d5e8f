use serde::{Deserialize, Serialize};

/// Respondents by what was predicted and what was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Classification {
    pub cut: f64,
    pub true_negative: u64,
    pub false_positive: u64,
    pub false_negative: u64,
    pub true_positive: u64,
}

impl Classification {
    pub(super) fn at(cut: f64, patterns: &[(f64, f64, f64)]) -> Classification {
        let mut found = Classification {
            cut,
            true_negative: 0,
            false_positive: 0,
            false_negative: 0,
            true_positive: 0,
        };
        for (p, n, events) in patterns {
            let (events, none) = (*events as u64, (n - events) as u64);
            match *p >= cut {
                true => {
                    found.true_positive += events;
                    found.false_positive += none;
                }
                false => {
                    found.false_negative += events;
                    found.true_negative += none;
                }
            }
        }
        found
    }
}

/// The chance that a respondent with the event has the higher probability.
pub(super) fn area(patterns: &[(f64, f64, f64)]) -> f64 {
    let mut patterns = patterns.to_vec();
    patterns.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut area, mut none_below, mut events_all) = (0.0, 0.0, 0.0);
    for alike in patterns.chunk_by(|a, b| a.0 == b.0) {
        let events: f64 = alike.iter().map(|(_, _, events)| events).sum();
        let none: f64 = alike.iter().map(|(_, n, events)| n - events).sum();
        area += events * (none_below + 0.5 * none);
        none_below += none;
        events_all += events;
    }
    area / (none_below * events_all)
}
