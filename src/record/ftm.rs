//! Entities of `FollowTheMoney`, as Aleph and its kin read them: JSON lines of Article, Person, Organization, Address, Event and Mention.
//!
//! Values are written as `FollowTheMoney` would clean them (NFC, no unsafe signs, lower-case countries, moments in UTC), since what it cannot clean it drops without a word. Ids are hashes:
//! somebody whom the gazetteers know has one id in all articles, others have one an article; fragments of one id are to be merged, as that model means it. Lost are
//! spans, times and counts, claims, and what is neither person, organization nor place; roles of participants are told in the summary of an event.

use super::finding::{Entity, Event};
use super::moment::moment;
use super::{Record, compact};
use crate::entity::MentionKind;
use crate::mention::NameType;
use serde::Serialize;
use serde::de::value::Error;
use serde::ser::{SerializeMap, Serializer};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use unicode_normalization::UnicodeNormalization;

/// The entities of an article.
pub(super) fn entities(record: &Record, out: &mut Vec<u8>) -> Result<(), Error> {
    if record.error.is_some() {
        return Ok(());
    }
    let article = article_id(record);
    write(&article, "Article", article_of(record), out)?;
    let cast: Vec<Option<(&Entity, String)>> =
        record.entities.iter().map(|entity| schema(entity).map(|_| (entity, entity_id(&article, entity)))).collect();
    for (entity, id) in cast.iter().flatten() {
        thing(entity, id, &article, out)?;
    }
    for (entity, id) in cast.iter().flatten() {
        mention(entity, id, &article, out)?;
    }
    record.events.iter().try_for_each(|event| happening(event, record, &article, &cast, out))
}

// ---- who and what ---------------------------------------------------------------------------------------------------------------------

/// The schema of those that have one, and a name.
fn schema(entity: &Entity) -> Option<&'static str> {
    let named = entity.mentions.iter().any(|mention| mention.kind == MentionKind::Name);
    match entity.kind {
        _ if !named || name(&entity.name).is_empty() => None,
        NameType::Person => Some("Person"),
        NameType::Organization if entity.subtype.as_deref() == Some("company") => Some("Company"),
        NameType::Organization => Some("Organization"),
        NameType::Place | NameType::Facility => Some("Address"),
        _ => None,
    }
}

fn article_id(record: &Record) -> String {
    let hash = record.source.text_sha256.as_deref().unwrap_or("");
    hashed(&["article", &record.id, hash])
}

fn entity_id(article: &str, entity: &Entity) -> String {
    match &entity.link.id {
        Some(link) => hashed(&["entity", schema(entity).unwrap_or(""), link]),
        None => hashed(&[article, &entity.id]),
    }
}

fn hashed(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let mut id = String::from("dateline-");
    for byte in hash.finalize().iter().take(20) {
        let _ = write!(id, "{byte:02x}");
    }
    id
}

fn article_of(record: &Record) -> Properties {
    let mut properties = Properties::default();
    properties.add("title", record.title.as_ref().map(|title| name(&title.text)));
    // required, and what the caption falls back to
    properties.add("fileName", Some(name(record.source.path.as_deref().unwrap_or(&record.id))));
    properties.add("bodyText", record.text.as_deref().map(cleaned));
    properties.add("publishedAt", record.published.as_ref().and_then(|published| moment(&published.value)?.ftm()));
    properties.add("sourceUrl", record.source.url.as_deref().and_then(address));
    properties
        .add("contentHash", record.source.text_sha256.as_deref().and_then(|hash| hash.get(..40)).map(str::to_owned));
    for author in record.byline.iter().flat_map(|byline| &byline.names) {
        properties.add("author", Some(name(&author.text)));
    }
    let publisher = record.dateline.as_ref().and_then(|dateline| dateline.agency.as_deref());
    properties.add("publisher", publisher.map(name));
    properties.add("generator", Some(format!("dateline {}", record.generator.version)));
    properties
}

