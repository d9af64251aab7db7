//! Writing: every group becomes a merged event, a line of JSON.
//!
//! In: a corpus and its pairs. Out: lines in the order of first members. Not here: what a merged event says (`consensus`), which members it has (`sheet`).

use super::bytes::named;
use super::consensus::{self, Gathering, Voice};
use super::desk::Desk;
use super::line::{Comparison, Joining, Teller, Told};
use super::parallel::in_parallel;
use super::sheet::Sheet;
use super::store::Store;
use super::{Corpus, PairKind, Pairs, write_as};
use crate::record::finding::{Evidence, Link, Number, Text};
use serde_json::value::RawValue;
use std::io;

/// Pairs told by `--explain`, for each merged event.
const TOLD_PAIRS: usize = 20;

impl Corpus<'_> {
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
        for batch in sheet.order().chunks(threads * 256) {
            for line in in_parallel(batch, threads, |first| self.line(&sheet, *first)) {
                take(&line?)?;
            }
        }
        Ok(sheet.order().len())
    }

    /// The merged event that begins with this member; nothing when its members cannot be read as one.
    fn line(&self, sheet: &Sheet, first: u32) -> io::Result<Vec<u8>> {
        let members = sheet.members(first);
        let mut numbers: Vec<u32> =
            members.iter().filter_map(|event| self.article_of.get(*event as usize).copied()).collect();
        numbers.extend(sheet.silent(first));
        numbers.sort_unstable();
        numbers.dedup();
        let articles = read_all(&self.articles, &numbers)?;
        let articles: Vec<Teller> =
            articles.iter().map(|json| serde_json::from_slice(json)).collect::<Result<_, _>>()?;
        let events = read_all(&self.events, members)?;
        let mut voices = Vec::with_capacity(events.len());
        let (mut links, mut anchors) = (Vec::new(), Vec::new());
        for (number, bytes) in members.iter().zip(&events) {
            let (event, json) = named(bytes);
            let raw: &RawValue = serde_json::from_slice(json)?;
            let told: Told = serde_json::from_str(raw.get())?;
            let article = self.article_of.get(*number as usize).copied().unwrap_or(0);
            let at = numbers.binary_search(&article).unwrap_or(0);
            let id = articles.get(at).map_or("", |article| article.id.as_ref());
            let merged = |event: &str| sheet.id(self.number(id, event)?);
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
            let score = |other: &u32| desk.compare(*other, *number, false).map_or(f32::MIN, |verdict| verdict.score);
            let before =
                members.get(..at).unwrap_or(&[]).iter().max_by(|a, b| score(a).total_cmp(&score(b)).then(b.cmp(a)));
            told.extend(before.map(|before| (*before, *number)));
        }
        for (a, b) in told {
            joining.joined.extend(self.comparison(&desk, a, b)?);
        }
        for edge in sheet.apart(first).iter().take(TOLD_PAIRS) {
            desk.load_event(edge.a)?;
            desk.load_event(edge.b)?;
            joining.apart.extend(self.comparison(&desk, edge.a, edge.b)?);
        }
        Ok(joining)
    }

    fn comparison(&self, desk: &Desk, a: u32, b: u32) -> io::Result<Option<Comparison<'static>>> {
        let Some(verdict) = desk.compare(a, b, true) else { return Ok(None) };
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

fn read_all(store: &Store, numbers: &[u32]) -> io::Result<Vec<Vec<u8>>> {
    let read = |number: &u32| {
        let mut bytes = Vec::new();
        store.read(*number, &mut bytes).map(|()| bytes)
    };
    numbers.iter().map(read).collect()
}
