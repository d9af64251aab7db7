//! What speaks for two events being one, and how much: `gazetteers/merge.tsv`, looked up once.

use super::digest::hash32;
use crate::lexicon::Lexicon;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Every weight by the part of its name that is fixed.
pub(super) struct Weights<'l> {
    lexicon: &'l Lexicon,
    pub(super) threshold: f32,
    pub(super) threshold_same_article: f32,
    pub(super) link: f32,
    pub(super) story: f32,
    pub(super) story_pair: f32,
    pub(super) type_same: f32,
    pub(super) type_other: f32,
    pub(super) main: f32,
    pub(super) main_other_story: f32,
    pub(super) trigger: f32,
    pub(super) date_day: f32,
    pub(super) date_near: f32,
    pub(super) date_coarse: f32,
    pub(super) place_city: f32,
    pub(super) place_area: f32,
    pub(super) place_country: f32,
    pub(super) place_other_country: f32,
    pub(super) participant: f32,
    pub(super) participant_other_role: f32,
    pub(super) participant_country: f32,
    pub(super) participant_conflict: f32,
    pub(super) count_same: f32,
    pub(super) count_small: f32,
    pub(super) count_overlap: f32,
    pub(super) count_conflict: f32,
    pub(super) evidence: f32,
    pub(super) copy: f32,
    pub(super) story_alike: f32,
    pub(super) story_same_article: f32,
    pub(super) story_person: f32,
    pub(super) story_person_conflict: f32,
    pub(super) story_person_other: f32,
    pub(super) story_number: f32,
    pub(super) story_number_conflict: f32,
    pub(super) story_year_conflict: f32,
    pub(super) story_days: f32,
    pub(super) term: Terms,
    pub(super) rarity: Rarity,
    /// By type: the number of its blocking group.
    groups: HashMap<u32, u32>,
    /// Pairs of types that may tell one happening.
    types: HashSet<(u32, u32)>,
    /// By role.
    roles: HashMap<u32, f32>,
    /// By type: the role that must agree.
    needs: HashMap<u32, u32>,
}

/// What words weigh in the likeness of two articles.
pub(super) struct Terms {
    pub(super) word: f32,
    pub(super) number: f32,
    pub(super) person: f32,
    pub(super) organization: f32,
    pub(super) place: f32,
    pub(super) country: f32,
    pub(super) other: f32,
    pub(super) body: f32,
    pub(super) cap: f32,
    pub(super) floor: f32,
}

/// How rare names of a kind are, to begin with.
pub(super) struct Rarity {
    pub(super) person: f32,
    pub(super) organization: f32,
    pub(super) place: f32,
    pub(super) facility: f32,
    pub(super) country: f32,
    pub(super) other: f32,
}

/// The names of all weights that are asked for, with the frames of a lexicon.
pub fn names(lexicon: &Lexicon) -> BTreeSet<String> {
    let names = RefCell::new(BTreeSet::new());
    let _ = Weights::asked(lexicon, |name| {
        names.borrow_mut().insert(name.to_owned());
        0.0
    });
    names.into_inner()
}

