//! Clauses: noun and verb groups, who is subject and object of what, voice, tense, polarity, modality, and where phrases attach.
//!
//! In: a [`Document`] and its mentions. Out: [`Clauses`]: flat arrays that name each other by index, and one [`Tag`] a token. Shallow and linear: a cascade in the
//! way of FASTUS (Hobbs et al. 1997), no parse tree, and what cannot be told stays open: a phrase names both the noun and the verb it may belong to.
//! Only sentences that can tell something (a trigger, a verb of saying, a quotation mark) are parsed.

mod attachment;
mod group;
mod tag;

pub use tag::Tag;

use crate::document::{Document, TokenIndex, ZoneKind};
use crate::lexicon::{Class, ClassSet, Lexicon};
use crate::mention::{Mention, NameType, Reading};
use std::ops::Range;

/// Index of a [`NounGroup`] in [`Clauses::nouns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NounId(pub u32);

/// Index of a [`VerbGroup`] in [`Clauses::verbs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VerbId(pub u32);

/// The groups and clauses of a document.
#[derive(Clone, Debug, Default)]
pub struct Clauses {
    /// One a token; [`Tag::Other`] in sentences that were not parsed.
    pub tags: Vec<Tag>,
    /// Noun groups in text order.
    pub nouns: Vec<NounGroup>,
    /// Verb groups in text order.
    pub verbs: Vec<VerbGroup>,
    /// Prepositional phrases in text order.
    pub phrases: Vec<Phrase>,
    /// For each sentence its noun groups, verb groups and phrases.
    pub sentences: Vec<Groups>,
    /// The name, time or count mention that covers each token; `u32::MAX` for none.
    pub cover: Vec<u32>,
    /// Tokens of the titles before names, in order: "Secretary of State".
    pub titles: Vec<Range<TokenIndex>>,
}

/// The groups of one sentence, as ranges of the arrays of [`Clauses`].
#[derive(Clone, Debug, Default)]
pub struct Groups {
    /// Of [`Clauses::nouns`].
    pub nouns: Range<u32>,
    /// Of [`Clauses::verbs`].
    pub verbs: Range<u32>,
    /// Of [`Clauses::phrases`].
    pub phrases: Range<u32>,
}

/// What a noun group stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    #[default]
    Unknown,
    Person,
    Organization,
    Place,
    Facility,
    Nationality,
    Weapon,
    Vehicle,
    Thing,
    Money,
    Law,
    Office,
    Crime,
    Penalty,
    Event,
    Document,
    Illness,
    Animal,
    Time,
    Measure,
    Abstract,
    Body,
}

/// What opens a noun group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Opening {
    #[default]
    Bare,
    Definite,
    Indefinite,
    Quantifier,
    Negative,
    Possessive,
}

/// A noun group: determiner, modifiers, head. "at least 13 other political prisoners", "Belarusian opposition leader Siarhei Tsikhanouski", "they".
#[derive(Clone, Debug, Default)]
pub struct NounGroup {
    /// From the determiner to the head, possessors included.
    pub tokens: Range<TokenIndex>,
    /// The head noun, or the last token of the name that heads it.
    pub head: TokenIndex,
    /// What it stands for.
    pub kind: Kind,
    /// What opens it.
    pub opening: Opening,
    /// More than one is meant.
    pub plural: bool,
    /// A pronoun.
    pub pronoun: bool,
    /// The group before 's, or the possessive pronoun, as tokens; a part of `tokens`.
    pub possessor: Option<Range<TokenIndex>>,
    /// The group behind its "of".
    pub of: Option<NounId>,
    /// The next member of the same coordination.
    pub next: Option<NounId>,
    /// The member before.
    pub previous: Option<NounId>,
    /// The group that says the same behind a comma: "Roio, the founder of".
    pub apposition: Option<NounId>,
    /// The group this one is an apposition of.
    pub apposition_of: Option<NounId>,
    /// The verb it is subject of.
    pub subject_of: Option<VerbId>,
    /// The verb it is object of.
    pub object_of: Option<VerbId>,
    /// The phrase it is the object of.
    pub phrase: Option<u32>,
}

