//! Attachment: who is subject and object of what, which phrase may belong where, which clause hangs on which.
//!
//! In: the chunks of one sentence. Out: the links between its groups. One pass with a stack of open clauses; a parenthesis, a dash pair and a quotation with a verb
//! of its own are clauses that open and close again without touching what is around them.
//!
//! `noun` and `verb` say what a group does, `mark` what words and marks do that open and close clauses; `stack` keeps the clauses, `ahead` looks at what follows.

mod ahead;
mod mark;
mod noun;
mod stack;
mod verb;

use super::group::{Chunk, ChunkKind, Scratch};
use super::tag::Tag;
use super::{Bond, Clauses, NounId, VerbId};
use crate::document::{Document, TokenIndex};
use crate::lexicon::{Class, Lexicon};
use std::ops::Range;

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

impl Clause {
    /// A clause that begins here: phrases that come before its verb are its own.
    fn new(bond: Bond, clauses: &Clauses) -> Self {
        Self { bond, phrases: clauses.phrases.len(), ..Self::default() }
    }
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
    /// The last noun group.
    last: Option<NounId>,
    last_verb: Option<VerbId>,
}

/// Links the groups of one sentence.
pub(super) fn attach(document: &Document, lexicon: &Lexicon, title: bool, clauses: &mut Clauses, scratch: &Scratch) {
    let mut state = State {
        document,
        lexicon,
        title,
        stack: vec![Clause::new(Bond::Main, clauses)],
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
            ChunkKind::Comma => self.comma(),
            ChunkKind::Stop => {
                self.stack.truncate(1);
                *self.top() = Clause::new(Bond::Main, clauses);
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

    /// The word that a preposition is listed under; none for one of several words.
    fn value(&self, preposition: &Range<TokenIndex>) -> Option<&str> {
        self.document.cell(preposition.start, Class::Preposition, 0, self.lexicon).filter(|_| preposition.len() == 1)
    }
}
