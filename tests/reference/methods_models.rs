//! Regressions and resampling.

use super::Method;

pub const METHODS: &[Method] = &[];
