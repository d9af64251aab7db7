//! What tells near copies and stories of one happening: LSH bands of the article's word 4-grams, and the terms of its title and lead.
//!
//! The bands follow A. Broder, "On the resemblance and containment of documents" (1997), by one-permutation hashing: every 4-gram is hashed once, the upper bits
//! say in which of 64 bins it falls, and each bin keeps its least value; empty bins take over the next full one, turned by their distance (A. Shrivastava and
//! P. Li, "Densifying one permutation hashing", 2014). 16 bands of 4 bins are hashed into 8 hexadecimal digits each. Two articles of resemblance 0.8 share a band
//! with a probability of 0.9998, of 0.5 with 0.64, of 0.2 with 0.03. The hash is ours and fixed: it depends neither on the lexicon nor on the machine.

use crate::document::{Document, Sentence, Shape, ZoneKind};
use crate::lexicon::{Class, ClassSet};
use crate::text::fold;
use crate::text::number::push_hexadecimal;
use crate::text::word;

/// Words that stand together.
const GRAM: usize = 4;
const BINS: usize = 64;
const BANDS: usize = 16;
/// Sentences of the body that count as the lead.
const LEAD_SENTENCES: usize = 2;
/// Words that say nothing of what a story is about.
const EMPTY: ClassSet = ClassSet::CLOSED.with(Class::Particle);

/// The bands of the body's 4-grams; none for a text without words.
pub(super) fn bands(document: &Document) -> Option<String> {
    let mut bins = [u64::MAX; BINS];
    let mut window = [0_u64; GRAM];
    let mut words = 0;
    let only_body = document.sentences.iter().any(|sentence| sentence.zone == ZoneKind::Body);
    for sentence in document.sentences.iter().filter(|sentence| !only_body || sentence.zone == ZoneKind::Body) {
        for at in sentence.tokens.clone().filter(|at| !document.token(*at).has(Shape::SIGN)) {
            window.rotate_left(1);
            window[GRAM - 1] = document.hash(at).unwrap_or_else(|| hash_word(document.word(at)));
            words += 1;
            if words >= GRAM {
                keep(&mut bins, hash_gram(&window));
            }
        }
    }
    match words {
        0 => return None,
        1..GRAM => keep(&mut bins, hash_gram(&window)),
        _ => {}
    }
    fill(&mut bins);
    let mut bands = String::with_capacity(BANDS * 8);
    for band in bins.chunks_exact(BINS / BANDS) {
        let hash = band.iter().fold(0, |hash, bin| mix(hash ^ *bin));
        let upper = (hash >> 32) as u32;
        upper.to_be_bytes().into_iter().for_each(|byte| push_hexadecimal(byte, &mut bands));
    }
    Some(bands)
}

fn keep(bins: &mut [u64; BINS], hash: u64) {
    let bin = &mut bins[(hash >> 58) as usize];
    *bin = (*bin).min(hash & (u64::MAX >> 6));
}

/// An empty bin takes the value of the next full one to its right, turned by the distance so that no two empty bins agree by chance.
fn fill(bins: &mut [u64; BINS]) {
    let given = *bins;
    for at in 0..BINS {
        if given[at] == u64::MAX {
            let full = (1..BINS).find(|step| given[(at + step) % BINS] != u64::MAX).unwrap_or(0);
            bins[at] = mix(given[(at + full) % BINS].wrapping_add(full as u64));
        }
    }
}

fn hash_gram(window: &[u64; GRAM]) -> u64 {
    mix(window.iter().fold(0, |hash: u64, word| hash.rotate_left(17).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ word))
}

/// Folds ASCII case on the way; other letters are lowered one by one.
fn hash_word(word: &str) -> u64 {
    if word.is_ascii() {
        return word::hash(word.bytes());
    }
    let mut bytes = [0; 4];
    word.chars()
        .flat_map(char::to_lowercase)
        .fold(word::NO_LETTER, |hash, letter| letter.encode_utf8(&mut bytes).bytes().fold(hash, word::hash_letter))
}

/// The finalizer of `SplitMix64`.
const fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// Folded words, names and numbers of the title and the lead, sorted, each once, without function words.
pub(super) fn lead_terms(document: &Document) -> Vec<String> {
    let title = document.sentences.iter().filter(|sentence| sentence.zone == ZoneKind::Title);
    let lead = document.sentences.iter().filter(|sentence| sentence.zone == ZoneKind::Body).take(LEAD_SENTENCES);
    let mut terms = Vec::new();
    for token in title.chain(lead).flat_map(|sentence| tokens_of(document, sentence)) {
        if token.has(Shape::SIGN) || token.classes.any(EMPTY) {
            continue;
        }
        let word = token.span().of(document.text);
        if token.has(Shape::DIGIT) {
            // 1,307 is 1307, but 5.3 is not 53
            terms.push(word.replace(',', "").to_lowercase());
            continue;
        }
        let folded = fold(word);
        if folded.len() > 1 {
            terms.push(folded);
        }
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn tokens_of<'d>(
    document: &'d Document,
    sentence: &Sentence,
) -> impl Iterator<Item = crate::document::Token> + use<'d> {
    let range = sentence.tokens.start as usize..sentence.tokens.end as usize;
    document.tokens.get(range).unwrap_or(&[]).iter().copied()
}
