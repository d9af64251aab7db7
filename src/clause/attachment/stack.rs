//! The clauses that are open, innermost last.
//!
//! In: a clause that opens, or what ends some of them. Out: the stack as it is then. Not here: what opens and closes them (`noun`, `verb`, `mark`).

use super::{Clause, Edge, State};
use crate::clause::group::ChunkKind;
use crate::clause::{Bond, Clauses, Form, NounId};

/// Clauses deeper than this are read as one.
const DEEPEST: usize = 12;

impl State<'_> {
    /// The innermost clause.
    pub(super) fn top(&mut self) -> &mut Clause {
        if self.stack.is_empty() {
            self.stack.push(Clause::default());
        }
        let last = self.stack.len() - 1;
        &mut self.stack[last]
    }

    /// Opens a clause inside the present one, or in its place when that lies too deep.
    pub(super) fn push(&mut self, clause: Clause) {
        if self.stack.len() >= DEEPEST {
            self.stack.pop();
        }
        self.stack.push(clause);
    }

    /// Forgets what stood before: something new begins.
    pub(super) fn clear(&mut self) {
        self.preposition = None;
        self.conjunction = false;
        self.comma = false;
        self.edge = Edge::Start;
    }

    /// A noun group with a verb of its own behind it starts a clause beside the present one.
    pub(super) fn new_clause(&mut self, id: NounId, bond: Bond, clauses: &Clauses) {
        self.pop_to_finite(clauses);
        let old = self.top();
        // "said that two died and three fled": both are what was said
        let told = bond == Bond::Coordinate && old.bond == Bond::Complement;
        let (bond, above) = if told { (Bond::Complement, old.above) } else { (bond, old.verb) };
        let closed_by = old.closed_by;
        *self.top() = Clause { waiting: Some(id), above, closed_by, ..Clause::new(bond, clauses) };
    }

    /// Whether a parenthesis waits for this mark.
    pub(super) fn is_open(&self, mark: ChunkKind) -> bool {
        self.stack.iter().any(|clause| clause.closed_by == Some(mark))
    }

    /// The innermost parenthesis: what is below it is out of reach until it closes.
    fn barrier(&self) -> usize {
        self.stack.iter().rposition(|clause| clause.closed_by.is_some()).unwrap_or(0)
    }

    /// Whether a clause below the present one has a subject and waits for its verb.
    pub(super) fn is_awaited(&self) -> bool {
        let depth = self.stack.len().saturating_sub(1);
        self.stack
            .iter()
            .take(depth)
            .skip(self.barrier())
            .any(|clause| clause.verb.is_none() && clause.waiting.is_some())
    }

    /// Leaves clauses that have their verb until one waits for its own.
    pub(super) fn pop_to_waiting(&mut self) {
        let found = self
            .stack
            .iter()
            .rposition(|clause| clause.verb.is_none() && (clause.waiting.is_some() || clause.bond == Bond::Main));
        if let Some(found) = found
            && found >= self.barrier()
        {
            self.stack.truncate(found + 1);
        }
    }

    /// "failed to be elected, and resigned": a finite verb stands beside a finite one.
    pub(super) fn pop_to_finite(&mut self, clauses: &Clauses) {
        let is_finite = |clause: &Clause| {
            clause.verb.and_then(|verb| clauses.verb(verb)).is_some_and(|group| group.form == Form::Finite)
        };
        if let Some(found) = self.stack.iter().rposition(is_finite).filter(|found| *found >= self.barrier()) {
            self.stack.truncate(found + 1);
        }
    }
}
