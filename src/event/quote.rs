//! Quotes and their speakers: direct, mixed and indirect speech.
//!
//! In: document, quoted stretches among the mentions, clauses, entities. Out: [`Quote`]s in text order. First every cue (a verb of saying, "according to", a colon)
//! is read with its subject and what is said; then stretches without a cue of their own join the quote before them. Not here: whether it is true.

use super::{Quote, QuoteKind};
use crate::clause::{Bond, Clauses, Form, Kind, NounGroup, NounId, Tag, VerbGroup, Voice};
use crate::document::{Document, Phrase, Shape, Token, TokenIndex, ZoneKind};
use crate::entity::{Entities, Entity, EntityId, MentionKind, TimeId};
use crate::lexicon::{Class, Lexicon};
use crate::mention::{Mention, MentionId, NameType, Reading};
use crate::text::Span;
use std::ops::Range;

/// A subject is looked for at most so many tokens before its verb.
const REACH: u32 = 40;
/// Words between a verb of saying and what is said.
const ADJUNCTS: usize = 7;
/// A quoted stretch of so many words can be a sentence.
const SENTENCE_WORDS: usize = 4;
/// A name or noun before or behind the colon of a headline has at most so many tokens.
const HEADLINE_SPEAKER: u32 = 6;

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

/// A quote under way.
#[derive(Debug)]
struct Draft {
    quote: Quote,
    /// First token of what is said.
    start: TokenIndex,
    /// One past the last token of it and of its reporting clause.
    end: TokenIndex,
    /// Sentence in which it ends.
    sentence: u32,
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

impl<'a> Finder<'a> {
    // ---- cues -------------------------------------------------------------------------------------------------------------------------

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

    /// "according to" at `at`: the phrase.
    fn source_phrase(&mut self, at: TokenIndex, limit: TokenIndex) -> Option<Range<TokenIndex>> {
        if !self.token(at).is(Class::PhraseStart) {
            return None;
        }
        let lexicon = self.lexicon;
        let source =
            |hit: &&Phrase| hit.sense.class == Class::ReportingPhrase && lexicon.cell(hit.sense, 0) == "source_after";
        let words = self.document.phrases_within(at..limit.min(at + 8)).iter().rev().find(source)?.words() as u32;
        Some(at..at + words)
    }

    /// "according to X, …", "…, according to X", "…, according to X, …".
    fn according_to(
        &mut self,
        phrase: &Range<TokenIndex>,
        number: u32,
        tokens: &Range<TokenIndex>,
    ) -> Option<(Option<Speaker>, TokenIndex)> {
        let speaker = self.speaker_behind(phrase.end, tokens.end)?;
        let behind = self.end_of_apposition(speaker.tokens.end, tokens.end);
        let end = self.trim_end(tokens.end, tokens.start);
        let opens = phrase.start == tokens.start
            || phrase.start == tokens.start + 1 && !self.token(tokens.start).has(Shape::SIGN);
        let mut said: Vec<Range<TokenIndex>> = Vec::new();
        if opens {
            if !self.is_comma(behind) {
                return None;
            }
            said.push(behind + 1..end);
        } else {
            let before = self.clause_start(tokens.start, phrase.start)..self.without_comma(phrase.start);
            said.push(before);
            if self.is_comma(behind) && behind + 1 < end && !self.opens_new_clause(behind + 1, end) {
                said.push(behind + 1..end);
            }
        }
        said.retain(|range| range.len() > 1);
        if said.is_empty() {
            return None;
        }
        let report = Report { rule: "source_phrase", ..self.report(phrase.clone(), "say", Some(speaker.clone())) };
        self.add(&said, report, number, behind.max(phrase.end));
        Some((Some(speaker), if opens { tokens.end } else { behind }))
    }

    /// A verb of saying with its subject, and what is said before or behind it.
    fn verb_of_saying(
        &mut self,
        at: TokenIndex,
        number: u32,
        tokens: &Range<TokenIndex>,
        last: Option<&Speaker>,
    ) -> Option<(Option<Speaker>, TokenIndex)> {
        if !self.is_verb(at, tokens) {
            return None;
        }
        let group = self.clauses.verb_at(at).and_then(|id| self.clauses.verb(id)).filter(|group| group.head == at);
        if group.is_some_and(|group| group.negative || group.modal.is_some() || group.form == Form::Infinitive) {
            return None;
        }
        let kind = self.document.cell(at, Class::Reporting, 0, self.lexicon)?;
        // "if the court confirms it"; "a man called X"
        let condition =
            group.and_then(|group| group.opener.as_ref()).is_some_and(|opener| self.is_condition(opener.start));
        if condition || kind == "name" && group.is_none_or(|group| group.form != Form::Finite) {
            return None;
        }
        let start = group.map_or(at, |group| group.tokens.start);
        if let Some(read) = self.quoted_as_saying(at, start, kind, group, number, tokens) {
            return Some(read);
        }
        if group.is_some_and(|group| group.voice == Voice::Passive) && start < at {
            return None;
        }
        let gerund = self.clauses.tag(at) == Tag::Gerund;
        let (speaker, inverted) = self.subject(at, start, group, tokens, last, gerund)?;
        let speaker = self.antecedent(speaker, number);
        let mut report = self.report(at..at + 1, kind, Some(speaker.clone()));
        report.rule = if inverted { "verb_inverted" } else { "verb" };
        let behind = if inverted { speaker.tokens.end } else { at + 1 };
        let first = if inverted { at } else { speaker.tokens.start.min(start) };
        let leading = if gerund { None } else { self.leading(first, tokens) };
        let trailing = if inverted && leading.is_some() {
            self.trailing_stretch(behind, tokens)
        } else {
            self.trailing(behind, tokens, kind, &mut report)
        };
        let clause_end = trailing.as_ref().map_or_else(|| self.reporting_end(behind, tokens.end), |range| range.start);
        self.circumstances(first, behind, clause_end, &mut report);
        let direct_behind = trailing.as_ref().is_some_and(|range| self.stretch_at(range.start).is_some());
        let said: Vec<Range<TokenIndex>> = match (leading, trailing) {
            (Some(leading), Some(trailing)) if direct_behind && self.is_quoted(&leading) => vec![leading, trailing],
            (_, Some(trailing)) => vec![trailing],
            (Some(leading), None) => vec![leading],
            (None, None) => return None,
        };
        if !reports(kind) && !said.iter().any(|range| self.has_stretch(range)) {
            return None;
        }
        let end = said.iter().map(|range| range.end).max().unwrap_or(behind).max(clause_end);
        let next = if said.iter().any(|range| range.start > at) { end } else { behind };
        self.add(&said, report, number, end);
        Some((Some(speaker), next))
    }

