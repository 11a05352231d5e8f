use super::script::{Names, greatest};
use super::script_factors::factors_spss;
use super::script_intervals::intervals_spss;
use super::voice::Voice;
use crate::analysis::{
    Comparison, Correlation, Correlations, Crosstab, Finding, GroupTest, Model, PairMethod, Paired,
    Regression, Scale, Study, Target, Variable,
};
use std::fmt::Write;

/// The analyses of a study as SPSS syntax (also for PSPP, where it knows the
/// command): it reads `data.csv` and prints the tables of SPSS.
pub fn script_spss(study: &Study, voice: &Voice) -> String {
    let mut script = Syntax {
        names: Names::of(study),
        text: String::new(),
    };
    script.head(study, voice);
    for entry in &study.entries {
        if let Ok(finding) = &entry.outcome {
            script.finding(finding);
        }
    }
    script.text
}

struct Syntax {
    names: Names,
    text: String,
}

/// The pairs of the report, where SPSS has them.
fn post_hoc(found: &Comparison) -> &'static str {
    match found.pairs.as_ref().and_then(|pairs| pairs.as_ref().ok()) {
        Some(table) => match table.method {
            PairMethod::GamesHowell => " /POSTHOC=GH ALPHA(0.05)",
            PairMethod::TukeyHsd => " /POSTHOC=TUKEY ALPHA(0.05)",
            PairMethod::DunnHolm => "",
        },
        None => "",
    }
}

impl Syntax {
    fn head(&mut self, study: &Study, voice: &Voice) {
        for line in voice.word("script.lead_spss").lines() {
            let _ = writeln!(self.text, "* {line}");
        }
        let variables: Vec<String> = self
            .names
            .all()
            .map(|name| format!("{name} F4.0"))
            .collect();
        let _ = writeln!(
            self.text,
            "GET DATA /TYPE=TXT /FILE='data.csv' /ARRANGEMENT=DELIMITED /DELIMITERS=\",\"\n  \
             /FIRSTCASE=2 /VARIABLES={}.",
            variables.join(" ")
        );
        let items: Vec<&str> = self.names.items().collect();
        let all = items.join(", ");
        let max = greatest(&study.survey.items);
        let k = items.len();
        let _ = writeln!(self.text, "COMPUTE indeks = MEAN({all}) * 100 / {max}.");
        let _ = writeln!(self.text, "COMPUTE jumlah = SUM.{k}({all}).");
        for dimension in &study.survey.dimensions {
            let list = self.names.list(&dimension.items).join(", ");
            let k = dimension.items.len();
            let (name, items) = (dimension.name.clone(), dimension.items.clone());
            let sum = Target::Dimension {
                name: name.clone(),
                items: items.clone(),
            };
            let mean = Target::DimensionMean { name, items };
            let (sum, mean) = (self.names.target(&sum), self.names.target(&mean));
            let _ = writeln!(self.text, "COMPUTE {sum} = SUM.{k}({list}).");
            let _ = writeln!(self.text, "COMPUTE {mean} = MEAN({list}).");
        }
        self.text.push_str("EXECUTE.\n");
        self.text.push_str(&intervals_spss(&self.names, study));
    }

    fn command(&mut self, command: &str) {
        let _ = writeln!(self.text, "{command}");
    }

    fn finding(&mut self, finding: &Finding) {
        match finding {
            Finding::Description(_) => {
                let items: Vec<&str> = self.names.items().collect();
                let list = items.join(" ");
                self.command(&format!(
                    "DESCRIPTIVES VARIABLES={list} /STATISTICS=MEAN STDDEV MIN MAX SKEWNESS KURTOSIS."
                ));
                self.command(&format!("FREQUENCIES VARIABLES={list} /STATISTICS=NONE."));
            }
            Finding::Comparison(found) => self.comparison(found),
            Finding::Crosstab(found) => self.crosstab(found),
            Finding::Correlations(found) => self.correlations(found),
            Finding::Regression(found) => self.regression(found),
            Finding::Paired(found) => self.paired(found),
            Finding::Scale(found) => self.scale(found),
            Finding::Normality(found) => {
                let of = self.names.target(&found.of);
                self.command(&format!(
                    "EXAMINE VARIABLES={of} /STATISTICS=NONE /PLOT=NPPLOT."
                ));
            }
            Finding::Factors(found) => {
                let command = factors_spss(&self.names, found);
                self.command(&command);
            }
            _ => {}
        }
    }

