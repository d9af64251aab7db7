//! Whether two events may be one, and what speaks for it; how alike two articles are.
//!
//! A score depends on the two alone, never on what else is there, so that a part of a corpus scores as the whole does.

use super::digest::{ArticleDigest, EventDigest, Fineness, Part, Sort};
use super::near_copy::are_copies;
use super::weights::Weights;

/// Towns further apart are two, in kilometers.
const TOWN: f32 = 25.0;
/// Counts from here are rare enough to be told by.
const LARGE: f32 = 11.0;
/// Participants rarer than this are specific.
const SPECIFIC: f32 = 0.2;

/// What comparing two events gives.
#[derive(Clone, Debug, Default)]
pub(super) struct Verdict {
    pub(super) score: f32,
    /// Something rare agrees.
    pub(super) specific: bool,
    /// Why they can never be one.
    pub(super) veto: Option<&'static str>,
    /// What was weighed, when that is wanted.
    pub(super) evidence: Option<Vec<(&'static str, f32)>>,
}

impl Verdict {
    fn add(&mut self, name: &'static str, weight: f32) {
        self.score += weight;
        if let Some(evidence) = &mut self.evidence {
            evidence.push((name, weight));
        }
    }

    const fn vetoed(mut self, why: &'static str) -> Self {
        self.veto = Some(why);
        self
    }

    /// Whether the two are one.
    pub(super) fn joins(&self, same_article: bool, weights: &Weights) -> bool {
        let threshold = if same_article { weights.threshold_same_article } else { weights.threshold };
        self.veto.is_none() && self.specific && self.score >= threshold
    }
}

/// An event with its article.
#[derive(Clone, Copy)]
pub(super) struct Side<'d> {
    pub(super) event: &'d EventDigest,
    pub(super) article: &'d ArticleDigest,
}

/// Compares two events. With `explain` every weight is kept.
pub(super) fn events(a: Side, b: Side, weights: &Weights, explain: bool) -> Verdict {
    let mut verdict = Verdict { evidence: explain.then(Vec::new), ..Verdict::default() };
    let (one, other) = (a.event, b.event);
    if let Some(why) = never(one, other, weights) {
        return verdict.vetoed(why);
    }
    let same_article = one.article == other.article;
    if same_article && one.kind != other.kind {
        return verdict.vetoed("told apart by one article");
    }
    if one.kind == other.kind {
        verdict.add("type:same", weights.type_same);
    } else {
        verdict.add("type:other", weights.type_other);
    }
    if one.trigger == other.trigger {
        verdict.add("trigger", weights.trigger);
    }
    dates(one, other, weights, &mut verdict);
    places(one, other, weights, &mut verdict);
    let need = participants(one, other, weights, &mut verdict);
    if need == Need::Conflict {
        return verdict.vetoed("the role that must agree does not");
    }
    counts(one, other, weights, &mut verdict);
    if one.evidence != 0 && one.evidence == other.evidence && !same_article {
        verdict.add("evidence", weights.evidence);
        verdict.specific = true;
    }
    if same_article {
        verdict.add("story:same_article", weights.story_same_article);
        verdict.specific = true;
    } else {
        stories(a, b, weights, &mut verdict);
    }
    // they may come together through others, not by themselves
    verdict.specific &= need == Need::Met;
    verdict
}

/// How two events stand to the role that must agree for their type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    /// It agrees, or there is none.
    Met,
    /// One of them does not say who fills it.
    Open,
    /// Both say, and differ.
    Conflict,
}

/// Why two events can never be one, whatever they share.
fn never(a: &EventDigest, b: &EventDigest, weights: &Weights) -> Option<&'static str> {
    if a.kind != b.kind && !weights.may_be_one(a.kind, b.kind) {
        return Some("types that are never one");
    }
    if a.negative != b.negative {
        return Some("one is said not to have happened");
    }
    if a.reality != b.reality {
        return Some("one is planned, demanded or possible");
    }
    if a.state != b.state {
        return Some("an event and a state");
    }
    if let (Some(one), Some(other)) = (a.when, b.when)
        && (one.from > other.to || other.from > one.to)
    {
        return Some("dates apart");
    }
    if let (Some(one), Some(other)) = (a.spot.and_then(|spot| spot.point), b.spot.and_then(|spot| spot.point))
        && kilometers(one, other) > TOWN
    {
        return Some("towns apart");
    }
    None
}

