//! Collapse: the mentions of one happening inside the article become one event; what it does not state itself it takes over, and says so.
//!
//! In: one draft a trigger. Out: events in the order of their first trigger. Same frame, no contradiction in patient, participants, day, place and reality.

use super::circumstance::{compatible, is_day};
use super::scene::Scene;
use super::{Basis, Event, EventTime, Modality, Tense, TimeRelation, tally};
use crate::document::ZoneKind;
use crate::entity::{EntityId, Granularity};
use crate::lexicon::{Class, Frame};
use crate::mention::NameType;
use std::collections::BTreeMap;

/// An event of one trigger, with what the collapse needs to know.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) event: Event,
    pub(super) sentence: u32,
    /// Told by a noun or a participle before a noun: it refers back more than it tells.
    pub(super) light: bool,
    /// Its object is an unnamed group of people.
    pub(super) group: bool,
    /// Definite or possessive: "the releases", "his arrest".
    pub(super) definite: bool,
    /// Nothing is known of it: no participant, place, time or count.
    pub(super) echo: bool,
}

/// Joins drafts that tell the same event.
pub(super) fn collapse(scene: &Scene, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut events: Vec<Draft> = Vec::new();
    let (echoes, drafts): (Vec<Draft>, Vec<Draft>) = drafts.into_iter().partition(|draft| draft.echo);
    for draft in drafts {
        let mut best: Option<(i32, usize)> = None;
        for (at, event) in events.iter().enumerate().rev().take(60) {
            if let Some(score) = likeness(scene, event, &draft)
                && best.is_none_or(|(highest, _)| score > highest)
            {
                best = Some((score, at));
            }
        }
        match best.and_then(|(_, at)| events.get_mut(at)) {
            Some(event) => merge(scene, event, draft),
            None => events.push(draft),
        }
    }
    answer(&mut events, echoes);
    for draft in &mut events {
        draft.event.mentions.sort();
        for count in &mut draft.event.counts {
            tally::agree(scene, count);
        }
    }
    events
}

/// Characters of `2024-04-06`.
const DAY_LENGTH: usize = 10;

/// Events of one frame and reality by where they are told.
#[derive(Default)]
struct Told {
    /// Start of each trigger and mention, and the first event that has it.
    at: BTreeMap<u32, usize>,
    /// The least start of a trigger, and its event.
    first: Option<(u32, usize)>,
}

/// Gives each echo to the event of its frame told last before it, else the first told after it; one that answers to nothing is dropped.
fn answer(events: &mut [Draft], echoes: Vec<Draft>) {
    let key = |event: &Event| (event.frame.0, event.negative, event.state);
    let mut told: BTreeMap<(u16, bool, bool), Told> = BTreeMap::new();
    for (number, Draft { event, .. }) in events.iter().enumerate() {
        let group = told.entry(key(event)).or_default();
        for span in event.mentions.iter().chain([&event.trigger]) {
            group.at.entry(span.start).or_insert(number);
        }
        let first = (event.trigger.start, number);
        group.first = Some(group.first.map_or(first, |other| other.min(first)));
    }
    for echo in echoes {
        let start = echo.event.trigger.start;
        let Some(group) = told.get_mut(&key(&echo.event)) else { continue };
        let before = group.at.range(..start).next_back().map(|(_, number)| *number);
        let Some(number) = before.or(group.first.map(|(_, number)| number)) else { continue };
        let Some(event) = events.get_mut(number) else { continue };
        event.event.mentions.push(echo.event.trigger);
        let at = group.at.entry(start).or_insert(number);
        *at = number.min(*at);
    }
}

