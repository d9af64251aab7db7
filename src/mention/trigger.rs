//! Triggers: words that may tell an event of some frame. Which of the frames it is, and whether it is one at all, is decided in `event`.

use super::Mention;
use crate::document::{Document, TokenIndex};
use crate::lexicon::{Lexicon, TriggerId};
use std::ops::Range;

/// A word or phrase that may tell an event.
#[derive(Clone, Debug, Default)]
pub struct TriggerReading {
    /// Every trigger of the lexicon that fits here, by rising number.
    pub triggers: Vec<TriggerId>,
    /// Words of the trigger that stand apart ("set … free"), beside the mention's own tokens.
    pub rest: Option<Range<TokenIndex>>,
}

/// Triggers in text order.
pub(super) fn find(_document: &Document, _names: &[Mention], _lexicon: &Lexicon) -> Vec<Mention> {
    Vec::new()
}
