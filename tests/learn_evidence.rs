//! Learns the weights of `gazetteers/evidence.tsv` on texts whose names are marked.
//!
//! - `cargo run --release --example learn_evidence -- ../shared/eval/data` writes `gazetteers/evidence.tsv` again, byte for byte, from the marked texts and the weights that
//!   `tests/evidence_by_hand.tsv` sets by hand; the weights that are there do not count. Prints what changed most.
//! - `… -- ../shared/eval/data folds FIGURES [ERRORS]` measures: five times a fifth of the texts is read with weights learned on the others. FIGURES is written for
//!   `tests/ratchet.py`, ERRORS lists what was wrong. With `apart` for `folds`, the parts are the kinds of text, so that each is read with weights learned on others.
//!
//! The marked texts are JSON lines `{"text", "entities": [{"start", "end", "type"}]}` (offsets in code points; types PER, ORG, LOC, MISC). The model is a semi-Markov
//! conditional random field (Sarawagi and Cohen 2004) over the same lattices that the program cuts, learned by L-BFGS (Liu and Nocedal 1989); every weight is pulled
//! towards what is set by hand, or 0. What the second look sees is learned from first looks by weights that have not seen the text. Where a set says nothing of a
//! label, the label stays open there.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use dateline::article::Article;
use dateline::lexicon::Lexicon;
use dateline::mention::NameType;
use dateline::mention::evidence::{self, Evidence, LABELS, Label, Row};
use dateline::mention::name::{self, Lattice};
use dateline::{clause, document, entity, mention};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A data set: file, kind of text, weight, and what its silence means.
const SETS: [(&str, usize, f64, Silence); 7] = [
    ("names_wikigold.jsonl", 0, 1.0, Silence::None),
    ("names_gum_news.jsonl", 1, 1.0, Silence::OtherOrNone),
    ("names_uner_ewt_dev.jsonl", 2, 0.6, Silence::OtherOrNone),
    ("names_uner_ewt_test.jsonl", 2, 0.6, Silence::OtherOrNone),
    ("places_geovirus.jsonl", 3, 0.6, Silence::AnythingButPlace),
    ("names_gum_interview.jsonl", 4, 0.5, Silence::OtherOrNone),
    ("names_gum_voyage.jsonl", 4, 0.5, Silence::OtherOrNone),
];

/// How hard a weight is pulled towards its prior: the inverse of the variance of a Gaussian.
const PULL: f64 = 2.0;
/// The same for two kinds of evidence together, which the texts show less of.
const PULL_OF_TWO: f64 = 6.5;
/// The least weight that is kept for two kinds of evidence together.
const LEAST_OF_TWO: f64 = 0.15;
const FOLDS: usize = 5;

/// Single words with such evidence are no names where the gold is silent.
const PLAIN: [Row; 7] = [
    Row::of(Evidence::MonthOrDay),
    Row::of(Evidence::FunctionWord),
    Row::of(Evidence::Measure),
    Row::of(Evidence::Role),
    Row::of(Evidence::CommonStart),
    Row::of(Evidence::EvenStart),
    Row::of(Evidence::CommonHeadline),
];
const STEPS: usize = 200;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Silence {
    None,
    OtherOrNone,
    AnythingButPlace,
}

struct Gold {
    set: &'static str,
    kind: usize,
    /// Which fifth of the texts it belongs to.
    fold: usize,
    text: String,
    /// Byte spans with their labels.
    names: Vec<(u32, u32, Label)>,
    weight: f64,
    silence: Silence,
    /// Made only to learn from, not to be counted.
    copy: bool,
    training: Vec<Training>,
}

struct Training {
    lattice: Lattice,
    /// Labels that each piece can have at all, and under the gold, as bits.
    possible: Vec<u8>,
    allowed: Vec<u8>,
}

/// The weights that are set by hand: where learning starts, and those that stay.
struct ByHand {
    prior: Vec<f64>,
    fixed: Vec<bool>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let data = arguments.first().expect("a folder of marked texts");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = evidence::names();
    let by_hand = by_hand(&root.join("tests/evidence_by_hand.tsv"), &names);
    let mut texts = read(Path::new(data));
    let measured = arguments.get(1).filter(|word| *word == "folds" || *word == "apart");
    if measured.is_some_and(|word| word == "apart") {
        for gold in &mut texts {
            gold.fold = gold.kind;
        }
    }

