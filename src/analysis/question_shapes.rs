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
/// use tridharma::survey::Responses;
/// assert!(question_shapes(&[], &Responses::default()).is_empty());
/// ```
///
/// # Checked against
/// `resid` and `fitted` of R's `lm` (in the tests of the residuals), and
/// [`distribution`].
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
    Residuals {
        plot: ResidualPlot,
        shape: Outcome<Distribution>,
    },
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
            let shape = distribution(&plot.residuals, Bin::AtLeast(0.0));
            Some(QuestionShape::Residuals { plot, shape })
        }
        _ => None,
    }
}
