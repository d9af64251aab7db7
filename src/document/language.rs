//! Which language an article is in, and whether it is one that dateline reads.
//!
//! In: tokens of the text and the language that the input declares. Out: a [`Language`]. English is told cheaply by its function words; only a text with few
//! of them is shown to `whatlang`.

use super::token::{Shape, Token};
use crate::lexicon::{Class, ClassSet};

/// The language of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Language {
    /// ISO 639-1 code, or 639-3 where there is none; `und` when it cannot be told.
    pub code: String,
    /// Whether findings can be expected.
    pub supported: bool,
    /// 0 to 1.
    pub confidence: f64,
}

/// How many words are looked at.
const SAMPLE: usize = 300;
/// Texts shorter than this many words do not say what language they are in.
const TELLING: usize = 25;

const FUNCTION_WORDS: ClassSet = ClassSet(0)
    .with(Class::Determiner)
    .with(Class::Preposition)
    .with(Class::Pronoun)
    .with(Class::Auxiliary)
    .with(Class::Conjunction)
    .with(Class::Subordinator)
    .with(Class::Possessive)
    .with(Class::Modal);

/// Looks at the first few hundred words; a declared language counts when the text does not say otherwise.
pub(super) fn detect(text: &str, tokens: &[Token], declared: Option<&str>) -> Language {
    let (mut words, mut function) = (0_usize, 0_usize);
    for token in tokens.iter().filter(|token| token.has(Shape::LETTER)).take(SAMPLE) {
        words += 1;
        function += usize::from(token.classes.any(FUNCTION_WORDS));
    }
    let share = function as f64 / words.max(1) as f64;
    let declared = declared
        .map(|code| two_letters(&code.split(['-', '_']).next().unwrap_or(code).to_ascii_lowercase()).to_owned())
        .filter(|code| !code.is_empty());
    if share >= 0.25 && words >= 4 {
        return english(if words < TELLING { 0.5 } else { (0.6 + share).min(0.99) });
    }
    if words < TELLING && declared.is_none() {
        return short(text);
    }
    let end = text.char_indices().nth(4000).map_or(text.len(), |(at, _)| at);
    let seen = whatlang::detect(text.get(..end).unwrap_or(text));
    match (declared, seen) {
        (Some(code), Some(info)) if info.is_reliable() && two_letters(info.lang().code()) != code => {
            other(info.lang(), info.confidence())
        }
        (Some(code), _) => Language { supported: code == "en", code, confidence: 0.8 },
        (None, Some(info)) if info.lang() == whatlang::Lang::Eng => english(info.confidence()),
        (None, Some(info)) if info.is_reliable() || is_not_english(text.get(..end).unwrap_or(text), info.lang()) => {
            other(info.lang(), info.confidence())
        }
        // lists, tables and headlines have few function words in any language
        _ => Language { code: "und".to_owned(), supported: true, confidence: 0.0 },
    }
}

/// Two languages near one another leave it open which it is, but not that it is none of English.
fn is_not_english(text: &str, lang: whatlang::Lang) -> bool {
    let two = whatlang::Detector::with_allowlist(vec![whatlang::Lang::Eng, lang]);
    two.detect(text).is_some_and(|info| info.lang() == lang && info.is_reliable())
}

/// A few words without function words of English: another language only when that is clear, by its script or by many letters of its own.
fn short(text: &str) -> Language {
    match whatlang::detect(text) {
        Some(info) if info.lang() != whatlang::Lang::Eng && info.script() != whatlang::Script::Latin => {
            other(info.lang(), info.confidence())
        }
        Some(info) if info.lang() != whatlang::Lang::Eng && info.is_reliable() && info.confidence() >= 0.9 => {
            other(info.lang(), info.confidence())
        }
        _ => english(0.5),
    }
}

fn english(confidence: f64) -> Language {
    Language { code: "en".to_owned(), supported: true, confidence: (confidence * 100.0).round() / 100.0 }
}

fn other(lang: whatlang::Lang, confidence: f64) -> Language {
    let code = two_letters(lang.code()).to_owned();
    Language { supported: code == "en", code, confidence: (confidence * 100.0).round() / 100.0 }
}

/// ISO 639-1 for the 639-3 codes of `whatlang` that have one.
fn two_letters(code: &str) -> &str {
    const CODES: &str = "afr af aka ak amh am ara ar aze az bel be ben bn bul bg cat ca ces cs cmn zh cym cy dan da deu de ell el eng en epo eo est et \
        fin fi fra fr guj gu heb he hin hi hrv hr hun hu hye hy ind id ita it jav jv jpn ja kan kn kat ka khm km kor ko lat la lav lv lit lt mal ml mar mr \
        mkd mk mya my nep ne nld nl nob nb ori or pan pa pes fa pol pl por pt ron ro rus ru sin si slk sk slv sl sna sn spa es srp sr swe sv tam ta tel te \
        tgl tl tha th tuk tk tur tr ukr uk urd ur uzb uz vie vi yid yi zul zu";
    let mut codes = CODES.split_ascii_whitespace();
    while let (Some(three), Some(two)) = (codes.next(), codes.next()) {
        if three == code {
            return two;
        }
    }
    code
}