    /// Not a noun: "the report", "a claim"; behind a quotation it is the verb whatever stands behind it ("said Ruiz").
    fn is_verb(&self, at: TokenIndex, tokens: &Range<TokenIndex>) -> bool {
        match self.clauses.tag(at) {
            Tag::Verb | Tag::Participle | Tag::Gerund | Tag::Other => true,
            Tag::Adjective | Tag::Noun => {
                let quoted = at > tokens.start && (self.stretch_at(at - 1).is_some() || self.is_comma(at - 1));
                let sense = self.lexicon.sense(self.token(at).word, Class::Verb);
                quoted && sense.is_some_and(|sense| sense.flags & (2 | 4) != 0) && !self.token(at).has(Shape::CAPITAL)
            }
            _ => false,
        }
    }

    /// "X quoted Y as saying …", "Y was quoted by X as saying …".
    fn quoted_as_saying(
        &mut self,
        at: TokenIndex,
        start: TokenIndex,
        kind: &'a str,
        group: Option<&VerbGroup>,
        number: u32,
        tokens: &Range<TokenIndex>,
    ) -> Option<(Option<Speaker>, TokenIndex)> {
        if kind != "quote" {
            return None;
        }
        let saying = (at + 1..tokens.end.min(at + 14)).find(|at| {
            self.token(*at).is(Class::Reporting)
                && self.token(*at - 1).is(Class::Subordinator)
                && self.document.word(*at).ends_with("ing")
        })?;
        let behind = if self.token(at + 1).is(Class::Preposition) { at + 2 } else { at + 1 };
        let other = if behind < saying - 1 { self.speaker_behind(behind, saying - 1) } else { None };
        let subject = self.subject(at, start, group, tokens, None, false).map(|(speaker, _)| speaker);
        let passive =
            self.document.cell(start, Class::Auxiliary, 0, self.lexicon).is_some_and(|value| value.starts_with("be"))
                && start < at;
        let (speaker, relay) = if passive { (subject.clone(), other) } else { (other, subject.clone()) };
        let first = subject.map_or(start, |subject| subject.tokens.start.min(start));
        let mut report = self.report(at..at + 1, "say", Some(speaker.clone()?));
        report.via = relay.and_then(|relay| relay.entity);
        report.rule = "quoted_as_saying";
        let leading = self.leading(first, tokens);
        let trailing = self.trailing(saying + 1, tokens, "say", &mut report);
        let clause_end =
            trailing.as_ref().map_or_else(|| self.reporting_end(saying + 1, tokens.end), |range| range.start);
        self.circumstances(first, saying + 1, clause_end, &mut report);
        let said = trailing.or(leading)?;
        let end = said.end.max(clause_end);
        let next = if said.start > at { end } else { saying + 1 };
        self.add(&[said], report, number, end);
        Some((speaker, next))
    }

    /// "Kyiv: 20 drones shot down", "Quake kills 20: officials".
    fn headline(&mut self, number: u32, tokens: &Range<TokenIndex>) {
        let Some(colon) = tokens.clone().find(|at| self.document.word(*at) == ":" && self.stretch_at(*at).is_none())
        else {
            return;
        };
        let end = self.trim_end(tokens.end, tokens.start);
        let (before, behind) = (tokens.start..colon, colon + 1..end);
        let first = before.len() <= HEADLINE_SPEAKER as usize;
        let (name, said) = if first { (before, behind) } else { (behind, before) };
        if name.is_empty() || name.len() > HEADLINE_SPEAKER as usize || said.len() < 3 {
            return;
        }
        let has_verb = |range: &Range<TokenIndex>| {
            range.clone().any(|at| matches!(self.clauses.tag(at), Tag::Verb | Tag::Participle | Tag::Auxiliary))
        };
        let Some(speaker) = self.speaker_behind(name.start, name.end).filter(|speaker| speaker.tokens.end >= name.end)
        else {
            return;
        };
        let speaks = speaker.entity.and_then(|id| self.entities.get(id)).is_some_and(|entity| {
            use crate::mention::NameType::{Group, Organization, Person};
            matches!(entity.kind, Person | Organization | Group) || !first
        });
        if !speaks || has_verb(&name) {
            return;
        }
        let report = Report { rule: "headline", ..self.report(colon..colon + 1, "say", Some(speaker)) };
        self.add(&[said], report, number, end);
    }

    // ---- who --------------------------------------------------------------------------------------------------------------------------

    /// The subject of a verb of saying, and whether it stands behind the verb.
    fn subject(
        &self,
        at: TokenIndex,
        start: TokenIndex,
        group: Option<&VerbGroup>,
        tokens: &Range<TokenIndex>,
        last: Option<&Speaker>,
        gerund: bool,
    ) -> Option<(Speaker, bool)> {
        let free = start == tokens.start
            || self.is_comma(start - 1)
            || self.token(start - 1).has(Shape::QUOTE)
            || self.stretch_at(start - 1).is_some();
        if gerund {
            // ", adding that": who spoke before
            let known = group.and_then(|group| group.subject).and_then(|id| self.clauses.noun(id));
            return last
                .cloned()
                .or_else(|| known.map(|noun| self.speaker(noun)))
                .map(|speaker| (speaker, false))
                .filter(|_| free);
        }
        let floor = tokens.start.max(start.saturating_sub(REACH));
        // "X, an envoy, said": what stands before the comma is an apposition, not what was said
        let open = self.parenthesis_before(start, floor).flatten();
        let apposition = open.is_some_and(|open| {
            open > tokens.start && !self.has_clause(&(tokens.start..open)) && self.clauses.noun_at(open - 1).is_some()
        });
        if free
            && !apposition
            && let Some(speaker) = self.inverted(at, tokens.end)
        {
            return Some((speaker, true));
        }
        if let Some(speaker) = self.subject_before(start, floor) {
            return Some((speaker, false));
        }
        let known = group
            .and_then(|group| group.subject)
            .and_then(|id| self.clauses.noun(id))
            .filter(|noun| noun.tokens.end <= start);
        if let Some(noun) = known {
            return Some((self.speaker(noun), false));
        }
        // "welcomed it, but noted that": who acted before
        let joined = self.token(start.saturating_sub(1)).is(Class::Conjunction) && start > tokens.start;
        last.filter(|_| joined).cloned().map(|speaker| (speaker, false))
    }

