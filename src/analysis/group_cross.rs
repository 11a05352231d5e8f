use crate::survey::Responses;

/// How many respondents have each two values of two groups: a row for each
/// value of the first, a cell for each of the second; and how many left either
/// blank. Empty for groups that do not exist.
///
/// ```
/// use tridharma::analysis::group_cross;
/// # use tridharma::survey::Responses;
/// # let responses = Responses { items: vec![], groups: vec![], patterns: vec![] };
/// assert_eq!(group_cross(&responses, 0, 1), (vec![], 0));
/// ```
pub fn group_cross(responses: &Responses, first: usize, second: usize) -> (Vec<Vec<u64>>, u64) {
    let values = |group: usize| responses.groups.get(group).map(|g| g.values.len());
    let (Some(rows), Some(columns)) = (values(first), values(second)) else {
        return (Vec::new(), 0);
    };
    let mut cells = vec![vec![0; columns]; rows];
    let mut blank = 0;
    for pattern in &responses.patterns {
        let value = |group: usize| pattern.groups.get(group).copied().flatten();
        let cell = value(first).zip(value(second));
        let cell = cell.and_then(|(a, b)| cells.get_mut(a as usize)?.get_mut(b as usize));
        match cell {
            Some(cell) => *cell += pattern.count,
            None => blank += pattern.count,
        }
    }
    (cells, blank)
}
