//! Links: the gazetteer entry of each thing, and where places lie.
//!
//! In: clusters with their candidates. Out: one entry for each, chosen by what else the article names.

use super::coreference::{Cluster, Clusters};
use super::place::{self, Setting};
use crate::document::{Document, Shape};
use crate::lexicon::{Class, Entry, EntryId, Lexicon};
use crate::mention::{Mention, NameType, Reading};

/// The entry of each cluster, in their order.
pub(super) fn choose(
    document: &Document,
    mentions: &[Mention],
    clusters: &Clusters,
    lexicon: &Lexicon,
) -> Vec<Option<EntryId>> {
    let mut chosen = vec![None; clusters.list.len()];
    let regions: Vec<Option<EntryId>> =
        clusters.list.iter().map(|cluster| region_behind(document, mentions, cluster, lexicon)).collect();
    let mut setting = Setting::default();
    // first countries, regions and what can mean one thing only
    for (cluster, slot) in clusters.list.iter().zip(&mut chosen) {
        if !is_place(cluster) {
            *slot = first_fitting(cluster, lexicon);
            continue;
        }
        let Some(entry) = certain(cluster, lexicon) else { continue };
        *slot = Some(entry);
        if let Some(entry) = lexicon.entry(entry) {
            setting.note(&entry, cluster.mentions.len() as u32);
            setting.note_point(&entry);
        }
    }
    for region in regions.iter().flatten() {
        if let Some(entry) = lexicon.entry(*region) {
            setting.note(&entry, 1);
        }
    }
    // then the others, in text order, each with what is known by now
    for (number, cluster) in clusters.list.iter().enumerate() {
        if !is_place(cluster) || chosen[number].is_some() {
            continue;
        }
        let region = regions[number].and_then(|region| lexicon.entry(region));
        if let Some((entry, lead)) = place::choose(&cluster.candidates, region.as_ref(), &setting, lexicon) {
            chosen[number] = Some(entry);
            if let Some(entry) = lexicon.entry(entry).filter(|_| lead > 2.0) {
                setting.note_point(&entry);
                if lead > 4.0 {
                    setting.note(&entry, 1);
                }
            }
        }
    }
    chosen
}

fn is_place(cluster: &Cluster) -> bool {
    matches!(cluster.kind, NameType::Place | NameType::Facility)
}

fn first_fitting(cluster: &Cluster, lexicon: &Lexicon) -> Option<EntryId> {
    let candidate = cluster.candidates.iter().find(|candidate| {
        lexicon.entry(candidate.entry).and_then(|entry| NameType::of(entry.kind())).is_some_and(|kind| {
            kind == cluster.kind || kind == NameType::Facility && cluster.kind == NameType::Organization
        })
    })?;
    Some(candidate.entry)
}

/// A country, or the only place of its name.
fn certain(cluster: &Cluster, lexicon: &Lexicon) -> Option<EntryId> {
    let country = cluster.candidates.iter().find(|candidate| {
        lexicon
            .entry(candidate.entry)
            .is_some_and(|entry| matches!(entry.subtype(), "country" | "continent" | "territory"))
    });
    if let Some(country) = country {
        // a name that a country shares with a large region stays open
        let rivals = cluster
            .candidates
            .iter()
            .filter_map(|candidate| lexicon.entry(candidate.entry))
            .any(|entry| entry.subtype() == "admin1" && entry.population() > 1_000_000);
        return (!rivals).then_some(country.entry);
    }
    match cluster.candidates.as_slice() {
        [only] => Some(only.entry),
        _ => None,
    }
}

/// The region or country that stands behind a comma after one of the names: "Springfield, Illinois".
fn region_behind(document: &Document, mentions: &[Mention], cluster: &Cluster, lexicon: &Lexicon) -> Option<EntryId> {
    if !is_place(cluster) {
        return None;
    }
    for mention in &cluster.mentions {
        let mention = mentions.get(mention.mention.0 as usize)?;
        let at = mention.tokens.end;
        let comma = document.token(at);
        if !comma.has(Shape::SIGN) || document.word(at) != "," || document.token(at + 1).has(Shape::LINE_BEFORE) {
            continue;
        }
        let from = mentions.partition_point(|other| other.tokens.start < at + 1);
        let behind = mentions[from..].iter().take_while(|other| other.tokens.start == at + 1).find_map(|other| {
            match &other.reading {
                Reading::Name(reading) if !reading.demonym => Some((other, reading)),
                _ => None,
            }
        });
        let Some((other, reading)) = behind else { continue };
        // "Kyiv, Poland and Spain" is a list
        let next = document.token(other.tokens.end);
        if next.is(Class::Conjunction) {
            continue;
        }
        let region = reading.candidates.iter().find(|candidate| {
            lexicon.entry(candidate.entry).is_some_and(|entry| {
                matches!(entry.subtype(), "country" | "territory" | "admin1" | "region" | "admin2")
                    && holds_one_of(&entry, cluster, lexicon)
            })
        });
        if let Some(region) = region {
            return Some(region.entry);
        }
    }
    None
}

/// Whether one of the places that a cluster may mean lies in a region.
fn holds_one_of(region: &Entry, cluster: &Cluster, lexicon: &Lexicon) -> bool {
    cluster.candidates.iter().filter_map(|candidate| lexicon.entry(candidate.entry)).any(|entry| {
        entry.id() != region.id()
            && entry.country() == region.country()
            && (!matches!(region.subtype(), "admin1" | "admin2") || entry.admin1() == region.admin1())
    })
}
