//! What was read, written down: strings kept once, then words, names, entries and frames as the sections of a block.

use super::super::class::{Class, Grammar};
use super::super::frame::TriggerPart;
use super::layout::{
    CELLS, ENTRIES, EVIDENCE, FRAMES, MEANINGS, NAMES, PHRASE_MARK, POSTINGS, SECTIONS, SENSES, SLOT_NUMBER_BITS,
    SLOTS, STRINGS, TABLES, TRIGGER_WORDS, TRIGGERS, WALKS, WORDS, block, first_slot, open_table, push_sense,
    push_string, string_at, walk_hash, word_hash,
};
use super::{Compiler, Map, Named, Place, SenseRow, WordRow, head};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The sections of a block.
type Sections = [Vec<u8>; SECTIONS];

impl Compiler {
    /// Where a string lies that is kept once.
    pub(super) fn intern(&mut self, text: &str) -> u32 {
        if let Some(at) = self.interned.get(text) {
            return *at;
        }
        let at = self.push_string(text);
        self.interned.insert(text.to_owned(), at);
        at
    }

    pub(super) fn push_string(&mut self, text: &str) -> u32 {
        let at = self.strings.len() as u32;
        push_string(&mut self.strings, text);
        at
    }

    /// Verb forms that a word can be, and the bits of [`Grammar`].
    fn grammar(&self, senses: &[SenseRow]) -> [u8; 2] {
        let mut verb = 0;
        let mut bits = 0;
        for sense in senses {
            match sense.class {
                Class::Verb => verb |= sense.flags,
                Class::Trigger if sense.flags == TriggerPart::Noun as u8 => bits |= Grammar::NOUN_TRIGGER,
                Class::Trigger if sense.flags == TriggerPart::Adjective as u8 => bits |= Grammar::ADJECTIVE_TRIGGER,
                Class::Role if self.cell(sense.value) != "modifier" => bits |= Grammar::ROLE,
                Class::Auxiliary
                    if self.cell(sense.value).split('|').any(|form| matches!(form, "present" | "past")) =>
                {
                    bits |= Grammar::FINITE_AUXILIARY;
                }
                _ => {}
            }
        }
        [verb, bits]
    }

    /// The first cell of a row.
    fn cell(&self, row: u32) -> &str {
        self.cells.get(row as usize).map_or("", |at| string_at(&self.strings, *at))
    }

    pub(super) fn row(&mut self, cells: &[&str]) -> u32 {
        let at = self.cells.len() as u32;
        for cell in cells {
            let cell = self.intern(cell);
            self.cells.push(cell);
        }
        at
    }

    /// The block: every section, in an order in which each finds what it refers to.
    pub(super) fn finish(mut self, hash: String, place: Place) -> Result<Vec<u8>, String> {
        self.tables.hash = hash;
        let mut sections = Sections::default();
        let words = self.sorted_words();
        let numbers: Map<&str, u32> =
            words.iter().enumerate().map(|(number, (word, _))| (word.as_str(), number as u32)).collect();
        let number = |word: &str| numbers.get(word).copied().unwrap_or(u32::MAX);
        let sense_count = self.write_words(&words, place, &mut sections)?;
        let pairs = self.first_pairs(number);
        self.write_names(sense_count, &mut sections)?;
        if place == Place::Bottom {
            sections[WALKS] = walks(&words, &pairs, &sections[NAMES])?;
        }
        for cell in &self.cells {
            sections[CELLS].extend_from_slice(&cell.to_le_bytes());
        }
        for value in self.entries.iter().flatten() {
            sections[ENTRIES].extend_from_slice(&value.to_le_bytes());
        }
        for frame in &self.frames {
            let bytes = postcard::to_stdvec(frame).map_err(|error| error.to_string())?;
            sections[FRAMES].extend_from_slice(&bytes);
            self.tables.frames.push((frame.kind.clone(), sections[FRAMES].len() as u32));
        }
        self.write_triggers(&words, number, &mut sections);
        for (name, weight) in std::mem::take(&mut self.evidence) {
            let name = self.intern(&name);
            sections[EVIDENCE].extend_from_slice(&name.to_le_bytes());
            sections[EVIDENCE].extend_from_slice(&weight.to_bits().to_le_bytes());
        }
        sections[TABLES] = postcard::to_stdvec(&self.tables).map_err(|error| error.to_string())?;
        sections[STRINGS] = self.strings.into_bytes();
        Ok(block(&sections))
    }

