//! Counts: numbers with their bounds, unit and what they count.

use super::Mention;
use crate::document::{Document, TokenIndex};
use crate::lexicon::Lexicon;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A number with what it counts.
#[derive(Clone, Debug, Default)]
pub struct CountReading {
    /// What sort of number.
    pub kind: CountKind,
    /// The number said.
    pub value: Option<f64>,
    /// The least it allows.
    pub min: Option<f64>,
    /// The most it allows.
    pub max: Option<f64>,
    /// How it is bounded.
    pub modifier: Option<CountModifier>,
    /// Whether it is said to be rough.
    pub approximate: bool,
    /// ISO 4217 code, `percent`, `percentage_point`, `year` or the unit's name.
    pub unit: Option<String>,
    /// Head noun phrase that is counted, with its modifiers.
    pub counted: Option<Range<TokenIndex>>,
    /// "other" stands before what is counted.
    pub excludes_named: bool,
    /// 120 in "52 of the 120 seats".
    pub of_total: Option<f64>,
    /// Value and unit in SI.
    pub si: Option<(f64, String)>,
    /// Rule that found it.
    pub rule: &'static str,
}

/// Sorts of counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountKind {
    /// Things or people.
    #[default]
    Count,
    /// Percentages and percentage points.
    Percent,
    /// Money.
    Money,
    /// Measures.
    Measure,
    /// First, second …
    Ordinal,
    /// Years of age.
    Age,
    /// Two-thirds.
    Fraction,
    /// 3-1
    Score,
}

/// How a count is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountModifier {
    /// At least 13: 13 or more.
    AtLeast,
    /// More than 13: 14 or more.
    MoreThan,
    /// Up to 13.
    AtMost,
    /// Fewer than 13.
    LessThan,
    /// Almost 13.
    Nearly,
    /// About 13.
    About,
    /// Between 40 and 50.
    Range,
    /// Dozens, hundreds.
    OrderOfMagnitude,
}

/// Counts in text order, where no name and no time stands.
pub(super) fn find(_document: &Document, _names: &[Mention], _times: &[Mention], _lexicon: &Lexicon) -> Vec<Mention> {
    Vec::new()
}
