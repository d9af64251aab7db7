//! Circumstance: when and where, for each trigger.
//!
//! In: a candidate with its arguments. Out: time and place that the text states for it: nearest in its clause, then in its sentence. What an event takes over from
//! another or from the dateline is decided in `collapse`.

use super::argument::{Candidate, Filler, Slot};
use super::collapse::Draft;
use super::modality::is_not_until;
use super::scene::Scene;
use super::{Basis, Event, EventId, EventPlace, EventTime, TimeRelation};
use crate::clause::{Bond, Form, Kind, NounGroup, Opening, Phrase, Tag, VerbId, VerbTense};
use crate::document::TokenIndex;
use crate::entity::{Anchor, EntityId, Granularity, MentionKind, Time, TimeKind, TimeModifier};
use crate::lexicon::{Class, Frame, TriggerPart};
use crate::mention::date::Expression;
use crate::mention::{NameType, Reading};
use crate::text::Span;
use crate::text::calendar::{self, Date};
use std::ops::Range;

/// What a verb between a trigger and a time costs, in words.
const PER_VERB: usize = 12;
/// Farther than this is another clause's.
const FARTHEST: usize = 45;
/// Verbs above one another that are looked at.
const DEEPEST: usize = 6;
/// What a place without a name costs.
const UNNAMED: usize = 20;

/// The time that a sentence states for a trigger.
pub(super) fn time(scene: &Scene, candidate: &Candidate, sentence: u32, state: bool) -> Option<EventTime> {
    let tokens = scene.document.sentences.get(sentence as usize)?.tokens.clone();
    let mut best: Option<(usize, &Time, u32, Option<TimeRelation>)> = None;
    let mut vaguest = usize::MAX;
    for (id, mention) in scene.mentions_in(&tokens) {
        let Reading::Time(reading) = &mention.reading else { continue };
        // "recently" and "in recent years" date nothing, and no farther time either
        let vague = matches!(reading.expression, Expression::Reference(..));
        let beside = matches!(reading.expression, Expression::Beside(_));
        let Some(time_id) = scene.entities.time_of(id) else { continue };
        let Some(time) = scene.entities.times.get(time_id.0 as usize) else { continue };
        if scene.document.published_span.is_some_and(|published| published.overlaps(mention.span)) {
            continue;
        }
        let duration = time.kind == TimeKind::Duration;
        let lasting = duration && is_lasting(scene, candidate, state) && time.signal.as_deref() == Some("for");
        if time.value.is_none() && !beside && !vague || time.kind == TimeKind::Set || duration && !lasting {
            continue;
        }
        // "shortly after the bombing that killed nine" tells when something else was: what stands before it, or all behind it at the start of a sentence
        let tells = candidate.tokens.end <= mention.tokens.start
            || mention.tokens.start == tokens.start && candidate.tokens.start >= mention.tokens.end;
        if beside && !tells {
            continue;
        }
        // "who is under sanctions, came on Saturday": what is so is not so on the day of another clause
        if state && scene.verbs_between(candidate.head, mention.tokens.start) > 0 {
            continue;
        }
        let side = side(scene, candidate, mention.tokens.start, sentence);
        if matches!(side, Side::Parted) || is_past(scene, candidate) && is_ahead(scene, time) {
            continue;
        }
        let beside_event = told_by(scene, candidate, mention.tokens.start, sentence);
        let cost = beside_event.map_or_else(|| cost(scene, candidate, &mention.tokens), |_| Some(0));
        let Some(cost) = cost else { continue };
        if vague {
            vaguest = vaguest.min(cost);
        } else if best.is_none_or(|(least, ..)| cost < least) {
            let clause = if let Side::Told(relation) = side { Some(relation) } else { None };
            best = Some((cost, time, time_id.0, beside_event.or(clause)));
        }
    }
    let (cost, time, id, beside_event) = best?;
    if cost > FARTHEST || cost > vaguest {
        return None;
    }
    if time.kind == TimeKind::Duration {
        return since(scene, time, id);
    }
    if let Some(last) = last_of(scene, time) {
        return Some(EventTime {
            value: time.value.as_ref().zip(last.value.as_ref()).map(|(first, last)| format!("{first}/{last}")),
            from: time.from.clone(),
            to: last.to.clone(),
            granularity: None,
            relation: if state { TimeRelation::Throughout } else { TimeRelation::Within },
            anchor_event: None,
            basis: Basis::Stated,
            time: Some(crate::entity::TimeId(id)),
        });
    }
    Some(EventTime {
        value: time.value.clone(),
        from: time.from.clone(),
        to: time.to.clone(),
        granularity: time.granularity,
        relation: beside_event.unwrap_or_else(|| match relation(time, state) {
            TimeRelation::Until if candidate.verb.is_some_and(|verb| is_not_until(scene, verb)) => TimeRelation::Within,
            relation => relation,
        }),
        anchor_event: None,
        basis: Basis::Stated,
        time: Some(crate::entity::TimeId(id)),
    })
}

