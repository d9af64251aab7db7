//! One compiled block, opened: sections are slices, numbers are read where they stand. Damaged blocks read as empty, never as a panic.

use super::class::{Class, Grammar};
use super::compile::{
    CELLS, ENTRIES, ENTRY_FIELDS, EVIDENCE, EVIDENCE_BYTES, FRAMES, Field, MAGIC, MEANINGS, NAMES, POSTINGS, SECTIONS,
    SENSE_BYTES, SENSES, SLOT_BYTES, SLOT_NUMBER_BITS, SLOTS, STRINGS, TABLES, TRIGGER_BYTES, TRIGGER_WORD_BYTES,
    TRIGGER_WORDS, TRIGGERS, Tables, WALK_BYTES, WALKS, WORD_BYTES, WORDS, first_slot, part, string_at, walk_hash,
    word_hash,
};
use super::frame::{Frame, TriggerId, TriggerPart};
use anyhow::{Context, Result, anyhow, ensure};
use filebuffer::FileBuffer;
use std::path::Path;

/// A block and where its sections lie.
pub(super) struct Layer {
    sections: [&'static [u8]; SECTIONS],
    strings: &'static str,
    slots: usize,
    names: fst::raw::Fst<&'static [u8]>,
    pub tables: Tables,
}

impl Layer {
    /// Opens a block.
    pub fn open(bytes: &'static [u8]) -> Result<Self> {
        ensure!(bytes.get(..MAGIC.len()) == Some(MAGIC.as_slice()), "not a compiled gazetteer of this version");
        let (bytes, strings) = part(bytes).context("the compiled gazetteer is cut short")?;
        Self::parted(bytes, std::str::from_utf8(strings).context("the strings of the compiled gazetteer are damaged")?)
    }

    /// Opens a block in two: checks the header, decodes the small tables, reads nothing else.
    pub fn parted(bytes: &'static [u8], strings: &'static str) -> Result<Self> {
        let mut sections: [&[u8]; SECTIONS] = [&[]; SECTIONS];
        for (number, section) in sections.iter_mut().enumerate() {
            let at = MAGIC.len() + number * 8;
            let (start, length) = (number_at(bytes, at) as usize, number_at(bytes, at + 4) as usize);
            let found =
                if number == STRINGS { strings.as_bytes().get(..length) } else { bytes.get(start..start + length) };
            *section = found.context("the compiled gazetteer is cut short")?;
        }
        let names =
            fst::raw::Fst::new(sections[NAMES]).context("the names of the compiled gazetteer cannot be read")?;
        let tables =
            postcard::from_bytes(sections[TABLES]).context("the tables of the compiled gazetteer cannot be read")?;
        let slots = sections[SLOTS].len() / SLOT_BYTES;
        ensure!(slots > 0, "the word table of the compiled gazetteer is damaged");
        Ok(Self { sections, strings, slots, names, tables })
    }

    /// Opens a compiled file. It is mapped, not read: but for the names, whose checksum must be right, and the strings, which must be text, what no article
    /// asks for never leaves the disk.
    pub fn file(path: &Path) -> Result<Self> {
        let file: &'static FileBuffer = Box::leak(Box::new(FileBuffer::open(path).context("cannot be read")?));
        let layer = Self::open(file)?;
        // whatever else is damaged reads as empty; the map of names would be followed anywhere
        layer.names.verify().map_err(|_| anyhow!("the names of the compiled gazetteer are damaged"))?;
        Ok(layer)
    }

    #[inline]
    fn section(&self, section: usize) -> &'static [u8] {
        self.sections[section]
    }

    fn number(&self, section: usize, index: usize) -> u32 {
        number_at(self.section(section), index * 4)
    }

