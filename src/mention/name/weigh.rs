//! Weighing: what the words of a stretch say for each label.
//!
//! In: a run with its words marked and its listed names. Out: a [`Piece`] for every stretch that could be a name, with the sums of its evidence. What stands around
//! a stretch is read in `context`, what the rest of the document says in `memory`.

use super::context::Edge;
use super::listed::{LISTED_EVIDENCE, Listed, what};
use super::word::{Commonness, FIRST_HEADS, Run, head, join_hash, mark, plain};
use super::{Finder, Found};
use crate::document::{Document, Shape, TokenIndex};
use crate::lexicon::Class;
use crate::mention::evidence::{Evidence, Kind, LABELS, Label, Row, Setting};

const LONGEST_PIECE: usize = 10;

/// A stretch of a run, weighed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// First word, counted from the first of the run.
    pub(super) start: u16,
    pub(super) length: u16,
    pub(super) hash: u64,
    pub(super) scores: [f32; LABELS],
}

impl Piece {
    pub(super) const fn end(&self) -> usize {
        (self.start + self.length) as usize
    }
}

impl Finder<'_, '_> {
    /// Marks words that phrases cover, reads what stands around each word, then weighs every stretch of a run.
    pub(super) fn weigh(&mut self, number: usize) {
        self.mark_phrases(number);
        self.mark_kinds(number);
        self.read_edges(number);
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
                    scores = self.sum(&found, [self.before(&run, start), self.after(&run, end)]);
                    if end > start + 1 {
                        scores[0] = f32::NEG_INFINITY;
                    }
                    if !names {
                        scores[1..].fill(f32::NEG_INFINITY);
                    }
                }
                self.pieces.push(Piece { start: start as u16, length: (end - start) as u16, hash: piece_hash, scores });
            }
        }
        self.found = found;
        self.note_capitals(&run);
        if let Some(run) = self.runs.get_mut(number) {
            run.pieces = first_piece..self.pieces.len() as u32;
        }
        self.note_place_end(number);
    }

    /// Remembers which words stand with a capital where only names do.
    fn note_capitals(&mut self, run: &Run) {
        if run.headline {
            return;
        }
        for at in 0..run.words.len() {
            let word = *self.word(run, at);
            if word.is(mark::CAPITAL) && !self.is_at_start(run, word.token) {
                self.capitals.note(word.hash);
            }
        }
    }

    fn sum(&self, found: &Found, edges: [&Edge; 2]) -> [f32; LABELS] {
        let mut scores = self.table.sum(&found.0);
        for edge in edges {
            for (score, weight) in scores.iter_mut().zip(edge.scores) {
                *score += weight;
            }
        }
        scores
    }

    fn can_be_name(&self, run: &Run, start: usize, end: usize) -> bool {
        let (first, last) = (self.word(run, start), self.word(run, end - 1));
        if start + 1 == end && first.is(mark::JOINT) && !first.is(mark::LISTED) {
            return false;
        }
        // a hyphenated name is not cut behind the hyphen, and nothing begins with the part behind it unless a capital does
        let starts = first.is(mark::CAPITAL | mark::MIXED | mark::LISTED)
            || first.is(mark::ORDINAL) && end > start + 1
            || first.is(mark::PARTICLE) && end > start + 1
            || self.listed_of(run, start).iter().any(|listed| listed.length as usize == end - start);
        let ends = last.is(mark::CAPITAL | mark::MIXED | mark::LISTED | mark::TAIL)
            || last.is(mark::NUMBER) && end > start + 1;
        starts && ends
    }

    /// Everything that speaks for or against the words `start..end` of a run being one name, but for its edges.
    pub(super) fn evidence(&self, run: &Run, start: usize, end: usize, found: &mut Found) {
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
            self.evidence_of_homographs(run, start, what, found);
        } else {
            self.evidence_of_words(run, start, end, found);
            if length > 2 {
                self.evidence_of_joined_names(run, start, end, found);
            }
        }
        self.evidence_of_form(run, start, end, what, found);
        self.evidence_of_heads(run, start, end, found);
        let (before, after) = (self.before(run, start).evidence, self.after(run, end).evidence);
        let kind = self.kind_of(run, start, end, what);
        found.0.push(Row::before_kind(before, kind));
        found.0.push(Row::after_kind(after, kind));
        found.0.push(Row::before_after(before, after));
        if run.headline {
            found.0.push(Row::setting_kind(Setting::Headline, kind));
        }
        if self.word(run, start).is(mark::LOWER) {
            found.0.push(Row::setting_kind(Setting::LowerCase, kind));
        }
        if self.sport
            && what & what::ANY_PLACE != 0
            && !stands_for_place(self.before(run, start).evidence, self.after(run, end).evidence)
        {
            found.0.push(Row::setting_kind(Setting::Sport, kind));
        }
        if length > 1 {
            let (first, last) = (self.word(run, start).kind, self.word(run, end - 1).kind);
            found.0.push(Row::first_last(first, last));
        }
        self.evidence_of_score(run, start, end, found);
        self.evidence_of_brackets(run, start, end, found);
        self.evidence_of_dateline(run, start, end, found);
        if run.headline {
            found.push(Evidence::InHeadline);
        }
    }

    /// What the words of a stretch are, in one word.
    fn kind_of(&self, run: &Run, start: usize, end: usize, what: u32) -> Kind {
        for (bits, kind) in [
            (what::COUNTRY, Kind::Country),
            (what::REGION, Kind::Region),
            (what::DEMONYM, Kind::Demonym),
            (what::BIG_CITY | what::CITY, Kind::City),
        ] {
            if what & bits != 0 {
                return kind;
            }
        }
        if end - start == 1 { self.kind_of_word(run, start, what) } else { self.kind_of_words(run, start, end, what) }
    }

    fn kind_of_word(&self, run: &Run, at: usize, what: u32) -> Kind {
        let word = plain(self.word(run, at), run);
        let common = word.commonness == Commonness::Common;
        match what {
            _ if word.is(mark::MONTH) => Kind::Month,
            _ if word.is(mark::FUNCTION) => Kind::Function,
            _ if word.is(mark::ROLE) => Kind::Title,
            what if what & what::ANY_ORGANIZATION != 0 && !common => Kind::ShortOrganization,
            _ if word.is(mark::GIVEN) && !common => Kind::GivenName,
            what if what & what::ANY_PLACE != 0 && !common => Kind::SmallPlace,
            _ if word.is(mark::UPPER) && !run.upper => Kind::Capitals,
            _ if word.is(mark::FAMILY) && !common => Kind::FamilyName,
            what if what != 0 && !common => Kind::Thing,
            _ => match word.commonness {
                Commonness::Unseen => Kind::Unseen,
                Commonness::Proper => Kind::Proper,
                Commonness::Mixed => Kind::Mixed,
                Commonness::Even => Kind::Even,
                Commonness::Common => Kind::Common,
            },
        }
    }

    /// What each word of a run is as a part of a longer name.
    fn mark_kinds(&mut self, number: usize) {
        let Some(run) = self.runs.get(number).cloned() else { return };
        for at in 0..run.words.len() {
            let kind = self.kind_of_part(&run, at);
            if let Some(word) = self.words.get_mut(run.words.start as usize + at) {
                word.kind = kind;
            }
        }
    }

    fn kind_of_part(&self, run: &Run, at: usize) -> Kind {
        let word = self.word(run, at);
        for (bits, kind) in [
            (mark::NUMBER | mark::CODE, Kind::Number),
            (mark::INITIAL, Kind::Initial),
            (mark::COMPANY_SUFFIX, Kind::OrganizationHead),
        ] {
            if word.is(bits) {
                return kind;
            }
        }
        if !word.is(mark::CAPITAL | mark::MIXED | mark::LISTED) {
            return Kind::Small;
        }
        for (bits, kind) in [
            (head::ORGANIZATION_LAST | head::ORGANIZATION_FIRST, Kind::OrganizationHead),
            (head::FACILITY_LAST | head::FACILITY_FIRST, Kind::FacilityHead),
            (head::PLACE_LAST | head::PLACE_FIRST | head::GROUNDS_LAST | head::GROUNDS_FIRST, Kind::PlaceHead),
            (head::EVENT_LAST | head::EVENT_FIRST, Kind::EventHead),
        ] {
            if word.heads & bits != 0 {
                return kind;
            }
        }
        let what =
            self.listed_of(run, at).iter().filter(|listed| listed.length == 1).fold(0, |sum, one| sum | one.what);
        if what == 0 && word.is(mark::PLURAL) && !word.is(mark::MONTH | mark::FUNCTION | mark::ROLE) {
            return Kind::Plural;
        }
        self.kind_of(run, at, at + 1, what)
    }

    fn kind_of_words(&self, run: &Run, start: usize, end: usize, what: u32) -> Kind {
        let (first, last) = (self.word(run, start), self.word(run, end - 1));
        if what & what::PERSON != 0 {
            return Kind::Person;
        }
        if what & what::ANY_ORGANIZATION != 0 {
            return Kind::Organization;
        }
        if what & what::FACILITY != 0 {
            return Kind::Facility;
        }
        if what & what::ANY_PLACE != 0 {
            return Kind::SmallPlace;
        }
        if what != 0 {
            return Kind::Thing;
        }
        let heads = (last.heads & !FIRST_HEADS) | (first.heads & FIRST_HEADS);
        if heads & (head::ORGANIZATION_LAST | head::ORGANIZATION_FIRST) != 0 || last.is(mark::COMPANY_SUFFIX) {
            return Kind::OrganizationByHead;
        }
        if heads & (head::FACILITY_LAST | head::FACILITY_FIRST) != 0 {
            return Kind::Facility;
        }
        if heads & (head::PLACE_LAST | head::PLACE_FIRST | head::GROUNDS_LAST | head::GROUNDS_FIRST) != 0 {
            return Kind::PlaceByHead;
        }
        if heads & (head::EVENT_LAST | head::EVENT_FIRST) != 0 {
            return Kind::Event;
        }
        if first.is(mark::GIVEN) || first.is(mark::INITIAL) && last.is(mark::FAMILY) {
            return Kind::FullName;
        }
        let (mut joined, mut unseen, mut common) = (false, false, true);
        for at in start..end {
            let word = plain(self.word(run, at), run);
            joined |= word.is(mark::JOINT) && !word.is(mark::PARTICLE | mark::HYPHEN);
            if word.is(mark::CAPITAL) {
                unseen |= word.commonness == Commonness::Unseen && !word.is(mark::INITIAL);
                common &= word.commonness == Commonness::Common;
            }
        }
        match (joined, common) {
            (true, _) => Kind::JoinedWords,
            (_, true) => Kind::CommonWords,
            _ if last.is(mark::FAMILY | mark::PERSON_SUFFIX) => Kind::EndsWithFamilyName,
            _ if unseen => Kind::UnseenWords,
            _ => Kind::Words,
        }
    }

    fn evidence_of_lists(&self, run: &Run, start: usize, end: usize, found: &mut Found) -> u32 {
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
        if kinds & what::BIG_CITY != 0 {
            kinds &= !(what::CITY | what::TOWN);
        } else if kinds & what::CITY != 0 {
            kinds &= !what::TOWN;
        }
        for (bit, evidence) in LISTED_EVIDENCE.iter().enumerate() {
            if kinds >> bit & 1 == 1 {
                found.push(*evidence);
            }
        }
        if end - start == 1 && what & what::ANY_PLACE != 0 && self.word(run, start).is(mark::GIVEN) {
            found.push(Evidence::IsPlaceAndNameToken);
        }
        if self.sport && what & what::ANY_PLACE != 0 {
            if !stands_for_place(self.before(run, start).evidence, self.after(run, end).evidence) {
                found.push(Evidence::PlaceInSport);
            }
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
    fn evidence_of_parts(&self, run: &Run, start: usize, end: usize, found: &mut Found) {
        let inside = |listed: &&Listed, from: usize| from + (listed.length as usize) < end;
        let mut first = 0;
        for listed in self.listed_of(run, start).iter().filter(|listed| inside(listed, start)) {
            first |= listed.what;
        }
        if first & what::LARGE_PLACE != 0 {
            found.push(Evidence::StartsWithPlace);
        }
        if first & what::DEMONYM != 0 {
            found.push(Evidence::StartsWithDemonym);
        }
        if first & what::ANY_ORGANIZATION != 0 {
            found.push(Evidence::StartsWithOrganization);
        }
        let ending = self.word(run, end - 1);
        if first & (what::LARGE_PLACE | what::DEMONYM) != 0 && ending.heads & head::ORGANIZATION_LAST != 0 {
            found.push(Evidence::PlaceThenHead);
        }
        if first & (what::LARGE_PLACE | what::DEMONYM) != 0
            && self.listed_of(run, start).iter().any(|listed| {
                let behind = start + listed.length as usize;
                listed.what & (what::LARGE_PLACE | what::DEMONYM) != 0
                    && behind + 1 < end
                    && (behind..(behind + 2).min(end - 1))
                        .any(|at| self.word(run, at).heads & head::ORGANIZATION_FIRST != 0)
            })
        {
            found.push(Evidence::PlaceThenHeadFirst);
        }
        if first & what::PERSON != 0
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
        if last & what::LARGE_PLACE != 0 {
            found.push(Evidence::EndsWithPlace);
        }
        if last & what::PERSON != 0 {
            found.push(Evidence::EndsWithPerson);
        }
    }

    fn evidence_of_word(&self, run: &Run, at: usize, what: u32, found: &mut Found) {
        let word = &plain(self.word(run, at), run);
        let at_start = self.is_at_start(run, word.token);
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
        if word.is(mark::CODE) {
            found.push(Evidence::HasCode);
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
            (mark::GREETING, Evidence::Greeting),
        ] {
            if word.is(bit) {
                found.push(evidence);
            }
        }
        if word.is(mark::VERB) && (at_start || run.headline) {
            found.push(Evidence::VerbAtStart);
        }
    }

    /// Whether a token opens its sentence or a quotation.
    pub(super) fn is_at_start(&self, run: &Run, at: TokenIndex) -> bool {
        let start = self.document.sentences.get(run.sentence as usize).map_or(0, |sentence| sentence.tokens.start);
        at == start || self.is_opening(at, start)
    }

    /// Only signs stand between the start of the sentence and the token.
    fn is_opening(&self, at: TokenIndex, sentence_start: TokenIndex) -> bool {
        at - sentence_start <= 2 && (sentence_start..at).all(|before| self.document.token(before).has(Shape::SIGN))
            || at > sentence_start && self.document.token(at - 1).has(Shape::QUOTE)
    }

    fn evidence_of_words(&self, run: &Run, start: usize, end: usize, found: &mut Found) {
        let mut inner = 0;
        let (mut function, mut number, mut code) = (false, false, false);
        let (mut unseen, mut common, mut names, mut strangers, mut words) = (0, 0, 0, 0, 0);
        for at in start..end {
            let word = plain(self.word(run, at), run);
            inner |= word.marks & (mark::JOINT | mark::NUMBER | mark::INITIAL | mark::MONTH | mark::MIXED | mark::OF);
            function |= at > start && word.is(mark::CAPITAL) && word.is(mark::FUNCTION) && !word.is(mark::INITIAL);
            number |= at + 1 < end && word.is(mark::NUMBER | mark::CODE);
            code |= word.is(mark::CODE) && !word.is(mark::ORDINAL);
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
            (mark::OF, Evidence::InnerOf),
            (mark::COMMA, Evidence::InnerComma),
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
        if self.repeats_word(run, start, end) {
            found.push(Evidence::RepeatsWord);
        }
        if self.is_given_after_family(run, start, end) {
            found.push(Evidence::GivenAfterFamily);
        }
        if inner & mark::PREPOSITION != 0 && self.is_full_name_of(run, start, end) {
            found.push(Evidence::FullNameOf);
        }
        if function {
            found.push(Evidence::InnerFunctionWord);
        }
        if number {
            found.push(Evidence::InnerNumber);
        }
        if code {
            found.push(Evidence::HasCode);
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
            found.push(if self.is_at_start(run, first.token) {
                Evidence::FirstIsCommonAtStart
            } else {
                Evidence::FirstIsCommon
            });
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

    /// What the end of the last word tells.
    fn evidence_of_form(&self, run: &Run, start: usize, end: usize, what: u32, found: &mut Found) {
        let last = self.word(run, end - 1);
        if last.is(mark::PLURAL) && what == 0 {
            found.push(Evidence::PluralLast);
            if matches!(self.before(run, start).evidence, Evidence::TheBefore | Evidence::CapitalTheBefore) {
                found.push(Evidence::PluralWithThe);
            }
        }
        if what == 0 {
            for (bit, evidence) in [
                (mark::LIKE_PERSON, Evidence::EndsLikePerson),
                (mark::LIKE_ORGANIZATION, Evidence::EndsLikeOrganization),
                (mark::LIKE_PLACE, Evidence::EndsLikePlace),
            ] {
                if last.is(bit) {
                    found.push(evidence);
                }
            }
        }
    }

    /// Two names in one stretch: a full name at the end, another name behind "and".
    fn evidence_of_joined_names(&self, run: &Run, start: usize, end: usize, found: &mut Found) {
        let person = |at: usize| self.word(run, at).is(mark::GIVEN);
        let family = |at: usize| self.word(run, at).is(mark::FAMILY) && self.word(run, at).heads == 0;
        let place = || self.listed_of(run, start).iter().any(|listed| listed.what & what::LARGE_PLACE != 0);
        if end - start > 3 && person(end - 2) && family(end - 1) && (!person(start) || place()) {
            found.push(Evidence::EndsWithFullName);
        }
        let begins = |at: usize| {
            let known = what::LARGE_PLACE | what::DEMONYM | what::ANY_ORGANIZATION;
            person(at) || self.listed_of(run, at).iter().any(|listed| listed.what & known != 0)
        };
        if (start + 1..end - 1).any(|at| self.word(run, at).is(mark::CONJUNCTION) && begins(at + 1)) {
            found.push(Evidence::NameAfterConjunction);
        }
    }

    fn repeats_word(&self, run: &Run, start: usize, end: usize) -> bool {
        let capital = |at: &usize| self.word(run, *at).is(mark::CAPITAL) && !self.word(run, *at).is(mark::INITIAL);
        let last = self.word(run, end - 1).hash;
        (start..end - 1).filter(capital).any(|at| self.word(run, at).hash == last)
    }

    fn is_given_after_family(&self, run: &Run, start: usize, end: usize) -> bool {
        (start + 2..end).any(|at| {
            let (before, word) = (self.word(run, at - 1), self.word(run, at));
            word.is(mark::GIVEN)
                && !word.is(mark::FAMILY)
                && before.is(mark::FAMILY | mark::INITIAL)
                && !before.is(mark::GIVEN)
                && !before.is(mark::INITIAL)
        })
    }

    fn is_full_name_of(&self, run: &Run, start: usize, end: usize) -> bool {
        let of = (start..end).find(|at| self.word(run, *at).is(mark::PREPOSITION));
        of.is_some_and(|of| of >= start + 2 && self.word(run, start).is(mark::GIVEN))
    }

    fn evidence_of_heads(&self, run: &Run, start: usize, end: usize, found: &mut Found) {
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
            (last, head::GROUNDS_LAST, Evidence::GroundsHead),
            (first, head::GROUNDS_FIRST, Evidence::GroundsHeadFirst),
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
            (first, mark::GREETING, Evidence::GreetingFirst),
            (last, mark::ROLE, Evidence::RoleLast),
        ] {
            if word.is(bit) {
                found.push(evidence);
            }
        }
    }
}

/// How far the label stands above the best other of the same words.
pub(super) fn margin(piece: &Piece, label: Label) -> f32 {
    let other = Label::ALL
        .into_iter()
        .filter(|other| *other != label)
        .map(|other| piece.scores[other as usize])
        .fold(f32::NEG_INFINITY, f32::max);
    if other == f32::NEG_INFINITY { piece.scores[label as usize] } else { piece.scores[label as usize] - other }
}

/// Where a place name is no team, whatever the article is about: "in Paris", "Paris, France".
fn stands_for_place(before: Evidence, after: Evidence) -> bool {
    use Evidence::{
        AtBefore, DirectionBefore, FromBefore, InBefore, NearBefore, OfBefore, PlaceAndCommaBefore, PlaceNounBefore,
        RegionAfter, ToBefore,
    };
    matches!(
        before,
        InBefore
            | AtBefore
            | FromBefore
            | ToBefore
            | NearBefore
            | OfBefore
            | PlaceAndCommaBefore
            | PlaceNounBefore
            | DirectionBefore
    ) || after == RegionAfter
}

/// At least four words of sport, and one in eighty.
pub(super) fn is_about_sport(document: &Document) -> bool {
    let words = document.tokens.iter().filter(|token| token.is(Class::Topic)).count();
    words >= 4 && words * 80 >= document.tokens.len()
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
