use super::respondent::{Target, values_by};
use crate::stats::{EffectTwoGroups, NotComputable, Outcome, Sample, effect_two_groups};
use crate::survey::{Responses, Words};

/// How far groups are apart, in standard deviations (Hedges' g).
///
/// # Question
/// Where do groups differ, and how much, whatever the size of the sample?
///
/// # Formula
/// That of [`effect_two_groups`]. Two groups: the first less the second, of each
/// item and of the respondents' index. More: each group less all others
/// together, of the index.
///
/// # Assumes
/// As the t test; respondents that left the group blank are not used.
///
/// # When not
/// The same respondents twice.
///
/// # Example
/// ```
/// use tridharma::analysis::effects;
/// # use tridharma::survey::Responses;
/// # let responses = Responses { items: vec![], groups: vec![], patterns: vec![] };
/// assert!(effects(&responses, 0).is_err());
/// ```
///
/// # Checked against
/// `effect_two_groups` of the reference cases.
///
/// # References
/// Hedges, Journal of Educational Statistics 6 (1981) 107–128.
///
/// # Errors
/// [`NotComputable::TooFewGroups`] below two groups with anybody.
pub fn effects(responses: &Responses, group: usize) -> Outcome<Effects> {
    let index = groups(responses, group, &Target::Index);
    let many = index.len();
    if many < 2 {
        return Err(NotComputable::TooFewGroups {
            groups: many as u64,
            needed: 2,
        });
    }
    if let [(first, _), (second, _)] = index.as_slice() {
        let of = responses.items.iter().map(|i| Target::Item(i.id.clone()));
        let rows = of.chain([Target::Index]).map(|target| {
            let parts = groups(responses, group, &target);
            let sample = |words: &Words| {
                let found = parts.iter().find(|(w, _)| w == words);
                found.map_or_else(|| Sample::of_codes(1, &[], 0), |(_, s)| s.clone())
            };
            EffectRow {
                found: effect_two_groups(&sample(first), &sample(second), 0.95),
                n: (sample(first).n(), sample(second).n()),
                of: EffectOf::Target(target),
            }
        });
        return Ok(Effects {
            sides: Some((first.clone(), second.clone())),
            rows: rows.collect(),
        });
    }
    let rows = (0..many).filter_map(|at| {
        let (words, own) = index.get(at)?;
        let others = index.iter().enumerate().filter(|(i, _)| *i != at);
        let others = others
            .map(|(_, (_, sample))| sample.clone())
            .reduce(|a, b| a.merge(&b).unwrap_or(a))?;
        Some(EffectRow {
            found: effect_two_groups(own, &others, 0.95),
            n: (own.n(), others.n()),
            of: EffectOf::Group(words.clone()),
        })
    });
    Ok(Effects {
        sides: None,
        rows: rows.collect(),
    })
}

/// The values of each group with anybody.
fn groups(responses: &Responses, group: usize, target: &Target) -> Vec<(Words, Sample)> {
    let Some(spec) = responses.groups.get(group) else {
        return Vec::new();
    };
    let (samples, _) = values_by(responses, group, target);
    let named = spec.values.iter().cloned().zip(samples);
    named.filter(|(_, sample)| sample.n() > 0).collect()
}

/// Result of [`effects`].
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// The two groups compared; none where each is compared with all others.
    pub sides: Option<(Words, Words)>,
    pub rows: Vec<EffectRow>,
}

/// One comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectRow {
    pub of: EffectOf,
    /// Respondents of the first and of the second side.
    pub n: (u64, u64),
    pub found: Outcome<EffectTwoGroups>,
}

/// What a comparison is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EffectOf {
    /// Two groups, in this value.
    Target(Target),
    /// This group and all others, in the index.
    Group(Words),
}
