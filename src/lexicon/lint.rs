//! What looks wrong in tables that compile: rows that would find the wrong thing, or nothing.
//!
//! In: the files of a folder and the lexicon below it. Out: [`Lint`]s with file, line and column. What counts as a known value is learnt from the rows of the
//! lexicon below, so that no list of values stands here. Faults that keep a folder from compiling are the compiler's; frames are looked at where they can be run.

use super::class::Class;
use super::compile::{Header, Problem, Row, Source, TYPES, key, parts, rows, without_signs};
use super::lookup::{CandidateKind, Hit, Lexicon};
use crate::text::fold::fold;
use crate::text::word;
use std::collections::{BTreeMap, BTreeSet};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It does not do what it says.
    Error,
    /// It may not do what was meant.
    Warning,
}

impl Severity {
    /// As it is printed.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lint {
    /// Where, and what.
    pub problem: Problem,
    /// How bad it is.
    pub severity: Severity,
}

/// A column with at most so many different values below is one whose values are given.
const CLOSED: usize = 60;
/// From this step of the frequency scale on a word is an everyday one.
const EVERYDAY: u8 = 10;

/// Looks through the tables of a folder. `own` says that the folder is what `below` is made of, so that what stands there already is no news.
pub fn tables(sources: &[Source], below: &Lexicon, own: bool) -> Vec<Lint> {
    let mut linter = Linter::new(sources, below, own);
    for source in sources.iter().filter(|source| source.path.ends_with(".tsv")) {
        linter.table(source);
    }
    linter.lints
}

struct Linter<'a> {
    below: &'a Lexicon,
    own: bool,
    lints: Vec<Lint>,
    countries: BTreeSet<&'a str>,
    subtypes: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Ids of the folder.
    ids_here: BTreeSet<String>,
    /// Ids below.
    ids_below: BTreeSet<&'a str>,
    /// Type and key of each name of the folder, and where it stands.
    names: BTreeMap<(String, String), String>,
    closed: BTreeMap<(Class, usize), BTreeSet<&'a str>>,
}

impl<'a> Linter<'a> {
    fn new(sources: &[Source], below: &'a Lexicon, own: bool) -> Self {
        let mut linter = Self {
            below,
            own,
            lints: Vec::new(),
            countries: BTreeSet::new(),
            subtypes: BTreeMap::new(),
            ids_here: BTreeSet::new(),
            ids_below: BTreeSet::new(),
            names: BTreeMap::new(),
            closed: BTreeMap::new(),
        };
        for (_, entry) in below.entries() {
            linter.ids_below.insert(entry.id());
            linter.subtypes.entry(entry.kind()).or_default().insert(entry.subtype());
            if entry.subtype() == "country" || entry.subtype() == "territory" {
                linter.countries.insert(entry.country());
            }
        }
        for source in sources {
            let Some(header) = Header::of(source) else { continue };
            let ids = rows(source, 0, &header).flatten().map(|row| row.get("id"));
            linter.ids_here.extend(ids.filter(|id| !id.is_empty()).map(str::to_owned));
        }
        linter
    }

    fn say(&mut self, severity: Severity, problem: Problem) {
        self.lints.push(Lint { problem, severity });
    }

    fn warn(&mut self, row: &Row, column: &str, message: impl std::fmt::Display) {
        self.say(Severity::Warning, row.fault(column, message));
    }

    fn wrong(&mut self, row: &Row, column: &str, message: impl std::fmt::Display) {
        self.say(Severity::Error, row.fault(column, message));
    }

    fn table(&mut self, source: &Source) {
        let Some(header) = Header::of(source) else { return };
        let folder = source.path.split('/').next().unwrap_or("");
        let stem = source.path.rsplit('/').next().unwrap_or("").trim_end_matches(".tsv");
        let class = match folder {
            "word" => class_of(stem),
            "name" => class_of(&format!("name/{stem}")),
            "role" => class_of("role"),
            _ => None,
        };
        let mut count = 0;
        for row in rows(source, 0, &header).flatten() {
            count += 1;
            self.blanks(&row);
            match folder {
                "word" | "name" | "role" => {
                    if let Some(class) = class {
                        self.word(&row, class);
                    }
                }
                "event" | "page" => {}
                _ => self.name(&row, folder),
            }
        }
        if count == 0 {
            let message = "holds no rows".to_owned();
            let problem = Problem { file: source.path.clone(), line: header.line, column: 1, message };
            self.say(Severity::Warning, problem);
        }
    }

