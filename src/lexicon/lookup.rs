//! Asking the lexicon: words, phrases, names, frames, weights. Layers of the user stand above the built-in one: their words replace, their names add.

use super::class::{Class, ClassSet, Grammar};
use super::compile::{
    CASE_CAPITAL, CASE_LOWER, CASE_TITLE, CASE_UPPER, Field, NO_DEGREES, PHRASE_MARK, Place, Source, TYPES, ToldAs,
    VARIANT_MARK, compile, stays_with_verb,
};
use super::context::ContextWords;
use super::frame::{Frame, FrameId, Role, Trigger, TriggerId, TriggerPart};
use super::layer::{Layer, TriggerWords, Walk, find_sense, read_sense};
use super::page::PageMarks;
use crate::text::fold::fold_into;
use anyhow::{Context, Result, anyhow, ensure};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

/// A word of the lexicon; [`WordId::NONE`] is a word it does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(u32);

impl WordId {
    /// A word the lexicon does not know.
    pub const NONE: WordId = WordId(u32::MAX);

    /// Its number, the same for the same word within one lexicon.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// One meaning of a word or phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sense {
    /// What it is.
    pub class: Class,
    /// Verb: the bits VB 1, VBZ 2, VBD 4, VBN 8, VBG 16. Noun: 1 for a plural. Name token: given 1, family 2. Trigger: [`TriggerPart`] as number.
    pub flags: u8,
    layer: u8,
    value: u32,
}

/// A named thing of the gazetteers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(u32);

/// How a text fits an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CandidateKind {
    /// Its own name.
    Name,
    /// Another name of it.
    Alias,
    /// The adjective or noun for its people.
    Demonym,
    /// Another spelling of a person's name.
    Variant,
}

/// An entry that a text may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The entry.
    pub entry: EntryId,
    /// How the text fits.
    pub kind: CandidateKind,
}

/// A stretch of words found in the lexicon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit<T> {
    /// How many words it covers, from the first one asked for.
    pub words: usize,
    /// What it can be.
    pub what: T,
}

/// One entry, read in place.
#[derive(Clone, Copy)]
pub struct Entry<'l> {
    layer: &'l Layer,
    number: u32,
}

/// All gazetteers, compiled and opened.
pub struct Lexicon {
    /// Built-in first.
    layers: Vec<Layer>,
    /// Those of the lower layers first; each is decoded when it is first asked for.
    frames: Vec<FrameCell>,
    /// Number of the first frame of each layer.
    first_frame: Vec<u16>,
    /// For each layer, the same words in the layers below, by their number in it, sorted.
    below: Vec<Vec<(u32, WordId)>>,
    /// For each layer, where it comes from.
    origins: Vec<String>,
    /// Entries that a layer above hides, sorted.
    hidden: Vec<EntryId>,
    /// Filled by the first call of [`Lexicon::weights`].
    weights: OnceLock<Vec<f32>>,
}

/// A frame that is decoded when it is first asked for.
struct FrameCell {
    kind: String,
    layer: usize,
    number: usize,
    /// A layer above has a frame of the same type.
    replaced: bool,
    decoded: OnceLock<Option<DecodedFrame>>,
}

struct DecodedFrame {
    frame: Frame,
    /// By block.
    contexts: Vec<ContextWords>,
}

/// A trigger that may begin with a word.
#[derive(Clone, Copy)]
pub struct Begun<'l> {
    /// Which.
    pub id: TriggerId,
    /// Its second and last word is a preposition that stays with the verb: "called for".
    pub bound: bool,
    lexicon: &'l Lexicon,
    layer: &'l Layer,
    rest: TriggerWords,
}

const LAYER_SHIFT: u32 = 28;
const INDEX_MASK: u32 = (1 << LAYER_SHIFT) - 1;

/// The built-in block, its strings apart: that they are text is checked when the program is built.
static BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));
static BUILT_IN_STRINGS: &str = include_str!(concat!(env!("OUT_DIR"), "/lexicon.txt"));

