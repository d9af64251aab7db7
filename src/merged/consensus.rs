//! One event from its members: what the sources agree on stands above, what each says stays below it.
//!
//! Everything is chosen by a written rule, last by the order of ids, so that the order of the input does not matter. Near copies speak with one voice.

use super::digest::{Part, first_day, part};
use super::line::{By, Conflict, Joining, Member, Merged, MergedCount, Place, Teller, Told};
use super::near_copy;
use super::score::is_same;
use super::weights::Weights;
use crate::entity::Granularity;
use crate::event::{Basis, LinkKind, Modality};
use crate::mention::count::CountModifier;
use crate::record::EntityInside;
use crate::record::finding::{
    Argument, Attribution, Claim, EventCount, EventPlace, EventTime, Link, Number, Text, Words,
};
use crate::text::fold::fold;
use serde_json::value::RawValue;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// No number of sources makes an event certain.
const MOST_CONFIDENCE: f64 = 0.99;
/// What "about" allows to each side.
const ABOUT: f64 = 0.2;

/// A member with its article, by number in the list of articles.
pub(super) struct Voice<'a> {
    pub(super) article: usize,
    pub(super) event: &'a str,
    pub(super) raw: &'a RawValue,
    pub(super) told: Told<'a>,
}

/// What a merged event is made of.
pub(super) struct Gathering<'a> {
    pub(super) id: String,
    /// Members in the order of their ids.
    pub(super) voices: Vec<Voice<'a>>,
    /// Articles in the order of their ids; those without a voice tell the same story.
    pub(super) articles: Vec<Teller<'a>>,
    /// Links to other merged events, and events that times hang on, as each voice has them.
    pub(super) links: Vec<Link<'a>>,
    pub(super) anchors: Vec<Option<String>>,
    pub(super) explain: Option<Joining<'a>>,
}

/// Makes one event of many.
pub(super) fn merge<'a>(gathering: Gathering<'a>, weights: &Weights) -> Option<Merged<'a>> {
    let Gathering { id, voices, articles, links, anchors, explain } = gathering;
    let bands: Vec<Vec<u32>> = articles.iter().map(bands).collect();
    let (_, texts) = near_copy::texts(&bands);
    let room = Room { voices: &voices, articles: &articles, texts: &texts, weights };
    let mut conflicts = Vec::new();
    let kind = room.most(|told| Some(told.kind.to_string()), &mut conflicts, "type")?;
    let types: BTreeSet<&str> = voices.iter().map(|voice| voice.told.kind.as_ref()).collect();
    let types = types.into_iter().map(Text::Borrowed).map(|kind| Text::Owned(kind.into_owned())).collect();
    let best = room.best(&kind)?;
    let article =
        |voice: &Voice<'a>| articles.get(voice.article).map_or(Text::Borrowed(""), |article| article.id.clone());
    let mut cast = Cast::of(&room);
    let arguments = arguments(&room, &mut cast);
    let counts = counts(&room, &mut cast, &mut conflicts);
    let time = time(&room, &anchors, &mut conflicts);
    let place = place(&room, &mut cast, &mut conflicts);
    let modality = modality(&room, &mut conflicts);
    let tense = room.most_of(|told| told.tense);
    let mut mentions: Vec<By<Words>> = Vec::new();
    for voice in &voices {
        let trigger = &voice.told.trigger;
        let words = Words { text: trigger.text.clone(), start: trigger.start, end: trigger.end };
        let own = (!std::ptr::eq(voice, best)).then_some(words);
        let all = own.into_iter().chain(voice.told.mentions.iter().cloned());
        mentions.extend(all.map(|what| By { what, article: article(voice) }));
    }
    let attribution = attribution(&room, &mut cast);
    Some(Merged {
        types,
        aspect: best.told.aspect,
        codes: best.told.codes.clone(),
        main: voices.iter().any(|voice| voice.told.main),
        trigger: By { what: best.told.trigger.clone(), article: article(best) },
        mentions,
        arguments,
        counts,
        time,
        place,
        attribution,
        polarity: best.told.polarity,
        tense,
        modality,
        links: distinct(links, &id),
        evidence: By { what: best.told.evidence.clone(), article: article(best) },
        confidence: confidence(&room),
        sources: room.sources(),
        members: members(&voices, &articles),
        id: id.into(),
        kind: kind.into(),
        conflicts,
        explain,
        articles,
    })
}

