//! Descriptives, t tests, variances, analyses of variance, effect sizes.

use super::{Method, given, outcome, texts};
use crate::dataset::Dataset;
use serde_json::{Map, Value, json};
use std::path::Path;
use tridharma::stats::{
    Exact, GroupMoments, Interval, LeveneCentre, Observations, Outcome, Pairs, PooledPair,
    RangePair, Sample, TAlternative, TTest, TwoWayEffect, TwoWayTable, anova_oneway, anova_twoway,
    autocorrelation, bartlett, brown_forsythe_anova, cliffs_delta, compact_letters, descriptives,
    effect_k_groups, effect_two_groups, fligner_killeen, games_howell, kendall, kruskal_wallis,
    levene, mann_whitney, one_sample_t_test, paired_t_test, pairwise_t_test, pearson,
    student_t_test, sums_of_squares, tukey_hsd, variance_ratio, welch_anova, welch_t_test,
};

pub const METHODS: &[Method] = &[
    ("all_missing_column", describe),
    ("anova_all_ties", anova_all_ties),
    ("anova_certified", anova_certified),
    ("anova_group_of_one", anova_group_of_one),
    ("anova_oneway", anova),
    ("anova_twoway", anova_two),
    ("compact_letters", letters),
    ("descriptives", describe),
    ("descriptives_sparse", describe),
    ("effect_k_groups", effect_of_groups),
    ("effect_two_groups", effect_of_two),
    ("extreme_p", extreme_p),
    ("identical_groups", identical_groups),
    ("kurtosis_n3", describe),
    ("levene_group_of_one", levene_group_of_one),
    ("skewness_constant", skewness_constant),
    ("t_one_sample", t_one_sample),
    ("t_one_sample_n3", t_one_sample_n3),
    ("t_paired", t_paired),
    ("t_test_all_ties", t_test_all_ties),
    ("t_two_sample", t_two_sample),
    ("univariate_summary", univariate_summary),
    ("variance_homogeneity", variance_homogeneity),
    ("variance_large_offset", describe),
    ("welch_group_of_one", welch_group_of_one),
];

fn describe(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = Options::of(case, &["missing", "conf_level"])?;
    let sample = sample(case, datasets, "x")?;
    let confidence = options.confidence()?;
    let Ok(found) = descriptives(&sample, confidence) else {
        return Ok(nothing(
            case,
            &[
                ("n", json!(sample.n())),
                ("n_missing", json!(sample.missing)),
            ],
        ));
    };
    let interval = pair(found.mean_interval.as_ref().ok());
    let iqr = |quartiles: [f64; 3]| quartiles[2] - quartiles[0];
    Ok(json!({
        "n": found.n,
        "n_missing": found.missing,
        "sum": found.sum,
        "mean": found.mean,
        "sd": outcome(&found.sd),
        "variance": outcome(&found.variance),
        "se_mean": outcome(&found.se_mean),
        "ci_mean_lower": interval[0],
        "ci_mean_upper": interval[1],
        "median": found.median,
        "min": found.min,
        "max": found.max,
        "range": found.range,
        "quartiles_type7": found.quartiles_type7,
        "quartiles_type6": found.quartiles_type6,
        "quartiles_type2": found.quartiles_type2,
        "deciles_type6": found.deciles_type6,
        "deciles_type7": found.deciles_type7,
        "fivenum_tukey_hinges":
            [found.min, found.hinges[0], found.median, found.hinges[1], found.max],
        "iqr_type7": iqr(found.quartiles_type7),
        "iqr_type6": iqr(found.quartiles_type6),
        "mad_1.4826": found.mad,
        "cv": outcome(&found.cv),
        "trimmed_mean_10": found.trimmed_mean_10,
        "skewness_G1": outcome(&found.about_float_mean.skewness.spss),
        "se_skewness": outcome(&found.about_float_mean.skewness.se),
        "z_skewness": outcome(&found.about_float_mean.skewness.z),
        "kurtosis_G2": outcome(&found.about_float_mean.kurtosis.spss),
        "se_kurtosis": outcome(&found.about_float_mean.kurtosis.se),
        "z_kurtosis": outcome(&found.about_float_mean.kurtosis.z),
        "skewness_g1": outcome(&found.about_float_mean.skewness.moment),
        "kurtosis_g2": outcome(&found.about_float_mean.kurtosis.moment),
        "skewness_b1_psych": outcome(&found.about_float_mean.skewness.psych),
        "kurtosis_b2_psych": outcome(&found.about_float_mean.kurtosis.psych),
        "mode_smallest": found.modes.first(),
        "modes_all": found.modes,
    }))
}

