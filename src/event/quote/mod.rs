//! Quotes and their speakers: direct, mixed and indirect speech.
//!
//! In: document, quoted stretches among the mentions, clauses, entities. Out: [`Quote`]s in text order. First every cue (a verb of saying, "according to", a colon)
//! is read with its subject and what is said; then stretches without a cue of their own join the quote before them. Not here: whether it is true.
//!
//! A reporting clause is found by its cue (`cue`), who speaks by the groups around it (`speaker`), what is said by the marks and clauses beside it (`said`); when,
//! to whom and by which medium by the words between (`circumstance`). `turn` reads stretches without a cue, `draft` makes quotes of what was found.

mod circumstance;
mod cue;
mod draft;
mod look;
mod said;
mod speaker;
mod turn;

use super::Quote;
use crate::clause::Clauses;
use crate::document::{Document, TokenIndex, ZoneKind};
use crate::entity::{Entities, EntityId, TimeId};
use crate::lexicon::{Class, Lexicon};
use crate::mention::{Mention, Reading};
use crate::text::Span;
use draft::Draft;
use std::ops::Range;

/// A subject is looked for at most so many tokens before its verb, a verb so many behind its subject.
const REACH: u32 = 40;

/// All quotes of a document.
pub(super) fn find(
    document: &Document,
    mentions: &[Mention],
    clauses: &Clauses,
    entities: &Entities,
    lexicon: &Lexicon,
) -> Vec<Quote> {
    let stretches: Vec<&Mention> =
        mentions.iter().filter(|mention| matches!(mention.reading, Reading::Quote(_))).collect();
    let mut finder = Finder {
        document,
        mentions,
        clauses,
        entities,
        lexicon,
        used: vec![false; stretches.len()],
        stretches,
        drafts: Vec::new(),
    };
    for (number, sentence) in document.sentences.iter().enumerate() {
        if matches!(sentence.zone, ZoneKind::Title | ZoneKind::Body | ZoneKind::Caption) {
            finder.sentence(number as u32, &sentence.tokens, sentence.zone);
        }
    }
    finder.leftover();
    let mut drafts = finder.drafts;
    drafts.sort_by_key(|draft| (draft.start, draft.end));
    drafts.into_iter().map(|draft| draft.quote).collect()
}

/// Who says something.
#[derive(Clone, Debug)]
struct Speaker {
    entity: Option<EntityId>,
    span: Span,
    /// All tokens, appositions and phrases behind the noun included.
    tokens: Range<TokenIndex>,
}

/// A reporting clause.
#[derive(Clone, Debug)]
struct Report<'l> {
    cue: Range<TokenIndex>,
    /// Kind of the verb, from the gazetteer.
    kind: &'l str,
    speaker: Option<Speaker>,
    addressee: Option<EntityId>,
    medium: Option<String>,
    time: Option<TimeId>,
    via: Option<EntityId>,
    rule: &'static str,
}

impl<'l> Report<'l> {
    /// Somebody said something; how and when is not known yet.
    fn new(rule: &'static str, cue: Range<TokenIndex>, kind: &'l str, speaker: Option<Speaker>) -> Self {
        Self { cue, kind, speaker, addressee: None, medium: None, time: None, via: None, rule }
    }
}

struct Finder<'a> {
    document: &'a Document<'a>,
    mentions: &'a [Mention],
    clauses: &'a Clauses,
    entities: &'a Entities,
    lexicon: &'a Lexicon,
    stretches: Vec<&'a Mention>,
    /// Whether a quote has the stretch.
    used: Vec<bool>,
    drafts: Vec<Draft>,
}

