//! Names: found, cut and typed by the best total evidence.
//!
//! In: a [`Document`] and the lexicon. Out: name [`Mention`]s, bare (no title, no leading "the", no 's). A run of capitalised words, with the small words that
//! names hold inside, is cut by a semi-Markov best path (Sarawagi and Cohen 2004): every stretch of up to ten words is weighed as a person, an organization, a
//! place or another name, single words also as none. The document is looked at twice: what the first look is sure of is evidence for the second.
//! Which thing a name means is decided in `entity`.

use super::Mention;
use super::Reading;
use super::evidence::{Evidence, LABELS, Label, Table};
use crate::document::{Document, Sentence, Shape, Token, TokenIndex, ZoneKind};
use crate::lexicon::{Candidate, CandidateKind, Class, ClassSet, Hit, Lexicon, Sense, WordId};
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

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
        let mut found = Vec::new();
        finder.evidence(&finder.runs[run], piece.start as usize, piece.end(), &mut found);
        finder.evidence_of_document(&finder.runs[run], &piece, &mut found);
        let weights = found
            .iter()
            .map(|evidence| (evidence.name().to_owned(), finder.table.row(*evidence)[label as usize]))
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
    pub evidence: Vec<Evidence>,
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
            let mut evidence = Vec::new();
            if name || !finder.word(run, start).is(mark::JOINT) {
                finder.evidence(run, start, end, &mut evidence);
                finder.evidence_of_document(run, piece, &mut evidence);
            }
            let span = document.span(&(finder.word(run, start).token..finder.word(run, end - 1).token + 1));
            LatticePiece { start, end, span, name, evidence }
        });
        Lattice { words: run.words.len(), pieces: pieces.collect() }
    };
    finder.runs.iter().map(lattice).collect()
}

// ---- words of a run ---------------------------------------------------------------------------------------------------------------------------

/// What a word of a run looks like and is known to be; a set of marks.
mod mark {
    pub const CAPITAL: u32 = 1;
    pub const UPPER: u32 = 1 << 1;
    pub const MIXED: u32 = 1 << 2;
    pub const NUMBER: u32 = 1 << 3;
    pub const HYPHEN: u32 = 1 << 4;
    pub const AMPERSAND: u32 = 1 << 5;
    pub const POSSESSIVE: u32 = 1 << 6;
    pub const PARTICLE: u32 = 1 << 7;
    pub const PREPOSITION: u32 = 1 << 8;
    pub const CONJUNCTION: u32 = 1 << 9;
    pub const DETERMINER: u32 = 1 << 10;
    pub const TAIL: u32 = 1 << 11;
    pub const INITIAL: u32 = 1 << 12;
    pub const GIVEN: u32 = 1 << 13;
    pub const FAMILY: u32 = 1 << 14;
    pub const ROLE: u32 = 1 << 15;
    pub const FUNCTION: u32 = 1 << 16;
    pub const MONTH: u32 = 1 << 17;
    pub const VERB: u32 = 1 << 18;
    pub const NOUN: u32 = 1 << 19;
    pub const DIRECTION: u32 = 1 << 20;
    pub const MEASURE: u32 = 1 << 21;
    pub const COMPANY_SUFFIX: u32 = 1 << 22;
    pub const PERSON_SUFFIX: u32 = 1 << 23;
    pub const LISTED: u32 = 1 << 24;
    pub const NAME_TOKEN: u32 = 1 << 25;
    pub const MEDIUM: u32 = 1 << 26;

    /// Signs and small words, which are never a name alone.
    pub const JOINT: u32 = HYPHEN | AMPERSAND | POSSESSIVE | PARTICLE | PREPOSITION | CONJUNCTION | DETERMINER | TAIL;
}

/// What a word heads when it is the first or the last of a name.
mod head {
    pub const ORGANIZATION_LAST: u8 = 1;
    pub const ORGANIZATION_FIRST: u8 = 1 << 1;
    pub const PLACE_LAST: u8 = 1 << 2;
    pub const PLACE_FIRST: u8 = 1 << 3;
    pub const FACILITY_LAST: u8 = 1 << 4;
    pub const FACILITY_FIRST: u8 = 1 << 5;
    pub const EVENT_LAST: u8 = 1 << 6;
    pub const EVENT_FIRST: u8 = 1 << 7;
}

/// What an entry of the gazetteers is, as far as it matters for typing.
mod listed {
    pub const COUNTRY: u32 = 1;
    pub const REGION: u32 = 1 << 1;
    pub const DISTRICT: u32 = 1 << 2;
    pub const BIG_CITY: u32 = 1 << 3;
    pub const CITY: u32 = 1 << 4;
    pub const TOWN: u32 = 1 << 5;
    pub const FEATURE: u32 = 1 << 6;
    pub const FACILITY: u32 = 1 << 7;
    pub const DEMONYM: u32 = 1 << 8;
    pub const PERSON: u32 = 1 << 9;
    pub const SURNAME: u32 = 1 << 10;
    pub const UNION: u32 = 1 << 11;
    pub const MEDIA: u32 = 1 << 12;
    pub const FORCE: u32 = 1 << 13;
    pub const COMPANY: u32 = 1 << 14;
    pub const CLUB: u32 = 1 << 15;
    pub const ORGANIZATION: u32 = 1 << 16;
    pub const PEOPLE: u32 = 1 << 17;
    pub const THING: u32 = 1 << 18;
    /// Of a layer above the built-in one: who lists a name wants it found.
    pub const OWN_PERSON: u32 = 1 << 19;
    pub const OWN_ORGANIZATION: u32 = 1 << 20;
    pub const OWN_PLACE: u32 = 1 << 21;
    pub const OWN_THING: u32 = 1 << 22;

    pub const LARGE_PLACE: u32 = COUNTRY | REGION | BIG_CITY | CITY;
    pub const SETTLEMENT: u32 = BIG_CITY | CITY | TOWN;
    pub const ANY_PLACE: u32 = LARGE_PLACE | DISTRICT | TOWN | FEATURE | FACILITY;
    pub const ANY_ORGANIZATION: u32 = UNION | MEDIA | FORCE | COMPANY | CLUB | ORGANIZATION;
}

/// Evidence of each bit of [`listed`], lowest first.
const LISTED_EVIDENCE: [Evidence; 23] = [
    Evidence::IsCountry,
    Evidence::IsRegion,
    Evidence::IsDistrict,
    Evidence::IsBigCity,
    Evidence::IsCity,
    Evidence::IsTown,
    Evidence::IsFeature,
    Evidence::IsFacility,
    Evidence::IsDemonym,
    Evidence::IsPerson,
    Evidence::IsFamousSurname,
    Evidence::IsUnion,
    Evidence::IsMedia,
    Evidence::IsForce,
    Evidence::IsCompany,
    Evidence::IsClub,
    Evidence::IsOrganization,
    Evidence::IsPeople,
    Evidence::IsThing,
    Evidence::IsOwnPerson,
    Evidence::IsOwnOrganization,
    Evidence::IsOwnPlace,
    Evidence::IsOwnThing,
];

/// How often a word stands with a capital.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Commonness {
    #[default]
    Unseen,
    Proper,
    Mixed,
    Even,
    Common,
}

/// One word of a run.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    token: TokenIndex,
    marks: u32,
    heads: u8,
    commonness: Commonness,
    /// Of its letters, without regard to case.
    hash: u64,
    /// First of the listed names that begin here, in [`Finder::listed`].
    listed: u32,
}

impl Word {
    const fn is(&self, marks: u32) -> bool {
        self.marks & marks != 0
    }
}

/// A name of the gazetteers that begins at some word of a run.
#[derive(Clone, Copy, Debug)]
struct Listed {
    /// Words of the run it covers.
    length: u8,
    what: u32,
    candidates: (u32, u32),
}

/// Capitalised words that stand together in one sentence.
#[derive(Clone, Debug, Default)]
struct Run {
    sentence: u32,
    words: Range<u32>,
    pieces: Range<u32>,
    headline: bool,
    upper: bool,
}

/// A stretch of a run, weighed.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// First word, counted from the first of the run.
    start: u16,
    length: u16,
    hash: u64,
    scores: [f32; LABELS],
}

impl Piece {
    const fn end(&self) -> usize {
        (self.start + self.length) as usize
    }
}

/// A piece on the best path.
#[derive(Clone, Copy, Debug)]
struct Cut {
    run: u32,
    piece: Piece,
    label: Label,
}

/// What the first look is sure of.
#[derive(Debug, Default)]
struct Memory {
    /// Sum of the margins of each label, by the hash of the words.
    labels: HashMap<u64, ([f32; LABELS], u32)>,
    surnames: HashMap<u64, ()>,
    given_names: HashMap<u64, ()>,
    acronyms: HashMap<u64, ()>,
}

const LONGEST_PIECE: usize = 10;
const LONGEST_RUN: usize = 120;

const FUNCTION: ClassSet = ClassSet(0)
    .with(Class::Determiner)
    .with(Class::Pronoun)
    .with(Class::Possessive)
    .with(Class::Preposition)
    .with(Class::Conjunction)
    .with(Class::Subordinator)
    .with(Class::Auxiliary)
    .with(Class::Modal)
    .with(Class::Adverb)
    .with(Class::Relative)
    .with(Class::Negation);

const MEASURE: ClassSet = ClassSet(0)
    .with(Class::Numeral)
    .with(Class::Currency)
    .with(Class::TimeUnit)
    .with(Class::TimeWord)
    .with(Class::PartOfDay)
    .with(Class::TimeZone);