impl Lexicon {
    /// Opens the gazetteers that are compiled into the program.
    ///
    /// # Errors
    /// Only if the block is damaged, which the build rules out.
    pub fn built_in() -> Result<Self> {
        let mut lexicon = Self {
            layers: Vec::new(),
            frames: Vec::new(),
            first_frame: Vec::new(),
            below: Vec::new(),
            origins: Vec::new(),
            hidden: Vec::new(),
            weights: OnceLock::new(),
        };
        lexicon.push(Layer::parted(BUILT_IN, BUILT_IN_STRINGS)?, "built-in");
        Ok(lexicon)
    }

    /// Puts a layer above: a compiled file, or a folder of gazetteer files that is compiled now. A compiled file is not read at once, but where it is asked:
    /// it must stay as it is while the lexicon is used.
    ///
    /// # Errors
    /// When nothing can be read there, or the files have faults; the message lists all of them, each with file, line and column.
    pub fn add_layer(&mut self, path: &Path) -> Result<()> {
        let origin = path.display().to_string();
        let layer = if path.is_dir() {
            let sources = read_folder(path)?;
            ensure!(!sources.is_empty(), "{origin}: holds no .tsv and no .toml file");
            let block = compile(&sources, Place::Above).map_err(|problems| {
                let lines: Vec<String> = problems.iter().map(|problem| format!("{origin}/{problem}")).collect();
                anyhow!("{}", lines.join("\n"))
            })?;
            // a block of the user is read until the program ends, like the built-in one
            Layer::open(Box::leak(block.into_boxed_slice()))
        } else {
            Layer::file(path)
        };
        self.push(layer.with_context(|| format!("{origin}: not a gazetteer"))?, &origin);
        Ok(())
    }

    fn push(&mut self, layer: Layer, origin: &str) {
        self.hide(&layer.tables.hidden);
        // frames of a layer are numbered behind those below; one of the same type takes its place
        for below in &mut self.frames {
            below.replaced |= layer.tables.frames.iter().any(|(kind, _)| *kind == below.kind);
        }
        self.first_frame.push(self.frames.len() as u16);
        for (number, (kind, _)) in layer.tables.frames.iter().enumerate() {
            let cell = FrameCell {
                kind: kind.clone(),
                layer: self.layers.len(),
                number,
                replaced: false,
                decoded: OnceLock::new(),
            };
            self.frames.push(cell);
        }
        let below = layer
            .meanings()
            .map(|(number, word)| (number, self.word(word)))
            .filter(|(_, below)| *below != WordId::NONE);
        self.below.push(below.collect());
        self.weights = OnceLock::new();
        self.layers.push(layer);
        self.origins.push(origin.to_owned());
    }

    /// Hides the entries of these ids, in all layers so far.
    fn hide(&mut self, ids: &[String]) {
        if ids.is_empty() {
            return;
        }
        let ids: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        let hidden = self.entries().filter(|(_, entry)| ids.contains(entry.id())).map(|(id, _)| id);
        let hidden: Vec<EntryId> = hidden.collect();
        self.hidden.extend(hidden);
        self.hidden.sort_unstable();
    }

    /// Every entry of every layer, hidden ones too.
    pub fn entries(&self) -> impl Iterator<Item = (EntryId, Entry<'_>)> {
        self.layers.iter().enumerate().flat_map(|(number, layer)| {
            (0..layer.entry_count())
                .map(move |entry| (EntryId((number as u32) << LAYER_SHIFT | entry), Entry { layer, number: entry }))
        })
    }

    /// Whether a row of a layer above says that an entry does not count.
    pub fn is_hidden(&self, entry: EntryId) -> bool {
        self.hidden.binary_search(&entry).is_ok()
    }

    /// Whether an entry stands in a layer above the built-in one.
    pub const fn is_own(&self, entry: EntryId) -> bool {
        entry.0 >> LAYER_SHIFT > 0
    }

    /// Where the layer of an entry comes from: `built-in`, or the path it was opened with.
    pub fn origin(&self, entry: EntryId) -> &str {
        self.origins.get((entry.0 >> LAYER_SHIFT) as usize).map_or("", String::as_str)
    }

    /// Whether a code of event types is known: system `cameo` or `plover`.
    pub fn has_code(&self, system: &str, code: &str) -> bool {
        let code = format!("{system} {code}");
        self.layers.iter().any(|layer| layer.tables.codes.contains(&code))
    }

