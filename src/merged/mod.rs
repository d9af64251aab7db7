//! The same event once: what many articles say of one happening becomes one record.
//!
//! In: records of articles, or merged events, which are taken apart again. Out: merged events in the order of their first members' ids. Nothing is lost: every
//! event that comes in is a member of exactly one that goes out, as it was told. The order of the input, the number of threads and earlier merging make no
//! difference.
//!
//! What waits lies in temporary files, see `sort`; memory holds about a hundred bytes an event. Not here: reading articles, walking folders, compression.
//!
//! The steps: [`Intake`] sorts what is read by id; [`Corpus`] compares what shares a key (`block`, `score`) and writes what joins ([`Corpus::pairs`]), or groups it
//! (`group`, `cluster`) and writes the consensus ([`Corpus::write`]).

mod batch;
mod block;
mod bytes;
mod cluster;
mod consensus;
mod desk;
mod digest;
mod export;
mod group;
mod index;
mod intake;
mod line;
mod near_copy;
mod pair;
mod parallel;
mod read;
mod score;
mod sheet;
mod sort;
mod store;
mod weights;
mod write;

pub use export::{FORMATS, envelope, write_as};
pub use intake::Intake;
pub use line::{By, Comparison, Conflict, Joining, Member, Merged, MergedCount, Place, Story, Teller, Told};
pub use read::{Entry, read};
pub use weights::names as weight_names;

use crate::record::Format;
use cluster::Edge;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use store::Store;
use weights::Weights;

/// Articles that are worked on at once.
const BATCH_ARTICLES: usize = 4096;

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

impl Corpus<'_> {
    /// How many events there are.
    pub fn events(&self) -> usize {
        self.article_of.len()
    }

    /// Events left out because another of the same id, which says something else, stands.
    pub const fn repeated(&self) -> u64 {
        self.repeated
    }
}