struct Finder<'d, 'a> {
    document: &'d Document<'a>,
    lexicon: &'d Lexicon,
    table: Table<'d>,
    words: Vec<Word>,
    listed: Vec<Listed>,
    candidates: Vec<Candidate>,
    pieces: Vec<Piece>,
    runs: Vec<Run>,
    cuts: Vec<Cut>,
    memory: Memory,
    /// The article is about sport.
    sport: bool,
    /// One bit for each hash of a word in lower case.
    lower: Vec<u64>,
    /// Token behind the last word of the last place that was listed, for "Springfield, Illinois".
    last_place_end: TokenIndex,
    hits: Vec<Hit<Candidate>>,
    phrases: Vec<Hit<Sense>>,
    found: Vec<Evidence>,
    /// The folded text of the article, made when the first entry asks for its context; and what was asked.
    folded: Option<String>,
    /// The words of the article, sorted; read when an entry first asks for a context.
    present: Option<Vec<WordId>>,
    asked: HashMap<&'d str, bool>,
}

impl<'d, 'a> Finder<'d, 'a> {
    fn new(document: &'d Document<'a>, lexicon: &'d Lexicon) -> Self {
        Self {
            document,
            lexicon,
            table: Table::of(lexicon),
            words: Vec::new(),
            listed: Vec::new(),
            candidates: Vec::new(),
            pieces: Vec::new(),
            runs: Vec::new(),
            cuts: Vec::new(),
            memory: Memory::default(),
            sport: is_about_sport(document),
            lower: vec![0; 256],
            last_place_end: TokenIndex::MAX,
            hits: Vec::new(),
            phrases: Vec::new(),
            found: Vec::new(),
            folded: None,
            present: None,
            asked: HashMap::new(),
        }
    }

    // ---- runs ---------------------------------------------------------------------------------------------------------------------------------

    /// The first look: every run is found, weighed and cut.
    fn look(&mut self) {
        let document = self.document;
        for (number, sentence) in document.sentences.iter().enumerate() {
            if matches!(
                sentence.zone,
                ZoneKind::Header | ZoneKind::Section | ZoneKind::Byline | ZoneKind::Credits | ZoneKind::Furniture
            ) {
                continue;
            }
            let first_run = self.runs.len();
            let lower_words = self.collect_runs(number as u32, sentence);
            self.mark_headline(first_run, lower_words, sentence);
            for run in first_run..self.runs.len() {
                self.weigh(run);
            }
        }
        self.cut();
    }

