//! Text itself, below all knowledge of language: byte spans, folding, word boundaries, numbers in digits, the calendar.

pub mod calendar;
pub mod fold;
pub mod number;
pub mod span;
pub mod word;

pub use fold::{fold, folded};
pub use span::Span;
