use super::composer::Composer;
use super::voice::Voice;
use crate::analysis::{Rounding, Study, Weight};

/// The printed name of the weight used (`tepat 1/9`, `0,111`).
pub fn weight(composer: &Composer) -> String {
    weight_name(composer.study, composer.voice)
}

/// The same without a composer.
pub fn weight_name(study: &Study, voice: &Voice) -> String {
    match &study.survey.options.index.weight {
        Weight::Printed(decimal) => voice.decimal(*decimal),
        Weight::Exact => {
            let k = study.survey.items.len();
            let equal = study
                .survey
                .items
                .windows(2)
                .all(|pair| matches!(pair, [a, b] if a.weight == b.weight));
            match equal {
                true => voice.say("result.weight_exact", &[("k", k.to_string())]),
                false => voice.word("result.weight_exact_other"),
            }
        }
    }
}

/// The printed name of the intermediate rounding.
pub fn rounding_name(study: &Study, voice: &Voice) -> String {
    voice.word(match study.survey.options.index.round {
        Rounding::None => "result.round_none",
        Rounding::Nrr2 => "result.round_nrr2",
        Rounding::Sum3 => "result.round_sum3",
    })
}

/// The factor from the weighted sum to the index (`25` on a 1–4 scale).
pub fn factor(study: &Study, voice: &Voice) -> String {
    let max = study.survey.items.iter().map(|i| i.max).max().unwrap_or(4);
    match 100 % i32::from(max.max(1)) {
        0 => (100 / i32::from(max.max(1))).to_string(),
        _ => format!("{}/{max}", voice.count(100)),
    }
}
