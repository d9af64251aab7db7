//! Events: who did what to whom, where, when, how many, according to whom; and quotes with their speakers.
//!
//! In: everything below. Out: [`Events`]. Across articles see `merged`.

mod argument;
mod circumstance;
mod collapse;
mod content;
mod dispute;
mod link;
mod misfortune;
mod modality;
mod quote;
mod scene;
mod tally;

use crate::clause::{Bond, Clauses, Form, Kind, Opening, VerbId, Voice};
use crate::document::{Document, TokenIndex};
use crate::entity::{Entities, EntityId, Granularity, TimeId};
use crate::lexicon::{Class, FrameId, Lexicon, TriggerId, TriggerPart};
use crate::mention::{CountReading, Mention, MentionId, Reading};
use crate::text::Span;
use crate::text::number::numbered;
use argument::{Candidate, Filler, Slot};
use collapse::Draft;
use modality::Judgement;
use scene::Scene;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Index of an [`Event`] in [`Events::events`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

impl From<EventId> for String {
    /// Its id in the record: `ev1` for the first.
    fn from(id: EventId) -> Self {
        numbered("ev", id.0 + 1)
    }
}

/// The events and quotes of an article.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// In the order of their first trigger.
    pub events: Vec<Event>,
    /// In text order.
    pub quotes: Vec<Quote>,
}

/// One happening or state.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its frame; type and codes stand there.
    pub frame: FrameId,
    /// A state, not an event.
    pub state: bool,
    /// Belongs to what title and lead are about.
    pub main: bool,
    /// The trigger that tells most.
    pub trigger: Span,
    /// Its lemma.
    pub lemma: String,
    /// The other triggers of the same event, in text order.
    pub mentions: Vec<Span>,
    /// Who and what takes part.
    pub arguments: Vec<Argument>,
    /// How many, one entry a role or toll.
    pub counts: Vec<EventCount>,
    /// When.
    pub time: Option<EventTime>,
    /// Where.
    pub place: Option<EventPlace>,
    /// According to whom, one entry a source.
    pub attribution: Vec<Attribution>,
    /// It is said not to have happened.
    pub negative: bool,
    /// past, present or future.
    pub tense: Option<Tense>,
    /// How sure the text is.
    pub modality: Modality,
    /// Told only as what another event of its sentence says, agrees, refuses or aims at.
    pub content: bool,
    /// A disaster did it, and so nobody: it has no codes of a deed.
    pub misfortune: bool,
    /// To other events of the article.
    pub links: Vec<Link>,
    /// The sentence it rests on.
    pub evidence: Span,
    /// 0 to 1.
    pub confidence: f32,
    /// Rule that made it.
    pub rule: &'static str,
}

/// A participant.
#[derive(Clone, Debug)]
pub struct Argument {
    /// A role that the frame declares.
    pub role: String,
    /// Who; none for a filler that is no entity.
    pub entity: Option<EntityId>,
    /// Name, or the text of a filler that is no entity.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// The group it belongs to.
    pub member_of: Option<EntityId>,
    /// How it is known.
    pub basis: Basis,
    /// Id of what the basis points to, as [`EntityId`], [`TimeId`] and [`EventId`] are written: "e3", "t1", "ev2".
    pub basis_ref: Option<String>,
}

/// How an argument, time or place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Basis {
    Stated,
    Coreference,
    Headline,
    Inherited,
    Implied,
    Dateline,
    Published,
}

/// How many, by role or toll: the consensus and every claim behind it.
#[derive(Clone, Debug)]
pub struct EventCount {
    /// patient, participant, killed, injured …
    pub role: String,
    /// The consensus.
    pub consensus: CountReading,
    /// What is counted.
    pub counted: Option<String>,
    /// Every claim: the count's mention, and who says so.
    pub claims: Vec<(MentionId, Option<EntityId>)>,
}

/// When an event was.
#[derive(Clone, Debug)]
pub struct EventTime {
    /// TIMEX3 value.
    pub value: Option<String>,
    /// First day or moment.
    pub from: Option<String>,
    /// Last, inclusive.
    pub to: Option<String>,
    /// How fine.
    pub granularity: Option<Granularity>,
    /// How the event lies to it.
    pub relation: TimeRelation,
    /// The event it is told by.
    pub anchor_event: Option<EventId>,
    /// How it is known.
    pub basis: Basis,
    /// The time it rests on.
    pub time: Option<TimeId>,
}