    /// Finds the runs of a sentence; gives back how many words in lower case it has, small words aside.
    fn collect_runs(&mut self, number: u32, sentence: &Sentence) -> u32 {
        let document = self.document;
        let mut lower_words = 0;
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let token = document.token(at);
            if !self.starts_run(at, token, sentence) {
                if token.has(Shape::LETTER) {
                    self.note_lower(token);
                    lower_words += u32::from(!token.classes.any(FUNCTION));
                }
                at += 1;
                continue;
            }
            at = self.collect_run(number, at, sentence);
        }
        lower_words
    }

    fn starts_run(&mut self, at: TokenIndex, token: Token, sentence: &Sentence) -> bool {
        if token.has(Shape::CAPITAL) || token.has(Shape::MIXED) {
            return true;
        }
        if !token.has(Shape::LETTER) {
            return false;
        }
        if token.is(Class::LowerNameStart) && !token.classes.any(FUNCTION) {
            self.look_up_names(at, sentence.tokens.end);
            if !self.hits.is_empty() {
                return true;
            }
        }
        token.is(Class::NameParticle) && !token.is(Class::Preposition) && self.particle_leads(at, sentence)
    }

    /// A particle of persons' names in lower case with a capital behind it: `al-Bashir`, `de Blasio`.
    fn particle_leads(&self, at: TokenIndex, sentence: &Sentence) -> bool {
        if at + 1 >= sentence.tokens.end || !self.is_particle_of(at, "person") {
            return false;
        }
        let next = self.document.token(at + 1);
        if next.has(Shape::HYPHEN) && !next.has(Shape::SPACE_BEFORE) && at + 2 < sentence.tokens.end {
            let behind = self.document.token(at + 2);
            return behind.has(Shape::CAPITAL) && !behind.has(Shape::SPACE_BEFORE);
        }
        next.has(Shape::CAPITAL) && !self.document.token(at).classes.any(FUNCTION)
    }

    fn is_particle_of(&self, at: TokenIndex, kind: &str) -> bool {
        let token = self.document.token(at);
        token.is(Class::NameParticle)
            && self
                .lexicon
                .senses(token.word)
                .any(|sense| sense.class == Class::NameParticle && self.lexicon.cell(sense, 0) == kind)
    }

    fn collect_run(&mut self, number: u32, from: TokenIndex, sentence: &Sentence) -> TokenIndex {
        let first = self.words.len() as u32;
        let mut at = from;
        // a listed name in lower case takes all its words
        let token = self.document.token(at);
        let (mut alone, mut longest) = (0, 1);
        if token.is(Class::LowerNameStart) && !token.has(Shape::CAPITAL) {
            self.look_up_names(at, sentence.tokens.end);
            longest = self.hits.last().map_or(1, |hit| hit.words as u32);
            // one word in lower case is a name only where the user lists it
            let own = |hit: &Hit<Candidate>| hit.words == 1 && self.lexicon.is_own(hit.what.entry);
            alone = if self.hits.first().is_some_and(own) { mark::LISTED } else { 0 };
        }
        self.push_word(at, sentence, alone);
        while at + 1 < from + longest {
            at += 1;
            self.push_word(at, sentence, mark::LISTED);
        }
        while self.words.len() - (first as usize) < LONGEST_RUN {
            let joined = self.joined(at, sentence);
            if joined == 0 {
                break;
            }
            for step in 1..=joined {
                self.push_word(at + step, sentence, 0);
            }
            at += joined;
        }
        let words = first..self.words.len() as u32;
        self.runs.push(Run { sentence: number, words, ..Run::default() });
        at + 1
    }

    /// How many tokens behind `at` belong to the same run: a capital, or small words and signs with a capital behind them.
    fn joined(&self, at: TokenIndex, sentence: &Sentence) -> u32 {
        let end = sentence.tokens.end;
        let mut step = 1;
        let mut small = 0;
        while at + step < end && step <= 4 {
            let token = self.document.token(at + step);
            if token.has(Shape::LINE_BEFORE) {
                return 0;
            }
            if token.has(Shape::CAPITAL) || token.has(Shape::MIXED) {
                return step;
            }
            if token.has(Shape::DIGIT) {
                let glued = !token.has(Shape::SPACE_BEFORE) && step > 1;
                let short = token.span().len() <= 4;
                return if short && (glued || step == 1) { step } else { 0 };
            }
            if token.has(Shape::SIGN) {
                if !self.is_joining_sign(at + step, token, end) {
                    return 0;
                }
                if token.has(Shape::HYPHEN) && self.is_tail(at + step + 1) {
                    return step + 1;
                }
            } else if token.is(Class::NameParticle) || token.is(Class::Conjunction) {
                small += 1;
                if small > 3 {
                    return 0;
                }
            } else if !token.is(Class::Possessive) || !token.span().of(self.document.text).starts_with(['\'', '’']) {
                return 0;
            }
            step += 1;
        }
        0
    }

    fn is_joining_sign(&self, at: TokenIndex, token: Token, end: TokenIndex) -> bool {
        if at + 1 >= end {
            return false;
        }
        let next = self.document.token(at + 1);
        if token.has(Shape::HYPHEN) {
            return !token.has(Shape::SPACE_BEFORE) && !next.has(Shape::SPACE_BEFORE);
        }
        token.is(Class::Conjunction) && next.has(Shape::CAPITAL)
            || token.is(Class::Possessive) && next.has(Shape::CAPITAL)
            || token.is(Class::NameParticle) && next.has(Shape::CAPITAL)
    }

    /// The small part of a name behind a hyphen, as in "Ka-ki": a word that is rare in lower case and nothing else.
    fn is_tail(&self, at: TokenIndex) -> bool {
        let token = self.document.token(at);
        if !token.has(Shape::LETTER) || token.has(Shape::CAPITAL) || token.span().len() > 6 {
            return false;
        }
        let lower = self.lexicon.frequency(token.word)[0];
        if token.is(Class::NameToken) && !token.is(Class::Verb) && !token.classes.any(FUNCTION) {
            return lower <= 12;
        }
        let known = FUNCTION.with(Class::Verb).with(Class::Noun).with(Class::Role).with(Class::NameParticle);
        !token.classes.any(known) && lower <= 8
    }

    fn push_word(&mut self, at: TokenIndex, sentence: &Sentence, marks: u32) {
        let token = self.document.token(at);
        let text = token.span().of(self.document.text);
        let mut word = Word { token: at, marks, hash: hash(text), listed: self.listed.len() as u32, ..Word::default() };
        word.marks |= shape_marks(token, text);
        if !word.is(mark::CAPITAL | mark::NUMBER | mark::MIXED | mark::LISTED) {
            word.marks |= self.joint_mark(at, token);
            let starts = token.is(Class::LowerNameStart);
            if !starts && !word.is(mark::PARTICLE) {
                self.words.push(word);
                return;
            }
        }
        if word.is(mark::CAPITAL | mark::MIXED) {
            word.marks |= class_marks(token);
            let frequency = self.lexicon.frequency(token.word);
            word.commonness = commonness(frequency);
            if token.is(Class::NameToken) {
                word.marks |= self.name_token_marks(token);
            }
            if token.is(Class::Suffix) {
                word.marks |= match self.document.cell(at, Class::Suffix, 0, self.lexicon) {
                    Some("person") => mark::PERSON_SUFFIX,
                    _ => mark::COMPANY_SUFFIX,
                };
            }
            if token.is(Class::Head) {
                word.heads = self.head_bits(token);
            }
        }
        self.words.push(word);
        if token.is(Class::PhraseStart) {
            self.look_up_phrases(at, sentence.tokens.end);
        }
        if token.is(Class::NameStart) {
            self.list(at, sentence);
        }
    }

    fn joint_mark(&self, at: TokenIndex, token: Token) -> u32 {
        if token.has(Shape::HYPHEN) {
            mark::HYPHEN
        } else if token.has(Shape::SIGN) {
            if token.is(Class::Possessive) { mark::POSSESSIVE } else { mark::AMPERSAND }
        } else if token.is(Class::Conjunction) {
            mark::CONJUNCTION
        } else if token.is(Class::Possessive) && token.span().of(self.document.text).starts_with(['\'', '’']) {
            mark::POSSESSIVE
        } else if token.is(Class::Determiner) {
            mark::DETERMINER
        } else if self.is_particle_of(at, "person") {
            mark::PARTICLE
        } else if token.is(Class::NameParticle) {
            mark::PREPOSITION
        } else {
            mark::TAIL
        }
    }

    fn name_token_marks(&self, token: Token) -> u32 {
        let Some(sense) = self.lexicon.sense(token.word, Class::NameToken) else { return 0 };
        let common = self.lexicon.cell(sense, 2).parse::<u8>().unwrap_or(1) >= 2;
        let given = if sense.flags & 1 != 0 { mark::GIVEN } else { 0 };
        let family = if sense.flags & 2 != 0 { mark::FAMILY } else { 0 };
        mark::NAME_TOKEN | if common { given | family } else { family }
    }

    fn head_bits(&self, token: Token) -> u8 {
        self.lexicon
            .senses(token.word)
            .filter(|sense| sense.class == Class::Head)
            .fold(0, |bits, sense| bits | head_bit(self.lexicon.cell(sense, 0), self.lexicon.cell(sense, 1)))
    }

    /// Titles, roles and heads of several words that begin here mark their words; words of the run that come later are marked when they are pushed, so only
    /// the first word is marked now and the others through [`Finder::phrase_marks`].
    fn look_up_phrases(&mut self, at: TokenIndex, end: TokenIndex) {
        let document = self.document;
        let mut phrases = std::mem::take(&mut self.phrases);
        self.lexicon.phrases((at..end.min(at + 6)).map(|token| document.word(token)), &mut phrases);
        for hit in &phrases {
            let bits = if hit.what.class == Class::Head {
                head_bit(self.lexicon.cell(hit.what, 0), self.lexicon.cell(hit.what, 1))
            } else {
                0
            };
            if bits & FIRST_HEADS != 0
                && let Some(word) = self.words.last_mut()
            {
                word.heads |= bits & FIRST_HEADS;
            }
        }
        self.phrases = phrases;
    }

    /// Names of the gazetteers that begin at a token.
    fn look_up_names(&mut self, at: TokenIndex, end: TokenIndex) {
        let document = self.document;
        let mut hits = std::mem::take(&mut self.hits);
        self.lexicon.names((at..end.min(at + 12)).map(|token| document.word(token)), &mut hits);
        self.hits = hits;
    }

    /// Keeps the listed names that begin at a word, one [`Listed`] a length.
    fn list(&mut self, at: TokenIndex, sentence: &Sentence) {
        self.look_up_names(at, sentence.tokens.end);
        let hits = std::mem::take(&mut self.hits);
        let mut from = 0;
        while from < hits.len() {
            let words = hits[from].words;
            let same = hits[from..].iter().take_while(|hit| hit.words == words).count();
            let first = self.candidates.len() as u32;
            let mut what = 0;
            let mut blocked = false;
            for hit in hits.iter().skip(from).take(same.min(48)) {
                let Some(entry) = self.lexicon.entry(hit.what.entry) else { continue };
                if entry.is_blocked() {
                    blocked = true;
                } else if self.context_allows(&entry) {
                    what |= listed_bit(&entry, hit.what.kind, words);
                    if self.lexicon.is_own(hit.what.entry) {
                        what |= own_bit(&entry, hit.what.kind);
                    }
                    self.candidates.push(hit.what);
                }
            }
            if blocked {
                self.candidates.truncate(first as usize);
            } else if self.candidates.len() as u32 > first {
                self.listed.push(Listed {
                    length: words.min(255) as u8,
                    what,
                    candidates: (first, self.candidates.len() as u32),
                });
            }
            from += same;
        }
        self.hits = hits;
    }

    /// The context words that an entry asks for or rules out.
    fn context_allows(&mut self, entry: &crate::lexicon::Entry<'d>) -> bool {
        let (requires, forbids) = (entry.requires(), entry.forbids());
        (requires.is_empty() || self.article_has(requires)) && (forbids.is_empty() || !self.article_has(forbids))
    }

    /// Whether the article holds one of the words. Each list of words is looked for once: there are few, and many towns share one.
    fn article_has(&mut self, words: &'d str) -> bool {
        if let Some(known) = self.asked.get(words) {
            return *known;
        }
        let has = words.split('|').any(|word| !word.is_empty() && self.article_has_word(&crate::text::fold(word)));
        self.asked.insert(words, has);
        has
    }

    /// One word is looked for among the article's words; several, and those the lexicon does not know, in its text.
    fn article_has_word(&mut self, word: &str) -> bool {
        let (document, lexicon) = (self.document, self.lexicon);
        let first = word.split(' ').next().unwrap_or(word);
        let id = lexicon.word(first);
        let present = self.present.get_or_insert_with(|| {
            let mut words: Vec<WordId> = document.tokens.iter().map(|token| token.word).collect();
            words.sort_unstable();
            words.dedup();
            words
        });
        if id != WordId::NONE && present.binary_search(&id).is_err() {
            return false;
        }
        if id != WordId::NONE && first.len() == word.len() {
            return true;
        }
        holds_word(self.folded.get_or_insert_with(|| crate::text::fold(document.text)), word)
    }

    fn note_lower(&mut self, token: Token) {
        let text = token.span().of(self.document.text);
        if text.len() < 3 {
            return;
        }
        let bit = hash(text) as usize & 0x3fff;
        if let Some(slot) = self.lower.get_mut(bit >> 6) {
            *slot |= 1 << (bit & 63);
        }
    }

    fn seen_lower(&self, hash: u64) -> bool {
        let bit = hash as usize & 0x3fff;
        self.lower.get(bit >> 6).is_some_and(|slot| slot >> (bit & 63) & 1 == 1)
    }

    /// Where nearly all words have capitals, capitals tell nothing.
    fn mark_headline(&mut self, first_run: usize, lower_words: u32, sentence: &Sentence) {
        let Some(first) = self.runs.get(first_run) else { return };
        let words = self.words.get(first.words.start as usize..).unwrap_or(&[]);
        let (mut capitals, mut common, mut upper) = (0, 0, 0);
        for word in words.iter().filter(|word| word.is(mark::CAPITAL) && !word.is(mark::FUNCTION)) {
            capitals += 1;
            let inside = word.token > sentence.tokens.start;
            common += u32::from(inside && matches!(word.commonness, Commonness::Common | Commonness::Even));
            upper += u32::from(word.is(mark::UPPER));
        }
        let all_upper = capitals >= 3 && upper * 5 >= (capitals + lower_words) * 4;
        let headline = all_upper || capitals >= 4 && common >= 2 && capitals * 4 >= (capitals + lower_words) * 3;
        for run in self.runs.iter_mut().skip(first_run) {
            run.headline = headline;
            run.upper = all_upper;
        }
    }

    // ---- weighing -----------------------------------------------------------------------------------------------------------------------------

    /// Marks words that phrases cover, then weighs every stretch of a run.
    fn weigh(&mut self, number: usize) {
        self.mark_phrases(number);
        let Some(run) = self.runs.get(number).cloned() else { return };
        let count = run.words.len();
        let first_piece = self.pieces.len() as u32;
        let mut found = std::mem::take(&mut self.found);
        for start in 0..count {
            let mut piece_hash = 0;
            for end in start + 1..=count.min(start + LONGEST_PIECE) {
                piece_hash = join_hash(piece_hash, self.word(&run, end - 1).hash);
                let names = self.can_be_name(&run, start, end);
                if !names && end > start + 1 {
                    continue;
                }
                let mut scores = [f32::NEG_INFINITY; LABELS];
                if self.word(&run, start).is(mark::JOINT) && end == start + 1 && !names {
                    scores[0] = 0.0;
                } else {
                    found.clear();
                    self.evidence(&run, start, end, &mut found);
                    scores = self.sum(&found, names, end == start + 1);
                }
                self.pieces.push(Piece { start: start as u16, length: (end - start) as u16, hash: piece_hash, scores });
            }
        }
        self.found = found;
        if let Some(run) = self.runs.get_mut(number) {
            run.pieces = first_piece..self.pieces.len() as u32;
        }
        self.note_place_end(number);
    }

    fn sum(&self, found: &[Evidence], names: bool, single: bool) -> [f32; LABELS] {
        let mut scores = [0.0; LABELS];
        for evidence in found {
            for (score, weight) in scores.iter_mut().zip(self.table.row(*evidence)) {
                *score += weight;
            }
        }
        if !single {
            scores[0] = f32::NEG_INFINITY;
        }
        if !names {
            for score in &mut scores[1..] {
                *score = f32::NEG_INFINITY;
            }
        }
        scores
    }

    fn word(&self, run: &Run, at: usize) -> &Word {
        static NOTHING: Word =
            Word { token: 0, marks: 0, heads: 0, commonness: Commonness::Unseen, hash: 0, listed: 0 };
        self.words.get(run.words.start as usize + at).unwrap_or(&NOTHING)
    }

    /// Titles, roles and heads of several words inside the run.
    fn mark_phrases(&mut self, number: usize) {
        let Some(run) = self.runs.get(number).cloned() else { return };
        let document = self.document;
        let mut phrases = std::mem::take(&mut self.phrases);
        for at in run.words.start as usize..run.words.end as usize {
            let token = self.words[at].token;
            if !document.token(token).is(Class::PhraseStart) || !self.words[at].is(mark::CAPITAL) {
                continue;
            }
            let last = self.words[run.words.end as usize - 1].token;
            let end = (last + 1).min(token + 6);
            self.lexicon.phrases((token..end).map(|token| document.word(token)), &mut phrases);
            for hit in &phrases {
                let covered = at..(at + hit.words).min(run.words.end as usize);
                match hit.what.class {
                    Class::Role if self.lexicon.cell(hit.what, 0) != "kinship" => {
                        for word in &mut self.words[covered] {
                            word.marks |= mark::ROLE;
                        }
                    }
                    Class::Head => {
                        let bits = head_bit(self.lexicon.cell(hit.what, 0), self.lexicon.cell(hit.what, 1));
                        if let Some(word) = self.words[covered].last_mut() {
                            word.heads |= bits & !FIRST_HEADS;
                        }
                    }
                    Class::Holiday | Class::Month | Class::TimeWord => {
                        for word in &mut self.words[covered] {
                            word.marks |= mark::MONTH;
                        }
                    }
                    _ => {}
                }
            }
        }
        self.phrases = phrases;
    }

    fn can_be_name(&self, run: &Run, start: usize, end: usize) -> bool {
        let (first, last) = (self.word(run, start), self.word(run, end - 1));
        if start + 1 == end && first.is(mark::JOINT) && !first.is(mark::LISTED) {
            return false;
        }
        // a hyphenated name is not cut behind the hyphen, and nothing begins with the part behind it unless a capital does
        let starts = first.is(mark::CAPITAL | mark::MIXED | mark::LISTED)
            || first.is(mark::PARTICLE) && end > start + 1
            || self.listed_of(run, start).iter().any(|listed| listed.length as usize == end - start);
        let ends = last.is(mark::CAPITAL | mark::MIXED | mark::LISTED | mark::TAIL)
            || last.is(mark::NUMBER) && end > start + 1;
        starts && ends
    }

    /// Listed names that begin at a word.
    fn listed_of(&self, run: &Run, at: usize) -> &[Listed] {
        let from = self.word(run, at).listed as usize;
        let index = run.words.start as usize + at + 1;
        let to = self.words.get(index).map_or(self.listed.len(), |next| next.listed as usize);
        self.listed.get(from..to).unwrap_or(&[])
    }

    /// Everything that speaks for or against the words `start..end` of a run being one name.
    fn evidence(&self, run: &Run, start: usize, end: usize, found: &mut Vec<Evidence>) {
        let length = end - start;
        found.push(match length {
            1 => Evidence::Words1,
            2 => Evidence::Words2,
            3 => Evidence::Words3,
            4 => Evidence::Words4,
            _ => Evidence::WordsMore,
        });
        let what = self.evidence_of_lists(run, start, end, found);
        if length == 1 {
            self.evidence_of_word(run, start, what, found);
        } else {
            self.evidence_of_words(run, start, end, found);
        }
        self.evidence_of_heads(run, start, end, found);
        self.evidence_before(run, start, found);
        self.evidence_after(run, end, found);
        self.evidence_of_brackets(run, start, end, found);
        self.evidence_of_dateline(run, start, end, found);
        if run.headline {
            found.push(Evidence::InHeadline);
        }
    }

    fn evidence_of_lists(&self, run: &Run, start: usize, end: usize, found: &mut Vec<Evidence>) -> u32 {
        let mut what = 0;
        for listed in self.listed_of(run, start) {
            if listed.length as usize == end - start {
                what |= listed.what;
            }
        }
        if what == 0 {
            found.push(Evidence::IsUnlisted);
        }
        let mut kinds = what;
        // the largest class of a settlement counts alone
        if kinds & listed::BIG_CITY != 0 {
            kinds &= !(listed::CITY | listed::TOWN);
        } else if kinds & listed::CITY != 0 {
            kinds &= !listed::TOWN;
        }
        for (bit, evidence) in LISTED_EVIDENCE.iter().enumerate() {
            if kinds >> bit & 1 == 1 {
                found.push(*evidence);
            }
        }
        if end - start == 1 && what & listed::ANY_PLACE != 0 && self.word(run, start).is(mark::GIVEN) {
            found.push(Evidence::IsPlaceAndNameToken);
        }
        if self.sport && what & listed::ANY_PLACE != 0 {
            found.push(Evidence::PlaceInSport);
        } else if self.sport && end - start == 1 {
            found.push(Evidence::WordInSport);
        }
        if end - start > 1 {
            self.evidence_of_parts(run, start, end, found);
        }
        let hyphen = |at: usize| at < run.words.len() && self.word(run, at).is(mark::HYPHEN);
        if start > 0 && hyphen(start - 1) || hyphen(end) {
            found.push(Evidence::CutsHyphen);
        }
        if self.cuts_listed(run, start) || self.cuts_listed(run, end) {
            found.push(Evidence::CutsListedName);
        }
        what
    }

    /// Listed names at the start and end of a longer stretch.
    fn evidence_of_parts(&self, run: &Run, start: usize, end: usize, found: &mut Vec<Evidence>) {
        let inside = |listed: &&Listed, from: usize| from + (listed.length as usize) < end;
        let mut first = 0;
        for listed in self.listed_of(run, start).iter().filter(|listed| inside(listed, start)) {
            first |= listed.what;
        }
        if first & listed::LARGE_PLACE != 0 {
            found.push(Evidence::StartsWithPlace);
        }
        if first & listed::DEMONYM != 0 {
            found.push(Evidence::StartsWithDemonym);
        }
        if first & listed::ANY_ORGANIZATION != 0 {
            found.push(Evidence::StartsWithOrganization);
        }
        let ending = self.word(run, end - 1);
        if first & (listed::LARGE_PLACE | listed::DEMONYM) != 0 && ending.heads & head::ORGANIZATION_LAST != 0 {
            found.push(Evidence::PlaceThenHead);
        }
        if first & listed::PERSON != 0
            && (start + 1..end).any(|at| self.word(run, at).heads & head::ORGANIZATION_LAST != 0)
        {
            found.push(Evidence::PersonThenHead);
        }
        if ending.is(mark::MEDIUM) {
            found.push(Evidence::EndsWithMedium);
        }
        let mut last = 0;
        for at in start + 1..end {
            for listed in self.listed_of(run, at) {
                if at + listed.length as usize == end {
                    last |= listed.what;
                }
            }
        }
        if last & listed::LARGE_PLACE != 0 {
            found.push(Evidence::EndsWithPlace);
        }
        if last & listed::PERSON != 0 {
            found.push(Evidence::EndsWithPerson);
        }
    }

    /// Whether a listed name of several words runs over the boundary before word `at`.
    fn cuts_listed(&self, run: &Run, at: usize) -> bool {
        (at.saturating_sub(6)..at).any(|from| {
            self.listed_of(run, from)
                .iter()
                .any(|listed| listed.length > 1 && from + listed.length as usize > at && from < at)
        })
    }

    fn evidence_of_word(&self, run: &Run, at: usize, what: u32, found: &mut Vec<Evidence>) {
        let word = &plain(self.word(run, at), run);
        let sentence_start =
            self.document.sentences.get(run.sentence as usize).map_or(0, |sentence| sentence.tokens.start);
        let at_start = word.token == sentence_start || self.is_opening(word.token, sentence_start);
        found.push(commonness_evidence(word.commonness, at_start, run.headline));
        if what != 0 && word.commonness == Commonness::Common {
            found.push(Evidence::IsCommonWord);
        }
        if word.is(mark::UPPER) && !run.upper {
            found.push(match self.document.token(word.token).span().len() {
                1 | 2 => Evidence::Capitals2,
                3..=5 => Evidence::Capitals3,
                _ => Evidence::CapitalsMore,
            });
        }
        if word.is(mark::MIXED) {
            found.push(Evidence::MixedCase);
        }
        if word.is(mark::GIVEN) {
            found.push(Evidence::GivenName);
        }
        if word.is(mark::FAMILY) {
            found.push(Evidence::FamilyName);
        }
        if !word.is(mark::NAME_TOKEN) {
            found.push(Evidence::UnknownToken);
        }
        for (bit, evidence) in [
            (mark::FUNCTION, Evidence::FunctionWord),
            (mark::MONTH, Evidence::MonthOrDay),
            (mark::NOUN, Evidence::CommonNoun),
            (mark::DIRECTION, Evidence::Direction),
            (mark::MEASURE, Evidence::Measure),
            (mark::ROLE, Evidence::Role),
        ] {
            if word.is(bit) {
                found.push(evidence);
            }
        }
        if word.is(mark::VERB) && (at_start || run.headline) {
            found.push(Evidence::VerbAtStart);
        }
    }

    /// Only signs stand between the start of the sentence and the token.
    fn is_opening(&self, at: TokenIndex, sentence_start: TokenIndex) -> bool {
        at - sentence_start <= 2 && (sentence_start..at).all(|before| self.document.token(before).has(Shape::SIGN))
            || at > sentence_start && self.document.token(at - 1).has(Shape::QUOTE)
    }

    fn evidence_of_words(&self, run: &Run, start: usize, end: usize, found: &mut Vec<Evidence>) {
        let mut inner = 0;
        let (mut unseen, mut common, mut names, mut strangers, mut words) = (0, 0, 0, 0, 0);
        for at in start..end {
            let word = plain(self.word(run, at), run);
            inner |= word.marks & (mark::JOINT | mark::NUMBER | mark::INITIAL | mark::MONTH | mark::MIXED);
            if !word.is(mark::CAPITAL) {
                continue;
            }
            words += 1;
            unseen += u32::from(word.commonness == Commonness::Unseen && !word.is(mark::INITIAL));
            common += u32::from(word.commonness == Commonness::Common && !word.is(mark::INITIAL));
            names += u32::from(word.is(mark::NAME_TOKEN | mark::INITIAL | mark::PERSON_SUFFIX));
            strangers += u32::from(!word.is(mark::NAME_TOKEN | mark::INITIAL | mark::PERSON_SUFFIX));
        }
        let (first, last) = (plain(self.word(run, start), run), plain(self.word(run, end - 1), run));
        if first.is(mark::PARTICLE) && !first.is(mark::CAPITAL) {
            found.push(Evidence::StartsWithParticle);
        }
        for (bit, evidence) in [
            (mark::PREPOSITION, Evidence::InnerPreposition),
            (mark::CONJUNCTION, Evidence::InnerConjunction),
            (mark::DETERMINER, Evidence::InnerDeterminer),
            (mark::PARTICLE, Evidence::InnerParticle),
            (mark::POSSESSIVE, Evidence::InnerPossessive),
            (mark::HYPHEN, Evidence::InnerHyphen),
            (mark::AMPERSAND, Evidence::InnerAmpersand),
            (mark::NUMBER, Evidence::HasNumber),
            (mark::INITIAL, Evidence::HasInitial),
            (mark::MONTH, Evidence::MonthOrDayInside),
            (mark::MIXED, Evidence::MixedCase),
        ] {
            if inner & bit != 0 {
                found.push(evidence);
            }
        }
        if unseen > 0 {
            found.push(Evidence::HasUnseen);
        }
        if common > 0 && run.headline {
            found.push(Evidence::CommonInHeadline);
        }
        if common == words {
            found.push(Evidence::AllCommon);
        } else if first.commonness == Commonness::Common && first.is(mark::CAPITAL) && !first.is(mark::INITIAL) {
            let at_start = self.document.sentences.get(run.sentence as usize).is_some_and(|sentence| {
                sentence.tokens.start == first.token || self.is_opening(first.token, sentence.tokens.start)
            });
            found.push(if at_start { Evidence::FirstIsCommonAtStart } else { Evidence::FirstIsCommon });
        } else if last.commonness == Commonness::Common && last.is(mark::CAPITAL) {
            found.push(Evidence::LastIsCommon);
        }
        if last.is(mark::NOUN) {
            found.push(Evidence::CommonNounLast);
        }
        if first.is(mark::FUNCTION) {
            found.push(Evidence::FunctionFirst);
        }
        let family = last.is(mark::FAMILY | mark::PERSON_SUFFIX);
        found.push(match (first.is(mark::GIVEN), family) {
            (true, true) => Evidence::GivenThenFamily,
            (true, false) => Evidence::GivenThenUnknown,
            (false, true) => Evidence::UnknownThenFamily,
            (false, false) => Evidence::UnknownTokens,
        });
        if names > 0 && strangers == 0 {
            found.push(Evidence::AllNameTokens);
        } else if names > 0 && strangers == 1 {
            found.push(Evidence::OneUnknownToken);
        }
    }

    fn evidence_of_heads(&self, run: &Run, start: usize, end: usize, found: &mut Vec<Evidence>) {
        let (first, last) = (self.word(run, start), self.word(run, end - 1));
        if end - start == 1 {
            if first.heads != 0 {
                found.push(Evidence::HeadAlone);
            }
            return;
        }
        for (word, bit, evidence) in [
            (last, head::ORGANIZATION_LAST, Evidence::OrganizationHead),
            (first, head::ORGANIZATION_FIRST, Evidence::OrganizationHeadFirst),
            (last, head::PLACE_LAST, Evidence::PlaceHead),
            (first, head::PLACE_FIRST, Evidence::PlaceHeadFirst),
            (last, head::FACILITY_LAST, Evidence::FacilityHead),
            (first, head::FACILITY_FIRST, Evidence::FacilityHeadFirst),
            (last, head::EVENT_LAST, Evidence::EventHead),
            (first, head::EVENT_FIRST, Evidence::EventHeadFirst),
        ] {
            if word.heads & bit != 0 {
                found.push(evidence);
            }
        }
        if (start..end - 1).any(|at| self.word(run, at).heads & head::ORGANIZATION_LAST != 0) {
            found.push(Evidence::HeadInside);
        }
        for (word, bit, evidence) in [
            (last, mark::COMPANY_SUFFIX, Evidence::CompanySuffix),
            (last, mark::PERSON_SUFFIX, Evidence::PersonSuffix),
            (first, mark::DIRECTION, Evidence::DirectionFirst),
            (first, mark::ROLE, Evidence::RoleFirst),
            (last, mark::ROLE, Evidence::RoleLast),
        ] {
            if word.is(bit) {
                found.push(evidence);
            }
        }
    }

    fn evidence_before(&self, run: &Run, start: usize, found: &mut Vec<Evidence>) {
        let word = self.word(run, start);
        let sentence_start =
            self.document.sentences.get(run.sentence as usize).map_or(0, |sentence| sentence.tokens.start);
        if word.token <= sentence_start {
            found.push(Evidence::AtStart);
            return;
        }
        found.push(self.before(run, start, word.token - 1, sentence_start));
    }

    fn before(&self, run: &Run, start: usize, at: TokenIndex, sentence_start: TokenIndex) -> Evidence {
        let token = self.document.token(at);
        if token.has(Shape::SIGN) && !token.is(Class::Possessive) && !token.is(Class::Conjunction) {
            return self.sign_before(at, token, sentence_start);
        }
        if start > 0 {
            let previous = self.word(run, start - 1);
            if previous.is(mark::ROLE) {
                return Evidence::TitleBefore;
            }
            if previous.is(mark::CAPITAL | mark::MIXED | mark::NUMBER) {
                return if self.ends_demonym(run, start) {
                    Evidence::DemonymBefore
                } else if previous.is(mark::DIRECTION) {
                    Evidence::DirectionBefore
                } else {
                    Evidence::CapitalBefore
                };
            }
        }
        if token.is(Class::Possessive) {
            return Evidence::PossessiveBefore;
        }
        if token.is(Class::Determiner) {
            return match self.document.cell(at, Class::Determiner, 0, self.lexicon) {
                Some("def") => Evidence::TheBefore,
                _ => Evidence::DeterminerBefore,
            };
        }
        if token.is(Class::Preposition) {
            return self.preposition_before(at);
        }
        if token.is(Class::Conjunction) {
            return Evidence::ConjunctionBefore;
        }
        if token.is(Class::Role) {
            return match self.document.cell(at, Class::Role, 0, self.lexicon) {
                Some("kinship") => Evidence::KinshipBefore,
                Some("title") => Evidence::TitleBefore,
                Some("modifier") => Evidence::WordBefore,
                _ => Evidence::RoleBefore,
            };
        }
        if token.is(Class::Direction) {
            return Evidence::DirectionBefore;
        }
        if token.is(Class::Reporting) {
            return Evidence::SaidBefore;
        }
        if token.is(Class::Noun) {
            return match self.document.cell(at, Class::Noun, 0, self.lexicon) {
                Some("organization") => Evidence::OrganizationNounBefore,
                Some("place" | "facility") => Evidence::PlaceNounBefore,
                Some("person") => Evidence::RoleBefore,
                _ => Evidence::NounBefore,
            };
        }
        if token.is(Class::Verb) { Evidence::VerbBefore } else { Evidence::WordBefore }
    }

    fn sign_before(&self, at: TokenIndex, token: Token, sentence_start: TokenIndex) -> Evidence {
        if token.has(Shape::QUOTE) {
            return Evidence::QuoteBefore;
        }
        match token.span().of(self.document.text) {
            "(" | "[" => Evidence::BracketBefore,
            "," if at > sentence_start && self.last_place_end == at => Evidence::PlaceAndCommaBefore,
            "," => Evidence::CommaBefore,
            _ => Evidence::SignBefore,
        }
    }

    fn preposition_before(&self, at: TokenIndex) -> Evidence {
        match self.document.cell(at, Class::Preposition, 0, self.lexicon) {
            Some("in" | "inside") => Evidence::InBefore,
            Some("at") => Evidence::AtBefore,
            Some("from") => Evidence::FromBefore,
            Some("to" | "into") => Evidence::ToBefore,
            Some("by") => Evidence::ByBefore,
            Some("of") => Evidence::OfBefore,
            Some("with") => Evidence::WithBefore,
            Some("near" | "across" | "around" | "outside" | "through") => Evidence::NearBefore,
            _ => Evidence::PrepositionBefore,
        }
    }

    fn ends_demonym(&self, run: &Run, end: usize) -> bool {
        (end.saturating_sub(4)..end).any(|from| {
            self.listed_of(run, from)
                .iter()
                .any(|listed| from + listed.length as usize == end && listed.what & listed::DEMONYM != 0)
        })
    }

    fn evidence_after(&self, run: &Run, end: usize, found: &mut Vec<Evidence>) {
        let sentence_end = self.document.sentences.get(run.sentence as usize).map_or(0, |sentence| sentence.tokens.end);
        let at = self.word(run, end - 1).token + 1;
        if at >= sentence_end {
            found.push(Evidence::AtEnd);
            return;
        }
        if end < run.words.len() {
            let next = self.word(run, end);
            if next.is(mark::ROLE) {
                found.push(Evidence::RoleAfter);
                return;
            }
            if next.is(mark::CAPITAL | mark::MIXED) {
                found.push(Evidence::CapitalAfter);
                return;
            }
        }
        found.push(self.after(at, sentence_end));
    }

    fn after(&self, at: TokenIndex, end: TokenIndex) -> Evidence {
        let token = self.document.token(at);
        if token.is(Class::Possessive) && token.span().of(self.document.text).starts_with(['\'', '’']) {
            return Evidence::PossessiveAfter;
        }
        if token.has(Shape::SIGN) {
            return self.sign_after(at, token, end);
        }
        if token.has(Shape::DIGIT) {
            return Evidence::NumberAfter;
        }
        if token.is(Class::Reporting) {
            return Evidence::SaidAfter;
        }
        if token.is(Class::Relative) {
            return match self.document.cell(at, Class::Relative, 0, self.lexicon) {
                Some("person") => Evidence::WhoAfter,
                _ => Evidence::WordAfter,
            };
        }
        if token.is(Class::Auxiliary) || token.is(Class::Modal) {
            return Evidence::VerbAfter;
        }
        if token.is(Class::Conjunction) {
            return Evidence::ConjunctionAfter;
        }
        if token.is(Class::Preposition) {
            return Evidence::PrepositionAfter;
        }
        if token.is(Class::Role) {
            return Evidence::RoleAfter;
        }
        if token.is(Class::Noun) {
            return match self.document.cell(at, Class::Noun, 0, self.lexicon) {
                Some("organization" | "group") => Evidence::OrganizationNounAfter,
                Some("place" | "facility" | "building") => Evidence::PlaceNounAfter,
                Some("person") => Evidence::PersonNounAfter,
                _ => Evidence::NounAfter,
            };
        }
        if token.is(Class::Verb) { Evidence::VerbAfter } else { Evidence::WordAfter }
    }

    fn sign_after(&self, at: TokenIndex, token: Token, end: TokenIndex) -> Evidence {
        if token.has(Shape::QUOTE) {
            return Evidence::QuoteAfter;
        }
        if token.has(Shape::HYPHEN) {
            return Evidence::HyphenAfter;
        }
        let next = if at + 1 < end { self.document.token(at + 1) } else { Token::default() };
        match token.span().of(self.document.text) {
            "(" | "[" => Evidence::BracketAfter,
            "," if next.has(Shape::DIGIT) && self.is_age(at + 1, end) => Evidence::AgeAfter,
            "," if next.has(Shape::CAPITAL) && next.is(Class::NameStart) && self.is_region(at + 1, end) => {
                Evidence::RegionAfter
            }
            "," if self.document.cell(at + 1, Class::Relative, 0, self.lexicon) == Some("person") => Evidence::WhoAfter,
            "," => Evidence::CommaAfter,
            _ => Evidence::AtEnd,
        }
    }

    /// A number of years from 5 to 119, closed by a comma.
    fn is_age(&self, at: TokenIndex, end: TokenIndex) -> bool {
        let years = self.document.word(at).parse::<u32>().ok();
        years.is_some_and(|years| (5..120).contains(&years))
            && (at + 1 >= end || self.document.token(at + 1).has(Shape::SIGN))
    }

    /// A country or region, closed by a sign.
    fn is_region(&self, at: TokenIndex, end: TokenIndex) -> bool {
        let mut hits = Vec::new();
        let document = self.document;
        self.lexicon.names((at..end.min(at + 5)).map(|token| document.word(token)), &mut hits);
        hits.iter().any(|hit| {
            self.lexicon.entry(hit.what.entry).is_some_and(|entry| {
                listed_bit(&entry, hit.what.kind, hit.words) & (listed::COUNTRY | listed::REGION) != 0
            })
        })
    }

    /// Initials in brackets behind a long name, and a long name before initials in brackets.
    fn evidence_of_brackets(&self, run: &Run, start: usize, end: usize, found: &mut Vec<Evidence>) {
        let document = self.document;
        let (first, last) = (self.word(run, start).token, self.word(run, end - 1).token);
        if end - start > 1
            && document.word(last + 1) == "("
            && document.token(last + 2).has(Shape::UPPER)
            && self.has_initials(run, start, end, document.word(last + 2))
        {
            found.push(Evidence::AcronymAfter);
        }
        if end - start == 1
            && self.word(run, start).is(mark::UPPER)
            && first > 1
            && document.word(first - 1) == "("
            && document.word(first + 1) == ")"
            && self.initials_stand_before(first - 1, document.word(first))
        {
            found.push(Evidence::LongFormBefore);
        }
    }

    /// Whether `acronym` is made of the initials of the capitalised words, small words counted or not.
    fn has_initials(&self, run: &Run, start: usize, end: usize, acronym: &str) -> bool {
        let mut letters = acronym.chars().filter(|letter| letter.is_alphabetic());
        for at in start..end {
            let word = self.word(run, at);
            if !word.is(mark::CAPITAL) {
                continue;
            }
            let first = self.document.word(word.token).chars().next();
            if letters.next().map(|letter| letter.to_lowercase().to_string())
                != first.map(|letter| letter.to_lowercase().to_string())
            {
                return false;
            }
        }
        letters.next().is_none()
    }

    fn initials_stand_before(&self, bracket: TokenIndex, acronym: &str) -> bool {
        let mut wanted: Vec<char> = acronym.chars().filter(|letter| letter.is_alphabetic()).collect();
        let mut at = bracket;
        while let Some(letter) = wanted.pop() {
            loop {
                if at == 0 || bracket - at > 14 {
                    return false;
                }
                at -= 1;
                let token = self.document.token(at);
                if token.has(Shape::CAPITAL) {
                    break;
                }
                if token.has(Shape::SIGN) && !token.has(Shape::HYPHEN) {
                    return false;
                }
            }
            if !self.document.word(at).chars().next().is_some_and(|first| first.eq_ignore_ascii_case(&letter)) {
                return false;
            }
        }
        true
    }

    fn evidence_of_dateline(&self, run: &Run, start: usize, end: usize, found: &mut Vec<Evidence>) {
        let Some(dateline) = &self.document.header.dateline else { return };
        let span = self.document.span(&(self.word(run, start).token..self.word(run, end - 1).token + 1));
        if dateline.place.is_some_and(|place| place == span) {
            found.push(Evidence::DatelinePlace);
        } else if dateline.agency.is_some_and(|agency| agency == span) {
            found.push(Evidence::DatelineAgency);
        }
    }

    /// Remembers where the last listed place of a run ends, for what stands behind a comma.
    fn note_place_end(&mut self, number: usize) {
        let Some(run) = self.runs.get(number) else { return };
        let count = run.words.len();
        for at in 0..count {
            let ends = self.listed_of(run, at).iter().any(|listed| {
                at + listed.length as usize == count && listed.what & (listed::SETTLEMENT | listed::LARGE_PLACE) != 0
            });
            if ends {
                self.last_place_end = self.word(run, count - 1).token + 1;
                return;
            }
        }
    }

    // ---- the best path ------------------------------------------------------------------------------------------------------------------------

    /// Cuts every run along its best path.
    fn cut(&mut self) {
        self.cuts.clear();
        let mut path = Path::default();
        for number in 0..self.runs.len() {
            self.cut_run(number, &mut path);
        }
    }

    fn cut_run(&mut self, number: usize, path: &mut Path) {
        let run = &self.runs[number];
        let count = run.words.len();
        let pieces = &self.pieces[run.pieces.start as usize..run.pieces.end as usize];
        path.clear(count);
        for (index, piece) in pieces.iter().enumerate() {
            let start = piece.start as usize;
            for label in Label::ALL {
                let own = piece.scores[label as usize];
                if own == f32::NEG_INFINITY {
                    continue;
                }
                let (before, from) =
                    if start == 0 { (0.0, Label::None) } else { path.best_before(start, label, self.table) };
                if before == f32::NEG_INFINITY {
                    continue;
                }
                path.offer(piece.end(), label, before + own, from, index as u32);
            }
        }
        let first = self.cuts.len();
        let mut at = count;
        let mut label = path.best_label(at);
        while at > 0 {
            let Some(step) = path.step(at, label) else { break };
            let piece = pieces[step.piece as usize];
            if label != Label::None {
                self.cuts.push(Cut { run: number as u32, piece, label });
            }
            at = piece.start as usize;
            label = step.from;
        }
        self.cuts[first..].reverse();
    }

    // ---- the second look ----------------------------------------------------------------------------------------------------------------------

    /// The second look: what the first was sure of weighs on the same words elsewhere.
    fn look_again(&mut self) {
        self.remember();
        let mut found = std::mem::take(&mut self.found);
        let mut changed = false;
        for number in 0..self.runs.len() {
            let run = self.runs[number].clone();
            for index in run.pieces.start as usize..run.pieces.end as usize {
                let piece = self.pieces[index];
                found.clear();
                self.evidence_of_document(&run, &piece, &mut found);
                for evidence in &found {
                    changed = true;
                    let row = self.table.row(*evidence);
                    for (score, weight) in self.pieces[index].scores.iter_mut().zip(row) {
                        *score += weight;
                    }
                }
            }
        }
        self.found = found;
        if changed {
            self.cut();
        }
    }

    fn remember(&mut self) {
        let mut memory = Memory::default();
        for cut in &self.cuts {
            let run = &self.runs[cut.run as usize];
            let margin = margin(&cut.piece, cut.label).clamp(0.0, 5.0);
            let entry = memory.labels.entry(cut.piece.hash).or_default();
            entry.0[cut.label as usize] += margin;
            entry.1 += 1;
            let words = cut.piece.start as usize..cut.piece.end();
            match cut.label {
                Label::Person if words.len() > 1 && margin > 0.5 => self.remember_person(run, words, &mut memory),
                Label::Organization | Label::Other if words.len() > 1 => {
                    self.remember_acronym(run, words, &mut memory);
                }
                _ => {}
            }
        }
        self.memory = memory;
    }

    fn remember_person(&self, run: &Run, words: Range<usize>, memory: &mut Memory) {
        memory.given_names.insert(join_hash(0, self.word(run, words.start).hash), ());
        for from in words.start + 1..words.end {
            if self.word(run, from).is(mark::HYPHEN) {
                continue;
            }
            let tail = (from..words.end).fold(0, |sum, at| join_hash(sum, self.word(run, at).hash));
            memory.surnames.insert(tail, ());
        }
    }

    fn remember_acronym(&self, run: &Run, words: Range<usize>, memory: &mut Memory) {
        let (mut capitals, mut all) = (String::new(), String::new());
        for at in words {
            let word = self.word(run, at);
            if let Some(first) = self.document.word(word.token).chars().next().filter(|first| first.is_alphabetic()) {
                if word.is(mark::CAPITAL) {
                    capitals.push(first);
                }
                all.push(first);
            }
        }
        for acronym in [capitals, all] {
            if acronym.len() > 1 {
                memory.acronyms.insert(join_hash(0, hash(&acronym)), ());
            }
        }
    }

    /// What the rest of the document says about the words of a piece.
    fn evidence_of_document(&self, run: &Run, piece: &Piece, found: &mut Vec<Evidence>) {
        let first = self.word(run, piece.start as usize);
        if first.is(mark::JOINT) && piece.length == 1 {
            return;
        }
        if let Some((labels, count)) = self.memory.labels.get(&piece.hash)
            && *count > 1
        {
            let best = Label::ALL[1..].iter().copied().max_by(|a, b| {
                labels[*a as usize].total_cmp(&labels[*b as usize]).then(Reverse(*a as u8).cmp(&Reverse(*b as u8)))
            });
            match best {
                Some(Label::Person) => found.push(Evidence::PersonElsewhere),
                Some(Label::Organization) => found.push(Evidence::OrganizationElsewhere),
                Some(Label::Place) => found.push(Evidence::PlaceElsewhere),
                Some(Label::Other) => found.push(Evidence::OtherElsewhere),
                _ => {}
            }
        }
        if self.memory.surnames.contains_key(&piece.hash) {
            found.push(Evidence::SurnameOfPerson);
        }
        if piece.length > 1 {
            return;
        }
        if self.memory.given_names.contains_key(&piece.hash) {
            found.push(Evidence::GivenNameOfPerson);
        }
        if first.is(mark::UPPER) && self.memory.acronyms.contains_key(&piece.hash) {
            found.push(Evidence::AcronymOfName);
        }
        if first.is(mark::CAPITAL) && self.seen_lower(first.hash) {
            found.push(Evidence::LowerCaseElsewhere);
        }
    }

    // ---- output -------------------------------------------------------------------------------------------------------------------------------

    fn mentions(&self) -> Vec<Mention> {
        self.cuts.iter().map(|cut| self.mention(cut)).collect()
    }

    fn mention(&self, cut: &Cut) -> Mention {
        let run = &self.runs[cut.run as usize];
        let (start, end) = (cut.piece.start as usize, cut.piece.end());
        let tokens = self.word(run, start).token..self.word(run, end - 1).token + 1;
        let mut what = 0;
        let mut candidates: Vec<Candidate> = Vec::new();
        for listed in self.listed_of(run, start) {
            if listed.length as usize == end - start {
                what |= listed.what;
                let (from, to) = (listed.candidates.0 as usize, listed.candidates.1 as usize);
                candidates.extend(self.candidates.get(from..to).unwrap_or(&[]));
            }
        }
        if candidates.is_empty() && cut.label == Label::Person && end - start > 1 {
            self.add_variants(&tokens, &mut candidates);
        }
        let demonym = cut.label == Label::Other && what & listed::DEMONYM != 0;
        self.order_candidates(cut.label, demonym, &mut candidates);
        let kind = self.refine(run, cut, demonym, &candidates);
        let title = if matches!(kind, NameType::Person | NameType::Organization) {
            super::nominal::title_before(self.document, tokens.start)
        } else {
            None
        };
        let rule = if what != 0 { "listed name" } else { "name by evidence" };
        let last = tokens.end - 1;
        let mut mention = Mention::over(
            self.document,
            tokens,
            Reading::Name(NameReading {
                kind,
                demonym,
                candidates,
                title,
                score: cut.piece.scores[cut.label as usize],
                margin: margin(&cut.piece, cut.label),
                rule,
            }),
        );
        if self.ends_with_full_stop(last) {
            mention.span.end -= 1;
        }
        mention
    }

    /// The point of the last word of a sentence is the sentence's, unless the word has others or is a suffix: "in the UK.", "on X." but "the U.S.".
    fn ends_with_full_stop(&self, last: TokenIndex) -> bool {
        let token = self.document.token(last);
        let word = self.document.word(last);
        let closes = self
            .document
            .sentence_of(last)
            .and_then(|sentence| self.document.sentences.get(sentence as usize))
            .is_some_and(|sentence| sentence.tokens.end == last + 1);
        closes
            && word.len() > 1
            && word.ends_with('.')
            && word.matches('.').count() == 1
            && !(token.is(Class::Suffix) && token.is(Class::Abbreviation))
    }

    fn add_variants(&self, tokens: &Range<TokenIndex>, candidates: &mut Vec<Candidate>) {
        if !self.document.token(tokens.start).is(Class::VariantStart) {
            return;
        }
        let document = self.document;
        let mut hits = Vec::new();
        self.lexicon.variants(tokens.clone().map(|token| document.word(token)), &mut hits);
        for hit in hits.iter().filter(|hit| hit.words == tokens.len()) {
            let Some(entry) = self.lexicon.entry(hit.what.entry) else { continue };
            // who is known in some contexts only is known there by the spellings that are listed
            if entry.requires().is_empty() && entry.forbids().is_empty() {
                candidates.push(hit.what);
            }
        }
    }

    /// Entries of the chosen type only, if there are any; those that were good on the day of publication first, then large places before small ones, names before
    /// aliases.
    fn order_candidates(&self, label: Label, demonym: bool, candidates: &mut Vec<Candidate>) {
        let fits = |candidate: &Candidate| {
            if demonym {
                return candidate.kind == CandidateKind::Demonym;
            }
            candidate.kind != CandidateKind::Demonym
                && self.lexicon.entry(candidate.entry).and_then(|entry| NameType::of(entry.kind())).is_some_and(
                    |kind| kind.label() == label || label == Label::Organization && kind == NameType::Facility,
                )
        };
        candidates.retain(fits);
        let published = self.document.published.as_ref().map(|published| published.value.as_str());
        candidates.sort_by_key(|candidate| {
            let entry = self.lexicon.entry(candidate.entry);
            let population = entry.map_or(0, |entry| entry.population());
            let held = entry.is_none_or(|entry| entry.is_good_on(published));
            (Reverse(held), Reverse(population), candidate.kind, candidate.entry)
        });
        candidates.dedup_by_key(|candidate| candidate.entry);
    }

    fn refine(&self, run: &Run, cut: &Cut, demonym: bool, candidates: &[Candidate]) -> NameType {
        let entry = candidates.first().and_then(|candidate| self.lexicon.entry(candidate.entry));
        let listed = entry.and_then(|entry| NameType::of(entry.kind()));
        let heads = self.word(run, cut.piece.end() - 1).heads;
        let first = self.word(run, cut.piece.start as usize).heads;
        let several = cut.piece.length > 1;
        match cut.label {
            Label::Person => NameType::Person,
            Label::Organization => NameType::Organization,
            Label::Place => match listed {
                Some(NameType::Facility) => NameType::Facility,
                Some(_) => NameType::Place,
                None if several
                    && (heads & head::FACILITY_LAST != 0 || first & head::FACILITY_FIRST != 0)
                    && heads & head::PLACE_LAST == 0 =>
                {
                    NameType::Facility
                }
                None => NameType::Place,
            },
            _ if demonym => NameType::Nationality,
            _ => match listed {
                Some(kind) if kind.label() == Label::Other => kind,
                _ if several && (heads & head::EVENT_LAST != 0 || first & head::EVENT_FIRST != 0) => {
                    NameType::NamedEvent
                }
                _ if self.is_quoted(run, cut) => NameType::Work,
                _ => NameType::Other,
            },
        }
    }

    fn is_quoted(&self, run: &Run, cut: &Cut) -> bool {
        let first = self.word(run, cut.piece.start as usize).token;
        let last = self.word(run, cut.piece.end() - 1).token;
        first > 0 && self.document.token(first - 1).has(Shape::QUOTE) && self.document.token(last + 1).has(Shape::QUOTE)
    }

    /// The piece that covers exactly some tokens, and the number of its run.
    fn piece_over(&self, tokens: &Range<TokenIndex>) -> Option<(usize, Piece)> {
        let behind = self.runs.partition_point(|run| self.word(run, 0).token <= tokens.start);
        let number = behind.checked_sub(1)?;
        let run = self.runs.get(number)?;
        let pieces = self.pieces.get(run.pieces.start as usize..run.pieces.end as usize)?;
        let piece = pieces.iter().find(|piece| {
            self.word(run, piece.start as usize).token == tokens.start
                && self.word(run, piece.end() - 1).token + 1 == tokens.end
        })?;
        Some((number, *piece))
    }
}

