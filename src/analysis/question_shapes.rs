use super::distribution::{Bin, Distribution, distribution};
use super::residual_plot::{ResidualPlot, residual_plot};
use super::respondent::values_by;
use super::study::{Entry, Finding};
use crate::stats::{Outcome, Sample};
use crate::survey::{Responses, Words};

/// What the answers behind each question of a study look like, for the figures
/// beside its test: one for each entry; none where the question has no figure.
///
/// # Question
/// Do the groups that were compared overlap, and are the residuals of the model as
/// its test assumes?
///
/// # Formula
/// The values of each group as [`distribution`] describes them; the residual
/// `e = y − ŷ` of each respondent and its fitted value `ŷ`.
///
/// # Assumes
/// The entries are of these responses.
///
/// # When not
/// A study read from a file without its answers has no shapes.
///
/// # Example
/// ```
/// use tridharma::analysis::question_shapes;
/// # use tridharma::survey::Responses;
/// # let responses = Responses { items: vec![], groups: vec![], patterns: vec![] };
/// assert!(question_shapes(&[], &responses).is_empty());
/// ```
///
/// # Checked against
/// R: `fitted` and `resid` of `lm(c(2, 2, 4, 4) ~ 1:4)`; [`distribution`] is checked
/// by itself.
///
/// # References
/// Fox (2016) Applied Regression Analysis 3 and 12.
pub fn question_shapes(entries: &[Entry], responses: &Responses) -> Vec<Option<QuestionShape>> {
    let shapes = entries.iter().map(|entry| shape(entry, responses));
    shapes.collect()
}

/// Result of [`question_shapes`] for one question.
#[derive(Debug, Clone, PartialEq)]
pub enum QuestionShape {
    /// The groups of a comparison that hold anybody, and the ends of the scale.
    Groups {
        groups: Vec<GroupShape>,
        range: (f64, f64),
    },
    /// The residuals of a linear model.
    Residuals(Box<ResidualPlot>),
}

/// The values of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupShape {
    pub name: Words,
    pub sample: Sample,
    pub shape: Outcome<Distribution>,
}

fn shape(entry: &Entry, of: &Responses) -> Option<QuestionShape> {
    match entry.outcome.as_ref().ok()? {
        Finding::Comparison(found) => {
            let place = of.groups.iter().position(|g| g.header == found.by)?;
            let (samples, _) = values_by(of, place, &found.of);
            let named = of.groups.get(place)?.values.iter().zip(samples);
            let groups = named.filter(|(_, sample)| sample.n() > 0);
            let groups = groups.map(|(name, sample)| GroupShape {
                name: name.clone(),
                shape: distribution(&sample, Bin::AtLeast(0.1)),
                sample,
            });
            Some(QuestionShape::Groups {
                groups: groups.collect(),
                range: found.of.range(of),
            })
        }
        Finding::Regression(found) => {
            let plot = residual_plot(of, found).ok()?;
            Some(QuestionShape::Residuals(Box::new(plot)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::study::About;
    use crate::analysis::tests::responses_of;
    use crate::analysis::{
        ComparisonOptions, RegressionOptions, RoutePolicy, Target, Variable, compare, regression,
    };

    fn entry(outcome: Outcome<Finding>) -> Entry {
        let (about, adjusted) = (About::Total, None);
        Entry {
            about,
            outcome,
            adjusted,
        }
    }

    #[test]
    fn residuals_are_those_of_r() {
        let rows: Vec<[Option<i16>; 2]> = vec![
            [Some(1), Some(2)],
            [Some(2), Some(2)],
            [Some(3), Some(4)],
            [Some(4), Some(4)],
        ];
        let rows: Vec<_> = rows
            .iter()
            .map(|row| (row.as_slice(), Some(0), 1))
            .collect();
        let all = responses_of(&rows);
        let item = |at: usize| Variable::Value(Target::Item(all.items[at].id.clone()));
        let options = RegressionOptions {
            model: Some(crate::analysis::ModelKind::LinearRegression),
            confidence: 0.95,
        };
        let model = regression(&all, None, &item(1), &[item(0)], &options);
        let entry = entry(model.map(|model| Finding::Regression(Box::new(model))));
        let shapes = question_shapes(&[entry], &all);
        let Some(Some(QuestionShape::Residuals(plot))) = shapes.first() else {
            panic!("{shapes:?}");
        };
        let expected = [(1.8, 0.2), (2.6, -0.6), (3.4, 0.6), (4.2, -0.2)];
        for (found, expected) in plot.points.iter().zip(expected) {
            assert!((found.0 - expected.0).abs() < 1e-12 && found.2 == 1);
            assert!((found.1 - expected.1).abs() < 1e-12);
        }
    }

    #[test]
    fn groups_without_anybody_have_no_shape() {
        let all = responses_of(&[
            (&[Some(4), Some(3)], Some(0), 2),
            (&[Some(1), Some(2)], Some(0), 3),
            (&[Some(2), Some(2)], Some(1), 4),
            (&[None, None], Some(2), 1),
        ]);
        let options = ComparisonOptions {
            test: None,
            confidence: 0.95,
            policy: RoutePolicy {
                alpha: 0.05,
                large: 30,
                small: 5,
            },
            pairs: false,
            pair_method: None,
            permute: None,
            waves: false,
        };
        let found = compare(&all, 0, &Target::Sum, &options);
        let entry = entry(found.map(|found| Finding::Comparison(Box::new(found))));
        let shapes = question_shapes(&[entry], &all);
        let Some(Some(QuestionShape::Groups { groups, range })) = shapes.first() else {
            panic!("{shapes:?}");
        };
        let sizes: Vec<u64> = groups.iter().map(|group| group.sample.n()).collect();
        assert_eq!(sizes, [5, 4]);
        assert_eq!(*range, Target::Sum.range(&all));
    }
}
