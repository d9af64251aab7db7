//! Events: who did what to whom, where, when, how many, according to whom; and quotes with their speakers.
//!
//! In: everything below. Out: [`Events`]. Across articles see `merged`.

use crate::clause::Clauses;
use crate::document::Document;
use crate::entity::{Entities, EntityId, Granularity, TimeId};
use crate::lexicon::{FrameId, Lexicon};
use crate::mention::{CountReading, Mention, MentionId};
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Index of an [`Event`] in [`Events::events`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

impl fmt::Display for EventId {
    /// Its id in the record: `ev1` for the first.
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "ev{}", self.0 + 1)
    }
}

/// The events and quotes of an article.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// In the order of their first trigger.
    pub events: Vec<Event>,
    /// In text order.
    pub quotes: Vec<Quote>,
}

/// One happening or state.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its frame; type and codes stand there.
    pub frame: FrameId,
    /// A state, not an event.
    pub state: bool,
    /// Belongs to what title and lead are about.
    pub main: bool,
    /// The trigger that tells most.
    pub trigger: Span,
    /// Its lemma.
    pub lemma: String,
    /// The other triggers of the same event, in text order.
    pub mentions: Vec<Span>,
    /// Who and what takes part.
    pub arguments: Vec<Argument>,
    /// How many, one entry a role or toll.
    pub counts: Vec<EventCount>,
    /// When.
    pub time: Option<EventTime>,
    /// Where.
    pub place: Option<EventPlace>,
    /// According to whom, one entry a source.
    pub attribution: Vec<Attribution>,
    /// It is said not to have happened.
    pub negative: bool,
    /// past, present or future.
    pub tense: Option<Tense>,
    /// How sure the text is.
    pub modality: Modality,
    /// To other events of the article.
    pub links: Vec<Link>,
    /// The sentence it rests on.
    pub evidence: Span,
    /// 0 to 1.
    pub confidence: f32,
    /// Rule that made it.
    pub rule: &'static str,
}

/// A participant.
#[derive(Clone, Debug)]
pub struct Argument {
    /// A role that the frame declares.
    pub role: String,
    /// Who; none for a filler that is no entity.
    pub entity: Option<EntityId>,
    /// Name, or the text of a filler that is no entity.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// The group it belongs to.
    pub member_of: Option<EntityId>,
    /// How it is known.
    pub basis: Basis,
    /// Id of what the basis points to, as [`EntityId`], [`TimeId`] and [`EventId`] display themselves: "e3", "t1", "ev2".
    pub basis_ref: Option<String>,
}

/// How an argument, time or place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Basis {
    Stated,
    Coreference,
    Headline,
    Inherited,
    Implied,
    Dateline,
    Published,
}

/// How many, by role or toll: the consensus and every claim behind it.
#[derive(Clone, Debug)]
pub struct EventCount {
    /// patient, participant, killed, injured …
    pub role: String,
    /// The consensus.
    pub consensus: CountReading,
    /// What is counted.
    pub counted: Option<String>,
    /// Every claim: the count's mention, and who says so.
    pub claims: Vec<(MentionId, Option<EntityId>)>,
}

/// When an event was.
#[derive(Clone, Debug)]
pub struct EventTime {
    /// TIMEX3 value.
    pub value: Option<String>,
    /// First day or moment.
    pub from: Option<String>,
    /// Last, inclusive.
    pub to: Option<String>,
    /// How fine.
    pub granularity: Option<Granularity>,
    /// How the event lies to it.
    pub relation: TimeRelation,
    /// The event it is told by.
    pub anchor_event: Option<EventId>,
    /// How it is known.
    pub basis: Basis,
    /// The time it rests on.
    pub time: Option<TimeId>,
}

/// How an event lies to its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum TimeRelation {
    Within,
    Throughout,
    Since,
    Until,
    Before,
    After,
}

/// Where an event was.
#[derive(Clone, Debug)]
pub struct EventPlace {
    /// The place.
    pub entity: EntityId,
    /// How it is known.
    pub basis: Basis,
}

/// Who says so.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// The source, when it is an entity.
    pub entity: Option<EntityId>,
    /// Its name or words.
    pub name: String,
    /// Where they stand.
    pub span: Span,
    /// The word or phrase of saying.
    pub cue: Option<Span>,
    /// Who relays it.
    pub via: Option<EntityId>,
}

/// Grammatical time of the trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Tense {
    Past,
    Present,
    Future,
}

/// How sure the text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Modality {
    #[default]
    Asserted,
    Reported,
    Alleged,
    Contested,
    Denied,
    Planned,
    Demanded,
    Possible,
    Conditional,
    Implied,
}

/// A link to another event of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// How.
    pub kind: LinkKind,
    /// To which.
    pub event: EventId,
}

/// How two events are linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum LinkKind {
    After,
    BecauseOf,
    MeansOf,
    PartOf,
}

/// What somebody said.
#[derive(Clone, Debug)]
pub struct Quote {
    /// direct, indirect or mixed.
    pub kind: QuoteKind,
    /// Its words; direct ones with their quotation marks.
    pub segments: Vec<Span>,
    /// Who said it.
    pub speaker: Option<EntityId>,
    /// Where the speaker stands.
    pub speaker_span: Option<Span>,
    /// The word or phrase of saying.
    pub cue: Option<Span>,
    /// To whom.
    pub addressee: Option<EntityId>,
    /// On what medium.
    pub medium: Option<String>,
    /// When.
    pub time: Option<TimeId>,
    /// Who relays it.
    pub via: Option<EntityId>,
    /// Rule that found it.
    pub rule: &'static str,
}

/// Kinds of quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// A sentence or more in quotation marks.
    Direct,
    /// Reported without quotation marks.
    Indirect,
    /// A few quoted words inside a reported sentence.
    Mixed,
}

/// Extracts events and quotes.
pub fn extract(
    _document: &Document,
    _mentions: &[Mention],
    _clauses: &Clauses,
    _entities: &Entities,
    _lexicon: &Lexicon,
) -> Events {
    Events::default()
}
