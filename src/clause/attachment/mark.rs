//! What opens and closes clauses: "that", "who", commas, dashes, brackets, quotation marks.
//!
//! In: the word or mark, and the clauses that are open. Out: clauses pushed or popped. Not here: verbs, which fill them.

use super::ahead::is_clause_ahead;
use super::{Clause, Edge, State};
use crate::clause::group::{Chunk, ChunkKind};
use crate::clause::tag::Tag;
use crate::clause::{Bond, Clauses, Form, Kind, NounGroup, NounId, VerbId};
use crate::document::Shape;
use crate::lexicon::Class;

impl State<'_> {
    pub(super) fn subordinator(&mut self, at: usize, chunks: &[Chunk], clauses: &mut Clauses) {
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
                noun: Some(noun),
                opener: Some(chunk.tokens.clone()),
                ..Clause::new(Bond::Complement, clauses)
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
        self.push(Clause { above, opener: Some(chunk.tokens.clone()), behind, ..Clause::new(bond, clauses) });
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
            at = clauses.hangs_on(noun)?;
        }
        None
    }

    pub(super) fn relative(&mut self, chunk: &Chunk, clauses: &mut Clauses) {
        let person = self.lexicon.senses(self.document.token(chunk.tokens.start).word).any(|sense| {
            sense.class == Class::Relative && matches!(self.lexicon.cell(sense, 0), "person" | "subject" | "object")
        });
        // "a building in Sumy that was hit": a clause without a comma tells which one, and a name needs none
        let named = |last: &NounId| clauses.noun(*last).filter(|noun| clauses.tag(noun.head) == Tag::Name);
        let before = self.last.as_ref().filter(|_| !self.comma).and_then(named);
        let before = before.and_then(|noun| clauses.hangs_on(noun));
        let noun = before.or(self.last).and_then(|last| antecedent(last, person, clauses));
        let above = self.top().verb;
        let preposition = self.preposition.take();
        let bond = if noun.is_some() { Bond::Relative } else { Bond::Adverbial };
        self.push(Clause { above, noun, opener: preposition, ..Clause::new(bond, clauses) });
        self.clear();
    }

    pub(super) fn comma(&mut self) {
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

    /// A dash or bracket: with its other half it holds an insertion, a single dash begins something new.
    pub(super) fn insertion(
        &mut self,
        open: ChunkKind,
        close: ChunkKind,
        at: usize,
        chunks: &[Chunk],
        clauses: &Clauses,
    ) {
        if open == close && self.is_open(close) {
            return self.close(close);
        }
        let noun = self.last;
        let above = self.top().verb;
        let pair = chunks.iter().skip(at + 1).any(|chunk| chunk.kind == close);
        if pair {
            self.push(Clause { above, noun, closed_by: Some(close), ..Clause::new(Bond::Inserted, clauses) });
        } else {
            // a single dash begins something new
            self.stack.truncate(1);
            *self.top() = Clause { above, ..Clause::new(Bond::Inserted, clauses) };
        }
        self.clear();
    }

    pub(super) fn close(&mut self, mark: ChunkKind) {
        if let Some(at) = self.stack.iter().rposition(|clause| clause.closed_by == Some(mark)) {
            self.last = self.stack.get(at).and_then(|clause| clause.noun).or(self.last);
            self.stack.truncate(at);
        }
        self.preposition = None;
        self.edge = Edge::Other;
    }

    pub(super) fn quote(&mut self, at: usize, chunks: &[Chunk], clauses: &Clauses) {
        let chunk = &chunks[at];
        if self.is_open(ChunkKind::Quote) {
            return self.close(ChunkKind::Quote);
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
            self.push(Clause { above, closed_by: Some(ChunkKind::Quote), ..Clause::new(Bond::Inserted, clauses) });
            self.clear();
        }
    }
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
        at = clauses.hangs_on(noun)?;
    }
    Some(last)
}
