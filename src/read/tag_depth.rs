use super::limits::MOST_TAGS;
use super::markup::{Quick, Stop};
use memchr::memchr;

/// How deep tags stand in tags in the parts of a workbook, which are seen block by
/// block, whatever encloses them.
#[derive(Default)]
pub(super) struct TagDepth {
    part: String,
    inside: Inside,
    open: usize,
    /// The first part that goes deeper than a workbook may.
    pub too_deep: Option<String>,
}

/// Where a block ended.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Inside {
    #[default]
    Text,
    /// Right behind `<`.
    Start,
    /// A tag, and the quote that is open in it; whether a `/` was the last sign.
    Tag { quote: Option<u8>, slash: bool },
    /// `</…`.
    End,
    /// `<!` and so many signs of what tells a note from a stretch of plain text.
    Bang { dashes: u8, bracket: bool },
    /// `<!--`, `<![CDATA[`, `<?`: the sign that is repeated before its `>`, how often
    /// it has to be, and how often it was.
    Aside { sign: u8, need: u8, met: u8 },
}

impl TagDepth {
    /// Sees a block of a part; blocks of one part come one behind the other.
    pub fn see(&mut self, part: &str, block: &[u8]) {
        if self.part != part {
            self.part.clear();
            self.part.push_str(part);
            (self.inside, self.open) = (Inside::Text, 0);
        }
        let mut rest = block;
        while self.too_deep.is_none() {
            if self.inside == Inside::Text {
                let Some(at) = memchr(b'<', rest) else {
                    return;
                };
                rest = rest.get(at + 1..).unwrap_or_default();
                self.inside = Inside::Start;
            }
            let Some((sign, behind)) = rest.split_first() else {
                return;
            };
            rest = behind;
            self.step(*sign);
            if self.open > MOST_TAGS {
                self.too_deep = Some(self.part.clone());
            }
        }
    }

    /// Sees a block of a part that is read quickly: what goes too deep is left to whoever
    /// reads it whole, and says so.
    pub fn check(&mut self, block: &[u8]) -> Quick<()> {
        self.see("", block);
        match self.too_deep {
            Some(_) => Err(Stop::Unsure),
            None => Ok(()),
        }
    }

    fn step(&mut self, sign: u8) {
        self.inside = match (self.inside, sign) {
            (Inside::Text, _) | (Inside::End, b'>') => Inside::Text,
            (Inside::Start, b'/') => {
                self.open = self.open.saturating_sub(1);
                Inside::End
            }
            (Inside::Start, b'?') => aside(b'?', 1),
            (Inside::Start, b'!') => Inside::Bang {
                dashes: 0,
                bracket: false,
            },
            (Inside::Start, _) => {
                self.open += 1;
                Inside::Tag {
                    quote: None,
                    slash: false,
                }
            }
            (Inside::Tag { quote: None, slash }, b'>') => {
                self.open -= usize::from(slash).min(self.open);
                Inside::Text
            }
            (Inside::Tag { quote: None, .. }, b'"' | b'\'') => Inside::Tag {
                quote: Some(sign),
                slash: false,
            },
            (Inside::Tag { quote, .. }, _) => Inside::Tag {
                quote: quote.filter(|quote| *quote != sign),
                slash: quote.is_none() && sign == b'/',
            },
            (Inside::End, _) => Inside::End,
            (inside, _) => no_tag(inside, sign),
        };
    }
}

/// What follows within notes, stretches of plain text and declarations.
fn no_tag(inside: Inside, sign: u8) -> Inside {
    match (inside, sign) {
        (Inside::Bang { dashes: 1, .. }, b'-') => aside(b'-', 2),
        (Inside::Bang { dashes, bracket }, b'-') if !bracket => Inside::Bang {
            dashes: dashes + 1,
            bracket,
        },
        (Inside::Bang { bracket: true, .. }, b'[') => aside(b']', 2),
        (Inside::Bang { .. }, b'[') => Inside::Bang {
            dashes: 0,
            bracket: true,
        },
        (Inside::Bang { .. }, b'>') => Inside::Text,
        (Inside::Aside { need, met, .. }, b'>') if met >= need => Inside::Text,
        (
            Inside::Aside {
                sign: wanted,
                need,
                met,
            },
            _,
        ) => Inside::Aside {
            sign: wanted,
            need,
            met: match sign == wanted {
                true => (met + 1).min(need),
                false => 0,
            },
        },
        (other, _) => other,
    }
}

fn aside(sign: u8, need: u8) -> Inside {
    Inside::Aside { sign, need, met: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a text is refused, whole and cut into blocks of one byte.
    fn refused(text: &str) -> bool {
        let mut whole = TagDepth::default();
        whole.see("a.xml", text.as_bytes());
        let mut cut = TagDepth::default();
        for byte in text.as_bytes() {
            cut.see("a.xml", &[*byte]);
        }
        assert_eq!(whole.too_deep, cut.too_deep);
        whole.too_deep.is_some()
    }

    #[test]
    fn tags_in_tags_are_counted() {
        let nested = |many: usize| ["<a>".repeat(many), "</a>".repeat(many)].concat();
        assert!(!refused(&nested(MOST_TAGS)));
        assert!(refused(&nested(MOST_TAGS + 1)));
        assert!(refused(&"<a b='/'>".repeat(100_000)));
        assert!(refused(&"<a b=\"/>\" c='>'>".repeat(1000)));
    }

    #[test]
    fn what_is_no_tag_or_closes_itself_is_not_counted() {
        for text in [
            "<a/>",
            "<a b=\"/>\" />",
            "<!-- <a> -- <a> -->",
            "<![CDATA[<a>]]>",
            "<?a <b> ?>",
            "<!DOCTYPE a>",
            "<a b='>'></a>",
            "a > b",
        ] {
            assert!(!refused(&text.repeat(1000)), "{text}");
        }
    }

    #[test]
    fn each_part_begins_anew() {
        let mut depth = TagDepth::default();
        for part in 0..1000 {
            depth.see(&part.to_string(), b"<a><b ");
        }
        assert_eq!(depth.too_deep, None);
    }
}
