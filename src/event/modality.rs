//! Modality: whether the text says that something happened, did not happen, or may, will, should happen; and when, grammatically.
//!
//! In: a candidate and the clauses above it. Out: a [`Judgement`]. Complements of plan, demand, threaten, deny, purposes and conditions are never asserted.
//! The cues are data (`word/modality.tsv`); how far each reaches is grammar: a negation does not pass into the nouns of its clause.

use super::argument::Candidate;
use super::scene::Scene;
use super::{Modality, Tense};
use crate::clause::{Bond, Form, Kind, NounGroup, NounId, Opening, Tag, VerbGroup, VerbId, VerbTense, Voice};
use crate::document::{TokenIndex, ZoneKind};
use crate::lexicon::{Class, TriggerPart};
use std::ops::Range;

/// What the text says of a happening's reality.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) negative: bool,
    pub(super) tense: Option<Tense>,
    pub(super) modality: Modality,
}

/// Clauses above that are looked at.
const HIGHEST: usize = 6;

/// Words from a verb in which "until" is looked for.
const FARTHEST_UNTIL: u32 = 12;

/// Judges a candidate.
pub(super) fn judge(scene: &Scene, candidate: &Candidate, sentence: u32) -> Judgement {
    let mut judgement = Judgement::default();
    match (candidate.part, candidate.verb, candidate.noun) {
        (TriggerPart::Noun, _, Some(noun)) => judge_noun(scene, candidate, noun, sentence, &mut judgement),
        (_, Some(verb), _) => {
            judge_verb(scene, verb, sentence, &mut judgement, 0);
            judgement.negative |= is_refused_by_argument(scene, verb);
            any_at_all(scene, verb, &mut judgement);
        }
        (_, None, Some(noun)) => judge_modifier(scene, noun, candidate.head, &mut judgement),
        _ => {}
    }
    apply(&candidate.block.modality, &mut judgement);
    // "his re-election in a vote that she says was rigged"
    let votes =
        candidate.fillers.iter().filter_map(|filler| filler.noun).filter(|noun| scene.kind(*noun) == Kind::Event);
    if judgement.modality == Modality::Asserted && votes.take(3).any(|noun| is_disputed(scene, noun, sentence)) {
        apply("contested", &mut judgement);
    }
    judgement
}

/// "no one was killed", "killed nobody", "no sanctions were lifted"
fn is_refused_by_argument(scene: &Scene, verb: VerbId) -> bool {
    let Some(verb) = scene.clauses.verb(verb) else { return false };
    [verb.subject, verb.object]
        .into_iter()
        .flatten()
        .filter_map(|noun| scene.clauses.noun(noun))
        .any(|noun| noun.opening == Opening::Negative)
}

/// "before any deal is signed", "whether any soldiers were captured": what may be none at all is not told as done.
fn any_at_all(scene: &Scene, verb: VerbId, judgement: &mut Judgement) {
    let Some(verb) = scene.clauses.verb(verb).filter(|_| !judgement.negative) else { return };
    // "denied any fraud" is a denial
    let object = verb.object.filter(|_| scene.verb_cue(verb.head).is_none());
    for noun in [verb.subject, object].into_iter().flatten().filter_map(|noun| scene.clauses.noun(noun)) {
        opened_by(scene, noun, judgement);
    }
}

fn opened_by(scene: &Scene, noun: &NounGroup, judgement: &mut Judgement) {
    if let Some(value) = scene.cue(scene.document.token(noun.tokens.start).word, "determiner") {
        apply(value, judgement);
    }
}

/// Writes a cue's value; negative ones turn the polarity, the rest set the modality unless a stronger one stands.
fn apply(value: &str, judgement: &mut Judgement) {
    let modality = match value {
        "negative" => {
            judgement.negative = true;
            return;
        }
        "possible" => Modality::Possible,
        "conditional" => Modality::Conditional,
        "alleged" => Modality::Alleged,
        "reported" => Modality::Reported,
        "planned" | "future" => Modality::Planned,
        "demanded" | "necessary" => Modality::Demanded,
        "denied" => Modality::Denied,
        "contested" => Modality::Contested,
        _ => return,
    };
    if judgement.modality == Modality::Asserted {
        judgement.modality = modality;
    }
}

