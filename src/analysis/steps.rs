use super::respondent::{Target, Valued};
use crate::stats::Sample;
use crate::survey::Responses;

/// Values of respondents in whole steps of one unit, so that sums of them compare
/// exactly: a mean of nine answers and one of eight have the step 1/72 in common.
#[derive(Debug, Clone)]
pub(super) struct Steps {
    /// Per value of the group, in the order of its values; one where there is no
    /// group.
    pub groups: Vec<Sample>,
    /// Those who left the group blank.
    pub blank: Sample,
    /// The size of one step.
    pub unit: f64,
}

/// Steps beyond which they would no longer be told apart; a step of 1e-12 takes
/// their place.
const FINEST: i128 = 1_000_000_000;

impl Steps {
    pub fn of(responses: &Responses, group: Option<usize>, target: &Target) -> Steps {
        let measure = target.measure(responses);
        let count = match group {
            Some(group) => responses.groups.get(group).map_or(0, |g| g.values.len()),
            None => 1,
        };
        let valued = Valued::of(responses, &measure, count + 1, |pattern| match group {
            Some(group) => {
                let value = pattern.groups.get(group).copied().flatten();
                value.map_or(count, |value| count.min(value as usize))
            }
            None => 0,
        });
        let fine = denominator(&valued);
        let unit = match (target, fine) {
            (Target::Index, Some(fine)) => 100.0 / fine as f64,
            (_, Some(fine)) => 1.0 / fine as f64,
            (_, None) => libm::pow(10.0, -f64::from(target.places())),
        };
        let steps = |(sum, bottom)| match fine {
            None => measure.in_units((sum, bottom)),
            Some(fine) => sum * (fine / bottom),
        };
        Steps {
            groups: (0..count).map(|at| valued.sample(at, 0, steps)).collect(),
            blank: valued.sample(count, 0, steps),
            unit,
        }
    }
}

/// The least common denominator of all respondents' fractions; `None` beyond
/// [`FINEST`].
fn denominator(valued: &Valued) -> Option<i128> {
    let mut bottoms: Vec<i128> = valued.fractions().map(|(_, bottom)| bottom).collect();
    bottoms.sort_unstable();
    bottoms.dedup();
    bottoms.into_iter().try_fold(1_i128, |common, bottom| {
        let found = common / divisor(common, bottom) * bottom;
        (found <= FINEST).then_some(found)
    })
}

fn divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tests::responses_of;

    #[test]
    fn means_of_different_numbers_of_answers_share_a_step() {
        let responses = responses_of(&[
            (&[Some(4), Some(3), None], Some(0), 2),
            (&[Some(1), Some(1), Some(2)], Some(1), 1),
            (&[None, None, None], Some(1), 1),
            (&[Some(4), None, None], None, 1),
        ]);
        let steps = Steps::of(&responses, Some(0), &Target::Index);
        // 7/8, 4/12 and 4/4 of the scale: 24ths.
        assert!((steps.unit - 100.0 / 24.0).abs() < 1e-12);
        let [a, b, c] = &steps.groups[..] else {
            panic!("three groups")
        };
        assert_eq!(a.units(), [(21, 2)]);
        assert_eq!((b.units(), b.missing), (&[(8, 1)][..], 1));
        assert_eq!(c.n(), 0);
        assert_eq!(steps.blank.units(), [(24, 1)]);
        let all = Steps::of(&responses, None, &Target::Sum);
        assert_eq!(all.groups[0].units(), [(4, 1)]);
        assert_eq!((all.groups[0].missing, all.unit), (4, 1.0));
    }
}