/// "from 1998 to 2006": the end of a stretch of which a time is the start.
fn last_of<'a>(scene: &Scene<'a>, first: &Time) -> Option<&'a Time> {
    let end = scene.mentions.get(first.mention.0 as usize)?.tokens.end;
    first.signal.as_deref().filter(|signal| *signal == "from")?;
    let last = scene.mentions_in(&(end..end + 2)).find_map(|(id, _)| scene.entities.time_of(id))?;
    let last = scene.entities.times.get(last.0 as usize)?;
    let closes = matches!(last.signal.as_deref(), Some("to" | "until" | "till" | "through"));
    (closes && last.kind == first.kind && last.granularity == first.granularity && last.to > first.to).then_some(last)
}

/// Whether the trigger is a verb of what has been done.
fn is_past(scene: &Scene, candidate: &Candidate) -> bool {
    let verb = candidate.verb.and_then(|verb| scene.clauses.verb(verb));
    // "a driver arrested in Gao is to appear on Friday"
    verb.is_some_and(|verb| match verb.form {
        Form::Finite => verb.tense == VerbTense::Past && verb.modal.is_none(),
        Form::Participle => verb.bond == Bond::Relative,
        _ => false,
    })
}

/// Whether a time begins after the day of publication.
fn is_ahead(scene: &Scene, time: &Time) -> bool {
    let day = |text: &str| text.get(..10)?.parse::<Date>().ok();
    let published = scene.document.published.as_ref().and_then(|published| day(&published.value));
    published.is_some_and(|published| time.from.as_deref().and_then(day).is_some_and(|from| from > published))
}

/// The clause that a time stands in, as seen from a trigger.
enum Side {
    /// The trigger's own, or one that says when it was.
    Own,
    /// One about a noun: "the workers kidnapped in January have been freed".
    Parted,
    /// One that tells another event, and how the trigger lies to it: "since signing the deal last year".
    Told(TimeRelation),
}

fn side(scene: &Scene, candidate: &Candidate, time: TokenIndex, sentence: u32) -> Side {
    if is_of_teller(scene, candidate, time) {
        return Side::Parted;
    }
    // "detained the man, who is 34, on Monday": the clause has ended
    if (1..=2).any(|back| scene.clauses.tag(time.saturating_sub(back)) == Tag::Comma) {
        return Side::Own;
    }
    let above = |from: VerbId| std::iter::successors(Some(from), |at| scene.clauses.verb(*at)?.parent).take(DEEPEST);
    let found = scene.clauses.verb_before(time, sentence).and_then(|nearest| {
        above(nearest).find_map(|at| {
            let verb = scene.clauses.verb(at)?;
            let side = match verb.bond {
                // "stopped a bus carrying guests on Thursday": a gerund dates nothing
                Bond::Relative if verb.form == Form::Gerund => return None,
                Bond::Relative => Side::Parted,
                // "reopened the border, closed since the coup in 2023"
                Bond::Adverbial if verb.opener.is_none() && verb.form == Form::Participle && verb.parent.is_some() => {
                    Side::Parted
                }
                Bond::Adverbial => Side::Told(relation_of(scene, verb.opener.as_ref()?)?),
                _ => return None,
            };
            Some((at, verb, side))
        })
    });
    let Some((clause, verb, side)) = found else { return Side::Own };
    // "the blast that killed nine on Monday"
    if candidate.noun.is_some() && candidate.noun == verb.noun || is_parted(scene, verb.head, time) {
        return Side::Own;
    }
    let inside = match candidate.verb.or(candidate.light) {
        Some(own) => above(own).any(|at| at == clause),
        None => candidate.tokens.end > verb.tokens.start,
    };
    if inside { Side::Own } else { side }
}

