//! Values of times: TIMEX3 value and modifier, the interval they stand for, and what they are anchored to.
//!
//! In: time mentions and the document creation time. Out: one [`Time`] for each. A time that cannot be resolved keeps `value` empty; "now" is never read.

use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::mention::{Mention, MentionId};
use serde::{Deserialize, Serialize};

/// A time with its value.
#[derive(Clone, Debug)]
pub struct Time {
    /// Its mention.
    pub mention: MentionId,
    /// date, time, duration or set.
    pub kind: TimeKind,
    /// TIMEX3 value.
    pub value: Option<String>,
    /// TIMEX3 modifier.
    pub modifier: Option<TimeModifier>,
    /// First moment, ISO 8601, at its granularity but never coarser than a day.
    pub from: Option<String>,
    /// Last moment, inclusive.
    pub to: Option<String>,
    /// How fine it is.
    pub granularity: Option<Granularity>,
    /// EDTF, where it can say it.
    pub edtf: Option<String>,
    /// What its value rests on.
    pub anchor: Anchor,
    /// The time mention it counts from, when `anchor` is `mention`.
    pub anchor_time: Option<MentionId>,
    /// Lower-cased preposition before it.
    pub signal: Option<String>,
    /// Rule that resolved it.
    pub rule: &'static str,
}

/// TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TimeKind {
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A length.
    Duration,
    /// A repeated time.
    Set,
}

/// TIMEX3 modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)]
pub enum TimeModifier {
    LessThan,
    MoreThan,
    EqualOrLess,
    EqualOrMore,
    Approx,
    Start,
    Mid,
    End,
    Before,
    After,
}

/// How fine a time is, finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Granularity {
    Second,
    Minute,
    Hour,
    PartOfDay,
    Day,
    Weekend,
    Week,
    Month,
    Season,
    Quarter,
    Year,
    Decade,
    Century,
}

/// What a value rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Anchor {
    /// Its own words.
    None,
    /// The document creation time.
    Published,
    /// Another time in the text.
    Mention,
    /// An event.
    Event,
}

/// Values of all time mentions, in text order.
pub(super) fn resolve(_document: &Document, _mentions: &[Mention], _lexicon: &Lexicon) -> Vec<Time> {
    Vec::new()
}
