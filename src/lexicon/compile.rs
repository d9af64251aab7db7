//! The lexicon compiler: gazetteer files in, one block of bytes out. The same code makes the block that is embedded in the binary (from
//! `gazetteers/build.rs`) and the layers of a user's `--gazetteer` folders. It reads no files itself.
//!
//! Errors are [`Problem`]s with file, line and column; all of them are collected, not only the first. What is not wrong but looks it is for the lints above.

mod entry;
mod layout;
mod mark;
mod table;
mod trigger;
mod word;
mod write;

use super::class::{Class, ClassSet};
use super::frame::{Frame, TriggerId};
use crate::text::fold::fold_into;
use crate::text::word as segment;
use layout::mix;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};

pub(super) use entry::TYPES;
pub(super) use layout::{
    CASE_CAPITAL, CASE_LOWER, CASE_TITLE, CASE_UPPER, CELLS, ENTRIES, ENTRY_FIELDS, EVIDENCE, EVIDENCE_BYTES, FRAMES,
    Field, MAGIC, MEANINGS, NAMES, NO_DEGREES, PHRASE_MARK, POSTINGS, SECTIONS, SENSE_BYTES, SENSES, SLOT_BYTES,
    SLOT_NUMBER_BITS, SLOTS, STRINGS, TABLES, TRIGGER_BYTES, TRIGGER_WORD_BYTES, TRIGGER_WORDS, TRIGGERS, Tables,
    VARIANT_MARK, WALK_BYTES, WALKS, WORD_BYTES, WORDS, first_slot, string_at, walk_hash, word_hash,
};
pub use layout::{ToldAs, part};
pub(super) use table::{Header, NAME_COLUMNS, Row, parts, rows};
pub use table::{Problem, Source, position};
pub(super) use write::stays_with_verb;

/// The tokens of a name as its key: folded, joined by one space, without hyphens and points. Empty when nothing is left.
pub fn key(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    segment::tokens(name, |start, end| {
        let mark = out.len();
        if mark > 0 {
            out.push(' ');
        }
        let begin = out.len();
        fold_into(name.get(start..end).unwrap_or(""), &mut out);
        if out.len() == begin || &out[begin..] == "-" {
            out.truncate(mark);
        }
    });
    out
}

/// A name without the signs before it, which are no part of its first word: `‘Abdollahabad`, `'Ndrangheta`.
pub(super) fn without_signs(name: &str) -> &str {
    name.trim_start_matches(|character: char| !character.is_alphanumeric())
}

/// What a block is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The lowest layer, embedded in the program.
    #[default]
    Bottom,
    /// A layer above others: its words add to theirs.
    Above,
}

/// Compiles `sources` into a block.
///
/// # Errors
/// Every problem found in the files, in file and line order.
pub fn compile(sources: &[Source], place: Place) -> Result<Vec<u8>, Vec<Problem>> {
    let mut compiler = Compiler { place, ..Compiler::default() };
    let mut sources: Vec<&Source> = sources.iter().collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    let (first, rest): (Vec<&Source>, Vec<&Source>) = sources.iter().partition(|source| is_inflection(&source.path));
    for source in first.iter().chain(&rest) {
        compiler.read(source);
    }
    compiler.add_triggers();
    compiler.add_variants();
    if !compiler.problems.is_empty() {
        compiler.problems.sort();
        return Err(compiler.problems);
    }
    let hash = hash_of(&sources);
    compiler.finish(hash, place).map_err(|message| vec![Problem { file: String::new(), line: 0, column: 0, message }])
}

