use super::{CrossTable, NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// Kano's categories of a quality from the pair of questions with and without
/// it.
///
/// # Question
/// Does a feature please, does its absence annoy, or both?
///
/// # Formula
/// The answers to "how if it is there" and "how if it is not" are, from best to
/// worst, like, must be, neutral, can live with, dislike; each pair of them is a
/// category: A attractive, O one-dimensional, M must-be, I indifferent, R reverse,
/// Q questionable. There like: not there like is Q, dislike O, all between A. There
/// must be, neutral or can live with: not there like is R, dislike M, all between I.
/// There dislike: not there dislike is Q, all else R.
///
/// By frequency: the most frequent category, ties M before O, A, I, R, Q. Blauth:
/// where `A + O + M > I + R + Q` the most frequent of A, O, M, else of I, R, Q.
/// Better `(A + O)/(A + O + M + I)`, Worse `−(O + M)/(A + O + M + I)`. Category
/// strength: share of the first category less that of the second; total
/// strength: share of A, O and M.
///
/// # Assumes
/// Both answers of each respondent.
///
/// # When not
/// Where categories are close (a category strength below 0.06 is the usual
/// mark), groups of respondents differ: look at them one by one.
///
/// # Example
/// ```
/// use tridharma::stats::{CrossTable, KanoCategory, kano};
/// let mut counts = vec![0; 25];
/// counts[4] = 6; // like it, dislike its absence
/// counts[1] = 4; // like it, its absence goes without saying
/// let found = kano(&CrossTable::new(5, 5, counts).unwrap()).unwrap();
/// assert_eq!(found.by_frequency, KanoCategory::OneDimensional);
/// assert_eq!((found.better, found.worse), (Ok(1.0), Ok(-0.6)));
/// ```
///
/// # Checked against
/// `kano` of the reference cases (by hand and a second program).
///
/// # References
/// Kano, Seraku, Takahashi & Tsuji (1984) Hinshitsu 14; Berger et al. (1993)
/// Center for Quality of Management Journal 2; Lee & Newcomb (1997) for the
/// strengths.
///
/// # Errors
/// [`NotComputable::OutOfRange`] unless the table is 5 by 5;
/// [`NotComputable::NoAnswers`].
pub fn kano(pairs: &CrossTable) -> Outcome<Kano> {
    if (pairs.rows(), pairs.columns()) != (5, 5) {
        let what = "levels".to_owned();
        return Err(NotComputable::OutOfRange { what });
    }
    let mut counts = KanoCounts::default();
    for row in 0..5 {
        for column in 0..5 {
            *counts.of_mut(cell(row, column)) += pairs.at(row, column);
        }
    }
    kano_of_counts(counts)
}

/// Kano's categories from the counts of the categories. The card is that of
/// [`kano`].
///
/// # Errors
/// [`NotComputable::NoAnswers`].
pub fn kano_of_counts(counts: KanoCounts) -> Outcome<Kano> {
    use KanoCategory::{Attractive, Indifferent, MustBe, OneDimensional, Questionable, Reverse};
    let of = |categories: &[KanoCategory]| -> f64 {
        // As floats: sums of counts may leave the type, and are divided anyway.
        categories.iter().map(|c| counts.of(*c) as f64).sum()
    };
    let all = [
        MustBe,
        OneDimensional,
        Attractive,
        Indifferent,
        Reverse,
        Questionable,
    ];
    let n = of(&all);
    if n == 0.0 {
        return Err(NotComputable::NoAnswers);
    }
    let wanted = [MustBe, OneDimensional, Attractive];
    let unwanted = [Indifferent, Reverse, Questionable];
    let group = match of(&wanted) > of(&unwanted) {
        true => wanted,
        false => unwanted,
    };
    let first = most(&counts, &all);
    let others: Vec<KanoCategory> = all.into_iter().filter(|c| *c != first).collect();
    let second = most(&counts, &others);
    let effective = of(&[Attractive, OneDimensional, MustBe, Indifferent]);
    let share = |part: f64| match effective > 0.0 {
        true => Ok(part / effective),
        false => Err(NotComputable::NoAnswers),
    };
    Ok(Kano {
        n: n as u64,
        by_frequency: first,
        by_blauth: most(&counts, &group),
        better: share(of(&[Attractive, OneDimensional])),
        worse: share(-of(&[OneDimensional, MustBe])),
        category_strength: (of(&[first]) - of(&[second])) / n,
        total_strength: of(&wanted) / n,
        counts,
    })
}

/// The most frequent, the first of equals.
fn most(counts: &KanoCounts, among: &[KanoCategory]) -> KanoCategory {
    let first = among.first().copied().unwrap_or(KanoCategory::Questionable);
    let more = |best: KanoCategory, next: &KanoCategory| match counts.of(*next) > counts.of(best) {
        true => *next,
        false => best,
    };
    among.iter().fold(first, more)
}

fn cell(with: usize, without: usize) -> KanoCategory {
    match (with, without) {
        (0, 0) | (4, 4) => KanoCategory::Questionable,
        (0, 4) => KanoCategory::OneDimensional,
        (0, _) => KanoCategory::Attractive,
        (_, 0) | (4, _) => KanoCategory::Reverse,
        (_, 4) => KanoCategory::MustBe,
        _ => KanoCategory::Indifferent,
    }
}

/// A category of Kano's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KanoCategory {
    Attractive,
    OneDimensional,
    MustBe,
    Indifferent,
    Reverse,
    Questionable,
}

/// Respondents by category.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KanoCounts {
    pub attractive: u64,
    pub one_dimensional: u64,
    pub must_be: u64,
    pub indifferent: u64,
    pub reverse: u64,
    pub questionable: u64,
}

impl KanoCounts {
    fn of(&self, category: KanoCategory) -> u64 {
        let mut copy = *self;
        *copy.of_mut(category)
    }

    fn of_mut(&mut self, category: KanoCategory) -> &mut u64 {
        match category {
            KanoCategory::Attractive => &mut self.attractive,
            KanoCategory::OneDimensional => &mut self.one_dimensional,
            KanoCategory::MustBe => &mut self.must_be,
            KanoCategory::Indifferent => &mut self.indifferent,
            KanoCategory::Reverse => &mut self.reverse,
            KanoCategory::Questionable => &mut self.questionable,
        }
    }
}

/// A quality by Kano.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kano {
    pub n: u64,
    pub counts: KanoCounts,
    pub by_frequency: KanoCategory,
    pub by_blauth: KanoCategory,
    /// 0 to 1: what having it adds to satisfaction.
    pub better: Outcome<f64>,
    /// 0 to −1: what its absence takes away.
    pub worse: Outcome<f64>,
    /// Shares of all respondents.
    pub category_strength: f64,
    pub total_strength: f64,
}
