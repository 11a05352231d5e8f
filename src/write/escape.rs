/// A text inside HTML or XML: the five marks escaped, so that a user's text is
/// never markup; characters that XML cannot hold are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push_escaped(&mut out, text);
    out
}

/// [`escaped`], at the end of what is there.
pub(super) fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(c),
            // Word calls a file with one of these damaged.
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
}

/// A text on one line, without characters that would steer a terminal or end a
/// table's row.
pub(super) fn one_line(text: &str) -> String {
    let printable = |c: char| if c.is_control() { ' ' } else { c };
    let text: String = text.chars().map(printable).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_marks_and_drops_what_xml_cannot_hold() {
        assert_eq!(
            escaped("<a b=\"c\">&'\u{0}\u{1b}\n"),
            "&lt;a b=&quot;c&quot;&gt;&amp;&#39;\n"
        );
    }

    #[test]
    fn one_line_keeps_no_escape_sequence() {
        assert_eq!(one_line("a\u{1b}[31m\r\n  b"), "a [31m b");
    }
}