    fn comparison(&mut self, found: &Comparison) {
        let (y, g) = (
            self.names.target(&found.of),
            self.names.group(&found.by).to_owned(),
        );
        let numbers = found.groups.iter().map(|group| group.number);
        let first = numbers.clone().min().unwrap_or(1);
        let last = numbers.max().unwrap_or(2);
        let tests = std::iter::once(found.route.chosen).chain(found.route.beside);
        let mut commands: Vec<String> = Vec::new();
        for test in tests {
            let command = match test {
                GroupTest::WelchTTest | GroupTest::StudentTTest => {
                    format!("T-TEST GROUPS={g}({first},{last}) /VARIABLES={y}.")
                }
                GroupTest::MannWhitney | GroupTest::MannWhitneyExact => {
                    format!("NPAR TESTS /M-W={y} BY {g}({first} {last}).")
                }
                GroupTest::WelchAnova | GroupTest::AnovaOneway => format!(
                    "ONEWAY {y} BY {g} /STATISTICS=DESCRIPTIVES HOMOGENEITY{}.",
                    post_hoc(found)
                ),
                GroupTest::KruskalWallis => {
                    format!("NPAR TESTS /K-W={y} BY {g}({first} {last}).")
                }
            };
            // One command prints both tests of a pair.
            if !commands.contains(&command) {
                commands.push(command);
            }
        }
        commands.iter().for_each(|command| self.command(command));
    }

    fn crosstab(&mut self, found: &Crosstab) {
        let rows = self.names.variable(&found.rows);
        let columns = self.names.variable(&found.columns);
        self.command(&format!(
            "CROSSTABS /TABLES={rows} BY {columns} /STATISTICS=CHISQ PHI CC\n  \
             /CELLS=COUNT COLUMN EXPECTED ASRESID."
        ));
    }

    fn correlations(&mut self, found: &Correlations) {
        let names: Vec<String> = found.of.iter().map(|of| self.names.target(of)).collect();
        let list = names.join(" ");
        let command = match found.kind {
            Correlation::Pearson => format!("CORRELATIONS /VARIABLES={list} /MISSING=PAIRWISE."),
            Correlation::Spearman => {
                format!("NONPAR CORR /VARIABLES={list} /PRINT=SPEARMAN /MISSING=PAIRWISE.")
            }
        };
        self.command(&command);
    }

    /// Characteristics become columns of 0 and 1, as SPSS wants them.
    fn regression(&mut self, found: &Regression) {
        let y = self.names.variable(&found.outcome);
        let mut names = Vec::new();
        for (at, predictor) in found.predictors.iter().enumerate() {
            let name = self.names.variable(predictor);
            match predictor {
                Variable::Value(_) => names.push(name),
                Variable::Group(_) => {
                    let terms = found.terms.iter().filter(|term| term.predictor == at);
                    for number in terms.filter_map(|term| term.number) {
                        let column = format!("{name}_{number}");
                        self.command(&format!("COMPUTE {column} = ({name} = {number})."));
                        names.push(column);
                    }
                }
            }
        }
        let list = names.join(" ");
        let command = match &found.model {
            Model::LinearRegression { .. } => format!(
                "REGRESSION /VARIABLES={list} {y} /STATISTICS=COEFF R ANOVA CI TOL\n  \
                 /DEPENDENT={y} /METHOD=ENTER."
            ),
            Model::LogisticRegression(_) => format!("LOGISTIC REGRESSION {y} WITH {list}."),
            Model::OrdinalRegression(_) => {
                format!("PLUM {y} WITH {list} /LINK=LOGIT /PRINT=FIT PARAMETER.")
            }
        };
        self.command(&command);
    }

    fn paired(&mut self, found: &Paired) {
        let (x, y) = (
            self.names.target(&found.before),
            self.names.target(&found.after),
        );
        self.command(&format!("T-TEST PAIRS={y} WITH {x} (PAIRED)."));
        self.command(&format!("NPAR TESTS /WILCOXON={y} WITH {x} (PAIRED)."));
    }

    fn scale(&mut self, found: &Scale) {
        let Ok(validity) = &found.validity else {
            return;
        };
        let list = self.names.list(&validity.items).join(" ");
        self.command(&format!(
            "RELIABILITY /VARIABLES={list} /SCALE('ALL') ALL /MODEL=ALPHA /SUMMARY=TOTAL."
        ));
    }
}
