/// A number with decimals, in whatever notation.
pub(super) fn is_fraction(text: &str) -> bool {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let parted = digits.split_once(['.', ',']);
    let all = |part: &str| !part.is_empty() && part.bytes().all(|sign| sign.is_ascii_digit());
    parted.is_some_and(|(whole, fraction)| all(whole) && all(fraction))
}

/// The filled stars of a text that holds nothing but stars.
pub(super) fn stars(text: &str) -> Option<i64> {
    let signs = || {
        text.chars()
            .filter(|c| !c.is_whitespace() && *c != '\u{fe0f}')
    };
    let full = signs().filter(|c| matches!(c, '★' | '⭐' | '🌟')).count();
    let only = signs().all(|c| matches!(c, '★' | '⭐' | '🌟' | '☆'));
    (full > 0 && only)
        .then(|| i64::try_from(full).ok())
        .flatten()
}