    /// `said X` at the end of its clause.
    fn inverted(&self, at: TokenIndex, limit: TokenIndex) -> Option<Speaker> {
        let speaker = self.speaker_behind(at + 1, limit).filter(|speaker| speaker.tokens.start <= at + 2)?;
        let end = speaker.tokens.end;
        let next = self.clauses.tag(end);
        let ends = end >= limit || !matches!(next, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Negation);
        ends.then_some(speaker)
    }

    /// The subject that ends right before `end`, parentheses and appositions aside.
    fn subject_before(&self, end: TokenIndex, floor: TokenIndex) -> Option<Speaker> {
        let mut end = end;
        while end > floor && self.clauses.tag(end - 1) == Tag::Adverb && self.token(end - 1).has(Shape::LETTER) {
            end -= 1;
        }
        let mut aside: Option<Range<TokenIndex>> = None;
        for _ in 0..3 {
            let opener = self.parenthesis_before(end, floor)?;
            match opener {
                Some(open) => {
                    aside = Some(open + 1..end - 1);
                    end = self.before_aside(open, floor);
                }
                None => break,
            }
        }
        if end <= floor || self.stretch_at(end - 1).is_some() {
            return None;
        }
        let noun =
            self.clauses.noun_at(end - 1).and_then(|id| self.clauses.noun(id)).filter(|noun| noun.tokens.end == end)?;
        let head = self.climb(noun, floor);
        let mut speaker = self.speaker(head);
        speaker.tokens = head.tokens.start..end.max(head.tokens.end);
        if let Some(aside) = aside {
            self.name_inside(&aside, &mut speaker);
            speaker.tokens.end = aside.end + 1;
        }
        if head.tokens.end < end && !head.pronoun && !self.is_name(head) {
            speaker.span = self.document.span(&speaker.tokens.clone());
            speaker.span = self.document.span(&(head.tokens.start..end));
        }
        Some(speaker)
    }

    /// Some(Some(open)): a parenthesis between commas, brackets or dashes ends at `end` and opens there; Some(None): none ends here; None: its opener is missing.
    #[allow(clippy::option_option)]
    fn parenthesis_before(&self, end: TokenIndex, floor: TokenIndex) -> Option<Option<TokenIndex>> {
        if end <= floor {
            return None;
        }
        let token = self.token(end - 1);
        if !token.has(Shape::SIGN) {
            return Some(None);
        }
        let mark = self.document.word(end - 1);
        let opener = match mark {
            "," => ",",
            ")" => "(",
            _ if token.has(Shape::DASH) => mark,
            _ => return Some(None),
        };
        (floor..end - 1).rev().find(|at| self.document.word(*at) == opener && self.stretch_at(*at).is_none()).map(Some)
    }

    /// "Ana Ruiz, 24, a waitress,": the comma before the age opens, too.
    fn before_aside(&self, open: TokenIndex, floor: TokenIndex) -> TokenIndex {
        if open <= floor + 2 || !self.count_at(open - 1) {
            return open;
        }
        (floor + 1..open - 1).rev().take(3).find(|at| self.is_comma(*at)).unwrap_or(open)
    }

