use super::fold::fold;
use super::personal::personal;
use super::recognise::by_header;
use super::wish::{name, named};
use super::{
    ColumnSample, GroupRole, GroupSpec, Instrument, MappedGroup, Personal, WhyMapped, WhyUnused,
};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use std::cell::OnceCell;

/// The group columns: those the user names, and for each characteristic of the
/// instrument the column whose header fits best. In file order.
///
/// # Errors
/// A column asked for that does not exist, is an item, or holds persons' data.
pub(super) fn find(
    instrument: &Instrument,
    columns: &[ColumnSample],
    items: &[usize],
    aside: &[usize],
    by: &[String],
) -> Result<Vec<MappedGroup>> {
    let mut groups: Vec<MappedGroup> = Vec::new();
    for (_, position) in named(columns, by)? {
        let Some(column) = columns.get(position) else {
            continue;
        };
        check(columns, position, items)?;
        let spec = instrument
            .groups
            .iter()
            .filter_map(|spec| Some((score(spec, column)?, spec)));
        let spec = spec.max_by_key(|(score, _)| *score).map(|(_, spec)| spec);
        groups.push(mapped(position, column, spec, WhyMapped::Asked));
    }
    let may_be: Vec<OnceCell<bool>> = columns.iter().map(|_| OnceCell::new()).collect();
    for spec in &instrument.groups {
        if groups
            .iter()
            .any(|group| group.role == spec.role && spec.role != GroupRole::Other)
        {
            continue;
        }
        let free = columns.iter().enumerate().filter(|(position, column)| {
            let used = items.contains(position)
                || aside.contains(position)
                || groups.iter().any(|group| group.position == *position);
            !used && repeats(spec, column)
        });
        let scored =
            free.filter_map(|(position, column)| Some((score(spec, column)?, position, column)));
        let scored = scored.filter(|(_, position, column)| {
            let known = may_be.get(*position);
            known.is_some_and(|known| *known.get_or_init(|| may_be_group(column)))
        });
        // The first among equals.
        let best = scored.max_by_key(|(score, position, _)| (*score, std::cmp::Reverse(*position)));
        if let Some((_, position, column)) = best {
            groups.push(mapped(position, column, Some(spec), WhyMapped::Header));
        }
    }
    groups.sort_by_key(|group| group.position);
    Ok(groups)
}

fn mapped(
    position: usize,
    column: &ColumnSample,
    spec: Option<&GroupSpec>,
    why: WhyMapped,
) -> MappedGroup {
    MappedGroup {
        position,
        column: column.column,
        header: column.header.clone(),
        role: spec.map_or(GroupRole::Other, |spec| spec.role),
        spec: spec.cloned(),
        why,
    }
}

pub(super) fn check(columns: &[ColumnSample], position: usize, items: &[usize]) -> Result<()> {
    let column = name(columns, position);
    if items.contains(&position) {
        return Err(Error::new(
            ErrorKind::Usage,
            said!(
                "kolom {column} sudah menjadi butir penilaian",
                "column {column} is an item already"
            ),
        )
        .hint(said!(
            "pilih kolom lain untuk pengelompokan, atau sebutkan kolom butir dengan `--items`",
            "choose another column to group by, or name the item columns with `--items`"
        )));
    }
    let Some(sample) = columns.get(position) else {
        return Ok(());
    };
    let answered: u64 = sample.values.iter().map(|(_, count)| count).sum();
    // A district under the header `alamat` is a group; a column of addresses is not.
    let individual = sample.distinct > 30 || sample.distinct * 2 > answered;
    let district = |sort| sort == Personal::Address && !individual;
    if personal(sample).is_some_and(|sort| !district(sort)) {
        return Err(Error::new(
            ErrorKind::Usage,
            said!(
                "kolom {column} berisi data pribadi dan tidak dapat dipakai untuk mengelompokkan",
                "column {column} holds personal data and cannot be grouped by"
            ),
        )
        .hint(said!(
            "pilih kolom dengan sedikit nilai yang berulang",
            "choose a column with few values that repeat"
        )));
    }
    Ok(())
}

/// How well a header names a characteristic; none when it does not.
fn score(spec: &GroupSpec, column: &ColumnSample) -> Option<usize> {
    // Headers that say much more are questions about it. A free text has no boxes
    // to confirm it, so `Layanan cepat dan ramah` must not pass for the service.
    let free = spec.values.is_empty();
    let fits = |named: &Named| named.more <= if free && named.words == 1 { 1 } else { 4 };
    header_names(spec, column)
        .filter(fits)
        .map(|named| named.words * 10 + 9 - named.more.min(9))
        .max()
}

/// Whether a header is a characteristic's and hardly anything else.
pub(super) fn is_characteristic(spec: &GroupSpec, column: &ColumnSample) -> bool {
    let most = match spec.role {
        GroupRole::Sex | GroupRole::Age => 4,
        GroupRole::Education | GroupRole::Job => 1,
        _ => 0,
    };
    header_names(spec, column).any(|named| named.more <= most)
}

/// An entry of a characteristic found in a header: its words, and how many
/// others the header has.
struct Named {
    words: usize,
    more: usize,
}

fn header_names(spec: &GroupSpec, column: &ColumnSample) -> impl Iterator<Item = Named> {
    // `jk. Jenis kelamin`: what stands before is a code and says nothing more.
    let coded = column.header.trim_start().split_once(". ");
    let named = coded.filter(|(code, rest)| !code.contains(' ') && !rest.trim().is_empty());
    let header = fold(named.map_or(column.header.as_str(), |(_, rest)| rest));
    spec.headers.iter().filter_map(move |entry| {
        let words: Vec<&str> = header.split(' ').collect();
        let entry = fold(entry);
        let wanted: Vec<&str> = entry.split(' ').collect();
        let all = wanted.iter().all(|word| words.contains(word));
        all.then(|| Named {
            words: wanted.len(),
            more: words.len().saturating_sub(wanted.len()),
        })
    })
}

/// Whether few enough values repeat for a column to be a group.
fn repeats(spec: &GroupSpec, column: &ColumnSample) -> bool {
    let answered: u64 = column.values.iter().map(|(_, count)| count).sum();
    // Ages are counted in bands, whatever their number.
    !spec.ranges.is_empty() || column.distinct <= 50 || column.distinct * 3 <= answered
}

/// Whether the content of a column can be a group.
fn may_be_group(column: &ColumnSample) -> bool {
    let told = matches!(
        by_header(column),
        Some(WhyUnused::Comment | WhyUnused::Computed | WhyUnused::Time)
    );
    !told && personal(column).is_none()
}
