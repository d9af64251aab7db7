//! Merged events before they are written: who is in which.
//!
//! In: the first member of each event's group, the stories. Out: members, ids and order of the merged events. Not here: what they say.

use super::Corpus;
use super::bytes::beginning;
use super::cluster::Edge;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

/// Who is in which merged event.
pub(super) struct Sheet {
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
    pub(super) fn new(corpus: &Corpus, first: Vec<u32>) -> Self {
        let group = |number: &u32| first.get(*number as usize);
        let mut listed: Vec<u32> = (0..first.len() as u32).collect();
        listed.sort_by_key(|number| (group(number), *number));
        let (mut begins, mut order, mut ids) = (HashMap::new(), Vec::new(), HashMap::new());
        let mut at = 0;
        for members in listed.chunk_by(|one, other| group(one) == group(other)) {
            let Some(head) = members.first().copied() else { continue };
            let mut hash = Sha256::new();
            for number in members {
                hash.update(corpus.ids.get(*number as usize).copied().unwrap_or_default());
            }
            ids.insert(head, beginning(&hash.finalize()));
            begins.insert(head, (at, members.len() as u32));
            order.push(head);
            at += members.len() as u32;
        }
        Self { first, listed, begins, order, ids, silent: HashMap::new(), apart: HashMap::new() }
    }

    /// First members, in order.
    pub(super) fn order(&self) -> &[u32] {
        &self.order
    }

    /// Articles that tell a group's story and have no event in it.
    pub(super) fn silent(&self, first: u32) -> &[u32] {
        self.silent.get(&first).map_or(&[], Vec::as_slice)
    }

    /// Pairs of a group's members and others that nearly joined, the nearest first.
    pub(super) fn apart(&self, first: u32) -> &[Edge] {
        self.apart.get(&first).map_or(&[], Vec::as_slice)
    }

    /// The members of the group that begins with this one.
    pub(super) fn members(&self, first: u32) -> &[u32] {
        let (at, length) = self.begins.get(&first).copied().unwrap_or((0, 0));
        self.listed.get(at as usize..(at + length) as usize).unwrap_or(&[])
    }

    /// The merged id of an event's group.
    pub(super) fn id(&self, event: u32) -> Option<String> {
        let id = self.ids.get(self.first.get(event as usize)?)?;
        Some(id.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Of every story that several articles tell, the event that most of them tell takes in the others: they tell it too, in words that gave no event of their own.
    pub(super) fn tell_stories(&mut self, corpus: &Corpus, stories: &[u32]) {
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
    pub(super) fn explain(&mut self, apart: &[Edge]) {
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
