//! A STIX 2.1 bundle (OASIS): a report for each article, identities, locations, incidents, notes and the relationships between them.
//!
//! People are identities of individuals, organizations of organizations, peoples and groups of classes; places with a country or coordinates are locations. An event that
//! is said to have happened and is of material conflict (quad class 4) is an incident, every other event a note on its participants. Ids are UUIDs of version 5, so that the same article gives the same
//! objects again. `created` and `modified` are the publication of the article, or 1970-01-01T00:00:00.000Z when it has none: no clock is asked. Lost are spans, times and
//! counts that are not in the sentence of an event, links between events, and entities that are neither of the above.

use super::finding::{Entity, Event, Polarity};
use super::id::{Ids, global};
use super::moment::moment;
use super::{Record, compact};
use crate::mention::NameType;
use serde::Serialize;
use serde::de::value::Error;
use std::collections::BTreeMap;

/// When an article was published that does not say so, and when dateline was made.
const NEVER: &str = "1970-01-01T00:00:00.000Z";

pub(super) const CLOSING: &str = "\n]}\n";

/// The beginning of a bundle, with dateline itself as its first object; the first report names the bundle.
pub(super) fn opening(piece: &[u8]) -> Vec<u8> {
    let first = piece.split(|byte| *byte == b'\n').find(|line| line.len() > 1).unwrap_or(b"");
    let bundle = global(&format!("bundle\0{}", String::from_utf8_lossy(first)));
    let maker = maker();
    format!(
        "{{\"type\":\"bundle\",\"id\":\"bundle--{bundle}\",\"objects\":[\n{{\"type\":\"identity\",\"spec_version\":\"2.1\",\"id\":\"{maker}\",\"created\":\"{NEVER}\",\
         \"modified\":\"{NEVER}\",\"name\":\"dateline\",\"identity_class\":\"system\"}}"
    )
    .into_bytes()
}

fn maker() -> String {
    format!("identity--{}", global("identity\0dateline"))
}

/// What every object says of itself.
#[derive(Serialize)]
struct Object<'r> {
    #[serde(rename = "type")]
    kind: &'static str,
    spec_version: &'static str,
    id: &'r str,
    created_by_ref: &'r str,
    created: &'r str,
    modified: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<u8>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    external_references: Vec<Reference<'r>>,
    #[serde(flatten)]
    own: Own<'r>,
}

#[derive(Serialize)]
struct Reference<'r> {
    source_name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// What it says of its matter.
#[derive(Serialize)]
#[serde(untagged)]
enum Own<'r> {
    Report {
        name: &'r str,
        published: &'r str,
        object_refs: &'r [String],
    },
    Identity {
        name: &'r str,
        identity_class: &'static str,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        roles: Vec<&'r str>,
    },
    Location {
        name: &'r str,
        #[serde(skip_serializing_if = "Option::is_none")]
        country: Option<&'r str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        administrative_area: Option<&'r str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        latitude: Option<f64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        longitude: Option<f64>,
    },
    Incident {
        name: String,
        description: &'r str,
    },
    Note {
        #[serde(rename = "abstract")]
        title: String,
        content: &'r str,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        authors: Vec<&'r str>,
        object_refs: Vec<&'r str>,
    },
    Relationship {
        relationship_type: String,
        source_ref: &'r str,
        target_ref: &'r str,
    },
}

/// The objects of an article, each with a comma and a line end before it; its report stands first.
pub(super) fn objects(record: &Record, out: &mut Vec<u8>) -> Result<(), Error> {
    if record.error.is_some() {
        return Ok(());
    }
    let maker = maker();
    let published = record.published.as_ref().and_then(|published| moment(&published.value));
    let published = published.map_or_else(|| NEVER.to_owned(), super::moment::Moment::stix);
    let ids = Ids::new(record);
    let sheet = Sheet { record, maker: &maker, published: &published, ids: &ids };
    let mut refs = Vec::new();
    let mut known: BTreeMap<&str, String> = BTreeMap::new();
    let mut body = Vec::new();
    for entity in &record.entities {
        let Some((kind, own)) = own(entity) else { continue };
        let id = sheet.id(kind, &entity.id);
        sheet.write(kind, &id, None, Vec::new(), references(entity), own, &mut body)?;
        refs.push(id.clone());
        known.insert(&entity.id, id);
    }
    for event in &record.events {
        sheet.event(event, &known, &mut refs, &mut body)?;
    }
    // a report is about something
    if refs.is_empty() {
        refs.push(maker.clone());
    }
    let name = record.title.as_ref().map_or(record.id.as_ref(), |title| title.text.as_ref());
    let url = record.source.url.as_ref().filter(|url| url.contains("://")).map(ToString::to_string);
    let origin = Reference { source_name: "article", external_id: Some(&record.id), url };
    let own = Own::Report { name, published: &published, object_refs: &refs };
    sheet.write("report", &sheet.id("report", "article"), None, Vec::new(), vec![origin], own, out)?;
    out.extend(body);
    Ok(())
}

struct Sheet<'s, 'r> {
    record: &'s Record<'r>,
    maker: &'s str,
    published: &'s str,
    ids: &'s Ids,
}

