//! An article as the page needs it: the text that is shown and everything found in it, by place.
//!
//! In: an article's record. Out: an [`Article`], whose spans count UTF-16 units of the shown text, and its rows for the page. Evidence is kept as places in the
//! text, not as words; `explain`, fingerprints and codes are left behind.

use super::label::{self, amount};
use super::shown::{Quoted, Shown, Span, clean, utf16};
use super::words::{named, plain, row};
use crate::document::ZoneKind;
use crate::entity::Granularity;
use crate::event::{Basis, TimeRelation};
use crate::record::Record;
use crate::record::finding::{self, Aspect, EventTime, Polarity};
use serde_json::{Value, json};
use std::collections::HashMap;

/// An article and its findings.
pub(super) struct Article {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) published: Option<String>,
    pub(super) source: String,
    pub(super) text: String,
    pub(super) events: Vec<Event>,
    partial: bool,
    zones: Vec<(String, Span)>,
    entities: Vec<Entity>,
    /// Span, entity, how it refers; in text order, outer ones first.
    mentions: Vec<(Span, u32, char)>,
    times: Vec<(Span, Option<String>)>,
    counts: Vec<(Span, String)>,
    quotes: Vec<(String, Vec<Span>, Option<u32>)>,
    relations: Vec<Relation>,
}

struct Entity {
    kind: String,
    name: String,
    about: serde_json::Map<String, Value>,
}

struct Relation {
    kind: String,
    subject: u32,
    object: Option<u32>,
    value: Option<String>,
    evidence: Option<Span>,
}

/// What the list, the map and the timeline need of an event, of one article or of many.
#[derive(Clone, Default)]
pub(super) struct Outline {
    pub(super) kind: String,
    pub(super) modality: String,
    pub(super) negative: bool,
    pub(super) main: bool,
    pub(super) quad: u8,
    pub(super) day: Option<String>,
    pub(super) place: Option<Spot>,
}

/// A place on the map.
#[derive(Clone, PartialEq)]
pub(super) struct Spot {
    pub(super) name: String,
    pub(super) country: Option<String>,
    pub(super) point: Option<(f64, f64)>,
    pub(super) precision: Option<String>,
}

/// An event of an article.
pub(super) struct Event {
    pub(super) outline: Outline,
    trigger: Option<Span>,
    trigger_text: String,
    others: Vec<Span>,
    arguments: Vec<Argument>,
    /// Role, words, nothing, claims with the numbers of those who make them.
    counts: Vec<Value>,
    /// In words, where they are not those of the outline's day; and how it is known.
    time: Option<(Option<String>, Option<String>)>,
    place_basis: Option<String>,
    /// Numbers of entities, or words.
    sources: Vec<Value>,
    /// Entities that sources and claims name.
    named: Vec<u32>,
    confidence: u32,
    evidence: Option<Span>,
    links: Vec<(String, u32)>,
}

struct Argument {
    role: String,
    entity: Option<u32>,
    name: String,
    span: Option<Span>,
    basis: Option<String>,
}

// ---- from a record --------------------------------------------------------------------------------------------------------------------

