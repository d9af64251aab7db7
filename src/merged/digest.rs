//! What is compared of events and articles: numbers and hashes in the place of words, small enough to be carried through sorts.
//!
//! Hashes are ours and fixed: they depend neither on the machine nor on the run.

use super::line::{Teller, Told};
use super::read::words;
use super::weights::Weights;
use crate::entity::Granularity;
use crate::event::{Basis, Modality, TimeRelation};
use crate::mention::NameType;
use crate::record::EntityInside;
use crate::record::finding::{Aspect, EventTime, Polarity, Precision};
use crate::text::calendar::{Date, date, days_between, month_end};
use crate::text::fold::fold;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Sentences shorter than this say nothing by being the same.
const LEAST_WORDS: usize = 6;
/// Days before its publication that an event without a day of its own may have been on.
const DAYS_BEFORE: i32 = 2;

/// An event, for comparison.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct EventDigest {
    /// Number of its article.
    pub(super) article: u32,
    /// Hash of its article's id, the same in every run.
    pub(super) article_key: u64,
    pub(super) kind: u32,
    pub(super) group: u32,
    pub(super) main: bool,
    pub(super) state: bool,
    pub(super) negative: bool,
    pub(super) reality: Reality,
    pub(super) trigger: u32,
    pub(super) when: Option<When>,
    pub(super) spot: Option<Spot>,
    pub(super) parts: Vec<Part>,
    pub(super) counts: Vec<Amount>,
    /// Hash of the sentence it rests on; 0 for a short one.
    pub(super) evidence: u64,
    /// Its keys, sorted; see `block`.
    pub(super) keys: Vec<u64>,
}

/// What is said to be so, what is wanted or feared, and what only follows from other words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Reality {
    Real,
    Unreal,
    Implied,
}

/// Days since 1970, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct When {
    pub(super) from: i32,
    pub(super) to: i32,
    pub(super) fineness: Fineness,
}

/// How well a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Fineness {
    /// A month, a year, a side of a date.
    Coarse,
    /// The days about the publication.
    Near,
    /// A day.
    Day,
}

/// Where an event was.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Spot {
    pub(super) key: u64,
    pub(super) country: u16,
    /// Degrees, of towns and buildings only.
    pub(super) point: Option<(f32, f32)>,
    pub(super) is_country: bool,
}

/// A participant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Part {
    pub(super) role: u32,
    /// Hash of its link, or of its folded name.
    pub(super) key: u64,
    /// Of people: hash of the last part of the name.
    pub(super) tail: u32,
    /// Of people: the name is that part alone.
    pub(super) short: bool,
    pub(super) country: u16,
    pub(super) sort: Sort,
    /// 0 to 1.
    pub(super) rarity: f32,
}

/// What fills a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Sort {
    Person,
    Place,
    Country,
    Other,
    /// Unnamed people, or words that are no entity.
    Unnamed,
}

/// How many.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Amount {
    pub(super) role: u32,
    pub(super) min: f32,
    pub(super) max: f32,
}

/// An article, for comparison.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ArticleDigest {
    pub(super) published: Option<i32>,
    pub(super) bands: Vec<u32>,
    /// Its words with their weights, scaled to a length of 1, sorted by hash.
    pub(super) terms: Vec<(u32, f32)>,
    /// Surnames of people; those in the lead.
    pub(super) people: Vec<u32>,
    pub(super) lead_people: Vec<u32>,
    /// All numbers of the lead; those that count something.
    pub(super) lead_numbers: Vec<u32>,
    pub(super) numbers: Vec<u32>,
    pub(super) years: Vec<u32>,
    /// Its keys, sorted; see `block`.
    pub(super) keys: Vec<u64>,
}

// ---- hashes ---------------------------------------------------------------------------------------------------------------------------

/// FNV-1a with a finalizer.
pub(super) fn hash64(bytes: &[u8]) -> u64 {
    let start: u64 = 0xcbf2_9ce4_8422_2325;
    mix(bytes.iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)))
}

pub(super) fn hash32(text: &str) -> u32 {
    (hash64(text.as_bytes()) >> 32) as u32
}

/// The finalizer of `SplitMix64`.
pub(super) const fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

// ---- events ---------------------------------------------------------------------------------------------------------------------------

