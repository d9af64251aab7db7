//! Reading records: from a line of an article's record, or of a merged event, to events as they were told.
//!
//! Only what merging needs is read; the rest of a record is skipped. A merged event is taken apart into its members, so that merging it again, alone or with
//! others, is the same as merging the records that it was made of.

use super::line::{Place, Story, Teller, Told};
use crate::document::ZoneKind;
use crate::entity::MentionKind;
use crate::mention::NameType;
use crate::mention::count::CountKind;
use crate::record::finding::{Argument, Attribution, Claim, Event, EventCount, EventPlace, Number, Text};
use crate::record::{self, EntityInside, RECORD_VERSION};
use crate::text::fold::fold_into;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Something to be merged: where it is sorted to, and its JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub(super) key: Vec<u8>,
    pub(super) json: Vec<u8>,
}

/// Numbers of a lead count from here; smaller ones are in every story.
const LEAST_NUMBER: f64 = 10.0;

// ---- keys -----------------------------------------------------------------------------------------------------------------------------

/// Entries are sorted by article, its content, and event; an article stands before its events.
fn key(article: &str, fingerprint: Option<&str>, event: Option<&str>) -> Vec<u8> {
    let mut key = Vec::with_capacity(article.len() + 140);
    // lengths behind the id: no id and no fingerprint can reach into what follows
    key.extend_from_slice(article.as_bytes());
    key.push(0);
    key.extend_from_slice(&(article.len() as u32).to_be_bytes());
    let mark = fingerprint.unwrap_or("");
    key.extend_from_slice(&(mark.len() as u32).to_be_bytes());
    key.extend_from_slice(mark.as_bytes());
    if let Some(event) = event {
        key.push(1);
        // ev2 before ev10
        key.extend_from_slice(&(event.len() as u32).to_be_bytes());
        key.extend_from_slice(event.as_bytes());
    } else {
        key.push(0);
    }
    key
}

/// What a key says.
pub(super) struct Parts<'k> {
    /// Everything before the event: one value for each article.
    pub(super) article: &'k [u8],
    pub(super) id: &'k str,
    pub(super) event: Option<&'k str>,
}

/// Takes a key apart; none for bytes that are no key.
pub(super) fn parts(key: &[u8]) -> Option<Parts<'_>> {
    let number = |at: usize| Some(u32::from_be_bytes(key.get(at..at + 4)?.try_into().ok()?) as usize);
    // the id ends at the zero that is followed by its own length
    let mut from = 0;
    let zero = loop {
        let at = from + memchr::memchr(0, key.get(from..)?)?;
        if number(at + 1) == Some(at) {
            break at;
        }
        from = at + 1;
    };
    let id = str::from_utf8(key.get(..zero)?).ok()?;
    let mark = number(zero + 5)?;
    let end = zero + 9 + mark;
    let event = match key.get(end)? {
        0 => None,
        _ => Some(str::from_utf8(key.get(end + 5..)?).ok()?),
    };
    Some(Parts { article: key.get(..end)?, id, event })
}

// ---- lines ----------------------------------------------------------------------------------------------------------------------------

/// An article's record or a merged event: what either has.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Option<Cow<'a, str>>,
    record_version: Option<u32>,
    #[serde(borrow)]
    source: Option<&'a RawValue>,
    #[serde(default)]
    error: Option<IgnoredAny>,
    #[serde(default)]
    title: Option<Named>,
    #[serde(default)]
    published: Option<Valued>,
    #[serde(default)]
    zones: Vec<Zoned>,
    #[serde(default)]
    fingerprint: Option<String>,
    #[serde(default)]
    lead_terms: Vec<String>,
    #[serde(default)]
    entities: Vec<Entity>,
    #[serde(default)]
    times: Vec<Valued>,
    #[serde(borrow, default)]
    counts: Option<&'a RawValue>,
    #[serde(borrow, default)]
    events: Option<&'a RawValue>,
    #[serde(borrow, default)]
    articles: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    members: Option<Vec<MemberOf<'a>>>,
}

#[derive(Deserialize)]
struct Named {
    text: String,
    start: u32,
    end: u32,
}

#[derive(Deserialize)]
struct Valued {
    value: Option<String>,
}

#[derive(Deserialize)]
struct Zoned {
    #[serde(rename = "type")]
    kind: ZoneKind,
    start: u32,
    end: u32,
}

#[derive(Deserialize)]
struct Source {
    url: Option<String>,
}

#[derive(Deserialize)]
struct Entity {
    id: String,
    #[serde(rename = "type")]
    kind: NameType,
    subtype: Option<String>,
    name: String,
    link: Linked,
    location: Located,
    attributes: Attributed,
    #[serde(default)]
    mentions: Vec<Mentioned>,
}

#[derive(Deserialize)]
struct Linked {
    id: Option<String>,
}

#[derive(Deserialize)]
struct Located {
    country: Option<String>,
}

#[derive(Deserialize)]
struct Attributed {
    #[serde(default)]
    nationality: Vec<String>,
}

