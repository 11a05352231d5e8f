//! Reliability, validity, factors, satisfaction measures.

use super::Method;

pub const METHODS: &[Method] = &[];
