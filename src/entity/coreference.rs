//! Coreference: which mentions mean the same thing.
//!
//! In: all mentions. Out: [`Cluster`]s. Names first (full name, surname, acronym, other spelling), then pronouns and noun groups in text order, each to the
//! thing that fits by number, gender, role and recency; what is not certain stays alone. Links to the gazetteers are chosen in `link`.

use super::{EntityMention, MentionKind};
use crate::document::{Document, Shape, TokenIndex};
use crate::lexicon::{Candidate, Class, EntryId, Lexicon, WordId};
use crate::mention::{Mention, MentionId, NameReading, NameType, NominalReading, PronounReading, Reading};
use crate::text::{fold, folded};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// One thing, while its mentions are gathered.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    pub kind: NameType,
    /// Words of the fullest name.
    words: Vec<Spelling>,
    /// Lemma of the head, of unnamed things.
    pub head: String,
    pub mentions: Vec<EntityMention>,
    pub candidates: Vec<Candidate>,
    pub gender: Option<char>,
    pub plural: bool,
    pub named: bool,
    /// Roles that titles and appositions give, as token ranges.
    pub roles: Vec<Range<TokenIndex>>,
    pub rule: &'static str,
}

/// All things of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Clusters {
    pub list: Vec<Cluster>,
    pub of_mention: Vec<Option<usize>>,
    /// Kinship words with whose they are and whom they mean: (owner, relative, mention).
    pub kin: Vec<(usize, usize, MentionId)>,
}

/// A folded word of a name, as the form that stands for its spelling group: its number among those of the article, for names are compared often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Spelling(u32);

/// The folded words of an article's names.
#[derive(Debug, Default)]
struct Spellings {
    texts: Vec<String>,
    by_text: FxHashMap<String, Spelling>,
    /// Words of the lexicon that were folded before: those of persons, who have spelling groups, and others.
    known: [FxHashMap<WordId, Spelling>; 2],
}

impl Spellings {
    fn of(&mut self, text: &str) -> Spelling {
        if let Some(known) = self.by_text.get(text) {
            return *known;
        }
        let new = Spelling(self.texts.len() as u32);
        self.texts.push(text.to_owned());
        self.by_text.insert(text.to_owned(), new);
        new
    }

    fn text(&self, spelling: Spelling) -> &str {
        self.texts.get(spelling.0 as usize).map_or("", String::as_str)
    }
}

/// Of people who share a name so many are looked at.
const CROWD: usize = 128;

/// Gathers the mentions of each thing.
pub(super) fn cluster(document: &Document, mentions: &[Mention], lexicon: &Lexicon) -> Clusters {
    let mut resolver = Resolver {
        document,
        mentions,
        lexicon,
        clusters: Clusters { of_mention: vec![None; mentions.len()], ..Clusters::default() },
        by_word: FxHashMap::default(),
        by_key: Default::default(),
        spellings: Spellings::default(),
        by_entry: BTreeMap::new(),
        acronyms: FxHashMap::default(),
        recent: Vec::new(),
        last_apposition: None,
    };
    resolver.names();
    resolver.others();
    resolver.clusters
}

struct Resolver<'d, 'a> {
    document: &'d Document<'a>,
    mentions: &'d [Mention],
    lexicon: &'d Lexicon,
    clusters: Clusters,
    /// Persons by each word of their names.
    by_word: FxHashMap<Spelling, Vec<usize>>,
    /// By type and name.
    by_key: [FxHashMap<Vec<Spelling>, usize>; NameType::ALL.len()],
    by_entry: BTreeMap<EntryId, usize>,
    acronyms: FxHashMap<Spelling, usize>,
    spellings: Spellings,
    /// Mentions of things in text order, for pronouns.
    recent: Vec<Recent>,
    /// End and thing of the last apposition, for "a blogger and former candidate".
    last_apposition: Option<(TokenIndex, usize)>,
}

/// A mention that a pronoun may point back to.
#[derive(Clone, Copy)]
struct Recent {
    cluster: usize,
    sentence: u32,
    token: TokenIndex,
    subject: bool,
    possessor: bool,
}

impl Resolver<'_, '_> {
    // ---- names --------------------------------------------------------------------------------------------------------------------------------

    /// Names, longest first, so that a surname finds its full name wherever that stands.
    fn names(&mut self) {
        let mut order: Vec<(usize, Range<usize>)> = Vec::new();
        let mut all = Vec::new();
        for (number, mention) in self.mentions.iter().enumerate() {
            if let Reading::Name(reading) = &mention.reading {
                let first = all.len();
                self.spell(&mention.tokens, reading.kind, &mut all);
                order.push((number, first..all.len()));
            }
        }
        order.sort_by_key(|(number, words)| (std::cmp::Reverse(words.len()), *number));
        for (number, words) in order {
            let words = &all[words];
            let mention = &self.mentions[number];
            let Reading::Name(reading) = &mention.reading else { continue };
            let found = self.find_named(mention, reading, words);
            let cluster = found.unwrap_or_else(|| self.open_named(mention, reading, words));
            self.join_named(cluster, number, reading, words);
        }
        for cluster in &mut self.clusters.list {
            cluster.mentions.sort_by_key(|mention| mention.mention);
        }
    }

