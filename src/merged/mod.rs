//! The same event once: what many articles say of one happening becomes one record.
//!
//! In: records of articles, or merged events, which are taken apart again. Out: merged events in the order of their first members' ids. Nothing is lost: every
//! event that comes in is a member of exactly one that goes out, as it was told. The order of the input, the number of threads and earlier merging make no
//! difference.
//!
//! What waits lies in temporary files, see `sort`; memory holds about a hundred bytes an event. Not here: reading articles, walking folders, compression.
//!
//! The steps: [`Intake`] sorts what is read by id; [`Corpus`] compares what shares a key (`block`, `score`) and writes what joins ([`Corpus::pairs`]), or groups it
//! (`cluster`) and writes the consensus ([`Corpus::write`]).

mod block;
mod cluster;
mod consensus;
mod digest;
mod export;
mod line;
mod near_copy;
mod read;
mod score;
mod sort;
mod store;
mod weights;

pub use export::{FORMATS, envelope, write_as};
pub use line::{By, Comparison, Conflict, Joining, Member, Merged, MergedCount, Place, Story, Teller, Told};
pub use read::{Entry, read};
pub use weights::names as weight_names;

use crate::lexicon::Lexicon;
use crate::record::Format;
use crate::record::finding::{Evidence, Link, Number, Text};
use cluster::{Edge, Union};
use consensus::{Gathering, Voice};
use digest::{ArticleDigest, EventDigest};
use score::Side;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use sort::{Sorted, Sorter};
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::PathBuf;
use store::{Store, Writer};
use weights::Weights;

/// Articles that are digested at once.
const BATCH_ARTICLES: usize = 4096;
/// Numbers in blocks or groups that are worked on at once.
const BATCH_NUMBERS: usize = 1 << 16;
/// In a block of more, everything is compared with its neighbors only.
const BLOCK: usize = 300;
/// So many neighbors.
const NEIGHBORS: usize = 60;
/// Pairs told by `--explain`, for each merged event.
const TOLD_PAIRS: usize = 20;

/// How merging is done.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where temporary files are made; where the system has them when none is given.
    pub folder: Option<PathBuf>,
    /// Threads; 0 is one.
    pub threads: usize,
    /// Whether merged events say why they were joined.
    pub explain: bool,
    /// The form that they are written in, one of [`FORMATS`].
    pub format: Format,
}

/// Which keys are looked at: those whose number leaves this rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// From 0.
    pub number: u64,
    /// How many parts there are.
    pub of: u64,
}

/// Two events, or two articles, that join.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// `event` or `story`.
    #[serde(rename = "type")]
    pub kind: PairKind,
    /// One, by id: `ARTICLE#EVENT`, or the article's.
    pub a: String,
    /// The other.
    pub b: String,
    /// What they share, in all.
    pub score: f32,
}

/// What a pair is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PairKind {
    /// Two events that are one.
    Event,
    /// Two articles that tell one story.
    Story,
}

// ---- taking in ------------------------------------------------------------------------------------------------------------------------

/// Takes what [`read`] gives, in any order.
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
        let mut names = Names::default();
        while let Some(group) = names.next_article(&mut sorted, &mut making.repeated)? {
            batch.push(group);
            if batch.len() >= BATCH_ARTICLES {
                making.take(&batch, &weights, self.options.threads)?;
                batch.clear();
            }
        }
        making.take(&batch, &weights, self.options.threads)?;
        making.finish(weights, self.options)
    }
}

/// An article with its events, as sorted.
struct Group {
    id: String,
    json: Vec<u8>,
    /// By id.
    events: Vec<(String, Vec<u8>)>,
}

/// Cuts what is sorted into articles. An id that two different articles have is given to the first; the others get `~2` and so on behind it.
#[derive(Default)]
struct Names {
    waiting: Option<sort::Row>,
    last: String,
    number: u32,
}

impl Names {
    fn next_article(&mut self, sorted: &mut Sorted, repeated: &mut u64) -> io::Result<Option<Group>> {
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
        let mut group = Group { id: given, json: first.value, events: Vec::new() };
        let mut key = first.key;
        while let Some(row) = sorted.next()? {
            if !row.key.starts_with(&article) || read::parts(&row.key).is_none_or(|parts| parts.article != article) {
                self.waiting = Some(row);
                break;
            }
            if row.key == key {
                // given twice; what differs would be another event of the same id, of which the first stands
                let stands = group.events.last().map_or(&group.json, |(_, json)| json);
                *repeated += u64::from(*stands != row.value);
                continue;
            }
            if let Some(event) = read::parts(&row.key).and_then(|parts| parts.event) {
                group.events.push((event.to_owned(), row.value));
            }
            key = row.key;
        }
        if self.number > 1 {
            group.rename(self.number);
        }
        Ok(Some(group))
    }
}

