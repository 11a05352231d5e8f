//! A Study to a Document: recipe, words, rules, sections.
