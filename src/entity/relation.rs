//! Relations: lasting facts about a thing that names, titles, appositions and possessives state.
//!
//! In: the entities. Out: [`Relation`]s in the order of their evidence. What happened is decided in `event`.

use super::coreference::Clusters;
use super::{Entities, Relation};
use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::mention::Mention;

/// All relations that the text states.
pub(super) fn find(
    _document: &Document,
    _mentions: &[Mention],
    _clusters: &Clusters,
    _entities: &Entities,
    _lexicon: &Lexicon,
) -> Vec<Relation> {
    Vec::new()
}
