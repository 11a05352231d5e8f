use super::respondent::Target;
use super::variable::{Variable, group};
use crate::stats::{NetPromoterScore, NotComputable, Outcome, net_promoter_score};
use crate::survey::{Item, Response, Responses, Words};
use serde::{Deserialize, Serialize};

/// The net promoter score of a question on 0 to 10: an item, or another column
/// with these numbers. The method is on the card of [`net_promoter_score`].
///
/// # Errors
/// [`NotComputable::NotGiven`] for an item on another scale or a column without
/// such numbers.
pub fn recommendation(
    responses: &Responses,
    of: &Variable,
    confidence: f64,
) -> Outcome<Recommendation> {
    let read = Reader::of(responses, of).ok_or_else(|| NotComputable::not_given("scale_0_10"))?;
    let mut counts = vec![0_u64; LEVELS];
    let (mut blank, mut outside) = (0_u64, 0_u64);
    for pattern in &responses.patterns {
        let slot = match read.answer(pattern) {
            Answer::Level(level) => counts.get_mut(level),
            Answer::Blank => Some(&mut blank),
            Answer::Other => Some(&mut outside),
        };
        if let Some(slot) = slot {
            *slot = slot.saturating_add(pattern.count);
        }
    }
    let sum = |levels: &[u64]| levels.iter().fold(0_u64, |sum, n| sum.saturating_add(*n));
    let (detractors, rest) = counts.split_at(DETRACTORS);
    let (passives, promoters) = rest.split_at(PASSIVES);
    let score = net_promoter_score(sum(promoters), sum(passives), sum(detractors), confidence)?;
    Ok(Recommendation {
        of: of.clone(),
        blank,
        outside,
        score,
        counts,
    })
}

/// 0 to 10; the first seven are detractors, two passive, two promoters.
const LEVELS: usize = 11;
const DETRACTORS: usize = 7;
const PASSIVES: usize = 2;

/// Where the answers stand.
enum Reader {
    /// An item by its position, its codes from 0.
    Item(usize),
    /// A column by its position, with what each of its values stands for.
    Column(usize, Vec<Option<usize>>),
}

enum Answer {
    Level(usize),
    Blank,
    /// A value that is no whole number from 0 to 10.
    Other,
}

impl Reader {
    fn of(responses: &Responses, of: &Variable) -> Option<Reader> {
        match of {
            Variable::Value(Target::Item(id)) => {
                let fits = |item: &Item| item.id == *id && (item.min, item.max) == (0, 10);
                responses.items.iter().position(fits).map(Reader::Item)
            }
            Variable::Value(_) => None,
            Variable::Group(header) => {
                let (at, group) = group(responses, header)?;
                let levels: Vec<Option<usize>> = group.values.iter().map(level).collect();
                let any = levels.iter().any(Option::is_some);
                any.then_some(Reader::Column(at, levels))
            }
        }
    }

    fn answer(&self, pattern: &Response) -> Answer {
        match self {
            Reader::Item(at) => {
                let code = pattern.codes.get(*at).copied().flatten();
                match code.map(usize::try_from) {
                    Some(Ok(level)) => Answer::Level(level),
                    _ => Answer::Blank,
                }
            }
            Reader::Column(at, levels) => {
                let value = pattern.groups.get(*at).copied().flatten();
                let place = value.and_then(|value| usize::try_from(value).ok());
                match place.map(|place| levels.get(place).copied().flatten()) {
                    Some(Some(level)) => Answer::Level(level),
                    Some(None) => Answer::Other,
                    None => Answer::Blank,
                }
            }
        }
    }
}

/// `10`, `10 - sangat mungkin`, `0 (tidak)`: the whole number at its beginning.
fn level(words: &Words) -> Option<usize> {
    let text = words.id.trim();
    let end = text.find(|sign: char| !sign.is_ascii_digit());
    let (digits, rest) = text.split_at_checked(end.unwrap_or(text.len()))?;
    let fraction = rest.starts_with([',', '.']) && rest.chars().nth(1).is_some_and(|c| c != '0');
    let number: usize = digits.parse().ok()?;
    (number < LEVELS && !fraction).then_some(number)
}

/// Result of [`recommendation`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recommendation {
    pub of: Variable,
    /// Who left it blank, and who answered no whole number from 0 to 10.
    pub blank: u64,
    pub outside: u64,
    pub score: NetPromoterScore,
    /// How often 0, 1, … 10 was answered.
    pub counts: Vec<u64>,
}
