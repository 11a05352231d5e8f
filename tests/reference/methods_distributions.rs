//! Normality, goodness of fit, p values adjusted, power.

use super::Method;

pub const METHODS: &[Method] = &[];