    /// Codes of an event of a quad class that is told as planned, demanded …; none when those of its frame hold.
    pub fn told_as(&self, modality: &str, polarity: &str, quad: u8) -> Option<&ToldAs> {
        let key = format!("{modality} {polarity} {quad}");
        self.layers.iter().rev().find_map(|layer| layer.tables.told_as.get(&key))
    }

    /// What classes and ids of elements of pages mean: the marks of all layers, one above in the place of its equal below.
    pub fn page_marks(&self) -> PageMarks {
        let mut marks = PageMarks::default();
        self.layers.iter().for_each(|layer| marks.cover(&layer.tables.marks));
        marks
    }

    /// The names of the weights that some layer gives.
    pub fn weight_names(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().flat_map(Layer::evidence).map(|(name, _)| name)
    }

    fn decoded(&self, frame: u16) -> Option<&DecodedFrame> {
        let cell = self.frames.get(frame as usize).filter(|cell| !cell.replaced)?;
        let decode = || {
            let frame = self.layers.get(cell.layer)?.frame(cell.number)?;
            let contexts = frame.triggers.iter().map(|block| ContextWords::of(block, self)).collect();
            Some(DecodedFrame { frame, contexts })
        };
        cell.decoded.get_or_init(decode).as_ref()
    }

    /// The words one of which must stand in the sentence for this sense; none when it asks for no context.
    pub fn context(&self, id: TriggerId) -> Option<&ContextWords> {
        self.decoded(id.frame)?.contexts.get(id.block as usize).filter(|context| !context.is_empty())
    }

    /// Whether the lowest layer was compiled from these files.
    pub fn is_made_of(&self, sources: &[Source]) -> bool {
        let mut sources: Vec<&Source> = sources.iter().collect();
        sources.sort_by(|a, b| a.path.cmp(&b.path));
        self.layers.first().is_some_and(|layer| layer.tables.hash == super::compile::hash_of(&sources))
    }

    /// A hash of everything in it; two runs with the same program and the same hash give the same output.
    pub fn hash(&self) -> String {
        self.layers.iter().map(|layer| layer.tables.hash.as_str()).collect::<Vec<_>>().join("+")
    }

    // ---- words ------------------------------------------------------------------------------------------------------------------------

    /// The word whose folded form is `folded`.
    pub fn word(&self, folded: &str) -> WordId {
        for (number, layer) in self.layers.iter().enumerate().rev() {
            if let Some((word, _)) = layer.word(folded.as_bytes())
                && (number == 0 || layer.has_senses(word))
            {
                return WordId((number as u32) << LAYER_SHIFT | word);
            }
        }
        WordId::NONE
    }

    /// Everything the word `folded` can be, over all layers.
    pub fn classes(&self, folded: &str) -> ClassSet {
        let mut classes = 0;
        for layer in &self.layers {
            if let Some((_, more)) = layer.word(folded.as_bytes()) {
                classes |= more;
            }
        }
        let classes = ClassSet(classes);
        let lent = self.layers.len() > 1
            && classes.has(Class::Verb)
            && !classes.has(Class::Trigger)
            && self.lent_triggers(self.word(folded)).next().is_some();
        if lent { classes.with(Class::Trigger) } else { classes }
    }