    // first looks by weights that have not seen the text, so that the second look is learned from mistakes as it will meet them
    let hand_lexicon = lexicon_with(&names, &by_hand.prior);
    for gold in &mut texts {
        gold.training = training(gold, &hand_lexicon, 1);
    }
    let others = |fold: usize| texts.iter().filter(move |gold| gold.fold != fold).collect::<Vec<&Gold>>();
    let first: Vec<Vec<f64>> = in_parallel(FOLDS, |fold| learn(&others(fold), &by_hand, &by_hand.prior));
    let lexicons: Vec<Lexicon> = first.iter().map(|weights| lexicon_with(&names, weights)).collect();
    for gold in &mut texts {
        gold.training = training(gold, &lexicons[gold.fold], 2);
    }
    let runs: usize = texts.iter().map(|gold| gold.training.len()).sum();
    println!("{} texts, {runs} runs, {} weights", texts.len(), names.len());

    if let Some(word) = measured {
        let others = |fold: usize| texts.iter().filter(move |gold| gold.fold != fold).collect::<Vec<&Gold>>();
        let tallies = in_parallel(FOLDS, |fold| {
            let weights = learn(&others(fold), &by_hand, &first[fold]);
            let lexicon = lexicon_with(&names, &weights);
            let mut tally = Tally::default();
            texts.iter().filter(|gold| gold.fold == fold && !gold.copy).for_each(|gold| tally.count(gold, &lexicon));
            tally
        });
        report(word, tallies, arguments.get(2), arguments.get(3));
        return;
    }
    let start = average(&first);
    let weights = learn(&texts.iter().collect::<Vec<&Gold>>(), &by_hand, &start);
    let path = root.join("gazetteers/evidence.tsv");
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    std::fs::write(&path, lines(&names, &weights)).unwrap();
    print_changes(&names, &rounded(&weights), &before);
}

/// Works on the numbers below `count` with as many threads as there are processors; the results stand in order.
fn in_parallel<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut results: Vec<(usize, T)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|first| {
                let work = &work;
                scope.spawn(move || (first..count).step_by(threads).map(|at| (at, work(at))).collect::<Vec<_>>())
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    results.sort_by_key(|result| result.0);
    results.into_iter().map(|result| result.1).collect()
}

fn average(all: &[Vec<f64>]) -> Vec<f64> {
    (0..all[0].len()).map(|at| all.iter().map(|weights| weights[at]).sum::<f64>() / all.len() as f64).collect()
}

// ---- weights as files -----------------------------------------------------------------------------------------------------------------

/// `name weight fixed`: a weight that is fixed is not learned.
fn by_hand(path: &Path, names: &[String]) -> ByHand {
    let numbers: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let mut by_hand = ByHand { prior: vec![0.0; names.len()], fixed: vec![false; names.len()] };
    for line in std::fs::read_to_string(path).unwrap().lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let Some(at) = numbers.get(cells[0]) else { panic!("{}: no evidence is called {}", path.display(), cells[0]) };
        by_hand.prior[*at] = cells[1].parse().unwrap();
        by_hand.fixed[*at] = cells[2] == "fixed";
    }
    // where one label of a kind of evidence is fixed, the others stay at 0
    for row in by_hand.fixed.chunks_mut(LABELS) {
        let any = row.iter().any(|fixed| *fixed);
        row.fill(any);
    }
    by_hand
}

/// The built-in lexicon with other weights.
fn lexicon_with(names: &[String], weights: &[f64]) -> Lexicon {
    let folder = tempfile::tempdir().unwrap();
    let mut file = "name\tweight\tnote\n".to_owned();
    for (name, weight) in names.iter().zip(rounded(weights)) {
        writeln!(file, "{name}\t{weight:.1}\t").unwrap();
    }
    std::fs::write(folder.path().join("evidence.tsv"), file).unwrap();
    let mut lexicon = Lexicon::built_in().unwrap();
    lexicon.add_layer(folder.path()).unwrap();
    lexicon
}

/// To one decimal; what two kinds of evidence say together is left out where it is little.
fn rounded(weights: &[f64]) -> Vec<f64> {
    let singles = (Evidence::ALL.len() + LABELS) * LABELS;
    let least = |at: usize| if at < singles { 0.05 } else { LEAST_OF_TWO };
    let kept =
        |at: usize, weight: f64| if weight.abs() < least(at) { 0.0 } else { (weight * 10.0).round() / 10.0 + 0.0 };
    weights.iter().enumerate().map(|(at, weight)| kept(at, *weight)).collect()
}

