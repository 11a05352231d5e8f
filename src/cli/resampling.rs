use super::args::{one_of, text};
use super::ask::Ask;
use super::questions::header;
use super::tongue::Tongue;
use clap::{Arg, value_parser};
use tridharma::Result;
use tridharma::analysis::{Request, Resampling, ResamplingOptions};
use tridharma::pipeline::Setup;
use tridharma::survey::Responses;

/// The options of the bootstrap and of permutation tests.
pub fn options(t: Tongue) -> Vec<Arg> {
    vec![
        text(
            "bootstrap",
            "N",
            t.say(
                "selang bootstrap (persentil dan BCa) indeks, kelompok, dan rata-rata butir, dengan N ulangan",
                "bootstrap intervals (percentile and BCa) of the index, its groups and the item means, of N replicates",
            ),
        )
        .value_parser(value_parser!(u64).range(100..=10_000_000)),
        text(
            "permute",
            "N",
            t.say(
                "uji permutasi di samping setiap perbandingan, dengan N pembagian",
                "a permutation test beside each comparison, of N deals",
            ),
        )
        .value_parser(value_parser!(u64).range(100..=1_000_000_000)),
        one_of(
            "resampling",
            "limit|seeded",
            ["limit", "seeded"],
            t.say(
                "ulangan dihitung tanpa batas banyaknya (limit, bawaan) atau diundi (seeded)",
                "replicates computed for infinitely many (limit, default) or drawn (seeded)",
            ),
        ),
        text(
            "seed",
            "NUMBER",
            t.say(
                "awal undian; angka yang sama memberi hasil yang sama (bawaan 1)",
                "start of the draws; the same number gives the same result (default 1)",
            ),
        )
        .value_parser(value_parser!(u64)),
    ]
}

/// The bootstrap, where it was asked for.
pub fn requests(ask: &Ask, responses: &Responses, setup: &Setup) -> Result<Option<Request>> {
    let Some(options) = asked(ask, "bootstrap") else {
        return Ok(None);
    };
    let by = setup.wish.by.iter().map(|by| header(by, responses));
    Ok(Some(Request::Bootstrap {
        by: by.collect::<Result<_>>()?,
        index: setup.index.clone(),
        options,
    }))
}

/// What was asked by `option` (`bootstrap` or `permute`); none where it was not.
pub fn asked(ask: &Ask, option: &str) -> Option<ResamplingOptions> {
    Some(ResamplingOptions {
        replicates: ask.number(option)?,
        seed: ask.number("seed").unwrap_or(1),
        resampling: match ask.text("resampling").as_deref() {
            Some("seeded") => Resampling::Seeded,
            _ => Resampling::Limit,
        },
    })
}
