//! The best path: which pieces of a run are names, and of what.
//!
//! In: the weighed pieces of a run. Out: its [`Cut`]s. A semi-Markov best path of first order (Sarawagi and Cohen 2004), linear in the number of pieces.

use super::Finder;
use super::weigh::Piece;
use crate::mention::evidence::{LABELS, Label};

/// A piece on the best path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    pub(super) run: u32,
    pub(super) piece: Piece,
    pub(super) label: Label,
}

impl Finder<'_, '_> {
    /// Cuts every run along its best path.
    pub(super) fn cut(&mut self) {
        self.cuts.clear();
        let next = Label::ALL.map(|first| Label::ALL.map(|second| self.table.next(first, second)));
        let mut path = Path { next, ..Path::default() };
        for number in 0..self.runs.len() {
            self.cut_run(number, &mut path);
        }
    }

    fn cut_run(&mut self, number: usize, path: &mut Path) {
        let run = &self.runs[number];
        let count = run.words.len();
        let pieces = &self.pieces[run.pieces.start as usize..run.pieces.end as usize];
        path.clear(count);
        // pieces stand in the order of their starts: what is best before one is so for all that start there
        let mut before_start = (0, [(0.0, Label::None); LABELS]);
        for (index, piece) in pieces.iter().enumerate() {
            let start = piece.start as usize;
            if start != before_start.0 {
                before_start = (start, path.best_before(start));
            }
            path.offer(piece, &before_start.1, index as u32);
        }
        let first = self.cuts.len();
        let mut at = count;
        let mut label = path.best_label(at);
        while at > 0 {
            let Some(step) = path.step(at, label) else { break };
            let piece = pieces[step.piece as usize];
            if label != Label::None {
                self.cuts.push(Cut { run: number as u32, piece, label });
            }
            at = piece.start as usize;
            label = step.from;
        }
        self.cuts[first..].reverse();
    }
}

/// Best sums by the end of the last piece and its label.
#[derive(Default)]
struct Path {
    pub(super) steps: Vec<[Step; LABELS]>,
    /// What speaks for one label directly behind another.
    next: [[f32; LABELS]; LABELS],
}

#[derive(Clone, Copy)]
struct Step {
    pub(super) score: f32,
    pub(super) from: Label,
    pub(super) piece: u32,
}

const NO_STEP: Step = Step { score: f32::NEG_INFINITY, from: Label::None, piece: 0 };

impl Path {
    pub(super) fn clear(&mut self, words: usize) {
        self.steps.clear();
        self.steps.resize(words + 1, [NO_STEP; LABELS]);
    }

    /// For each label the best sum before it, and the label that ends there. What cannot be is negative infinity, which no sum is above.
    fn best_before(&self, at: usize) -> [(f32, Label); LABELS] {
        let mut best = [(f32::NEG_INFINITY, Label::None); LABELS];
        let Some(steps) = self.steps.get(at) else { return best };
        for (before, (step, next)) in Label::ALL.into_iter().zip(steps.iter().zip(&self.next)) {
            for (best, weight) in best.iter_mut().zip(next) {
                let score = step.score + weight;
                if score > best.0 {
                    *best = (score, before);
                }
            }
        }
        best
    }

    fn offer(&mut self, piece: &Piece, before: &[(f32, Label); LABELS], number: u32) {
        let Some(steps) = self.steps.get_mut(piece.end()) else { return };
        for ((step, own), (before, from)) in steps.iter_mut().zip(piece.scores).zip(before) {
            let score = before + own;
            if score > step.score {
                *step = Step { score, from: *from, piece: number };
            }
        }
    }

    pub(super) fn best_label(&self, at: usize) -> Label {
        let mut best = Label::None;
        for label in Label::ALL {
            if self.steps[at][label as usize].score > self.steps[at][best as usize].score {
                best = label;
            }
        }
        best
    }

    pub(super) fn step(&self, at: usize, label: Label) -> Option<Step> {
        let step = self.steps.get(at)?[label as usize];
        (step.score > f32::NEG_INFINITY).then_some(step)
    }
}
