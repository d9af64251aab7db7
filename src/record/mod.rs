//! Records: what dateline writes about one article. The field names and their meaning are the contract with every reader.
//!
//! In: an article and everything found in it. Out: a [`Record`], and its bytes in one of the output forms.

use crate::article::Article;
use crate::document::Document;
use crate::entity::Entities;
use crate::event::Events;
use crate::lexicon::Lexicon;
use crate::mention::Mention;
use serde::Serialize;

/// What the user asked of the records.
#[derive(Clone, Debug, Default)]
pub struct Settings {}

/// One article's record.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    /// Version of this contract.
    pub record_version: u32,
    /// Id of the article.
    pub id: String,
}

/// Puts the findings of one article together.
pub fn assemble(
    article: &Article,
    _document: &Document,
    _mentions: &[Mention],
    _entities: &Entities,
    _events: &Events,
    _lexicon: &Lexicon,
    _settings: &Settings,
) -> Record {
    Record { record_version: 1, id: article.id.clone() }
}
