use super::pdf_markup::quote;
use std::fmt::Write;

/// A text as an expression for the typesetter. What the program's font has no letter
/// for is set from letters it has: an index below or a sign above the line, the name
/// of a bracket.
pub(super) fn letters(text: &str) -> String {
    if text.is_ascii() || text.chars().all(|sign| place(sign) == Place::Line) {
        return quote(&named(text));
    }
    let signs: Vec<char> = text.chars().collect();
    let mut out = String::from("{");
    for run in signs.chunk_by(|a, b| place(*a) == place(*b)) {
        let function = match run.first().map_or(Place::Line, |sign| place(*sign)) {
            Place::Line => "",
            Place::Below => "sub",
            Place::Above => "super",
        };
        let run: String = run.iter().map(|sign| plain(*sign)).collect();
        let _ = write!(out, "{function}({}); ", quote(&named(&run)));
    }
    out.push('}');
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Line,
    Below,
    Above,
}

fn place(sign: char) -> Place {
    match sign {
        '₀'..='₎' | 'ⱼ' | 'ₖ' | 'ₘ' | 'ₙ' => Place::Below,
        '⁻' => Place::Above,
        _ => Place::Line,
    }
}

fn plain(sign: char) -> char {
    match sign {
        '₀'..='₉' => char::from_digit(u32::from(sign) - u32::from('₀'), 10).unwrap_or(sign),
        '₊' => '+',
        '₋' | '⁻' => '−',
        '₌' => '=',
        '₍' => '(',
        '₎' => ')',
        'ⱼ' => 'j',
        'ₖ' => 'k',
        'ₘ' => 'm',
        'ₙ' => 'n',
        _ => sign,
    }
}

fn named(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '⌊' => out.push_str("floor("),
            '⌈' => out.push_str("ceil("),
            '⌋' | '⌉' => out.push(')'),
            '⟨' => out.push('<'),
            '⟩' => out.push('>'),
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_set_below_the_line() {
        assert_eq!(letters("H = 12/n"), "\"H = 12/n\"");
        assert_eq!(
            letters("x₁₂ₙ ⌊y⌋"),
            "{(\"x\"); sub(\"12n\"); (\" floor(y)\"); }"
        );
        assert_eq!(letters("S⁻¹"), "{(\"S\"); super(\"−\"); (\"¹\"); }");
    }

    /// Of everything the program itself writes.
    #[test]
    fn every_letter_of_the_words_and_cards_is_in_the_font() {
        let bytes = typst::foundations::Bytes::new(crate::chart::fonts()[0]);
        let font = typst::text::Font::new(bytes, 0).expect("a font");
        let is_drawn = |sign: char| font.info().coverage.contains(u32::from(sign));
        let texts = [
            include_str!("../../reports/words/id.toml"),
            include_str!("../../reports/words/en.toml"),
            include_str!("../../reports/cards/id.toml"),
            include_str!("../../reports/cards/en.toml"),
            include_str!("../../reports/rules/default.toml"),
            include_str!("../../reports/rules/schools.toml"),
            include_str!("../../reports/references.toml"),
        ];
        for text in texts {
            let drawn = named(&text.chars().map(plain).collect::<String>());
            for sign in drawn.chars().filter(|sign| !sign.is_control()) {
                assert!(is_drawn(sign), "{sign:?} is not in the font");
            }
        }
    }
}
