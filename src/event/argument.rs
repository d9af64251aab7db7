//! Arguments: a trigger and the sense of a frame it may have; who fills which role, and whether the sense can stand.
//!
//! In: a trigger mention, the clauses. Out: a [`Candidate`] with its fillers and a score, or none when the frame rules the sense out. Voice, slots and kinds only;
//! polarity, time and place come after.

use super::scene::Scene;
use crate::clause::{Bond, Form, Kind, NounId, Phrase, Tag, VerbGroup, VerbId, Voice};
use crate::document::{Shape, Token, TokenIndex, ZoneKind};
use crate::lexicon::{Class, Frame, FrameId, Role, Trigger, TriggerId, TriggerPart};
use crate::mention::{NameType, Reading};
use std::ops::Range;

/// A trigger read in one sense of a frame.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'l> {
    pub(super) frame: FrameId,
    pub(super) block: &'l Trigger,
    pub(super) part: TriggerPart,
    /// The trigger's words, together.
    pub(super) tokens: Range<TokenIndex>,
    /// The words that stand apart behind its object: "dead" in "left 30 people dead".
    pub(super) rest: Option<Range<TokenIndex>>,
    /// Its verb, or the head of its noun.
    pub(super) head: TokenIndex,
    pub(super) verb: Option<VerbId>,
    pub(super) noun: Option<NounId>,
    /// The verb that lends its subject, tense and polarity.
    pub(super) light: Option<VerbId>,
    pub(super) fillers: Vec<Filler<'l>>,
    /// A noun that only fills a role of another trigger: "lifted the ban".
    pub(super) bare: bool,
    pub(super) score: f32,
}

/// Words that fill a role.
#[derive(Clone, Debug)]
pub(super) struct Filler<'l> {
    pub(super) role: &'l str,
    pub(super) tokens: Range<TokenIndex>,
    pub(super) head: TokenIndex,
    pub(super) noun: Option<NounId>,
    pub(super) slot: Slot,
    pub(super) weak: bool,
}

/// Where a filler stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Subject,
    Object,
    Indirect,
    Complement,
    Preposition,
}

/// How well a filler fits what is wanted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    No,
    Maybe,
    Yes,
}

struct Reader<'s, 'a> {
    scene: &'s Scene<'a>,
    frame: &'a Frame,
    block: &'a Trigger,
    sentence: u32,
    title: bool,
    fillers: Vec<Filler<'a>>,
    penalty: f32,
}

/// Reads a trigger in one of its senses.
pub(super) fn read<'a>(
    scene: &Scene<'a>,
    id: TriggerId,
    tokens: &Range<TokenIndex>,
    rest: Option<&Range<TokenIndex>>,
    sentence: u32,
) -> Option<Candidate<'a>> {
    let frame = scene.lexicon.frame(FrameId(id.frame))?;
    let (block, words) = scene.lexicon.trigger(id)?;
    let zone = scene.document.sentences.get(sentence as usize).map_or(ZoneKind::Body, |sentence| sentence.zone);
    let last =
        scene.document.sentences.get(sentence as usize).map_or(0, |sentence| sentence.tokens.end.saturating_sub(1));
    let mut reader = Reader {
        scene,
        frame,
        block,
        sentence,
        title: zone == ZoneKind::Title && scene.document.word(last) != ".",
        fillers: Vec::new(),
        penalty: 0.0,
    };
    if reader.is_refused(tokens, rest) || !reader.has_context(id) {
        return None;
    }
    let mut candidate = Candidate {
        frame: FrameId(id.frame),
        block,
        part: id.part,
        tokens: tokens.clone(),
        rest: rest.cloned(),
        head: tokens.start,
        verb: None,
        noun: None,
        light: None,
        fillers: Vec::new(),
        bare: false,
        score: 0.0,
    };
    match id.part {
        TriggerPart::Verb => reader.verb(&mut candidate, words, rest)?,
        TriggerPart::Noun => reader.noun(&mut candidate)?,
        TriggerPart::Adjective => reader.adjective(&mut candidate)?,
        TriggerPart::State => reader.state(&mut candidate)?,
    }
    reader.meets_needs()?;
    let prior = if block.prior > 0.0 { block.prior } else { 1.0 };
    let length = words.split(' ').count() as f32 - 1.0;
    let filled = reader.fillers.iter().filter(|filler| !filler.weak).count().min(3) as f32;
    candidate.score = prior + 0.6 * length + 0.2 * filled - reader.penalty;
    candidate.fillers = reader.fillers;
    Some(candidate)
}

