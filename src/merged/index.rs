//! What is where in a corpus: keys and ids by number, numbers by id.
//!
//! In: a number or an id. Out: what belongs to it. Not here: how keys are made (`block`).

use super::bytes::{hash_of, named, short};
use super::desk::Desk;
use super::{Corpus, PairKind};
use serde::Deserialize;
use std::io;
use std::ops::Range;

impl Corpus<'_> {
    /// For every article, by id, the parts that its keys fall in, of so many.
    ///
    /// # Errors
    /// When the temporary files cannot be read, or `take` fails.
    pub fn parts(&self, of: u64, mut take: impl FnMut(&str, &[u64]) -> io::Result<()>) -> io::Result<()> {
        let mut parts: Vec<u64> = Vec::new();
        for article in 0..self.articles.len() {
            parts.clear();
            self.keys_of_article(article, &mut Desk::new(self), |_, key, _| {
                parts.push(key % of);
                Ok(())
            })?;
            parts.sort_unstable();
            parts.dedup();
            take(&self.article_id(article)?, &parts)?;
        }
        Ok(())
    }

    /// The keys of an article and of its events.
    pub(super) fn keys_of_article(
        &self,
        article: u32,
        desk: &mut Desk,
        mut take: impl FnMut(PairKind, u64, u32) -> io::Result<()>,
    ) -> io::Result<()> {
        desk.load_article(article)?;
        let own = desk.article(article).into_iter().flat_map(|digest| &digest.keys);
        own.copied().try_for_each(|key| take(PairKind::Story, key, article))?;
        for event in self.events_of(article) {
            desk.load_event(event)?;
            let own = desk.event(event).into_iter().flat_map(|digest| &digest.keys);
            own.copied().try_for_each(|key| take(PairKind::Event, key, event))?;
        }
        Ok(())
    }

    /// The numbers of an article's events.
    pub(super) fn events_of(&self, article: u32) -> Range<u32> {
        let start = self.first_event.get(article as usize).copied().unwrap_or(0);
        start..self.first_event.get(article as usize + 1).copied().unwrap_or(self.article_of.len() as u32)
    }

    /// The number of an article's event.
    pub(super) fn number(&self, article: &str, event: &str) -> Option<u32> {
        let short = short(&hash_of(article, event));
        let at = self.by_id.binary_search_by_key(&short, |(short, _)| *short).ok()?;
        self.by_id.get(at).map(|(_, number)| *number)
    }

    /// The number of an event by its whole id.
    pub(super) fn number_of(&self, id: &str) -> Option<u32> {
        let (article, event) = id.rsplit_once('#')?;
        self.number(article, event)
    }

    pub(super) fn article_id(&self, article: u32) -> io::Result<String> {
        #[derive(Deserialize)]
        struct Id {
            id: String,
        }
        let mut bytes = Vec::new();
        self.articles.read(article, &mut bytes)?;
        Ok(serde_json::from_slice::<Id>(&bytes)?.id)
    }

    pub(super) fn id_of(&self, event: u32) -> io::Result<String> {
        let mut bytes = Vec::new();
        self.events.read(event, &mut bytes)?;
        let article = self.article_of.get(event as usize).copied().unwrap_or(0);
        Ok(format!("{}#{}", self.article_id(article)?, named(&bytes).0))
    }
}
