use crate::stats::{Exact, Moments, NotComputable, Outcome, t_interval};
use crate::survey::{Item, Responses};

/// What the responses sum to.
pub(super) struct Counted {
    /// Respondents with at least one answer, and with an answer to every item.
    pub n: u64,
    pub n_complete: u64,
    pub moments: Moments,
    /// Of the answers given to each item.
    pub means: Vec<Exact>,
    pub min: i16,
    pub max: i16,
}

impl Counted {
    pub fn of(responses: &Responses) -> Outcome<Counted> {
        let first = responses.items.first().ok_or(NotComputable::NoAnswers)?;
        let (min, max) = (first.min, first.max);
        if responses.items.iter().any(|i| (i.min, i.max) != (min, max)) {
            return Err(NotComputable::MixedScales);
        }
        let mut moments = Moments::new(responses.items.len());
        let (mut n, mut n_complete) = (0_u64, 0_u64);
        let mut codes: Vec<Option<i16>> = Vec::new();
        for (given, count) in responses.answers() {
            let on_scale = |code: &Option<i16>| code.filter(|c| (min..=max).contains(c));
            codes.clear();
            codes.extend(given.iter().map(on_scale));
            moments.add(&codes, count);
            if codes.iter().any(Option::is_some) {
                n = count.saturating_add(n);
            }
            if codes.iter().all(Option::is_some) {
                n_complete = count.saturating_add(n_complete);
            }
        }
        if n == 0 {
            return Err(NotComputable::NoAnswers);
        }
        let mean = |(u, item): (usize, &Item)| match moments.n(u) {
            0 => Err(NotComputable::ItemWithoutAnswers {
                item: item.code.clone(),
            }),
            n => Ok(Exact::ratio(moments.sum(u), n)),
        };
        let means = responses.items.iter().enumerate().map(mean);
        let means = means.collect::<Outcome<Vec<Exact>>>()?;
        Ok(Counted {
            n,
            n_complete,
            moments,
            means,
            min,
            max,
        })
    }

    /// Answers to an item.
    pub fn answers(&self, item: usize) -> u64 {
        u64::try_from(self.moments.n(item)).unwrap_or(u64::MAX)
    }

    /// Keeps an interval within what the scale allows, given the sum of weights.
    pub fn clip(&self, (low, high): (f64, f64), weight: &Exact) -> (f64, f64) {
        let end = |code: i16| {
            let share = Exact::ratio(i128::from(code) * 100, self.max.into());
            (share * weight.clone()).value()
        };
        (low.max(end(self.min)), high.min(end(self.max)))
    }
}

/// The confidence of every interval of the index.
const CONFIDENCE: f64 = 0.95;

/// How many of how many were asked.
pub(super) struct Sample {
    pub n: u64,
    pub population: Option<u64>,
}

impl Sample {
    pub fn df(&self) -> u64 {
        self.n.saturating_sub(1)
    }

    /// `√(variance·n/(n − 1)·(1 − n/N))·100/max`.
    pub fn standard_error(&self, variance: &Exact, max: i16) -> Outcome<f64> {
        let n = self.n;
        if n < 2 {
            return Err(NotComputable::TooFew { n, needed: 2 });
        }
        if variance.is_zero() {
            return Err(NotComputable::NoSpread);
        }
        let left = match self.population {
            Some(population) if population <= n => {
                return Err(NotComputable::WholePopulation { n, population });
            }
            Some(population) => Exact::ratio((population - n).into(), population.into()),
            None => Exact::whole(1),
        };
        let scale = Exact::ratio(100 * 100, i128::from(max) * i128::from(max));
        let small = Exact::ratio(n.into(), self.df().into());
        Ok((variance.clone() * small * left * scale).value().sqrt())
    }

    pub fn interval(&self, centre: f64, standard_error: &Outcome<f64>) -> Outcome<(f64, f64)> {
        let se = *standard_error.as_ref().map_err(Clone::clone)?;
        t_interval(centre, se, self.df() as f64, CONFIDENCE)
    }
}
