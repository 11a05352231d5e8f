use super::answer::{Answer, Reader};
use super::characteristics::is_characteristic;
use super::fold::fold;
use super::recognise::{Ticks, by_header, is_summed};
use super::words::Folded;
use super::{ColumnSample, Instrument, Reading, Scale};

/// The part of a column's answers that are answers on a scale; none for a column
/// without answers.
pub(super) fn fit(
    scale: &Scale,
    words: &Folded,
    certain: bool,
    column: &ColumnSample,
) -> Option<f64> {
    // More different texts than this are free text or numbers of another sort.
    let levels = u64::try_from(scale.max - scale.min).unwrap_or(0) + 1;
    if column.distinct > levels * 3 + 60 {
        return Some(0.0);
    }
    let texts = column.values.iter().map(|(text, _)| text.as_str());
    let reader = Reader::new(scale, words, certain, texts, &[], &Reading::default());
    let mut all = 0;
    let mut fitting = 0;
    for (text, count) in &column.values {
        match reader.read(text) {
            Answer::Blank | Answer::Missing | Answer::Error => continue,
            Answer::NotApplicable | Answer::MissingCode => continue,
            Answer::Code(..) | Answer::Several => fitting += count,
            Answer::Outside | Answer::Fraction | Answer::Unknown => {}
        }
        all += count;
    }
    (all > 0).then(|| fitting as f64 / all as f64)
}

/// The items of a battery nobody named: the longest run of columns that fit the
/// scale, one column in between allowed. At least two, or none. Of columns named
/// (`asked`) those that fit.
pub(super) fn find(
    instrument: &Instrument,
    word_sets: &[Vec<String>],
    columns: &[ColumnSample],
    aside: &[usize],
    asked: &[usize],
) -> Vec<usize> {
    let words = Folded::of(instrument.scale.min, word_sets);
    let ticks = Ticks::of(columns);
    let fits = columns.iter().enumerate().filter(|(position, column)| {
        let open = match asked.is_empty() {
            true => {
                !aside.contains(position)
                    && may_be_item(instrument, column)
                    && !ticks.boxes.contains(&column.column)
                    && !is_summed(columns, column)
            }
            false => asked.contains(position),
        };
        open && fit(&instrument.scale, &words, false, column) >= Some(0.9)
    });
    if !asked.is_empty() {
        return fits.map(|(position, _)| position).collect();
    }
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for (position, _) in fits {
        match runs.last_mut() {
            Some(run)
                if run
                    .last()
                    .is_some_and(|last| goes_on(columns, *last, position)) =>
            {
                run.push(position);
            }
            _ => runs.push(vec![position]),
        }
    }
    let longest = runs.iter().map(Vec::len).max().unwrap_or(0);
    let first = runs
        .into_iter()
        .find(|run| run.len() == longest && longest >= 2);
    trimmed(first.unwrap_or_default(), columns)
}

/// Whether a column goes on with the run that ends with another: right behind it,
/// or with one column between them when both have a word in common or none.
fn goes_on(columns: &[ColumnSample], last: usize, position: usize) -> bool {
    let words = |at: usize| -> Vec<String> {
        let values = columns.get(at).map_or(&[][..], |column| &column.values);
        let texts = values.iter().map(|(text, _)| fold(text));
        texts
            .filter(|text| text.contains(char::is_alphabetic))
            .collect()
    };
    match position - last {
        0 | 1 => true,
        2 => {
            let (before, behind) = (words(last), words(position));
            let both = !before.is_empty() && !behind.is_empty();
            !both || behind.iter().any(|word| before.contains(word))
        }
        _ => false,
    }
}

/// Takes columns off the ends of a run that hardly anybody filled where others
/// did: a legend beside the answers, not an item.
fn trimmed(mut run: Vec<usize>, columns: &[ColumnSample]) -> Vec<usize> {
    let answers = |at: &usize| -> u64 {
        let values = columns.get(*at).map_or(&[][..], |column| &column.values);
        values.iter().map(|(_, count)| count).sum()
    };
    let most = run.iter().map(answers).max().unwrap_or(0);
    let legend = |at: &usize| answers(at) * 4 < most;
    while run.last().is_some_and(legend) {
        run.pop();
    }
    let first = run.iter().position(|at| !legend(at)).unwrap_or(0);
    run.drain(..first);
    run
}

/// Whether nothing but its answers speaks of an item: ages, semesters, running
/// numbers and sums can look like answers.
fn may_be_item(instrument: &Instrument, column: &ColumnSample) -> bool {
    let characteristic = |spec| is_characteristic(spec, column);
    let header = fold(&column.header);
    let words: Vec<&str> = header.split(' ').collect();
    let other = ["semester", "angkatan", "kelas", "tahun"];
    let told = words.len() <= 2 && words.iter().any(|word| other.contains(word));
    !told && by_header(column).is_none() && !instrument.groups.iter().any(characteristic)
}
