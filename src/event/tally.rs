//! Tallies: how many were killed, freed, arrested: every number said as a claim, and the consensus over all claims.
//!
//! In: a candidate's fillers and the count mentions in them. Out: [`EventCount`]s. "13 other" leaves out those the article names, so one is added to the least
//! for each of them.

use super::EventCount;
use super::argument::{Candidate, Slot};
use super::scene::Scene;
use crate::document::TokenIndex;
use crate::entity::EntityId;
use crate::lexicon::{Frame, TriggerPart};
use crate::mention::count::{CountKind, CountModifier, CountReading};
use crate::mention::{MentionId, Reading};
use std::ops::Range;

/// The counts that one trigger states.
pub(super) fn counts(scene: &Scene, candidate: &Candidate, frame: &Frame, source: Option<EntityId>) -> Vec<EventCount> {
    let mut counts: Vec<EventCount> = Vec::new();
    for filler in &candidate.fillers {
        let Some(role) = frame.roles.iter().find(|role| role.name == filler.role && !role.count.is_empty()) else {
            continue;
        };
        let tokens = filler
            .noun
            .and_then(|noun| scene.clauses.noun(noun))
            .map_or(filler.tokens.clone(), |group| group.tokens.clone());
        // a role that anything may fill can be a share: "won with 80 percent of the vote"
        let share = role.kinds.iter().any(|kind| kind == "any");
        let kinds: &[CountKind] = if share { &[CountKind::Count, CountKind::Percent] } else { &[CountKind::Count] };
        if let Some((id, reading)) = count_of(scene, &tokens, kinds) {
            add(scene, &mut counts, &role.count, id, reading, source);
        }
    }
    if candidate.part == TriggerPart::Noun
        && let Some(group) = candidate.noun.and_then(|noun| scene.clauses.noun(noun))
        && let Some((id, reading)) = count_in(scene, &(group.tokens.start..candidate.tokens.start))
        && let Some(role) = toll(candidate, frame)
    {
        add(scene, &mut counts, role, id, reading, source);
    }
    counts
}

/// What a number before the noun itself counts: deaths count the killed, arrests the arrested.
fn toll<'f>(candidate: &Candidate, frame: &'f Frame) -> Option<&'f str> {
    let object = [&candidate.block.of, &candidate.block.object, &candidate.block.possessor];
    let role =
        frame.roles.iter().find(|role| !role.count.is_empty() && object.iter().any(|wanted| **wanted == role.name))?;
    // a number of protests or meetings is none of people
    let tolled = candidate.block.subject != role.name;
    tolled.then_some(role.count.as_str())
}

fn add(
    scene: &Scene,
    counts: &mut Vec<EventCount>,
    role: &str,
    id: MentionId,
    reading: &CountReading,
    source: Option<EntityId>,
) {
    let counted = reading.counted.as_ref().map(|tokens| scene.document.words(tokens).to_owned());
    match counts.iter_mut().find(|count| count.role == role) {
        Some(count) if count.claims.iter().all(|(claim, _)| *claim != id) => {
            // "three men and two women": one more of the same
            sum(&mut count.consensus, reading);
            count.claims.push((id, source));
        }
        Some(_) => {}
        None => counts.push(EventCount {
            role: role.to_owned(),
            consensus: reading.clone(),
            counted,
            claims: vec![(id, source)],
        }),
    }
}

fn sum(total: &mut CountReading, more: &CountReading) {
    let add = |one: Option<f64>, other: Option<f64>| one.zip(other).map(|(one, other)| one + other);
    total.value = add(total.value, more.value);
    total.min = add(total.min, more.min);
    total.max = add(total.max, more.max);
    total.modifier = total.modifier.or(more.modifier);
    total.approximate |= more.approximate;
}

/// The number of people or things in a noun group.
pub(super) fn count_in<'a>(scene: &Scene<'a>, tokens: &Range<TokenIndex>) -> Option<(MentionId, &'a CountReading)> {
    count_of(scene, tokens, &[CountKind::Count])
}

