use super::rule_source::RuleSource;
use super::rules::{
    AlikeRule, ConvergentRule, DiscriminantRule, LoadingRule, Rules, ValidityRule, Verdicts,
};
use super::voice::Voice;
use crate::document::{Block, Cell, Column, Document, Row, Table};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use crate::survey::Words;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Schools by their names.
type Named<T> = BTreeMap<String, T>;

/// Named schools of cut-offs (`reports/rules/schools.toml`): what a user may choose
/// with `--rule alpha=nunnally`.
///
/// ```
/// use tridharma::report::{Rules, Schools};
///
/// let mut rules = Rules::built_in()?;
/// Schools::built_in()?.choose(&mut rules, "alpha=nunnally")?;
/// assert_eq!(rules.reliability.of(0.65).en, "not reliable");
/// # Ok::<(), tridharma::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schools {
    alpha: Named<Verdicts>,
    validity: Named<ValidityRule>,
    kmo: Named<Verdicts>,
    loading: Named<LoadingRule>,
    convergent: Named<ConvergentRule>,
    discriminant: Named<DiscriminantRule>,
    alike: Named<AlikeRule>,
    csi: Named<Verdicts>,
    effects: Named<Named<Verdicts>>,
}

/// One school as it is listed.
struct Listed<'a> {
    family: String,
    school: &'a str,
    /// Its cut-offs in words.
    limits: String,
    source: &'a str,
    used: bool,
}

impl Schools {
    /// The schools that ship with the program.
    ///
    /// # Errors
    /// Never with an unchanged program; a test reads them.
    pub fn built_in() -> Result<Schools> {
        let text = include_str!("../../reports/rules/schools.toml");
        toml::from_str(text).map_err(|error| {
            let what = said!("aturan tidak dapat dibaca", "the rules cannot be read");
            Error::toml("reports/rules/schools.toml", text, &error, what)
        })
    }

    /// Puts a school into the rules: `FAMILY=SCHOOL`.
    ///
    /// # Errors
    /// A text of another form, a family or a school that does not exist.
    pub fn choose(&self, rules: &mut Rules, wish: &str) -> Result<()> {
        let (family, school) = wish.split_once('=').unwrap_or((wish, ""));
        let (family, school) = (key(family), key(school));
        match family.as_str() {
            "alpha" => rules.reliability = one(&self.alpha, wish, &school)?,
            "validity" => rules.validity = one(&self.validity, wish, &school)?,
            "kmo" => rules.adequacy = one(&self.kmo, wish, &school)?,
            "loading" => rules.loading = one(&self.loading, wish, &school)?,
            "convergent" => rules.convergent = one(&self.convergent, wish, &school)?,
            "discriminant" => rules.discriminant = one(&self.discriminant, wish, &school)?,
            "alike" => rules.alike = one(&self.alike, wish, &school)?,
            "csi" => rules.csi = one(&self.csi, wish, &school)?,
            effect => {
                let found = self.effects.get(effect);
                let schools = found.ok_or_else(|| no_family(wish, &self.families()))?;
                let chosen = one(schools, wish, &school)?;
                rules.effects.insert(effect.to_owned(), chosen);
            }
        }
        Ok(())
    }

    fn families(&self) -> String {
        let own = [
            "alpha",
            "validity",
            "kmo",
            "loading",
            "convergent",
            "discriminant",
            "alike",
            "csi",
        ];
        let all = own
            .into_iter()
            .chain(self.effects.keys().map(String::as_str));
        all.collect::<Vec<_>>().join(", ")
    }

    /// Every school with its cut-offs and its source; the one in use is marked.
    pub fn document(&self, rules: &Rules, voice: &Voice) -> Document {
        let columns = vec![
            Column::words("--rule", 30),
            Column::words(voice.word("rules.limits"), 60),
            Column::words(voice.word("column.source"), 60),
        ];
        let rows = self.listed(rules, voice).into_iter().map(|listed| {
            let name = format!("{}={}", listed.family, listed.school);
            let name = match listed.used {
                true => voice.say("rules.used", &[("name", name)]),
                false => name,
            };
            Row::body(vec![
                Cell::words(name),
                Cell::words(listed.limits),
                Cell::words(listed.source),
            ])
        });
        let caption = voice.word("rules.caption");
        let table = Table::reading("Aturan", caption, columns, rows.collect());
        voice.document(voice.word("rules.title"), vec![Block::Table(table)])
    }

