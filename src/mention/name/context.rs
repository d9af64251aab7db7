//! What stands before and behind a stretch of words.
//!
//! In: the tokens around it. Out: evidence: titles, prepositions, verbs of saying, ages, regions, initials in brackets, the dateline.

use super::listed::{listed_bit, what};
use super::word::{FUNCTION, Run, mark, plain};
use super::{Finder, Found};
use crate::document::{Shape, Token, TokenIndex};
use crate::lexicon::{Class, ClassSet};
use crate::mention::evidence::{Evidence, Further, LABELS, Row};

// columns of `deeds.tsv`
const SUBJECT: usize = 0;
const OBJECT: usize = 1;
const BEHIND: usize = 2;

/// Words that say what they are though a sentence begins with them.
const OPENERS: ClassSet = FUNCTION.with(Class::Noun).with(Class::Role);

/// What stands on one side of the stretches that begin or end at a word, weighed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) evidence: Evidence,
    /// Together with the word one further.
    pub(super) pair: Option<Row>,
    pub(super) scores: [f32; LABELS],
}

impl Edge {
    const NOTHING: Self = Self { evidence: Evidence::AtStart, pair: None, scores: [0.0; LABELS] };
}

impl Default for Edge {
    fn default() -> Self {
        Self::NOTHING
    }
}

impl Finder<'_, '_> {
    /// Reads what stands around each word of a run, once for all stretches that begin or end there.
    pub(super) fn read_edges(&mut self, number: usize) {
        let Some(run) = self.runs.get(number).cloned() else { return };
        let Some(sentence) = self.document.sentences.get(run.sentence as usize) else { return };
        let (first, end) = (sentence.tokens.start, sentence.tokens.end);
        self.edges.resize(run.words.start as usize, <[Edge; 2]>::default());
        for at in 0..run.words.len() {
            let before = self.edge_before(&run, at, first);
            let after = self.edge_after(&run, at + 1, end);
            self.edges.push([before, after]);
        }
    }

    /// What stands before the stretches that begin at a word.
    pub(super) fn before(&self, run: &Run, start: usize) -> &Edge {
        self.edge(run.words.start as usize + start, 0)
    }

    /// What stands behind the stretches that end before a word.
    pub(super) fn after(&self, run: &Run, end: usize) -> &Edge {
        self.edge(run.words.start as usize + end - 1, 1)
    }

    fn edge(&self, word: usize, side: usize) -> &Edge {
        static NOTHING: Edge = Edge::NOTHING;
        self.edges.get(word).map_or(&NOTHING, |edges| &edges[side])
    }

    fn edge_before(&self, run: &Run, start: usize, sentence_start: TokenIndex) -> Edge {
        let token = self.word(run, start).token;
        if token <= sentence_start {
            return self.weighed(Evidence::AtStart, None);
        }
        let evidence = self.evidence_before(run, start, token - 1, sentence_start);
        let further = match token.checked_sub(2) {
            // the first word of a sentence has a capital whatever it is
            Some(at) if at == sentence_start => self.further(at, BEHIND, !self.document.token(at).classes.any(OPENERS)),
            Some(at) if at > sentence_start => self.further(at, BEHIND, true),
            _ => Further::Nothing,
        };
        self.weighed(evidence, Some(Row::before_further(evidence, further)))
    }

    fn edge_after(&self, run: &Run, end: usize, sentence_end: TokenIndex) -> Edge {
        let token = self.word(run, end - 1).token + 1;
        if token >= sentence_end {
            return self.weighed(Evidence::AtEnd, None);
        }
        let evidence = if end < run.words.len() && self.word(run, end).is(mark::ROLE) {
            Evidence::RoleAfter
        } else if end < run.words.len() && self.word(run, end).is(mark::CAPITAL | mark::MIXED) {
            Evidence::CapitalAfter
        } else {
            self.evidence_after(token, sentence_end)
        };
        let further = if token + 1 < sentence_end { self.further(token + 1, OBJECT, true) } else { Further::Nothing };
        self.weighed(evidence, Some(Row::after_further(evidence, further)))
    }

    fn weighed(&self, evidence: Evidence, pair: Option<Row>) -> Edge {
        let mut scores = *self.table.row(Row::of(evidence));
        if let Some(pair) = pair {
            for (score, weight) in scores.iter_mut().zip(self.table.row(pair)) {
                *score += weight;
            }
        }
        Edge { evidence, pair, scores }
    }

