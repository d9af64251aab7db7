//! What the head of an article says about it: title, section, byline, credits, dateline, publication time.

use crate::article::{Article, Published};
use crate::text::Span;

/// The header's parts; each is a span of the text.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// The headline.
    pub title: Option<Span>,
    /// The section of the site.
    pub section: Option<Span>,
    /// The byline, with the words that open it.
    pub byline: Option<Span>,
    /// The names in the byline.
    pub byline_names: Vec<Span>,
    /// The credits, with the words that open them.
    pub credits: Option<Span>,
    /// The names in the credits.
    pub credit_names: Vec<Span>,
    /// The publication time as the header writes it, and its ISO form.
    pub published: Option<(Span, String)>,
    /// The dateline.
    pub dateline: Option<Dateline>,
}

/// `MINSK, June 21 (Reuters) -`
#[derive(Clone, Debug, Default)]
pub struct Dateline {
    /// All of it.
    pub span: Span,
    /// The place.
    pub place: Option<Span>,
    /// The date, as written.
    pub date: Option<Span>,
    /// The agency.
    pub agency: Option<Span>,
}

/// The document creation time, and where the text says it.
pub(super) fn publication(article: &Article, header: &Header) -> (Option<Published>, Option<Span>) {
    use crate::article::PublishedBasis;
    match (&article.published, &header.published) {
        (Some(given), _) if matches!(given.basis, PublishedBasis::Metadata) => (Some(given.clone()), None),
        (_, Some((span, value))) => {
            (Some(Published { value: value.clone(), basis: PublishedBasis::Text }), Some(*span))
        }
        (given, None) => (given.clone(), None),
    }
}