    /// The noun that a chain of phrases hangs on: "a spokesman for the ministry in Kyiv".
    fn climb(&self, noun: &'a NounGroup, floor: TokenIndex) -> &'a NounGroup {
        let mut head = noun;
        for _ in 0..5 {
            let above = head
                .phrase
                .and_then(|phrase| self.clauses.phrases.get(phrase as usize))
                .filter(|phrase| phrase.preposition.start > floor)
                .and_then(|phrase| phrase.noun)
                .or(head.previous)
                .and_then(|id| self.clauses.noun(id));
            match above {
                Some(above)
                    if above.tokens.start >= floor
                        && above.tokens.start < head.tokens.start
                        && !(above.tokens.end..head.tokens.start).any(|at| self.is_comma(at)) =>
                {
                    head = above;
                }
                _ => break,
            }
        }
        head
    }

    /// A name in an apposition says better who it is: "her lawyer, Anne Jansen, said".
    fn name_inside(&self, aside: &Range<TokenIndex>, speaker: &mut Speaker) {
        let named = speaker.entity.and_then(|id| self.entities.get(id)).is_some_and(is_named);
        if named || aside.start >= aside.end {
            return;
        }
        let Some((id, mention)) = self.reference_at(aside.start) else { return };
        if matches!(mention.reading, Reading::Name(_)) && mention.tokens == *aside {
            speaker.entity = self.entities.of(id);
            speaker.span = mention.span;
        }
    }

    fn is_name(&self, noun: &NounGroup) -> bool {
        self.reference_at(noun.head).is_some_and(|(_, mention)| matches!(mention.reading, Reading::Name(_)))
    }

    /// The speaker who begins at `at` or behind a determiner there: his noun group with the phrases behind it.
    fn speaker_behind(&self, at: TokenIndex, limit: TokenIndex) -> Option<Speaker> {
        let noun = (at..limit.min(at + 3)).find_map(|at| self.clauses.noun_at(at));
        let Some(noun) = noun.and_then(|id| self.clauses.noun(id)) else { return self.bare_speaker(at, limit) };
        if noun.tokens.start > at + 1 {
            return None;
        }
        let mut speaker = self.speaker(noun);
        if noun.tokens.start < at {
            // a verb of saying was taken for a modifier
            speaker.span = if self.is_name(noun) { speaker.span } else { self.document.span(&(at..noun.tokens.end)) };
        }
        let mut end = noun.tokens.end;
        for _ in 0..4 {
            if end >= limit || !self.token(end).is(Class::Preposition) || self.clauses.tag(end) != Tag::Preposition {
                break;
            }
            let Some(next) = (end + 1..limit.min(end + 3))
                .find_map(|at| self.clauses.noun_at(at))
                .and_then(|id| self.clauses.noun(id))
            else {
                break;
            };
            if self.time_at(end + 1).is_some() || matches!(next.kind, Kind::Time | Kind::Document) {
                break;
            }
            end = next.tokens.end;
        }
        if end > noun.tokens.end && !self.is_name(noun) && !noun.pronoun {
            speaker.span = self.document.span(&(noun.tokens.start..end));
        }
        speaker.tokens = noun.tokens.start.max(at)..end.min(limit);
        // "said the minister, Ana Ruiz"
        if self.is_comma(end)
            && let Some((_, mention)) = self.reference_at(end + 1)
            && matches!(mention.reading, Reading::Name(_))
            && (mention.tokens.end >= limit || self.token(mention.tokens.end).has(Shape::SIGN))
        {
            self.name_inside(&mention.tokens.clone(), &mut speaker);
        }
        Some(speaker)
    }

    /// A name or pronoun where no clause was parsed.
    fn bare_speaker(&self, at: TokenIndex, limit: TokenIndex) -> Option<Speaker> {
        let (id, mention) = (at..limit.min(at + 2)).find_map(|at| self.reference_at(at))?;
        Some(Speaker { entity: self.entities.of(id), span: mention.span, tokens: mention.tokens.clone() })
    }

    /// "he" or "she" that coreference left open, or read inside the quotation: who spoke just before, or acted in the sentence before.
    fn antecedent(&self, speaker: Speaker, number: u32) -> Speaker {
        let Some((id, mention)) = self.reference_at(speaker.tokens.end.saturating_sub(1)) else { return speaker };
        let Reading::Pronoun(pronoun) = &mention.reading else { return speaker };
        if pronoun.person != 3 || pronoun.plural || pronoun.gender == Some('n') {
            return speaker;
        }
        let entity = self.entities.of(id).and_then(|id| self.entities.get(id));
        let before = entity.and_then(|entity| {
            let earlier = entity.mentions.iter().rev().filter(|mention| mention.mention.0 < id.0);
            earlier
                .filter_map(|mention| self.mentions.get(mention.mention.0 as usize))
                .find(|mention| !matches!(mention.reading, Reading::Pronoun(_)))
        });
        let sound = before.is_some_and(|before| self.stretch_at(before.tokens.start).is_none());
        if sound {
            return speaker;
        }
        let fits = |id: &EntityId| {
            self.entities.get(*id).is_some_and(|entity| {
                entity.kind == NameType::Person
                    && (entity.gender.is_none() || pronoun.gender.is_none() || entity.gender == pronoun.gender)
            })
        };
        let first = self.document.sentence_of(self.opening(number)).unwrap_or(number);
        let told = self.drafts.last().filter(|draft| draft.sentence + 1 >= first).and_then(|draft| draft.quote.speaker);
        let acted = || {
            let before = self.document.sentences.get(first.checked_sub(1)? as usize)?;
            self.main_subject(&before.tokens).and_then(|(speaker, _)| speaker.entity)
        };
        // the gender of a name is a guess: a person who acts right before is better than nobody
        let person = |id: &EntityId| self.entities.get(*id).is_some_and(|entity| entity.kind == NameType::Person);
        match told.filter(fits).or_else(|| acted().filter(fits)).or_else(|| acted().filter(person)) {
            Some(found) => Speaker { entity: Some(found), ..speaker },
            None => speaker,
        }
    }

    /// Where the quotation begins in which a sentence begins, or the sentence.
    fn opening(&self, number: u32) -> TokenIndex {
        let start = self.document.sentences.get(number as usize).map_or(0, |sentence| sentence.tokens.start);
        self.stretch_at(start).and_then(|at| self.stretches.get(at)).map_or(start, |stretch| stretch.tokens.start)
    }

    fn speaker(&self, noun: &NounGroup) -> Speaker {
        let reference = self.reference_at(noun.head);
        let entity = reference.and_then(|(id, _)| self.entities.of(id));
        let span = match reference {
            Some((_, mention)) if matches!(mention.reading, Reading::Name(_)) => mention.span,
            _ => self.document.span(&noun.tokens),
        };
        Speaker { entity, span, tokens: noun.tokens.clone() }
    }

    // ---- what -------------------------------------------------------------------------------------------------------------------------

    /// What stands before a reporting clause that begins at `first`: "…, X said".
    fn leading(&self, first: TokenIndex, tokens: &Range<TokenIndex>) -> Option<Range<TokenIndex>> {
        if first <= tokens.start {
            // the sentence begins with the reporting clause
            return None;
        }
        let first = self.start_of_group(first, tokens.start);
        let before = self.token(first.saturating_sub(1));
        let stretch = first.checked_sub(1).and_then(|before| self.stretch_at(before));
        if first <= tokens.start || !self.is_comma(first - 1) && stretch.is_none() && !before.has(Shape::DASH) {
            return None;
        }
        let end = self.without_comma(first);
        let start = self.clause_start(tokens.start, end);
        let range = start..end;
        let quoted = self.is_quoted(&range);
        (range.len() > 1 && (quoted || self.has_clause(&(tokens.start..end)))).then_some(range)
    }

    /// Words between a comma and the noun group behind it belong to the subject: ", the Belarusian daily Nasha Niva reported".
    fn start_of_group(&self, first: TokenIndex, floor: TokenIndex) -> TokenIndex {
        for at in (floor..first).rev().take(HEADLINE_SPEAKER as usize) {
            if self.is_comma(at) || self.stretch_at(at).is_some() {
                return at + 1;
            }
            let part = matches!(
                self.clauses.tag(at),
                Tag::Noun | Tag::Name | Tag::Adjective | Tag::Determiner | Tag::Possessive | Tag::Adverb | Tag::Number
            );
            if !part {
                break;
            }
        }
        first
    }

    /// What stands behind a verb of saying: a quoted stretch, a clause with "that" or without.
    fn trailing(
        &self,
        behind: TokenIndex,
        tokens: &Range<TokenIndex>,
        kind: &str,
        report: &mut Report,
    ) -> Option<Range<TokenIndex>> {
        let end = self.trim_end(tokens.end, tokens.start);
        let mut at = behind;
        let tells = kind == "tell" || kind == "ask" || kind == "warn";
        for _ in 0..ADJUNCTS {
            if at >= end {
                return None;
            }
            let token = self.token(at);
            if let Some(stretch) = self.stretch_at(at) {
                return Some(at..self.cut(at, end).max(self.stretches[stretch].tokens.end.min(tokens.end)));
            }
            if self.is_content_opener(at) {
                let start = if token.is(Class::Determiner) { at + 1 } else { at };
                return Some(start..self.cut(start, end)).filter(|range| range.len() > 1);
            }
            if token.has(Shape::SIGN) {
                match self.document.word(at) {
                    ":" => {
                        return Some(at + 1..end).filter(|range| range.len() > 1);
                    }
                    "," if self.stretch_at(at + 1).is_some() => {
                        at += 1;
                        continue;
                    }
                    // "said, however, that"
                    "," => match (at + 1..end.min(at + 8)).find(|at| self.is_comma(*at)) {
                        Some(comma) if self.is_content_opener(comma + 1) => {
                            at = comma + 1;
                            continue;
                        }
                        _ => return None,
                    },
                    _ => return None,
                }
            }
            if let Some(mention) = self.time_at(at) {
                at = mention.tokens.end;
                continue;
            }
            if self.count_at(at) {
                break;
            }
            if token.is(Class::Preposition) && self.clauses.tag(at) != Tag::Subordinator {
                at = self.end_of_phrase(at, end);
                continue;
            }
            if self.clauses.tag(at) == Tag::Adverb {
                at += 1;
                continue;
            }
            if tells && report.addressee.is_none() && at == behind {
                let noun = self.clauses.noun_at(at).and_then(|id| self.clauses.noun(id));
                let next = noun.map_or(at, |noun| noun.tokens.end);
                let subject = matches!(self.clauses.tag(next), Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Negation);
                if let Some(noun) = noun.filter(|_| kind == "tell" || !subject) {
                    report.addressee = self.speaker(noun).entity;
                    at = noun.tokens.end;
                    continue;
                }
            }
            break;
        }
        if at >= end {
            return None;
        }
        if !reports(kind) {
            return self.short_stretch(at, end);
        }
        let range = at..self.cut(at, end);
        if self.is_clause(&range, report.cue.start) { Some(range) } else { self.short_stretch(at, end) }
    }

    /// Quoted words in the same clause: called it “odd”, described the vote as “calm”.
    fn short_stretch(&self, from: TokenIndex, end: TokenIndex) -> Option<Range<TokenIndex>> {
        let at = (from..end.min(from + 14))
            .take_while(|at| self.stretch_at(*at).is_some() || !self.ends_phrase(*at))
            .find(|at| self.stretch_at(*at).is_some())?;
        let stretch = self.stretches.get(self.stretch_at(at)?)?;
        Some(stretch.tokens.start..stretch.tokens.end.min(end))
    }

    /// Where the object of a verb is over.
    fn ends_phrase(&self, at: TokenIndex) -> bool {
        let tag = self.clauses.tag(at);
        self.is_comma(at)
            || self.token(at).is(Class::Reporting)
            || matches!(tag, Tag::Verb | Tag::Stop | Tag::Relative | Tag::Subordinator)
    }

    /// `"A," said X, "b."`: the quoted rest behind an inverted clause.
    fn trailing_stretch(&self, behind: TokenIndex, tokens: &Range<TokenIndex>) -> Option<Range<TokenIndex>> {
        let at = (behind..tokens.end).find(|at| self.stretch_at(*at).is_some())?;
        let stretch = self.stretches.get(self.stretch_at(at)?)?;
        let adjacent = self.is_comma(at - 1) || self.document.word(at - 1) == ":";
        (adjacent && self.is_sentence(stretch)).then_some(at..stretch.tokens.end.min(tokens.end))
    }

    /// A content clause is cut where another reporting clause begins beside it: ", adding that", ", while Kyiv said".
    fn cut(&self, start: TokenIndex, end: TokenIndex) -> TokenIndex {
        for at in start + 2..end {
            if !self.token(at).is(Class::Reporting) || self.stretch_at(at).is_some() {
                continue;
            }
            match self.clauses.tag(at) {
                Tag::Gerund if self.is_comma(at - 1) => return at - 1,
                Tag::Verb => {
                    let group = self.clauses.verb_at(at).and_then(|id| self.clauses.verb(id));
                    let subject = group.and_then(|group| group.subject).and_then(|id| self.clauses.noun(id));
                    let Some(subject) = subject.filter(|subject| subject.tokens.start > start + 1) else { continue };
                    let mut before = subject.tokens.start - 1;
                    if self.token(before).is(Class::Conjunction) || self.token(before).is(Class::Subordinator) {
                        before -= 1;
                    }
                    if before > start && self.is_comma(before) {
                        return before;
                    }
                }
                _ => {}
            }
        }
        end
    }

    /// A finite verb with a subject of its own behind the cue; clauses about a noun do not count.
    fn is_clause(&self, range: &Range<TokenIndex>, cue: TokenIndex) -> bool {
        let first = self.clauses.verbs.partition_point(|verb| verb.tokens.start <= range.start);
        let inside = self.clauses.verbs.iter().skip(first).take_while(|verb| verb.tokens.start < range.end);
        let content = inside.filter(|verb| verb.form == Form::Finite).take(3).any(|verb| {
            let below = verb.bond == Bond::Complement
                && verb.parent.and_then(|id| self.clauses.verb(id)).is_some_and(|parent| parent.head == cue);
            let own =
                verb.subject.and_then(|id| self.clauses.noun(id)).is_some_and(|noun| noun.tokens.start == range.start);
            below || own && verb.bond != Bond::Relative
        });
        content || self.looks_like_clause(range)
    }

    /// The same by the tags alone: nouns, then a finite verb that nothing opens.
    fn looks_like_clause(&self, range: &Range<TokenIndex>) -> bool {
        let mut nouns = false;
        for at in range.start..range.end.min(range.start + REACH) {
            match self.clauses.tag(at) {
                Tag::Noun | Tag::Name | Tag::Pronoun | Tag::Number => nouns = true,
                Tag::Verb | Tag::Auxiliary | Tag::Modal => {
                    return nouns && self.clauses.tag(at - 1) != Tag::Conjunction;
                }
                Tag::Relative | Tag::Subordinator | Tag::Stop | Tag::To | Tag::Dash => return false,
                _ => {}
            }
        }
        false
    }

    /// Any finite verb.
    fn has_clause(&self, range: &Range<TokenIndex>) -> bool {
        let first = self.clauses.verbs.partition_point(|verb| verb.tokens.start < range.start);
        self.clauses.verbs.iter().skip(first).take_while(|verb| verb.tokens.start < range.end).any(|verb| {
            // the 's of a possessor is no verb
            verb.form == Form::Finite && !self.token(verb.head).is(Class::Possessive)
        })
    }

    // ---- how, when, to whom -----------------------------------------------------------------------------------------------------------

    fn report<'l>(&self, cue: Range<TokenIndex>, kind: &'l str, speaker: Option<Speaker>) -> Report<'l> {
        Report { cue, kind, speaker, addressee: None, medium: None, time: None, via: None, rule: "" }
    }