pub(super) fn of_event(told: &Told, article: u32, article_key: u64, weights: &Weights) -> EventDigest {
    let kind = hash32(&told.kind);
    let mut parts = Vec::with_capacity(told.arguments.len());
    for argument in &told.arguments {
        parts.push(part(&argument.role, argument.entity.as_ref(), &argument.name, weights));
    }
    let counts = told.counts.iter().map(|count| Amount {
        role: hash32(&count.role),
        min: count.min.or(count.value).map_or(0.0, |number| number.0 as f32),
        max: count.max.or(count.value.filter(|_| count.min.is_none())).map_or(f32::INFINITY, |number| number.0 as f32),
    });
    EventDigest {
        article,
        article_key,
        kind,
        group: weights.group(kind),
        main: told.main,
        state: told.aspect == Aspect::State,
        negative: told.polarity == Polarity::Negative,
        reality: match told.modality {
            Modality::Asserted | Modality::Reported | Modality::Alleged | Modality::Contested | Modality::Denied => {
                Reality::Real
            }
            Modality::Planned | Modality::Demanded | Modality::Possible | Modality::Conditional => Reality::Unreal,
            Modality::Implied => Reality::Implied,
        },
        trigger: hash32(&told.trigger.lemma),
        when: told.time.as_ref().and_then(when),
        spot: told.place.as_ref().map(|place| {
            let fine = matches!(place.precision, Some(Precision::Facility | Precision::City));
            Spot {
                key: place.entity.as_ref().map_or_else(|| hash64(fold(&place.name).as_bytes()), identity),
                country: country(place.country.as_deref()),
                point: fine.then_some(()).and(place.lat.zip(place.lon)).map(|(lat, lon)| (lat as f32, lon as f32)),
                is_country: matches!(place.precision, Some(Precision::Country)),
            }
        }),
        parts,
        counts: counts.collect(),
        evidence: evidence(&told.evidence.text),
        keys: Vec::new(),
    }
}

/// What two articles call the same: the gazetteers' id, or the folded name with the type.
pub(super) fn identity(entity: &EntityInside) -> u64 {
    match &entity.link {
        Some(link) => hash64(link.as_bytes()),
        None => hash64(fold(&entity.name).as_bytes()) ^ entity.kind as u64,
    }
}

fn country(code: Option<&str>) -> u16 {
    code.map_or(0, |code| code.bytes().take(2).fold(0, |all, byte| all << 8 | u16::from(byte)))
}

pub(super) fn part(role: &str, entity: Option<&EntityInside>, name: &str, weights: &Weights) -> Part {
    let role = hash32(role);
    let Some(entity) = entity.filter(|entity| entity.kind != NameType::Group) else {
        let key = hash64(fold(name).as_bytes());
        return Part { role, key, tail: 0, short: false, country: 0, sort: Sort::Unnamed, rarity: 0.0 };
    };
    let is_country = entity.link.as_ref().is_some_and(|link| link.starts_with("country:"));
    let names = words(&entity.name);
    let rarest = names.iter().map(|word| weights.share(word)).fold(0.0, f32::max);
    let (sort, scale) = match entity.kind {
        _ if is_country => (Sort::Country, weights.rarity.country),
        NameType::Nationality => (Sort::Country, weights.rarity.country),
        NameType::Person => (Sort::Person, weights.rarity.person),
        NameType::Organization => (Sort::Other, weights.rarity.organization),
        NameType::Place => (Sort::Place, weights.rarity.place),
        NameType::Facility => (Sort::Place, weights.rarity.facility),
        _ => (Sort::Other, weights.rarity.other),
    };
    // "authorities" and "government" are typed as organizations, and are common nouns
    let is_noun = entity.link.is_none() && names.iter().all(|word| weights.is_common(word));
    let person = entity.kind == NameType::Person;
    Part {
        role,
        key: identity(entity),
        tail: names.last().filter(|_| person).map_or(0, |name| hash32(name)),
        short: person && names.len() == 1,
        country: country(entity.country.as_deref()),
        sort: if is_noun { Sort::Unnamed } else { sort },
        rarity: if is_noun { 0.0 } else { scale * if is_country { 1.0 } else { rarest } },
    }
}

fn evidence(sentence: &str) -> u64 {
    let words = words(sentence);
    if words.len() < LEAST_WORDS { 0 } else { hash64(words.join(" ").as_bytes()).max(1) }
}

// ---- times ----------------------------------------------------------------------------------------------------------------------------

const BEGINNING: i32 = i32::MIN / 2;
const END: i32 = i32::MAX / 2;

