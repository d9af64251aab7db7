//! What a noun group does: it is subject, object, object of a phrase, one of a list or another name for what stands before.
//!
//! In: a noun group and what stands before it. Out: its links. Not here: which word is its head (`group`).

use super::ahead::{is_list, verb_behind_phrases, verb_follows};
use super::{Clause, Edge, State};
use crate::clause::group::Chunk;
use crate::clause::tag::Tag;
use crate::clause::{Bond, Clauses, Kind, NounGroup, NounId, Opening, Phrase};
use crate::document::TokenIndex;
use crate::lexicon::Class;
use std::ops::Range;

impl State<'_> {
    pub(super) fn noun(&mut self, at: usize, chunks: &[Chunk], clauses: &mut Clauses) {
        let id = NounId(chunks[at].id);
        let verb_next = verb_follows(at + 1, chunks, clauses);
        if let Some(preposition) = self.preposition.take() {
            self.phrase(preposition, id, verb_next, clauses);
        } else if self.conjunction {
            // "… in the north, and three villages in the south were burned"
            let subject = verb_next || verb_behind_phrases(at + 1, chunks, clauses);
            self.coordinate(id, subject, clauses);
        } else if self.comma && self.last.is_some() {
            self.behind_comma(id, at, chunks, verb_next, clauses);
        } else {
            self.bare(id, verb_next, clauses);
        }
        self.last = Some(id);
        self.conjunction = false;
        self.comma = false;
        self.edge = Edge::Noun;
    }

    fn phrase(&mut self, preposition: Range<TokenIndex>, id: NounId, verb_next: bool, clauses: &mut Clauses) {
        let opens_clause = verb_next && self.document.token(preposition.start).is(Class::Subordinator);
        if opens_clause {
            // after, before, since, as: a clause when its noun group has a finite verb
            let above = self.top().verb;
            self.push(Clause {
                waiting: Some(id),
                above,
                opener: Some(preposition),
                ..Clause::new(Bond::Adverbial, clauses)
            });
            return;
        }
        let noun = if self.edge == Edge::Noun { self.last } else { None };
        let of = self.value(&preposition) == Some("of");
        if of
            && let Some(noun) = noun
            && let Some(group) = clauses.noun_mut(noun)
        {
            group.of = Some(id);
        }
        let verb = self.top().verb;
        let number = clauses.phrases.len() as u32;
        if let Some(group) = clauses.noun_mut(id) {
            group.phrase = Some(number);
        }
        clauses.phrases.push(Phrase { preposition, object: Some(id), gerund: None, noun, verb });
    }

    /// Behind "and": joined to the group it is most like, unless it is the subject of what follows.
    fn coordinate(&mut self, id: NounId, verb_next: bool, clauses: &mut Clauses) {
        let has_verb = self.top().verb.is_some();
        // "12 were killed and 30 wounded": behind a verb there is nothing to join it to
        if has_verb && (verb_next || self.edge == Edge::Verb) {
            return self.new_clause(id, Bond::Coordinate, clauses);
        }
        let Some(last) = self.last else { return self.bare(id, verb_next, clauses) };
        join(self.partner(last, id, clauses), id, clauses);
    }

    /// The group before that a coordinated one is joined to: the nearest of the same kind, going up from the object of a phrase to the noun before it.
    fn partner(&self, last: NounId, id: NounId, clauses: &Clauses) -> NounId {
        let kind = clauses.noun(id).map_or(Kind::Unknown, |noun| noun.kind);
        let mut at = last;
        for _ in 0..4 {
            let Some(noun) = clauses.noun(at) else { break };
            if alike(noun.kind, kind) {
                return at;
            }
            let Some(above) = clauses.hangs_on(noun).or(noun.apposition_of) else { break };
            at = above;
        }
        last
    }

    fn behind_comma(&mut self, id: NounId, at: usize, chunks: &[Chunk], verb_next: bool, clauses: &mut Clauses) {
        let (has_verb, waiting) = (self.top().verb.is_some(), self.top().waiting);
        if verb_next && has_verb {
            return self.new_clause(id, Bond::Main, clauses);
        }
        let Some(last) = self.last.filter(|_| waiting.is_some() || !verb_next) else {
            return self.bare(id, verb_next, clauses);
        };
        // "Kovacs, a doctor and writer, …" tells who Kovacs is
        let described = clauses.noun(id).is_some_and(|noun| noun.opening == Opening::Indefinite)
            && clauses.noun(last).is_some_and(|noun| clauses.tag(noun.head) == Tag::Name);
        let headline_pair = self.title && verb_next && !has_verb && waiting == Some(last);
        if is_list(at, chunks) && !described || headline_pair {
            return join(self.partner(last, id, clauses), id, clauses);
        }
        if !has_verb && verb_next {
            // what stands directly before the verb is its subject: an apposition would end with a comma
            self.top().waiting = None;
            return self.bare(id, verb_next, clauses);
        }
        match self.apposition_partner(last, id, clauses) {
            Some(partner) => appose(partner, id, clauses),
            // "In Minsk, the president …": a new start, not an apposition of Minsk
            None if !has_verb && waiting.is_none() => self.bare(id, verb_next, clauses),
            None => {}
        }
    }

    /// The group before the comma that can be the same thing: of a like kind, going up from phrases.
    fn apposition_partner(&self, last: NounId, id: NounId, clauses: &Clauses) -> Option<NounId> {
        let group = clauses.noun(id)?;
        let mut at = last;
        for _ in 0..4 {
            let noun = clauses.noun(at)?;
            let free = noun.apposition.is_none() && noun.apposition_of.is_none();
            if free
                && alike(noun.kind, group.kind)
                && !is_abstract_mix(noun.kind, group.kind)
                && !(noun.pronoun || group.pronoun)
                && !(is_many(noun, clauses) && clauses.tag(group.head) == Tag::Name && group.next.is_none())
            {
                return Some(at);
            }
            at = clauses.hangs_on(noun).or(noun.previous)?;
        }
        None
    }

    /// A noun group without preposition, conjunction or comma before it.
    fn bare(&mut self, id: NounId, verb_next: bool, clauses: &mut Clauses) {
        let edge = self.edge;
        let Some(verb) = self.top().verb else {
            if edge == Edge::Noun && self.top().waiting.is_some() && verb_next {
                // "the attention the visits had attracted"
                let noun = self.last;
                self.push(Clause { waiting: Some(id), noun, ..Clause::new(Bond::Relative, clauses) });
            } else {
                self.top().waiting = Some(id);
            }
            return;
        };
        // "the men who attacked the village were arrested": the verb that follows has its subject already
        if verb_next && !self.is_awaited() {
            let behind_noun = edge == Edge::Noun;
            let noun = if behind_noun { self.last } else { None };
            let bond = if behind_noun { Bond::Relative } else { Bond::Complement };
            self.push(Clause { waiting: Some(id), above: Some(verb), noun, ..Clause::new(bond, clauses) });
            return;
        }
        let Some(group) = clauses.verb_mut(verb) else { return };
        let first = group.object;
        // "gave the men a medal"
        let indirect =
            first.filter(|first| edge == Edge::Noun && self.last == Some(*first) && group.indirect.is_none());
        if first.is_some() && indirect.is_none() {
            return;
        }
        group.indirect = indirect.or(group.indirect);
        group.object = Some(id);
        if let Some(noun) = clauses.noun_mut(id) {
            noun.object_of = Some(verb);
        }
    }
}