fn skewness_constant(case: &Value, datasets: &Path) -> Result<Value, String> {
    let found = describe(case, datasets)?;
    Ok(json!({"sd": found["sd"], "skewness": found["skewness_b1_psych"]}))
}

fn t_one_sample(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = Options::of(case, &["mu", "conf_level", "missing"])?;
    let supposed = options.0["mu"].as_f64().and_then(Exact::written);
    let supposed = given(supposed, "mu")?;
    let sample = sample(case, datasets, "x")?;
    let Ok(found) = one_sample_t_test(&sample, &supposed, options.confidence()?) else {
        return Ok(nothing(case, &moments_of_one(&sample)));
    };
    let mut named = json!({
        "n": found.n,
        "mean": found.mean,
        "sd": found.sd,
        "mean_difference": found.mean_difference,
        "cohens_d": found.cohens_d,
    });
    alternatives(&mut named, &found.test);
    Ok(named)
}

fn t_one_sample_n3(case: &Value, datasets: &Path) -> Result<Value, String> {
    Options::of(case, &[])?;
    let sample = sample(case, datasets, "x")?;
    let found = one_sample_t_test(&sample, &Exact::whole(0), 0.95);
    let test = found.map(|found| found.test);
    Ok(refusable(
        case,
        &test,
        |test| json!({"t": test.t, "p": test.two_sided.p}),
    ))
}

fn t_two_sample(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = Options::of(case, &["levels", "conf_level", "missing"])?;
    let groups = groups(case, datasets)?;
    let (first, second) = two(&groups)?;
    let confidence = options.confidence()?;
    let moments = [first, second].map(describe_group);
    let student = student_t_test(first, second, confidence);
    let welch = welch_t_test(first, second, confidence);
    let difference = [&student, &welch].into_iter().flatten().next();
    let named = |found: &Outcome<tridharma::stats::TwoSampleTTest>| match found {
        Ok(found) => {
            let mut named = json!({});
            alternatives(&mut named, &found.test);
            named
        }
        Err(_) => Value::Null,
    };
    Ok(json!({
        "n": moments.each_ref().map(|(n, ..)| n),
        "mean": moments.each_ref().map(|(_, mean, _)| mean),
        "sd": moments.each_ref().map(|(.., sd)| sd),
        "mean_difference": difference.map(|found| found.mean_difference),
        "student": named(&student),
        "welch": named(&welch),
    }))
}

fn t_test_all_ties(case: &Value, datasets: &Path) -> Result<Value, String> {
    Options::of(case, &[])?;
    let groups = groups(case, datasets)?;
    let (first, second) = two(&groups)?;
    let found = welch_t_test(first, second, 0.95);
    Ok(refusable(
        case,
        &found,
        |found| json!({"statistic": {"t": found.test.t}, "p.value": found.test.two_sided.p}),
    ))
}

fn t_paired(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = Options::of(case, &["conf_level", "missing"])?;
    let both = observations(case, datasets, &["x", "y"])?;
    let found = paired_t_test(&both, 0, 1, options.confidence()?);
    let found = found.map_err(|reason| format!("{reason:?}"))?;
    let mut named = json!({
        "n": found.n,
        "mean_difference": found.mean_difference,
        "sd_difference": found.sd_difference,
        "correlation": found.correlation,
        "cohens_dz": found.cohens_dz,
        "cohens_dav": found.cohens_dav,
    });
    alternatives(&mut named, &found.test);
    Ok(named)
}