fn judge_verb(scene: &Scene, id: VerbId, sentence: u32, judgement: &mut Judgement, depth: usize) {
    let Some(verb) = scene.clauses.verb(id) else { return };
    judgement.negative |= verb.negative && !is_not_until(scene, id);
    if depth == 0 {
        judgement.tense = match verb.tense {
            VerbTense::Past => Some(Tense::Past),
            VerbTense::Present => Some(Tense::Present),
            VerbTense::Future => Some(Tense::Future),
            VerbTense::None => None,
        };
    }
    if let Some(modal) = verb.modal {
        apply_modal(scene, id, modal, sentence, judgement);
    }
    adverbs(scene, verb.tokens.start.saturating_sub(2)..verb.tokens.end + 1, judgement);
    if let Some(opener) = &verb.opener {
        apply_opener(scene, opener, &["subordinator", "preposition"], judgement);
    }
    if depth >= HIGHEST {
        return;
    }
    match verb.bond {
        Bond::Complement => judge_complement(scene, id, verb, sentence, judgement, depth),
        Bond::Purpose => purpose(scene, id, sentence, judgement, depth),
        Bond::Adverbial => judge_adverbial(scene, verb, sentence, judgement, depth),
        Bond::Coordinate if verb.form != Form::Finite => {
            if let Some(parent) = verb.parent {
                judge_verb(scene, parent, sentence, judgement, depth + 1);
                borrow_tense(scene, parent, judgement);
            }
        }
        Bond::Main | Bond::Coordinate | Bond::Relative | Bond::Inserted => {
            judge_free(scene, verb, sentence, judgement);
        }
    }
    if depth > 0 {
        return;
    }
    if judgement.tense.is_none() {
        judgement.tense = match (verb.form, judgement.modality) {
            (Form::Participle, _) => Some(Tense::Past),
            (_, Modality::Planned | Modality::Demanded) => Some(Tense::Future),
            _ => None,
        };
    }
    if judgement.modality == Modality::Planned && verb.modal.is_some() {
        judgement.tense = Some(Tense::Future);
    }
}

/// What another verb, a noun or a headline says of what is told in its complement.
fn judge_complement(
    scene: &Scene,
    id: VerbId,
    verb: &VerbGroup,
    sentence: u32,
    judgement: &mut Judgement,
    depth: usize,
) {
    if let Some(parent) = verb.parent {
        pass_through(scene, parent, id, sentence, judgement, depth);
        // "said guards had allegedly beaten one man and that another had died"
        let first = scene.clauses.verb(parent).and_then(|parent| parent.complement);
        if let Some(first) = first.filter(|first| *first < id && verb.form == Form::Finite)
            && let Some(first) = scene.clauses.verb(first)
        {
            adverbs(scene, first.tokens.start.saturating_sub(2)..first.tokens.end, judgement);
        }
    } else if let Some(noun) = verb.noun {
        governing_noun(scene, noun, judgement);
    } else if verb.form == Form::Infinitive {
        headline_infinitive(scene, verb.tokens.start, sentence, judgement);
    }
}

/// What the verb above says of a circumstance.
fn judge_adverbial(scene: &Scene, verb: &VerbGroup, sentence: u32, judgement: &mut Judgement, depth: usize) {
    let Some(parent) = verb.parent else { return };
    let opener = verb.opener.as_ref();
    if verb.form == Form::Gerund && opener.is_some_and(|opener| scene.clauses.tag(opener.start) == Tag::Preposition) {
        // "accused of killing", "banned from entering", "without releasing"
        if let Some(above) = scene.clauses.verb(parent)
            && let Some(value) = scene.verb_cue(above.head)
            && matches!(value, "alleged" | "denied" | "planned" | "possible" | "negative" | "demanded")
        {
            apply(value, judgement);
        }
        if let Some(noun) = verb.noun {
            governing_noun(scene, noun, judgement);
        }
    } else if verb.form == Form::Finite
        && verb.tense == VerbTense::Present
        && opener.is_some_and(|opener| is_temporal(scene, opener))
        && is_unreal(scene, parent, sentence, depth)
    {
        // "must withdraw before any deal is signed": what waits for what is not yet so
        apply("conditional", judgement);
    }
    borrow_tense(scene, parent, judgement);
}