impl Group {
    fn rename(&mut self, number: u32) {
        self.id = format!("{}~{number}", self.id);
        if let Ok(mut article) = serde_json::from_slice::<Teller>(&self.json) {
            article.id = self.id.clone().into();
            if let Ok(json) = serde_json::to_vec(&article) {
                drop(article);
                self.json = json;
            }
        }
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

/// What is known of a group when it is digested.
struct Digested {
    article: Vec<u8>,
    events: Vec<(Vec<u8>, [u8; 16], bool)>,
}

impl Making {
    fn take(&mut self, batch: &[Group], weights: &Weights, threads: usize) -> io::Result<()> {
        let first = self.first_event.len() as u32;
        let numbered: Vec<(u32, &Group)> =
            batch.iter().enumerate().map(|(at, group)| (first + at as u32, group)).collect();
        let digested = in_parallel(&numbered, threads, |(number, group)| digest(group, *number, weights));
        for (group, digested) in batch.iter().zip(digested) {
            let digested = digested?;
            let article = self.first_event.len() as u32;
            self.first_event.push(self.article_of.len() as u32);
            self.articles.push(&group.json)?;
            self.article_digests.push(&digested.article)?;
            for ((id, json), (digest, hash, main)) in group.events.iter().zip(digested.events) {
                let mut named = Vec::with_capacity(4 + id.len() + json.len());
                named.extend_from_slice(&(id.len() as u32).to_le_bytes());
                named.extend_from_slice(id.as_bytes());
                named.extend_from_slice(json);
                self.events.push(&named)?;
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

fn digest(group: &Group, number: u32, weights: &Weights) -> io::Result<Digested> {
    let article: Teller = serde_json::from_slice(&group.json)?;
    let mut article = digest::of_article(&article, weights);
    let mut keys = Vec::new();
    block::of_article(&article, &mut keys);
    article.keys = keys;
    let key = digest::hash64(group.id.as_bytes());
    let events = group.events.iter().map(|(id, json)| {
        let told: Told = serde_json::from_slice(json)?;
        let mut event = digest::of_event(&told, number, key, weights);
        let mut keys = Vec::new();
        block::of_event(&event, &article, &mut keys);
        event.keys = keys;
        Ok((encode(&event)?, hash_of(&group.id, id), event.main))
    });
    Ok(Digested { article: encode(&article)?, events: events.collect::<io::Result<_>>()? })
}

fn encode(value: &impl Serialize) -> io::Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(io::Error::other)
}

fn decode<T: for<'d> Deserialize<'d>>(bytes: &[u8]) -> io::Result<T> {
    postcard::from_bytes(bytes).map_err(io::Error::other)
}

fn hash_of(article: &str, event: &str) -> [u8; 16] {
    let whole = Sha256::new().chain_update(article).chain_update("#").chain_update(event).finalize();
    let mut half = [0; 16];
    half.iter_mut().zip(whole.iter()).for_each(|(to, from)| *to = *from);
    half
}

fn short(id: &[u8; 16]) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&id[..8]);
    u64::from_be_bytes(first)
}

/// Works on every item, in as many pieces as there are threads, and keeps the order.
fn in_parallel<T: Sync, R: Send>(items: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = threads.clamp(1, 64);
    if threads == 1 || items.len() < 2 {
        return items.iter().map(work).collect();
    }
    let work = &work;
    std::thread::scope(|scope| {
        let pieces = items.chunks(items.len().div_ceil(threads));
        let running: Vec<_> =
            pieces.map(|piece| scope.spawn(move || piece.iter().map(work).collect::<Vec<R>>())).collect();
        let done =
            running.into_iter().flat_map(|piece| piece.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault)));
        done.collect()
    })
}

// ---- the corpus -----------------------------------------------------------------------------------------------------------------------

/// Events and articles, numbered in the order of their ids.
pub struct Corpus<'l> {
    articles: Store,
    events: Store,
    article_digests: Store,
    event_digests: Store,
    article_of: Vec<u32>,
    first_event: Vec<u32>,
    ids: Vec<[u8; 16]>,
    main: Vec<bool>,
    by_id: Vec<(u64, u32)>,
    repeated: u64,
    weights: Weights<'l>,
    options: Options,
}

/// What joins: pairs of events and of articles, each sorted and each once.
pub struct Pairs {
    events: Vec<Edge>,
    stories: Vec<Edge>,
    /// Pairs that were compared and do not join; for `explain`.
    apart: Vec<Edge>,
}