    /// Medium, time and addressee between the verb and the end of its clause; a time before the subject as well.
    fn circumstances(&mut self, first: TokenIndex, behind: TokenIndex, end: TokenIndex, report: &mut Report) {
        let mut at = behind;
        while at < end.min(behind + 24) {
            if report.time.is_none()
                && let Some(mention) = self.time_at(at)
            {
                report.time = self.time_of(mention);
                at = mention.tokens.end.max(at + 1);
                continue;
            }
            let governed = (at.saturating_sub(5)..at)
                .any(|before| before + 1 >= behind && self.token(before).is(Class::Preposition));
            if report.medium.is_none()
                && (governed || report.kind == "tell")
                && let Some(end) = self.medium(at, end)
            {
                report.medium = Some(self.document.words(&(at..end)).to_owned());
                at = end;
                continue;
            }
            // "said to reporters"
            let to = self.document.cell(at, Class::Preposition, 0, self.lexicon) == Some("to");
            if to && report.addressee.is_none() && at == behind {
                report.addressee = self.speaker_behind(at + 1, end).and_then(|speaker| speaker.entity);
            }
            at += 1;
        }
        if report.kind == "tell" && report.addressee.is_none() && behind < end {
            let noun = self.clauses.noun_at(behind).and_then(|id| self.clauses.noun(id));
            report.addressee = noun.filter(|noun| noun.tokens.end <= end).and_then(|noun| self.speaker(noun).entity);
        }
        if report.time.is_none() {
            let before = (first.saturating_sub(1)..behind).find_map(|at| self.time_at(at));
            report.time = before.and_then(|mention| self.time_of(mention));
        }
    }