/// A clause of its own, or one beside another.
fn judge_free(scene: &Scene, verb: &VerbGroup, sentence: u32, judgement: &mut Judgement) {
    // "allegedly beat six men and seized their nets"
    if let Some(first) = verb.parent.and_then(|parent| scene.clauses.verb(parent))
        && verb.bond == Bond::Coordinate
        && verb.subject == first.subject
        && judgement.modality == Modality::Asserted
    {
        let mut before = Judgement::default();
        adverbs(scene, first.tokens.start.saturating_sub(2)..first.tokens.end, &mut before);
        judgement.modality = before.modality;
    }
    if verb.form == Form::Infinitive && verb.noun.is_none() {
        headline_infinitive(scene, verb.tokens.start, sentence, judgement);
    }
}

/// "did not resign until Friday": on Friday, he did.
pub(super) fn is_not_until(scene: &Scene, id: VerbId) -> bool {
    let Some(verb) = scene.clauses.verb(id) else { return false };
    let past = verb.negative && verb.tense == VerbTense::Past && verb.modal.is_none();
    let words = verb.tokens.end..verb.tokens.end + FARTHEST_UNTIL;
    let ends = |at: &TokenIndex| {
        let tag = scene.clauses.tag(*at);
        tag.is_verb() || matches!(tag, Tag::Comma | Tag::Stop | Tag::Conjunction)
    };
    past && words.take_while(|at| !ends(at)).any(|at| scene.preposition(&(at..at + 1)) == "until")
}

/// before, until, once, when
fn is_temporal(scene: &Scene, opener: &Range<TokenIndex>) -> bool {
    (opener.clone()).any(|at| scene.document.cell(at, Class::Subordinator, 0, scene.lexicon) == Some("time"))
}

/// Whether a clause tells what is planned, demanded, possible or conditional.
fn is_unreal(scene: &Scene, id: VerbId, sentence: u32, depth: usize) -> bool {
    let mut judgement = Judgement::default();
    judge_verb(scene, id, sentence, &mut judgement, depth + 1);
    matches!(judgement.modality, Modality::Planned | Modality::Demanded | Modality::Possible | Modality::Conditional)
}

fn borrow_tense(scene: &Scene, from: VerbId, judgement: &mut Judgement) {
    if judgement.tense.is_some() {
        return;
    }
    judgement.tense = match scene.clauses.verb(from).map(|verb| verb.tense) {
        Some(VerbTense::Past) => Some(Tense::Past),
        Some(VerbTense::Present) => Some(Tense::Present),
        _ => None,
    };
}

/// "to be released" in a title is what will be.
fn headline_infinitive(scene: &Scene, at: TokenIndex, sentence: u32, judgement: &mut Judgement) {
    let title =
        scene.document.sentences.get(sentence as usize).is_some_and(|sentence| sentence.zone == ZoneKind::Title);
    if title || scene.clauses.tag(at) == Tag::To {
        apply("planned", judgement);
    }
}

fn apply_modal(scene: &Scene, id: VerbId, modal: TokenIndex, sentence: u32, judgement: &mut Judgement) {
    let lexicon = scene.lexicon;
    let Some(verb) = scene.clauses.verb(id) else { return };
    let word = scene.document.token(modal).word;
    let value = scene.cue(word, "modal").or_else(|| {
        let sense = lexicon.sense(word, Class::Modal)?;
        lexicon.cell(sense, 0).split('|').next()
    });
    let Some(value) = value else { return };
    // "would not comment" tells a refusal, "could have" a thing that may have been
    if value == "conditional" && judgement.negative && !verb.perfect {
        return;
    }
    // "said it would send troops": what was to come when it was said
    let told = verb.parent.filter(|_| verb.bond == Bond::Complement).and_then(|parent| scene.clauses.verb(parent));
    if value == "conditional"
        && !verb.perfect
        && told.is_some_and(|told| told.tense == VerbTense::Past && told.form == Form::Finite)
        && !has_condition(scene, id, sentence)
    {
        return apply("planned", judgement);
    }
    apply(value, judgement);
}

