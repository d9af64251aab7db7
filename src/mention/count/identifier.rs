//! Numbers that name something: Boeing 737, page 3, 24/7, a year.
//!
//! In: an amount in digits, and the phrase behind it. Out: whether the number is a name or a part of one. Not here: names of several words, which `name` found before.

use super::Reader;
use super::amount::Amount;
use super::counted::Phrase;
use crate::document::{Document, Shape, TokenIndex};
use crate::lexicon::{Class, ClassSet};
use crate::mention::Mention;

/// Bare numbers that are parts of names, sorted: 737 in "Boeing 737", and what is written like "737s".
pub(super) fn identifiers<'t>(document: &Document<'t>, names: &[Mention]) -> Vec<&'t str> {
    let text = document.text;
    let mut found: Vec<&str> = Vec::new();
    for name in names.iter().filter(|name| name.tokens.len() > 1) {
        for at in name.tokens.clone().filter(|at| document.token(*at).has(Shape::DIGIT)) {
            found.push(document.token(at).span().of(text).trim_end_matches('s'));
        }
    }
    found.retain(|word| (3..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit()));
    found.sort_unstable();
    found.dedup();
    found
}

impl Reader<'_, '_> {
    /// Whether the number is glued into something that is no number: 24/7, A-320, +1-555.
    pub(super) fn is_code(&self, amount: &Amount) -> bool {
        let at = amount.number;
        if !amount.numeral.digits {
            // "two-seat", "one-sided" describe, "two-thirds" was read as a fraction
            return self.is_hyphen(amount.end)
                && self.token(amount.end + 1).has(Shape::LETTER)
                && !self.is_member(amount.end + 1);
        }
        let before = at > self.sentence.start && self.is_glued(at) && {
            let sign = self.token(at - 1);
            let bound = at > self.sentence.start + 1 && self.is_glued(at - 1);
            match self.document.word(at - 1) {
                "/" | "#" | "@" | "_" | "=" | ":" | "." | "\\" | "&" | "'" | "’" | "‘" => true,
                _ => (sign.has(Shape::HYPHEN) || sign.has(Shape::LETTER)) && (bound || sign.has(Shape::LETTER)),
            }
        };
        let end = amount.end;
        let behind = self.is_glued(end) && {
            let sign = self.document.word(end);
            let glued = self.is_glued(end + 1);
            match sign {
                "/" | ":" | "_" | "@" => glued,
                _ => {
                    let word = || self.is_hyphen(end) && self.token(end + 1).has(Shape::LETTER);
                    let bound = || self.quantifier_after(end + 1, "after").is_some();
                    self.token(end).has(Shape::LETTER) || word() && !self.is_member(end + 1) && !bound()
                }
            }
        };
        let listed = at == self.sentence.start
            && self.token(at).has(Shape::LINE_BEFORE)
            && (self.is_sign(end, ".") || self.is_sign(end, ")"));
        before || behind || listed && end + 1 < self.sentence.end
    }

    /// 15-member, 12-nation: the number counts the noun behind the hyphen.
    fn is_member(&self, at: TokenIndex) -> bool {
        let Some((plural, class)) = self.noun(at, true) else { return false };
        !plural && matches!(class, "person" | "group" | "organization" | "place")
    }

    /// A bare number in digits that names something: No. 5, Boeing 737, page 3, a year.
    pub(super) fn is_identifier(&self, amount: &Amount, phrase: Option<&Phrase>) -> bool {
        let at = amount.number;
        let word = self.document.word(at);
        let bare = amount.end == at + 1 && word.bytes().all(|byte| byte.is_ascii_digit());
        let plural = phrase.is_some_and(|phrase| phrase.plural);
        let person = phrase.is_some_and(Phrase::is_people);
        if bare && !person && self.identifiers.binary_search(&word).is_ok() {
            return true;
        }
        // "the 737 replacement": what is counted stands in the plural
        let countable = phrase
            .is_none_or(|phrase| plural || matches!(phrase.class, "person" | "group" | "organization" | "animal"));
        let capital = self.is_inside(amount.end) && self.token(amount.end).has(Shape::CAPITAL) && !plural;
        if bare && amount.value >= 100.0 && (!countable || capital) || self.is_model(at, phrase) {
            return true;
        }
        let (word_behind, upper) = (self.token(amount.end), Shape::UPPER);
        // 44 BC
        if bare && word_behind.is(Class::TimeWord) && word_behind.has(upper) && self.is_inside(amount.end) {
            return true;
        }
        if bare && is_year(amount) && !plural || self.token(amount.end).is(Class::Month) && self.is_inside(amount.end) {
            return true;
        }
        if at == self.sentence.start || !(bare || may_be_version(amount)) {
            return false;
        }
        let before = self.token(at - 1);
        if !plural && self.is_numbering(at - 1) {
            return true;
        }
        if before.is(Class::Month) && before.has(Shape::CAPITAL)
            || before.has(Shape::POINT) && before.is(Class::Abbreviation)
        {
            return true;
        }
        if before.has(Shape::MIXED) {
            return true;
        }
        if !before.has(Shape::LETTER) || plural || before.classes.any(ClassSet::CLOSED) || before.is(Class::Numeral) {
            return false;
        }
        let name = self.name_at(at - 1);
        let capital = before.has(Shape::CAPITAL) && at - 1 > self.sentence.start && !before.is(Class::Verb);
        let noun = before.is(Class::Noun)
            && !ends_as_plural(self.document.word(at - 1))
            && (!before.is(Class::Verb) || self.is_noun_here(at - 1));
        name.is_some() || capital || noun
    }

    /// "version", "flight", "room": a word behind which a number is a name.
    fn is_numbering(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        let mut senses = self.lexicon.senses(token.word).filter(|sense| sense.class == Class::TimeModifier);
        token.is(Class::TimeModifier) && senses.any(|sense| self.lexicon.cell(sense, 1) == "numbered")
    }

    /// A word that is noun and verb stands where only a noun can: "see page 12", "on page 12", not "to cut 12".
    fn is_noun_here(&self, at: TokenIndex) -> bool {
        if at == self.sentence.start {
            return false;
        }
        let before = self.token(at - 1);
        let infinitive = before.is(Class::Particle) && before.is(Class::Preposition);
        let verb = before.is(Class::Verb)
            && !before.is(Class::Auxiliary)
            && !before.is(Class::Modal)
            && !before.is(Class::Noun);
        (before.is(Class::Preposition) || before.is(Class::Determiner) || verb) && !infinitive
    }

    /// "Boeing's 787": nothing is counted.
    fn is_model(&self, at: TokenIndex, phrase: Option<&Phrase>) -> bool {
        phrase.is_none()
            && at > self.sentence.start
            && self.token(at - 1).is(Class::Possessive)
            && self.document.word(at).len() == 3
    }
}

fn ends_as_plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss")
}

/// 10.4 behind a name is a version.
fn may_be_version(amount: &Amount) -> bool {
    amount.numeral.decimal && amount.numeral.digits && !amount.numeral.scaled
}

pub(super) fn is_year(amount: &Amount) -> bool {
    let numeral = &amount.numeral;
    numeral.digits && !numeral.decimal && !numeral.scaled && (1100.0..2100.0).contains(&amount.value)
}