    /// The number and the classes of the word whose folded form is `folded`.
    #[inline]
    pub fn word(&self, folded: &[u8]) -> Option<(u32, u64)> {
        let hash = word_hash(folded);
        let slots = self.section(SLOTS);
        let mut at = first_slot(hash, self.slots);
        loop {
            let slot: &[u8; SLOT_BYTES] = slots.get(at * SLOT_BYTES..)?.first_chunk()?;
            let [a, b, c, d, e, f, g, h, classes @ ..] = *slot;
            let tag = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
            if tag == 0 {
                return None;
            }
            if (tag ^ hash) >> SLOT_NUMBER_BITS == 0 {
                let number = tag & ((1 << SLOT_NUMBER_BITS) - 1);
                return Some((number as u32 - 1, u64::from_le_bytes(classes)));
            }
            at = if at + 1 == self.slots { 0 } else { at + 1 };
        }
    }

    /// How far the names are followed when the first word of a name, or the first two of a phrase, are read; kept for the lowest layer only.
    pub fn walk(&self, first: u32, second: Option<u32>) -> Option<Walk> {
        let hash = walk_hash(first, second);
        let slots = self.section(WALKS).as_chunks::<WALK_BYTES>().0;
        let mut at = first_slot(hash, slots.len());
        // a damaged table may have no free slot
        for _ in 0..slots.len() {
            let [a, b, c, d, e, f, g, h, node_and_output @ ..] = *slots.get(at)?;
            let found = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
            if found == hash {
                let walk = u64::from_le_bytes(node_and_output);
                return Some(Walk { node: (walk & 0xffff_ffff) as usize, output: walk >> 32 });
            }
            if found == 0 {
                return None;
            }
            at = if at + 1 == slots.len() { 0 } else { at + 1 };
        }
        None
    }