#[derive(Deserialize)]
struct Mentioned {
    text: String,
    #[serde(rename = "type")]
    kind: MentionKind,
}

#[derive(Deserialize)]
struct Quantity {
    #[serde(rename = "type")]
    kind: CountKind,
    value: Option<Number>,
    counted: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct MemberOf<'a> {
    #[serde(borrow)]
    article: Cow<'a, str>,
    #[serde(borrow)]
    event: Option<Cow<'a, str>>,
    #[serde(borrow)]
    as_told: Option<&'a RawValue>,
}

/// What a line of input holds. Records of articles that could not be read hold nothing.
///
/// # Errors
/// In words, when the line is neither an article's record nor a merged event.
pub fn read(line: &[u8]) -> Result<Vec<Entry>, String> {
    let line: Line = serde_json::from_slice(line).map_err(|error| record::no_record(&error))?;
    match (&line.articles, &line.members, line.record_version) {
        (Some(articles), Some(members), _) => of_merged(articles, members),
        (_, _, Some(version)) if version != RECORD_VERSION => Err(record::other_version(version)),
        (_, _, Some(_)) if line.error.is_some() => Ok(Vec::new()),
        (_, _, Some(_)) => of_record(line),
        _ => Err(
            "neither an article's record (`extract`) nor a merged event: it has no `record_version`, and no `members`"
                .to_owned(),
        ),
    }
}

fn of_merged(articles: &[&RawValue], members: &[MemberOf]) -> Result<Vec<Entry>, String> {
    let mut entries = Vec::with_capacity(articles.len() + members.len());
    let mut marks = Vec::with_capacity(articles.len());
    for json in articles {
        let article: Teller = serde_json::from_str(json.get()).map_err(|error| format!("`articles`: {error}"))?;
        let key = key(&article.id, article.fingerprint.as_deref(), None);
        marks.push((article.id, article.fingerprint));
        entries.push(Entry { key, json: json.get().as_bytes().to_vec() });
    }
    for member in members {
        let (Some(event), Some(told)) = (&member.event, member.as_told) else { continue };
        let Some((id, mark)) = marks.iter().find(|(id, _)| *id == member.article) else {
            return Err(format!("`members`: article `{}` is not among `articles`", member.article));
        };
        entries.push(Entry { key: key(id, mark.as_deref(), Some(event)), json: told.get().as_bytes().to_vec() });
    }
    Ok(entries)
}

fn of_record(line: Line) -> Result<Vec<Entry>, String> {
    let Some(id) = line.id.as_deref() else { return Err("a record without `id`".to_owned()) };
    let events: Vec<Event> = match line.events {
        Some(events) => serde_json::from_str(events.get()).map_err(|error| format!("`events`: {error}"))?,
        None => Vec::new(),
    };
    let url = line.source.and_then(|source| serde_json::from_str::<Source>(source.get()).ok()?.url);
    let counts: Vec<Quantity> = match line.counts {
        Some(counts) => serde_json::from_str(counts.get()).map_err(|error| format!("`counts`: {error}"))?,
        None => Vec::new(),
    };
    let lead = line.title.as_ref().map(|title| Place { start: title.start, end: title.end }).or_else(|| {
        let body = line.zones.iter().find(|zone| zone.kind == ZoneKind::Body)?;
        Some(Place { start: body.start, end: body.end })
    });
    let article = Teller {
        id: id.into(),
        title: line.title.as_ref().map(|title| title.text.as_str().into()),
        published: line.published.and_then(|published| published.value).map(Text::Owned),
        url: url.map(Text::Owned),
        fingerprint: line.fingerprint.as_deref().map(Text::Borrowed),
        story: story(&line.entities, &counts, &line.times, &line.lead_terms),
        lead_terms: line.lead_terms.iter().map(|term| term.as_str().into()).collect(),
        lead,
    };
    let mark = line.fingerprint.as_deref();
    let json = |value: Result<Vec<u8>, serde_json::Error>| value.map_err(|error| error.to_string());
    let mut entries = Vec::with_capacity(events.len() + 1);
    entries.push(Entry { key: key(id, mark, None), json: json(serde_json::to_vec(&article))? });
    let mut by_id: Vec<&Entity> = line.entities.iter().collect();
    by_id.sort_by(|a, b| a.id.cmp(&b.id));
    for event in events {
        let key = key(id, mark, Some(&event.id));
        entries.push(Entry { key, json: json(serde_json::to_vec(&told(&by_id, event)))? });
    }
    Ok(entries)
}

// ---- events with their entities inside ------------------------------------------------------------------------------------------------

fn inside<'e>(entities: &[&'e Entity], id: Option<&str>) -> Option<EntityInside<'e>> {
    let id = id?;
    let at = entities.binary_search_by(|entity| entity.id.as_str().cmp(id)).ok()?;
    let entity = entities.get(at)?;
    let country =
        entity.location.country.as_deref().or_else(|| entity.attributes.nationality.first().map(String::as_str));
    Some(EntityInside {
        id: entity.id.as_str().into(),
        kind: entity.kind,
        name: entity.name.as_str().into(),
        link: entity.link.id.as_deref().map(Text::Borrowed),
        country: country.map(Text::Borrowed),
    })
}

