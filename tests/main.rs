//! All tests of dateline, one binary.

mod segment;