    /// Appends the words of a name; those of persons have spelling groups.
    fn spell(&mut self, tokens: &Range<TokenIndex>, kind: NameType, words: &mut Vec<Spelling>) {
        let person = kind == NameType::Person;
        for at in tokens.clone() {
            let token = self.document.token(at);
            if token.has(Shape::SIGN) {
                continue;
            }
            if let Some(known) = self.spellings.known[usize::from(person)].get(&token.word) {
                words.push(*known);
                continue;
            }
            let sense = |class| self.lexicon.sense(token.word, class).filter(|_| person);
            let spelling = match sense(Class::Equivalent).or_else(|| sense(Class::Variant)) {
                Some(sense) => self.spellings.of(self.lexicon.cell(sense, 0)),
                None => self.spellings.of(&folded(self.document.word(at))),
            };
            words.push(spelling);
            if token.word != WordId::NONE {
                self.spellings.known[usize::from(person)].insert(token.word, spelling);
            }
        }
    }

    fn find_named(&self, mention: &Mention, reading: &NameReading, words: &[Spelling]) -> Option<usize> {
        let kind = family(reading.kind);
        if reading.demonym {
            let entry = reading.candidates.first()?.entry;
            return self.by_entry.get(&entry).copied();
        }
        if let Some(cluster) = self.by_key[kind as usize].get(words) {
            return Some(*cluster);
        }
        match kind {
            NameType::Person => self.find_person(mention, reading, words),
            NameType::Organization | NameType::Place => self.find_other(reading, words, kind),
            _ => None,
        }
    }

    fn find_person(&self, mention: &Mention, reading: &NameReading, words: &[Spelling]) -> Option<usize> {
        let gender = self.title_gender(reading);
        let last = words.last()?;
        let mut best: Option<(u8, u32, usize)> = None;
        for number in self.near(self.by_word.get(last).map_or(&[], Vec::as_slice), mention) {
            let cluster = &self.clusters.list[*number];
            if gender.is_some() && cluster.gender.is_some() && gender != cluster.gender {
                continue;
            }
            let Some(fit) = person_fit(words, &cluster.words, &self.spellings) else { continue };
            let distance = self.distance(cluster, mention);
            if best.is_none_or(|(top, near, _)| (fit, distance) < (top, near)) {
                best = Some((fit, distance, *number));
            }
        }
        best.map(|(_, _, number)| number).or_else(|| self.by_entry.get(&reading.candidates.first()?.entry).copied())
    }

