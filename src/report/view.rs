use crate::analysis::{
    About, Change, Earlier, Finding, FrequencyTable, ItemIndex, Quality, SampleSize,
    SatisfactionIndex, Screening, Study,
};
use crate::stats::Outcome;
use crate::survey::{GroupRole, Item, Words};

/// A Study as a report reads it: each finding by what it is.
#[derive(Clone, Copy)]
pub struct View<'a>(pub &'a Study);

impl<'a> View<'a> {
    /// The index of all respondents, or why there is none.
    pub fn total(self) -> Option<Outcome<&'a SatisfactionIndex>> {
        self.0
            .entries
            .iter()
            .find_map(|e| match (&e.about, &e.outcome) {
                (About::Total, Ok(Finding::Index(index))) => Some(Ok(&**index)),
                (About::Total, Err(why)) => Some(Err(why.clone())),
                _ => None,
            })
    }

    /// Whether something was computed with weights or the design of the sample.
    pub fn is_weighted(self) -> bool {
        let mut outcomes = self.0.entries.iter().map(|entry| &entry.outcome);
        outcomes.any(|outcome| matches!(outcome, Ok(Finding::Weighted(_))))
    }

    /// The index of all respondents, where it was computable.
    pub fn index(self) -> Option<&'a SatisfactionIndex> {
        self.total()?.ok()
    }

    /// The index per value of each group column.
    pub fn groups(self) -> Vec<GroupIndexes<'a>> {
        let mut groups: Vec<GroupIndexes<'a>> = Vec::new();
        for entry in &self.0.entries {
            let About::Group { role, by, value } = &entry.about else {
                continue;
            };
            let outcome = match &entry.outcome {
                Ok(Finding::Index(index)) => Ok(&**index),
                Ok(_) => continue,
                Err(why) => Err(why.clone()),
            };
            match groups.last_mut().filter(|g| g.by == by) {
                Some(group) => group.values.push((value.as_ref(), outcome)),
                None => groups.push(GroupIndexes {
                    role: *role,
                    by,
                    values: vec![(value.as_ref(), outcome)],
                }),
            }
        }
        groups
    }

    /// Frequencies of the characteristics of respondents.
    pub fn profile(self) -> Vec<(GroupRole, &'a FrequencyTable)> {
        self.0
            .entries
            .iter()
            .filter_map(|e| match (&e.about, &e.outcome) {
                (About::Total, Ok(Finding::Frequencies(table))) => {
                    let fact = self.0.survey.groups.iter().find(|g| g.header == table.of);
                    Some((fact.map_or(GroupRole::Other, |g| g.role), table))
                }
                _ => None,
            })
            .collect()
    }

    /// The sample: what was required, the margin reached, n.
    pub fn sample(self) -> Option<(&'a SampleSize, Option<f64>, u64)> {
        self.0.entries.iter().find_map(|e| match &e.outcome {
            Ok(Finding::SampleSize {
                required,
                reached,
                n,
            }) => Some((required, *reached, *n)),
            _ => None,
        })
    }

    pub fn quality(self) -> Option<&'a Quality> {
        self.0.entries.iter().find_map(|e| match &e.outcome {
            Ok(Finding::Quality(quality)) => Some(quality),
            _ => None,
        })
    }

    pub fn screening(self) -> Option<&'a Screening> {
        self.0.entries.iter().find_map(|e| match &e.outcome {
            Ok(Finding::Screening(found)) => Some(&**found),
            _ => None,
        })
    }

    /// Earlier indexes, oldest first.
    pub fn earlier(self) -> Vec<&'a Earlier> {
        self.0
            .entries
            .iter()
            .filter_map(|e| match &e.outcome {
                Ok(Finding::Earlier(earlier)) => Some(earlier),
                _ => None,
            })
            .collect()
    }

    pub fn change(self) -> Option<&'a Change> {
        self.0.entries.iter().find_map(|e| match &e.outcome {
            Ok(Finding::Change(change)) => Some(change),
            _ => None,
        })
    }

    /// Positions of the items in the order to print: by the number in their
    /// code, then as they stand in the file.
    pub fn order(self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.0.survey.items.len()).collect();
        order.sort_by_key(|&i| {
            let number = self
                .0
                .survey
                .items
                .get(i)
                .and_then(|item| code_number(&item.code));
            (number.unwrap_or(u32::MAX), i)
        });
        order
    }

    /// Items with their results in the order to print.
    pub fn items(self, index: &'a SatisfactionIndex) -> Vec<(&'a Item, &'a ItemIndex)> {
        self.order()
            .into_iter()
            .filter_map(|i| Some((self.0.survey.items.get(i)?, index.items.get(i)?)))
            .collect()
    }

    /// Whether some question did not apply to somebody.
    pub fn has_not_applicable(self) -> bool {
        !self.0.survey.not_applicable.is_empty()
    }

    /// How many respondents said of an item that it did not apply to them; among
    /// its missing answers.
    pub fn not_applicable(self, id: &str) -> u64 {
        let survey = &self.0.survey;
        let at = survey.items.iter().position(|item| item.id == id);
        at.and_then(|at| survey.not_applicable.get(at).copied())
            .unwrap_or(0)
    }

    /// The name of a grade (`Baik`).
    pub fn grade_word(self, grade: &str) -> Option<&'a Words> {
        let bands = &self.0.survey.bands;
        bands.iter().find(|b| b.grade == grade).map(|b| &b.word)
    }
}

/// The indexes of the values of one group column.
pub struct GroupIndexes<'a> {
    pub role: GroupRole,
    pub by: &'a str,
    pub values: Vec<(Option<&'a Words>, Outcome<&'a SatisfactionIndex>)>,
}

fn code_number(code: &str) -> Option<u32> {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}