fn variance_homogeneity(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = Options::of(case, &["levels", "conf_level", "missing"])?;
    let (_, groups) = groups(case, datasets)?;
    let about = |centre| match levene(&groups, centre) {
        Ok(found) => json!({"F": found.f, "df1": found.df1, "df2": found.df2, "p": found.p}),
        Err(_) => Value::Null,
    };
    let bartlett = bartlett(&groups).map(|b| json!({"K2": b.k2, "df": b.df, "p": b.p}));
    let fligner = fligner_killeen(&groups);
    // R ranks distances that are floats.
    let fligner =
        fligner.map(|f| json!({"chisq": f.floats.chi_square, "df": f.df, "p": f.floats.p}));
    let mut named = json!({
        "n": groups.iter().map(Sample::n).sum::<u64>(),
        "levene_mean": about(LeveneCentre::Mean),
        "levene_median_brown_forsythe": about(LeveneCentre::Median),
        "levene_trimmed10": about(LeveneCentre::TrimmedMean),
        "bartlett": outcome(&bartlett),
        "fligner": outcome(&fligner),
    });
    if let [first, second] = groups.as_slice() {
        let found = variance_ratio(first, second, options.confidence()?);
        let ratio = found.map(|f| {
            let ci = pair(Some(&f.interval));
            json!({"F": f.f, "df1": f.df1, "df2": f.df2, "p": f.p, "ci": ci})
        });
        named["f_test"] = outcome(&ratio);
    }
    Ok(named)
}

fn levene_group_of_one(case: &Value, datasets: &Path) -> Result<Value, String> {
    Options::of(case, &[])?;
    let (_, groups) = groups(case, datasets)?;
    let found = levene(&groups, LeveneCentre::Mean);
    Ok(refusable(
        case,
        &found,
        |found| json!({"F": found.f, "p": found.p}),
    ))
}

fn anova(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = Options::of(case, &["levels", "conf_level", "missing"])?;
    let (levels, groups) = groups(case, datasets)?;
    let confidence = options.confidence()?;
    let found = anova_oneway(&groups).map_err(|reason| format!("{reason:?}"))?;
    let welch = welch_anova(&groups);
    let robust = brown_forsythe_anova(&groups);
    let of = |pick: fn(&GroupMoments) -> Value| found.groups.iter().map(pick).collect::<Vec<_>>();
    Ok(json!({
        "n": of(|group| json!(group.n)),
        "mean": of(|group| outcome(&group.mean)),
        "sd": of(|group| outcome(&group.sd)),
        "ss_between": found.ss_between,
        "ss_within": found.ss_within,
        "df1": found.df_between,
        "df2": found.df_within,
        "F": found.f,
        "p": found.p,
        "eta2": found.eta2,
        "omega2": found.omega2,
        "epsilon2": found.epsilon2,
        "cohens_f": found.cohens_f,
        "welch_F": outcome(&welch.as_ref().map(|w| w.f).map_err(Clone::clone)),
        "welch_df1": found.df_between,
        "welch_df2": outcome(&welch.as_ref().map(|w| w.df2).map_err(Clone::clone)),
        "welch_p": outcome(&welch.as_ref().map(|w| w.p).map_err(Clone::clone)),
        "brown_forsythe_F": outcome(&robust.as_ref().map(|b| b.f).map_err(Clone::clone)),
        "brown_forsythe_df2": outcome(&robust.as_ref().map(|b| b.df2).map_err(Clone::clone)),
        "brown_forsythe_p": outcome(&robust.as_ref().map(|b| b.p).map_err(Clone::clone)),
        "pairs": pairs(&levels, &groups, confidence)?,
    }))
}

/// The pairs of the post-hoc tests, one object each.
fn pairs(levels: &[String], groups: &[Sample], confidence: f64) -> Result<Vec<Value>, String> {
    let pooled = pairwise_t_test(groups).map_err(|reason| format!("{reason:?}"))?;
    let tukey = tukey_hsd(groups, confidence).map_err(|reason| format!("{reason:?}"))?;
    let own = games_howell(groups, confidence).ok();
    near_r(tukey.iter().chain(own.iter().flatten()))?;
    let one = |(pooled, tukey): (&PooledPair, &RangePair)| {
        let here = |own: &&RangePair| (own.first, own.second) == (pooled.first, pooled.second);
        let own = own.as_ref().and_then(|own| own.iter().find(here));
        let own_r = own.and_then(|own| own.r.as_ref());
        let (first, second) = (&groups[pooled.first], &groups[pooled.second]);
        let welch = welch_t_test(first, second, confidence);
        json!({
            "pair": [levels[pooled.first], levels[pooled.second]],
            "difference": pooled.difference,
            "se": pooled.se,
            "t": pooled.t,
            "lsd_p": pooled.lsd_p,
            "bonferroni_p": pooled.bonferroni_p,
            "sidak_p": pooled.sidak_p,
            "scheffe_p": pooled.scheffe_p,
            "tukey_p": tukey.r.as_ref().map(|r| r.p),
            "tukey_ci": pair(tukey.r.as_ref().map(|r| &r.interval)),
            "gh_se": own.map(|own| own.se),
            "gh_t": own.map(|own| own.t),
            "gh_df": own.map(|own| own.df),
            "games_howell_p": own_r.map(|r| r.p),
            "games_howell_ci": pair(own_r.map(|r| &r.interval)),
            "welch_p": welch.map(|found| found.test.two_sided.p).ok(),
        })
    };
    Ok(pooled.iter().zip(&tukey).map(one).collect())
}

