//! Assembling: findings of all stages into one record. Bytes become the reader's units, indexes become ids, and words are borrowed from the text.
//!
//! Nothing is found or decided here; what the stages say is written down.

use super::finding::{
    Argument, Aspect, Attributes, Attribution, Claim, Codes, Count, Entity, EntityLink, EntityMention, Event,
    EventCount, EventPlace, EventTime, Evidence, Explain, Link, Location, Number, Polarity, Precision, Quote, Relation,
    RunnerUp, Si, SourceLine, Text, Time, Trigger, Words, Zone,
};
use super::offset::{Offsets, Unit};
use super::{
    Beside, Carrying, Counting, Dateline, Error, Explaining, Generator, HeaderLine, Language, List, Lists, Published,
    RECORD_VERSION, Record, Settings, Source, Warning, fingerprint,
};
use crate::article::{self, Article, Failure};
use crate::document::Document;
use crate::entity::{self, Entities, EntityId, TimeId};
use crate::event::{self, Events, Modality, Tense};
use crate::lexicon::{Entry, Frame, Lexicon};
use crate::mention::name::Explainer;
use crate::mention::{CountReading, Mention, MentionId, NameType, Reading};
use crate::text::Span;
use crate::text::number::numbered;

/// Puts the findings of one article together.
pub fn assemble<'a>(
    article: &'a Article,
    document: &Document<'a>,
    mentions: &[Mention],
    entities: Entities,
    events: Events,
    lexicon: &'a Lexicon,
    settings: &'a Settings,
) -> Record<'a> {
    let form = settings.format.form();
    let own = form.offsets == Counting::Own;
    let page = Page {
        text: &article.text,
        offsets: Offsets::new(&article.text, if own { Unit::Bytes } else { settings.offsets }),
        document,
        mentions,
        count_numbers: number_counts(mentions),
        lexicon,
        explainer: (settings.explain == Explaining::On).then(|| Explainer::new(document, lexicon)),
    };
    let header = &document.header;
    let carried = own || article.assembled || settings.text == Carrying::Always;
    let mut record = Record {
        text: carried.then(|| article.text.as_str().into()),
        text_offset: Some(page.offsets.at(article.text_offset)),
        language: Some(Language {
            code: document.language.code.clone().into(),
            supported: document.language.supported,
            confidence: share(document.language.confidence),
        }),
        title: header.title.map(|span| page.words(span)),
        published: document.published.as_ref().map(|published| Published {
            value: published.value.clone().into(),
            basis: published.basis,
            span: document.published_span.map(|span| page.words(span)),
        }),
        dateline: header.dateline.as_ref().map(|dateline| page.dateline(dateline, &entities)),
        section: header.section.map(|span| page.header_line(span, &[])),
        byline: header.byline.map(|span| page.header_line(span, &header.byline_names)),
        credits: header.credits.map(|span| page.header_line(span, &header.credit_names)),
        zones: document.zones.iter().map(|zone| page.zone(zone)).collect(),
        fingerprint: fingerprint::bands(document).map(Text::Owned),
        lead_terms: fingerprint::lead_terms(document).into_iter().map(Text::Owned).collect(),
        warnings: warnings(article, document),
        ..blank(article.id.as_str().into(), source(&article.source), settings)
    };
    record.source.text_sha256 = Some(article::text_hash(&article.text, 32).into());
    let Events { events, quotes } = events;
    if own {
        record.beside.tokens = document.tokens.iter().map(|token| token.span()).collect();
        record.beside.sentences = document.sentences.iter().map(|sentence| sentence.span).collect();
    }
    if form.lists == Lists::Events {
        let frames = events.iter().filter_map(|event| lexicon.frame(event.frame));
        record.beside.actors =
            frames.map(|frame| (frame.kind.as_str().into(), actors(frame).map(Text::Borrowed))).collect();
    }
    if settings.only.has(List::Events) {
        let numbered = events.into_iter().enumerate();
        record.events = numbered.map(|(at, event)| page.event(event::EventId(at as u32), event, &entities)).collect();
    }
    if settings.only.has(List::Quotes) {
        record.quotes = quotes.into_iter().enumerate().map(|(at, quote)| page.quote(at, quote)).collect();
    }
    if settings.only.has(List::Counts) {
        record.counts = page.counts();
    }
    let Entities { entities, times, relations, .. } = entities;
    if settings.only.has(List::Entities) {
        let numbered = entities.into_iter().enumerate();
        record.entities = numbered.map(|(at, entity)| page.entity(EntityId(at as u32), entity)).collect();
    }
    if settings.only.has(List::Relations) {
        record.relations =
            relations.into_iter().enumerate().map(|(at, relation)| page.relation(at, relation)).collect();
    }
    if settings.only.has(List::Times) {
        let ids: Vec<MentionId> = times.iter().map(|time| time.mention).collect();
        record.times = times.into_iter().enumerate().map(|(at, time)| page.time(at, time, &ids)).collect();
    }
    record
}