fn thing(entity: &Entity, id: &str, article: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    let Some(schema) = schema(entity) else { return Ok(()) };
    let mut properties = Properties::default();
    properties.add("name", Some(name(&entity.name)));
    entity.aliases.iter().for_each(|alias| properties.add("alias", Some(name(alias))));
    properties.add("wikidataId", entity.link.wikidata.as_deref().map(str::to_owned));
    properties.add("country", entity.location.country.as_deref().map(str::to_lowercase));
    properties.add("proof", Some(article.to_owned()));
    match schema {
        "Person" => {
            entity.attributes.roles.iter().for_each(|role| properties.add("position", Some(name(role))));
            let nations = entity.attributes.nationality.iter();
            nations.for_each(|nation| properties.add("nationality", Some(nation.to_lowercase())));
            let gender = entity.attributes.gender.and_then(|gender| match gender {
                'm' => Some("male"),
                'f' => Some("female"),
                _ => None,
            });
            properties.add("gender", gender.map(str::to_owned));
        }
        "Address" => {
            properties.add("full", Some(name(&entity.name)));
            properties.add("latitude", entity.location.lat.map(|lat| lat.to_string()));
            properties.add("longitude", entity.location.lon.map(|lon| lon.to_string()));
            properties.add("region", entity.location.admin1.as_deref().map(name));
        }
        _ => {}
    }
    write(id, schema, properties, out)
}

/// That an article names somebody.
fn mention(entity: &Entity, id: &str, article: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    let Some(schema) = schema(entity).filter(|schema| *schema != "Address") else { return Ok(()) };
    let mut properties = Properties::default();
    properties.add("document", Some(article.to_owned()));
    properties.add("resolved", Some(id.to_owned()));
    for words in entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Name) {
        properties.add("name", Some(name(&words.text)));
    }
    properties.add("detectedSchema", Some(schema.to_owned()));
    properties.add("contextCountry", entity.location.country.as_deref().map(str::to_lowercase));
    write(&hashed(&["mention", article, id, &entity.id]), "Mention", properties, out)
}

fn happening(
    event: &Event,
    record: &Record,
    article: &str,
    cast: &[Option<(&Entity, String)>],
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let known = |id: Option<&str>| {
        let id = id?;
        let number = id.strip_prefix('e')?.parse::<usize>().ok()?.checked_sub(1)?;
        cast.get(number)?.as_ref().filter(|(entity, _)| entity.id == id)
    };
    let mut properties = Properties::default();
    let words = event.kind.replace('_', " ");
    let place = event.place.as_ref();
    let [mut title, mut summary] = [words.clone(), String::new()];
    for argument in &event.arguments {
        let (role, who) = (argument.role.replace('_', " "), name(&argument.name));
        let _ = write!(title, "; {role}: {who}");
        let fellow = known(argument.entity.as_deref()).filter(|(entity, _)| schema(entity) != Some("Address"));
        properties.add("involved", fellow.map(|(_, id)| id.clone()));
    }
    let _ = write!(
        summary,
        "{}, {}, confidence {}",
        event.modality.name(),
        super::row::polarity_name(event.polarity),
        event.confidence.0
    );
    for source in &event.attribution {
        let _ = write!(summary, ", according to {}", name(&source.name));
    }
    properties.add("name", Some(short(&name(&title), 380)));
    properties.add("summary", Some(cleaned(&summary)));
    properties.add("description", Some(cleaned(&event.evidence.text)));
    properties.add("keywords", Some(words));
    properties.add("keywords", event.codes.plover.as_deref().map(name));
    properties.add("recordId", Some(name(&format!("{}#{}", record.id, event.id))));
    if let Some(time) = &event.time {
        let [from, to] = [&time.from, &time.to].map(|end| end.as_deref().and_then(|end| moment(end)?.ftm()));
        if from == to {
            properties.add("date", from);
        } else {
            properties.add("startDate", from);
            properties.add("endDate", to);
        }
    }
    properties.add("location", place.map(|place| location(&place.name)));
    properties.add("country", place.and_then(|place| place.country.as_deref()).map(str::to_lowercase));
    let there = known(place.and_then(|place| place.entity.as_deref()));
    properties
        .add("addressEntity", there.filter(|(entity, _)| schema(entity) == Some("Address")).map(|(_, id)| id.clone()));
    properties.add("proof", Some(article.to_owned()));
    properties.add("sourceUrl", record.source.url.as_deref().and_then(address));
    write(&hashed(&[article, &event.id]), "Event", properties, out)
}

