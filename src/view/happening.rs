//! A merged event as the page needs it: what the articles agree on, and beside it what each of them says.
//!
//! In: a line of `dateline merge`, of which only what is shown is read. Out: a [`Happening`] and its row for the page.

use super::article::{Outline, counted, day, spot};
use super::label::{self, amount};
use super::shown::{clean, utf16};
use super::words::{named, plain, row};
use crate::event::{Basis, Modality};
use crate::mention::count::CountModifier;
use crate::merged::Told;
use crate::record::EntityInside;
use crate::record::finding::{Codes, EventPlace, EventTime, Number, Polarity, Precision};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;

/// What is read of a merged event.
#[derive(Deserialize)]
pub(super) struct Line<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    codes: Codes<'a>,
    #[serde(default)]
    main: bool,
    #[serde(default)]
    arguments: Vec<Argument>,
    #[serde(default)]
    counts: Vec<Count>,
    time: Option<EventTime<'a>>,
    place: Option<EventPlace<'a, EntityInside<'a>>>,
    #[serde(default)]
    attribution: Vec<Source>,
    polarity: Polarity,
    modality: Modality,
    sources: u32,
    articles: Vec<Teller>,
    #[serde(borrow)]
    members: Vec<Member<'a>>,
    #[serde(default)]
    conflicts: Vec<Conflict>,
}

#[derive(Deserialize)]
struct Argument {
    role: String,
    name: String,
    entity: Option<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "type")]
    kind: String,
    name: String,
}

#[derive(Deserialize)]
struct Count {
    role: String,
    value: Option<Number>,
    min: Option<Number>,
    max: Option<Number>,
    #[serde(rename = "mod")]
    modifier: Option<CountModifier>,
    counted: Option<String>,
    #[serde(default)]
    claims: Vec<Claim>,
}

#[derive(Deserialize)]
struct Claim {
    value: Option<Number>,
    min: Option<Number>,
    max: Option<Number>,
    #[serde(rename = "mod")]
    modifier: Option<CountModifier>,
    attribution: Option<Kind>,
    article: String,
}

#[derive(Deserialize)]
struct Source {
    name: String,
}

#[derive(Deserialize)]
struct Teller {
    id: String,
    title: Option<String>,
    published: Option<String>,
    url: Option<String>,
}

#[derive(Deserialize)]
struct Member<'a> {
    article: String,
    #[serde(borrow)]
    as_told: Option<Told<'a>>,
}

#[derive(Deserialize)]
struct Conflict {
    field: String,
    #[serde(default)]
    values: Vec<String>,
}

/// A merged event.
pub(super) struct Happening {
    pub(super) id: String,
    pub(super) outline: Outline,
    pub(super) sources: u32,
    /// Role, name, type of the entity.
    arguments: Vec<Value>,
    /// Term, words, remark, claims.
    slots: Vec<Value>,
    /// Id, title, published, address.
    articles: Vec<[String; 4]>,
    voices: Vec<Voice>,
    conflicts: Vec<Value>,
}

/// What one article says.
struct Voice {
    article: u32,
    evidence: String,
    /// Where the trigger stands in the evidence, and how long it is.
    trigger: Option<(u32, u32)>,
    /// Term, words, and whether that is not what the articles agree on.
    slots: Vec<Value>,
}

/// What the articles agree on, for comparison.
struct Agreed {
    counts: Vec<(String, String)>,
    time: Option<String>,
    place: Option<String>,
    modality: String,
}

impl Happening {
    /// What the page needs of a merged event.
    pub(super) fn of(line: Line) -> Self {
        let numbers: HashMap<&str, u32> =
            line.articles.iter().enumerate().map(|(number, article)| (article.id.as_str(), number as u32)).collect();
        let number = |id: &str| numbers.get(id).copied().unwrap_or(0);
        let title = |id: &str| {
            let article = line.articles.iter().find(|article| article.id == id);
            clean(article.and_then(|article| article.title.as_deref()).unwrap_or(id))
        };
        let agreed = Agreed {
            counts: line
                .counts
                .iter()
                .map(|count| (plain(&count.role), amount(count.value, count.min, count.max, count.modifier)))
                .collect(),
            time: line.time.as_ref().and_then(label::time),
            place: line.place.as_ref().map(|place| clean(&place.name)),
            modality: said_to_be(line.modality, line.polarity),
        };
        let arguments = line.arguments.iter().map(|argument| {
            let name = argument.entity.as_ref().map_or(&argument.name, |entity| &entity.name);
            let kind = argument.entity.as_ref().map(|entity| clean(&entity.kind));
            row([json!(plain(&argument.role)), json!(clean(name)), json!(kind)])
        });
        let mut slots: Vec<Value> = Vec::new();
        for (count, (role, label)) in line.counts.iter().zip(&agreed.counts) {
            let claims = json!(claims(count, &title));
            slots.push(json!([role, counted(label.clone(), count.counted.as_deref()), 0, claims]));
        }
        slots.extend(agreed.time.as_ref().map(|time| json!(["when", time])));
        slots.extend(agreed.place.as_ref().map(|place| json!(["where", place])));
        let sources = each_once(line.attribution.iter().map(|source| clean(&source.name)));
        if !sources.is_empty() {
            slots.push(json!(["according to", sources.join(", ")]));
        }
        let voices = line
            .members
            .iter()
            .filter_map(|member| Some(Voice::of(number(&member.article), member.as_told.as_ref()?, &agreed)));
        let or_empty = |text: &Option<String>| text.as_deref().map(clean).unwrap_or_default();
        Self {
            outline: Outline {
                kind: plain(&line.kind),
                modality: named(&line.modality),
                negative: line.polarity == Polarity::Negative,
                main: line.main,
                quad: line.codes.quad.unwrap_or(0),
                day: line.time.as_ref().and_then(day),
                place: line.place.as_ref().map(spot),
            },
            sources: line.sources,
            arguments: each_once(arguments),
            slots,
            articles: line
                .articles
                .iter()
                .map(|article| {
                    [clean(&article.id), or_empty(&article.title), or_empty(&article.published), or_empty(&article.url)]
                })
                .collect(),
            voices: voices.collect(),
            conflicts: line
                .conflicts
                .iter()
                .map(|conflict| json!([plain(&conflict.field.replace('.', ": ")), plain(&conflict.values.join(" · "))]))
                .collect(),
            id: clean(&line.id),
        }
    }

