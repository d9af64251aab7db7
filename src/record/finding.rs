//! The findings of a record: entities, times, counts, quotes, relations and events, as they stand in the output.
//!
//! Field names, order and meaning are the contract with every reader. Every field is always written: what is not known is null, none is an empty list.

use crate::document::ZoneKind;
use crate::entity::{Anchor, Granularity, MentionKind, TimeKind, TimeModifier};
use crate::event::{Basis, LinkKind, Modality, QuoteKind, Tense, TimeRelation};
use crate::mention::NameType;
use crate::mention::count::{CountKind, CountModifier};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;

/// Text that is borrowed from the article or the lexicon where it can be.
pub type Text<'a> = Cow<'a, str>;

/// Words of the analysed text and where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Span")]
pub struct Words<'a> {
    /// The words themselves.
    pub text: Text<'a>,
    /// Offset of the first unit.
    pub start: u32,
    /// Offset behind the last unit.
    pub end: u32,
}

/// A number that is written without a fraction when it has none.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Number(pub f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        // whole numbers up to 2^53 are exact
        if self.0.fract() == 0.0 && self.0.abs() <= 9_007_199_254_740_992.0 {
            out.serialize_i64(self.0 as i64)
        } else {
            out.serialize_f64(self.0)
        }
    }
}

/// Why a finding is there; written with `--explain` only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Explain<'a> {
    /// The rule that made it.
    pub rule: Text<'a>,
    /// The gazetteer's line it rests on.
    pub source: Option<SourceLine<'a>>,
    /// What speaks for it.
    pub evidence: Vec<Evidence<'a>>,
    /// What it would have been otherwise.
    pub runner_up: Option<RunnerUp<'a>>,
}

/// A line of a gazetteer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceLine<'a> {
    /// File below `gazetteers/`, or below the user's folder.
    pub file: Text<'a>,
    /// Line, from 1; null for the file as a whole.
    pub line: Option<u32>,
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence<'a> {
    /// What it is called in `gazetteers/evidence.tsv`.
    pub name: Text<'a>,
    /// What it weighs.
    pub weight: Number,
}

/// The second best reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RunnerUp<'a> {
    /// What it would be.
    #[serde(rename = "type")]
    pub kind: Text<'a>,
    /// What speaks for it, in all.
    pub weight: Number,
}

/// A stretch of the article and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Zone {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ZoneKind,
    /// Offset of the first unit.
    pub start: u32,
    /// Offset behind the last unit.
    pub end: u32,
}

// ---- entities -------------------------------------------------------------------------------------------------------------------------

/// One thing, with all its mentions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entity<'a> {
    /// `e1`, `e2` …
    pub id: Text<'a>,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: NameType,
    /// country, city, party …
    pub subtype: Option<Text<'a>>,
    /// Its fullest bare name.
    pub name: Text<'a>,
    /// Its other names in the text.
    pub aliases: Vec<Text<'a>>,
    /// What it is elsewhere.
    pub link: EntityLink<'a>,
    /// Where it is.
    pub location: Location<'a>,
    /// What the text says of it.
    pub attributes: Attributes<'a>,
    /// Where the text refers to it, in text order.
    pub mentions: Vec<EntityMention<'a>>,
    /// 0 to 1.
    pub confidence: Number,
    /// Why it is there.
    pub explain: Option<Explain<'a>>,
}

/// Ids of an entity in the gazetteers and elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EntityLink<'a> {
    /// In the gazetteers.
    pub id: Option<Text<'a>>,
    /// Wikidata item.
    pub wikidata: Option<Text<'a>>,
    /// GeoNames id.
    pub geonames: Option<Text<'a>>,
    /// ISO 3166-1 or 3166-2 code of the place itself.
    pub iso3166: Option<Text<'a>>,
}