/// A hash of files, which stand in the order of their paths.
pub(super) fn hash_of(sources: &[&Source]) -> String {
    let mut hash = Sha256::new();
    for source in sources {
        hash.update(source.path.as_bytes());
        hash.update([0]);
        hash.update(source.text.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(8).fold(String::new(), |mut text, byte| {
        use fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Files that say how words inflect are read before those that name lemmas.
fn is_inflection(path: &str) -> bool {
    path == "word/verb_forms.tsv" || path == "word/noun_forms.tsv"
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct SenseRow {
    class: Class,
    flags: u8,
    value: u32,
}

#[derive(Default)]
struct WordRow {
    classes: ClassSet,
    frequency: [u8; 3],
    senses: Vec<SenseRow>,
}

/// A key and one thing that it may mean. The first eight bytes of the key stand before it as a number, which decides nearly every comparison.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Named {
    head: u64,
    key: Box<str>,
    posting: u32,
}

impl Named {
    fn new(key: String, posting: u32) -> Self {
        Self { head: head(&key), key: key.into_boxed_str(), posting }
    }
}

/// The first eight bytes as a number, which stands in the order of the words.
fn head(word: &str) -> u64 {
    let mut head = [0; 8];
    for (slot, byte) in head.iter_mut().zip(word.bytes()) {
        *slot = byte;
    }
    u64::from_be_bytes(head)
}

/// A map that is never walked, with the hash of the word table: the standard one guards against attackers, of which a folder of one's own has none.
type Map<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

#[derive(Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = mix(self.0 ^ word_hash(bytes));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[derive(Default)]
struct Compiler {
    place: Place,
    problems: Vec<Problem>,
    strings: String,
    interned: Map<String, u32>,
    words: Map<String, WordRow>,
    phrases: BTreeMap<String, Vec<SenseRow>>,
    cells: Vec<u32>,
    names: Vec<Named>,
    entries: Vec<[u32; ENTRY_FIELDS]>,
    variants: Vec<(String, u32)>,
    representative: Map<String, String>,
    verb_forms: Map<String, Vec<String>>,
    noun_plurals: Map<String, Vec<String>>,
    /// Rows by their id's place among the strings.
    ids: Map<u32, (u32, u32)>,
    frames: Vec<Frame>,
    triggers: Vec<(TriggerId, String)>,
    evidence: BTreeMap<String, f32>,
    tables: Tables,
}

impl Compiler {
    fn problem(&mut self, file: &str, line: u32, column: u32, message: String) {
        self.problems.push(Problem { file: file.to_owned(), line, column, message });
    }

    fn fault(&mut self, row: &Row, column: &str, message: impl fmt::Display) {
        self.problems.push(row.fault(column, message));
    }

    fn read(&mut self, source: &Source) {
        let file = self.tables.files.len() as u32;
        self.tables.files.push(source.path.clone());
        let path = source.path.as_str();
        match path.split_once('/') {
            _ if path == "event/codes.tsv" => self.read_codes(file, source),
            _ if path == "event/told_as.tsv" => self.read_told_as(file, source),
            Some(("event", name)) if name.ends_with(".toml") => self.read_frame(source),
            // weights that names are judged by, and weights that events are joined by
            _ if path == "evidence.tsv" || path == "merge.tsv" => self.read_evidence(file, source),
            Some(("page", name)) if name.ends_with(".tsv") => self.read_marks(file, source),
            Some((folder, name)) if name.ends_with(".tsv") => self.read_table(file, folder, name, source),
            _ => self.problem(
                path,
                0,
                0,
                "is not a gazetteer file: wanted FOLDER/NAME.tsv, event/TYPE.toml, evidence.tsv or merge.tsv"
                    .to_owned(),
            ),
        }
    }

    fn read_frame(&mut self, source: &Source) {
        match toml::from_str::<Frame>(&source.text) {
            Ok(mut frame) => {
                frame.examples.clear();
                frame.counter_examples.clear();
                self.frames.push(frame);
            }
            Err(error) => {
                let (line, column) = error.span().map_or((0, 0), |span| position(&source.text, span.start));
                self.problem(&source.path, line, column, error.message().to_owned());
            }
        }
    }

    fn read_evidence(&mut self, file: u32, source: &Source) {
        let Some(header) = Header::of(source) else { return };
        for row in rows(source, file, &header) {
            match row {
                Ok(row) => match row.get("weight").parse::<f32>() {
                    Ok(weight) if weight.is_finite() => {
                        self.evidence.insert(row.get("name").to_owned(), weight);
                    }
                    _ => self.fault(&row, "weight", format_args!("`{}` is not a number", row.get("weight"))),
                },
                Err(problem) => self.problems.push(problem),
            }
        }
    }

    fn read_codes(&mut self, file: u32, source: &Source) {
        let Some(header) = Header::of(source) else { return };
        for row in rows(source, file, &header) {
            match row {
                Ok(row) => {
                    self.tables.codes.insert(format!("{} {}", row.get("system"), row.get("code")));
                }
                Err(problem) => self.problems.push(problem),
            }
        }
    }

    fn read_told_as(&mut self, file: u32, source: &Source) {
        let Some(header) = Header::of(source) else { return };
        for row in rows(source, file, &header) {
            match row {
                Ok(row) => {
                    let told = ToldAs {
                        plover: row.get("plover").to_owned(),
                        cameo: row.get("cameo").to_owned(),
                        quad: row.get("told_quad").parse().ok(),
                    };
                    let key = format!("{} {} {}", row.get("modality"), row.get("polarity"), row.get("quad"));
                    self.tables.told_as.insert(key, told);
                }
                Err(problem) => self.problems.push(problem),
            }
        }
    }

    fn read_table(&mut self, file: u32, folder: &str, name: &str, source: &Source) {
        let Some(header) = Header::of(source) else {
            return self.problem(&source.path, 1, 0, "is empty: wanted a line of column names".to_owned());
        };
        let stem = name.trim_end_matches(".tsv");
        let key = if matches!(folder, "word" | "name") { "word" } else { "name" };
        if !header.columns.contains(&key) && !(key == "name" && header.columns.contains(&"id")) {
            let message = format!("has no column `{key}`: the first line names the columns, parted by tabs");
            return self.problem(&source.path, header.line, 1, message);
        }
        if !matches!(folder, "word" | "name" | "role") {
            self.check_columns(source, &header);
        }
        for row in rows(source, file, &header) {
            let row = match row {
                Ok(row) => row,
                Err(problem) => {
                    self.problems.push(problem);
                    continue;
                }
            };
            match folder {
                "word" => self.read_word(stem, &row),
                "name" => self.read_name_part(stem, &row),
                "role" => self.read_role(&row),
                _ => self.read_entry(folder, &row),
            }
        }
    }

    /// A column nobody knows is a misspelled one.
    fn check_columns(&mut self, source: &Source, header: &Header) {
        for (at, column) in header.columns.iter().enumerate() {
            if !NAME_COLUMNS.contains(column) {
                let message = format!("`{column}` is no column known here: wanted one of {}", NAME_COLUMNS.join(", "));
                self.problem(&source.path, header.line, header.column_of(at), message);
            }
        }
    }

    /// A file in a place where none of that name belongs is told once, not for every row.
    fn unknown_file(&mut self, path: &str, message: String) {
        if !self.problems.iter().any(|known| known.file == path && known.message == message) {
            self.problem(path, 1, 0, message);
        }
    }
}