pub(super) fn bands(article: &Teller) -> Vec<u32> {
    let digits = article.fingerprint.as_deref().unwrap_or("").as_bytes().chunks_exact(8);
    digits.filter_map(|band| u32::from_str_radix(str::from_utf8(band).ok()?, 16).ok()).collect()
}

/// Everybody who says something, and who copies whom.
struct Room<'r, 'a, 'l> {
    voices: &'r [Voice<'a>],
    articles: &'r [Teller<'a>],
    /// The text of each article.
    texts: &'r [u32],
    weights: &'r Weights<'l>,
}

impl<'r, 'a> Room<'r, 'a, '_> {
    fn text(&self, voice: &Voice) -> u32 {
        self.texts.get(voice.article).copied().unwrap_or(0)
    }

    fn article(&self, voice: &Voice) -> Text<'a> {
        self.articles.get(voice.article).map_or(Text::Borrowed(""), |article| article.id.clone())
    }

    fn published(&self, voice: &Voice) -> Option<i32> {
        first_day(self.articles.get(voice.article)?.published.as_deref()?)
    }

    fn sources(&self) -> u32 {
        self.voices.iter().map(|voice| self.text(voice)).collect::<BTreeSet<_>>().len() as u32
    }

    /// How many texts say each value; what most say first, ties in the order of values.
    fn tally<T: Ord>(&self, value: impl Fn(&Told<'a>) -> Option<T>) -> Vec<(T, usize)> {
        let mut said: BTreeMap<T, BTreeSet<u32>> = BTreeMap::new();
        for voice in self.voices {
            if let Some(value) = value(&voice.told) {
                said.entry(value).or_default().insert(self.text(voice));
            }
        }
        let mut tally: Vec<(T, usize)> = said.into_iter().map(|(value, texts)| (value, texts.len())).collect();
        tally.sort_by_key(|(_, texts)| Reverse(*texts));
        tally
    }

    fn most(
        &self,
        value: impl Fn(&Told<'a>) -> Option<String>,
        conflicts: &mut Vec<Conflict<'a>>,
        field: &'static str,
    ) -> Option<String> {
        let tally = self.tally(value);
        if tally.len() > 1 {
            let values = tally.iter().map(|(value, _)| Text::Owned(value.clone())).collect();
            conflicts.push(Conflict { field: field.into(), values });
        }
        tally.into_iter().next().map(|(value, _)| value)
    }

    /// The value of most texts among those that can be counted but not ordered; ties go to the first voice.
    fn most_of<T: PartialEq + Copy>(&self, value: impl Fn(&Told<'a>) -> Option<T>) -> Option<T> {
        let values: Vec<(T, u32)> =
            self.voices.iter().filter_map(|voice| Some((value(&voice.told)?, self.text(voice)))).collect();
        let support = |wanted: T| {
            values.iter().filter(|(value, _)| *value == wanted).map(|(_, text)| *text).collect::<BTreeSet<_>>().len()
        };
        values
            .iter()
            .enumerate()
            .max_by_key(|(at, (value, _))| (support(*value), Reverse(*at)))
            .map(|(_, (value, _))| *value)
    }

    /// Who tells it best: of its main type, what title and lead are about, with most names, most surely.
    fn best(&self, kind: &str) -> Option<&'r Voice<'a>> {
        let names = |voice: &Voice| voice.told.arguments.iter().filter(|argument| argument.entity.is_some()).count();
        let rank = |voice: &Voice| {
            (voice.told.kind == kind, voice.told.main, names(voice), (voice.told.confidence.0 * 1000.0) as i64)
        };
        self.voices.iter().enumerate().max_by_key(|(at, voice)| (rank(voice), Reverse(*at))).map(|(_, voice)| voice)
    }
}

fn confidence(room: &Room) -> Number {
    let mut by_text: BTreeMap<u32, f64> = BTreeMap::new();
    for voice in room.voices {
        let surest = by_text.entry(room.text(voice)).or_default();
        *surest = surest.max(voice.told.confidence.0.clamp(0.0, 1.0));
    }
    let doubt: f64 = by_text.values().map(|confidence| 1.0 - confidence).product();
    let sure = if by_text.len() > 1 { (1.0 - doubt).min(MOST_CONFIDENCE) } else { 1.0 - doubt };
    Number((sure * 100.0).round() / 100.0)
}

fn members<'a>(voices: &[Voice<'a>], articles: &[Teller<'a>]) -> Vec<Member<'a>> {
    let mut members = Vec::with_capacity(voices.len());
    for (number, article) in articles.iter().enumerate() {
        let mut silent = true;
        for voice in voices.iter().filter(|voice| voice.article == number) {
            silent = false;
            let trigger = Place { start: voice.told.trigger.start, end: voice.told.trigger.end };
            let others = voice.told.mentions.iter().map(|words| Place { start: words.start, end: words.end });
            let mentions = std::iter::once(trigger).chain(others).collect();
            members.push(Member {
                article: article.id.clone(),
                event: Some(voice.event.into()),
                mentions,
                as_told: Some(voice.raw),
            });
        }
        if silent {
            let mentions = article.lead.into_iter().collect();
            members.push(Member { article: article.id.clone(), event: None, mentions, as_told: None });
        }
    }
    members
}

fn distinct<'a>(mut links: Vec<Link<'a>>, own: &str) -> Vec<Link<'a>> {
    let rank = |kind: LinkKind| match kind {
        LinkKind::After => 0,
        LinkKind::BecauseOf => 1,
        LinkKind::MeansOf => 2,
        LinkKind::PartOf => 3,
    };
    links.retain(|link| link.event != own);
    links.sort_by(|a, b| (rank(a.kind), &a.event).cmp(&(rank(b.kind), &b.event)));
    links.dedup();
    links
}

