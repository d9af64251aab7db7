//! Triggers: words that may tell an event of some frame. Which of the frames it is, and whether it is one at all, is decided in `event`.
//!
//! In: the document and its names, which are masked. Out: one mention for each stretch of words that begins a trigger of the lexicon: nouns and states word by
//! word, verbs with what stands apart from them in the same clause ("set the men free").

use super::{Mention, NameType, Reading};
use crate::document::{Document, Shape, TokenIndex};
use crate::lexicon::{Begun, Class, Lexicon, TriggerId, TriggerPart, WordId, WordSet};
use std::ops::Range;

/// Words that may stand between a verb and the rest of its trigger: "set THE THREE YOUNG MEN free".
const WIDEST_GAP: u32 = 8;

/// A word or phrase that may tell an event.
#[derive(Clone, Debug, Default)]
pub struct TriggerReading {
    /// Every trigger of the lexicon that fits here, by rising number.
    pub triggers: Vec<TriggerId>,
    /// Words of the trigger that stand apart ("set … free"), beside the mention's own tokens.
    pub rest: Option<Range<TokenIndex>>,
}

/// Triggers in text order.
pub(super) fn find(document: &Document, names: &[Mention], lexicon: &Lexicon) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut fits: Vec<(Range<TokenIndex>, Option<Range<TokenIndex>>, TriggerId)> = Vec::new();
    let mut masked = names.iter().filter(|name| is_mask(name)).peekable();
    for sentence in &document.sentences {
        let mut words = None;
        for at in sentence.tokens.clone() {
            if !document.token(at).is(Class::Trigger) {
                continue;
            }
            while masked.next_if(|name| name.tokens.end <= at).is_some() {}
            if masked.peek().is_some_and(|name| name.tokens.contains(&at)) {
                continue;
            }
            fits.clear();
            lexicon.triggers(document.token(at).word).for_each(|begun| {
                if let Some((word, _)) = begun.rest().next()
                    && !words.get_or_insert_with(|| words_of(document, &sentence.tokens, lexicon)).may_have(word)
                {
                    return;
                }
                if let Some((tokens, apart)) = fit(document, lexicon, at, sentence.tokens.end, begun) {
                    fits.push((tokens, apart, begun.id));
                }
            });
            if fits.len() > 1 {
                fits.sort_by_key(|(tokens, rest, id)| {
                    (std::cmp::Reverse(tokens.end), rest.as_ref().map(|rest| (rest.start, rest.end)), *id)
                });
                fits.dedup();
            }
            for (tokens, rest, id) in fits.drain(..) {
                if let Some(last) = found.last_mut()
                    && last.tokens == tokens
                    && let Reading::Trigger(reading) = &mut last.reading
                    && reading.rest == rest
                {
                    reading.triggers.push(id);
                    continue;
                }
                found.push(Mention::over(
                    document,
                    tokens,
                    Reading::Trigger(TriggerReading { triggers: vec![id], rest }),
                ));
            }
        }
    }
    found
}

/// The words of a sentence and their singulars and lemmas.
fn words_of(document: &Document, tokens: &Range<TokenIndex>, lexicon: &Lexicon) -> WordSet {
    let mut set = WordSet::default();
    // a word that the lexicon does not know may always be there
    set.add(WordId::NONE);
    let mut hyphen = false;
    for at in tokens.clone() {
        let token = document.token(at);
        set.add(token.word);
        if token.is(Class::Noun) || token.is(Class::NounForm) || hyphen && token.is(Class::Verb) {
            for lemma in lemmas(lexicon, token.word, hyphen) {
                set.add(lexicon.word(lemma));
            }
        }
        hyphen = token.has(Shape::HYPHEN);
    }
    set
}

/// What a word may be a form of, as far as triggers go: a plural, and the second part of a hyphened verb.
fn lemmas(lexicon: &Lexicon, word: WordId, hyphen: bool) -> impl Iterator<Item = &str> {
    lexicon.senses(word).filter_map(move |sense| match sense.class {
        Class::Noun if sense.flags == 1 => Some(lexicon.cell(sense, 1)),
        Class::NounForm => Some(lexicon.cell(sense, 0)),
        Class::Verb if hyphen => Some(lexicon.cell(sense, 0)),
        _ => None,
    })
}

/// Names hide their words; the name of an event may tell it.
fn is_mask(name: &Mention) -> bool {
    !matches!(&name.reading, Reading::Name(reading) if reading.kind == NameType::NamedEvent)
}

/// Where the words of a trigger stand, when its first is at `at`.
fn fit(
    document: &Document,
    lexicon: &Lexicon,
    at: TokenIndex,
    end: TokenIndex,
    begun: Begun,
) -> Option<(Range<TokenIndex>, Option<Range<TokenIndex>>)> {
    let mut others = begun.rest();
    let Some(first) = others.next() else { return Some((at..at + 1, None)) };
    let gap = match begun.id.part {
        TriggerPart::Verb if begun.bound => 1,
        TriggerPart::Verb => WIDEST_GAP,
        _ => 0,
    };
    let mut start = skip_hyphen(document, at + 1);
    let mut passed = 0;
    while start < end && !is_word(document, lexicon, start, &first) {
        let token = document.token(start);
        if passed >= gap || token.has(Shape::SIGN) && !token.has(Shape::HYPHEN) && !token.has(Shape::QUOTE) {
            return None;
        }
        passed += 1;
        start += 1;
    }
    let mut last = start;
    for word in others {
        last = skip_hyphen(document, last + 1);
        if last >= end || !is_word(document, lexicon, last, &word) {
            return None;
        }
    }
    if last >= end {
        return None;
    }
    Some(if passed == 0 { (at..last + 1, None) } else { (at..at + 1, Some(start..last + 1)) })
}

fn skip_hyphen(document: &Document, at: TokenIndex) -> TokenIndex {
    if document.token(at).has(Shape::HYPHEN) { at + 1 } else { at }
}

/// The same word, or a plural or verb form of it.
fn is_word(document: &Document, lexicon: &Lexicon, at: TokenIndex, wanted: &(WordId, &str)) -> bool {
    let token = document.token(at);
    if wanted.0 == WordId::NONE || token.word == WordId::NONE {
        return document.word(at).eq_ignore_ascii_case(wanted.1);
    }
    if token.word == wanted.0 {
        return true;
    }
    let hyphen = at > 0 && document.token(at - 1).has(Shape::HYPHEN);
    if !token.is(Class::Noun) && !token.is(Class::NounForm) && !(hyphen && token.is(Class::Verb)) {
        return false;
    }
    lemmas(lexicon, token.word, hyphen).any(|lemma| lemma == wanted.1)
}
