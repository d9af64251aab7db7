//! Relations: lasting facts about a thing that names, titles, appositions and possessives state.
//!
//! In: the entities and who is whose kin. Out: [`Relation`]s in the order of their evidence; "A, B" reads "A is the TYPE of B" (spouse, founder, leader …). What
//! happened is decided in `event`. The type of a relation comes from the gazetteer of roles (column `type`); a role without one makes a `role`.

use super::coreference::role_words;
use super::{Entities, EntityId, MentionKind, Relation, TimeKind, TimeModifier};
use crate::document::{Document, Shape, TokenIndex};
use crate::lexicon::{Class, ClassSet, Lexicon, Sense};
use crate::mention::{Mention, MentionId, NameReading, NameType, NominalReading, Reading};
use std::collections::HashSet;
use std::ops::Range;

/// A kinship word: of whom, who, and where it stands.
pub(super) type Kin = (EntityId, EntityId, MentionId);

/// Mentions before a phrase that may be what it speaks of.
const NEAR: usize = 32;
/// Mentions behind "including" that may be members.
const MEMBERS: usize = 256;

/// All relations that the text states.
pub(super) fn find(
    document: &Document,
    mentions: &[Mention],
    kin: &[Kin],
    entities: &Entities,
    lexicon: &Lexicon,
) -> Vec<Relation> {
    let named = entities.entities.iter().map(|entity| {
        entity.mentions.iter().any(|mention| matches!(mention.kind, MentionKind::Name | MentionKind::Demonym))
    });
    let named = named.collect();
    let mut nominal = vec![false; mentions.len()];
    for own in entities.entities.iter().flat_map(|entity| &entity.mentions) {
        if let Some(slot) = nominal.get_mut(own.mention.0 as usize) {
            *slot = own.kind == MentionKind::Nominal;
        }
    }
    let mut reader = Reader { document, mentions, entities, lexicon, named, nominal, found: Vec::new() };
    for (number, mention) in mentions.iter().enumerate() {
        let Some(entity) = entities.of(MentionId(number as u32)) else { continue };
        match &mention.reading {
            Reading::Name(reading) if !reading.demonym => reader.beside_name(mention, reading, entity),
            Reading::Nominal(reading) => reader.of_nominal(number, mention, reading, entity),
            _ => {}
        }
    }
    for (number, mention) in mentions.iter().enumerate() {
        if let Reading::Time(reading) = &mention.reading {
            reader.in_power(number, mention, reading.signal.as_ref());
        }
    }
    reader.members();
    for (owner, relative, by) in kin {
        reader.kinship(*owner, *relative, *by);
    }
    let mut found = reader.found;
    found.sort_by(|a, b| {
        (a.evidence.start, a.evidence.end, &a.kind, a.subject, a.object, &a.value).cmp(&(
            b.evidence.start,
            b.evidence.end,
            &b.kind,
            b.subject,
            b.object,
            &b.value,
        ))
    });
    // each once, where it is said first
    let mut said = HashSet::with_capacity(found.len());
    found.retain(|relation| {
        said.insert((relation.kind.clone(), relation.subject, relation.object, relation.value.clone()))
    });
    found
}

/// Words that no compound noun begins with.
const SMALL: ClassSet = ClassSet(0)
    .with(Class::Preposition)
    .with(Class::Conjunction)
    .with(Class::Pronoun)
    .with(Class::Auxiliary)
    .with(Class::Modal)
    .with(Class::Adverb)
    .with(Class::Relative)
    .with(Class::Verb)
    .with(Class::Subordinator)
    .with(Class::Negation);

struct Reader<'d, 'a> {
    document: &'d Document<'a>,
    mentions: &'d [Mention],
    entities: &'d Entities,
    lexicon: &'d Lexicon,
    /// By entity: whether a mention of it is a name.
    named: Vec<bool>,
    /// By mention: whether it is a description of its entity.
    nominal: Vec<bool>,
    found: Vec<Relation>,
}

impl Reader<'_, '_> {
    fn push(
        &mut self,
        kind: &str,
        subject: EntityId,
        object: Option<EntityId>,
        value: Option<String>,
        evidence: Range<TokenIndex>,
        rule: &'static str,
    ) {
        if object == Some(subject) {
            return;
        }
        let value = value.map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "));
        let evidence = self.document.span(&evidence);
        self.found.push(Relation { kind: kind.to_owned(), subject, object, value, evidence, rule });
    }

