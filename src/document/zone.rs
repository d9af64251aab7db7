//! Zones: title, header, section, dateline, byline, credits, furniture and body.
//!
//! In: tokens with their line marks. Out: what each stretch is, and the parts of the header. Head and foot of a page are read line by line until the story
//! begins; the words that open bylines and credits or label a page are data (`word/credits.tsv`, `word/furniture.tsv`).

use super::TokenIndex;
use super::header::{self, Dateline, Header};
use super::token::{Shape, Token};
use super::{Phrase, within};
use crate::article::{Article, Part, PartKind};
use crate::lexicon::{Class, Lexicon, Sense};
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What a stretch of the article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ZoneKind {
    /// The headline.
    Title,
    /// Lines of a page's header that are none of the others: publication time, labels.
    Header,
    /// The section of the site.
    Section,
    /// `MINSK, June 21 (Reuters) -`
    Dateline,
    /// Who wrote it.
    Byline,
    /// Who helped.
    Credits,
    /// Words under a picture.
    Caption,
    /// Labels of the page: Video, Read more.
    Furniture,
    /// The story.
    Body,
}

/// A stretch of the article and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// What it is.
    pub kind: ZoneKind,
    /// Where.
    pub span: Span,
}

/// Lines at the head and at the foot that may be something else than the story.
const HEAD_LINES: usize = 8;
const FOOT_LINES: usize = 8;
/// A headline has at most this many tokens.
const TITLE_TOKENS: usize = 32;
/// A line with so many tokens, or one that ends a sentence, is the story.
const STORY_TOKENS: usize = 14;

/// Finds the zones and reads the header.
pub(super) fn find(article: &Article, tokens: &[Token], phrases: &[Phrase], lexicon: &Lexicon) -> (Vec<Zone>, Header) {
    let mut page = Page::new(article, tokens, phrases, lexicon);
    page.read_parts(&article.parts);
    page.read_sections();
    page.read_head();
    page.read_foot();
    page.read_dateline();
    (page.zones(), page.header)
}

struct Page<'a> {
    text: &'a str,
    tokens: &'a [Token],
    phrases: &'a [Phrase],
    lexicon: &'a Lexicon,
    lines: Vec<Range<usize>>,
    /// Stretches that are not the story, in no order; they do not overlap.
    parts: Vec<(Range<usize>, ZoneKind)>,
    header: Header,
    /// Lines of the title field.
    title_lines: usize,
    /// First line of the story.
    story: usize,
}

impl<'a> Page<'a> {
    fn new(article: &'a Article, tokens: &'a [Token], phrases: &'a [Phrase], lexicon: &'a Lexicon) -> Self {
        let mut lines: Vec<Range<usize>> = Vec::new();
        for (index, token) in tokens.iter().enumerate() {
            match lines.last_mut() {
                Some(line) if !token.has(Shape::LINE_BEFORE) => line.end = index + 1,
                _ => lines.push(index..index + 1),
            }
        }
        let title_end = article.title.unwrap_or(0);
        let title_lines = lines.iter().take_while(|line| tokens[line.start].start < title_end).count();
        Self {
            text: &article.text,
            tokens,
            phrases,
            lexicon,
            lines,
            parts: Vec::new(),
            header: Header::default(),
            title_lines,
            story: 0,
        }
    }

