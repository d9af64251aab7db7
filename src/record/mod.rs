//! Records: what dateline writes about one article. The field names and their meaning are the contract with every reader.
//!
//! In: an article and everything found in it. Out: a [`Record`], and its bytes in one of the output forms.

mod assemble;
mod brat;
mod compact;
mod conll;
pub mod csv;
mod envelope;
mod events;
pub mod finding;
mod fingerprint;
mod format;
mod ftm;
pub mod geojson;
mod id;
mod json;
mod labelstudio;
mod marked;
mod marks;
mod moment;
pub mod offset;
#[cfg(feature = "parquet")]
mod parquet;
pub mod row;
mod schema;
mod spacy;
mod stix;
mod webannotation;

pub use assemble::{actors, assemble, fail};
pub use envelope::Envelope;
pub use events::{EntityInside, EventLine};
pub use finding::{Text, Words};
pub use format::{Counting, FORMATS, Form, Format, Lists, files, write};
pub use offset::Unit;
pub use schema::{Shape, duckdb_columns, duckdb_columns_of, inlined_schema_of, json_schema, schema_of};

use crate::article::PublishedBasis;
use crate::text::Span;
use finding::{Count, Entity, Event, Quote, Relation, Time, Zone};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the contract; a new one breaks readers.
pub const RECORD_VERSION: u32 = 1;

/// What is told of a record of another version of the contract.
pub fn other_version(version: u32) -> String {
    format!("a record of version {version}, version {RECORD_VERSION} was wanted")
}

/// What is told of a line that is none, in other words than those of the code that reads it.
pub fn no_record(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let end = [", expected", " at line"].iter().filter_map(|cut| message.find(cut)).min().unwrap_or(message.len());
    let found = message.get(..end).unwrap_or(&message);
    format!("no record: {found} at column {}, an object as `extract` or `merge` writes it was wanted", error.column())
}

/// One article's record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record<'a> {
    /// Version of this contract.
    pub record_version: u32,
    /// What made it.
    pub generator: Generator<'a>,
    /// Id of the article.
    pub id: Text<'a>,
    /// Where it comes from.
    pub source: Source<'a>,
    /// Why there is no article; null when there is one.
    pub error: Option<Error<'a>>,
    /// What language it is in.
    pub language: Option<Language<'a>>,
    /// The headline.
    pub title: Option<Words<'a>>,
    /// When it was published.
    pub published: Option<Published<'a>>,
    /// The opening line of place, date and agency.
    pub dateline: Option<Dateline<'a>>,
    /// The section of the site.
    pub section: Option<HeaderLine<'a>>,
    /// Who wrote it.
    pub byline: Option<HeaderLine<'a>>,
    /// Who helped.
    pub credits: Option<HeaderLine<'a>>,
    /// The analysed text, where it is asked for or is no field of the input.
    pub text: Option<Text<'a>>,
    /// What to subtract from offsets to get those of the input's own text field.
    pub text_offset: Option<u32>,
    /// The parts of the article.
    pub zones: Vec<Zone>,
    /// Near copies share a part of it: 16 bands of 8 hexadecimal digits.
    pub fingerprint: Option<Text<'a>>,
    /// Folded words, names and numbers of title and lead, sorted.
    pub lead_terms: Vec<Text<'a>>,
    /// Everything the article refers to, in the order of first mention.
    pub entities: Vec<Entity<'a>>,
    /// Times in text order.
    pub times: Vec<Time<'a>>,
    /// Counts in text order.
    pub counts: Vec<Count<'a>>,
    /// Quotes in text order.
    pub quotes: Vec<Quote<'a>>,
    /// Relations in the order of their evidence.
    pub relations: Vec<Relation<'a>>,
    /// Events in the order of their first trigger.
    pub events: Vec<Event<'a>>,
    /// What the reader should know.
    pub warnings: Vec<Warning<'a>>,
    /// What some output forms are made of.
    #[serde(skip)]
    pub beside: Beside<'a>,
}

/// What some output forms are made of beside the record; no field of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside<'a> {
    /// Roles of the two actors, by type of event: see [`actors`].
    pub actors: BTreeMap<Text<'a>, [Text<'a>; 2]>,
    /// Bytes of all tokens of the text.
    pub tokens: Vec<Span>,
    /// Bytes of its sentences.
    pub sentences: Vec<Span>,
    /// Whether a terminal is written to that has colors.
    pub color: Color,
}

/// Whether a terminal is written to that has colors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// Signs only.
    #[default]
    Off,
    /// Colors too.
    On,
}

impl<'a> Beside<'a> {
    /// Roles of the two actors of a type of event.
    fn actors_of(&self, kind: &str) -> [Text<'a>; 2] {
        self.actors.get(kind).cloned().unwrap_or_default()
    }
}

