//! What a word can be: the classes of `gazetteers/word/*.tsv` and of the other folders, and the columns of their files.

/// A set of [`Class`]es, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassSet(pub u64);

impl ClassSet {
    /// The closed classes: words that belong to no noun phrase by themselves, wherever they stand.
    pub const CLOSED: ClassSet = ClassSet(0)
        .with(Class::Determiner)
        .with(Class::Pronoun)
        .with(Class::Possessive)
        .with(Class::Preposition)
        .with(Class::Conjunction)
        .with(Class::Subordinator)
        .with(Class::Auxiliary)
        .with(Class::Modal)
        .with(Class::Relative)
        .with(Class::Negation);

    /// Whether `class` is in the set.
    pub const fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u64) != 0
    }

    /// Whether the two sets share a class.
    pub const fn any(self, other: ClassSet) -> bool {
        self.0 & other.0 != 0
    }

    /// The set without `class`.
    #[must_use]
    pub const fn without(self, class: Class) -> Self {
        Self(self.0 & !(1 << class as u64))
    }

    /// The set with `class` in it.
    #[must_use]
    pub const fn with(self, class: Class) -> Self {
        Self(self.0 | (1 << class as u64))
    }
}

/// What a word can be in a sentence, over all its senses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grammar {
    /// Verb forms that it can be: the bits VB 1, VBZ 2, VBD 4, VBN 8, VBG 16.
    pub verb: u8,
    bits: u8,
}

impl Grammar {
    pub(super) const NOUN_TRIGGER: u8 = 1;
    pub(super) const ROLE: u8 = 2;
    pub(super) const ADJECTIVE_TRIGGER: u8 = 4;
    pub(super) const FINITE_AUXILIARY: u8 = 8;

    pub(super) const fn new(verb: u8, bits: u8) -> Self {
        Self { verb, bits }
    }

    /// What either can be.
    pub(super) const fn or(self, other: Self) -> Self {
        Self { verb: self.verb | other.verb, bits: self.bits | other.bits }
    }

    /// A noun that may tell an event.
    pub const fn is_noun_trigger(self) -> bool {
        self.bits & Self::NOUN_TRIGGER != 0
    }

    /// A predicate that may tell an event: dead, homeless.
    pub const fn is_adjective_trigger(self) -> bool {
        self.bits & Self::ADJECTIVE_TRIGGER != 0
    }

    /// A finite form of an auxiliary: is, had, does.
    pub const fn is_finite_auxiliary(self) -> bool {
        self.bits & Self::FINITE_AUXILIARY != 0
    }

    /// A role of people; "former" and "acting" only go before one.
    pub const fn is_role(self) -> bool {
        self.bits & Self::ROLE != 0
    }
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $stem:literal [$($column:literal),*];)*) => {
        /// One class of words. The file `gazetteers/word/STEM.tsv` (or the folder named in the table of `gazetteers/README.md`) lists its members.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Class { $($(#[$doc])* $name),* }

        impl Class {
            /// Every class, in the order of the bits.
            pub const ALL: &[Class] = &[$(Class::$name),*];

            /// The stem of the file that lists the class.
            pub const fn stem(self) -> &'static str {
                match self { $(Class::$name => $stem),* }
            }

            /// The columns after the word itself, in the order of [`crate::lexicon::Lexicon::cell`].
            pub const fn columns(self) -> &'static [&'static str] {
                match self { $(Class::$name => &[$($column),*]),* }
            }
        }
    };
}

