//! What a thread has read lately: digests of articles and events by number.
//!
//! In: numbers. Out: digests, and what two of them have in common. Not here: which of them are compared.

use super::bytes::decode;
use super::digest::{ArticleDigest, EventDigest};
use super::score::{self, Side, Verdict};
use super::{Corpus, PairKind};
use std::collections::HashMap;
use std::io;

/// Digests that a thread works with.
pub(super) struct Desk<'c, 'l> {
    corpus: &'c Corpus<'l>,
    articles: HashMap<u32, ArticleDigest>,
    events: HashMap<u32, EventDigest>,
    bytes: Vec<u8>,
}

impl<'c, 'l> Desk<'c, 'l> {
    pub(super) fn new(corpus: &'c Corpus<'l>) -> Self {
        Self { corpus, articles: HashMap::new(), events: HashMap::new(), bytes: Vec::new() }
    }

    /// Reads what a pair of this kind is of.
    pub(super) fn load(&mut self, kind: PairKind, number: u32) -> io::Result<()> {
        match kind {
            PairKind::Event => self.load_event(number),
            PairKind::Story => self.load_article(number),
        }
    }

    pub(super) fn article(&self, number: u32) -> Option<&ArticleDigest> {
        self.articles.get(&number)
    }

    pub(super) fn event(&self, number: u32) -> Option<&EventDigest> {
        self.events.get(&number)
    }

    /// Reads an article's digest, unless it lies here.
    pub(super) fn load_article(&mut self, number: u32) -> io::Result<()> {
        if !self.articles.contains_key(&number) {
            self.corpus.article_digests.read(number, &mut self.bytes)?;
            self.articles.insert(number, decode(&self.bytes)?);
        }
        Ok(())
    }

    /// Reads an event's digest and its article's.
    pub(super) fn load_event(&mut self, number: u32) -> io::Result<()> {
        if !self.events.contains_key(&number) {
            self.corpus.event_digests.read(number, &mut self.bytes)?;
            let event: EventDigest = decode(&self.bytes)?;
            self.load_article(event.article)?;
            self.events.insert(number, event);
        }
        Ok(())
    }

    /// An event with its article, when both lie here.
    pub(super) fn side(&self, number: u32) -> Option<Side<'_>> {
        let event = self.event(number)?;
        Some(Side { event, article: self.article(event.article)? })
    }

    /// Whether two events may be one.
    pub(super) fn compare(&self, a: u32, b: u32, explain: bool) -> Option<Verdict> {
        Some(score::events(self.side(a)?, self.side(b)?, &self.corpus.weights, explain))
    }

    /// How alike two articles are.
    pub(super) fn alike(&self, a: u32, b: u32) -> Option<f32> {
        score::articles(self.article(a)?, self.article(b)?, &self.corpus.weights)
    }
}