/// How an event lies to its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum TimeRelation {
    Within,
    Throughout,
    Since,
    Until,
    Before,
    After,
}

/// Where an event was.
#[derive(Clone, Debug)]
pub struct EventPlace {
    /// The place.
    pub entity: EntityId,
    /// How it is known.
    pub basis: Basis,
}

/// Who says so.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// The source, when it is an entity.
    pub entity: Option<EntityId>,
    /// Its name or words.
    pub name: String,
    /// Where they stand.
    pub span: Span,
    /// The word or phrase of saying.
    pub cue: Option<Span>,
    /// Who relays it.
    pub via: Option<EntityId>,
}

/// Grammatical time of the trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Tense {
    Past,
    Present,
    Future,
}

/// How sure the text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Modality {
    #[default]
    Asserted,
    Reported,
    Alleged,
    Contested,
    Denied,
    Planned,
    Demanded,
    Possible,
    Conditional,
    Implied,
}

impl Modality {
    /// Its name in the record and in the gazetteers.
    pub const fn name(self) -> &'static str {
        match self {
            Modality::Asserted => "asserted",
            Modality::Reported => "reported",
            Modality::Alleged => "alleged",
            Modality::Contested => "contested",
            Modality::Denied => "denied",
            Modality::Planned => "planned",
            Modality::Demanded => "demanded",
            Modality::Possible => "possible",
            Modality::Conditional => "conditional",
            Modality::Implied => "implied",
        }
    }
}

/// A link to another event of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// How.
    pub kind: LinkKind,
    /// To which.
    pub event: EventId,
}

/// How two events are linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum LinkKind {
    After,
    BecauseOf,
    MeansOf,
    PartOf,
}

/// What somebody said.
#[derive(Clone, Debug)]
pub struct Quote {
    /// direct, indirect or mixed.
    pub kind: QuoteKind,
    /// Its words; direct ones with their quotation marks.
    pub segments: Vec<Span>,
    /// All that is reported, unquoted words of a mixed quote as well: what is said here, the speaker says.
    pub reported: Vec<Span>,
    /// Who said it.
    pub speaker: Option<EntityId>,
    /// Where the speaker stands.
    pub speaker_span: Option<Span>,
    /// The word or phrase of saying.
    pub cue: Option<Span>,
    /// To whom.
    pub addressee: Option<EntityId>,
    /// On what medium.
    pub medium: Option<String>,
    /// When.
    pub time: Option<TimeId>,
    /// Who relays it.
    pub via: Option<EntityId>,
    /// Rule that found it.
    pub rule: &'static str,
}

/// Kinds of quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// A sentence or more in quotation marks.
    Direct,
    /// Reported without quotation marks.
    Indirect,
    /// A few quoted words inside a reported sentence.
    Mixed,
}

/// Extracts events and quotes.
pub fn extract(
    document: &Document,
    mentions: &[Mention],
    clauses: &Clauses,
    entities: &Entities,
    lexicon: &Lexicon,
) -> Events {
    let quotes = quote::find(document, mentions, clauses, entities, lexicon);
    let scene = Scene::new(document, mentions, clauses, entities, lexicon);
    let mut chosen: Vec<(Candidate, u32)> = Vec::new();
    for sentence in 0..document.sentences.len() as u32 {
        chosen.extend(choose(&scene, sentence).into_iter().map(|candidate| (candidate, sentence)));
    }
    let mut drafts = Vec::new();
    for (at, (candidate, sentence)) in chosen.iter().enumerate() {
        let near = chosen[..at].iter().rev().take_while(|(_, other)| other == sentence);
        let main =
            near.clone().map(|(main, _)| main).find(|main| is_aim_of(&scene, candidate, main)).unwrap_or(candidate);
        let judgement = modality::judge(&scene, main, *sentence);
        let behind = chosen[at..].iter().take_while(|(_, other)| other == sentence);
        let mut others = near.chain(behind).map(|(other, _)| other);
        let content = others.any(|other| content::is_of(&scene, candidate, judgement, other));
        if let Some(mut draft) = draft(&scene, candidate, *sentence, judgement, &quotes) {
            draft.event.content = content;
            drafts.push(draft);
        }
    }
    let mut drafts = collapse::collapse(&scene, drafts);
    dispute::weigh(&scene, &mut drafts);
    dispute::spread(&scene, &mut drafts);
    circumstance::anchor(&scene, &mut drafts);
    collapse::inherit(&scene, &mut drafts);
    let mut events: Vec<Event> = drafts.into_iter().map(|draft| draft.event).collect();
    link::link(&scene, &chosen, &mut events);
    misfortune::mark(&scene, &mut events);
    Events { events, quotes }
}

