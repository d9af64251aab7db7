//! The lexicon: all gazetteers compiled into one block of bytes, read in place.
//!
//! In: the block that `gazetteers/build.rs` embeds, and layers made from a user's `--gazetteer` folders. Out: what is known of a word, a phrase, a name,
//! the event frames and the evidence weights. It knows nothing of documents: callers hand it words. Words are data here; what to do with them is grammar,
//! in the stages above.

pub mod class;
pub mod compile;
mod context;
pub mod frame;
mod layer;
pub mod lint;
mod lookup;
mod page;

pub use class::{Class, ClassSet, Grammar};
pub use compile::ToldAs;
pub use context::{ContextWords, WordSet};
pub use frame::{Frame, FrameId, Phrase, Role, Trigger, TriggerId, TriggerPart};
pub use lookup::{Begun, Candidate, CandidateKind, Entry, EntryId, Hit, Lexicon, Sense, Senses, WordId, read_folder};
pub use page::{PageMarks, PagePart, PageParts};
