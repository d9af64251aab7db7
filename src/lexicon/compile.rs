//! The lexicon compiler: gazetteer files in, one block of bytes out. The same code makes the block that is embedded in the binary (from
//! `gazetteers/build.rs`) and the layers of a user's `--gazetteer` folders. It reads no files itself.
//!
//! Errors are [`Problem`]s with file, line and column; all of them are collected, not only the first. What is not wrong but looks it is for the lints above.

use super::class::{Class, ClassSet, Grammar};
use super::frame::{Frame, Trigger, TriggerId, TriggerPart};
use crate::text::fold::{fold, fold_into};
use crate::text::word;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};

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
    /// Character of the line, from 1; 0 when it concerns the whole line.
    pub column: u32,
    /// What was found and what was wanted.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if self.line > 0 {
            write!(out, ":{}", self.line)?;
        }
        if self.column > 0 {
            write!(out, ":{}", self.column)?;
        }
        write!(out, ": {}", self.message)
    }
}

/// First bytes of every block; the last is the version of the layout.
pub(super) const MAGIC: &[u8; 8] = b"dateln\x00\x02";
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
pub(super) const TRIGGER_BYTES: usize = 12;
/// Pairs of words that begin a phrase: an open table of their hashes, eight bytes each, 0 for a free slot.
pub(super) const PAIRS: usize = 11;
/// Of a layer: its words that have a meaning, a line each behind their number, so that it can be joined to the layers below.
pub(super) const MEANINGS: usize = 12;

/// A slot of the word table: a tag of 40 bits over a word number + 1 of 24 bits, then the classes. The word's text is not kept: a tag of 40 bits tells words
/// apart, and the compiler refuses two words with one tag.
pub(super) const SLOT_BYTES: usize = 16;
pub(super) const SLOT_NUMBER_BITS: u32 = 24;
/// A word: first sense, number of senses, three frequencies.
pub(super) const WORD_BYTES: usize = 10;
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
    /// Ids of entries of the layers below that this one hides.
    pub hidden: Vec<String>,
    /// Codes of event types that frames may name: `cameo 0841`, `plover RETREAT-release`.
    pub codes: BTreeSet<String>,
    /// Codes of what is planned, demanded or refused, by modality, polarity and quad class: `planned positive 2`.
    pub told_as: BTreeMap<String, ToldAs>,
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

/// Types of names, as in the record; the number stands in an entry's flags.
pub(super) const TYPES: [&str; 10] =
    ["person", "organization", "place", "facility", "nationality", "group", "product", "work", "named_event", "other"];

/// Columns of the tables of names, in the order of [`Column`].
pub(super) const NAME_COLUMNS: [&str; 23] = [
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
    "block",
];

/// The columns of the tables of names.
#[derive(Clone, Copy)]
#[repr(usize)]
enum Column {
    Id,
    Name,
    Aliases,
    Type,
    Subtype,
    Country,
    Admin1,
    Lat,
    Lon,
    Population,
    Wikidata,
    Geonames,
    Iso3166,
    Demonyms,
    Roles,
    Gender,
    StandsFor,
    Case,
    ValidFrom,
    ValidTo,
    Requires,
    Forbids,
    Block,
}

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
pub fn key(name: &str) -> String {
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
    strings: Vec<u8>,
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
    triggers: Vec<(TriggerId, u32)>,
    tables: Tables,
}

/// One line of a TSV file.
pub(super) struct Row<'a> {
    file: u32,
    pub path: &'a str,
    pub line: u32,
    pub columns: &'a [&'a str],
    pub cells: Vec<&'a str>,
    /// Of the columns of names, the cell of each; made once for a file.
    places: &'a [Option<usize>],
}

