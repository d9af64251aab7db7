//! Ages: 70-year-old, aged 70, "Name, 70,", "children under five".
//!
//! In: a number. Out: the age that it tells, with its bounds. Not here: how long something lasted.

use super::bound::bound;
use super::{CountKind, CountModifier, CountReading, Found, Reader};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::{Class, ClassSet};
use crate::mention::function::Function;
use crate::mention::numeral::{Numeral, NumeralKind};
use crate::mention::{Mention, NameType, Reading};

/// Nobody is older.
const OLDEST: f64 = 130.0;

impl Reader<'_, '_> {
    /// 70-year-old, 70 years old, aged 70, "Name, 70,", "Name (70)".
    pub(super) fn age(&self, at: TokenIndex, numeral: &Numeral) -> Option<Found> {
        if numeral.kind != NumeralKind::Cardinal || numeral.value > OLDEST || numeral.scaled {
            return None;
        }
        if let Some((end, unit)) = self.age_unit(numeral.end) {
            let (start, modifier) = self.modifier_before(at);
            let counted = self.phrase(end, true).filter(|_| self.is_hyphen(numeral.end));
            let mut reading =
                CountReading { kind: CountKind::Age, unit: Some(unit.to_owned()), ..CountReading::default() };
            bound(&mut reading, numeral.value, modifier);
            reading.counted = counted.map(|phrase| phrase.tokens);
            reading.rule = "age_unit";
            return Some((start..end, reading));
        }
        let word = self.quantifier_before(at, "age").map(|(_, value)| value);
        // "died at 76" needs more than its number: not "died at 9.30", "died at 12 hospitals"
        let stated = word.is_some_and(|word| word != "at" || self.is_closed(numeral));
        let mut reading =
            CountReading { kind: CountKind::Age, unit: Some("year".to_owned()), ..CountReading::default() };
        // "aged six months"; "aged between four months and 11 years" is told by its times
        if let Some(unit) = self.document.cell(numeral.end, Class::TimeUnit, 1, self.lexicon).filter(|_| stated) {
            if word == Some("range") {
                return None;
            }
            reading.unit = Some(unit.to_owned());
        }
        if let Some((most, end)) = self.age_range(numeral, word == Some("range")).filter(|_| stated) {
            (reading.min, reading.max) = (Some(numeral.value), Some(most));
            (reading.modifier, reading.rule) = (Some(CountModifier::Range), "age_range");
            return Some((at..end, reading));
        }
        if stated || self.is_age_apposition(at, numeral) || self.follows_age(at, numeral) || self.is_age_of(at, numeral)
        {
            bound(&mut reading, numeral.value, None);
            reading.rule = if stated { "age_word" } else { "age_apposition" };
            return Some((at..numeral.end, reading));
        }
        let (start, modifier) = self.age_bound(at, numeral)?;
        bound(&mut reading, numeral.value, Some(modifier));
        reading.rule = "age_bound";
        Some((start..numeral.end, reading))
    }

    /// "aged 16 to 24", "aged between 19 and 63": the other end, and where it ends.
    fn age_range(&self, first: &Numeral, between: bool) -> Option<(f64, TokenIndex)> {
        let joint = first.end;
        if !(self.is(joint, Function::TO) || self.is_hyphen(joint) || between && self.is(joint, Function::AND)) {
            return None;
        }
        let second = self.numerals.read(joint + 1).filter(|second| second.end <= self.sentence.end)?;
        let age = second.kind == NumeralKind::Cardinal && !second.scaled && second.value <= OLDEST;
        (age && second.value > first.value && second.glued == 0).then_some((second.value, second.end))
    }

    /// Nothing that it could count, measure or tell the time of stands behind a whole number.
    fn is_closed(&self, numeral: &Numeral) -> bool {
        let next = self.token(numeral.end);
        let sign = next.has(Shape::SIGN) && !self.is_code_sign(numeral.end);
        let ends = !self.is_inside(numeral.end) || sign || self.is_time(numeral.end) && !self.is_time(numeral.end - 1);
        let function = next.classes.any(ClassSet::CLOSED) || next.is(Class::Verb) && !next.is(Class::Noun);
        let function = function && !next.is(Class::PartOfDay) && !self.is(numeral.end, Function::OF);
        !numeral.decimal && numeral.glued == 0 && (ends || function)
    }