fn told<'e>(entities: &[&'e Entity], event: Event<'e>) -> Told<'e> {
    let inside = |id: Option<Text>| inside(entities, id.as_deref());
    let arguments = event.arguments.into_iter().map(|argument| Argument {
        entity: inside(argument.entity),
        member_of: inside(argument.member_of),
        role: argument.role,
        name: argument.name,
        text: argument.text,
        start: argument.start,
        end: argument.end,
        basis: argument.basis,
        basis_ref: None,
    });
    let claim = |claim: Claim<'e>| Claim {
        count: None,
        value: claim.value,
        min: claim.min,
        max: claim.max,
        modifier: claim.modifier,
        excludes_named: claim.excludes_named,
        attribution: inside(claim.attribution),
    };
    let counts = event.counts.into_iter().map(|count| EventCount {
        claims: count.claims.into_iter().map(claim).collect(),
        role: count.role,
        value: count.value,
        min: count.min,
        max: count.max,
        modifier: count.modifier,
        approximate: count.approximate,
        counted: count.counted,
    });
    let attribution = event.attribution.into_iter().map(|source| Attribution {
        entity: inside(source.entity),
        via: inside(source.via),
        name: source.name,
        text: source.text,
        start: source.start,
        end: source.end,
        cue: source.cue,
    });
    Event {
        arguments: arguments.collect(),
        counts: counts.collect(),
        attribution: attribution.collect(),
        place: event.place.map(|place| EventPlace {
            entity: inside(place.entity),
            name: place.name,
            country: place.country,
            lat: place.lat,
            lon: place.lon,
            precision: place.precision,
            basis: place.basis,
            basis_ref: None,
        }),
        time: event.time.map(|mut time| {
            time.basis_ref = None;
            time
        }),
        id: event.id,
        kind: event.kind,
        aspect: event.aspect,
        codes: event.codes,
        main: event.main,
        trigger: event.trigger,
        mentions: event.mentions,
        polarity: event.polarity,
        tense: event.tense,
        modality: event.modality,
        links: event.links,
        evidence: event.evidence,
        confidence: event.confidence,
        explain: event.explain,
    }
}

// ---- what tells stories apart ---------------------------------------------------------------------------------------------------------

fn story(entities: &[Entity], counts: &[Quantity], times: &[Valued], lead: &[String]) -> Story<'static> {
    #[derive(Default)]
    struct Names {
        people: BTreeSet<String>,
        surnames: BTreeSet<String>,
        organizations: BTreeSet<String>,
        places: BTreeSet<String>,
        countries: BTreeSet<String>,
        others: BTreeSet<String>,
    }
    let mut names = Names::default();
    for entity in entities.iter().filter(|entity| entity.kind != NameType::Group) {
        if entity.kind == NameType::Person {
            names.surnames.extend(words(&entity.name).pop());
        }
        for mention in &entity.mentions {
            let of_country = entity.subtype.as_deref() == Some("country") || mention.kind == MentionKind::Demonym;
            let list = match entity.kind {
                _ if !matches!(mention.kind, MentionKind::Name | MentionKind::Demonym) => continue,
                _ if of_country => &mut names.countries,
                NameType::Person => &mut names.people,
                NameType::Organization => &mut names.organizations,
                NameType::Place | NameType::Facility => &mut names.places,
                _ => &mut names.others,
            };
            list.extend(words(&mention.text));
        }
    }
    let in_lead = |number: &str| lead.binary_search_by(|term| term.as_str().cmp(number)).is_ok();
    let numbers: BTreeSet<String> = counts
        .iter()
        .filter_map(|count| {
            let number = count.value?.0;
            let digits = number.to_string();
            match count.kind {
                CountKind::Count if number >= LEAST_NUMBER && count.counted.is_some() => {
                    in_lead(&digits).then_some(digits)
                }
                CountKind::Age => in_lead(&digits).then(|| digits + "y"),
                _ => None,
            }
        })
        .collect();
    let day = |value: &String| value.len() >= 10 && value.as_bytes().iter().take(4).all(u8::is_ascii_digit);
    let years: BTreeSet<String> = times
        .iter()
        .filter_map(|time| time.value.as_ref().filter(|value| day(value)))
        .filter_map(|value| value.get(..4).map(str::to_owned))
        .collect();
    let list = |set: BTreeSet<String>| set.into_iter().map(Text::Owned).collect();
    Story {
        people: list(names.people),
        surnames: list(names.surnames),
        organizations: list(names.organizations),
        places: list(names.places),
        countries: list(names.countries),
        others: list(names.others),
        numbers: list(numbers),
        years: list(years),
    }
}

/// The folded words of a name.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut folded = String::with_capacity(name.len());
    fold_into(name, &mut folded);
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.chars().nth(1).is_some());
    words.map(str::to_owned).collect()
}