/// How much speaks for two drafts being one event; none when something speaks against it.
fn likeness(scene: &Scene, event: &Draft, draft: &Draft) -> Option<i32> {
    let (one, other) = (&event.event, &draft.event);
    if one.frame != other.frame || one.state != other.state || one.negative != other.negative {
        return None;
    }
    let real = |modality: Modality| {
        matches!(
            modality,
            Modality::Asserted | Modality::Reported | Modality::Alleged | Modality::Contested | Modality::Denied
        )
    };
    if real(one.modality) != real(other.modality) {
        return None;
    }
    if !compatible(one.time.as_ref(), other.time.as_ref()) {
        return None;
    }
    let frame = scene.lexicon.frame(one.frame)?;
    let same_day = one.time.is_some() && other.time.is_some();
    let mut score = if same_day { 2 } else { 0 };
    score += place_likeness(scene, one, other)?;
    score += role_likeness(scene, event, draft, frame, same_day)?;
    let near = draft.sentence.saturating_sub(event.sentence) <= 2;
    if near {
        score += 1;
    }
    // a headline that names nobody tells what the article tells
    let title =
        scene.document.sentences.get(event.sentence as usize).map(|sentence| sentence.zone) == Some(ZoneKind::Title);
    let anaphoric = title && event.light && event.event.arguments.is_empty()
        || draft.light && draft.definite
        || draft.light && draft.event.arguments.is_empty();
    let wanted = if anaphoric { 1 } else { 2 };
    (score >= wanted).then_some(score)
}

fn place_likeness(scene: &Scene, one: &Event, other: &Event) -> Option<i32> {
    let (Some(one), Some(other)) = (&one.place, &other.place) else { return Some(0) };
    if one.entity == other.entity {
        return Some(2);
    }
    let (one, other) = (scene.entities.get(one.entity)?, scene.entities.get(other.entity)?);
    let same_country = one.location.country.is_some() && one.location.country == other.location.country;
    let country = |subtype: &Option<String>| subtype.as_deref() == Some("country");
    if same_country
        && (country(&one.subtype)
            || country(&other.subtype)
            || one.kind == NameType::Facility
            || other.kind == NameType::Facility)
    {
        return Some(1);
    }
    if one.location.country.is_none() || other.location.country.is_none() {
        return Some(0);
    }
    None
}

fn entities_of<'e>(event: &'e Event, role: &'e str) -> impl Iterator<Item = EntityId> + 'e {
    event.arguments.iter().filter(move |argument| argument.role == role).filter_map(|argument| argument.entity)
}

/// Roles that say whose event it is: shared fillers speak for one event, different named ones against it.
fn role_likeness(scene: &Scene, event: &Draft, draft: &Draft, frame: &Frame, same_day: bool) -> Option<i32> {
    let mut score = 0;
    for role in &frame.roles {
        let name = role.name.as_str();
        let one: Vec<EntityId> = entities_of(&event.event, name).collect();
        let other: Vec<EntityId> = entities_of(&draft.event, name).collect();
        if one.is_empty() || other.is_empty() {
            continue;
        }
        let shared = other.iter().filter(|id| one.contains(id)).count();
        let named = |ids: &[EntityId]| {
            ids.iter()
                .filter(|id| scene.entities.get(**id).is_some_and(|entity| entity.kind != NameType::Group))
                .count()
        };
        let counted = !role.count.is_empty();
        if shared > 0 {
            // two full pairs that share one are two meetings
            if role.many
                && name == frame_reciprocal(frame)
                && one.len() >= 2
                && other.len() >= 2
                && shared < other.len().min(one.len())
                && named(&one) >= 2
                && named(&other) >= 2
            {
                return None;
            }
            score += 2;
        } else if counted && (event.group || draft.group || named(&one) == 0 || named(&other) == 0) {
            // one of the group, or another name for it
            score += i32::from(same_day);
        } else if counted && same_day && role.many && is_one_act(frame) {
            score += 1;
        } else if named(&one) > 0 && named(&other) > 0 && is_core(name) {
            return None;
        }
    }
    Some(score)
}

/// The role that both sides of a reciprocal frame fill.
fn frame_reciprocal(frame: &Frame) -> &str {
    frame
        .triggers
        .iter()
        .find(|block| !block.subject.is_empty() && block.subject == block.object)
        .map_or("", |block| block.subject.as_str())
}

/// Releases and pardons of one day are one act; killings are not.
fn is_one_act(frame: &Frame) -> bool {
    frame.group == "custody"
}