/// Roles of the two actors of an event: the first two that its frame declares, of which the first acts.
pub fn actors(frame: &Frame) -> [&str; 2] {
    [0, 1].map(|at| frame.roles.get(at).map_or("", |role| role.name.as_str()))
}

/// The record of an input that is no article.
pub fn fail<'a>(failure: &'a Failure, settings: &'a Settings) -> Record<'a> {
    Record {
        error: Some(Error { code: failure.code.into(), message: failure.message.as_str().into() }),
        ..blank(failure.id.as_str().into(), source(&failure.source), settings)
    }
}

/// A record with nothing in it but where it is from.
fn blank<'a>(id: Text<'a>, source: Source<'a>, settings: &'a Settings) -> Record<'a> {
    Record {
        record_version: RECORD_VERSION,
        generator: Generator { version: env!("CARGO_PKG_VERSION").into(), lexicon: settings.lexicon.as_str().into() },
        id,
        source,
        error: None,
        language: None,
        title: None,
        published: None,
        dateline: None,
        section: None,
        byline: None,
        credits: None,
        text: None,
        text_offset: None,
        zones: Vec::new(),
        fingerprint: None,
        lead_terms: Vec::new(),
        entities: Vec::new(),
        times: Vec::new(),
        counts: Vec::new(),
        quotes: Vec::new(),
        relations: Vec::new(),
        events: Vec::new(),
        warnings: Vec::new(),
        beside: Beside { color: settings.color, ..Beside::default() },
    }
}

fn source(source: &article::Source) -> Source<'_> {
    Source {
        path: source.path.as_deref().map(Text::Borrowed),
        line: source.line,
        url: source.url.as_deref().map(Text::Borrowed),
        format: source.format.into(),
        fields: source.fields.iter().map(|field| field.as_str().into()).collect(),
        text_sha256: None,
    }
}

fn warnings(article: &Article, document: &Document) -> Vec<Warning<'static>> {
    let noted =
        article.notes.iter().map(|note| Warning { code: note.code.into(), message: note.message.clone().into() });
    let mut warnings: Vec<Warning<'static>> = noted.collect();
    let mut warn =
        |code: &'static str, message: String| warnings.push(Warning { code: code.into(), message: message.into() });
    if document.tokens.is_empty() {
        warn("empty_text", "the text has no words".to_owned());
    }
    if document.published.is_none() {
        warn("no_publication_date", "relative dates stay open; --date gives articles without a date one".to_owned());
    }
    if !document.language.supported {
        warn("unsupported_language", format!("the text is in `{}`, English is read", document.language.code));
    }
    warnings
}

/// The number of each count among the counts; 0 for other mentions.
fn number_counts(mentions: &[Mention]) -> Vec<u32> {
    let mut last = 0;
    let numbers = mentions.iter().map(|mention| {
        let is_count = matches!(mention.reading, Reading::Count(_));
        last += u32::from(is_count);
        if is_count { last } else { 0 }
    });
    numbers.collect()
}