    /// What a word is that stands one further from a stretch than its neighbor; of a verb, what the column of its deeds says.
    /// Whether a capital tells anything is said by `capital`.
    fn further(&self, at: TokenIndex, column: usize, capital: bool) -> Further {
        let token = self.document.token(at);
        let cell = |class: Class| self.document.cell(at, class, 0, self.lexicon);
        if token.is(Class::Possessive) {
            return Further::Determiner;
        }
        if token.has(Shape::SIGN) {
            return match self.document.word(at) {
                "," => Further::Comma,
                _ if token.has(Shape::QUOTE) => Further::Quote,
                _ => Further::Sign,
            };
        }
        if token.has(Shape::DIGIT) {
            return Further::Number;
        }
        if token.is(Class::Pronoun) {
            return Further::Pronoun;
        }
        if capital && token.has(Shape::CAPITAL) {
            return Further::Capital;
        }
        if token.is(Class::Determiner) {
            return if cell(Class::Determiner) == Some("def") { Further::The } else { Further::Determiner };
        }
        if token.is(Class::Preposition) {
            return match self.preposition_before(at) {
                Evidence::InBefore | Evidence::AtBefore | Evidence::NearBefore => Further::In,
                Evidence::OfBefore => Further::Of,
                _ => Further::Preposition,
            };
        }
        if token.is(Class::Conjunction) || token.is(Class::Relative) {
            return Further::Conjunction;
        }
        if token.is(Class::Auxiliary) || token.is(Class::Modal) {
            return Further::Auxiliary;
        }
        if token.is(Class::Role) {
            return if cell(Class::Role) == Some("kinship") { Further::Kinship } else { Further::Role };
        }
        if token.is(Class::Reporting) {
            return Further::Said;
        }
        if token.is(Class::Noun) {
            return match cell(Class::Noun) {
                Some("organization" | "group") => Further::OrganizationNoun,
                Some("place" | "facility" | "building") => Further::PlaceNoun,
                Some("person") => Further::Role,
                _ => Further::Noun,
            };
        }
        match self.deed(at, column) {
            Some("person") => Further::DeedOfPerson,
            Some("organization") => Further::DeedOfOrganization,
            Some("place") => Further::DeedOfPlace,
            _ if token.is(Class::Verb) => Further::Verb,
            _ => Further::Word,
        }
    }

    fn evidence_before(&self, run: &Run, start: usize, at: TokenIndex, sentence_start: TokenIndex) -> Evidence {
        let token = self.document.token(at);
        if token.has(Shape::SIGN) && !token.is(Class::Possessive) && !token.is(Class::Conjunction) {
            return self.sign_before(at, token, sentence_start);
        }
        if start > 0 {
            let previous = self.word(run, start - 1);
            if previous.is(mark::GREETING) {
                return Evidence::GreetingBefore;
            }
            if previous.is(mark::ROLE) {
                return Evidence::TitleBefore;
            }
            // a small word with a capital, at the start of the sentence or in a headline, is what it is elsewhere
            let small = plain(previous, run).is(mark::FUNCTION) && !previous.is(mark::LISTED);
            if small && token.is(Class::Determiner) && !run.headline && !self.is_at_start(run, at) {
                let the = self.document.cell(at, Class::Determiner, 0, self.lexicon) == Some("def");
                return if the { Evidence::CapitalTheBefore } else { Evidence::CapitalBefore };
            }
            if previous.is(mark::CAPITAL | mark::MIXED | mark::NUMBER) && !small {
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
        if token.is(Class::Greeting) {
            return Evidence::GreetingBefore;
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
                Some("organization" | "group") => Evidence::OrganizationNounBefore,
                Some("place" | "facility") => Evidence::PlaceNounBefore,
                Some("person") => Evidence::RoleBefore,
                _ => Evidence::NounBefore,
            };
        }
        match self.deed(at, OBJECT) {
            Some("person") => Evidence::DeedToPerson,
            Some("organization") => Evidence::DeedToOrganization,
            Some("place") => Evidence::DeedToPlace,
            _ if token.is(Class::Verb) => Evidence::VerbBefore,
            _ => Evidence::WordBefore,
        }
    }

    /// What a verb says of a name beside it.
    fn deed(&self, at: TokenIndex, column: usize) -> Option<&str> {
        let deed = self.document.token(at).is(Class::Deed);
        if deed { self.document.cell(at, Class::Deed, column, self.lexicon) } else { None }
    }

    /// What a verb behind a name says of it: "acquired", "has acquired", "was founded".
    fn deed_after(&self, from: TokenIndex, end: TokenIndex) -> Evidence {
        let mut column = SUBJECT;
        for at in from..end.min(from + 4) {
            let token = self.document.token(at);
            if token.is(Class::Auxiliary) {
                let be = self.document.cell(at, Class::Auxiliary, 0, self.lexicon);
                column = if be.is_some_and(|lemma| lemma.starts_with("be")) { OBJECT } else { SUBJECT };
            } else if token.is(Class::Deed) {
                return match self.deed(at, column) {
                    Some("person") => Evidence::DeedOfPerson,
                    Some("organization") => Evidence::DeedOfOrganization,
                    Some("place") => Evidence::DeedOfPlace,
                    _ => Evidence::VerbAfter,
                };
            } else if !token.is(Class::Modal) && !token.is(Class::Adverb) {
                break;
            }
        }
        Evidence::VerbAfter
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
            Some("for") => Evidence::ForBefore,
            Some("on") => Evidence::OnBefore,
            Some("against") => Evidence::AgainstBefore,
            Some("like" | "including" | "as") => Evidence::LikeBefore,
            _ => Evidence::PrepositionBefore,
        }
    }