fn when(time: &EventTime) -> Option<When> {
    let from = time.from.as_deref().and_then(first_day);
    let to = time.to.as_deref().and_then(last_day);
    let (mut from, mut to) = match (from, to) {
        (None, None) => {
            let value = time.value.as_deref()?;
            (first_day(value)?, last_day(value)?)
        }
        (Some(from), None) => (from, END),
        (None, Some(to)) => (BEGINNING, to),
        (Some(from), Some(to)) => (from, to),
    };
    match time.relation {
        TimeRelation::Within | TimeRelation::Throughout => {}
        TimeRelation::Since | TimeRelation::After => to = END,
        TimeRelation::Until | TimeRelation::Before => from = BEGINNING,
    }
    let of_day = time.granularity.is_none_or(|granularity| granularity <= Granularity::Day);
    let fineness = if !of_day || i64::from(to) - i64::from(from) > 1 {
        Fineness::Coarse
    } else if matches!(time.basis, Basis::Published | Basis::Dateline) {
        from -= DAYS_BEFORE;
        Fineness::Near
    } else {
        Fineness::Day
    };
    Some(When { from, to, fineness })
}

fn numbers(value: &str) -> Option<(i32, Option<u32>, Option<u32>)> {
    let mut cells = value.split(['-', 'T']);
    let year = cells.next()?;
    let year = (year.len() == 4).then(|| year.parse().ok())??;
    let two = |cell: Option<&str>| cell.filter(|cell| cell.len() == 2).and_then(|cell| cell.parse().ok());
    let month = two(cells.next());
    Some((year, month, month.and_then(|_| two(cells.next()))))
}

fn since_epoch(day: Date) -> Option<i32> {
    i32::try_from(days_between(date(1970, 1, 1)?, day)).ok()
}

/// The first day of a year, month or day written as ISO 8601 has it.
pub(super) fn first_day(value: &str) -> Option<i32> {
    let (year, month, day) = numbers(value)?;
    since_epoch(date(year, month.unwrap_or(1), day.unwrap_or(1))?)
}

fn last_day(value: &str) -> Option<i32> {
    let (year, month, day) = numbers(value)?;
    since_epoch(match day {
        Some(day) => date(year, month?, day)?,
        None => month_end(year, month.unwrap_or(12))?,
    })
}

// ---- articles -------------------------------------------------------------------------------------------------------------------------

pub(super) fn of_article(article: &Teller, weights: &Weights) -> ArticleDigest {
    let story = &article.story;
    let term = &weights.term;
    let mut kinds: BTreeMap<&str, f32> = BTreeMap::new();
    let lists = [
        (&story.people, term.person),
        (&story.organizations, term.organization),
        (&story.places, term.place),
        (&story.countries, term.country),
        (&story.others, term.other),
    ];
    for (list, weight) in lists {
        for word in list {
            kinds.entry(word).or_insert(weight);
        }
    }
    let mut terms: BTreeMap<u32, f32> = BTreeMap::new();
    let mut lead_numbers = Vec::new();
    for word in &article.lead_terms {
        let begins_with_digit = word.starts_with(|letter: char| letter.is_ascii_digit());
        let weight = if begins_with_digit {
            lead_numbers.push(hash32(word));
            term.number
        } else {
            weights.rareness(word) * kinds.get(word.as_ref()).copied().unwrap_or(term.word)
        };
        terms.insert(hash32(word), weight);
    }
    let in_lead = |word: &str| article.lead_terms.binary_search_by(|term| term.as_ref().cmp(word)).is_ok();
    for (word, weight) in &kinds {
        if !in_lead(word) && !weights.is_common(word) {
            terms.insert(hash32(word), weights.rareness(word) * weight * term.body);
        }
    }
    let length = terms.values().map(|weight| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    let bands = article.fingerprint.as_deref().unwrap_or("").as_bytes().chunks_exact(8);
    let hashes = |list: &[crate::record::Text]| list.iter().map(|word| hash32(word)).collect::<Vec<u32>>();
    let in_lead_only = story.surnames.iter().filter(|name| in_lead(name)).map(|name| hash32(name));
    ArticleDigest {
        published: article.published.as_deref().and_then(first_day),
        bands: bands.filter_map(|band| u32::from_str_radix(str::from_utf8(band).ok()?, 16).ok()).collect(),
        terms: terms
            .into_iter()
            .filter(|(_, weight)| *weight > 0.0)
            .map(|(word, weight)| (word, weight / length))
            .collect(),
        people: hashes(&story.surnames),
        lead_people: in_lead_only.collect(),
        lead_numbers,
        numbers: story.numbers.iter().map(|number| hash32(number.trim_end_matches('y'))).collect(),
        years: hashes(&story.years),
        keys: Vec::new(),
    }
}