/// Who does it and to whom; reasons, topics and instruments may differ.
fn is_core(role: &str) -> bool {
    !matches!(
        role,
        "reason"
            | "topic"
            | "instrument"
            | "cause"
            | "content"
            | "crime"
            | "medium"
            | "with_help_of"
            | "helper"
            | "measure"
            | "origin"
    )
}

fn merge(_scene: &Scene, into: &mut Draft, from: Draft) {
    let event = &mut into.event;
    event.mentions.push(from.event.trigger);
    // what one says and another denies is neither done nor denied
    if (event.modality == Modality::Denied) != (from.event.modality == Modality::Denied) {
        event.modality = Modality::Contested;
    }
    event.content &= from.event.content;
    for argument in from.event.arguments {
        let known = event.arguments.iter().any(|known| {
            known.role == argument.role
                && (known.entity.is_some() && known.entity == argument.entity
                    || known.entity.is_none() && argument.entity.is_none() && known.name == argument.name)
        });
        if !known {
            event.arguments.push(argument);
        }
    }
    for count in from.event.counts {
        match event.counts.iter_mut().find(|known| known.role == count.role) {
            Some(known) => known.claims.extend(count.claims),
            None => event.counts.push(count),
        }
    }
    let finer = match (&event.time, &from.event.time) {
        (Some(one), Some(other)) => other.granularity < one.granularity && one.basis == Basis::Stated,
        (None, Some(_)) => true,
        _ => false,
    };
    if finer {
        event.time = from.event.time;
    }
    if event.place.is_none() {
        event.place = from.event.place;
    }
    for attribution in from.event.attribution {
        let known = event.attribution.iter().any(|known| {
            known.entity.is_some() && known.entity == attribution.entity || known.span == attribution.span
        });
        if !known {
            event.attribution.push(attribution);
        }
    }
    event.confidence = event.confidence.max(from.event.confidence);
    into.light &= from.light;
    into.group |= from.group;
}

/// Gives events without a time or place what the event that the article is about has, and marks the main ones.
pub(super) fn inherit(scene: &Scene, drafts: &mut [Draft]) {
    let lead = scene
        .document
        .sentences
        .iter()
        .position(|sentence| sentence.zone == ZoneKind::Body)
        .map_or(u32::MAX, |at| at as u32);
    for draft in drafts.iter_mut() {
        let zone = scene.document.sentences.get(draft.sentence as usize).map(|sentence| sentence.zone);
        draft.event.main = zone == Some(ZoneKind::Title) || draft.sentence == lead;
    }
    let main = story_day(scene, drafts).map(whole_day);
    let published = published(scene);
    let mut past: Option<(u32, EventTime)> = None;
    // "arrested shortly before the vote and sentenced": what is told with it is not of the story's day either
    let mut elsewhen = None;
    for draft in drafts {
        let paragraph = scene.document.sentences.get(draft.sentence as usize).map_or(0, |sentence| sentence.paragraph);
        let event = &mut draft.event;
        if let Some(time) = &event.time {
            if time.value.is_none() {
                elsewhen = Some(draft.sentence);
            }
            past = event
                .time
                .clone()
                .filter(|time| !is_day(time) && time.value.is_some() && !event.state)
                .map(|time| (paragraph, time));
            continue;
        }
        let zone = scene.document.sentences.get(draft.sentence as usize).map(|sentence| sentence.zone);
        // what the story says is so, is so when it is published
        if event.tense == Some(Tense::Present) && zone == Some(ZoneKind::Body) && event.modality == Modality::Asserted {
            event.time = published.as_ref().map(|(time, _)| as_of(time));
            continue;
        }
        if event.state || elsewhen == Some(draft.sentence) {
            continue;
        }
        // a paragraph that tells of an earlier year goes on in it, and so does one that says "later"
        if let Some((at, time)) = &past
            && (*at == paragraph || *at + 1 == paragraph && goes_on(scene, draft.sentence))
            && matches!(event.modality, Modality::Asserted | Modality::Contested)
        {
            event.time = Some(EventTime { basis: Basis::Inherited, relation: TimeRelation::Within, ..time.clone() });
            past = Some((paragraph, time.clone()));
            continue;
        }
        let told =
            matches!(event.modality, Modality::Asserted | Modality::Reported | Modality::Alleged | Modality::Denied);
        if !told {
            continue;
        }
        let (source, basis) = match (&main, &published) {
            (Some(main), _) => (Some(main), Basis::Inherited),
            (None, Some((published, basis))) => (Some(published), *basis),
            _ => (None, Basis::Published),
        };
        if let Some(source) = source {
            event.time = Some(EventTime { basis, ..source.clone() });
        }
    }
}

