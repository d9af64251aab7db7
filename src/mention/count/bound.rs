//! How a number is bounded: "at least", "up to about".
//!
//! In: the words before a number, or a quantifier's value. Out: the modifier, and the least and most that it allows. Not here: ranges (`pair`).

use super::{CountKind, CountModifier, CountReading, Reader};
use crate::document::TokenIndex;

impl Reader<'_, '_> {
    /// The bounds before a number: "at least", "up to about"; where the count begins then.
    pub(super) fn modifier_before(&self, start: TokenIndex) -> (TokenIndex, Option<CountModifier>) {
        let (mut from, mut modifier) = (start, None);
        for _ in 0..2 {
            let Some((before, value)) = self.quantifier_before(from, "before") else { break };
            let Some(found) = modifier_of(value) else { break };
            // the outer one says more: "at least about 20"
            modifier = Some(found);
            from = before;
        }
        (from, modifier)
    }
}

pub(super) fn modifier_of(value: &str) -> Option<CountModifier> {
    Some(match value {
        "at_least" => CountModifier::AtLeast,
        "more_than" => CountModifier::MoreThan,
        "at_most" => CountModifier::AtMost,
        "less_than" => CountModifier::LessThan,
        "nearly" => CountModifier::Nearly,
        "about" => CountModifier::About,
        _ => return None,
    })
}

/// Value and bounds. More than 4,000 things are 4,001 at least; of what is measured the bound itself is the closest that can be said.
pub(super) fn bound(reading: &mut CountReading, value: f64, modifier: Option<CountModifier>) {
    let step = if reading.kind == CountKind::Count && value.fract() == 0.0 { 1.0 } else { 0.0 };
    reading.value = Some(value);
    reading.modifier = modifier;
    (reading.min, reading.max) = match modifier {
        None => (Some(value), Some(value)),
        Some(CountModifier::AtLeast) => (Some(value), None),
        Some(CountModifier::MoreThan) => (Some(value + step), None),
        Some(CountModifier::AtMost | CountModifier::Nearly) => (None, Some(value)),
        Some(CountModifier::LessThan) => (None, Some(value - step)),
        Some(_) => (None, None),
    };
    reading.approximate = matches!(modifier, Some(CountModifier::Nearly | CountModifier::About));
}
