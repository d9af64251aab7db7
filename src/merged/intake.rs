//! Taking in: what was read, sorted by id, becomes a numbered corpus.
//!
//! In: [`Entry`]s in any order. Out: a [`Corpus`], in which everything has a digest. Not here: what a line of input holds (`read`).

use super::bytes::{encode, hash_of, name, short};
use super::line::{Teller, Told};
use super::parallel::in_parallel;
use super::read::{self, Entry};
use super::sort::{Row, Sorted, Sorter};
use super::store::Writer;
use super::weights::Weights;
use super::{BATCH_ARTICLES, Corpus, Options, block, digest};
use crate::lexicon::Lexicon;
use std::io;

/// Takes what `read` gives, in any order.
pub struct Intake {
    sorter: Sorter,
    options: Options,
}

impl Intake {
    /// Nothing yet.
    pub fn new(options: Options) -> Self {
        Self { sorter: Sorter::new(options.folder.clone()), options }
    }

    /// Takes what a line held.
    ///
    /// # Errors
    /// When the temporary files cannot be written.
    pub fn add(&mut self, entries: &[Entry]) -> io::Result<()> {
        entries.iter().try_for_each(|entry| self.sorter.push(&entry.key, &entry.json))
    }

    /// Everything, numbered in the order of ids and ready to be compared.
    ///
    /// # Errors
    /// When the temporary files cannot be written or read.
    pub fn finish(self, lexicon: &Lexicon) -> io::Result<Corpus<'_>> {
        let weights = Weights::new(lexicon);
        let folder = self.options.folder.clone();
        let mut making = Making {
            articles: Writer::new(folder.as_deref())?,
            events: Writer::new(folder.as_deref())?,
            article_digests: Writer::new(folder.as_deref())?,
            event_digests: Writer::new(folder.as_deref())?,
            article_of: Vec::new(),
            first_event: Vec::new(),
            ids: Vec::new(),
            main: Vec::new(),
            repeated: 0,
        };
        let mut sorted = self.sorter.finish()?;
        let mut batch = Vec::new();
        let mut bundles = Bundles::default();
        while let Some(bundle) = bundles.next(&mut sorted, &mut making.repeated)? {
            batch.push(bundle);
            if batch.len() >= BATCH_ARTICLES {
                making.take(&batch, &weights, self.options.threads)?;
                batch.clear();
            }
        }
        making.take(&batch, &weights, self.options.threads)?;
        making.finish(weights, self.options)
    }
}

/// A corpus that is being read.
struct Making {
    articles: Writer,
    events: Writer,
    article_digests: Writer,
    event_digests: Writer,
    article_of: Vec<u32>,
    first_event: Vec<u32>,
    ids: Vec<[u8; 16]>,
    main: Vec<bool>,
    repeated: u64,
}

/// A bundle as it is compared: the bytes of its digests.
struct Digested {
    article: Vec<u8>,
    /// Digest, hash of the id, whether it is a main event.
    events: Vec<(Vec<u8>, [u8; 16], bool)>,
}

impl Making {
    fn take(&mut self, batch: &[Bundle], weights: &Weights, threads: usize) -> io::Result<()> {
        let first = self.first_event.len() as u32;
        let numbered: Vec<(u32, &Bundle)> =
            batch.iter().enumerate().map(|(at, bundle)| (first + at as u32, bundle)).collect();
        let digested = in_parallel(&numbered, threads, |(number, bundle)| digested(bundle, *number, weights));
        for (bundle, digested) in batch.iter().zip(digested) {
            let digested = digested?;
            let article = self.first_event.len() as u32;
            self.first_event.push(self.article_of.len() as u32);
            self.articles.push(&bundle.json)?;
            self.article_digests.push(&digested.article)?;
            for ((id, json), (digest, hash, main)) in bundle.events.iter().zip(digested.events) {
                self.events.push(&name(id, json))?;
                self.event_digests.push(&digest)?;
                self.article_of.push(article);
                self.ids.push(hash);
                self.main.push(main);
            }
        }
        Ok(())
    }

