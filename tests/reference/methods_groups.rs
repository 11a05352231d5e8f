//! Descriptives, t tests, analysis of variance, effect sizes.

use super::Method;

pub const METHODS: &[Method] = &[];
