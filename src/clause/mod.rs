//! Clauses: noun and verb groups, who is subject and object of what, voice, tense, polarity, modality, and where phrases attach.
//!
//! In: a [`Document`] and its mentions. Out: [`Clauses`]. Shallow and linear: no parse tree, and what cannot be told stays open.

use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::mention::Mention;

/// The groups and clauses of a document.
#[derive(Clone, Debug, Default)]
pub struct Clauses {}

/// Parses every sentence.
pub fn parse(_document: &Document, _mentions: &[Mention], _lexicon: &Lexicon) -> Clauses {
    Clauses::default()
}