impl<'l> Weights<'l> {
    /// Where they are from.
    pub(super) const fn lexicon(&self) -> &'l Lexicon {
        self.lexicon
    }

    pub(super) fn new(lexicon: &'l Lexicon) -> Self {
        Self::asked(lexicon, |name| lexicon.weight(name))
    }

    /// All of them from who knows them.
    fn asked(lexicon: &'l Lexicon, weight: impl Fn(&str) -> f32) -> Self {
        let mut groups = HashMap::new();
        let mut types = HashSet::new();
        let mut roles = BTreeMap::new();
        let mut needs = HashMap::new();
        let frames: Vec<&crate::lexicon::Frame> = lexicon
            .frame_kinds()
            .enumerate()
            .filter_map(|(at, _)| lexicon.frame(crate::lexicon::FrameId(at as u16)))
            .collect();
        for frame in &frames {
            let kind = hash32(&frame.kind);
            groups.insert(kind, hash32(&frame.group));
            for role in &frame.roles {
                roles.entry(role.name.as_str()).or_insert_with(|| weight(&format!("role:{}", role.name)));
                if weight(&format!("needs:{}.{}", frame.kind, role.name)) > 0.0 {
                    needs.insert(kind, hash32(&role.name));
                }
            }
            for other in &frames {
                if weight(&format!("types:{}+{}", frame.kind, other.kind)) > 0.0 {
                    let other = hash32(&other.kind);
                    types.insert((kind.min(other), kind.max(other)));
                }
            }
        }
        let plain = weight("role");
        let roles = roles.into_iter().filter(|(_, weight)| *weight != 0.0).map(|(name, weight)| (hash32(name), weight));
        Self {
            lexicon,
            threshold: weight("threshold"),
            threshold_same_article: weight("threshold:same_article"),
            link: weight("link"),
            story: weight("story"),
            story_pair: weight("story_pair"),
            type_same: weight("type:same"),
            type_other: weight("type:other"),
            main: weight("main"),
            main_other_story: weight("main:other_story"),
            trigger: weight("trigger"),
            date_day: weight("date:day"),
            date_near: weight("date:near"),
            date_coarse: weight("date:coarse"),
            place_city: weight("place:city"),
            place_area: weight("place:area"),
            place_country: weight("place:country"),
            place_other_country: weight("place:other_country"),
            participant: weight("participant"),
            participant_other_role: weight("participant:other_role"),
            participant_country: weight("participant:country"),
            participant_conflict: weight("participant:conflict"),
            count_same: weight("count:same"),
            count_small: weight("count:small"),
            count_overlap: weight("count:overlap"),
            count_conflict: weight("count:conflict"),
            evidence: weight("evidence"),
            copy: weight("copy"),
            story_alike: weight("story:alike"),
            story_same_article: weight("story:same_article"),
            story_person: weight("story:person"),
            story_person_conflict: weight("story:person_conflict"),
            story_person_other: weight("story:person_other"),
            story_number: weight("story:number"),
            story_number_conflict: weight("story:number_conflict"),
            story_year_conflict: weight("story:year_conflict"),
            story_days: weight("story:days"),
            term: Terms {
                word: weight("term:word"),
                number: weight("term:number"),
                person: weight("term:person"),
                organization: weight("term:organization"),
                place: weight("term:place"),
                country: weight("term:country"),
                other: weight("term:other"),
                body: weight("term:body"),
                cap: weight("term:cap"),
                floor: weight("term:floor"),
            },
            rarity: Rarity {
                person: weight("rarity:person"),
                organization: weight("rarity:organization"),
                place: weight("rarity:place"),
                facility: weight("rarity:facility"),
                country: weight("rarity:country"),
                other: weight("rarity:other"),
            },
            groups,
            types,
            // a role that is not listed weighs what `role` says
            roles: roles.chain([(0, plain)]).collect(),
            needs,
        }
    }

    /// The blocking group of a type; a type without a frame is a group of its own.
    pub(super) fn group(&self, kind: u32) -> u32 {
        self.groups.get(&kind).copied().unwrap_or(kind)
    }

    /// Whether two types may tell one happening.
    pub(super) fn may_be_one(&self, a: u32, b: u32) -> bool {
        self.types.contains(&(a.min(b), a.max(b)))
    }

    pub(super) fn role(&self, role: u32) -> f32 {
        self.roles.get(&role).or_else(|| self.roles.get(&0)).copied().unwrap_or(1.0)
    }

    /// The role that two events of this type must agree on.
    pub(super) fn need(&self, kind: u32) -> Option<u32> {
        self.needs.get(&kind).copied()
    }

    /// How much a word tells by being rare: nothing for the most frequent, about ten for those in no list.
    pub(super) fn rareness(&self, folded: &str) -> f32 {
        let [lower, title, upper] = self.lexicon.frequency(self.lexicon.word(folded));
        let frequency = f32::from(lower.max(title).max(upper));
        (self.term.cap - frequency.max(self.term.floor)).max(0.0)
    }

    /// The same, from 0 to 1.
    pub(super) fn share(&self, folded: &str) -> f32 {
        self.rareness(folded) / (self.term.cap - self.term.floor).max(1.0)
    }

    /// Whether the word stands more often in lower case than with a capital: as part of a name it says little.
    pub(super) fn is_common(&self, folded: &str) -> bool {
        let [lower, title, _] = self.lexicon.frequency(self.lexicon.word(folded));
        lower > title
    }
}