/// The senses of a sentence's triggers: for each stretch of words the best one, longer stretches before shorter ones inside them.
fn choose<'a>(scene: &Scene<'a>, sentence: u32) -> Vec<Candidate<'a>> {
    let groups = scene.clauses.sentences.get(sentence as usize);
    if groups.is_none_or(|groups| groups.nouns.is_empty() && groups.verbs.is_empty()) {
        return Vec::new();
    }
    let mut chosen = apart(candidates(scene, sentence));
    drop_fillers(scene, &mut chosen);
    drop_doubles(scene, &mut chosen);
    fuse(scene, &mut chosen);
    take_from_aims(scene, &mut chosen);
    chosen
}

/// What the triggers of a sentence may tell, the best first; of equals the longer, then the earlier frame.
fn candidates<'a>(scene: &Scene<'a>, sentence: u32) -> Vec<Candidate<'a>> {
    let mut found: Vec<Candidate> = Vec::new();
    let Some(tokens) = scene.document.sentences.get(sentence as usize).map(|sentence| sentence.tokens.clone()) else {
        return found;
    };
    for (_, mention) in scene.mentions_in(&tokens) {
        let Reading::Trigger(reading) = &mention.reading else { continue };
        for id in &reading.triggers {
            if let Some(candidate) = argument::read(scene, *id, &mention.tokens, reading.rest.as_ref(), sentence) {
                found.push(candidate);
            }
            if let Some((id, tokens)) = widened(scene, *id, &mention.tokens)
                && let Some(candidate) = argument::read(scene, id, &tokens, None, sentence)
            {
                found.push(candidate);
            }
        }
    }
    found.sort_by(|one, other| {
        other
            .score
            .total_cmp(&one.score)
            .then(other.tokens.len().cmp(&one.tokens.len()))
            .then(one.tokens.start.cmp(&other.tokens.start))
            .then(one.frame.cmp(&other.frame))
    });
    found
}

/// Of candidates that share words the first, in text order.
fn apart(found: Vec<Candidate>) -> Vec<Candidate> {
    let mut chosen: Vec<Candidate> = Vec::new();
    for candidate in found {
        let taken = chosen.iter().any(|other| {
            other.tokens.start < candidate.tokens.end && candidate.tokens.start < other.tokens.end
                || other.rest.as_ref().is_some_and(|rest| rest.contains(&candidate.head))
                || other.head == candidate.head
        });
        if !taken {
            chosen.push(candidate);
        }
    }
    chosen.sort_by_key(|candidate| candidate.tokens.start);
    chosen
}

/// "lift the ban", "launch an inquiry": a bare noun that only fills a role of another is no event beside it, but may be told of before.
fn drop_fillers(scene: &Scene, chosen: &mut Vec<Candidate>) {
    let heads: Vec<(u32, FrameId, Option<VerbId>)> = chosen
        .iter()
        .flat_map(|candidate| {
            let fillers = candidate.fillers.iter().filter(|filler| filler.slot != Slot::Subject);
            fillers.map(|filler| (filler.head, candidate.frame, candidate.verb))
        })
        .collect();
    for candidate in chosen.iter_mut() {
        candidate.bare = candidate.part == TriggerPart::Noun
            && candidate.fillers.is_empty()
            && heads.iter().any(|(head, _, verb)| {
                // "the truce, brokered by Egypt, took effect": told by a verb of its own
                *head == candidate.head && (candidate.light.is_none() || candidate.light == *verb)
            })
            && tally::count_in(scene, &noun_tokens(scene, candidate)).is_none();
    }
    chosen.retain(|candidate| {
        !(candidate.bare && heads.iter().any(|(head, frame, _)| (*head, *frame) == (candidate.head, candidate.frame)))
    });
}