const FIRST_HEADS: u8 = head::ORGANIZATION_FIRST | head::PLACE_FIRST | head::FACILITY_FIRST | head::EVENT_FIRST;

/// Best sums by the end of the last piece and its label.
#[derive(Default)]
struct Path {
    steps: Vec<[Step; LABELS]>,
}

#[derive(Clone, Copy)]
struct Step {
    score: f32,
    from: Label,
    piece: u32,
}

const NO_STEP: Step = Step { score: f32::NEG_INFINITY, from: Label::None, piece: 0 };

impl Path {
    fn clear(&mut self, words: usize) {
        self.steps.clear();
        self.steps.resize(words + 1, [NO_STEP; LABELS]);
    }

    fn best_before(&self, at: usize, label: Label, table: Table) -> (f32, Label) {
        let mut best = (f32::NEG_INFINITY, Label::None);
        for before in Label::ALL {
            let score = self.steps[at][before as usize].score;
            if score == f32::NEG_INFINITY {
                continue;
            }
            let score = score + table.next(before, label);
            if score > best.0 {
                best = (score, before);
            }
        }
        best
    }

    fn offer(&mut self, end: usize, label: Label, score: f32, from: Label, piece: u32) {
        let step = &mut self.steps[end][label as usize];
        if score > step.score {
            *step = Step { score, from, piece };
        }
    }