    fn kind_of(&self, entity: EntityId) -> NameType {
        self.entities.get(entity).map_or(NameType::Other, |entity| entity.kind)
    }

    fn is_named(&self, entity: EntityId) -> bool {
        self.named.get(entity.0 as usize).copied().unwrap_or(false)
    }

    /// The name that ends before `end`, with its mention.
    fn name_ending(&self, end: TokenIndex) -> Option<(EntityId, &Mention, &NameReading)> {
        let from = self.mentions.partition_point(|mention| mention.tokens.start < end);
        self.mentions[..from].iter().enumerate().rev().take(8).find_map(|(number, mention)| match &mention.reading {
            Reading::Name(reading) if mention.tokens.end == end => {
                Some((self.entities.of(MentionId(number as u32))?, mention, reading))
            }
            _ => None,
        })
    }

    /// The first name that begins within some tokens.
    fn name_within(&self, tokens: &Range<TokenIndex>) -> Option<EntityId> {
        let from = self.mentions.partition_point(|mention| mention.tokens.start < tokens.start);
        self.mentions
            .iter()
            .enumerate()
            .skip(from)
            .take_while(|(_, mention)| mention.tokens.start < tokens.end)
            .find_map(|(number, mention)| match &mention.reading {
                Reading::Name(_) => self.entities.of(MentionId(number as u32)),
                _ => None,
            })
    }

    /// The name that heads a phrase: neither a possessor nor the modifier of another name.
    fn head_name(&self, tokens: &Range<TokenIndex>) -> Option<EntityId> {
        let from = self.mentions.partition_point(|mention| mention.tokens.start < tokens.start);
        let mut found = None;
        for (number, mention) in self.mentions.iter().enumerate().skip(from) {
            if mention.tokens.start >= tokens.end {
                break;
            }
            if !matches!(mention.reading, Reading::Name(_)) {
                continue;
            }
            found = self.entities.of(MentionId(number as u32));
            if !self.is_possessive_clitic(mention.tokens.end)
                && !self.document.token(mention.tokens.end).has(Shape::CAPITAL)
            {
                break;
            }
        }
        found
    }

    fn is_possessive_clitic(&self, at: TokenIndex) -> bool {
        let token = self.document.token(at);
        token.is(Class::Possessive) && token.span().of(self.document.text).starts_with(['\'', '’'])
    }

    // ---- titles and what stands beside a name ---------------------------------------------------------------------------------------------------

    fn beside_name(&mut self, mention: &Mention, reading: &NameReading, entity: EntityId) {
        match reading.kind {
            NameType::Person => {
                self.title(mention, reading, entity);
                self.age(mention, reading, entity);
            }
            NameType::Organization => self.sort_of_organization(mention, entity),
            NameType::Place | NameType::Facility => self.located_in(mention, entity),
            _ => {}
        }
        self.channel(mention, entity);
    }

    fn title(&mut self, mention: &Mention, reading: &NameReading, entity: EntityId) {
        let start = reading.title.as_ref().map_or(mention.tokens.start, |title| title.start);
        let (owner, from) = self.owner_before(start);
        if let Some(title) = &reading.title {
            let kind = self.role_type(title).filter(|_| owner.is_some()).unwrap_or("role").to_owned();
            let value = self.document.words(title).to_owned();
            self.push(&kind, entity, owner, Some(value), from..mention.tokens.end, "title");
        }
        if let Some(country) = owner.filter(|owner| self.is_country(*owner)) {
            self.push("nationality", entity, Some(country), None, from..mention.tokens.end, "demonym before name");
        }
    }

    fn is_country(&self, entity: EntityId) -> bool {
        self.entities.get(entity).is_some_and(super::Entity::is_country)
    }

    /// Whose a title is: the demonym, country or organization before it, or the possessor.
    fn owner_before(&self, start: TokenIndex) -> (Option<EntityId>, TokenIndex) {
        let end = if start > 0 && self.is_possessive_clitic(start - 1) { start - 1 } else { start };
        match self.name_ending(end) {
            Some((entity, mention, reading)) => {
                let from = reading.title.as_ref().map_or(mention.tokens.start, |title| title.start);
                (Some(entity), from)
            }
            None => (None, start),
        }
    }