/// "said on Tuesday that two were held", "threatened on Tuesday to close the port": what stands before the content tells when it was said.
fn is_of_teller(scene: &Scene, candidate: &Candidate, time: TokenIndex) -> bool {
    let Some(verb) = candidate.verb.or(candidate.light).and_then(|verb| scene.clauses.verb(verb)) else { return false };
    let Some(parent) = verb.parent.and_then(|parent| scene.clauses.verb(parent)) else { return false };
    let subject = verb.subject.filter(|_| verb.form == Form::Finite).and_then(|subject| scene.clauses.noun(subject));
    let start = subject.map_or(verb.tokens.start, |subject| subject.tokens.start.min(verb.tokens.start));
    // "failed on Friday to retake the town": one deed
    let tells = scene.document.token(parent.head).is(Class::Reporting)
        || matches!(scene.verb_cue(parent.head), Some("planned" | "possible" | "demanded"));
    tells && matches!(verb.bond, Bond::Complement | Bond::Purpose) && (parent.head..start).contains(&time)
}

/// How what stands before or behind a preposition lies in time.
fn relation_of(scene: &Scene, preposition: &Range<TokenIndex>) -> Option<TimeRelation> {
    match scene.preposition(preposition) {
        "before" => Some(TimeRelation::Before),
        "after" => Some(TimeRelation::After),
        "since" => Some(TimeRelation::Since),
        _ => None,
    }
}

/// "has been under sanctions for a decade", "in power for two years", "has been held for three weeks": what goes on.
fn is_lasting(scene: &Scene, candidate: &Candidate, state: bool) -> bool {
    candidate.verb.and_then(|verb| scene.clauses.verb(verb)).map_or(state, |verb| verb.present_perfect)
}

/// What has gone on for a length of time when the article is published began so long before; as fine as the length is.
fn since(scene: &Scene, length: &Time, id: u32) -> Option<EventTime> {
    let published: Date = scene.document.published.as_ref()?.value.get(..10)?.parse().ok()?;
    let length_of = length.value.as_deref()?.strip_prefix('P')?;
    let unit = length_of.char_indices().next_back()?;
    let number: i64 = length_of.get(..unit.0)?.parse().ok()?;
    let (start, granularity) = match unit.1 {
        'Y' => (calendar::add_months(published, number.checked_mul(-12)?)?, Granularity::Year),
        'M' => (calendar::add_months(published, -number)?, Granularity::Month),
        'W' => (calendar::add_days(published, number.checked_mul(-7)?)?, Granularity::Day),
        'D' => (calendar::add_days(published, -number)?, Granularity::Day),
        _ => return None,
    };
    let (year, month) = (i32::from(start.year()), u32::from(start.month().unsigned_abs()));
    let (value, from, to) = match granularity {
        Granularity::Year => {
            (format!("{year:04}"), calendar::date(year, 1, 1)?.to_string(), calendar::date(year, 12, 31)?.to_string())
        }
        Granularity::Month => {
            let first = calendar::date(year, month, 1)?;
            (format!("{year:04}-{month:02}"), first.to_string(), calendar::month_end(year, month)?.to_string())
        }
        _ => (start.to_string(), start.to_string(), start.to_string()),
    };
    Some(EventTime {
        value: Some(value),
        from: Some(from),
        to: Some(to),
        granularity: Some(granularity),
        relation: TimeRelation::Since,
        anchor_event: None,
        basis: Basis::Stated,
        time: Some(crate::entity::TimeId(id)),
    })
}

