//! Learns the weights of `gazetteers/evidence.tsv` on texts whose names are marked.
//!
//! `cargo run --example learn_evidence -- DATA [OUT]`: DATA is a folder of JSON lines `{"text", "entities": [{"start", "end", "type"}]}` (offsets in code points;
//! types PER, ORG, LOC, MISC), OUT the file to write. The model is a semi-Markov conditional random field (Sarawagi and Cohen 2004) over the same lattices that the
//! program cuts; every weight is pulled towards its present value (or that of the file that the variable PRIOR names), so evidence that the texts hardly show keeps what a person wrote.
//! The variable FOLDS asks for the five-fold figures. Where a set says nothing of a
//! label, the label stays open there. Prints what changed most.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use dateline::article::Article;
use dateline::document;
use dateline::lexicon::Lexicon;
use dateline::mention::evidence::{self, Evidence, LABELS, Label};
use dateline::mention::name::{self, Lattice};
use dateline::mention::{self, Reading};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A data set: file, weight, and what its silence means.
const SETS: [(&str, f64, Silence); 6] = [
    ("names_wikigold.jsonl", 1.0, Silence::None),
    ("names_gum_news.jsonl", 1.0, Silence::OtherOrNone),
    ("names_uner_ewt_dev.jsonl", 0.6, Silence::OtherOrNone),
    ("names_uner_ewt_test.jsonl", 0.6, Silence::OtherOrNone),
    ("places_geovirus.jsonl", 0.6, Silence::AnythingButPlace),
    ("names_gum_interview.jsonl", 0.2, Silence::OtherOrNone),
];

/// Evidence whose weights are set by hand: the texts show too little of it, or the learned weight does not carry over.
const BY_HAND: [Evidence; 14] = [
    Evidence::DatelinePlace,
    Evidence::DatelineAgency,
    Evidence::SurnameOfPerson,
    Evidence::GivenNameOfPerson,
    Evidence::AcronymOfName,
    Evidence::PersonElsewhere,
    Evidence::OrganizationElsewhere,
    Evidence::PlaceElsewhere,
    Evidence::OtherElsewhere,
    Evidence::LowerCaseElsewhere,
    Evidence::PlaceInSport,
    Evidence::WordInSport,
    Evidence::EndsWithMedium,
    Evidence::LongFormBefore,
];

const PULL: f64 = 2.0;
const STEPS: usize = 160;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Silence {
    None,
    OtherOrNone,
    AnythingButPlace,
}

struct Gold {
    set: &'static str,
    text: String,
    /// Byte spans with their labels.
    names: Vec<(u32, u32, Label)>,
    weight: f64,
    silence: Silence,
    lattices: Vec<Training>,
}

struct Training {
    lattice: Lattice,
    /// Labels that each piece may have, as bits.
    allowed: Vec<u8>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let data = arguments.first().expect("a folder of marked texts");
    let lexicon = Lexicon::built_in().unwrap();
    let names = evidence::names();
    let start = match std::env::var("PRIOR") {
        Ok(path) => prior(Path::new(&path), &names),
        Err(_) => names.iter().map(|name| f64::from(lexicon.weight(name))).collect(),
    };
    let mut documents = read(Path::new(data), &lexicon);
    println!("{} texts, {} runs", documents.len(), documents.iter().map(|d| d.lattices.len()).sum::<usize>());
    for document in &mut documents {
        document.lattices.retain(|training| training.allowed.iter().any(|bits| *bits != 0));
    }
    if std::env::var("FOLDS").is_ok() {
        let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
        for fold in 0..5 {
            let train: Vec<&Gold> =
                documents.iter().enumerate().filter(|(n, _)| n % 5 != fold).map(|(_, d)| d).collect();
            let weights = learn(&train, &start);
            let folder = std::env::temp_dir().join(format!("evidence-{}-{fold}", std::process::id()));
            std::fs::create_dir_all(&folder).unwrap();
            write(&folder.join("evidence.tsv"), &names, &weights);
            let mut lexicon = Lexicon::built_in().unwrap();
            lexicon.add_layer(&folder).unwrap();
            std::fs::remove_dir_all(&folder).unwrap();
            for document in documents.iter().enumerate().filter(|(n, _)| n % 5 == fold).map(|(_, d)| d) {
                count(document, &lexicon, counts.entry(document.set).or_default());
            }
        }
        for (set, [right, gold, said]) in counts {
            println!("{set:28} five-fold F1 {:.2}", 200.0 * right as f64 / (gold + said).max(1) as f64);
        }
    }
    let all: Vec<&Gold> = documents.iter().collect();
    let weights = learn(&all, &start);
    let mut changed: Vec<usize> = (0..names.len()).collect();
    changed.sort_by(|a, b| (weights[*b] - start[*b]).abs().total_cmp(&(weights[*a] - start[*a]).abs()));
    for at in changed.iter().take(50) {
        println!("{:44} {:6.1} -> {:6.1}", names[*at], start[*at], weights[*at]);
    }
    if let Some(out) = arguments.get(1) {
        write(Path::new(out), &names, &weights);
    }
}