    /// The relation that the role's last words make.
    fn role_type(&self, words: &Range<TokenIndex>) -> Option<&str> {
        let sense = self.role_sense(words)?;
        let kind = self.lexicon.cell(sense, 2);
        (!kind.is_empty()).then_some(kind)
    }

    fn role_sense(&self, words: &Range<TokenIndex>) -> Option<Sense> {
        for from in words.start.max(words.end.saturating_sub(5))..words.end.saturating_sub(1) {
            if !self.document.token(from).is(Class::PhraseStart) {
                continue;
            }
            let phrases = self.document.phrases_within(from..words.end);
            let whole = (words.end - from) as usize;
            if let Some(hit) = phrases.iter().find(|hit| hit.words() == whole && hit.sense.class == Class::Role) {
                return Some(hit.sense);
            }
        }
        let last = self.document.token(words.end.saturating_sub(1));
        self.lexicon.sense(last.word, Class::Role)
    }

    /// "NAME, 70," and "NAME (70)".
    fn age(&mut self, mention: &Mention, reading: &NameReading, entity: EntityId) {
        let end = mention.tokens.end;
        let opens = matches!(self.document.word(end), "," | "(");
        let number = self.document.token(end + 1);
        let closes = self.document.token(end + 2);
        if opens && number.has(Shape::DIGIT) && closes.has(Shape::SIGN) && !closes.has(Shape::HYPHEN) {
            let years = self.document.word(end + 1).parse::<u32>().ok().filter(|years| (1..120).contains(years));
            if let Some(years) = years {
                self.push(
                    "age",
                    entity,
                    None,
                    Some(years.to_string()),
                    mention.tokens.start..end + 2,
                    "age behind name",
                );
                return;
            }
        }
        // "the 34-year-old lawyer NAME": the count ends where title or name begins
        let start = reading.title.as_ref().map_or(mention.tokens.start, |title| title.start);
        let from = self.mentions.partition_point(|other| other.tokens.start + 6 < start);
        let age =
            self.mentions[from..].iter().take_while(|other| other.tokens.start < start).find_map(|other| match &other
                .reading
            {
                Reading::Count(count) if other.tokens.end == start && count.unit.as_deref() == Some("year") => {
                    Some((count.value? as u32, other.tokens.start))
                }
                _ => None,
            });
        if let Some((years, from)) = age {
            self.push("age", entity, None, Some(years.to_string()), from..end, "age before name");
        }
    }

    /// "public broadcaster NAME", "the NAME news agency".
    fn sort_of_organization(&mut self, mention: &Mention, entity: EntityId) {
        let (start, end) = (mention.tokens.start, mention.tokens.end);
        let mut from = start;
        while from > 0 && start - from < 4 && self.is_sort(from - 1) {
            from -= 1;
        }
        let mut to = end;
        while to - end < 3 && self.is_sort(to) {
            to += 1;
        }
        let (words, evidence) = if from < start && self.names_organizations(start - 1) {
            (from..start, from..end)
        } else if to > end && self.names_organizations(to - 1) {
            (end..to, start..to)
        } else {
            return;
        };
        let (owner, first) = self.owner_before(evidence.start);
        let value = self.document.words(&words).to_owned();
        self.push(
            "kind",
            entity,
            owner,
            Some(value),
            first.min(evidence.start)..evidence.end,
            "noun beside organization",
        );
    }

    fn is_sort(&self, at: TokenIndex) -> bool {
        let token = self.document.token(at);
        token.has(Shape::LETTER)
            && !token.has(Shape::CAPITAL)
            && !token.is(Class::Determiner)
            && !token.is(Class::Preposition)
            && !token.is(Class::Reporting)
            && (token.is(Class::Noun)
                || token.is(Class::PhraseStart) && !token.classes.any(SMALL)
                || token.is(Class::Role) && !token.is(Class::Verb))
    }

    fn names_organizations(&self, at: TokenIndex) -> bool {
        matches!(self.document.cell(at, Class::Noun, 0, self.lexicon), Some("organization" | "group" | "media"))
    }