impl Article {
    /// What the page needs of a record.
    pub(super) fn of(record: &Record) -> Self {
        let shown = shown(record);
        let by_id: HashMap<&str, u32> =
            record.entities.iter().enumerate().map(|(number, entity)| (entity.id.as_ref(), number as u32)).collect();
        let events: HashMap<&str, u32> =
            record.events.iter().enumerate().map(|(number, event)| (event.id.as_ref(), number as u32)).collect();
        let entity = |id: Option<&str>| id.and_then(|id| by_id.get(id).copied());
        let mut mentions: Vec<(Span, u32, char)> = Vec::new();
        for (number, entity) in record.entities.iter().enumerate() {
            mentions.extend(entity.mentions.iter().filter_map(|mention| {
                let span = shown.span(mention.start, mention.end)?;
                Some((span, number as u32, named(&mention.kind).chars().next().unwrap_or('n')))
            }));
        }
        mentions.sort_by_key(|(span, entity, _)| (span.0, std::cmp::Reverse(span.1), *entity));
        let span = |words: &finding::Words| shown.span(words.start, words.end);
        let mut times: Vec<_> = record
            .times
            .iter()
            .filter_map(|time| {
                let said = time.from.as_deref().map(label::date).or_else(|| time.value.as_deref().map(clean));
                Some((shown.span(time.start, time.end)?, said))
            })
            .collect();
        times.sort_by_key(|(span, _)| *span);
        let mut counts: Vec<_> = record
            .counts
            .iter()
            .filter_map(|count| {
                let label = amount(count.value, count.min, count.max, count.modifier);
                let unit = count.unit.as_deref().map(|unit| format!(" {}", clean(unit).replace('_', " ")));
                Some((shown.span(count.start, count.end)?, label + unit.as_deref().unwrap_or("")))
            })
            .collect();
        counts.sort_by_key(|(span, _)| *span);
        let quotes = record.quotes.iter().map(|quote| {
            (named(&quote.kind), quote.segments.iter().filter_map(span).collect(), entity(quote.speaker.as_deref()))
        });
        let relations = record.relations.iter().filter_map(|relation| {
            Some(Relation {
                kind: plain(&relation.kind),
                subject: entity(Some(&relation.subject))?,
                object: entity(relation.object.as_deref()),
                value: relation.value.as_deref().map(clean),
                evidence: span(&relation.evidence),
            })
        });
        let zones = record.zones.iter().filter(|zone| zone.kind != ZoneKind::Body);
        Self {
            id: clean(&record.id),
            title: title(record),
            published: record.published.as_ref().map(|published| clean(&published.value)),
            source: clean(record.source.url.as_deref().or(record.source.path.as_deref()).unwrap_or("")),
            partial: shown.partial,
            zones: zones.filter_map(|zone| Some((named(&zone.kind), shown.span(zone.start, zone.end)?))).collect(),
            entities: record.entities.iter().map(Entity::of).collect(),
            mentions,
            times,
            counts,
            quotes: quotes.collect(),
            relations: relations.collect(),
            events: record.events.iter().map(|event| Event::of(event, &shown, &entity, &events)).collect(),
            text: shown.text,
        }
    }
}

/// The headline; without one the beginning of the text, or the id.
fn title(record: &Record) -> String {
    if let Some(title) = &record.title {
        return clean(&title.text);
    }
    let first = record.text.as_deref().unwrap_or("").lines().find(|line| !line.trim().is_empty());
    let words: Vec<&str> = first.unwrap_or("").split_whitespace().take(12).collect();
    if words.is_empty() { clean(&record.id) } else { clean(&words.join(" ")) + " …" }
}

fn shown(record: &Record) -> Shown {
    let quoted = |text, start, end| Quoted { text, start, end };
    let of = |words: &'_ finding::Words| (words.start, words.end);
    if let Some(text) = record.text.as_deref() {
        let mentions = record.entities.iter().flat_map(|entity| &entity.mentions);
        let known: Vec<Quoted> = mentions.map(|mention| quoted(&mention.text, mention.start, mention.end)).collect();
        return Shown::whole(text, &known);
    }
    let header = [
        record.title.as_ref(),
        record.dateline.as_ref().map(|line| &line.span),
        record.byline.as_ref().map(|line| &line.span),
    ];
    let segments = record.quotes.iter().flat_map(|quote| &quote.segments);
    let sentences = record.events.iter().map(|event| &event.evidence);
    let relations = record.relations.iter().map(|relation| &relation.evidence);
    let parts = header.into_iter().flatten().chain(sentences).chain(segments).chain(relations);
    let known: Vec<Quoted> = parts.map(|words| quoted(words.text.as_ref(), of(words).0, of(words).1)).collect();
    let breaks: Vec<u32> = record.zones.iter().map(|zone| zone.start).collect();
    Shown::of_parts(&known, &breaks)
}