/// A point on the map and what it lies in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Location<'a> {
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// ISO 3166-1 alpha-2 code: of a place its own, of an organization its seat.
    pub country: Option<Text<'a>>,
    /// First-order division.
    pub admin1: Option<Text<'a>>,
    /// Inhabitants.
    pub population: Option<u32>,
}

/// What the text says of an entity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attributes<'a> {
    /// opposition leader, foreign minister …
    pub roles: Vec<Text<'a>>,
    /// Age in years.
    pub age: Option<u32>,
    /// ISO 3166-1 alpha-2 codes.
    pub nationality: Vec<Text<'a>>,
    /// `m` or `f`.
    pub gender: Option<char>,
    /// Id of the count that says how many, for groups.
    pub count: Option<Text<'a>>,
}

/// One mention of an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EntityMention<'a> {
    /// The words themselves.
    pub text: Text<'a>,
    /// Offset of the first unit.
    pub start: u32,
    /// Offset behind the last unit.
    pub end: u32,
    /// How it refers.
    #[serde(rename = "type")]
    pub kind: MentionKind,
    /// `government` for Minsk in "Minsk said".
    pub metonym: Option<Text<'a>>,
}

// ---- times, counts, quotes, relations -------------------------------------------------------------------------------------------------

/// A time with its TIMEX3 value and the interval it stands for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Time<'a> {
    /// `t1`, `t2` …
    pub id: Text<'a>,
    /// The words themselves.
    pub text: Text<'a>,
    /// Offset of the first unit.
    pub start: u32,
    /// Offset behind the last unit.
    pub end: u32,
    /// date, time, duration or set.
    #[serde(rename = "type")]
    pub kind: TimeKind,
    /// TIMEX3 value; null when it cannot be resolved.
    pub value: Option<Text<'a>>,
    /// TIMEX3 modifier.
    #[serde(rename = "mod")]
    pub modifier: Option<TimeModifier>,
    /// First day or moment.
    pub from: Option<Text<'a>>,
    /// Last day or moment, inclusive.
    pub to: Option<Text<'a>>,
    /// How fine it is.
    pub granularity: Option<Granularity>,
    /// Extended date/time format of ISO 8601-2.
    pub edtf: Option<Text<'a>>,
    /// What the value rests on.
    pub anchor: Anchor,
    /// Id of the time or event it counts from.
    pub anchor_ref: Option<Text<'a>>,
    /// Lower-cased preposition before it.
    pub signal: Option<Text<'a>>,
    /// Why it is there.
    pub explain: Option<Explain<'a>>,
}

/// A number with what it counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Count<'a> {
    /// `c1`, `c2` …
    pub id: Text<'a>,
    /// The words themselves.
    pub text: Text<'a>,
    /// Offset of the first unit.
    pub start: u32,
    /// Offset behind the last unit.
    pub end: u32,
    /// What sort of number.
    #[serde(rename = "type")]
    pub kind: CountKind,
    /// The number said.
    pub value: Option<Number>,
    /// The least it allows.
    pub min: Option<Number>,
    /// The most it allows.
    pub max: Option<Number>,
    /// How it is bounded.
    #[serde(rename = "mod")]
    pub modifier: Option<CountModifier>,
    /// Whether it is said to be rough.
    pub approximate: bool,
    /// ISO 4217 code, percent, `percentage_point`, year or the unit's name.
    pub unit: Option<Text<'a>>,
    /// What is counted.
    pub counted: Option<Words<'a>>,
    /// "other" stands before what is counted.
    pub excludes_named: bool,
    /// 120 in "52 of the 120 seats".
    pub of_total: Option<Number>,
    /// The same in SI units.
    pub si: Option<Si<'a>>,
    /// Why it is there.
    pub explain: Option<Explain<'a>>,
}

