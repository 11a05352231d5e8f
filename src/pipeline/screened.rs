use super::row_flags::row_flags;
use super::{Chosen, Reshaped, Setup, Surveyed, Understanding};
use crate::analysis::{
    RowFlags, Screening, flagged_patterns, satisfaction_index, screening, without_rows,
};
use crate::error::{Error, ErrorKind, Result};
use crate::report::Voice;
use crate::said;
use crate::survey::{Issue, IssueKind, Responses, for_the_public};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What is done about respondents who came twice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duplicates {
    /// All of them count.
    #[default]
    Keep,
    /// Their first answer counts.
    First,
    /// Their last answer counts.
    Last,
}

/// How carefully the answers of a survey were given; none where only counts are known,
/// which are nobody's answers.
pub(super) fn screen(
    understanding: &Understanding,
    surveyed: &Surveyed,
    setup: &Setup,
) -> Option<Screening> {
    let counts = |chosen: &Chosen| {
        chosen.counted.is_some() || matches!(chosen.reshaped, Some(Reshaped::Frequencies(_)))
    };
    if understanding.chosen.iter().any(counts) {
        return None;
    }
    let rows = row_flags(understanding, surveyed, setup);
    let rows = surveyed.listing.as_ref().zip(rows.as_ref());
    let turned = |chosen: &Chosen| matches!(chosen.reshaped, Some(Reshaped::Long(_)));
    Some(Screening {
        by_id: !understanding.chosen.is_empty() && understanding.chosen.iter().all(turned),
        ..screening(
            &surveyed.responses,
            &as_given(understanding, &surveyed.responses),
            rows,
            &setup.index,
        )
    })
}

/// Answers as they were ticked: who ticks one box in a row does so in items of either
/// direction.
pub(super) fn as_given<'a>(
    understanding: &Understanding,
    responses: &'a Responses,
) -> Cow<'a, Responses> {
    let items = understanding.mapping.iter().flat_map(|found| &found.items);
    let turned = items.filter(|item| item.reading.reversed);
    let turned: Vec<String> = turned.map(|item| item.id.clone()).collect();
    responses.turned_back(&turned)
}

/// [`screen`], with the printed index of all.
pub(super) fn careless(
    understanding: &Understanding,
    surveyed: &Surveyed,
    setup: &Setup,
    voice: &Voice,
) -> Option<(Screening, Option<String>)> {
    let found = screen(understanding, surveyed, setup)?;
    let all = satisfaction_index(&surveyed.responses, &[], &setup.index).ok();
    let all = all.map(|index| index.printed.text(voice.language));
    Some((found, all))
}

/// Leaves out what the user asked to leave out, and puts small groups together
/// where the results are for the public.
pub(super) fn screened(
    mut surveyed: Surveyed,
    understanding: &Understanding,
    setup: &Setup,
) -> Result<Surveyed> {
    if setup.looks_at_rows() {
        drop_flagged(&mut surveyed, understanding, setup)?;
    }
    if setup.public {
        publish(&mut surveyed, setup)?;
    }
    Ok(surveyed)
}

