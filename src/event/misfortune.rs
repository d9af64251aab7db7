//! Misfortune: what a quake, a storm or a crash does is nobody's deed.
//!
//! In: events of an article. Out: the killed, injured and destroyed of a disaster, marked, so that they do not get the codes of an assault. What somebody did stays a deed,
//! and so does what is told beside violence of any other kind.

use super::scene::Scene;
use super::{Argument, Event};
use crate::lexicon::{Frame, FrameId, TriggerPart};
use crate::mention::Reading;
use crate::text::Span;
use std::collections::BTreeSet;

/// GDELT's quad class of material conflict.
const MATERIAL_CONFLICT: u8 = 4;

/// Marks what befell people and things without anybody's doing.
pub(super) fn mark(scene: &Scene, events: &mut [Event]) {
    let frame = |event: &Event| scene.lexicon.frame(event.frame);
    // each once: an article may tell the same of thousands
    let groups: BTreeSet<&str> =
        events.iter().filter_map(frame).flat_map(|frame| &frame.befalls_in).map(String::as_str).collect();
    if groups.is_empty() {
        return;
    }
    let disasters = Told::new(events, |event| frame(event).is_some_and(|frame| groups.contains(frame.group.as_str())));
    let violence = Told::new(events, |event| frame(event).is_some_and(is_violent));
    for event in events {
        let Some(frame) = frame(event).filter(|frame| !frame.befalls_in.is_empty()) else { continue };
        if event.arguments.iter().any(|argument| is_doer(frame, argument)) {
            continue;
        }
        let causes = event.arguments.iter().filter(|argument| takes(frame, argument, "event"));
        let by_cause =
            causes.map(|cause| cause.span).find_map(|cause| match (disasters.within(cause), violence.within(cause)) {
                (false, false) => is_disaster(scene, frame, cause),
                (disaster, violent) => Some(disaster && !violent),
            });
        event.misfortune = by_cause.unwrap_or_else(|| {
            !violence.within(event.evidence)
                && (disasters.within(event.evidence) || violence.0.is_empty() && !disasters.0.is_empty())
        });
    }
}

/// Where events of one sort are told, in the order of the text.
struct Told(Vec<Span>);

impl Told {
    fn new(events: &[Event], wanted: impl Fn(&Event) -> bool) -> Self {
        let events = events.iter().filter(|event| wanted(event));
        let mut spans: Vec<Span> =
            events.flat_map(|event| event.mentions.iter().copied().chain([event.trigger])).collect();
        spans.sort_unstable();
        Self(spans)
    }

    fn within(&self, outer: Span) -> bool {
        let at = self.0.partition_point(|span| span.start < outer.start);
        self.0.get(at).is_some_and(|span| span.end <= outer.end)
    }
}

fn is_violent(frame: &Frame) -> bool {
    frame.quad == Some(MATERIAL_CONFLICT) && frame.befalls_in.is_empty()
}

fn takes(frame: &Frame, argument: &Argument, kind: &str) -> bool {
    frame.roles.iter().any(|role| role.name == argument.role && role.kinds.iter().any(|known| known == kind))
}

/// Whether an argument is who did it, not whom it befell.
fn is_doer(frame: &Frame, argument: &Argument) -> bool {
    takes(frame, argument, "person") && !frame.roles.iter().any(|role| role.name == argument.role && role.many)
}

/// Whether the words of a cause tell a disaster ("floods"), and no deed ("bombing"); none if they tell neither.
fn is_disaster(scene: &Scene, frame: &Frame, cause: Span) -> Option<bool> {
    let first = scene.mentions.partition_point(|mention| mention.span.start < cause.start);
    let inside = scene.mentions.iter().skip(first).take_while(|mention| mention.span.end <= cause.end);
    let triggers = inside.filter_map(|mention| match &mention.reading {
        Reading::Trigger(reading) => Some(&reading.triggers),
        _ => None,
    });
    let mut found = None;
    let nouns = triggers.flatten().filter(|trigger| trigger.part == TriggerPart::Noun);
    for told in nouns.filter_map(|trigger| scene.lexicon.frame(FrameId(trigger.frame))) {
        if is_violent(told) {
            return Some(false);
        }
        found = found.or(frame.befalls_in.contains(&told.group).then_some(true));
    }
    found
}
