use super::{Group, GroupRole, Response, Responses, Words};

/// Groups that were put together, of one characteristic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pooled {
    /// Header of the characteristic.
    pub header: String,
    /// How many groups, and their respondents together.
    pub groups: u64,
    pub respondents: u64,
}

/// Responses for the public: groups of fewer than `small` respondents are put
/// together as one, of each characteristic but the period.
///
/// One small group alone could be worked out from the total and the others, and
/// so could few respondents together; then the next smallest group joins, until
/// at least two groups and `small` respondents are together. Respondents without
/// an answer are a group like any other. Positions of patterns change.
///
/// ```
/// use tridharma::survey::{Group, GroupRole, Response, Responses, Words, for_the_public};
///
/// let group = Group {
///     role: GroupRole::Service, header: "Layanan".into(), column: 0,
///     values: ["KTP", "KK", "Akta"].map(Words::same).to_vec(),
/// };
/// let of = |value, count| Response { codes: [].into(), groups: [Some(value)].into(), count };
/// let responses = Responses {
///     items: vec![], groups: vec![group], patterns: vec![of(0, 50), of(1, 9), of(2, 3)],
/// };
/// let (public, pooled) = for_the_public(responses, 5);
/// // 3 alone would be 62 − 50 − 9: the nine join them.
/// assert_eq!((pooled[0].groups, pooled[0].respondents), (2, 12));
/// assert_eq!(public.groups[0].values.len(), 2);
/// ```
pub fn for_the_public(mut responses: Responses, small: u64) -> (Responses, Vec<Pooled>) {
    let mut told = Vec::new();
    for at in 0..responses.groups.len() {
        let Some(group) = responses.groups.get(at) else {
            continue;
        };
        if group.role == GroupRole::Period {
            continue;
        }
        let pooled = together(&responses.patterns, group, at, small);
        if pooled.is_empty() {
            continue;
        }
        told.push(Pooled {
            header: group.header.clone(),
            groups: pooled.len() as u64,
            respondents: pooled.iter().map(|(_, n)| n).sum(),
        });
        let pooled: Vec<Option<u32>> = pooled.into_iter().map(|(value, _)| value).collect();
        pool(&mut responses, at, &pooled);
    }
    responses.patterns.sort();
    responses.patterns.dedup_by(|next, kept| {
        let same = next.codes == kept.codes && next.groups == kept.groups;
        if same {
            kept.count += next.count;
        }
        same
    });
    (responses, told)
}

/// The values of a characteristic to be put together, with their respondents.
fn together(
    patterns: &[Response],
    group: &Group,
    at: usize,
    small: u64,
) -> Vec<(Option<u32>, u64)> {
    let n = |value: Option<u32>| -> u64 {
        let such = patterns
            .iter()
            .filter(|p| p.groups.get(at).copied().flatten() == value);
        such.map(|pattern| pattern.count).sum()
    };
    let values = (0..).zip(&group.values).map(|(value, _)| Some(value));
    let mut sizes: Vec<(Option<u32>, u64)> = values
        .chain([None])
        .map(|value| (value, n(value)))
        .filter(|(_, n)| *n > 0)
        .collect();
    sizes.sort_by_key(|(value, n)| (*n, *value));
    let mut end = sizes.partition_point(|(_, n)| *n < small);
    let enough = |end: usize| {
        let sum: u64 = sizes.iter().take(end).map(|(_, n)| n).sum();
        end >= 2 && sum >= small
    };
    while end > 0 && end < sizes.len() && !enough(end) {
        end += 1;
    }
    sizes.truncate(end);
    sizes
}

/// Puts values together as one behind the others.
fn pool(responses: &mut Responses, at: usize, pooled: &[Option<u32>]) {
    let Some(group) = responses.groups.get_mut(at) else {
        return;
    };
    let mut places = Vec::new();
    let mut kept = Vec::new();
    for (value, name) in (0_u32..).zip(std::mem::take(&mut group.values)) {
        let gone = pooled.contains(&Some(value));
        let place = u32::try_from(kept.len()).ok();
        places.push(place.filter(|_| !gone));
        if !gone {
            kept.push(name);
        }
    }
    let all = u32::try_from(kept.len()).ok();
    kept.push(Words {
        id: "Kelompok kecil, digabung".into(),
        en: "Small groups together".into(),
    });
    group.values = kept;
    for pattern in &mut responses.patterns {
        if let Some(value) = pattern.groups.get_mut(at) {
            *value = match pooled.contains(value) {
                true => all,
                false => value.and_then(|value| places.get(value as usize).copied().flatten()),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_group_is_small_and_none_can_be_worked_out(
            sizes in prop::collection::vec(0_u64..14, 1..9),
            blank in 0_u64..7,
            small in 1_u64..8,
        ) {
            let values = sizes.iter().enumerate().map(|(i, _)| Words::same(i.to_string()));
            let group = Group {
                role: GroupRole::Service, header: "L".into(), column: 0, values: values.collect(),
            };
            let of = |value: Option<u32>, count| Response {
                codes: [Some(3)].into(), groups: [value].into(), count,
            };
            let mut patterns: Vec<Response> =
                (0..).zip(&sizes).map(|(value, n)| of(Some(value), *n)).collect();
            patterns.push(of(None, blank));
            patterns.retain(|pattern| pattern.count > 0);
            let before = Responses { items: vec![], groups: vec![group], patterns };
            let n = before.n();
            let (after, told) = for_the_public(before, small);
            prop_assert_eq!(after.n(), n);
            let filled = after.patterns.len();
            for pattern in &after.patterns {
                // All respondents as one group tell nothing of anybody.
                prop_assert!(pattern.count >= small || filled == 1, "{:?}", after.patterns);
            }
            for pooled in told {
                prop_assert!(pooled.groups >= 2 || filled == 1);
            }
        }
    }
}