/// Whether a clause with "if" or "unless" hangs on a verb.
fn has_condition(scene: &Scene, id: VerbId, sentence: u32) -> bool {
    let Some(groups) = scene.clauses.sentences.get(sentence as usize) else { return false };
    let verbs = scene.clauses.verbs.get(groups.verbs.start as usize..groups.verbs.end as usize).unwrap_or(&[]);
    let conditional = |verb: &VerbGroup| {
        verb.opener.as_ref().is_some_and(|opener| {
            let mut judgement = Judgement::default();
            apply_opener(scene, opener, &["subordinator"], &mut judgement);
            judgement.modality == Modality::Conditional
        })
    };
    verbs.iter().filter(|verb| verb.parent == Some(id) || verb.parent.is_none()).take(12).any(conditional)
}

/// Adverbs of doubt and hearsay around a verb.
fn adverbs(scene: &Scene, tokens: Range<TokenIndex>, judgement: &mut Judgement) {
    for at in tokens {
        if scene.clauses.tag(at) != Tag::Adverb {
            continue;
        }
        if let Some(value) = scene.cue(scene.document.token(at).word, "adverb") {
            if value == "negative" {
                judgement.negative = true;
            } else {
                apply(value, judgement);
            }
        }
    }
}

/// if, unless, without, instead of: what opens a clause, or only what stands before a noun
fn apply_opener(scene: &Scene, opener: &Range<TokenIndex>, kinds: &[&str], judgement: &mut Judgement) {
    let lexicon = scene.lexicon;
    let mut value = None;
    if opener.len() == 1 {
        let word = scene.document.token(opener.start).word;
        value = kinds.iter().find_map(|kind| scene.cue(word, kind));
    } else {
        for hit in scene.document.phrases_within(opener.clone()) {
            let kind = || lexicon.cell(hit.sense, 1);
            if hit.sense.class == Class::Modality && hit.words() == opener.len() && kinds.contains(&kind()) {
                value = Some(lexicon.cell(hit.sense, 0));
            }
        }
    }
    if let Some(value) = value {
        apply(value, judgement);
    }
}

/// What a verb says of its complement: vowed to, denied that, failed to, is expected to, began.
fn pass_through(scene: &Scene, parent: VerbId, child: VerbId, sentence: u32, judgement: &mut Judgement, depth: usize) {
    let Some(above) = scene.clauses.verb(parent) else { return };
    let infinitive = scene.clauses.verb(child).is_some_and(|verb| verb.form == Form::Infinitive);
    let gerund = scene.clauses.verb(child).is_some_and(|verb| verb.form == Form::Gerund);
    if above.copula {
        // "is likely to", "is ready to"; "is to meet"
        if predicate(scene, above, judgement) {
        } else if infinitive && above.object.is_none() {
            apply("planned", judgement);
        } else {
            judge_verb(scene, parent, sentence, judgement, depth + 1);
        }
        borrow_tense(scene, parent, judgement);
        return;
    }
    let token = scene.document.token(above.head);
    if infinitive && (token.is(Class::Auxiliary) || token.is(Class::Modal)) {
        // "has to", "going to", "used to"
        let value =
            scene.document.phrases_within(above.head..above.head + 2).iter().find_map(|hit| match hit.sense.class {
                Class::Modality => Some(scene.lexicon.cell(hit.sense, 0)),
                Class::Modal | Class::Auxiliary => scene.lexicon.cell(hit.sense, 0).split('|').next(),
                _ => None,
            });
        if let Some(value) = value {
            apply(value, judgement);
            borrow_tense(scene, parent, judgement);
            return;
        }
    }
    let value = if infinitive { scene.infinitive_cue(above.head) } else { scene.verb_cue(above.head) };
    let value = value.unwrap_or("");
    let passive = above.voice == Voice::Passive;
    let below = scene.clauses.verb(child);
    let finite = below.is_some_and(|below| below.form == Form::Finite);
    match value {
        // "could not confirm that", "did not say whether"
        "reported" | "alleged" | "asserted" | "" if finite && above.negative && token.is(Class::Reporting) => {
            apply("possible", judgement);
        }
        // "said that", "reported that": whose words they are stands in the attribution
        "reported" if !passive => {}
        "alleged" if !passive && !infinitive && !gerund => apply("alleged", judgement),
        // "was told that they had attacked": only what is still to be done can be demanded
        "demanded" if is_report(scene, child) => {}
        "asserted" | "caused" | "" => {
            if infinitive || gerund {
                judge_verb(scene, parent, sentence, judgement, depth + 1);
            }
        }
        "negative" if above.negative => {}
        "negative" => judgement.negative = true,
        other => {
            apply(other, judgement);
        }
    }
    if infinitive || gerund {
        borrow_tense(scene, parent, judgement);
    }
}