    /// Words with a meaning and their numbers; kept for layers above the lowest only.
    pub fn meanings(&self) -> impl Iterator<Item = (u32, &str)> {
        let lines = std::str::from_utf8(self.section(MEANINGS)).unwrap_or("");
        lines
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(number, word)| Some((number.parse().ok()?, word)))
    }

    /// How many senses a word has.
    pub fn has_senses(&self, word: u32) -> bool {
        self.record(word)[4] > 0
    }

    /// The senses of a word as they lie; see [`read_sense`].
    #[inline]
    pub fn senses(&self, word: u32) -> &[u8] {
        let [a, b, c, d, count, ..] = self.record(word);
        let start = u32::from_le_bytes([a, b, c, d]) as usize * SENSE_BYTES;
        self.section(SENSES).get(start..start + count as usize * SENSE_BYTES).unwrap_or(&[])
    }

    /// First sense, how many, three frequencies, grammar.
    #[inline]
    fn record(&self, word: u32) -> [u8; WORD_BYTES] {
        let at = word as usize * WORD_BYTES;
        self.section(WORDS).get(at..).and_then(|rest| rest.first_chunk()).copied().unwrap_or_default()
    }

    pub fn grammar(&self, word: u32) -> Grammar {
        let record = self.record(word);
        Grammar::new(record[8], record[9])
    }

    pub fn frequency(&self, word: u32) -> [u8; 3] {
        let record = self.record(word);
        [record[5], record[6], record[7]]
    }

    /// The sense of that number, as it lies.
    pub fn sense(&self, sense: u32) -> &[u8] {
        let at = sense as usize * SENSE_BYTES;
        self.section(SENSES).get(at..at + SENSE_BYTES).unwrap_or(&[])
    }

    pub fn cell(&self, row: u32, column: usize) -> &'static str {
        self.string(self.number(CELLS, row as usize + column))
    }

    pub fn string(&self, at: u32) -> &'static str {
        string_at(self.strings, at)
    }

    pub fn entry(&self, entry: u32, field: Field) -> u32 {
        self.number(ENTRIES, entry as usize * ENTRY_FIELDS + field as usize)
    }

    pub fn sense_count(&self) -> u32 {
        (self.sections[SENSES].len() / SENSE_BYTES) as u32
    }

    pub fn entry_count(&self) -> u32 {
        (self.sections[ENTRIES].len() / (ENTRY_FIELDS * 4)) as u32
    }

    /// The postings at `index`: how many, and each.
    pub fn postings(&self, index: u32) -> impl Iterator<Item = u32> + '_ {
        let count = self.number(POSTINGS, index as usize);
        (0..count).map(move |offset| self.number(POSTINGS, (index + 1 + offset) as usize))
    }

    /// The frame at `index`, decoded.
    pub fn frame(&self, index: usize) -> Option<Frame> {
        let end = self.tables.frames.get(index)?.1 as usize;
        let start = index
            .checked_sub(1)
            .and_then(|before| self.tables.frames.get(before))
            .map_or(0, |before| before.1 as usize);
        postcard::from_bytes(self.section(FRAMES).get(start..end)?).ok()
    }

    /// The weights of evidence, sorted by name.
    pub fn evidence(&self) -> impl Iterator<Item = (&'static str, f32)> {
        self.section(EVIDENCE).as_chunks::<EVIDENCE_BYTES>().0.iter().map(|line| {
            let [a, b, c, d, weight @ ..] = *line;
            (self.string(u32::from_le_bytes([a, b, c, d])), f32::from_bits(u32::from_le_bytes(weight)))
        })
    }

    /// Frame, block, word and part of a trigger, whether it is bound, and its words behind the first; frames and words are numbered within the layer.
    #[inline]
    pub fn trigger(&self, index: u32) -> Option<(TriggerId, bool, TriggerWords)> {
        let triggers = self.section(TRIGGERS).as_chunks::<TRIGGER_BYTES>().0;
        let [a, b, c, d, e, f, part, more, start @ ..] = *triggers.get(index as usize)?;
        let part =
            *[TriggerPart::Verb, TriggerPart::Noun, TriggerPart::Adjective, TriggerPart::State].get(part as usize)?;
        let id = TriggerId {
            frame: u16::from_le_bytes([a, b]),
            block: u16::from_le_bytes([c, d]),
            part,
            word: u16::from_le_bytes([e, f]),
        };
        let (start, count) = (u32::from_le_bytes(start) as usize, usize::from(more >> 1));
        let words = self.section(TRIGGER_WORDS).as_chunks::<TRIGGER_WORD_BYTES>().0;
        Some((id, more & 1 == 1, words.get(start..start + count)?))
    }

    /// A word of a trigger, by number and text.
    #[inline]
    pub fn trigger_word(&self, word: [u8; TRIGGER_WORD_BYTES]) -> (Option<u32>, &'static str) {
        let [a, b, c, d, at @ ..] = word;
        let number = u32::from_le_bytes([a, b, c, d]);
        ((number != u32::MAX).then_some(number), self.string(u32::from_le_bytes(at)))
    }

    /// The state before any byte of a key.
    pub fn root(&self) -> Walk {
        Walk { node: self.names.root().addr(), output: 0 }
    }

    /// The state after one more byte.
    #[inline]
    pub fn step(&self, walk: Walk, byte: u8) -> Option<Walk> {
        let node = self.names.node(walk.node);
        let transition = node.transition(node.find_input(byte)?);
        Some(Walk { node: transition.addr, output: walk.output + transition.out.value() })
    }

    /// The postings of the key that ends here, if one does.
    pub fn end(&self, walk: Walk) -> Option<u32> {
        let node = self.names.node(walk.node);
        node.is_final().then(|| (walk.output + node.final_output().value()) as u32)
    }
}

/// Words of a trigger as they lie; see [`Layer::trigger_word`].
pub(super) type TriggerWords = &'static [[u8; TRIGGER_WORD_BYTES]];

/// How far a key has been followed through the names.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    node: usize,
    output: u64,
}

/// Class, flags and value of the first of some senses, and the others.
#[inline]
pub(super) fn read_sense(senses: &[u8]) -> Option<(Class, u8, u32, &[u8])> {
    let ([class, flags, _, _, value @ ..], rest) = senses.split_first_chunk::<SENSE_BYTES>()?;
    Some((*Class::ALL.get(*class as usize)?, *flags, u32::from_le_bytes(*value), rest))
}

/// Flags and value of the first of some senses that is of a class.
#[inline]
pub(super) fn find_sense(senses: &[u8], class: Class) -> Option<(u8, u32)> {
    let senses = senses.as_chunks::<SENSE_BYTES>().0;
    let [_, flags, _, _, value @ ..] = senses.iter().find(|sense| sense[0] == class as u8)?;
    Some((*flags, u32::from_le_bytes(*value)))
}

#[inline]
fn number_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