    fn best_label(&self, at: usize) -> Label {
        let mut best = Label::None;
        for label in Label::ALL {
            if self.steps[at][label as usize].score > self.steps[at][best as usize].score {
                best = label;
            }
        }
        best
    }

    fn step(&self, at: usize, label: Label) -> Option<Step> {
        let step = self.steps.get(at)?[label as usize];
        (step.score > f32::NEG_INFINITY).then_some(step)
    }
}

/// How far the label stands above the best other of the same words.
fn margin(piece: &Piece, label: Label) -> f32 {
    let other = Label::ALL
        .into_iter()
        .filter(|other| *other != label)
        .map(|other| piece.scores[other as usize])
        .fold(f32::NEG_INFINITY, f32::max);
    if other == f32::NEG_INFINITY { piece.scores[label as usize] } else { piece.scores[label as usize] - other }
}

/// At least four words of sport, and one in eighty.
fn is_about_sport(document: &Document) -> bool {
    let words = document.tokens.iter().filter(|token| token.is(Class::Topic)).count();
    words >= 4 && words * 80 >= document.tokens.len()
}

fn shape_marks(token: Token, text: &str) -> u32 {
    let mut marks = 0;
    if token.has(Shape::CAPITAL) {
        marks |= mark::CAPITAL;
    }
    if token.has(Shape::UPPER) && token.span().len() > 1 && token.has(Shape::CAPITAL) {
        marks |= mark::UPPER;
    }
    if token.has(Shape::MIXED) {
        marks |= mark::MIXED;
    }
    if token.has(Shape::DIGIT) && !token.has(Shape::LETTER) {
        marks |= mark::NUMBER;
    }
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    if token.has(Shape::CAPITAL) && (letters == 1 && text.len() <= 3 || token.has(Shape::POINT) && letters == 1) {
        marks |= mark::INITIAL;
    }
    marks
}