    /// Words in the order of their numbers: frequent words lie together, so that what an article asks for stays in the cache.
    fn sorted_words(&mut self) -> Vec<(String, WordRow)> {
        let words = std::mem::take(&mut self.words).into_iter();
        let mut words: Vec<(u64, String, WordRow)> = words.map(|(word, row)| (head(&word), word, row)).collect();
        words.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        let mut words: Vec<(String, WordRow)> = words.into_iter().map(|(_, word, row)| (word, row)).collect();
        words.sort_by_key(|(_, row)| Reverse(row.frequency.into_iter().max()));
        words
    }

    /// Slots, words and their senses; how many senses there are.
    fn write_words(&self, words: &[(String, WordRow)], place: Place, sections: &mut Sections) -> Result<u32, String> {
        let slot_count = words.len() + words.len() / 2 + 16;
        let mut slots = vec![(0_u64, 0_u64); slot_count];
        let mut sense_count = 0u32;
        for (number, (word, row)) in words.iter().enumerate() {
            let hash = word_hash(word.as_bytes());
            let tag = hash >> SLOT_NUMBER_BITS << SLOT_NUMBER_BITS;
            let mut at = first_slot(hash, slot_count);
            while slots[at].0 != 0 {
                if slots[at].0 >> SLOT_NUMBER_BITS << SLOT_NUMBER_BITS == tag {
                    return Err(format!(
                        "the words `{word}` and another have the same hash: the table needs another hash function"
                    ));
                }
                at = (at + 1) % slot_count;
            }
            slots[at] = (tag | (number as u64 + 1), row.classes.0);
            if place == Place::Above && !row.senses.is_empty() {
                sections[MEANINGS].extend_from_slice(format!("{number}\t{word}\n").as_bytes());
            }
            let record = &mut sections[WORDS];
            record.extend_from_slice(&sense_count.to_le_bytes());
            record.push(row.senses.len().min(255) as u8);
            record.extend_from_slice(&row.frequency);
            record.extend_from_slice(&self.grammar(&row.senses));
            for sense in row.senses.iter().take(255) {
                push_sense(&mut sections[SENSES], *sense);
                sense_count += 1;
            }
        }
        for (tag, classes) in slots {
            sections[SLOTS].extend_from_slice(&tag.to_le_bytes());
            sections[SLOTS].extend_from_slice(&classes.to_le_bytes());
        }
        Ok(sense_count)
    }

    /// Of phrases the first two words, by their numbers.
    fn first_pairs(&self, number: impl Fn(&str) -> u32) -> Vec<([u32; 2], String)> {
        let pair = |phrase: &String| {
            let mut each = phrase.split(' ');
            let (first, second) = (each.next()?, each.next()?);
            Some(([number(first), number(second)], format!("{first} {second}")))
        };
        self.phrases.keys().filter_map(pair).collect()
    }