impl Finder<'_> {
    fn sentence(&mut self, number: u32, tokens: &Range<TokenIndex>, zone: ZoneKind) {
        // what a cue has taken is not read again: reports inside reports belong to the outer one
        let mut taken = tokens.start;
        let mut last: Option<Speaker> = None;
        let mut at = tokens.start;
        while at < tokens.end {
            let token = self.token(at);
            let cue = token.is(Class::Reporting) || token.is(Class::PhraseStart) || token.is(Class::ReportingPhrase);
            if !cue || at < taken || self.stretch_at(at).is_some() {
                at += 1;
                continue;
            }
            let read = match self.source_phrase(at, tokens.end) {
                Some(phrase) => self.according_to(&phrase, number, tokens),
                None if token.is(Class::Reporting) => self.verb_of_saying(at, number, tokens, last.as_ref()),
                None => None,
            };
            match read {
                Some((speaker, end)) => {
                    last = speaker.or(last);
                    taken = end;
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        if zone == ZoneKind::Title && taken == tokens.start {
            self.headline(number, tokens);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::event::{Quote, QuoteKind};
    use crate::lexicon::Lexicon;
    use crate::{clause, document, entity, mention};

    /// Kind, speaker's words and segments of every quote.
    fn quotes(text: &str) -> Vec<(QuoteKind, String, Vec<String>)> {
        let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
        let article = Article { text: text.to_owned(), ..Article::default() };
        let document = document::segment(&article, &lexicon);
        let mentions = mention::find(&document, &lexicon);
        let clauses = clause::parse(&document, &mentions, &lexicon);
        let entities = entity::resolve(&document, &mentions, &clauses, &lexicon);
        let read = |quote: Quote| {
            let speaker = quote.speaker_span.map_or(String::new(), |span| span.of(text).to_owned());
            (quote.kind, speaker, quote.segments.iter().map(|span| span.of(text).to_owned()).collect())
        };
        super::find(&document, &mentions, &clauses, &entities, &lexicon).into_iter().map(read).collect()
    }

    fn only(text: &str) -> (QuoteKind, String, Vec<String>) {
        let all = quotes(text);
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        all[0].clone()
    }

    #[test]
    fn a_reporting_clause_may_stand_behind_before_or_inside() {
        for text in [
            "“The bridge will not hold,” Marta Novak said on Tuesday.",
            "“The bridge will not hold,” said Marta Novak, an engineer.",
            "Marta Novak said: “The bridge will not hold.”",
            "Marta Novak, an engineer, told reporters: “The bridge will not hold.”",
        ] {
            let (kind, speaker, segments) = only(text);
            assert_eq!((kind, speaker.as_str(), segments.len()), (QuoteKind::Direct, "Marta Novak", 1), "{text}");
        }
        let (_, speaker, segments) = only("“The bridge will not hold,” Marta Novak said. “We must close it now.”");
        assert_eq!(
            (speaker.as_str(), segments),
            ("Marta Novak", vec!["“The bridge will not hold,”".to_owned(), "“We must close it now.”".to_owned()])
        );
    }

    #[test]
    fn what_is_reported_without_marks_is_indirect() {
        for (text, speaker, said) in [
            ("Marta Novak said that the dam was empty.", "Marta Novak", "the dam was empty"),
            ("Marta Novak said the dam was empty.", "Marta Novak", "the dam was empty"),
            ("The dam was empty, Marta Novak said.", "Marta Novak", "The dam was empty"),
            ("The dam was empty, according to Marta Novak.", "Marta Novak", "The dam was empty"),
            ("According to Marta Novak, the dam was empty.", "Marta Novak", "the dam was empty"),
        ] {
            assert_eq!(only(text), (QuoteKind::Indirect, speaker.to_owned(), vec![said.to_owned()]), "{text}");
        }
    }

    #[test]
    fn a_few_quoted_words_make_a_mixed_quote() {
        let (kind, speaker, segments) = only("Marta Novak said the works were “a bad joke” and left the room.");
        assert_eq!(
            (kind, speaker.as_str(), segments),
            (QuoteKind::Mixed, "Marta Novak", vec!["“a bad joke”".to_owned()])
        );
    }

    #[test]
    fn the_quoted_one_speaks_and_the_quoting_one_relays() {
        let (_, speaker, segments) = only("The Tageblatt quoted Marta Novak as saying the dam was empty.");
        assert_eq!((speaker.as_str(), segments), ("Marta Novak", vec!["the dam was empty".to_owned()]));
    }

    #[test]
    fn questions_denials_and_plans_report_nothing() {
        assert!(quotes("Marta Novak declined to say whether the dam was empty.").is_empty());
        assert!(quotes("Marta Novak denied the dam was empty.").is_empty());
        assert!(quotes("The report on the dam was read by Marta Novak.").is_empty());
    }
}
