//! Links between the events of an article: after, because of, by means of, part of.
//!
//! In: the chosen triggers and the events they became. Out: links on events, each once, in the order of the text.

use super::argument::Candidate;
use super::scene::Scene;
use super::{Event, EventId, Link, LinkKind};
use crate::clause::VerbId;
use crate::document::TokenIndex;
use crate::text::Span;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

/// Of the events that may be the means of another so many on each side are looked at: a law is not the means of every release of a long list.
const NEAR: usize = 16;

/// Links events.
pub(super) fn link<'a>(scene: &Scene<'a>, chosen: &[(Candidate<'a>, u32)], events: &mut [Event]) {
    let mut found: Vec<(EventId, Link)> = Vec::new();
    let told = Told::new(scene, chosen, events);
    for (candidate, sentence) in chosen {
        let Some(event) = told.event(&candidate.tokens) else { continue };
        if let Some(verb) = candidate.verb {
            for phrase in scene.clauses.phrases_of_verb(verb, *sentence) {
                let Some(kind) = kind_of(scene, &phrase.preposition) else { continue };
                let head = phrase.object.and_then(|object| scene.clauses.noun(object)).map(|noun| noun.head);
                let head =
                    head.or_else(|| phrase.gerund.and_then(|gerund| scene.clauses.verb(gerund)).map(|verb| verb.head));
                let other = head.and_then(|head| told.headed(head));
                found.extend(directed(event, other, kind));
            }
            found.extend(clause_link(&told, verb, event));
        }
        let means = told.near_means(event).into_iter().filter(|other| is_means(events, event, *other));
        found.extend(means.map(|other| (event, Link { kind: LinkKind::MeansOf, event: other })));
    }
    drop(told);
    let mut once = HashSet::with_capacity(found.len());
    for (event, link) in found {
        if once.insert((event, link.kind, link.event))
            && let Some(event) = events.get_mut(event.0 as usize)
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
fn clause_link(told: &Told, verb: VerbId, event: EventId) -> Option<(EventId, Link)> {
    let clauses = told.scene.clauses;
    let group = clauses.verb(verb)?;
    let opener = group.opener.as_ref()?;
    let above = group.parent.and_then(|parent| clauses.verb(parent))?;
    let other = told.headed(above.head)?;
    match kind_of(told.scene, opener)? {
        Bearing::Is(kind) => directed(other, Some(event), Bearing::Is(kind)),
        Bearing::Before => directed(other, Some(event), Bearing::Before),
    }
}

/// Which event is told where.
struct Told<'s, 'a> {
    scene: &'s Scene<'a>,
    chosen: &'s [(Candidate<'a>, u32)],
    events: &'s [Event],
    by_span: HashMap<Span, EventId>,
    /// In the order of the text.
    by_kind: BTreeMap<&'s str, Vec<EventId>>,
}

impl<'s, 'a> Told<'s, 'a> {
    fn new(scene: &'s Scene<'a>, chosen: &'s [(Candidate<'a>, u32)], events: &'s [Event]) -> Self {
        let mut told = Self { scene, chosen, events, by_span: HashMap::new(), by_kind: BTreeMap::new() };
        for (number, event) in events.iter().enumerate() {
            let id = EventId(number as u32);
            for span in event.mentions.iter().chain([&event.trigger]) {
                told.by_span.entry(*span).or_insert(id);
            }
            if let Some(frame) = scene.lexicon.frame(event.frame) {
                told.by_kind.entry(&frame.kind).or_default().push(id);
            }
        }
        told
    }

    fn event(&self, tokens: &Range<TokenIndex>) -> Option<EventId> {
        self.by_span.get(&self.scene.document.span(tokens)).copied()
    }

    fn headed(&self, head: TokenIndex) -> Option<EventId> {
        let at = self.chosen.partition_point(|(candidate, _)| candidate.tokens.end <= head);
        let (candidate, _) =
            self.chosen.get(at).filter(|(candidate, _)| candidate.tokens.contains(&head) || candidate.head == head)?;
        self.event(&candidate.tokens)
    }

    /// Events near by of the kinds that an event is the means of.
    fn near_means(&self, event: EventId) -> Vec<EventId> {
        let frame = self.events.get(event.0 as usize).and_then(|one| self.scene.lexicon.frame(one.frame));
        let mut near: Vec<EventId> = Vec::new();
        for kind in frame.into_iter().flat_map(|frame| &frame.means_of) {
            let of_kind = self.by_kind.get(kind.as_str()).map_or(&[][..], Vec::as_slice);
            let at = of_kind.partition_point(|other| *other < event);
            near.extend(of_kind.iter().skip(at.saturating_sub(NEAR)).take(2 * NEAR));
        }
        near.sort_unstable();
        near
    }
}

/// A pardon of the same people is the means of their release.
fn is_means(events: &[Event], event: EventId, other: EventId) -> bool {
    let (Some(one), Some(other)) = (events.get(event.0 as usize), events.get(other.0 as usize)) else { return false };
    one.negative == other.negative && super::circumstance::compatible(one.time.as_ref(), other.time.as_ref())
}