/// Weights of another file than the program's own.
fn prior(path: &Path, names: &[String]) -> Vec<f64> {
    let text = std::fs::read_to_string(path).unwrap();
    let lines: BTreeMap<&str, f64> = text
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, cells.next()?.parse().ok()?))
        })
        .collect();
    names.iter().map(|name| lines.get(name.as_str()).copied().unwrap_or(0.0)).collect()
}

fn read(folder: &Path, lexicon: &Lexicon) -> Vec<Gold> {
    let mut documents = Vec::new();
    for (set, weight, silence) in SETS {
        let lines = std::fs::read_to_string(folder.join(set)).unwrap();
        for (number, line) in lines.lines().enumerate() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = value["text"].as_str().unwrap();
            let names = gold_names(text, &value["entities"]);
            // capital headlines are rare in the sets, so some texts are read again in capitals
            if number % 9 == 4 && text.is_ascii() {
                documents.push(training("", text.to_uppercase(), names.clone(), weight * 0.5, silence, lexicon));
            }
            documents.push(training(set, text.to_owned(), names, weight, silence, lexicon));
        }
    }
    documents
}

fn gold_names(text: &str, entities: &serde_json::Value) -> Vec<(u32, u32, Label)> {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut names = Vec::new();
    for entity in entities.as_array().unwrap() {
        let label = match entity["type"].as_str().unwrap() {
            "PER" | "person" => Label::Person,
            "ORG" | "organization" => Label::Organization,
            "LOC" | "place" => Label::Place,
            _ => Label::Other,
        };
        let mut start = bytes[entity["start"].as_u64().unwrap() as usize];
        let mut end = bytes[entity["end"].as_u64().unwrap() as usize];
        if text.get(start..start + 4).is_some_and(|first| first.eq_ignore_ascii_case("the ")) && end - start > 4 {
            start += 4;
        }
        for clitic in ["'s", "’s"] {
            if text[start..end].ends_with(clitic) {
                end -= clitic.len();
            }
        }
        names.push((start as u32, end as u32, label));
    }
    names
}

fn training(
    set: &'static str,
    text: String,
    names: Vec<(u32, u32, Label)>,
    weight: f64,
    silence: Silence,
    lexicon: &Lexicon,
) -> Gold {
    let article = Article { text: text.clone(), language: Some("en".to_owned()), ..Article::default() };
    let document = document::segment(&article, lexicon);
    let lattices = name::lattices(&document, lexicon)
        .into_iter()
        .map(|lattice| {
            let allowed = allowed(&lattice, &names, silence);
            Training { lattice, allowed }
        })
        .filter(has_path)
        .collect();
    Gold { set, text, names, weight, silence, lattices }
}

