//! The lexicon compiler: gazetteer files in, one block of bytes out. The same code makes the block that is embedded in the binary (from
//! `gazetteers/build.rs`) and the layers of a user's `--gazetteer` folders. It reads no files itself.
//!
//! Errors are [`Problem`]s with file, line and column; all of them are collected, not only the first.

use super::class::{Class, ClassSet};
use super::frame::{Frame, Trigger, TriggerId, TriggerPart};
use crate::text::fold::{fold, fold_into};
use crate::text::word;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

/// One gazetteer file, already read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path relative to the gazetteer folder, with `/`: `place/cities.tsv`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// One fault in a gazetteer file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// File, relative to the gazetteer folder.
    pub file: String,
    /// Line, from 1; 0 when it concerns the whole file.
    pub line: u32,
    /// Column name, if it concerns one cell.
    pub column: Option<String>,
    /// What was found and what was wanted.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if self.line > 0 {
            write!(out, ":{}", self.line)?;
        }
        if let Some(column) = &self.column {
            write!(out, ": column `{column}`")?;
        }
        write!(out, ": {}", self.message)
    }
}

/// First bytes of every block; the last is the version of the layout.
pub(super) const MAGIC: &[u8; 8] = b"dateln\x00\x01";
pub(super) const SECTIONS: usize = 13;
pub(super) const STRINGS: usize = 0;
pub(super) const SLOTS: usize = 1;
pub(super) const WORDS: usize = 2;
pub(super) const SENSES: usize = 3;
pub(super) const CELLS: usize = 4;
pub(super) const NAMES: usize = 5;
pub(super) const POSTINGS: usize = 6;
pub(super) const ENTRIES: usize = 7;
pub(super) const TABLES: usize = 8;
/// Frames, one behind the other; where each begins and ends stands in the tables.
pub(super) const FRAMES: usize = 9;
/// Triggers, eight bytes each: frame, block, word (two bytes each), part.
pub(super) const TRIGGERS: usize = 10;
pub(super) const TRIGGER_BYTES: usize = 8;
/// Pairs of words that begin a phrase: an open table of their hashes, eight bytes each, 0 for a free slot.
pub(super) const PAIRS: usize = 11;
/// Of a layer: its words that have a meaning, a line each behind their number, so that it can be joined to the layers below.
pub(super) const MEANINGS: usize = 12;

/// A slot of the word table: a tag of 40 bits over a word number + 1 of 24 bits, then the classes. The word's text is not kept: a tag of 40 bits tells words
/// apart, and the compiler refuses two words with one tag.
pub(super) const SLOT_BYTES: usize = 16;
pub(super) const SLOT_NUMBER_BITS: u32 = 24;
/// A word: first sense, number of senses, three frequencies.
pub(super) const WORD_BYTES: usize = 8;
pub(super) const SENSE_BYTES: usize = 8;
/// Numbers of an entry, four bytes each, in the order of [`Field`].
pub(super) const ENTRY_FIELDS: usize = 20;

/// Keys of phrases and of other spellings stand in the same map as names, behind a byte that no folded text holds.
pub(super) const PHRASE_MARK: u8 = 2;
pub(super) const VARIANT_MARK: u8 = 1;

