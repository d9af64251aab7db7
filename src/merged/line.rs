//! What a merged event looks like: the event's shape again, with whose words everything is, who tells it, and what its sources disagree about.
//!
//! Field names, order and meaning are the contract with every reader, as those of records are.

use crate::event::{Modality, Tense};
use crate::mention::count::CountModifier;
use crate::record::EntityInside;
use crate::record::finding::{
    Argument, Aspect, Attribution, Claim, Codes, Event, EventPlace, EventTime, Link, Number, Polarity, Text, Trigger,
    Words,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// An event as one article tells it, with its entities inside; ids of other events are those of the article.
pub type Told<'a> = Event<'a, EntityInside<'a>>;

/// One happening of the world, from everything that articles say of it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Merged")]
pub struct Merged<'a> {
    /// Hash of its members.
    pub id: Text<'a>,
    /// The frame that most articles tell it by.
    #[serde(rename = "type")]
    pub kind: Text<'a>,
    /// All frames that it is told by, sorted.
    pub types: Vec<Text<'a>>,
    /// Event or state.
    pub aspect: Aspect,
    /// Codes of other event schemes.
    pub codes: Codes<'a>,
    /// Some article's title and lead are about it.
    pub main: bool,
    /// The word or phrase that tells it best.
    pub trigger: By<'a, Trigger<'a>>,
    /// The other words that tell it.
    pub mentions: Vec<By<'a, Words<'a>>>,
    /// Who and what takes part, each once, in the fullest words.
    pub arguments: Vec<By<'a, Argument<'a, EntityInside<'a>>>>,
    /// How many, one entry a role or toll.
    pub counts: Vec<MergedCount<'a>>,
    /// When.
    pub time: Option<EventTime<'a>>,
    /// Where.
    pub place: Option<EventPlace<'a, EntityInside<'a>>>,
    /// According to whom.
    pub attribution: Vec<By<'a, Attribution<'a, EntityInside<'a>>>>,
    /// Whether it is said to have happened or not to have happened.
    pub polarity: Polarity,
    /// Grammatical time.
    pub tense: Option<Tense>,
    /// How sure the articles are.
    pub modality: Modality,
    /// To other merged events.
    pub links: Vec<Link<'a>>,
    /// The sentence that tells it best.
    pub evidence: By<'a, Words<'a>>,
    /// 0 to 1.
    pub confidence: Number,
    /// Articles that tell it, near copies counted once.
    pub sources: u32,
    /// Those articles, and those that tell the same story.
    pub articles: Vec<Teller<'a>>,
    /// The events that were joined, by article and event.
    pub members: Vec<Member<'a>>,
    /// What the articles disagree about.
    pub conflicts: Vec<Conflict<'a>>,
    /// Why its members were joined, and others were not; null without `--explain`.
    pub explain: Option<Joining<'a>>,
}

/// Something, and the article whose words it is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "{T}By")]
pub struct By<'a, T> {
    /// What it is.
    #[serde(flatten)]
    pub what: T,
    /// Id of the article.
    pub article: Text<'a>,
}

/// How many, by role or toll: what the sources agree on, and every claim.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MergedCount<'a> {
    /// patient, participant, killed, injured …
    pub role: Text<'a>,
    /// The consensus.
    pub value: Option<Number>,
    /// The least.
    pub min: Option<Number>,
    /// The most.
    pub max: Option<Number>,
    /// How it is bounded.
    #[serde(rename = "mod")]
    pub modifier: Option<CountModifier>,
    /// Whether it is rough.
    pub approximate: bool,
    /// What is counted.
    pub counted: Option<Text<'a>>,
    /// Every number behind it.
    pub claims: Vec<By<'a, Claim<'a, EntityInside<'a>>>>,
}

/// An article that tells an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Teller<'a> {
    /// Its id.
    pub id: Text<'a>,
    /// Its headline.
    pub title: Option<Text<'a>>,
    /// When it was published.
    pub published: Option<Text<'a>>,
    /// Its address.
    pub url: Option<Text<'a>>,
    /// Near copies share a part of it.
    pub fingerprint: Option<Text<'a>>,
    /// Folded words, names and numbers of title and lead, sorted.
    pub lead_terms: Vec<Text<'a>>,
    /// Where its title stands, or its first paragraph when it has none; null when it is empty.
    pub lead: Option<Place>,
    /// What else tells stories apart.
    pub story: Story<'a>,
}

/// A stretch of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Stretch")]
pub struct Place {
    /// Offset of the first unit.
    pub start: u32,
    /// Offset behind the last unit.
    pub end: u32,
}

/// Folded parts of the names in an article, and its numbers and years: what tells one story from another of its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Story<'a> {
    /// Parts of people's names.
    pub people: Vec<Text<'a>>,
    /// Last parts of people's names.
    pub surnames: Vec<Text<'a>>,
    /// Parts of organizations' names.
    pub organizations: Vec<Text<'a>>,
    /// Parts of names of places below countries.
    pub places: Vec<Text<'a>>,
    /// Parts of names of countries, and their adjectives.
    pub countries: Vec<Text<'a>>,
    /// Parts of other names.
    pub others: Vec<Text<'a>>,
    /// How many people and things, from ten; ages with `y` behind them.
    pub numbers: Vec<Text<'a>>,
    /// Years of the days it names.
    pub years: Vec<Text<'a>>,
}

/// One event of one article.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Member<'a> {
    /// Id of the article.
    pub article: Text<'a>,
    /// Id of the event in the article; null for an article that tells the same story in title and lead, and in which no event of its own was found for it.
    pub event: Option<Text<'a>>,
    /// Where its triggers stand; for an article without an event, its title or first paragraph.
    pub mentions: Vec<Place>,
    /// The event as the article tells it: nothing that was read is lost.
    #[schemars(with = "Option<Told<'a>>")]
    pub as_told: Option<&'a RawValue>,
}

/// What articles disagree about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Conflict<'a> {
    /// Name of the field; of counts with the role behind a point.
    pub field: Text<'a>,
    /// What they say, most sources first.
    pub values: Vec<Text<'a>>,
}

/// Why events were joined, and others were not.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Joining<'a> {
    /// Pairs that hold it together.
    pub joined: Vec<Comparison<'a>>,
    /// The nearest events that are not in it.
    pub apart: Vec<Comparison<'a>>,
}

/// Two events beside each other.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Comparison<'a> {
    /// One, as `ARTICLE#EVENT`.
    pub a: Text<'a>,
    /// The other.
    pub b: Text<'a>,
    /// What they share, in all.
    pub score: Number,
    /// Why they can never be one; null when it is only that they share too little.
    pub veto: Option<Text<'a>>,
    /// What they share, by its name in `gazetteers/merge.tsv`.
    pub evidence: Vec<crate::record::finding::Evidence<'a>>,
}
