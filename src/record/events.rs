//! One event a line: the event of a record with its entities and its article in the place of ids, so that a line can be read by itself.
//!
//! Articles without events, and those that could not be read, have no line.

use super::finding::{Argument, Attribution, Claim, Entity, Event, EventCount, EventTime, Link, Text};
use super::{Record, Source, compact};
use crate::mention::NameType;
use schemars::JsonSchema;
use serde::de::value::Error;
use serde::{Deserialize, Serialize};

/// An event that says everything itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventLine<'a> {
    /// The event; its id starts with the article's.
    #[serde(flatten)]
    pub event: Event<'a, EntityInside<'a>>,
    /// The article that tells it.
    pub article: ArticleInside<'a>,
}

/// An entity in the place of its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EntityInside<'a> {
    /// Id within the article.
    pub id: Text<'a>,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: NameType,
    /// Its fullest bare name.
    pub name: Text<'a>,
    /// Id in the gazetteers.
    pub link: Option<Text<'a>>,
    /// ISO 3166-1 alpha-2 code: of a place its own, of an organization its seat, of a person the nationality.
    pub country: Option<Text<'a>>,
}

/// The article of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleInside<'a> {
    /// Its id.
    pub id: Text<'a>,
    /// Where it comes from.
    pub source: Source<'a>,
    /// Its headline.
    pub title: Option<Text<'a>>,
    /// When it was published.
    pub published: Option<Text<'a>>,
    /// Its address.
    pub url: Option<Text<'a>>,
}

/// One line for each event of a record.
pub(super) fn lines(record: &Record, out: &mut Vec<u8>) -> Result<(), Error> {
    for event in &record.events {
        compact::write(&line(record, event), out)?;
        out.push(b'\n');
    }
    Ok(())
}

fn line<'a>(record: &Record<'a>, event: &Event<'a>) -> EventLine<'a> {
    let outside = |id: &Text<'a>| Text::Owned(format!("{}#{id}", record.id));
    let inside = |id: &Option<Text<'a>>| record.inside(id.as_deref()?);
    let arguments = event.arguments.iter().map(|argument| Argument {
        role: argument.role.clone(),
        entity: inside(&argument.entity),
        name: argument.name.clone(),
        text: argument.text.clone(),
        start: argument.start,
        end: argument.end,
        member_of: inside(&argument.member_of),
        basis: argument.basis,
        basis_ref: None,
    });
    let claim = |claim: &Claim<'a>| Claim {
        count: None,
        value: claim.value,
        min: claim.min,
        max: claim.max,
        modifier: claim.modifier,
        excludes_named: claim.excludes_named,
        attribution: inside(&claim.attribution),
    };
    let counts = event.counts.iter().map(|count| EventCount {
        role: count.role.clone(),
        value: count.value,
        min: count.min,
        max: count.max,
        modifier: count.modifier,
        approximate: count.approximate,
        counted: count.counted.clone(),
        claims: count.claims.iter().map(claim).collect(),
    });
    let time = event.time.as_ref().map(|time| EventTime {
        anchor_event: time.anchor_event.as_ref().map(outside),
        basis_ref: None,
        ..time.clone()
    });
    let place = event.place.as_ref().map(|place| record.place_inside(place));
    let attribution = event.attribution.iter().map(|source| Attribution {
        entity: inside(&source.entity),
        name: source.name.clone(),
        text: source.text.clone(),
        start: source.start,
        end: source.end,
        cue: source.cue.clone(),
        via: inside(&source.via),
    });
    let links = event.links.iter().map(|link| Link { kind: link.kind, event: outside(&link.event) });
    let event = Event {
        id: outside(&event.id),
        kind: event.kind.clone(),
        aspect: event.aspect,
        codes: event.codes.clone(),
        main: event.main,
        trigger: event.trigger.clone(),
        mentions: event.mentions.clone(),
        arguments: arguments.collect(),
        counts: counts.collect(),
        time,
        place,
        attribution: attribution.collect(),
        polarity: event.polarity,
        tense: event.tense,
        modality: event.modality,
        links: links.collect(),
        evidence: event.evidence.clone(),
        confidence: event.confidence,
        explain: event.explain.clone(),
    };
    EventLine { event, article: article(record) }
}

fn article<'a>(record: &Record<'a>) -> ArticleInside<'a> {
    ArticleInside {
        id: record.id.clone(),
        source: record.source.clone(),
        title: record.title.as_ref().map(|title| title.text.clone()),
        published: record.published.as_ref().map(|published| published.value.clone()),
        url: record.source.url.clone(),
    }
}

impl<'a> EntityInside<'a> {
    /// What stands for an entity.
    pub fn of(entity: &Entity<'a>) -> Self {
        Self {
            id: entity.id.clone(),
            kind: entity.kind,
            name: entity.name.clone(),
            link: entity.link.id.clone(),
            country: entity.location.country.clone().or_else(|| entity.attributes.nationality.first().cloned()),
        }
    }
}
