//! Zones: title, header, section, dateline, byline, credits, furniture and body.

use super::header::Header;
use super::token::Token;
use crate::article::Article;
use crate::lexicon::Lexicon;
use crate::text::Span;
use serde::{Deserialize, Serialize};

/// What a stretch of the article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ZoneKind {
    /// The headline.
    Title,
    /// Lines of a page's header that are none of the others: publication time, labels.
    Header,
    /// The section of the site.
    Section,
    /// `MINSK, June 21 (Reuters) -`
    Dateline,
    /// Who wrote it.
    Byline,
    /// Who helped.
    Credits,
    /// Words under a picture.
    Caption,
    /// Labels of the page: Video, Read more.
    Furniture,
    /// The story.
    Body,
}

/// A stretch of the article and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// What it is.
    pub kind: ZoneKind,
    /// Where.
    pub span: Span,
}

/// Finds the zones and reads the header.
pub(super) fn find(article: &Article, tokens: &[Token], _lexicon: &Lexicon) -> (Vec<Zone>, Header) {
    let end = tokens.last().map_or(0, |token| token.end as usize);
    (vec![Zone { kind: ZoneKind::Body, span: Span::new(0, end.min(article.text.len())) }], Header::default())
}
