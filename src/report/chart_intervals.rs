use super::chart_spread::{sentences, shown_if};
use super::composer::because;
use super::voice::Voice;
use crate::analysis::{SatisfactionIndex, Study};
use crate::stats::{NotComputable, Outcome};

/// So many rows without an interval are named.
const NAMED: usize = 3;

/// What the lines of intervals are, in the words of `drawn`, and which of the rows have
/// none and why.
pub fn interval_note<'a>(
    voice: &Voice,
    drawn: &str,
    rows: impl Iterator<Item = (&'a str, &'a Outcome<(f64, f64)>)> + Clone,
) -> String {
    let has = rows.clone().any(|(_, interval)| interval.is_ok());
    sentences([
        shown_if(has, || voice.word(drawn)),
        without_intervals(voice, rows),
    ])
}

/// Respondents and interval of the whole, whose line has none, and the intervals of its
/// rows.
pub fn whole_note<'a>(
    (study, voice): (&Study, &Voice),
    whole: &SatisfactionIndex,
    rows: impl Iterator<Item = (&'a str, &'a Outcome<(f64, f64)>)> + Clone,
) -> String {
    let short = study.survey.index_short.text(voice.language);
    let own = whole.interval.as_ref().ok().map(|(low, high)| {
        let [low, high] = [low, high].map(|end| voice.number(*end, 2));
        let given = [("short", short.to_owned()), ("low", low), ("high", high)];
        voice.say("figure.whole_interval", &given)
    });
    sentences([
        voice.say("figure.n", &[("n", voice.count(whole.n))]),
        own.unwrap_or_default(),
        interval_note(voice, "figure.intervals", rows),
    ])
}

/// The rows without an interval, and the reasons; where all are without, these only.
pub fn without_intervals<'a>(
    voice: &Voice,
    rows: impl Iterator<Item = (&'a str, &'a Outcome<(f64, f64)>)>,
) -> String {
    let (mut names, mut failed) = (Vec::new(), Vec::new());
    let mut all = true;
    for (name, interval) in rows {
        match interval {
            Ok(_) => all = false,
            Err(why) => {
                names.push(name.to_owned());
                failed.push(why);
            }
        }
    }
    let why = ("why", reasons(voice, failed));
    if names.is_empty() {
        return String::new();
    }
    if all {
        return voice.say("figure.no_intervals", &[why]);
    }
    let names = match names.len() {
        0..=NAMED => voice.list(&names),
        many => voice.say("figure.values", &[("n", voice.count(many as u64))]),
    };
    voice.say("figure.no_intervals_of", &[("list", names), why])
}

/// Each reason once.
pub fn reasons<'a>(voice: &Voice, all: impl IntoIterator<Item = &'a NotComputable>) -> String {
    let mut reasons: Vec<String> = Vec::new();
    for why in all {
        let why = because(voice, why);
        if !reasons.contains(&why) {
            reasons.push(why);
        }
    }
    voice.list(&reasons)
}
