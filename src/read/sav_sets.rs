use super::sav_dictionary::{Code, Dictionary, Variable};
use super::sav_value::{Reader, Said};
use super::{TickBox, TickSet};
use std::collections::{HashMap, HashSet};

/// A set of variables that an SPSS file declares to be one question with several
/// answers (`MRSETS`), as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Declared<'a> {
    name: &'a [u8],
    sort: Sort<'a>,
    label: &'a [u8],
    /// The names of its variables.
    variables: Vec<&'a [u8]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort<'a> {
    /// Each variable holds one of the answers.
    Categories,
    /// Each variable is a box, and this value says that it was ticked.
    Boxes {
        ticked: &'a [u8],
        /// Whether the label of that value names the option, not that of the variable.
        by_value: bool,
        /// Whether the set is called like its first variable.
        by_variable: bool,
    },
}

/// The sets of a record; what is not understood ends them.
pub(super) fn declared(record: &[u8]) -> Vec<Declared<'_>> {
    let mut all = Vec::new();
    let mut rest = record;
    while let Some((set, behind)) = one(rest) {
        all.push(set);
        rest = behind;
    }
    all
}

/// `$name=D1 1 5 label a b`, `$name=E 11 1 1 5 label a b` or `$name=C 5 label a b` up
/// to the end of its line: each text with how many bytes it has before it.
fn one(text: &[u8]) -> Option<(Declared<'_>, &[u8])> {
    let text = text.trim_ascii_start();
    let (name, rest) = text.split_at_checked(text.iter().position(|sign| *sign == b'=')?)?;
    let (sort, rest) = match rest.get(1..)?.split_first()? {
        (b'C', rest) => (Sort::Categories, rest.strip_prefix(b" ")?),
        (b'D', rest) => boxes(rest, false, false)?,
        (b'E', rest) => {
            let rest = rest.strip_prefix(b" ")?;
            match rest.strip_prefix(b"11 ") {
                Some(rest) => boxes(rest, true, true)?,
                None => boxes(rest.strip_prefix(b"1 ")?, true, false)?,
            }
        }
        _ => return None,
    };
    let (label, rest) = told(rest)?;
    let end = rest.iter().position(|sign| *sign == b'\n');
    let (names, rest) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
    let names = names.split(|sign| *sign == b' ');
    let set = Declared {
        name: name.strip_prefix(b"$").unwrap_or(name),
        sort,
        label,
        variables: names.filter(|name| !name.is_empty()).collect(),
    };
    Some((set, rest))
}

fn boxes(text: &[u8], by_value: bool, by_variable: bool) -> Option<(Sort<'_>, &[u8])> {
    let (ticked, rest) = told(text)?;
    let sort = Sort::Boxes {
        ticked,
        by_value,
        by_variable,
    };
    Some((sort, rest.strip_prefix(b" ")?))
}

/// A text behind the number of its bytes and a blank.
fn told(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let blank = text.iter().position(|sign| *sign == b' ')?;
    let length = std::str::from_utf8(text.get(..blank)?).ok()?;
    text.get(blank + 1..)?
        .split_at_checked(length.parse().ok()?)
}

/// Columns of all sets together.
const MOST_BOXES: usize = 16_384;

/// The sets as questions with their options, by the texts of their cells; one of
/// fewer than two variables that exist is none.
pub(super) fn sets(dictionary: &Dictionary, readers: &[Reader]) -> Vec<TickSet> {
    let names = dictionary.variables.iter().enumerate();
    let names = names.flat_map(|(at, variable)| variable.names().map(|name| (name, at)));
    let places: HashMap<String, usize> = names.collect();
    let mut left = MOST_BOXES;
    let mut all = Vec::new();
    for set in dictionary.sets.iter().flat_map(|record| declared(record)) {
        let mut found: Vec<usize> = Vec::new();
        let mut known = HashSet::new();
        for name in &set.variables {
            let place = places.get(&dictionary.text(name).to_uppercase());
            found.extend(place.filter(|place| known.insert(**place)));
        }
        left = match left.checked_sub(found.len()) {
            Some(left) => left,
            None => break,
        };
        if found.len() > 1 {
            all.extend(set.question(dictionary, readers, &found));
        }
    }
    all
}