/// Weights with one decimal, zeros left out, sorted by name.
fn lines(names: &[String], weights: &[f64]) -> String {
    let notes: BTreeMap<&str, &str> = Evidence::ALL.iter().map(|evidence| (evidence.name(), evidence.note())).collect();
    let mut lines: Vec<String> = names
        .iter()
        .zip(rounded(weights))
        .filter(|(_, weight)| *weight != 0.0)
        .map(|(name, weight)| {
            let note = name.split(':').next().and_then(|name| notes.get(name)).map_or("", |note| note.trim());
            format!("{name}\t{weight:.1}\t{note}")
        })
        .collect();
    lines.sort();
    lines.insert(0, "name\tweight\tnote".to_owned());
    lines.join("\n") + "\n"
}

fn print_changes(names: &[String], weights: &[f64], text: &str) {
    let before: BTreeMap<&str, f64> = text
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, cells.next()?.parse().ok()?))
        })
        .collect();
    let old = |at: usize| before.get(names[at].as_str()).copied().unwrap_or(0.0);
    let mut changed: Vec<usize> = (0..names.len()).filter(|at| weights[*at] != old(*at)).collect();
    changed.sort_by(|a, b| (weights[*b] - old(*b)).abs().total_cmp(&(weights[*a] - old(*a)).abs()));
    println!("{} weights changed", changed.len());
    for at in changed.iter().take(40) {
        println!("{:44} {:6.1} -> {:6.1}", names[*at], old(*at), weights[*at]);
    }
}

// ---- texts ----------------------------------------------------------------------------------------------------------------------------

fn read(folder: &Path) -> Vec<Gold> {
    let mut texts = Vec::new();
    for (set, kind, weight, silence) in SETS {
        let lines = std::fs::read_to_string(folder.join(set)).unwrap();
        for (number, line) in lines.lines().enumerate() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = value["text"].as_str().unwrap().to_owned();
            let names = gold_names(&text, &value["entities"]);
            let fold = texts.len() % FOLDS;
            // capital headlines are rare in the sets, so some texts are read again in capitals
            if number % 9 == 4 && text.is_ascii() {
                let (text, names) = (text.to_uppercase(), names.clone());
                let weight = weight * 0.5;
                texts.push(Gold { set, kind, fold, text, names, weight, silence, copy: true, training: Vec::new() });
            }
            texts.push(Gold { set, kind, fold, text, names, weight, silence, copy: false, training: Vec::new() });
        }
    }
    texts
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

/// The runs of a text that agree with its gold, with the evidence of one look or both.
fn training(gold: &Gold, lexicon: &Lexicon, looks: u8) -> Vec<Training> {
    let article = Article { text: gold.text.clone(), language: Some("en".to_owned()), ..Article::default() };
    let document = document::segment(&article, lexicon);
    let mut lattices = name::lattices(&document, lexicon);
    if looks == 1 {
        let second = Row::of(Evidence::SurnameOfPerson)..=Row::of(Evidence::OtherInList);
        for piece in lattices.iter_mut().flat_map(|lattice| &mut lattice.pieces) {
            piece.evidence.retain(|row| !second.contains(row));
        }
    }
    let trainings = lattices.into_iter().map(|lattice| {
        let possible = lattice.pieces.iter().map(|piece| possible(piece.name, piece.end - piece.start)).collect();
        let allowed = allowed(&lattice, &gold.names, gold.silence);
        Training { lattice, possible, allowed }
    });
    trainings.filter(has_path).filter(|training| training.allowed != training.possible).collect()
}