/// Verbs whose event a noun of theirs tells. "held talks": the noun tells it, when both would be the same frame; "an earthquake struck Japan": the verb does, for the
/// noun is its subject; "airstrikes hit a hospital": the noun again, when the verb is of another frame.
fn drop_doubles(scene: &Scene, chosen: &mut Vec<Candidate>) {
    let doubled: Vec<bool> = chosen
        .iter()
        .map(|candidate| {
            chosen.iter().any(|other| {
                let subject = || {
                    let mut fillers = candidate.fillers.iter();
                    fillers.any(|filler| filler.head == other.head && filler.slot == Slot::Subject)
                };
                let told =
                    other.light.is_some() && other.light == candidate.verb && candidate.part == TriggerPart::Verb;
                let acts = || {
                    let noun = other.noun.and_then(|noun| scene.clauses.noun(noun));
                    let active = other
                        .light
                        .and_then(|verb| scene.clauses.verb(verb))
                        .is_some_and(|verb| verb.voice != Voice::Passive);
                    active && noun.is_some_and(|noun| noun.subject_of == other.light)
                };
                told && if other.frame == candidate.frame { !subject() } else { acts() }
            })
        })
        .collect();
    let mut doubled = doubled.into_iter();
    chosen.retain(|_| !doubled.next().unwrap_or(false));
}

/// "under a range of international sanctions", "in Russian custody": the state "under sanctions" with words between, by its noun.
fn widened(scene: &Scene, id: TriggerId, tokens: &Range<TokenIndex>) -> Option<(TriggerId, Range<TokenIndex>)> {
    if id.part != TriggerPart::Noun {
        return None;
    }
    let head = tokens.end.checked_sub(1)?;
    let group = scene.clauses.noun(scene.clauses.noun_at(head)?)?;
    let fits = group.head == head && matches!(group.opening, Opening::Bare | Opening::Quantifier);
    let mut phrase = scene.clauses.phrases.get(group.phrase.filter(|_| fits)? as usize)?;
    let above = phrase.noun.and_then(|noun| scene.clauses.noun(noun)).and_then(|noun| noun.phrase);
    if scene.preposition(&phrase.preposition) == "of"
        && let Some(above) = above.and_then(|above| scene.clauses.phrases.get(above as usize))
    {
        phrase = above;
    }
    let apart = phrase.preposition.end < tokens.start && tokens.start - phrase.preposition.end <= 6;
    let preposition = scene.document.words(&phrase.preposition);
    let noun = scene.document.word(head);
    let frame = scene.lexicon.frame(FrameId(id.frame)).filter(|_| apart)?;
    frame.triggers.iter().enumerate().find_map(|(block, trigger)| {
        let word = trigger.states.iter().position(|state| state.split_once(' ') == Some((preposition, noun)))?;
        let id = TriggerId { block: block as u16, part: TriggerPart::State, word: word as u16, ..id };
        Some((id, phrase.preposition.start..tokens.end))
    })
}

/// "rallied to demand reforms from the government": what a role of the aim tells of the event itself.
fn take_from_aims<'a>(scene: &Scene<'a>, chosen: &mut [Candidate<'a>]) {
    for at in 0..chosen.len() {
        let candidate = &chosen[at];
        let Some(frame) = scene.lexicon.frame(candidate.frame) else { continue };
        let mut taken: Vec<Filler<'a>> = Vec::new();
        for role in frame.roles.iter().filter(|role| !role.aim.is_empty()) {
            if candidate.fillers.iter().any(|filler| filler.role == role.name) {
                continue;
            }
            let aims =
                chosen.iter().filter(|aim| aim.frame != candidate.frame && content::is_aim(scene, aim, candidate));
            let fillers = aims.flat_map(|aim| &aim.fillers).filter(|filler| filler.role == role.aim);
            taken.extend(fillers.map(|filler| Filler { role: &role.name, ..filler.clone() }));
        }
        chosen[at].fillers.extend(taken);
    }
}