/// "arrested before the 2018 election", "killed in the 2015 riots": how the trigger lies to an event behind its verb that says its own time.
fn told_by(scene: &Scene, candidate: &Candidate, time: TokenIndex, sentence: u32) -> Option<TimeRelation> {
    let noun = scene.clauses.noun_at(time)?;
    let group = scene.clauses.noun(noun).filter(|group| group.kind == Kind::Event && group.head > time)?;
    let verb = candidate.verb.or(candidate.light)?;
    let phrase = scene.clauses.phrases_of_verb(verb, sentence).find(|phrase| phrase.object == Some(noun))?;
    match scene.preposition(&phrase.preposition) {
        "in" | "during" if group.opening != Opening::Possessive => Some(TimeRelation::Within),
        _ => relation_of(scene, &phrase.preposition),
    }
}

/// Finds the events by which others are told: the one with a trigger in the words of the time ("shortly before the vote"), whose time is then theirs, with
/// `before` or `after` for its relation.
pub(super) fn anchor(scene: &Scene, drafts: &mut [Draft]) {
    for at in 0..drafts.len() {
        let Some(EventTime { value: None, time: Some(id), .. }) = &drafts[at].event.time else { continue };
        let Some(time) = scene.entities.times.get(id.0 as usize).filter(|time| time.anchor == Anchor::Event) else {
            continue;
        };
        let Some(mention) = scene.mentions.get(time.mention.0 as usize) else { continue };
        let inside = |span: &Span| span.overlaps(mention.span);
        let others = || drafts.iter().map(|draft| &draft.event).enumerate().filter(|(other, _)| *other != at);
        let anchor = others().find(|(_, event)| inside(&event.trigger) || event.mentions.iter().any(inside));
        // "the vote" that another sentence tells of
        let anchor = anchor.or_else(|| {
            let named = |event: &Event| {
                scene.mentions_in(&mention.tokens).any(|(_, inner)| match &inner.reading {
                    Reading::Trigger(reading) => reading.triggers.iter().any(|id| id.frame == event.frame.0),
                    _ => false,
                })
            };
            others().find(|(_, event)| named(event))
        });
        let Some((number, event)) = anchor else { continue };
        let known = event.time.clone().filter(|known| known.basis == Basis::Stated && known.value.is_some());
        let Some(time) = &mut drafts[at].event.time else { continue };
        time.anchor_event = Some(EventId(number as u32));
        if let Some(known) = known {
            (time.value, time.from, time.to) = (known.value, known.from, known.to);
            time.granularity = known.granularity;
        }
    }
}

fn relation(time: &Time, state: bool) -> TimeRelation {
    match (time.value.is_none(), time.modifier) {
        (true, Some(TimeModifier::Before)) => return TimeRelation::Before,
        (true, Some(TimeModifier::After)) => return TimeRelation::After,
        _ => {}
    }
    match time.signal.as_deref() {
        Some("since" | "from") => TimeRelation::Since,
        Some("until" | "till" | "by" | "to") => TimeRelation::Until,
        Some("before") => TimeRelation::Before,
        Some("after") => TimeRelation::After,
        Some("during" | "throughout") if state => TimeRelation::Throughout,
        _ => TimeRelation::Within,
    }
}

/// Whether a trigger stands between dashes or brackets, and a time or place does not: "X — an ally of Y who is under sanctions — came on Monday".
fn is_parted(scene: &Scene, head: TokenIndex, at: TokenIndex) -> bool {
    let mark = |at: &TokenIndex| matches!(scene.clauses.tag(*at), Tag::Dash | Tag::Open | Tag::Close);
    let sentence = scene.document.sentence_of(head).and_then(|at| scene.document.sentences.get(at as usize));
    let Some(tokens) = sentence.map(|sentence| sentence.tokens.clone()) else { return false };
    let before = (tokens.start..head).rev().find(mark);
    let behind = (head..tokens.end).find(mark);
    let (Some(before), Some(behind)) = (before, behind) else { return false };
    // what closes before does not open
    let opened = (tokens.start..=before).filter(mark).count() % 2 == 1;
    opened && !(before..behind).contains(&at)
}