    /// A medium that begins at `at`: where it ends.
    fn medium(&mut self, at: TokenIndex, limit: TokenIndex) -> Option<TokenIndex> {
        let token = self.token(at);
        let lexicon = self.lexicon;
        let hits = self.document.phrases_within(at..limit.min(at + 6));
        if let Some(hit) = hits.iter().rev().find(|hit| hit.sense.class == Class::Medium) {
            return Some(hit.end);
        }
        // a platform is a name
        let name = lexicon.sense(token.word, Class::Medium).is_some_and(|sense| lexicon.cell(sense, 0) == "platform");
        (token.is(Class::Medium) && (!name || token.has(Shape::CAPITAL))).then_some(at + 1)
    }

    // ---- quotes -----------------------------------------------------------------------------------------------------------------------

    /// Makes the quote of a report: direct when all that is said is quoted, mixed when a part is, else indirect.
    fn add(&mut self, said: &[Range<TokenIndex>], report: Report, number: u32, end: TokenIndex) {
        let mut stretches: Vec<usize> = Vec::new();
        for range in said {
            let first = self.stretches.partition_point(|stretch| stretch.tokens.end <= range.start);
            let inside =
                self.stretches.iter().skip(first).take_while(|stretch| stretch.tokens.start < range.end).count();
            stretches.extend(first..first + inside);
        }
        stretches.retain(|at| !self.used.get(*at).copied().unwrap_or(true));
        let opening = said.first().and_then(|range| self.stretch_at(range.start)).filter(|at| stretches.contains(at));
        let whole = said.iter().all(|range| self.is_quoted(range));
        let sentence = opening.and_then(|at| self.stretches.get(at)).is_some_and(|stretch| self.is_sentence(stretch));
        let kind = match () {
            () if stretches.is_empty() => QuoteKind::Indirect,
            () if whole
                && (sentence
                    || stretches.iter().any(|at| self.stretches.get(*at).is_some_and(|s| self.is_sentence(s)))) =>
            {
                QuoteKind::Direct
            }
            () if sentence => {
                stretches.truncate(1);
                QuoteKind::Direct
            }
            () => QuoteKind::Mixed,
        };
        let quoted: Vec<Span> =
            stretches.iter().filter_map(|at| self.stretches.get(*at)).map(|stretch| stretch.span).collect();
        let clauses: Vec<Span> = said.iter().map(|range| self.document.span(range)).collect();
        let (segments, reported) = match kind {
            QuoteKind::Indirect => (clauses.clone(), clauses),
            QuoteKind::Direct => (quoted.clone(), quoted),
            QuoteKind::Mixed => (quoted, clauses),
        };
        for at in stretches {
            if let Some(used) = self.used.get_mut(at) {
                *used = true;
            }
        }
        let start = said.iter().map(|range| range.start).min().unwrap_or(end);
        let sentence = self.document.sentence_of(end.saturating_sub(1)).unwrap_or(number).max(number);
        let quote = Quote {
            kind,
            segments,
            reported,
            speaker: report.speaker.as_ref().and_then(|speaker| speaker.entity),
            speaker_span: report.speaker.as_ref().map(|speaker| speaker.span),
            cue: Some(self.document.span(&report.cue)),
            addressee: report.addressee,
            medium: report.medium,
            time: report.time,
            via: report.via,
            rule: report.rule,
        };
        self.drafts.push(Draft { quote, start, end, sentence });
    }

    /// Stretches without a cue: they go on with the quote before them, follow a colon, or stand alone.
    fn leftover(&mut self) {
        self.drafts.sort_by_key(|draft| draft.start);
        let cues = self.drafts.len();
        let mut next = 0;
        let mut latest: Option<usize> = None;
        for at in 0..self.stretches.len() {
            let Some(stretch) = self.stretches.get(at).copied() else { break };
            while next < cues && self.drafts.get(next).is_some_and(|draft| draft.start <= stretch.tokens.start) {
                latest = Some(next);
                next += 1;
            }
            if self.used.get(at).copied().unwrap_or(true) || !self.is_sentence(stretch) {
                continue;
            }
            let Some(number) = self.document.sentence_of(stretch.tokens.start) else { continue };
            if self.follow(latest, at, number) {
                continue;
            }
            if self.behind_colon(at, number) || self.alone(latest, at, number) {
                latest = Some(self.drafts.len() - 1);
            }
        }
    }

    /// `"A," X said. "B."`: another segment of the quote before.
    fn follow(&mut self, latest: Option<usize>, at: usize, number: u32) -> bool {
        let Some(stretch) = self.stretches.get(at).copied() else { return false };
        let continued = at > 0
            && self.stretches.get(at - 1).is_some_and(|before| {
                matches!(&before.reading, Reading::Quote(reading) if reading.continues)
                    && before.tokens.end == stretch.tokens.start
            });
        let opens = self
            .document
            .sentences
            .get(number as usize)
            .is_some_and(|sentence| sentence.tokens.start == stretch.tokens.start);
        let paragraph = self.paragraph(number);
        let Some(draft) = latest.and_then(|at| self.drafts.get_mut(at)) else { return false };
        let same = self.document.sentences.get(draft.sentence as usize).map(|sentence| sentence.paragraph) == paragraph;
        let adjacent = opens
            && same
            && (draft.sentence + 1 == number || draft.sentence == number)
            && draft.end <= stretch.tokens.start;
        if !(adjacent || continued) || draft.quote.kind != QuoteKind::Direct {
            return false;
        }
        draft.quote.segments.push(stretch.span);
        draft.quote.reported.push(stretch.span);
        draft.end = stretch.tokens.end;
        draft.sentence = self.document.sentence_of(stretch.tokens.end - 1).unwrap_or(number);
        self.used[at] = true;
        true
    }