/// R's numbers stand in the cases, by its own integration; ours have to be as
/// near to them as that is exact: 1e-9 and three digits of p at few degrees of freedom,
/// 1e-4 of the quantile.
fn near_r<'a>(pairs: impl Iterator<Item = &'a RangePair>) -> Result<(), String> {
    for pair in pairs {
        let Some(r) = &pair.r else { continue };
        let far = (pair.p - r.p).abs() > 2e-3 * r.p + 1e-9;
        let ends = [
            pair.interval.low.zip(r.interval.low),
            pair.interval.high.zip(r.interval.high),
        ];
        let wide = ends
            .into_iter()
            .flatten()
            .any(|(own, r)| (own - r).abs() > 2e-4 * pair.se);
        if far || wide {
            return Err(format!("far from R: {pair:?}"));
        }
    }
    Ok(())
}

fn anova_all_ties(case: &Value, datasets: &Path) -> Result<Value, String> {
    Options::of(case, &[])?;
    let (_, groups) = groups(case, datasets)?;
    let sums = sums_of_squares(&groups).map(|(between, _)| between);
    let meaningless = anova_oneway(&groups).is_err();
    Ok(json!({"ss_between": outcome(&sums), "F_is_meaningless": meaningless}))
}

fn anova_group_of_one(case: &Value, datasets: &Path) -> Result<Value, String> {
    Options::of(case, &[])?;
    let (_, groups) = groups(case, datasets)?;
    let found = anova_oneway(&groups);
    Ok(refusable(
        case,
        &found,
        |found| json!({"F": found.f, "p": found.p, "df2": found.df_within}),
    ))
}

fn welch_group_of_one(case: &Value, datasets: &Path) -> Result<Value, String> {
    Options::of(case, &[])?;
    let (_, groups) = groups(case, datasets)?;
    let found = welch_anova(&groups);
    Ok(refusable(
        case,
        &found,
        |found| json!({"F": found.f, "p": found.p}),
    ))
}

fn anova_two(case: &Value, datasets: &Path) -> Result<Value, String> {
    let known = ["levels_A", "levels_B", "contrasts", "missing"];
    let options = Options::of(case, &known)?;
    if !matches!(options.0["contrasts"].as_str(), None | Some("sum")) {
        return Err(format!("unknown contrasts {}", options.0["contrasts"]));
    }
    let cells = cells(case, datasets)?;
    let found = anova_twoway(&cells).map_err(|reason| format!("{reason:?}"))?;
    let line = |effect: &TwoWayEffect| {
        json!({
            "ss": effect.ss,
            "df": effect.df,
            "F": effect.f,
            "p": effect.p,
            "partial_eta2": effect.partial_eta2,
        })
    };
    let table = |table: &TwoWayTable| {
        let interaction = table.interaction.as_ref().map(line);
        json!({"A": line(&table.a), "B": line(&table.b), "A:B": interaction})
    };
    Ok(json!({
        "n": found.n.iter().flatten().sum::<u64>(),
        "type1": table(&found.type_1),
        "type2": table(&found.type_2),
        "type3": found.type_3.as_ref().map_or(Value::Null, table),
        "residual_ss": found.residual_ss,
        "residual_df": found.residual_df,
        "r_squared": found.r_squared,
    }))
}