    fn word(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |token| token.span().of(self.text))
    }

    fn has(&self, index: usize, shape: Shape) -> bool {
        self.tokens.get(index).is_some_and(|token| token.has(shape))
    }

    fn span(&self, tokens: &Range<usize>) -> Span {
        match (self.tokens.get(tokens.start), self.tokens.get(tokens.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if !tokens.is_empty() => first.span().join(last.span()),
            _ => Span::default(),
        }
    }

    // ---- parts that the input marks ---------------------------------------------------------------------------------------------------

    fn read_parts(&mut self, parts: &[Part]) {
        for part in parts {
            let first = self.tokens.partition_point(|token| token.start < part.span.start);
            let last = self.tokens.partition_point(|token| token.start < part.span.end);
            let range = first..last;
            if range.is_empty() {
                continue;
            }
            match part.kind {
                PartKind::Byline if self.header.byline.is_none() => {
                    let opener = self.opens(first, last, Class::Credit, "byline").unwrap_or(0);
                    self.add_byline(&range, first + opener);
                }
                PartKind::Caption => self.parts.push((range, ZoneKind::Caption)),
                PartKind::Byline | PartKind::Furniture => self.parts.push((range, ZoneKind::Furniture)),
            }
        }
    }

    /// Whether a line is part of what the input marks.
    fn is_marked(&self, range: &Range<usize>) -> bool {
        self.parts
            .iter()
            .any(|(part, kind)| *kind != ZoneKind::Title && part.start <= range.start && range.end <= part.end)
    }

    /// Headings of a wiki page (`== Background ==`), and the sections behind the story: see also, references, external links.
    fn read_sections(&mut self) {
        if !self.parts.is_empty() {
            return;
        }
        let (mut appended, mut told) = (false, false);
        for line in self.title_lines..self.lines.len() {
            let range = self.lines[line].clone();
            let text = self.span(&range).of(self.text);
            let heading = text.starts_with("==") && text.ends_with("==") && text.contains(|char: char| char != '=');
            if heading {
                let first = range.clone().find(|at| self.has(*at, Shape::LETTER)).unwrap_or(range.end);
                let words = self.opens(first, range.end, Class::Furniture, "appendix").unwrap_or(0);
                appended = told && words > 0 && (first + words..range.end).all(|at| self.has(at, Shape::SIGN));
            }
            match self.parts.last_mut() {
                // an appendix is one part, however long
                Some((part, _)) if appended && !heading && part.end == range.start => part.end = range.end,
                _ if heading || appended => self.parts.push((range, ZoneKind::Furniture)),
                _ => told = true,
            }
        }
    }

    // ---- head -------------------------------------------------------------------------------------------------------------------------

    fn read_head(&mut self) {
        if self.title_lines > 0 {
            let title = self.lines[0].start..self.lines[self.title_lines - 1].end;
            self.header.title = Some(self.span(&title));
            self.parts.push((title, ZoneKind::Title));
        }
        let mut line = self.title_lines;
        while line < self.lines.len().min(self.title_lines + HEAD_LINES) {
            let range = self.lines[line].clone();
            if !self.read_head_line(line, range) {
                break;
            }
            line += 1;
        }
        self.story = line;
    }

    /// Reads one line of the head; false when the story begins with it.
    fn read_head_line(&mut self, line: usize, range: Range<usize>) -> bool {
        if self.is_marked(&range) || self.read_furniture(&range) || self.read_byline(&range) {
            return true;
        }
        if let Some((stamp, value)) = self.stamp_at_start(&range) {
            if self.header.published.is_none() {
                self.header.published = Some((self.span(&stamp), value));
            }
            self.parts.push((range.start..stamp.end, ZoneKind::Header));
            return self.read_behind_stamp(stamp.end..range.end);
        }
        if line == 0 && self.is_title(&range) {
            self.header.title = Some(self.span(&range));
            self.parts.push((range, ZoneKind::Title));
            return true;
        }
        // a second headline stands right under the first
        let under_title = line == 1
            && self.header.title.is_some()
            && self.title_lines == 0
            && !self.has(range.start, Shape::BLANK_LINE_BEFORE);
        if under_title && self.is_title(&range) {
            self.parts.push((range, ZoneKind::Title));
            return true;
        }
        if self.header.published.is_some() && self.header.byline.is_none() && self.is_name_line(&range) {
            self.add_byline(&range, range.start);
            return true;
        }
        false
    }

    /// What stands behind a publication time: nothing, the section, a byline, or the story itself.
    fn read_behind_stamp(&mut self, rest: Range<usize>) -> bool {
        if rest.is_empty() {
            return true;
        }
        if rest.len() >= STORY_TOKENS || self.ends_sentence(&rest) {
            return false;
        }
        let byline = (rest.start..rest.end).find(|at| self.opens(*at, rest.end, Class::Credit, "byline").is_some());
        let section_end = byline.unwrap_or(rest.end);
        if section_end > rest.start {
            let section = rest.start..section_end;
            self.header.section = Some(self.span(&section));
            self.parts.push((section, ZoneKind::Section));
        }
        if let Some(at) = byline {
            let opener = self.opens(at, rest.end, Class::Credit, "byline").unwrap_or(0);
            self.add_byline(&(at..rest.end), at + opener);
        }
        true
    }

    fn is_title(&self, range: &Range<usize>) -> bool {
        let last_line = self.lines.last().is_some_and(|last| last.start == range.start);
        !last_line
            && range.len() <= TITLE_TOKENS
            && range.len() > 1
            && !self.ends_sentence(range)
            && self.dateline_at(range).is_none()
    }

    fn ends_sentence(&self, range: &Range<usize>) -> bool {
        let mut last = range.end;
        while last > range.start && (self.has(last - 1, Shape::QUOTE) || matches!(self.word(last - 1), ")" | "]")) {
            last -= 1;
        }
        last > range.start && matches!(self.word(last - 1), "." | "…" | ":")
    }

    /// `Nadia Whitcombe, Porto`: a few capitals that begin with a known given name.
    fn is_name_line(&self, range: &Range<usize>) -> bool {
        (2..=6).contains(&range.len())
            && self.tokens[range.start].is(Class::NameToken)
            && range.clone().all(|at| self.has(at, Shape::CAPITAL) || matches!(self.word(at), "," | "-"))
    }

    fn read_byline(&mut self, range: &Range<usize>) -> bool {
        if range.len() > STORY_TOKENS || self.ends_sentence(range) {
            return false;
        }
        let Some(opener) = self.opens(range.start, range.end, Class::Credit, "byline") else { return false };
        // "By Tuesday the water …" is no byline, "By our correspondent in Libreville" is one
        if opener >= range.len() {
            return false;
        }
        self.add_byline(range, range.start + opener);
        true
    }

    fn add_byline(&mut self, range: &Range<usize>, names_from: usize) {
        self.header.byline = Some(self.span(range));
        self.header.byline_names = self.names_in(names_from..range.end);
        self.parts.push((range.clone(), ZoneKind::Byline));
    }

    /// Runs of capitalised words.
    fn names_in(&self, range: Range<usize>) -> Vec<Span> {
        let mut names = Vec::new();
        let mut at = range.start;
        while at < range.end {
            if !self.has(at, Shape::CAPITAL) || self.opens(at, range.end, Class::Credit, "").is_some() {
                at += 1;
                continue;
            }
            let start = at;
            while at < range.end
                && (self.has(at, Shape::CAPITAL) || (self.has(at, Shape::HYPHEN) && self.has(at + 1, Shape::CAPITAL)))
            {
                at += 1;
            }
            if at - start > 1 {
                names.push(self.span(&(start..at)));
            }
        }
        names
    }

    /// How many tokens the opener of `class` covers that stands at `at`; `value` empty takes any.
    fn opens(&self, at: usize, end: usize, class: Class, value: &str) -> Option<usize> {
        let token = self.tokens.get(at)?;
        let fits = |sense: Sense| sense.class == class && (value.is_empty() || self.lexicon.cell(sense, 0) == value);
        if token.is(Class::PhraseStart) {
            let found = within(self.phrases, &(at as TokenIndex..end as TokenIndex));
            if let Some(hit) = found.iter().rev().find(|hit| fits(hit.sense)) {
                return Some(hit.words());
            }
        }
        (token.is(class) && self.lexicon.senses(token.word).any(fits)).then_some(1)
    }

    // ---- furniture --------------------------------------------------------------------------------------------------------------------

    /// A line that is a label of the page, or begins with one.
    fn read_furniture(&mut self, range: &Range<usize>) -> bool {
        if range.len() > STORY_TOKENS {
            return false;
        }
        let whole = self
            .opens(range.start, range.end, Class::Furniture, "line")
            .is_some_and(|words| (range.start + words..range.end).all(|at| self.has(at, Shape::SIGN)));
        let prefix =
            !self.ends_sentence(range) && self.opens(range.start, range.end, Class::Furniture, "prefix").is_some();
        if whole || prefix {
            self.parts.push((range.clone(), ZoneKind::Furniture));
        }
        whole || prefix
    }

    // ---- publication time -------------------------------------------------------------------------------------------------------------

    /// A publication time at the start of a line, behind labels and a weekday at most.
    fn stamp_at_start(&self, range: &Range<usize>) -> Option<(Range<usize>, String)> {
        let mut at = range.start;
        while at < range.end.min(range.start + 6) {
            if let Some((end, value)) = header::timestamp(self.text, self.tokens, at, range.end, self.lexicon) {
                return Some((at..end, value));
            }
            let label = self.opens(at, range.end, Class::Furniture, "");
            let skips = label.unwrap_or(usize::from(self.tokens[at].is(Class::Weekday) || self.has(at, Shape::SIGN)));
            if skips == 0 {
                return None;
            }
            at += skips;
        }
        None
    }

    // ---- foot -------------------------------------------------------------------------------------------------------------------------

    fn read_foot(&mut self) {
        let first = self.story.max(self.lines.len().saturating_sub(FOOT_LINES));
        for line in (first..self.lines.len()).rev() {
            let range = self.lines[line].clone();
            if !self.read_foot_line(&range) {
                break;
            }
        }
        // a last label may be glued to the end of the last paragraph's line: found above only when it has a line of its own
        if self.header.credits.is_none() {
            let credits = (first..self.lines.len())
                .map(|line| self.lines[line].clone())
                .find(|range| self.credits_at(range).is_some());
            if let Some(range) = credits {
                self.add_credits(&range);
            }
        }
    }

    fn read_foot_line(&mut self, range: &Range<usize>) -> bool {
        if self.is_marked(range) {
            return true;
        }
        if self.credits_at(range).is_some() {
            self.add_credits(range);
            return true;
        }
        if self.read_furniture(range) {
            return true;
        }
        let Some((stamp, value)) = self.stamp_at_start(range) else { return self.read_related(range) };
        if stamp.end + 3 < range.end {
            return false;
        }
        if self.header.published.is_none() {
            self.header.published = Some((self.span(&stamp), value));
        }
        self.parts.push((range.clone(), ZoneKind::Header));
        true
    }

    /// Headlines of other articles stand under a label such as "Related articles".
    fn read_related(&mut self, range: &Range<usize>) -> bool {
        let Some(line) = self.lines.iter().position(|line| line.start == range.start) else { return false };
        let above =
            (self.story..line).rev().take(FOOT_LINES).take_while(|above| !self.ends_sentence(&self.lines[*above]));
        let labelled = above.into_iter().any(|above| {
            let label = &self.lines[above];
            label.len() <= 4
                && self
                    .opens(label.start, label.end, Class::Furniture, "line")
                    .is_some_and(|words| words == label.len())
        });
        let related = labelled && range.len() <= TITLE_TOKENS && !self.ends_sentence(range);
        if related {
            self.parts.push((range.clone(), ZoneKind::Furniture));
        }
        related
    }

    /// Where the names of a credits line begin.
    fn credits_at(&self, range: &Range<usize>) -> Option<usize> {
        let start = range.start + usize::from(matches!(self.word(range.start), "(" | "["));
        let opener = self.opens(start, range.end, Class::Credit, "credits")?;
        (range.len() < 60).then_some(start + opener)
    }

    fn add_credits(&mut self, range: &Range<usize>) {
        let Some(names_from) = self.credits_at(range) else { return };
        let mut names = self.names_in(names_from..range.end);
        if let (Some(_), mut before) = (self.header.credits, std::mem::take(&mut self.header.credit_names)) {
            names.append(&mut before);
            names.sort();
        }
        self.header.credit_names = names;
        let span = self.span(range);
        self.header.credits = Some(self.header.credits.map_or(span, |credits| credits.join(span)));
        self.parts.push((range.clone(), ZoneKind::Credits));
    }

    // ---- dateline ---------------------------------------------------------------------------------------------------------------------

    fn read_dateline(&mut self) {
        for line in self.story..self.lines.len().min(self.story + 3) {
            let mut range = self.lines[line].clone();
            // the story may begin behind a publication time on the same line
            while self.parts.iter().any(|(part, _)| part.contains(&range.start)) {
                range.start += 1;
            }
            if let Some((dateline, end)) = self.dateline_at(&range) {
                self.header.dateline = Some(dateline);
                self.parts.push((range.start..end, ZoneKind::Dateline));
                return;
            }
        }
    }

    /// `MINSK, June 21 (Reuters) -`, `ACCRA (AFP) —`, `(Nairobi, April 4, 2025) –`; where it ends.
    fn dateline_at(&self, range: &Range<usize>) -> Option<(Dateline, usize)> {
        let bracketed = self.word(range.start) == "(";
        let first = range.start + usize::from(bracketed);
        let dash = (first..range.end.min(first + 24)).find(|at| self.is_dateline_dash(*at))?;
        let place_end = (first..dash)
            .find(|at| matches!(self.word(*at), "," | "(" | ")") || self.tokens[*at].is(Class::Month))?
            .min(dash);
        let place_end = if place_end == first { return None } else { place_end };
        let upper = (first..place_end).all(|at| self.has(at, Shape::UPPER) || self.has(at, Shape::SIGN))
            && self.word(first).len() > 2;
        let capital = self.has(first, Shape::CAPITAL) && self.has(place_end - 1, Shape::CAPITAL);
        let date = (place_end..dash)
            .find(|at| self.tokens[*at].is(Class::Month) && self.has(*at, Shape::CAPITAL))
            .map(|at| self.date_around(at, dash));
        let agency = (place_end..dash)
            .find(|at| self.word(*at) == "(")
            .map(|open| open + 1..(open..dash).find(|at| self.word(*at) == ")").unwrap_or(dash));
        let sound = (upper || (capital && (agency.is_some() || (bracketed && date.is_some()))))
            && (first..dash).all(|at| self.is_dateline_part(at))
            && self.has(dash + 1, Shape::SPACE_BEFORE) | self.has(dash + 2, Shape::SPACE_BEFORE);
        if !sound {
            return None;
        }
        let mut end = dash + 1;
        while end < range.end && (self.has(end, Shape::HYPHEN) || self.has(end, Shape::DASH)) {
            end += 1;
        }
        if end >= range.end {
            return None;
        }
        let dateline = Dateline {
            span: self.span(&(range.start..end)),
            place: Some(self.span(&(first..place_end))),
            date: date.map(|date| self.span(&date)),
            agency: agency.filter(|agency| !agency.is_empty()).map(|agency| self.span(&agency)),
        };
        Some((dateline, end))
    }

    /// A dash, or a hyphen or underscore with space around it, or two hyphens.
    fn is_dateline_dash(&self, at: usize) -> bool {
        if !self.has(at, Shape::SIGN) && self.word(at) != "_" {
            return false;
        }
        self.has(at, Shape::DASH)
            || self.word(at) == "_"
            || (self.has(at, Shape::HYPHEN) && (self.has(at, Shape::SPACE_BEFORE) || self.has(at + 1, Shape::HYPHEN)))
    }

    fn is_dateline_part(&self, at: usize) -> bool {
        self.has(at, Shape::CAPITAL)
            || self.has(at, Shape::DIGIT)
            || matches!(self.word(at), "," | "/" | "(" | ")" | "-" | "'" | "." | "&")
            || self.tokens[at].is(Class::NameParticle)
            || self.tokens[at].is(Class::Conjunction)
    }

    /// `June 21`, `21 June`, `April 4, 2025` around a month.
    fn date_around(&self, month: usize, end: usize) -> Range<usize> {
        let start = if month > 0 && self.has(month - 1, Shape::DIGIT) { month - 1 } else { month };
        let mut last = month + 1;
        if last < end && start == month && self.has(last, Shape::DIGIT) {
            last += 1;
        }
        let year = if self.word(last) == "," { last + 1 } else { last };
        if year < end && self.word(year).len() == 4 && self.has(year, Shape::DIGIT) {
            last = year + 1;
        }
        start..last
    }

    // ---- all together -----------------------------------------------------------------------------------------------------------------

    fn zones(&mut self) -> Vec<Zone> {
        let mut parts = std::mem::take(&mut self.parts);
        parts.sort_by_key(|(range, _)| (range.start, range.end));
        let mut zones: Vec<Zone> = Vec::with_capacity(parts.len() * 2 + 1);
        let mut at = 0;
        let mut add = |range: Range<usize>, kind: ZoneKind| {
            if !range.is_empty() {
                zones.push(Zone { kind, span: self.span(&range) });
            }
        };
        for (range, kind) in parts {
            if range.start < at {
                continue;
            }
            add(at..range.start, ZoneKind::Body);
            at = range.end;
            add(range, kind);
        }
        add(at..self.tokens.len(), ZoneKind::Body);
        zones
    }
}
