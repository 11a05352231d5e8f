use super::battery;
use super::headers::code_number;
use super::wish::Named;
use super::words::word_sets;
use super::{ColumnSample, Instrument, ItemSpec, MappedItem, Reading, WhyMapped, Words};
use num_rational::Ratio;
use std::collections::BTreeMap;

/// A column as an item: `spec` of the instrument, or an item of the file's own.
pub(super) fn mapped(
    instrument: &Instrument,
    position: usize,
    column: &ColumnSample,
    spec: Option<&ItemSpec>,
    id: String,
    why: WhyMapped,
) -> MappedItem {
    let scale = &instrument.scale;
    let own = spec.map_or(&[][..], |spec| &spec.labels);
    let number = id.strip_prefix("unsur-").unwrap_or(&id);
    let code = spec.map_or_else(|| format!("U{number}"), |spec| spec.code.clone());
    let bare = code_number(&column.header).is_some() || column.header.trim().parse::<u32>().is_ok();
    let other_name = match bare || column.header.trim().is_empty() {
        true => Words {
            id: format!("Unsur {number}"),
            en: format!("Element {number}"),
        },
        false => both(&column.header),
    };
    let reversed = spec.is_some_and(|spec| spec.reversed);
    let mut labels = if own.is_empty() {
        scale.labels.clone()
    } else {
        own.to_vec()
    };
    if reversed {
        // A level keeps the words of what was ticked.
        labels.reverse();
    }
    MappedItem {
        position,
        column: column.column,
        header: column.header.clone(),
        code,
        name: spec.map_or(other_name, |spec| spec.name.clone()),
        labels,
        weight: spec.map_or((0, 1), |spec| spec.weight),
        scale: scale.clone(),
        word_sets: word_sets(spec, scale),
        reading: Reading {
            reversed,
            ..Reading::default()
        },
        id,
        why,
    }
}

fn both(text: &str) -> Words {
    Words {
        id: text.trim().to_owned(),
        en: text.trim().to_owned(),
    }
}

/// Weights of the mapped items that sum to 1: the instrument's own when nothing
/// is missing, scaled when something is, equal when there are items of the
/// office's own.
pub(super) fn weigh(items: &[ItemSpec], mapped: &mut [MappedItem]) {
    let own = mapped
        .iter()
        .any(|item| !items.iter().any(|spec| spec.id == item.id));
    let sum: Ratio<i128> = mapped.iter().map(|item| ratio(item.weight)).sum();
    let equal = (1, i64::try_from(mapped.len()).unwrap_or(i64::MAX));
    for item in mapped {
        let scaled = match own {
            true => None,
            false => fraction(ratio(item.weight) / sum),
        };
        item.weight = scaled.unwrap_or(equal);
    }
}

fn fraction(ratio: Ratio<i128>) -> Option<(i64, i64)> {
    let numerator = i64::try_from(*ratio.numer()).ok()?;
    Some((numerator, i64::try_from(*ratio.denom()).ok()?))
}

fn ratio((numerator, denominator): (i64, i64)) -> Ratio<i128> {
    Ratio::new(i128::from(numerator), i128::from(denominator.max(1)))
}

/// Items of a battery: the columns named, or the longest run that fits.
pub(super) fn battery_items(
    instrument: &Instrument,
    columns: &[ColumnSample],
    asked: &Named,
    reserved: &[usize],
) -> Vec<MappedItem> {
    let sets = word_sets(None, &instrument.scale);
    let chosen: Named = match asked.is_empty() {
        true => battery::find(instrument, &sets, columns, reserved, &[])
            .into_iter()
            .map(|at| (None, at))
            .collect(),
        false => asked.clone(),
    };
    let mut chosen = chosen;
    chosen.sort_by_key(|(_, position)| *position);
    let why = if asked.is_empty() {
        WhyMapped::Block
    } else {
        WhyMapped::Asked
    };
    let weight = (1, i64::try_from(chosen.len()).unwrap_or(i64::MAX));
    let headers: Vec<&str> = chosen
        .iter()
        .map(|(_, at)| columns.get(*at).map_or("", |column| column.header.trim()))
        .collect();
    let mut numbers = 1..;
    chosen
        .iter()
        .zip(told_apart(&headers))
        .filter_map(|((id, position), name)| {
            let number: usize = numbers.next()?;
            let column = columns.get(*position)?;
            let mut item = mapped(instrument, *position, column, None, String::new(), why);
            item.name = both(&name);
            item.id = id.clone().unwrap_or_else(|| format!("butir-{number}"));
            item.code = format!("B{number}");
            item.weight = weight;
            Some(item)
        })
        .collect()
}

/// Names of items from their headers: the row of a form's grid; with the beginning of
/// its question where two grids share the row; the whole header where that is shared.
fn told_apart(headers: &[&str]) -> Vec<String> {
    let rows: Vec<String> = headers
        .iter()
        .map(|header| short(header).to_owned())
        .collect();
    let blocks: Vec<String> = headers.iter().map(|header| of_its_block(header)).collect();
    let (row, block) = (counted(&rows), counted(&blocks));
    let is_alone =
        |all: &BTreeMap<&str, u32>, name: &str| !name.is_empty() && all.get(name) == Some(&1);
    let each = headers.iter().zip(rows.iter().zip(&blocks));
    each.map(|(header, names)| match names {
        (name, _) if is_alone(&row, name) => name.clone(),
        (_, name) if is_alone(&block, name) => name.clone(),
        _ => (*header).to_owned(),
    })
    .collect()
}

fn counted(names: &[String]) -> BTreeMap<&str, u32> {
    let mut all = BTreeMap::new();
    for name in names {
        *all.entry(name.as_str()).or_default() += 1;
    }
    all
}

/// The part in brackets of a form's grid, `… [Harga laptop]`; else the header.
fn short(header: &str) -> &str {
    let inner = header
        .trim()
        .strip_suffix(']')
        .and_then(|rest| rest.rsplit_once('['));
    inner.map_or(header.trim(), |(_, inner)| inner.trim())
}

/// A row that two grids share, with the beginning of its question:
/// `Harga laptop (Untuk setiap pernyataan…)`.
fn of_its_block(header: &str) -> String {
    const BEGIN: usize = 24;
    let short = short(header);
    let Some((question, _)) = header.rsplit_once('[').filter(|_| short != header) else {
        return header.to_owned();
    };
    let begin: String = question.chars().take(BEGIN).collect();
    let begin = match question.chars().count() > BEGIN {
        true => format!(
            "{}…",
            begin.rsplit_once(' ').map_or(&*begin, |(words, _)| words)
        ),
        false => begin.trim_end().to_owned(),
    };
    format!("{short} ({begin})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_two_grids_share_are_told_apart() {
        let importance = "Untuk setiap pernyataan di bawah ini, seberapa penting";
        let performance = "Dalam bagian ini, Anda menilai laptop Anda";
        let header = |question: &str, row: &str| format!("{question} [{row}]");
        let headers = [
            header(importance, "Harga"),
            header(importance, "Berat"),
            header(performance, "Harga"),
            "Layar".into(),
        ];
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        assert_eq!(
            told_apart(&headers),
            [
                "Harga (Untuk setiap pernyataan…)",
                "Berat",
                "Harga (Dalam bagian ini, Anda…)",
                "Layar"
            ]
        );
        let same = [header(importance, "Harga"), header(importance, "Harga")];
        let same: Vec<&str> = same.iter().map(String::as_str).collect();
        assert_eq!(told_apart(&same), same);
    }
}