    /// Of a crowd of one name those that are named near by; all of fewer.
    fn near<'c>(&self, crowd: &'c [usize], mention: &Mention) -> &'c [usize] {
        if crowd.len() <= CROWD {
            return crowd;
        }
        let named = |cluster: usize| {
            let first = self.clusters.list.get(cluster)?.mentions.first()?;
            Some(self.mentions.get(first.mention.0 as usize)?.tokens.start)
        };
        let at = crowd.partition_point(|cluster| named(*cluster) <= Some(mention.tokens.start));
        let from = at.saturating_sub(CROWD / 2).min(crowd.len() - CROWD);
        crowd.get(from..from + CROWD).unwrap_or(crowd)
    }

    /// How far a thing's nearest mention lies; one that comes later is farther.
    fn distance(&self, cluster: &Cluster, mention: &Mention) -> u32 {
        cluster
            .mentions
            .iter()
            .filter_map(|other| self.mentions.get(other.mention.0 as usize))
            .map(|other| {
                if other.tokens.start <= mention.tokens.start {
                    mention.tokens.start - other.tokens.start
                } else {
                    1_000_000 + other.tokens.start - mention.tokens.start
                }
            })
            .min()
            .unwrap_or(u32::MAX)
    }

    fn find_other(&self, reading: &NameReading, words: &[Spelling], kind: NameType) -> Option<usize> {
        if kind == NameType::Organization
            && let [only] = words
            && let Some(cluster) = self.acronyms.get(only)
        {
            return Some(*cluster);
        }
        let candidate = reading.candidates.first()?;
        let entry = self.lexicon.entry(candidate.entry)?;
        let certain =
            kind == NameType::Organization || matches!(entry.subtype(), "country" | "territory" | "continent");
        let cluster = self.by_entry.get(&candidate.entry).copied().filter(|_| certain)?;
        (family(self.clusters.list[cluster].kind) == kind).then_some(cluster)
    }

    fn open_named(&mut self, mention: &Mention, reading: &NameReading, words: &[Spelling]) -> usize {
        let number = self.clusters.list.len();
        let kind = if reading.demonym { NameType::Place } else { reading.kind };
        self.clusters.list.push(Cluster {
            kind,
            words: if reading.demonym { Vec::new() } else { words.to_vec() },
            head: String::new(),
            mentions: Vec::new(),
            candidates: reading.candidates.clone(),
            gender: None,
            plural: false,
            named: true,
            roles: Vec::new(),
            rule: reading.rule,
        });
        if kind == NameType::Organization && words.len() > 1 {
            for acronym in self.acronyms_of(&mention.tokens) {
                let acronym = self.spellings.of(&acronym);
                self.acronyms.entry(acronym).or_insert(number);
            }
            // "Amnesty" for "Amnesty International"
            if self.spellings.text(words[0]).len() > 3 && !self.is_shared_first_word(mention.tokens.start) {
                self.acronyms.entry(words[0]).or_insert(number);
            }
        }
        number
    }

    /// A first word that many organizations share: a demonym, a place, a common word.
    fn is_shared_first_word(&self, at: TokenIndex) -> bool {
        let token = self.document.token(at);
        let [lower, title, _] = self.lexicon.frequency(token.word);
        token.is(Class::NameStart) || lower + 2 >= title && lower > 0
    }

    fn acronyms_of(&self, tokens: &Range<TokenIndex>) -> Vec<String> {
        let (mut capitals, mut all) = (String::new(), String::new());
        for at in tokens.clone() {
            let token = self.document.token(at);
            let Some(first) = self.document.word(at).chars().next().filter(|first| first.is_alphabetic()) else {
                continue;
            };
            if token.has(Shape::CAPITAL) {
                capitals.push(first);
            }
            all.push(first);
        }
        let mut acronyms = vec![fold(&capitals), fold(&all)];
        acronyms.retain(|acronym| acronym.len() > 1);
        acronyms
    }

    fn join_named(&mut self, cluster: usize, number: usize, reading: &NameReading, words: &[Spelling]) {
        let gender = self.title_gender(reading).or_else(|| self.name_gender(&self.mentions[number], reading));
        let kind = family(reading.kind);
        let target = &mut self.clusters.list[cluster];
        target.mentions.push(EntityMention {
            mention: MentionId(number as u32),
            kind: if reading.demonym { MentionKind::Demonym } else { MentionKind::Name },
            metonym: false,
        });
        target.gender = target.gender.or(gender);
        if let Some(title) = &reading.title {
            target.roles.push(title.clone());
        }
        if !reading.demonym {
            // a fuller name replaces, so does the first name of what was known by its people alone
            if target.words.is_empty() {
                target.words = words.to_vec();
                target.kind = reading.kind;
                target.candidates.clone_from(&reading.candidates);
            } else if target.candidates.is_empty() {
                target.candidates.clone_from(&reading.candidates);
            }
            self.by_key[kind as usize].entry(words.to_vec()).or_insert(cluster);
        }
        if kind == NameType::Person {
            for word in words {
                let list = self.by_word.entry(*word).or_default();
                if list.last() != Some(&cluster) {
                    list.push(cluster);
                }
            }
        }
        if let Some(candidate) = reading.candidates.first()
            && kind != NameType::Other
        {
            self.by_entry.entry(candidate.entry).or_insert(cluster);
        }
        self.clusters.of_mention[number] = Some(cluster);
    }

    fn title_gender(&self, reading: &NameReading) -> Option<char> {
        reading.title.clone()?.find_map(|at| self.word_gender(at))
    }

    fn word_gender(&self, at: TokenIndex) -> Option<char> {
        match self.document.cell(at, Class::Role, 1, self.lexicon) {
            Some("m") => Some('m'),
            Some("f") => Some('f'),
            _ => None,
        }
    }

    fn name_gender(&self, mention: &Mention, reading: &NameReading) -> Option<char> {
        if reading.kind != NameType::Person {
            return None;
        }
        if let Some(gender) = reading
            .candidates
            .first()
            .and_then(|candidate| self.lexicon.entry(candidate.entry))
            .and_then(|entry| entry.gender())
        {
            return Some(gender);
        }
        if mention.tokens.len() < 2 {
            return None;
        }
        match self.document.cell(mention.tokens.start, Class::NameToken, 1, self.lexicon) {
            Some("m") => Some('m'),
            Some("f") => Some('f'),
            _ => None,
        }
    }

    // ---- pronouns and noun groups ---------------------------------------------------------------------------------------------------------------

    fn others(&mut self) {
        for number in 0..self.mentions.len() {
            let mention = &self.mentions[number];
            let found = match &mention.reading {
                Reading::Name(reading) if !reading.demonym => self.clusters.of_mention[number],
                Reading::Name(_) => None,
                Reading::Pronoun(reading) => self.pronoun(number, mention, reading),
                Reading::Nominal(reading) => self.nominal(number, mention, reading),
                _ => continue,
            };
            if let Some(cluster) = found {
                self.recent.push(Recent {
                    cluster,
                    sentence: mention.sentence,
                    token: mention.tokens.start,
                    subject: self.is_subject(mention),
                    possessor: self.is_possessor(mention),
                });
            }
        }
    }

    fn add(&mut self, cluster: usize, number: usize, kind: MentionKind) -> Option<usize> {
        self.clusters.list[cluster].mentions.push(EntityMention {
            mention: MentionId(number as u32),
            kind,
            metonym: false,
        });
        self.clusters.of_mention[number] = Some(cluster);
        Some(cluster)
    }

    /// A verb directly to the right, or nothing but an adverb or a phrase between commas before one.
    fn is_subject(&self, mention: &Mention) -> bool {
        let Some(sentence) = self.document.sentences.get(mention.sentence as usize) else { return false };
        let mut at = mention.tokens.end;
        if at < sentence.tokens.end && self.document.word(at) == "," {
            // over an apposition, at most twelve words
            let close = (at + 1..sentence.tokens.end.min(at + 13)).find(|at| self.document.word(*at) == ",");
            at = close.map_or(sentence.tokens.end, |close| close + 1);
        }
        for at in at..sentence.tokens.end.min(at + 2) {
            let token = self.document.token(at);
            if token.is(Class::Auxiliary) || token.is(Class::Modal) || token.is(Class::Reporting) {
                return true;
            }
            if token.is(Class::Verb) && !token.is(Class::Preposition) {
                return true;
            }
            if !token.is(Class::Adverb) {
                return false;
            }
        }
        false
    }

    fn is_possessor(&self, mention: &Mention) -> bool {
        let next = self.document.token(mention.tokens.end);
        next.is(Class::Possessive) && next.span().of(self.document.text).starts_with(['\'', '’'])
    }

    fn pronoun(&mut self, number: usize, mention: &Mention, reading: &PronounReading) -> Option<usize> {
        if reading.relative {
            let cluster = self.antecedent(mention)?;
            return self.add(cluster, number, MentionKind::Pronoun);
        }
        if reading.person != 3 {
            return None;
        }
        let object = self.is_object(mention) && !reading.possessive;
        let best = self.best_recent(mention, object, |cluster| pronoun_fit(reading, cluster))?;
        self.add(best, number, MentionKind::Pronoun)
    }

    /// What stands directly before "who" or "which", a comma apart.
    fn antecedent(&self, mention: &Mention) -> Option<usize> {
        let at = mention.tokens.start.checked_sub(1)?;
        let end = if self.document.word(at) == "," { at } else { at + 1 };
        let recent = self.recent.last().filter(|recent| recent.sentence == mention.sentence)?;
        let ends = self.clusters.list[recent.cluster]
            .mentions
            .iter()
            .filter_map(|other| self.mentions.get(other.mention.0 as usize))
            .any(|other| other.tokens.end == end);
        ends.then_some(recent.cluster)
    }

    fn is_object(&self, mention: &Mention) -> bool {
        let Some(before) = mention.tokens.start.checked_sub(1) else { return false };
        let token = self.document.token(before);
        token.is(Class::Verb) || token.is(Class::Preposition)
    }

    /// The thing mentioned lately that fits best; none when nothing fits within two sentences.
    fn best_recent(&self, mention: &Mention, object: bool, fit: impl Fn(&Cluster) -> Option<f32>) -> Option<usize> {
        let mut best: Option<(f32, usize)> = None;
        let mut seen = 0;
        for recent in self.recent.iter().rev() {
            let back = mention.sentence.saturating_sub(recent.sentence);
            if back > 3 || seen > 24 {
                break;
            }
            seen += 1;
            let Some(fits) = fit(&self.clusters.list[recent.cluster]) else { continue };
            let mut score = fits + 3.0 - back as f32;
            score += if recent.subject { 1.5 } else { 0.0 };
            score -= if recent.possessor { 0.7 } else { 0.0 };
            // the subject of the same clause is not its object
            if object && back == 0 && recent.subject {
                score -= 2.5;
            }
            score -= 0.01 * f32::from((mention.tokens.start - recent.token).min(100) as u16);
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, recent.cluster));
            }
        }
        best.filter(|(score, _)| *score > 1.0).map(|(_, cluster)| cluster)
    }

    fn nominal(&mut self, number: usize, mention: &Mention, reading: &NominalReading) -> Option<usize> {
        let beside = self.named_beside(mention, reading).or_else(|| self.coordinate(mention, reading));
        if let Some(cluster) = beside {
            self.last_apposition = Some((mention.tokens.end, cluster));
            let role = role_words(self.document, mention, reading);
            self.clusters.list[cluster].roles.push(role);
            if self.clusters.list[cluster].gender.is_none() {
                self.clusters.list[cluster].gender = reading.gender;
            }
            self.note_kin(number, mention, reading, cluster);
            return self.add(cluster, number, MentionKind::Nominal);
        }
        if let Some(cluster) = self.kin_before(mention, reading) {
            return self.add(cluster, number, MentionKind::Nominal);
        }
        if let Some(cluster) = self.same_role(mention, reading).or_else(|| self.same_head(mention, reading)) {
            return self.add(cluster, number, MentionKind::Nominal);
        }
        let cluster = self.open_nominal(mention, reading)?;
        self.note_kin(number, mention, reading, cluster);
        self.add(cluster, number, MentionKind::Nominal)
    }

    /// The second of two appositions with "and" between.
    fn coordinate(&self, mention: &Mention, reading: &NominalReading) -> Option<usize> {
        let (end, cluster) = self.last_apposition?;
        let between = self.document.token(end);
        let joined = end + 1 == mention.tokens.start && between.is(Class::Conjunction);
        (joined && !reading.plural && reading.class == "person").then_some(cluster)
    }

    /// The named person or organization that an apposition or "is a" puts beside a noun group.
    fn named_beside(&self, mention: &Mention, reading: &NominalReading) -> Option<usize> {
        if reading.plural && self.apposition_start(mention, reading) + 2 > mention.tokens.start {
            return None;
        }
        let kinds: &[NameType] = match reading.class {
            "person" => &[NameType::Person],
            "organization" | "group" => &[NameType::Organization],
            "place" | "facility" | "building" => &[NameType::Place, NameType::Facility],
            _ => return None,
        };
        let at = self.apposition_start(mention, reading);
        // NAME, a blogger; NAME, considered a prisoner; NAME — an ally of
        if at >= 2 && (self.document.word(at - 1) == "," || self.document.token(at - 1).has(Shape::DASH)) {
            let found = self.name_ending(at - 1, kinds);
            if found.is_some() && !self.is_list(mention, reading) && !self.is_fronted(at - 1, mention) {
                return found;
            }
        }
        // NAME is a blogger, NAME became the president
        if at >= 2 && self.is_copula(at - 1) {
            let found = self.subject_of_copula(at - 1, mention, kinds);
            if found.is_some() {
                return found;
            }
        }
        // the NAME news agency
        if let Some(found) = self.name_before_head(mention, reading, kinds) {
            return Some(found);
        }
        // the envoy for Ukraine, NAME,
        self.name_behind_comma(mention, reading, kinds)
    }

    /// "On X, the union thanked": a phrase before the subject, and nothing beside it; "In Berlin, the capital, …" closes what stands beside.
    fn is_fronted(&self, comma: TokenIndex, mention: &Mention) -> bool {
        let Some(sentence) = self.document.sentences.get(mention.sentence as usize) else { return false };
        let first = sentence.tokens.start;
        let behind = self.mentions.partition_point(|other| other.tokens.start <= first);
        let name = self.mentions.get(behind).is_some_and(|name| name.tokens == (first + 1..comma));
        name && self.document.token(first).is(Class::Preposition) && self.document.word(mention.tokens.end) != ","
    }

    /// "the NAME news agency": a name directly before nouns that say what the gazetteer knows it to be.
    fn name_before_head(&self, mention: &Mention, reading: &NominalReading, kinds: &[NameType]) -> Option<usize> {
        if reading.class != "organization" || reading.possessor.is_some() {
            return None;
        }
        let from = self.mentions.partition_point(|other| other.tokens.start < mention.tokens.start);
        let (number, name) = self
            .mentions
            .iter()
            .enumerate()
            .skip(from)
            .take_while(|(_, other)| other.tokens.start < reading.head)
            .find(|(_, other)| matches!(other.reading, Reading::Name(_)))?;
        let cluster =
            self.clusters.of_mention[number].filter(|cluster| kinds.contains(&self.clusters.list[*cluster].kind))?;
        let head = self.lemma(reading.head);
        let near = reading.head - name.tokens.end < 3;
        (near && self.names_subtype(&self.clusters.list[cluster], reading, &head)).then_some(cluster)
    }

    /// Where an apposition begins: before the titles of the possessor, "one of" and a participle ("considered").
    fn apposition_start(&self, mention: &Mention, reading: &NominalReading) -> TokenIndex {
        let mut at = mention.tokens.start;
        if let Some(possessor) = &reading.possessor
            && possessor.start == at
        {
            let from = self.mentions.partition_point(|other| other.tokens.start < at);
            let owner = self.mentions[from..].iter().find(|other| other.tokens == *possessor);
            if let Some(Reading::Name(name)) = owner.map(|owner| &owner.reading)
                && let Some(title) = &name.title
            {
                at = title.start;
            }
            if let Some(before) = self.mentions[..from]
                .iter()
                .rev()
                .take(6)
                .find(|other| other.tokens.end == at && matches!(other.reading, Reading::Name(_)))
            {
                at = before.tokens.start;
            }
        }
        if at >= 2 && self.document.token(at - 2).is(Class::PhraseStart) {
            let phrases = self.document.phrases_within(at - 2..at);
            if phrases.iter().any(|hit| hit.words() == 2 && hit.sense.class == Class::Determiner) {
                at -= 2;
            }
        }
        if at >= 2 {
            let before = self.document.token(at - 1);
            let participle = before.is(Class::Verb)
                && self.lexicon.senses(before.word).any(|sense| sense.class == Class::Verb && sense.flags & 8 != 0);
            if participle && self.document.word(at - 2) == "," {
                at -= 1;
            }
        }
        at
    }

    /// The name before a form of "be", over an apposition between commas: "NAME, in power since 1994, is".
    fn subject_of_copula(&self, copula: TokenIndex, mention: &Mention, kinds: &[NameType]) -> Option<usize> {
        if let Some(found) = self.name_ending(copula, kinds) {
            return Some(found);
        }
        if copula == 0 || self.document.word(copula - 1) != "," {
            return None;
        }
        let floor = self.document.sentences.get(mention.sentence as usize)?.tokens.start;
        let from = self.mentions.partition_point(|other| other.tokens.start < floor);
        self.mentions[from..]
            .iter()
            .enumerate()
            .take_while(|(_, other)| other.tokens.end < copula)
            .find(|(_, other)| matches!(other.reading, Reading::Name(_)) && self.document.word(other.tokens.end) == ",")
            .and_then(|(number, _)| self.clusters.of_mention[from + number])
            .filter(|cluster| kinds.contains(&self.clusters.list[*cluster].kind))
    }

    fn is_copula(&self, at: TokenIndex) -> bool {
        let token = self.document.token(at);
        token.is(Class::Auxiliary)
            && self
                .document
                .cell(at, Class::Auxiliary, 0, self.lexicon)
                .is_some_and(|value| value.starts_with("be|") || value.starts_with("become|"))
    }

    /// The cluster of a name that ends before `end`.
    fn name_ending(&self, end: TokenIndex, kinds: &[NameType]) -> Option<usize> {
        let from = self.mentions.partition_point(|mention| mention.tokens.start < end);
        self.mentions[..from]
            .iter()
            .enumerate()
            .rev()
            .take(8)
            .find(|(_, mention)| mention.tokens.end == end && matches!(mention.reading, Reading::Name(_)))
            .and_then(|(number, _)| self.clusters.of_mention[number])
            .filter(|cluster| kinds.contains(&self.clusters.list[*cluster].kind))
    }

    fn name_starting(&self, start: TokenIndex, kinds: &[NameType]) -> Option<usize> {
        let from = self.mentions.partition_point(|mention| mention.tokens.start < start);
        self.mentions
            .iter()
            .enumerate()
            .skip(from)
            .take_while(|(_, mention)| mention.tokens.start < start + 6)
            .find(|(_, mention)| match &mention.reading {
                Reading::Name(name) => name.title.as_ref().map_or(mention.tokens.start, |title| title.start) == start,
                _ => false,
            })
            .and_then(|(number, _)| self.clusters.of_mention[number])
            .filter(|cluster| kinds.contains(&self.clusters.list[*cluster].kind))
    }

    /// "NAME, brothers and sisters": an "and" behind the noun group, before the next comma, makes a list of it.
    fn is_list(&self, mention: &Mention, reading: &NominalReading) -> bool {
        let next = self.document.token(mention.tokens.end);
        let determined = self.document.token(mention.tokens.start).is(Class::Determiner);
        next.is(Class::Conjunction) && !(determined && reading.role)
    }

    fn name_behind_comma(&self, mention: &Mention, reading: &NominalReading, kinds: &[NameType]) -> Option<usize> {
        if !reading.definite && !reading.role {
            return None;
        }
        let sentence = self.document.sentences.get(mention.sentence as usize)?;
        let end = sentence.tokens.end;
        let mut at = mention.tokens.end;
        // a phrase with a preposition may stand between, at most six words
        if at < end && self.document.token(at).is(Class::Preposition) {
            let comma = (at..end.min(at + 7)).find(|at| self.document.word(*at) == ",")?;
            if (at + 1..comma).any(|at| {
                self.document.token(at).is(Class::Verb)
                    && !self.document.token(at).is(Class::Noun)
                    && !self.document.token(at).has(Shape::CAPITAL)
            }) {
                return None;
            }
            at = comma;
        }
        if at >= end || self.document.word(at) != "," {
            return None;
        }
        let cluster = self.name_starting(at + 1, kinds)?;
        let name_end = self
            .clusters
            .list
            .get(cluster)?
            .mentions
            .iter()
            .filter_map(|other| self.mentions.get(other.mention.0 as usize))
            .find(|other| matches!(other.reading, Reading::Name(_)) && (at + 1..at + 7).contains(&other.tokens.start))?
            .tokens
            .end;
        // the name is closed by a comma or the end, and no list goes on
        let next = self.document.token(name_end);
        (name_end >= end || next.has(Shape::SIGN)).then_some(cluster)
    }

    fn note_kin(&mut self, number: usize, mention: &Mention, reading: &NominalReading, cluster: usize) {
        if !self.is_kinship(reading) {
            return;
        }
        if let Some(owner) = self.owner(mention, reading)
            && owner != cluster
        {
            self.clusters.kin.push((owner, cluster, MentionId(number as u32)));
        }
    }

    fn is_kinship(&self, reading: &NominalReading) -> bool {
        self.document.cell(reading.head, Class::Role, 0, self.lexicon) == Some("kinship")
    }

    /// Whose a noun group is: the thing of its possessor.
    fn owner(&self, mention: &Mention, reading: &NominalReading) -> Option<usize> {
        let Some(possessor) = reading.possessor.as_ref() else { return self.owner_behind(mention) };
        let from = self.mentions.partition_point(|other| other.tokens.start < possessor.start);
        let beside = self
            .mentions
            .iter()
            .enumerate()
            .skip(from)
            .take_while(|(_, other)| other.tokens.start <= possessor.start)
            .find(|(_, other)| other.tokens == *possessor)
            .and_then(|(number, _)| self.clusters.of_mention[number]);
        if beside.is_some() {
            return beside;
        }
        // a possessive pronoun starts where its noun group starts and may not be resolved yet
        let (_, pronoun) = self
            .mentions
            .iter()
            .enumerate()
            .skip(from)
            .take_while(|(_, other)| other.tokens.start <= possessor.start)
            .find(|(_, other)| other.tokens == *possessor)?;
        let Reading::Pronoun(reading) = &pronoun.reading else { return None };
        self.best_recent(pronoun, false, |cluster| pronoun_fit(reading, cluster))
    }

    /// "the spouse of opposition leader NAME": the first person behind "of", no sign between.
    fn owner_behind(&self, mention: &Mention) -> Option<usize> {
        let start = mention.tokens.end;
        if self.document.cell(start, Class::Preposition, 0, self.lexicon) != Some("of") {
            return None;
        }
        let from = self.mentions.partition_point(|other| other.tokens.start <= start);
        let (number, person) = self
            .mentions
            .iter()
            .enumerate()
            .skip(from)
            .take_while(|(_, other)| other.tokens.start < start + 9)
            .find(|(_, other)| matches!(&other.reading, Reading::Name(name) if name.kind == NameType::Person))?;
        let between = start + 1..person.tokens.start;
        let plain = between
            .clone()
            .all(|at| !self.document.token(at).has(Shape::SIGN) || self.document.token(at).has(Shape::HYPHEN));
        plain.then(|| self.clusters.of_mention[number]).flatten()
    }

    /// A relative that was named before: "her husband" once "X, the husband of Y" is known.
    fn kin_before(&self, mention: &Mention, reading: &NominalReading) -> Option<usize> {
        if !self.is_kinship(reading) {
            return None;
        }
        let owner = self.owner(mention, reading)?;
        let relation = self.document.cell(reading.head, Class::Role, 2, self.lexicon)?;
        self.clusters.kin.iter().rev().find_map(|(first, second, by)| {
            let Reading::Nominal(other) = &self.mentions.get(by.0 as usize)?.reading else { return None };
            let same = self.document.cell(other.head, Class::Role, 2, self.lexicon)? == relation;
            let symmetric = matches!(relation, "spouse" | "sibling");
            let fits = |cluster: usize| {
                let gender = self.clusters.list[cluster].gender;
                reading.gender.is_none() || gender.is_none() || gender == reading.gender
            };
            if same && *first == owner && fits(*second) {
                Some(*second)
            } else if same && symmetric && *second == owner && fits(*first) {
                Some(*first)
            } else {
                None
            }
        })
    }

    /// "the president": the thing whose title or apposition has that head; of several the latest.
    fn same_role(&self, mention: &Mention, reading: &NominalReading) -> Option<usize> {
        if !reading.definite || reading.plural || reading.possessor.is_some() || reading.class != "person" {
            return None;
        }
        let head = self.lemma(reading.head);
        let mut best: Option<(u32, usize)> = None;
        for recent in self.recent.iter().rev().take(60) {
            let cluster = &self.clusters.list[recent.cluster];
            if cluster.kind != NameType::Person {
                continue;
            }
            let held = cluster
                .roles
                .iter()
                .any(|role| role.end > 0 && role.end <= mention.tokens.start && self.lemma(role.end - 1) == head)
                || self.is_listed_as(cluster, &head);
            if held && best.is_none() {
                best = Some((recent.token, recent.cluster));
            }
        }
        best.map(|(_, cluster)| cluster)
    }

    /// A role that the gazetteer gives, and that was held when the article was published: "president of Belarus".
    fn is_listed_as(&self, cluster: &Cluster, head: &str) -> bool {
        cluster
            .candidates
            .first()
            .and_then(|candidate| self.lexicon.entry(candidate.entry))
            .filter(|entry| {
                entry.is_good_on(self.document.published.as_ref().map(|published| published.value.as_str()))
            })
            .is_some_and(|entry| entry.roles().split(['|', ' ']).any(|word| word == head))
    }

    /// A definite group with the same head as an earlier one: the same people. "the country": the last place of that subtype.
    fn same_head(&self, mention: &Mention, reading: &NominalReading) -> Option<usize> {
        if !reading.definite || reading.possessor.is_some() {
            return None;
        }
        let head = self.lemma(reading.head);
        for recent in self.recent.iter().rev().take(40) {
            let back = mention.sentence.saturating_sub(recent.sentence);
            let cluster = &self.clusters.list[recent.cluster];
            if !cluster.named && cluster.head == head && cluster.plural == reading.plural && back <= 6 {
                return Some(recent.cluster);
            }
            if cluster.named && back <= 3 && !reading.plural && self.names_subtype(cluster, reading, &head) {
                return Some(recent.cluster);
            }
        }
        None
    }

    fn names_subtype(&self, cluster: &Cluster, reading: &NominalReading, head: &str) -> bool {
        let fits = match reading.class {
            "organization" | "group" => cluster.kind == NameType::Organization,
            "place" => cluster.kind == NameType::Place,
            "facility" | "building" => cluster.kind == NameType::Facility,
            _ => false,
        };
        if !fits {
            return false;
        }
        let listed = cluster
            .candidates
            .first()
            .and_then(|candidate| self.lexicon.entry(candidate.entry))
            .is_some_and(|entry| entry.subtype().rsplit('_').next() == Some(head));
        listed || cluster.words.last().is_some_and(|last| self.spellings.text(*last) == head)
    }

    fn lemma(&self, at: TokenIndex) -> Cow<'_, str> {
        self.document
            .cell(at, Class::Noun, 1, self.lexicon)
            .or_else(|| self.document.cell(at, Class::NounForm, 0, self.lexicon))
            .map_or_else(|| folded(self.document.word(at)), Cow::Borrowed)
    }

    fn open_nominal(&mut self, mention: &Mention, reading: &NominalReading) -> Option<usize> {
        let kind = match reading.class {
            "person" | "group" => NameType::Group,
            "organization" => NameType::Organization,
            "facility" | "building" => NameType::Facility,
            _ => return None,
        };
        let _ = mention;
        let head = self.lemma(reading.head).into_owned();
        self.clusters.list.push(Cluster {
            kind,
            words: Vec::new(),
            head,
            mentions: Vec::new(),
            candidates: Vec::new(),
            gender: reading.gender,
            plural: reading.plural || reading.class == "group",
            named: false,
            roles: Vec::new(),
            rule: "noun group",
        });
        Some(self.clusters.list.len() - 1)
    }
}

