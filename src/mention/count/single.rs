//! One amount: a bare number, money, a measure or a share, with its bounds and what it counts.
//!
//! In: a number that is no age, ordinal or vague. Out: its count; two numbers that belong together go to `pair`. Not here: whether a bare number counts (`bare`).

use super::amount::Amount;
use super::bound::{bound, modifier_of};
use super::counted::Phrase;
use super::{CountKind, CountReading, Found, Reader};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::Class;
use crate::mention::function::Function;
use crate::mention::numeral::{Numeral, NumeralKind};
use crate::text::number;

impl<'r> Reader<'r, '_> {
    pub(super) fn quantity(&self, at: TokenIndex, numeral: Numeral) -> Option<Found> {
        let amount = self.amount(at, numeral, self.floor);
        let amount = self.length_for_scale(&amount).unwrap_or(amount);
        if amount.unit.is_none() && amount.money.is_none() && self.is_code(&amount) {
            return None;
        }
        let joint = self.quantifier_before(amount.start, "joint").filter(|(_, value)| *value == "range");
        if let Some(second) = self.second(&amount, joint.is_some()) {
            return self.pair(amount, &second, joint.map(|(start, _)| start));
        }
        if let Some(found) = self.one_in(&amount) {
            return Some(found);
        }
        self.single(&amount)
    }

    /// One amount with its bounds.
    pub(super) fn single(&self, amount: &Amount<'r>) -> Option<Found> {
        let (start, mut modifier) = self.modifier_before(amount.start);
        let mut end = amount.end;
        // "4,000-plus injured"
        let behind = if self.is_hyphen(end) { end + 1 } else { end };
        if let Some((after, "exactly")) = self.quantifier_after(behind, "after").filter(|_| behind > end) {
            // "the 8,000-strong force"
            end = after;
        } else if let Some((after, value)) = self.quantifier_after(behind, "after")
            && let Some(found) = modifier_of(value)
        {
            (end, modifier) = (after, modifier.or(Some(found)));
        }
        let mut reading = self.measured(amount);
        let bare = reading.kind == CountKind::Count;
        if bare && amount.numeral.kind == NumeralKind::Fraction {
            reading.kind = CountKind::Fraction;
        }
        bound(&mut reading, amount.value, modifier);
        reading.rule = "single";
        if bare {
            let total = self.total(end, amount);
            let from = total.map_or(end, |(_, end)| end);
            let (rest, excludes_named) = self.others(from);
            let share = reading.kind == CountKind::Fraction;
            let one = amount.value.abs() <= 1.0;
            let phrase =
                if share { self.share(rest) } else { self.counted(rest, one && total.is_none(), total.is_some()) };
            let bounded = modifier.is_some() || start < amount.start;
            if !self.counts(amount, phrase.as_ref(), bounded || total.is_some() || excludes_named) {
                return None;
            }
            if let Some((of_total, total_end)) = total {
                (reading.of_total, end) = (Some(of_total), total_end);
            }
            reading.excludes_named = excludes_named;
            reading.counted = phrase.map(|phrase| phrase.tokens);
            self.lean(amount, start, end, &mut reading);
        } else {
            reading.counted = self.measured_thing(amount, &reading).map(|phrase| phrase.tokens);
            self.into_si(amount, &mut reading);
        }
        Some((start..end, reading))
    }

    /// "to 4.1 billion euros from 4.6 billion", "to 2.3 percent from 2.6": a bare number has the unit of the one that it is set against.
    fn lean(&self, amount: &Amount, start: TokenIndex, end: TokenIndex, reading: &mut CountReading) {
        let Some(last) = &self.last else { return };
        let led = start > last.tokens.end && self.token(start - 1).is(Class::Preposition);
        if !led || start > last.tokens.end + 6 || reading.counted.is_some() || reading.kind != CountKind::Count {
            return;
        }
        let before = |at: TokenIndex, function: Function| at > self.sentence.start && self.is(at - 1, function);
        let set = before(start, Function::FROM.or(Function::TO).or(Function::AFTER).or(Function::THAN));
        let sound = match last.kind {
            CountKind::Money => set && amount.numeral.scaled && amount.numeral.kind == NumeralKind::Cardinal,
            CountKind::Percent => {
                before(start, Function::FROM) && before(last.tokens.start, Function::TO) && amount.value <= 100.0
            }
            _ => false,
        };
        let next = self.token(end);
        if sound && !self.is(end, Function::OF) && !(next.has(Shape::CAPITAL) && self.is_inside(end)) {
            (reading.kind, reading.unit) = (last.kind, last.unit.clone());
            bound(reading, amount.value, reading.modifier);
        }
    }

    /// 100 metres, not 100 million, in "the 100m", "a 4m wave", "4m high": the letter of a scale that is a unit too, with nothing behind it that is counted.
    fn length_for_scale(&self, amount: &Amount<'r>) -> Option<Amount<'r>> {
        let at = amount.number;
        let letter = self.token(at + 1);
        let scaled = amount.numeral.scaled && amount.end == at + 2 && self.is_glued(at + 1);
        if !scaled || letter.end - letter.start != 1 || amount.money.is_some() || amount.unit.is_some() {
            return None;
        }
        let head = number::leading(self.document.word(at)).filter(|head| head.rest.is_empty())?;
        let sense = self.lexicon.sense(letter.word, Class::Unit)?;
        let determined = at > self.sentence.start && self.is(at - 1, Function::DEFINITE.or(Function::INDEFINITE));
        let many = || self.phrase(amount.end, false).is_some_and(|phrase| phrase.plural);
        let high = self.quantifier_after(amount.end, "extent").is_some();
        if !high && (!determined || many()) {
            return None;
        }
        let unit = self.unit_of(sense, amount.end, false);
        let numeral = Numeral { value: head.value, scaled: false, decimal: head.decimal, ..amount.numeral };
        Some(Amount { value: head.value, numeral, unit: Some(unit), ..*amount })
    }

    /// Kind and unit of an amount.
    pub(super) fn measured(&self, amount: &Amount<'r>) -> CountReading {
        let mut reading = CountReading::default();
        if let Some(code) = amount.money {
            (reading.kind, reading.unit) = (CountKind::Money, Some(code.to_owned()));
        } else if let Some(unit) = amount.unit {
            reading.kind = match unit.dimension {
                "age" => CountKind::Age,
                _ if unit.name.starts_with("percent") => CountKind::Percent,
                _ => CountKind::Measure,
            };
            reading.unit = Some(unit.name.to_owned());
        }
        reading
    }

    /// "80 percent of the vote", "five tons of rice", "a 7.4-magnitude earthquake".
    pub(super) fn measured_thing(&self, amount: &Amount<'r>, reading: &CountReading) -> Option<Phrase<'r>> {
        let unit = amount.unit?;
        if unit.hyphenated && reading.kind == CountKind::Measure {
            return self.phrase(amount.end, true);
        }
        if !self.is(amount.end, Function::OF) {
            return None;
        }
        if reading.kind == CountKind::Percent { self.share(amount.end) } else { self.phrase(amount.end + 1, true) }
    }

    fn into_si(&self, amount: &Amount, reading: &mut CountReading) {
        let Some(unit) = amount.unit else { return };
        let (Some(factor), Some(value)) = (unit.factor, reading.value) else { return };
        if !unit.si.is_empty() {
            let product = value * factor;
            // twelve digits are more than any gazetteer knows
            let rounded = format!("{product:.12e}").parse().unwrap_or(product);
            reading.si = Some((rounded, unit.si.to_owned()));
        }
    }
}
