//! Attachment: who is subject and object of what, which phrase may belong where, which clause hangs on which.
//!
//! In: the chunks of one sentence. Out: the links between its groups. One pass with a stack of open clauses; a parenthesis, a dash pair and a quotation with a verb
//! of its own are clauses that open and close again without touching what is around them.

use super::group::{Chunk, ChunkKind, Scratch};
use super::tag::Tag;
use super::{Bond, Clauses, Form, Kind, NounGroup, NounId, Phrase, VerbId, VerbTense, Voice};
use crate::document::{Document, Shape, TokenIndex};
use crate::lexicon::{Class, Lexicon};
use std::ops::Range;

/// Clauses deeper than this are read as one.
const DEEPEST: usize = 12;

/// A clause under way.
#[derive(Clone, Debug, Default)]
struct Clause {
    bond: Bond,
    /// Bare noun group that waits for its verb.
    waiting: Option<NounId>,
    verb: Option<VerbId>,
    /// The verb above.
    above: Option<VerbId>,
    /// The noun the clause is about.
    noun: Option<NounId>,
    opener: Option<Range<TokenIndex>>,
    /// The noun directly before "that", of which the clause may say something: "a vote that he says was stolen".
    behind: Option<NounId>,
    /// First phrase of the clause that waits for a verb.
    phrases: usize,
    /// Closes only with its mark.
    closed_by: Option<ChunkKind>,
}

/// What stands directly before a chunk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Start,
    Noun,
    Verb,
    Other,
}

struct State<'a> {
    document: &'a Document<'a>,
    lexicon: &'a Lexicon,
    title: bool,
    stack: Vec<Clause>,
    preposition: Option<Range<TokenIndex>>,
    conjunction: bool,
    comma: bool,
    edge: Edge,
    /// The last noun group, and the one that its phrase hangs on.
    last: Option<NounId>,
    last_verb: Option<VerbId>,
}

/// Links the groups of one sentence.
pub(super) fn attach(document: &Document, lexicon: &Lexicon, title: bool, clauses: &mut Clauses, scratch: &Scratch) {
    let mut state = State {
        document,
        lexicon,
        title,
        stack: vec![Clause { phrases: clauses.phrases.len(), ..Clause::default() }],
        preposition: None,
        conjunction: false,
        comma: false,
        edge: Edge::Start,
        last: None,
        last_verb: None,
    };
    for at in 0..scratch.chunks.len() {
        state.chunk(at, &scratch.chunks, clauses);
    }
}

