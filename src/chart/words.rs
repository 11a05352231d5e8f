//! The few words only a drawing knows it needs: what was cut, what was left
//! out, what a mark means. All else comes with the chart's data.

use super::axis::Axis;
use crate::decimal::Decimal;
use crate::language::Language;

/// Where nothing is known.
pub const NOTHING: &str = "–";

pub fn value(language: Language) -> &'static str {
    match language {
        Language::Id => "Nilai",
        Language::En => "Value",
    }
}

pub fn grade(language: Language) -> &'static str {
    match language {
        Language::Id => "Mutu",
        Language::En => "Grade",
    }
}

/// What a bar begins at when that is not 0.
pub fn bars_start(at: f64, language: Language) -> String {
    let at = number(at, language);
    match language {
        Language::Id => format!("batang mulai dari {at}, nilai terendah yang mungkin"),
        Language::En => format!("bars start at {at}, the least possible value"),
    }
}

/// The title of an axis, and that it shows a part of the whole only, where it does.
pub fn part_title(title: &str, part: (f64, f64), whole: &Axis, language: Language) -> String {
    if part == (whole.from, whole.to) {
        return title.to_owned();
    }
    let ends = [part.0, part.1, whole.from, whole.to];
    let [a, b, c, d] = ends.map(|v| number(v, language));
    let part = match language {
        Language::Id => format!("sumbu diperbesar: {a}–{b} dari {c}–{d}"),
        Language::En => format!("enlarged axis: {a}–{b} of {c}–{d}"),
    };
    joined(title, &part)
}

/// A title of an axis and what is to say of it.
pub fn joined(title: &str, more: &str) -> String {
    match title.trim() {
        "" => more.to_owned(),
        title => format!("{title} · {more}"),
    }
}

/// How many intervals hold more than one grade.
pub fn reach(count: usize, of: usize, language: Language) -> String {
    match language {
        Language::Id => format!(
            "{count} dari {of} selang menjangkau lebih dari satu mutu (rentangnya di samping mutu)."
        ),
        Language::En => format!(
            "{count} of {of} intervals reach more than one grade (their range stands beside the grade)."
        ),
    }
}

/// Why intervals end where the scale does, if one of these does.
pub fn clipped(
    intervals: impl IntoIterator<Item = Option<(f64, f64)>>,
    (least, most): (f64, f64),
    language: Language,
) -> Option<String> {
    let cut = |(low, high)| low < high && (low <= least || high >= most);
    let text = match language {
        Language::Id => "Selang yang melewati batas skala dipotong di batas itu.",
        Language::En => "Intervals beyond the scale are cut at its ends.",
    };
    let mut intervals = intervals.into_iter().flatten();
    intervals.any(cut).then(|| text.to_owned())
}

/// What a hollow point is.
pub fn hollow(language: Language) -> &'static str {
    match language {
        Language::Id => "Titik berongga: nilai tanpa selang kepercayaan.",
        Language::En => "Hollow point: a value without a confidence interval.",
    }
}

/// That an event lies before a period and after those before it.
pub fn from_period(period: &str, language: Language) -> String {
    match language {
        Language::Id => format!("mulai {period}"),
        Language::En => format!("from {period} on"),
    }
}

pub fn no_answers(language: Language) -> &'static str {
    match language {
        Language::Id => "tidak ada jawaban",
        Language::En => "no answers",
    }
}

/// That some segments are too small for a number.
pub fn unlabelled(language: Language) -> &'static str {
    match language {
        Language::Id => "Bagian yang terlalu kecil digambar tanpa angka; angkanya ada di tabel.",
        Language::En => "Parts too small are drawn without a number; the table has it.",
    }
}

/// What short lines from points are.
pub fn leaders(language: Language) -> &'static str {
    match language {
        Language::Id => "Garis pendek dari titik: menuju kodenya.",
        Language::En => "A short line from a point leads to its code.",
    }
}

/// That the band of a Q–Q plot is wider than the plot.
pub fn cut_band(language: Language) -> &'static str {
    match language {
        Language::Id => "Bidang pucat dipotong di batas sumbu.",
        Language::En => "The pale surface is cut at the ends of the axis.",
    }
}