    pub(super) fn evidence_after(&self, at: TokenIndex, end: TokenIndex) -> Evidence {
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
            return self.copula(at, end);
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
        if token.is(Class::Verb) { self.deed_after(at, end) } else { Evidence::WordAfter }
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
            "," => self.apposition(at + 1, end),
            _ => Evidence::AtEnd,
        }
    }

    /// Behind a comma: "a", "the" or nothing, up to two more words, and a noun that says what the name before it is.
    fn apposition(&self, from: TokenIndex, end: TokenIndex) -> Evidence {
        for at in from..end.min(from + 4) {
            let token = self.document.token(at);
            let cell = |class: Class| self.document.cell(at, class, 0, self.lexicon);
            if token.is(Class::Determiner) && at == from {
                continue;
            }
            if token.has(Shape::SIGN) && !token.has(Shape::HYPHEN) || token.classes.any(FUNCTION) {
                break;
            }
            if token.is(Class::Role) && cell(Class::Role) != Some("modifier") {
                return Evidence::AppositionOfPerson;
            }
            if token.is(Class::Noun) {
                match cell(Class::Noun) {
                    Some("organization" | "group") => return Evidence::AppositionOfOrganization,
                    Some("place" | "facility" | "building") => return Evidence::AppositionOfPlace,
                    Some("person") => return Evidence::AppositionOfPerson,
                    _ => {}
                }
            }
        }
        Evidence::CommaAfter
    }

    /// "is", an article, up to three more words, and a noun that says what the name is.
    fn copula(&self, at: TokenIndex, end: TokenIndex) -> Evidence {
        let is = self.document.cell(at, Class::Auxiliary, 0, self.lexicon).is_some_and(|lemma| lemma.starts_with("be"));
        if !is || at + 1 >= end || !self.document.token(at + 1).is(Class::Determiner) {
            return self.deed_after(at, end);
        }
        match self.apposition(at + 1, end) {
            Evidence::AppositionOfPerson => Evidence::CopulaOfPerson,
            Evidence::AppositionOfOrganization => Evidence::CopulaOfOrganization,
            Evidence::AppositionOfPlace => Evidence::CopulaOfPlace,
            _ => Evidence::VerbAfter,
        }
    }

    /// A number of years from 5 to 119, closed by a comma.
    fn is_age(&self, at: TokenIndex, end: TokenIndex) -> bool {
        let years = self.document.word(at).parse::<u32>().ok();
        years.is_some_and(|years| (5..120).contains(&years))
            && (at + 1 >= end || self.document.token(at + 1).has(Shape::SIGN))
    }

    /// Whether the score of a match stands from a token on: 3-1, 3 – 0.
    fn is_score(&self, at: TokenIndex) -> bool {
        let goals = |at: TokenIndex| {
            let word = self.document.word(at);
            word.len() <= 2 && !word.is_empty() && word.bytes().all(|letter| letter.is_ascii_digit())
        };
        let dash = self.document.token(at + 1);
        goals(at) && (dash.has(Shape::HYPHEN) || dash.has(Shape::DASH)) && goals(at + 2)
    }

    /// A score of a match behind a stretch, or before it.
    pub(super) fn evidence_of_score(&self, run: &Run, start: usize, end: usize, found: &mut Found) {
        let (first, behind) = (self.word(run, start).token, self.word(run, end - 1).token + 1);
        let digit = |at: TokenIndex| self.document.token(at).has(Shape::DIGIT);
        if digit(behind) && self.is_score(behind) || first >= 3 && digit(first - 1) && self.is_score(first - 3) {
            found.push(Evidence::ScoreBeside);
        }
    }

    /// A country or region, closed by a sign.
    fn is_region(&self, at: TokenIndex, end: TokenIndex) -> bool {
        let mut hits = Vec::new();
        let document = self.document;
        let words = (at..end.min(at + 5)).map(|token| document.word(token));
        self.lexicon.names_from(document.token(at).word, words, &mut hits);
        hits.iter().any(|hit| {
            self.lexicon
                .entry(hit.what.entry)
                .is_some_and(|entry| listed_bit(&entry, hit.what.kind, hit.words) & (what::COUNTRY | what::REGION) != 0)
        })
    }

    /// Initials in brackets behind a long name, and a long name before initials in brackets.
    pub(super) fn evidence_of_brackets(&self, run: &Run, start: usize, end: usize, found: &mut Found) {
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

    pub(super) fn evidence_of_dateline(&self, run: &Run, start: usize, end: usize, found: &mut Found) {
        let Some(dateline) = &self.document.header.dateline else { return };
        let span = self.document.span(&(self.word(run, start).token..self.word(run, end - 1).token + 1));
        if dateline.place.is_some_and(|place| place == span) {
            found.push(Evidence::DatelinePlace);
        } else if dateline.agency.is_some_and(|agency| agency == span) {
            found.push(Evidence::DatelineAgency);
        }
    }
}