/// Whether the hour of one event is that of another nobody says: what is taken over is the day.
fn whole_day(time: EventTime) -> EventTime {
    if time.granularity.is_none_or(|granularity| granularity >= Granularity::Day) {
        return time;
    }
    let day = |text: Option<String>| text.map(|text| text.chars().take(DAY_LENGTH).collect());
    EventTime {
        value: day(time.value),
        from: day(time.from),
        to: day(time.to),
        granularity: Some(Granularity::Day),
        ..time
    }
}

/// The day of publication, as the day on which something is so.
fn as_of(published: &EventTime) -> EventTime {
    EventTime { from: published.to.clone(), relation: TimeRelation::Within, ..published.clone() }
}

/// Whether a sentence says that it goes on from the one before: later, then, afterwards.
fn goes_on(scene: &Scene, sentence: u32) -> bool {
    let Some(tokens) = scene.document.sentences.get(sentence as usize).map(|sentence| sentence.tokens.clone()) else {
        return false;
    };
    let lexicon = scene.lexicon;
    tokens.take(8).any(|at| {
        lexicon
            .senses(scene.document.token(at).word)
            .any(|sense| sense.class == Class::TimeModifier && matches!(lexicon.cell(sense, 1), "later" | "following"))
    })
}

/// The day that the article tells of: that of the title or lead, else the day stated most often within the week before publication.
fn story_day(scene: &Scene, drafts: &[Draft]) -> Option<EventTime> {
    let stated =
        |draft: &&Draft| {
            draft.event.time.as_ref().is_some_and(|time| {
                is_day(time) && time.basis == Basis::Stated && time.relation == TimeRelation::Within
            }) && matches!(draft.event.modality, Modality::Asserted | Modality::Reported | Modality::Alleged)
                && !draft.event.negative
        };
    if let Some(draft) = drafts.iter().filter(stated).find(|draft| draft.event.main) {
        return draft.event.time.clone();
    }
    let published: jiff::civil::Date = scene.document.published.as_ref()?.value.get(..10)?.parse().ok()?;
    let mut days: Vec<(usize, &EventTime)> = Vec::new();
    for draft in drafts.iter().filter(stated) {
        let Some(time) = &draft.event.time else { continue };
        let Some(day) = time
            .from
            .as_deref()
            .and_then(|from| from.get(..10))
            .and_then(|from| from.parse::<jiff::civil::Date>().ok())
        else {
            continue;
        };
        let ago = (published - day).get_days();
        if !(0..=7).contains(&ago) {
            continue;
        }
        let told = 1 + draft.event.mentions.len();
        match days.iter_mut().find(|(_, known)| known.from == time.from) {
            Some((count, _)) => *count += told,
            None => days.push((told, time)),
        }
    }
    // the first of those told equally often
    days.iter().rev().max_by_key(|(count, _)| *count).map(|(_, time)| (*time).clone())
}

/// The day of the article itself.
fn published(scene: &Scene) -> Option<(EventTime, Basis)> {
    let value = scene.document.published.as_ref()?.value.clone();
    let day: String = value.chars().take(10).collect();
    if day.len() < 10 {
        return None;
    }
    let time = EventTime {
        value: Some(day.clone()),
        from: None,
        to: Some(day),
        granularity: Some(Granularity::Day),
        relation: TimeRelation::Until,
        anchor_event: None,
        basis: Basis::Published,
        time: None,
    };
    Some((time, Basis::Published))
}