/// What each piece may be under the gold.
fn allowed(lattice: &Lattice, names: &[(u32, u32, Label)], silence: Silence) -> Vec<u8> {
    let pieces: BTreeSet<(u32, u32)> =
        lattice.pieces.iter().filter(|piece| piece.name).map(|piece| (piece.span.start, piece.span.end)).collect();
    let bit = |label: Label| 1u8 << label as u8;
    lattice
        .pieces
        .iter()
        .map(|piece| {
            let possible = (if piece.name { 0b11110 } else { 0 }) | u8::from(piece.end == piece.start + 1);
            let mut over = names.iter().filter(|name| name.0 < piece.span.end && piece.span.start < name.1).peekable();
            if over.peek().is_none() {
                let open = match silence {
                    Silence::None => bit(Label::None),
                    Silence::OtherOrNone => bit(Label::None) | bit(Label::Other),
                    Silence::AnythingButPlace => 0b11111 & !bit(Label::Place),
                };
                return possible & open;
            }
            let mut bits = possible;
            for name in over {
                if name.0 == piece.span.start && name.1 == piece.span.end {
                    bits &= bit(name.2);
                } else if pieces.contains(&(name.0, name.1)) {
                    bits = 0;
                }
                // a name that no piece covers leaves its words open
            }
            bits
        })
        .collect()
}

fn has_path(training: &Training) -> bool {
    let mut reached = vec![false; training.lattice.words + 1];
    reached[0] = true;
    for (piece, bits) in training.lattice.pieces.iter().zip(&training.allowed) {
        if reached[piece.start] && *bits != 0 {
            reached[piece.end] = true;
        }
    }
    reached[training.lattice.words]
}

/// Adam on the penalised likelihood.
fn learn(documents: &[&Gold], start: &[f64]) -> Vec<f64> {
    let mut weights = start.to_vec();
    let (mut first, mut second) = (vec![0.0; start.len()], vec![0.0; start.len()]);
    let fixed: BTreeSet<usize> =
        BY_HAND.iter().flat_map(|evidence| (0..LABELS).map(move |label| *evidence as usize * LABELS + label)).collect();
    for step in 1..=STEPS {
        let mut gradient: Vec<f64> = weights.iter().zip(start).map(|(weight, mean)| PULL * (weight - mean)).collect();
        let mut loss = 0.0;
        for document in documents {
            for training in &document.lattices {
                loss += document.weight * expected(training, &weights, &mut gradient, document.weight);
            }
        }
        if step % 40 == 0 {
            println!("step {step}: loss {loss:.0}");
        }
        let rate = 0.08 * (1.0 - 0.8 * step as f64 / STEPS as f64);
        for at in 0..weights.len() {
            if fixed.contains(&at) {
                continue;
            }
            first[at] = 0.9 * first[at] + 0.1 * gradient[at];
            second[at] = 0.98 * second[at] + 0.02 * gradient[at] * gradient[at];
            let mean = first[at] / (1.0 - 0.9f64.powi(step as i32));
            let spread = second[at] / (1.0 - 0.98f64.powi(step as i32));
            weights[at] -= rate * mean / (spread.sqrt() + 1e-8);
        }
    }
    weights
}

/// Adds the gradient of one run: what the model expects less what the gold allows. Gives back the loss.
fn expected(training: &Training, weights: &[f64], gradient: &mut [f64], scale: f64) -> f64 {
    let lattice = &training.lattice;
    let scores: Vec<[f64; LABELS]> = lattice
        .pieces
        .iter()
        .map(|piece| {
            let mut scores = [0.0; LABELS];
            for evidence in &piece.evidence {
                for label in 0..LABELS {
                    scores[label] += weights[*evidence as usize * LABELS + label];
                }
            }
            scores
        })
        .collect();
    let possible: Vec<u8> = lattice
        .pieces
        .iter()
        .map(|piece| (if piece.name { 0b11110 } else { 0 }) | u8::from(piece.end == piece.start + 1))
        .collect();
    let all = pass(lattice, &scores, &possible, weights, gradient, scale);
    let gold = pass(lattice, &scores, &training.allowed, weights, gradient, -scale);
    all - gold
}

