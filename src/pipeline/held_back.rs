use super::chart_groups::{Drawing, group_position};
use super::{Setup, Surveyed};
use crate::analysis::{
    Entry, Finding, ItemIndex, QuestionShape, Study, Target, question_shapes, values,
};
use crate::error::{Error, ErrorKind, Result};
use crate::report::because;
use crate::said;
use crate::stats::NotComputable;
use crate::survey::Responses;

/// Takes out of the indexes of groups, all of one characteristic, how the answers to an
/// item are spread, where fewer than `small` respondents of any group gave one of its
/// answers: the spread in one group is what the others leave of the whole, so it is
/// taken out of all. The mean and how many answered stay; what is computed from the
/// spread beside the mean would give it away and goes with it.
pub(super) fn hold_back(groups: &mut [Entry], small: u64) {
    let few = |item: &ItemIndex| item.counts.iter().any(|n| (1..small).contains(n));
    let mut told: Vec<String> = Vec::new();
    for item in groups.iter().filter_map(items).flatten() {
        if few(item) && !told.contains(&item.id) {
            told.push(item.id.clone());
        }
    }
    for entry in groups {
        let Ok(Finding::Index(index)) = &mut entry.outcome else {
            continue;
        };
        for item in &mut index.items {
            if told.contains(&item.id) {
                item.counts = Vec::new();
                item.standard_error = Err(NotComputable::HeldBack { small });
                item.interval = Err(NotComputable::HeldBack { small });
            }
        }
    }
}

/// What the answers behind the questions of a study look like, for the figures of a
/// chapter; none for the public, as their points and whiskers are single respondents.
pub fn shapes(study: &Study, surveyed: &Surveyed, setup: &Setup) -> Vec<Option<QuestionShape>> {
    match setup.public {
        true => Vec::new(),
        false => question_shapes(&study.entries, &surveyed.responses),
    }
}

impl Drawing<'_> {
    /// Refuses to show the public how the answers to items are spread inside the groups
    /// of a figure, or to the one item asked for, where few gave one of them.
    pub(super) fn check_spread(&self, only: Option<usize>) -> Result<()> {
        let parts = self.public_parts()?;
        let small = self.setup.small();
        let few = |at: usize| {
            let mut spreads = parts.iter().filter_map(|part| part.frequencies(at));
            spreads.any(|spread| spread.counts.iter().any(|n| (1..small).contains(n)))
        };
        let items = self.surveyed.responses.items.iter().enumerate();
        let asked = items.filter(|(at, _)| only.is_none_or(|only| only == *at));
        let held = asked.filter(|(at, _)| few(*at));
        let held: Vec<&str> = held.map(|(_, item)| item.code.as_str()).collect();
        if held.is_empty() {
            return Ok(());
        }
        let held = held.join(", ");
        Err(self.held_back().hint(said!(
            "butir yang ditahan: {held}; pilih butir lain dengan --on, atau gambar tanpa kelompok",
            "held back: {held}; take another item with --on, or the figure without groups"
        )))
    }

    /// Refuses to show the public the values of the few inside the groups of a
    /// figure: its points, whiskers and bars are single respondents.
    pub(super) fn check_values(&self, of: &Target) -> Result<()> {
        let small = self.setup.small();
        let few = |part: &Responses| values(part, of).values().any(|(_, n)| n < small);
        if !self.public_parts()?.iter().any(few) {
            return Ok(());
        }
        Err(self.held_back().hint(said!(
            "gambarlah tanpa kelompok, atau rata-ratanya dengan dots --by KOLOM",
            "draw it without groups, or the means with dots --by COLUMN"
        )))
    }

    /// The groups of a figure for the public; none where there are no groups, or it is
    /// not for the public.
    fn public_parts(&self) -> Result<Vec<Responses>> {
        let columns = [&self.wish.panels, &self.wish.by].into_iter().flatten();
        let columns: Vec<&String> = columns.collect();
        if !self.setup.public || columns.is_empty() {
            return Ok(Vec::new());
        }
        let whole = &self.surveyed.responses;
        let mut parts = vec![whole.clone()];
        for column in columns {
            let at = group_position(whole, column)?;
            let split = parts.iter().flat_map(|part| part.split(at));
            parts = split.map(|(_, part)| part).collect();
        }
        Ok(parts)
    }

    fn held_back(&self) -> Error {
        let small = self.setup.small();
        let why = because(self.voice, &NotComputable::HeldBack { small });
        let what = said!(
            "gambar tidak dapat dibuat, karena {why}",
            "the figure cannot be made, because {why}"
        );
        Error::new(ErrorKind::NoAnswers, what)
    }
}

fn items(entry: &Entry) -> Option<&Vec<ItemIndex>> {
    match &entry.outcome {
        Ok(Finding::Index(index)) => Some(&index.items),
        _ => None,
    }
}