fn effect_of_two(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = Options::of(case, &["levels", "conf_level", "missing"])?;
    let groups = groups(case, datasets)?;
    let (first, second) = two(&groups)?;
    let confidence = options.confidence()?;
    let found = effect_two_groups(first, second, confidence).map_err(|r| format!("{r:?}"))?;
    let order = cliffs_delta(first, second, confidence).map_err(|r| format!("{r:?}"))?;
    Ok(json!({
        "n": found.n,
        "cohens_d": found.cohens_d,
        "d_ci_noncentral_t": pair(found.cohens_d_interval.as_ref().ok()),
        "d_se_normal": found.cohens_d_se,
        "d_ci_normal": pair(Some(&found.cohens_d_normal_interval)),
        "hedges_g_exact_J": found.hedges_g,
        "g_ci_noncentral_t": pair(found.hedges_g_interval.as_ref().ok()),
        "hedges_J_exact": found.hedges_correction,
        "hedges_J_approx": found.hedges_correction_approximate,
        "hedges_g_approx": found.hedges_g_approximate,
        "d_av": outcome(&found.d_average),
        "glass_delta_sd_second": outcome(&found.glass_delta_second),
        "glass_delta_sd_first": outcome(&found.glass_delta_first),
        "cliffs_delta": order.delta,
        "cliffs_delta_var_unbiased": outcome(&order.variance),
        "cliffs_delta_ci": pair(order.interval.as_ref().ok()),
        "rank_biserial": order.delta,
        "rank_biserial_ci_fisher": pair(Some(&order.rank_biserial_interval)),
        "vargha_delaney_A": order.vargha_delaney_a,
        "common_language_normal": outcome(&found.common_language),
        "cles_from_d": found.common_language_pooled,
        "point_biserial_r": found.point_biserial,
    }))
}

fn effect_of_groups(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = Options::of(case, &["levels", "conf_level", "missing"])?;
    let (_, groups) = groups(case, datasets)?;
    let at = |confidence| effect_k_groups(&groups, confidence).map_err(|r| format!("{r:?}"));
    // The name of a result says 90 where the case wants the one-tailed companion.
    let (found, narrow) = (at(options.confidence()?)?, at(0.9)?);
    Ok(json!({
        "F": found.anova.f,
        "df1": found.anova.df_between,
        "df2": found.anova.df_within,
        "eta2": found.anova.eta2,
        "omega2": found.anova.omega2,
        "epsilon2": found.anova.epsilon2,
        "cohens_f": found.anova.cohens_f,
        "ncp_ci95": pair(found.noncentrality.as_ref().ok()),
        "eta2_ci95_steiger_ncp_over_ncp_plus_N": pair(found.eta2_steiger.as_ref().ok()),
        "eta2_ci90_steiger": pair(narrow.eta2_steiger.as_ref().ok()),
        "eta2_ci95_effectsize_style": pair(found.eta2_effectsize.as_ref().ok()),
    }))
}

fn univariate_summary(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = Options::of(case, &["lag"])?;
    let lag = given(options.0["lag"].as_u64(), "lag")?;
    let series = Dataset::of(case, datasets)?.column(column(case, "x")?)?;
    let series: Vec<f64> = series.into_iter().flatten().collect();
    let mut named = describe(
        &json!({"dataset": case["dataset"], "columns": case["columns"]}),
        datasets,
    )?;
    named["autocorrelation"] = outcome(&autocorrelation(&series, lag as usize));
    Ok(named)
}

fn anova_certified(case: &Value, datasets: &Path) -> Result<Value, String> {
    Options::of(case, &[])?;
    let (_, groups) = groups(case, datasets)?;
    let found = anova_oneway(&groups).map_err(|reason| format!("{reason:?}"))?;
    Ok(json!({
        "df1": found.df_between,
        "df2": found.df_within,
        "ss_between": found.ss_between,
        "ss_within": found.ss_within,
        "ms_between": found.ms_between,
        "ms_within": found.ms_within,
        "F": found.f,
        "r2": found.eta2,
        "residual_sd": found.residual_sd,
    }))
}

fn letters(case: &Value, _: &Path) -> Result<Value, String> {
    let options = Options::of(case, &["groups", "p", "alpha"])?;
    let groups = texts(&options.0["groups"]).len();
    let row = |row: &Value| {
        row.as_array()
            .into_iter()
            .flatten()
            .map(Value::as_f64)
            .collect()
    };
    let p: Vec<Vec<Option<f64>>> = given(options.0["p"].as_array(), "p")?
        .iter()
        .map(row)
        .collect();
    let alpha = given(options.0["alpha"].as_f64(), "alpha")?;
    let found = compact_letters(groups, &p, alpha);
    Ok(json!({"letters": outcome(&found.map(|found| found.letters))}))
}