fn pass(
    lattice: &Lattice,
    scores: &[[f64; LABELS]],
    allowed: &[u8],
    weights: &[f64],
    gradient: &mut [f64],
    scale: f64,
) -> f64 {
    let next = |a: usize, b: usize| weights[(Evidence::ALL.len() + a) * LABELS + b];
    let low = f64::NEG_INFINITY;
    let words = lattice.words;
    let mut forward = vec![[low; LABELS]; words + 1];
    let enter = |forward: &[[f64; LABELS]], start: usize, label: usize| {
        if start == 0 { 0.0 } else { sum((0..LABELS).map(|before| forward[start][before] + next(before, label))) }
    };
    for (at, piece) in lattice.pieces.iter().enumerate() {
        for label in (0..LABELS).filter(|label| allowed[at] >> label & 1 == 1) {
            let score = enter(&forward, piece.start, label) + scores[at][label];
            forward[piece.end][label] = add(forward[piece.end][label], score);
        }
    }
    let total = sum(forward[words].iter().copied());
    if total == low {
        return 0.0;
    }
    let mut backward = vec![[low; LABELS]; words + 1];
    backward[words] = [0.0; LABELS];
    let mut order: Vec<usize> = (0..lattice.pieces.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(lattice.pieces[*at].start));
    for at in order {
        let piece = &lattice.pieces[at];
        for label in (0..LABELS).filter(|label| allowed[at] >> label & 1 == 1) {
            let rest = scores[at][label] + backward[piece.end][label];
            if rest == low {
                continue;
            }
            let share = (enter(&forward, piece.start, label) + rest - total).exp() * scale;
            for evidence in &piece.evidence {
                gradient[*evidence as usize * LABELS + label] += share;
            }
            if piece.start > 0 {
                for before in 0..LABELS {
                    let path = forward[piece.start][before] + next(before, label) + rest - total;
                    if path > low {
                        gradient[(Evidence::ALL.len() + before) * LABELS + label] += path.exp() * scale;
                    }
                    backward[piece.start][before] = add(backward[piece.start][before], next(before, label) + rest);
                }
            }
        }
    }
    total
}

fn add(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

fn sum(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::NEG_INFINITY, add)
}

/// Counts right, gold and said names of a text, over person, organization, place.
fn count(gold: &Gold, lexicon: &Lexicon, counts: &mut [usize; 3]) {
    if gold.set.is_empty() {
        return;
    }
    let article = Article { text: gold.text.clone(), language: Some("en".to_owned()), ..Article::default() };
    let document = document::segment(&article, lexicon);
    let mentions = mention::find(&document, lexicon);
    let scored = |label: &Label| match gold.silence {
        Silence::AnythingButPlace => *label == Label::Place,
        _ => matches!(label, Label::Person | Label::Organization | Label::Place),
    };
    let said: BTreeSet<(u32, u32, Label)> = mentions
        .iter()
        .filter_map(|mention| match &mention.reading {
            Reading::Name(reading) => Some((mention.span.start, mention.span.end, reading.kind.label())),
            _ => None,
        })
        .filter(|name| scored(&name.2))
        .collect();
    let wanted: BTreeSet<(u32, u32, Label)> = gold.names.iter().copied().filter(|name| scored(&name.2)).collect();
    counts[0] += said.intersection(&wanted).count();
    counts[1] += wanted.len();
    counts[2] += said.len();
}

/// Weights with one decimal, zeros left out, sorted by name; notes come from the file that is there.
fn write(path: &Path, names: &[String], weights: &[f64]) {
    let notes: BTreeMap<String, String> =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/gazetteers/evidence.tsv"))
            .unwrap_or_default()
            .lines()
            .skip(1)
            .filter_map(|line| {
                let mut cells = line.split('\t');
                let name = cells.next()?.split(':').next()?.to_owned();
                Some((name, cells.nth(1)?.to_owned()))
            })
            .collect();
    let mut lines: Vec<String> = names
        .iter()
        .zip(weights)
        .filter(|(_, weight)| weight.abs() >= 0.05)
        .map(|(name, weight)| {
            let note = name.split(':').next().and_then(|name| notes.get(name)).map_or("", String::as_str);
            format!("{name}\t{weight:.1}\t{note}")
        })
        .collect();
    lines.sort();
    lines.insert(0, "name\tweight\tnote".to_owned());
    std::fs::write(path, lines.join("\n") + "\n").unwrap();
}
