/// What a cell looks like; enough to tell a header from the cells below it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Number(f64),
    /// A date, a time, a logical value or an error: never a header.
    Value,
    /// A sign for "nothing": `-`, `.`.
    Nothing,
    Text,
}

/// The kind of a cell's text.
pub(super) fn kind(text: &str) -> Kind {
    let text = super::trimmed(text);
    match text {
        "" | "-" | "--" | "." | "–" | "?" => Kind::Nothing,
        "TRUE" | "FALSE" => Kind::Value,
        _ if text.starts_with('#') && text.ends_with(['!', '?', 'A']) => Kind::Value,
        _ => match number(text) {
            Some(number) => Kind::Number(number),
            None if is_moment(text) => Kind::Value,
            None => Kind::Text,
        },
    }
}

/// A number with a decimal point or comma, grouped thousands or a per cent sign.
pub(super) fn number(text: &str) -> Option<f64> {
    let (text, part) = match text.strip_suffix('%') {
        Some(text) => (text.trim_end(), 100.0),
        None => (text, 1.0),
    };
    let first = text.trim_start_matches(['-', '+']).bytes().next()?;
    if !first.is_ascii_digit() && first != b'.' && first != b',' {
        return None;
    }
    if let Ok(number) = text.parse::<f64>() {
        return Some(number / part);
    }
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+');
    if !text.chars().all(plain) {
        return None;
    }
    let decimal = text.rfind(['.', ','])?;
    let (whole, rest) = text.split_at(decimal);
    let whole: String = whole.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    let rest = rest.get(1..)?;
    format!("{whole}.{rest}")
        .parse()
        .ok()
        .map(|n: f64| n / part)
}

/// Whether a text is a date or time: digits in two or more groups, joined by
/// `-`, `/`, `.` or `:`, with nothing else but a zone or `PM` behind.
fn is_moment(text: &str) -> bool {
    // Digits of the group at hand, groups, and how often each sign joins two.
    let (mut digits, mut groups, mut signs) = (0, 1, [0; 4]);
    for byte in text.bytes().take_while(|byte| !matches!(byte, b' ' | b'T')) {
        let sign = match byte {
            b'0'..=b'9' if digits < 4 => {
                digits += 1;
                continue;
            }
            b'-' => 0,
            b'/' => 1,
            b'.' => 2,
            b':' => 3,
            _ => return false,
        };
        if digits == 0 {
            return false;
        }
        (digits, groups) = (0, groups + 1);
        if let Some(times) = signs.get_mut(sign) {
            *times += 1;
        }
    }
    let [dashes, slashes, points, colons] = signs;
    let date = groups == 3 && [dashes, slashes, points].contains(&2);
    let time = colons >= 1 && groups == colons + 1;
    digits > 0 && (date || time)
}

/// Texts compared without case, outer blanks and runs of blanks.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in super::trimmed(text).split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_two_languages_are_numbers() {
        let cases = [
            ("3", 3.0),
            ("-4.5", -4.5),
            ("3,25", 3.25),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("75%", 0.75),
            ("1.234.567", 1234.567),
        ];
        for (text, expected) in cases {
            assert_eq!(kind(text), Kind::Number(expected), "{text}");
        }
        for text in ["U1", "3 - Sesuai", "a", "S1", "inf", "nan", "1-2-x", "e5"] {
            assert_eq!(kind(text), Kind::Text, "{text}");
        }
        for text in ["2026-03-01", "1/10/2025 11:46", "08:30:00", "#N/A", "TRUE"] {
            assert_eq!(kind(text), Kind::Value, "{text}");
        }
        assert_eq!(kind(" - "), Kind::Nothing);
    }
}
