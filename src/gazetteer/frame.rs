//! What is wrong with frames: roles that are none, words that never trigger, codes that no ontology has, examples that are not found.
//!
//! In: the `event/*.toml` files of a folder, and the lexicon with the folder above it. Out: lints. Which values a key may have is learnt from the built-in frames.

use super::example;
use crate::event::Modality;
use crate::lexicon::compile::{Problem, Source, position};
use crate::lexicon::lint::{Lint, Severity};
use crate::lexicon::{Class, Frame, Lexicon, Trigger};
use std::collections::{BTreeMap, BTreeSet};

/// Roles that a preposition may name though no frame lists them.
const CIRCUMSTANCES: [&str; 2] = ["place", "time"];

/// Looks through the frames of a folder.
pub(super) fn lint(sources: &[Source], lexicon: &Lexicon, lints: &mut Vec<Lint>) {
    let known = Known::of(lexicon);
    let mut kinds: BTreeMap<String, String> = BTreeMap::new();
    for (source, frame) in frames(sources) {
        let mut linter = Linter { source, frame: &frame, lexicon, known: &known, lints };
        linter.head();
        if let Some(other) = kinds.insert(frame.kind.clone(), source.path.clone()) {
            linter.error("type", &frame.kind, 0, format!("type: `{}` stands already in {other}", frame.kind));
        }
        linter.roles();
        linter.triggers();
        linter.examples();
    }
}

/// Runs the examples; how many there were.
pub(super) fn run_examples(sources: &[Source], lexicon: &Lexicon, lints: &mut Vec<Lint>) -> usize {
    let mut count = 0;
    for (source, frame) in frames(sources) {
        let mut tell = |block: &str, number: usize, text: &str, message: String| {
            let at = block_start(&source.text, block, number);
            let at = source.text[at..].find(text.split('"').next().unwrap_or("")).map_or(at, |found| at + found);
            lints.push(lint_at(source, at, Severity::Error, message));
        };
        for (number, example) in frame.examples.iter().enumerate() {
            count += 1;
            if let Some(fault) = example::fault(&frame, example, lexicon) {
                tell("[[example]]", number, &example.text, format!("example: {fault}"));
            }
        }
        for (number, counter) in frame.counter_examples.iter().enumerate() {
            count += 1;
            if let Some(fault) = example::counter_fault(&frame, &counter.text, lexicon) {
                tell("[[counter_example]]", number, &counter.text, format!("counter_example: {fault}"));
            }
        }
    }
    count
}

fn frames(sources: &[Source]) -> impl Iterator<Item = (&Source, Frame)> {
    let files = sources.iter().filter(|source| source.path.starts_with("event/") && source.path.ends_with(".toml"));
    files.filter_map(|source| Some((source, toml::from_str(&source.text).ok()?)))
}

/// Where the block of that number begins, from 0; the file's start if there is none.
fn block_start(text: &str, block: &str, number: usize) -> usize {
    text.match_indices(block).nth(number).map_or(0, |(at, _)| at)
}

fn lint_at(source: &Source, byte: usize, severity: Severity, message: String) -> Lint {
    let (line, column) = position(&source.text, byte);
    Lint { problem: Problem { file: source.path.clone(), line, column, message }, severity }
}

/// What a trigger may need besides a role by its name, alone or behind `known_`.
const SLOTS: [&str; 6] = ["any", "complement", "known_object", "object", "prepositions", "subject"];

/// The values that the keys of all frames have.
#[derive(Default)]
struct Known {
    types: BTreeSet<String>,
    groups: BTreeSet<String>,
    kinds: BTreeSet<String>,
}

impl Known {
    fn of(lexicon: &Lexicon) -> Self {
        let mut known = Self::default();
        known.types.extend(lexicon.frame_kinds().map(str::to_owned));
        for frame in lexicon.built_in_frames() {
            known.groups.insert(frame.group.clone());
            known.kinds.extend(frame.roles.iter().flat_map(|role| role.kinds.clone()));
            for block in &frame.triggers {
                known.kinds.extend(block.object_kinds.iter().chain(&block.subject_kinds).cloned());
            }
        }
        known
    }
}

struct Linter<'a> {
    source: &'a Source,
    frame: &'a Frame,
    lexicon: &'a Lexicon,
    known: &'a Known,
    lints: &'a mut Vec<Lint>,
}