/// Words between a trigger and a time or place, verbs between them counted more; none when it belongs to another noun.
fn cost(scene: &Scene, candidate: &Candidate, at: &Range<TokenIndex>) -> Option<usize> {
    // "the 2020 election": only the election's
    if let Some(noun) = scene.clauses.noun_at(at.start)
        && let Some(group) = scene.clauses.noun(noun)
    {
        if candidate.noun == Some(noun) {
            return Some(0);
        }
        if group.head >= at.end || group.head < at.start {
            return None;
        }
    }
    let (from, to) = if at.start >= candidate.tokens.end {
        (candidate.tokens.end, at.start)
    } else {
        (at.end, candidate.tokens.start)
    };
    if is_parted(scene, candidate.head, at.start) {
        return None;
    }
    let mut distance = (to.saturating_sub(from)) as usize;
    // what stands in a parenthesis or between dashes does not part
    let inserted = (from..to).filter(|at| matches!(scene.clauses.tag(*at), Tag::Dash | Tag::Open | Tag::Close)).count();
    let verbs = scene.verbs_between(candidate.head, if at.start >= candidate.tokens.end { at.start } else { at.end });
    if inserted >= 2 {
        distance /= 3;
    }
    let verbs = if inserted >= 2 { verbs.saturating_sub(1) } else { verbs };
    let before = usize::from(at.end <= candidate.tokens.start) * 3;
    let noun = usize::from(candidate.part == TriggerPart::Noun && candidate.light.is_none()) * 6;
    Some(distance + verbs * PER_VERB + before + noun * usize::from(verbs > 0))
}

/// The place that a sentence states for a trigger.
pub(super) fn place(scene: &Scene, candidate: &Candidate, frame: &Frame, sentence: u32) -> Option<EventPlace> {
    let stated = |entity| Some(EventPlace { entity, basis: Basis::Stated });
    let role = |name: &str| frame.roles.iter().find(|role| role.place && role.name == name);
    let is_place_role = |name: &str| role(name).is_some();
    let aim = |person: bool| {
        let fits = |filler: &&Filler| {
            role(filler.role).is_some_and(|role| person || !role.kinds.iter().any(|kind| kind == "person"))
        };
        candidate.fillers.iter().filter(fits).find_map(|filler| place_of(scene, filler))
    };
    // where it leads to tells more than where it is done; where it is done more than what it hits, or an unnamed building
    if let Some(entity) = aim(false).filter(|entity| is_named(scene, *entity)) {
        return stated(entity);
    }
    let groups = scene.clauses.sentences.get(sentence as usize)?;
    let phrases = scene.clauses.phrases.get(groups.phrases.start as usize..groups.phrases.end as usize)?;
    let mut best: Option<(usize, EntityId)> = None;
    for phrase in phrases {
        let Some(object) = phrase.object else { continue };
        if !is_locative(scene, &phrase.preposition) {
            continue;
        }
        let Some(group) = scene.clauses.noun(object) else { continue };
        let Some(entity) = place_in(scene, group) else { continue };
        // "the government in Vilnius", "leaders in Europe" say where the noun is at home; "bombed a church in Kampala" where it was bombed
        let home = phrase.noun.is_some_and(|noun| {
            candidate.noun != Some(noun)
                && matches!(scene.kind(noun), Kind::Organization | Kind::Office)
                && scene.clauses.noun(noun).is_some_and(|noun| noun.tokens.end == phrase.preposition.start)
                && !candidate.fillers.iter().any(|filler| filler.noun == Some(noun) && is_place_role(filler.role))
        });
        let taken = candidate
            .fillers
            .iter()
            .any(|filler| filler.head == group.head && !is_place_role(filler.role) && filler.slot != Slot::Object);
        // "planning an attack on a synagogue": where the attack is aimed
        let aimed =
            !is_inside(scene, &phrase.preposition) && phrase.noun.is_some_and(|noun| candidate.noun != Some(noun));
        // "police in Lyon arrested": there, unless a better place is told
        if home && !frame.at_home || taken || aimed || is_below(scene, candidate, phrase) {
            continue;
        }
        let mut cost = cost(scene, candidate, &(phrase.preposition.start..group.tokens.end)).unwrap_or(FARTHEST);
        if phrase.verb.is_some() && phrase.verb == candidate.verb {
            cost = cost.min(8);
        }
        if home {
            cost = cost.max(UNNAMED);
        }
        if !is_named(scene, entity) {
            cost += UNNAMED;
        }
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, entity));
        }
    }
    let near = best.filter(|(cost, _)| *cost < FARTHEST).map(|(_, entity)| entity);
    // "the streets of Tbilisi" inside the trigger, "the siege of Aleppo"
    let own = || {
        let noun = scene.clauses.noun(scene.clauses.noun_at(candidate.tokens.end.saturating_sub(1))?)?;
        scene.clauses.noun(noun.of?).and_then(|of| place_at(scene, of.head))
    };
    near.or_else(|| aim(true)).or_else(own).and_then(stated)
}

