//! Sentences, their groups and who does what in them.

use super::*;
use crate::article::Article;
use crate::document;
use crate::mention;

/// Reads a text and hands document and clauses to a check.
fn with(text: &str, check: impl FnOnce(&Document, &Clauses)) {
    let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
    let article = Article { text: text.to_owned(), ..Article::default() };
    let document = document::segment(&article, &lexicon);
    let mentions = mention::find(&document, &lexicon);
    let clauses = parse(&document, &mentions, &lexicon);
    check(&document, &clauses);
}

/// "subject / verb / object" of every verb group.
fn read(document: &Document, clauses: &Clauses) -> Vec<String> {
    let words =
        |id: Option<NounId>| id.and_then(|id| clauses.noun(id)).map_or("-", |noun| document.words(&noun.tokens));
    clauses
        .verbs
        .iter()
        .map(|verb| format!("{} / {} / {}", words(verb.subject), document.words(&verb.tokens), words(verb.object)))
        .collect()
}

#[track_caller]
fn says(text: &str, wanted: &[&str]) {
    with(text, |document, clauses| {
        let found = read(document, clauses);
        for line in wanted {
            assert!(
                found.iter().any(|found| found == line),
                "{text}\nwanted {line}\nfound {found:#?}\ntags {:?}",
                clauses.tags
            );
        }
    });
}

#[test]
fn a_plain_clause_has_subject_and_object() {
    says("The rebels attacked the old village.", &["The rebels / attacked / the old village"]);
}

#[test]
fn auxiliaries_negation_and_adverbs_are_one_verb_group() {
    says("The minister did not comment on the arrest.", &["The minister / did not comment / -"]);
    says("The men have been illegally held since May.", &["The men / have been illegally held / -"]);
}

#[test]
fn a_participle_behind_a_comma_leaves_the_subject_to_the_main_verb() {
    says("The banker, considered a danger, was released.", &["The banker / was released / -"]);
}

#[test]
fn a_relative_clause_is_about_the_noun_before_it() {
    says(
        "The soldiers who attacked the village were arrested.",
        &["The soldiers / attacked / the village", "The soldiers / were arrested / -"],
    );
}

#[test]
fn an_infinitive_takes_subject_or_object_as_its_own_subject() {
    says("The army vowed to release the prisoners.", &["The army / to release / the prisoners"]);
    says("The minister urged the army to release the prisoners.", &["the army / to release / the prisoners"]);
}

#[test]
fn joined_verbs_share_their_subject() {
    says(
        "The blogger was arrested and sentenced to six years.",
        &["The blogger / was arrested / -", "The blogger / sentenced / -"],
    );
}

#[test]
fn dashes_do_not_part_a_verb_from_its_phrases() {
    with(
        "The envoy visited the general - a friend of the president who is under sanctions - in the capital.",
        |document, clauses| {
            let visited = clauses.verbs.first().expect("a verb");
            assert_eq!(document.words(&visited.tokens), "visited");
            let phrases: Vec<&str> =
                clauses.phrases_of_verb(VerbId(0), 0).map(|phrase| document.words(&phrase.preposition)).collect();
            assert_eq!(phrases, ["in"]);
        },
    );
}

#[test]
fn a_content_clause_has_its_own_subject() {
    says(
        "The general said the soldiers attacked the village.",
        &["the soldiers / attacked / the village", "The general / said / -"],
    );
}

#[test]
fn a_possessor_is_a_part_of_the_group() {
    with("The minister's criticism of the court drew applause.", |document, clauses| {
        let groups: Vec<&str> = clauses.nouns.iter().map(|noun| document.words(&noun.tokens)).collect();
        assert_eq!(groups, ["The minister's criticism", "the court", "applause"], "{:?}", clauses.tags);
        let possessor = clauses.nouns[0].possessor.clone().unwrap_or_else(|| panic!("{:?}", clauses.tags));
        assert_eq!(document.words(&possessor), "minister");
    });
}
