//! Nominals and pronouns: common noun groups and pronouns that refer to people, organizations and places.

use super::Mention;
use crate::document::{Document, TokenIndex};
use crate::lexicon::Lexicon;
use std::ops::Range;

/// A common noun group that refers to somebody or something: "14 prisoners", "his wife", "the president", "the released detainees".
#[derive(Clone, Debug)]
pub struct NominalReading {
    /// The head noun.
    pub head: TokenIndex,
    /// Semantic class of the head, from `word/nouns.tsv` or `role/`: person, group, organization, place, facility …
    pub class: String,
    /// More than one is meant.
    pub plural: bool,
    /// A definite determiner or possessive stands before it.
    pub definite: bool,
    /// The possessive pronoun or possessor name before it ("his", "Tsikhanouski's"), as tokens.
    pub possessor: Option<Range<TokenIndex>>,
    /// The head is a role, title or kinship word.
    pub role: bool,
    /// `m` or `f` when the word fixes it.
    pub gender: Option<char>,
}

/// A pronoun.
#[derive(Clone, Debug)]
pub struct PronounReading {
    /// Person 1 to 3; 0 for "who" and "which".
    pub person: u8,
    /// More than one is meant.
    pub plural: bool,
    /// `m`, `f` or `n` when the word fixes it.
    pub gender: Option<char>,
    /// his, her, their, whose.
    pub possessive: bool,
    /// who, which, that.
    pub relative: bool,
}

/// Nominals and pronouns in text order; nominals do not overlap names, but may hold them as possessors or modifiers.
pub(super) fn find(_document: &Document, _names: &[Mention], _lexicon: &Lexicon) -> Vec<Mention> {
    Vec::new()
}