// ---- who ------------------------------------------------------------------------------------------------------------------------------

/// The entities of a merged event: each once, under its fullest name.
struct Cast<'w, 'l> {
    weights: &'w Weights<'l>,
    people: Vec<Role>,
}

struct Role {
    part: Part,
    names: BTreeMap<String, usize>,
    id: Option<usize>,
}

impl<'w, 'l> Cast<'w, 'l> {
    fn of(room: &Room<'w, '_, 'l>) -> Self {
        let mut cast = Self { weights: room.weights, people: Vec::new() };
        for voice in room.voices {
            let arguments = voice.told.arguments.iter().flat_map(|argument| [&argument.entity, &argument.member_of]);
            let sources = voice.told.attribution.iter().flat_map(|source| [&source.entity, &source.via]);
            let place = voice.told.place.iter().map(|place| &place.entity);
            for entity in arguments.chain(sources).chain(place).flatten() {
                let at = cast.find(entity);
                *cast.people[at].names.entry(entity.name.to_string()).or_default() += 1;
            }
        }
        cast
    }

    fn find(&mut self, entity: &EntityInside) -> usize {
        let mut part = part("", Some(entity), &entity.name, self.weights);
        // groups have no identity but their name
        part.key ^= entity.kind as u64;
        let same = |role: &Role| role.part.key == part.key || is_same(&role.part, &part);
        if let Some(at) = self.people.iter().position(same) {
            if self.people[at].part.short && !part.short {
                self.people[at].part = part;
            }
            return at;
        }
        self.people.push(Role { part, names: BTreeMap::new(), id: None });
        self.people.len() - 1
    }

    /// The entity under its id and name in the merged event; ids are given in the order of asking.
    fn name<'a>(&mut self, entity: &EntityInside<'a>) -> EntityInside<'a> {
        let at = self.find(entity);
        let next = 1 + self.people.iter().filter_map(|role| role.id).max().unwrap_or(0);
        let role = &mut self.people[at];
        let id = *role.id.get_or_insert(next);
        let fullest = role
            .names
            .iter()
            .max_by_key(|(name, count)| (name.split_whitespace().count().min(4), **count, Reverse((*name).clone())));
        let name = fullest.map_or_else(|| entity.name.to_string(), |(name, _)| name.clone());
        EntityInside {
            id: format!("e{id}").into(),
            name: name.into(),
            kind: entity.kind,
            link: entity.link.clone(),
            country: entity.country.clone(),
        }
    }

    fn name_of<'a>(&mut self, entity: Option<&EntityInside<'a>>) -> Option<EntityInside<'a>> {
        entity.map(|entity| self.name(entity))
    }
}

