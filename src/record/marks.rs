//! The findings of a record as marks on its text, and ties between marks: what all annotation forms are written from.
//!
//! In: a record whose offsets are bytes and which carries its text, as [`super::Counting::Own`] forms are given. Out: marks in the order of the record's lists, with bytes
//! and with code points. What each form makes of them is its own matter.

use super::Record;
use super::finding::Entity;
use super::offset::{Offsets, Unit};
use crate::entity::{MentionKind, TimeKind};
use crate::event::QuoteKind;
use crate::mention::count::CountKind;
use crate::text::Span;
use std::collections::BTreeMap;

/// Everything that is marked on a text.
pub(super) struct Sheet<'r> {
    /// The analysed text; empty when there is none.
    pub(super) text: &'r str,
    offsets: Offsets<'r>,
    /// In the order of the record's lists; fillers that no other mark covers stand last.
    pub(super) marks: Vec<Mark<'r>>,
    /// Who plays which part, who speaks, who is whose spouse.
    pub(super) ties: Vec<Tie<'r>>,
}

/// Some words, and what they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark<'r> {
    pub(super) layer: Layer,
    /// Type of the finding.
    pub(super) label: &'r str,
    /// Bytes of the text.
    pub(super) span: Span,
    /// Id of the finding.
    pub(super) owner: &'r str,
    /// Id of an entity in the gazetteers; value of a time.
    pub(super) value: Option<&'r str>,
}

/// What sort of finding a mark belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layer {
    /// An entity by name, or by the adjective of a country.
    Name,
    /// An entity by a common noun or pronoun.
    Reference,
    Time,
    Count,
    Quote,
    /// The first trigger of an event.
    Event,
    /// Another trigger of an event.
    Again,
    /// A participant that nothing else marks.
    Filler,
}

/// Two marks, and what the second is to the first.
pub(super) struct Tie<'r> {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: &'r str,
    pub(super) kind: TieKind,
}

/// What sort of finding a tie belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TieKind {
    /// A participant of an event.
    Argument,
    /// Everything else.
    Relation,
}

impl<'r> Sheet<'r> {
    /// The marks of a record.
    pub(super) fn of(record: &'r Record) -> Self {
        let text = record.text.as_deref().unwrap_or("");
        let mut sheet = Self { text, offsets: Offsets::new(text, Unit::Chars), marks: Vec::new(), ties: Vec::new() };
        let mut index = Index::default();
        for entity in &record.entities {
            sheet.entity(entity, &mut index);
        }
        for time in &record.times {
            let span = span(time.start, time.end);
            sheet.mark(Layer::Time, time_name(time.kind), span, &time.id, time.value.as_deref());
        }
        for count in &record.counts {
            sheet.mark(Layer::Count, count_name(count.kind), span(count.start, count.end), &count.id, None);
        }
        sheet.quotes(record, &mut index);
        for relation in &record.relations {
            let mention = |id: &str| index.first.get(id).copied();
            let object = relation.object.as_deref().and_then(mention);
            if let (Some(from), Some(to)) = (mention(&relation.subject), object) {
                sheet.ties.push(Tie { from, to, label: &relation.kind, kind: TieKind::Relation });
            }
        }
        sheet.events(record, &mut index);
        sheet
    }

    /// Code points before a byte.
    pub(super) fn at(&self, byte: u32) -> u32 {
        self.offsets.at(byte)
    }

    /// The words of a mark.
    pub(super) fn words(&self, mark: &Mark) -> &'r str {
        mark.span.of(self.text)
    }

    fn mark(&mut self, layer: Layer, label: &'r str, span: Span, owner: &'r str, value: Option<&'r str>) -> usize {
        self.marks.push(Mark { layer, label, span, owner, value });
        self.marks.len() - 1
    }

    fn entity(&mut self, entity: &'r Entity, index: &mut Index<'r>) {
        let link = entity.link.wikidata.as_deref().or(entity.link.id.as_deref());
        for mention in &entity.mentions {
            let layer = match mention.kind {
                MentionKind::Name | MentionKind::Demonym => Layer::Name,
                MentionKind::Nominal | MentionKind::Pronoun => Layer::Reference,
            };
            let span = span(mention.start, mention.end);
            let mark = self.mark(layer, entity.kind.name(), span, &entity.id, link);
            index.first.entry(&entity.id).or_insert(mark);
            index.mentions.entry((span, &entity.id)).or_insert(mark);
        }
    }

    /// The mark of somebody at a place: a mention, or one of its own.
    fn filler(&mut self, entity: Option<&'r str>, span: Span, index: &mut Index<'r>) -> usize {
        let known = entity.and_then(|entity| index.mentions.get(&(span, entity)).copied());
        if let Some(mark) = known.or_else(|| index.fillers.get(&span).copied()) {
            return mark;
        }
        let mark = self.mark(Layer::Filler, "filler", span, entity.unwrap_or(""), None);
        index.fillers.insert(span, mark);
        mark
    }

    fn quotes(&mut self, record: &'r Record, index: &mut Index<'r>) {
        for quote in &record.quotes {
            let label = quote_name(quote.kind);
            let segments = quote.segments.iter();
            let marks: Vec<usize> = segments
                .map(|words| self.mark(Layer::Quote, label, span(words.start, words.end), &quote.id, None))
                .collect();
            let Some(first) = marks.first().copied() else { continue };
            if let Some(words) = &quote.speaker_mention {
                let to = self.filler(quote.speaker.as_deref(), span(words.start, words.end), index);
                self.ties.push(Tie { from: first, to, label: "speaker", kind: TieKind::Relation });
            }
        }
    }

    fn events(&mut self, record: &'r Record, index: &mut Index<'r>) {
        for event in &record.events {
            let place = span(event.trigger.start, event.trigger.end);
            let trigger = self.mark(Layer::Event, &event.kind, place, &event.id, None);
            for words in &event.mentions {
                self.mark(Layer::Again, &event.kind, span(words.start, words.end), &event.id, None);
            }
            for argument in &event.arguments {
                let to = self.filler(argument.entity.as_deref(), span(argument.start, argument.end), index);
                self.ties.push(Tie { from: trigger, to, label: &argument.role, kind: TieKind::Argument });
            }
        }
    }
}

