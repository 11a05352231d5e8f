use super::rule_source::RuleSource;
use super::voice::Voice;
use crate::survey::Words;
use serde::Deserialize;

/// What a mean on a scale is called: the scale is cut into as many equal classes
/// as there are names (*kelas interval*).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classes {
    /// Names from the lowest class up, for scales of so many levels.
    pub names: Vec<Vec<Words>>,
    pub source: RuleSource,
}

impl Classes {
    /// The names for a scale from `min` to `max`.
    fn names(&self, min: f64, max: f64) -> Option<&[Words]> {
        let levels = max - min + 1.0;
        let fits = |names: &&Vec<Words>| names.len() as f64 == levels;
        self.names.iter().find(fits).map(Vec::as_slice)
    }

    /// The class of a mean; none where no names fit the scale. A bound belongs to
    /// the class below it.
    pub fn of(&self, mean: f64, min: f64, max: f64) -> Option<&Words> {
        let names = self.names(min, max)?;
        let width = (max - min) / names.len() as f64;
        let bounds = (1_u32..).map(|class| min + width * f64::from(class));
        let mut classes = names.iter().zip(bounds);
        let found = classes.find(|(_, bound)| mean <= *bound + 1e-9);
        found.map(|(name, _)| name).or(names.last())
    }

    /// The classes as a line under a table.
    pub fn legend(&self, voice: &Voice, min: f64, max: f64) -> String {
        let Some(names) = self.names(min, max) else {
            return String::new();
        };
        let width = (max - min) / names.len() as f64;
        let mut low = voice.number(min, 2);
        let mut parts = Vec::new();
        for (class, name) in (1_u32..).zip(names) {
            let high = min + width * f64::from(class);
            let high = voice.number(high, 2);
            let name = name.text(voice.language);
            parts.push(match class {
                1 => format!("{low}–{high} {name}"),
                _ => format!("> {low}–{high} {name}"),
            });
            low = high;
        }
        let width = voice.number(width, 2);
        voice.say(
            "thesis.classes",
            &[("width", width), ("list", parts.join("; "))],
        )
    }
}