fn identical_groups(case: &Value, datasets: &Path) -> Result<Value, String> {
    Options::of(case, &[])?;
    let both = groups(case, datasets)?;
    let (first, second) = two(&both)?;
    let t = welch_t_test(first, second, 0.95).map(|found| found.test.two_sided.p);
    let ranks = kruskal_wallis(&both.1).map(|found| found.p);
    let anova = anova_oneway(&both.1).map(|found| found.p);
    Ok(json!({"t_p": outcome(&t), "kw_p": outcome(&ranks), "F_p": outcome(&anova)}))
}

fn extreme_p(case: &Value, datasets: &Path) -> Result<Value, String> {
    Options::of(case, &[])?;
    let both = groups(case, datasets)?;
    let (first, second) = two(&both)?;
    let student = student_t_test(first, second, 0.95).map(|found| found.test.two_sided.p);
    let welch = welch_t_test(first, second, 0.95).map(|found| found.test.two_sided.p);
    let ranks = mann_whitney(first, second).and_then(|found| found.continuity);
    let anova = anova_oneway(&both.1).map(|found| found.p);
    let pairs = observations(case, datasets, &["y", "x"])?;
    let pairs = Pairs::of(&pairs, 0, 1);
    let pearson = pearson(&pairs, 0.95).and_then(|found| found.p);
    let kendall = kendall(&pairs, 0.95).and_then(|found| found.p);
    Ok(json!({
        "student_p": outcome(&student),
        "welch_p": outcome(&welch),
        "mann_whitney_p": outcome(&ranks.map(|test| test.p)),
        "pearson_p": outcome(&pearson),
        "anova_p": outcome(&anova),
        "kendall_p": outcome(&kendall),
    }))
}

/// The options of a case, none of them unknown.
struct Options<'a>(&'a Value);

impl Options<'_> {
    fn of<'a>(case: &'a Value, known: &[&str]) -> Result<Options<'a>, String> {
        let options = &case["options"];
        let names = options.as_object().into_iter().flat_map(Map::keys);
        // What R warned of tells how a value was found.
        let mut others =
            names.filter(|name| *name != "r_warnings" && !known.contains(&name.as_str()));
        if let Some(name) = others.next() {
            return Err(format!("unknown option {name}"));
        }
        match options["missing"].as_str() {
            None | Some("drop" | "listwise" | "pairwise") => Ok(Options(options)),
            Some(other) => Err(format!("unknown missing {other}")),
        }
    }

    fn confidence(&self) -> Result<f64, String> {
        match &self.0["conf_level"] {
            Value::Null => Ok(0.95),
            level => given(level.as_f64(), "conf_level"),
        }
    }
}

fn column<'a>(case: &'a Value, role: &str) -> Result<&'a str, String> {
    given(case["columns"][role].as_str(), role)
}

fn sample(case: &Value, datasets: &Path, role: &str) -> Result<Sample, String> {
    let numbers = Dataset::of(case, datasets)?.column(column(case, role)?)?;
    given(Sample::of_numbers(&numbers), "exact numbers")
}

fn observations(case: &Value, datasets: &Path, roles: &[&str]) -> Result<Observations, String> {
    let dataset = Dataset::of(case, datasets)?;
    let columns: Result<Vec<_>, String> = roles
        .iter()
        .map(|role| dataset.column(column(case, role)?))
        .collect();
    let columns = columns?;
    let columns: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    given(Observations::of_columns(&columns), "exact numbers")
}

/// The names of the groups and their samples, in the order of `levels`, or
/// rising: by number where all are numbers, else by bytes.
fn groups(case: &Value, datasets: &Path) -> Result<(Vec<String>, Vec<Sample>), String> {
    let dataset = Dataset::of(case, datasets)?;
    let y = dataset.column(column(case, "y")?)?;
    let names = dataset.texts(column(case, "group")?)?;
    let levels = match &case["options"]["levels"] {
        Value::Null => rising(&y, &names),
        levels => texts(levels),
    };
    let of = |level: &String| {
        let own = y.iter().zip(&names);
        let own = own.filter(|(_, name)| name.as_ref().is_some_and(|name| same(name, level)));
        let own: Vec<Option<f64>> = own.map(|(value, _)| *value).collect();
        given(Sample::of_numbers(&own), "exact numbers")
    };
    let samples: Result<Vec<Sample>, String> = levels.iter().map(of).collect();
    Ok((levels, samples?))
}

