//! Links between the events of an article: after, because of, by means of, part of.
//!
//! In: the chosen triggers and the events they became. Out: links on events, each once, in the order of the text.

use super::argument::Candidate;
use super::scene::Scene;
use super::{Event, EventId, Link, LinkKind};
use crate::clause::VerbId;
use crate::document::TokenIndex;
use crate::text::Span;
use std::ops::Range;

/// Links events.
pub(super) fn link(scene: &Scene, chosen: &[(Candidate, u32)], events: &mut [Event]) {
    let mut found: Vec<(EventId, Link)> = Vec::new();
    for (candidate, sentence) in chosen {
        let Some(event) = event_of(scene, events, &candidate.tokens) else { continue };
        if let Some(verb) = candidate.verb {
            for phrase in scene.clauses.phrases_of_verb(verb, *sentence) {
                let Some(kind) = kind_of(scene, &phrase.preposition) else { continue };
                let head = phrase.object.and_then(|object| scene.clauses.noun(object)).map(|noun| noun.head);
                let head =
                    head.or_else(|| phrase.gerund.and_then(|gerund| scene.clauses.verb(gerund)).map(|verb| verb.head));
                let other = head.and_then(|head| headed(scene, chosen, events, head));
                found.extend(directed(event, other, kind));
            }
            found.extend(clause_link(scene, chosen, events, verb, event));
        }
        for (number, other) in events.iter().enumerate() {
            if is_means(scene, events, event, other) {
                found.push((event, Link { kind: LinkKind::MeansOf, event: EventId(number as u32) }));
            }
        }
    }
    for (event, link) in found {
        if let Some(event) = events.get_mut(event.0 as usize)
            && !event.links.contains(&link)
        {
            event.links.push(link);
        }
    }
}

/// How a preposition or subordinator links; the flag says that the other one comes later.
#[derive(Clone, Copy)]
enum Bearing {
    Is(LinkKind),
    Before,
}

fn kind_of(scene: &Scene, preposition: &Range<TokenIndex>) -> Option<Bearing> {
    match scene.preposition(preposition) {
        "after" => Some(Bearing::Is(LinkKind::After)),
        "before" => Some(Bearing::Before),
        "for" if preposition.len() > 1 => Some(Bearing::Is(LinkKind::BecauseOf)),
        "during" => Some(Bearing::Is(LinkKind::PartOf)),
        _ => None,
    }
}

fn directed(event: EventId, other: Option<EventId>, bearing: Bearing) -> Option<(EventId, Link)> {
    let other = other.filter(|other| *other != event)?;
    Some(match bearing {
        Bearing::Is(kind) => (event, Link { kind, event: other }),
        Bearing::Before => (other, Link { kind: LinkKind::After, event }),
    })
}

/// "released after he met": the clause says when or why.
fn clause_link(
    scene: &Scene,
    chosen: &[(Candidate, u32)],
    events: &[Event],
    verb: VerbId,
    event: EventId,
) -> Option<(EventId, Link)> {
    let group = scene.clauses.verb(verb)?;
    let opener = group.opener.as_ref()?;
    let above = group.parent.and_then(|parent| scene.clauses.verb(parent))?;
    let other = headed(scene, chosen, events, above.head)?;
    match kind_of(scene, opener)? {
        Bearing::Is(kind) => directed(other, Some(event), Bearing::Is(kind)),
        Bearing::Before => directed(other, Some(event), Bearing::Before),
    }
}

fn headed(scene: &Scene, chosen: &[(Candidate, u32)], events: &[Event], head: TokenIndex) -> Option<EventId> {
    let at = chosen.partition_point(|(candidate, _)| candidate.tokens.end <= head);
    let (candidate, _) =
        chosen.get(at).filter(|(candidate, _)| candidate.tokens.contains(&head) || candidate.head == head)?;
    event_of(scene, events, &candidate.tokens)
}

fn event_of(scene: &Scene, events: &[Event], tokens: &Range<TokenIndex>) -> Option<EventId> {
    let span: Span = scene.document.span(tokens);
    events.iter().position(|event| event.trigger == span || event.mentions.contains(&span)).map(|at| EventId(at as u32))
}

/// A pardon of the same people is the means of their release.
fn is_means(scene: &Scene, events: &[Event], event: EventId, other: &Event) -> bool {
    let Some(one) = events.get(event.0 as usize) else { return false };
    let (Some(frame), Some(wanted)) = (scene.lexicon.frame(one.frame), scene.lexicon.frame(other.frame)) else {
        return false;
    };
    frame.means_of.contains(&wanted.kind)
        && one.negative == other.negative
        && super::circumstance::compatible(one.time.as_ref(), other.time.as_ref())
}
