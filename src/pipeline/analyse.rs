use super::only_counts::answered;
use super::waves::{Paired, paired};
use super::{Setup, Surveyed, Understanding, study};
use crate::analysis::{About, Entry, Levels, Policy, Request, Study, adjust, answer};
use crate::error::Result;
use crate::stats::Outcome;

/// The Study of a survey with the answers to further questions; their p values
/// are adjusted together. Where respondents of two waves are paired, a comparison of
/// the waves is one of pairs.
///
/// # Errors
/// Those of [`study()`]; a column that respondents cannot be paired by.
pub fn analyse(
    understanding: &Understanding,
    surveyed: &Surveyed,
    setup: &Setup,
    requests: &[Request],
    policy: Policy,
) -> Result<Study> {
    let mut study = study(understanding, surveyed, setup)?;
    let levels = Levels::default();
    let wish = setup.reshape.pair.as_ref();
    let waves = wish.map(|wish| paired(understanding, surveyed, wish));
    let waves = waves.transpose()?;
    let mut entries: Vec<_> = requests
        .iter()
        .map(|request| {
            let pairs = waves.as_ref().and_then(|waves| in_pairs(request, waves));
            let request = match &pairs {
                Some(Ok(request)) => request,
                Some(Err(entry)) => return (**entry).clone(),
                None => request,
            };
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

/// The comparison of two waves as one of pairs, or why that has no answer; none for
/// any other request.
fn in_pairs(
    request: &Request,
    (header, waves): &(String, Outcome<Paired>),
) -> Option<std::result::Result<Request, Box<Entry>>> {
    let Request::Compare { by, of, options } = request else {
        return None;
    };
    (by == header).then(|| match waves {
        Ok(found) => Ok(Request::Waves {
            waves: Box::new(found.waves.clone()),
            of: of.clone(),
            policy: options.policy,
        }),
        Err(why) => Err(Box::new(Entry {
            about: About::Question {
                of: of.clone(),
                by: by.clone(),
            },
            outcome: Err(why.clone()),
            adjusted: None,
        })),
    })
}