/// What numbers beside bars are.
pub fn beside(language: Language) -> &'static str {
    match language {
        Language::Id => "Angka di samping kotak kecil: bagian yang terlalu sempit untuk angkanya.",
        Language::En => "A number beside a small square: a part too narrow for its number.",
    }
}

/// That cells have no numbers.
pub fn small_cells(language: Language) -> &'static str {
    match language {
        Language::Id => "Sel terlalu kecil untuk angkanya; nilainya ada di tabel data gambar ini.",
        Language::En => {
            "Cells too small for their numbers; the values are in the figure's data table."
        }
    }
}

/// What a cell without a colour is.
pub fn blank_cells(language: Language) -> &'static str {
    match language {
        Language::Id => "Sel bergaris miring: tidak dapat dihitung.",
        Language::En => "Cells with a stroke: not computable.",
    }
}

/// Nothing at all to draw.
pub fn no_data(language: Language) -> &'static str {
    match language {
        Language::Id => "Tidak ada data untuk digambar.",
        Language::En => "There are no data to draw.",
    }
}

/// Why a count is not shown.
pub fn too_few(language: Language) -> &'static str {
    match language {
        Language::Id => "– terlalu sedikit untuk ditampilkan",
        Language::En => "– too few to be shown",
    }
}

pub fn median(language: Language) -> &'static str {
    match language {
        Language::Id | Language::En => "Median",
    }
}

pub fn mean(language: Language) -> &'static str {
    match language {
        Language::Id => "Rerata",
        Language::En => "Mean",
    }
}

pub fn interval_title(language: Language) -> &'static str {
    match language {
        Language::Id => "Selang 95%",
        Language::En => "95% interval",
    }
}

/// Both ends of an interval, rounded once.
pub fn interval(low: f64, high: f64, places: u8, language: Language) -> String {
    let end = |value: f64| match Decimal::round(value, places) {
        Some(rounded) => rounded.text(language).replace('-', "−"),
        None => NOTHING.to_owned(),
    };
    format!("{} … {}", end(low), end(high))
}

/// A difference with its sign.
pub fn signed(value: Decimal, language: Language) -> String {
    let text = value.text(language).replace('-', "−");
    if value.units > 0 {
        format!("+{text}")
    } else {
        text
    }
}

/// A rounded number.
pub fn decimal(value: Decimal, language: Language) -> String {
    value.text(language).replace('-', "−")
}

/// A number below one without its 0, where there is no room for it.
pub fn short(value: Decimal, language: Language) -> String {
    let text = decimal(value, language);
    let sign = language.decimal_sign();
    let short = text.replacen(&format!("0{sign}"), &sign.to_string(), 1);
    let below_one = value.value().abs() < 1.0;
    if below_one { short } else { text }
}

/// A number with at most two decimals and none it does not need.
pub fn number(value: f64, language: Language) -> String {
    let Some(rounded) = Decimal::round(value, 2) else {
        return NOTHING.to_owned();
    };
    let text = rounded.text(language);
    let text = text.trim_end_matches('0');
    let text = text.trim_end_matches(language.decimal_sign());
    text.replace('-', "−")
}

/// A count, thousands grouped; from a thousand millions on as `1,8e19`, which
/// still fits a column.
pub fn count(value: u64, language: Language) -> String {
    if value < 1_000_000_000 {
        return Decimal::whole(value).grouped(language);
    }
    let text = format!("{:.1e}", value as f64);
    text.replace('.', &language.decimal_sign().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_idle_decimals() {
        let texts = [25.0, 76.61, 88.5, 0.0, 100.0].map(|v| number(v, Language::Id));
        assert_eq!(texts, ["25", "76,61", "88,5", "0", "100"]);
        assert_eq!(number(f64::NAN, Language::En), "–");
        assert_eq!(count(12_345, Language::Id), "12.345");
        assert_eq!(count(u64::MAX, Language::Id), "1,8e19");
    }
}