fn dates(a: &EventDigest, b: &EventDigest, weights: &Weights, verdict: &mut Verdict) {
    let (Some(one), Some(other)) = (a.when, b.when) else { return };
    match one.fineness.min(other.fineness) {
        Fineness::Day => verdict.add("date:day", weights.date_day),
        Fineness::Near => verdict.add("date:near", weights.date_near),
        // half of a date that is open to a side says nothing
        Fineness::Coarse if one.from == other.from || one.to == other.to => {
            verdict.add("date:coarse", weights.date_coarse);
        }
        Fineness::Coarse => {}
    }
}

fn places(a: &EventDigest, b: &EventDigest, weights: &Weights, verdict: &mut Verdict) {
    let (Some(one), Some(other)) = (a.spot, b.spot) else { return };
    if one.point.is_some() && other.point.is_some() || one.key == other.key && !one.is_country {
        if one.point.is_some() {
            verdict.add("place:city", weights.place_city);
        } else {
            verdict.add("place:area", weights.place_area);
        }
        verdict.specific = true;
    } else if one.country != 0 && one.country == other.country {
        verdict.add("place:country", weights.place_country);
    } else if one.country != 0 && other.country != 0 {
        verdict.add("place:other_country", weights.place_other_country);
    }
}

/// Great-circle distance.
fn kilometers(a: (f32, f32), b: (f32, f32)) -> f32 {
    let (north, south) = (a.0.to_radians(), b.0.to_radians());
    let across = ((b.1 - a.1).to_radians() / 2.0).sin().powi(2) * north.cos() * south.cos();
    let along = ((south - north) / 2.0).sin().powi(2);
    2.0 * 6371.0 * (along + across).clamp(0.0, 1.0).sqrt().asin()
}

/// Weighs the participants, and says whether the role that must agree does.
fn participants(a: &EventDigest, b: &EventDigest, weights: &Weights, verdict: &mut Verdict) -> Need {
    let (mut best, mut crossed, mut countries) = (0.0_f32, 0.0_f32, 0.0_f32);
    let mut agreed = [0_u32; 16];
    let mut agreements = 0;
    for part in &a.parts {
        for other in b.parts.iter().filter(|other| is_same(part, other)) {
            let rarity = part.rarity.min(other.rarity);
            if part.role == other.role {
                let worth = rarity * weights.role(part.role);
                // a second participant says less than the first
                best = best.max(worth) + best.min(worth) * 0.5;
                if let Some(slot) = agreed.get_mut(agreements) {
                    *slot = part.role;
                    agreements += 1;
                }
                verdict.specific |= rarity >= SPECIFIC && part.sort != Sort::Country;
            } else {
                crossed = crossed.max(rarity);
            }
        }
        let same_country = |other: &&Part| {
            other.role == part.role
                && part.country != 0
                && part.country == other.country
                && part.key != other.key
                && part.sort != Sort::Unnamed
                && other.sort != Sort::Unnamed
        };
        if b.parts.iter().any(|other| same_country(&other)) {
            countries = weights.participant_country * weights.role(part.role);
        }
    }
    if best > 0.0 {
        verdict.add("participant", weights.participant * best.min(2.0));
    } else if crossed > 0.0 {
        verdict.add("participant:other_role", weights.participant_other_role * crossed);
    }
    if countries > 0.0 {
        verdict.add("participant:country", countries);
    }
    let agreed = agreed.get(..agreements).unwrap_or(&[]);
    let conflict = conflict(a, b, agreed, weights);
    if conflict > 0.0 {
        verdict.add("participant:conflict", weights.participant_conflict * conflict);
    }
    let Some(role) = weights.need(a.kind) else { return Need::Met };
    let fills = |event: &EventDigest| event.parts.iter().any(|part| part.role == role && part.sort != Sort::Unnamed);
    let (one, other) = (fills(a), fills(b));
    if agreed.contains(&role) || a.evidence != 0 && a.evidence == b.evidence {
        Need::Met
    } else if one && other {
        Need::Conflict
    } else if a.article == b.article && (one || other) {
        Need::Met
    } else {
        Need::Open
    }
}

/// Whether two participants are one.
pub(super) fn is_same(a: &Part, b: &Part) -> bool {
    if a.sort == Sort::Unnamed || b.sort == Sort::Unnamed {
        return false;
    }
    a.key == b.key || a.sort == Sort::Person && b.sort == Sort::Person && a.tail == b.tail && (a.short || b.short)
}

