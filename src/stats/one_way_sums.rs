use super::{Caution, Exact, NotComputable, Outcome, Sample};
use num_bigint::BigInt;
use num_traits::Pow;
use std::collections::BTreeMap;

/// The groups that hold anybody.
pub(super) struct UsedGroups<'a> {
    pub groups: Vec<&'a Sample>,
    /// Respondents of a group without a value.
    pub missing: u64,
    pub cautions: Vec<Caution>,
}

impl UsedGroups<'_> {
    /// # Errors
    /// [`NotComputable::TooFewGroups`] below two.
    pub(super) fn of(groups: &[Sample]) -> Outcome<UsedGroups<'_>> {
        let used: Vec<&Sample> = groups.iter().filter(|group| group.n() > 0).collect();
        if used.len() < 2 {
            return Err(NotComputable::TooFewGroups {
                groups: used.len() as u64,
                needed: 2,
            });
        }
        let levels = (groups.len() - used.len()) as u64;
        let mut cautions = Vec::new();
        if levels > 0 {
            cautions.push(Caution::EmptyLevels { levels });
        }
        let missing = groups.iter().map(|group| group.missing);
        Ok(UsedGroups {
            missing: missing.fold(0, u64::saturating_add),
            groups: used,
            cautions,
        })
    }

    /// The sums of the groups as integers of one unit, that of the finest value.
    pub(super) fn sums(&self) -> Vec<GroupSums> {
        let ten = |places: u32| -> BigInt { Pow::pow(BigInt::from(10), places) };
        let places = self.groups.iter().map(|group| group.places());
        let places = places.max().unwrap_or(0);
        let scaled = |group: &&Sample| {
            let factor = ten(places - group.places().min(places));
            GroupSums {
                n: group.n(),
                divisor: BigInt::from(1),
                sum: group.power_sum(1) * &factor,
                squares: group.power_sum(2) * (&factor * &factor),
            }
        };
        self.groups.iter().map(scaled).collect()
    }

    pub(super) fn sizes(&self) -> Vec<u64> {
        self.groups.iter().map(|group| group.n()).collect()
    }
}

/// Sums of one group, as integers of `1/divisor`.
pub(super) struct GroupSums {
    pub n: u64,
    pub divisor: BigInt,
    pub sum: BigInt,
    pub squares: BigInt,
}

impl GroupSums {
    /// `n·Σx² − (Σx)²`, which is n(n − 1) variances.
    pub(super) fn spread(&self) -> BigInt {
        &self.squares * self.n - &self.sum * &self.sum
    }

    pub(super) fn of(sample: &Sample) -> GroupSums {
        GroupSums {
            n: sample.n(),
            divisor: Pow::pow(BigInt::from(10), sample.places()),
            sum: sample.power_sum(1),
            squares: sample.power_sum(2),
        }
    }
}

/// The two sums of squares of an analysis of variance by one factor, exact.
pub(super) struct OneWaySums {
    pub groups: u64,
    pub n: u64,
    pub between: Exact,
    pub within: Exact,
}

impl OneWaySums {
    /// Between: `Σ Tᵢ²/nᵢ − T²/N`; within: `Σ x² − Σ Tᵢ²/nᵢ`. Groups of one size
    /// are added as integers first, so that a million groups need few fractions.
    pub(super) fn of(groups: impl Iterator<Item = GroupSums>) -> OneWaySums {
        let mut alike: BTreeMap<(u64, BigInt), [BigInt; 3]> = BTreeMap::new();
        let (mut count, mut n) = (0_u64, 0_u64);
        for group in groups {
            let slot = alike.entry((group.n, group.divisor)).or_default();
            let [squared, sum, squares] = slot;
            *squared += &group.sum * &group.sum;
            *sum += group.sum;
            *squares += group.squares;
            count += 1;
            n = n.saturating_add(group.n);
        }
        let nothing = || Exact::whole(0);
        let (mut squared, mut sum, mut squares) = (nothing(), nothing(), nothing());
        for ((size, divisor), [a, b, c]) in alike {
            let square = &divisor * &divisor;
            squared = squared + Exact::of_integers(a, &square * size);
            sum = sum + Exact::of_integers(b, divisor);
            squares = squares + Exact::of_integers(c, square);
        }
        let middle = sum.clone() * sum / Exact::whole(n.into());
        OneWaySums {
            groups: count,
            n,
            between: squared.clone() - middle,
            within: squares - squared,
        }
    }

    /// Share of the variance between the groups.
    ///
    /// # Errors
    /// [`NotComputable::NoSpread`] where all are alike.
    pub(super) fn eta2(&self) -> Outcome<f64> {
        let total = self.between.clone() + self.within.clone();
        match total.is_zero() {
            true => Err(NotComputable::NoSpread),
            false => Ok((self.between.clone() / total).value()),
        }
    }

    pub(super) fn df_between(&self) -> u64 {
        self.groups.saturating_sub(1)
    }

    pub(super) fn df_within(&self) -> u64 {
        self.n.saturating_sub(self.groups)
    }

    /// `(between/df₁)/(within/df₂)`.
    ///
    /// # Errors
    /// [`NotComputable::TooFew`] unless somebody is left beside one per group,
    /// [`NotComputable::NoSpread`] where nobody differs within the groups.
    pub(super) fn f(&self) -> Outcome<f64> {
        if self.df_within() == 0 {
            let needed = self.groups.saturating_add(1);
            return Err(NotComputable::TooFew { n: self.n, needed });
        }
        if self.within.is_zero() {
            return Err(NotComputable::NoSpread);
        }
        let between = self.between.clone() / Exact::whole(self.df_between().into());
        let within = self.within.clone() / Exact::whole(self.df_within().into());
        Ok((between / within).value())
    }
}

/// Adds from the smallest to the largest, so that the order of the groups
/// changes no bit.
pub(super) fn ordered_sum(mut terms: Vec<f64>) -> f64 {
    terms.sort_unstable_by(f64::total_cmp);
    terms.iter().sum()
}
