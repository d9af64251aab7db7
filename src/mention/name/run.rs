//! Runs: capitalised words that stand together in one sentence, with the small words that names hold inside.
//!
//! In: the sentences of a document. Out: the words and runs of a [`Finder`], marked with what the lexicon knows of each word. Nothing is weighed here.

use super::Finder;
use super::word::{
    Commonness, FIRST_HEADS, FUNCTION, LONGEST_RUN, Run, Word, class_marks, commonness, hash, head_bit, mark,
    shape_marks,
};
use crate::document::{Document, Sentence, Shape, Token, TokenIndex, ZoneKind};
use crate::lexicon::{Candidate, Class, ClassSet, Hit};

/// Longer words tell nothing by their ends.
const LONGEST_WORD: usize = 24;

impl Finder<'_, '_> {
    /// The first look: every run is found, weighed and cut.
    pub(super) fn look(&mut self) {
        let document = self.document;
        for (number, sentence) in document.sentences.iter().enumerate() {
            if matches!(
                sentence.zone,
                ZoneKind::Header | ZoneKind::Section | ZoneKind::Byline | ZoneKind::Credits | ZoneKind::Furniture
            ) {
                continue;
            }
            let first_run = self.runs.len();
            let lower_words = self.collect_runs(number as u32, sentence);
            self.mark_headline(first_run, lower_words, sentence);
            for run in first_run..self.runs.len() {
                self.weigh(run);
            }
        }
        self.cut();
    }