fn arguments<'a>(room: &Room<'_, 'a, '_>, cast: &mut Cast) -> Vec<By<'a, Argument<'a, EntityInside<'a>>>> {
    struct Slot<'v, 'a> {
        part: Part,
        voice: &'v Voice<'a>,
        argument: &'v Argument<'a, EntityInside<'a>>,
        texts: BTreeSet<u32>,
        first: usize,
    }
    let mut slots: Vec<Slot> = Vec::new();
    for (at, voice) in room.voices.iter().enumerate() {
        for argument in &voice.told.arguments {
            let part = part(&argument.role, argument.entity.as_ref(), &argument.name, room.weights);
            let same = |slot: &&mut Slot| {
                slot.part.role == part.role && (slot.part.key == part.key || is_same(&slot.part, &part))
            };
            let Some(slot) = slots.iter_mut().find(same) else {
                slots.push(Slot { part, voice, argument, texts: BTreeSet::from([room.text(voice)]), first: at });
                continue;
            };
            slot.texts.insert(room.text(voice));
            // the fullest name, said where it stands
            let better = |argument: &Argument<EntityInside>| {
                (argument.name.split_whitespace().count(), argument.basis == Basis::Stated)
            };
            if better(argument) > better(slot.argument) {
                *slot = Slot { part, voice, argument, texts: std::mem::take(&mut slot.texts), first: slot.first };
            }
        }
    }
    slots.sort_by_key(|slot| (slot.argument.entity.is_none(), Reverse(slot.texts.len()), slot.first));
    let merged = slots.iter().map(|slot| {
        let argument = slot.argument;
        let entity = cast.name_of(argument.entity.as_ref());
        let what = Argument {
            role: argument.role.clone(),
            name: entity.as_ref().map_or_else(|| argument.name.clone(), |entity| entity.name.clone()),
            entity,
            text: argument.text.clone(),
            start: argument.start,
            end: argument.end,
            member_of: cast.name_of(argument.member_of.as_ref()),
            basis: argument.basis,
            basis_ref: None,
        };
        By { what, article: room.article(slot.voice) }
    });
    merged.collect()
}

fn attribution<'a>(room: &Room<'_, 'a, '_>, cast: &mut Cast) -> Vec<By<'a, Attribution<'a, EntityInside<'a>>>> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for voice in room.voices {
        for source in &voice.told.attribution {
            if seen.insert((fold(&source.name), voice.article, source.start)) {
                let entity = cast.name_of(source.entity.as_ref());
                let what = Attribution { entity, via: cast.name_of(source.via.as_ref()), ..source.clone() };
                all.push(By { what, article: room.article(voice) });
            }
        }
    }
    all
}

// ---- how many -------------------------------------------------------------------------------------------------------------------------

/// What one article says of one number.
struct Vote<'v, 'a> {
    count: &'v EventCount<'a, EntityInside<'a>>,
    low: f64,
    high: f64,
    article: usize,
    text: u32,
    published: Option<i32>,
    main: bool,
}