/// The number of one of these kinds in a noun group.
fn count_of<'a>(
    scene: &Scene<'a>,
    tokens: &Range<TokenIndex>,
    kinds: &[CountKind],
) -> Option<(MentionId, &'a CountReading)> {
    let mut at = tokens.start.saturating_sub(2);
    while at < tokens.end {
        if let Some((id, mention)) = scene.covering(at)
            && let Reading::Count(count) = &mention.reading
            && kinds.contains(&count.kind)
            && mention.tokens.end > tokens.start
        {
            return Some((id, count));
        }
        at += 1;
    }
    None
}

/// The consensus of all claims of one count: an exact claim that no other rules out, else the narrowest interval.
pub(super) fn agree(scene: &Scene, count: &mut EventCount) {
    let mut claims: Vec<&CountReading> = Vec::new();
    for (id, _) in &count.claims {
        if let Some(Reading::Count(reading)) = scene.mentions.get(id.0 as usize).map(|mention| &mention.reading) {
            claims.push(reading);
        }
    }
    if claims.len() < 2 && claims.iter().all(|claim| !claim.excludes_named) {
        return;
    }
    // whoever the article names besides is at least one
    let extra = |claim: &CountReading| if claim.excludes_named { 1.0 } else { 0.0 };
    let (mut min, mut max) = (None::<f64>, None::<f64>);
    for claim in &claims {
        let least = claim
            .min
            .or(if claim.max.is_none() && claim.modifier.is_none() { claim.value } else { None })
            .map(|value| value + extra(claim));
        let most = claim.max.or(if claim.modifier.is_none() && !claim.excludes_named { claim.value } else { None });
        min = match (min, least) {
            (Some(one), Some(other)) => Some(one.max(other)),
            (one, other) => one.or(other),
        };
        max = match (max, most) {
            (Some(one), Some(other)) => Some(one.max(other)),
            (one, other) => one.or(other),
        };
    }
    // the exact number most often said and at least as high as the least
    let exact = claims
        .iter()
        .filter(|claim| claim.modifier.is_none() && !claim.excludes_named)
        .filter_map(|claim| claim.value)
        .filter(|value| min.is_none_or(|min| *value >= min))
        .fold(None::<f64>, |best, value| Some(best.map_or(value, |best| best.max(value))));
    match exact {
        Some(value) => {
            count.consensus.value = Some(value);
            count.consensus.min = Some(value);
            count.consensus.max = Some(value);
            count.consensus.modifier = None;
            count.consensus.approximate = false;
        }
        None => {
            let first = claims.first().copied();
            count.consensus.min = min;
            count.consensus.max = max.filter(|max| min.is_none_or(|min| *max >= min));
            if first.is_some_and(|claim| claim.excludes_named) && claims.len() == 1 {
                count.consensus.value = min;
            } else if let Some(min) = min {
                // "hundreds" says no more once "at least 640" is said
                let finer = claims.iter().find(|claim| claim.modifier != Some(CountModifier::OrderOfMagnitude));
                let finer = finer.copied().or(first);
                count.consensus.value = finer.and_then(|claim| claim.value).map(|value| value.max(min));
                count.consensus.modifier = finer.and_then(|claim| claim.modifier).or(Some(CountModifier::AtLeast));
                count.consensus.approximate = claims.iter().all(|claim| claim.approximate);
            }
        }
    }
    count.consensus.excludes_named = false;
}

/// Whether a filler stands for more than one who are not named.
pub(super) fn is_group(scene: &Scene, candidate: &Candidate) -> bool {
    candidate.fillers.iter().any(|filler| {
        filler.slot == Slot::Object
            && filler.noun.and_then(|noun| scene.clauses.noun(noun)).is_some_and(|group| group.plural)
    })
}