/// What an adjective behind a form of be says of the infinitive behind it.
fn predicate(scene: &Scene, be: &VerbGroup, judgement: &mut Judgement) -> bool {
    let words = be.tokens.end..be.tokens.end + 4;
    let value = words
        .take_while(|at| scene.clauses.tag(*at) != Tag::To)
        .find_map(|at| scene.cue(scene.document.token(at).word, "adjective"));
    match value {
        // "was able to meet": he did; "was not able to": he did not, and "is able to" says only that he can
        Some("achieved") if be.tense == VerbTense::Past && be.modal.is_none() => judgement.negative |= be.negative,
        Some("achieved") => {
            judgement.negative |= be.negative;
            apply("possible", judgement);
        }
        Some("negative") if be.negative => {}
        Some(value) => apply(value, judgement),
        None => {}
    }
    value.is_some()
}

/// Whether a clause says in the past tense what was so.
fn is_report(scene: &Scene, id: VerbId) -> bool {
    scene
        .clauses
        .verb(id)
        .is_some_and(|verb| verb.form == Form::Finite && verb.tense == VerbTense::Past && verb.modal.is_none())
}

/// "flew to Minsk to meet", "a plan to release", "the highest-ranking official to visit"
fn purpose(scene: &Scene, id: VerbId, sentence: u32, judgement: &mut Judgement, depth: usize) {
    let Some(verb) = scene.clauses.verb(id) else { return };
    let above = verb.parent.and_then(|parent| scene.clauses.verb(parent));
    if let Some(be) = above.filter(|above| above.copula && verb.tokens.start <= above.tokens.end + 4)
        && predicate(scene, be, judgement)
    {
        borrow_tense(scene, verb.parent.unwrap_or(id), judgement);
        return;
    }
    if let Some(noun) = verb.noun.and_then(|noun| scene.clauses.noun(noun)) {
        if is_superlative(scene, &noun.tokens) {
            // factual: he is the highest one who did
            if let Some(parent) = verb.parent {
                borrow_tense(scene, parent, judgement);
            }
            judgement.tense = Some(Tense::Past);
            return;
        }
        if let Some(value) = scene.noun_cue(noun.head) {
            // "missed the chance to meet"
            let lost = |above: &&VerbGroup| scene.verb_cue(above.head) == Some("negative");
            judgement.negative |= above.filter(lost).is_some_and(|above| !above.negative);
            apply(value, judgement);
            return;
        }
    }
    if let Some(parent) = above {
        // "blocked roads to protest" is an aim, "barred reporters to enter" is not
        let kind = |object| scene.clauses.noun(object).map(|noun| noun.kind);
        let inanimate = parent
            .object
            .and_then(kind)
            .is_some_and(|kind| matches!(kind, Kind::Facility | Kind::Place | Kind::Thing | Kind::Vehicle));
        match scene.verb_cue(parent.head) {
            Some("negative") if inanimate => {}
            Some("negative") => {
                judgement.negative |= !parent.negative;
                return;
            }
            // "prompted investors to leave", "were forced to leave": what is brought about comes about as it is said to be
            Some("caused") if parent.object.is_some() || parent.voice == Voice::Passive => {
                if let Some(parent) = verb.parent {
                    judge_verb(scene, parent, sentence, judgement, depth + 1);
                    borrow_tense(scene, parent, judgement);
                }
                return;
            }
            Some("asserted" | "reported" | "caused") | None => {}
            Some(value) => return apply(value, judgement),
        }
    }
    apply("planned", judgement);
}

/// first, last, only, highest-ranking: of all who did, this one did.
fn is_superlative(scene: &Scene, tokens: &Range<TokenIndex>) -> bool {
    tokens.clone().any(|at| {
        let token = scene.document.token(at);
        let ordinal =
            token.is(Class::Numeral) && scene.document.cell(at, Class::Numeral, 1, scene.lexicon) == Some("ordinal");
        let superlative = scene.cue(token.word, "superlative").is_some();
        let ending =
            !token.is(Class::Noun) && scene.document.word(at).len() > 5 && scene.document.word(at).ends_with("est");
        ordinal || superlative || ending
    })
}

