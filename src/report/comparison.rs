use super::analysis::{bound, effect, number, p_cell, target};
use super::comparison_details::details;
use super::composer::{Composer, because};
use super::resampled;
use super::voice::{Voice, capital};
use crate::analysis::{
    ComparedGroup, Comparison, GroupTest, Looked, PairMethod, PairTable, RouteRule, SizedTest,
    TestResult,
};
use crate::decimal::Decimal;
use crate::document::{Cell, Column, Row, plain};
use crate::stats::{Effect, Outcome};

/// A comparison of groups: the reason for the test, the groups, the test and
/// the other one beside it, the pairs.
pub(super) fn comparison(composer: &mut Composer, found: &Comparison, adjusted: Option<f64>) {
    let voice = composer.voice;
    let of = target(composer, &found.of);
    let given = [("of", of.clone()), ("by", found.by.clone())];
    composer.section(voice.say("compare.section", &given));
    if found.waves {
        let by = found.by.trim().to_owned();
        composer.say("compare.waves", &[("by", by)]);
    }
    groups(composer, found, &of);
    direction(composer, found, &of);
    reason(composer, found);
    outcome(composer, found, &found.test, "compare.test");
    if let Some(adjusted) = adjusted {
        composer.say("compare.adjusted", &[("p", voice.p(adjusted))]);
    }
    if let Some(beside) = &found.beside {
        outcome(composer, found, beside, "compare.beside");
    }
    if let Some(permutation) = &found.permutation {
        resampled::permutation(composer, permutation);
    }
    match &found.pairs {
        Some(Ok(table)) => {
            let alpha = composer.rules.route.alpha;
            if !found.pairs_follow(adjusted, alpha) {
                let alpha = ("alpha", voice.number(alpha, 2));
                composer.say("compare.pairs_beside", &[alpha]);
            }
            pairs(composer, found, table);
        }
        Some(Err(why)) => {
            let because = composer.because(why);
            composer.say("compare.no_pairs", &[("because", because)]);
        }
        None => {}
    }
}

fn groups(composer: &mut Composer, found: &Comparison, of: &str) {
    let voice = composer.voice;
    let columns = vec![
        Column::words(found.by.clone(), 24),
        Column::numbers(voice.word("column.n"), 7),
        Column::numbers(voice.word("column.missing"), 7),
        Column::numbers(voice.word("column.mean"), 9),
        Column::numbers(voice.word("column.sd"), 8),
        Column::numbers(voice.word("column.median"), 8),
        Column::words(voice.word("column.interval"), 18),
    ];
    let rows = found.groups.iter().map(|group| {
        let interval = group.interval.map_or_else(String::new, |interval| {
            let (low, high) = (
                bound(voice, interval.low, 2),
                bound(voice, interval.high, 2),
            );
            format!("{low} – {high}")
        });
        Row::body(vec![
            Cell::words(composer.of(&group.value).to_owned()),
            Cell::count(group.n),
            Cell::count(group.missing),
            number(group.mean, 2),
            group.sd.map_or_else(Cell::empty, |sd| number(sd, 2)),
            number(group.median, 2),
            Cell::words(interval),
        ])
    });
    let rows = rows.collect();
    let given = [("of", of.to_owned()), ("by", found.by.clone())];
    let caption = capital(&voice.say("compare.groups_caption", &given));
    let id = format!("Beda {}", composer.blocks.len());
    composer.table(&id, caption, columns, rows);
    if found.blank > 0 {
        let n = voice.count(found.blank);
        composer.say("compare.blank", &[("n", n)]);
    }
}

/// Which of two groups is higher, or the ends of several, by their means as printed.
fn direction(composer: &mut Composer, found: &Comparison, of: &str) {
    let voice = composer.voice;
    let mean = |group: &ComparedGroup| Decimal::round(group.mean, 2);
    let Some((high, low)) = found.ends() else {
        return;
    };
    let key = match (mean(high) == mean(low), found.groups.len()) {
        (true, _) => "compare.same_means",
        (false, 2) => "compare.higher",
        (false, _) => "compare.highest",
    };
    let given = [
        ("of", of.to_owned()),
        ("high", composer.of(&high.value).to_owned()),
        ("high_mean", voice.number(high.mean, 2)),
        ("low", composer.of(&low.value).to_owned()),
        ("low_mean", voice.number(low.mean, 2)),
    ];
    let text = capital(&voice.say(key, &given));
    composer.paragraph(key, plain(text));
}

/// Why this test: the rule, and what was looked at.
fn reason(composer: &mut Composer, found: &Comparison) {
    let voice = composer.voice;
    let rule = match found.route.rule {
        RouteRule::Fixed => "compare.rule_fixed",
        RouteRule::OrdinalRanks => "compare.rule_ordinal",
        RouteRule::LargeGroups => "compare.rule_large",
        RouteRule::NotNormal => "compare.rule_not_normal",
        RouteRule::LooksNormal => "compare.rule_normal",
        RouteRule::TooSmallToTell => "compare.rule_small",
    };
    let given = [("test", test_name(voice, found.route.chosen))];
    let mut lines = vec![voice.say(rule, &given)];
    lines.extend(
        found
            .route
            .looked_at
            .iter()
            .filter_map(|l| looked(composer, found, l)),
    );
    composer.paragraph(rule, plain(lines.join(" ")));
}