/// Whether a place has a name: "the market" could be anywhere.
fn is_named(scene: &Scene, entity: EntityId) -> bool {
    scene
        .entities
        .get(entity)
        .is_some_and(|entity| entity.mentions.iter().any(|mention| mention.kind == MentionKind::Name))
}

/// Whether a phrase stands in a clause about a participant: "hostages held in Gaza".
fn is_below(scene: &Scene, candidate: &Candidate, phrase: &Phrase) -> bool {
    let Some(own) = candidate.verb.or(candidate.light) else { return false };
    let (mut at, mut about) = (phrase.verb, false);
    for _ in 0..6 {
        let Some(id) = at else { return false };
        if id == own {
            return about;
        }
        let Some(verb) = scene.clauses.verb(id) else { return false };
        about |= verb.bond == Bond::Relative;
        at = verb.parent;
    }
    false
}

/// The place that a filler names, or lies in: "the town of Bunia".
fn place_of(scene: &Scene, filler: &Filler) -> Option<EntityId> {
    match filler.noun.and_then(|noun| scene.clauses.noun(noun)) {
        Some(group) if group.head == filler.head => place_in(scene, group),
        _ => place_at(scene, filler.head),
    }
}

/// The place that a noun group names with its head, behind "of", or before the head: "Idlib province".
fn place_in(scene: &Scene, group: &NounGroup) -> Option<EntityId> {
    let before = || {
        let site = matches!(scene.kind(scene.clauses.noun_at(group.head)?), Kind::Place | Kind::Facility);
        place_at(scene, group.head.checked_sub(1).filter(|at| site && group.tokens.contains(at))?)
    };
    place_at(scene, group.head)
        .filter(|_| {
            scene.mention_at(group.head).is_some_and(|(_, mention)| matches!(mention.reading, Reading::Name(_)))
        })
        .or_else(|| group.of.and_then(|of| scene.clauses.noun(of)).and_then(|of| place_at(scene, of.head)))
        .or_else(before)
        .or_else(|| place_at(scene, group.head))
}

/// The place or facility that a token refers to.
pub(super) fn place_at(scene: &Scene, token: TokenIndex) -> Option<EntityId> {
    let id = scene.entity_at(token)?;
    let entity = scene.entities.get(id)?;
    let demonym = scene
        .mention_at(token)
        .is_some_and(|(_, mention)| matches!(&mention.reading, Reading::Name(name) if name.demonym));
    (matches!(entity.kind, NameType::Place | NameType::Facility) && !demonym).then_some(id)
}

/// in, at: what happens to a noun happens there too; "on" and "over" say what it is about.
fn is_inside(scene: &Scene, preposition: &Range<TokenIndex>) -> bool {
    !matches!(scene.preposition(preposition), "on" | "over" | "off")
}

/// in, at, near, on, outside … by their normal form.
fn is_locative(scene: &Scene, preposition: &Range<TokenIndex>) -> bool {
    matches!(
        scene.preposition(preposition),
        "in" | "at" | "near" | "on" | "outside" | "around" | "across" | "over" | "off"
    )
}

/// Whether two times can be the same; unknown ones can.
pub(super) fn compatible(one: Option<&EventTime>, other: Option<&EventTime>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return true };
    let (Some(from), Some(to), Some(other_from), Some(other_to)) = (&one.from, &one.to, &other.from, &other.to) else {
        return true;
    };
    let day = |text: &str, end: bool| {
        let mut text: String = text.chars().take(10).collect();
        if text.len() < 10 {
            text.push_str(if end { "~" } else { "" });
        }
        text
    };
    day(from, false) <= day(other_to, true) && day(other_from, false) <= day(to, true)
}

/// Whether a time is one day or finer.
pub(super) fn is_day(time: &EventTime) -> bool {
    time.granularity.is_some_and(|granularity| granularity <= Granularity::Day)
}