impl<'a> Row<'a> {
    pub fn get(&self, column: &str) -> &'a str {
        self.columns.iter().position(|name| *name == column).and_then(|at| self.cells.get(at)).copied().unwrap_or("")
    }

    /// A cell of a table of names, by the column's place in [`NAME_COLUMNS`].
    fn name_cell(&self, column: Column) -> &'a str {
        self.places[column as usize].and_then(|at| self.cells.get(at)).copied().unwrap_or("")
    }

    /// The character of the line at which a cell begins, from 1; the line's end for a cell that is not there.
    pub fn column_of(&self, column: &str) -> u32 {
        let at = self.columns.iter().position(|name| *name == column).unwrap_or(self.columns.len());
        1 + self.cells.iter().take(at).map(|cell| cell.chars().count() as u32 + 1).sum::<u32>()
    }

    /// A fault in one cell.
    pub fn fault(&self, column: &str, message: impl fmt::Display) -> Problem {
        Problem {
            file: self.path.to_owned(),
            line: self.line,
            column: self.column_of(column),
            message: format!("{column}: {message}"),
        }
    }
}

/// The lines of a table behind its header, blank ones and comments left out. Faults of the table as a whole come as a message with their line.
pub(super) fn rows<'a>(
    source: &'a Source,
    file: u32,
    header: &'a Header<'a>,
) -> impl Iterator<Item = Result<Row<'a>, Problem>> + 'a {
    let behind = source.text.lines().enumerate().skip(header.line as usize);
    behind.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).map(move |(number, line)| {
        let line_number = number as u32 + 1;
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() > header.columns.len() {
            let column =
                1 + cells.iter().take(header.columns.len()).map(|cell| cell.chars().count() as u32 + 1).sum::<u32>();
            let message = format!("has {} cells: wanted at most {}", cells.len(), header.columns.len());
            return Err(Problem { file: source.path.clone(), line: line_number, column, message });
        }
        Ok(Row { file, path: &source.path, line: line_number, columns: &header.columns, cells, places: &header.places })
    })
}

/// The first line of a table.
pub(super) struct Header<'a> {
    /// Its number, from 1.
    pub line: u32,
    pub columns: Vec<&'a str>,
    places: Vec<Option<usize>>,
}

impl<'a> Header<'a> {
    /// None when the table holds nothing but comments.
    pub fn of(source: &'a Source) -> Option<Self> {
        let mut lines = source.text.lines().enumerate();
        let (number, line) = lines.find(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())?;
        // a mark of the byte order, as spreadsheets write it, is none of the first name
        let columns: Vec<&str> = line.trim_start_matches('\u{feff}').split('\t').collect();
        let places = NAME_COLUMNS.iter().map(|name| columns.iter().position(|column| column == name)).collect();
        Some(Self { line: number as u32 + 1, columns, places })
    }

    /// The character at which the name of a column begins.
    pub fn column_of(&self, at: usize) -> u32 {
        1 + self.columns.iter().take(at).map(|name| name.chars().count() as u32 + 1).sum::<u32>()
    }
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
                        self.tables.evidence.insert(row.get("name").to_owned(), weight);
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

    // ---- words ------------------------------------------------------------------------------------------------------------------------

