//! All tests of dateline, one binary.

#![allow(clippy::expect_used, clippy::print_stdout)]

mod cli;
mod fixtures;
mod house;
mod laws;
mod lexicon;
mod sample;
mod examples;
mod segment;