    /// "CITY, REGION".
    fn located_in(&mut self, mention: &Mention, entity: EntityId) {
        let end = mention.tokens.end;
        if self.document.word(end) != "," {
            return;
        }
        let from = self.mentions.partition_point(|other| other.tokens.start < end + 1);
        let behind = self.mentions[from..].iter().enumerate().take_while(|(_, other)| other.tokens.start == end + 1);
        let region = behind
            .filter(|(_, other)| matches!(&other.reading, Reading::Name(reading) if !reading.demonym))
            .find_map(|(number, other)| Some((self.entities.of(MentionId((from + number) as u32))?, other.tokens.end)));
        let Some((region, to)) = region else { return };
        let (Some(inner), Some(outer)) = (self.entities.get(entity), self.entities.get(region)) else { return };
        let wider = matches!(outer.subtype.as_deref(), Some("country" | "territory" | "admin1" | "admin2" | "region"))
            && inner.subtype.as_deref() != Some("country");
        let within = inner.location.country.is_some()
            && inner.location.country == outer.location.country
            && (outer.subtype.as_deref() != Some("admin1") || inner.location.admin1 == outer.location.admin1);
        if wider && within {
            self.push("located_in", entity, Some(region), None, mention.tokens.start..to, "region behind comma");
        }
    }

    /// "the NAME Telegram channel".
    fn channel(&mut self, mention: &Mention, entity: EntityId) {
        let at = mention.tokens.end;
        let medium = self.document.token(at);
        if !medium.is(Class::Medium) || !medium.has(Shape::CAPITAL) {
            return;
        }
        let noun = self.document.cell(at + 1, Class::Noun, 0, self.lexicon);
        if !matches!(noun, Some("media" | "organization")) {
            return;
        }
        let platform = self.name_within(&(at..at + 1));
        let value = platform.is_none().then(|| self.document.word(at).to_owned());
        self.push("channel_of", entity, platform, value, mention.tokens.start..at + 2, "channel on a platform");
    }

    // ---- appositions ------------------------------------------------------------------------------------------------------------------------------

    fn of_nominal(&mut self, number: usize, mention: &Mention, reading: &NominalReading, entity: EntityId) {
        if !self.is_named(entity) {
            return;
        }
        let is_nominal = self.nominal.get(number).copied().unwrap_or(false);
        if !is_nominal || self.document.cell(reading.head, Class::Role, 0, self.lexicon) == Some("kinship") {
            return;
        }
        let words = role_words(self.document, mention, reading);
        let phrase = self.phrase_behind(mention);
        let inside = self.name_within(&(words.start..reading.head + 1));
        let possessor = reading.possessor.as_ref().and_then(|tokens| self.entity_over(tokens));
        let object = phrase.as_ref().and_then(|phrase| self.head_name(phrase)).or(possessor).or(inside);
        let whole = words.start..phrase.as_ref().map_or(mention.tokens.end, |phrase| phrase.end);
        let value = self.document.words(&whole).to_owned();
        let kind = match self.kind_of(entity) {
            NameType::Person => {
                let typed =
                    self.role_type(&(words.start..reading.head + 1)).filter(|_| object.is_some() || phrase.is_some());
                typed.map_or_else(|| self.plain_role(mention), str::to_owned)
            }
            NameType::Organization => "kind".to_owned(),
            _ => return,
        };
        let evidence = mention.tokens.start..whole.end;
        if kind == "ally" && object.is_some() {
            self.push(&kind, entity, object, None, evidence, "apposition");
            return;
        }
        if kind == "nationality" {
            self.push(&kind, entity, object, None, evidence, "apposition");
            return;
        }
        self.push(&kind, entity, object, Some(value), evidence.clone(), "apposition");
        if let Some(country) = inside.filter(|inside| self.is_country(*inside))
            && self.kind_of(entity) == NameType::Person
        {
            self.push("nationality", entity, Some(country), None, evidence, "demonym in apposition");
        }
    }

    /// A status that somebody gives is a status: "considered a political prisoner".
    fn plain_role(&self, mention: &Mention) -> String {
        let before = self.document.token(mention.tokens.start.saturating_sub(1));
        let given = before.is(Class::Verb) && !before.is(Class::Auxiliary);
        if given { "status" } else { "role" }.to_owned()
    }

    fn entity_over(&self, tokens: &Range<TokenIndex>) -> Option<EntityId> {
        let from = self.mentions.partition_point(|mention| mention.tokens.start < tokens.start);
        self.mentions
            .iter()
            .enumerate()
            .skip(from)
            .take_while(|(_, mention)| mention.tokens.start == tokens.start)
            .filter(|(_, mention)| mention.tokens == *tokens)
            .find_map(|(number, _)| self.entities.of(MentionId(number as u32)))
    }

