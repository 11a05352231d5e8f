use super::ask::Ask;
use tridharma::document::Neutral;
use tridharma::pipeline::{ChartWish, Second};
use tridharma::report::ChartKind;
use tridharma::{Error, ErrorKind, Result, said};

/// What a figure was asked to be.
///
/// # Errors
/// An option that the kind of figure has no use for; a target that is no number.
pub fn wish(ask: &Ask) -> Result<ChartWish> {
    let word = ask.text("kind").unwrap_or_default();
    let kind = ChartKind::named(&word).unwrap_or(ChartKind::Index);
    if let Some(option) = useless(ask, kind) {
        return Err(no_use(option, kind));
    }
    let target = match ask.text("target") {
        Some(text) => Some(number(&text)?),
        None => None,
    };
    let event = |text: String| match text.split_once('=') {
        Some((period, name)) => (period.trim().to_owned(), name.trim().to_owned()),
        None => (text.clone(), text),
    };
    Ok(ChartWish {
        by: ask.texts("by").into_iter().next(),
        panels: ask.text("panels"),
        on: ask.text("on"),
        neutral: match ask.text("neutral").as_deref() {
            Some("aside") => Neutral::Aside,
            Some("out") => Neutral::LeftOut,
            _ => Neutral::Split,
        },
        grouped: ask.flag("grouped"),
        sorted: ask.flag("sorted"),
        target,
        events: ask.texts("event").into_iter().map(event).collect(),
        ..ChartWish::new(kind)
    })
}

fn number(text: &str) -> Result<f64> {
    let parsed = text.trim().replace(',', ".").parse::<f64>().ok();
    parsed.filter(|n| n.is_finite()).ok_or_else(|| {
        Error::new(
            ErrorKind::Usage,
            said!("«{text}» bukan angka", "\"{text}\" is no number"),
        )
    })
}

/// The English word of a kind by either of its words.
pub fn word(kind: &str) -> &str {
    match ChartKind::named(kind) {
        Some(kind) => kind.word(),
        None => kind,
    }
}

/// What the second questions ask, and their columns.
///
/// # Errors
/// Second questions of two sorts.
pub fn second(ask: &Ask) -> Result<(Second, Vec<String>)> {
    let all = [
        ("importance", Second::Importance),
        ("expectation", Second::Expectation),
        ("before", Second::Before),
    ];
    let named = all.map(|(name, kind)| (kind, ask.texts(name)));
    let mut given = named.into_iter().filter(|(_, columns)| !columns.is_empty());
    let first = given.next();
    if given.next().is_some() {
        return Err(Error::new(
            ErrorKind::Usage,
            said!(
                "satu gambar menunjukkan satu macam pertanyaan kedua",
                "a figure shows second questions of one sort"
            ),
        )
        .hint(said!(
            "pilih salah satu: --importance, --expectation, atau --before",
            "take one of --importance, --expectation and --before"
        )));
    }
    Ok(first.unwrap_or((Second::Importance, Vec::new())))
}

/// The first option given that this kind of figure would not look at: better
/// said than passed over.
fn useless(ask: &Ask, kind: ChartKind) -> Option<&'static str> {
    use ChartKind::*;
    let used: [(&'static str, bool, &[ChartKind]); 10] = [
        (
            "on",
            ask.text("on").is_some(),
            &[Likert, Bars, Box, Histogram, Quantiles],
        ),
        ("neutral", ask.text("neutral").is_some(), &[Likert]),
        ("grouped", ask.flag("grouped"), &[Bars]),
        ("sorted", ask.flag("sorted"), &[Index, Dots, Likert, Bars]),
        ("target", ask.text("target").is_some(), &[Trend]),
        ("event", !ask.texts("event").is_empty(), &[Trend]),
        (
            "importance",
            !ask.texts("importance").is_empty(),
            &[Importance, Gap],
        ),
        (
            "expectation",
            !ask.texts("expectation").is_empty(),
            &[Importance, Gap],
        ),
        ("before", !ask.texts("before").is_empty(), &[Gap]),
        (
            "panels",
            ask.text("panels").is_some() && kind == Poster,
            &[],
        ),
    ];
    let found = used
        .iter()
        .find(|(_, given, kinds)| *given && !kinds.contains(&kind));
    found.map(|(name, ..)| *name)
}

fn no_use(option: &str, kind: ChartKind) -> Error {
    let word = kind.word();
    Error::new(
        ErrorKind::Usage,
        said!(
            "gambar {word} tidak memakai --{option}",
            "the figure {word} has no use for --{option}"
        ),
    )
    .hint(said!(
        "hapus --{option}, atau lihat tridharma chart --help",
        "leave --{option} out, or see tridharma chart --help"
    ))
}