/// Voice of a verb group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Voice {
    /// The subject acts.
    #[default]
    Active,
    /// The subject undergoes.
    Passive,
    /// A bare form that can be either: "14 killed in blast", "the rebels attacked".
    Open,
}

/// Form of a verb group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Form {
    #[default]
    Finite,
    Infinitive,
    Participle,
    Gerund,
}

/// Grammatical time of a verb group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum VerbTense {
    #[default]
    None,
    Past,
    Present,
    Future,
}

/// How a verb group hangs on the one above it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bond {
    /// On nothing.
    #[default]
    Main,
    /// Content of the verb above: "vowed to release", "said they met", "began leaving".
    Complement,
    /// Aim or infinitive behind an object: "flew to Minsk to meet".
    Purpose,
    /// A clause about a noun: "who was released", "people accused of".
    Relative,
    /// Behind a subordinator or preposition: "after meeting", "because they fled".
    Adverbial,
    /// Joined by "and", "or", "but".
    Coordinate,
    /// In a parenthesis, between dashes, or in quotation marks.
    Inserted,
}

/// A verb group: auxiliaries, negation, adverbs, main verb. "was released", "did not comment", "has been held", "to meet".
#[derive(Clone, Debug, Default)]
pub struct VerbGroup {
    /// From the first auxiliary to the main verb.
    pub tokens: Range<TokenIndex>,
    /// The main verb.
    pub head: TokenIndex,
    /// Voice.
    pub voice: Voice,
    /// Form.
    pub form: Form,
    /// Tense.
    pub tense: VerbTense,
    /// Built with have.
    pub perfect: bool,
    /// Built with have or has: what began before and lasts, or what has been done.
    pub present_perfect: bool,
    /// Holds a negation.
    pub negative: bool,
    /// Its modal verb.
    pub modal: Option<TokenIndex>,
    /// The main verb is a form of be.
    pub copula: bool,
    /// Subject, or whom the clause is about in a participle.
    pub subject: Option<NounId>,
    /// Direct object.
    pub object: Option<NounId>,
    /// Second object: "gave THE MEN food".
    pub indirect: Option<NounId>,
    /// The group above.
    pub parent: Option<VerbId>,
    /// How it hangs on it.
    pub bond: Bond,
    /// The noun that governs it: "a plan to release", "who" and its antecedent.
    pub noun: Option<NounId>,
    /// Subordinator or preposition that opens its clause.
    pub opener: Option<Range<TokenIndex>>,
    /// Group below that is its content.
    pub complement: Option<VerbId>,
}

/// A preposition with its object.
#[derive(Clone, Debug, Default)]
pub struct Phrase {
    /// The preposition, one word or more.
    pub preposition: Range<TokenIndex>,
    /// The noun group behind it.
    pub object: Option<NounId>,
    /// The gerund behind it.
    pub gerund: Option<VerbId>,
    /// The noun group directly before it.
    pub noun: Option<NounId>,
    /// The verb group of its clause.
    pub verb: Option<VerbId>,
}

/// Parses every sentence that can tell something.
pub fn parse(document: &Document, mentions: &[Mention], lexicon: &Lexicon) -> Clauses {
    let mut clauses = Clauses {
        tags: vec![Tag::Other; document.tokens.len()],
        cover: cover(document, mentions),
        titles: titles(mentions),
        sentences: Vec::with_capacity(document.sentences.len()),
        ..Clauses::default()
    };
    let mut scratch = group::Scratch::default();
    for sentence in &document.sentences {
        let (nouns, verbs, phrases) = (clauses.nouns.len(), clauses.verbs.len(), clauses.phrases.len());
        if is_worth_it(document, &sentence.tokens, sentence.zone) {
            // a title that ends like a sentence is written like one
            let title = sentence.zone == ZoneKind::Title && document.word(sentence.tokens.end.saturating_sub(1)) != ".";
            tag::tag(document, mentions, lexicon, &sentence.tokens, title, &mut clauses, &mut scratch);
            group::build(document, mentions, lexicon, &sentence.tokens, title, &mut clauses, &mut scratch);
            attachment::attach(document, lexicon, title, &mut clauses, &scratch);
        }
        clauses.sentences.push(Groups {
            nouns: nouns as u32..clauses.nouns.len() as u32,
            verbs: verbs as u32..clauses.verbs.len() as u32,
            phrases: phrases as u32..clauses.phrases.len() as u32,
        });
    }
    clauses
}

