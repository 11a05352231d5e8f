use super::script::Names;
use super::script_factors::Check;
use crate::analysis::{Finding, Study, Target};
use crate::stats::{Outcome, SuccessiveIntervals};
use std::fmt::Write;

/// The variables of interval values in base R, from the definition.
pub(super) fn intervals_r(names: &Names, study: &Study) -> String {
    if intervals(study).is_none() {
        return String::new();
    }
    let mut text = "msi <- function(x) {\n  f <- table(x)\n  p <- f / sum(f)\n  \
        t <- dnorm(qnorm(cumsum(p)))\n  s <- (c(0, t[-length(t)]) - t) / p\n  \
        s <- s - min(s) + 1\n  as.numeric(s[as.character(x)])\n}\n\
        for (b in butir) d[[paste0(\"msi_\", b)]] <- msi(d[[b]])\n"
        .to_owned();
    for (of, items) in sums(study) {
        let name = names.target(&of.in_intervals());
        let list = names.list(&items);
        let quoted: Vec<String> = list.iter().map(|item| format!("\"msi_{item}\"")).collect();
        let _ = writeln!(
            text,
            "d${name} <- rowSums(d[, c({}), drop = FALSE])",
            quoted.join(", ")
        );
    }
    text
}

/// Interval values of items, by their ids.
type Intervals = [(String, Outcome<SuccessiveIntervals>)];

/// The interval values a study holds, where it has any.
fn intervals(study: &Study) -> Option<&Intervals> {
    study.entries.iter().find_map(|entry| match &entry.outcome {
        Ok(Finding::SuccessiveIntervals { items }) => Some(items.as_slice()),
        _ => None,
    })
}

/// What has interval values beside the single items: the sum and the dimensions, with
/// the ids of their items.
fn sums(study: &Study) -> Vec<(Target, Vec<String>)> {
    let all = study.survey.items.iter().map(|item| item.id.clone());
    let mut sums = vec![(Target::Sum, all.collect())];
    sums.extend(study.survey.dimensions.iter().map(|dimension| {
        let (name, items) = (dimension.name.clone(), dimension.items.clone());
        let of = Target::Dimension { name, items };
        (of, dimension.items.clone())
    }));
    sums
}

/// The value of every level, computed again.
pub(super) fn levels_r(names: &Names, items: &Intervals) -> Vec<Check> {
    let mut checks = Vec::new();
    for (id, found) in items {
        let name = names.item(id);
        let levels = found.iter().flat_map(|found| &found.levels);
        checks.extend(levels.map(|level| {
            let code = format!("d$msi_{name}[match({}, d${name})]", level.value);
            (format!("MSI {name} = {}", level.value), code, level.score)
        }));
    }
    checks
}

/// The same variables for SPSS and PSPP, from the values of the report.
pub(super) fn intervals_spss(names: &Names, study: &Study) -> String {
    let Some(items) = intervals(study) else {
        return String::new();
    };
    let mut text = String::new();
    let mut known: Vec<&str> = Vec::new();
    for (id, found) in items {
        let (Ok(found), name) = (found, names.item(id)) else {
            continue;
        };
        let levels = found.levels.iter();
        let levels: Vec<String> = levels
            .map(|level| format!("({}={})", level.value, level.score))
            .collect();
        let _ = writeln!(
            text,
            "RECODE {name}\n  {}\n  INTO msi_{name}.",
            levels.join("\n  ")
        );
        known.push(name);
    }
    for (of, items) in sums(study) {
        let list = names.list(&items);
        // A variable that is not there would stop the program.
        if list.iter().all(|name| known.contains(name)) {
            let name = names.target(&of.in_intervals());
            let list: Vec<String> = list.iter().map(|item| format!("msi_{item}")).collect();
            let (k, list) = (list.len(), list.join(", "));
            let _ = writeln!(text, "COMPUTE {name} = SUM.{k}({list}).");
        }
    }
    text.push_str("EXECUTE.\n");
    text
}