/// What a thread has read lately.
struct Desk<'c, 'l> {
    corpus: &'c Corpus<'l>,
    articles: HashMap<u32, ArticleDigest>,
    events: HashMap<u32, EventDigest>,
    bytes: Vec<u8>,
}

impl<'c, 'l> Desk<'c, 'l> {
    fn new(corpus: &'c Corpus<'l>) -> Self {
        Self { corpus, articles: HashMap::new(), events: HashMap::new(), bytes: Vec::new() }
    }

    fn load_article(&mut self, number: u32) -> io::Result<()> {
        if !self.articles.contains_key(&number) {
            self.corpus.article_digests.read(number, &mut self.bytes)?;
            self.articles.insert(number, decode(&self.bytes)?);
        }
        Ok(())
    }

    fn load_event(&mut self, number: u32) -> io::Result<()> {
        if !self.events.contains_key(&number) {
            self.corpus.event_digests.read(number, &mut self.bytes)?;
            let event: EventDigest = decode(&self.bytes)?;
            self.load_article(event.article)?;
            self.events.insert(number, event);
        }
        Ok(())
    }

    fn side(&self, number: u32) -> Option<Side<'_>> {
        let event = self.events.get(&number)?;
        Some(Side { event, article: self.articles.get(&event.article)? })
    }

    fn compare(&self, a: u32, b: u32, explain: bool) -> Option<(score::Verdict, bool)> {
        let (a, b) = (self.side(a)?, self.side(b)?);
        Some((score::events(a, b, &self.corpus.weights, explain), a.event.article == b.event.article))
    }

    fn alike(&self, a: u32, b: u32) -> Option<f32> {
        score::articles(self.articles.get(&a)?, self.articles.get(&b)?, &self.corpus.weights)
    }
}