impl<'a> Reader<'_, 'a> {
    // ---- words around ---------------------------------------------------------------------------------------------------------------

    fn is_refused(&self, tokens: &Range<TokenIndex>, rest: Option<&Range<TokenIndex>>) -> bool {
        let end = rest.map_or(tokens.end, |rest| rest.end);
        self.block.refuse_before.iter().any(|words| self.scene.stands_before(words, tokens.start))
            || self.scene.one_stands_at(&self.block.refuse_after, end)
            || rest.is_some() && self.scene.one_stands_at(&self.block.refuse_after, tokens.end)
    }

    fn has_context(&self, id: TriggerId) -> bool {
        let Some(context) = self.scene.lexicon.context(id) else { return true };
        let document = self.scene.document;
        let Some(sentence) = document.sentences.get(self.sentence as usize) else { return true };
        let mut tokens = sentence.tokens.clone();
        // a hyphen before a phrase does not count
        let may_begin = |token: Token| context.may_begin(token.word) || token.has(Shape::HYPHEN);
        tokens.clone().any(|at| context.has(document.token(at).word))
            || !context.phrases().is_empty()
                && tokens.any(|at| may_begin(document.token(at)) && self.scene.one_stands_at(context.phrases(), at))
    }

    // ---- verbs ------------------------------------------------------------------------------------------------------------------------

    fn verb(&mut self, candidate: &mut Candidate<'a>, words: &str, rest: Option<&Range<TokenIndex>>) -> Option<()> {
        let scene = self.scene;
        let at = candidate.tokens.start;
        let tag = scene.clauses.tag(at);
        if tag == Tag::Adjective && !words.contains(' ') {
            self.modifier(candidate, at)?;
            self.companions(candidate);
            return Some(());
        }
        if !tag.is_verb() && tag != Tag::Auxiliary {
            return None;
        }
        let id = scene.verb_headed(at).or_else(|| self.hyphened(candidate))?;
        let verb = scene.clauses.verb(id)?;
        candidate.verb = Some(id);
        // "a boat carrying migrants capsized off Tunis": the particle is another verb's
        if rest.is_some_and(|rest| scene.verbs_between(at, rest.start) > 0) {
            return None;
        }
        let words_end = rest.map_or(candidate.tokens.end, |rest| rest.end);
        // the object of "fire on", "take part in" stands behind the last word
        let last = words_end - 1;
        let open = words.contains(' ') && scene.clauses.tag(last) == Tag::Preposition;
        let inner = |noun: NounId| {
            scene.clauses.noun(noun).is_some_and(|group| {
                words.contains(' ')
                    && (at + 1..words_end).contains(&group.head)
                    && rest.is_none_or(|rest| rest.contains(&group.head))
            })
        };
        let subject = verb.subject.filter(|subject| !inner(*subject));
        let object = verb.object.filter(|object| !inner(*object));
        let passive = match verb.voice {
            Voice::Passive => true,
            Voice::Open => self.is_headline_passive(id),
            Voice::Active => false,
        };
        if passive && self.block.object.is_empty() && !open {
            return None;
        }
        if passive {
            self.fill_slot(Slot::Object, &self.block.object, subject)?;
            if !self.block.indirect.is_empty() || self.block.object.is_empty() {
                self.fill_slot(Slot::Indirect, &self.block.indirect, object).unwrap_or(());
            }
        } else {
            if !self.noun_owner(id) {
                self.fill_slot(Slot::Subject, &self.block.subject, subject)?;
            }
            if open {
                let behind = scene.clauses.noun_at(words_end);
                self.fill_slot(Slot::Object, &self.block.object, behind)?;
            } else {
                self.fill_slot(Slot::Object, &self.block.object, object)?;
            }
            if let Some(indirect) = verb.indirect.filter(|indirect| !inner(*indirect)) {
                self.fill_slot(Slot::Indirect, &self.block.indirect, Some(indirect)).unwrap_or(());
            }
        }
        if let Some(below) = verb.complement.and_then(|below| scene.clauses.verb(below))
            && !self.block.indirect.is_empty()
            && below.form == Form::Finite
            && below.modal.is_none()
            && self.is_base_form(below.head)
        {
            // "demanded that Hamas renounce": who is to do it is the one addressed
            self.fill_slot(Slot::Indirect, &self.block.indirect, below.subject).unwrap_or(());
        }
        if words.contains(' ') && !open && verb.object.is_some_and(inner) {
            // "lay siege to the town", "take control of the port": what hangs on the noun inside
            self.noun_phrases(verb.object, words_end);
            self.fill_slot(Slot::Object, &self.block.inside, verb.object).unwrap_or(());
            self.object_before(verb.object, rest);
        }
        if !passive {
            self.owner(object);
        }
        self.complement(id, verb.complement, words_end);
        let phrases: Vec<&Phrase> = scene.clauses.phrases_of_verb(id, self.sentence).collect();
        for phrase in phrases {
            if phrase.preposition.start >= at && phrase.preposition.end <= words_end {
                continue;
            }
            // "armed men on motorbikes attacked": about its subject
            if phrase.noun.is_some() && phrase.preposition.end <= verb.tokens.start {
                continue;
            }
            if self.is_low(phrase, object) {
                continue;
            }
            self.phrase(phrase, passive);
        }
        self.companions(candidate);
        Some(())
    }

    /// "fled their homes in Goma", "sanctioned firms over sales to Taiwan": the phrase tells of the noun before it.
    fn is_low(&self, phrase: &Phrase, object: Option<NounId>) -> bool {
        let scene = self.scene;
        let Some(noun) = phrase.noun else { return false };
        let normal = scene.preposition(&phrase.preposition);
        let role = self.block.prepositions.get(normal);
        let place = role.is_some_and(|role| self.frame.roles.iter().any(|known| known.place && known.name == *role));
        if Some(noun) == object && place && matches!(normal, "in" | "at") {
            return true;
        }
        let above = scene
            .clauses
            .noun(noun)
            .filter(|group| group.kind == Kind::Event && group.tokens.end == phrase.preposition.start);
        let above = above.and_then(|group| group.phrase).and_then(|phrase| scene.clauses.phrases.get(phrase as usize));
        above.is_some_and(|above| {
            matches!(scene.preposition(&above.preposition), "over" | "for" | "about" | "of")
                && matches!(normal, "to" | "from" | "between" | "against" | "on")
        })
    }

    /// "took 17 sailors hostage": the object that the trigger's last noun has drawn into its group.
    fn object_before(&mut self, noun: Option<NounId>, rest: Option<&Range<TokenIndex>>) {
        let scene = self.scene;
        let (Some(group), Some(rest)) = (noun.and_then(|noun| scene.clauses.noun(noun)), rest) else { return };
        let Some(head) = rest.start.checked_sub(1).filter(|head| group.tokens.contains(head)) else { return };
        if self.token_kind(rest.end.saturating_sub(1)) != Kind::Person {
            return;
        }
        if matches!(scene.clauses.tag(head), Tag::Noun | Tag::Name | Tag::Number) && self.block.inside.is_empty() {
            let kind = self.token_kind(head);
            if self.suits_object(head, kind) && self.suits_role(&self.block.object, kind, false) {
                self.push(&self.block.object, group.tokens.start..rest.start, head, None, Slot::Object, false);
            }
        }
    }

    /// Who else it happened to: "freed along with Kovacs, including a blogger", "those freed include Kovacs", "Kovacs was among those freed".
    fn companions(&mut self, candidate: &Candidate) {
        let scene = self.scene;
        let passive =
            candidate.verb.is_none_or(|verb| scene.clauses.verb(verb).is_some_and(|verb| verb.voice != Voice::Active));
        let slot = if passive { Slot::Object } else { Slot::Subject };
        let role = if passive { self.block.object.as_str() } else { self.block.subject.as_str() };
        let Some(filler) = self.fillers.iter().find(|filler| filler.role == role) else { return };
        let role = filler.role;
        let Some(noun) = filler.noun else { return };
        let mut found: Vec<NounId> = Vec::new();
        if let Some(verb) = candidate.verb {
            let phrases = scene
                .clauses
                .phrases_of_verb(verb, self.sentence)
                .filter(|phrase| phrase.preposition.start > candidate.head);
            for phrase in phrases {
                let normal = scene.preposition(&phrase.preposition);
                let along = normal == "with" && phrase.preposition.len() > 1;
                if normal == "including" || along && !self.block.prepositions.contains_key(normal) {
                    found.extend(phrase.object);
                }
            }
        }
        let Some(group) = scene.clauses.noun(noun) else { return };
        if let Some(verb) = group.subject_of.and_then(|verb| scene.clauses.verb(verb))
            && scene.cue(scene.lexicon.word(scene.verb_lemma(verb.head)), "member").is_some()
        {
            found.extend(verb.object);
        }
        if let Some(phrase) = group.phrase.and_then(|phrase| scene.clauses.phrases.get(phrase as usize))
            && scene.preposition(&phrase.preposition) == "among"
            && let Some(verb) = phrase.verb.and_then(|verb| scene.clauses.verb(verb))
            && verb.copula
        {
            found.extend(verb.subject);
        }
        for noun in found {
            self.fill_slot(slot, role, Some(noun)).unwrap_or(());
        }
    }

    /// A subjunctive is a base form: "that Hamas renounce".
    fn is_base_form(&self, at: TokenIndex) -> bool {
        let token = self.scene.document.token(at);
        self.scene.lexicon.grammar(token.word).verb & 1 != 0
    }

    /// "Lukashenko's claim of winning", "her plan to run": the owner of the noun is the one who acts.
    fn noun_owner(&mut self, id: VerbId) -> bool {
        let scene = self.scene;
        let Some(verb) = scene.clauses.verb(id) else { return false };
        let owner = verb
            .noun
            .filter(|_| verb.form != Form::Finite)
            .and_then(|noun| scene.clauses.noun(noun))
            .and_then(|noun| noun.possessor.clone());
        let Some(owner) = owner else { return false };
        let Some(head) = owner.end.checked_sub(1) else { return false };
        let kind = self.token_kind(head);
        if !self.suits_subject(head, kind) || !self.suits_role(&self.block.subject, kind, true) {
            return false;
        }
        self.push(&self.block.subject, owner, head, None, Slot::Subject, false);
        true
    }

    /// "re-elected": the verb group begins at the second part.
    fn hyphened(&self, candidate: &Candidate) -> Option<VerbId> {
        (candidate.tokens.len() > 1).then(|| self.scene.verb_headed(candidate.tokens.end - 1)).flatten()
    }

    /// "14 killed in blast": a bare past form whose subject undergoes, because nothing follows that could.
    fn is_headline_passive(&self, id: VerbId) -> bool {
        let scene = self.scene;
        let Some(verb) = scene.clauses.verb(id) else { return false };
        if verb.object.is_some() || self.block.object.is_empty() {
            return false;
        }
        let number = verb
            .subject
            .and_then(|subject| scene.clauses.noun(subject))
            .is_some_and(|subject| scene.clauses.tag(subject.head) == Tag::Number);
        let next = verb.tokens.end;
        let phrase = scene.clauses.tag(next) == Tag::Preposition;
        let by = phrase && scene.preposition(&(next..next + 1)) == "by";
        let object_needed = self.block.object_kinds.iter().any(|kind| kind == "person")
            || self.block.needs.iter().any(|need| need == "object");
        by || number && object_needed
            || self.title
                && (phrase
                    || matches!(
                        scene.clauses.tag(next),
                        Tag::Stop | Tag::Comma | Tag::Other | Tag::Time | Tag::Subordinator
                    ))
                && object_needed
    }

    /// "the released detainees": the noun behind is what the participle's object would be.
    fn modifier(&mut self, candidate: &mut Candidate<'a>, at: TokenIndex) -> Option<()> {
        let scene = self.scene;
        let flags = scene.lexicon.grammar(scene.document.token(at).word).verb;
        // only past participles; an -ing form is an adjective like any other
        if flags & 8 == 0 || self.block.object.is_empty() {
            return None;
        }
        let noun = scene.clauses.noun_at(at)?;
        candidate.noun = Some(noun);
        self.fill_slot(Slot::Object, &self.block.object, Some(noun))?;
        self.fillers.iter().any(|filler| filler.slot == Slot::Object).then_some(())?;
        self.penalty += 0.3;
        Some(())
    }

    fn complement(&mut self, id: VerbId, below: Option<VerbId>, words_end: TokenIndex) {
        if self.block.complement.is_empty() {
            return;
        }
        let scene = self.scene;
        let Some(below) = below.and_then(|below| scene.clauses.verb(below)) else { return };
        let start = below
            .opener
            .as_ref()
            .map(|opener| opener.end)
            .or(below
                .subject
                .filter(|_| below.form == Form::Finite)
                .and_then(|subject| scene.clauses.noun(subject))
                .map(|subject| subject.tokens.start))
            .unwrap_or(below.tokens.start)
            .max(words_end);
        let _ = id;
        let end = self.clause_end(below.tokens.end.max(start + 1));
        self.push(&self.block.complement, start..end, below.head, None, Slot::Complement, false);
        self.within(below, end);
    }

    /// "threatened to attack Serbia", "to break relations with Russia": the first person, organization or place that the complement acts on.
    fn within(&mut self, below: &VerbGroup, end: TokenIndex) {
        let scene = self.scene;
        let role = &self.block.within;
        if role.is_empty() || below.form == Form::Finite || self.fillers.iter().any(|filler| filler.role == role) {
            return;
        }
        let (from, sentence) = (below.head, self.sentence);
        let groups = scene.clauses.sentences.get(sentence as usize).map_or(0..0, |groups| groups.nouns.clone());
        let acted_on = groups
            .map(NounId)
            .filter(|noun| scene.clauses.noun(*noun).is_some_and(|group| group.head > from && group.tokens.end <= end));
        let named = |noun: &NounId| {
            let agent =
                matches!(scene.kind(*noun), Kind::Person | Kind::Organization | Kind::Place | Kind::Nationality);
            agent && scene.clauses.noun(*noun).is_some_and(|group| scene.entity_at(group.head).is_some())
        };
        let Some(noun) = acted_on.take(6).find(named) else { return };
        self.fill_slot(Slot::Preposition, role, Some(noun)).unwrap_or(());
    }

    /// "rejected a US offer", "rejected calls by the rulers", "accepted demands from the rebels": whose the object is.
    fn owner(&mut self, object: Option<NounId>) {
        let role = &self.block.owner;
        let Some(noun) = object.filter(|_| !role.is_empty()) else { return };
        let scene = self.scene;
        let Some(group) = scene.clauses.noun(noun) else { return };
        // "demanded his release": whom it is to happen to is not asked
        let undergone = scene.triggers_at(group.head).any(|(_, block)| {
            !block.nouns.is_empty() && !block.possessor.is_empty() && block.possessor != block.subject
        });
        let phrases = scene.clauses.phrases_of_noun(noun, self.sentence);
        let by = phrases.filter(|phrase| matches!(scene.preposition(&phrase.preposition), "by" | "from"));
        let by: Vec<NounId> = by.filter_map(|phrase| phrase.object).collect();
        for owner in by {
            self.fill_slot(Slot::Preposition, role, Some(owner)).unwrap_or(());
        }
        if undergone {
            return;
        }
        let possessor = group.possessor.clone().filter(|possessor| !possessor.is_empty());
        let first = possessor.as_ref().map_or(group.tokens.start, |possessor| possessor.end);
        let nation = (first..group.head).find(|at| {
            scene.clauses.tag(*at) == Tag::Name
                && matches!(self.token_kind(*at), Kind::Nationality | Kind::Place | Kind::Organization)
        });
        let owner = possessor.or_else(|| scene.covering(nation?).map(|(_, mention)| mention.tokens.clone()));
        let Some(owner) = owner else { return };
        let head = owner.end - 1;
        if self.suits_role(role, self.token_kind(head), true) {
            self.push(role, owner, head, None, Slot::Preposition, false);
        }
    }

    /// Where a clause ends, for a filler that is one.
    fn clause_end(&self, from: TokenIndex) -> TokenIndex {
        let scene = self.scene;
        let end = scene.document.sentences.get(self.sentence as usize).map_or(from, |sentence| sentence.tokens.end);
        (from..end.min(from + 40))
            .find(|at| {
                matches!(scene.clauses.tag(*at), Tag::Stop | Tag::Comma | Tag::Quote | Tag::Dash)
                    || self.is_outer(from, *at)
            })
            .unwrap_or(end.min(from + 40))
    }

    /// "accused of bribing a judge | was acquitted": a finite verb that hangs on none of the clause that began before `from`.
    fn is_outer(&self, from: TokenIndex, at: TokenIndex) -> bool {
        let scene = self.scene;
        if !matches!(scene.clauses.tag(at), Tag::Verb | Tag::Auxiliary | Tag::Modal) {
            return false;
        }
        let Some(verb) = scene.clauses.verb_at(at).and_then(|id| scene.clauses.verb(id)) else { return false };
        let own = scene.clauses.verb_before(from, self.sentence);
        verb.tokens.start == at
            && verb.form == Form::Finite
            && verb.bond == Bond::Main
            && verb.subject.and_then(|subject| scene.clauses.noun(subject)).is_some_and(|noun| noun.tokens.end <= from)
            && own.is_some()
    }

    // ---- nouns ------------------------------------------------------------------------------------------------------------------------

    fn noun(&mut self, candidate: &mut Candidate<'a>) -> Option<()> {
        let scene = self.scene;
        let last = candidate.tokens.end - 1;
        let tag = scene.clauses.tag(last);
        if !matches!(tag, Tag::Noun | Tag::Name) {
            return None;
        }
        let noun = scene.clauses.noun_at(last)?;
        let group = scene.clauses.noun(noun)?;
        candidate.noun = Some(noun);
        candidate.head = last;
        let in_possessor = group.possessor.as_ref().is_some_and(|possessor| possessor.contains(&last));
        if group.head != last || in_possessor {
            // "the attack helicopter", "strike leaders": not the happening itself, unless what it modifies is one
            return None;
        }
        let of = group.of;
        let before = self.fillers.len();
        if let Some(of) = of {
            let role = if self.block.of.is_empty() { self.block.prepositions.get("of") } else { Some(&self.block.of) };
            if let Some(role) = role {
                self.fill_slot(Slot::Object, role, Some(of))?;
            }
        }
        let of_filled = self.fillers.len() > before;
        self.possessor(noun, candidate.tokens.start, of_filled)?;
        self.modifiers(noun, candidate.tokens.start)?;
        self.noun_phrases(Some(noun), candidate.tokens.end);
        self.governor(candidate, noun);
        Some(())
    }

    /// "Lukashenko's release", "his arrest": whom it happens to, or who does it when another says whom.
    fn possessor(&mut self, noun: NounId, start: TokenIndex, of_filled: bool) -> Option<()> {
        let scene = self.scene;
        let Some(possessor) = scene.clauses.noun(noun).and_then(|group| group.possessor.clone()) else {
            return Some(());
        };
        if possessor.end > start || possessor.is_empty() {
            return Some(());
        }
        let head = possessor.end - 1;
        // "Sunday's election"
        if scene.clauses.tag(head) == Tag::Time {
            return Some(());
        }
        let role = if of_filled && self.block.of == self.block.possessor && !self.is_reciprocal() {
            &self.block.subject
        } else {
            &self.block.possessor
        };
        if role.is_empty() {
            return Some(());
        }
        let kind = self.token_kind(head);
        if !self.suits_role(role, kind, true) {
            return Some(());
        }
        if *role == self.block.object && !self.suits_object(head, kind) {
            return None;
        }
        let slot = if *role == self.block.subject && *role != self.block.object { Slot::Subject } else { Slot::Object };
        self.push(role, possessor, head, None, slot, false);
        Some(())
    }

    /// "Kellogg meeting", "prisoner release", "Israeli strike": names and nouns before the trigger in its group.
    fn modifiers(&mut self, noun: NounId, start: TokenIndex) -> Option<()> {
        let scene = self.scene;
        let Some(group) = scene.clauses.noun(noun) else { return Some(()) };
        let first = group.possessor.as_ref().map_or(group.tokens.start, |possessor| possessor.end + 1);
        let mut at = start;
        let mut nearest = true;
        while at > first {
            at -= 1;
            let tag = scene.clauses.tag(at);
            let (tokens, kind) = match tag {
                Tag::Name => {
                    let Some((_, mention)) = scene.covering(at) else { continue };
                    at = mention.tokens.start.max(first);
                    (mention.tokens.clone(), self.token_kind(at))
                }
                // "border summit", "lake talks": a place without a name does not take part
                Tag::Noun if self.is_reciprocal() && matches!(self.token_kind(at), Kind::Place | Kind::Facility) => {
                    break;
                }
                Tag::Noun if nearest && self.token_kind(at) != Kind::Unknown => (at..at + 1, self.token_kind(at)),
                Tag::Hyphen | Tag::Adjective => continue,
                _ => break,
            };
            nearest = false;
            // "an Israeli airstrike", "a US raid", but "the Kabul bombing"
            let nation = match kind {
                Kind::Nationality | Kind::Organization => true,
                Kind::Place => self.block.possessor != self.block.subject || self.is_country(at),
                _ => false,
            };
            let acts = nation
                && !self.block.subject.is_empty()
                && self.block.modifier != self.block.subject
                && self.block.object != self.block.subject;
            let role = if acts && self.suits_role(&self.block.subject, kind, true) {
                &self.block.subject
            } else {
                &self.block.modifier
            };
            if role.is_empty() || !self.suits_role(role, kind, false) {
                continue;
            }
            let object = *role == self.block.object || *role == self.block.of;
            if object && kind != Kind::Nationality && !self.suits_object(tokens.end - 1, kind) {
                return None;
            }
            let slot = if object { Slot::Object } else { Slot::Subject };
            self.push(role, tokens.clone(), tokens.end - 1, None, slot, false);
        }
        Some(())
    }

    /// Phrases behind a noun.
    fn noun_phrases(&mut self, noun: Option<NounId>, from: TokenIndex) {
        let Some(noun) = noun else { return };
        let phrases: Vec<&Phrase> = self.scene.clauses.phrases_of_noun(noun, self.sentence).collect();
        for phrase in phrases {
            if phrase.preposition.start + 1 < from {
                continue;
            }
            if self.scene.preposition(&phrase.preposition) == "of"
                && phrase.noun == Some(noun)
                && !self.block.of.is_empty()
            {
                if !self.fillers.iter().any(|filler| filler.role == self.block.of) {
                    self.fill_slot(Slot::Object, &self.block.of, phrase.object).unwrap_or(());
                }
                continue;
            }
            self.phrase(phrase, true);
        }
    }

    /// The verb that a noun trigger is subject or object of, when that verb only says that it happened.
    fn governor(&mut self, candidate: &mut Candidate<'a>, noun: NounId) {
        let scene = self.scene;
        let Some(group) = scene.clauses.noun(noun) else { return };
        let behind = group.phrase.and_then(|phrase| scene.clauses.phrases.get(phrase as usize)).and_then(|phrase| {
            // "led to arrests", "took part in the protest": the verb with its preposition is the light one
            let verb = scene.clauses.verb(phrase.verb?)?;
            (phrase.preposition.start == verb.tokens.end).then_some(phrase.verb?)
        });
        // "gave Malawi 12 million dollars of aid": what is measured is what is given
        let measured = || {
            let phrase = scene.clauses.phrases.get(group.phrase? as usize)?;
            let measure = phrase.noun.filter(|_| scene.preposition(&phrase.preposition) == "of")?;
            let measure = scene.clauses.noun(measure)?;
            matches!(measure.kind, Kind::Money | Kind::Measure).then_some(measure.object_of).flatten()
        };
        let of_measure = measured();
        let Some(id) = group.object_of.or(group.subject_of).or(of_measure).or(behind) else { return };
        let Some(verb) = scene.clauses.verb(id) else { return };
        // "called the vote a farce"
        if verb.indirect == Some(noun) && self.block.indirect.is_empty() {
            return;
        }
        let by_phrase = group.object_of.is_none() && group.subject_of.is_none() && of_measure.is_none();
        if by_phrase
            && scene.lexicon.sense(scene.document.token(verb.head).word, Class::LightVerb).is_some()
            && scene.light_phrase(verb.head).is_none()
        {
            return;
        }
        let lemma = scene.verb_lemma(verb.head);
        let listed = self.block.light.iter().any(|light| light.split(' ').next() == Some(lemma));
        let light = if by_phrase { scene.light_phrase(verb.head) } else { scene.light(verb.head) };
        if !(listed && !by_phrase) && light.is_none() {
            return;
        }
        candidate.light = Some(id);
        let undergoes = light == Some("undergo") && !listed;
        // "the raid sparked protests": what brings it about takes no part in it, but for the role of causes
        let causes = light == Some("cause") && !listed;
        let cause = || self.frame.roles.iter().find(|role| matches!(role.name.as_str(), "cause" | "reason"));
        if (group.object_of.or(of_measure).is_some() || by_phrase) && verb.voice != Voice::Passive {
            let role = if undergoes { &self.block.object } else { &self.block.subject };
            let role = if role.is_empty() && undergoes { &self.block.of } else { role };
            let role = if causes { cause().map_or("", |role| role.name.as_str()) } else { role.as_str() };
            if !role.is_empty() && !self.fillers.iter().any(|filler| filler.role == role && !self.is_reciprocal()) {
                self.fill_slot(Slot::Subject, role, verb.subject).unwrap_or(());
            }
        }
        // "the strike hit a school"
        let target = if self.block.object.is_empty() { &self.block.of } else { &self.block.object };
        if listed && group.subject_of == Some(id) && verb.voice != Voice::Passive && !target.is_empty() {
            self.fill_slot(Slot::Object, target, verb.object).unwrap_or(());
        }
        // "gave the government aid"
        if group.object_of.or(of_measure).is_some() && !self.block.indirect.is_empty() {
            self.fill_slot(Slot::Indirect, &self.block.indirect, verb.indirect).unwrap_or(());
        }
        let phrases: Vec<&Phrase> = scene
            .clauses
            .phrases_of_verb(id, self.sentence)
            .filter(|phrase| phrase.preposition.start > verb.head)
            .collect();
        for phrase in phrases {
            self.phrase(phrase, verb.voice == Voice::Passive);
        }
    }

    // ---- adjectives and states --------------------------------------------------------------------------------------------------------

    /// "The group said that the army must leave": who says it asks it of the subject.
    fn modal(&mut self, candidate: &mut Candidate<'a>) -> Option<()> {
        let scene = self.scene;
        let at = candidate.tokens.start;
        let verb = scene.clauses.verb(scene.clauses.verb_at(at)?)?;
        let above = verb.parent.filter(|_| verb.modal == Some(at) && verb.bond == Bond::Complement)?;
        let says = scene.clauses.verb(above)?;
        if !scene.document.token(says.head).is(Class::Reporting) {
            return None;
        }
        candidate.verb = Some(above);
        self.fill_slot(Slot::Subject, &self.block.subject, says.subject)?;
        self.fill_slot(Slot::Object, &self.block.object, verb.subject)?;
        let end = self.clause_end(verb.tokens.end);
        self.push(&self.block.complement, verb.tokens.start..end, verb.head, None, Slot::Complement, false);
        Some(())
    }

    fn adjective(&mut self, candidate: &mut Candidate<'a>) -> Option<()> {
        let scene = self.scene;
        if scene.clauses.tag(candidate.tokens.start) == Tag::Modal {
            return self.modal(candidate);
        }
        let last = candidate.tokens.end - 1;
        let copula = self.copula_before(candidate.tokens.start);
        let noun = scene.clauses.noun_at(last);
        let heads = noun
            .and_then(|noun| scene.clauses.noun(noun))
            .is_none_or(|group| group.head == last || group.tokens.end == last + 1);
        if !heads {
            return None;
        }
        let verb = copula?;
        candidate.verb = Some(verb);
        candidate.head = last;
        let group = scene.clauses.verb(verb)?;
        let subject = if group.copula {
            group.subject
        } else {
            group
                .object
                .filter(|object| {
                    scene.clauses.noun(*object).is_some_and(|object| object.tokens.end <= candidate.tokens.start)
                })
                .or(group.subject)
        };
        self.fill_slot(Slot::Subject, &self.block.subject, subject)?;
        self.fill_phrases_behind(verb, candidate.tokens.end);
        Some(())
    }

    /// The form of be, remain, leave … that a predicate stands behind.
    fn copula_before(&self, at: TokenIndex) -> Option<VerbId> {
        let scene = self.scene;
        let id = scene.clauses.verb_before(at, self.sentence)?;
        let verb = scene.clauses.verb(id)?;
        let near = at.saturating_sub(verb.tokens.end) <= 3 || !verb.copula && at.saturating_sub(verb.tokens.end) <= 8;
        let fits = verb.copula || self.is_state_verb(verb.head);
        (near && fits).then_some(id)
    }

    /// remain, stay, keep …: verbs that say a state goes on.
    fn is_state_verb(&self, at: TokenIndex) -> bool {
        let scene = self.scene;
        let lemma = scene.lexicon.word(scene.verb_lemma(at));
        scene.cue(lemma, "state").is_some()
    }

    fn state(&mut self, candidate: &mut Candidate<'a>) -> Option<()> {
        let scene = self.scene;
        let start = candidate.tokens.start;
        candidate.head = candidate.tokens.end - 1;
        if let Some(verb) = self.copula_before(start) {
            let group = scene.clauses.verb(verb)?;
            candidate.verb = Some(verb);
            self.fill_slot(Slot::Subject, &self.block.subject, group.subject)?;
            self.fill_phrases_behind(verb, candidate.tokens.end);
            return self.fillers.iter().any(|filler| filler.slot == Slot::Subject).then_some(());
        }
        // "Lukashenko, in power since 1994": directly behind a noun group
        let before = if matches!(scene.clauses.tag(start.saturating_sub(1)), Tag::Comma | Tag::Adverb) {
            start.saturating_sub(2)
        } else {
            start.saturating_sub(1)
        };
        let noun = scene.clauses.noun_at(before)?;
        candidate.noun = Some(noun);
        self.fill_slot(Slot::Subject, &self.block.subject, Some(noun))?;
        self.penalty += 0.2;
        self.fillers.iter().any(|filler| filler.slot == Slot::Subject).then_some(())
    }

    fn fill_phrases_behind(&mut self, verb: VerbId, from: TokenIndex) {
        let phrases: Vec<&Phrase> = self
            .scene
            .clauses
            .phrases_of_verb(verb, self.sentence)
            .filter(|phrase| phrase.preposition.start >= from)
            .collect();
        for phrase in phrases {
            self.phrase(phrase, true);
        }
    }

    // ---- slots ------------------------------------------------------------------------------------------------------------------------

    fn is_country(&self, at: TokenIndex) -> bool {
        let entity = self.scene.entity_at(at).and_then(|entity| self.scene.entities.get(entity));
        entity.is_some_and(crate::entity::Entity::is_country)
    }

    fn is_reciprocal(&self) -> bool {
        !self.block.subject.is_empty()
            && (self.block.subject == self.block.object || self.block.possessor == self.block.subject)
    }

    /// Fills a role with a noun group and its companions; none when the frame rules out this sense.
    fn fill_slot(&mut self, slot: Slot, role: &'a str, noun: Option<NounId>) -> Option<()> {
        let scene = self.scene;
        let Some(noun) = noun else { return Some(()) };
        let group = scene.clauses.noun(noun)?;
        let kind = scene.kind(noun);
        match slot {
            Slot::Object if !self.suits_object(group.head, kind) => return None,
            Slot::Subject if !self.suits_subject(group.head, kind) => return None,
            _ => {}
        }
        if role.is_empty() {
            return Some(());
        }
        if group.pronoun && scene.document.cell(group.head, Class::Pronoun, 0, scene.lexicon) == Some("reciprocal") {
            // "accused each other": whoever does it
            let own: Vec<Filler> = self.fillers.iter().filter(|filler| filler.slot == Slot::Subject).cloned().collect();
            self.fillers.extend(own.into_iter().map(|filler| Filler { role, slot, ..filler }));
            return Some(());
        }
        for member in scene.clauses.members(noun).take(8) {
            // members before the one that was found stand in other phrases
            if member < noun {
                continue;
            }
            let Some(group) = scene.clauses.noun(member) else { continue };
            if !self.suits_role(role, scene.kind(member), group.pronoun) || self.is_expletive(group.head) {
                continue;
            }
            // "his wife, Sviatlana": the name says who it is
            let name = group.apposition.filter(|name| {
                scene.clauses.tag(group.head) != Tag::Name
                    && scene.clauses.noun(*name).is_some_and(|apposed| {
                        scene.clauses.tag(apposed.head) == Tag::Name
                            && scene.entity_at(apposed.head) != scene.entity_at(group.head)
                    })
            });
            self.push_group(role, name.unwrap_or(member), slot);
        }
        Some(())
    }

    fn is_expletive(&self, at: TokenIndex) -> bool {
        self.scene.document.cell(at, Class::Pronoun, 0, self.scene.lexicon) == Some("expletive")
    }

    fn push_group(&mut self, role: &'a str, noun: NounId, slot: Slot) {
        let Some(group) = self.scene.clauses.noun(noun) else { return };
        let tokens = self.scene.bare(noun);
        self.push(role, tokens, group.head, Some(noun), slot, false);
    }

    fn push(
        &mut self,
        role: &'a str,
        tokens: Range<TokenIndex>,
        head: TokenIndex,
        noun: Option<NounId>,
        slot: Slot,
        weak: bool,
    ) {
        if role.is_empty() || role == "place" || role == "time" || tokens.is_empty() {
            return;
        }
        if self.fillers.iter().any(|filler| filler.role == role && filler.head == head) {
            return;
        }
        self.fillers.push(Filler { role, tokens, head, noun, slot, weak });
    }

    /// A prepositional phrase, by the longest preposition that the frame lists.
    fn phrase(&mut self, phrase: &'a Phrase, passive: bool) {
        let scene = self.scene;
        let normal = scene.preposition(&phrase.preposition);
        let mut role = "";
        let mut longest = 0;
        for (words, wanted) in &self.block.prepositions {
            let literal = scene.stands_at(words, phrase.preposition.start);
            let length = if literal { words.split(' ').count() + 1 } else { usize::from(words == normal) };
            if length > longest {
                longest = length;
                role = wanted;
            }
        }
        // "arrived for talks": an aim, no place
        if normal == "for"
            && self.frame.roles.iter().any(|known| known.place && known.name == role)
            && phrase.object.is_some_and(|object| scene.kind(object) == Kind::Event)
        {
            return;
        }
        let mut slot = Slot::Preposition;
        if longest == 0 && normal == "by" && passive {
            role = if self.block.by.is_empty() { &self.block.subject } else { &self.block.by };
            slot = Slot::Subject;
        }
        if longest == 0 && normal == "with" && self.is_reciprocal() {
            role = &self.block.subject;
        }
        if role.is_empty() || role == "place" || role == "time" {
            return;
        }
        // "arrived for talks": an aim, no place
        let place = self.frame.roles.iter().any(|known| known.place && known.name == role);
        if place && normal == "for" && phrase.object.is_some_and(|object| scene.kind(object) == Kind::Event) {
            return;
        }
        if role == self.block.object {
            slot = Slot::Object;
        }
        let extra = longest.saturating_sub(1) as u32;
        let object = if extra > phrase.preposition.len() as u32 {
            scene.clauses.noun_at(phrase.preposition.start + extra)
        } else {
            phrase.object
        };
        if let Some(object) = object {
            let fits = self.fill_slot(slot, role, Some(object));
            if fits.is_none() {
                self.penalty += 0.3;
            }
            return;
        }
        if let Some(gerund) = phrase.gerund.and_then(|gerund| scene.clauses.verb(gerund))
            && self.suits_role(role, Kind::Event, false)
        {
            let end = self.clause_end(gerund.tokens.end);
            self.push(role, gerund.tokens.start..end, gerund.head, None, slot, true);
        }
    }

    fn token_kind(&self, at: TokenIndex) -> Kind {
        let scene = self.scene;
        if let Some((_, mention)) = scene.mention_at(at)
            && let Reading::Name(name) = &mention.reading
        {
            return if name.demonym && name.kind != NameType::Person {
                Kind::Nationality
            } else {
                Kind::of_name(name.kind)
            };
        }
        if let Some(entity) = scene.entity_at(at).and_then(|entity| scene.entities.get(entity)) {
            return Kind::of_name(entity.kind);
        }
        let token = scene.document.token(at);
        if token.is(Class::Pronoun) || token.is(Class::Possessive) {
            return Kind::Unknown;
        }
        match scene.lexicon.sense(token.word, Class::Noun) {
            Some(sense) => Kind::of_class(scene.lexicon.cell(sense, 0)),
            None if token.is(Class::Role) => Kind::Person,
            None => Kind::Unknown,
        }
    }

    fn suits_role(&self, role: &str, kind: Kind, pronoun: bool) -> bool {
        let Some(role) = self.frame.roles.iter().find(|known: &&Role| known.name == role) else { return true };
        match fit(&role.kinds, kind) {
            Fit::Yes => true,
            Fit::Maybe => true,
            Fit::No => pronoun && kind == Kind::Unknown,
        }
    }

    fn suits_object(&mut self, head: TokenIndex, kind: Kind) -> bool {
        if self.scene.is_headed_by(head, &self.block.refuse_objects) {
            return false;
        }
        match fit(&self.block.object_kinds, kind) {
            Fit::Yes => true,
            Fit::Maybe => {
                self.penalty += 0.15;
                true
            }
            Fit::No => false,
        }
    }

    fn suits_subject(&mut self, head: TokenIndex, kind: Kind) -> bool {
        if self.scene.is_headed_by(head, &self.block.refuse_subjects) {
            return false;
        }
        match fit(&self.block.subject_kinds, kind) {
            Fit::Yes => true,
            Fit::Maybe => {
                self.penalty += 0.15;
                true
            }
            Fit::No => false,
        }
    }

    /// Whether the kind of a filler is told, and one of those wanted.
    fn is_known(&self, filler: &Filler, kinds: &[String]) -> bool {
        let kind = filler.noun.map_or_else(|| self.token_kind(filler.head), |noun| self.scene.kind(noun));
        fit(kinds, kind) == Fit::Yes
    }

    fn meets_needs(&self) -> Option<()> {
        for need in &self.block.needs {
            let met = match need.as_str() {
                "object" => self.fillers.iter().any(|filler| filler.slot == Slot::Object),
                "subject" => self.fillers.iter().any(|filler| filler.slot == Slot::Subject),
                "prepositions" => self.fillers.iter().any(|filler| filler.slot == Slot::Preposition),
                "complement" => self.fillers.iter().any(|filler| filler.slot == Slot::Complement),
                "any" => true,
                "known_object" => self
                    .fillers
                    .iter()
                    .any(|filler| filler.slot == Slot::Object && self.is_known(filler, &self.block.object_kinds)),
                need => self.fillers.iter().any(|filler| {
                    let kinds = |name| self.frame.roles.iter().find(|role| role.name == name).map(|role| &role.kinds);
                    filler.role == need
                        || need
                            .strip_prefix("known_")
                            .filter(|name| *name == filler.role)
                            .and_then(kinds)
                            .is_some_and(|kinds| self.is_known(filler, kinds))
                }),
            };
            if !met {
                return None;
            }
        }
        Some(())
    }
}