fn possible(name: bool, words: usize) -> u8 {
    (if name { 0b11110 } else { 0 }) | u8::from(words == 1)
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
            let possible = possible(piece.name, piece.end - piece.start);
            let mut over = names.iter().filter(|name| name.0 < piece.span.end && piece.span.start < name.1).peekable();
            if over.peek().is_none() {
                let open = match silence {
                    Silence::None => bit(Label::None),
                    Silence::OtherOrNone => bit(Label::None) | bit(Label::Other),
                    Silence::AnythingButPlace => 0b11111 & !bit(Label::Place),
                };
                // words that are hardly ever names are none, not other names
                let plain = piece.evidence.iter().any(|row| PLAIN.contains(row));
                return possible & if plain && possible & bit(Label::None) != 0 { bit(Label::None) } else { open };
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

// ---- learning -------------------------------------------------------------------------------------------------------------------------

/// The weights of the greatest penalised likelihood, by L-BFGS.
fn learn(texts: &[&Gold], by_hand: &ByHand, start: &[f64]) -> Vec<f64> {
    const MEMORY: usize = 8;
    let mut weights = start.to_vec();
    let (mut loss, mut gradient) = loss(texts, by_hand, &weights);
    let mut history: Vec<(Vec<f64>, Vec<f64>, f64)> = Vec::new();
    for _ in 0..STEPS {
        let direction = direction(&gradient, &history);
        let slope = dot(&direction, &gradient);
        let mut step = if history.is_empty() { 1.0 / dot(&gradient, &gradient).sqrt().max(1.0) } else { 1.0 };
        let mut next: Vec<f64>;
        let (mut next_loss, mut next_gradient);
        loop {
            next = weights.iter().zip(&direction).map(|(weight, way)| weight + step * way).collect();
            (next_loss, next_gradient) = self::loss(texts, by_hand, &next);
            if next_loss <= loss + 1e-4 * step * slope || step < 1e-4 {
                break;
            }
            step *= 0.5;
        }
        let moved: Vec<f64> = next.iter().zip(&weights).map(|(a, b)| a - b).collect();
        let turned: Vec<f64> = next_gradient.iter().zip(&gradient).map(|(a, b)| a - b).collect();
        let curvature = dot(&moved, &turned);
        if curvature > 1e-10 {
            if history.len() == MEMORY {
                history.remove(0);
            }
            history.push((moved, turned, 1.0 / curvature));
        }
        let gained = loss - next_loss;
        (weights, loss, gradient) = (next, next_loss, next_gradient);
        if gained < 1e-6 * loss.abs() {
            break;
        }
    }
    weights
}

/// The two-loop recursion.
fn direction(gradient: &[f64], history: &[(Vec<f64>, Vec<f64>, f64)]) -> Vec<f64> {
    let mut way: Vec<f64> = gradient.iter().map(|slope| -slope).collect();
    let mut shares = Vec::new();
    for (moved, turned, inverse) in history.iter().rev() {
        let share = inverse * dot(moved, &way);
        shares.push(share);
        way.iter_mut().zip(turned).for_each(|(way, turned)| *way -= share * turned);
    }
    if let Some((_, turned, inverse)) = history.last() {
        let scale = 1.0 / (inverse * dot(turned, turned));
        for way in &mut way {
            *way *= scale;
        }
    }
    for ((moved, turned, inverse), share) in history.iter().zip(shares.into_iter().rev()) {
        let other = inverse * dot(turned, &way);
        way.iter_mut().zip(moved).for_each(|(way, moved)| *way += (share - other) * moved);
    }
    way
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn loss(texts: &[&Gold], by_hand: &ByHand, weights: &[f64]) -> (f64, Vec<f64>) {
    let mut loss = 0.0;
    let mut gradient = vec![0.0; weights.len()];
    for (at, slope) in gradient.iter_mut().enumerate() {
        let off = weights[at] - by_hand.prior[at];
        let pull = if at < (Evidence::ALL.len() + LABELS) * LABELS { PULL } else { PULL_OF_TWO };
        *slope = pull * off;
        loss += pull * off * off / 2.0;
    }
    let mut passes = Passes::default();
    for gold in texts {
        for training in &gold.training {
            loss += gold.weight * passes.run(training, weights, &mut gradient, gold.weight);
        }
    }
    gradient.iter_mut().zip(&by_hand.fixed).filter(|(_, fixed)| **fixed).for_each(|(slope, _)| *slope = 0.0);
    (loss, gradient)
}

type Scores = [f64; LABELS];
const LOW: f64 = f64::NEG_INFINITY;

/// Sums over all paths of a run, kept between runs to save their making.
#[derive(Default)]
struct Passes {
    scores: Vec<Scores>,
    forward: Vec<Scores>,
    enter: Vec<Scores>,
    leave: Vec<Scores>,
    rest: Vec<Scores>,
}

impl Passes {
    /// Adds the gradient of one run: what the model expects less what the gold allows. Gives back the loss.
    fn run(&mut self, training: &Training, weights: &[f64], gradient: &mut [f64], scale: f64) -> f64 {
        self.scores.clear();
        for piece in &training.lattice.pieces {
            let mut scores = [0.0; LABELS];
            for row in &piece.evidence {
                let at = usize::from(row.0) * LABELS;
                for (score, weight) in scores.iter_mut().zip(&weights[at..at + LABELS]) {
                    *score += weight;
                }
            }
            self.scores.push(scores);
        }
        let all = self.pass(&training.lattice, &training.possible, weights, gradient, scale);
        let gold = self.pass(&training.lattice, &training.allowed, weights, gradient, -scale);
        all - gold
    }

    fn pass(&mut self, lattice: &Lattice, allowed: &[u8], weights: &[f64], gradient: &mut [f64], scale: f64) -> f64 {
        let next = |a: usize, b: usize| weights[usize::from(Row::behind(Label::ALL[a]).0) * LABELS + b];
        let words = lattice.words;
        for table in [&mut self.forward, &mut self.enter, &mut self.leave, &mut self.rest] {
            table.clear();
            table.resize(words + 1, [LOW; LABELS]);
        }
        // pieces stand in the order of their starts
        self.enter[0] = [0.0; LABELS];
        let mut entered = 0;
        for (at, piece) in lattice.pieces.iter().enumerate() {
            while entered < piece.start {
                entered += 1;
                for label in 0..LABELS {
                    self.enter[entered][label] =
                        sum(std::array::from_fn(|before| self.forward[entered][before] + next(before, label)));
                }
            }
            for label in (0..LABELS).filter(|label| allowed[at] >> label & 1 == 1) {
                let score = self.enter[piece.start][label] + self.scores[at][label];
                self.forward[piece.end][label] = add(self.forward[piece.end][label], score);
            }
        }
        let total = sum(self.forward[words]);
        if total == LOW {
            return 0.0;
        }
        self.leave[words] = [0.0; LABELS];
        let mut last = lattice.pieces.len();
        for start in (0..words).rev() {
            while last > 0 && lattice.pieces[last - 1].start == start {
                last -= 1;
                let piece = &lattice.pieces[last];
                for label in (0..LABELS).filter(|label| allowed[last] >> label & 1 == 1) {
                    let rest = self.scores[last][label] + self.leave[piece.end][label];
                    let enter = self.enter[start][label];
                    if rest == LOW || enter == LOW {
                        continue;
                    }
                    self.rest[start][label] = add(self.rest[start][label], rest);
                    let share = (enter + rest - total).exp() * scale;
                    for row in &piece.evidence {
                        gradient[usize::from(row.0) * LABELS + label] += share;
                    }
                }
            }
            if start == 0 {
                break;
            }
            for before in 0..LABELS {
                self.leave[start][before] =
                    sum(std::array::from_fn(|label| next(before, label) + self.rest[start][label]));
                for label in 0..LABELS {
                    let path = self.forward[start][before] + next(before, label) + self.rest[start][label] - total;
                    if path > LOW {
                        gradient[usize::from(Row::behind(Label::ALL[before]).0) * LABELS + label] += path.exp() * scale;
                    }
                }
            }
        }
        total
    }
}

fn add(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == LOW { high } else { high + (low - high).exp().ln_1p() }
}

fn sum(values: Scores) -> f64 {
    let high = values.iter().copied().fold(LOW, f64::max);
    if high == LOW { LOW } else { high + values.iter().map(|value| (value - high).exp()).sum::<f64>().ln() }
}

// ---- counting -------------------------------------------------------------------------------------------------------------------------

/// Right, gold and said names of each set and type, and what was wrong.
#[derive(Default)]
struct Tally {
    counts: BTreeMap<(String, &'static str), [usize; 3]>,
    errors: Vec<String>,
}

type Names = BTreeSet<(u32, u32, Label)>;

impl Tally {
    /// Reads a text as the program does, and compares.
    fn count(&mut self, gold: &Gold, lexicon: &Lexicon) {
        let places_only = gold.silence == Silence::AnythingButPlace;
        let counted = |label: Label| {
            label == Label::Place || !places_only && matches!(label, Label::Person | Label::Organization)
        };
        let wanted: Names = gold.names.iter().copied().filter(|name| counted(name.2)).collect();
        let said: Names = said(&gold.text, lexicon).into_iter().filter(|name| counted(name.2)).collect();
        let set = gold.set.trim_end_matches(".jsonl");
        for label in [Label::Person, Label::Organization, Label::Place] {
            let of = |names: &Names| names.iter().filter(|name| name.2 == label).copied().collect::<Names>();
            let (wanted, said) = (of(&wanted), of(&said));
            let right = wanted.intersection(&said).count();
            for measure in ["F1", ["", "PER", "ORG", "LOC"][label as usize]] {
                let counts = self.counts.entry((set.to_owned(), measure)).or_default();
                for (sum, more) in counts.iter_mut().zip([right, wanted.len(), said.len()]) {
                    *sum += more;
                }
            }
        }
        self.errors_of(set, gold, &wanted, &said);
    }

    fn errors_of(&mut self, set: &str, gold: &Gold, wanted: &Names, said: &Names) {
        let show = |name: &(u32, u32, Label)| {
            let cut = |from: usize, to: usize| gold.text.get(from..to).unwrap_or("").replace(['\n', '\t'], " ");
            let (start, end) = (name.0 as usize, name.1 as usize);
            let from = (start.saturating_sub(50)..=start).find(|at| gold.text.is_char_boundary(*at)).unwrap_or(start);
            let to =
                (end..end + 40).rev().find(|at| gold.text.is_char_boundary(*at)).unwrap_or(end).min(gold.text.len());
            format!("{}<<{}>>{}", cut(from, start), cut(start, end), cut(end, to.max(end)))
        };
        for name in wanted.difference(said) {
            let other = said.iter().find(|other| other.0 < name.1 && name.0 < other.1);
            let (kind, told) = match other {
                Some(other) if other.0 == name.0 && other.1 == name.1 => ("type", other.2.name().to_owned()),
                Some(other) => {
                    ("boundary", format!("{} {}", other.2.name(), &gold.text[other.0 as usize..other.1 as usize]))
                }
                None => ("missed", String::new()),
            };
            self.errors.push(format!("{set}\t{kind}\t{}\t{}\t{}", name.2.name(), told.replace('\n', " "), show(name)));
        }
        for name in said.difference(wanted) {
            if !wanted.iter().any(|other| other.0 < name.1 && name.0 < other.1) {
                self.errors.push(format!("{set}\tspurious\t\t{}\t{}", name.2.name(), show(name)));
            }
        }
    }
}

/// The names of a text with the type that their thing has in the end.
fn said(text: &str, lexicon: &Lexicon) -> Names {
    let article = Article { text: text.to_owned(), language: Some("en".to_owned()), ..Article::default() };
    let document = document::segment(&article, lexicon);
    let mentions = mention::find(&document, lexicon);
    let clauses = clause::parse(&document, &mentions, lexicon);
    let entities = entity::resolve(&document, &mentions, &clauses, lexicon);
    let mut names = Names::new();
    for entity in entities.entities.iter().filter(|entity| entity.kind != NameType::Group) {
        for mention in entity.mentions.iter().filter(|mention| mention.kind == entity::MentionKind::Name) {
            let span = mentions[mention.mention.0 as usize].span;
            let clitic = if span.of(text).ends_with("'s") { 2 } else { 0 };
            names.insert((span.start, span.end - clitic, entity.kind.label()));
        }
    }
    names
}

fn report(word: &str, tallies: Vec<Tally>, figures: Option<&String>, errors: Option<&String>) {
    let mut all = Tally::default();
    for tally in tallies {
        for (measure, counts) in tally.counts {
            let sums = all.counts.entry(measure).or_default();
            sums.iter_mut().zip(counts).for_each(|(sum, more)| *sum += more);
        }
        all.errors.extend(tally.errors);
    }
    let mut table = BTreeMap::new();
    for ((set, measure), [right, gold, said]) in &all.counts {
        let figure = (20_000.0 * *right as f64 / (*gold + *said).max(1) as f64).round() / 100.0;
        if *gold > 0 {
            println!("{:44} {figure:6.2}   right {right}, gold {gold}, said {said}", format!("{set} {word} {measure}"));
            table.insert(format!("{set} {word} {measure}"), figure);
        }
    }
    if let Some(path) = figures {
        std::fs::write(PathBuf::from(path), serde_json::to_string_pretty(&table).unwrap() + "\n").unwrap();
    }
    if let Some(path) = errors {
        all.errors.sort();
        std::fs::write(PathBuf::from(path), all.errors.join("\n") + "\n").unwrap();
    }
}