    /// Triggers of layers above that a form of their verb begins. The layers below know how verbs inflect ("shot"), and what is compiled above them does not.
    fn lent_triggers(&self, word: WordId) -> impl Iterator<Item = Sense> + '_ {
        let verbs = self.senses(word).filter(|sense| sense.class == Class::Verb);
        let lemmas = verbs.map(|sense| self.word(self.cell(sense, 0))).filter(move |lemma| *lemma != word);
        lemmas.flat_map(|lemma| self.senses(lemma)).filter(move |sense| {
            sense.class == Class::Trigger
                && sense.layer > 0
                && sense.flags == TriggerPart::Verb as u8
                && !self.senses(word).any(|own| own == *sense)
        })
    }

    /// The word and its classes in one look-up, for the tokeniser; `folded` are the bytes of the folded form.
    #[inline]
    pub fn look_up(&self, folded: &[u8]) -> (WordId, ClassSet) {
        if let [only] = self.layers.as_slice() {
            return only
                .word(folded)
                .map_or((WordId::NONE, ClassSet::default()), |(word, classes)| (WordId(word), ClassSet(classes)));
        }
        let folded = std::str::from_utf8(folded).unwrap_or("");
        (self.word(folded), self.classes(folded))
    }

    fn layer_of(&self, word: WordId) -> Option<(&Layer, u8, u32)> {
        let number = (word.0 >> LAYER_SHIFT) as usize;
        let layer = self.layers.get(number)?;
        Some((layer, number as u8, word.0 & INDEX_MASK))
    }

    /// Every sense of a word; those of the user's layers come first.
    #[inline]
    pub fn senses(&self, word: WordId) -> Senses<'_> {
        let mut senses = Senses { lexicon: self, next: Some(word), layer: 0, bytes: &[] };
        senses.advance();
        senses
    }

    /// What a word can be in a sentence.
    #[inline]
    pub fn grammar(&self, word: WordId) -> Grammar {
        let here = self.layer_of(word).map_or(Grammar::default(), |(layer, _, word)| layer.grammar(word));
        self.same_below(word).map_or(here, |below| here.or(self.grammar(below)))
    }

    /// The same word in the nearest layer below that knows a meaning of it.
    fn same_below(&self, word: WordId) -> Option<WordId> {
        if word.0 >> LAYER_SHIFT == 0 {
            return None;
        }
        let (_, layer, number) = self.layer_of(word)?;
        let below = self.below.get(layer as usize)?;
        below.binary_search_by_key(&number, |(number, _)| *number).ok().map(|at| below[at].1)
    }

    /// The first sense of a word that is of `class`.
    #[inline]
    pub fn sense(&self, word: WordId, class: Class) -> Option<Sense> {
        if let [only] = self.layers.as_slice() {
            let (flags, value) = find_sense(only.senses(word.0 & INDEX_MASK), class)?;
            return Some(Sense { class, flags, layer: 0, value });
        }
        self.senses(word).find(|sense| sense.class == class)
    }

    /// A cell of the gazetteer row behind a sense; the columns are listed at each [`Class`].
    pub fn cell(&self, sense: Sense, column: usize) -> &str {
        if sense.class == Class::Trigger || column >= sense.class.columns().len() {
            return "";
        }
        self.layers.get(sense.layer as usize).map_or("", |layer| layer.cell(sense.value, column))
    }

    /// Every value that a column of a class has in the built-in lexicon.
    pub fn values(&self, class: Class, column: usize) -> BTreeSet<&str> {
        let Some(layer) = self.layers.first() else { return BTreeSet::new() };
        let senses = (0..layer.sense_count()).filter_map(|sense| read_sense(layer.sense(sense)));
        senses.filter(|(found, ..)| *found == class).map(|(_, _, row, _)| layer.cell(row, column)).collect()
    }

    /// How often the word stands in lower case, with a capital, and in capitals: base-2 logarithms, 0 when never.
    pub fn frequency(&self, word: WordId) -> [u8; 3] {
        if let Some(below) = self.same_below(word) {
            return self.frequency(below);
        }
        self.layer_of(word).map_or([0; 3], |(layer, _, word)| layer.frequency(word))
    }

    /// Phrases (entries of several words of `word/` and `role/`) that begin with the first of `words`; the longest comes last.
    pub fn phrases<'t>(&self, words: impl Iterator<Item = &'t str> + Clone, found: &mut Vec<Hit<Sense>>) {
        found.clear();
        for (number, layer) in self.layers.iter().enumerate() {
            let Some(start) = Start::behind(layer, PHRASE_MARK) else { continue };
            follow(layer, start, words.clone(), &mut |surface, postings| {
                collect_phrases(layer, number, surface, postings, found);
            });
        }
        if self.layers.len() > 1 {
            found.sort_by_key(|hit| hit.words);
        }
    }

    /// As [`Lexicon::phrases`], when the first two of `words` are known, with nothing but hyphens between them; the second is the last of `covered`.
    pub fn phrases_from<'t>(
        &self,
        [first, second]: [WordId; 2],
        covered: usize,
        words: impl Iterator<Item = &'t str> + Clone,
        found: &mut Vec<Hit<Sense>>,
    ) {
        let [only] = self.layers.as_slice() else { return self.phrases(words, found) };
        found.clear();
        if first != WordId::NONE
            && second != WordId::NONE
            && let Some(walk) = only.walk(first.0, Some(second.0))
        {
            follow(only, Start { walk, covered }, words, &mut |surface, postings| {
                collect_phrases(only, 0, surface, postings, found);
            });
        }
    }

    // ---- names ------------------------------------------------------------------------------------------------------------------------

    /// Names that begin with the first of `words`, with every entry each may mean; the longest comes last.
    pub fn names<'t>(&self, words: impl Iterator<Item = &'t str> + Clone, found: &mut Vec<Hit<Candidate>>) {
        found.clear();
        for (number, layer) in self.layers.iter().enumerate() {
            follow(layer, Start { walk: layer.root(), covered: 0 }, words.clone(), &mut |surface, postings| {
                collect(layer, number, surface, postings, found);
            });
        }
        if self.layers.len() > 1 {
            found.sort_by_key(|hit| hit.words);
        }
        self.leave_out_hidden(found);
    }

    /// As [`Lexicon::names`], when the first of `words` is known.
    pub fn names_from<'t>(
        &self,
        first: WordId,
        words: impl Iterator<Item = &'t str> + Clone,
        found: &mut Vec<Hit<Candidate>>,
    ) {
        match self.layers.as_slice() {
            [only] if first != WordId::NONE => {
                found.clear();
                let Some(walk) = only.walk(first.0, None) else { return };
                follow(only, Start { walk, covered: 1 }, words, &mut |surface, postings| {
                    collect(only, 0, surface, postings, found);
                });
            }
            _ => self.names(words, found),
        }
    }

    fn leave_out_hidden(&self, found: &mut Vec<Hit<Candidate>>) {
        if !self.hidden.is_empty() {
            found.retain(|hit| !self.is_hidden(hit.what.entry));
        }
    }

    /// Names of persons in another spelling than the gazetteer's, found through the spelling groups of their tokens.
    pub fn variants<'t>(&self, words: impl Iterator<Item = &'t str>, found: &mut Vec<Hit<Candidate>>) {
        found.clear();
        let mut folded = String::new();
        let spelled: Vec<String> = words
            .take(6)
            .map(|word| {
                folded.clear();
                fold_into(word, &mut folded);
                let id = self.word(&folded);
                let head = self.sense(id, Class::Equivalent).or_else(|| self.sense(id, Class::Variant));
                // the capital is kept, so that the case rule of the entry still holds
                let head = head.map_or(folded.as_str(), |sense| self.cell(sense, 0));
                if word.starts_with(char::is_uppercase) { capitalized(head) } else { head.to_owned() }
            })
            .collect();
        for (number, layer) in self.layers.iter().enumerate() {
            let Some(start) = Start::behind(layer, VARIANT_MARK) else { continue };
            follow(layer, start, spelled.iter().map(String::as_str), &mut |surface, postings| {
                collect(layer, number, surface, postings, found);
            });
        }
        self.leave_out_hidden(found);
    }

    /// An entry by its number.
    pub fn entry(&self, entry: EntryId) -> Option<Entry<'_>> {
        let layer = self.layers.get((entry.0 >> LAYER_SHIFT) as usize)?;
        let number = entry.0 & INDEX_MASK;
        (number < layer.entry_count()).then_some(Entry { layer, number })
    }

    // ---- frames and weights -----------------------------------------------------------------------------------------------------------

    /// The type of every frame; index with [`FrameId`].
    pub fn frame_kinds(&self) -> impl Iterator<Item = &str> {
        self.frames.iter().map(|cell| cell.kind.as_str())
    }

    /// The frames of the built-in layer, also those that a layer above replaces.
    pub fn built_in_frames(&self) -> impl Iterator<Item = Frame> {
        let layer = self.layers.first();
        let count = layer.map_or(0, |layer| layer.tables.frames.len());
        (0..count).filter_map(move |number| layer?.frame(number))
    }

    /// A frame by number; none when a layer above has one of the same type.
    pub fn frame(&self, frame: FrameId) -> Option<&Frame> {
        self.decoded(frame.0).map(|decoded| &decoded.frame)
    }

    /// The triggers that may begin with a word.
    pub fn triggers(&self, word: WordId) -> impl Iterator<Item = Begun<'_>> + '_ {
        let own = self.senses(word).filter(|sense| sense.class == Class::Trigger);
        let lent = (self.layers.len() > 1).then(|| self.lent_triggers(word)).into_iter().flatten();
        own.filter_map(|sense| self.begun(sense)).chain(lent.filter_map(|sense| self.begun(sense)))
    }

    /// The trigger of a sense; none when a layer above has a frame of the same type.
    #[inline]
    fn begun(&self, sense: Sense) -> Option<Begun<'_>> {
        let layer = self.layers.get(sense.layer as usize)?;
        let (id, bound, rest) = layer.trigger(sense.value)?;
        let begun = Begun { id, bound, lexicon: self, layer, rest };
        if self.layers.len() == 1 { Some(begun) } else { self.among_layers(begun, sense.layer) }
    }

    /// Frames and words of a trigger were numbered when nothing was known of other layers.
    fn among_layers<'l>(&self, mut begun: Begun<'l>, layer: u8) -> Option<Begun<'l>> {
        begun.id.frame = begun.id.frame.checked_add(*self.first_frame.get(layer as usize)?)?;
        self.frames.get(begun.id.frame as usize).filter(|cell| !cell.replaced)?;
        let mut words = begun.rest();
        begun.bound = match (words.next(), words.next()) {
            (Some((word, _)), None) if begun.id.part == TriggerPart::Verb => {
                stays_with_verb(self.senses(word).map(|sense| (sense.class, self.cell(sense, 0))))
            }
            _ => false,
        };
        Some(begun)
    }

    /// The trigger block and the words of a trigger.
    pub fn trigger(&self, id: TriggerId) -> Option<(&Trigger, &str)> {
        let block = self.decoded(id.frame)?.frame.triggers.get(id.block as usize)?;
        let words = match id.part {
            TriggerPart::Verb => &block.verbs,
            TriggerPart::Noun => &block.nouns,
            TriggerPart::Adjective => &block.adjectives,
            TriggerPart::State => &block.states,
        };
        Some((block, words.get(id.word as usize)?))
    }

    /// The role of that name in a frame.
    pub fn role(&self, frame: FrameId, name: &str) -> Option<&Role> {
        self.frame(frame)?.roles.iter().find(|role| role.name == name)
    }

    /// The weight of a kind of evidence, from `gazetteers/evidence.tsv`; 0 when it is not listed.
    pub fn weight(&self, evidence: &str) -> f32 {
        let weight = |layer: &Layer| layer.evidence().find(|(name, _)| *name == evidence).map(|(_, weight)| weight);
        self.layers.iter().rev().find_map(weight).unwrap_or(0.0)
    }

    /// The table that `read` makes of all weights, those of the lower layers first. It is made by the first call and kept, so that reading an article costs no
    /// look-up by name; there is one caller, which always reads in the same way.
    pub fn weights(&self, read: fn(&mut dyn Iterator<Item = (&str, f32)>) -> Vec<f32>) -> &[f32] {
        self.weights.get_or_init(|| read(&mut self.layers.iter().flat_map(Layer::evidence)))
    }
}