impl Corpus<'_> {
    /// How many events there are.
    pub fn events(&self) -> usize {
        self.article_of.len()
    }

    /// Events left out because another of the same id, which says something else, stands.
    pub const fn repeated(&self) -> u64 {
        self.repeated
    }

    // ---- keys ---------------------------------------------------------------------------------------------------------------------

    /// For every article, by id, the parts that its keys fall in, of so many.
    ///
    /// # Errors
    /// When the temporary files cannot be read, or `take` fails.
    pub fn parts(&self, of: u64, mut take: impl FnMut(&str, &[u64]) -> io::Result<()>) -> io::Result<()> {
        let mut parts: Vec<u64> = Vec::new();
        let mut bytes = Vec::new();
        for article in 0..self.articles.len() {
            parts.clear();
            self.keys_of_article(article, &mut Desk::new(self), |_, key, _| {
                parts.push(key % of);
                Ok(())
            })?;
            parts.sort_unstable();
            parts.dedup();
            self.articles.read(article, &mut bytes)?;
            let teller: Teller = serde_json::from_slice(&bytes)?;
            take(&teller.id, &parts)?;
        }
        Ok(())
    }

    /// The keys of an article and of its events.
    fn keys_of_article(
        &self,
        article: u32,
        desk: &mut Desk,
        mut take: impl FnMut(PairKind, u64, u32) -> io::Result<()>,
    ) -> io::Result<()> {
        desk.load_article(article)?;
        let own = desk.articles.get(&article).into_iter().flat_map(|digest| &digest.keys);
        own.copied().try_for_each(|key| take(PairKind::Story, key, article))?;
        for event in self.events_of(article) {
            desk.load_event(event)?;
            let own = desk.events.get(&event).into_iter().flat_map(|digest| &digest.keys);
            own.copied().try_for_each(|key| take(PairKind::Event, key, event))?;
        }
        Ok(())
    }

    fn events_of(&self, article: u32) -> std::ops::Range<u32> {
        let start = self.first_event.get(article as usize).copied().unwrap_or(0);
        start..self.first_event.get(article as usize + 1).copied().unwrap_or(self.article_of.len() as u32)
    }

    // ---- pairs --------------------------------------------------------------------------------------------------------------------

    /// Compares what shares a key, of a part or of all.
    ///
    /// # Errors
    /// When the temporary files cannot be written or read.
    pub fn pairs(&self, part: Option<Part>) -> io::Result<Pairs> {
        let sorter = || Sorter::new(self.options.folder.clone());
        let (mut events, mut stories) = (sorter(), sorter());
        for batch in self.batches() {
            let keyed = in_parallel(&batch, self.options.threads, |articles| {
                let mut desk = Desk::new(self);
                let mut keyed = Vec::new();
                for article in articles.clone() {
                    self.keys_of_article(article, &mut desk, |kind, key, number| {
                        if part.is_none_or(|part| key % part.of == part.number) {
                            keyed.push((kind, key, number));
                        }
                        Ok(())
                    })?;
                }
                io::Result::Ok(keyed)
            });
            for keyed in keyed {
                for (kind, key, number) in keyed? {
                    let mut row = [0; 12];
                    row[..8].copy_from_slice(&key.to_be_bytes());
                    row[8..].copy_from_slice(&number.to_be_bytes());
                    if kind == PairKind::Event { events.push(&row, &[])? } else { stories.push(&row, &[])? }
                }
            }
        }
        let (events, apart) = self.edges(events, PairKind::Event)?;
        let (stories, _) = self.edges(stories, PairKind::Story)?;
        Ok(Pairs { events, stories, apart })
    }

    /// Ranges of articles, as many at once as there are threads.
    fn batches(&self) -> impl Iterator<Item = Vec<std::ops::Range<u32>>> {
        let all = self.articles.len();
        let step = BATCH_ARTICLES as u32;
        let threads = self.options.threads.clamp(1, 64) as u32;
        (0..all.div_ceil(step * threads)).map(move |batch| {
            let first = batch * step * threads;
            let ranges = (0..threads).map(move |thread| {
                let start = (first + thread * step).min(all);
                start..(start + step).min(all)
            });
            ranges.collect()
        })
    }

    /// Everything under one key is compared; what joins comes out sorted, each pair once, and so does what does not, when that is wanted.
    fn edges(&self, sorter: Sorter, kind: PairKind) -> io::Result<(Vec<Edge>, Vec<Edge>)> {
        let mut sorted = sorter.finish()?;
        let mut found = Sorter::new(self.options.folder.clone());
        let (mut blocks, mut numbers, mut block, mut last) = (Vec::new(), 0, Vec::new(), None);
        loop {
            let row = sorted.next()?;
            let key = row.as_ref().map(|row| be(&row.key, 0));
            if key.is_none() || key != last {
                if block.len() > 1 {
                    numbers += block.len();
                    blocks.push((last.unwrap_or(0), std::mem::take(&mut block)));
                }
                block.clear();
                if numbers > BATCH_NUMBERS || key.is_none() {
                    for edges in in_parallel(&pieces(&blocks, self.options.threads), self.options.threads, |blocks| {
                        self.compare(blocks, kind)
                    }) {
                        for (edge, joins) in edges? {
                            let mut row = [0; 8];
                            row[..4].copy_from_slice(&edge.a.to_be_bytes());
                            row[4..].copy_from_slice(&edge.b.to_be_bytes());
                            let mut value = [0; 5];
                            value[..4].copy_from_slice(&edge.score.to_le_bytes());
                            value[4] = u8::from(joins);
                            found.push(&row, &value)?;
                        }
                    }
                    blocks.clear();
                    numbers = 0;
                }
                last = key;
            }
            let Some(row) = row else { break };
            block.push(u32::from_be_bytes([row.key[8], row.key[9], row.key[10], row.key[11]]));
        }
        let mut sorted = found.finish()?;
        let (mut joined, mut apart, mut last) = (Vec::new(), Vec::new(), None);
        while let Some(row) = sorted.next()? {
            let pair = be(&row.key, 0);
            if last.replace(pair) == Some(pair) {
                continue;
            }
            let Some(score) = row.value.get(..4).and_then(|bytes| bytes.try_into().ok()).map(f32::from_le_bytes) else {
                continue;
            };
            let edge = Edge { a: (pair >> 32) as u32, b: pair as u32, score };
            if row.value.get(4) == Some(&1) { joined.push(edge) } else { apart.push(edge) }
        }
        Ok((joined, apart))
    }

    fn compare(&self, blocks: &[(u64, Vec<u32>)], kind: PairKind) -> io::Result<Vec<(Edge, bool)>> {
        let mut edges = Vec::new();
        let mut desk = Desk::new(self);
        for (_, block) in blocks {
            for number in block {
                if kind == PairKind::Event { desk.load_event(*number)? } else { desk.load_article(*number)? }
            }
        }
        for (key, block) in blocks {
            match kind {
                PairKind::Event => self.compare_events(*key, block, &desk, &mut edges),
                PairKind::Story => self.compare_articles(*key, block, &desk, &mut edges),
            }
        }
        edges.sort_by_key(|(edge, _)| (edge.a, edge.b));
        Ok(edges)
    }

    fn compare_events(&self, key: u64, block: &[u32], desk: &Desk, edges: &mut Vec<(Edge, bool)>) {
        let mut sides: Vec<(u32, Side)> =
            block.iter().filter_map(|number| Some((*number, desk.side(*number)?))).collect();
        let window = window(sides.len());
        if window < sides.len() {
            let day = |side: &Side| side.event.when.map(|when| when.from);
            let spot = |side: &Side| side.event.spot.map(|spot| spot.key);
            sides.sort_by_key(|(number, side)| (day(side), spot(side), *number));
        }
        for (at, (a, one)) in sides.iter().enumerate() {
            for (b, other) in sides.iter().skip(at + 1).take(window) {
                if !block::is_first(key, &one.event.keys, &other.event.keys) {
                    continue;
                }
                // scores are sums, whose last bit may depend on the order
                let (a, one, b, other) = if a < b { (*a, *one, *b, *other) } else { (*b, *other, *a, *one) };
                let verdict = score::events(one, other, &self.weights, false);
                let joins = verdict.joins(one.event.article == other.event.article, &self.weights);
                let near =
                    self.options.explain && verdict.veto.is_none() && verdict.score >= self.weights.threshold / 2.0;
                if joins || near {
                    edges.push((Edge { a, b, score: verdict.score }, joins));
                }
            }
        }
    }

    fn compare_articles(&self, key: u64, block: &[u32], desk: &Desk, edges: &mut Vec<(Edge, bool)>) {
        let mut sides: Vec<(u32, &ArticleDigest)> =
            block.iter().filter_map(|number| Some((*number, desk.articles.get(number)?))).collect();
        let window = window(sides.len());
        if window < sides.len() {
            sides.sort_by_key(|(number, article)| (article.published, *number));
        }
        for (at, (a, one)) in sides.iter().enumerate() {
            for (b, other) in sides.iter().skip(at + 1).take(window) {
                if !block::is_first(key, &one.keys, &other.keys) {
                    continue;
                }
                let (a, one, b, other) = if a < b { (*a, *one, *b, *other) } else { (*b, *other, *a, *one) };
                let Some(score) = score::articles(one, other, &self.weights) else { continue };
                if score >= self.weights.story_pair {
                    edges.push((Edge { a, b, score }, true));
                }
            }
        }
    }

    /// Pairs with their ids, for another run.
    ///
    /// # Errors
    /// When the temporary files cannot be read, or `take` fails.
    pub fn each_pair(&self, pairs: &Pairs, mut take: impl FnMut(&Pair) -> io::Result<()>) -> io::Result<()> {
        for edge in &pairs.events {
            take(&Pair { kind: PairKind::Event, a: self.id_of(edge.a)?, b: self.id_of(edge.b)?, score: edge.score })?;
        }
        for edge in &pairs.stories {
            let (a, b) = (self.article_id(edge.a)?, self.article_id(edge.b)?);
            take(&Pair { kind: PairKind::Story, a, b, score: edge.score })?;
        }
        Ok(())
    }

    /// Pairs that other runs found. Those of events that are not here are left out, and counted.
    ///
    /// # Errors
    /// When the temporary files cannot be read, or `pairs` fails.
    pub fn known_pairs(&self, pairs: impl Iterator<Item = io::Result<Pair>>) -> io::Result<(Pairs, u64)> {
        let mut articles = HashMap::new();
        for number in 0..self.articles.len() {
            articles.insert(self.article_id(number)?, number);
        }
        let mut known = Pairs { events: Vec::new(), stories: Vec::new(), apart: Vec::new() };
        let mut strange = 0;
        for pair in pairs {
            let pair = pair?;
            let (list, a, b) = match pair.kind {
                PairKind::Event => (&mut known.events, self.number_of(&pair.a), self.number_of(&pair.b)),
                PairKind::Story => (&mut known.stories, articles.get(&pair.a).copied(), articles.get(&pair.b).copied()),
            };
            match (a, b) {
                (Some(a), Some(b)) => list.push(Edge { a: a.min(b), b: a.max(b), score: pair.score }),
                _ => strange += 1,
            }
        }
        for list in [&mut known.events, &mut known.stories] {
            list.sort_by(|one, other| (one.a, one.b).cmp(&(other.a, other.b)).then(one.score.total_cmp(&other.score)));
            list.dedup_by_key(|edge| (edge.a, edge.b));
        }
        Ok((known, strange))
    }

    fn number_of(&self, id: &str) -> Option<u32> {
        let (article, event) = id.rsplit_once('#')?;
        self.number(&hash_of(article, event))
    }

    fn number(&self, id: &[u8; 16]) -> Option<u32> {
        let at = self.by_id.binary_search_by_key(&short(id), |(short, _)| *short).ok()?;
        self.by_id.get(at).map(|(_, number)| *number)
    }

    fn article_id(&self, article: u32) -> io::Result<String> {
        #[derive(Deserialize)]
        struct Id {
            id: String,
        }
        let mut bytes = Vec::new();
        self.articles.read(article, &mut bytes)?;
        Ok(serde_json::from_slice::<Id>(&bytes)?.id)
    }

    fn id_of(&self, event: u32) -> io::Result<String> {
        let mut bytes = Vec::new();
        self.events.read(event, &mut bytes)?;
        let article = self.article_of.get(event as usize).copied().unwrap_or(0);
        Ok(format!("{}#{}", self.article_id(article)?, named(&bytes).0))
    }

    // ---- groups -------------------------------------------------------------------------------------------------------------------

    /// The first member of each item's group.
    fn groups(&self, edges: &[Edge], size: u32, kind: PairKind) -> io::Result<Vec<u32>> {
        let mut union = Union::new(size);
        for edge in edges {
            union.join(edge.a, edge.b);
        }
        let mut by_root = Sorter::new(self.options.folder.clone());
        for edge in edges {
            let mut row = [0; 12];
            row[..4].copy_from_slice(&union.root(edge.a).to_be_bytes());
            row[4..8].copy_from_slice(&edge.a.to_be_bytes());
            row[8..].copy_from_slice(&edge.b.to_be_bytes());
            by_root.push(&row, &edge.score.to_le_bytes())?;
        }
        let mut first: Vec<u32> = (0..size).collect();
        let mut sorted = by_root.finish()?;
        let (mut sets, mut set, mut numbers, mut last): (Vec<Vec<Edge>>, Vec<Edge>, usize, Option<u32>) =
            (Vec::new(), Vec::new(), 0, None);
        loop {
            let row = sorted.next()?;
            let root = row.as_ref().map(|row| (be(&row.key, 0) >> 32) as u32);
            if root.is_none() || root != last {
                numbers += set.len();
                if !set.is_empty() {
                    sets.push(std::mem::take(&mut set));
                }
                if numbers > BATCH_NUMBERS || root.is_none() {
                    for groups in in_parallel(&pieces(&sets, self.options.threads), self.options.threads, |sets| {
                        self.group(sets, kind)
                    }) {
                        for group in groups? {
                            let Some(least) = group.first().copied() else { continue };
                            for item in group {
                                if let Some(slot) = first.get_mut(item as usize) {
                                    *slot = least;
                                }
                            }
                        }
                    }
                    sets.clear();
                    numbers = 0;
                }
                last = root;
            }
            let Some(row) = row else { break };
            let score = row.value.get(..4).and_then(|bytes| bytes.try_into().ok()).map_or(0.0, f32::from_le_bytes);
            set.push(Edge { a: be(&row.key, 0) as u32, b: be(&row.key, 4) as u32, score });
        }
        Ok(first)
    }

    fn group(&self, sets: &[Vec<Edge>], kind: PairKind) -> io::Result<Vec<Vec<u32>>> {
        let mut groups = Vec::new();
        for edges in sets {
            let mut desk = Desk::new(self);
            for number in edges.iter().flat_map(|edge| [edge.a, edge.b]) {
                if kind == PairKind::Event { desk.load_event(number)? } else { desk.load_article(number)? }
            }
            groups.extend(match kind {
                PairKind::Story => cluster::clusters(edges, self.weights.story, |a, b| desk.alike(a, b)),
                PairKind::Event => cluster::clusters(edges, self.weights.link, |a, b| {
                    let (verdict, _) = desk.compare(a, b, false)?;
                    verdict.veto.is_none().then_some(verdict.score)
                }),
            });
        }
        Ok(groups)
    }

    // ---- writing ------------------------------------------------------------------------------------------------------------------

    /// Groups the pairs and gives every merged event as a line of JSON, in the order of first members. How many there are is returned.
    ///
    /// # Errors
    /// When the temporary files cannot be written or read, or `take` fails.
    pub fn write(&self, pairs: &Pairs, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<usize> {
        let size = self.article_of.len() as u32;
        let first = self.groups(&pairs.events, size, PairKind::Event)?;
        let stories = self.groups(&pairs.stories, self.articles.len(), PairKind::Story)?;
        let mut sheet = Sheet::new(self, first);
        sheet.tell_stories(self, &stories);
        sheet.explain(&pairs.apart);
        let threads = self.options.threads.clamp(1, 64);
        for batch in sheet.order.chunks(threads * 256) {
            for line in in_parallel(batch, threads, |first| self.line(&sheet, *first)) {
                take(&line?)?;
            }
        }
        Ok(sheet.order.len())
    }

    fn line(&self, sheet: &Sheet, first: u32) -> io::Result<Vec<u8>> {
        let members = sheet.members(first);
        let mut numbers: Vec<u32> =
            members.iter().filter_map(|event| self.article_of.get(*event as usize).copied()).collect();
        numbers.extend(sheet.silent.get(&first).into_iter().flatten());
        numbers.sort_unstable();
        numbers.dedup();
        let read = |store: &Store, number: u32| {
            let mut bytes = Vec::new();
            store.read(number, &mut bytes).map(|()| bytes)
        };
        let articles: Vec<Vec<u8>> =
            numbers.iter().map(|number| read(&self.articles, *number)).collect::<io::Result<_>>()?;
        let articles: Vec<Teller> =
            articles.iter().map(|json| serde_json::from_slice(json)).collect::<Result<_, _>>()?;
        let events: Vec<Vec<u8>> =
            members.iter().map(|number| read(&self.events, *number)).collect::<io::Result<_>>()?;
        let mut voices = Vec::with_capacity(events.len());
        let (mut links, mut anchors) = (Vec::new(), Vec::new());
        for (number, bytes) in members.iter().zip(&events) {
            let (event, json) = named(bytes);
            let raw: &RawValue = serde_json::from_slice(json)?;
            let told: Told = serde_json::from_str(raw.get())?;
            let article = self.article_of.get(*number as usize).copied().unwrap_or(0);
            let at = numbers.binary_search(&article).unwrap_or(0);
            let id = articles.get(at).map_or("", |article| article.id.as_ref());
            let merged = |event: &str| sheet.id(self.number(&hash_of(id, event))?);
            links.extend(
                told.links.iter().filter_map(|link| Some(Link { kind: link.kind, event: merged(&link.event)?.into() })),
            );
            let anchor = told.time.as_ref().and_then(|time| time.anchor_event.as_ref());
            anchors.push(anchor.and_then(|event| merged(event)));
            voices.push(Voice { article: at, event, raw, told });
        }
        let explain = if self.options.explain { Some(self.joining(sheet, first)?) } else { None };
        let id = sheet.id(first).unwrap_or_default();
        let gathering = Gathering { id, voices, articles, links, anchors, explain };
        let mut line = Vec::with_capacity(4096);
        if let Some(merged) = consensus::merge(gathering, &self.weights) {
            write_as(&merged, self.options.format, self.weights.lexicon(), &mut line)?;
        }
        Ok(line)
    }

    /// Why the members are one, and what is nearest to them and is not.
    fn joining(&self, sheet: &Sheet, first: u32) -> io::Result<Joining<'static>> {
        let members = sheet.members(first);
        let mut desk = Desk::new(self);
        let mut joining = Joining::default();
        let mut told: Vec<(u32, u32)> = Vec::new();
        for (at, number) in members.iter().enumerate().take(TOLD_PAIRS + 1) {
            desk.load_event(*number)?;
            // each with the one before it that it shares most with
            let score =
                |other: &u32| desk.compare(*other, *number, false).map_or(f32::MIN, |(verdict, _)| verdict.score);
            let before =
                members.get(..at).unwrap_or(&[]).iter().max_by(|a, b| score(a).total_cmp(&score(b)).then(b.cmp(a)));
            told.extend(before.map(|before| (*before, *number)));
        }
        for (a, b) in told {
            joining.joined.extend(self.comparison(&desk, a, b)?);
        }
        for edge in sheet.apart.get(&first).into_iter().flatten().take(TOLD_PAIRS) {
            desk.load_event(edge.a)?;
            desk.load_event(edge.b)?;
            joining.apart.extend(self.comparison(&desk, edge.a, edge.b)?);
        }
        Ok(joining)
    }

    fn comparison(&self, desk: &Desk, a: u32, b: u32) -> io::Result<Option<Comparison<'static>>> {
        let Some((verdict, _)) = desk.compare(a, b, true) else { return Ok(None) };
        let round = |weight: f32| Number((f64::from(weight) * 100.0).round() / 100.0);
        let evidence = verdict.evidence.unwrap_or_default();
        let evidence = evidence.into_iter().map(|(name, weight)| Evidence { name: name.into(), weight: round(weight) });
        Ok(Some(Comparison {
            a: self.id_of(a)?.into(),
            b: self.id_of(b)?.into(),
            score: round(verdict.score),
            veto: verdict.veto.map(Text::Borrowed),
            evidence: evidence.collect(),
        }))
    }
}

