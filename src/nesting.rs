//! How deep the files that people give may be nested: brackets in brackets, keys in
//! keys, tags in tags. What goes deeper is refused before any parser sees it, for some
//! parsers take a piece of the stack for each level.

use crate::error::{Error, ErrorKind, Place, Result};
use crate::said;

/// Levels of settings (TOML) and of counts and results (JSON). What this program
/// writes has about a dozen.
pub(crate) const MOST_LEVELS: usize = 64;

/// Refuses JSON that is nested deeper than [`MOST_LEVELS`]; `file` is named in the
/// error. Text that is no JSON is left to the parser.
///
/// # Errors
/// The limit, with the line where it is passed.
pub(crate) fn check_json(file: &str, text: &str) -> Result<()> {
    let mut levels = 0_usize;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => {
                while let Some((_, inside)) = bytes.next() {
                    match inside {
                        b'"' => break,
                        b'\\' => drop(bytes.next()),
                        _ => {}
                    }
                }
            }
            b'[' | b'{' => levels += 1,
            b']' | b'}' => levels = levels.saturating_sub(1),
            _ => {}
        }
        if levels > MOST_LEVELS {
            return Err(too_deep(file, text, at));
        }
    }
    Ok(())
}

/// Refuses TOML that is nested deeper than [`MOST_LEVELS`], by brackets or by keys
/// with dots; `file` is named in the error. Text that is no TOML is left to the parser.
///
/// # Errors
/// The limit, with the line where it is passed.
pub(crate) fn check_toml(file: &str, text: &str) -> Result<()> {
    let mut keys = Keys::default();
    let mut rest = text;
    while let Some(sign) = rest.bytes().next() {
        let taken = match sign {
            b'"' | b'\'' => quoted(rest, sign),
            b'#' => rest.find('\n').unwrap_or(rest.len()),
            _ => {
                keys.see(sign);
                rest.chars().next().map_or(1, char::len_utf8)
            }
        };
        if keys.levels() > MOST_LEVELS {
            return Err(too_deep(file, text, text.len() - rest.len()));
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    Ok(())
}

/// The keys that a place of a TOML file stands under.
#[derive(Default)]
struct Keys {
    /// Those of the header of its section.
    section: usize,
    /// Levels of each open bracket: its own, and the dots of the key before it.
    open: Vec<usize>,
    /// Dots since the entry began; those of a number do not matter.
    dots: usize,
    /// Whether this line is the header of a section.
    header: bool,
    /// Whether something stands in this line.
    begun: bool,
}

impl Keys {
    fn see(&mut self, sign: u8) {
        let begun = std::mem::replace(&mut self.begun, true);
        match sign {
            b'\n' => {
                if self.header {
                    self.section = self.dots + 1;
                }
                self.header = false;
                self.begun = false;
                self.dots = 0;
            }
            b' ' | b'\t' | b'\r' => self.begun = begun,
            b'.' => self.dots += 1,
            b'[' if !begun && self.open.is_empty() => {
                self.header = true;
                self.section = 0;
            }
            b'[' | b'{' if !self.header => {
                self.open.push(self.dots + 1);
                self.dots = 0;
            }
            b']' | b'}' if !self.header => {
                self.open.pop();
                self.dots = 0;
            }
            b',' => self.dots = 0,
            _ => {}
        }
    }

    fn levels(&self) -> usize {
        self.section + self.open.iter().sum::<usize>() + self.dots
    }
}

/// Bytes of a text in quotes at the start of a text, quotes included.
fn quoted(text: &str, quote: u8) -> usize {
    let three = [quote; 3];
    let long = text.as_bytes().starts_with(&three);
    let marks = if long { 3 } else { 1 };
    let mut at = marks;
    while let Some(rest) = text.as_bytes().get(at..).filter(|rest| !rest.is_empty()) {
        match rest {
            [b'\\', ..] if quote == b'"' => at += 2,
            [b'\n', ..] if !long => break,
            _ if long && rest.starts_with(&three) => return at + 3,
            [sign, ..] if !long && *sign == quote => return at + 1,
            _ => at += 1,
        }
    }
    // One that never closes: the parser says so.
    (marks..=at.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(marks)
}

fn too_deep(file: &str, text: &str, at: usize) -> Error {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let row = before.iter().filter(|byte| **byte == b'\n').count();
    Error::new(
        ErrorKind::Invalid,
        said!(
            "isinya bersarang lebih dari {MOST_LEVELS} tingkat, batas sebuah berkas pengaturan atau hitungan",
            "it is nested more than {MOST_LEVELS} levels deep, the limit of a file of settings or counts"
        ),
    )
    .at(Place {
        row: u32::try_from(row).ok(),
        ..Place::file(file)
    })
    .hint(said!(
        "berkas yang wajar tidak sedalam itu: periksa kurung yang tidak ditutup, atau pakai salinan yang utuh",
        "no ordinary file goes that deep: look for brackets that never close, or use an intact copy"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toml(text: &str) -> bool {
        check_toml("a.toml", text).is_ok()
    }

    fn json(text: &str) -> bool {
        check_json("a.json", text).is_ok()
    }

    /// `many` times one text in front of another and a third behind it.
    fn around(open: &str, many: usize, inside: &str, close: &str) -> String {
        [&open.repeat(many), inside, &close.repeat(many)].concat()
    }

    #[test]
    fn levels_up_to_the_limit_are_read() {
        assert!(json(&around("[", 64, "", "]")));
        assert!(json(&around("{\"a\":", 64, "1", "}")));
        assert!(toml(&format!("a = {}", around("[", 64, "", "]"))));
        assert!(toml(&format!("a{} = 1", ".b".repeat(64))));
        assert!(toml(&format!("[a{}]\nb = 1.5\n", ".b".repeat(62))));
        // Neither one behind the other nor in quotes and notes is one in the other.
        assert!(json(&"[]".repeat(1000)));
        assert!(json(&format!("[\"\\\"{}\"]", "[".repeat(1000))));
        assert!(toml(&"a = [1.5, 2.5]\n".repeat(1000)));
        assert!(toml(&format!("a = '{}'\n", "[.".repeat(1000))));
        assert!(toml(&format!(
            "a = \"\\\"{}\" # {}",
            "{".repeat(1000),
            ".".repeat(1000)
        )));
        assert!(toml(&format!("a = '''\n{}\n'''", "[".repeat(1000))));
        assert!(toml(&format!("a = [{}]", "1.5,\n".repeat(1000))));
    }

    #[test]
    fn levels_beyond_the_limit_are_refused() {
        for many in [65, 100_000] {
            assert!(!json(&around("[", many, "", "]")));
            assert!(!json(&around("{\"a\":", many, "1", "}")));
            assert!(!json(&"[".repeat(many)));
            assert!(!toml(&format!("a = {}", around("[", many, "", "]"))));
            assert!(!toml(&format!("a = {}", around("{b = ", many, "1", "}"))));
            assert!(!toml(&format!(
                "a = {}",
                around("{b.c = ", many / 2 + 1, "1", "}")
            )));
            assert!(!toml(&format!("a{} = 1", ".b".repeat(many))));
            assert!(!toml(&format!("[[a{}]]\nb = 1", ".b".repeat(many))));
            assert!(!toml(&format!("[a{}]\nb.c.d = 1", ".b".repeat(62))));
        }
    }

    #[test]
    fn the_error_names_the_line_and_the_limit() {
        let text = format!("a = 1\nb = '''é\n\n'''\nc = {}", "[".repeat(65));
        let error = check_toml("a.toml", &text).expect_err("too deep");
        let said = error.say(crate::Language::En);
        assert!(
            said.starts_with("a.toml › 5: it is nested more than 64 levels deep"),
            "{said}"
        );
        // What never closes is the parser's to tell.
        assert!(toml("a = \"é"));
        assert!(toml("a = '''é"));
        assert!(toml("\"\\"));
    }
}