fn governing_noun(scene: &Scene, noun: NounId, judgement: &mut Judgement) {
    let Some(group) = scene.clauses.noun(noun) else { return };
    // "reports that she had died were false"
    let predicate = group.subject_of.and_then(|verb| scene.clauses.verb(verb)).filter(|verb| verb.copula);
    if let Some(verb) = predicate {
        let value =
            (verb.tokens.end..verb.tokens.end + 4).find_map(|at| scene.cue(scene.document.token(at).word, "adjective"));
        if matches!(value, Some("contested" | "negative")) && !verb.negative {
            return apply("denied", judgement);
        }
    }
    if let Some(value) = scene.noun_cue(group.head) {
        apply(value, judgement);
    }
}

/// A noun trigger: its own modifiers, the noun before its "of" or "for", the verb it depends on.
fn judge_noun(scene: &Scene, candidate: &Candidate, id: NounId, sentence: u32, judgement: &mut Judgement) {
    let Some(group) = scene.clauses.noun(id) else { return };
    judgement.negative |= group.opening == Opening::Negative;
    judge_words(scene, group.tokens.start..candidate.tokens.start, judgement);
    if is_disputed(scene, id, sentence) {
        apply("contested", judgement);
    }
    if let Some(light) = candidate.light {
        return judge_light(scene, candidate, group, light, sentence, judgement);
    }
    judge_phrase(scene, group, judgement);
    judge_governed(scene, group, judgement);
    opened_by(scene, group, judgement);
    if judgement.modality == Modality::Asserted {
        judgement.tense = Some(Tense::Past);
    }
}

/// What the verb that a noun's event is told with says of it: "held talks", "called off the meeting".
fn judge_light(
    scene: &Scene,
    candidate: &Candidate,
    group: &NounGroup,
    light: VerbId,
    sentence: u32,
    judgement: &mut Judgement,
) {
    judge_verb(scene, light, sentence, judgement, 0);
    // "called off the meeting": it did not take place; "ended the siege" says it did; what the frame lists says it did too
    let Some(verb) = scene.clauses.verb(light) else { return };
    judgement.negative |= is_refused_by_argument(scene, light);
    if group.object_of != Some(light) && verb.voice != Voice::Passive {
        return;
    }
    let lemma = scene.verb_lemma(verb.head);
    let light_head = verb.head;
    let listed = candidate.block.light.iter().any(|listed| {
        let (verb, rest) = listed.split_once(' ').unwrap_or((listed, ""));
        // "call a strike", but "call off a strike"
        verb == lemma
            && if rest.is_empty() {
                !scene.has_particle(verb, light_head)
            } else {
                scene.stands_at(rest, light_head + 1)
            }
    });
    match scene.verb_cue(verb.head) {
        Some("negative") => judgement.negative |= !listed && !verb.negative,
        Some(value @ ("planned" | "possible")) if !listed => {
            apply(value, judgement);
            judgement.tense = Some(Tense::Future);
        }
        Some(value @ ("demanded" | "alleged")) => apply(value, judgement),
        _ => {}
    }
    opened_by(scene, group, judgement);
}

/// What stands before the phrase that a noun is in says of it: "plans for a visit", "called for the release".
fn judge_phrase(scene: &Scene, group: &NounGroup, judgement: &mut Judgement) {
    let Some(phrase) = group.phrase.and_then(|phrase| scene.clauses.phrases.get(phrase as usize)) else { return };
    // "arrived in Cairo for talks"
    if scene.preposition(&phrase.preposition) == "for"
        && phrase.verb.and_then(|verb| scene.clauses.verb(verb)).is_some_and(|verb| goes_for(scene, verb.head))
    {
        apply("planned", judgement);
    }
    apply_opener(scene, &phrase.preposition, &["preposition"], judgement);
    if let Some(above) = phrase.noun.and_then(|noun| scene.clauses.noun(noun)) {
        let direct = matches!(scene.preposition(&phrase.preposition), "of" | "for" | "to" | "about" | "on" | "against");
        if direct && let Some(value) = scene.noun_cue(above.head) {
            apply(value, judgement);
        }
        judgement.negative |= direct && above.opening == Opening::Negative;
    } else if let Some(verb) = phrase.verb.and_then(|verb| scene.clauses.verb(verb))
        && phrase.preposition.start == verb.tokens.end
        && let Some(value @ ("planned" | "demanded" | "denied" | "alleged" | "possible")) = scene.verb_cue(verb.head)
    {
        // "called for the release", "prepares for a visit", "accused of the attack"
        apply(value, judgement);
    }
}

