use super::battery;
use super::characteristics::is_characteristic;
use super::dictionary;
use super::instrument_scale::levels;
use super::words::word_sets;
use super::{ColumnSample, Instrument, Items, LabelWish, MappingWish, Scale, Words};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use std::borrow::Cow;

/// The instrument with the scale that holds for these columns: the one declared
/// for all of them, else of an instrument with an open scale the one whose words
/// the answers are.
///
/// # Errors
/// A declared scale that cannot be one, or for an instrument that has its own;
/// an open scale that neither the user nor the words of the answers settle.
pub(super) fn settled<'a>(
    instrument: &'a Instrument,
    columns: &[ColumnSample],
    wish: &MappingWish,
) -> Result<Cow<'a, Instrument>> {
    let mut settled = Cow::Borrowed(instrument);
    let battery = matches!(instrument.items, Items::Any);
    let for_all = wish.labels.iter().filter(|label| label.items.is_empty());
    for label in for_all {
        let declared = Declared::of(label, &settled.scale)?;
        if !battery {
            own_scale(instrument, &declared)?;
            continue;
        }
        let settled = settled.to_mut();
        settled.scale = declared.scale;
        settled.scale_open = false;
    }
    if settled.scale_open && !every_item_declared(columns, wish) {
        let found = guess(instrument, columns, wish);
        let Some((scale, _)) = found else {
            return Err(open_scale(instrument, columns, wish));
        };
        settled.to_mut().scale = scale;
    }
    Ok(settled)
}

/// Whether each item named, or else at least one column, has a scale declared.
fn every_item_declared(columns: &[ColumnSample], wish: &MappingWish) -> bool {
    let told = wish.labels.iter();
    let told = told.filter(|label| label.scale.is_some() || !label.words.is_empty());
    let told: Vec<&[String]> = told.map(|label| label.items.as_slice()).collect();
    let declared = super::wish::named_by_any(columns, told.iter().copied()).unwrap_or_default();
    let asked = super::wish::named(columns, &wish.items).unwrap_or_default();
    // What names a column that does not exist is told by the mapping.
    told.iter().any(|items| !items.is_empty())
        && asked
            .iter()
            .all(|(_, at)| declared.iter().any(|(_, other)| other == at))
}

/// What a user declared about the answers of some items.
pub(super) struct Declared {
    pub scale: Scale,
    /// The words of the levels; empty where only the scale was given.
    pub words: Vec<String>,
}

impl Declared {
    /// `now` is the scale that holds unless the label says otherwise.
    ///
    /// # Errors
    /// A scale that cannot be one; more or fewer words than levels.
    pub fn of(label: &LabelWish, now: &Scale) -> Result<Declared> {
        let numbered = with_codes(&label.words)?;
        let (min, max) = match (&label.scale, &numbered) {
            (Some(text), _) => bounds(text)?,
            (None, Some(numbered)) => {
                let codes = || numbered.iter().map(|(_, code)| *code);
                (codes().min().unwrap_or(0), codes().max().unwrap_or(0))
            }
            (None, None) if label.words.is_empty() || label.words.len() == levels(now) => {
                (now.min, now.max)
            }
            (None, None) => (1, i16::try_from(label.words.len()).unwrap_or(i16::MAX)),
        };
        let scale = Scale::plain(min, max).ok_or_else(|| no_scale(&format!("{min}:{max}")))?;
        let wanted = levels(&scale);
        let words = match numbered {
            // A level without a word keeps its code.
            Some(numbered) => (min..=max)
                .map(|level| {
                    let word = numbered.iter().find(|(_, code)| *code == level);
                    word.map_or_else(|| level.to_string(), |(word, _)| word.clone())
                })
                .collect(),
            None => label.words.clone(),
        };
        if !words.is_empty() && words.len() != wanted {
            let found = words.len();
            return Err(Error::new(
                ErrorKind::Usage,
                said!(
                    "ada {found} kata untuk skala {min}–{max}, seharusnya {wanted}",
                    "{found} words for a scale {min}–{max}, it takes {wanted}"
                ),
            )
            .hint(said!(
                "tulis semua kata dari nilai terendah, dipisah `|`; atau beri angkanya: `Puas=3|Tidak puas=1`",
                "write all words from the lowest up, parted by `|`; or give their codes: `Satisfied=3|Not satisfied=1`"
            )));
        }
        Ok(Declared { scale, words })
    }
}

