//! Dispute: what is only claimed by those who gain by it, and what is contested because another event is.
//!
//! In: events of an article. Out: their modality, lowered. It never makes an event surer than the text does.

use super::argument::{Candidate, Slot};
use super::collapse::Draft;
use super::scene::Scene;
use super::{Attribution, Modality};
use crate::clause::{Form, Kind, Voice};
use crate::entity::EntityId;
use crate::lexicon::{Class, Frame};

/// "We control the airport," a rebel said: a party to the fighting tells of its own deeds.
pub(super) fn is_own_claim(scene: &Scene, candidate: &Candidate, frame: &Frame, attribution: &[Attribution]) -> bool {
    let first_person = |class: Class, at| {
        scene.document.cell(at, class, 0, scene.lexicon).is_some_and(|features| features.starts_with('1'))
    };
    frame.group == "violence"
        && !attribution.is_empty()
        && candidate.fillers.iter().filter(|filler| filler.slot == Slot::Subject).any(|filler| {
            first_person(Class::Pronoun, filler.head) || first_person(Class::Possessive, filler.tokens.start)
        })
}

/// What fills a role of a contested event, and the other outcomes of a contested vote in its sentence, is contested as well.
pub(super) fn spread(scene: &Scene, drafts: &mut [Draft]) {
    for at in 0..drafts.len() {
        if drafts[at].event.modality != Modality::Contested {
            continue;
        }
        let one = &drafts[at];
        let (frame, sentence) = (one.event.frame, one.sentence);
        let spans: Vec<_> = one.event.arguments.iter().map(|argument| argument.span).collect();
        let Some(group) = scene.lexicon.frame(frame).map(|frame| frame.group.clone()) else { continue };
        let near = drafts.iter_mut().take(at + NEAR).skip(at.saturating_sub(NEAR));
        for other in near.filter(|other| other.event.modality == Modality::Asserted) {
            let kin = scene.lexicon.frame(other.event.frame).is_some_and(|frame| frame.group == group);
            let inside = spans.iter().any(|span| span.contains(other.event.trigger));
            if kin && other.event.frame != frame && (inside || other.sentence == sentence && group == POLITICS) {
                other.event.modality = Modality::Contested;
            }
        }
    }
}

/// "Police say they fled, but officials dispute that", "the army says a truce was agreed; the rebels deny any deal": what one says and another denies.
pub(super) fn weigh(scene: &Scene, drafts: &mut [Draft]) {
    let mut denials: Vec<Denial> = Vec::new();
    let mut sentence = None;
    for draft in drafts.iter_mut() {
        if draft.event.modality != Modality::Asserted || draft.event.attribution.is_empty() {
            continue;
        }
        if sentence != Some(draft.sentence) {
            sentence = Some(draft.sentence);
            denials = denials_in(scene, draft.sentence, false);
            denials.extend(denials_in(scene, draft.sentence + 1, true));
        }
        let group = scene.lexicon.frame(draft.event.frame).map(|frame| frame.group.as_str());
        let denied = denials.iter().any(|denial| {
            let other =
                draft.event.attribution.iter().all(|source| source.entity.is_none() || source.entity != denial.by);
            let what = denial.groups.is_empty() || group.is_some_and(|group| denial.groups.contains(&group));
            draft.event.trigger.end <= denial.at && other && what
        });
        if denied {
            draft.event.modality = Modality::Contested;
        }
    }
}

/// Somebody denies or disputes what was told before.
struct Denial<'a> {
    /// Where the verb stands.
    at: u32,
    by: Option<EntityId>,
    /// The groups of the events that its object may be; none for "it" and "that".
    groups: Vec<&'a str>,
}

/// The denials of a sentence; `only_pronoun` for those that can be about the sentence before, because nothing is told before them.
fn denials_in<'a>(scene: &Scene<'a>, sentence: u32, only_pronoun: bool) -> Vec<Denial<'a>> {
    let Some(groups) = scene.clauses.sentences.get(sentence as usize) else { return Vec::new() };
    let verbs = scene.clauses.verbs.get(groups.verbs.start as usize..groups.verbs.end as usize).unwrap_or(&[]);
    let mut found = Vec::new();
    for (number, verb) in verbs.iter().enumerate().take(if only_pronoun { 1 } else { 16 }) {
        let says_no = verb.voice != Voice::Passive
            && verb.form == Form::Finite
            && verb.modal.is_none()
            && !verb.negative
            && verb.complement.is_none()
            && matches!(scene.verb_cue(verb.head), Some("denied" | "contested"));
        let Some(object) = verb.object.filter(|_| says_no).and_then(|noun| scene.clauses.noun(noun)) else { continue };
        let by = verb.subject.and_then(|noun| scene.clauses.noun(noun)).and_then(|noun| scene.entity_at(noun.head));
        let nobody = object.pronoun && object.kind != Kind::Person && !object.plural;
        let groups: Vec<&str> = scene.triggers_at(object.head).map(|(frame, _)| frame.group.as_str()).collect();
        if nobody || number > 0 && !groups.is_empty() {
            found.push(Denial {
                at: scene.document.token(verb.head).start,
                by,
                groups: if nobody { Vec::new() } else { groups },
            });
        }
    }
    found
}

/// So many events on each side are looked at.
const NEAR: usize = 24;

/// Votes, and who wins them.
const POLITICS: &str = "politics";
