use super::fold::fold;
use super::personal_content::{NAMES, names_thing};
use std::collections::BTreeSet;
use std::ops::Range;

/// Takes persons out of a remark: addresses of mail and pages, numbers of five
/// digits and more, streets, names the file itself holds (`known`, folded words),
/// names many people bear, and what follows a form of address.
///
/// No program finds every name; what is masked may be read by others only after
/// somebody looked through it.
///
/// ```
/// use tridharma::survey::mask;
///
/// let known = ["quimbara".to_owned()].into();
/// assert_eq!(
///     mask("Pak Quimbara ramah, WA 0813-5557-7731 atau a@b.id. Loket 3 lama", &known),
///     "Pak [nama] ramah, WA [nomor] atau [surel]. Loket 3 lama"
/// );
/// ```
pub fn mask(text: &str, known: &BTreeSet<String>) -> String {
    let text = numbers_masked(text);
    let mut masked = String::with_capacity(text.len());
    let mut state = State::default();
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let tail = word.get(bare.len()..).unwrap_or_default();
        let start = bare.find(char::is_alphanumeric).unwrap_or(bare.len());
        let last = bare
            .char_indices()
            .rfind(|(_, sign)| sign.is_alphanumeric());
        let end = last.map_or(start, |(at, sign)| at + sign.len_utf8());
        let core = bare.get(start..end).unwrap_or_default();
        match state.replaced(core, known) {
            Some(sign) => {
                if let Some(first) = state.first.take().filter(|_| sign == NAME) {
                    // The large word before it was the first of the name.
                    let gap = masked.get(first.end..).unwrap_or_default().to_owned();
                    masked.truncate(first.start);
                    masked.push_str(NAME);
                    masked.push_str(&gap);
                }
                masked.push_str(bare.get(..start).unwrap_or_default());
                masked.push_str(sign);
                masked.push_str(bare.get(end..).unwrap_or_default());
            }
            None => {
                let at = masked.len();
                masked.push_str(bare);
                state.first = state.large.then_some(at + start..at + end);
            }
        }
        state.after(bare);
        masked.push_str(tail);
    }
    masked
}

/// Words of a name that are told nowhere else: folded, of three letters or more.
pub fn words_of_names(name: &str) -> Vec<String> {
    let folded = fold(name);
    let words = folded.split(' ').filter(|word| {
        let short = word.chars().count() < 3;
        let plain = |list: &str| list.split_whitespace().any(|known| known == *word);
        !short && *word != "responden" && !plain(ROLES) && !plain(BEFORE)
    });
    words.map(str::to_owned).collect()
}

/// Stands for a name.
const NAME: &str = "[nama]";

/// Words before a name.
const BEFORE: &str = "pak bapak bpk bu ibu mas mbak mba sdr sdri saudara saudari kak bang abang \
    dr drg ustadz ustadzah haji hj mr mrs ms miss sir madam bernama namanya oleh an atas-nama by";
/// Words that follow them without being a name.
const ROLES: &str = "ibu bapak pak bu saudara petugas satpam security yang di dan dari itu ini \
    kepala lurah camat kasir dokter guru dosen loket bagian resepsionis polisi sopir perawat \
    bidan operator admin pegawai staf staff pelayanan semua para juga tidak sangat sudah selalu \
    dengan untuk karena pihak kami saya anda mereka ada atau sekalian tersebut the a officer";
const STREETS: &str = "jl jln jalan gg gang rt rw";

#[derive(Default)]
struct State {
    /// The last word was a form of address.
    addressed: bool,
    /// The last word was a name.
    named: bool,
    street: u8,
    /// The last word began large inside a sentence.
    large: bool,
    /// Where that word stands.
    first: Option<Range<usize>>,
    /// A sentence has begun.
    inside: bool,
}

