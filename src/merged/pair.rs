//! Pairs: what shares a key is compared, what joins is a pair.
//!
//! In: a corpus. Out: [`Pairs`], sorted and each once, here or from other runs. Not here: keys (`block`), how alike two are (`score`), groups of more than two.

use super::bytes::{long_at, number_at, pair_key, score_of};
use super::cluster::Edge;
use super::desk::Desk;
use super::digest::ArticleDigest;
use super::parallel::{in_parallel, pieces};
use super::score::{self, Side};
use super::sort::{Row, Sorter};
use super::{BATCH_ARTICLES, Corpus, Pair, PairKind, Pairs, Part, batch, block};
use std::collections::HashMap;
use std::io;
use std::ops::Range;

/// In a block of more, everything is compared with its neighbors only.
const BLOCK: usize = 300;
/// So many neighbors.
const NEIGHBORS: usize = 60;

impl Corpus<'_> {
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
    fn batches(&self) -> impl Iterator<Item = Vec<Range<u32>>> {
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
    fn edges(&self, keyed: Sorter, kind: PairKind) -> io::Result<(Vec<Edge>, Vec<Edge>)> {
        let mut found = Sorter::new(self.options.folder.clone());
        let threads = self.options.threads;
        let read = |row: &Row| (long_at(&row.key, 0), number_at(&row.key, 8));
        batch::each(keyed.finish()?, 2, read, |blocks| {
            for edges in in_parallel(&pieces(blocks, threads), threads, |blocks| self.compare(blocks, kind)) {
                for (edge, joins) in edges? {
                    let [s0, s1, s2, s3] = edge.score.to_le_bytes();
                    found.push(&pair_key(edge.a, edge.b), &[s0, s1, s2, s3, u8::from(joins)])?;
                }
            }
            Ok(())
        })?;
        let mut sorted = found.finish()?;
        let (mut joined, mut apart, mut last) = (Vec::new(), Vec::new(), None);
        while let Some(row) = sorted.next()? {
            let (a, b) = (number_at(&row.key, 0), number_at(&row.key, 4));
            if last.replace((a, b)) == Some((a, b)) {
                continue;
            }
            let edge = Edge { a, b, score: score_of(&row.value) };
            if row.value.get(4) == Some(&1) { joined.push(edge) } else { apart.push(edge) }
        }
        Ok((joined, apart))
    }

    fn compare(&self, blocks: &[(u64, Vec<u32>)], kind: PairKind) -> io::Result<Vec<(Edge, bool)>> {
        let mut edges = Vec::new();
        let mut desk = Desk::new(self);
        for (_, block) in blocks {
            for number in block {
                desk.load(kind, *number)?;
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
            block.iter().filter_map(|number| Some((*number, desk.article(*number)?))).collect();
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
}

/// With how many behind it each of a block is compared.
const fn window(block: usize) -> usize {
    if block > BLOCK { NEIGHBORS } else { block }
}