// ---- the page -------------------------------------------------------------------------------------------------------------------------

/// What `event/told_as.tsv` calls events that are only content of another.
const CONTENT: &str = "content";

/// What every finding of one article is written from.
struct Page<'a, 'd> {
    text: &'a str,
    offsets: Offsets<'a>,
    document: &'d Document<'a>,
    mentions: &'d [Mention],
    count_numbers: Vec<u32>,
    lexicon: &'a Lexicon,
    /// There when findings are to say why they are there.
    explainer: Option<Explainer<'d, 'a>>,
}

impl<'a> Page<'a, '_> {
    fn words(&self, span: Span) -> Words<'a> {
        Words { text: span.of(self.text).into(), start: self.offsets.at(span.start), end: self.offsets.at(span.end) }
    }

    fn zone(&self, zone: &crate::document::Zone) -> Zone {
        Zone { kind: zone.kind, start: self.offsets.at(zone.span.start), end: self.offsets.at(zone.span.end) }
    }

    fn header_line(&self, span: Span, names: &[Span]) -> HeaderLine<'a> {
        HeaderLine { span: self.words(span), names: names.iter().map(|name| self.words(*name)).collect() }
    }

    fn dateline(&self, dateline: &crate::document::Dateline, entities: &Entities) -> Dateline<'a> {
        let inside = |span: Option<Span>| {
            let span = span.unwrap_or_default();
            let from = self.mentions.partition_point(|mention| mention.span.start < span.start);
            let within =
                self.mentions.iter().enumerate().skip(from).take_while(move |(_, one)| one.span.start < span.end);
            within.map(|(at, _)| MentionId(at as u32))
        };
        Dateline {
            place: inside(dateline.place).find_map(|mention| entities.of(mention)).map(id),
            date: inside(dateline.date)
                .find_map(|mention| entities.times.get(entities.time_of(mention)?.0 as usize)?.value.clone())
                .map(Text::Owned),
            agency: dateline.agency.map(|span| span.of(self.text).into()),
            span: self.words(dateline.span),
        }
    }

    fn mention(&self, mention: MentionId) -> Option<&Mention> {
        self.mentions.get(mention.0 as usize)
    }

    fn mention_span(&self, mention: MentionId) -> Span {
        self.mention(mention).map_or(Span::default(), |mention| mention.span)
    }

    fn count_id(&self, mention: MentionId) -> Option<Text<'a>> {
        let number = self.count_numbers.get(mention.0 as usize).filter(|number| **number > 0)?;
        Some(numbered("c", *number).into())
    }

    fn explain(&self, rule: &'static str) -> Option<Explain<'a>> {
        self.explainer.as_ref().map(|_| Explain {
            rule: rule.into(),
            source: None,
            evidence: Vec::new(),
            runner_up: None,
        })
    }

    // ---- entities ---------------------------------------------------------------------------------------------------------------------

    fn entity(&self, number: EntityId, entity: entity::Entity) -> Entity<'a> {
        let entry = entity.entry.and_then(|entry| self.lexicon.entry(entry));
        let explain = self.explain(entity.rule).map(|explain| self.explain_entity(explain, &entity, entry));
        let mentions = entity.mentions.iter().map(|mention| {
            let Words { text, start, end } = self.words(self.mention_span(mention.mention));
            let metonym = mention.metonym.then(|| "government".into());
            EntityMention { text, start, end, kind: mention.kind, metonym }
        });
        Entity {
            id: id(number),
            kind: entity.kind,
            subtype: entity.subtype.map(Text::Owned),
            mentions: mentions.collect(),
            name: entity.name.into(),
            aliases: owned(entity.aliases),
            link: entry.map_or_else(EntityLink::default, link),
            location: Location {
                lat: entity.location.latitude,
                lon: entity.location.longitude,
                country: entity.location.country.map(Text::Owned),
                admin1: entity.location.admin1.map(Text::Owned),
                population: entity.location.population,
            },
            attributes: Attributes {
                roles: owned(entity.roles),
                age: entity.age,
                nationality: owned(entity.nationality),
                gender: entity.gender,
                count: entity.count.and_then(|count| self.count_id(count)),
            },
            confidence: share(f64::from(entity.confidence)),
            explain,
        }
    }

    /// The gazetteer's line, and the evidence for the first mention by name.
    fn explain_entity(&self, explain: Explain<'a>, entity: &entity::Entity, entry: Option<Entry<'a>>) -> Explain<'a> {
        let explain = Explain { source: entry.map(source_line), ..explain };
        let first = entity.mentions.iter().filter_map(|mention| self.mention(mention.mention));
        let name = first.into_iter().find(|mention| matches!(mention.reading, Reading::Name(_)));
        let (Some(name), Some(explainer)) = (name, &self.explainer) else { return explain };
        let (evidence, other) = explainer.explain(name);
        let weight = |weight: f32| Number(rounded(f64::from(weight)));
        let evidence = evidence.into_iter().map(|(name, of)| Evidence { name: name.into(), weight: weight(of) });
        let runner_up = other.filter(|(_, of)| of.is_finite());
        Explain {
            evidence: evidence.collect(),
            runner_up: runner_up.map(|(kind, of)| RunnerUp { kind: kind.into(), weight: weight(of) }),
            ..explain
        }
    }

    // ---- times, counts, quotes, relations ---------------------------------------------------------------------------------------------

    fn time(&self, at: usize, time: entity::Time, all: &[MentionId]) -> Time<'a> {
        let Words { text, start, end } = self.words(self.mention_span(time.mention));
        let anchor = time.anchor_time.and_then(|anchor| all.binary_search(&anchor).ok());
        Time {
            id: id(TimeId(at as u32)),
            text,
            start,
            end,
            kind: time.kind,
            value: time.value.map(Text::Owned),
            modifier: time.modifier,
            from: time.from.map(Text::Owned),
            to: time.to.map(Text::Owned),
            granularity: time.granularity,
            edtf: time.edtf.map(Text::Owned),
            anchor: time.anchor,
            anchor_ref: anchor.map(|at| id(TimeId(at as u32))),
            signal: time.signal.map(Text::Owned),
            explain: self.explain(time.rule),
        }
    }

    fn counts(&self) -> Vec<Count<'a>> {
        let counts =
            self.mentions.iter().zip(&self.count_numbers).filter_map(|(mention, number)| match &mention.reading {
                Reading::Count(count) => Some(self.count(*number, mention.span, count)),
                _ => None,
            });
        counts.collect()
    }

    fn count(&self, number: u32, span: Span, count: &CountReading) -> Count<'a> {
        let Words { text, start, end } = self.words(span);
        Count {
            id: numbered("c", number).into(),
            text,
            start,
            end,
            kind: count.kind,
            value: finite(count.value),
            min: finite(count.min),
            max: finite(count.max),
            modifier: count.modifier,
            approximate: count.approximate,
            unit: count.unit.clone().map(Text::Owned),
            counted: count.counted.as_ref().map(|tokens| self.words(self.document.span(tokens))),
            excludes_named: count.excludes_named,
            of_total: finite(count.of_total),
            si: count
                .si
                .as_ref()
                .and_then(|(value, unit)| Some(Si { value: finite(Some(*value))?, unit: unit.clone().into() })),
            explain: self.explain(count.rule),
        }
    }

    fn quote(&self, at: usize, quote: event::Quote) -> Quote<'a> {
        Quote {
            id: numbered("q", at as u32 + 1).into(),
            kind: quote.kind,
            segments: quote.segments.iter().map(|span| self.words(*span)).collect(),
            speaker: quote.speaker.map(id),
            speaker_mention: quote.speaker_span.map(|span| self.words(span)),
            cue: quote.cue.map(|span| self.words(span)),
            addressee: quote.addressee.map(id),
            medium: quote.medium.map(Text::Owned),
            time: quote.time.map(id),
            via: quote.via.map(id),
            explain: self.explain(quote.rule),
        }
    }

    fn relation(&self, at: usize, relation: entity::Relation) -> Relation<'a> {
        Relation {
            id: numbered("r", at as u32 + 1).into(),
            kind: relation.kind.into(),
            subject: id(relation.subject),
            object: relation.object.map(id),
            value: relation.value.map(Text::Owned),
            evidence: self.words(relation.evidence),
            explain: self.explain(relation.rule),
        }
    }

    // ---- events -----------------------------------------------------------------------------------------------------------------------

    fn event(&self, number: event::EventId, event: event::Event, entities: &Entities) -> Event<'a> {
        let frame = self.lexicon.frame(event.frame);
        let kind = frame.map_or("", |frame| frame.kind.as_str());
        let Words { text, start, end } = self.words(event.trigger);
        let mut explain = self.explain(event.rule);
        if let Some(explain) = &mut explain {
            explain.source = Some(SourceLine { file: format!("event/{kind}.toml").into(), line: None });
        }
        Event {
            id: id(number),
            kind: kind.into(),
            aspect: if event.state { Aspect::State } else { Aspect::Event },
            codes: frame.map_or_else(Codes::default, |frame| self.codes(&event, frame)),
            main: event.main,
            trigger: Trigger { text, start, end, lemma: event.lemma.into() },
            mentions: event.mentions.iter().map(|span| self.words(*span)).collect(),
            arguments: event.arguments.into_iter().map(|argument| self.argument(argument)).collect(),
            counts: event.counts.into_iter().map(|count| self.event_count(count)).collect(),
            time: event.time.map(event_time),
            place: event.place.map(|place| event_place(&place, entities)),
            attribution: event.attribution.into_iter().map(|source| self.attribution(source)).collect(),
            polarity: if event.negative { Polarity::Negative } else { Polarity::Positive },
            tense: event.tense,
            modality: event.modality,
            links: event.links.iter().map(|link| Link { kind: link.kind, event: id(link.event) }).collect(),
            evidence: self.words(event.evidence),
            confidence: share(f64::from(event.confidence)),
            explain,
        }
    }

    /// The codes of the frame; what is only planned, demanded or refused has those of CAMEO's statements of intent, demands and refusals, and what is only
    /// supposed, or is what another event says, that of a statement. What a disaster did has none.
    fn codes(&self, event: &event::Event, frame: &'a Frame) -> Codes<'a> {
        let polarity = if event.negative { "negative" } else { "positive" };
        // an attempt is planned too, but it was made
        let tried = event.modality == Modality::Planned && event.tense == Some(Tense::Past);
        let how = if event.content { CONTENT } else { event.modality.name() };
        let told =
            frame.quad.filter(|_| event.content || !tried).and_then(|quad| self.lexicon.told_as(how, polarity, quad));
        match told {
            _ if event.misfortune => Codes { plover: None, cameo: None, quad: None },
            Some(told) => Codes { plover: given(&told.plover), cameo: given(&told.cameo), quad: told.quad },
            None => Codes { plover: given(&frame.plover), cameo: given(&frame.cameo), quad: frame.quad },
        }
    }

    fn argument(&self, argument: event::Argument) -> Argument<'a> {
        let Words { text, start, end } = self.words(argument.span);
        Argument {
            role: argument.role.into(),
            entity: argument.entity.map(id),
            name: argument.name.into(),
            text,
            start,
            end,
            member_of: argument.member_of.map(id),
            basis: argument.basis,
            basis_ref: argument.basis_ref.map(Text::Owned),
        }
    }

    fn event_count(&self, count: event::EventCount) -> EventCount<'a> {
        let consensus = count.consensus;
        let claims = count.claims.iter().filter_map(|(mention, source)| {
            let Reading::Count(said) = &self.mention(*mention)?.reading else { return None };
            Some(Claim {
                count: self.count_id(*mention),
                value: finite(said.value),
                min: finite(said.min),
                max: finite(said.max),
                modifier: said.modifier,
                excludes_named: said.excludes_named,
                attribution: source.map(id),
            })
        });
        EventCount {
            role: count.role.into(),
            value: finite(consensus.value),
            min: finite(consensus.min),
            max: finite(consensus.max),
            modifier: consensus.modifier,
            approximate: consensus.approximate,
            counted: count.counted.map(Text::Owned),
            claims: claims.collect(),
        }
    }

    fn attribution(&self, source: event::Attribution) -> Attribution<'a> {
        let Words { text, start, end } = self.words(source.span);
        Attribution {
            entity: source.entity.map(id),
            name: source.name.into(),
            text,
            start,
            end,
            cue: source.cue.map(|span| span.of(self.text).into()),
            via: source.via.map(id),
        }
    }
}

