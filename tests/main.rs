//! All tests of dateline, one binary.

mod cli;
mod fixtures;
mod house;
mod laws;
mod sample;
mod segment;