/// A measure in SI units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Si<'a> {
    /// How much.
    pub value: Number,
    /// Of which unit.
    pub unit: Text<'a>,
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote<'a> {
    /// `q1`, `q2` …
    pub id: Text<'a>,
    /// direct, indirect or mixed.
    #[serde(rename = "type")]
    pub kind: QuoteKind,
    /// Its words; direct ones with their quotation marks.
    pub segments: Vec<Words<'a>>,
    /// Id of the entity that said it.
    pub speaker: Option<Text<'a>>,
    /// Where the speaker stands.
    pub speaker_mention: Option<Words<'a>>,
    /// The word or phrase of saying.
    pub cue: Option<Words<'a>>,
    /// Id of the entity it was said to.
    pub addressee: Option<Text<'a>>,
    /// On what medium.
    pub medium: Option<Text<'a>>,
    /// Id of the time it was said at.
    pub time: Option<Text<'a>>,
    /// Id of the entity that relays it.
    pub via: Option<Text<'a>>,
    /// Why it is there.
    pub explain: Option<Explain<'a>>,
}

/// A lasting relation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Relation<'a> {
    /// `r1`, `r2` …
    pub id: Text<'a>,
    /// spouse, role, age …
    #[serde(rename = "type")]
    pub kind: Text<'a>,
    /// Id of the entity it is about.
    pub subject: Text<'a>,
    /// Id of the other entity.
    pub object: Option<Text<'a>>,
    /// Text, or a TIMEX3 value.
    pub value: Option<Text<'a>>,
    /// The words it rests on.
    pub evidence: Words<'a>,
    /// Why it is there.
    pub explain: Option<Explain<'a>>,
}

// ---- events ---------------------------------------------------------------------------------------------------------------------------

/// One happening or state. `E` is how it names entities: by id in a record, by themselves in a line of `--format events`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Event")]
pub struct Event<'a, E = Text<'a>> {
    /// `ev1`, `ev2` …; in a line of `--format events` with the article's id before it.
    pub id: Text<'a>,
    /// release, arrest, meet …: the frame.
    #[serde(rename = "type")]
    pub kind: Text<'a>,
    /// Event or state.
    pub aspect: Aspect,
    /// Codes of other event schemes.
    pub codes: Codes<'a>,
    /// It belongs to what title and lead are about.
    pub main: bool,
    /// The word or phrase that tells it.
    pub trigger: Trigger<'a>,
    /// Other words that tell the same event.
    pub mentions: Vec<Words<'a>>,
    /// Who and what takes part.
    pub arguments: Vec<Argument<'a, E>>,
    /// How many, one entry a role or toll.
    pub counts: Vec<EventCount<'a, E>>,
    /// When.
    pub time: Option<EventTime<'a>>,
    /// Where.
    pub place: Option<EventPlace<'a, E>>,
    /// According to whom, one entry a source.
    pub attribution: Vec<Attribution<'a, E>>,
    /// Whether it is said to have happened or not to have happened.
    pub polarity: Polarity,
    /// Grammatical time.
    pub tense: Option<Tense>,
    /// How sure the text is.
    pub modality: Modality,
    /// To other events of the article.
    pub links: Vec<Link<'a>>,
    /// The sentence it rests on.
    pub evidence: Words<'a>,
    /// 0 to 1.
    pub confidence: Number,
    /// Why it is there.
    pub explain: Option<Explain<'a>>,
}

/// Event or state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Aspect {
    /// Something happens.
    Event,
    /// Something lasts.
    State,
}

/// Whether something is said to have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// It is.
    Positive,
    /// It is said not to have happened.
    Negative,
}

/// Codes of other event schemes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Codes<'a> {
    /// PLOVER event and mode.
    pub plover: Option<Text<'a>>,
    /// CAMEO code.
    pub cameo: Option<Text<'a>>,
    /// As in GDELT: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: Option<u8>,
}

/// The word or phrase that tells an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Trigger<'a> {
    /// The words themselves.
    pub text: Text<'a>,
    /// Offset of the first unit.
    pub start: u32,
    /// Offset behind the last unit.
    pub end: u32,
    /// Its base form.
    pub lemma: Text<'a>,
}