    fn read_word(&mut self, stem: &str, row: &Row) {
        let text = row.get("word");
        if text.is_empty() {
            return self.fault(row, "word", "is empty");
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
                    None => self.fault(row, "pos", format_args!("`{pos}` is no part of speech known here")),
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
                None => self.unknown_file(
                    row.path,
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
            _ => self.unknown_file(
                row.path,
                format!("`{stem}` is no file of name parts: wanted tokens, groups or equivalents"),
            ),
        }
    }

    /// A file in a place where none of that name belongs is told once, not for every row.
    fn unknown_file(&mut self, path: &str, message: String) {
        if !self.problems.iter().any(|known| known.file == path && known.message == message) {
            self.problem(path, 1, 0, message);
        }
    }

    fn read_role(&mut self, row: &Row) {
        let name = row.get("name");
        if name.is_empty() {
            return self.fault(row, "name", "is empty");
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
        let key = key(word);
        let (first, rest) = key.split_once(' ').unwrap_or((&key, ""));
        let (first, rest) = (first.to_owned(), self.intern(rest));
        self.triggers.push((id, rest));
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
        let cell = |column| row.name_cell(column);
        if let Some(hidden) = cell(Column::Id).strip_prefix('-') {
            if self.place == Place::Bottom {
                self.fault(row, "id", "only a layer above the built-in gazetteers can hide a row");
            }
            return self.tables.hidden.push(hidden.to_owned());
        }
        let name = cell(Column::Name);
        if name.is_empty() {
            return self.fault(row, "name", "is empty");
        }
        let kind = if cell(Column::Type).is_empty() { folder } else { cell(Column::Type) };
        let Some(kind_number) = TYPES.iter().position(|name| *name == kind) else {
            let (column, from) = if cell(Column::Type).is_empty() { ("name", "the folder ") } else { ("type", "") };
            return self.fault(
                row,
                column,
                format_args!("{from}`{kind}` is no type: wanted one of {}", TYPES.join(", ")),
            );
        };
        let number = self.entries.len() as u32;
        let id = self.id_of(row);
        let mut entry = [0u32; ENTRY_FIELDS];
        for (field, column) in [
            (Field::Name, Column::Name),
            (Field::Subtype, Column::Subtype),
            (Field::Country, Column::Country),
            (Field::Admin1, Column::Admin1),
            (Field::Wikidata, Column::Wikidata),
            (Field::Geonames, Column::Geonames),
            (Field::Iso3166, Column::Iso3166),
            (Field::Roles, Column::Roles),
            (Field::StandsFor, Column::StandsFor),
            (Field::Requires, Column::Requires),
            (Field::Forbids, Column::Forbids),
        ] {
            entry[field as usize] = self.intern(cell(column));
        }
        entry[Field::Id as usize] = id;
        entry[Field::Validity as usize] = self.validity(row);
        // the aliases are kept for person names only, where coreference asks for them
        entry[Field::Aliases as usize] = self.intern(if kind == "person" { cell(Column::Aliases) } else { "" });
        entry[Field::Latitude as usize] = self.degrees(row, Column::Lat, "lat", 90.0);
        entry[Field::Longitude as usize] = self.degrees(row, Column::Lon, "lon", 180.0);
        entry[Field::Population as usize] = self.whole_number(row);
        entry[Field::File as usize] = row.file;
        entry[Field::Line as usize] = row.line;
        let gender = self.one_of(row, Column::Gender, "gender", &["", "m", "f"]);
        let blocked = self.one_of(row, Column::Block, "block", &["", "yes"]);
        entry[Field::Flags as usize] = kind_number as u32 | gender << 8 | blocked << 16;
        self.entries.push(entry);

        let case = self.one_of(row, Column::Case, "case", &["", "fold", "exact"]);
        // persons are found in other spellings too
        let persons = kind == "person";
        self.add_alias(name, number, 0, case, persons);
        for alias in parts(cell(Column::Aliases)) {
            self.add_alias(alias, number, 1, case, persons);
        }
        for demonym in parts(cell(Column::Demonyms)) {
            self.add_alias(demonym, number, 2, case, false);
        }
    }

    /// The id of a row, interned; of a row without one, its file and line.
    fn id_of(&mut self, row: &Row) -> u32 {
        let given = row.name_cell(Column::Id);
        if given.is_empty() {
            let id = format!("{}:{}", row.path.trim_end_matches(".tsv"), row.line);
            return self.push_string(&id);
        }
        // an id that was a string before is either an id twice or another row's cell
        if let Some(at) = self.interned.get(given).copied() {
            if let Some((file, line)) = self.ids.get(&at) {
                let other = self.tables.files.get(*file as usize).cloned().unwrap_or_default();
                let message = format!("`{given}` stands already in {other}:{line}");
                self.fault(row, "id", message);
            }
            self.ids.insert(at, (row.file, row.line));
            return at;
        }
        let at = self.intern(given);
        self.ids.insert(at, (row.file, row.line));
        at
    }

    /// `FROM|TO`, empty when neither is given.
    fn validity(&mut self, row: &Row) -> u32 {
        let (from, to) = (row.name_cell(Column::ValidFrom), row.name_cell(Column::ValidTo));
        if from.is_empty() && to.is_empty() {
            return self.intern("");
        }
        for (column, date) in [("valid_from", from), ("valid_to", to)] {
            if !date.is_empty() && !is_date(date) {
                self.fault(row, column, format_args!("`{date}` is no date: wanted 2024, 2024-05 or 2024-05-31"));
            }
        }
        let common = from.len().min(to.len());
        if from.get(..common) > to.get(..common) && common > 0 {
            self.fault(row, "valid_to", format_args!("`{to}` comes before `{from}`"));
        }
        self.intern(&format!("{from}|{to}"))
    }

    /// The place of a cell's value among those it may have.
    fn one_of(&mut self, row: &Row, column: Column, name: &str, wanted: &[&str]) -> u32 {
        let value = row.name_cell(column);
        if value.is_empty() {
            return 0;
        }
        let found = wanted.iter().position(|wanted| *wanted == value);
        if found.is_none() {
            let wanted = wanted[1..].join(" or ");
            self.fault(row, name, format_args!("`{value}` means nothing here: wanted {wanted}, or nothing"));
        }
        found.unwrap_or(0) as u32
    }

    fn add_alias(&mut self, alias: &str, entry: u32, kind: u32, case: u32, persons: bool) {
        let key = key(without_signs(alias));
        let Some(first) = key.split(' ').next().filter(|first| !first.is_empty()) else { return };
        let case = match case {
            1 => CASE_ANY,
            2 => exact_case(alias),
            _ => case_rule(alias),
        };
        let starts = ClassSet::default().with(Class::NameStart);
        let starts = if case == CASE_ANY || case == CASE_LOWER { starts.with(Class::LowerNameStart) } else { starts };
        match self.words.get_mut(first) {
            Some(row) => row.classes.0 |= starts.0,
            None => {
                self.words.insert(first.to_owned(), WordRow { classes: starts, ..WordRow::default() });
            }
        }
        if persons && key.contains(' ') {
            self.variants.push((key.clone(), entry | 3 << 24));
        }
        self.names.push(Named::new(key, entry | kind << 24 | case << 29));
    }

    fn degrees(&mut self, row: &Row, column: Column, name: &str, most: f64) -> u32 {
        let text = row.name_cell(column);
        if text.is_empty() {
            return NO_DEGREES;
        }
        match text.parse::<f64>() {
            Ok(value) if value.abs() <= most => return ((value + 180.0) * 1e6).round() as u32,
            Ok(_) => self.fault(row, name, format_args!("`{text}` is beyond {most} degrees")),
            Err(_) => self.fault(row, name, format_args!("`{text}` is not a number")),
        }
        NO_DEGREES
    }

    fn whole_number(&mut self, row: &Row) -> u32 {
        let text = row.name_cell(Column::Population);
        if text.is_empty() {
            return 0;
        }
        text.parse::<u32>().unwrap_or_else(|_| {
            self.fault(row, "population", format_args!("`{text}` is not a whole number"));
            0
        })
    }

    /// Names of persons once more under the forms that stand for their tokens' spelling groups.
    fn add_variants(&mut self) {
        let mut first_words: HashSet<String, BuildHasherDefault<Quick>> = HashSet::default();
        for (key, posting) in std::mem::take(&mut self.variants) {
            let mut marked = String::with_capacity(key.len() + 8);
            marked.push(char::from(VARIANT_MARK));
            for token in key.split(' ') {
                let spelled = self.representative.get(token).map_or(token, String::as_str);
                if marked.len() > 1 {
                    marked.push(' ');
                } else if !first_words.contains(spelled) {
                    first_words.insert(spelled.to_owned());
                }
                marked.push_str(spelled);
            }
            self.names.push(Named::new(marked, posting));
        }
        let mut first_words: Vec<String> = first_words.into_iter().collect();
        first_words.sort_unstable();
        let is_first = |head: &String| first_words.binary_search(head).is_ok();
        let mut forms: Vec<&String> =
            self.representative.iter().filter(|(_, head)| is_first(head)).map(|(form, _)| form).collect();
        forms.sort();
        for form in forms.into_iter().chain(&first_words) {
            match self.words.get_mut(form) {
                Some(row) => row.classes = row.classes.with(Class::VariantStart),
                None => {
                    let classes = ClassSet::default().with(Class::VariantStart);
                    self.words.insert(form.clone(), WordRow { classes, ..WordRow::default() });
                }
            }
        }
    }

    // ---- output -----------------------------------------------------------------------------------------------------------------------

    fn intern(&mut self, text: &str) -> u32 {
        if let Some(at) = self.interned.get(text) {
            return *at;
        }
        let at = self.push_string(text);
        self.interned.insert(text.to_owned(), at);
        at
    }

    fn push_string(&mut self, text: &str) -> u32 {
        let at = self.strings.len() as u32;
        let length = text.len().min(u16::MAX as usize) as u16;
        self.strings.extend_from_slice(&length.to_le_bytes());
        self.strings.extend_from_slice(&text.as_bytes()[..length as usize]);
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
                _ => {}
            }
        }
        [verb, bits]
    }