    /// Blanks that nobody sees, and characters that are none.
    fn blanks(&mut self, row: &Row) {
        for (column, cell) in row.columns.iter().zip(&row.cells) {
            if cell.trim() != *cell || cell.contains("  ") || parts(cell).any(|part| part.trim() != part) {
                self.warn(row, column, "has blanks at an end or two together");
            }
            if cell.chars().any(|c| c.is_control() || c == '\u{fffd}') {
                self.wrong(row, column, "has a control character");
            }
        }
    }

    // ---- names ----------------------------------------------------------------------------------------------------------------------------

    fn name(&mut self, row: &Row, folder: &str) {
        let id = row.get("id");
        if let Some(hidden) = id.strip_prefix('-') {
            if !self.ids_below.contains(hidden) {
                self.wrong(row, "id", format_args!("no entry below has the id `{hidden}`: nothing is hidden"));
            }
            return;
        }
        let name = row.get("name");
        let kind = if row.get("type").is_empty() { folder } else { row.get("type") };
        if name.is_empty() || !TYPES.contains(&kind) {
            return;
        }
        if !self.own && self.ids_below.contains(id) {
            self.warn(
                row,
                "id",
                format_args!("`{id}` stands below already; both count, unless a row `-{id}` hides that one"),
            );
        }
        let place = (kind.to_owned(), key(name));
        let here = format!("{}:{}", row.path, row.line);
        match self.names.get(&place).cloned() {
            Some(other) if !self.own => self.warn(row, "name", format_args!("`{name}` stands already in {other}")),
            Some(_) => {}
            None => {
                self.names.insert(place, here);
            }
        }
        self.cells(row, kind);
        self.aliases(row, kind);
        self.layers(row, kind);
    }

    /// Cells whose values are given.
    fn cells(&mut self, row: &Row, kind: &str) {
        let country = row.get("country");
        if !country.is_empty() && !self.countries.contains(country) {
            self.wrong(row, "country", format_args!("`{country}` is no country: wanted ISO 3166-1 alpha-2"));
        }
        let subtype = row.get("subtype");
        if !subtype.is_empty() && !self.subtypes.get(kind).is_some_and(|known| known.contains(subtype)) {
            self.warn(row, "subtype", format_args!("`{subtype}` is no subtype of a {kind} that dateline knows"));
        }
        let stands_for = row.get("stands_for");
        if !stands_for.is_empty() && !self.ids_here.contains(stands_for) && !self.ids_below.contains(stands_for) {
            self.wrong(row, "stands_for", format_args!("no entry has the id `{stands_for}`"));
        }
        for (one, other) in [("lat", "lon"), ("lon", "lat")] {
            if !row.get(one).is_empty() && row.get(other).is_empty() {
                self.wrong(row, one, format_args!("is given without {other}"));
            }
        }
        let wikidata = row.get("wikidata");
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !wikidata.is_empty() && !wikidata.strip_prefix('Q').is_some_and(digits) {
            self.wrong(row, "wikidata", format_args!("`{wikidata}` is no item: wanted Q and a number"));
        }
        let geonames = row.get("geonames");
        if !geonames.is_empty() && !digits(geonames) {
            self.wrong(row, "geonames", format_args!("`{geonames}` is no number"));
        }
    }

    /// The name and its other spellings, one by one.
    fn aliases(&mut self, row: &Row, kind: &str) {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for column in ["name", "aliases", "demonyms"] {
            for alias in parts(row.get(column)) {
                let folded = key(alias);
                let capitals = alias.chars().all(|c| !c.is_lowercase());
                if folded.is_empty() {
                    self.wrong(row, column, format_args!("`{alias}` holds no word that could be found"));
                    continue;
                }
                // "US" and "us" are two, and so are "U.S." and "US" to the reader of the table
                if !seen.insert(format!("{folded}{capitals}")) && !alias.contains('.') && !self.own {
                    self.warn(row, column, format_args!("`{alias}` is there twice: case and accents do not count"));
                }
                if let Some(letter) = look_alike(alias) {
                    self.wrong(row, column, format_args!("`{alias}` mixes alphabets: `{letter}` is no Latin letter"));
                }
                if alias.contains(';') {
                    self.warn(row, column, format_args!("`{alias}`: several values are parted by |"));
                }
                if row.get("requires").is_empty() && row.get("block").is_empty() && !self.own {
                    self.common(row, column, alias, &folded, kind);
                }
            }
        }
    }