// ---- properties -----------------------------------------------------------------------------------------------------------------------

/// Names of properties and their values, each once.
#[derive(Default)]
struct Properties(Vec<(&'static str, Vec<String>)>);

impl Properties {
    fn add(&mut self, property: &'static str, value: Option<String>) {
        let Some(value) = value.filter(|value| !value.is_empty()) else { return };
        match self.0.iter_mut().find(|(known, _)| *known == property) {
            Some((_, values)) if values.contains(&value) => {}
            Some((_, values)) => values.push(value),
            None => self.0.push((property, vec![value])),
        }
    }
}

impl Serialize for Properties {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(self.0.len()))?;
        for (property, values) in &self.0 {
            map.serialize_entry(property, values)?;
        }
        map.end()
    }
}

fn write(id: &str, schema: &str, properties: Properties, out: &mut Vec<u8>) -> Result<(), Error> {
    #[derive(Serialize)]
    struct Line<'l> {
        id: &'l str,
        schema: &'l str,
        properties: Properties,
    }
    compact::write(&Line { id, schema, properties }, out)?;
    out.push(b'\n');
    Ok(())
}

// ---- values as FollowTheMoney cleans them ---------------------------------------------------------------------------------------------

/// NFC, without signs that it calls unsafe.
fn cleaned(text: &str) -> String {
    let unsafe_sign = |letter: &char| matches!(*letter, '\0'..='\u{8}' | '\u{b}'..='\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}');
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')) {
        return text.trim().to_owned();
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let composed: String = text.nfc().filter(|letter| !unsafe_sign(letter)).collect();
    composed.trim().to_owned()
}

/// On one line, with single spaces, without quotation marks around it.
fn name(text: &str) -> String {
    let text = cleaned(text);
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return text;
    }
    let mut bare = text.as_str();
    while let Some(inside) = quoted(bare) {
        bare = inside;
    }
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn quoted(text: &str) -> Option<&str> {
    let inside = text.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
    Some(inside.trim())
}

/// A place in words: semicolons part addresses.
fn location(text: &str) -> String {
    name(&text.replace(';', " "))
}

fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect::<String>().trim_end().to_owned()
}

/// An address of the web that it leaves as it is.
fn address(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let plain = rest.bytes().all(|byte| byte.is_ascii_graphic()) && url.len() < 4000;
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    if !plain || !matches!(scheme.as_str(), "http" | "https") || host.is_empty() || rest.contains(['[', ']', '\\']) {
        return None;
    }
    let behind = &rest[host.len()..];
    // an empty query or fragment would be left out
    let whole = behind.trim_end_matches(['?', '#']);
    let slash = if whole.starts_with('/') { "" } else { "/" };
    Some(format!("{scheme}://{host}{slash}{whole}"))
}

#[cfg(test)]
mod tests {
    use super::{address, cleaned, name};

    #[test]
    fn values_are_as_they_would_be_cleaned() {
        assert_eq!(cleaned("\u{feff}Zoe\u{308}\u{200b} \u{7}x\r\ny "), "Zoë x\r\ny");
        assert_eq!(name("\"Zoë\n Ørsted\""), "Zoë Ørsted");
        assert_eq!(name("'"), "'");
        assert_eq!(address("HTTPS://a.example").as_deref(), Some("https://a.example/"));
        assert_eq!(address("https://a.example/x?y=1").as_deref(), Some("https://a.example/x?y=1"));
        assert_eq!(address("reuters.com"), None);
        assert_eq!(address("https:///x"), None);
    }
}
