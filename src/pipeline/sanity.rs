use super::{Setup, Surveyed};
use crate::analysis::Weight;
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use crate::survey::Mapping;

/// A population smaller than its sample is a typing error.
///
/// # Errors
/// More respondents than the population given.
pub(super) fn check_population(surveyed: &Surveyed, setup: &Setup) -> Result<()> {
    let n = surveyed.responses.n();
    match setup.population {
        Some(population) if population < n => Err(Error::new(
            ErrorKind::Usage,
            said!(
                "populasi {population} lebih kecil daripada jumlah respondennya, {n}",
                "the population of {population} is smaller than the number of respondents, {n}"
            ),
        )
        .hint(said!(
            "tulis jumlah semua penerima layanan pada periode ini, atau hilangkan population",
            "give the number of all who were served in this period, or leave the population out"
        ))),
        _ => Ok(()),
    }
}

/// A printed weight is 1/k rounded; all weights together are about 1.
///
/// # Errors
/// A weight that would carry the index far off its scale.
pub(super) fn check_weight(mapping: &Mapping, setup: &Setup) -> Result<()> {
    const MOST: f64 = 0.05;
    let Weight::Printed(weight) = setup.index.weight else {
        return Ok(());
    };
    let k = mapping.items.len();
    let sum = weight.value() * k as f64;
    if (sum - 1.0).abs() <= MOST {
        return Ok(());
    }
    let weight = weight.value();
    Err(Error::new(
        ErrorKind::Usage,
        said!(
            "bobot {weight} tidak cocok untuk {k} unsur: jumlah bobotnya {sum:.3}, bukan 1",
            "the weight {weight} does not fit {k} items: the weights sum to {sum:.3}, not 1"
        ),
    )
    .hint(said!(
        "pakai --weight exact (tepat 1/{k}) atau pembulatannya, seperti 0.111 atau 0.11 untuk sembilan unsur",
        "use --weight exact (exactly 1/{k}) or what it rounds to, such as 0.111 or 0.11 for nine items"
    )))
}