/// Types whose names are compared with each other.
fn family(kind: NameType) -> NameType {
    match kind {
        NameType::Facility => NameType::Place,
        NameType::Work | NameType::Product | NameType::NamedEvent => NameType::Other,
        kind => kind,
    }
}

/// How well a person's name fits a fuller one, 0 best: all its words at the end; first and last; the first alone.
fn person_fit(words: &[Spelling], full: &[Spelling], spellings: &Spellings) -> Option<u8> {
    if words == full || full.ends_with(words) {
        return Some(0);
    }
    if words.len() == 1 {
        return if full.first() == words.first() && full.len() > 1 {
            Some(3)
        } else {
            full.contains(&words[0]).then_some(2)
        };
    }
    if words.last() != full.last() {
        return None;
    }
    let (first, other) = (*words.first()?, *full.first()?);
    let is_initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    let initial = |one, other| is_initial(spellings.text(one), spellings.text(other));
    if first == other || initial(first, other) || initial(other, first) {
        // no middle name contradicts
        let (a, b) = (words.get(1..words.len() - 1)?, full.get(1..full.len() - 1)?);
        let agrees = |one, other| one == other || initial(one, other) || initial(other, one);
        let agree = a.is_empty() || b.is_empty() || a.iter().any(|word| b.iter().any(|other| agrees(*word, *other)));
        return agree.then_some(1);
    }
    // a middle name that the fuller form has: "Barack Obama" and "Hussein Obama" stay apart, "Fattah al-Burhan" does not
    full[1..].windows(words.len()).any(|window| window == words).then_some(1)
}