impl Linter<'_> {
    /// Says something of a value, which stands behind a key somewhere after `from`.
    fn say(&mut self, severity: Severity, key: &str, value: &str, from: usize, message: String) {
        let text = self.source.text.get(from..).unwrap_or("");
        let behind = key_position(text, key).unwrap_or(0);
        let quoted = format!("\"{value}\"");
        let at = text[behind..].find(&quoted).map_or(behind, |found| behind + found);
        self.lints.push(lint_at(self.source, from + at, severity, message));
    }

    fn error(&mut self, key: &str, value: &str, from: usize, message: String) {
        self.say(Severity::Error, key, value, from, message);
    }

    fn head(&mut self) {
        let frame = self.frame;
        let stem = self.source.path.rsplit('/').next().unwrap_or("").trim_end_matches(".toml");
        if stem != frame.kind {
            self.error("type", &frame.kind, 0, format!("type: `{}` stands in {stem}.toml", frame.kind));
        }
        if !self.known.groups.contains(&frame.group) {
            let message =
                format!("group: no built-in type is of `{}`: they are of {}", frame.group, listed(&self.known.groups));
            self.say(Severity::Warning, "group", &frame.group, 0, message);
        }
        for (system, code) in [("cameo", &frame.cameo), ("plover", &frame.plover)] {
            if !code.is_empty() && !self.lexicon.has_code(system, code) {
                self.error(
                    system,
                    code,
                    0,
                    format!("{system}: `{code}` is no code of the ontology: see event/codes.tsv"),
                );
            }
        }
        if frame.quad.is_some_and(|quad| !(1..=4).contains(&quad)) {
            self.error("quad", "", 0, "quad: wanted 1 to 4".to_owned());
        }
        if !matches!(frame.aspect.as_str(), "event" | "state") {
            self.error("aspect", &frame.aspect, 0, format!("aspect: `{}`: wanted event or state", frame.aspect));
        }
        for group in frame.befalls_in.iter().filter(|group| !self.known.groups.contains(*group)) {
            let message = format!("befalls_in: no type is of `{group}`: they are of {}", listed(&self.known.groups));
            self.error("befalls_in", group, 0, message);
        }
        for other in &frame.means_of {
            if !self.known.types.contains(other) && *other != frame.kind {
                self.error("means_of", other, 0, format!("means_of: no frame has the type `{other}`"));
            }
        }
        if frame.triggers.is_empty() {
            self.error("type", &frame.kind, 0, "has no [[trigger]]: nothing ever tells it".to_owned());
        }
        if frame.examples.is_empty() {
            self.say(Severity::Warning, "type", &frame.kind, 0, "has no [[example]]: nothing proves it".to_owned());
        }
    }

    fn roles(&mut self) {
        let frame = self.frame;
        let mut seen = BTreeSet::new();
        for (number, role) in frame.roles.iter().enumerate() {
            let from = block_start(&self.source.text, "[[role]]", number);
            if !seen.insert(&role.name) {
                self.error("name", &role.name, from, format!("role: `{}` stands twice", role.name));
            }
            self.kinds("kinds", &role.kinds, from);
            let filled = frame.triggers.iter().any(|block| slots(block).any(|(_, name)| *name == role.name));
            if !filled {
                let message = format!("role: no slot of a trigger fills `{}`", role.name);
                self.say(Severity::Warning, "name", &role.name, from, message);
            }
        }
    }

    fn kinds(&mut self, key: &str, kinds: &[String], from: usize) {
        for kind in kinds.iter().filter(|kind| !self.known.kinds.contains(*kind)) {
            self.error(
                key,
                kind,
                from,
                format!("{key}: `{kind}` is no kind: wanted one of {}", listed(&self.known.kinds)),
            );
        }
    }

    fn triggers(&mut self) {
        let frame = self.frame;
        for (number, block) in frame.triggers.iter().enumerate() {
            let from = block_start(&self.source.text, "[[trigger]]", number);
            for (key, role) in slots(block) {
                let known = frame.roles.iter().any(|known| known.name == *role);
                if !known && !(key == "prepositions" && CIRCUMSTANCES.contains(&role.as_str())) {
                    self.error(key, role, from, format!("{key}: the frame has no role `{role}`"));
                }
            }
            self.kinds("object_kinds", &block.object_kinds, from);
            self.kinds("subject_kinds", &block.subject_kinds, from);
            for need in &block.needs {
                let role = need.strip_prefix("known_").unwrap_or(need);
                if !SLOTS.contains(&need.as_str()) && !self.frame.roles.iter().any(|known| known.name == role) {
                    let message = format!("needs: `{need}` is no slot and no role: wanted one of {}", SLOTS.join(", "));
                    self.error("needs", need, from, message);
                }
            }
            if lists(block).all(|(_, words)| words.is_empty()) {
                self.error("[[trigger]]", "", from, "trigger: has no words: it is never reached".to_owned());
            }
            if !block.light.is_empty() && block.nouns.is_empty() {
                self.error("light", &block.light[0], from, "light: there are no nouns to take".to_owned());
            }
            let modality = serde_json::from_value::<Modality>(block.modality.clone().into());
            if !block.modality.is_empty() && modality.is_err() {
                self.error("modality", &block.modality, from, format!("modality: `{}` is none", block.modality));
            }
            if block.prior < 0.0 || block.prior > 10.0 {
                self.error("prior", "", from, format!("prior: {} is beyond 0.1 to 2", block.prior));
            }
            self.words(number, block, from);
        }
    }

    /// Words that never trigger what they should.
    fn words(&mut self, number: usize, block: &Trigger, from: usize) {
        for (key, words) in lists(block) {
            for (at, word) in words.iter().enumerate() {
                let earlier = self.frame.triggers[..number].iter().any(|other| {
                    is_unconditional(other) && lists(other).any(|(name, words)| name == key && words.contains(word))
                });
                if words[..at].contains(word) {
                    self.error(key, word, from, format!("{key}: `{word}` stands twice in its list"));
                } else if earlier {
                    let message =
                        format!("{key}: `{word}` is never reached here: a block above takes it unconditionally");
                    self.error(key, word, from, message);
                } else if crate::lexicon::compile::key(word).is_empty() {
                    self.error(key, word, from, format!("{key}: `{word}` holds no word: it is never reached"));
                } else if let Some(base) = self.base_form(key, word) {
                    let message = format!("{key}: `{word}` is a form of `{base}`: its other forms are never reached");
                    self.error(key, word, from, message);
                }
            }
        }
    }

    /// What a verb should be listed as, if it is listed in another form.
    fn base_form(&self, key: &str, word: &str) -> Option<String> {
        let first = word.split(' ').next().unwrap_or(word);
        if key != "verbs" {
            return None;
        }
        let id = self.lexicon.word(&crate::text::fold(first));
        let mut lemmas = self.lexicon.senses(id).filter(|sense| sense.class == Class::Verb);
        let mut other = None;
        lemmas
            .all(|sense| {
                let lemma = self.lexicon.cell(sense, 0);
                other = Some(lemma.to_owned());
                lemma != first
            })
            .then_some(other)
            .flatten()
    }

    fn examples(&mut self) {
        let frame = self.frame;
        for (number, example) in frame.examples.iter().enumerate() {
            let from = block_start(&self.source.text, "[[example]]", number);
            if !example.text.contains(&example.trigger) || example.trigger.is_empty() {
                let message = format!("trigger: `{}` does not stand in the example", example.trigger);
                self.error("trigger", &example.trigger, from, message);
            }
            for role in example.arguments.keys() {
                if !frame.roles.iter().any(|known| known.name == *role) {
                    self.error("arguments", role, from, format!("arguments: the frame has no role `{role}`"));
                }
            }
        }
    }
}