/// Fields of an entry.
#[derive(Clone, Copy)]
#[repr(usize)]
pub(super) enum Field {
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
pub(super) const NO_DEGREES: u32 = u32::MAX;

/// What small tables hold; decoded when the block is opened.
#[derive(Serialize, Deserialize, Default)]
pub(super) struct Tables {
    /// Type of each frame, and where it ends in its section.
    pub frames: Vec<(String, u32)>,
    pub evidence: BTreeMap<String, f32>,
    pub files: Vec<String>,
    pub hash: String,
}

/// Types of names, as in the record; the number stands in an entry's flags.
pub(super) const TYPES: [&str; 10] =
    ["person", "organization", "place", "facility", "nationality", "group", "product", "work", "named_event", "other"];

const NAME_COLUMNS: [&str; 22] = [
    "id",
    "name",
    "aliases",
    "type",
    "subtype",
    "country",
    "admin1",
    "lat",
    "lon",
    "population",
    "wikidata",
    "geonames",
    "iso3166",
    "demonyms",
    "roles",
    "gender",
    "stands_for",
    "case",
    "valid_from",
    "valid_to",
    "requires",
    "forbids",
];

/// The hash of a folded word. Its high 40 bits are the tag, its low 32 bits say where the search in the table begins.
pub(super) fn word_hash(bytes: &[u8]) -> u64 {
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

fn mix(state: u64) -> u64 {
    let product = u128::from(state) * u128::from(0xc4ce_b9fe_1a85_ec53_u64);
    (product >> 64) as u64 ^ product as u64
}

/// The hash of two words, by their numbers, that begin a phrase; never 0.
pub(super) fn pair_hash(first: u32, second: u32) -> u64 {
    mix((u64::from(first) << 32 | u64::from(second)) ^ 0x9e37_79b9_7f4a_7c15) | 1
}

/// Where the search for a hash begins among `slots`.
pub(super) fn first_slot(hash: u64, slots: usize) -> usize {
    ((hash & 0xffff_ffff) * slots as u64 >> 32) as usize
}

/// The tokens of a name as its key: folded, joined by one space, without hyphens and points. Empty when nothing is left.
pub(super) fn key(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    word::tokens(name, |start, end| {
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

/// What a block is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The lowest layer, embedded in the program.
    Bottom,
    /// A layer above others: its words add to theirs.
    Above,
}

/// Compiles `sources` into a block.
///
/// # Errors
/// Every problem found in the files, in file and line order.
pub fn compile(sources: &[Source], place: Place) -> Result<Vec<u8>, Vec<Problem>> {
    let mut compiler = Compiler::default();
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
    let mut hash = Sha256::new();
    for source in &sources {
        hash.update(source.path.as_bytes());
        hash.update([0]);
        hash.update(source.text.as_bytes());
        hash.update([0]);
    }
    let hash = hash.finalize().iter().take(8).fold(String::new(), |mut text, byte| {
        use fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    });
    compiler
        .finish(hash, place)
        .map_err(|message| vec![Problem { file: String::new(), line: 0, column: None, message }])
}

/// `'s`, `'ll`: an apostrophe and one or two letters.
fn is_clitic(text: &str) -> bool {
    text.starts_with(['\'', '’'])
        && (2..=3).contains(&text.chars().count())
        && text.chars().skip(1).all(char::is_alphabetic)
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

#[derive(Default)]
struct Compiler {
    problems: Vec<Problem>,
    strings: Vec<u8>,
    interned: HashMap<String, u32>,
    words: HashMap<String, WordRow>,
    phrases: BTreeMap<String, Vec<SenseRow>>,
    cells: Vec<u32>,
    names: Vec<(String, u32)>,
    entries: Vec<[u32; ENTRY_FIELDS]>,
    variants: Vec<(String, u32)>,
    representative: HashMap<String, String>,
    verb_forms: HashMap<String, Vec<String>>,
    noun_plurals: HashMap<String, Vec<String>>,
    ids: HashMap<String, (u32, u32)>,
    frames: Vec<Frame>,
    triggers: Vec<TriggerId>,
    tables: Tables,
}

/// One line of a TSV file.
struct Row<'a> {
    file: u32,
    path: &'a str,
    line: u32,
    columns: &'a [&'a str],
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    fn get(&self, column: &str) -> &'a str {
        self.columns.iter().position(|name| *name == column).and_then(|at| self.cells.get(at)).copied().unwrap_or("")
    }
}

impl Compiler {
    fn problem(&mut self, file: &str, line: u32, column: Option<&str>, message: String) {
        self.problems.push(Problem { file: file.to_owned(), line, column: column.map(str::to_owned), message });
    }

    fn read(&mut self, source: &Source) {
        let file = self.tables.files.len() as u32;
        self.tables.files.push(source.path.clone());
        let path = source.path.as_str();
        match path.split_once('/') {
            Some(("event", name)) if name.ends_with(".toml") => self.read_frame(source),
            _ if path == "evidence.tsv" => self.read_evidence(source),
            Some((folder, name)) if name.ends_with(".tsv") => self.read_table(file, folder, name, source),
            _ => self.problem(
                path,
                0,
                None,
                "is not a gazetteer file: wanted FOLDER/NAME.tsv, event/TYPE.toml or evidence.tsv".to_owned(),
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
                let line = error
                    .span()
                    .map_or(0, |span| 1 + source.text.bytes().take(span.start).filter(|b| *b == b'\n').count() as u32);
                self.problem(&source.path, line, None, error.message().to_owned());
            }
        }
    }

    fn read_evidence(&mut self, source: &Source) {
        for (number, line) in source.text.lines().enumerate().skip(1) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut cells = line.split('\t');
            let (name, weight) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
            match weight.parse::<f32>() {
                Ok(weight) => {
                    self.tables.evidence.insert(name.to_owned(), weight);
                }
                Err(_) => {
                    self.problem(
                        &source.path,
                        number as u32 + 1,
                        Some("weight"),
                        format!("`{weight}` is not a number"),
                    );
                }
            }
        }
    }

    fn read_table(&mut self, file: u32, folder: &str, name: &str, source: &Source) {
        let mut lines = source.text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
        let Some((_, header)) = lines.next() else {
            return self.problem(&source.path, 1, None, "is empty: wanted a line of column names".to_owned());
        };
        let columns: Vec<&str> = header.split('\t').collect();
        let stem = name.trim_end_matches(".tsv");
        for (number, line) in lines {
            if line.is_empty() {
                continue;
            }
            let row = Row {
                file,
                path: &source.path,
                line: number as u32 + 1,
                columns: &columns,
                cells: line.split('\t').collect(),
            };
            if row.cells.len() > columns.len() {
                let message = format!("has {} cells: wanted at most {}", row.cells.len(), columns.len());
                self.problem(&source.path, row.line, None, message);
                continue;
            }
            match folder {
                "word" => self.read_word(stem, &row),
                "name" => self.read_name_part(stem, &row),
                "role" => self.read_role(&row),
                _ => self.read_entry(folder, &row),
            }
        }
    }

    // ---- words ------------------------------------------------------------------------------------------------------------------------

    fn read_word(&mut self, stem: &str, row: &Row) {
        let text = row.get("word");
        if text.is_empty() {
            return self.problem(row.path, row.line, Some("word"), "is empty".to_owned());
        }
        match stem {
            "frequency" => {
                let scale = |column: &str| row.get(column).parse::<u8>().unwrap_or(0);
                self.words.entry(fold(text)).or_default().frequency = [scale("lower"), scale("title"), scale("upper")];
            }
            "verb_forms" => {
                let flags = row.get("tags").split('|').fold(0, |flags, tag| flags | verb_flag(tag));
                let lemma = row.get("lemma");
                let value = self.row(&[lemma, row.get("tags")]);
                self.verb_forms.entry(lemma.to_owned()).or_default().push(text.to_owned());
                self.add_word(text, Class::Verb, flags, value);
            }
            "noun_forms" => {
                let lemma = row.get("lemma");
                let value = self.row(&[lemma]);
                self.noun_plurals.entry(lemma.to_owned()).or_default().push(text.to_owned());
                self.add_word(text, Class::NounForm, 1, value);
            }
            "nouns" => {
                let value = self.row(&[row.get("value"), text]);
                self.add_word(text, Class::Noun, 0, value);
                for plural in self.plurals(text, row.get("aliases")) {
                    self.add_word(&plural, Class::Noun, 1, value);
                }
            }
            "reporting_verbs" | "light_verbs" => {
                let class = if stem == "light_verbs" { Class::LightVerb } else { Class::Reporting };
                let value = self.row(&[row.get("value"), text]);
                for form in self.forms_of(text) {
                    self.add_word(&form, class, 0, value);
                }
            }
            "function" => {
                let pos = row.get("pos");
                let stem = match pos {
                    "wh" | "relative" => "function/relative".to_owned(),
                    "negation" => "negation".to_owned(),
                    pos => format!("function/{pos}"),
                };
                match Class::ALL.iter().find(|class| class.stem() == stem) {
                    Some(class) => {
                        let cells: Vec<&str> = class.columns().iter().map(|column| row.get(column)).collect();
                        let value = self.row(&cells);
                        self.add_word(text, *class, 0, value);
                    }
                    None => self.problem(
                        row.path,
                        row.line,
                        Some("pos"),
                        format!("`{pos}` is no part of speech known here"),
                    ),
                }
            }
            _ => match Class::ALL.iter().find(|class| class.stem() == stem) {
                Some(class) => {
                    let cells: Vec<&str> = class.columns().iter().map(|column| row.get(column)).collect();
                    let value = self.row(&cells);
                    self.add_word(text, *class, 0, value);
                    for alias in row.get("aliases").split('|').filter(|alias| !alias.is_empty()) {
                        self.add_word(alias, *class, 0, value);
                    }
                }
                None => self.problem(
                    row.path,
                    1,
                    None,
                    format!("`{stem}` is no class of words: see the table in gazetteers/README.md"),
                ),
            },
        }
    }

    fn read_name_part(&mut self, stem: &str, row: &Row) {
        let text = row.get("word");
        match stem {
            "tokens" => {
                let value = self.row(&[row.get("kind"), row.get("gender"), row.get("weight")]);
                let flags = match row.get("kind") {
                    "given" => 1,
                    "family" => 2,
                    _ => 3,
                };
                self.add_word(text, Class::NameToken, flags, value);
            }
            "groups" | "equivalents" => {
                let class = if stem == "groups" { Class::Variant } else { Class::Equivalent };
                let head = fold(text);
                let value = self.row(&[&head]);
                for form in std::iter::once(text).chain(row.get("aliases").split('|').filter(|alias| !alias.is_empty()))
                {
                    let folded = fold(form);
                    self.add_word(form, class, 0, value);
                    if class == Class::Equivalent {
                        self.representative.insert(folded, head.clone());
                    } else {
                        self.representative.entry(folded).or_insert_with(|| head.clone());
                    }
                }
            }
            _ => self.problem(
                row.path,
                1,
                None,
                format!("`{stem}` is no file of name parts: wanted tokens, groups or equivalents"),
            ),
        }
    }

    fn read_role(&mut self, row: &Row) {
        let name = row.get("name");
        if name.is_empty() {
            return self.problem(row.path, row.line, Some("name"), "is empty".to_owned());
        }
        let value = self.row(&[row.get("subtype"), row.get("gender"), row.get("type"), name]);
        for form in std::iter::once(name).chain(row.get("aliases").split('|').filter(|alias| !alias.is_empty())) {
            self.add_word(form, Class::Role, 0, value);
        }
    }

    /// Adds a sense to a word, or to a phrase when it is several words.
    fn add_word(&mut self, text: &str, class: Class, flags: u8, value: u32) {
        let sense = SenseRow { class, flags, value };
        let key = match key(text) {
            // signs such as "-" or "." are words too, and so are clitics, which the tokeniser cuts off with their apostrophe
            key if key.is_empty() || is_clitic(text) => fold(text),
            key => key,
        };
        match key.split_once(' ') {
            Some((first, rest)) => {
                let row = self.words.entry(first.to_owned()).or_default();
                row.classes = row.classes.with(Class::PhraseStart);
                let second = rest.split(' ').next().unwrap_or(rest);
                self.words.entry(second.to_owned()).or_default();
                let senses = self.phrases.entry(key.clone()).or_default();
                if !senses.contains(&sense) {
                    senses.push(sense);
                }
            }
            None => {
                let row = self.words.entry(key).or_default();
                row.classes = row.classes.with(class);
                if !row.senses.contains(&sense) {
                    row.senses.push(sense);
                }
            }
        }
    }

    fn plurals(&self, lemma: &str, given: &str) -> Vec<String> {
        if !given.is_empty() {
            return given.split('|').map(str::to_owned).collect();
        }
        let (head, last) = lemma.rsplit_once(' ').map_or(("", lemma), |(head, last)| (head, last));
        let plurals = self.noun_plurals.get(last).cloned().unwrap_or_else(|| vec![regular_plural(last)]);
        plurals.into_iter().map(|plural| if head.is_empty() { plural } else { format!("{head} {plural}") }).collect()
    }

    /// Every form of a verb, with the words behind it: `set free` → `sets free`, `setting free` …
    fn forms_of(&self, lemma: &str) -> Vec<String> {
        let (verb, rest) = lemma.split_once(' ').map_or((lemma, ""), |(verb, rest)| (verb, rest));
        let mut forms = self.verb_forms.get(verb).cloned().unwrap_or_else(|| regular_verb_forms(verb));
        if !forms.iter().any(|form| form == verb) {
            forms.push(verb.to_owned());
        }
        forms.into_iter().map(|form| if rest.is_empty() { form } else { format!("{form} {rest}") }).collect()
    }

    fn add_triggers(&mut self) {
        let frames = std::mem::take(&mut self.frames);
        for (frame_number, frame) in frames.iter().enumerate() {
            for (block_number, block) in frame.triggers.iter().enumerate() {
                for part in [TriggerPart::Verb, TriggerPart::Noun, TriggerPart::Adjective, TriggerPart::State] {
                    for (number, word) in words_of(block, part).iter().enumerate() {
                        let id = TriggerId {
                            frame: frame_number as u16,
                            block: block_number as u16,
                            part,
                            word: number as u16,
                        };
                        self.add_trigger(id, word);
                    }
                }
            }
        }
        self.frames = frames;
    }

    /// The first token of a trigger, in all its forms, gets a sense that names the trigger.
    fn add_trigger(&mut self, id: TriggerId, word: &str) {
        let value = self.triggers.len() as u32;
        self.triggers.push(id);
        let key = key(word);
        let first = key.split(' ').next().unwrap_or("").to_owned();
        if first.is_empty() {
            return;
        }
        let forms: BTreeSet<String> = match id.part {
            TriggerPart::Verb => self.forms_of(&first).into_iter().collect(),
            TriggerPart::Noun => std::iter::once(first.clone()).chain(self.plurals(&first, "")).collect(),
            TriggerPart::Adjective | TriggerPart::State => std::iter::once(first).collect(),
        };
        for form in forms {
            let row = self.words.entry(fold(&form)).or_default();
            row.classes = row.classes.with(Class::Trigger);
            row.senses.push(SenseRow { class: Class::Trigger, flags: id.part as u8, value });
        }
    }

    // ---- names ------------------------------------------------------------------------------------------------------------------------

    fn read_entry(&mut self, folder: &str, row: &Row) {
        for column in row.columns {
            if !NAME_COLUMNS.contains(column) && *column != "block" && row.line == 2 {
                self.problem(
                    row.path,
                    1,
                    Some(column),
                    format!("is no column known here: wanted one of {}", NAME_COLUMNS.join(", ")),
                );
            }
        }
        let name = row.get("name");
        if name.is_empty() {
            return self.problem(row.path, row.line, Some("name"), "is empty".to_owned());
        }
        let kind = if row.get("type").is_empty() { folder } else { row.get("type") };
        let Some(kind_number) = TYPES.iter().position(|name| *name == kind) else {
            return self.problem(
                row.path,
                row.line,
                Some("type"),
                format!("`{kind}` is no type: wanted one of {}", TYPES.join(", ")),
            );
        };
        let id = if row.get("id").is_empty() {
            format!("{}:{}", row.path.trim_end_matches(".tsv"), row.line)
        } else {
            row.get("id").to_owned()
        };
        if let Some((file, line)) = self.ids.insert(id.clone(), (row.file, row.line)) {
            let other = self.tables.files.get(file as usize).cloned().unwrap_or_default();
            self.problem(row.path, row.line, Some("id"), format!("`{id}` stands already in {other}:{line}"));
        }
        let number = self.entries.len() as u32;
        let latitude = self.degrees(row, "lat", 90.0);
        let longitude = self.degrees(row, "lon", 180.0);
        let population = self.whole_number(row, "population");
        let mut entry = [0u32; ENTRY_FIELDS];
        for (field, text) in [
            (Field::Id, id.as_str()),
            (Field::Name, name),
            (Field::Subtype, row.get("subtype")),
            (Field::Country, row.get("country")),
            (Field::Admin1, row.get("admin1")),
            (Field::Wikidata, row.get("wikidata")),
            (Field::Geonames, row.get("geonames")),
            (Field::Iso3166, row.get("iso3166")),
            (Field::Roles, row.get("roles")),
            (Field::StandsFor, row.get("stands_for")),
            (Field::Requires, row.get("requires")),
            (Field::Forbids, row.get("forbids")),
        ] {
            entry[field as usize] = self.intern(text);
        }
        let validity = if row.get("valid_from").is_empty() && row.get("valid_to").is_empty() {
            String::new()
        } else {
            format!("{}|{}", row.get("valid_from"), row.get("valid_to"))
        };
        entry[Field::Validity as usize] = self.intern(&validity);
        // the aliases are kept for person names only, where coreference asks for them
        entry[Field::Aliases as usize] =
            if kind == "person" { self.intern(row.get("aliases")) } else { self.intern("") };
        entry[Field::Latitude as usize] = latitude;
        entry[Field::Longitude as usize] = longitude;
        entry[Field::Population as usize] = population;
        entry[Field::File as usize] = row.file;
        entry[Field::Line as usize] = row.line;
        let gender = match row.get("gender") {
            "m" => 1,
            "f" => 2,
            _ => 0,
        };
        let blocked = u32::from(row.get("block") == "yes");
        entry[Field::Flags as usize] = kind_number as u32 | gender << 8 | blocked << 16;
        self.entries.push(entry);

        let forced = row.get("case");
        self.add_alias(name, number, 0, forced);
        for alias in row.get("aliases").split('|').filter(|alias| !alias.is_empty()) {
            self.add_alias(alias, number, 1, forced);
        }
        for demonym in row.get("demonyms").split('|').filter(|demonym| !demonym.is_empty()) {
            self.add_alias(demonym, number, 2, forced);
        }
        if kind == "person" {
            for alias in std::iter::once(name).chain(row.get("aliases").split('|').filter(|alias| !alias.is_empty())) {
                let key = key(alias);
                if key.contains(' ') {
                    self.variants.push((key, number | 3 << 24));
                }
            }
        }
    }

    fn add_alias(&mut self, alias: &str, entry: u32, kind: u32, forced: &str) {
        let key = key(alias);
        let Some(first) = key.split(' ').next().filter(|first| !first.is_empty()) else { return };
        let case = match forced {
            "fold" => CASE_ANY,
            _ => case_rule(alias),
        };
        let row = self.words.entry(first.to_owned()).or_default();
        row.classes = row.classes.with(Class::NameStart);
        if case == CASE_ANY {
            row.classes = row.classes.with(Class::LowerNameStart);
        }
        self.names.push((key, entry | kind << 24 | case << 29));
    }

    fn degrees(&mut self, row: &Row, column: &str, most: f64) -> u32 {
        let text = row.get(column);
        if text.is_empty() {
            return NO_DEGREES;
        }
        match text.parse::<f64>() {
            Ok(value) if value.abs() <= most => ((value + 180.0) * 1e6).round() as u32,
            Ok(_) => {
                self.problem(row.path, row.line, Some(column), format!("`{text}` is beyond {most} degrees"));
                NO_DEGREES
            }
            Err(_) => {
                self.problem(row.path, row.line, Some(column), format!("`{text}` is not a number"));
                NO_DEGREES
            }
        }
    }

    fn whole_number(&mut self, row: &Row, column: &str) -> u32 {
        let text = row.get(column);
        if text.is_empty() {
            return 0;
        }
        text.parse::<u32>().unwrap_or_else(|_| {
            self.problem(row.path, row.line, Some(column), format!("`{text}` is not a whole number"));
            0
        })
    }

    /// Names of persons once more under the forms that stand for their tokens' spelling groups.
    fn add_variants(&mut self) {
        let mut first_words: BTreeSet<String> = BTreeSet::new();
        for (key, posting) in std::mem::take(&mut self.variants) {
            let spelled = key
                .split(' ')
                .map(|token| self.representative.get(token).map_or(token, String::as_str))
                .collect::<Vec<_>>();
            first_words.insert(spelled[0].to_owned());
            let mut marked = String::with_capacity(key.len() + 1);
            marked.push(char::from(VARIANT_MARK));
            marked.push_str(&spelled.join(" "));
            self.names.push((marked, posting));
        }
        let mut forms: Vec<&String> =
            self.representative.iter().filter(|(_, head)| first_words.contains(*head)).map(|(form, _)| form).collect();
        forms.sort();
        for form in forms.into_iter().chain(&first_words) {
            let row = self.words.entry(form.clone()).or_default();
            row.classes = row.classes.with(Class::VariantStart);
        }
    }

    // ---- output -----------------------------------------------------------------------------------------------------------------------

    fn intern(&mut self, text: &str) -> u32 {
        if let Some(at) = self.interned.get(text) {
            return *at;
        }
        let at = self.strings.len() as u32;
        let length = text.len().min(u16::MAX as usize) as u16;
        self.strings.extend_from_slice(&length.to_le_bytes());
        self.strings.extend_from_slice(&text.as_bytes()[..length as usize]);
        self.interned.insert(text.to_owned(), at);
        at
    }

    fn row(&mut self, cells: &[&str]) -> u32 {
        let at = self.cells.len() as u32;
        for cell in cells {
            let cell = self.intern(cell);
            self.cells.push(cell);
        }
        at
    }

    fn finish(mut self, hash: String, place: Place) -> Result<Vec<u8>, String> {
        self.tables.hash = hash;
        let mut sections: [Vec<u8>; SECTIONS] = Default::default();

        let mut words: Vec<(String, WordRow)> = std::mem::take(&mut self.words).into_iter().collect();
        words.sort_by(|a, b| a.0.cmp(&b.0));
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
            for sense in row.senses.iter().take(255) {
                push_sense(&mut sections[SENSES], *sense);
                sense_count += 1;
            }
        }
        for (tag, classes) in slots {
            sections[SLOTS].extend_from_slice(&tag.to_le_bytes());
            sections[SLOTS].extend_from_slice(&classes.to_le_bytes());
        }

        let number =
            |word: &str| words.binary_search_by(|(other, _)| other.as_str().cmp(word)).map_or(u32::MAX, |at| at as u32);
        let pairs: BTreeSet<u64> = self
            .phrases
            .keys()
            .filter_map(|phrase| {
                let mut words = phrase.split(' ');
                Some(pair_hash(number(words.next()?), number(words.next()?)))
            })
            .collect();
        sections[PAIRS] = open_table(&pairs);

        let mut names = std::mem::take(&mut self.names);
        for (phrase, senses) in std::mem::take(&mut self.phrases) {
            let mut marked = String::with_capacity(phrase.len() + 1);
            marked.push(char::from(PHRASE_MARK));
            marked.push_str(&phrase);
            for sense in senses {
                push_sense(&mut sections[SENSES], sense);
                names.push((marked.clone(), sense_count));
                sense_count += 1;
            }
        }
        names.sort();
        names.dedup();
        let mut map = fst::MapBuilder::memory();
        let mut at = 0;
        let mut posting_count = 0u32;
        while at < names.len() {
            let same = names[at..].iter().take_while(|(key, _)| *key == names[at].0).count();
            map.insert(&names[at].0, u64::from(posting_count)).map_err(|error| error.to_string())?;
            let postings = &mut sections[POSTINGS];
            postings.extend_from_slice(&(same as u32).to_le_bytes());
            for (_, posting) in &names[at..at + same] {
                postings.extend_from_slice(&posting.to_le_bytes());
            }
            posting_count += same as u32 + 1;
            at += same;
        }
        sections[NAMES] = map.into_inner().map_err(|error| error.to_string())?;
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
        for id in &self.triggers {
            for number in [id.frame, id.block, id.word] {
                sections[TRIGGERS].extend_from_slice(&number.to_le_bytes());
            }
            sections[TRIGGERS].extend_from_slice(&[id.part as u8, 0]);
        }
        sections[TABLES] = postcard::to_stdvec(&self.tables).map_err(|error| error.to_string())?;
        sections[STRINGS] = self.strings;
        Ok(block(&sections))
    }
}