    fn listed<'a>(&'a self, rules: &Rules, voice: &Voice) -> Vec<Listed<'a>> {
        let mut all = verdicts("alpha", &self.alpha, Some(&rules.reliability), voice);
        all.extend(self.validity.iter().map(|(school, rule)| {
            let of = (&rule.name, &rule.source, *rule == rules.validity);
            named("validity", school, of, voice)
        }));
        all.extend(verdicts("kmo", &self.kmo, Some(&rules.adequacy), voice));
        let loading = self.loading.iter().map(|(school, rule)| Listed {
            family: "loading".to_owned(),
            school,
            limits: format!("≥ {}", voice.number(rule.from, 2)),
            source: rule.source.text(voice.language),
            used: *rule == rules.loading,
        });
        all.extend(loading);
        all.extend(self.convergent.iter().map(|(school, rule)| {
            let of = (&rule.name, &rule.source, *rule == rules.convergent);
            named("convergent", school, of, voice)
        }));
        all.extend(self.discriminant.iter().map(|(school, rule)| {
            let of = (&rule.name, &rule.source, *rule == rules.discriminant);
            named("discriminant", school, of, voice)
        }));
        all.extend(self.alike.iter().map(|(school, rule)| {
            let of = (&rule.name, &rule.source, *rule == rules.alike);
            named("alike", school, of, voice)
        }));
        all.extend(verdicts("csi", &self.csi, Some(&rules.csi), voice));
        for (effect, schools) in &self.effects {
            all.extend(verdicts(effect, schools, rules.effects.get(effect), voice));
        }
        all
    }
}

/// A school whose name says its cut-offs.
fn named<'a>(
    family: &str,
    school: &'a str,
    (name, source, used): (&Words, &'a RuleSource, bool),
    voice: &Voice,
) -> Listed<'a> {
    Listed {
        family: family.to_owned(),
        school,
        limits: name.text(voice.language).to_owned(),
        source: source.text(voice.language),
        used,
    }
}

fn verdicts<'a>(
    family: &str,
    schools: &'a Named<Verdicts>,
    used: Option<&Verdicts>,
    voice: &Voice,
) -> Vec<Listed<'a>> {
    let schools = schools.iter();
    schools
        .map(|(school, rule)| Listed {
            family: family.to_owned(),
            school,
            limits: limits(rule, voice),
            source: rule.source.text(voice.language),
            used: Some(rule) == used,
        })
        .collect()
}

/// `Nunnally (1978): tidak reliabel; ≥ 0,70 reliabel`
fn limits(rule: &Verdicts, voice: &Voice) -> String {
    let of = |words: &Words| words.text(voice.language).to_owned();
    let cuts = rule.cuts.iter().map(|cut| {
        let word = match voice.language {
            crate::Language::Id => &cut.id,
            crate::Language::En => &cut.en,
        };
        let places = if (cut.from * 100.0).fract().abs() > 1e-9 {
            3
        } else {
            2
        };
        format!("≥ {} {word}", voice.number(cut.from, places))
    });
    let all: Vec<String> = std::iter::once(of(&rule.below)).chain(cuts).collect();
    format!("{}: {}", of(&rule.name), all.join("; "))
}

/// Small letters, with `_` for what joins words.
fn key(text: &str) -> String {
    text.trim().to_lowercase().replace(['-', ' '], "_")
}

fn one<T: Clone>(schools: &Named<T>, wish: &str, school: &str) -> Result<T> {
    schools.get(school).cloned().ok_or_else(|| {
        let known: Vec<&str> = schools.keys().map(String::as_str).collect();
        let known = known.join(", ");
        Error::new(
            ErrorKind::Usage,
            said!(
                "aturan «{wish}»: aliran itu tidak dikenal",
                "the rule \"{wish}\": there is no such school"
            ),
        )
        .hint(said!(
            "pilih {known}; semuanya: tridharma jelaskan aturan",
            "choose {known}; all of them: tridharma explain rules"
        ))
    })
}

fn no_family(wish: &str, known: &str) -> Error {
    Error::new(
        ErrorKind::Usage,
        said!(
            "aturan «{wish}» tidak dikenal",
            "the rule \"{wish}\" is unknown"
        ),
    )
    .hint(said!(
        "tulis KELUARGA=ALIRAN, misalnya alpha=nunnally; keluarganya: {known}",
        "write FAMILY=SCHOOL, alpha=nunnally say; the families are: {known}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_without_a_wish_is_one_of_the_schools() {
        let (schools, rules) = (Schools::built_in().expect("schools"), Rules::built_in());
        let rules = rules.expect("rules");
        let voice = Voice::new(crate::Language::Id);
        let listed = schools.listed(&rules, &voice);
        let mut families: Vec<&str> = listed.iter().map(|l| l.family.as_str()).collect();
        families.dedup();
        assert_eq!(families.len(), 8 + rules.effects.len());
        for family in families {
            let used = listed.iter().filter(|l| l.family == family && l.used);
            assert_eq!(used.count(), 1, "{family}");
        }
        for listed in &listed {
            assert!(listed.source.len() > 20, "{}", listed.school);
        }
    }

    #[test]
    fn a_school_is_chosen_or_refused_by_name() {
        let schools = Schools::built_in().expect("schools");
        let mut rules = Rules::built_in().expect("rules");
        schools
            .choose(&mut rules, "cohen_d = Sawilowsky")
            .expect("a school");
        assert_eq!(
            rules.label("cohen_d", -2.5).expect("a label").en,
            "huge (Sawilowsky 2009)"
        );
        schools
            .choose(&mut rules, "validity=azwar")
            .expect("a school");
        assert_eq!(rules.validity.corrected_from, Some(0.30));
        for wish in ["alpha", "alpha=siapa", "warna=biru", ""] {
            assert!(schools.choose(&mut rules, wish).is_err(), "{wish}");
        }
    }
}