    /// One word that texts hold for another reason.
    fn common(&mut self, row: &Row, column: &str, alias: &str, folded: &str, kind: &str) {
        if folded.contains(' ') {
            return;
        }
        let capitals = alias.chars().all(|c| !c.is_lowercase());
        let [lower, title, upper] = self.below.frequency(self.below.word(folded));
        let (own, meant) = if capitals { (upper, "in capitals") } else { (title, "with a capital") };
        if folded.chars().count() < 2 {
            self.warn(row, column, format_args!("`{alias}` is one letter: it will be found where it is not meant"));
        } else if lower >= EVERYDAY && (lower > own || row.get("case") == "fold") {
            self.warn(
                row,
                column,
                format_args!(
                    "`{alias}` is a common word (in small letters 2^{} times as often as {meant}): give `requires`",
                    lower.saturating_sub(own)
                ),
            );
        } else if kind == "place" && column == "aliases" && self.is_name_part(folded) {
            self.warn(row, column, format_args!("`{alias}` is a common given or family name: give `requires`"));
        }
    }

    fn is_name_part(&self, folded: &str) -> bool {
        let sense = self.below.sense(self.below.word(folded), Class::NameToken);
        sense.is_some_and(|sense| self.below.cell(sense, 2).parse::<u8>().is_ok_and(|weight| weight >= 5))
    }

    /// What the layers below know of the name.
    fn layers(&mut self, row: &Row, kind: &str) {
        if self.own {
            return;
        }
        let name = row.get("name");
        let below = known(self.below, name);
        let same = below.iter().find(|hit| {
            self.below
                .entry(hit.what.entry)
                .is_some_and(|entry| entry.kind() == kind && hit.what.kind != CandidateKind::Demonym)
        });
        if row.get("block") == "yes" {
            if below.is_empty() {
                self.warn(row, "block", format_args!("`{name}` is no name below: nothing is blocked"));
            }
        } else if let Some((hit, entry)) = same.and_then(|hit| Some((hit, self.below.entry(hit.what.entry)?)))
            && entry.id() != row.get("id")
        {
            let (file, line) = entry.source();
            let (origin, id) = (self.below.origin(hit.what.entry), entry.id());
            self.warn(row, "name", format_args!("`{name}` is known already: {id} in {origin}:{file}:{line}; both count, unless a row `-{id}` hides that one"));
        }
    }

    // ---- words ----------------------------------------------------------------------------------------------------------------------------

    fn word(&mut self, row: &Row, class: Class) {
        for (at, column) in row.columns.iter().enumerate() {
            if row.line == 2 && !is_column(class, column) {
                let column = row.columns.iter().take(at).map(|name| name.chars().count() as u32 + 1).sum::<u32>() + 1;
                let message = format!("`{}` is no column of this table: nobody reads it", row.columns[at]);
                self.say(Severity::Warning, Problem { file: row.path.to_owned(), line: 1, column, message });
            }
        }
        for (number, column) in class.columns().iter().enumerate() {
            let value = row.get(column);
            if *column == "lemma" || *column == "name" || value.is_empty() {
                continue;
            }
            let known = self.closed.entry((class, number)).or_insert_with(|| self.below.values(class, number));
            if known.len() <= CLOSED && !known.contains(value) && !self.own {
                let mut some: Vec<&str> = known.iter().copied().filter(|known| !known.is_empty()).collect();
                some.truncate(12);
                let message = format!("`{value}` is no value known here: wanted one like {}", some.join(", "));
                self.wrong(row, column, message);
            }
        }
    }
}

fn class_of(stem: &str) -> Option<Class> {
    Class::ALL.iter().copied().find(|class| class.stem() == stem)
}

/// Whether the rows of a class may have a column.
fn is_column(class: Class, column: &str) -> bool {
    let more = match class {
        Class::NameToken => ["word", "word", "word"],
        Class::Role => ["name", "aliases", "note"],
        _ => ["word", "aliases", "note"],
    };
    class.columns().contains(&column) || more.contains(&column)
}

/// Every entry that a whole text may mean.
pub fn known(lexicon: &Lexicon, text: &str) -> Vec<Hit<super::Candidate>> {
    let mut words = Vec::new();
    // a point or a hyphen alone is no part of a key
    word::tokens(without_signs(text), |start, end| {
        let word = without_signs(text).get(start..end);
        words.extend(word.filter(|word| !matches!(fold(word).as_str(), "" | "-")));
    });
    let mut hits = Vec::new();
    lexicon.names(words.iter().copied(), &mut hits);
    hits.retain(|hit| hit.words == words.len());
    hits
}

/// A letter of another alphabet in a word that has Latin ones, or a full-width one.
fn look_alike(alias: &str) -> Option<char> {
    let other = |c: &char| matches!(*c, '\u{370}'..='\u{58f}' | '\u{13a0}'..='\u{13ff}' | '\u{ff21}'..='\u{ff5a}');
    alias.split([' ', '-']).find_map(|word| {
        let strange = word.chars().find(other)?;
        word.chars().any(|c| c.is_alphabetic() && !other(&c) && !fold(&c.to_string()).is_empty()).then_some(strange)
    })
}
