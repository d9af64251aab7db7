//! Places: which of the places of one name is meant, and where it lies.
//!
//! In: the candidates of a place name and what else the article names. Out: the candidate that fits best. Evidence: population, the region behind a comma,
//! countries and regions that the article names, distance to its other places (Leidner 2007 calls these minimality and referent heuristics).

use crate::entity::Location;
use crate::lexicon::{Candidate, Entry, EntryId, Lexicon};
use std::collections::BTreeMap;

/// What the article says about where it is set.
#[derive(Clone, Debug, Default)]
pub(super) struct Setting {
    /// How often each country is named, by ISO 3166-1 code.
    countries: BTreeMap<String, u32>,
    /// First-order divisions named.
    regions: Vec<String>,
    /// Points of the places that are certain.
    points: Vec<(f64, f64)>,
}

impl Setting {
    /// Takes in a place or demonym that has one likely meaning, named `times` times.
    pub fn note(&mut self, entry: &Entry, times: u32) {
        if !entry.country().is_empty() {
            *self.countries.entry(entry.country().to_owned()).or_default() += times;
        }
        if entry.subtype() == "admin1" && !entry.admin1().is_empty() {
            self.regions.push(entry.admin1().to_owned());
        }
    }

    /// Takes in the point of a certain place that is not a whole country.
    pub fn note_point(&mut self, entry: &Entry) {
        if let (Some(latitude), Some(longitude)) = (entry.latitude(), entry.longitude())
            && self.points.len() < 24
            && !is_wide(entry)
        {
            self.points.push((latitude, longitude));
        }
    }
}

/// Whether an entry is so wide that its point says little.
pub(super) fn is_wide(entry: &Entry) -> bool {
    matches!(entry.subtype(), "country" | "territory" | "continent" | "ocean" | "sea" | "region")
}

/// The place that fits best, and its score before the runner-up's.
pub(super) fn choose(
    candidates: &[Candidate],
    region: Option<&Entry>,
    setting: &Setting,
    lexicon: &Lexicon,
) -> Option<(EntryId, f64)> {
    let mut best: Option<(EntryId, f64)> = None;
    let mut second = f64::NEG_INFINITY;
    for candidate in candidates.iter().take(64) {
        let Some(entry) = lexicon.entry(candidate.entry) else { continue };
        let score = score(&entry, region, setting);
        match best {
            Some((_, top)) if score <= top => second = second.max(score),
            _ => {
                second = best.map_or(second, |(_, top)| top);
                best = Some((candidate.entry, score));
            }
        }
    }
    best.map(|(entry, top)| (entry, top - second))
}

fn score(entry: &Entry, region: Option<&Entry>, setting: &Setting) -> f64 {
    let mut score = prior(entry);
    if let Some(region) = region {
        let within = if region.subtype() == "admin1" || region.subtype() == "admin2" {
            !region.admin1().is_empty() && region.admin1() == entry.admin1()
        } else {
            region.country() == entry.country()
        };
        // what the comma says is nearly certain
        if within && region.id() != entry.id() {
            score += 12.0;
        }
    }
    if let Some(times) = setting.countries.get(entry.country()) {
        let all: u32 = setting.countries.values().sum();
        score += 2.0 + 3.0 * f64::from(*times) / f64::from(all.max(1));
    }
    if !entry.admin1().is_empty() && setting.regions.iter().any(|region| region == entry.admin1()) {
        score += 3.0;
    }
    if let (Some(latitude), Some(longitude)) = (entry.latitude(), entry.longitude())
        && !is_wide(entry)
    {
        let nearest = setting
            .points
            .iter()
            .map(|(other, far)| kilometers(latitude, longitude, *other, *far))
            .filter(|distance| *distance > 0.5)
            .fold(f64::INFINITY, f64::min);
        if nearest < 150.0 {
            score += 2.0;
        } else if nearest < 500.0 {
            score += 1.0;
        }
    }
    score
}

/// How likely a place is meant when nothing else is known: countries, then by the logarithm of the population.
fn prior(entry: &Entry) -> f64 {
    let people = f64::from(entry.population()).ln_1p();
    match entry.subtype() {
        "country" | "continent" | "territory" => 17.0 + people / 10.0,
        "capital" => people + 2.0,
        // a division holds more people than the city that gives it its name
        "admin1" | "region" => people - 1.5,
        "admin2" => people - 2.5,
        "ocean" | "sea" => 15.0,
        "river" | "lake" | "mountain" | "island" | "strait" | "canal" | "desert" | "water" => people.max(9.0),
        _ => people,
    }
}

/// Great-circle distance.
pub(super) fn kilometers(a: f64, b: f64, c: f64, d: f64) -> f64 {
    let (a, b, c, d) = (a.to_radians(), b.to_radians(), c.to_radians(), d.to_radians());
    let half = ((c - a) / 2.0).sin().powi(2) + a.cos() * c.cos() * ((d - b) / 2.0).sin().powi(2);
    2.0 * 6371.0 * half.sqrt().min(1.0).asin()
}

/// The location that an entry gives.
pub(super) fn location(entry: &Entry) -> Location {
    let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Location {
        latitude: entry.latitude(),
        longitude: entry.longitude(),
        country: known(entry.country()),
        admin1: known(entry.admin1()),
        population: (entry.population() > 0).then(|| entry.population()),
    }
}