    /// "to Kellogg", "of a nongovernmental organization": one phrase with a preposition, up to a sign, verb or conjunction.
    fn phrase_behind(&self, mention: &Mention) -> Option<Range<TokenIndex>> {
        let sentence = self.document.sentences.get(mention.sentence as usize)?;
        let start = mention.tokens.end;
        let first = self.document.token(start);
        if start >= sentence.tokens.end || !first.is(Class::Preposition) || first.is(Class::Auxiliary) {
            return None;
        }
        let mut end = start + 1;
        while end < sentence.tokens.end && end - start < 10 {
            let token = self.document.token(end);
            let sign = token.has(Shape::SIGN) && !token.has(Shape::HYPHEN) && !self.is_possessive_clitic(end);
            let verb = (token.is(Class::Verb) || token.is(Class::Auxiliary) || token.is(Class::Modal))
                && !token.has(Shape::CAPITAL)
                && !token.is(Class::Noun)
                && !self.is_possessive_clitic(end);
            let closed = token.is(Class::Relative) || token.is(Class::Conjunction) || token.is(Class::Subordinator);
            let another = end > start + 1 && token.is(Class::Preposition);
            if sign || verb || closed || another {
                break;
            }
            end += 1;
        }
        (end > start + 1).then_some(start..end)
    }

    // ---- kinship ----------------------------------------------------------------------------------------------------------------------------------

    fn kinship(&mut self, owner: EntityId, relative: EntityId, by: MentionId) {
        let Some(mention) = self.mentions.get(by.0 as usize) else { return };
        let Reading::Nominal(reading) = &mention.reading else { return };
        let Some(kind) = self.document.cell(reading.head, Class::Role, 2, self.lexicon) else { return };
        if kind.is_empty() || !self.is_named(owner) || !self.is_named(relative) {
            return;
        }
        let kind = kind.to_owned();
        self.push(&kind, relative, Some(owner), None, mention.tokens.clone(), "kinship word");
    }

    // ---- power and membership ---------------------------------------------------------------------------------------------------------------------

    /// "in power since 1994", "in power for more than three decades".
    fn in_power(&mut self, number: usize, mention: &Mention, signal: Option<&Range<TokenIndex>>) {
        let Some(sentence) = self.document.sentences.get(mention.sentence as usize) else { return };
        let floor = sentence.tokens.start;
        let mut end = signal.map_or(mention.tokens.start, |signal| signal.start);
        // the bounds of a duration ("more than") may stand before the mention
        while end > floor && mention.tokens.start - end < 4 && !self.ends_power(floor, end) {
            end -= 1;
        }
        let Some(start) = self.power_start(floor, end) else { return };
        let time =
            self.entities.time_of(MentionId(number as u32)).and_then(|id| self.entities.times.get(id.0 as usize));
        let Some(time) = time else { return };
        let Some(value) = time.value.clone() else { return };
        let Some(subject) = self.subject_before(start, floor) else { return };
        let evidence = start..mention.tokens.end;
        if time.kind == TimeKind::Duration {
            let sign = match time.modifier {
                Some(TimeModifier::MoreThan) => ">",
                Some(TimeModifier::EqualOrMore) => ">=",
                Some(TimeModifier::LessThan) => "<",
                _ => "",
            };
            self.push("in_power_duration", subject, None, Some(format!("{sign}{value}")), evidence, "in power for");
        } else {
            self.push("in_power_since", subject, None, Some(value), evidence, "in power since");
        }
    }

    fn ends_power(&self, floor: TokenIndex, end: TokenIndex) -> bool {
        self.power_start(floor, end).is_some()
    }

    /// Where a phrase of holding power that ends before `end` begins.
    fn power_start(&self, floor: TokenIndex, end: TokenIndex) -> Option<TokenIndex> {
        for from in floor.max(end.saturating_sub(4))..end.saturating_sub(1) {
            if !self.document.token(from).is(Class::PhraseStart) {
                continue;
            }
            let phrases = self.document.phrases_within(from..end);
            let whole = (end - from) as usize;
            let found = phrases.iter().any(|hit| {
                hit.words() == whole && hit.sense.class == Class::Role && self.lexicon.cell(hit.sense, 2) == "in_power"
            });
            if found {
                return Some(from);
            }
        }
        None
    }