impl<'l> Begun<'l> {
    /// Its words behind the first, folded; none when it is a single word.
    #[inline]
    pub fn rest(&self) -> impl Iterator<Item = (WordId, &'static str)> + use<'l> {
        let (lexicon, layer) = (self.lexicon, self.layer);
        self.rest.iter().map(move |word| {
            let (number, text) = layer.trigger_word(*word);
            let only = lexicon.layers.len() == 1;
            (if only { number.map_or(WordId::NONE, WordId) } else { lexicon.word(text) }, text)
        })
    }
}

/// The senses of a word, layer by layer from above.
pub struct Senses<'l> {
    lexicon: &'l Lexicon,
    next: Option<WordId>,
    layer: u8,
    bytes: &'l [u8],
}

impl Senses<'_> {
    /// Goes to the layer that comes next.
    #[inline]
    fn advance(&mut self) {
        let Some(word) = self.next.take() else { return };
        let Some((layer, number, index)) = self.lexicon.layer_of(word) else { return };
        (self.layer, self.bytes) = (number, layer.senses(index));
        self.next = self.lexicon.same_below(word);
    }
}

impl Iterator for Senses<'_> {
    type Item = Sense;

    #[inline]
    fn next(&mut self) -> Option<Sense> {
        loop {
            if let Some((class, flags, value, rest)) = read_sense(self.bytes) {
                self.bytes = rest;
                return Some(Sense { class, flags, layer: self.layer, value });
            }
            self.next?;
            self.advance();
        }
    }
}