fn class_marks(token: Token) -> u32 {
    let mut marks = 0;
    for (class, bit) in [
        (Class::Role, mark::ROLE),
        (Class::Month, mark::MONTH),
        (Class::Weekday, mark::MONTH),
        (Class::Verb, mark::VERB),
        (Class::Noun, mark::NOUN),
        (Class::Direction, mark::DIRECTION),
        (Class::Medium, mark::MEDIUM),
    ] {
        if token.is(class) {
            marks |= bit;
        }
    }
    if token.classes.any(FUNCTION) {
        marks |= mark::FUNCTION;
    }
    if token.classes.any(MEASURE) {
        marks |= mark::MEASURE;
    }
    marks
}

/// A word in capitals among small letters is an acronym, whatever its letters spell in lower case: US, WHO, IT.
fn plain(word: &Word, run: &Run) -> Word {
    if !word.is(mark::UPPER) || run.upper {
        return *word;
    }
    let marks = word.marks & !(mark::FUNCTION | mark::VERB | mark::NOUN | mark::MEASURE);
    Word { marks, commonness: Commonness::Proper, ..*word }
}

fn commonness(frequency: [u8; 3]) -> Commonness {
    let [lower, title, upper] = frequency;
    if lower == 0 && title == 0 {
        return if upper == 0 { Commonness::Unseen } else { Commonness::Proper };
    }
    match i16::from(lower) - i16::from(title) {
        _ if lower == 0 => Commonness::Proper,
        ..=-3 => Commonness::Proper,
        -2..=0 => Commonness::Mixed,
        1..=2 => Commonness::Even,
        _ => Commonness::Common,
    }
}