/// The weightiest role that both fill with names, none of which is in both.
fn conflict(a: &EventDigest, b: &EventDigest, agreed: &[u32], weights: &Weights) -> f32 {
    let named = |part: &&Part| part.sort != Sort::Unnamed;
    let mut worst = 0.0_f32;
    for part in a.parts.iter().filter(named).filter(|part| !agreed.contains(&part.role)) {
        for other in b.parts.iter().filter(named).filter(|other| other.role == part.role) {
            // a state, its leader and its police do the same things
            if part.country == 0
                || part.country != other.country
                || part.sort == Sort::Person && other.sort == Sort::Person
            {
                worst = worst.max(weights.role(part.role));
            }
        }
    }
    worst
}

fn counts(a: &EventDigest, b: &EventDigest, weights: &Weights, verdict: &mut Verdict) {
    let (mut same, mut overlap, mut apart) = (0.0_f32, false, false);
    for count in &a.counts {
        for other in b.counts.iter().filter(|other| other.role == count.role) {
            if count.min == other.min && count.max == other.max && count.min == count.max {
                same = same.max(if count.min >= LARGE { weights.count_same } else { weights.count_small });
            } else if count.min <= other.max && other.min <= count.max {
                overlap = true;
            } else {
                apart = true;
            }
        }
    }
    if same > 0.0 {
        verdict.add("count:same", same);
        verdict.specific |= same == weights.count_same;
    } else if overlap {
        verdict.add("count:overlap", weights.count_overlap);
    } else if apart {
        verdict.add("count:conflict", weights.count_conflict);
    }
}

fn stories(a: Side, b: Side, weights: &Weights, verdict: &mut Verdict) {
    let both_main = a.event.main && b.event.main;
    if are_copies(a.article, b.article) {
        verdict.add("copy", weights.copy);
    }
    let alike = likeness(a.article, b.article);
    let story = alike + turns(a.article, b.article, weights);
    if alike > 0.0 {
        verdict.add("story:alike", weights.story_alike * (alike / 0.4).min(1.0));
    }
    if both_main {
        if story >= weights.story {
            verdict.add("main", weights.main);
            verdict.specific = true;
        } else {
            verdict.add("main:other_story", weights.main_other_story * (weights.story - story).min(0.2) / 0.2);
        }
    }
}

// ---- articles -------------------------------------------------------------------------------------------------------------------------

/// How alike two articles are: the cosine of their words, names and numbers, and what speaks for or against one story; none when they can tell none.
pub(super) fn articles(a: &ArticleDigest, b: &ArticleDigest, weights: &Weights) -> Option<f32> {
    if let (Some(one), Some(other)) = (a.published, b.published)
        && one.abs_diff(other) as f32 > weights.story_days
    {
        return None;
    }
    if are_copies(a, b) {
        return Some(1.0);
    }
    Some(likeness(a, b) + turns(a, b, weights))
}

fn likeness(a: &ArticleDigest, b: &ArticleDigest) -> f32 {
    let (mut one, mut other, mut sum) = (a.terms.iter().peekable(), b.terms.iter().peekable(), 0.0);
    while let (Some((word, weight)), Some((other_word, other_weight))) = (one.peek(), other.peek()) {
        match word.cmp(other_word) {
            std::cmp::Ordering::Less => _ = one.next(),
            std::cmp::Ordering::Greater => _ = other.next(),
            std::cmp::Ordering::Equal => {
                sum += weight * other_weight;
                one.next();
                other.next();
            }
        }
    }
    sum
}

/// People, numbers and years that turn two stories of one kind into one or two.
fn turns(a: &ArticleDigest, b: &ArticleDigest, weights: &Weights) -> f32 {
    let shares = |one: &[u32], other: &[u32]| one.iter().any(|hash| other.contains(hash));
    let mut sum = 0.0;
    if !a.lead_people.is_empty() && !b.lead_people.is_empty() {
        if shares(&a.lead_people, &b.lead_people) {
            sum += weights.story_person;
        } else if !shares(&a.lead_people, &b.people) && !shares(&b.lead_people, &a.people) {
            sum += weights.story_person_conflict;
        } else {
            sum += weights.story_person_other;
        }
    }
    if !a.numbers.is_empty() && !b.numbers.is_empty() {
        if shares(&a.numbers, &b.numbers) {
            sum += weights.story_number;
        } else if !shares(&a.numbers, &b.lead_numbers) && !shares(&b.numbers, &a.lead_numbers) {
            sum += weights.story_number_conflict;
        }
    }
    if !a.years.is_empty() && !b.years.is_empty() && !shares(&a.years, &b.years) {
        sum += weights.story_year_conflict;
    }
    sum
}
