//! Groups: of all pairs that hang together, what is one.
//!
//! In: pairs. Out: for every event, or article, the first of its group. Not here: how a set of pairs is cut into groups (`cluster`).

use super::bytes::{number_at, pair_key, score_of};
use super::cluster::{self, Edge, Union};
use super::desk::Desk;
use super::parallel::{in_parallel, pieces};
use super::sort::{Row, Sorter};
use super::{Corpus, PairKind, batch};
use std::io;

impl Corpus<'_> {
    /// The first member of each item's group.
    pub(super) fn groups(&self, edges: &[Edge], size: u32, kind: PairKind) -> io::Result<Vec<u32>> {
        let mut union = Union::new(size);
        for edge in edges {
            union.join(edge.a, edge.b);
        }
        let mut by_root = Sorter::new(self.options.folder.clone());
        for edge in edges {
            let mut row = [0; 12];
            row[..4].copy_from_slice(&union.root(edge.a).to_be_bytes());
            row[4..].copy_from_slice(&pair_key(edge.a, edge.b));
            by_root.push(&row, &edge.score.to_le_bytes())?;
        }
        let mut first: Vec<u32> = (0..size).collect();
        let threads = self.options.threads;
        let read = |row: &Row| {
            let edge = Edge { a: number_at(&row.key, 4), b: number_at(&row.key, 8), score: score_of(&row.value) };
            (u64::from(number_at(&row.key, 0)), edge)
        };
        batch::each(by_root.finish()?, 1, read, |sets| {
            for groups in in_parallel(&pieces(sets, threads), threads, |sets| self.group(sets, kind)) {
                for group in groups? {
                    let Some(least) = group.first().copied() else { continue };
                    for item in group {
                        if let Some(slot) = first.get_mut(item as usize) {
                            *slot = least;
                        }
                    }
                }
            }
            Ok(())
        })?;
        Ok(first)
    }

    /// Cuts sets of pairs into groups; members of each by number.
    fn group(&self, sets: &[(u64, Vec<Edge>)], kind: PairKind) -> io::Result<Vec<Vec<u32>>> {
        let mut groups = Vec::new();
        for (_, edges) in sets {
            let mut desk = Desk::new(self);
            for number in edges.iter().flat_map(|edge| [edge.a, edge.b]) {
                desk.load(kind, number)?;
            }
            groups.extend(match kind {
                PairKind::Story => cluster::clusters(edges, self.weights.story, |a, b| desk.alike(a, b)),
                PairKind::Event => cluster::clusters(edges, self.weights.link, |a, b| {
                    let verdict = desk.compare(a, b, false)?;
                    verdict.veto.is_none().then_some(verdict.score)
                }),
            });
        }
        Ok(groups)
    }
}