    /// `X called it odd: "…"`: the subject of the clause before the colon.
    fn behind_colon(&mut self, at: usize, number: u32) -> bool {
        let Some(stretch) = self.stretches.get(at).copied() else { return false };
        let start = stretch.tokens.start;
        let Some(sentence) = self.document.sentences.get(number as usize) else { return false };
        if start <= sentence.tokens.start || self.document.word(start - 1) != ":" {
            return false;
        }
        let tokens = sentence.tokens.clone();
        let Some((speaker, cue)) = self.main_subject(&(tokens.start..start - 1)) else { return false };
        let report = Report { rule: "colon", ..self.report(cue, "say", Some(speaker)) };
        self.with_short_ones(&tokens, start, &report, number);
        self.add(&[stretch.tokens.clone()], report, number, stretch.tokens.end);
        true
    }

    /// Quoted words of the same sentence are the same speaker's.
    fn with_short_ones(&mut self, tokens: &Range<TokenIndex>, before: TokenIndex, report: &Report, number: u32) {
        let first = self.stretches.partition_point(|stretch| stretch.tokens.start < tokens.start);
        let mut at = first;
        while let Some(stretch) = self.stretches.get(at).copied() {
            if stretch.tokens.end > before {
                break;
            }
            if !self.used.get(at).copied().unwrap_or(true) {
                self.add(&[stretch.tokens.clone()], report.clone(), number, stretch.tokens.end);
            }
            at += 1;
        }
    }

    /// A quoted sentence without any cue: the speaker goes on, or the sentence before tells who speaks.
    fn alone(&mut self, latest: Option<usize>, at: usize, number: u32) -> bool {
        let Some(stretch) = self.stretches.get(at).copied() else { return false };
        let Some(sentence) = self.document.sentences.get(number as usize) else { return false };
        let whole = sentence.tokens.start == stretch.tokens.start;
        if !whole {
            return false;
        }
        let paragraph = sentence.paragraph;
        let before = number.checked_sub(1).and_then(|before| self.document.sentences.get(before as usize));
        let told = latest.and_then(|at| self.drafts.get(at)).filter(|draft| draft.sentence + 1 == number);
        let speaker = told.and_then(|draft| {
            let span = draft.quote.speaker_span?;
            Some(Speaker { entity: draft.quote.speaker, span, tokens: 0..0 })
        });
        let speaker = speaker.or_else(|| {
            let before = before.filter(|before| before.paragraph == paragraph)?;
            self.main_subject(&before.tokens).map(|(speaker, _)| speaker).filter(|speaker| {
                let entity = speaker.entity.and_then(|id| self.entities.get(id));
                entity.is_some_and(|entity| entity.kind == NameType::Person)
            })
        });
        let report = Report { rule: "turn", ..self.report(stretch.tokens.start..stretch.tokens.start, "say", speaker) };
        self.add(&[stretch.tokens.clone()], report, number, stretch.tokens.end);
        if let Some(draft) = self.drafts.last_mut() {
            draft.quote.cue = None;
        }
        true
    }

    /// The subject of the main verb, and the verb.
    fn main_subject(&self, tokens: &Range<TokenIndex>) -> Option<(Speaker, Range<TokenIndex>)> {
        let first = self.clauses.verbs.partition_point(|verb| verb.tokens.start < tokens.start);
        let main =
            self.clauses.verbs.iter().skip(first).take_while(|verb| verb.tokens.end <= tokens.end).find(|verb| {
                verb.form == Form::Finite
                    && verb.parent.is_none()
                    && verb.subject.is_some()
                    && self.stretch_at(verb.head).is_none()
            })?;
        let noun = main.subject.and_then(|id: NounId| self.clauses.noun(id))?;
        Some((self.speaker(noun), main.head..main.head + 1))
    }

    // ---- small questions --------------------------------------------------------------------------------------------------------------

    fn token(&self, at: TokenIndex) -> Token {
        self.document.token(at)
    }

    fn is_comma(&self, at: TokenIndex) -> bool {
        self.document.word(at) == ","
    }

    fn paragraph(&self, number: u32) -> Option<u32> {
        self.document.sentences.get(number as usize).map(|sentence| sentence.paragraph)
    }

    /// The stretch that covers a token.
    fn stretch_at(&self, at: TokenIndex) -> Option<usize> {
        let next = self.stretches.partition_point(|stretch| stretch.tokens.end <= at);
        self.stretches.get(next).filter(|stretch| stretch.tokens.start <= at).map(|_| next)
    }

    /// if, unless
    fn is_condition(&self, at: TokenIndex) -> bool {
        self.document.cell(at, Class::Subordinator, 0, self.lexicon).is_some_and(|value| value.starts_with("condition"))
    }

    /// Nearly all words of a range are quoted.
    fn is_quoted(&self, range: &Range<TokenIndex>) -> bool {
        let (mut words, mut quoted) = (0, 0);
        for at in range.clone() {
            if self.token(at).has(Shape::SIGN) {
                continue;
            }
            words += 1;
            quoted += usize::from(self.stretch_at(at).is_some());
        }
        words > 0 && quoted * 5 >= words * 4
    }

    fn has_stretch(&self, range: &Range<TokenIndex>) -> bool {
        range.clone().any(|at| self.stretch_at(at).is_some())
    }

    /// A stretch that is a sentence or a clause, not some words of one.
    fn is_sentence(&self, stretch: &Mention) -> bool {
        let tokens = &stretch.tokens;
        let words = tokens.clone().filter(|at| !self.token(*at).has(Shape::SIGN)).count();
        if words < 2 {
            return false;
        }
        let opens = self.token(tokens.start + 1);
        let capital = opens.has(Shape::CAPITAL) || opens.has(Shape::DIGIT);
        let finite = tokens.clone().any(|at| {
            let token = self.token(at);
            matches!(self.clauses.tag(at), Tag::Verb | Tag::Auxiliary | Tag::Modal)
                || token.is(Class::Auxiliary)
                || token.is(Class::Modal)
        });
        let last = tokens.end.saturating_sub(2);
        let stopped = matches!(self.document.word(last), "." | "!" | "?" | "," | "…");
        let pronoun = opens.is(Class::Pronoun) || opens.is(Class::Conjunction);
        finite && words >= SENTENCE_WORDS && (capital || pronoun || stopped && self.is_sentence_start(tokens.start))
            || capital && stopped && words >= 2
    }

