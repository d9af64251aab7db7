//! Names of the gazetteers that begin at some word of a run.
//!
//! In: words of a run. Out: one [`Listed`] for each length, with what its entries are and the candidates for the link. An entry that asks for a context which the
//! article does not hold is passed over.

use super::Finder;
use super::word::{Run, mark};
use crate::document::TokenIndex;
use crate::lexicon::{CandidateKind, WordId};
use crate::mention::NameType;
use crate::mention::evidence::{Evidence, Label};

/// What an entry of the gazetteers is, as far as it matters for typing.
pub(super) mod what {
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

/// Evidence of each bit of [`what`], lowest first.
pub(super) const LISTED_EVIDENCE: [Evidence; 23] = [
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

/// A name of the gazetteers that begins at some word of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listed {
    /// Words of the run it covers.
    pub(super) length: u8,
    pub(super) what: u32,
    pub(super) candidates: (u32, u32),
}

impl<'d> Finder<'d, '_> {
    /// Names of the gazetteers that begin at a token.
    pub(super) fn look_up_names(&mut self, at: TokenIndex, end: TokenIndex) {
        let document = self.document;
        let mut hits = std::mem::take(&mut self.hits);
        let words = (at..end.min(at + 12)).map(|token| document.word(token));
        self.lexicon.names_from(document.token(at).word, words, &mut hits);
        self.hits = hits;
    }

    /// The same for words that lack their capitals.
    pub(super) fn look_up_capitalised(&mut self, at: TokenIndex, end: TokenIndex) {
        let capitalised = |token: TokenIndex| {
            let mut letters = self.document.word(token).chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
        };
        let words: Vec<String> = (at..end.min(at + 4)).map(capitalised).collect();
        let mut hits = std::mem::take(&mut self.hits);
        self.lexicon.names(words.iter().map(String::as_str), &mut hits);
        self.hits = hits;
    }

    /// Keeps the names just looked up, which begin at the last word, one [`Listed`] a length.
    pub(super) fn list(&mut self) {
        let hits = std::mem::take(&mut self.hits);
        // a compound that is no name takes the word with it: no Guinea in "guinea pigs"
        let compound = hits
            .iter()
            .filter(|hit| hit.words > 1)
            .any(|hit| self.lexicon.entry(hit.what.entry).is_some_and(|entry| entry.is_blocked()));
        if compound {
            if let Some(word) = self.words.last_mut() {
                word.marks |= mark::COMPOUND;
            }
            self.hits = hits;
            return;
        }
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
        let words = document.tokens.iter().map(|token| token.word);
        let present = self.present.get_or_insert_with(|| words.collect());
        if id != WordId::NONE && !present.contains(&id) {
            return false;
        }
        if id != WordId::NONE && first.len() == word.len() {
            return true;
        }
        holds_word(self.folded.get_or_insert_with(|| crate::text::fold(document.text)), word)
    }

    /// Listed names that begin at a word.
    pub(super) fn listed_of(&self, run: &Run, at: usize) -> &[Listed] {
        let from = self.word(run, at).listed as usize;
        let index = run.words.start as usize + at + 1;
        let to = self.words.get(index).map_or(self.listed.len(), |next| next.listed as usize);
        self.listed.get(from..to).unwrap_or(&[])
    }

    /// Whether a listed name of several words runs over the boundary before word `at`.
    pub(super) fn cuts_listed(&self, run: &Run, at: usize) -> bool {
        (at.saturating_sub(6)..at).any(|from| {
            self.listed_of(run, from)
                .iter()
                .any(|listed| listed.length > 1 && from + listed.length as usize > at && from < at)
        })
    }

    pub(super) fn ends_demonym(&self, run: &Run, end: usize) -> bool {
        (end.saturating_sub(4)..end).any(|from| {
            self.listed_of(run, from)
                .iter()
                .any(|listed| from + listed.length as usize == end && listed.what & what::DEMONYM != 0)
        })
    }

    /// Remembers where the last listed place of a run ends, for what stands behind a comma.
    pub(super) fn note_place_end(&mut self, number: usize) {
        let Some(run) = self.runs.get(number) else { return };
        let count = run.words.len();
        for at in 0..count {
            let ends = self.listed_of(run, at).iter().any(|listed| {
                at + listed.length as usize == count && listed.what & (what::SETTLEMENT | what::LARGE_PLACE) != 0
            });
            if ends {
                self.last_place_end = self.word(run, count - 1).token + 1;
                return;
            }
        }
    }
}

pub(super) fn listed_bit(entry: &crate::lexicon::Entry, kind: CandidateKind, words: usize) -> u32 {
    if kind == CandidateKind::Demonym {
        return what::DEMONYM;
    }
    match entry.kind() {
        "place" => match entry.subtype() {
            "country" | "territory" | "continent" => what::COUNTRY,
            "region" | "admin1" => what::REGION,
            "admin2" | "district" => what::DISTRICT,
            "capital" => what::BIG_CITY,
            "city" | "town" | "village" | "" => match entry.population() {
                500_000.. => what::BIG_CITY,
                50_000.. => what::CITY,
                _ => what::TOWN,
            },
            "building" | "prison" | "airport" | "base" | "camp" | "dam" | "port" => what::FACILITY,
            _ => what::FEATURE,
        },
        "facility" => what::FACILITY,
        "person" => {
            if words > 1 {
                what::PERSON
            } else {
                what::SURNAME
            }
        }
        "organization" => match entry.subtype() {
            "igo" => what::UNION,
            "news_agency" | "newspaper" | "broadcaster" | "news_site" | "magazine" => what::MEDIA,
            "party" | "armed_group" | "police" | "military" | "intelligence" => what::FORCE,
            "company" | "bank" | "platform" => what::COMPANY,
            "sport_club" => what::CLUB,
            _ => what::ORGANIZATION,
        },
        "nationality" => what::PEOPLE,
        _ => what::THING,
    }
}

/// The bit of a name that the user lists.
fn own_bit(entry: &crate::lexicon::Entry, kind: CandidateKind) -> u32 {
    if kind == CandidateKind::Demonym {
        return what::OWN_THING;
    }
    match NameType::of(entry.kind()).map(NameType::label) {
        Some(Label::Person) => what::OWN_PERSON,
        Some(Label::Organization) => what::OWN_ORGANIZATION,
        Some(Label::Place) => what::OWN_PLACE,
        _ => what::OWN_THING,
    }
}

fn holds_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