/// A sentence without trigger and verb of saying has nothing to take apart; neither have section lines and page furniture.
fn is_worth_it(document: &Document, tokens: &Range<TokenIndex>, zone: ZoneKind) -> bool {
    let telling = ClassSet::default().with(Class::Trigger).with(Class::Reporting);
    matches!(zone, ZoneKind::Title | ZoneKind::Body | ZoneKind::Caption)
        && document
            .tokens
            .get(tokens.start as usize..tokens.end as usize)
            .is_some_and(|tokens| tokens.iter().any(|token| token.classes.any(telling)))
}

/// For each token the name, time or count over it.
fn cover(document: &Document, mentions: &[Mention]) -> Vec<u32> {
    let mut cover = vec![u32::MAX; document.tokens.len()];
    for (number, mention) in mentions.iter().enumerate() {
        if !matches!(mention.reading, Reading::Name(_) | Reading::Time(_) | Reading::Count(_)) {
            continue;
        }
        for at in mention.tokens.clone() {
            if let Some(cell) = cover.get_mut(at as usize)
                && *cell == u32::MAX
            {
                *cell = number as u32;
            }
        }
    }
    cover
}

fn titles(mentions: &[Mention]) -> Vec<Range<TokenIndex>> {
    let titles = mentions.iter().filter_map(|mention| match &mention.reading {
        Reading::Name(name) => name.title.clone().filter(|title| title.len() > 2),
        _ => None,
    });
    let mut titles: Vec<Range<TokenIndex>> = titles.collect();
    titles.sort_by_key(|title| title.start);
    titles
}

impl Clauses {
    fn noun_mut(&mut self, id: NounId) -> Option<&mut NounGroup> {
        self.nouns.get_mut(id.0 as usize)
    }

    fn verb_mut(&mut self, id: VerbId) -> Option<&mut VerbGroup> {
        self.verbs.get_mut(id.0 as usize)
    }

    /// The noun group before the phrase that a noun group is the object of.
    fn hangs_on(&self, noun: &NounGroup) -> Option<NounId> {
        self.phrases.get(noun.phrase? as usize)?.noun
    }

    /// Whether a token belongs to the title before a name.
    pub fn is_title(&self, token: TokenIndex) -> bool {
        let at = self.titles.partition_point(|title| title.end <= token);
        self.titles.get(at).is_some_and(|title| title.contains(&token))
    }

    /// The tag of a token.
    pub fn tag(&self, token: TokenIndex) -> Tag {
        self.tags.get(token as usize).copied().unwrap_or_default()
    }

    /// A noun group.
    pub fn noun(&self, id: NounId) -> Option<&NounGroup> {
        self.nouns.get(id.0 as usize)
    }

    /// A verb group.
    pub fn verb(&self, id: VerbId) -> Option<&VerbGroup> {
        self.verbs.get(id.0 as usize)
    }

    /// The noun group that holds a token.
    pub fn noun_at(&self, token: TokenIndex) -> Option<NounId> {
        let at = self.nouns.partition_point(|noun| noun.tokens.end <= token);
        self.nouns.get(at).filter(|noun| noun.tokens.contains(&token)).map(|_| NounId(at as u32))
    }

    /// The verb group that holds a token.
    pub fn verb_at(&self, token: TokenIndex) -> Option<VerbId> {
        let at = self.verbs.partition_point(|verb| verb.tokens.end <= token);
        self.verbs.get(at).filter(|verb| verb.tokens.contains(&token)).map(|_| VerbId(at as u32))
    }

