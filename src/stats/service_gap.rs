use super::customer_satisfaction_index::means_of_both;
use super::{Exact, NotComputable, Outcome, Sample};
use serde::{Deserialize, Serialize};

/// Gaps between perception and expectation by item and dimension (SERVQUAL).
///
/// # Question
/// Where does a service fall short of what was expected?
///
/// # Formula
/// `gap = perception − expectation` of the means of an item; of a dimension the
/// mean gap of its items; overall the mean of the dimensions, each counting the
/// same. Ratio `perception/expectation`. Sums are exact.
///
/// # Assumes
/// Both asked of the same items on the same scale. A negative gap: less than
/// expected.
///
/// # When not
/// Expectations at the top of the scale leave only negative gaps.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, service_gap};
/// let seen = [Sample::of_codes(3, &[4], 0), Sample::of_codes(2, &[4], 0)];
/// let expected = [Sample::of_codes(4, &[4], 0), Sample::of_codes(4, &[4], 0)];
/// let found = service_gap(&seen, &expected, &[vec![0], vec![1]]).unwrap();
/// assert_eq!((found.dimensions, found.overall), (vec![-1.0, -2.0], Ok(-1.5)));
/// ```
///
/// # Checked against
/// `csi_ipa_servqual` of the reference cases.
///
/// # References
/// Parasuraman, Zeithaml & Berry (1988) Journal of Retailing 64.
///
/// # Errors
/// As [`super::importance_performance`]; [`NotComputable::OutOfRange`] for a
/// dimension without items or with an item that does not exist.
pub fn service_gap(
    perception: &[Sample],
    expectation: &[Sample],
    dimensions: &[Vec<usize>],
) -> Outcome<ServiceGap> {
    let (perception, expectation) = means_of_both(perception, expectation)?;
    let pairs = || perception.iter().zip(&expectation);
    let gaps: Vec<Exact> = pairs().map(|(p, e)| p.clone() - e.clone()).collect();
    let dimension = |items: &Vec<usize>| {
        let picked: Option<Vec<Exact>> = items.iter().map(|&i| gaps.get(i).cloned()).collect();
        let picked = picked.filter(|p| !p.is_empty());
        let picked = picked.ok_or(NotComputable::out_of_range("dimensions"))?;
        Ok(picked.iter().sum::<Exact>() / Exact::whole(picked.len() as i128))
    };
    let of_dimensions: Vec<Exact> = dimensions.iter().map(dimension).collect::<Outcome<_>>()?;
    let overall = match of_dimensions.len() {
        0 => Err(NotComputable::not_given("dimensions")),
        k => Ok((of_dimensions.iter().sum::<Exact>() / Exact::whole(k as i128)).value()),
    };
    let ratio = |(p, e): (&Exact, &Exact)| match e.is_zero() {
        true => Err(NotComputable::out_of_range("expectation")),
        false => Ok((p.clone() / e.clone()).value()),
    };
    Ok(ServiceGap {
        gaps: gaps.iter().map(Exact::value).collect(),
        ratios: pairs().map(ratio).collect(),
        dimensions: of_dimensions.iter().map(Exact::value).collect(),
        overall,
    })
}

/// Gaps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceGap {
    /// Of each item, perception less expectation.
    pub gaps: Vec<f64>,
    /// Of each item, perception by expectation (Q).
    pub ratios: Vec<Outcome<f64>>,
    /// Mean gaps, in the order of the dimensions.
    pub dimensions: Vec<f64>,
    /// Mean of the dimensions; not computable without any.
    pub overall: Outcome<f64>,
}