    fn is_sentence_start(&self, at: TokenIndex) -> bool {
        self.document
            .sentence_of(at)
            .and_then(|number| self.document.sentences.get(number as usize))
            .is_some_and(|sentence| sentence.tokens.start == at)
    }

    /// The word that opens a content clause: that, whether.
    fn is_content_opener(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        token.is(Class::Subordinator)
            && !token.is(Class::Preposition)
            && self
                .lexicon
                .senses(token.word)
                .any(|sense| sense.class == Class::Subordinator && self.lexicon.cell(sense, 0).contains("content"))
    }

    /// The name, nominal or pronoun that covers a token; a name before the others, the longest nominal.
    fn reference_at(&self, at: TokenIndex) -> Option<(MentionId, &'a Mention)> {
        let token = self.token(at);
        let next = self.mentions.partition_point(|mention| mention.span.start <= token.start);
        let mut best: Option<(u8, usize)> = None;
        for number in (next.saturating_sub(24)..next).rev() {
            let Some(mention) = self.mentions.get(number) else { continue };
            if !mention.tokens.contains(&at) {
                continue;
            }
            let rank = match mention.reading {
                Reading::Name(_) => 0,
                Reading::Pronoun(_) => 1,
                Reading::Nominal(_) => 2,
                _ => continue,
            };
            if best.is_none_or(|(found, _)| rank < found) {
                best = Some((rank, number));
            }
        }
        let (_, number) = best?;
        Some((MentionId(number as u32), self.mentions.get(number)?))
    }

    /// The time that covers a token.
    fn time_at(&self, at: TokenIndex) -> Option<&'a Mention> {
        self.mention_at(at, |reading| matches!(reading, Reading::Time(_))).map(|(_, mention)| mention)
    }

    fn count_at(&self, at: TokenIndex) -> bool {
        self.mention_at(at, |reading| matches!(reading, Reading::Count(_))).is_some()
    }

    fn mention_at(&self, at: TokenIndex, fits: impl Fn(&Reading) -> bool) -> Option<(usize, &'a Mention)> {
        let token = self.token(at);
        let next = self.mentions.partition_point(|mention| mention.span.start <= token.start);
        (next.saturating_sub(12)..next)
            .rev()
            .filter_map(|number| Some((number, self.mentions.get(number)?)))
            .find(|(_, mention)| fits(&mention.reading) && mention.tokens.contains(&at))
    }

    fn time_of(&self, mention: &Mention) -> Option<TimeId> {
        let (number, _) = self.mention_at(mention.tokens.start, |reading| matches!(reading, Reading::Time(_)))?;
        self.entities.time_of(MentionId(number as u32))
    }

    /// Where a phrase that begins with a preposition ends.
    fn end_of_phrase(&self, at: TokenIndex, limit: TokenIndex) -> TokenIndex {
        for inside in at + 1..limit.min(at + 4) {
            if let Some(mention) = self.time_at(inside) {
                return mention.tokens.end;
            }
            if let Some(noun) = self.clauses.noun_at(inside).and_then(|id| self.clauses.noun(id)) {
                return noun.tokens.end.max(at + 1);
            }
        }
        at + 1
    }

    /// Where the reporting clause ends that has nothing behind it: at the next quotation, comma or stop.
    fn reporting_end(&self, from: TokenIndex, limit: TokenIndex) -> TokenIndex {
        (from..limit)
            .find(|at| {
                self.stretch_at(*at).is_some()
                    || self.document.word(*at) == ";"
                    || self.is_comma(*at) && self.opens_new_clause(*at + 1, limit)
            })
            .unwrap_or(limit)
    }

    /// A gerund, conjunction or subject with its verb begins behind a comma.
    fn opens_new_clause(&self, at: TokenIndex, limit: TokenIndex) -> bool {
        at < limit && matches!(self.clauses.tag(at), Tag::Gerund | Tag::Conjunction | Tag::Subordinator | Tag::Relative)
    }

    /// The end of a parenthesis between commas behind a speaker: "according to X, envoy to Y, …".
    fn end_of_apposition(&self, at: TokenIndex, limit: TokenIndex) -> TokenIndex {
        if !self.is_comma(at) {
            return at;
        }
        let Some(close) = (at + 1..limit.min(at + 20)).find(|at| self.is_comma(*at)) else { return at };
        let verb = (at + 1..close)
            .any(|at| matches!(self.clauses.tag(at), Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Relative));
        let relative = self.clauses.tag(at + 1) == Tag::Relative;
        if !verb || relative { close } else { at }
    }

    /// Where the clause begins that ends at `end`: the sentence start, or the start of a quotation that began before it; signs and dashes aside.
    fn clause_start(&self, start: TokenIndex, end: TokenIndex) -> TokenIndex {
        let stretch = self.stretch_at(start).and_then(|at| self.stretches.get(at));
        let mut start = stretch.map_or(start, |stretch| stretch.tokens.start.min(start));
        if let Some(semicolon) =
            (start..end).rev().find(|at| self.document.word(*at) == ";" && self.stretch_at(*at).is_none())
        {
            start = semicolon + 1;
        }
        while start < end && self.token(start).is(Class::Conjunction) && stretch.is_none() {
            start += 1;
        }
        start
    }

    fn without_comma(&self, end: TokenIndex) -> TokenIndex {
        let before = self.token(end.saturating_sub(1));
        if end > 0 && (self.is_comma(end - 1) || before.has(Shape::DASH)) { end - 1 } else { end }
    }

    /// Without the marks that end the sentence.
    fn trim_end(&self, end: TokenIndex, start: TokenIndex) -> TokenIndex {
        let mut end = end;
        while end > start
            && self.token(end - 1).has(Shape::SIGN)
            && self.stretch_at(end - 1).is_none()
            && !matches!(self.document.word(end - 1), ")" | "%")
        {
            end -= 1;
        }
        end
    }
}

/// Verbs of these kinds report what is the case; the others deny, want, promise or call something names.
fn reports(kind: &str) -> bool {
    !matches!(kind, "deny" | "quote" | "demand" | "commit" | "name")
}

/// Some mention of the entity is a name.
fn is_named(entity: &Entity) -> bool {
    entity.mentions.iter().any(|mention| mention.kind == MentionKind::Name)
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