impl Scale {
    /// A scale whose levels are named by their codes, with the words in common
    /// use for so many levels; none for what is no scale.
    pub(super) fn plain(min: i16, max: i16) -> Option<Scale> {
        // Letters a–z and printed forms end long before; 0–100 points are no levels.
        let levels = usize::try_from(i32::from(max) - i32::from(min) + 1).ok()?;
        (min >= 0 && max > min && max <= 100).then(|| Scale {
            min,
            max,
            first: None,
            labels: (min..=max)
                .map(|code| Words::same(code.to_string()))
                .collect(),
            variants: dictionary::sets_of(levels),
        })
    }
}

/// `Puas=3` as word and code, where every word of a list has one.
fn with_codes(words: &[String]) -> Result<Option<Vec<(String, i16)>>> {
    let split = |word: &String| {
        let (word, code) = word.rsplit_once('=')?;
        Some((word.trim().to_owned(), code.trim().parse::<i16>().ok()?))
    };
    let found: Vec<(String, i16)> = words.iter().filter_map(split).collect();
    if found.is_empty() || found.len() < words.len() {
        return Ok(None);
    }
    let mut codes: Vec<i16> = found.iter().map(|(_, code)| *code).collect();
    codes.sort_unstable();
    if let Some(twice) = codes.windows(2).find(|pair| pair.first() == pair.last()) {
        let code = twice.first().copied().unwrap_or(0);
        return Err(Error::new(
            ErrorKind::Usage,
            said!(
                "dua kata jawaban diberi nilai {code}",
                "two words of answers are given the code {code}"
            ),
        )
        .hint(said!(
            "beri setiap kata nilai sendiri; ejaan lain dari kata yang sama dikenali",
            "give each word a code of its own; other spellings of a word are recognised"
        )));
    }
    Ok(Some(found))
}

/// `1:6`, `0-10`: the least and the largest code.
fn bounds(text: &str) -> Result<(i16, i16)> {
    let parts = text.split_once([':', '-', '–']);
    let numbers = parts.and_then(|(min, max)| {
        let (min, max) = (min.trim().parse().ok()?, max.trim().parse().ok()?);
        Some((min, max))
    });
    numbers.ok_or_else(|| no_scale(text))
}

fn no_scale(text: &str) -> Error {
    Error::new(
        ErrorKind::Usage,
        said!(
            "skala `{text}` tidak dapat dipakai: perlu 0 ≤ terendah < tertinggi ≤ 100",
            "the scale `{text}` cannot be used: it takes 0 ≤ lowest < highest ≤ 100"
        ),
    )
    .hint(said!(
        "tulis seperti 1:6 atau 0:10",
        "write it as 1:6 or 0:10"
    ))
}

/// Other words are welcome for an instrument with items of its own, another
/// scale is another instrument.
pub(super) fn own_scale(instrument: &Instrument, declared: &Declared) -> Result<()> {
    let (min, max) = (instrument.scale.min, instrument.scale.max);
    if (declared.scale.min, declared.scale.max) == (min, max) {
        return Ok(());
    }
    let id = &instrument.id;
    Err(Error::new(
        ErrorKind::Usage,
        said!(
            "instrumen {id} berskala {min}–{max}; skala lain tidak dapat dipasang padanya",
            "the instrument {id} has the scale {min}–{max}; another one cannot be put on it"
        ),
    )
    .hint(said!(
        "pilih `--instrument likert` untuk kuesioner dengan skala sendiri",
        "choose `--instrument likert` for a questionnaire with a scale of its own"
    )))
}

/// The scale whose words are the answers of the most columns, and those columns.
/// Where scales with different numbers of levels share the words met, the one
/// with the fewest levels that nobody ticked.
pub(super) fn guess(
    battery: &Instrument,
    columns: &[ColumnSample],
    wish: &MappingWish,
) -> Option<(Scale, Vec<usize>)> {
    let aside = super::wish::named(columns, &[wish.without.clone(), wish.by.clone()].concat());
    let aside: Vec<usize> = aside.ok()?.into_iter().map(|(_, at)| at).collect();
    let asked = super::wish::named(columns, &wish.items).ok()?;
    let asked: Vec<usize> = asked.into_iter().map(|(_, at)| at).collect();
    let mut best: Option<(Scale, Vec<usize>)> = None;
    for levels in dictionary::sizes() {
        let scale = Scale::plain(1, i16::try_from(levels).ok()?)?;
        let words = word_sets(None, &scale);
        let trial = Instrument {
            scale: scale.clone(),
            ..battery.clone()
        };
        let worded: Vec<ColumnSample> = columns.iter().map(without_numbers).collect();
        let run = battery::find(&trial, &words, &worded, &aside, &asked);
        let longer = best.as_ref().is_none_or(|(_, most)| run.len() > most.len());
        if !run.is_empty() && longer {
            best = Some((scale, run));
        }
    }
    best
}

