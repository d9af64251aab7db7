//! How a compiled block lies: what the compiler writes and the layers of the lexicon read in place.
//!
//! In: sections of flat records. Out: one block, a header and the sections. Who changes the layout raises the last byte of [`MAGIC`].

use super::super::page::PageMarks;
use super::SenseRow;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// First bytes of every block; the last is the version of the layout.
pub(in crate::lexicon) const MAGIC: &[u8; 8] = b"dateln\x00\x05";
pub(in crate::lexicon) const SECTIONS: usize = 15;
/// Weights of evidence, sorted by name: where the name stands among the strings, and the bits of the weight, four bytes each.
pub(in crate::lexicon) const EVIDENCE: usize = 0;
pub(in crate::lexicon) const EVIDENCE_BYTES: usize = 8;
pub(in crate::lexicon) const SLOTS: usize = 1;
pub(in crate::lexicon) const WORDS: usize = 2;
pub(in crate::lexicon) const SENSES: usize = 3;
pub(in crate::lexicon) const CELLS: usize = 4;
pub(in crate::lexicon) const NAMES: usize = 5;
pub(in crate::lexicon) const POSTINGS: usize = 6;
pub(in crate::lexicon) const ENTRIES: usize = 7;
pub(in crate::lexicon) const TABLES: usize = 8;
/// Frames, one behind the other; where each begins and ends stands in the tables.
pub(in crate::lexicon) const FRAMES: usize = 9;
/// Triggers, twelve bytes each: frame, block, word (two bytes each), part, then
/// twice the number of its words behind the first (at most 127), one more when [`super::stays_with_verb`] holds for the last, and where they begin.
pub(in crate::lexicon) const TRIGGERS: usize = 10;
pub(in crate::lexicon) const TRIGGER_BYTES: usize = 12;
/// How far the names are followed when a name's first word or a phrase's first two words are read: an open table of sixteen bytes a slot, the hash of the
/// words, 0 for a free slot, then node and output; of the lowest layer only.
pub(in crate::lexicon) const WALKS: usize = 11;
pub(in crate::lexicon) const WALK_BYTES: usize = 16;
/// Of a layer: its words that have a meaning, a line each behind their number, so that it can be joined to the layers below.
pub(in crate::lexicon) const MEANINGS: usize = 12;
/// Words of triggers behind their first, trigger by trigger: number in this layer and place among the strings, four bytes each.
pub(in crate::lexicon) const TRIGGER_WORDS: usize = 13;
pub(in crate::lexicon) const TRIGGER_WORD_BYTES: usize = 8;
/// Strings, each behind its length; the only section that is text, and the last, so that it can stand in a file of its own.
pub(in crate::lexicon) const STRINGS: usize = 14;
/// What the byte before a longer string holds; three bytes of seven bits with its length follow.
const LONG: u8 = 0x7f;
const LONGEST: usize = (1 << 21) - 1;

/// A slot of the word table: a tag of 40 bits over a word number + 1 of 24 bits, then the classes. The word's text is not kept: a tag of 40 bits tells words
/// apart, and the compiler refuses two words with one tag.
pub(in crate::lexicon) const SLOT_BYTES: usize = 16;
pub(in crate::lexicon) const SLOT_NUMBER_BITS: u32 = 24;
/// A word: first sense, number of senses, three frequencies.
pub(in crate::lexicon) const WORD_BYTES: usize = 10;
pub(in crate::lexicon) const SENSE_BYTES: usize = 8;
/// Numbers of an entry, four bytes each, in the order of [`Field`].
pub(in crate::lexicon) const ENTRY_FIELDS: usize = 20;

/// Keys of phrases and of other spellings stand in the same map as names, behind a byte that no folded text holds.
pub(in crate::lexicon) const PHRASE_MARK: u8 = 2;
pub(in crate::lexicon) const VARIANT_MARK: u8 = 1;

/// Fields of an entry.
#[derive(Clone, Copy)]
#[repr(usize)]
pub(in crate::lexicon) enum Field {
    Id,
    Name,
    Aliases,
    Subtype,
    Country,
    Admin1,
    Latitude,
    Longitude,
    Population,
    Wikidata,
    Geonames,
    Iso3166,
    Roles,
    StandsFor,
    Validity,
    Requires,
    Forbids,
    File,
    Line,
    Flags,
}

/// What a latitude or longitude holds when it is not known.
pub(in crate::lexicon) const NO_DEGREES: u32 = u32::MAX;

/// What small tables hold; decoded when the block is opened.
#[derive(Serialize, Deserialize, Default)]
pub(in crate::lexicon) struct Tables {
    /// Type of each frame, and where it ends in its section.
    pub frames: Vec<(String, u32)>,
    pub files: Vec<String>,
    pub hash: String,
    /// Ids of entries of the layers below that this one hides.
    pub hidden: Vec<String>,
    /// Codes of event types that frames may name: `cameo 0841`, `plover RETREAT-release`.
    pub codes: BTreeSet<String>,
    /// Codes of what is planned, demanded or refused, by modality, polarity and quad class: `planned positive 2`.
    pub told_as: BTreeMap<String, ToldAs>,
    /// What classes and ids of elements of pages mean.
    pub marks: PageMarks,
}

