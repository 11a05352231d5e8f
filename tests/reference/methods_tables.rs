//! Cross tables and correlations.

use super::Method;

pub const METHODS: &[Method] = &[];
