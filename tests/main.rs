//! All tests of dateline, one binary.

#![allow(clippy::expect_used, clippy::print_stdout, clippy::unwrap_used)]

mod cli;
mod examples;
mod exports;
mod fixtures;
mod fuzz;
mod gazetteers;
mod gold;
mod house;
mod inputs;
mod laws;
mod lexicon;
mod losses;
mod merged;
mod phrases;
mod sample;
mod segment;
mod view;
