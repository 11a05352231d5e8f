use super::{GroupRole, Instrument, ItemSpec, Items};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

/// Practice answers to an instrument: invented respondents of an office that
/// does not exist, the same for the same seed on every machine.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulated {
    pub items: Vec<ItemSpec>,
    pub roles: Vec<GroupRole>,
    pub rows: Vec<SimulatedRow>,
}

/// One invented respondent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulatedRow {
    /// 0 for the earlier period, 1 for the later one.
    pub period: usize,
    /// 0 or 1: which of two services.
    pub service: usize,
    /// A box of the form per role.
    pub groups: Vec<String>,
    /// The words of an answer per item, as a person would have typed them;
    /// blank is no answer.
    pub answers: Vec<String>,
    /// Whether the respondent wrote a comment, and which of a handful.
    pub comment: Option<usize>,
}

/// How much easier than the others each item is to agree with, in the order of
/// the regulation: fees and conduct high, time and facilities low, as surveys
/// find it.
const EASE: [f64; 9] = [0.2, 0.1, -0.5, 0.9, 0.1, 0.3, 0.5, -0.1, -0.3];

/// Shares of blank answers and of comments.
const BLANK: f64 = 0.025;
const COMMENT: f64 = 0.12;

/// Simulates `n` respondents per period over two periods. A battery without
/// items of its own gets ten.
pub fn simulate(instrument: &Instrument, n: usize, seed: u64) -> Simulated {
    let mut draw = Pcg64::seed_from_u64(seed);
    let items = instrument.items_or_ten();
    let groups: Vec<_> = instrument
        .groups
        .iter()
        .filter(|g| {
            matches!(
                g.role,
                GroupRole::Sex | GroupRole::Age | GroupRole::Education | GroupRole::Job
            ) && !g.values.is_empty()
        })
        .collect();
    let mut rows = Vec::new();
    for period in 0..2 {
        for _ in 0..n.min(1_000_000) {
            let service = usize::from(draw.random::<f64>() < 0.4);
            let mood = normal(&mut draw) + 0.25 * period as f64 - 0.2 * service as f64;
            let answers = items
                .iter()
                .enumerate()
                .map(|(at, item)| answer(instrument, item, at, mood, &mut draw))
                .collect();
            let groups = groups
                .iter()
                .map(|g| {
                    let at = middle(g.values.len(), &mut draw);
                    let name = g.values.get(at).map(|(words, _)| words.id.clone());
                    name.unwrap_or_default()
                })
                .collect();
            let comment = draw.random::<f64>() < COMMENT;
            let which = draw.random_range(0..4);
            rows.push(SimulatedRow {
                period,
                service,
                groups,
                answers,
                comment: comment.then_some(which),
            });
        }
    }
    Simulated {
        items,
        roles: groups.iter().map(|g| g.role).collect(),
        rows,
    }
}

impl Instrument {
    /// Its items; of a battery, which takes any, ten to begin with.
    pub fn items_or_ten(&self) -> Vec<ItemSpec> {
        match &self.items {
            Items::Fixed(items) => items.clone(),
            Items::Any => (1..=10).map(|number| statement(self, number)).collect(),
        }
    }
}

fn statement(instrument: &Instrument, number: u16) -> ItemSpec {
    let text = super::Words {
        id: format!("Pernyataan {number}"),
        en: format!("Statement {number}"),
    };
    ItemSpec {
        id: format!("butir-{number}"),
        code: format!("B{number}"),
        form: number,
        name: text.clone(),
        question: text,
        labels: instrument.scale.labels.clone(),
        reversed: false,
        variants: Vec::new(),
        headers: Vec::new(),
        weight: (1, 10),
    }
}

/// A level by a latent mood and the ease of the item, in the item's words.
fn answer(
    instrument: &Instrument,
    item: &ItemSpec,
    at: usize,
    mood: f64,
    draw: &mut Pcg64,
) -> String {
    let levels = usize::try_from(instrument.scale.max - instrument.scale.min).unwrap_or(0) + 1;
    let ease = EASE.get(at % EASE.len()).copied().unwrap_or(0.0);
    let drawn = 0.8 * mood + 0.6 * normal(draw) + ease;
    // Thresholds that leave the lowest level rare, as satisfaction surveys do.
    let reached = (1..levels)
        .filter(|&level| drawn > -2.3 + 3.1 * (level - 1) as f64 / (levels - 1).max(1) as f64 * 1.3)
        .count();
    let blank = draw.random::<f64>() < BLANK;
    let style = draw.random::<f64>();
    if blank {
        return String::new();
    }
    let labels = match item.labels.is_empty() {
        true => &instrument.scale.labels,
        false => &item.labels,
    };
    // Who is content disagrees with an item worded the other way round.
    let reached = match item.reversed {
        true => (levels - 1).saturating_sub(reached),
        false => reached,
    };
    let label = labels.get(reached).map_or("", |words| words.id.as_str());
    match style {
        s if s < 0.03 => label.to_uppercase(),
        s if s < 0.06 => label.to_lowercase(),
        s if s < 0.08 => format!("{label} "),
        _ => label.to_owned(),
    }
}

/// A position that prefers the middle of a list.
fn middle(len: usize, draw: &mut Pcg64) -> usize {
    let at = (draw.random::<f64>() + draw.random::<f64>()) / 2.0 * len as f64;
    (at as usize).min(len.saturating_sub(1))
}

/// A standard normal draw (Box–Muller), with the same arithmetic on every system.
fn normal(draw: &mut Pcg64) -> f64 {
    let u: f64 = 1.0 - draw.random::<f64>();
    let v: f64 = draw.random();
    libm::sqrt(-2.0 * libm::log(u)) * libm::cos(2.0 * std::f64::consts::PI * v)
}
