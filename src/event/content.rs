//! Contents: what a sentence only mentions as what somebody says, agrees to, demands, refuses or aims at.
//!
//! In: two candidates of one sentence. Out: whether the one is told only as content of the other. CAMEO codes such a sentence once, by what is said ("threatened to
//! ban", "rejected an offer"); the happening inside stays an event, without codes of its own.

use super::Modality;
use super::argument::{Candidate, Slot};
use super::modality::Judgement;
use super::scene::Scene;
use crate::clause::{Bond, Form};

/// Whether `candidate` is told only as what `other` is about.
pub(super) fn is_of(scene: &Scene, candidate: &Candidate, judgement: Judgement, other: &Candidate) -> bool {
    let Some(frame) = scene.lexicon.frame(other.frame) else { return false };
    if other.head == candidate.head || frame.plover.is_empty() {
        return false;
    }
    let unreal = judgement.negative
        || matches!(
            judgement.modality,
            Modality::Planned | Modality::Demanded | Modality::Possible | Modality::Conditional
        );
    let inside = other.fillers.iter().any(|filler| {
        let content = || frame.roles.iter().any(|role| role.content && role.name == filler.role);
        filler.tokens.contains(&candidate.head)
            && !filler.tokens.contains(&other.head)
            && (unreal && filler.slot != Slot::Subject || content())
    });
    inside || judgement.modality == Modality::Planned && is_aim(scene, candidate, other)
}

/// "went on hunger strike to demand", "marched to press their demands": an aim of what is done.
pub(super) fn is_aim(scene: &Scene, candidate: &Candidate, other: &Candidate) -> bool {
    let object_of = || candidate.noun.and_then(|noun| scene.clauses.noun(noun)).and_then(|noun| noun.object_of);
    let verb = candidate.verb.or(candidate.light).or_else(object_of);
    let Some(verb) = verb.and_then(|verb| scene.clauses.verb(verb)) else { return false };
    // "rallied, calling for reforms"
    let beside = verb.bond == Bond::Adverbial && verb.form == Form::Gerund && verb.opener.is_none();
    let to = verb.form == Form::Infinitive && matches!(verb.bond, Bond::Purpose | Bond::Complement);
    let Some(parent) = verb.parent.filter(|_| beside || to) else { return false };
    other.verb == Some(parent)
        || other.light == Some(parent)
        || other.noun.is_some() && scene.clauses.verb(parent).is_some_and(|parent| parent.object == other.noun)
}
