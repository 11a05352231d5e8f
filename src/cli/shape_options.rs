use super::ask::Ask;
use tridharma::Result;
use tridharma::pipeline::{FrequenciesWish, LongWish, PairWish, Reshape, SurveyFile};

/// How a table without a respondent in each row is turned.
pub fn reshape(ask: &Ask, survey: &SurveyFile) -> Result<Reshape> {
    let mut reshape = survey.reshape.clone();
    if let Some(long) = ask.text("long") {
        reshape.long = Some(LongWish::parse(&long)?);
    }
    if let Some(pair) = ask.text("pair") {
        reshape.pair = Some(PairWish::parse(&pair)?);
    }
    if let Some(frequencies) = ask.text("frequencies") {
        reshape.frequencies = Some(FrequenciesWish::parse(&frequencies)?);
    }
    Ok(reshape)
}
