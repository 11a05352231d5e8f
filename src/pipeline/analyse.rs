use super::only_counts::answered;
use super::{Setup, Surveyed, Understanding, study};
use crate::analysis::{Levels, Policy, Request, Study, adjust, answer};
use crate::error::Result;

/// The Study of a survey with the answers to further questions; their p values
/// are adjusted together.
///
/// # Errors
/// Those of [`study()`].
pub fn analyse(
    understanding: &Understanding,
    surveyed: &Surveyed,
    setup: &Setup,
    requests: &[Request],
    policy: Policy,
) -> Result<Study> {
    let mut study = study(understanding, surveyed, setup)?;
    let levels = Levels::default();
    let mut entries: Vec<_> = requests
        .iter()
        .map(|request| {
            let entry = answer(
                &surveyed.responses,
                surveyed.listing.as_ref(),
                request,
                levels,
            );
            match understanding.only_counts() {
                Some(most) => answered(request, entry, most),
                None => entry,
            }
        })
        .collect();
    study.multiplicity = adjust(&mut entries, policy).ok().filter(|m| m.tests > 0);
    study.entries.extend(entries);
    Ok(study)
}