impl<'l> Entry<'l> {
    fn text(&self, field: Field) -> &'l str {
        self.layer.string(self.layer.entry(self.number, field))
    }

    fn degrees(&self, field: Field) -> Option<f64> {
        let value = self.layer.entry(self.number, field);
        (value != NO_DEGREES).then(|| f64::from(value) / 1e6 - 180.0).map(|value| (value * 1e5).round() / 1e5)
    }

    /// Its id in the gazetteer.
    pub fn id(&self) -> &'l str {
        self.text(Field::Id)
    }
    /// Its name as printed.
    pub fn name(&self) -> &'l str {
        self.text(Field::Name)
    }
    /// Other names, joined by `|`; kept for persons only.
    pub fn aliases(&self) -> &'l str {
        self.text(Field::Aliases)
    }
    /// `person`, `organization`, `place` …: the entity type of the record.
    pub fn kind(&self) -> &'static str {
        TYPES.get((self.layer.entry(self.number, Field::Flags) & 0xff) as usize).copied().unwrap_or("other")
    }
    /// Subtype, may be empty.
    pub fn subtype(&self) -> &'l str {
        self.text(Field::Subtype)
    }
    /// ISO 3166-1 alpha-2 code, may be empty.
    pub fn country(&self) -> &'l str {
        self.text(Field::Country)
    }
    /// First-order division, may be empty.
    pub fn admin1(&self) -> &'l str {
        self.text(Field::Admin1)
    }
    /// Degrees north.
    pub fn latitude(&self) -> Option<f64> {
        self.degrees(Field::Latitude)
    }
    /// Degrees east.
    pub fn longitude(&self) -> Option<f64> {
        self.degrees(Field::Longitude)
    }
    /// Inhabitants; 0 when not known.
    pub fn population(&self) -> u32 {
        self.layer.entry(self.number, Field::Population)
    }
    /// Wikidata item, may be empty.
    pub fn wikidata(&self) -> &'l str {
        self.text(Field::Wikidata)
    }
    /// GeoNames id, may be empty.
    pub fn geonames(&self) -> &'l str {
        self.text(Field::Geonames)
    }
    /// ISO 3166 code of the place itself, may be empty.
    pub fn iso3166(&self) -> &'l str {
        self.text(Field::Iso3166)
    }
    /// Roles, joined by `|`.
    pub fn roles(&self) -> &'l str {
        self.text(Field::Roles)
    }
    /// Id of the country or government that a building stands for.
    pub fn stands_for(&self) -> &'l str {
        self.text(Field::StandsFor)
    }
    /// `FROM|TO` of an office, ISO dates, either may be empty; empty when neither is given.
    pub fn validity(&self) -> &'l str {
        self.text(Field::Validity)
    }
    /// Whether its time holds a day; dates are compared as far as they are given, and a day that is not known is held by all.
    pub fn is_good_on(&self, day: Option<&str>) -> bool {
        let (Some((from, to)), Some(day)) = (self.validity().split_once('|'), day) else { return true };
        let as_far = |date: &str| day.get(..date.len()).unwrap_or(day);
        (from.is_empty() || as_far(from) >= from) && (to.is_empty() || as_far(to) <= to)
    }
    /// Context words it needs, joined by `|`.
    pub fn requires(&self) -> &'l str {
        self.text(Field::Requires)
    }
    /// Context words that rule it out, joined by `|`.
    pub fn forbids(&self) -> &'l str {
        self.text(Field::Forbids)
    }
    /// `m`, `f` or none.
    pub fn gender(&self) -> Option<char> {
        match self.layer.entry(self.number, Field::Flags) >> 8 & 0xff {
            1 => Some('m'),
            2 => Some('f'),
            _ => None,
        }
    }
    /// The row says that this string is no name here.
    pub fn is_blocked(&self) -> bool {
        self.layer.entry(self.number, Field::Flags) >> 16 & 1 == 1
    }
    /// File and line it comes from.
    pub fn source(&self) -> (&'l str, u32) {
        let file = self.layer.entry(self.number, Field::File) as usize;
        (self.layer.tables.files.get(file).map_or("", String::as_str), self.layer.entry(self.number, Field::Line))
    }
}

