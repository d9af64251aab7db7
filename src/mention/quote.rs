//! Words in quotation marks, straight and curly, over several sentences and paragraphs. Who says them is decided in `event::attribution`.

use super::Mention;
use crate::document::Document;
use crate::lexicon::Lexicon;

/// One stretch in quotation marks; the mention's span takes in the marks.
#[derive(Clone, Debug, Default)]
pub struct QuoteReading {
    /// The quote goes on in the next stretch (a paragraph that opens but does not close).
    pub continues: bool,
}

/// Quoted stretches in text order.
pub(super) fn find(_document: &Document, _lexicon: &Lexicon) -> Vec<Mention> {
    Vec::new()
}
