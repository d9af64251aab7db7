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
                before_start = (start, Label::ALL.map(|label| path.best_before(start, label)));
            }
            for label in Label::ALL {
                let own = piece.scores[label as usize];
                if own == f32::NEG_INFINITY {
                    continue;
                }
                let (before, from) = before_start.1[label as usize];
                if before == f32::NEG_INFINITY {
                    continue;
                }
                path.offer(piece.end(), label, before + own, from, index as u32);
            }
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

    pub(super) fn best_before(&self, at: usize, label: Label) -> (f32, Label) {
        let mut best = (f32::NEG_INFINITY, Label::None);
        for before in Label::ALL {
            let score = self.steps[at][before as usize].score;
            if score == f32::NEG_INFINITY {
                continue;
            }
            let score = score + self.next[before as usize][label as usize];
            if score > best.0 {
                best = (score, before);
            }
        }
        best
    }

    pub(super) fn offer(&mut self, end: usize, label: Label, score: f32, from: Label, piece: u32) {
        let step = &mut self.steps[end][label as usize];
        if score > step.score {
            *step = Step { score, from, piece };
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
