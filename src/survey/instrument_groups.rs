use super::entries::{Entries, Span};
use super::instrument_file::cite;
use super::instrument_rules::check_values;
use super::{GroupRole, GroupSpec, Words};
use crate::error::Result;
use crate::said;

/// What the form asks about respondents.
pub(super) fn read_groups(top: &mut Entries, sources: &mut Vec<String>) -> Result<Vec<GroupSpec>> {
    let mut groups: Vec<GroupSpec> = Vec::new();
    for mut entry in top.tables("groups")? {
        let role = entry.need_text("role")?;
        let Some(role) = role_named(&role) else {
            let error = entry.error(
                &entry.at("role"),
                said!("peran `{role}` tidak dikenal", "unknown role `{role}`"),
            );
            return Err(error.hint(said!(
                "pakai salah satu dari: sex, age, education, job, service, unit, period, other",
                "use one of: sex, age, education, job, service, unit, period, other"
            )));
        };
        let (values, ranges) = read_values(&mut entry)?;
        groups.push(GroupSpec {
            role,
            name: entry.need_words("name")?,
            headers: entry
                .list("headers")?
                .into_iter()
                .map(|(text, _)| text)
                .collect(),
            values,
            ranges,
        });
        cite(&mut entry, sources)?;
        entry.finish()?;
    }
    Ok(groups)
}

fn role_named(name: &str) -> Option<GroupRole> {
    Some(match name {
        "sex" => GroupRole::Sex,
        "age" => GroupRole::Age,
        "education" => GroupRole::Education,
        "job" => GroupRole::Job,
        "service" => GroupRole::Service,
        "unit" => GroupRole::Unit,
        "period" => GroupRole::Period,
        "other" => GroupRole::Other,
        _ => return None,
    })
}

/// The boxes of a form with their spellings, and what numbers each covers.
type Boxes = (Vec<(Words, Vec<String>)>, Vec<(u32, u32)>);

fn read_values(group: &mut Entries) -> Result<Boxes> {
    let mut values = Vec::new();
    let mut ranges: Vec<((u32, u32), Span)> = Vec::new();
    for mut entry in group.tables("values")? {
        let name = entry.both()?;
        let also = entry
            .list("also")?
            .into_iter()
            .map(|(text, _)| text)
            .collect();
        let (from, to) = (entry.whole("from")?, entry.whole("to")?);
        match (from.map(u32::try_from), to.map(u32::try_from)) {
            (None, None) => {}
            (Some(Ok(from)), Some(Ok(to))) if from <= to => {
                ranges.push(((from, to), entry.span.clone()))
            }
            _ => {
                return Err(entry.error(
                    &entry.span,
                    said!(
                        "rentang perlu `from` dan `to` dengan from ≤ to",
                        "a range takes `from` and `to` with from ≤ to"
                    ),
                ));
            }
        }
        values.push(((name, also), entry.span.clone()));
        entry.finish()?;
    }
    check_values(group, &values, &ranges)?;
    Ok((
        values.into_iter().map(|(value, _)| value).collect(),
        ranges.into_iter().map(|(range, _)| range).collect(),
    ))
}