/// What the verb says that a noun is object of, or passive subject.
fn judge_governed(scene: &Scene, group: &NounGroup, judgement: &mut Judgement) {
    let passive =
        group.subject_of.filter(|verb| scene.clauses.verb(*verb).is_some_and(|verb| verb.voice == Voice::Passive));
    if let Some(verb) = group.object_of.or(passive).and_then(|verb| scene.clauses.verb(verb)) {
        let confirms =
            verb.negative && scene.document.cell(verb.head, Class::Reporting, 0, scene.lexicon) == Some("confirm");
        match scene.verb_cue(verb.head) {
            // "could not confirm the arrest"
            _ if confirms => apply("possible", judgement),
            Some("negative") => judgement.negative |= !verb.negative,
            // "rejected talks", but "rejected the verdict", "rejected an offer"
            Some("refused") if is_open_plan(scene, group) && !verb.negative => {
                judgement.negative = true;
                apply("planned", judgement);
            }
            Some(value @ ("planned" | "demanded" | "denied" | "alleged" | "possible" | "contested")) => {
                apply(value, judgement);
            }
            _ => {}
        }
    }
}

/// "a truce that the rebels say was never agreed", "a vote that she says was stolen".
fn is_disputed(scene: &Scene, id: NounId, sentence: u32) -> bool {
    let Some(groups) = scene.clauses.sentences.get(sentence as usize) else { return false };
    let verbs = scene.clauses.verbs.get(groups.verbs.start as usize..groups.verbs.end as usize).unwrap_or(&[]);
    verbs
        .iter()
        .take(24)
        .filter(|verb| verb.bond == Bond::Relative && verb.noun == Some(id) && verb.subject == Some(id))
        .any(|verb| {
            let said = verb.parent.and_then(|parent| scene.clauses.verb(parent));
            let said = said.is_some_and(|parent| {
                scene.document.token(parent.head).is(Class::Reporting) && parent.head < verb.head
            });
            let end = if verb.copula { verb.tokens.end + 3 } else { verb.tokens.end };
            let word = || {
                let mut words = verb.head..end;
                words.any(|at| scene.cue(scene.document.token(at).word, "adjective") == Some("contested"))
            };
            said && (verb.negative || word())
        })
}

/// Whether a verb takes its "for" as where it goes: what one goes for is to come.
fn goes_for(scene: &Scene, head: TokenIndex) -> bool {
    scene.triggers_at(head).any(|(frame, block)| {
        let role = block.prepositions.get("for");
        role.is_some_and(|role| frame.roles.iter().any(|known| known.place && known.name == *role))
    })
}

/// "talks", "a truce", no proposal, offer or demand: what is not there before it is accepted.
fn is_open_plan(scene: &Scene, group: &NounGroup) -> bool {
    matches!(group.opening, Opening::Bare | Opening::Indefinite | Opening::Quantifier)
        && !matches!(scene.noun_cue(group.head), Some("planned" | "demanded" | "alleged" | "reported" | "possible"))
}

/// planned, alleged, failed, possible before a noun
fn judge_words(scene: &Scene, tokens: Range<TokenIndex>, judgement: &mut Judgement) {
    for at in tokens {
        if let Some(value) = scene.cue(scene.document.token(at).word, "adjective") {
            apply(value, judgement);
        }
    }
}

/// "the released detainees": it has happened, unless an adverb doubts it.
fn judge_modifier(scene: &Scene, noun: NounId, head: TokenIndex, judgement: &mut Judgement) {
    let Some(group) = scene.clauses.noun(noun) else { return };
    judge_words(scene, group.tokens.start..head, judgement);
    adverbs(scene, group.tokens.start..head, judgement);
    judgement.tense = Some(Tense::Past);
}