/// Codes of an event that is told as a plan, a demand or a refusal.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ToldAs {
    /// PLOVER event; empty when there is none.
    pub plover: String,
    /// CAMEO code; empty when there is none.
    pub cameo: String,
    /// Quad class, 1 to 4.
    pub quad: Option<u8>,
}

/// The hash of a folded word. Its high 40 bits are the tag, its low 32 bits say where the search in the table begins.
pub(in crate::lexicon) fn word_hash(bytes: &[u8]) -> u64 {
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15 ^ bytes.len() as u64;
    let mut rest = bytes;
    while let Some((head, tail)) = rest.split_first_chunk::<8>() {
        state = mix(state ^ u64::from_le_bytes(*head));
        rest = tail;
    }
    if !rest.is_empty() {
        let last = rest.iter().rev().fold(0, |last, byte| last << 8 | u64::from(*byte));
        state = mix(state ^ last);
    }
    mix(state)
}

pub(super) fn mix(state: u64) -> u64 {
    let product = u128::from(state) * u128::from(0xc4ce_b9fe_1a85_ec53_u64);
    (product >> 64) as u64 ^ product as u64
}

/// The hash of the first words of a phrase or, without a second, of a name, by their numbers; never 0.
pub(in crate::lexicon) fn walk_hash(first: u32, second: Option<u32>) -> u64 {
    mix((u64::from(first) << 32 | u64::from(second.unwrap_or(u32::MAX))) ^ 0x9e37_79b9_7f4a_7c15) | 1
}

/// Where the search for a hash begins among `slots`.
pub(in crate::lexicon) fn first_slot(hash: u64, slots: usize) -> usize {
    ((hash & 0xffff_ffff) * slots as u64 >> 32) as usize
}

/// Puts a string behind the others; a length is made of bytes below 128, so that the whole is text.
pub(super) fn push_string(strings: &mut String, text: &str) {
    let text = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text);
    let length = text.len();
    if length < usize::from(LONG) {
        strings.push(length as u8 as char);
    } else {
        strings.push(LONG as char);
        strings.extend([length, length >> 7, length >> 14].map(|bits| (bits & 0x7f) as u8 as char));
    }
    strings.push_str(text);
}

/// The string at a place; empty where none begins.
#[inline]
pub(in crate::lexicon) fn string_at(strings: &str, at: u32) -> &str {
    let at = at as usize;
    let length = match strings.as_bytes().get(at..) {
        Some([LONG, a, b, c, ..]) => {
            let length = usize::from(*a) | usize::from(*b) << 7 | usize::from(*c) << 14;
            return strings.get(at + 4..at + 4 + length).unwrap_or("");
        }
        Some([length, ..]) => usize::from(*length),
        _ => 0,
    };
    strings.get(at + 1..at + 1 + length).unwrap_or("")
}

/// A block in two: all other sections, and the strings.
pub fn part(block: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = MAGIC.len() + STRINGS * 8;
    let start = block.get(at..)?.first_chunk().map(|start| u32::from_le_bytes(*start))?;
    block.split_at_checked(start as usize)
}

pub(super) fn push_sense(out: &mut Vec<u8>, sense: SenseRow) {
    out.extend_from_slice(&[sense.class as u8, sense.flags, 0, 0]);
    out.extend_from_slice(&sense.value.to_le_bytes());
}

/// Header (magic, then start and length of each section), then the sections, each on a multiple of 8.
/// Header (magic, then start and length of each section), then the sections, each on a multiple of 8.
pub(super) fn block(sections: &[Vec<u8>; SECTIONS]) -> Vec<u8> {
    let header = MAGIC.len() + SECTIONS * 8;
    let mut out = Vec::with_capacity(header + sections.iter().map(|section| section.len() + 8).sum::<usize>());
    out.extend_from_slice(MAGIC);
    let mut start = header.next_multiple_of(8);
    for section in sections {
        out.extend_from_slice(&(start as u32).to_le_bytes());
        out.extend_from_slice(&(section.len() as u32).to_le_bytes());
        start = (start + section.len()).next_multiple_of(8);
    }
    for section in sections {
        out.resize(out.len().next_multiple_of(8), 0);
        out.extend_from_slice(section);
    }
    out
}

pub(in crate::lexicon) const CASE_ANY: u32 = 0;
pub(in crate::lexicon) const CASE_CAPITAL: u32 = 1;
pub(in crate::lexicon) const CASE_UPPER: u32 = 2;
pub(in crate::lexicon) const CASE_TITLE: u32 = 3;
pub(in crate::lexicon) const CASE_LOWER: u32 = 4;

/// Walks in a table of twice their number, each at the slot of its hash or behind it.
pub(super) fn open_table(walks: &BTreeMap<u64, [u32; 2]>) -> Vec<u8> {
    let mut slots = vec![(0_u64, [0_u32; 2]); walks.len() * 2 + 1];
    for (hash, walk) in walks {
        let mut at = first_slot(*hash, slots.len());
        while slots[at].0 != 0 {
            at = (at + 1) % slots.len();
        }
        slots[at] = (*hash, *walk);
    }
    let bytes = |(hash, [node, output]): &(u64, [u32; 2])| {
        [hash.to_le_bytes(), (u64::from(*output) << 32 | u64::from(*node)).to_le_bytes()]
    };
    slots.iter().flat_map(bytes).flatten().collect()
}