    /// Names and phrases with their postings; the senses of phrases lie behind those of words.
    fn write_names(&mut self, mut sense_count: u32, sections: &mut Sections) -> Result<(), String> {
        let mut names = std::mem::take(&mut self.names);
        for (phrase, senses) in std::mem::take(&mut self.phrases) {
            let mut marked = String::with_capacity(phrase.len() + 1);
            marked.push(char::from(PHRASE_MARK));
            marked.push_str(&phrase);
            for sense in senses {
                push_sense(&mut sections[SENSES], sense);
                names.push(Named::new(marked.clone(), sense_count));
                sense_count += 1;
            }
        }
        names.sort_unstable();
        names.dedup();
        let mut map = fst::MapBuilder::memory();
        let mut posting_count = 0u32;
        for same in names.chunk_by(|one, other| one.key == other.key) {
            map.insert(same[0].key.as_bytes(), u64::from(posting_count)).map_err(|error| error.to_string())?;
            let postings = &mut sections[POSTINGS];
            postings.extend_from_slice(&(same.len() as u32).to_le_bytes());
            for named in same {
                postings.extend_from_slice(&named.posting.to_le_bytes());
            }
            posting_count += same.len() as u32 + 1;
        }
        sections[NAMES] = map.into_inner().map_err(|error| error.to_string())?;
        Ok(())
    }

    /// Triggers, each with what is asked of it when its first word is read, and where its other words begin.
    fn write_triggers(&mut self, words: &[(String, WordRow)], number: impl Fn(&str) -> u32, sections: &mut Sections) {
        let mut start = 0u32;
        for (id, rest) in std::mem::take(&mut self.triggers) {
            let rest: Vec<&str> = rest.split_whitespace().take(127).collect();
            let bound = match rest[..] {
                [word] if id.part == TriggerPart::Verb => {
                    let senses = words.get(number(word) as usize).map_or(&[][..], |(_, row)| &row.senses);
                    stays_with_verb(senses.iter().map(|sense| (sense.class, self.cell(sense.value))))
                }
                _ => false,
            };
            for number in [id.frame, id.block, id.word] {
                sections[TRIGGERS].extend_from_slice(&number.to_le_bytes());
            }
            sections[TRIGGERS].extend_from_slice(&[id.part as u8, u8::from(bound) | (rest.len() as u8) << 1]);
            sections[TRIGGERS].extend_from_slice(&start.to_le_bytes());
            start += rest.len() as u32;
            for word in rest {
                let at = self.intern(word);
                sections[TRIGGER_WORDS].extend_from_slice(&number(word).to_le_bytes());
                sections[TRIGGER_WORDS].extend_from_slice(&at.to_le_bytes());
            }
        }
    }
}

/// Where in the names those lie that begin with a word, or with the first two of a phrase.
fn walks(words: &[(String, WordRow)], pairs: &[([u32; 2], String)], names: &[u8]) -> Result<Vec<u8>, String> {
    let names = fst::raw::Fst::new(names).map_err(|error| error.to_string())?;
    let mut walks = BTreeMap::new();
    for (number, (word, _)) in words.iter().enumerate() {
        let walk = walk(&names, word.as_bytes());
        walks.extend(walk.map(|walk| (walk_hash(number as u32, None), walk)));
    }
    for ([first, second], words) in pairs {
        let walk = walk(&names, [&[PHRASE_MARK], words.as_bytes()].concat().as_slice());
        walks.extend(walk.map(|walk| (walk_hash(*first, Some(*second)), walk)));
    }
    Ok(open_table(&walks))
}

/// A preposition that is no particle stays with its verb: "called (urgently) for", but "rounded the men up". By the senses of a word and their first cells.
pub fn stays_with_verb<'c>(senses: impl Iterator<Item = (Class, &'c str)>) -> bool {
    let mut preposition = false;
    for sense in senses {
        match sense {
            (Class::Preposition, _) => preposition = true,
            (Class::Particle, "strong") => return false,
            _ => {}
        }
    }
    preposition
}

/// Node and output where a key begins that is, or goes on behind, these words.
fn walk(names: &fst::raw::Fst<&[u8]>, words: &[u8]) -> Option<[u32; 2]> {
    let (mut node, mut output) = (names.root(), 0);
    for byte in words {
        let transition = node.transition(node.find_input(*byte)?);
        output += transition.out.value();
        node = names.node(transition.addr);
    }
    let whole = node.is_final() || node.find_input(b' ').is_some();
    whole.then_some([node.addr() as u32, output as u32])
}
