//! Survey designs.

use super::Method;

pub const METHODS: &[Method] = &[];