/// Merged events before they are written: who is in which.
struct Sheet {
    /// The first member of each event's group.
    first: Vec<u32>,
    /// Members one group after the other, and where each group begins.
    listed: Vec<u32>,
    begins: HashMap<u32, (u32, u32)>,
    /// First members.
    order: Vec<u32>,
    ids: HashMap<u32, [u8; 8]>,
    /// Articles that tell the story of a group and have no event in it.
    silent: HashMap<u32, Vec<u32>>,
    apart: HashMap<u32, Vec<Edge>>,
}

impl Sheet {
    fn new(corpus: &Corpus, first: Vec<u32>) -> Self {
        let mut listed: Vec<u32> = (0..first.len() as u32).collect();
        listed.sort_by_key(|number| (first.get(*number as usize).copied(), *number));
        let mut sheet = Self {
            first,
            listed,
            begins: HashMap::new(),
            order: Vec::new(),
            ids: HashMap::new(),
            silent: HashMap::new(),
            apart: HashMap::new(),
        };
        let mut at = 0;
        while let Some(head) = sheet.listed.get(at).copied() {
            let group = sheet.first.get(head as usize).copied();
            let length = sheet
                .listed
                .get(at..)
                .unwrap_or(&[])
                .iter()
                .take_while(|number| sheet.first.get(**number as usize).copied() == group)
                .count();
            let mut hash = Sha256::new();
            for number in sheet.listed.get(at..at + length).unwrap_or(&[]) {
                hash.update(corpus.ids.get(*number as usize).copied().unwrap_or_default());
            }
            let mut id = [0; 8];
            id.iter_mut().zip(hash.finalize().iter()).for_each(|(to, from)| *to = *from);
            sheet.ids.insert(head, id);
            sheet.begins.insert(head, (at as u32, length as u32));
            sheet.order.push(head);
            at += length;
        }
        sheet
    }

