use super::answer::{Parts, Remark};
use super::fold::fold;
use super::typing::Vocabulary;
use super::{ItemSpec, Scale, Words};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The sets of words of an item as they apply to one column, and which of them
/// the column uses.
///
/// The set that covers most of the column's distinct texts is taken, the
/// official one first; a word of another set is taken only if all sets that
/// know it give it the same code.
pub(super) struct WordSets {
    sets: Vec<Rc<BTreeMap<String, i16>>>,
    /// The set taken, and those that cover the column as well as it does.
    chosen: usize,
    equal: Vec<usize>,
    /// How many distinct texts of the column it explains.
    best: usize,
    certain: bool,
}

/// What the sets say about a word.
pub(super) enum Found {
    Code(i16, Remark),
    /// Sets outside the one chosen contradict each other.
    Contradiction,
    Nothing,
}

/// The first sets are the instrument's own words, Indonesian and English.
const OWN: usize = 2;

/// Texts longer than this are no word of a scale.
const LONGEST: usize = 80;

/// Distinct texts looked at for what `*` stands for, and for how well it fits.
const STEMS: usize = 20;
const SEEN: usize = 200;

/// Sets of words, folded once for any number of columns.
pub(super) struct Folded {
    sets: Vec<FoldedSet>,
    min: i16,
    /// No word of any set is made of digits and signs alone, codes aside.
    lettered: bool,
}

enum FoldedSet {
    Words(Rc<BTreeMap<String, i16>>),
    /// A set with `*`.
    Frames(Vec<Frame>),
}

impl Folded {
    pub fn of(min: i16, word_sets: &[Vec<String>]) -> Folded {
        let folded = |set: &Vec<String>| match set.iter().any(|word| word.contains('*')) {
            true => FoldedSet::Frames(set.iter().map(|word| Frame::of(word)).collect()),
            false => {
                let words = set.iter().map(|word| fold(word));
                FoldedSet::Words(Rc::new(codes(min, words)))
            }
        };
        Folded {
            sets: word_sets.iter().map(folded).collect(),
            min,
            lettered: word_sets.iter().all(|set| has_no_code(min, set)),
        }
    }
}

/// Whether no word of a set is made of digits and signs alone but for the code of
/// its level.
fn has_no_code(min: i16, set: &[String]) -> bool {
    let mut words = set.iter().zip(min..);
    words.all(|(word, code)| has_letters(word) || *word == code.to_string())
}

fn has_letters(text: &str) -> bool {
    text.contains(char::is_alphabetic)
}

impl WordSets {
    pub fn choose(folded: &Folded, certain: bool, answers: &[Parts], beside: &[Parts]) -> WordSets {
        // Of a column of numbers no set knows a word.
        if folded.lettered && !answers.iter().any(|parts| has_letters(&parts.folded)) {
            return WordSets {
                sets: Vec::new(),
                chosen: 0,
                equal: Vec::new(),
                best: 0,
                certain,
            };
        }
        let sets = folded.sets.iter().filter_map(|set| match set {
            FoldedSet::Frames(frames) => fill(folded.min, frames, answers).map(Rc::new),
            FoldedSet::Words(words) => Some(words.clone()),
        });
        let sets: Vec<Rc<BTreeMap<String, i16>>> = sets.collect();
        let covers: Vec<usize> = sets.iter().map(|set| coverage(set, answers)).collect();
        let best = covers.iter().copied().max().unwrap_or(0);
        let mut equal: Vec<usize> = (0..sets.len())
            .filter(|&i| covers.get(i) == Some(&best))
            .collect();
        // A column that nobody answered in the extremes takes the set that its
        // neighbours with the same words need.
        let around = |i: &usize| sets.get(*i).map_or(0, |set| coverage(set, beside));
        let most = equal.iter().map(around).max();
        equal.retain(|i| Some(around(i)) == most);
        if best == 0 {
            equal.truncate(1);
        }
        WordSets {
            chosen: equal.first().copied().unwrap_or(0),
            certain,
            sets,
            equal,
            best,
        }
    }

    /// The code of a folded word.
    pub fn find(&self, word: &str) -> Found {
        if word.len() > LONGEST {
            return Found::Nothing;
        }
        let code_in = |set: usize| self.sets.get(set).and_then(|set| set.get(word)).copied();
        if let Some(code) = code_in(self.chosen) {
            let differs = |&set: &usize| code_in(set).is_some_and(|other| other != code);
            let remark = match self.chosen {
                0..OWN if self.certain => Remark::None,
                _ if self.equal.iter().any(differs) => Remark::Ambiguous,
                0..OWN => Remark::None,
                _ => Remark::OtherSet,
            };
            return Found::Code(code, remark);
        }
        let mut codes = (0..self.sets.len()).filter_map(code_in);
        match codes.next() {
            None => Found::Nothing,
            Some(code) if codes.all(|other| other == code) => Found::Code(code, Remark::OtherSet),
            Some(_) => Found::Contradiction,
        }
    }

    /// Whether some set gives a word this code, and from which set it came.
    pub fn confirm(&self, word: &str, code: i16) -> Option<Remark> {
        let own = self.sets.iter().take(OWN);
        if own.into_iter().any(|set| set.get(word) == Some(&code)) {
            return Some(Remark::None);
        }
        let other = self.sets.iter().any(|set| set.get(word) == Some(&code));
        other.then_some(Remark::OtherSet)
    }