impl Sheet<'_, '_> {
    fn id(&self, kind: &str, finding: &str) -> String {
        format!("{kind}--{}", self.ids.of(finding))
    }

    #[allow(clippy::too_many_arguments)]
    fn write(
        &self,
        kind: &'static str,
        id: &str,
        confidence: Option<u8>,
        labels: Vec<String>,
        external_references: Vec<Reference>,
        own: Own,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        out.extend_from_slice(b",\n");
        let object = Object {
            kind,
            spec_version: "2.1",
            id,
            created_by_ref: self.maker,
            created: self.published,
            modified: self.published,
            confidence,
            labels,
            external_references,
            own,
        };
        compact::write(&object, out)
    }

    fn event(
        &self,
        event: &Event,
        known: &BTreeMap<&str, String>,
        refs: &mut Vec<String>,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let title = title(event);
        let confidence = Some((event.confidence.0 * 100.0).round() as u8);
        let polarity = super::row::polarity_name(event.polarity);
        let labels = vec![event.kind.to_string(), event.modality.name().to_owned(), polarity.to_owned()];
        let source = Reference {
            source_name: "article",
            external_id: None,
            url: Some(format!("{}#{}", self.record.id, event.id)).filter(|url| url.contains("://")),
        };
        let source = if source.url.is_some() { vec![source] } else { Vec::new() };
        let parts: Vec<(&str, &String)> = event
            .arguments
            .iter()
            .filter_map(|argument| Some((argument.role.as_ref(), known.get(argument.entity.as_deref()?)?)))
            .collect();
        let place = event.place.as_ref().and_then(|place| known.get(place.entity.as_deref()?));
        if event.codes.quad != Some(4) || event.polarity == Polarity::Negative {
            let mut about: Vec<&str> = Vec::new();
            for id in parts.iter().map(|(_, id)| id.as_str()).chain(place.map(String::as_str)) {
                if !about.contains(&id) {
                    about.push(id);
                }
            }
            if about.is_empty() {
                about.push(self.maker);
            }
            let id = self.id("note", &event.id);
            let authors = event.attribution.iter().map(|source| source.name.as_ref()).collect();
            let own = Own::Note { title, content: &event.evidence.text, authors, object_refs: about };
            self.write("note", &id, confidence, labels, source, own, out)?;
            refs.push(id);
            return Ok(());
        }
        let id = self.id("incident", &event.id);
        let own = Own::Incident { name: title, description: &event.evidence.text };
        self.write("incident", &id, confidence, labels, source, own, out)?;
        let located = place.map(|place| ("located_at", place));
        for (number, (role, target)) in parts.into_iter().chain(located).enumerate() {
            let tie = self.id("relationship", &format!("{}.{number}", event.id));
            let own = Own::Relationship { relationship_type: hyphenated(role), source_ref: &id, target_ref: target };
            self.write("relationship", &tie, None, Vec::new(), Vec::new(), own, out)?;
            refs.push(tie);
        }
        refs.push(id);
        Ok(())
    }
}

/// What an entity is, when it is something that STIX knows.
fn own<'e>(entity: &'e Entity) -> Option<(&'static str, Own<'e>)> {
    let name = entity.name.as_ref();
    let identity = |identity_class| {
        let roles = entity.attributes.roles.iter().map(AsRef::as_ref).collect();
        Some(("identity", Own::Identity { name, identity_class, roles }))
    };
    match entity.kind {
        _ if name.is_empty() => None,
        NameType::Person => identity("individual"),
        NameType::Organization => identity("organization"),
        NameType::Nationality => identity("class"),
        NameType::Group => identity("group"),
        NameType::Place | NameType::Facility => {
            let location = &entity.location;
            let point = location.lat.zip(location.lon).filter(|(lat, lon)| lat.abs() <= 90.0 && lon.abs() <= 180.0);
            if point.is_none() && location.country.is_none() {
                return None;
            }
            let own = Own::Location {
                name,
                country: location.country.as_deref(),
                administrative_area: location.admin1.as_deref(),
                latitude: point.map(|(lat, _)| lat),
                longitude: point.map(|(_, lon)| lon),
            };
            Some(("location", own))
        }
        _ => None,
    }
}

fn references<'e>(entity: &'e Entity) -> Vec<Reference<'e>> {
    let of =
        |source_name, id: Option<&'e str>| id.map(|id| Reference { source_name, external_id: Some(id), url: None });
    let link = &entity.link;
    let all = [
        of("wikidata", link.wikidata.as_deref()),
        of("geonames", link.geonames.as_deref()),
        of("iso3166", link.iso3166.as_deref()),
        of("dateline", link.id.as_deref()),
    ];
    all.into_iter().flatten().collect()
}

/// `arrest · 2025-03-03 · Lyon`
fn title(event: &Event) -> String {
    let mut title = event.kind.to_string();
    let time = event.time.as_ref().and_then(|time| time.value.as_deref());
    let place = event.place.as_ref().map(|place| place.name.as_ref());
    for part in [time, place].into_iter().flatten() {
        title.push_str(" · ");
        title.push_str(part);
    }
    title
}

/// Lower-case letters, digits and hyphens, as types of relationships are.
fn hyphenated(role: &str) -> String {
    let sign = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    role.chars().map(sign).collect()
}