impl Vote<'_, '_> {
    fn allows(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

fn interval(count: &EventCount<EntityInside>) -> (f64, f64) {
    let value = count.value.map(|number| number.0);
    let (min, max) = (count.min.map(|number| number.0), count.max.map(|number| number.0));
    match (min, max, value) {
        // "about 300" has no bounds of its own
        (None, None, Some(value)) => (value * (1.0 - ABOUT), value * (1.0 + ABOUT)),
        (None, None, None) => (0.0, f64::INFINITY),
        _ => (min.unwrap_or(0.0), max.unwrap_or(f64::INFINITY)),
    }
}

fn counts<'a>(room: &Room<'_, 'a, '_>, cast: &mut Cast, conflicts: &mut Vec<Conflict<'a>>) -> Vec<MergedCount<'a>> {
    let mut by_role: BTreeMap<&str, Vec<Vote<'_, 'a>>> = BTreeMap::new();
    let mut claims: BTreeMap<&str, Vec<By<'a, Claim<'a, EntityInside<'a>>>>> = BTreeMap::new();
    for voice in room.voices {
        for count in &voice.told.counts {
            let (low, high) = interval(count);
            let vote = Vote {
                count,
                low,
                high,
                article: voice.article,
                text: room.text(voice),
                published: room.published(voice),
                main: voice.told.main,
            };
            by_role.entry(&count.role).or_default().push(vote);
            for claim in &count.claims {
                let what = Claim { attribution: cast.name_of(claim.attribution.as_ref()), ..claim.clone() };
                claims.entry(&count.role).or_default().push(By { what, article: room.article(voice) });
            }
        }
    }
    let merged = by_role.into_iter().map(|(role, votes)| {
        let votes = one_each(votes);
        let mut merged = agree(role, &votes, conflicts);
        merged.claims = claims.remove(role).unwrap_or_default();
        merged
    });
    merged.collect()
}

/// One vote an article: of its main event, and of several the greatest, since a part of a number is no other number.
fn one_each<'v, 'a>(votes: Vec<Vote<'v, 'a>>) -> Vec<Vote<'v, 'a>> {
    let mut chosen: Vec<Vote> = Vec::new();
    for vote in votes {
        match chosen.iter_mut().find(|other| other.article == vote.article) {
            Some(other) if (vote.main, vote.low) > (other.main, other.low) => *other = vote,
            Some(_) => {}
            None => chosen.push(vote),
        }
    }
    chosen
}

fn agree<'a>(role: &str, votes: &[Vote<'_, 'a>], conflicts: &mut Vec<Conflict<'a>>) -> MergedCount<'a> {
    let low = votes.iter().map(|vote| vote.low).fold(0.0, f64::max);
    let high = votes.iter().map(|vote| vote.high).fold(f64::INFINITY, f64::min);
    let support = |vote: &Vote| {
        votes.iter().filter(|other| vote.allows(other)).map(|other| other.text).collect::<BTreeSet<_>>().len()
    };
    let agreed = low <= high;
    let narrow = |vote: &Vote| vote.high - vote.low;
    // where all agree, the narrowest; else the newest number, as tolls grow; then what most say; then the greatest
    let order = |a: &&Vote, b: &&Vote| {
        let newest = if agreed { std::cmp::Ordering::Equal } else { b.published.cmp(&a.published) };
        newest.then(support(b).cmp(&support(a))).then(narrow(a).total_cmp(&narrow(b))).then(b.low.total_cmp(&a.low))
    };
    let Some(best) = votes.iter().min_by(order) else { return none(role) };
    let count = best.count;
    let mut merged = MergedCount {
        role: role.to_owned().into(),
        value: count.value,
        min: count.min,
        max: count.max,
        modifier: count.modifier,
        approximate: count.approximate,
        counted: count.counted.clone(),
        claims: Vec::new(),
    };
    if !agreed {
        let mut values: Vec<(&Vote, usize)> = votes.iter().map(|vote| (vote, support(vote))).collect();
        values.sort_by(|(a, support_a), (b, support_b)| {
            support_b.cmp(support_a).then(b.low.total_cmp(&a.low)).then(b.high.total_cmp(&a.high))
        });
        let mut said: Vec<Text> = Vec::new();
        for (vote, _) in values {
            let text = written(vote.count);
            if !said.contains(&Text::Borrowed(&text)) {
                said.push(text.into());
            }
        }
        conflicts.push(Conflict { field: format!("counts.{role}").into(), values: said });
    } else if low > best.low || high < best.high {
        // two bounds of two sources
        let bound = |number: f64| number.is_finite().then_some(Number(number));
        merged.min = bound(low);
        merged.max = bound(high);
        let exact = (low == high).then_some(low);
        merged.value = exact.map(Number).or_else(|| merged.value.filter(|value| (low..=high).contains(&value.0)));
        merged.modifier = if exact.is_some() { None } else { Some(CountModifier::Range) };
        merged.approximate = exact.is_none();
    }
    merged
}

fn none<'a>(role: &str) -> MergedCount<'a> {
    MergedCount {
        role: role.to_owned().into(),
        value: None,
        min: None,
        max: None,
        modifier: None,
        approximate: false,
        counted: None,
        claims: Vec::new(),
    }
}

/// A count in words of a formula: `14`, `14..`, `100..999`.
fn written(count: &EventCount<EntityInside>) -> String {
    let number = |number: Option<Number>| number.map_or_else(String::new, |number| number.0.to_string());
    match (count.min, count.max) {
        (Some(min), Some(max)) if min == max => number(Some(min)),
        (None, None) => number(count.value),
        (min, max) => format!("{}..{}", number(min), number(max)),
    }
}