/// A participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Argument<'a, E = Text<'a>> {
    /// A role that the frame declares.
    pub role: Text<'a>,
    /// Who; null for a filler that is no entity.
    pub entity: Option<E>,
    /// Name, or the words of a filler that is no entity.
    pub name: Text<'a>,
    /// The words themselves.
    pub text: Text<'a>,
    /// Offset of the first unit.
    pub start: u32,
    /// Offset behind the last unit.
    pub end: u32,
    /// The group it belongs to.
    pub member_of: Option<E>,
    /// How it is known.
    pub basis: Basis,
    /// What the basis points to.
    pub basis_ref: Option<Text<'a>>,
}

/// How many, by role or toll.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventCount<'a, E = Text<'a>> {
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
    pub claims: Vec<Claim<'a, E>>,
}

/// One number behind a count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim<'a, E = Text<'a>> {
    /// Id of the count.
    pub count: Option<Text<'a>>,
    /// The number said.
    pub value: Option<Number>,
    /// The least it allows.
    pub min: Option<Number>,
    /// The most it allows.
    pub max: Option<Number>,
    /// How it is bounded.
    #[serde(rename = "mod")]
    pub modifier: Option<CountModifier>,
    /// "other" stands before what is counted.
    pub excludes_named: bool,
    /// Who says so.
    pub attribution: Option<E>,
}

/// When an event was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventTime<'a> {
    /// TIMEX3 value; of a stretch ("from 1998 to 2006") both, as in EDTF: `1998/2006`, without a granularity.
    pub value: Option<Text<'a>>,
    /// First day or moment.
    pub from: Option<Text<'a>>,
    /// Last day or moment, inclusive.
    pub to: Option<Text<'a>>,
    /// How fine it is.
    pub granularity: Option<Granularity>,
    /// How the event lies to it.
    pub relation: TimeRelation,
    /// Id of the event it is told by.
    pub anchor_event: Option<Text<'a>>,
    /// How it is known.
    pub basis: Basis,
    /// What the basis points to.
    pub basis_ref: Option<Text<'a>>,
}

/// Where an event was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventPlace<'a, E = Text<'a>> {
    /// The place.
    pub entity: Option<E>,
    /// Its name.
    pub name: Text<'a>,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<Text<'a>>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How fine it is.
    pub precision: Option<Precision>,
    /// How it is known.
    pub basis: Basis,
    /// What the basis points to.
    pub basis_ref: Option<Text<'a>>,
}

/// How fine a place is, finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// A building or other made place.
    Facility,
    /// A city, town or village, or a part of one.
    City,
    /// A second-order division.
    Admin2,
    /// A first-order division.
    Admin1,
    /// A country.
    Country,
    /// Anything larger, or without borders.
    Region,
}

impl Precision {
    /// Its name in the record.
    pub const fn name(self) -> &'static str {
        match self {
            Precision::Facility => "facility",
            Precision::City => "city",
            Precision::Admin2 => "admin2",
            Precision::Admin1 => "admin1",
            Precision::Country => "country",
            Precision::Region => "region",
        }
    }
}

/// Who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attribution<'a, E = Text<'a>> {
    /// The source, when it is an entity.
    pub entity: Option<E>,
    /// Its name or words.
    pub name: Text<'a>,
    /// The words themselves.
    pub text: Text<'a>,
    /// Offset of the first unit.
    pub start: u32,
    /// Offset behind the last unit.
    pub end: u32,
    /// The word or phrase of saying.
    pub cue: Option<Text<'a>>,
    /// Who relays it.
    pub via: Option<E>,
}

/// A link to another event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Link<'a> {
    /// How.
    #[serde(rename = "type")]
    pub kind: LinkKind,
    /// Id of the other event.
    pub event: Text<'a>,
}
