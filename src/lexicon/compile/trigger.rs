//! Triggers of frames: the first word of each, in all its forms, gets a sense that names the trigger.

use super::super::class::Class;
use super::super::frame::{Trigger, TriggerId, TriggerPart};
use super::{Compiler, SenseRow, key};
use crate::text::fold::fold;
use std::collections::BTreeSet;

impl Compiler {
    pub(super) fn add_triggers(&mut self) {
        let frames = std::mem::take(&mut self.frames);
        for (frame_number, frame) in frames.iter().enumerate() {
            for (block_number, block) in frame.triggers.iter().enumerate() {
                for part in [TriggerPart::Verb, TriggerPart::Noun, TriggerPart::Adjective, TriggerPart::State] {
                    for (number, word) in words_of(block, part).iter().enumerate() {
                        let id = TriggerId {
                            frame: frame_number as u16,
                            block: block_number as u16,
                            part,
                            word: number as u16,
                        };
                        self.add_trigger(id, word);
                    }
                }
            }
        }
        self.frames = frames;
    }

    /// The first token of a trigger, in all its forms, gets a sense that names the trigger.
    fn add_trigger(&mut self, id: TriggerId, word: &str) {
        let value = self.triggers.len() as u32;
        let key = key(word);
        let (first, rest) = key.split_once(' ').unwrap_or((&key, ""));
        let (first, rest) = (first.to_owned(), rest.to_owned());
        self.triggers.push((id, rest));
        if first.is_empty() {
            return;
        }
        let forms: BTreeSet<String> = match id.part {
            TriggerPart::Verb => self.forms_of(&first).into_iter().collect(),
            TriggerPart::Noun => std::iter::once(first.clone()).chain(self.plurals(&first, "")).collect(),
            TriggerPart::Adjective | TriggerPart::State => std::iter::once(first).collect(),
        };
        for form in forms {
            let row = self.words.entry(fold(&form)).or_default();
            row.classes = row.classes.with(Class::Trigger);
            row.senses.push(SenseRow { class: Class::Trigger, flags: id.part as u8, value });
        }
    }
}

fn words_of(block: &Trigger, part: TriggerPart) -> &[String] {
    match part {
        TriggerPart::Verb => &block.verbs,
        TriggerPart::Noun => &block.nouns,
        TriggerPart::Adjective => &block.adjectives,
        TriggerPart::State => &block.states,
    }
}