impl Entity {
    fn of(entity: &finding::Entity) -> Self {
        let mut about = serde_json::Map::new();
        let mut say = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                about.insert(name.to_owned(), Value::String(clean(&value)));
            }
        };
        let list = |values: &[finding::Text], between: &str| (!values.is_empty()).then(|| values.join(between));
        say("subtype", entity.subtype.as_deref().map(str::to_owned));
        say("roles", list(&entity.attributes.roles, " · "));
        say("nationality", list(&entity.attributes.nationality, " "));
        say("age", entity.attributes.age.map(|age| age.to_string()));
        say("country", entity.location.country.as_deref().map(str::to_owned));
        say("wikidata", entity.link.wikidata.as_deref().map(str::to_owned));
        say("geonames", entity.link.geonames.as_deref().map(str::to_owned));
        Self { kind: named(&entity.kind), name: clean(&entity.name), about }
    }
}

impl Event {
    fn of(
        event: &finding::Event,
        shown: &Shown,
        entity: &dyn Fn(Option<&str>) -> Option<u32>,
        events: &HashMap<&str, u32>,
    ) -> Self {
        let span = |words: &finding::Words| shown.span(words.start, words.end);
        let arguments = event.arguments.iter().map(|argument| Argument {
            role: plain(&argument.role),
            entity: entity(argument.entity.as_deref()),
            name: clean(&argument.name),
            span: shown.span(argument.start, argument.end),
            basis: unless_stated(argument.basis),
        });
        let day = event.time.as_ref().and_then(day);
        let time = event.time.as_ref().and_then(|time| {
            let said = label::time(time)?;
            Some((
                Some(said).filter(|said| day.as_deref().map(label::date).as_ref() != Some(said)),
                unless_stated(time.basis),
            ))
        });
        let mut sources: Vec<Value> = Vec::new();
        for source in &event.attribution {
            let source = entity(source.entity.as_deref())
                .map_or_else(|| json!(clean(&source.name)), |known| one_up(Some(known)));
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        let links =
            event.links.iter().filter_map(|link| Some((plain(&named(&link.kind)), *events.get(link.event.as_ref())?)));
        Self {
            outline: Outline {
                kind: plain(&event.kind),
                modality: named(&event.modality),
                negative: event.polarity == Polarity::Negative,
                main: event.main && event.aspect == Aspect::Event,
                quad: event.codes.quad.unwrap_or(0),
                day,
                place: event.place.as_ref().map(spot),
            },
            trigger: shown.span(event.trigger.start, event.trigger.end),
            trigger_text: clean(&event.trigger.text),
            others: event.mentions.iter().filter_map(span).collect(),
            arguments: arguments.collect(),
            counts: event.counts.iter().map(|count| count_row(count, entity)).collect(),
            time,
            place_basis: event.place.as_ref().and_then(|place| unless_stated(place.basis)),
            sources,
            named: event
                .attribution
                .iter()
                .map(|source| &source.entity)
                .chain(event.counts.iter().flat_map(|count| count.claims.iter().map(|claim| &claim.attribution)))
                .filter_map(|id| entity(id.as_deref()))
                .collect(),
            confidence: (event.confidence.0.clamp(0.0, 1.0) * 100.0).round() as u32,
            evidence: span(&event.evidence),
            links: links.collect(),
        }
    }
}

/// A count and its claims, where they say more than it.
fn count_row(count: &finding::EventCount, entity: &dyn Fn(Option<&str>) -> Option<u32>) -> Value {
    let label = amount(count.value, count.min, count.max, count.modifier);
    let claims = count.claims.iter().map(|claim| {
        let said = amount(claim.value, claim.min, claim.max, claim.modifier);
        let by = entity(claim.attribution.as_deref());
        (if claim.excludes_named { said + " other" } else { said }, by)
    });
    let claims: Vec<(String, Option<u32>)> = claims.collect();
    let told = claims.len() > 1 || claims.iter().any(|(said, by)| by.is_some() || *said != label);
    let claims = claims.iter().map(|(said, by)| row([json!(said), one_up(*by)]));
    let claims: Vec<Value> = if told { claims.collect() } else { Vec::new() };
    row([json!(plain(&count.role)), json!(counted(label, count.counted.as_deref())), json!(null), json!(claims)])
}

/// `at least 13 prisoners`
pub(super) fn counted(label: String, what: Option<&str>) -> String {
    what.map_or(label.clone(), |what| format!("{label} {}", clean(what)))
}

fn unless_stated(basis: Basis) -> Option<String> {
    (basis != Basis::Stated).then(|| plain(&named(&basis)))
}

/// The day, month or year that stands for a time on the timeline, as exact as the time is; none for what is only before or after it.
pub(super) fn day(time: &EventTime) -> Option<String> {
    if matches!(time.relation, TimeRelation::Before | TimeRelation::After) {
        return None;
    }
    let whole = time.from.as_deref().or(time.to.as_deref())?;
    let exact = match time.granularity {
        Some(Granularity::Month) => 7,
        Some(
            Granularity::Season | Granularity::Quarter | Granularity::Year | Granularity::Decade | Granularity::Century,
        ) => 4,
        _ => 10,
    };
    let digits = whole.get(..exact.min(whole.len()))?;
    digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-').then(|| digits.to_owned())
}

/// Where an event was.
pub(super) fn spot<E>(place: &finding::EventPlace<E>) -> Spot {
    let point = place.lat.zip(place.lon).filter(|(lat, lon)| lat.abs() <= 90.0 && lon.abs() <= 180.0);
    Spot {
        name: clean(&place.name),
        country: place.country.as_deref().map(clean),
        // a hundredth of a degree is a kilometer
        point: point.map(|(lat, lon)| ((lat * 100.0).round() / 100.0, (lon * 100.0).round() / 100.0)),
        precision: place.precision.map(|precision| named(&precision)),
    }
}

// ---- rows for the page ----------------------------------------------------------------------------------------------------------------

/// Where a text of more than `limit` units is cut: behind a paragraph, or a sentence, or a word.
fn cut(text: &str, limit: u32) -> Option<usize> {
    if utf16(text) <= limit {
        return None;
    }
    let mut units = 0;
    let mut end = 0;
    for (at, letter) in text.char_indices() {
        units += letter.len_utf16() as u32;
        if units > limit {
            break;
        }
        end = at + letter.len_utf8();
    }
    let kept = text.get(..end).unwrap_or("");
    let behind = |mark: &str| kept.rfind(mark).filter(|at| *at > end / 2).map(|at| at + mark.trim_end().len());
    Some(behind("\n\n").or_else(|| behind(". ")).or_else(|| behind(" ")).unwrap_or(end))
}

impl Article {
    /// Units of the text that is shown.
    pub(super) fn length(&self) -> u32 {
        utf16(&self.text)
    }