/// Hashes in a table twice their number, each at its slot or behind it.
fn open_table(hashes: &BTreeSet<u64>) -> Vec<u8> {
    let mut slots = vec![0_u64; hashes.len() * 2 + 1];
    for hash in hashes {
        let mut at = first_slot(*hash, slots.len());
        while slots[at] != 0 {
            at = (at + 1) % slots.len();
        }
        slots[at] = *hash;
    }
    slots.iter().flat_map(|slot| slot.to_le_bytes()).collect()
}

fn push_sense(out: &mut Vec<u8>, sense: SenseRow) {
    out.extend_from_slice(&[sense.class as u8, sense.flags, 0, 0]);
    out.extend_from_slice(&sense.value.to_le_bytes());
}

/// Header (magic, then start and length of each section), then the sections, each on a multiple of 8.
fn block(sections: &[Vec<u8>; SECTIONS]) -> Vec<u8> {
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

fn words_of(block: &Trigger, part: TriggerPart) -> &[String] {
    match part {
        TriggerPart::Verb => &block.verbs,
        TriggerPart::Noun => &block.nouns,
        TriggerPart::Adjective => &block.adjectives,
        TriggerPart::State => &block.states,
    }
}

pub(super) const CASE_ANY: u32 = 0;
pub(super) const CASE_CAPITAL: u32 = 1;
pub(super) const CASE_UPPER: u32 = 2;

/// Short names all in capitals must stand in capitals, names with a capital must start with one, others match as they are.
fn case_rule(alias: &str) -> u32 {
    let letters = alias.chars().filter(|c| c.is_alphabetic()).count();
    let lower = alias.chars().any(char::is_lowercase);
    if letters > 0 && !lower && letters <= 6 {
        CASE_UPPER
    } else if alias.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase) {
        CASE_CAPITAL
    } else {
        CASE_ANY
    }
}

/// The bit of a Penn Treebank verb tag.
fn verb_flag(tag: &str) -> u8 {
    match tag {
        "VB" => 1,
        "VBZ" => 2,
        "VBD" => 4,
        "VBN" => 8,
        "VBG" => 16,
        _ => 0,
    }
}

fn regular_plural(noun: &str) -> String {
    let sibilant = ["s", "x", "z", "ch", "sh"].iter().any(|end| noun.ends_with(end));
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if sibilant => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

fn regular_verb_forms(verb: &str) -> Vec<String> {
    let stem = verb.strip_suffix('e').unwrap_or(verb);
    vec![verb.to_owned(), regular_plural(verb), format!("{stem}ed"), format!("{stem}ing")]
}