/// Whether every occurrence of its words is taken, so that a later block never sees one.
fn is_unconditional(block: &Trigger) -> bool {
    block.needs.is_empty()
        && block.context.is_empty()
        && block.object_kinds.is_empty()
        && block.subject_kinds.is_empty()
        && block.refuse_objects.is_empty()
        && block.refuse_subjects.is_empty()
        && block.refuse_before.is_empty()
        && block.refuse_after.is_empty()
        && (block.prior == 0.0 || block.prior >= 1.0)
}

/// The lists of words of a block, by their key.
fn lists(block: &Trigger) -> impl Iterator<Item = (&'static str, &[String])> {
    let lists: [(&str, &[String]); 4] = [
        ("verbs", &block.verbs),
        ("nouns", &block.nouns),
        ("adjectives", &block.adjectives),
        ("states", &block.states),
    ];
    lists.into_iter()
}

/// The roles that the slots of a block name, by key.
fn slots(block: &Trigger) -> impl Iterator<Item = (&'static str, &String)> {
    let single = [
        ("subject", &block.subject),
        ("object", &block.object),
        ("indirect", &block.indirect),
        ("complement", &block.complement),
        ("inside", &block.inside),
        ("owner", &block.owner),
        ("within", &block.within),
        ("of", &block.of),
        ("possessor", &block.possessor),
        ("modifier", &block.modifier),
        ("by", &block.by),
    ];
    let prepositions = block.prepositions.values().map(|role| ("prepositions", role));
    single.into_iter().chain(prepositions).filter(|(_, role)| !role.is_empty())
}

/// Where a key stands at the beginning of a line.
fn key_position(text: &str, key: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(key) && !line[key.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            return Some(at);
        }
        at += line.len();
    }
    None
}

fn listed(values: &BTreeSet<String>) -> String {
    values.iter().filter(|value| !value.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
}
