//! Whether a time lies ahead or behind, as the verb next to it tells: a bare weekday or month turns on it.

use crate::document::{Document, Shape, TokenIndex};
use crate::lexicon::{Class, Lexicon};
use crate::mention::Mention;

/// What the verb says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    /// A plain present: "the fair opens on Monday" lies ahead, but no verb says so.
    Present,
    /// A participle behind a present: "is closed", "are held".
    State,
    Unknown,
}

/// Bits of verb forms.
const BASE: u8 = 1;
const PRESENT: u8 = 2;
const PAST: u8 = 4;
const PARTICIPLE: u8 = 8;

/// How far a verb may stand away.
const REACH: u32 = 25;

/// Looks for the nearest verb before the time, then behind it, within the sentence.
pub(super) fn around(document: &Document, mention: &Mention, lexicon: &Lexicon) -> Tense {
    let Some(sentence) = document.sentences.get(mention.sentence as usize) else { return Tense::Unknown };
    let looker = Looker { document, lexicon };
    let first = sentence.tokens.start.max(mention.tokens.start.saturating_sub(REACH));
    for at in (first..mention.tokens.start).rev() {
        if let Some(tense) = looker.word(at) {
            return looker.carried(at, first, tense);
        }
    }
    let last = sentence.tokens.end.min(mention.tokens.end + REACH);
    // "Monday's attack follows two others": a possessive with a present verb is news of what was
    let possessive = document.token(mention.tokens.end).is(Class::Possessive);
    for at in mention.tokens.end..last {
        if let Some(tense) = looker.word(at) {
            let present = possessive && document.token(at).is(Class::Verb);
            return if present && matches!(tense, Tense::Future | Tense::Present) { Tense::Past } else { tense };
        }
    }
    Tense::Unknown
}

struct Looker<'l, 't> {
    document: &'l Document<'t>,
    lexicon: &'l Lexicon,
}

impl Looker<'_, '_> {
    /// What one word says, if it is a verb or a cue.
    fn word(&self, at: TokenIndex) -> Option<Tense> {
        let token = self.document.token(at);
        if token.has(Shape::SIGN) {
            return None;
        }
        if let Some(modal) = self.document.cell(at, Class::Modal, 0, self.lexicon) {
            // "would have", "could have": what did not come about lies behind
            let perfect = self
                .document
                .cell(at + 1, Class::Auxiliary, 0, self.lexicon)
                .is_some_and(|value| value.starts_with("have"));
            let ahead = ["future", "conditional", "possible", "necessary"].iter().any(|kind| modal.starts_with(kind));
            return ahead.then_some(if perfect { Tense::Past } else { Tense::Future });
        }
        if self.plans(at) {
            return Some(Tense::Future);
        }
        if let Some(auxiliary) = self.document.cell(at, Class::Auxiliary, 0, self.lexicon) {
            if auxiliary.contains("future") {
                return Some(Tense::Future);
            }
            // "has to go", "is to appear"
            let present = auxiliary.starts_with("have|present") || auxiliary.starts_with("be|present");
            let to = || self.document.cell(at + 1, Class::Preposition, 0, self.lexicon) == Some("to");
            if present && to() && self.document.token(at + 2).is(Class::Verb) {
                return Some(Tense::Future);
            }
            // "will have a meeting": the verb itself
            if auxiliary.starts_with("have|present") && self.document.token(at + 1).is(Class::Determiner) {
                return None;
            }
            if auxiliary.contains("past") || auxiliary.starts_with("have") {
                return Some(Tense::Past);
            }
            return None;
        }
        if !token.is(Class::Verb) || token.has(Shape::CAPITAL) {
            return None;
        }
        let flags = self
            .lexicon
            .senses(token.word)
            .filter(|sense| sense.class == Class::Verb)
            .fold(0, |flags, sense| flags | sense.flags);
        if flags & (PAST | PARTICIPLE) != 0 && flags & BASE == 0 {
            return Some(Tense::Past);
        }
        // present forms that are nouns too ("talks", "strikes") say nothing
        let of = self.document.cell(at + 1, Class::Preposition, 0, self.lexicon) == Some("of");
        let noun = token.is(Class::Noun) || of;
        if flags & PRESENT != 0 && !noun && !token.is(Class::Reporting) && !token.is(Class::TimeUnit) {
            return Some(Tense::Present);
        }
        None
    }

    /// "will be held", "to be tried": the verb that carries a participle decides.
    fn carried(&self, at: TokenIndex, first: TokenIndex, tense: Tense) -> Tense {
        if tense != Tense::Past {
            return tense;
        }
        let mut back = at;
        while back > first && back + 4 > at {
            back -= 1;
            let token = self.document.token(back);
            if token.has(Shape::SIGN) {
                break;
            }
            if let Some(auxiliary) = self.document.cell(back, Class::Auxiliary, 0, self.lexicon) {
                if auxiliary.contains("base") {
                    // "will be", "to be": look one word further
                    let before = self.document.cell(back.saturating_sub(1), Class::Modal, 0, self.lexicon);
                    let infinitive =
                        self.document.cell(back.saturating_sub(1), Class::Preposition, 0, self.lexicon) == Some("to");
                    if before.is_some_and(|modal| !modal.contains("perfect")) || infinitive {
                        return Tense::Future;
                    }
                }
                if auxiliary.contains("future") {
                    return Tense::Future;
                }
                if auxiliary.starts_with("be|present") {
                    return Tense::State;
                }
            }
        }
        tense
    }

    /// "due", "expected to", "plans to", "scheduled for": a cue of what is meant to come. A noun ("the plan") or a verb without an infinitive is none.
    fn plans(&self, at: TokenIndex) -> bool {
        let token = self.document.token(at);
        if !token.is(Class::Modality) || token.has(Shape::CAPITAL) {
            return false;
        }
        let kinds = self.lexicon.senses(token.word).filter(|sense| sense.class == Class::Modality);
        let mut planned =
            kinds.filter(|sense| self.lexicon.cell(*sense, 0) == "planned").map(|sense| self.lexicon.cell(sense, 1));
        let to = ["to", "for"]
            .iter()
            .any(|value| self.document.cell(at + 1, Class::Preposition, 0, self.lexicon) == Some(value));
        // "due to rain" is no plan
        let caused =
            to && !self.document.token(at + 2).is(Class::Verb) && !self.document.token(at + 2).is(Class::Auxiliary);
        // "set off" is no plan, "set to", "is set" and "due" are
        let verb = self.lexicon.senses(token.word).any(|sense| sense.class == Class::Verb && sense.flags & BASE != 0);
        let be = self.document.cell(at.saturating_sub(1), Class::Auxiliary, 0, self.lexicon);
        // "threatened on Monday" was done, "threatened strikes" are to come
        let lemma =
            self.lexicon.sense(token.word, Class::Verb).map(|sense| self.lexicon.word(self.lexicon.cell(sense, 0)));
        let done = !self.document.token(at + 1).is(Class::Noun)
            && lemma.is_some_and(|lemma| {
                self.lexicon.senses(lemma).any(|sense| {
                    sense.class == Class::Modality
                        && self.lexicon.cell(sense, 1) == "verb"
                        && self.lexicon.cell(sense, 0) != "planned"
                })
            });
        let told = !done && (!verb || to || be.is_some_and(|be| be.starts_with("be")));
        planned.any(|kind| match kind {
            "adjective" => !caused && told,
            "modal" => true,
            _ => kind == "verb" && to,
        })
    }
}