fn commonness_evidence(commonness: Commonness, at_start: bool, headline: bool) -> Evidence {
    use Commonness::{Common, Even, Mixed, Proper, Unseen};
    match (headline, at_start, commonness) {
        (true, _, Unseen) => Evidence::UnseenHeadline,
        (true, _, Proper) => Evidence::ProperHeadline,
        (true, _, Mixed) => Evidence::MixedHeadline,
        (true, _, Even) => Evidence::EvenHeadline,
        (true, _, Common) => Evidence::CommonHeadline,
        (_, true, Unseen) => Evidence::UnseenStart,
        (_, true, Proper) => Evidence::ProperStart,
        (_, true, Mixed) => Evidence::MixedStart,
        (_, true, Even) => Evidence::EvenStart,
        (_, true, Common) => Evidence::CommonStart,
        (_, _, Unseen) => Evidence::UnseenInside,
        (_, _, Proper) => Evidence::ProperInside,
        (_, _, Mixed) => Evidence::MixedInside,
        (_, _, Even) => Evidence::EvenInside,
        (_, _, Common) => Evidence::CommonInside,
    }
}

fn head_bit(kind: &str, position: &str) -> u8 {
    let (last, first) = match kind {
        "organization" => (head::ORGANIZATION_LAST, head::ORGANIZATION_FIRST),
        "place" => (head::PLACE_LAST, head::PLACE_FIRST),
        "facility" => (head::FACILITY_LAST, head::FACILITY_FIRST),
        "named_event" => (head::EVENT_LAST, head::EVENT_FIRST),
        _ => return 0,
    };
    match position {
        "last" => last,
        "first" => first,
        _ => last | first,
    }
}

