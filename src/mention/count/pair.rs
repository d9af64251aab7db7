//! Two numbers: ranges, scores, "one in five", "52 of the 120".
//!
//! In: an amount and what stands behind it. Out: one count of both, or of the first alone where they do not belong together. Not here: ranges of ages (`age`).

use super::amount::Amount;
use super::bound::bound;
use super::counted::Phrase;
use super::identifier::is_year;
use super::{CountKind, CountModifier, CountReading, Found, Reader};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::Class;
use crate::mention::function::Function;
use crate::mention::numeral::NumeralKind;

impl<'r> Reader<'r, '_> {
    /// A range or a score.
    pub(super) fn pair(&self, mut first: Amount<'r>, second: &Amount<'r>, joint: Option<TokenIndex>) -> Option<Found> {
        let hyphen = self.token(first.end).has(Shape::HYPHEN) || self.token(first.end).has(Shape::DASH);
        let (rest, excludes_named) = self.others(second.end);
        let phrase = self.counted(rest, false, false).or_else(|| {
            // "eight to ten crew"
            self.phrase(rest, true).filter(|phrase| phrase.class == "group" && !hyphen)
        });
        let plural = phrase.as_ref().is_some_and(|phrase| phrase.plural || phrase.class == "group" && !hyphen);
        let measured = second.unit.is_some() || second.money.is_some() || first.money.is_some();
        if hyphen && self.is_hyphen(second.end) && second.unit.is_none() {
            // a telephone number or the like
            return None;
        }
        if joint.is_none() && !hyphen && self.moves(&first, second) {
            return self.single(&first);
        }
        spread_scale(&mut first, second);
        let grows = first.value < second.value;
        if hyphen && !measured && (!grows || !plural) {
            return self.score(&first, second);
        }
        let years = is_year(&first) && is_year(second) && self.is_bare(first.number) && self.is_bare(second.number);
        let unsure = joint.is_none() && !hyphen && !measured && !plural || years;
        // "from 5 to 10" are two numbers
        let moves = joint.is_none() && first.start > self.floor && self.is(first.start - 1, Function::FROM);
        if moves && first.money.is_none() && first.unit.is_none() && self.is(first.end, Function::TO) {
            // "from 19 to 21 percent"
            (first.money, first.unit) = (second.money, second.unit);
        }
        if !grows || unsure || moves || joint.is_none() && second.value > first.value * 100.0 {
            return self.single(&first);
        }
        if phrase.as_ref().is_some_and(|phrase| self.is_duration(Some(phrase)))
            || self.token(second.end).is(Class::TimeUnit)
        {
            return None;
        }
        let shared = Amount { money: second.money.or(first.money), unit: second.unit.or(first.unit), ..*second };
        let mut reading = self.measured(&shared);
        let (start, modifier) = match joint {
            Some(start) => (start, None),
            None => self.modifier_before(first.start),
        };
        (reading.min, reading.max) = (Some(first.value), Some(second.value));
        reading.modifier = Some(CountModifier::Range);
        reading.approximate = matches!(modifier, Some(CountModifier::About | CountModifier::Nearly));
        reading.rule = "range";
        if reading.kind == CountKind::Count {
            reading.counted = phrase.map(|phrase| phrase.tokens);
            reading.excludes_named = excludes_named;
        } else {
            reading.counted = self.measured_thing(&shared, &reading).map(|phrase| phrase.tokens);
        }
        Some((start..second.end, reading))
    }

    /// "fell 3.2 percent to 41.10 francs", "rose $1.20 to $73.12": by how much, and to what.
    fn moves(&self, first: &Amount, second: &Amount) -> bool {
        if !self.is(first.end, Function::TO) || first.money.is_none() && first.unit.is_none() {
            return false;
        }
        let name = |amount: &Amount| amount.unit.map(|unit| unit.name.to_owned());
        // "$12 to 20 million" shares its sign; a unit behind the first number is its own
        let shared = second.money.is_none() && second.unit.is_none() && first.end == first.numeral.end;
        if !shared && (first.money != second.money || name(first) != name(second)) {
            return true;
        }
        let before = self.token(first.start.saturating_sub(1));
        let verb = first.start > self.sentence.start && (before.is(Class::Verb) || before.is(Class::Particle));
        verb && !before.is(Class::Auxiliary) && second.value > first.value * 3.0
    }

    /// Nothing but digits.
    fn is_bare(&self, at: TokenIndex) -> bool {
        self.document.word(at).bytes().all(|byte| byte.is_ascii_digit())
    }

    /// 3-1, 52-35.
    fn score(&self, first: &Amount<'r>, second: &Amount<'r>) -> Option<Found> {
        let sound = |amount: &Amount| {
            amount.numeral.digits && !amount.numeral.decimal && amount.value < 1000.0 && amount.unit.is_none()
        };
        let spaced = self.token(second.number).has(Shape::SPACE_BEFORE);
        // "the 737-800"
        let model = first.value >= 100.0
            && first.start > self.sentence.start
            && self.token(first.start - 1).is(Class::Determiner)
            && !self.is_article(first.start - 1)
            || self.is_glued(second.end) && self.token(second.end).has(Shape::LETTER);
        if model || !sound(first) || !sound(second) || spaced || is_year(first) || self.is_hyphen(second.end) {
            return None;
        }
        let reading = CountReading { kind: CountKind::Score, rule: "score", ..CountReading::default() };
        Some((first.start..second.end, reading))
    }

    /// "one in five voters", "nine out of ten".
    pub(super) fn one_in(&self, amount: &Amount<'r>) -> Option<Found> {
        let out_of = self.token(amount.end).is(Class::Particle) && self.is(amount.end + 1, Function::OF);
        let inside = self.is(amount.end, Function::IN);
        let one_in = amount.value.eq(&1.0) && inside;
        // "nine in ten voters", but "killed nine in ten villages"
        let begins = amount.start == self.sentence.start || self.modifier_before(amount.start).0 == self.sentence.start;
        let several_in = inside && !one_in && begins;
        let number = amount.end + if out_of { 2 } else { 1 };
        // "two out of every five farms"
        let every = out_of && self.token(number).is(Class::Determiner) && self.numeral_at(number + 1);
        let number = if every { number + 1 } else { number };
        if amount.unit.is_some()
            || amount.money.is_some()
            || !(out_of || one_in || several_in)
            || !self.is_inside(number)
            || self.is_time(number)
        {
            return None;
        }
        let numeral = self.numerals.read(number)?;
        if numeral.kind != NumeralKind::Cardinal || numeral.value <= amount.value || numeral.end > self.sentence.end {
            return None;
        }
        // "one in 10 of the 600 applicants"
        let of = self.is(numeral.end, Function::OF) && inside;
        let total = if of { self.total(numeral.end, amount) } else { None };
        let phrase = self.counted(total.map_or(numeral.end, |(_, end)| end), false, !of || total.is_some());
        let small = numeral.value <= 1000.0 && !self.token(numeral.end).is(Class::TimeUnit);
        let plural = phrase.as_ref().is_some_and(|phrase| phrase.plural);
        let people = phrase.as_ref().is_some_and(Phrase::is_people);
        // "1 in 3 of the island's residents"
        let whole = of && self.is_determiner(numeral.end + 1);
        if !small || one_in && !plural && !whole || several_in && !(plural && people) {
            return None;
        }
        let (start, modifier) = self.modifier_before(amount.start);
        let mut reading = CountReading { kind: CountKind::Fraction, rule: "one_in", ..CountReading::default() };
        bound(&mut reading, amount.value / numeral.value, modifier);
        reading.counted = phrase.map(|phrase| phrase.tokens);
        reading.of_total = total.map(|(of_total, _)| of_total);
        Some((start..total.map_or(numeral.end, |(_, end)| end), reading))
    }

    /// "of the 120" behind "52", "of 17" in "14 of 17 counts": the total, and where it ends.
    pub(super) fn total(&self, at: TokenIndex, amount: &Amount) -> Option<(f64, TokenIndex)> {
        if !self.is(at, Function::OF) {
            return None;
        }
        let determined = self.token(at + 1).is(Class::Determiner) || self.token(at + 1).is(Class::Possessive);
        // "of the country's 14 provinces"
        let owner = (at + 2..self.sentence.end.min(at + 7))
            .take_while(|at| self.token(*at).has(Shape::LETTER) || self.token(*at).is(Class::Possessive))
            .find(|at| self.token(*at).is(Class::Possessive) && self.is_glued(*at))
            .filter(|owner| self.numeral_at(owner + 1) && amount.value > 1.0);
        let determined = determined || owner.is_some();
        let number = owner.map_or(if determined { at + 2 } else { at + 1 }, |owner| owner + 1);
        // "21 of his last 23 matches"
        let which = self.is_inside(number) && self.token(number).is(Class::TimeModifier) && self.numeral_at(number + 1);
        let number = if which { number + 1 } else { number };
        if !self.numeral_at(number) {
            return None;
        }
        let numeral = self.numerals.read_whole(number)?;
        let plain = numeral.kind == NumeralKind::Cardinal && numeral.end <= self.sentence.end && numeral.glued == 0;
        let free = self.name_at(number).is_none() && !self.is_time(number);
        let larger = numeral.value > amount.value
            && amount.value > 1.0
            && amount.numeral.kind == NumeralKind::Cardinal
            && !numeral.scaled
            && self.phrase(numeral.end, false).is_some_and(|phrase| phrase.plural && !self.is_duration(Some(&phrase)));
        (plain && free && (determined || larger)).then_some((numeral.value, numeral.end))
    }

    fn numeral_at(&self, at: TokenIndex) -> bool {
        self.is_inside(at) && (self.token(at).has(Shape::DIGIT) || self.token(at).is(Class::Numeral))
    }
}

/// The scale of the second number holds for the first: "1.5 to 2 million".
fn spread_scale(first: &mut Amount, second: &Amount) {
    if !second.numeral.scaled || first.numeral.scaled || second.value < 1000.0 {
        return;
    }
    let scale = 1000f64.powi((second.value.log10() / 3.0).floor() as i32);
    if first.value * scale <= second.value {
        first.value *= scale;
    }
}