    /// Which entities the events and relations of the first `length` units name, mentioned there or not.
    fn needed(&self, length: u32) -> Vec<bool> {
        let mut needed = vec![false; self.entities.len()];
        let mut need = |entity: Option<u32>| {
            if let Some(needed) = entity.and_then(|entity| needed.get_mut(entity as usize)) {
                *needed = true;
            }
        };
        for event in self.events.iter().filter(|event| event.trigger.is_none_or(|span| span.1 <= length)) {
            event.arguments.iter().for_each(|argument| need(argument.entity));
            event.named.iter().for_each(|entity| need(Some(*entity)));
        }
        for relation in self.relations.iter().filter(|relation| relation.evidence.is_none_or(|span| span.1 <= length)) {
            need(Some(relation.subject));
            need(relation.object);
        }
        needed
    }

    /// Everything as rows of numbers and strings; of longer texts the first `limit` units. The page reads them in `hydrate`, page.js.
    pub(super) fn rows(&self, limit: u32) -> Value {
        let end = cut(&self.text, limit);
        let text = end.and_then(|end| self.text.get(..end)).unwrap_or(&self.text);
        let length = utf16(text);
        let seen = |span: &&Span| span.1 <= length;
        let mut first: Vec<Option<Span>> = vec![None; self.entities.len()];
        let mentions: Vec<&(Span, u32, char)> = self.mentions.iter().filter(|(span, ..)| seen(&span)).collect();
        for (span, entity, _) in &mentions {
            if let Some(first) = first.get_mut(*entity as usize) {
                first.get_or_insert(*span);
            }
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        let says = |span: Option<Span>, name: &str| {
            let words = span.and_then(|(from, to)| units.get(from as usize..to as usize));
            words.is_some_and(|words| name.encode_utf16().eq(words.iter().copied()))
        };
        let needed = self.needed(length);
        let entities = self.entities.iter().zip(&first).zip(&needed).map(|((entity, first), needed)| {
            if first.is_none() && !needed {
                return json!([]);
            }
            let name = (!says(*first, &entity.name)).then_some(&entity.name);
            let about = (!entity.about.is_empty()).then_some(&entity.about);
            row([json!(entity.kind), json!(name), json!(about)])
        });
        let entities: Vec<Value> = entities.collect();
        let mut last = 0;
        let mut gap = |span: Span| {
            let gap = i64::from(span.0) - i64::from(last);
            last = span.0;
            gap
        };
        let gaps: Vec<i64> = mentions.iter().map(|(span, ..)| gap(*span)).collect();
        let lengths: Vec<u32> = mentions.iter().map(|(span, ..)| span.1 - span.0).collect();
        let whose: Vec<u32> = mentions.iter().map(|(_, entity, _)| *entity).collect();
        let kinds: String = mentions.iter().map(|(.., kind)| *kind).collect();
        let zones = self.zones.iter().filter(|(_, span)| seen(&span));
        let zones: Vec<Value> = zones.map(|(kind, (from, to))| json!([kind, from, to - from])).collect();
        let times = self.times.iter().filter(|(span, _)| seen(&span));
        let times: Vec<Value> =
            times.map(|((from, to), said)| row([json!(from), json!(to - from), json!(said)])).collect();
        let counts = self.counts.iter().filter(|(span, ..)| seen(&span));
        let counts: Vec<Value> = counts.map(|((from, to), label)| json!([from, to - from, label])).collect();
        let quotes = self.quotes.iter().filter(|(_, spans, _)| spans.iter().any(|span| seen(&span)));
        let label = |kind: &str, speaker: Option<u32>| match speaker.and_then(|id| self.entities.get(id as usize)) {
            Some(speaker) => format!("{kind} quote: {}", speaker.name),
            None => format!("{kind} quote"),
        };
        let quotes: Vec<Value> = quotes
            .map(|(kind, spans, speaker)| {
                let spans: Vec<u32> = spans.iter().filter(seen).flat_map(|(from, to)| [*from, to - from]).collect();
                row([json!(spans), json!(label(kind, *speaker))])
            })
            .collect();
        let relations: Vec<Value> = self
            .relations
            .iter()
            .filter(|relation| relation.evidence.is_none_or(|span| span.1 <= length))
            .map(|relation| {
                row([json!(relation.kind), json!(relation.subject), one_up(relation.object), json!(relation.value)])
            })
            .collect();
        let mut last = 0;
        let events: Vec<Value> =
            self.events.iter().map(|event| event.row(&self.entities, &mentions, length, &says, &mut last)).collect();
        let flags = u8::from(self.partial) | u8::from(end.is_some()) << 1;
        json!([
            text,
            flags,
            zones,
            entities,
            [json!(gaps), json!(lengths), json!(whose), json!(kinds)],
            times,
            counts,
            quotes,
            relations,
            events
        ])
    }
}

/// The mention of an entity that begins nearest to a place, of two the first.
fn nearest(mentions: &[&(Span, u32, char)], entity: u32, place: u32) -> Option<Span> {
    let own = mentions.iter().filter(|(_, whose, _)| *whose == entity).map(|(span, ..)| *span);
    own.min_by_key(|span| span.0.abs_diff(place))
}

/// Numbers from 1, so that none is 0.
fn one_up(number: Option<u32>) -> Value {
    json!(number.map(|number| number + 1))
}

impl Event {
    fn row(
        &self,
        entities: &[Entity],
        mentions: &[&(Span, u32, char)],
        length: u32,
        says: &dyn Fn(Option<Span>, &str) -> bool,
        last: &mut u32,
    ) -> Value {
        let seen = |span: Option<Span>| span.filter(|span| span.1 <= length);
        let trigger = seen(self.trigger);
        if trigger.is_none() && self.trigger.is_some() {
            // in the part of the text that is cut off: its outline is all that the page carries
            return json!([0, self.trigger_text]);
        }
        let from = trigger.map_or(*last, |span| span.0);
        let gap = i64::from(from) - i64::from(*last);
        *last = from;
        let beside = |span: Option<Span>| {
            let span = seen(span);
            [json!(span.map(|span| i64::from(span.0) - i64::from(from))), json!(span.map(|span| span.1 - span.0))]
        };
        let name_of =
            |entity: Option<u32>| entity.and_then(|number| entities.get(number as usize)).map(|found| &found.name);
        let name = |entity: Option<u32>, name: &String, span: Option<Span>| match name_of(entity) {
            Some(known) => json!((known != name).then_some(name)),
            None => json!((!says(seen(span), name)).then_some(name)),
        };
        let arguments = self.arguments.iter().map(|argument| {
            // most are the mention of their entity that stands nearest: the page finds it
            let near = argument.entity.and_then(|entity| nearest(mentions, entity, from));
            let [start, long] = beside(argument.span.filter(|span| near != Some(*span)));
            row([
                json!(argument.role),
                one_up(argument.entity),
                start,
                long,
                name(argument.entity, &argument.name, argument.span),
                json!(argument.basis),
            ])
        });
        let arguments: Vec<Value> = arguments.collect();
        let others = self.others.iter().filter(|span| span.1 <= length);
        let others: Vec<u32> = others.flat_map(|(from, to)| [*from, to - from]).collect();
        let links = self.links.iter().map(|(kind, event)| json!([kind, event]));
        let links: Vec<Value> = links.collect();
        let [start, long] = beside(self.evidence);
        row([
            json!(gap),
            trigger.map_or_else(|| json!(self.trigger_text), |span| json!(span.1 - span.0)),
            start,
            long,
            json!(arguments),
            json!(self.counts),
            self.time.as_ref().map_or(json!(null), |(said, basis)| {
                let said = said.as_ref().map_or(json!(1), |said| json!(said));
                basis.as_ref().map_or(said.clone(), |basis| json!([said, basis]))
            }),
            json!(self.place_basis),
            json!(self.sources),
            json!(self.confidence),
            json!(others),
            json!(links),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_text_is_cut_behind_a_paragraph_or_a_sentence_or_a_word() {
        let text = "One two.\n\nThree four. Five six seven";
        assert_eq!(cut(text, 100), None);
        assert_eq!(cut(text, 15).map(|end| &text[..end]), Some("One two."));
        assert_eq!(cut(text, 30).map(|end| &text[..end]), Some("One two.\n\nThree four."));
        assert_eq!(cut("🦊🦊🦊", 5).map(|end| &"🦊🦊🦊"[..end]), Some("🦊🦊"));
        assert_eq!(cut("abc", 0).map(|end| &"abc"[..end]), Some(""));
    }
}
