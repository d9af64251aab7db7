//! Names: found, cut and typed by the best total evidence.

use super::Mention;
use crate::document::{Document, TokenIndex};
use crate::lexicon::{Candidate, Lexicon};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A name as cut from the text: bare, without title, leading "the" and trailing 's.
#[derive(Clone, Debug)]
pub struct NameReading {
    /// What it names.
    pub kind: NameType,
    /// A demonym: "Belarusian".
    pub demonym: bool,
    /// Entries it may mean, best first.
    pub candidates: Vec<Candidate>,
    /// Titles and roles that stand before it, without its own tokens.
    pub title: Option<Range<TokenIndex>>,
    /// Sum of the evidence for its type, and its distance to the runner-up.
    pub score: f32,
    /// Score of the best other type.
    pub margin: f32,
    /// Rule that found it.
    pub rule: &'static str,
}

/// What a name can name; the entity types of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NameType {
    /// One person.
    Person,
    /// An organization.
    Organization,
    /// A place.
    Place,
    /// A building or other made place.
    Facility,
    /// A people or creed, and the adjective of a country.
    Nationality,
    /// Unnamed people.
    Group,
    /// A product.
    Product,
    /// A work.
    Work,
    /// A named event.
    NamedEvent,
    /// Another name.
    Other,
}

impl NameType {
    /// Its name in the record and in the gazetteers.
    pub const fn name(self) -> &'static str {
        match self {
            NameType::Person => "person",
            NameType::Organization => "organization",
            NameType::Place => "place",
            NameType::Facility => "facility",
            NameType::Nationality => "nationality",
            NameType::Group => "group",
            NameType::Product => "product",
            NameType::Work => "work",
            NameType::NamedEvent => "named_event",
            NameType::Other => "other",
        }
    }
}

/// Names in text order; they do not overlap.
pub(super) fn find(_document: &Document, _lexicon: &Lexicon) -> Vec<Mention> {
    Vec::new()
}