    /// The last verb group that starts before a token of the same sentence.
    pub fn verb_before(&self, token: TokenIndex, sentence: u32) -> Option<VerbId> {
        let groups = self.sentences.get(sentence as usize)?;
        let at = self.verbs.partition_point(|verb| verb.tokens.start < token) as u32;
        (at > groups.verbs.start && at <= groups.verbs.end).then(|| VerbId(at - 1))
    }

    /// The members of the coordination that a noun group belongs to, from the first; itself when it stands alone.
    pub fn members(&self, id: NounId) -> impl Iterator<Item = NounId> + '_ {
        let mut first = id;
        let mut steps = 0;
        while let Some(before) = self.noun(first).and_then(|noun| noun.previous) {
            steps += 1;
            if steps > MOST_MEMBERS {
                break;
            }
            first = before;
        }
        let mut next = Some(first);
        std::iter::from_fn(move || {
            let at = next?;
            next = self.noun(at).and_then(|noun| noun.next);
            Some(at)
        })
        .take(MOST_MEMBERS)
    }

    /// Phrases that directly follow a noun group, one after the other: "attack [on a hotel] [in Mogadishu]".
    pub fn phrases_of_noun(&self, id: NounId, sentence: u32) -> impl Iterator<Item = &Phrase> + '_ {
        let groups = self.sentences.get(sentence as usize).cloned().unwrap_or_default();
        let end = self.noun(id).map_or(0, |noun| noun.tokens.end);
        let phrases = self.phrases.get(groups.phrases.start as usize..groups.phrases.end as usize).unwrap_or(&[]);
        let first = phrases.partition_point(|phrase| phrase.preposition.start < end);
        let mut edge = end;
        let mut open = true;
        phrases.iter().skip(first).take(MOST_MEMBERS).take_while(move |phrase| {
            open &= phrase.preposition.start <= edge + 1;
            edge = phrase
                .object
                .and_then(|object| self.members(object).last())
                .and_then(|object| self.noun(object))
                .map_or(phrase.preposition.end, |object| object.tokens.end);
            open
        })
    }

    /// Phrases of a verb's clause, before and behind it.
    pub fn phrases_of_verb(&self, id: VerbId, sentence: u32) -> impl Iterator<Item = &Phrase> + '_ {
        let groups = self.sentences.get(sentence as usize).cloned().unwrap_or_default();
        let phrases = self.phrases.get(groups.phrases.start as usize..groups.phrases.end as usize).unwrap_or(&[]);
        phrases.iter().filter(move |phrase| phrase.verb == Some(id)).take(MOST_MEMBERS)
    }
}

/// More members or phrases than this are not followed, so that no sentence costs more than its length.
const MOST_MEMBERS: usize = 24;

impl Kind {
    /// The kind of a name.
    pub const fn of_name(kind: NameType) -> Self {
        match kind {
            NameType::Person | NameType::Group => Kind::Person,
            NameType::Organization => Kind::Organization,
            NameType::Place => Kind::Place,
            NameType::Facility => Kind::Facility,
            NameType::Nationality => Kind::Nationality,
            NameType::Product => Kind::Thing,
            NameType::Work => Kind::Document,
            NameType::NamedEvent => Kind::Event,
            NameType::Other => Kind::Unknown,
        }
    }

    /// The kind of a semantic class of `word/nouns.tsv`.
    pub fn of_class(class: &str) -> Self {
        match class {
            "person" | "group" => Kind::Person,
            "organization" => Kind::Organization,
            "media" => Kind::Document,
            "place" => Kind::Place,
            "facility" | "building" => Kind::Facility,
            "weapon" => Kind::Weapon,
            "vehicle" => Kind::Vehicle,
            "thing" => Kind::Thing,
            "event" => Kind::Event,
            "money" => Kind::Money,
            "law" => Kind::Law,
            "office" => Kind::Office,
            "crime" => Kind::Crime,
            "penalty" => Kind::Penalty,
            "illness" => Kind::Illness,
            "body" => Kind::Body,
            "animal" => Kind::Animal,
            "time" => Kind::Time,
            "measure" => Kind::Measure,
            "document" => Kind::Document,
            "abstract" => Kind::Abstract,
            _ => Kind::Unknown,
        }
    }
}

#[cfg(test)]
mod tests;