    /// A sign that glues a number to what follows: 20:15, 3/4, 5%.
    fn is_code_sign(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        self.is_glued(at) && (self.is_glued(at + 1) || token.is(Class::Unit) || token.is(Class::Currency))
    }

    /// The 14 of "aged 12 and 14": nothing but a comma or a conjunction behind an age.
    fn follows_age(&self, at: TokenIndex, numeral: &Numeral) -> bool {
        let Some(last) = self.last.as_ref().filter(|last| last.kind == CountKind::Age && last.unit.is_some()) else {
            return false;
        };
        let joint = last.tokens.end;
        let joined = self.is(joint, Function::AND.or(Function::OR)) || self.is_sign(joint, ",");
        joint + 1 == at && joined && last.tokens.len() == 1 && self.is_closed(numeral) && numeral.value >= 1.0
    }

    /// "She was 34.": a person who is a number is so many years old.
    fn is_age_of(&self, at: TokenIndex, numeral: &Numeral) -> bool {
        let Some(subject) = at.checked_sub(2).filter(|subject| *subject >= self.sentence.start) else { return false };
        let one = |value: &str| matches!(value, "3sm" | "3sf");
        let person = self.document.cell(subject, Class::Pronoun, 0, self.lexicon).is_some_and(one);
        let copula =
            self.document.cell(at - 1, Class::Auxiliary, 0, self.lexicon).is_some_and(|be| be.starts_with("be"));
        person && copula && self.is_closed(numeral) && numeral.value >= 1.0 && !self.is_time(at)
    }

    /// "children under five", "women over 40": the bound of an age behind those who have it.
    fn age_bound(&self, at: TokenIndex, numeral: &Numeral) -> Option<(TokenIndex, CountModifier)> {
        let before = at.checked_sub(1).filter(|before| *before > self.sentence.start)?;
        if !self.token(before).is(Class::Quantifier) || !self.token(before).is(Class::Preposition) {
            return None;
        }
        let (start, modifier) = self.modifier_before(at);
        let sided = modifier.filter(|m| matches!(m, CountModifier::LessThan | CountModifier::MoreThan))?;
        let (plural, class) = self.noun(before - 1, false)?;
        (start == before && plural && class == "person" && self.is_closed(numeral)).then_some((start, sided))
    }

    /// The number stands between commas behind a person: "Smith, 70, said".
    fn is_age_apposition(&self, at: TokenIndex, numeral: &Numeral) -> bool {
        if numeral.decimal || numeral.value < 1.0 || at < self.sentence.start + 2 || self.is_time(at) {
            return false;
        }
        // "two teenagers, 15 and 17, were"
        let listed = self.is(numeral.end, Function::AND)
            && self.is_sign(numeral.end + 2, ",")
            && self.noun(at - 2, false).is_some_and(|(plural, class)| class == "person" && plural);
        if self.is_sign(at - 1, ",") && listed && self.name_at(at - 2).is_none() {
            return self.numerals.read(numeral.end + 1).is_some_and(|second| second.value <= OLDEST);
        }
        let commas =
            self.is_sign(at - 1, ",") && (self.is_sign(numeral.end, ",") || numeral.end + 1 >= self.sentence.end);
        let brackets = self.is_sign(at - 1, "(") && self.is_sign(numeral.end, ")");
        if !commas && !brackets {
            return false;
        }
        let before = self.token(at - 2);
        match self.name_at(at - 2) {
            Some(Mention { reading: Reading::Name(name), .. }) => name.kind == NameType::Person && !name.demonym,
            _ if before.has(Shape::CAPITAL) => self.names.is_empty() && !before.is(Class::Month),
            _ => commas && self.noun(at - 2, true).is_some_and(|(plural, class)| class == "person" && !plural),
        }
    }
}
