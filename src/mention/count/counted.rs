//! What a number counts: the noun phrase behind it, or behind "of", up to its head.
//!
//! In: where the number ends. Out: the phrase, with what its head is. Not here: attachments behind the head ("deaths", not "deaths in custody").

use super::Reader;
use crate::document::{Shape, TokenIndex};
use crate::lexicon::{Class, ClassSet};
use crate::mention::Reading;
use crate::mention::function::Function;
use std::ops::Range;

/// A noun phrase, cut behind its head.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Phrase<'l> {
    /// Modifiers and head.
    pub tokens: Range<TokenIndex>,
    /// The head is a plural.
    pub plural: bool,
    /// Semantic class of the head; empty when the lexicon does not know it.
    pub class: &'l str,
}

impl Phrase<'_> {
    /// Of persons, or of a group of them.
    pub(super) fn is_people(&self) -> bool {
        matches!(self.class, "person" | "group")
    }

    /// Of people or animals.
    pub(super) fn is_living(&self) -> bool {
        self.is_people() || self.class == "animal"
    }
}

/// Modifiers before a head: more are no noun phrase of a newspaper.
const MODIFIERS: u32 = 9;

impl<'r> Reader<'r, '_> {
    /// "other" and "more" behind a number: where they end, and whether those named are left out.
    pub(super) fn others(&self, at: TokenIndex) -> (TokenIndex, bool) {
        match self.quantifier_after(at, "rest") {
            Some((_, "others")) => (at, true),
            Some((end, value)) => (end, value == "other"),
            None => (at, false),
        }
    }

    /// What a number counts: the phrase behind it, or behind "of"; `direct`: no "of" can stand between.
    pub(super) fn counted(&self, at: TokenIndex, one: bool, direct: bool) -> Option<Phrase<'r>> {
        if let Some((end, "others")) = self.quantifier_after(at, "rest") {
            return Some(Phrase { tokens: at..end, plural: true, class: "person" });
        }
        if direct || !self.is(at, Function::OF) {
            return self.phrase(at, one);
        }
        let mut from = at + 1;
        while self.is_inside(from) && from < at + 4 && self.is_determiner(from) {
            from += 1;
        }
        let phrase = self
            .phrase(from, true)
            .map(|owner| self.owned(owner.clone(), false))
            .filter(|owned| owned.tokens.start > from);
        phrase.or_else(|| self.phrase(from, false))
    }

    /// The whole that a share is of, with its determiner: "the vote".
    pub(super) fn share(&self, at: TokenIndex) -> Option<Phrase<'r>> {
        let from = if self.is(at, Function::OF) { at + 1 } else { at };
        let mut noun = from;
        while self.is_inside(noun) && noun < from + 3 && self.is_determiner(noun) {
            noun += 1;
        }
        let phrase = self.owned(self.phrase(noun, true)?, true);
        Some(Phrase { tokens: from..phrase.tokens.end, ..phrase })
    }

    /// What belongs to a phrase with a possessive behind it: the output in "the country's output".
    fn owned(&self, phrase: Phrase<'r>, one: bool) -> Phrase<'r> {
        let end = phrase.tokens.end;
        if !self.token(end).is(Class::Possessive) || !self.is_glued(end) {
            return phrase;
        }
        self.phrase(end + 1, one).unwrap_or(phrase)
    }

    pub(super) fn is_determiner(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        (token.is(Class::Determiner) || token.is(Class::Possessive)) && self.name_at(at).is_none()
    }

    pub(super) fn is_duration(&self, phrase: Option<&Phrase>) -> bool {
        phrase.is_some_and(|phrase| self.token(phrase.tokens.end - 1).is(Class::TimeUnit))
    }

    /// The noun phrase that begins at `from`; none when no noun is there. `one`: a singular is counted.
    pub(super) fn phrase(&self, from: TokenIndex, one: bool) -> Option<Phrase<'r>> {
        let from = if self.opens_quote(from) || self.is_hyphen(from) { from + 1 } else { from };
        let mut head: Option<(TokenIndex, bool, &'r str)> = None;
        let mut at = from;
        while at < self.sentence.end && at - from <= MODIFIERS && !self.is_time(at) {
            if let Some(name) = self.name_at(at) {
                if head.is_some_and(|(_, plural, _)| plural || one) {
                    break;
                }
                let last = name.tokens.end - 1;
                head = self.name_as_head(last, &name.reading).or(head);
                at = name.tokens.end.max(at + 1);
                continue;
            }
            let token = self.token(at);
            if token.has(Shape::SIGN) {
                if !self.is_hyphen(at) || head.is_some_and(|(_, plural, _)| plural) {
                    break;
                }
                at += 1;
                continue;
            }
            if token.has(Shape::LINE_BEFORE) && token.has(Shape::CAPITAL) && at > from {
                break;
            }
            let noun = self.noun(at, one);
            if token.classes.any(ClassSet::CLOSED) && (noun.is_none() || !token.is(Class::Noun)) {
                break;
            }
            // "cocaine worth $3 million"
            if head.is_some() && token.is(Class::Preposition) && token.is(Class::Noun) {
                break;
            }
            match (head, noun) {
                (Some((_, true, _)), Some((true, _))) if !token.is(Class::Verb) => {}
                (Some((_, true, _)), _) => break,
                // "one man fires"
                (Some(_), Some((true, _))) if one => break,
                (Some(_), None) => break,
                (None, None) if self.cannot_modify(at) => break,
                _ => {}
            }
            if let Some((plural, class)) = noun {
                head = Some((at, plural, class));
            }
            at += 1;
        }
        let (head, plural, class) = head?;
        Some(Phrase { tokens: from..head + 1, plural, class })
    }

    /// An opening quotation mark directly before a word: 22 “government employees”.
    fn opens_quote(&self, at: TokenIndex) -> bool {
        self.is_inside(at)
            && self.token(at).has(Shape::QUOTE)
            && self.token(at).has(Shape::SPACE_BEFORE)
            && self.is_glued(at + 1)
    }

    /// A word that neither is a noun nor stands before one.
    fn cannot_modify(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        if token.has(Shape::DIGIT) || token.is(Class::Weekday) && token.has(Shape::CAPITAL) {
            return true;
        }
        // "two say", "14 fled": forms that are no participles
        const PARTICIPLES: u8 = 8 | 16;
        let Some(verb) = self.lexicon.sense(token.word, Class::Verb) else { return false };
        let [lower, ..] = self.lexicon.frequency(token.word);
        verb.flags & PARTICIPLES == 0 && verb.flags & (2 | 4) != 0 && lower > 0
    }

    /// Whether a token can be a noun: plural, and its class.
    pub(super) fn noun(&self, at: TokenIndex, one: bool) -> Option<(bool, &'r str)> {
        let token = self.token(at);
        let word = self.document.word(at);
        if token.has(Shape::DIGIT) {
            // five 737s
            return (token.has(Shape::LETTER) && word.ends_with('s')).then_some((true, ""));
        }
        if !token.has(Shape::LETTER) {
            return None;
        }
        let mut senses = self.lexicon.senses(token.word).filter(|sense| sense.class == Class::Noun).peekable();
        if let Some(first) = senses.peek() {
            let class = self.lexicon.cell(*first, 0);
            return Some((senses.any(|sense| sense.flags & 1 == 1), class));
        }
        let plural = looks_plural(word);
        if token.is(Class::Role) {
            return Some((plural || token.is(Class::NounForm), "person"));
        }
        if token.is(Class::NounForm) {
            return Some((true, ""));
        }
        let unknown = plural && !one && !token.is(Class::Adverb) && !token.classes.any(ClassSet::CLOSED);
        (unknown && token.has(Shape::LETTER)).then_some((true, ""))
    }

    /// Five "Boeing 737s", 19 "Armenians".
    fn name_as_head(&self, last: TokenIndex, reading: &Reading) -> Option<(TokenIndex, bool, &'r str)> {
        let Reading::Name(name) = reading else { return None };
        let word = self.document.word(last);
        let plural = looks_plural(word) && (name.demonym || self.token(last).has(Shape::DIGIT));
        plural.then_some((last, true, if name.demonym { "person" } else { "" }))
    }
}

/// Ends as a regular plural.
fn looks_plural(word: &str) -> bool {
    let bytes = word.as_bytes();
    let [.., before, b's' | b'S'] = bytes else { return false };
    bytes.len() > 3 && !matches!(before.to_ascii_lowercase(), b's' | b'u' | b'i' | b'\'')
}