impl State<'_> {
    fn top(&mut self) -> &mut Clause {
        if self.stack.is_empty() {
            self.stack.push(Clause::default());
        }
        let last = self.stack.len() - 1;
        &mut self.stack[last]
    }

    fn push(&mut self, clause: Clause) {
        if self.stack.len() >= DEEPEST {
            self.stack.pop();
        }
        self.stack.push(clause);
    }

    fn chunk(&mut self, at: usize, chunks: &[Chunk], clauses: &mut Clauses) {
        let Some(chunk) = chunks.get(at) else { return };
        match chunk.kind {
            ChunkKind::Noun => self.noun(at, chunks, clauses),
            ChunkKind::Verb => self.verb(at, chunks, clauses),
            ChunkKind::Time => {
                // a time is the object of its own preposition and of nothing else
                self.preposition = None;
                if self.edge != Edge::Noun {
                    self.edge = Edge::Other;
                }
            }
            ChunkKind::Preposition => {
                self.preposition = Some(chunk.tokens.clone());
                self.conjunction = false;
            }
            ChunkKind::Conjunction => {
                self.conjunction = true;
                self.preposition = None;
            }
            ChunkKind::Subordinator => self.subordinator(at, chunks, clauses),
            ChunkKind::Relative => self.relative(chunk, clauses),
            ChunkKind::Comma => self.comma(clauses),
            ChunkKind::Stop => {
                self.stack.truncate(1);
                *self.top() = Clause { phrases: clauses.phrases.len(), ..Clause::default() };
                self.clear();
            }
            ChunkKind::Dash => self.insertion(ChunkKind::Dash, ChunkKind::Dash, at, chunks, clauses),
            ChunkKind::Open => self.insertion(ChunkKind::Open, ChunkKind::Close, at, chunks, clauses),
            ChunkKind::Close => self.close(ChunkKind::Close),
            ChunkKind::Quote => self.quote(at, chunks, clauses),
            ChunkKind::Adverb => {
                let tag = clauses.tag(chunk.tokens.start);
                let word = self.document.token(chunk.tokens.start).word;
                if tag != Tag::Particle && self.edge == Edge::Noun {
                    self.edge = Edge::Other;
                } else if tag == Tag::Particle && self.lexicon.grammar(word).is_adjective_trigger() {
                    // "left three dead and five wounded"
                    self.edge = Edge::Verb;
                }
            }
        }
    }

    fn clear(&mut self) {
        self.preposition = None;
        self.conjunction = false;
        self.comma = false;
        self.edge = Edge::Start;
    }

    // ---- noun groups --------------------------------------------------------------------------------------------------------------

    fn noun(&mut self, at: usize, chunks: &[Chunk], clauses: &mut Clauses) {
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
                bond: Bond::Adverbial,
                waiting: Some(id),
                above,
                opener: Some(preposition),
                phrases: clauses.phrases.len(),
                ..Clause::default()
            });
            return;
        }
        let noun = if self.edge == Edge::Noun { self.last } else { None };
        let of = self.value(&preposition) == Some("of");
        if of
            && let Some(noun) = noun
            && let Some(group) = clauses.nouns.get_mut(noun.0 as usize)
        {
            group.of = Some(id);
        }
        let verb = self.top().verb;
        let number = clauses.phrases.len() as u32;
        if let Some(group) = clauses.nouns.get_mut(id.0 as usize) {
            group.phrase = Some(number);
        }
        clauses.phrases.push(Phrase { preposition, object: Some(id), gerund: None, noun, verb });
    }

    fn value(&self, preposition: &Range<TokenIndex>) -> Option<&str> {
        self.document.cell(preposition.start, Class::Preposition, 0, self.lexicon).filter(|_| preposition.len() == 1)
    }

    /// Behind "and": joined to the group it is most like, unless it is the subject of what follows.
    fn coordinate(&mut self, id: NounId, verb_next: bool, clauses: &mut Clauses) {
        let has_verb = self.top().verb.is_some();
        // "12 were killed and 30 wounded": behind a verb there is nothing to join it to
        if has_verb && (verb_next || self.edge == Edge::Verb) {
            return self.new_clause(id, Bond::Coordinate, clauses);
        }
        let Some(last) = self.last else { return self.bare(id, verb_next, clauses) };
        let partner = self.partner(last, id, clauses);
        if self.top().verb.is_none() && partner.is_none() {
            self.top().waiting = Some(id);
            return;
        }
        join(partner.unwrap_or(last), id, clauses);
    }

    /// The group before that a coordinated one is joined to: the nearest of the same kind, going up from the object of a phrase to the noun before it.
    fn partner(&self, last: NounId, id: NounId, clauses: &Clauses) -> Option<NounId> {
        let kind = clauses.noun(id).map_or(Kind::Unknown, |noun| noun.kind);
        let mut at = last;
        for _ in 0..4 {
            let noun = clauses.noun(at)?;
            if alike(noun.kind, kind) {
                return Some(at);
            }
            let above =
                noun.phrase.and_then(|phrase| clauses.phrases.get(phrase as usize)).and_then(|phrase| phrase.noun);
            match above.or(noun.apposition_of) {
                Some(next) => at = next,
                None => break,
            }
        }
        Some(last)
    }

    fn behind_comma(&mut self, id: NounId, at: usize, chunks: &[Chunk], verb_next: bool, clauses: &mut Clauses) {
        let (has_verb, waiting) = (self.top().verb.is_some(), self.top().waiting);
        if verb_next && has_verb {
            return self.new_clause(id, Bond::Main, clauses);
        }
        if verb_next && waiting.is_none() || self.last.is_none() {
            return self.bare(id, verb_next, clauses);
        }
        let Some(last) = self.last else { return };
        // "Kovacs, a doctor and writer, …" tells who Kovacs is
        let described = clauses.noun(id).is_some_and(|noun| noun.opening == super::Opening::Indefinite)
            && clauses.noun(last).is_some_and(|noun| clauses.tag(noun.head) == Tag::Name);
        let headline_pair = self.title && verb_next && !has_verb && waiting == Some(last);
        if is_list(at, chunks) && !described || headline_pair {
            let partner = self.partner(last, id, clauses).unwrap_or(last);
            return join(partner, id, clauses);
        }
        if !has_verb && verb_next {
            // what stands directly before the verb is its subject: an apposition would end with a comma
            self.top().waiting = None;
            return self.bare(id, verb_next, clauses);
        }
        if !has_verb && waiting.is_none() && self.apposition_partner(last, id, clauses).is_none() {
            // "In Minsk, the president …": a new start, not an apposition of Minsk
            return self.bare(id, verb_next, clauses);
        }
        match self.apposition_partner(last, id, clauses) {
            Some(partner) => appose(partner, id, clauses),
            None if !has_verb && verb_next => self.top().waiting = Some(id),
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
            let above =
                noun.phrase.and_then(|phrase| clauses.phrases.get(phrase as usize)).and_then(|phrase| phrase.noun);
            at = above.or(noun.previous)?;
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
                self.push(Clause {
                    bond: Bond::Relative,
                    waiting: Some(id),
                    noun,
                    phrases: clauses.phrases.len(),
                    ..Clause::default()
                });
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
            self.push(Clause {
                bond,
                waiting: Some(id),
                above: Some(verb),
                noun,
                phrases: clauses.phrases.len(),
                ..Clause::default()
            });
            return;
        }
        let object = clauses.verb(verb).and_then(|group| group.object);
        let Some(group) = clauses.verbs.get_mut(verb.0 as usize) else { return };
        match object {
            None => {
                group.object = Some(id);
                if let Some(noun) = clauses.nouns.get_mut(id.0 as usize) {
                    noun.object_of = Some(verb);
                }
            }
            Some(first) if edge == Edge::Noun && self.last == Some(first) && group.indirect.is_none() => {
                group.indirect = Some(first);
                group.object = Some(id);
                if let Some(noun) = clauses.nouns.get_mut(id.0 as usize) {
                    noun.object_of = Some(verb);
                }
            }
            Some(_) => {}
        }
    }

    /// A noun group with a verb of its own behind it starts a clause beside the present one.
    fn new_clause(&mut self, id: NounId, bond: Bond, clauses: &Clauses) {
        self.pop_to_finite(clauses);
        let above = self.top().verb;
        let closed_by = self.top().closed_by;
        let old = self.top().clone();
        let bond = if bond == Bond::Coordinate && old.bond == Bond::Complement { Bond::Complement } else { bond };
        let above = if bond == Bond::Complement { old.above } else { above };
        *self.top() =
            Clause { bond, waiting: Some(id), above, phrases: clauses.phrases.len(), closed_by, ..Clause::default() };
    }

    // ---- verb groups --------------------------------------------------------------------------------------------------------------

    fn verb(&mut self, at: usize, chunks: &[Chunk], clauses: &mut Clauses) {
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
        if self.preposition.take().is_some() {
            // "after was": nothing we know
        }
        if let Some(noun) = self.said_of(clauses) {
            let above = self.top().verb;
            let clause = Clause {
                bond: Bond::Relative,
                above,
                noun: Some(noun),
                phrases: clauses.phrases.len(),
                ..Clause::default()
            };
            self.push(clause.clone());
            return self.settle(id, Some(noun), &clause, clauses);
        }
        if self.top().verb.is_some() && self.conjunction {
            // "agreed to share data and signed a treaty", but "to vote in or boycott"
            if clauses.verb(id).is_some_and(|group| group.tense == VerbTense::Past || group.tokens.len() > 1) {
                self.pop_to_finite(clauses);
            }
            let above = self.top().verb;
            let subject = above.and_then(|above| clauses.verb(above)).and_then(|above| above.subject);
            // "who was arrested and sentenced": the same subject, the same clause; from a deeper clause without subject go up
            if subject.is_none() {
                self.pop_to_waiting();
            }
            return self.settle_coordinate(id, clauses);
        }
        if self.continues(id, clauses) {
            return self.settle_coordinate(id, clauses);
        }
        if self.top().verb.is_some() {
            self.pop_to_waiting();
        }
        if let Some(subject) = self.content_subject(clauses) {
            let above = self.top().verb;
            self.push(Clause {
                bond: Bond::Complement,
                waiting: Some(subject),
                above,
                phrases: clauses.phrases.len(),
                ..Clause::default()
            });
        }
        if self.top().verb.is_some() {
            let closed_by = self.top().closed_by;
            *self.top() = Clause { phrases: clauses.phrases.len(), closed_by, ..Clause::default() };
        }
        let clause = self.top().clone();
        let subject = clause.waiting.or(if clause.bond == Bond::Relative { clause.noun } else { None });
        self.settle(id, subject, &clause, clauses);
        // "the attention the visits had attracted": the noun is the object
        if clause.bond == Bond::Relative
            && let (Some(_), Some(noun)) = (clause.waiting, clause.noun)
            && let Some(group) = clauses.verbs.get_mut(id.0 as usize)
            && !group.copula
        {
            group.object = Some(noun);
        }
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
        if let Some(verb) = clauses.verbs.get_mut(above.0 as usize) {
            verb.object = None;
        }
        if let Some(noun) = clauses.nouns.get_mut(object.0 as usize) {
            noun.object_of = None;
        }
        Some(object)
    }

    /// Whether a clause below the present one has a subject and waits for its verb.
    fn is_awaited(&self) -> bool {
        let depth = self.stack.len().saturating_sub(1);
        let barrier = self.stack.iter().rposition(|clause| clause.closed_by.is_some()).unwrap_or(0);
        self.stack.iter().take(depth).skip(barrier).any(|clause| clause.verb.is_none() && clause.waiting.is_some())
    }

    /// Leaves clauses that have their verb until one waits for its own.
    fn pop_to_waiting(&mut self) {
        let found = self
            .stack
            .iter()
            .rposition(|clause| clause.verb.is_none() && (clause.waiting.is_some() || clause.bond == Bond::Main));
        let barrier = self.stack.iter().rposition(|clause| clause.closed_by.is_some()).unwrap_or(0);
        if let Some(found) = found
            && found >= barrier
        {
            self.stack.truncate(found + 1);
        }
    }

    /// "failed to be elected, and resigned": a finite verb stands beside a finite one.
    fn pop_to_finite(&mut self, clauses: &Clauses) {
        let barrier = self.stack.iter().rposition(|clause| clause.closed_by.is_some()).unwrap_or(0);
        let is_finite = |clause: &Clause| {
            clause.verb.and_then(|verb| clauses.verb(verb)).is_some_and(|group| group.form == Form::Finite)
        };
        if let Some(found) = self.stack.iter().rposition(is_finite).filter(|found| *found >= barrier) {
            self.stack.truncate(found + 1);
        }
    }

    fn settle_coordinate(&mut self, id: VerbId, clauses: &mut Clauses) {
        let above = self.top().verb;
        let (subject, bond, parent, noun, opener) =
            above.and_then(|above| clauses.verb(above)).map_or((None, Bond::Coordinate, None, None, None), |group| {
                (group.subject, group.bond, group.parent, group.noun, group.opener.clone())
            });
        let waiting = self.top().waiting;
        let own = matches!(bond, Bond::Complement | Bond::Relative | Bond::Adverbial | Bond::Purpose);
        if let Some(group) = clauses.verbs.get_mut(id.0 as usize) {
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
        if let Some(group) = clauses.verbs.get_mut(id.0 as usize) {
            group.subject = subject;
            group.parent = clause.above;
            group.bond = clause.bond;
            group.noun = clause.noun;
            group.opener.clone_from(&clause.opener);
        }
        if let Some(noun) = subject.and_then(|subject| clauses.nouns.get_mut(subject.0 as usize)) {
            noun.subject_of = noun.subject_of.or(Some(id));
        }
        if clause.bond == Bond::Complement
            && let Some(above) = clause.above.and_then(|above| clauses.verbs.get_mut(above.0 as usize))
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
        let clause = Clause { bond, above, noun, phrases: clauses.phrases.len(), ..Clause::default() };
        self.push(clause.clone());
        self.settle(id, subject, &clause, clauses);
    }

    /// Verbs whose object does what the infinitive says: urge, order, allow.
    fn commands(&self, verb: TokenIndex) -> bool {
        let token = self.document.token(verb);
        let mut lemma = "";
        for sense in self.lexicon.senses(token.word) {
            if sense.class == Class::Verb {
                lemma = self.lexicon.cell(sense, 0);
                break;
            }
        }
        let id = self.lexicon.word(lemma);
        self.lexicon.senses(id).any(|sense| {
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
                let negative = false;
                self.settle_coordinate(id, clauses);
                if let Some(group) = clauses.verbs.get_mut(id.0 as usize) {
                    group.negative |= negative;
                }
                return;
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
        let clause = Clause { bond, above, noun, phrases: clauses.phrases.len(), ..Clause::default() };
        if self.title
            && top.verb.is_none()
            && top.waiting.is_some()
            && self.edge == Edge::Noun
            && form == Form::Participle
        {
            // "14 killed in blast": the only verb of a headline is its verb
            let clause = top.clone();
            return self.settle(id, top.waiting, &clause, clauses);
        }
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
        let clause = Clause {
            bond: Bond::Adverbial,
            above,
            noun,
            opener: Some(preposition),
            phrases: clauses.phrases.len(),
            ..Clause::default()
        };
        self.push(clause.clone());
        self.settle(id, subject, &clause, clauses);
    }

    // ---- marks and openers --------------------------------------------------------------------------------------------------------

    fn subordinator(&mut self, at: usize, chunks: &[Chunk], clauses: &mut Clauses) {
        let chunk = &chunks[at];
        // "shortly before the vote": no clause, for no verb follows
        if chunk.tokens.len() > 1 && !is_clause_ahead(at, chunks, clauses) {
            self.preposition = Some(chunk.tokens.clone());
            self.conjunction = false;
            return;
        }
        let top = self.top().clone();
        let content = self
            .lexicon
            .senses(self.document.token(chunk.tokens.start).word)
            .any(|sense| sense.class == Class::Subordinator && self.lexicon.cell(sense, 0).contains("content"));
        // "reports that he had died were false": what the noun says
        if content
            && self.edge == Edge::Noun
            && top.verb.is_none()
            && let Some(noun) = self.telling_noun(clauses)
        {
            self.push(Clause {
                bond: Bond::Complement,
                noun: Some(noun),
                opener: Some(chunk.tokens.clone()),
                phrases: clauses.phrases.len(),
                ..Clause::default()
            });
            return self.clear();
        }
        // "alleges that two died and that guards tortured others": both are what is alleged
        let (above, bond) = if content && self.conjunction && top.bond == Bond::Complement && top.verb.is_some() {
            (top.above, Bond::Complement)
        } else if content && (self.edge == Edge::Verb || top.verb.is_some() && !self.comma) {
            (top.verb, Bond::Complement)
        } else {
            (top.verb, Bond::Adverbial)
        };
        let behind = self.last.filter(|_| content && self.edge == Edge::Noun);
        self.push(Clause {
            bond,
            above,
            opener: Some(chunk.tokens.clone()),
            behind,
            phrases: clauses.phrases.len(),
            ..Clause::default()
        });
        self.clear();
    }

    /// The noun before a content clause that tells it: report, claim, plan, going up from the objects of phrases.
    fn telling_noun(&self, clauses: &Clauses) -> Option<NounId> {
        let mut at = self.last?;
        for _ in 0..4 {
            let noun = clauses.noun(at)?;
            let word = self.document.token(noun.head).word;
            let singular =
                self.lexicon.sense(word, Class::Noun).map(|sense| self.lexicon.word(self.lexicon.cell(sense, 1)));
            let tells = |word| {
                self.lexicon
                    .senses(word)
                    .any(|sense| sense.class == Class::Modality && self.lexicon.cell(sense, 1) == "noun")
            };
            if tells(word) || singular.is_some_and(tells) {
                return Some(at);
            }
            at = noun.phrase.and_then(|phrase| clauses.phrases.get(phrase as usize)).and_then(|phrase| phrase.noun)?;
        }
        None
    }

    fn relative(&mut self, chunk: &Chunk, clauses: &mut Clauses) {
        let person = self.lexicon.senses(self.document.token(chunk.tokens.start).word).any(|sense| {
            sense.class == Class::Relative && matches!(self.lexicon.cell(sense, 0), "person" | "subject" | "object")
        });
        // "a building in Sumy that was hit": a clause without a comma tells which one, and a name needs none
        let named = |last: &NounId| clauses.noun(*last).filter(|noun| clauses.tag(noun.head) == Tag::Name);
        let before = self.last.as_ref().filter(|_| !self.comma).and_then(named).and_then(|noun| noun.phrase);
        let before = before.and_then(|phrase| clauses.phrases.get(phrase as usize)).and_then(|phrase| phrase.noun);
        let noun = before.or(self.last).and_then(|last| antecedent(last, person, clauses));
        let above = self.top().verb;
        let preposition = self.preposition.take();
        let bond = if noun.is_some() { Bond::Relative } else { Bond::Adverbial };
        self.push(Clause {
            bond,
            above,
            noun,
            opener: preposition,
            phrases: clauses.phrases.len(),
            ..Clause::default()
        });
        self.clear();
    }

    fn comma(&mut self, _clauses: &Clauses) {
        // an opening clause that has its verb is over at the comma
        while self.stack.len() > 1 {
            let last = self.stack.len() - 1;
            let (clause, outer) = (&self.stack[last], &self.stack[last - 1]);
            let opening = clause.bond == Bond::Adverbial
                || clause.bond == Bond::Purpose
                || clause.bond == Bond::Complement && outer.verb.is_none();
            if clause.closed_by.is_some()
                || !(opening && clause.verb.is_some() && outer.verb.is_none() && outer.waiting.is_none())
            {
                break;
            }
            self.stack.pop();
        }
        self.comma = true;
        self.preposition = None;
        self.conjunction = false;
    }

    fn insertion(&mut self, open: ChunkKind, close: ChunkKind, at: usize, chunks: &[Chunk], clauses: &Clauses) {
        if open == close && self.stack.iter().any(|clause| clause.closed_by == Some(close)) {
            return self.close(close);
        }
        let noun = self.last;
        let above = self.top().verb;
        let pair = chunks.iter().skip(at + 1).any(|chunk| chunk.kind == close);
        if pair {
            self.push(Clause {
                bond: Bond::Inserted,
                above,
                noun,
                phrases: clauses.phrases.len(),
                closed_by: Some(close),
                ..Clause::default()
            });
        } else {
            // a single dash begins something new
            self.stack.truncate(1);
            *self.top() = Clause { bond: Bond::Inserted, above, phrases: clauses.phrases.len(), ..Clause::default() };
        }
        self.clear();
    }

    fn close(&mut self, mark: ChunkKind) {
        if let Some(at) = self.stack.iter().rposition(|clause| clause.closed_by == Some(mark)) {
            self.last = self.stack.get(at).and_then(|clause| clause.noun).or(self.last);
            self.stack.truncate(at);
        }
        if self.stack.is_empty() {
            self.stack.push(Clause::default());
        }
        self.preposition = None;
        self.edge = Edge::Other;
    }

    fn quote(&mut self, at: usize, chunks: &[Chunk], clauses: &Clauses) {
        let chunk = &chunks[at];
        if self.stack.iter().any(|clause| clause.closed_by == Some(ChunkKind::Quote)) {
            self.close(ChunkKind::Quote);
            return;
        }
        let opens = self.document.token(chunk.tokens.start).has(Shape::SPACE_BEFORE) || self.edge == Edge::Start;
        let end = chunks.iter().skip(at + 1).position(|chunk| chunk.kind == ChunkKind::Quote).map(|end| at + 1 + end);
        if !opens {
            return;
        }
        let inside = chunks.get(at + 1..end.unwrap_or(chunks.len())).unwrap_or(&[]);
        let own_verb = inside.iter().any(|chunk| {
            chunk.kind == ChunkKind::Verb
                && clauses.verb(VerbId(chunk.id)).is_some_and(|verb| verb.form == Form::Finite)
        });
        if own_verb {
            let above = self.top().verb;
            self.push(Clause {
                bond: Bond::Inserted,
                above,
                phrases: clauses.phrases.len(),
                closed_by: Some(ChunkKind::Quote),
                ..Clause::default()
            });
            self.clear();
        }
    }
}

/// Whether a finite verb group follows, adverbs and phrases of time aside.
fn verb_follows(from: usize, chunks: &[Chunk], clauses: &Clauses) -> bool {
    for chunk in chunks.iter().skip(from).take(4) {
        match chunk.kind {
            ChunkKind::Verb => return clauses.verb(VerbId(chunk.id)).is_some_and(|verb| verb.form == Form::Finite),
            ChunkKind::Adverb | ChunkKind::Time => {}
            _ => return false,
        }
    }
    false
}

/// Whether a finite verb stands behind the prepositional phrases of a noun.
fn verb_behind_phrases(from: usize, chunks: &[Chunk], clauses: &Clauses) -> bool {
    let kind = |at: usize| chunks.get(at).map(|chunk| chunk.kind);
    let mut at = from;
    while at < from + 4 && kind(at) == Some(ChunkKind::Preposition) && kind(at + 1) == Some(ChunkKind::Noun) {
        at += 2;
    }
    at > from && verb_follows(at, chunks, clauses)
}

/// More than one, and not "one of its citizens".
fn is_many(noun: &NounGroup, clauses: &Clauses) -> bool {
    noun.plural && !noun.tokens.clone().any(|at| clauses.tag(at) == Tag::Preposition)
}

/// Whether a finite verb stands behind an opener, before the clause can end.
fn is_clause_ahead(at: usize, chunks: &[Chunk], clauses: &Clauses) -> bool {
    for chunk in chunks.iter().skip(at + 1).take(8) {
        match chunk.kind {
            ChunkKind::Verb => return clauses.verb(VerbId(chunk.id)).is_some_and(|verb| verb.form == Form::Finite),
            ChunkKind::Comma | ChunkKind::Stop | ChunkKind::Conjunction | ChunkKind::Quote | ChunkKind::Dash => {
                return false;
            }
            _ => {}
        }
    }
    false
}

/// "A, B and C": whether the commas behind a noun group lead to an "and" with a noun group.
fn is_list(at: usize, chunks: &[Chunk]) -> bool {
    let mut comma = false;
    for pair in chunks.windows(2).skip(at + 1).take(16) {
        match pair[0].kind {
            ChunkKind::Comma => comma = true,
            ChunkKind::Noun => comma = false,
            ChunkKind::Conjunction => return pair[1].kind == ChunkKind::Noun,
            ChunkKind::Preposition if !comma => {}
            _ => return false,
        }
    }
    false
}

/// The subject of an opening participle: the noun group behind its comma.
fn following_subject(at: usize, chunks: &[Chunk], clauses: &Clauses, form: Form) -> Option<NounId> {
    let mut comma = false;
    for (number, chunk) in chunks.iter().enumerate().skip(at + 1).take(14) {
        match chunk.kind {
            ChunkKind::Comma => comma = true,
            ChunkKind::Noun if comma && verb_follows(number + 1, chunks, clauses) => return Some(NounId(chunk.id)),
            ChunkKind::Verb if form == Form::Gerund && !comma => return None,
            _ => {}
        }
    }
    None
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

/// Whom "who", or what "which", is about: the nearest group that can be it.
fn antecedent(last: NounId, person: bool, clauses: &Clauses) -> Option<NounId> {
    let fits = |noun: &NounGroup| {
        !person || matches!(noun.kind, Kind::Person | Kind::Unknown | Kind::Nationality | Kind::Organization)
    };
    let mut at = last;
    for _ in 0..4 {
        let noun = clauses.noun(at)?;
        if fits(noun) {
            return Some(at);
        }
        at = noun.phrase.and_then(|phrase| clauses.phrases.get(phrase as usize)).and_then(|phrase| phrase.noun)?;
    }
    Some(last)
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
    if let Some(noun) = clauses.nouns.get_mut(end.0 as usize) {
        noun.next = Some(id);
    }
    if let Some(noun) = clauses.nouns.get_mut(id.0 as usize) {
        noun.previous = Some(end);
        if let Some((phrase, object)) = shared {
            noun.phrase = noun.phrase.or(phrase);
            noun.object_of = noun.object_of.or(object);
        }
    }
}

fn appose(partner: NounId, id: NounId, clauses: &mut Clauses) {
    if let Some(noun) = clauses.nouns.get_mut(partner.0 as usize) {
        noun.apposition = Some(id);
    }
    if let Some(noun) = clauses.nouns.get_mut(id.0 as usize) {
        noun.apposition_of = Some(partner);
    }
}