/// Numbers fit every scale that is long enough, so they tell nothing.
fn without_numbers(column: &ColumnSample) -> ColumnSample {
    let words = column.values.iter();
    let words = words.filter(|(text, _)| text.contains(char::is_alphabetic));
    ColumnSample {
        values: words.cloned().collect(),
        ..column.clone()
    }
}

/// The least and the largest whole number of the columns that could be items by
/// their numbers alone, with the first and the last of them.
pub(super) fn numbers(
    instrument: &Instrument,
    columns: &[ColumnSample],
) -> Option<(i64, i64, usize, usize)> {
    let small = |text: &str| {
        text.trim()
            .parse::<i64>()
            .ok()
            .filter(|n| (0..=10).contains(n))
    };
    let is_item = |column: &&ColumnSample| {
        let told = super::recognise::by_header(column).is_some()
            || instrument
                .groups
                .iter()
                .any(|spec| is_characteristic(spec, column));
        !told && column.distinct > 1 && column.values.iter().all(|(text, _)| small(text).is_some())
    };
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for at in (0..columns.len()).filter(|at| columns.get(*at).is_some_and(|c| is_item(&c))) {
        match runs.last_mut() {
            Some(run) if run.last() == Some(&at.saturating_sub(1)) => run.push(at),
            _ => runs.push(vec![at]),
        }
    }
    let run = runs.into_iter().rev().max_by_key(Vec::len)?;
    let texts = run.iter().filter_map(|at| columns.get(*at));
    let codes: Vec<i64> = texts
        .flat_map(|column| column.values.iter().filter_map(|(text, _)| small(text)))
        .collect();
    Some((
        *codes.iter().min()?,
        *codes.iter().max()?,
        *run.first()?,
        *run.last()?,
    ))
}

fn open_scale(instrument: &Instrument, columns: &[ColumnSample], wish: &MappingWish) -> Error {
    if let Some(error) = unknown_words(columns, wish) {
        return error;
    }
    let error = Error::new(
        ErrorKind::Usage,
        said!(
            "skala jawaban belum diketahui: angka saja tidak menunjukkan nilai tertinggi yang tersedia",
            "the scale of the answers is not known: numbers alone do not tell the highest one on offer"
        ),
    );
    match numbers(instrument, columns) {
        Some((min, max, first, last)) => {
            let letters = |at: usize| {
                let column = columns.get(at).map_or(0, |column| column.column);
                crate::error::column_letters(column)
            };
            let (first, last) = (letters(first), letters(last));
            let hint = said!(
                "kolom {first}:{last} berisi angka {min}–{max}; bila memang itu skalanya, tambahkan `--scale {min}:{max}`",
                "columns {first}:{last} hold the numbers {min}–{max}; if that is the scale, add `--scale {min}:{max}`"
            );
            error.hint(hint).propose(format!("--scale {min}:{max}"))
        }
        None => error.hint(said!(
            "tambahkan `--scale 1:7`, atau kata jawaban dari yang terendah: `--labels \"Buruk|Cukup|Baik\"`",
            "add `--scale 1:7`, or the words of the answers from the lowest up: `--labels \"Bad|Fair|Good\"`"
        )),
    }
}

/// The columns named as items hold words that no scale here has: the words, to be
/// put in their order. Only those that several respondents gave are shown.
fn unknown_words(columns: &[ColumnSample], wish: &MappingWish) -> Option<Error> {
    const COMMON: u64 = 3;
    const MOST: usize = 12;
    let asked = super::wish::named(columns, &wish.items).ok()?;
    let mut words: Vec<(String, u64)> = Vec::new();
    for column in asked.iter().filter_map(|(_, at)| columns.get(*at)) {
        for (text, count) in &without_numbers(column).values {
            match words.iter_mut().find(|(known, _)| known == text) {
                Some((_, known)) => *known = known.saturating_add(*count),
                None => words.push((text.clone(), *count)),
            }
        }
    }
    words.retain(|(text, count)| *count >= COMMON && text.chars().count() <= 40);
    if words.len() < 2 || words.len() > MOST {
        return None;
    }
    let words: Vec<String> = words.into_iter().map(|(text, _)| text).collect();
    let (seen, example) = (words.join(" / "), words.join("|"));
    let items = wish.items.join(",");
    Some(
        Error::new(
            ErrorKind::Usage,
            said!(
                "urutan kata jawaban ini belum diketahui: {seen}",
                "the order of these words of answers is not known: {seen}"
            ),
        )
        .hint(said!(
            "tulis dari yang terendah: `--labels \"{items}={example}\"`; yang berarti tidak menjawab dikeluarkan dan disebut dengan --missing",
            "write them from the lowest up: `--labels \"{items}={example}\"`; what means no answer is left out and declared with --missing"
        )),
    )
}