    fn members(&self, first: u32) -> &[u32] {
        let (at, length) = self.begins.get(&first).copied().unwrap_or((0, 0));
        self.listed.get(at as usize..(at + length) as usize).unwrap_or(&[])
    }

    /// The merged id of an event's group.
    fn id(&self, event: u32) -> Option<String> {
        let id = self.ids.get(self.first.get(event as usize)?)?;
        Some(id.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Of every story that several articles tell, the event that most of them tell takes in the others: they tell it too, in words that gave no event of their own.
    fn tell_stories(&mut self, corpus: &Corpus, stories: &[u32]) {
        let mut by_story: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (article, story) in stories.iter().enumerate() {
            by_story.entry(*story).or_default().push(article as u32);
        }
        for articles in by_story.into_values().filter(|articles| articles.len() > 1) {
            let mut tellers: BTreeMap<u32, (Vec<u32>, u32)> = BTreeMap::new();
            for article in &articles {
                for event in corpus.events_of(*article) {
                    let Some(group) = self.first.get(event as usize) else { continue };
                    let (tellers, main) = tellers.entry(*group).or_default();
                    if tellers.last() != Some(article) {
                        tellers.push(*article);
                    }
                    *main += u32::from(corpus.main.get(event as usize) == Some(&true));
                }
            }
            let best = tellers.iter().max_by(|(a, (one, main)), (b, (other, other_main))| {
                (one.len(), main).cmp(&(other.len(), other_main)).then(b.cmp(a))
            });
            let Some((group, (tellers, main))) = best else { continue };
            if tellers.len() < 2 && *main == 0 {
                continue;
            }
            let silent: Vec<u32> = articles.iter().filter(|article| !tellers.contains(article)).copied().collect();
            if !silent.is_empty() {
                self.silent.insert(*group, silent);
            }
        }
    }

    /// Pairs that nearly joined, for both their groups, the nearest first.
    fn explain(&mut self, apart: &[Edge]) {
        for edge in apart {
            let (Some(a), Some(b)) = (self.first.get(edge.a as usize), self.first.get(edge.b as usize)) else {
                continue;
            };
            if a != b {
                for group in [*a, *b] {
                    self.apart.entry(group).or_default().push(*edge);
                }
            }
        }
        for group in &self.order {
            if let Some(edges) = self.apart.get_mut(group) {
                edges.sort_by(|one, other| {
                    other.score.total_cmp(&one.score).then((one.a, one.b).cmp(&(other.a, other.b)))
                });
            }
        }
    }
}

/// With how many behind it each of a block is compared.
const fn window(block: usize) -> usize {
    if block > BLOCK { NEIGHBORS } else { block }
}

/// Items in as many pieces as keep the threads busy.
fn pieces<T>(items: &[T], threads: usize) -> Vec<&[T]> {
    items.chunks(items.len().div_ceil(threads.clamp(1, 64) * 8).max(1)).collect()
}

/// Eight bytes of a key as a number.
fn be(key: &[u8], at: usize) -> u64 {
    let bytes = key.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, u64::from_be_bytes)
}

/// The id and the JSON of an event's stored bytes.
fn named(bytes: &[u8]) -> (&str, &[u8]) {
    let length = bytes.get(..4).and_then(|length| length.try_into().ok()).map_or(0, u32::from_le_bytes) as usize;
    let id = bytes.get(4..4 + length).and_then(|id| str::from_utf8(id).ok()).unwrap_or("");
    (id, bytes.get(4 + length..).unwrap_or(&[]))
}
