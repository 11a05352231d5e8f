use crate::error::Place;

/// Respondents in file order, each with its position in
/// [`super::Responses::patterns`]. Kept in memory only while a report is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    pub rows: Vec<(Place, u32)>,
}
