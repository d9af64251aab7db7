//! Dates, times, durations and sets as the text writes them. Their values come from `entity::time`, which knows the document creation time.

use super::Mention;
use crate::document::{Document, TokenIndex};
use crate::lexicon::Lexicon;
use std::ops::Range;

/// A time as the text writes it.
#[derive(Clone, Debug, Default)]
pub struct TimeReading {
    /// The preposition before it, if it bears on its meaning.
    pub signal: Option<Range<TokenIndex>>,
}

/// Times in text order; they do not overlap names or each other.
pub(super) fn find(_document: &Document, _names: &[Mention], _lexicon: &Lexicon) -> Vec<Mention> {
    Vec::new()
}