/// Puts a group behind the last member of another's coordination.
fn join(partner: NounId, id: NounId, clauses: &mut Clauses) {
    let mut end = partner;
    for _ in 0..24 {
        match clauses.noun(end).and_then(|noun| noun.next) {
            Some(next) if next < id => end = next,
            _ => break,
        }
    }
    if end >= id {
        return;
    }
    let shared = clauses.noun(end).map(|noun| (noun.phrase, noun.object_of));
    if let Some(noun) = clauses.noun_mut(end) {
        noun.next = Some(id);
    }
    if let Some(noun) = clauses.noun_mut(id) {
        noun.previous = Some(end);
        if let Some((phrase, object)) = shared {
            noun.phrase = noun.phrase.or(phrase);
            noun.object_of = noun.object_of.or(object);
        }
    }
}

fn appose(partner: NounId, id: NounId, clauses: &mut Clauses) {
    if let Some(noun) = clauses.noun_mut(partner) {
        noun.apposition = Some(id);
    }
    if let Some(noun) = clauses.noun_mut(id) {
        noun.apposition_of = Some(partner);
    }
}

/// Two kinds that can stand side by side in a coordination or apposition.
fn alike(one: Kind, other: Kind) -> bool {
    use Kind::{Abstract, Facility, Nationality, Organization, Person, Place, Unknown};
    let group = |kind: Kind| match kind {
        Person | Nationality => 1,
        Organization => 2,
        Place | Facility => 3,
        Unknown | Abstract => 0,
        _ => 4,
    };
    let (one, other) = (group(one), group(other));
    one == other || one == 0 || other == 0 || one == 2 && other <= 3 || other == 2 && one <= 3
}

/// An idea and somebody are never the same, though either may be of no known kind.
fn is_abstract_mix(one: Kind, other: Kind) -> bool {
    let being = |kind: Kind| matches!(kind, Kind::Person | Kind::Organization | Kind::Place | Kind::Facility);
    one == Kind::Abstract && being(other) || other == Kind::Abstract && being(one)
}

/// More than one, and not "one of its citizens".
fn is_many(noun: &NounGroup, clauses: &Clauses) -> bool {
    noun.plural && !noun.tokens.clone().any(|at| clauses.tag(at) == Tag::Preposition)
}