/// What the surface of the words followed so far looks like.
#[derive(Clone, Copy)]
struct Surface {
    words: usize,
    capital: bool,
    upper: bool,
}

/// Where words are followed from.
struct Start {
    walk: Walk,
    /// How many words that walk has covered.
    covered: usize,
}

impl Start {
    /// Behind the mark of keys that are no names.
    fn behind(layer: &Layer, mark: u8) -> Option<Self> {
        layer.step(layer.root(), mark).map(|walk| Self { walk, covered: 0 })
    }
}

/// Follows `words` through the names of a layer and calls `end` wherever a key ends.
fn follow<'t>(layer: &Layer, start: Start, words: impl Iterator<Item = &'t str>, end: &mut impl FnMut(Surface, u32)) {
    let Start { mut walk, covered } = start;
    let mut surface = Surface { words: 0, capital: false, upper: true };
    let mut folded = String::new();
    for word in words {
        surface.words += 1;
        if is_hyphen(word) {
            // keys hold no hyphens; a name neither starts nor ends with one
            if surface.words == 1 {
                return;
            }
            continue;
        }
        if surface.words == 1 {
            surface.capital = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        } else if surface.words < covered {
            return;
        } else if surface.words > covered {
            match layer.step(walk, b' ') {
                Some(next) => walk = next,
                None => return,
            }
        }
        surface.upper &= !word.chars().any(char::is_lowercase);
        if surface.words < covered {
            continue;
        }
        if surface.words > covered {
            match feed(layer, walk, word, &mut folded) {
                Some(next) => walk = next,
                None => return,
            }
        }
        if let Some(postings) = layer.end(walk) {
            end(surface, postings);
        }
    }
}