    /// The person or thing that a predicate or apposition at `at` speaks of: over the verb group or a comma to the left.
    fn subject_before(&self, at: TokenIndex, floor: TokenIndex) -> Option<EntityId> {
        let mut end = at;
        if end > floor && self.document.word(end - 1) == "," {
            end -= 1;
        } else {
            while end > floor {
                let token = self.document.token(end - 1);
                if !token.is(Class::Auxiliary) && !token.is(Class::Adverb) && !token.is(Class::Modal) {
                    break;
                }
                end -= 1;
            }
            if end == at {
                return None;
            }
            if end > floor && self.document.word(end - 1) == "," {
                end -= 1;
            }
        }
        let from = self.mentions.partition_point(|mention| mention.tokens.start < floor);
        let to = self.mentions.partition_point(|mention| mention.tokens.start < end);
        (from..to).rev().take(NEAR).find_map(|number| {
            let mention = self.mentions.get(number)?;
            (mention.tokens.end == end).then(|| self.entities.of(MentionId(number as u32))).flatten()
        })
    }

    /// "13 other prisoners …, including NAME" and "NAME was among those released".
    fn members(&mut self) {
        for sentence in 0..self.document.sentences.len() {
            let tokens = self.document.sentences[sentence].tokens.clone();
            for at in tokens.clone() {
                let token = self.document.token(at);
                if !token.is(Class::Preposition) {
                    continue;
                }
                match self.document.cell(at, Class::Preposition, 0, self.lexicon) {
                    Some("including") => self.including(at, &tokens),
                    Some("amid") => self.among(at, &tokens),
                    _ => {}
                }
            }
        }
    }

    fn including(&mut self, at: TokenIndex, sentence: &Range<TokenIndex>) {
        let from = self.mentions.partition_point(|mention| mention.tokens.start < sentence.start);
        let to = self.mentions.partition_point(|mention| mention.tokens.start < at);
        let group = (from..to).rev().take(NEAR).find_map(|number| {
            let Reading::Nominal(reading) = &self.mentions.get(number)?.reading else { return None };
            let entity = self.entities.of(MentionId(number as u32))?;
            (reading.plural && self.kind_of(entity) == NameType::Group).then_some(entity)
        });
        let Some(group) = group else { return };
        let mut end = at + 1;
        for (number, mention) in self.mentions.iter().enumerate().skip(to).take(MEMBERS) {
            if mention.tokens.start >= sentence.end || mention.tokens.start > end + 8 {
                break;
            }
            let Reading::Name(reading) = &mention.reading else { continue };
            if reading.kind != NameType::Person {
                continue;
            }
            if self.has_verb(end..mention.tokens.start) {
                break;
            }
            end = mention.tokens.end;
            if let Some(member) = self.entities.of(MentionId(number as u32)) {
                self.push("member", member, Some(group), None, at..end, "including");
            }
        }
    }

    fn has_verb(&self, mut tokens: Range<TokenIndex>) -> bool {
        tokens.any(|at| {
            let token = self.document.token(at);
            (token.is(Class::Verb) || token.is(Class::Auxiliary))
                && !token.has(Shape::CAPITAL)
                && !token.is(Class::Noun)
                && !token.is(Class::Role)
        })
    }

    fn among(&mut self, at: TokenIndex, sentence: &Range<TokenIndex>) {
        let Some(member) = self.subject_before(at, sentence.start) else { return };
        if self.kind_of(member) != NameType::Person {
            return;
        }
        let from = self.mentions.partition_point(|mention| mention.tokens.start <= at);
        let group = self.mentions[from..].iter().enumerate().take_while(|(_, m)| m.tokens.start <= at + 2).find_map(
            |(number, mention)| match &mention.reading {
                Reading::Nominal(reading) if reading.plural => self.entities.of(MentionId((from + number) as u32)),
                _ => None,
            },
        );
        if group.is_some() {
            self.push("member", member, group, None, at..at + 2, "among");
        } else if self.document.token(at + 1).is(Class::Determiner) && self.document.token(at + 2).is(Class::Verb) {
            let value = self.document.words(&(at + 1..at + 3)).to_owned();
            self.push("member", member, None, Some(value), at..at + 3, "among");
        }
    }
}
