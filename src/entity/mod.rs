//! Entities: one thing from many mentions. Coreference, links to the gazetteers, places on the map, relations, and the values of times.
//!
//! In: document, mentions, clauses. Out: [`Entities`]. What happened is decided in `event`.

pub mod time;

pub use time::{Anchor, Granularity, Time, TimeKind, TimeModifier};

use crate::clause::Clauses;
use crate::document::Document;
use crate::lexicon::{EntryId, Lexicon};
use crate::mention::{Mention, MentionId, NameType};
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Index of an [`Entity`] in [`Entities::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// Index of a [`Time`] in [`Entities::times`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeId(pub u32);

impl fmt::Display for EntityId {
    /// Its id in the record: `e1` for the first.
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "e{}", self.0 + 1)
    }
}

impl fmt::Display for TimeId {
    /// Its id in the record: `t1` for the first.
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "t{}", self.0 + 1)
    }
}

/// Everything the article refers to.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    /// One for each thing, in the order of their first mention.
    pub entities: Vec<Entity>,
    /// The entity of each mention, by [`MentionId`]; none for times, counts, quotes and triggers.
    pub of_mention: Vec<Option<EntityId>>,
    /// Times in text order.
    pub times: Vec<Time>,
    /// Relations in the order of their evidence.
    pub relations: Vec<Relation>,
}

/// One thing.
#[derive(Clone, Debug)]
pub struct Entity {
    /// What it is.
    pub kind: NameType,
    /// `country`, `city`, `party` …
    pub subtype: Option<String>,
    /// Fullest bare name.
    pub name: String,
    /// Other names in the text.
    pub aliases: Vec<String>,
    /// Its entry in the gazetteers.
    pub entry: Option<EntryId>,
    /// Where it is, for places and facilities; the seat's country for organizations.
    pub location: Location,
    /// Roles that the text gives: "opposition leader".
    pub roles: Vec<String>,
    /// Age in years.
    pub age: Option<u32>,
    /// ISO 3166-1 alpha-2 codes.
    pub nationality: Vec<String>,
    /// `m` or `f`.
    pub gender: Option<char>,
    /// The count that says how many, for groups.
    pub count: Option<MentionId>,
    /// Its mentions, in text order.
    pub mentions: Vec<EntityMention>,
    /// 0 to 1.
    pub confidence: f32,
    /// Rule that made it.
    pub rule: &'static str,
}

/// One mention of an entity.
#[derive(Clone, Copy, Debug)]
pub struct EntityMention {
    /// The mention.
    pub mention: MentionId,
    /// How it refers.
    pub kind: MentionKind,
    /// Stands for its government: Minsk in "Minsk said".
    pub metonym: bool,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// By name.
    Name,
    /// By a common noun.
    Nominal,
    /// By a pronoun.
    Pronoun,
    /// By the adjective or noun of a country's people.
    Demonym,
}

/// A point on the map and what it lies in.
#[derive(Clone, Debug, Default)]
pub struct Location {
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// First-order division.
    pub admin1: Option<String>,
    /// Inhabitants.
    pub population: Option<u32>,
}

/// A lasting relation between two things, or a thing and a value.
#[derive(Clone, Debug)]
pub struct Relation {
    /// spouse, role, age … as in the record.
    pub kind: String,
    /// Of whom.
    pub subject: EntityId,
    /// To whom or what.
    pub object: Option<EntityId>,
    /// Text, or a TIMEX3 value.
    pub value: Option<String>,
    /// The words it rests on.
    pub evidence: Span,
    /// Rule that read it.
    pub rule: &'static str,
}

/// Resolves all mentions.
pub fn resolve(document: &Document, mentions: &[Mention], _clauses: &Clauses, lexicon: &Lexicon) -> Entities {
    let times = time::resolve(document, mentions, lexicon);
    Entities { times, of_mention: vec![None; mentions.len()], ..Entities::default() }
}

impl Entities {
    /// The entity at `id`.
    pub fn get(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.0 as usize)
    }

    /// The entity of a mention.
    pub fn of(&self, mention: MentionId) -> Option<EntityId> {
        self.of_mention.get(mention.0 as usize).copied().flatten()
    }

    /// The time of a mention.
    pub fn time_of(&self, mention: MentionId) -> Option<TimeId> {
        self.times.binary_search_by_key(&mention, |time| time.mention).ok().map(|at| TimeId(at as u32))
    }
}