/// "talks brokered by Qatar", "an earthquake struck Taiwan": a noun that fills a role of a verb of its own frame is told with the verb.
fn fuse(scene: &Scene, chosen: &mut Vec<Candidate>) {
    let mut at = 0;
    while at < chosen.len() {
        let noun = &chosen[at];
        let by = chosen.iter().position(|verb| {
            noun.part == TriggerPart::Noun
                && verb.part == TriggerPart::Verb
                && verb.frame == noun.frame
                && verb.fillers.iter().any(|filler| filler.head == noun.head)
        });
        let Some(by) = by else {
            at += 1;
            continue;
        };
        let noun = chosen.remove(at);
        let Some(verb) = chosen.get_mut(by - usize::from(by > at)) else { continue };
        verb.fillers.retain(|filler| filler.head != noun.head || filler.slot == Slot::Subject);
        for filler in noun.fillers {
            let many = scene.lexicon.role(verb.frame, filler.role).is_some_and(|role| role.many);
            let known = |known: &Filler| known.head == filler.head || !many && known.role == filler.role;
            if !verb.fillers.iter().any(known) {
                verb.fillers.push(filler);
            }
        }
    }
}

/// "took to the streets to protest": the aim of an event of the same kind is that event, as real as it is.
fn is_aim_of(scene: &Scene, aim: &Candidate, of: &Candidate) -> bool {
    let Some(verb) = aim.verb.and_then(|verb| scene.clauses.verb(verb)) else { return false };
    aim.part == TriggerPart::Verb
        && aim.frame == of.frame
        && verb.bond == Bond::Purpose
        && verb.parent.is_some()
        && (verb.parent == of.verb || verb.parent == of.light)
}

fn noun_tokens(scene: &Scene, candidate: &Candidate) -> Range<u32> {
    candidate.noun.and_then(|noun| scene.clauses.noun(noun)).map_or(0..0, |noun| noun.tokens.clone())
}

/// An event of one trigger; none when nothing is known of it.
fn draft(scene: &Scene, candidate: &Candidate, sentence: u32, judgement: Judgement, quotes: &[Quote]) -> Option<Draft> {
    let frame = scene.lexicon.frame(candidate.frame)?;
    if frame.kind == STATEMENT {
        return None;
    }
    let state = frame.aspect == "state" || candidate.part == TriggerPart::State;
    let trigger = scene.document.span(&candidate.tokens);
    let attribution = attribution(scene, trigger, quotes);
    let source = attribution.first().and_then(|attribution| attribution.entity);
    let modality = match judgement.modality {
        Modality::Asserted if is_by_hearsay(scene, &attribution) => Modality::Reported,
        Modality::Asserted if dispute::is_own_claim(scene, candidate, frame, &attribution) => Modality::Alleged,
        modality => modality,
    };
    let time = circumstance::time(scene, candidate, sentence, state);
    let place = circumstance::place(scene, candidate, frame, sentence);
    let counts = tally::counts(scene, candidate, frame, source);
    let mut arguments: Vec<Argument> = candidate.fillers.iter().map(|filler| argument_of(scene, filler)).collect();
    once_each(&mut arguments);
    // nothing is known of it here: it can only be another word for an event that stands
    let empty = arguments.is_empty()
        && !(judgement.negative && candidate.verb.is_some())
        && place.is_none()
        && counts.is_empty()
        && time.is_none()
        && candidate.light.is_none();
    let echo = candidate.bare || empty || is_each(scene, candidate);
    let noun = candidate.noun.and_then(|noun| scene.clauses.noun(noun));
    let definite = noun.is_some_and(|noun| matches!(noun.opening, Opening::Definite | Opening::Possessive));
    let verbal = candidate.part != TriggerPart::Noun && candidate.verb.is_some();
    let lemma = lemma(scene, candidate);
    let evidence = scene.document.sentences.get(sentence as usize).map_or(trigger, |sentence| sentence.span);
    let known = arguments.iter().filter(|argument| argument.entity.is_some()).count().min(3) as f32;
    let confidence =
        (0.45 + 0.1 * known + 0.1 * candidate.score.clamp(0.0, 2.0) + if verbal { 0.05 } else { 0.0 }).min(0.97);
    let event = Event {
        frame: candidate.frame,
        state,
        main: false,
        trigger,
        lemma,
        mentions: Vec::new(),
        arguments,
        counts,
        time,
        place,
        attribution,
        negative: judgement.negative,
        tense: judgement.tense,
        modality,
        content: false,
        misfortune: false,
        links: Vec::new(),
        evidence,
        confidence,
        rule: if verbal { "verb" } else { "noun" },
    };
    Some(Draft { event, sentence, light: !verbal, group: tally::is_group(scene, candidate), definite, echo })
}

