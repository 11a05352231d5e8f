use super::analysis::bound;
use super::composer::Composer;
use crate::analysis::{Comparison, TestResult};
use crate::stats::{MannWhitney, TwoSampleTTest};

/// What a test compares, as tables of SPSS print it beside the statistic: the
/// difference of two means with its interval, or the mean ranks with z.
pub(super) fn details(composer: &mut Composer, found: &Comparison, result: &TestResult) {
    match result {
        TestResult::WelchTTest(test) | TestResult::StudentTTest(test) => {
            difference(composer, found, test);
        }
        TestResult::MannWhitney(test) => two_ranks(composer, found, test),
        TestResult::MannWhitneyExact(test) => two_ranks(composer, found, &test.asymptotic),
        TestResult::KruskalWallis(test) => {
            let ranks: Vec<f64> = test.mean_rank.iter().flatten().copied().collect();
            mean_ranks(composer, found, &ranks, None);
        }
        TestResult::WelchAnova(_) | TestResult::AnovaOneway(_) => {}
    }
}

fn difference(composer: &mut Composer, found: &Comparison, test: &TwoSampleTTest) {
    let [first, second] = found.groups.as_slice() else {
        return;
    };
    let voice = composer.voice;
    let interval = &test.test.two_sided.interval;
    let given = [
        ("first", composer.of(&first.value).to_owned()),
        ("second", composer.of(&second.value).to_owned()),
        ("difference", voice.number(test.mean_difference, 2)),
        ("low", bound(voice, interval.low, 2)),
        ("high", bound(voice, interval.high, 2)),
        ("se", voice.number(test.test.se, 3)),
    ];
    composer.say("compare.difference", &given);
}

fn two_ranks(composer: &mut Composer, found: &Comparison, test: &MannWhitney) {
    let z = test.z_min.as_ref().ok();
    mean_ranks(composer, found, &test.mean_rank, z.copied());
}

fn mean_ranks(composer: &mut Composer, found: &Comparison, ranks: &[f64], z: Option<f64>) {
    if ranks.len() != found.groups.len() {
        return;
    }
    let voice = composer.voice;
    let each = found.groups.iter().zip(ranks);
    let each: Vec<String> = each
        .map(|(group, rank)| format!("{} = {}", composer.of(&group.value), voice.number(*rank, 2)))
        .collect();
    let given = [("list", each.join("; "))];
    match z {
        Some(z) => {
            let z = ("z", voice.number(z, 3));
            composer.say("compare.mean_ranks_z", &[given, [z]].concat());
        }
        None => composer.say("compare.mean_ranks", &given),
    }
}