    fn finish(self, weights: Weights<'_>, options: Options) -> io::Result<Corpus<'_>> {
        let mut by_id: Vec<(u64, u32)> =
            self.ids.iter().enumerate().map(|(number, id)| (short(id), number as u32)).collect();
        by_id.sort_unstable();
        Ok(Corpus {
            articles: self.articles.finish()?,
            events: self.events.finish()?,
            article_digests: self.article_digests.finish()?,
            event_digests: self.event_digests.finish()?,
            article_of: self.article_of,
            first_event: self.first_event,
            ids: self.ids,
            main: self.main,
            by_id,
            repeated: self.repeated,
            weights,
            options,
        })
    }
}

/// An article with its events, as sorted.
struct Bundle {
    id: String,
    json: Vec<u8>,
    /// By id.
    events: Vec<(String, Vec<u8>)>,
}

impl Bundle {
    /// Gives the article the id of its number among those of the same id.
    fn rename(&mut self, number: u32) {
        self.id = format!("{}~{number}", self.id);
        let renamed = serde_json::from_slice::<Teller>(&self.json).ok().and_then(|mut article| {
            article.id = self.id.as_str().into();
            serde_json::to_vec(&article).ok()
        });
        if let Some(json) = renamed {
            self.json = json;
        }
    }
}

/// Digests a bundle whose article gets this number.
fn digested(bundle: &Bundle, number: u32, weights: &Weights) -> io::Result<Digested> {
    let article: Teller = serde_json::from_slice(&bundle.json)?;
    let mut article = digest::of_article(&article, weights);
    let mut keys = Vec::new();
    block::of_article(&article, &mut keys);
    article.keys = keys;
    let key = digest::hash64(bundle.id.as_bytes());
    let events = bundle.events.iter().map(|(id, json)| {
        let told: Told = serde_json::from_slice(json)?;
        let mut event = digest::of_event(&told, number, key, weights);
        let mut keys = Vec::new();
        block::of_event(&event, &article, &mut keys);
        event.keys = keys;
        Ok((encode(&event)?, hash_of(&bundle.id, id), event.main))
    });
    Ok(Digested { article: encode(&article)?, events: events.collect::<io::Result<_>>()? })
}

/// Cuts what is sorted into articles. An id that two different articles have is given to the first; the others get `~2` and so on behind it.
#[derive(Default)]
struct Bundles {
    waiting: Option<Row>,
    last: String,
    number: u32,
}

impl Bundles {
    fn next(&mut self, sorted: &mut Sorted, repeated: &mut u64) -> io::Result<Option<Bundle>> {
        let Some(first) = (match self.waiting.take() {
            Some(row) => Some(row),
            None => sorted.next()?,
        }) else {
            return Ok(None);
        };
        let Some(parts) = read::parts(&first.key) else { return Ok(None) };
        let article = parts.article.to_vec();
        let given = parts.id.to_owned();
        self.number = if given == self.last { self.number + 1 } else { 1 };
        self.last.clone_from(&given);
        let mut bundle = Bundle { id: given, json: first.value, events: Vec::new() };
        let mut key = first.key;
        while let Some(row) = sorted.next()? {
            if !row.key.starts_with(&article) || read::parts(&row.key).is_none_or(|parts| parts.article != article) {
                self.waiting = Some(row);
                break;
            }
            if row.key == key {
                // given twice; what differs would be another event of the same id, of which the first stands
                let stands = bundle.events.last().map_or(&bundle.json, |(_, json)| json);
                *repeated += u64::from(*stands != row.value);
                continue;
            }
            if let Some(event) = read::parts(&row.key).and_then(|parts| parts.event) {
                bundle.events.push((event.to_owned(), row.value));
            }
            key = row.key;
        }
        if self.number > 1 {
            bundle.rename(self.number);
        }
        Ok(Some(bundle))
    }
}