fn listed_bit(entry: &crate::lexicon::Entry, kind: CandidateKind, words: usize) -> u32 {
    if kind == CandidateKind::Demonym {
        return listed::DEMONYM;
    }
    match entry.kind() {
        "place" => match entry.subtype() {
            "country" | "territory" | "continent" => listed::COUNTRY,
            "region" | "admin1" => listed::REGION,
            "admin2" | "district" => listed::DISTRICT,
            "capital" => listed::BIG_CITY,
            "city" | "town" | "village" | "" => match entry.population() {
                500_000.. => listed::BIG_CITY,
                50_000.. => listed::CITY,
                _ => listed::TOWN,
            },
            "building" | "prison" | "airport" | "base" | "camp" | "dam" | "port" => listed::FACILITY,
            _ => listed::FEATURE,
        },
        "facility" => listed::FACILITY,
        "person" => {
            if words > 1 {
                listed::PERSON
            } else {
                listed::SURNAME
            }
        }
        "organization" => match entry.subtype() {
            "igo" => listed::UNION,
            "news_agency" | "newspaper" | "broadcaster" | "news_site" | "magazine" => listed::MEDIA,
            "party" | "armed_group" | "police" | "military" | "intelligence" => listed::FORCE,
            "company" | "bank" | "platform" => listed::COMPANY,
            "sport_club" => listed::CLUB,
            _ => listed::ORGANIZATION,
        },
        "nationality" => listed::PEOPLE,
        _ => listed::THING,
    }
}

/// The bit of a name that the user lists.
fn own_bit(entry: &crate::lexicon::Entry, kind: CandidateKind) -> u32 {
    if kind == CandidateKind::Demonym {
        return listed::OWN_THING;
    }
    match NameType::of(entry.kind()).map(NameType::label) {
        Some(Label::Person) => listed::OWN_PERSON,
        Some(Label::Organization) => listed::OWN_ORGANIZATION,
        Some(Label::Place) => listed::OWN_PLACE,
        _ => listed::OWN_THING,
    }
}

fn holds_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// FNV-1a over the letters, ASCII capitals as small letters.
fn hash(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte != b'.').fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

fn join_hash(sum: u64, word: u64) -> u64 {
    (sum.rotate_left(7) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
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