/// Everything is flagged before anything is left out, so that the order of the
/// flags does not matter.
fn drop_flagged(
    surveyed: &mut Surveyed,
    understanding: &Understanding,
    setup: &Setup,
) -> Result<()> {
    let flags = row_flags(understanding, surveyed, setup);
    let Some(listing) = surveyed.listing.take() else {
        return Err(no_rows());
    };
    let given = as_given(understanding, &surveyed.responses);
    let mut gone = vec![false; listing.rows.len()];
    let mut leave = |flagged: Vec<bool>, name: &str| {
        let n = flagged.iter().filter(|flagged| **flagged).count() as u64;
        for (gone, flagged) in gone.iter_mut().zip(flagged) {
            *gone |= flagged;
        }
        surveyed.issues.push(dropped(name, n));
    };
    for (what, name) in &setup.drop {
        let rows = match flagged_patterns(&given, *what) {
            Some(patterns) => {
                let of = |response: u32| patterns.get(response as usize) == Some(&true);
                Some(
                    listing
                        .rows
                        .iter()
                        .map(|(_, response)| of(*response))
                        .collect(),
                )
            }
            None => flags
                .as_ref()
                .and_then(|flags| flags.of(*what))
                .map(<[bool]>::to_vec),
        };
        leave(rows.ok_or_else(|| not_there(name))?, name);
    }
    let twice = |of: fn(RowFlags) -> Option<Vec<bool>>| {
        flags
            .clone()
            .and_then(of)
            .ok_or_else(|| not_there("duplicates"))
    };
    match setup.duplicates {
        Duplicates::Keep => {}
        Duplicates::First => leave(twice(|flags| flags.duplicate)?, "duplicate"),
        Duplicates::Last => leave(twice(|flags| flags.earlier)?, "duplicate"),
    }
    let (responses, listing) = without_rows(&surveyed.responses, &listing, &gone);
    if responses.n() == 0 {
        return Err(nobody_left());
    }
    surveyed.responses = responses;
    surveyed.listing = Some(listing);
    Ok(())
}

fn publish(surveyed: &mut Surveyed, setup: &Setup) -> Result<()> {
    let small = setup.small();
    let n = surveyed.responses.n();
    if n < small {
        return Err(Error::new(
            ErrorKind::Invalid,
            said!(
                "hanya {n} responden: kurang dari {small}, jawaban perorangan akan terbaca",
                "only {n} respondents: with fewer than {small}, single answers could be read"
            ),
        )
        .hint(said!(
            "gabungkan beberapa periode, atau jalankan tanpa --public",
            "join several periods, or run without --public"
        )));
    }
    // Rows of single respondents are nothing for the public.
    surveyed.listing = None;
    let empty = || Responses {
        items: Vec::new(),
        groups: Vec::new(),
        patterns: Vec::new(),
    };
    let all = std::mem::replace(&mut surveyed.responses, empty());
    let (responses, pooled) = for_the_public(all, small);
    surveyed.responses = responses;
    surveyed.others.retain(|(_, part)| part.n() >= small);
    // A group that is large now may have been small in an earlier period.
    for (_, part) in &mut surveyed.others {
        let all = std::mem::replace(part, empty());
        *part = for_the_public(all, small).0;
    }
    surveyed
        .issues
        .extend(pooled.into_iter().map(|pooled| Issue {
            kind: IssueKind::SmallGroups {
                groups: pooled.groups,
                small,
            },
            column: Some(pooled.header),
            answers: pooled.respondents,
            first: None,
        }));
    Ok(())
}

fn dropped(name: &str, answers: u64) -> Issue {
    let flag = name.to_owned();
    Issue {
        kind: IssueKind::Dropped { flag },
        column: None,
        answers,
        first: None,
    }
}

fn nobody_left() -> Error {
    Error::new(
        ErrorKind::NoAnswers,
        said!(
            "tidak ada responden yang tersisa setelah penyaringan",
            "no respondent is left of those that were not flagged"
        ),
    )
    .hint(said!("kurangi pilihan --drop", "leave some of --drop out"))
}

fn no_rows() -> Error {
    Error::new(
        ErrorKind::Invalid,
        said!(
            "responden tidak dapat disaring: barisnya tidak tersedia",
            "respondents cannot be left out: their rows are not at hand"
        ),
    )
    .hint(said!(
        "pakai berkas jawaban sendiri, paling banyak 100.000 responden",
        "use the file of answers itself, 100,000 respondents at most"
    ))
}

fn not_there(name: &str) -> Error {
    Error::new(
        ErrorKind::Usage,
        said!(
            "`{name}` tidak dapat dicari pada data ini",
            "`{name}` cannot be looked for in these data"
        ),
    )
    .hint(said!(
        "fast perlu waktu mulai dan selesai, duplicates perlu kolom identitas, repeated perlu cap waktu; lihat tridharma check",
        "fast needs start and end times, duplicates a column of identifiers, repeated a time stamp; see tridharma check"
    ))
}
