//! Blocking: the keys under which events, and articles, meet those that they may be one with. What shares no key is never compared.
//!
//! A key is a hash of the type group with a day and a participant or place below country; of a rare participant or place alone, for what has no date; of a long
//! sentence; of the article; and, for main events, of two of the most telling words of the article. Events of a day stand under that day and the next, so that
//! neighbors meet; those without a day of their own stand under all that they may have been on.

use super::digest::{ArticleDigest, EventDigest, Fineness, Part, Sort, mix};

/// The most telling words of an article that make keys of articles, two by two.
const ARTICLE_WORDS: usize = 7;
/// The same for main events.
const EVENT_WORDS: usize = 4;
/// Participants as rare as this make keys without a date.
const RARE: f32 = 0.35;
/// Days that an event may stand under.
const DAYS: i32 = 5;
/// Participants that make keys.
const PARTS: usize = 6;

/// Bits of a key that say what it is of.
const KIND_BITS: u32 = 3;
const KIND_SHIFT: u32 = u64::BITS - KIND_BITS;

/// What a key is of: keys of two kinds never meet.
#[derive(Clone, Copy)]
enum Of {
    Sentence = 1,
    Article,
    Day,
    Rare,
    Words,
    Story,
}

/// Keys that say more are less: two that share several meet under the least.
fn key(of: Of, group: u32, a: u64, b: u64) -> u64 {
    (of as u64) << KIND_SHIFT | mix(mix(mix(of as u64 ^ u64::from(group) << 8) ^ a).wrapping_add(b)) >> KIND_BITS
}

/// Whether `key` is the first that both sorted lists hold: what shares several keys is compared once.
pub(super) fn is_first(key: u64, a: &[u64], b: &[u64]) -> bool {
    let (mut one, mut other) = (a.iter(), b.iter());
    let (mut left, mut right) = (one.next(), other.next());
    while let (Some(a), Some(b)) = (left, right) {
        match a.cmp(b) {
            std::cmp::Ordering::Equal => return *a == key,
            std::cmp::Ordering::Less => left = one.next(),
            std::cmp::Ordering::Greater => right = other.next(),
        }
    }
    false
}

/// The keys of an event, each once.
pub(super) fn of_event(event: &EventDigest, article: &ArticleDigest, out: &mut Vec<u64>) {
    out.clear();
    let group = event.group;
    let named = |part: &&Part| !matches!(part.sort, Sort::Unnamed | Sort::Country);
    let mut features: Vec<u64> = event.parts.iter().filter(named).take(PARTS).map(feature).collect();
    features.extend(event.spot.filter(|spot| !spot.is_country).map(|spot| spot.key));
    if features.is_empty() {
        features.extend(event.parts.iter().filter(|part| part.sort == Sort::Country).take(PARTS).map(|part| part.key));
        features.extend(event.spot.map(|spot| spot.key));
    }
    if let Some(when) = event.when.filter(|when| when.fineness != Fineness::Coarse && when.to - when.from < DAYS) {
        for day in when.from..=when.to + 1 {
            out.extend(features.iter().map(|feature| key(Of::Day, group, day as u64, *feature)));
        }
    }
    let rare = event.parts.iter().filter(named).filter(|part| part.rarity >= RARE).take(PARTS).map(feature);
    out.extend(rare.map(|feature| key(Of::Rare, group, 0, feature)));
    if event.evidence != 0 {
        out.push(key(Of::Sentence, group, 0, event.evidence));
    }
    out.push(key(Of::Article, event.kind, 0, event.article_key));
    if event.main {
        pairs(article, EVENT_WORDS, |a, b| out.push(key(Of::Words, group, a, b)));
    }
    out.sort_unstable();
    out.dedup();
}

/// People meet under their surnames.
fn feature(part: &Part) -> u64 {
    if part.tail == 0 { part.key } else { mix(u64::from(part.tail)) }
}

/// The keys of an article, each once.
pub(super) fn of_article(article: &ArticleDigest, out: &mut Vec<u64>) {
    out.clear();
    pairs(article, ARTICLE_WORDS, |a, b| out.push(key(Of::Story, 0, a, b)));
    out.sort_unstable();
    out.dedup();
}

fn pairs(article: &ArticleDigest, most: usize, mut take: impl FnMut(u64, u64)) {
    let mut terms: Vec<(u32, f32)> = article.terms.clone();
    // the weightiest, ties by hash
    terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    terms.truncate(most);
    terms.sort_by_key(|(word, _)| *word);
    for (at, (word, _)) in terms.iter().enumerate() {
        for (other, _) in terms.iter().skip(at + 1) {
            take(u64::from(*word), u64::from(*other));
        }
    }
}
