//! What a verb group does: it takes its subject and its clause, or opens one.
//!
//! In: a verb group and the clauses that are open. Out: its subject, bond and parent. Not here: objects, which come with their noun groups.

use super::ahead::following_subject;
use super::{Clause, Edge, State};
use crate::clause::group::Chunk;
use crate::clause::{Bond, Clauses, Form, Kind, NounId, Phrase, VerbId, VerbTense, Voice};
use crate::document::TokenIndex;
use crate::lexicon::Class;
use std::ops::Range;

impl State<'_> {
    pub(super) fn verb(&mut self, at: usize, chunks: &[Chunk], clauses: &mut Clauses) {
        let id = VerbId(chunks[at].id);
        let Some(group) = clauses.verb(id) else { return };
        let (form, voice) = (group.form, group.voice);
        match form {
            Form::Finite => self.finite(id, clauses),
            Form::Infinitive => self.infinitive(id, clauses),
            Form::Participle | Form::Gerund => self.participle(id, form, voice, at, chunks, clauses),
        }
        self.preposition = None;
        self.conjunction = false;
        self.comma = false;
        self.edge = Edge::Verb;
        self.last_verb = Some(id);
    }

    fn finite(&mut self, id: VerbId, clauses: &mut Clauses) {
        if let Some(noun) = self.said_of(clauses) {
            let above = self.top().verb;
            let clause = Clause { above, noun: Some(noun), ..Clause::new(Bond::Relative, clauses) };
            self.push(clause.clone());
            return self.settle(id, Some(noun), &clause, clauses);
        }
        if self.top().verb.is_some() && self.conjunction {
            return self.coordinate_finite(id, clauses);
        }
        if self.continues(id, clauses) {
            return self.settle_coordinate(id, clauses);
        }
        if self.top().verb.is_some() {
            self.pop_to_waiting();
        }
        if let Some(subject) = self.content_subject(clauses) {
            let above = self.top().verb;
            self.push(Clause { waiting: Some(subject), above, ..Clause::new(Bond::Complement, clauses) });
        }
        if self.top().verb.is_some() {
            let closed_by = self.top().closed_by;
            *self.top() = Clause { closed_by, ..Clause::new(Bond::Main, clauses) };
        }
        let clause = self.top().clone();
        let subject = clause.waiting.or(if clause.bond == Bond::Relative { clause.noun } else { None });
        self.settle(id, subject, &clause, clauses);
        // "the attention the visits had attracted": the noun is the object
        if clause.bond == Bond::Relative
            && let (Some(_), Some(noun)) = (clause.waiting, clause.noun)
            && let Some(group) = clauses.verb_mut(id)
            && !group.copula
        {
            group.object = Some(noun);
        }
    }

    /// "agreed to share data and signed a treaty", but "to vote in or boycott".
    fn coordinate_finite(&mut self, id: VerbId, clauses: &mut Clauses) {
        if clauses.verb(id).is_some_and(|group| group.tense == VerbTense::Past || group.tokens.len() > 1) {
            self.pop_to_finite(clauses);
        }
        let subject = self.top().verb.and_then(|above| clauses.verb(above)).and_then(|above| above.subject);
        // "who was arrested and sentenced": the same subject, the same clause; from a deeper clause without subject go up
        if subject.is_none() {
            self.pop_to_waiting();
        }
        self.settle_coordinate(id, clauses);
    }

    /// "stormed the village, burned houses and took": behind a comma a verb of the same form, without a subject, goes on with the one before.
    fn continues(&self, id: VerbId, clauses: &Clauses) -> bool {
        let plain = |id: VerbId| {
            let verb = clauses.verb(id)?;
            (verb.form == Form::Finite && verb.tense == VerbTense::Past && !verb.copula && verb.tokens.len() == 1)
                .then_some(verb.head)
        };
        let Some(clause) = self.stack.last() else { return false };
        self.comma
            && !self.title
            && !self.is_awaited()
            && clause.verb.and_then(plain).is_some()
            && plain(id).is_some_and(|head| !self.document.token(head).is(Class::Reporting))
    }

    /// "a vote that his rival says was stolen": the verb directly behind says something of the noun before "that".
    fn said_of(&mut self, clauses: &Clauses) -> Option<NounId> {
        let edge = self.edge == Edge::Verb;
        let top = self.top();
        let (verb, noun) = (clauses.verb(top.verb?)?, top.behind?);
        (edge && verb.form == Form::Finite && self.document.token(verb.head).is(Class::Reporting)).then_some(noun)
    }

    /// "Estonia said one of its citizens, Allan Roio, was among them": the object of a verb of saying is the subject of what was said.
    fn content_subject(&mut self, clauses: &mut Clauses) -> Option<NounId> {
        let above = self.top().verb?;
        let verb = clauses.verb(above)?;
        let object = verb.object?;
        if !self.document.token(verb.head).is(Class::Reporting) {
            return None;
        }
        let last = self.last?;
        let near = last == object || clauses.noun(last).is_some_and(|noun| noun.apposition_of == Some(object));
        if !near {
            return None;
        }
        if let Some(verb) = clauses.verb_mut(above) {
            verb.object = None;
        }
        if let Some(noun) = clauses.noun_mut(object) {
            noun.object_of = None;
        }
        Some(object)
    }

    /// Writes a verb into the clause of the one that it is joined to, as its equal.
    fn settle_coordinate(&mut self, id: VerbId, clauses: &mut Clauses) {
        let above = self.top().verb;
        let (subject, bond, parent, noun, opener) =
            above.and_then(|above| clauses.verb(above)).map_or((None, Bond::Coordinate, None, None, None), |group| {
                (group.subject, group.bond, group.parent, group.noun, group.opener.clone())
            });
        let waiting = self.top().waiting;
        let own = matches!(bond, Bond::Complement | Bond::Relative | Bond::Adverbial | Bond::Purpose);
        if let Some(group) = clauses.verb_mut(id) {
            group.subject = subject.or(waiting);
            group.bond = if own { bond } else { Bond::Coordinate };
            group.parent = if own { parent } else { above };
            group.noun = noun;
            group.opener = opener;
        }
        self.top().verb = Some(id);
        self.top().phrases = clauses.phrases.len();
    }

    /// Writes a verb into its clause.
    fn settle(&mut self, id: VerbId, subject: Option<NounId>, clause: &Clause, clauses: &mut Clauses) {
        if let Some(group) = clauses.verb_mut(id) {
            group.subject = subject;
            group.parent = clause.above;
            group.bond = clause.bond;
            group.noun = clause.noun;
            group.opener.clone_from(&clause.opener);
        }
        if let Some(noun) = subject.and_then(|subject| clauses.noun_mut(subject)) {
            noun.subject_of = noun.subject_of.or(Some(id));
        }
        if clause.bond == Bond::Complement
            && let Some(above) = clause.above.and_then(|above| clauses.verb_mut(above))
            && above.complement.is_none()
        {
            above.complement = Some(id);
        }
        // phrases that stood before the verb are its own too
        for phrase in clauses.phrases.iter_mut().skip(clause.phrases) {
            if phrase.verb.is_none() {
                phrase.verb = Some(id);
            }
        }
        self.top().verb = Some(id);
    }

    fn infinitive(&mut self, id: VerbId, clauses: &mut Clauses) {
        if self.conjunction && self.last_verb.is_some() && self.top().bond != Bond::Main {
            return self.settle_coordinate(id, clauses);
        }
        let above = self.top().verb.or(self.stack.iter().rev().find_map(|clause| clause.verb));
        let parent = above.and_then(|above| clauses.verb(above)).cloned().unwrap_or_default();
        let behind_noun = self.edge == Edge::Noun;
        let noun = if behind_noun { self.last } else { None };
        // roads that are blocked do nothing
        let kind = parent.object.and_then(|object| clauses.noun(object)).map(|object| object.kind);
        let inanimate = matches!(kind, Some(Kind::Facility | Kind::Thing | Kind::Vehicle | Kind::Weapon));
        let object_controls = above.is_some()
            && (parent.object.is_some() && !inanimate || parent.voice == Voice::Passive)
            && self.commands(parent.head);
        let subject = if above.is_none() {
            // "plans to release": the noun's own possessor, else nobody; in titles the noun before acts
            noun
        } else if object_controls && parent.voice != Voice::Passive {
            parent.indirect.or(parent.object)
        } else {
            parent.subject
        };
        let bond = if behind_noun && !object_controls { Bond::Purpose } else { Bond::Complement };
        let clause = Clause { above, noun, ..Clause::new(bond, clauses) };
        self.push(clause.clone());
        self.settle(id, subject, &clause, clauses);
    }

    /// Verbs whose object does what the infinitive says: urge, order, allow.
    fn commands(&self, verb: TokenIndex) -> bool {
        let sense = self.lexicon.sense(self.document.token(verb).word, Class::Verb);
        let lemma = self.lexicon.word(sense.map_or("", |sense| self.lexicon.cell(sense, 0)));
        self.lexicon.senses(lemma).any(|sense| {
            sense.class == Class::Modality
                && self.lexicon.cell(sense, 1) == "verb"
                && matches!(
                    self.lexicon.cell(sense, 0),
                    "demanded" | "caused" | "possible" | "alleged" | "reported" | "negative"
                )
        })
    }

    fn participle(&mut self, id: VerbId, form: Form, voice: Voice, at: usize, chunks: &[Chunk], clauses: &mut Clauses) {
        if let Some(preposition) = self.preposition.take() {
            return self.behind_preposition(id, preposition, clauses);
        }
        if self.conjunction && self.last_verb.is_some() && self.edge != Edge::Start {
            let same = self
                .top()
                .verb
                .and_then(|above| clauses.verb(above))
                .is_some_and(|above| above.voice == voice || above.form == form);
            if same {
                return self.settle_coordinate(id, clauses);
            }
        }
        let top = self.top().clone();
        let above = top.verb.or(top.above);
        if top.opener.is_some() && top.verb.is_none() && top.waiting.is_none() && self.edge == Edge::Start {
            // "if convicted", "when asked": the clause of the subordinator, about the subject around it
            let outer = above.and_then(|above| clauses.verb(above)).and_then(|above| above.subject);
            let waiting = self.stack.iter().rev().skip(1).find_map(|clause| clause.waiting);
            let subject = outer.or(waiting).or_else(|| following_subject(at, chunks, clauses, form));
            return self.settle(id, subject, &top, clauses);
        }
        if self.title
            && top.verb.is_none()
            && top.waiting.is_some()
            && self.edge == Edge::Noun
            && form == Form::Participle
        {
            // "14 killed in blast": the only verb of a headline is its verb
            return self.settle(id, top.waiting, &top, clauses);
        }
        let (subject, bond, noun) = match self.edge {
            // "prisoners freed on Saturday"
            Edge::Noun if !self.comma => (self.last, Bond::Relative, self.last),
            // "Tsikhanouski, considered a prisoner, was"
            Edge::Noun if top.verb.is_none() => (top.waiting.or(self.last), Bond::Relative, top.waiting.or(self.last)),
            // "began bombing", "was found murdered"
            Edge::Verb if !self.comma => {
                let subject = above.and_then(|above| clauses.verb(above)).and_then(|above| above.subject);
                (subject, Bond::Complement, None)
            }
            // ", triggering protests"
            _ if above.is_some() => (self.participle_subject(above, form, clauses), Bond::Adverbial, None),
            // "Jailed in 2020, he": the subject comes; "Releasing him was": there is none
            _ => (following_subject(at, chunks, clauses, form), Bond::Adverbial, None),
        };
        let clause = Clause { above, noun, ..Clause::new(bond, clauses) };
        self.push(clause.clone());
        self.settle(id, subject, &clause, clauses);
    }

    /// "He left, taking the gold": the subject above; but "the market was bombed by a jet, killing 12": what undergoes does not act, the one named by "by" does.
    fn participle_subject(&self, above: Option<VerbId>, form: Form, clauses: &Clauses) -> Option<NounId> {
        let id = above?;
        let verb = clauses.verb(id)?;
        let person =
            verb.subject.and_then(|subject| clauses.noun(subject)).is_some_and(|noun| noun.kind == Kind::Person);
        if form != Form::Gerund || verb.voice != Voice::Passive || person {
            return verb.subject;
        }
        let mut near = clauses.phrases.iter().rev().take(8).filter(|phrase| phrase.verb == Some(id));
        near.find(|phrase| self.value(&phrase.preposition) == Some("by")).and_then(|phrase| phrase.object)
    }

    fn behind_preposition(&mut self, id: VerbId, preposition: Range<TokenIndex>, clauses: &mut Clauses) {
        let top = self.top().clone();
        let noun = if self.edge == Edge::Noun { self.last } else { None };
        let above = top.verb;
        let parent = above.and_then(|above| clauses.verb(above)).cloned().unwrap_or_default();
        // "accused him of killing": the object did it; "released 14 after meeting": the subject did
        let by_object = noun.is_some() && noun == parent.object && self.commands(parent.head);
        let subject = if by_object { noun } else { parent.subject.or(top.waiting) };
        clauses.phrases.push(Phrase {
            preposition: preposition.clone(),
            object: None,
            gerund: Some(id),
            noun,
            verb: above,
        });
        let clause = Clause { above, noun, opener: Some(preposition), ..Clause::new(Bond::Adverbial, clauses) };
        self.push(clause.clone());
        self.settle(id, subject, &clause, clauses);
    }
}