    /// The word of the set the column uses that a text is a typing error of,
    /// with its code.
    pub fn nearest(&self, text: &str, known: &Vocabulary) -> Option<(String, i16)> {
        let used = self.sets.get(self.chosen)?;
        let words = used.iter().map(|(word, code)| (word.as_str(), *code));
        let (word, code) = known.mistyped(text, words)?;
        Some((word.to_owned(), code))
    }

    /// The words of the levels in the set the column uses, where that set is not
    /// the scale's own.
    pub fn used(&self) -> Option<Vec<String>> {
        if self.best == 0 || self.chosen < OWN {
            return None;
        }
        let set = self.sets.get(self.chosen)?;
        let mut words: Vec<(i16, &String)> = set.iter().map(|(word, code)| (*code, word)).collect();
        words.sort_unstable();
        Some(words.into_iter().map(|(_, word)| word.clone()).collect())
    }

    /// Whether any set knows a word.
    pub fn knows(&self, word: &str) -> bool {
        self.sets.iter().any(|set| set.contains_key(word))
    }
}

/// All sets of words for the levels of an item, the official one first.
pub(super) fn word_sets(item: Option<&ItemSpec>, scale: &Scale) -> Vec<Vec<String>> {
    let id = |labels: &[Words]| {
        labels
            .iter()
            .map(|label| label.id.clone())
            .collect::<Vec<_>>()
    };
    let en = |labels: &[Words]| {
        labels
            .iter()
            .map(|label| label.en.clone())
            .collect::<Vec<_>>()
    };
    let mut sets: Vec<Vec<String>> = Vec::new();
    if let Some(item) = item {
        sets.push(id(&item.labels));
        sets.push(en(&item.labels));
        sets.extend(item.variants.iter().cloned());
    }
    sets.push(id(&scale.labels));
    sets.push(en(&scale.labels));
    sets.extend(scale.variants.iter().cloned());
    let mut kept: Vec<Vec<String>> = Vec::new();
    for set in sets {
        // The first two stay even when a word is the same in both languages.
        if !set.is_empty() && (kept.len() < OWN || !kept.contains(&set)) {
            kept.push(set);
        }
    }
    kept
}

fn codes(min: i16, words: impl Iterator<Item = String>) -> BTreeMap<String, i16> {
    let mut codes = BTreeMap::new();
    for (word, code) in words.zip(min..) {
        codes.entry(word).or_insert(code);
    }
    codes
}

/// How many distinct texts a set explains; with a digit beside the word, the
/// digit must agree.
fn coverage(set: &BTreeMap<String, i16>, answers: &[Parts]) -> usize {
    let explains = |parts: &&Parts| match &parts.numbered {
        _ if set.contains_key(&parts.folded) => true,
        Some(said) => set
            .get(&said.words)
            .is_some_and(|&code| i64::from(code) == said.digit),
        None => false,
    };
    let mut covered: Vec<&str> = answers
        .iter()
        .filter(explains)
        .map(|parts| parts.folded.as_str())
        .collect();
    covered.sort_unstable();
    covered.dedup();
    covered.len()
}

/// A set with `*` made into words: `*` is what explains most of the column. At
/// least one text must show it with its qualifier (`Kurang memadai`).
fn fill(min: i16, frames: &[Frame], answers: &[Parts]) -> Option<BTreeMap<String, i16>> {
    let mut best: Option<(usize, BTreeMap<String, i16>)> = None;
    for stem in stems(frames, answers) {
        let set = codes(min, frames.iter().map(|frame| frame.with(stem)));
        let covered = coverage(&set, answers.get(..SEEN).unwrap_or(answers));
        if best.as_ref().is_none_or(|(most, _)| covered > *most) {
            best = Some((covered, set));
        }
    }
    best.map(|(_, set)| set)
}

/// A word with a place for another: `Kurang *`.
struct Frame {
    before: String,
    after: String,
    open: bool,
}

impl Frame {
    fn of(word: &str) -> Frame {
        let (before, after) = word.split_once('*').unwrap_or((word, ""));
        Frame {
            before: fold(before),
            after: fold(after),
            open: word.contains('*'),
        }
    }

    fn with(&self, stem: &str) -> String {
        match self.open {
            true => fold(&format!("{} {stem} {}", self.before, self.after)),
            false => self.before.clone(),
        }
    }

    /// What stands in the place, for a text that has the words around it.
    fn stem<'a>(&self, text: &'a str) -> Option<&'a str> {
        if !self.open || (self.before.is_empty() && self.after.is_empty()) {
            return None;
        }
        let rest = text.strip_prefix(&self.before)?.strip_suffix(&self.after)?;
        let whole_word = self.before.is_empty() || rest.starts_with(' ');
        let stem = rest.trim();
        (whole_word && !stem.is_empty()).then_some(stem)
    }
}

/// What `*` may stand for, shorter ones first: `puas`, not `tidak puas`.
fn stems<'a>(frames: &[Frame], answers: &'a [Parts]) -> Vec<&'a str> {
    let texts = answers
        .iter()
        .take(STEMS)
        .map(|parts| match &parts.numbered {
            Some(numbered) => numbered.words.as_str(),
            None => parts.folded.as_str(),
        });
    let texts = texts.filter(|text| text.len() <= LONGEST);
    let mut stems: Vec<&str> = texts
        .flat_map(|text| frames.iter().filter_map(move |frame| frame.stem(text)))
        .collect();
    stems.sort_by_key(|stem| (stem.len(), *stem));
    stems.dedup();
    stems
}

/// With a capital letter at the beginning.
pub(super) fn capital(word: &str) -> String {
    let mut signs = word.chars();
    match signs.next() {
        Some(first) => first.to_uppercase().chain(signs).collect(),
        None => String::new(),
    }
}
