//! Names: found, cut and typed by the best total evidence.
//!
//! In: a [`Document`] and the lexicon. Out: name [`Mention`]s, bare (no title, no leading "the", no 's). A run of capitalised words, with the small words that
//! names hold inside, is cut by a semi-Markov best path (Sarawagi and Cohen 2004): every stretch of up to ten words is weighed as a person, an organization, a
//! place or another name, single words also as none. The document is looked at twice: what the first look is sure of is evidence for the second.
//! Which thing a name means is decided in `entity`.

mod context;
mod homograph;
mod listed;
mod memory;
mod path;
mod reading;
mod run;
mod weigh;
mod word;

use super::Mention;
use super::Reading;
use super::evidence::{Evidence, Label, Row, Table};
use crate::document::{Document, TokenIndex};
use crate::lexicon::{Candidate, Hit, Lexicon, Sense, WordId};
use crate::text::Span;
use context::Edge;
use listed::Listed;
use memory::Memory;
use path::Cut;
use run::is_hasty;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use weigh::{Piece, is_about_sport};
use word::{Run, Seen, Word, mark};

/// A name as cut from the text: bare, without title, leading "the" and trailing 's.
#[derive(Clone, Debug)]
pub struct NameReading {
    /// What it names.
    pub kind: NameType,
    /// A demonym: "Belarusian".
    pub demonym: bool,
    /// Entries it may mean, best first.
    pub candidates: Vec<Candidate>,
    /// Titles and roles that stand before it, without its own tokens.
    pub title: Option<Range<TokenIndex>>,
    /// Sum of the evidence for its type.
    pub score: f32,
    /// Distance to the best other type of the same words.
    pub margin: f32,
    /// Rule that found it.
    pub rule: &'static str,
}

/// What a name can name; the entity types of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NameType {
    /// One person.
    Person,
    /// An organization.
    Organization,
    /// A place.
    Place,
    /// A building or other made place.
    Facility,
    /// A people or creed, and the adjective of a country.
    Nationality,
    /// Unnamed people.
    Group,
    /// A product.
    Product,
    /// A work.
    Work,
    /// A named event.
    NamedEvent,
    /// Another name.
    Other,
}

impl NameType {
    /// Every type.
    pub const ALL: [NameType; 10] = [
        NameType::Person,
        NameType::Organization,
        NameType::Place,
        NameType::Facility,
        NameType::Nationality,
        NameType::Group,
        NameType::Product,
        NameType::Work,
        NameType::NamedEvent,
        NameType::Other,
    ];

    /// Its name in the record and in the gazetteers.
    pub const fn name(self) -> &'static str {
        match self {
            NameType::Person => "person",
            NameType::Organization => "organization",
            NameType::Place => "place",
            NameType::Facility => "facility",
            NameType::Nationality => "nationality",
            NameType::Group => "group",
            NameType::Product => "product",
            NameType::Work => "work",
            NameType::NamedEvent => "named_event",
            NameType::Other => "other",
        }
    }

    /// The type of that name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The label under which names of this type are cut.
    pub const fn label(self) -> Label {
        match self {
            NameType::Person => Label::Person,
            NameType::Organization => Label::Organization,
            NameType::Place | NameType::Facility => Label::Place,
            _ => Label::Other,
        }
    }
}

/// Names in text order; they do not overlap.
pub(super) fn find(document: &Document, lexicon: &Lexicon) -> Vec<Mention> {
    let mut finder = Finder::new(document, lexicon);
    finder.look();
    finder.look_again();
    finder.mentions()
}

/// Says why names were cut and typed as they were. It looks at the document once, however many names are asked for.
pub struct Explainer<'d, 'a>(Finder<'d, 'a>);

impl<'d, 'a> Explainer<'d, 'a> {
    /// Looks at a document as `find` does.
    pub fn new(document: &'d Document<'a>, lexicon: &'d Lexicon) -> Self {
        let mut finder = Finder::new(document, lexicon);
        finder.look();
        finder.look_again();
        Self(finder)
    }

    /// The evidence for a name's label with the weights, and the best other label with its sum.
    pub fn explain(&self, mention: &Mention) -> (Vec<(String, f32)>, Option<(String, f32)>) {
        let Self(finder) = self;
        let Reading::Name(reading) = &mention.reading else { return (Vec::new(), None) };
        let label = reading.kind.label();
        let Some((run, piece)) = finder.piece_over(&mention.tokens) else { return (Vec::new(), None) };
        let found = finder.all_evidence(&finder.runs[run], &piece);
        let weights = found
            .iter()
            .map(|row| (row.name(), finder.table.row(*row)[label as usize]))
            .filter(|(_, weight)| *weight != 0.0)
            .collect();
        let other = Label::ALL
            .into_iter()
            .filter(|other| *other != label && (*other != Label::None || piece.length == 1))
            .max_by(|a, b| piece.scores[*a as usize].total_cmp(&piece.scores[*b as usize]))
            .map(|other| (other.name().to_owned(), piece.scores[other as usize]));
        (weights, other)
    }
}

/// A run of capitalised words with every stretch that could be a name: what the weights of `evidence.tsv` are learned on.
#[derive(Clone, Debug)]
pub struct Lattice {
    /// How many words the run has.
    pub words: usize,
    /// Its stretches, by start and length.
    pub pieces: Vec<LatticePiece>,
}

/// One stretch of a [`Lattice`].
#[derive(Clone, Debug)]
pub struct LatticePiece {
    /// First word, counted from the first of the run.
    pub start: usize,
    /// One past the last word.
    pub end: usize,
    /// Where it stands.
    pub span: Span,
    /// Whether it can be a name.
    pub name: bool,
    /// What was seen.
    pub evidence: Vec<Row>,
}

