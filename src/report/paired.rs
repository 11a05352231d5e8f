use super::analysis::{adjusted_p, effect, target};
use super::composer::Composer;
use super::voice::capital;
use crate::analysis::{Paired, PairedRule};
use crate::document::plain;
use crate::stats::{HypothesisTest, NotComputable, Outcome};

/// The same respondents twice: how much changed, why this test, the test, the
/// other one beside it.
pub(super) fn paired(composer: &mut Composer, found: &Paired, adjusted: Option<f64>) {
    let voice = composer.voice;
    let mean = |at: usize| match found.means.get(at) {
        Some(Ok(mean)) => voice.number(*mean, 2),
        _ => "–".to_owned(),
    };
    let given = [
        ("before", named(composer, found, 0)),
        ("after", named(composer, found, 1)),
        ("n", voice.count(found.n)),
        ("incomplete", voice.incomplete(found.missing)),
        ("first", mean(0)),
        ("second", mean(1)),
    ];
    composer.section(voice.say("pair.section", &given));
    composer.say("pair.means", &given);
    if let Some(waves) = &found.waves {
        let given = [
            ("by", waves.by.clone()),
            ("unmatched", voice.count(waves.unmatched)),
            ("repeated", voice.count(waves.repeated)),
        ];
        composer.say("pair.waves", &given);
    }
    if let (Ok(test), Some(interval)) = (&found.t_test, found.interval()) {
        let name = voice.word("effect.mean_difference");
        let mut parts = vec![effect(voice, name, test.mean_difference, Some(&interval))];
        let name = voice.word("effect.cohen_dz");
        let around = test.cohens_dz_interval.as_ref().ok();
        let dz = effect(voice, name, test.cohens_dz, around);
        let label = composer.rules.label("cohen_dz", test.cohens_dz);
        let label = label.map_or_else(String::new, |l| composer.of(&l).to_owned());
        parts.push(format!("{dz}, {label}"));
        composer.say("pair.effect", &[("list", parts.join("; "))]);
    }
    let rule = match found.rule {
        PairedRule::OrdinalRanks => "pair.rule_ordinal",
        PairedRule::ManyPairs => "pair.rule_many",
        PairedRule::LooksNormal => "pair.rule_normal",
        PairedRule::NotNormal => "pair.rule_not_normal",
    };
    let shape = match &found.shape {
        Ok(test) => format!("W = {}, {}", voice.number(test.w, 3), voice.p(test.p)),
        Err(why) => composer.because(why),
    };
    composer.say(rule, &[("shape", shape)]);
    let (chosen, beside) = match found.rule.is_by_ranks() {
        true => (ranks(composer, found), means(composer, found)),
        false => (means(composer, found), ranks(composer, found)),
    };
    composer.paragraph("pair.test", plain(capital(&chosen)));
    adjusted_p(composer, adjusted);
    let beside = voice.say("pair.beside", &[("test", beside)]);
    composer.paragraph("pair.beside", plain(beside));
}

/// What was measured, and in which wave.
pub(super) fn named(composer: &Composer, found: &Paired, at: usize) -> String {
    let (of, wave) = match at {
        0 => (
            &found.before,
            found.waves.as_ref().map(|waves| &waves.before),
        ),
        _ => (&found.after, found.waves.as_ref().map(|waves| &waves.after)),
    };
    let of = target(composer, of);
    match wave {
        Some(wave) => format!("{of} ({})", composer.of(wave)),
        None => of,
    }
}

fn ranks(composer: &Composer, found: &Paired) -> String {
    let exact = found.wilcoxon_exact.as_ref().is_ok_and(|e| e.n_used <= 50);
    let name = match exact {
        true => "test.wilcoxon_exact",
        false => "test.wilcoxon_signed_rank",
    };
    sentence(composer, name, &found.wilcoxon, found.p_of_ranks())
}

fn means(composer: &Composer, found: &Paired) -> String {
    sentence(
        composer,
        "test.paired_t_test",
        &found.t_test,
        found.p_of_means(),
    )
}

fn sentence<T: HypothesisTest>(
    composer: &Composer,
    name: &str,
    found: &Outcome<T>,
    p: Outcome<f64>,
) -> String {
    let voice = composer.voice;
    let test = voice.word(name);
    match (found, p) {
        (Ok(found), Ok(p)) => {
            let statistic = found.statistic();
            let df: Vec<String> = statistic.df.iter().map(|df| voice.degrees(*df)).collect();
            let df = match df.is_empty() {
                true => String::new(),
                false => format!("({})", df.join("; ")),
            };
            let value = voice.number(statistic.value, 3);
            let given = [
                ("test", test),
                ("statistic", format!("{}{df} = {value}", statistic.symbol)),
                ("p", voice.p(p)),
            ];
            voice.say("pair.test", &given)
        }
        (Err(why), _) => none(composer, test, why),
        (_, Err(why)) => none(composer, test, &why),
    }
}

fn none(composer: &Composer, test: String, why: &NotComputable) -> String {
    let because = composer.because(why);
    let given = [("test", test), ("because", because)];
    composer.voice.say("trend.no_test", &given)
}
