//! Rank tests, repeated measures, trends.

use super::Method;

pub const METHODS: &[Method] = &[];
