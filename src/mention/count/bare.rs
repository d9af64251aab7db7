//! Whether a bare number counts something.
//!
//! In: an amount without unit, and the phrase behind it. Out: yes or no; fractions, "both", "one" and "the three" have their own conditions. Not here: numbers that are
//! names (`identifier`).

use super::Reader;
use super::amount::Amount;
use super::counted::Phrase;
use crate::document::{Shape, TokenIndex};
use crate::lexicon::Class;
use crate::mention::function::Function;
use crate::mention::numeral::NumeralKind;

impl Reader<'_, '_> {
    /// Whether a bare number counts something.
    pub(super) fn counts(&self, amount: &Amount, phrase: Option<&Phrase>, bounded: bool) -> bool {
        let next = self.token(amount.end);
        if next.is(Class::TimeUnit) && self.is_inside(amount.end) && !next.is(Class::Verb) || self.is_duration(phrase) {
            return false;
        }
        let plural = phrase.is_some_and(|phrase| phrase.plural);
        let numeral = &amount.numeral;
        match numeral.kind {
            NumeralKind::Fraction => self.is_fraction(amount, bounded),
            // "both sides", "Core Duo": a conjunction, a name
            NumeralKind::Indefinite
                if self.token(amount.number).is(Class::Conjunction) || self.is_capital_inside(amount.number) =>
            {
                false
            }
            NumeralKind::Indefinite => {
                plural || phrase.is_none() && (self.is_article(amount.number) || bounded) && amount.value >= 6.0
            }
            _ if amount.value.eq(&1.0) && !numeral.digits => self.is_one(amount, phrase),
            _ if !bounded && self.is_known_group(amount, phrase) => false,
            _ if !bounded && !numeral.digits && self.is_title(amount) => false,
            _ if !numeral.digits || bounded => true,
            _ => !self.is_identifier(amount, phrase),
        }
    }

    /// A capital in the middle of a sentence that is not all capitals.
    fn is_capital_inside(&self, at: TokenIndex) -> bool {
        at > self.sentence.start && self.token(at).has(Shape::CAPITAL) && !self.token(at).has(Shape::UPPER)
    }

    /// "the Big Three": a numeral with a capital ends a run of capitals in the middle of a sentence.
    fn is_title(&self, amount: &Amount) -> bool {
        let at = amount.number;
        self.is_capital_inside(at)
            && self.is_capital_inside(at - 1)
            && self.name_at(at - 1).is_none()
            && !self.token(amount.end).has(Shape::CAPITAL)
    }

    /// "the two companies", "the three countries": those that were named, not a number of them that is told.
    fn is_known_group(&self, amount: &Amount, phrase: Option<&Phrase>) -> bool {
        let definite = amount.number > self.sentence.start && self.is(amount.number - 1, Function::DEFINITE);
        let body = phrase.is_some_and(|phrase| matches!(phrase.class, "organization" | "place"));
        let reciprocal = amount.number >= self.sentence.start + 2 && self.is(amount.number - 2, Function::BETWEEN);
        definite && !amount.numeral.digits && amount.value < 10.0 && (body || reciprocal)
    }

    /// "half of", "two-thirds": not "the first half", "half empty".
    fn is_fraction(&self, amount: &Amount, bounded: bool) -> bool {
        let next = self.token(amount.end);
        let several = amount.end - amount.number >= 2 && !self.is_article(amount.number);
        let whole = next.is(Class::Determiner) || next.is(Class::Possessive);
        // "the half", "the first half"
        let before = self.token(amount.number.saturating_sub(1));
        let led = before.is(Class::Determiner) || before.is(Class::Numeral) && !before.has(Shape::DIGIT);
        let free = amount.number == self.sentence.start || !led;
        several || amount.numeral.digits || free && (bounded || self.is(amount.end, Function::OF) || whole)
    }

    /// "one" as a number: before a noun, or of a group; not "the one", "one of the largest".
    fn is_one(&self, amount: &Amount, phrase: Option<&Phrase>) -> bool {
        let before = self.token(amount.number.saturating_sub(1));
        let first = amount.number == self.sentence.start;
        let pronoun =
            !first && (before.is(Class::Determiner) || before.is(Class::Relative) || before.has(Shape::HYPHEN));
        if pronoun || self.is_hyphen(amount.end) {
            return false;
        }
        if self.is(amount.end, Function::OF) {
            let mut at = amount.end + 1;
            while self.is_inside(at) && self.is_determiner(at) {
                at += 1;
            }
            // "one of its divisions" picks one thing out and counts nothing
            let them = self.token(at).is(Class::Pronoun);
            return (them || phrase.is_some_and(Phrase::is_living))
                && !self.document.word(at).ends_with("est")
                && !self.token(at).is(Class::Adverb);
        }
        phrase.is_some_and(|phrase| phrase.tokens.start == amount.end)
    }
}
