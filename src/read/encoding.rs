use crate::error::{Error, ErrorKind, Result};
use crate::said;
use encoding_rs::Encoding;
use std::borrow::Cow;

/// The encoding of a text file that the user told, where it was guessed wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Known(&'static Encoding),
    /// A code page of DOS, by its number.
    Dos(u16),
}

impl TextEncoding {
    /// By a usual name: `utf-8`, `windows-1252`, `cp850`, `latin1`, `utf-16le`.
    ///
    /// ```
    /// use tridharma::read::TextEncoding;
    /// assert!(TextEncoding::named("CP850").is_ok());
    /// assert!(TextEncoding::named("rot13").is_err());
    /// ```
    ///
    /// # Errors
    /// A name that no encoding has.
    pub fn named(name: &str) -> Result<TextEncoding> {
        let plain = name.trim().to_ascii_lowercase().replace('_', "-");
        let number = ["ibm-", "ibm", "cp-", "cp", "dos-", "dos", "oem-", "oem"];
        let bare = number.iter().find_map(|start| plain.strip_prefix(start));
        let bare = bare.unwrap_or(&plain);
        let kind = match bare {
            "437" => Some(Kind::Dos(437)),
            "850" | "858" => Some(Kind::Dos(850)),
            _ => {
                let found = Encoding::for_label(plain.as_bytes());
                let page = || Encoding::for_label(format!("windows-{bare}").as_bytes());
                found.or_else(page).map(Kind::Known)
            }
        };
        kind.map(TextEncoding).ok_or_else(|| {
            Error::new(
                ErrorKind::Usage,
                said!(
                    "penyandian teks `{name}` tidak dikenal",
                    "the text encoding `{name}` is not known"
                ),
            )
            .hint(said!(
                "misalnya: utf-8, windows-1252, latin1, cp850, cp437, utf-16le",
                "for instance: utf-8, windows-1252, latin1, cp850, cp437, utf-16le"
            ))
        })
    }

    /// One that text can be read in block by block.
    pub(super) fn known(self) -> Option<&'static Encoding> {
        match self.0 {
            Kind::Known(encoding) => Some(encoding),
            Kind::Dos(_) => None,
        }
    }

    /// Its usual name.
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Known(encoding) => encoding.name(),
            Kind::Dos(437) => "cp437",
            Kind::Dos(_) => "cp850",
        }
    }

    /// Bytes as text; a mark at their start is no part of it.
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        let page = match self.0 {
            Kind::Known(encoding) => return encoding.decode_with_bom_removal(bytes).0,
            Kind::Dos(437) => CP437,
            Kind::Dos(_) => CP850,
        };
        let upper: Vec<char> = page.chars().collect();
        let letter = |byte: &u8| match byte {
            0..128 => char::from(*byte),
            _ => upper
                .get(usize::from(*byte) - 128)
                .copied()
                .unwrap_or('\u{fffd}'),
        };
        Cow::Owned(bytes.iter().map(letter).collect())
    }
}

/// The letters of the upper half, as the Unicode consortium maps them.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_reads_the_same_in_every_page_it_was_written_in() {
        // From Python: `"Café Jalan – ½ ñ".encode(page)` without the dash for DOS.
        let cases: [(&str, &[u8], &str); 6] = [
            ("windows-1252", b"Caf\xe9 \x96 \xbd \xf1", "Café – ½ ñ"),
            ("latin1", b"Caf\xe9 \xbd \xf1", "Café ½ ñ"),
            ("cp850", b"Caf\x82 \xab \xa4", "Café ½ ñ"),
            ("cp437", b"Caf\x82 \xab \xa4", "Café ½ ñ"),
            ("1252", b"Caf\xe9", "Café"),
            ("UTF-16LE", b"C\0a\0f\0\xe9\0", "Café"),
        ];
        for (name, bytes, text) in cases {
            let encoding = TextEncoding::named(name).expect(name);
            assert_eq!(encoding.decode(bytes), text, "{name}");
        }
        assert_eq!(CP437.chars().count(), 128);
        assert_eq!(CP850.chars().count(), 128);
    }
}