/// All runs of a document, with the evidence of both looks.
pub fn lattices(document: &Document, lexicon: &Lexicon) -> Vec<Lattice> {
    let mut finder = Finder::new(document, lexicon);
    finder.look();
    finder.remember();
    let lattice = |run: &Run| {
        let pieces = finder.pieces[run.pieces.start as usize..run.pieces.end as usize].iter().map(|piece| {
            let (start, end) = (piece.start as usize, piece.end());
            let name = piece.scores[Label::Person as usize] > f32::NEG_INFINITY;
            let seen = name || !finder.word(run, start).is(mark::JOINT);
            let evidence = if seen { finder.all_evidence(run, piece) } else { Vec::new() };
            let span = document.span(&(finder.word(run, start).token..finder.word(run, end - 1).token + 1));
            LatticePiece { start, end, span, name, evidence }
        });
        Lattice { words: run.words.len(), pieces: pieces.collect() }
    };
    finder.runs.iter().map(lattice).collect()
}

/// The evidence for a stretch, in the order in which it was seen.
#[derive(Debug, Default)]
struct Found(Vec<Row>);

impl Found {
    fn push(&mut self, evidence: Evidence) {
        self.0.push(Row::of(evidence));
    }

    fn clear(&mut self) {
        self.0.clear();
    }
}

struct Finder<'d, 'a> {
    document: &'d Document<'a>,
    lexicon: &'d Lexicon,
    table: Table<'d>,
    words: Vec<Word>,
    /// What stands before and behind each word.
    edges: Vec<[Edge; 2]>,
    listed: Vec<Listed>,
    candidates: Vec<Candidate>,
    pieces: Vec<Piece>,
    runs: Vec<Run>,
    cuts: Vec<Cut>,
    memory: Memory,
    /// The article is about sport.
    sport: bool,
    /// Its writer spares capitals.
    hasty: bool,
    /// Words in lower case.
    lower: Seen,
    /// Words with a capital inside a sentence.
    capitals: Seen,
    /// Token behind the last word of the last place that was listed, for "Springfield, Illinois".
    last_place_end: TokenIndex,
    hits: Vec<Hit<Candidate>>,
    phrases: Vec<Hit<Sense>>,
    found: Found,
    /// The folded text of the article, made when the first entry asks for its context; and what was asked.
    folded: Option<String>,
    /// The words of the article; read when an entry first asks for a context.
    present: Option<FxHashSet<WordId>>,
    asked: FxHashMap<&'d str, bool>,
}

impl<'d, 'a> Finder<'d, 'a> {
    fn new(document: &'d Document<'a>, lexicon: &'d Lexicon) -> Self {
        Self {
            document,
            lexicon,
            table: Table::of(lexicon),
            words: Vec::new(),
            edges: Vec::new(),
            listed: Vec::new(),
            candidates: Vec::new(),
            pieces: Vec::new(),
            runs: Vec::new(),
            cuts: Vec::new(),
            memory: Memory::default(),
            sport: is_about_sport(document),
            hasty: is_hasty(document),
            lower: Seen::default(),
            capitals: Seen::default(),
            last_place_end: TokenIndex::MAX,
            hits: Vec::new(),
            phrases: Vec::new(),
            found: Found::default(),
            folded: None,
            present: None,
            asked: FxHashMap::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NameType, find};
    use crate::article::Article;
    use crate::document;
    use crate::lexicon::Lexicon;
    use crate::mention::Reading;

    fn names(text: &str) -> Vec<(String, NameType)> {
        let lexicon = Lexicon::built_in().unwrap();
        let article = Article { text: text.to_owned(), language: Some("en".to_owned()), ..Article::default() };
        let document = document::segment(&article, &lexicon);
        find(&document, &lexicon)
            .iter()
            .filter_map(|mention| match &mention.reading {
                Reading::Name(reading) => Some((mention.span.of(text).to_owned(), reading.kind)),
                _ => None,
            })
            .collect()
    }

    fn has(text: &str, name: &str, kind: NameType) {
        let found = names(text);
        assert!(found.contains(&(name.to_owned(), kind)), "{name} is no {} in {text:?}: {found:?}", kind.name());
    }

    #[test]
    fn titles_and_clitics_stay_outside_a_name() {
        let text = "Foreign Minister Marta Lindqvist's deputy met President Emmanuel Macron in Paris.";
        has(text, "Marta Lindqvist", NameType::Person);
        has(text, "Emmanuel Macron", NameType::Person);
        has(text, "Paris", NameType::Place);
    }

    #[test]
    fn a_surname_is_a_person_where_the_full_name_stands() {
        let text = "Tomas Verlander was detained on Monday. Police said Verlander had no lawyer.";
        has(text, "Tomas Verlander", NameType::Person);
        has(text, "Verlander", NameType::Person);
    }

    #[test]
    fn a_demonym_is_a_nationality_and_its_country_a_place() {
        let text = "The Kenyan army crossed the border from Kenya on Friday.";
        has(text, "Kenyan", NameType::Nationality);
        has(text, "Kenya", NameType::Place);
    }

    #[test]
    fn months_days_and_sentence_starts_are_no_names() {
        let found = names("However, the talks will resume in March. On Tuesday nothing happened.");
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn an_acronym_of_a_country_is_no_pronoun() {
        has("Officials in the US said nothing.", "US", NameType::Place);
    }
}