/// Whether a kind is one of those wanted; an empty list wants anything.
fn fit(wanted: &[String], kind: Kind) -> Fit {
    if wanted.is_empty() {
        return Fit::Yes;
    }
    let mut best = Fit::No;
    for wanted in wanted {
        let fit = match (wanted.as_str(), kind) {
            ("any" | "content", _) => Fit::Yes,
            (_, Kind::Unknown) => Fit::Maybe,
            ("person", Kind::Person | Kind::Nationality)
            | ("organization", Kind::Organization)
            | ("place", Kind::Place | Kind::Nationality)
            | ("facility", Kind::Facility)
            | ("nationality", Kind::Nationality)
            | ("weapon", Kind::Weapon)
            | ("vehicle", Kind::Vehicle)
            | ("money", Kind::Money | Kind::Measure)
            | ("law" | "document", Kind::Law | Kind::Document)
            | ("office", Kind::Office | Kind::Person)
            | ("crime", Kind::Crime | Kind::Event)
            | ("penalty", Kind::Penalty | Kind::Time | Kind::Measure)
            | ("illness", Kind::Illness)
            | ("event", Kind::Event | Kind::Crime | Kind::Illness) => Fit::Yes,
            (
                "thing",
                Kind::Thing
                | Kind::Document
                | Kind::Weapon
                | Kind::Vehicle
                | Kind::Animal
                | Kind::Body
                | Kind::Illness
                | Kind::Money,
            ) => Fit::Yes,
            ("thing" | "event" | "crime" | "law" | "office" | "penalty" | "document", Kind::Abstract) => Fit::Maybe,
            ("person" | "organization", Kind::Document | Kind::Office) => Fit::No,
            _ => Fit::No,
        };
        best = best.max(fit);
    }
    best
}