fn is_hyphen(word: &str) -> bool {
    matches!(word, "-" | "‐" | "‑" | "–")
}

fn feed(layer: &Layer, mut walk: Walk, word: &str, folded: &mut String) -> Option<Walk> {
    if word.is_ascii() {
        for byte in word.bytes().filter(|byte| *byte != b'.') {
            walk = layer.step(walk, byte.to_ascii_lowercase())?;
        }
        return Some(walk);
    }
    folded.clear();
    fold_into(word, folded);
    for byte in folded.bytes() {
        walk = layer.step(walk, byte)?;
    }
    Some(walk)
}

fn collect_phrases(layer: &Layer, number: usize, surface: Surface, postings: u32, found: &mut Vec<Hit<Sense>>) {
    for posting in layer.postings(postings) {
        if let Some((class, flags, value, _)) = read_sense(layer.sense(posting)) {
            let sense = Sense { class, flags, layer: number as u8, value };
            found.push(Hit { words: surface.words, what: sense });
        }
    }
}

/// Candidates whose case rule the surface keeps.
fn collect(layer: &Layer, number: usize, surface: Surface, postings: u32, found: &mut Vec<Hit<Candidate>>) {
    for posting in layer.postings(postings) {
        let fits = match posting >> 29 {
            CASE_UPPER => surface.upper,
            CASE_CAPITAL => surface.capital,
            CASE_TITLE => surface.capital && !surface.upper,
            CASE_LOWER => !surface.capital,
            _ => true,
        };
        if !fits {
            continue;
        }
        let kind = match posting >> 24 & 0x1f {
            0 => CandidateKind::Name,
            1 => CandidateKind::Alias,
            2 => CandidateKind::Demonym,
            _ => CandidateKind::Variant,
        };
        let entry = EntryId((number as u32) << LAYER_SHIFT | posting & 0x00ff_ffff);
        found.push(Hit { words: surface.words, what: Candidate { entry, kind } });
    }
}

fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Every gazetteer file of a folder, as the compiler wants them.
///
/// # Errors
/// When a file cannot be read or is not UTF-8.
pub fn read_folder(folder: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name().follow_links(true) {
        let entry = entry.with_context(|| format!("{}: cannot be read", folder.display()))?;
        let name = entry.file_name().to_string_lossy();
        if !entry.file_type().is_file() || !(name.ends_with(".tsv") || name.ends_with(".toml")) {
            continue;
        }
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let path = path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let text = std::fs::read_to_string(entry.path())
            .with_context(|| format!("{}: cannot be read as UTF-8", entry.path().display()))?;
        sources.push(Source { path, text });
    }
    Ok(sources)
}