impl State {
    fn replaced(&mut self, core: &str, known: &BTreeSet<String>) -> Option<&'static str> {
        let folded = fold(core);
        let is_in = |list: &str| list.split_whitespace().any(|word| word == folded);
        let large = core.starts_with(char::is_uppercase);
        let digit = core.starts_with(|sign: char| sign.is_ascii_digit());
        if core.starts_with('[') || core.is_empty() {
            return None;
        }
        if core.contains('@') || core.contains("://") || core.starts_with("www.") {
            return Some("[surel]");
        }
        if self.street > 0 && (large || digit) {
            self.street -= 1;
            return Some("[alamat]");
        }
        self.street = if is_in(STREETS) { 3 } else { 0 };
        let letters = core.chars().filter(|sign| sign.is_alphabetic()).count();
        let parts = || folded.split(' ');
        let own = parts().any(|part| part.chars().count() >= 3 && known.contains(part));
        let common = parts().any(|part| NAMES.split_whitespace().any(|name| name == part));
        let behind = self.addressed || (self.named && large);
        let addressed = behind && letters >= 2 && !is_in(ROLES) && !is_in(BEFORE);
        let shouted = core.chars().all(|sign| !sign.is_lowercase());
        let run = self.large && large && !shouted && !names_thing(core);
        if own || common || addressed || run {
            self.named = true;
            self.addressed = false;
            self.large = false;
            return Some(NAME);
        }
        self.named = false;
        self.addressed = is_in(BEFORE);
        self.large = large && !shouted && self.inside && !names_thing(core) && !self.addressed;
        None
    }

    fn after(&mut self, bare: &str) {
        let ends = bare.ends_with(['.', '!', '?', ':', '\n']);
        self.inside = !ends;
        if ends && !bare.ends_with('.') || bare.ends_with(',') {
            self.named = false;
            self.addressed = false;
        }
        if ends {
            self.large = false;
        }
    }
}

/// Runs of digits with their signs that hold five digits or more.
fn numbers_masked(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&sign) = signs.get(at) {
        let starts = sign.is_ascii_digit() || sign == '+';
        let glued = at > 0 && signs.get(at - 1).is_some_and(|before| *before == '@');
        let mut end = at;
        let mut digits = 0;
        if starts && !glued {
            let mut look = at;
            while let Some(&next) = signs.get(look) {
                if next.is_ascii_digit() {
                    digits += 1;
                    end = look + 1;
                } else if !matches!(next, ' ' | '.' | '-' | '/' | '(' | ')' | '+') {
                    break;
                }
                look += 1;
            }
        }
        match digits >= 5 {
            true => {
                masked.push_str("[nomor]");
                at = end;
            }
            false => {
                let until = end.max(at + 1);
                masked.extend(signs.get(at..until).unwrap_or_default());
                at = until;
            }
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_taken_out_of_remarks() {
        let known: BTreeSet<String> = ["zwengkulu".to_owned(), "ptolomea".to_owned()].into();
        for (text, masked) in [
            ("Bu zwengkulu baik sekali", "Bu [nama] baik sekali"),
            (
                "pelayanan oleh Rina Melati cepat",
                "pelayanan oleh [nama] [nama] cepat",
            ),
            ("hubungi +62 813 5557 7731 ya", "hubungi [nomor] ya"),
            ("NIK 3273011505907731.", "NIK [nomor]."),
            ("warga@surel.example, tolong", "[surel], tolong"),
            (
                "rumah di Jl. Mawar 12 belum",
                "rumah di Jl. [alamat] [alamat] belum",
            ),
            (
                "Ibu petugas ramah. Loket 3 buka jam 8",
                "Ibu petugas ramah. Loket 3 buka jam 8",
            ),
            ("Pak Ptolomea!", "Pak [nama]!"),
            (
                "saya dibantu Xander Quill tadi",
                "saya dibantu [nama] [nama] tadi",
            ),
            (
                "siti aminah minta antrean online",
                "[nama] aminah minta antrean online",
            ),
            ("", ""),
            (
                "antre 2 jam, bayar Rp 50.000",
                "antre 2 jam, bayar Rp [nomor]",
            ),
        ] {
            assert_eq!(mask(text, &known), masked, "{text}");
        }
    }
}
