//! Numbers in, numbers out: exact fractions, tails, quantiles, descriptives.
//! Knows no survey word.

mod adjusted_p;
mod beta;
mod chi_mean;
mod chi_square;
mod cochran_armitage;
mod cochran_q;
mod cross_table;
#[cfg(test)]
mod distributions_tests;
mod drawn_sum;
mod dscf;
mod dunn;
mod exact;
mod f_distribution;
mod friedman;
mod gamma;
mod hodges_lehmann;
mod hypothesis_test;
mod interval;
mod jonckheere_terpstra;
mod kruskal_wallis;
mod mann_kendall;
mod mann_whitney;
mod mann_whitney_exact;
mod mcnemar;
mod moments;
mod noncentral;
mod noncentral_t;
mod normal;
mod normal_test;
mod observations;
mod ranking;
mod root;
mod sample;
mod sen_slope;
mod sign_test;
mod signed_ranks;
mod signed_sum;
mod student;
mod studentized_range;
mod sum_distribution;
mod wilcoxon_exact;
mod wilcoxon_signed_rank;

pub use adjusted_p::AdjustedP;
pub use beta::{beta_lower, beta_quantile, beta_upper};
pub use chi_square::{chi_square_quantile, chi_square_upper};
pub use cochran_armitage::{CochranArmitage, ScoredGroup, cochran_armitage};
pub use cochran_q::{CochranQ, cochran_q};
pub use cross_table::CrossTable;
pub use dscf::{Dscf, DscfPair, dscf};
pub use dunn::{Dunn, DunnPair, dunn};
pub use exact::Exact;
pub use f_distribution::{f_quantile, f_upper};
pub use friedman::{Friedman, FriedmanPair, FriedmanPairs, friedman};
pub use gamma::{gamma_lower, gamma_upper, ln_gamma};
pub use hodges_lehmann::{HodgesLehmann, hodges_lehmann};
pub use hypothesis_test::{Caution, Effect, HypothesisTest, Interval, Sizes, Statistic};
pub use interval::t_interval;
pub use jonckheere_terpstra::{JonckheereTerpstra, jonckheere_terpstra};
pub use kruskal_wallis::{KruskalWallis, kruskal_wallis};
pub use mann_kendall::{MannKendall, mann_kendall};
pub use mann_whitney::{MannWhitney, mann_whitney};
pub use mann_whitney_exact::{MannWhitneyExact, mann_whitney_exact};
pub use mcnemar::{McNemar, mcnemar};
pub use moments::Moments;
pub use noncentral::{
    noncentral_chi_square_lower, noncentral_chi_square_upper, noncentral_f_lower,
    noncentral_f_upper,
};
pub use noncentral_t::{noncentral_t_lower, noncentral_t_upper};
pub use normal::{normal_quantile, normal_upper};
pub use normal_test::NormalTest;
pub use observations::Observations;
pub use sample::Sample;
pub use sen_slope::{SenSlope, sen_slope};
pub use sign_test::{SignTest, sign_test};
pub use student::{student_quantile, student_two_sided, student_upper};
pub use studentized_range::{studentized_range_quantile, studentized_range_upper};
pub use wilcoxon_exact::{WilcoxonExact, ZeroDifferences, wilcoxon_signed_rank_exact};
pub use wilcoxon_signed_rank::{WilcoxonSignedRank, wilcoxon_signed_rank};

use serde::{Deserialize, Serialize};

/// A value, or the reason why there is none.
pub type Outcome<T> = std::result::Result<T, NotComputable>;

/// Why a statistic has no value. The words are in `reports/words`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum NotComputable {
    /// No answers at all.
    NoAnswers,
    /// An item without any answer; holds its code.
    ItemWithoutAnswers { item: String },
    /// Fewer than so many respondents.
    TooFew { n: u64, needed: u64 },
    /// All respondents alike: no spread to measure.
    NoSpread,
    /// The instrument has no grades.
    NoBands,
    /// Needs the rows, and only counts are at hand.
    NoRows,
    /// A number needed for it was not given; holds its name.
    NotGiven { what: String },
    /// A number outside what the formula allows (a margin of 0, a confidence of
    /// 1); holds its name.
    OutOfRange { what: String },
    /// As many respondents as the population has members, or more: there is no
    /// sampling error to measure.
    WholePopulation { n: u64, population: u64 },
    /// Items of different scales in one sum.
    MixedScales,
    /// Fewer than so many variables.
    TooFewVariables { variables: u64, needed: u64 },
    /// The points lie on a line: the statistic has no bound.
    Unbounded,
    /// Fewer groups with anybody than so many.
    TooFewGroups { groups: u64, needed: u64 },
    /// The exact distribution of so many respondents takes too long; the
    /// approximation is as good.
    TooManyArrangements { n: u64 },
}