impl<'a> Record<'a> {
    /// The entity of an id.
    pub fn entity(&self, id: &str) -> Option<&Entity<'a>> {
        // `e7` is the seventh, unless somebody has sorted them anew
        let number = id.strip_prefix('e').and_then(|digits| digits.parse::<usize>().ok());
        let there =
            number.and_then(|number| self.entities.get(number.checked_sub(1)?)).filter(|entity| entity.id == id);
        there.or_else(|| self.entities.iter().find(|entity| entity.id == id))
    }

    /// The entity of an id, as it stands in the place of its id.
    pub fn inside(&self, id: &str) -> Option<EntityInside<'a>> {
        self.entity(id).map(EntityInside::of)
    }

    /// The place of an event, as it stands in a line that knows no other events.
    fn place_inside(&self, place: &finding::EventPlace<'a>) -> finding::EventPlace<'a, EntityInside<'a>> {
        finding::EventPlace {
            entity: place.entity.as_deref().and_then(|id| self.inside(id)),
            name: place.name.clone(),
            country: place.country.clone(),
            lat: place.lat,
            lon: place.lon,
            precision: place.precision,
            basis: place.basis,
            basis_ref: None,
        }
    }
}

/// The program that made a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Generator<'a> {
    /// Its version.
    pub version: Text<'a>,
    /// Hash of its gazetteers, with the user's.
    pub lexicon: Text<'a>,
}

/// Where an article comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source<'a> {
    /// Path as given or walked to; null for a stream.
    pub path: Option<Text<'a>>,
    /// Line of a file of lines, from 1.
    pub line: Option<u64>,
    /// Its address.
    pub url: Option<Text<'a>>,
    /// Form of the input.
    pub format: Text<'a>,
    /// Input fields that were used, as `text=maintext`.
    pub fields: Vec<Text<'a>>,
    /// SHA-256 of the analysed text, in hexadecimal digits.
    pub text_sha256: Option<Text<'a>>,
}

/// Why there is no article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Error<'a> {
    /// `bad_json`, `binary`, `missing_text`, `too_large`, `unreadable`, `internal`
    pub code: Text<'a>,
    /// What was found, and what was wanted.
    pub message: Text<'a>,
}

/// The language of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Language<'a> {
    /// ISO 639-1 code, or 639-3 where there is none.
    pub code: Text<'a>,
    /// Whether findings can be expected.
    pub supported: bool,
    /// 0 to 1.
    pub confidence: finding::Number,
}

/// When an article was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Published<'a> {
    /// Date or date-time, ISO 8601.
    pub value: Text<'a>,
    /// Where it is from.
    pub basis: PublishedBasis,
    /// Where the text says it.
    pub span: Option<Words<'a>>,
}

/// The opening line of place, date and agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dateline<'a> {
    /// Id of the place's entity.
    pub place: Option<Text<'a>>,
    /// Its date, as a TIMEX3 value.
    pub date: Option<Text<'a>>,
    /// The agency, as written.
    pub agency: Option<Text<'a>>,
    /// All of it.
    pub span: Words<'a>,
}

/// A line of the header, and the names in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeaderLine<'a> {
    /// All of it.
    pub span: Words<'a>,
    /// The names in it.
    pub names: Vec<Words<'a>>,
}

/// Something the reader should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Warning<'a> {
    /// `no_publication_date`, `unsupported_language`, `repeated_id`, `empty_text`
    pub code: Text<'a>,
    /// In words.
    pub message: Text<'a>,
}

/// What the user asked of the records.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// What offsets count.
    pub offsets: Unit,
    /// Which lists are written; the others stay empty.
    pub only: Only,
    /// Whether every finding says why it is there.
    pub explain: Explaining,
    /// Whether the record carries the analysed text.
    pub text: Carrying,
    /// Hash of the lexicon, see [`crate::lexicon::Lexicon::hash`].
    pub lexicon: String,
    /// The form that records will be written in: some need more of the article than others.
    pub format: Format,
    /// Whether it may have colors.
    pub color: Color,
}

/// Whether findings say why they are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Explaining {
    /// `explain` is null.
    #[default]
    Off,
    /// `explain` is filled.
    On,
}

/// Whether records carry the analysed text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Carrying {
    /// Only where the analysed text is no field of the input.
    #[default]
    WhenNeeded,
    /// Always.
    Always,
}

/// A list of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
#[allow(missing_docs)]
pub enum List {
    Entities,
    Times,
    Counts,
    Quotes,
    Relations,
    Events,
}

/// Which lists are written.
#[derive(Clone, Debug, Default)]
pub struct Only(Vec<List>);

impl Only {
    /// These and no others; all when there is none.
    pub const fn these(lists: Vec<List>) -> Self {
        Self(lists)
    }

    /// Whether `list` is written.
    pub fn has(&self, list: List) -> bool {
        self.0.is_empty() || self.0.contains(&list)
    }
}