    /// The first cell of a row.
    fn cell(&self, row: u32) -> &str {
        let at = self.cells.get(row as usize).map_or(0, |at| *at as usize);
        let length = self.strings.get(at..at + 2).map_or(0, |pair| u16::from_le_bytes([pair[0], pair[1]]) as usize);
        self.strings.get(at + 2..at + 2 + length).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or("")
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

        let words = std::mem::take(&mut self.words).into_iter();
        let mut words: Vec<(u64, String, WordRow)> = words.map(|(word, row)| (head(&word), word, row)).collect();
        words.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        let words: Vec<(String, WordRow)> = words.into_iter().map(|(_, word, row)| (word, row)).collect();
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
                names.push(Named::new(marked.clone(), sense_count));
                sense_count += 1;
            }
        }
        names.sort_unstable();
        names.dedup();
        let mut map = fst::MapBuilder::memory();
        let mut at = 0;
        let mut posting_count = 0u32;
        while at < names.len() {
            let same = names[at..].iter().take_while(|named| named.key == names[at].key).count();
            map.insert(names[at].key.as_bytes(), u64::from(posting_count)).map_err(|error| error.to_string())?;
            let postings = &mut sections[POSTINGS];
            postings.extend_from_slice(&(same as u32).to_le_bytes());
            for named in &names[at..at + same] {
                postings.extend_from_slice(&named.posting.to_le_bytes());
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
        for (id, rest) in &self.triggers {
            for number in [id.frame, id.block, id.word] {
                sections[TRIGGERS].extend_from_slice(&number.to_le_bytes());
            }
            sections[TRIGGERS].extend_from_slice(&[id.part as u8, 0]);
            sections[TRIGGERS].extend_from_slice(&rest.to_le_bytes());
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
pub(super) const CASE_TITLE: u32 = 3;
pub(super) const CASE_LOWER: u32 = 4;

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

/// What `case` = exact asks: capitals where the row has them, and nowhere else.
fn exact_case(alias: &str) -> u32 {
    if !alias.chars().any(char::is_lowercase) {
        CASE_UPPER
    } else if alias.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase) {
        CASE_TITLE
    } else {
        CASE_LOWER
    }
}

/// `2024`, `2024-05` or `2024-05-31`.
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let within = |part: Option<&str>, most: u32| {
        part.is_none_or(|part| digits(part, 2) && part.parse().is_ok_and(|value: u32| (1..=most).contains(&value)))
    };
    digits(parts.next().unwrap_or(""), 4)
        && within(parts.next(), 12)
        && within(parts.next(), 31)
        && parts.next().is_none()
}

/// The values of a cell.
pub(super) fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|part| !part.is_empty())
}

/// Line and character, both from 1, of a byte of a text.
pub fn position(text: &str, byte: usize) -> (u32, u32) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or("");
    (1 + before.bytes().filter(|byte| *byte == b'\n').count() as u32, 1 + line.chars().count() as u32)
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
