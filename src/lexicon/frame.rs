//! Event frames: kinds of events with their codes, roles and triggers, as written in `gazetteers/event/*.toml`.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Number of a [`Frame`] in the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameId(pub u16);

/// Which word of which trigger block: `frames[frame].trigger[block]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TriggerId {
    /// Frame number.
    pub frame: u16,
    /// Trigger block within the frame.
    pub block: u16,
    /// Which list of the block.
    pub part: TriggerPart,
    /// Position in that list.
    pub word: u16,
}

/// The list of a trigger block that a word stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TriggerPart {
    /// `verbs`
    Verb,
    /// `nouns`
    Noun,
    /// `adjectives`
    Adjective,
    /// `states`
    State,
}

/// One kind of event.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// Name of the type, e.g. `release`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Wave of the ontology, 1 to 3.
    #[serde(default)]
    pub wave: u8,
    /// Blocking group for merging.
    #[serde(default)]
    pub group: String,
    /// PLOVER event and mode, e.g. `RETREAT-release`; empty when there is none.
    #[serde(default)]
    pub plover: String,
    /// CAMEO code; empty when there is none.
    #[serde(default)]
    pub cameo: String,
    /// GDELT quad class, 1 to 4.
    #[serde(default)]
    pub quad: Option<u8>,
    /// `event` or `state`.
    #[serde(default = "event_aspect")]
    pub aspect: String,
    /// Types that this event is usually the means of.
    #[serde(default)]
    pub means_of: Vec<String>,
    /// What an organization does in this kind, it does where it is at home: "police in Lyon arrested".
    #[serde(default)]
    pub at_home: bool,
    /// Groups of events that do it too, without anybody's deed: what a quake did has no codes of an assault.
    #[serde(default)]
    pub befalls_in: Vec<String>,
    /// Roles, in the order of the file.
    #[serde(default, rename = "role")]
    pub roles: Vec<Role>,
    /// Trigger blocks.
    #[serde(default, rename = "trigger")]
    pub triggers: Vec<Trigger>,
    /// Sentences in which the frame must be found.
    #[serde(default, rename = "example")]
    pub examples: Vec<Example>,
    /// Sentences in which it must not be found.
    #[serde(default, rename = "counter_example")]
    pub counter_examples: Vec<CounterExample>,
}

fn event_aspect() -> String {
    "event".to_owned()
}

/// One role of a frame.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Name, e.g. `agent`.
    pub name: String,
    /// Kinds of fillers.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// May be filled more than once.
    #[serde(default)]
    pub many: bool,
    /// The count that a number in this argument fills.
    #[serde(default)]
    pub count: String,
    /// A place or building that fills it is where the event happens.
    #[serde(default)]
    pub place: bool,
    /// What fills it is what is said, agreed or refused, and is coded with the event whose role it is.
    #[serde(default)]
    pub content: bool,
    /// The role that fills this one when it belongs to the event's aim: who is demanded from is whom a protest is against.
    #[serde(default)]
    pub aim: String,
}

/// Words that trigger a frame and take their arguments alike.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Trigger {
    /// Verb lemmas; of several words the first is the verb.
    pub verbs: Vec<String>,
    /// Nouns in the singular.
    pub nouns: Vec<String>,
    /// Predicative words.
    pub adjectives: Vec<String>,
    /// Phrases that say a state.
    pub states: Vec<String>,
    /// Role of the active subject.
    pub subject: String,
    /// Role of the direct object.
    pub object: String,
    /// Role of the second object.
    pub indirect: String,
    /// Role of the noun in the trigger's own words: the diplomats of "expelled two diplomats".
    pub inside: String,
    /// Role of the complement clause.
    pub complement: String,
    /// Role by preposition.
    pub prepositions: BTreeMap<String, String>,
    /// Role of whose the object is: "rejected a US offer", "accepted demands from the rebels".
    pub owner: String,
    /// Role of whom or what the complement names first: "threatened to attack Serbia".
    pub within: String,
    /// Role of a noun's `of`.
    pub of: String,
    /// Role of a noun's possessor.
    pub possessor: String,
    /// Role of a noun's modifier.
    pub modifier: String,
    /// Role of a noun's `by`.
    pub by: String,
    /// Kinds the object must be, when present.
    pub object_kinds: Vec<String>,
    /// Kinds the subject must be, when present.
    pub subject_kinds: Vec<String>,
    /// Slots without which there is no event.
    pub needs: Vec<String>,
    /// Object heads that rule the sense out.
    pub refuse_objects: Vec<Phrase>,
    /// Subject heads that rule the sense out.
    pub refuse_subjects: Vec<Phrase>,
    /// Words directly before the trigger that rule it out.
    pub refuse_before: Vec<Phrase>,
    /// Words directly after it that rule it out.
    pub refuse_after: Vec<Phrase>,
    /// The sense needs one of these words in the sentence.
    pub context: Vec<String>,
    /// Verbs that take this noun as object and lend it their subject.
    pub light: Vec<String>,
    /// What the words themselves say of the event, when it is not `asserted`: an offer is `planned`.
    pub modality: String,
    /// Which sense wins when several fit; 0 reads as 1.
    pub prior: f32,
}

/// Words that stand one behind the other, with what every trigger asks of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Phrase {
    text: String,
    /// Its first letter, small.
    first: Option<u8>,
    tokens: u32,
    /// Where its last word begins.
    last: usize,
}

impl Phrase {
    /// As it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte that its text begins with, a small letter for a capital; most phrases are ruled out by it.
    pub const fn first(&self) -> Option<u8> {
        self.first
    }

    /// How many tokens it has: hyphens and clitics are tokens of their own.
    pub const fn tokens(&self) -> u32 {
        self.tokens
    }

    /// Its last word.
    pub fn last(&self) -> &str {
        self.text.get(self.last..).unwrap_or(&self.text)
    }

    /// The words before the last; none when it is the only one.
    pub fn lead(&self) -> Option<Phrase> {
        let lead = self.text.get(..self.last).filter(|lead| !lead.is_empty())?;
        Some(Phrase::from(lead.trim_end().to_owned()))
    }
}

impl From<String> for Phrase {
    fn from(text: String) -> Self {
        let words = text.split([' ', '-']).filter(|word| !word.is_empty()).count();
        let signs = text.bytes().filter(|byte| matches!(byte, b'-' | b'\'')).count();
        let last = text.rfind([' ', '-']).map_or(0, |at| at + 1);
        let first = text.as_bytes().first().map(u8::to_ascii_lowercase);
        Self { first, tokens: (words + signs) as u32, last, text }
    }
}

impl From<Phrase> for String {
    fn from(phrase: Phrase) -> Self {
        phrase.text
    }
}

/// A sentence in which the frame must be found, with what is to be found.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// The trigger as it stands there.
    pub trigger: String,
    /// Text of the argument by role.
    pub arguments: BTreeMap<String, StringOrList>,
    /// Place, if one is to be found.
    pub place: Option<String>,
    /// TIMEX text, if one is to be found.
    pub time: Option<String>,
    /// `negative` where it is.
    pub polarity: Option<String>,
    /// Modality where it is not `asserted`.
    pub modality: Option<String>,
    /// `state` where it is.
    pub aspect: Option<String>,
    /// Value by count.
    pub count: BTreeMap<String, f64>,
}

/// One text or several.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StringOrList {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// A sentence in which the frame must not be found.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CounterExample {
    /// The sentence.
    pub text: String,
}
