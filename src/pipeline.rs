//! The program in one paragraph: an article in, a record out. Pure and total: no clock, no environment, no failure.

use crate::article::Article;
use crate::lexicon::Lexicon;
use crate::record::{self, Record, Settings};
use crate::{clause, document, entity, event, mention};

/// Reads what happened out of one article.
pub fn process(article: &Article, lexicon: &Lexicon, settings: &Settings) -> Record {
    let document = document::segment(article, lexicon);
    let mentions = mention::find(&document, lexicon);
    let clauses = clause::parse(&document, &mentions, lexicon);
    let entities = entity::resolve(&document, &mentions, &clauses, lexicon);
    let events = event::extract(&document, &mentions, &clauses, &entities, lexicon);
    record::assemble(article, &document, &mentions, &entities, &events, lexicon, settings)
}