    /// Finds the runs of a sentence; gives back how many words in lower case it has, small words aside.
    fn collect_runs(&mut self, number: u32, sentence: &Sentence) -> u32 {
        let document = self.document;
        let mut lower_words = 0;
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let token = document.token(at);
            if !self.starts_run(at, token, sentence) {
                if token.has(Shape::LETTER) {
                    self.note_lower(at, token);
                    lower_words += u32::from(!token.classes.any(FUNCTION));
                }
                at += 1;
                continue;
            }
            at = self.collect_run(number, at, sentence);
        }
        lower_words
    }

    fn starts_run(&mut self, at: TokenIndex, token: Token, sentence: &Sentence) -> bool {
        if token.has(Shape::CAPITAL) || token.has(Shape::MIXED) {
            return true;
        }
        if !token.has(Shape::LETTER) {
            return false;
        }
        if token.has(Shape::DIGIT) {
            return self.is_ordinal_of_name(at, sentence);
        }
        if self.names_without_capital(at, token, sentence) > 0 {
            return true;
        }
        if token.is(Class::LowerNameStart) && !token.classes.any(FUNCTION) {
            self.look_up_names(at, sentence.tokens.end);
            if !self.hits.is_empty() {
                return true;
            }
        }
        token.is(Class::NameParticle) && !token.is(Class::Preposition) && self.particle_leads(at, sentence)
    }

    /// A number that orders before up to three words with capitals, the last of which heads names: 42nd Street, 65th Fighter Wing.
    fn is_ordinal_of_name(&self, at: TokenIndex, sentence: &Sentence) -> bool {
        let number = self.document.word(at).starts_with(|letter: char| letter.is_ascii_digit());
        number
            && self.document.token(at).span().len() <= 5
            && (at + 1..sentence.tokens.end.min(at + 4))
                .map(|behind| self.document.token(behind))
                .take_while(|behind| behind.has(Shape::CAPITAL) && !behind.has(Shape::LINE_BEFORE))
                .any(|behind| behind.is(Class::Head))
    }

    /// How many words from here are a listed name without capitals, as hasty writers write them: a word that nearly always has a capital, and is a listed name or a
    /// given name, or begins one whose words are such.
    fn names_without_capital(&mut self, at: TokenIndex, token: Token, sentence: &Sentence) -> u32 {
        const KNOWN: ClassSet = FUNCTION.with(Class::Verb).with(Class::Noun).with(Class::Role).with(Class::Adverb);
        if !(token.is(Class::NameStart) || token.is(Class::NameToken))
            || token.classes.any(KNOWN)
            || token.span().len() < 4
            || !self.is_mostly_capital(token, sentence)
            || self.is_part_of_address(token)
        {
            return 0;
        }
        if token.is(Class::NameStart) {
            self.look_up_capitalised(at, sentence.tokens.end);
            if let Some(longest) = self.hits.last() {
                return longest.words as u32;
            }
        }
        u32::from(token.is(Class::NameToken) && self.name_token_marks(token) & mark::GIVEN != 0)
    }

    /// A sentence that begins without a capital, or stands in a text where many do: its writer spares capitals.
    fn is_hasty(&self, sentence: &Sentence) -> bool {
        self.hasty || begins_small(self.document, sentence)
    }

    /// Whether a word is glued to a sign as in addresses, file names and hashtags.
    fn is_part_of_address(&self, token: Token) -> bool {
        let text = self.document.text;
        let (start, end) = (token.span().start as usize, token.span().end as usize);
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let mut behind = text.get(end..).unwrap_or("").chars();
        let (after, next) = (behind.next(), behind.next());
        let glue = |letter: char| "-_/@#.:=&~".contains(letter);
        before.is_some_and(glue)
            || after.is_some_and(|letter| {
                glue(letter) && (!".:".contains(letter) || next.is_some_and(char::is_alphanumeric))
            })
    }

    /// At least eight times as often with a capital as without; four times where the writer spares capitals.
    fn is_mostly_capital(&self, token: Token, sentence: &Sentence) -> bool {
        let [lower, title, _] = self.lexicon.frequency(token.word);
        title >= lower + 2 && (title >= lower + 3 || self.is_hasty(sentence))
    }

    /// A particle of persons' names in lower case with a capital behind it: `al-Bashir`, `de Blasio`.
    fn particle_leads(&self, at: TokenIndex, sentence: &Sentence) -> bool {
        if at + 1 >= sentence.tokens.end || !self.is_particle_of(at, "person") {
            return false;
        }
        let next = self.document.token(at + 1);
        if next.has(Shape::HYPHEN) && !next.has(Shape::SPACE_BEFORE) && at + 2 < sentence.tokens.end {
            let behind = self.document.token(at + 2);
            return behind.has(Shape::CAPITAL) && !behind.has(Shape::SPACE_BEFORE);
        }
        next.has(Shape::CAPITAL) && !self.document.token(at).classes.any(FUNCTION)
    }

    fn is_particle_of(&self, at: TokenIndex, kind: &str) -> bool {
        let token = self.document.token(at);
        token.is(Class::NameParticle)
            && self
                .lexicon
                .senses(token.word)
                .any(|sense| sense.class == Class::NameParticle && self.lexicon.cell(sense, 0) == kind)
    }

    fn collect_run(&mut self, number: u32, from: TokenIndex, sentence: &Sentence) -> TokenIndex {
        let first = self.words.len() as u32;
        let mut at = from;
        let token = self.document.token(at);
        if !token.has(Shape::CAPITAL) && !token.has(Shape::MIXED) {
            let mut more = self.names_without_capital(at, token, sentence);
            while more > 0 {
                for _ in 0..more {
                    self.push_word(at, sentence, mark::LISTED | mark::LOWER);
                    at += 1;
                }
                let next = self.document.token(at);
                let joined = at < sentence.tokens.end
                    && next.has(Shape::LETTER)
                    && !next.has(Shape::CAPITAL)
                    && !next.has(Shape::LINE_BEFORE);
                more = if joined { self.names_without_capital(at, next, sentence) } else { 0 };
            }
            if at > from {
                self.runs.push(Run { sentence: number, words: first..self.words.len() as u32, ..Run::default() });
                return at;
            }
        }
        // a listed name in lower case takes all its words
        let (mut alone, mut longest) = (0, 1);
        if token.is(Class::LowerNameStart) && !token.has(Shape::CAPITAL) {
            self.look_up_names(at, sentence.tokens.end);
            longest = self.hits.last().map_or(1, |hit| hit.words as u32);
            // one word in lower case is a name only where the user lists it
            let own = |hit: &Hit<Candidate>| hit.words == 1 && self.lexicon.is_own(hit.what.entry);
            alone = if self.hits.first().is_some_and(own) { mark::LISTED } else { 0 };
        }
        self.push_word(at, sentence, alone);
        while at + 1 < from + longest {
            at += 1;
            self.push_word(at, sentence, mark::LISTED);
        }
        while self.words.len() - (first as usize) < LONGEST_RUN {
            let joined = self.joined(at, sentence);
            if joined == 0 {
                break;
            }
            for step in 1..=joined {
                self.push_word(at + step, sentence, 0);
            }
            at += joined;
        }
        let words = first..self.words.len() as u32;
        self.runs.push(Run { sentence: number, words, ..Run::default() });
        at + 1
    }

    /// How many tokens behind `at` belong to the same run: a capital, or small words and signs with a capital behind them.
    fn joined(&self, at: TokenIndex, sentence: &Sentence) -> u32 {
        let end = sentence.tokens.end;
        let mut step = 1;
        let mut small = 0;
        while at + step < end && step <= 4 {
            let token = self.document.token(at + step);
            if token.has(Shape::LINE_BEFORE) {
                return 0;
            }
            if token.has(Shape::CAPITAL) || token.has(Shape::MIXED) {
                return step;
            }
            if token.has(Shape::DIGIT) {
                let glued = !token.has(Shape::SPACE_BEFORE) && step > 1;
                let short = token.span().len() <= 4;
                return if short && (glued || step == 1) { step } else { 0 };
            }
            if token.has(Shape::SIGN) {
                if step == 1 && self.is_comma_before_suffix(at + step, end) {
                    return 2;
                }
                if !self.is_joining_sign(at + step, token, end) {
                    return 0;
                }
                if token.has(Shape::HYPHEN) && (self.is_tail(at + step + 1) || self.is_listed_over(at + step + 1)) {
                    return step + 1;
                }
            } else if token.is(Class::NameParticle) || token.is(Class::Conjunction) {
                small += 1;
                if small > 3 {
                    return 0;
                }
            } else if !token.is(Class::Possessive) || !token.span().of(self.document.text).starts_with(['\'', '’']) {
                return 0;
            }
            step += 1;
        }
        0
    }

    /// ", Inc." and ", Jr." belong to the name before them.
    fn is_comma_before_suffix(&self, at: TokenIndex, end: TokenIndex) -> bool {
        let next = self.document.token(at + 1);
        // B.C. is a province and the end of a club's name
        let place = next.is(Class::NameStart)
            || self.document.cell(at + 1, Class::Abbreviation, 0, self.lexicon) == Some("country");
        at + 1 < end && next.is(Class::Suffix) && next.has(Shape::CAPITAL) && !place && self.document.word(at) == ","
    }

    /// Whether a listed name that begins at one of the last words goes on over a token.
    fn is_listed_over(&self, at: TokenIndex) -> bool {
        let recent = self.words.iter().rev().take(4).take_while(|word| word.token + 6 > at);
        recent.zip(0..).any(|(word, back)| {
            let next = self.words.len() - back;
            let to = self.words.get(next).map_or(self.listed.len(), |word| word.listed as usize);
            let listed = self.listed.get(word.listed as usize..to).unwrap_or(&[]);
            listed.iter().any(|listed| word.token + u32::from(listed.length) > at)
        })
    }

    fn is_joining_sign(&self, at: TokenIndex, token: Token, end: TokenIndex) -> bool {
        if at + 1 >= end {
            return false;
        }
        let next = self.document.token(at + 1);
        if token.has(Shape::HYPHEN) {
            return !token.has(Shape::SPACE_BEFORE) && !next.has(Shape::SPACE_BEFORE);
        }
        token.is(Class::Conjunction) && next.has(Shape::CAPITAL)
            || token.is(Class::Possessive) && next.has(Shape::CAPITAL)
            || token.is(Class::NameParticle) && next.has(Shape::CAPITAL)
    }

    /// The small part of a name behind a hyphen, as in "Ka-ki": a word that is rare in lower case and nothing else.
    fn is_tail(&self, at: TokenIndex) -> bool {
        let token = self.document.token(at);
        if !token.has(Shape::LETTER) || token.has(Shape::CAPITAL) || token.span().len() > 6 {
            return false;
        }
        let lower = self.lexicon.frequency(token.word)[0];
        if token.is(Class::NameToken) && !token.is(Class::Verb) && !token.classes.any(FUNCTION) {
            return lower <= 12;
        }
        let known = FUNCTION.with(Class::Verb).with(Class::Noun).with(Class::Role).with(Class::NameParticle);
        !token.classes.any(known) && lower <= 8
    }

    fn push_word(&mut self, at: TokenIndex, sentence: &Sentence, marks: u64) {
        let token = self.document.token(at);
        let text = token.span().of(self.document.text);
        let hash = self.document.hash(at).unwrap_or_else(|| hash(text));
        let mut word = Word { token: at, marks, hash, listed: self.listed.len() as u32, ..Word::NOTHING };
        word.marks |= shape_marks(token, text);
        if word.is(mark::CODE) && !word.is(mark::CAPITAL) && self.is_ordinal_of_name(at, sentence) {
            word.marks |= mark::ORDINAL;
        }
        if !word.is(mark::CAPITAL | mark::NUMBER | mark::MIXED | mark::LISTED) {
            word.marks |= self.joint_mark(at, token);
            let starts = token.is(Class::LowerNameStart);
            if !starts && !word.is(mark::PARTICLE) {
                self.words.push(word);
                return;
            }
        }
        if word.is(mark::CAPITAL | mark::MIXED | mark::LOWER) {
            word.marks |= class_marks(token);
            let frequency = self.lexicon.frequency(token.word);
            word.commonness = commonness(frequency);
            if token.is(Class::NameToken) {
                word.marks |= self.name_token_marks(token);
            }
            if token.is(Class::Suffix) {
                word.marks |= match self.document.cell(at, Class::Suffix, 0, self.lexicon) {
                    Some("person") => mark::PERSON_SUFFIX,
                    _ => mark::COMPANY_SUFFIX,
                };
            }
            if token.is(Class::Head) {
                word.heads = self.head_bits(token);
            }
            word.marks |= self.form_marks(&word, text);
        }
        self.words.push(word);
        if token.is(Class::PhraseStart) {
            self.look_up_phrases(at, sentence.tokens.end);
        }
        if token.is(Class::NameStart) {
            if marks & mark::LOWER != 0 {
                self.look_up_capitalised(at, sentence.tokens.end);
            } else {
                self.look_up_names(at, sentence.tokens.end);
            }
            self.list();
        }
    }

    /// What the letters at the end of a word tell: a plural of a noun that is a word in lower case, the ending of a kind of names. Words of other letters tell nothing.
    fn form_marks(&self, word: &Word, text: &str) -> u64 {
        let mut letters = [0; LONGEST_WORD];
        let Some(folded) = letters.get_mut(..text.len()) else { return 0 };
        folded.copy_from_slice(text.as_bytes());
        folded.make_ascii_lowercase();
        let folded = &*folded;
        if text.len() < 5 || word.is(mark::UPPER) || !folded.is_ascii() {
            return 0;
        }
        let mut marks = 0;
        if folded.ends_with(b"s") && self.is_plural(folded) {
            marks |= mark::PLURAL;
        }
        if matches!(word.commonness, Commonness::Unseen | Commonness::Proper) {
            marks |= self.ending_mark(folded);
        }
        marks
    }

    /// Whether a word without its plural ending is mostly a word in lower case.
    fn is_plural(&self, folded: &[u8]) -> bool {
        let common = |singular: &[u8]| {
            let singular = std::str::from_utf8(singular).unwrap_or("");
            let [lower, title, _] = self.lexicon.frequency(self.lexicon.word(singular));
            lower > 0 && lower + 1 >= title
        };
        let stem = folded.strip_suffix(b"s").unwrap_or(folded);
        if stem.ends_with(b"s") || stem.ends_with(b"u") || stem.ends_with(b"i") {
            return false;
        }
        if let Some(stem) = folded.strip_suffix(b"ies") {
            let mut letters = [0; LONGEST_WORD];
            let Some(singular) = letters.get_mut(..=stem.len()) else { return false };
            singular[..stem.len()].copy_from_slice(stem);
            singular[stem.len()] = b'y';
            return common(singular);
        }
        common(stem) || folded.strip_suffix(b"es").is_some_and(common)
    }

    /// The longest listed ending of a word, with at least two letters before it.
    fn ending_mark(&self, folded: &[u8]) -> u64 {
        let longest = (folded.len() - 2).min(7);
        for length in (3..=longest).rev() {
            let ending = std::str::from_utf8(&folded[folded.len() - length..]).unwrap_or("");
            let sense = self.lexicon.sense(self.lexicon.word(ending), Class::Ending);
            match sense.map(|sense| self.lexicon.cell(sense, 0)) {
                Some("person") => return mark::LIKE_PERSON,
                Some("organization") => return mark::LIKE_ORGANIZATION,
                Some("place") => return mark::LIKE_PLACE,
                _ => {}
            }
        }
        0
    }

    fn joint_mark(&self, at: TokenIndex, token: Token) -> u64 {
        if token.has(Shape::HYPHEN) {
            mark::HYPHEN
        } else if token.has(Shape::SIGN) {
            if token.is(Class::Possessive) {
                mark::POSSESSIVE
            } else if self.document.word(at) == "," {
                mark::COMMA
            } else {
                mark::AMPERSAND
            }
        } else if token.is(Class::Conjunction) {
            mark::CONJUNCTION
        } else if token.is(Class::Possessive) && token.span().of(self.document.text).starts_with(['\'', '’']) {
            mark::POSSESSIVE
        } else if token.is(Class::Determiner) {
            mark::DETERMINER
        } else if self.is_particle_of(at, "person") {
            mark::PARTICLE
        } else if token.is(Class::NameParticle) {
            let of = self.document.cell(at, Class::Preposition, 0, self.lexicon) == Some("of");
            mark::PREPOSITION | if of { mark::OF } else { 0 }
        } else {
            mark::TAIL
        }
    }

    fn name_token_marks(&self, token: Token) -> u64 {
        let Some(sense) = self.lexicon.sense(token.word, Class::NameToken) else { return 0 };
        let common = self.lexicon.cell(sense, 2).parse::<u8>().unwrap_or(1) >= 2;
        let given = if sense.flags & 1 != 0 { mark::GIVEN } else { 0 };
        let family = if sense.flags & 2 != 0 { mark::FAMILY } else { 0 };
        mark::NAME_TOKEN | if common { given | family } else { family }
    }

    fn head_bits(&self, token: Token) -> u16 {
        self.lexicon
            .senses(token.word)
            .filter(|sense| sense.class == Class::Head)
            .fold(0, |bits, sense| bits | head_bit(self.lexicon.cell(sense, 0), self.lexicon.cell(sense, 1)))
    }

    /// Titles, roles and heads of several words that begin here mark their words; words of the run that come later are marked when they are pushed, so only
    /// the first word is marked now and the others through [`Finder::phrase_marks`].
    fn look_up_phrases(&mut self, at: TokenIndex, end: TokenIndex) {
        let document = self.document;
        let mut phrases = std::mem::take(&mut self.phrases);
        self.lexicon.phrases((at..end.min(at + 6)).map(|token| document.word(token)), &mut phrases);
        for hit in &phrases {
            let bits = if hit.what.class == Class::Head {
                head_bit(self.lexicon.cell(hit.what, 0), self.lexicon.cell(hit.what, 1))
            } else {
                0
            };
            if bits & FIRST_HEADS != 0
                && let Some(word) = self.words.last_mut()
            {
                word.heads |= bits & FIRST_HEADS;
            }
        }
        self.phrases = phrases;
    }

    fn note_lower(&mut self, at: TokenIndex, token: Token) {
        if token.span().len() >= 3 {
            let document = self.document;
            self.lower.note(document.hash(at).unwrap_or_else(|| hash(document.word(at))));
        }
    }

    /// Where nearly all words have capitals, capitals tell nothing.
    fn mark_headline(&mut self, first_run: usize, lower_words: u32, sentence: &Sentence) {
        let Some(first) = self.runs.get(first_run) else { return };
        let words = self.words.get(first.words.start as usize..).unwrap_or(&[]);
        let (mut capitals, mut common, mut upper) = (0, 0, 0);
        for word in words.iter().filter(|word| word.is(mark::CAPITAL) && !word.is(mark::FUNCTION)) {
            capitals += 1;
            let inside = word.token > sentence.tokens.start;
            common += u32::from(inside && matches!(word.commonness, Commonness::Common | Commonness::Even));
            upper += u32::from(word.is(mark::UPPER));
        }
        let all_upper = capitals >= 3 && upper * 5 >= (capitals + lower_words) * 4;
        let headline = all_upper || capitals >= 4 && common >= 2 && capitals * 4 >= (capitals + lower_words) * 3;
        for run in self.runs.iter_mut().skip(first_run) {
            run.headline = headline;
            run.upper = all_upper;
        }
    }

    pub(super) fn word(&self, run: &Run, at: usize) -> &Word {
        static NOTHING: Word = Word::NOTHING;
        self.words.get(run.words.start as usize + at).unwrap_or(&NOTHING)
    }

    /// Titles, roles and heads of several words inside the run.
    pub(super) fn mark_phrases(&mut self, number: usize) {
        let Some(run) = self.runs.get(number).cloned() else { return };
        let document = self.document;
        let mut phrases = std::mem::take(&mut self.phrases);
        for at in run.words.start as usize..run.words.end as usize {
            let token = self.words[at].token;
            if !document.token(token).is(Class::PhraseStart) || !self.words[at].is(mark::CAPITAL) {
                continue;
            }
            let last = self.words[run.words.end as usize - 1].token;
            let end = (last + 1).min(token + 6);
            self.lexicon.phrases((token..end).map(|token| document.word(token)), &mut phrases);
            for hit in &phrases {
                let covered = at..(at + hit.words).min(run.words.end as usize);
                match hit.what.class {
                    Class::Role if self.lexicon.cell(hit.what, 0) != "kinship" => {
                        for word in &mut self.words[covered] {
                            word.marks |= mark::ROLE;
                        }
                    }
                    Class::Head => {
                        let bits = head_bit(self.lexicon.cell(hit.what, 0), self.lexicon.cell(hit.what, 1));
                        if let Some(word) = self.words[covered].last_mut() {
                            word.heads |= bits & !FIRST_HEADS;
                        }
                    }
                    Class::Holiday | Class::Month | Class::TimeWord => {
                        for word in &mut self.words[covered] {
                            word.marks |= mark::MONTH;
                        }
                    }
                    _ => {}
                }
            }
        }
        self.phrases = phrases;
    }
}

/// Whether one in eight sentences begins with a word without a capital.
pub(super) fn is_hasty(document: &Document) -> bool {
    let small = document.sentences.iter().filter(|sentence| begins_small(document, sentence)).count();
    small > 0 && small * 8 >= document.sentences.len()
}

fn begins_small(document: &Document, sentence: &Sentence) -> bool {
    let first = document.token(sentence.tokens.start);
    first.has(Shape::LETTER) && !first.has(Shape::CAPITAL) && !first.has(Shape::MIXED)
}
