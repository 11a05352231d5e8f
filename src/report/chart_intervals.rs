use super::chart_spread::{sentences, shown_if};
use super::composer::because;
use super::voice::Voice;
use crate::analysis::{SatisfactionIndex, Study};
use crate::stats::{NotComputable, Outcome};

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
        without_intervals(voice, rows.clone(), rows.count()),
    ])
}

/// Respondents and interval of the whole, whose line has none drawn, and the intervals of
/// its rows.
pub fn whole_note<'a>(
    (study, voice): (&'a Study, &Voice),
    whole: &'a SatisfactionIndex,
    rows: impl Iterator<Item = (&'a str, &'a Outcome<(f64, f64)>)> + Clone,
) -> String {
    let short = study.survey.index_short.text(voice.language);
    let own = whole.interval.as_ref().ok().map(|(low, high)| {
        let [low, high] = [low, high].map(|end| voice.number(*end, 2));
        let given = [("short", short.to_owned()), ("low", low), ("high", high)];
        voice.say("figure.whole_interval", &given)
    });
    let drawn = rows.clone().any(|(_, interval)| interval.is_ok());
    let rows = std::iter::once((short, &whole.interval)).chain(rows);
    sentences([
        voice.say("figure.n", &[("n", voice.count(whole.n))]),
        own.unwrap_or_default(),
        shown_if(drawn, || voice.word("figure.intervals")),
        without_intervals(voice, rows.clone(), rows.count()),
    ])
}

/// The rows without an interval, and the reasons; where all of so many are without, these
/// only.
pub fn without_intervals<'a>(
    voice: &Voice,
    rows: impl Iterator<Item = (&'a str, &'a Outcome<(f64, f64)>)>,
    of: usize,
) -> String {
    let failed = rows.filter_map(|(name, interval)| Some((name, interval.as_ref().err()?)));
    let failed: Vec<(&str, &NotComputable)> = failed.collect();
    let why = ("why", reasons(voice, failed.iter().map(|(_, why)| *why)));
    if failed.is_empty() {
        return String::new();
    }
    if failed.len() == of {
        return voice.say("figure.no_intervals", &[why]);
    }
    let names = failed.iter().map(|(name, _)| (*name).to_owned()).collect();
    let names = few_or_many(voice, names, "figure.values");
    voice.say("figure.no_intervals_of", &[("list", names), why])
}

/// A few by their names, of many how many, in the words of `many`.
pub fn few_or_many(voice: &Voice, names: Vec<String>, many: &str) -> String {
    const FEW: usize = 3;
    if names.len() > FEW {
        return voice.say(many, &[("n", voice.count(names.len() as u64))]);
    }
    let names: Vec<String> = names.iter().map(|name| in_one_piece(name)).collect();
    voice.list(&names)
}

/// A name in which no sentence seems to end: notes of charts side by side are parted
/// there.
pub fn in_one_piece(name: &str) -> String {
    name.replace(". ", ".\u{a0}")
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