fn event_time<'a>(time: event::EventTime) -> EventTime<'a> {
    EventTime {
        value: time.value.map(Text::Owned),
        from: time.from.map(Text::Owned),
        to: time.to.map(Text::Owned),
        granularity: time.granularity,
        relation: time.relation,
        anchor_event: time.anchor_event.map(id),
        basis: time.basis,
        basis_ref: time.time.map(id),
    }
}

fn event_place<'a>(place: &event::EventPlace, entities: &Entities) -> EventPlace<'a> {
    let entity = entities.get(place.entity);
    let location = entity.map(|entity| &entity.location);
    EventPlace {
        entity: entity.map(|_| id(place.entity)),
        name: entity.map_or_else(String::new, |entity| entity.name.clone()).into(),
        country: location.and_then(|location| location.country.clone()).map(Text::Owned),
        lat: location.and_then(|location| location.latitude),
        lon: location.and_then(|location| location.longitude),
        precision: entity.and_then(precision),
        basis: place.basis,
        basis_ref: None,
    }
}

/// How fine a place is, by the subtypes that the gazetteers declare.
fn precision(entity: &entity::Entity) -> Option<Precision> {
    if entity.kind == NameType::Facility {
        return Some(Precision::Facility);
    }
    Some(match entity.subtype.as_deref()? {
        "building" | "prison" | "airport" | "base" | "camp" | "dam" | "port" | "border_crossing" => Precision::Facility,
        "capital" | "city" | "town" | "village" | "district" => Precision::City,
        "admin2" => Precision::Admin2,
        "admin1" => Precision::Admin1,
        "country" | "territory" => Precision::Country,
        _ => Precision::Region,
    })
}

fn link(entry: Entry<'_>) -> EntityLink<'_> {
    EntityLink {
        id: given(entry.id()),
        wikidata: given(entry.wikidata()),
        geonames: given(entry.geonames()),
        iso3166: given(entry.iso3166()),
    }
}

fn source_line(entry: Entry<'_>) -> SourceLine<'_> {
    let (file, line) = entry.source();
    SourceLine { file: file.into(), line: Some(line) }
}

// ---- values ---------------------------------------------------------------------------------------------------------------------------

fn id<'a>(number: impl Into<String>) -> Text<'a> {
    Text::Owned(number.into())
}

fn given(text: &str) -> Option<Text<'_>> {
    (!text.is_empty()).then(|| text.into())
}

fn owned<'a>(texts: Vec<String>) -> Vec<Text<'a>> {
    texts.into_iter().map(Text::Owned).collect()
}

fn finite(value: Option<f64>) -> Option<Number> {
    value.filter(|value| value.is_finite()).map(Number)
}

/// Three decimals: more would say more than is known.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

fn share(value: f64) -> Number {
    Number(if value.is_finite() { rounded(value.clamp(0.0, 1.0)) } else { 0.0 })
}