/// The samples of all combinations of A and B.
fn cells(case: &Value, datasets: &Path) -> Result<Vec<Vec<Sample>>, String> {
    let dataset = Dataset::of(case, datasets)?;
    let y = dataset.column(column(case, "y")?)?;
    let (a, b) = (
        dataset.texts(column(case, "A")?)?,
        dataset.texts(column(case, "B")?)?,
    );
    let levels = |option: &str, names: &[Option<String>]| match &case["options"][option] {
        Value::Null => rising(&y, names),
        levels => texts(levels),
    };
    let (rows, columns) = (levels("levels_A", &a), levels("levels_B", &b));
    let is = |name: &Option<String>, level: &str| name.as_ref().is_some_and(|n| same(n, level));
    let cell = |row: &String, column: &String| {
        let own = y.iter().zip(a.iter().zip(&b));
        let own = own.filter(|(_, (a, b))| is(a, row) && is(b, column));
        let own: Vec<Option<f64>> = own.map(|(value, _)| *value).collect();
        given(Sample::of_numbers(&own), "exact numbers")
    };
    rows.iter()
        .map(|row| columns.iter().map(|column| cell(row, column)).collect())
        .collect()
}

fn rising(y: &[Option<f64>], names: &[Option<String>]) -> Vec<String> {
    let used = y.iter().zip(names).filter(|(value, _)| value.is_some());
    let mut levels: Vec<String> = used.filter_map(|(_, name)| name.clone()).collect();
    levels.sort();
    levels.dedup();
    let mut numbers: Vec<(f64, String)> = levels
        .iter()
        .filter_map(|level| Some((level.parse().ok()?, level.clone())))
        .collect();
    if numbers.len() < levels.len() {
        return levels;
    }
    numbers.sort_by(|a, b| a.0.total_cmp(&b.0));
    numbers.into_iter().map(|(_, level)| level).collect()
}

/// `1` and `1.0` are one level.
fn same(name: &str, level: &str) -> bool {
    let numbers = (name.parse::<f64>(), level.parse::<f64>());
    name == level || matches!(numbers, (Ok(a), Ok(b)) if a == b)
}

fn two((levels, groups): &(Vec<String>, Vec<Sample>)) -> Result<(&Sample, &Sample), String> {
    match groups.as_slice() {
        [first, second, ..] => Ok((first, second)),
        _ => Err(format!("fewer than two groups: {levels:?}")),
    }
}

fn describe_group(sample: &Sample) -> (u64, Value, Value) {
    let found = descriptives(sample, 0.95);
    let mean = found.as_ref().ok().map(|found| found.mean);
    let sd = found.ok().and_then(|found| found.sd.ok());
    (sample.n(), json!(mean), json!(sd))
}

fn moments_of_one(sample: &Sample) -> [(&'static str, Value); 3] {
    let (n, mean, sd) = describe_group(sample);
    [("n", json!(n)), ("mean", mean), ("sd", sd)]
}

fn alternatives(named: &mut Value, test: &TTest) {
    let of = |alternative: &TAlternative| {
        json!({
            "t": test.t,
            "df": test.df,
            "p": alternative.p,
            "se": test.se,
            "ci": pair(Some(&alternative.interval)),
        })
    };
    named["two.sided"] = of(&test.two_sided);
    named["less"] = of(&test.less);
    named["greater"] = of(&test.greater);
}

/// Both ends of an interval; null where it is not computable.
fn pair(interval: Option<&Interval>) -> Value {
    match interval {
        Some(Interval { low, high, .. }) => json!([
            low.map_or(json!("-Inf"), |low| json!(low)),
            high.map_or(json!("Inf"), |high| json!(high)),
        ]),
        None => json!([null, null]),
    }
}

/// Everything the case asks for is not computable but for what is known.
fn nothing(case: &Value, known: &[(&str, Value)]) -> Value {
    let asked = case["results"].as_object().into_iter().flat_map(Map::keys);
    let mut named: Map<String, Value> = asked.map(|name| (name.clone(), Value::Null)).collect();
    named.extend(
        known
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone())),
    );
    Value::Object(named)
}

/// Where R stopped with an error we must not compute either; its words are not
/// compared.
fn refusable<T>(case: &Value, found: &Outcome<T>, named: impl Fn(&T) -> Value) -> Value {
    match found {
        Ok(found) => named(found),
        Err(_) => nothing(case, &[("r_error", case["results"]["r_error"].clone())]),
    }
}