/// "the family of each person killed" speaks of killings told elsewhere.
fn is_each(scene: &Scene, candidate: &Candidate) -> bool {
    let Some(verb) = candidate.verb.and_then(|verb| scene.clauses.verb(verb)) else { return false };
    let about = verb.noun.filter(|_| verb.form == Form::Participle && verb.bond == Bond::Relative);
    about
        .and_then(|noun| scene.clauses.noun(noun))
        .is_some_and(|noun| scene.cue(scene.document.token(noun.tokens.start).word, "determiner") == Some("again"))
}

/// The frame whose events are quotes.
const STATEMENT: &str = "statement";

/// "The union extended its sanctions": whoever fills a role by a pronoun and by name fills it once, by name.
fn once_each(arguments: &mut Vec<Argument>) {
    let named: Vec<(String, EntityId)> = arguments
        .iter()
        .filter(|argument| argument.basis == Basis::Stated)
        .filter_map(|argument| Some((argument.role.clone(), argument.entity?)))
        .collect();
    arguments.retain(|argument| {
        let by_name = |(role, entity): &(String, EntityId)| *role == argument.role && Some(*entity) == argument.entity;
        argument.basis == Basis::Stated || !named.iter().any(by_name)
    });
}

fn argument_of(scene: &Scene, filler: &Filler) -> Argument {
    let entity = scene.entity_at(filler.head);
    let span = scene.document.span(&filler.tokens);
    let words = span.of(scene.document.text);
    let name =
        entity.and_then(|id| scene.entities.get(id)).map_or_else(|| words.to_owned(), |entity| entity.name.clone());
    let pronoun =
        scene.mention_at(filler.head).is_some_and(|(_, mention)| matches!(mention.reading, Reading::Pronoun(_)));
    let basis = if pronoun && entity.is_some() { Basis::Coreference } else { Basis::Stated };
    Argument { role: filler.role.to_owned(), entity, name, span, member_of: None, basis, basis_ref: None }
}

fn lemma(scene: &Scene, candidate: &Candidate) -> String {
    let head = candidate.tokens.start;
    match candidate.part {
        TriggerPart::Verb => scene.verb_lemma(head).to_owned(),
        TriggerPart::Noun => {
            let last = candidate.tokens.end.saturating_sub(1);
            let sense = scene.lexicon.sense(scene.document.token(last).word, Class::Noun);
            sense.map_or_else(
                || scene.document.word(last).to_lowercase(),
                |sense| scene.lexicon.cell(sense, 1).to_owned(),
            )
        }
        _ => scene.document.words(&candidate.tokens).to_lowercase(),
    }
}

/// "according to official figures": a paper says so, and nobody who was there; a newspaper is somebody.
fn is_by_hearsay(scene: &Scene, attribution: &[Attribution]) -> bool {
    let is_paper = |source: &Attribution| {
        let head = scene.document.token_at(source.span.end).saturating_sub(1);
        let media = scene.document.cell(head, Class::Noun, 0, scene.lexicon) == Some("media");
        !media && scene.clauses.noun_at(head).is_some_and(|noun| scene.kind(noun) == Kind::Document)
    };
    !attribution.is_empty() && attribution.iter().all(is_paper)
}

/// Who says so: the speaker of the quote that the trigger stands in.
fn attribution(scene: &Scene, trigger: Span, quotes: &[Quote]) -> Vec<Attribution> {
    quotes
        .iter()
        .filter(|quote| quote.reported.iter().any(|span| span.contains(trigger)))
        .filter_map(|quote| {
            let span = quote.speaker_span.or(quote.cue)?;
            let name = quote
                .speaker
                .and_then(|speaker| scene.entities.get(speaker))
                .map_or_else(|| span.of(scene.document.text).to_owned(), |entity| entity.name.clone());
            Some(Attribution { entity: quote.speaker, name, span, cue: quote.cue, via: quote.via })
        })
        .collect()
}