    /// The merged event as rows of numbers and strings; `on_page` numbers the articles that are on the page too. The page reads it in `happening`, page.js.
    pub(super) fn rows(&self, on_page: &HashMap<&str, u32>) -> Value {
        let articles = self.articles.iter().map(|[id, title, published, url]| {
            let here = on_page.get(id.as_str()).map(|number| number + 1);
            row([
                json!(if title.is_empty() { id } else { title }),
                json!(label::date(published)),
                json!(url),
                json!(here),
            ])
        });
        let articles: Vec<Value> = articles.collect();
        let voices = self.voices.iter().map(|voice| {
            let (from, long) = voice.trigger.unwrap_or_default();
            json!([voice.article, voice.evidence, from, long, voice.slots])
        });
        let voices: Vec<Value> = voices.collect();
        json!([self.arguments, self.slots, articles, voices, self.conflicts])
    }
}

/// The claims behind a count, each once, with everybody who makes it.
fn claims(count: &Count, title: &dyn Fn(&str) -> String) -> Vec<Value> {
    let mut labels: Vec<String> = Vec::new();
    let mut by: Vec<Vec<String>> = Vec::new();
    for claim in &count.claims {
        let label = amount(claim.value, claim.min, claim.max, claim.modifier);
        let at = labels.iter().position(|known| *known == label).unwrap_or(labels.len());
        if at == labels.len() {
            labels.push(label);
            by.push(Vec::new());
        }
        let teller = title(&claim.article);
        let teller = match &claim.attribution {
            Some(source) => format!("{} (“{teller}”)", clean(&source.name)),
            None => format!("“{teller}”"),
        };
        if let Some(by) = by.get_mut(at).filter(|by| !by.contains(&teller)) {
            by.push(teller);
        }
    }
    labels.iter().zip(&by).map(|(label, by)| json!([label, by.join(", ")])).collect()
}

fn each_once<T: PartialEq>(things: impl Iterator<Item = T>) -> Vec<T> {
    let mut once = Vec::new();
    for thing in things {
        if !once.contains(&thing) {
            once.push(thing);
        }
    }
    once
}

/// The modality; `negative` where it is said not to have happened.
fn said_to_be(modality: Modality, polarity: Polarity) -> String {
    if polarity == Polarity::Negative { "negative".to_owned() } else { named(&modality) }
}

impl Voice {
    fn of(article: u32, told: &Told, agreed: &Agreed) -> Self {
        let mut slots: Vec<Value> = Vec::new();
        let mut say = |term: &str, words: String, apart: bool| {
            slots.push(row([json!(term), json!(words), json!(apart.then_some(1))]));
        };
        for argument in &told.arguments {
            let name = argument.entity.as_ref().map_or(&argument.name, |entity| &entity.name);
            say(&plain(&argument.role), clean(name), false);
        }
        for count in &told.counts {
            let (role, label) = (plain(&count.role), amount(count.value, count.min, count.max, count.modifier));
            let apart = agreed.counts.iter().any(|(known, agreed)| *known == role && *agreed != label);
            say(&role, counted(label, count.counted.as_deref()), apart);
        }
        if let Some(time) = told.time.as_ref().filter(|time| time.basis == Basis::Stated)
            && let Some(said) = label::time(time)
        {
            let apart = agreed.time.as_ref().is_some_and(|agreed| *agreed != said);
            say("when", said, apart);
        }
        if let Some(place) = &told.place {
            let said = clean(&place.name);
            // a country says less, not something else
            let fine = !matches!(place.precision, None | Some(Precision::Country | Precision::Region));
            let apart = fine && agreed.place.as_ref().is_some_and(|agreed| *agreed != said);
            say("where", said, apart);
        }
        let modality = said_to_be(told.modality, told.polarity);
        if modality != "asserted" || modality != agreed.modality {
            let apart = modality != agreed.modality;
            say("said to be", modality, apart);
        }
        let sources = each_once(told.attribution.iter().map(|source| clean(&source.name)));
        if !sources.is_empty() {
            say("according to", sources.join(", "), false);
        }
        Self { article, evidence: clean(&told.evidence.text), trigger: trigger(told), slots }
    }
}

/// Where the trigger stands in the evidence, in UTF-16 units; the nearest of the places where its words do, since offsets may count something else.
fn trigger(told: &Told) -> Option<(u32, u32)> {
    let words = told.trigger.text.as_ref();
    let evidence = told.evidence.text.as_ref();
    if words.is_empty() {
        return None;
    }
    let wanted = i64::from(told.trigger.start) - i64::from(told.evidence.start);
    let places = evidence.match_indices(words).map(|(at, _)| utf16(evidence.get(..at).unwrap_or("")));
    let nearest = places.min_by_key(|at| (i64::from(*at) - wanted).abs())?;
    Some((nearest, utf16(words)))
}