impl Declared<'_> {
    fn question(
        &self,
        dictionary: &Dictionary,
        readers: &[Reader],
        found: &[usize],
    ) -> Option<TickSet> {
        let first = dictionary.variables.get(*found.first()?)?;
        let label = dictionary.text(self.label);
        let name = match self.sort {
            Sort::Boxes { by_variable, .. } if by_variable && label.is_empty() => first.title(),
            _ if label.is_empty() => dictionary.text(self.name),
            _ => one_line(&label),
        };
        let boxes = found.iter().filter_map(|at| {
            let (variable, reader) = (dictionary.variables.get(*at)?, readers.get(*at)?);
            let answers = match self.sort {
                Sort::Categories => categories(variable, reader),
                Sort::Boxes {
                    ticked, by_value, ..
                } => ticked_box(variable, reader, &dictionary.text(ticked), by_value),
            };
            Some(TickBox {
                column: u32::try_from(*at).ok()?,
                answers,
                other: self.sort == Sort::Categories,
            })
        });
        Some(TickSet {
            name,
            boxes: boxes.collect(),
        })
    }
}

impl Variable {
    /// Its names in capitals, the long one and the short one.
    pub fn names(&self) -> [String; 2] {
        [self.name.to_uppercase(), self.short.clone()]
    }

    /// Its label, else its name.
    pub fn title(&self) -> String {
        let title = if self.label.is_empty() {
            &self.name
        } else {
            &self.label
        };
        title.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl Dictionary<'_> {
    /// A text of the file without outer blanks.
    pub fn text(&self, bytes: &[u8]) -> String {
        let text = self.encoding.decode_without_bom_handling(bytes).0;
        text.trim().to_owned()
    }
}

/// The labelled answers of a variable, by the texts of their cells.
fn categories(variable: &Variable, reader: &Reader) -> Vec<(String, String)> {
    let labels = variable.labels.iter();
    let labels = labels.filter_map(|(code, label)| Some((said(reader.of_code(code))?, label)));
    labels
        .map(|(cell, label)| (cell, one_line(label)))
        .collect()
}

/// The one answer of a box: the text of its cell where it is ticked, and its option.
fn ticked_box(
    variable: &Variable,
    reader: &Reader,
    ticked: &str,
    by_value: bool,
) -> Vec<(String, String)> {
    let code = match (variable.width, ticked.parse()) {
        (0, Ok(number)) => Code::Number(number),
        (0, Err(_)) => return Vec::new(),
        _ => Code::Text(ticked.as_bytes().to_vec()),
    };
    let label = || variable.labels.iter().find(|(known, _)| *known == code);
    let option = match label().filter(|_| by_value) {
        Some((_, label)) => one_line(label),
        None => variable.title(),
    };
    let cell = said(reader.of_code(&code));
    cell.map(|cell| (cell, option)).into_iter().collect()
}

fn said(cell: Said<'_>) -> Option<String> {
    match cell {
        Said::Text(text) => Some(text.into_owned()),
        Said::Blank | Said::Missing => None,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_read_as_they_are_written() {
        // The examples of the description of the format by PSPP.
        let record =
            b"$a=C 10 my mcgroup a b c\n$b=D2 55 0  g e f d\n$c=D3 Yes 10 mdgroup #2 h i j\n\
            $d=E 1 2 34 13 third mdgroup k l m\n$e=E 11 6 choice 0  n o p\n";
        let found = declared(record);
        let names = |set: &Declared| String::from_utf8(set.variables.join(&b' ')).expect("names");
        let all: Vec<(&[u8], Sort, &[u8], String)> = found
            .iter()
            .map(|set| (set.name, set.sort, set.label, names(set)))
            .collect();
        let boxes = |ticked, by_value, by_variable| Sort::Boxes {
            ticked,
            by_value,
            by_variable,
        };
        assert_eq!(
            all,
            [
                (
                    &b"a"[..],
                    Sort::Categories,
                    &b"my mcgroup"[..],
                    "a b c".to_owned()
                ),
                (b"b", boxes(b"55", false, false), b"", "g e f d".to_owned()),
                (
                    b"c",
                    boxes(b"Yes", false, false),
                    b"mdgroup #2",
                    "h i j".to_owned()
                ),
                (
                    b"d",
                    boxes(b"34", true, false),
                    b"third mdgroup",
                    "k l m".to_owned()
                ),
                (b"e", boxes(b"choice", true, true), b"", "n o p".to_owned()),
            ]
        );
    }

    #[test]
    fn what_is_no_set_ends_them() {
        for record in [
            &b""[..],
            b"$a",
            b"$a=",
            b"$a=X1 1 0  a b",
            b"$a=D",
            b"$a=D9 1",
            b"$a=C 99 x a",
            b"$a=E 7 1 1 0  a",
            b"$a=D99999999999999999999 1",
            b"\n\n",
        ] {
            assert_eq!(declared(record), []);
        }
    }
}
