use super::battery;
use super::headers::code_number;
use super::wish::Named;
use super::words::word_sets;
use super::{ColumnSample, Instrument, ItemSpec, MappedItem, Reading, WhyMapped, Words};
use num_rational::Ratio;

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
    let short: Vec<&str> = chosen
        .iter()
        .map(|(_, at)| columns.get(*at).map_or("", |column| short(&column.header)))
        .collect();
    let mut numbers = 1..;
    chosen
        .iter()
        .zip(&short)
        .filter_map(|((id, position), short)| {
            let number: usize = numbers.next()?;
            let column = columns.get(*position)?;
            let mut item = mapped(instrument, *position, column, None, String::new(), why);
            let alone = chosen.len() == 1 || !repeats(&chosen, columns, short);
            item.name = both(if alone { short } else { &column.header });
            item.id = id.clone().unwrap_or_else(|| format!("butir-{number}"));
            item.code = format!("B{number}");
            item.weight = weight;
            Some(item)
        })
        .collect()
}

/// The part in brackets of a form's grid, `… [Harga laptop]`; else the header.
fn short(header: &str) -> &str {
    let inner = header
        .trim()
        .strip_suffix(']')
        .and_then(|rest| rest.rsplit_once('['));
    inner.map_or(header.trim(), |(_, inner)| inner.trim())
}

fn repeats(chosen: &Named, columns: &[ColumnSample], name: &str) -> bool {
    let headers = chosen.iter().filter_map(|(_, at)| columns.get(*at));
    headers
        .filter(|column| short(&column.header) == name)
        .count()
        > 1
}
