use super::customer_satisfaction_index::means_of_both;
use super::{Exact, NotComputable, Outcome, Sample};
use serde::{Deserialize, Serialize};

/// Importance–performance analysis (IPA): every item by its mean performance
/// and importance, in one of four fields around a centre.
///
/// # Question
/// What is important and done badly, so that it comes first?
///
/// # Formula
/// Point `(X̄, Ȳ)`, X performance, Y importance. Centre: the mean of the means of
/// the items (the default, as Martilla & James's followers and all theses use)
/// or their median (robust against one extreme item). On the line counts as
/// high, compared exactly. Conformity (Tki) `100·X̄/Ȳ`, in all `100·ΣX̄/ΣȲ`.
///
/// # Assumes
/// Both asked of the same items on the same scale. Means over those who
/// answered.
///
/// # When not
/// The centre lies among the items: half of them are always below something,
/// however good all are. Points near a line belong to no field for sure.
///
/// # Example
/// ```
/// use tridharma::stats::{Centre, Quadrant, Sample, importance_performance};
/// let done = [Sample::of_codes(2, &[4], 0), Sample::of_codes(4, &[4], 0)];
/// let important = [Sample::of_codes(4, &[4], 0), Sample::of_codes(3, &[4], 0)];
/// let found = importance_performance(&done, &important, Centre::Mean).unwrap();
/// assert_eq!(found.items[0].quadrant, Quadrant::ConcentrateHere);
/// assert_eq!(found.items[1].quadrant, Quadrant::PossibleOverkill);
/// assert_eq!(found.items[0].conformity, Ok(50.0));
/// ```
///
/// # Checked against
/// `csi_ipa_servqual` of the reference cases; `published_ipa`, a printed table.
///
/// # References
/// Martilla & James (1977) Journal of Marketing 41; Supranto (2011) Pengukuran
/// Tingkat Kepuasan Pelanggan.
///
/// # Errors
/// [`NotComputable::NotGiven`] without an importance for each item;
/// [`NotComputable::NoAnswers`] for an item nobody answered.
pub fn importance_performance(
    performance: &[Sample],
    importance: &[Sample],
    centre: Centre,
) -> Outcome<ImportancePerformance> {
    let (performance, importance) = means_of_both(performance, importance)?;
    let middle = |means: &[Exact]| match centre {
        Centre::Mean => means.iter().sum::<Exact>() / Exact::whole(means.len() as i128),
        Centre::Median => median(means),
    };
    let (x, y) = (middle(&performance), middle(&importance));
    let items = performance
        .iter()
        .zip(&importance)
        .map(|(done, important)| Point {
            performance: done.value(),
            importance: important.value(),
            gap: (done.clone() - important.clone()).value(),
            conformity: percent(done.clone(), important.clone()),
            quadrant: match (*important >= y, *done >= x) {
                (true, true) => Quadrant::KeepUp,
                (true, false) => Quadrant::ConcentrateHere,
                (false, true) => Quadrant::PossibleOverkill,
                (false, false) => Quadrant::LowPriority,
            },
        });
    Ok(ImportancePerformance {
        items: items.collect(),
        centre,
        centre_performance: x.value(),
        centre_importance: y.value(),
        conformity: percent(performance.iter().sum(), importance.iter().sum()),
    })
}

fn percent(part: Exact, whole: Exact) -> Outcome<f64> {
    match whole.is_zero() {
        true => Err(NotComputable::out_of_range("importance")),
        false => Ok((Exact::whole(100) * part / whole).value()),
    }
}

fn median(means: &[Exact]) -> Exact {
    let mut sorted: Vec<&Exact> = means.iter().collect();
    sorted.sort();
    let upper = sorted.get(sorted.len() / 2);
    let lower = sorted.get(sorted.len().saturating_sub(1) / 2);
    let both = lower.into_iter().chain(upper).copied().sum::<Exact>();
    both / Exact::whole(2)
}

/// Where the lines cross.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Centre {
    /// Means of the items' means.
    Mean,
    /// Medians of the items' means.
    Median,
}

/// A field of the plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quadrant {
    /// Important, done badly: first priority (A, I).
    ConcentrateHere,
    /// Important, done well (B, II).
    KeepUp,
    /// Neither important nor done well (C, III).
    LowPriority,
    /// Done well, not important (D, IV).
    PossibleOverkill,
}

/// Importance and performance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportancePerformance {
    pub items: Vec<Point>,
    pub centre: Centre,
    pub centre_performance: f64,
    pub centre_importance: f64,
    /// Of all items together, in percent.
    pub conformity: Outcome<f64>,
}

/// An item in the plane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub performance: f64,
    pub importance: f64,
    /// Performance less importance.
    pub gap: f64,
    /// Tki, performance in percent of importance.
    pub conformity: Outcome<f64>,
    pub quadrant: Quadrant,
}