// ---- when and where -------------------------------------------------------------------------------------------------------------------

fn time<'a>(
    room: &Room<'_, 'a, '_>,
    anchors: &[Option<String>],
    conflicts: &mut Vec<Conflict<'a>>,
) -> Option<EventTime<'a>> {
    let times: Vec<(usize, &EventTime, u32)> = room
        .voices
        .iter()
        .enumerate()
        .filter_map(|(at, voice)| Some((at, voice.told.time.as_ref()?, room.text(voice))))
        .collect();
    let assumed = |time: &EventTime| matches!(time.basis, Basis::Published | Basis::Dateline);
    let support = |wanted: &EventTime| {
        let same = times.iter().filter(|(_, time, _)| {
            time.from == wanted.from && time.to == wanted.to && time.relation == wanted.relation
        });
        same.map(|(_, _, text)| *text).collect::<BTreeSet<_>>().len()
    };
    // a date beats none, one that is told one that is assumed, the finer the coarser, what most say what few say
    let rank = |time: &EventTime| {
        let unknown = time.from.is_none() && time.to.is_none();
        let day = time.granularity.map_or(Granularity::Century, |granularity| granularity.max(Granularity::Day));
        (unknown, assumed(time), day, Reverse(support(time)), time.basis != Basis::Stated, time.granularity)
    };
    let (at, best, _) = times.iter().min_by(|(a, one, _), (b, other, _)| rank(one).cmp(&rank(other)).then(a.cmp(b)))?;
    let days: Vec<(String, usize)> = room.tally(|told| {
        let time = told.time.as_ref().filter(|time| !assumed(time))?;
        let value = time.granularity.filter(|granularity| *granularity <= Granularity::Day).and(time.value.as_ref())?;
        value.get(..10).map(str::to_owned)
    });
    if days.len() > 1 {
        conflicts
            .push(Conflict { field: "time".into(), values: days.into_iter().map(|(day, _)| day.into()).collect() });
    }
    let mut time = (*best).clone();
    time.anchor_event = anchors.get(*at).cloned().flatten().map(Text::Owned);
    time.basis_ref = None;
    Some(time)
}

fn place<'a>(
    room: &Room<'_, 'a, '_>,
    cast: &mut Cast,
    conflicts: &mut Vec<Conflict<'a>>,
) -> Option<EventPlace<'a, EntityInside<'a>>> {
    let places: Vec<(usize, &EventPlace<EntityInside>, u32)> = room
        .voices
        .iter()
        .enumerate()
        .filter_map(|(at, voice)| Some((at, voice.told.place.as_ref()?, room.text(voice))))
        .collect();
    let support = |wanted: &EventPlace<EntityInside>| {
        let same = places.iter().filter(|(_, place, _)| place.name == wanted.name);
        same.map(|(_, _, text)| *text).collect::<BTreeSet<_>>().len()
    };
    let fineness = |place: &EventPlace<EntityInside>| place.precision.map_or(9, |precision| precision as u8);
    let rank =
        |place: &EventPlace<EntityInside>| (fineness(place), Reverse(support(place)), place.basis != Basis::Stated);
    let (_, best, _) = places.iter().min_by(|(a, one, _), (b, other, _)| rank(one).cmp(&rank(other)).then(a.cmp(b)))?;
    // a coarser place holds a finer one; two of one fineness are two
    let names = room.tally(|told| {
        let place = told.place.as_ref().filter(|place| fineness(place) == fineness(best))?;
        Some(place.name.to_string())
    });
    if names.len() > 1 {
        conflicts
            .push(Conflict { field: "place".into(), values: names.into_iter().map(|(name, _)| name.into()).collect() });
    }
    let entity = cast.name_of(best.entity.as_ref());
    Some(EventPlace { entity, basis_ref: None, ..(*best).clone() })
}

fn modality<'a>(room: &Room<'_, 'a, '_>, conflicts: &mut Vec<Conflict<'a>>) -> Modality {
    let said = room.tally(|told| serde_json::to_string(&told.modality).ok());
    if said.len() > 1 {
        let values = said.iter().map(|(value, _)| Text::Owned(value.trim_matches('"').to_owned())).collect();
        conflicts.push(Conflict { field: "modality".into(), values });
    }
    room.most_of(|told| Some(told.modality)).unwrap_or_default()
}