fn looked(composer: &Composer, found: &Comparison, looked: &Looked) -> Option<String> {
    let voice = composer.voice;
    Some(match looked {
        Looked::Level { .. } => return None,
        Looked::Groups {
            groups,
            least,
            most,
        } => voice.say(
            "compare.looked_groups",
            &[
                ("groups", voice.count(*groups)),
                ("least", voice.count(*least)),
                ("most", voice.count(*most)),
            ],
        ),
        Looked::Ties { share } => voice.say(
            "compare.looked_ties",
            &[("share", voice.percent(*share, 0))],
        ),
        Looked::Normality { group, test } => {
            let name = found.groups.get(*group)?;
            let group = ("group", composer.of(&name.value).to_owned());
            match test {
                Ok(test) => {
                    let (w, p) = (voice.number(test.w, 3), voice.p(test.p));
                    voice.say("compare.looked_normality", &[group, ("w", w), ("p", p)])
                }
                Err(why) => {
                    let because = because(voice, why);
                    voice.say(
                        "compare.looked_no_normality",
                        &[group, ("because", because)],
                    )
                }
            }
        }
        Looked::Variances { f, df, p } => {
            let df = df.map(|(first, second)| format!("({first}; {second})"));
            let given = [
                ("f", voice.number(*f, 3)),
                ("df", df.unwrap_or_default()),
                ("p", voice.p(*p)),
            ];
            voice.say("compare.looked_variances", &given)
        }
    })
}

/// The name of a test.
fn test_name(voice: &Voice, test: GroupTest) -> String {
    voice.word(match test {
        GroupTest::WelchTTest => "test.welch_t_test",
        GroupTest::StudentTTest => "test.student_t_test",
        GroupTest::MannWhitney => "test.mann_whitney",
        GroupTest::MannWhitneyExact => "test.mann_whitney_exact",
        GroupTest::WelchAnova => "test.welch_anova",
        GroupTest::AnovaOneway => "test.anova_oneway",
        GroupTest::KruskalWallis => "test.kruskal_wallis",
    })
}

fn name_of(result: &TestResult) -> GroupTest {
    match result {
        TestResult::WelchTTest(_) => GroupTest::WelchTTest,
        TestResult::StudentTTest(_) => GroupTest::StudentTTest,
        TestResult::MannWhitney(_) => GroupTest::MannWhitney,
        TestResult::MannWhitneyExact(_) => GroupTest::MannWhitneyExact,
        TestResult::WelchAnova(_) => GroupTest::WelchAnova,
        TestResult::AnovaOneway(_) => GroupTest::AnovaOneway,
        TestResult::KruskalWallis(_) => GroupTest::KruskalWallis,
    }
}

/// One test as a sentence: effect first, then statistic and p.
fn outcome(composer: &mut Composer, found: &Comparison, result: &Outcome<SizedTest>, key: &str) {
    let voice = composer.voice;
    let result = match result {
        Ok(result) => result,
        Err(why) => {
            let because = composer.because(why);
            let none = match key {
                "compare.beside" => "compare.no_beside",
                _ => "compare.no_test",
            };
            composer.say(none, &[("because", because)]);
            return;
        }
    };
    let test = result.as_test();
    let statistic = test.statistic();
    let df: Vec<String> = statistic.df.iter().map(|df| voice.degrees(*df)).collect();
    let given = [
        ("test", test_name(voice, name_of(&result.result))),
        ("symbol", statistic.symbol.clone()),
        (
            "df",
            match df.is_empty() {
                true => String::new(),
                false => format!("({})", df.join("; ")),
            },
        ),
        ("value", voice.number(statistic.value, 3)),
        (
            "p",
            test.p_value()
                .map_or_else(|why| because(voice, &why), |p| voice.p(p)),
        ),
        (
            "effect",
            result
                .effect()
                .map_or_else(String::new, |effect| size(composer, found, &effect)),
        ),
    ];
    let sentence = capital(&voice.say(key, &given));
    composer.paragraph(key, plain(sentence));
    details(composer, found, &result.result);
}

/// The size of the effect with its interval, and what a named rule calls it.
fn size(composer: &Composer, of: &Comparison, found: &Effect) -> String {
    let voice = composer.voice;
    let name = voice.word(&format!("effect.{}", found.name));
    let mut text = effect(voice, name, found.value, found.interval.as_ref());
    if let [first, second] = of.groups.as_slice() {
        let given = [
            ("effect", text),
            ("first", composer.of(&first.value).to_owned()),
            ("second", composer.of(&second.value).to_owned()),
        ];
        text = voice.say("effect.first_less_second", &given);
    }
    match composer.rules.label(&found.name, found.value) {
        Some(label) => format!("{text}, {}", composer.of(&label)),
        None => text,
    }
}

fn pairs(composer: &mut Composer, found: &Comparison, table: &PairTable) {
    let voice = composer.voice;
    let (difference, statistic, caption) = match table.method {
        PairMethod::DunnHolm => ("column.rank_difference", "column.z", "compare.dunn_caption"),
        PairMethod::GamesHowell => ("column.difference", "column.t", "compare.games_caption"),
        PairMethod::TukeyHsd => ("column.difference", "column.t", "compare.tukey_caption"),
    };
    let columns = vec![
        Column::words(voice.word("column.pair"), 36),
        Column::numbers(voice.word(difference), 12),
        Column::numbers(voice.word(statistic), 9),
        Column::numbers(voice.word("column.p_adjusted"), 12),
    ];
    let name = |at: usize| {
        let group = found.groups.get(at);
        group
            .map_or("", |group| composer.of(&group.value))
            .to_owned()
    };
    let rows = table.pairs.iter().map(|pair| {
        Row::body(vec![
            Cell::words(format!("{} – {}", name(pair.first), name(pair.second))),
            number(pair.difference, 2),
            number(pair.statistic, 3),
            p_cell(voice, &Ok(pair.p)),
        ])
    });
    let rows = rows.collect();
    let id = format!("Pasangan {}", composer.blocks.len());
    let caption = voice.word(caption);
    composer.table(&id, caption, columns, rows);
}