classes! {
    /// January … December; cell 0: 1..12.
    Month = "months" ["value"];
    /// Monday … Sunday; cells: 1..7, `plural`.
    Weekday = "weekdays" ["value", "number"];
    /// Number words; cells: value, kind, max.
    Numeral = "numerals" ["value", "kind", "max"];
    /// Phrases that bound a count; cells: mod, side.
    Quantifier = "quantifiers" ["value", "side"];
    /// Units of measure; cells: unit, dimension, factor to SI, SI unit.
    Unit = "units" ["value", "dimension", "factor", "si"];
    /// Currency symbols, codes and nouns; cells: ISO 4217 code, kind.
    Currency = "currencies" ["value", "kind"];
    /// Units of time; cells: TIMEX3 duration, granularity, `plural`.
    TimeUnit = "time_units" ["value", "granularity", "number"];
    /// today, now, noon …; cells: value, kind.
    TimeWord = "time_words" ["value", "kind"];
    /// last, next, ago, early …; cells: value, kind.
    TimeModifier = "time_modifiers" ["value", "kind"];
    /// morning … night; cell 0: TIMEX3 code.
    PartOfDay = "parts_of_day" ["value"];
    /// Seasons; cell 0: TIMEX3 code.
    Season = "seasons" ["value"];
    /// Holidays; cell 0: the rule of its date.
    Holiday = "holidays" ["value"];
    /// Time zones; cell 0: offset from UTC.
    TimeZone = "timezones" ["value"];
    /// Words that end with a point of their own; cell 0: kind.
    Abbreviation = "abbreviations" ["kind"];
    /// Determiners; cell 0: features.
    Determiner = "function/determiner" ["value"];
    /// Pronouns; cell 0: person, number, gender.
    Pronoun = "function/pronoun" ["value"];
    /// Possessive determiners and the clitic 's; cell 0: features.
    Possessive = "function/possessive" ["value"];
    /// Prepositions; cells: the one it stands for, what may follow it in a time.
    Preposition = "function/preposition" ["value", "leads_to"];
    /// Coordinating conjunctions.
    Conjunction = "function/conjunction" ["value"];
    /// Subordinating conjunctions.
    Subordinator = "function/subordinator" ["value"];
    /// Forms of be, have, do, get, become; cell 0: lemma and tense.
    Auxiliary = "function/auxiliary" ["value"];
    /// Modal verbs.
    Modal = "function/modal" ["value"];
    /// Adverbs; cell 0: kind.
    Adverb = "function/adverb" ["value"];
    /// Verb particles (up, off …).
    Particle = "function/particle" ["value"];
    /// Relative and question words.
    Relative = "function/relative" ["value"];
    /// Forms of verbs; cells: lemma, tags.
    Verb = "verb_forms" ["lemma", "tags"];
    /// Head nouns with a semantic class; cells: class, lemma.
    Noun = "nouns" ["value", "lemma"];
    /// Irregular plurals; cell 0: lemma.
    NounForm = "noun_forms" ["lemma"];
    /// Verbs of saying (every form); cells: kind, lemma.
    Reporting = "reporting_verbs" ["value", "lemma"];
    /// according to, citing …; cell 0: kind.
    ReportingPhrase = "reporting_phrases" ["value"];
    /// Media a person speaks through.
    Medium = "media" ["value"];
    /// Cues of modality; cells: modality, kind.
    Modality = "modality" ["value", "kind"];
    /// not, no, never …
    Negation = "negation" ["value"];
    /// Verbs that lend their subject to a noun (every form); cells: value, lemma.
    LightVerb = "light_verbs" ["value", "lemma"];
    /// Words that head a name; cells: type, position.
    Head = "heads" ["value", "position"];
    /// Inc, Jr …; cell 0: type.
    Suffix = "suffixes" ["value"];
    /// Lower-case parts of names; cell 0: type.
    NameParticle = "particles" ["value"];
    /// Page furniture; cell 0: line, prefix, or appendix (the heading of a section that is not the story).
    Furniture = "furniture" ["value"];
    /// Openings of credits and bylines; cell 0: kind.
    Credit = "credits" ["value"];
    /// Direction words.
    Direction = "directions" ["value"];
    /// Words that tell what an article is about; cell 0: the topic.
    Topic = "topics" ["value"];
    /// What verbs say of the names beside them (every form); cells: who does it, whom or what it is done to, what stands behind its preposition.
    Deed = "deeds" ["subject", "object", "behind"];
    /// Ends of words that tell what they name; cell 0: type.
    Ending = "endings" ["value"];
    /// Openings and closings of letters; cell 0: which.
    Greeting = "greetings" ["value"];
    /// Known name tokens; cells: kind, gender, weight.
    NameToken = "name/tokens" ["kind", "gender", "weight"];
    /// Spelling-variant groups; cell 0: the form that stands for the group.
    Variant = "name/groups" ["aliases"];
    /// Given-name equivalences and nicknames; cell 0: the form that stands for all.
    Equivalent = "name/equivalents" ["aliases"];
    /// Titles, offices, kinship …; cells: subtype, gender, relation type, name.
    Role = "role" ["subtype", "gender", "type", "name"];
    /// First words of event triggers, every form; the sense holds trigger numbers, not cells.
    Trigger = "event" [];
    /// A phrase of several words may start here.
    PhraseStart = "" [];
    /// A name of the gazetteers may start here.
    NameStart = "" [];
    /// A name of the gazetteers that needs no capital may start here.
    LowerNameStart = "" [];
    /// A name of the gazetteers may start here in another spelling.
    VariantStart = "" [];
}