/// Where things are marked already.
#[derive(Default)]
struct Index<'r> {
    /// First mark of an entity.
    first: BTreeMap<&'r str, usize>,
    mentions: BTreeMap<(Span, &'r str), usize>,
    fillers: BTreeMap<Span, usize>,
}

const fn span(start: u32, end: u32) -> Span {
    Span { start, end }
}

const fn time_name(kind: TimeKind) -> &'static str {
    match kind {
        TimeKind::Date => "date",
        TimeKind::Time => "time",
        TimeKind::Duration => "duration",
        TimeKind::Set => "set",
    }
}

const fn count_name(kind: CountKind) -> &'static str {
    match kind {
        CountKind::Count => "count",
        CountKind::Percent => "percent",
        CountKind::Money => "money",
        CountKind::Measure => "measure",
        CountKind::Ordinal => "ordinal",
        CountKind::Age => "age",
        CountKind::Fraction => "fraction",
        CountKind::Score => "score",
    }
}

const fn quote_name(kind: QuoteKind) -> &'static str {
    match kind {
        QuoteKind::Direct => "direct_quote",
        QuoteKind::Indirect => "indirect_quote",
        QuoteKind::Mixed => "mixed_quote",
    }
}

/// Names, times and counts.
pub(super) const fn is_named(layer: Layer) -> bool {
    matches!(layer, Layer::Name | Layer::Time | Layer::Count)
}

/// Marks of some layers in the order of the text, without white space at their ends; of those that overlap the first, and of those that begin together the longest.
pub(super) fn apart<'r>(sheet: &Sheet<'r>, wanted: impl Fn(Layer) -> bool) -> Vec<Mark<'r>> {
    let wanted = sheet.marks.iter().filter(|mark| wanted(mark.layer));
    let bare = wanted.map(|mark| Mark { span: trimmed(mark.span, sheet.text), ..*mark });
    let mut marks: Vec<Mark> = bare.filter(|mark| !mark.span.is_empty()).collect();
    marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
    let mut end = 0;
    marks.retain(|mark| {
        let free = mark.span.start >= end;
        if free {
            end = mark.span.end;
        }
        free
    });
    marks
}

// ---- tokens ---------------------------------------------------------------------------------------------------------------------------

/// A token of a text that is cut without rest.
pub(super) struct Piece {
    pub(super) span: Span,
    /// It is nothing but white space.
    pub(super) blank: bool,
    /// One space follows that belongs to no token.
    pub(super) space: bool,
}

/// Cuts a text so that nothing is lost: tokens end where those of the article do and where marks do; one space behind a word is its own, all other white space is a
/// token, as spaCy has it.
pub(super) fn pieces(sheet: &Sheet, record: &Record) -> Vec<Piece> {
    let mut cuts: Vec<u32> = Vec::with_capacity((record.beside.tokens.len() + sheet.marks.len()) * 2);
    cuts.extend(record.beside.tokens.iter().flat_map(|token| [token.start, token.end]));
    cuts.extend(sheet.marks.iter().flat_map(|mark| [mark.span.start, mark.span.end]));
    cuts.sort_unstable();
    cuts.dedup();
    let mut cuts = cuts.into_iter().peekable();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut start = 0;
    let mut letters = sheet.text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let end = at + letter.len_utf8();
        while cuts.next_if(|cut| *cut < end as u32).is_some() {}
        let blank = is_blank(letter);
        let before = pieces.last_mut().filter(|piece| letter == ' ' && start == at && !piece.blank && !piece.space);
        if let Some(before) = before {
            before.space = true;
            start = end;
            continue;
        }
        let goes_on = letters.peek().is_some_and(|(_, next)| is_blank(*next) == blank)
            && (blank || cuts.peek() != Some(&(end as u32)));
        if !goes_on {
            pieces.push(Piece { span: Span::new(start, end), blank, space: false });
            start = end;
        }
    }
    pieces
}

/// What Python takes for white space.
pub(super) fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{1c}'..='\u{1f}')
}

/// A span without the white space at its ends.
pub(super) fn trimmed(span: Span, text: &str) -> Span {
    let words = span.of(text);
    let start = span.start as usize + (words.len() - words.trim_start_matches(is_blank).len());
    Span::new(start, start + words.trim_matches(is_blank).len())
}
