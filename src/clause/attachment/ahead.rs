//! What follows: looks a few chunks ahead and changes nothing.
//!
//! In: chunks of a sentence and where one stands in them. Out: whether a verb, a list or a subject comes. Not here: decisions.

use crate::clause::group::{Chunk, ChunkKind};
use crate::clause::{Clauses, Form, NounId, VerbId};

/// Whether a finite verb group follows, adverbs and phrases of time aside.
pub(super) fn verb_follows(from: usize, chunks: &[Chunk], clauses: &Clauses) -> bool {
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
pub(super) fn verb_behind_phrases(from: usize, chunks: &[Chunk], clauses: &Clauses) -> bool {
    let kind = |at: usize| chunks.get(at).map(|chunk| chunk.kind);
    let mut at = from;
    while at < from + 4 && kind(at) == Some(ChunkKind::Preposition) && kind(at + 1) == Some(ChunkKind::Noun) {
        at += 2;
    }
    at > from && verb_follows(at, chunks, clauses)
}

/// Whether a finite verb stands behind an opener, before the clause can end.
pub(super) fn is_clause_ahead(at: usize, chunks: &[Chunk], clauses: &Clauses) -> bool {
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
pub(super) fn is_list(at: usize, chunks: &[Chunk]) -> bool {
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
pub(super) fn following_subject(at: usize, chunks: &[Chunk], clauses: &Clauses, form: Form) -> Option<NounId> {
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
