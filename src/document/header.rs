//! What the head of an article says about it: title, section, byline, credits, dateline, publication time.

use super::token::{Shape, Token};
use crate::article::{Article, Published, PublishedBasis};
use crate::lexicon::{Class, Lexicon};
use crate::text::Span;

/// The header's parts; each is a span of the text.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// The headline.
    pub title: Option<Span>,
    /// The section of the site.
    pub section: Option<Span>,
    /// The byline, with the words that open it.
    pub byline: Option<Span>,
    /// The names in the byline.
    pub byline_names: Vec<Span>,
    /// The credits, with the words that open them.
    pub credits: Option<Span>,
    /// The names in the credits.
    pub credit_names: Vec<Span>,
    /// The publication time as the header writes it, and its ISO form.
    pub published: Option<(Span, String)>,
    /// The dateline.
    pub dateline: Option<Dateline>,
}

/// `MINSK, June 21 (Reuters) -`
#[derive(Clone, Debug, Default)]
pub struct Dateline {
    /// All of it.
    pub span: Span,
    /// The place.
    pub place: Option<Span>,
    /// The date, as written.
    pub date: Option<Span>,
    /// The agency.
    pub agency: Option<Span>,
}

/// The document creation time, and where the text says it: the input's own field, then the header, then the dateline, then what else the input offers.
pub(super) fn publication(
    article: &Article,
    header: &Header,
    tokens: &[Token],
    lexicon: &Lexicon,
) -> (Option<Published>, Option<Span>) {
    if let Some(given) =
        article.published.as_ref().filter(|given| given.basis == PublishedBasis::Metadata || given.overrides)
    {
        return (Some(given.clone()), None);
    }
    if let Some((span, value)) = &header.published {
        return (Some(Published { value: value.clone(), basis: PublishedBasis::Text, overrides: false }), Some(*span));
    }
    let dated = header.dateline.as_ref().and_then(|dateline| dateline.date).and_then(|span| {
        let first = tokens.partition_point(|token| token.start < span.start);
        let last = tokens.partition_point(|token| token.start < span.end);
        Some((span, timestamp(&article.text, tokens, first, last, lexicon)?.1))
    });
    match dated {
        Some((span, value)) => {
            (Some(Published { value, basis: PublishedBasis::Dateline, overrides: false }), Some(span))
        }
        None => (article.published.clone(), None),
    }
}

/// A date with its year, and the time of day behind it, if one starts at token `at`: where it ends, and its ISO form.
///
/// Reads `2025-06-21 20:59:08` (also glued to the next word), `June 21, 2025`, `21 June 2025`, each with a clock time behind it.
pub(super) fn timestamp(
    text: &str,
    tokens: &[Token],
    at: usize,
    end: usize,
    lexicon: &Lexicon,
) -> Option<(usize, String)> {
    let reader = Reader { text, tokens, end, lexicon };
    let (next, [year, month, day]) =
        reader.iso(at).or_else(|| reader.month_first(at)).or_else(|| reader.day_first(at))?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(1000..=9999).contains(&year) {
        return None;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    match reader.clock(next) {
        Some((next, clock)) => Some((next, format!("{date}T{clock}"))),
        None => Some((next, date)),
    }
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    end: usize,
    lexicon: &'a Lexicon,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        if at >= self.end { "" } else { self.tokens.get(at).map_or("", |token| token.span().of(self.text)) }
    }

    /// The whole number at a token, if it has `least` to `most` digits and nothing else.
    fn number(&self, at: usize, least: usize, most: usize) -> Option<u32> {
        let word = self.word(at);
        ((least..=most).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| word.parse().ok())?
    }

    fn month(&self, at: usize) -> Option<u32> {
        let token =
            self.tokens.get(at).filter(|token| at < self.end && token.is(Class::Month) && token.has(Shape::CAPITAL))?;
        self.lexicon.cell(self.lexicon.sense(token.word, Class::Month)?, 0).parse().ok()
    }

    /// Skips up to `most` signs.
    fn signs(&self, mut at: usize, most: usize) -> usize {
        for _ in 0..most {
            if at < self.end && self.tokens.get(at).is_some_and(|token| token.has(Shape::SIGN)) {
                at += 1;
            }
        }
        at
    }

    fn iso(&self, at: usize) -> Option<(usize, [u32; 3])> {
        let year = self.number(at, 4, 4)?;
        let mark = self.word(at + 1);
        if !matches!(mark, "-" | "/") || self.word(at + 3) != mark {
            return None;
        }
        Some((at + 5, [year, self.number(at + 2, 1, 2)?, self.number(at + 4, 1, 2)?]))
    }

    fn month_first(&self, at: usize) -> Option<(usize, [u32; 3])> {
        let month = self.month(at)?;
        let day = self.number(at + 1, 1, 2)?;
        let year_at = if self.word(at + 2) == "," { at + 3 } else { at + 2 };
        Some((year_at + 1, [self.number(year_at, 4, 4)?, month, day]))
    }

    fn day_first(&self, at: usize) -> Option<(usize, [u32; 3])> {
        let day = self.number(at, 1, 2)?;
        let month = self.month(at + 1)?;
        let year_at = if self.word(at + 2) == "," { at + 3 } else { at + 2 };
        Some((year_at + 1, [self.number(year_at, 4, 4)?, month, day]))
    }

    /// `20:59:08`, `7:15 p.m.`, behind at most one sign; `T20:59:08Z`.
    fn clock(&self, at: usize) -> Option<(usize, String)> {
        let at = self.signs(at, 1);
        let glued = self.word(at).strip_prefix(['T', 't']);
        let mut hour = match glued {
            Some(digits) => digits.parse::<u32>().ok()?,
            None => self.number(at, 1, 2)?,
        };
        if self.word(at + 1) != ":" {
            return None;
        }
        let minute = self.number(at + 2, 2, 2)?;
        let mut next = at + 3;
        let mut second = None;
        if self.word(next) == ":" && self.number(next + 1, 2, 2).is_some() {
            second = self.number(next + 1, 2, 2);
            next += 2;
        }
        // a.m. and p.m. in any spelling
        let half: String =
            self.word(next).chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
        if half.len() == 2 && half.ends_with('m') && (half.starts_with('a') || half.starts_with('p')) && hour <= 12 {
            hour = hour % 12 + if half.starts_with('p') { 12 } else { 0 };
            next += 1;
        }
        if self.word(next) == "Z" {
            next += 1;
        }
        if hour > 23 || minute > 59 || second.is_some_and(|second| second > 60) {
            return None;
        }
        Some((
            next,
            second.map_or_else(
                || format!("{hour:02}:{minute:02}"),
                |second| format!("{hour:02}:{minute:02}:{second:02}"),
            ),
        ))
    }
}