/// How well a thing fits a pronoun; none when number or gender forbid it.
fn pronoun_fit(reading: &PronounReading, cluster: &Cluster) -> Option<f32> {
    let singular_person = cluster.kind == NameType::Person || cluster.kind == NameType::Group && !cluster.plural;
    if reading.plural {
        return match cluster.kind {
            NameType::Group if cluster.plural => Some(1.0),
            NameType::Organization => Some(-0.3),
            _ => None,
        };
    }
    match reading.gender {
        Some('n') => match cluster.kind {
            NameType::Organization => Some(0.5),
            NameType::Place | NameType::Facility if cluster.named => Some(0.0),
            NameType::Product | NameType::Work => Some(0.0),
            _ => None,
        },
        Some(gender) => {
            if !singular_person {
                return None;
            }
            match cluster.gender {
                Some(own) if own == gender => Some(if cluster.named { 1.0 } else { 0.3 }),
                Some(_) => None,
                None => Some(if cluster.named { 0.3 } else { -0.6 }),
            }
        }
        None => None,
    }
}

/// The words of the role, without determiner and possessor.
pub(super) fn role_words(document: &Document, mention: &Mention, reading: &NominalReading) -> Range<TokenIndex> {
    let mut start = mention.tokens.start;
    if let Some(possessor) = &reading.possessor {
        start = possessor.end;
    }
    while start < reading.head {
        let token = document.token(start);
        if !token.is(Class::Determiner) && !token.is(Class::Possessive) {
            break;
        }
        start += 1;
    }
    start..reading.head + 1
}
