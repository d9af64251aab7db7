//! What the gazetteers know of a name: every entry that it may mean, with where that is written, and what its words are.
//!
//! In: a text and a lexicon. Out: lines of a table.

use crate::lexicon::lint::known;
use crate::lexicon::{Begun, Candidate, CandidateKind, Class, Hit, Lexicon, Sense};
use crate::text::{fold, word};
use serde::Serialize;

/// One thing that a text may mean.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Meaning {
    /// How it fits: `name`, `alias`, `demonym`, `variant`, `blocked`, `hidden`, `word`, `phrase`, `trigger`.
    pub fits: String,
    /// The text as it was looked up; names want their capitals.
    pub text: String,
    /// Type of the entity; of a word its class, of a trigger the type of the event.
    pub r#type: String,
    /// Subtype; of a word what its row says.
    pub subtype: String,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Country, two letters.
    pub country: String,
    /// Region of the first order.
    pub admin1: String,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// Inhabitants.
    pub population: Option<u32>,
    /// Roles of a person.
    pub roles: String,
    /// Words one of which the article must have.
    pub requires: String,
    /// From when to when.
    pub validity: String,
    /// Layer, file and line.
    pub source: String,
}

/// The columns of [`Meaning::line`].
pub const COLUMNS: &str =
    "fits\ttext\ttype\tsubtype\tid\tname\tcountry\tadmin1\tpoint\tpopulation\troles\trequires\tvalid\tsource";

impl Meaning {
    /// As a line of a table, cells parted by tabs.
    pub fn line(&self) -> String {
        let point = self.point.map_or_else(String::new, |(north, east)| format!("{north},{east}"));
        let population = self.population.map_or_else(String::new, |count| count.to_string());
        [
            &self.fits,
            &self.text,
            &self.r#type,
            &self.subtype,
            &self.id,
            &self.name,
            &self.country,
            &self.admin1,
            &point,
            &population,
            &self.roles,
            &self.requires,
            &self.validity,
            &self.source,
        ]
        .map(String::as_str)
        .join("\t")
    }
}

/// Everything that the whole text may mean: as it is typed, and if that is no name, with capitals.
pub fn search(text: &str, lexicon: &Lexicon) -> Vec<Meaning> {
    let typed = [text.to_owned(), capitalized(text), text.to_uppercase()];
    let mut meanings = Vec::new();
    for spelling in &typed {
        meanings = names(spelling, lexicon);
        if !meanings.is_empty() {
            break;
        }
    }
    meanings.extend(words(text, lexicon));
    meanings
}

fn names(text: &str, lexicon: &Lexicon) -> Vec<Meaning> {
    let mut hits = known(lexicon, text);
    let direct: Vec<Candidate> = hits.iter().map(|hit| hit.what).collect();
    let variants = variants(text, lexicon);
    hits.extend(variants.into_iter().filter(|hit| !direct.iter().any(|known| known.entry == hit.what.entry)));
    let population = |hit: &Hit<Candidate>| lexicon.entry(hit.what.entry).map_or(0, |entry| entry.population());
    hits.sort_by_key(|hit| (std::cmp::Reverse(population(hit)), hit.what.kind, hit.what.entry));
    hits.iter().filter_map(|hit| of_entry(text, hit.what, lexicon)).collect()
}

fn variants(text: &str, lexicon: &Lexicon) -> Vec<Hit<Candidate>> {
    let mut words = Vec::new();
    word::tokens(text, |start, end| words.extend(text.get(start..end).filter(|word| !fold(word).is_empty())));
    let mut hits = Vec::new();
    lexicon.variants(words.iter().copied(), &mut hits);
    hits.retain(|hit| hit.words == words.len());
    hits
}

fn of_entry(text: &str, candidate: Candidate, lexicon: &Lexicon) -> Option<Meaning> {
    let entry = lexicon.entry(candidate.entry)?;
    let fits = match candidate.kind {
        _ if entry.is_blocked() => "blocked",
        CandidateKind::Name => "name",
        CandidateKind::Alias => "alias",
        CandidateKind::Demonym => "demonym",
        CandidateKind::Variant => "variant",
    };
    let (file, line) = entry.source();
    Some(Meaning {
        fits: fits.to_owned(),
        text: text.to_owned(),
        r#type: entry.kind().to_owned(),
        subtype: entry.subtype().to_owned(),
        id: entry.id().to_owned(),
        name: entry.name().to_owned(),
        country: entry.country().to_owned(),
        admin1: entry.admin1().to_owned(),
        point: entry.latitude().zip(entry.longitude()),
        population: Some(entry.population()).filter(|count| *count > 0),
        roles: entry.roles().to_owned(),
        requires: entry.requires().to_owned(),
        validity: entry.validity().replace('|', "/"),
        source: format!("{}:{file}:{line}", lexicon.origin(candidate.entry)),
    })
}

/// What the text is as a word or phrase, and which events it tells.
fn words(text: &str, lexicon: &Lexicon) -> Vec<Meaning> {
    let folded = fold(text);
    let id = lexicon.word(&folded);
    let mut made: Vec<Meaning> = lexicon
        .senses(id)
        .filter(|sense| sense.class != Class::Trigger)
        .map(|sense| of_sense("word", text, sense, lexicon))
        .collect();
    let mut phrases = Vec::new();
    let mut tokens = Vec::new();
    word::tokens(text, |start, end| tokens.push(text.get(start..end).unwrap_or("")));
    lexicon.phrases(tokens.iter().copied(), &mut phrases);
    let whole = phrases.iter().filter(|hit| hit.words == tokens.len());
    made.extend(whole.map(|hit| of_sense("phrase", text, hit.what, lexicon)));
    let mut events: Vec<Meaning> = lexicon
        .triggers(id)
        .filter_map(|Begun { id: trigger, .. }| {
            let frame = lexicon.frame_kinds().nth(trigger.frame as usize)?;
            let (_, words) = lexicon.trigger(trigger)?;
            Some(Meaning { subtype: words.to_owned(), ..blank("trigger", text, frame) })
        })
        .collect();
    events.dedup();
    made.extend(events);
    made
}

fn of_sense(fits: &str, text: &str, sense: Sense, lexicon: &Lexicon) -> Meaning {
    let cells = (0..sense.class.columns().len()).map(|column| lexicon.cell(sense, column));
    let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
    Meaning { subtype: cells.join(" "), ..blank(fits, text, sense.class.stem()) }
}

fn blank(fits: &str, text: &str, kind: &str) -> Meaning {
    Meaning {
        fits: fits.to_owned(),
        text: text.to_owned(),
        r#type: kind.to_owned(),
        subtype: String::new(),
        id: String::new(),
        name: String::new(),
        country: String::new(),
        admin1: String::new(),
        point: None,
        population: None,
        roles: String::new(),
        requires: String::new(),
        validity: String::new(),
        source: String::new(),
    }
}

/// Each word with a capital.
fn capitalized(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    words.collect::<Vec<_>>().join(" ")
}
