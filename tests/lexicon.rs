//! The lexicon and its layers.

use dateline::lexicon::{Class, Lexicon};
use std::fs;

#[test]
fn a_layer_adds_to_the_words_below_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("event")).unwrap();
    let frame = "type = \"ship_seizure\"\n[[role]]\nname = \"object\"\nkinds = [\"vehicle\"]\n[[trigger]]\nverbs = [\"seize\"]\nobject = \"object\"\n";
    fs::write(folder.path().join("event/ship_seizure.toml"), frame).unwrap();
    let mut lexicon = Lexicon::built_in().unwrap();
    let before = lexicon.triggers(lexicon.word("seized")).count();
    let frequency = lexicon.frequency(lexicon.word("seized"));
    lexicon.add_layer(folder.path()).unwrap();
    let word = lexicon.word("seized");
    assert_eq!(lexicon.triggers(word).count(), before + 1);
    assert_eq!(lexicon.frequency(word), frequency);
    let verb = lexicon.sense(word, Class::Verb).expect("it is still a verb");
    assert_eq!(lexicon.cell(verb, 0), "seize");
    assert!(lexicon.frame_kinds().any(|kind| kind == "ship_seizure"));
}

#[test]
fn a_frame_of_the_same_type_takes_the_place_of_the_one_below() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("event")).unwrap();
    let frame = "type = \"arrest\"\n[[role]]\nname = \"patient\"\nkinds = [\"person\"]\n[[trigger]]\nverbs = [\"collar\"]\nobject = \"patient\"\n";
    fs::write(folder.path().join("event/arrest.toml"), frame).unwrap();
    let mut lexicon = Lexicon::built_in().unwrap();
    lexicon.add_layer(folder.path()).unwrap();
    let kinds = |word: &str| -> Vec<String> {
        let found = lexicon.triggers(lexicon.word(word)).map(|begun| begun.id.frame);
        found.filter_map(|frame| lexicon.frame_kinds().nth(frame as usize).map(str::to_owned)).collect()
    };
    assert_eq!(kinds("collared"), ["arrest"]);
    assert!(!kinds("arrested").contains(&"arrest".to_owned()));
}

#[test]
fn faults_in_a_layer_are_told_with_file_line_and_column() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("place")).unwrap();
    fs::write(folder.path().join("place/towns.tsv"), "id\tname\tlat\nt:1\tUlmenau\t12,5\nt:1\tAhrweil\t91\n").unwrap();
    let mut lexicon = Lexicon::built_in().unwrap();
    let message = lexicon.add_layer(folder.path()).unwrap_err().to_string();
    assert!(message.contains("place/towns.tsv:2:13: lat: `12,5` is not a number"), "{message}");
    assert!(message.contains("place/towns.tsv:3:1: id: `t:1` stands already in place/towns.tsv:2"), "{message}");
    assert!(message.contains("place/towns.tsv:3:13: lat: `91` is beyond 90 degrees"), "{message}");
}
