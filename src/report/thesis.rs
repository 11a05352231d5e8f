use super::composer::Composer;
use super::recipe::{Part, Recipe};
use super::{
    Material, analysis, annexes, description, examiner, factors, hypotheses, profile,
    question_figures, references, results, scales,
};
use crate::analysis::{Entry, Finding};
use crate::survey::IssueKind;

/// Chapter IV of a thesis, or what else a recipe asks for: its parts in their order.
pub(super) fn chapter(composer: &mut Composer, recipe: &Recipe, material: &Material) {
    if let Some(chapter) = &recipe.chapter {
        let name = composer.of(&chapter.name).to_owned();
        composer.chapter_named(&chapter.number, name);
    }
    composer.say("thesis.lead", &[]);
    for part in &recipe.parts {
        self::part(composer, *part, material);
    }
}

pub(super) fn part(composer: &mut Composer, part: Part, material: &Material) {
    match part {
        Part::Respondents => {
            composer.section(composer.voice.word("result.respondents"));
            processed(composer);
            profile::profile(composer);
        }
        Part::Index => {
            composer.section(composer.voice.word("thesis.index"));
            results::short(composer);
        }
        Part::Validity => scales::validity(composer),
        Part::Reliability => scales::reliability(composer),
        Part::Hypotheses => hypotheses::hypotheses(composer),
        Part::Quality => annexes::quality(composer),
        Part::Examiner => examiner::examiner(composer),
        Part::Questions => questions(composer, material),
        Part::References => references::references(composer),
        Part::Describe => each(composer, &|f| matches!(f, Finding::Description(_))),
        Part::SuccessiveIntervals => each(composer, &|f| {
            matches!(f, Finding::SuccessiveIntervals { .. })
        }),
        Part::Normality => scales::normality(composer),
        Part::Importance => each(composer, &|f| matches!(f, Finding::Importance(_))),
        Part::Gap => each(composer, &|f| matches!(f, Finding::Gap(_))),
        Part::Factors => factor_analyses(composer),
        Part::Constructs => each(composer, &|f| matches!(f, Finding::Constructs(_))),
        Part::Kano => each(composer, &|f| matches!(f, Finding::Kano(_))),
        Part::Recommendation => each(composer, &|f| matches!(f, Finding::Recommendation(_))),
        // The chapters of an office are composed elsewhere.
        _ => {}
    }
}

/// How many respondents the chapter is about, and which rows it is not about.
fn processed(composer: &mut Composer) {
    let Some(n) = composer.view().index().map(|index| index.n) else {
        return;
    };
    let voice = composer.voice;
    let left_out = composer.study.issues.iter().filter(|issue| {
        matches!(
            issue.kind,
            IssueKind::EmptyRows | IssueKind::WithoutPeriod | IssueKind::Dropped { .. }
        )
    });
    let left_out = left_out.map(|issue| {
        let (what, _) = super::issues::words(voice, &issue.kind);
        format!("{what} ({})", voice.count(issue.answers))
    });
    let list = voice.list(&left_out.collect::<Vec<String>>());
    let key = match list.is_empty() {
        true => "thesis.processed",
        false => "thesis.processed_but",
    };
    composer.say(key, &[("n", voice.count(n)), ("list", list)]);
}

/// What was asked, each answer with its figures.
fn questions(composer: &mut Composer, material: &Material) {
    let study = composer.study;
    let asked = |finding: &Finding| {
        matches!(
            finding,
            Finding::Comparison(_)
                | Finding::Crosstab(_)
                | Finding::Regression(_)
                | Finding::Trend(_)
                | Finding::Paired(_)
                | Finding::Correlations(_)
                | Finding::Weighted(_)
        )
    };
    let mut none = true;
    for (at, entry) in study.entries.iter().enumerate() {
        match &entry.outcome {
            Ok(finding) if asked(finding) => {
                analysis::chapter(composer, entry);
                if let Some(Some(shape)) = material.shapes.get(at) {
                    question_figures::figures(composer, at + 1, entry, shape);
                }
            }
            // A question that has no answer is told why.
            Err(_) if entry.is_question() => analysis::chapter(composer, entry),
            _ => continue,
        }
        none = false;
    }
    if none {
        description::no_question(composer);
    }
    analysis::policy(composer);
}

/// Every finding of some sort; questions that have no answer are told with them.
fn each(composer: &mut Composer, wanted: &dyn Fn(&Finding) -> bool) {
    let study = composer.study;
    let questions = |entry: &&Entry| match &entry.outcome {
        Ok(finding) => wanted(finding),
        Err(_) => false,
    };
    for entry in study.entries.iter().filter(questions) {
        analysis::chapter(composer, entry);
    }
}

/// Factor analyses with their scree plots.
fn factor_analyses(composer: &mut Composer) {
    let study = composer.study;
    for entry in &study.entries {
        if let Ok(Finding::Factors(found)) = &entry.outcome {
            factors::factors(composer, found);
            factors::scree(composer, found);
        }
    }
}
