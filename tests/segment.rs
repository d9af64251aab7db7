//! Sentences, zones and headers of articles.

use dateline::article::Article;
use dateline::document::{self, ZoneKind};
use dateline::lexicon::Lexicon;

fn article(text: &str) -> Article {
    Article { text: text.to_owned(), ..Article::default() }
}

fn sentences(text: &str, lexicon: &Lexicon) -> Vec<String> {
    let article = article(text);
    let document = document::segment(&article, lexicon);
    document.sentences.iter().map(|sentence| sentence.span.of(document.text).to_owned()).collect()
}

#[test]
fn sentences_end_where_a_reader_ends_them() {
    let lexicon = Lexicon::built_in().unwrap();
    let cases = include_str!("../fixtures/traps/sentences.txt");
    let mut wrong = Vec::new();
    let cases: Vec<&str> =
        cases.split("\n\n").map(str::trim).filter(|case| !case.is_empty() && !case.starts_with('#')).collect();
    for case in &cases {
        let wanted: Vec<&str> = case.lines().collect();
        let found = sentences(&wanted.join(" "), &lexicon);
        if found != wanted {
            wrong.push(format!("wanted {wanted:#?}\nfound {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn the_head_of_a_scraped_page_is_no_story() {
    let lexicon = Lexicon::built_in().unwrap();
    let text = "Ministers meet in Lagos over fuel\n\n2024-03-02 08:15:40World&Trade WRITTEN BY NEWS DESK\n\nThe ministers of five states met in Lagos on Saturday.\n\nRead more\n";
    let article = article(text);
    let document = document::segment(&article, &lexicon);
    let of = |span: Option<dateline::text::Span>| span.map(|span| span.of(text).to_owned());
    assert_eq!(of(document.header.title).as_deref(), Some("Ministers meet in Lagos over fuel"));
    assert_eq!(of(document.header.section).as_deref(), Some("World&Trade"));
    assert_eq!(of(document.header.byline).as_deref(), Some("WRITTEN BY NEWS DESK"));
    assert_eq!(document.published.as_ref().map(|published| published.value.as_str()), Some("2024-03-02T08:15:40"));
    assert!(document.zones.iter().any(|zone| zone.kind == ZoneKind::Furniture && zone.span.of(text) == "Read more"));
    let body: Vec<&str> =
        document.zones.iter().filter(|zone| zone.kind == ZoneKind::Body).map(|zone| zone.span.of(text)).collect();
    assert_eq!(body, ["The ministers of five states met in Lagos on Saturday."]);
}

#[test]
fn headings_and_appendices_of_a_wiki_page_are_no_story() {
    let lexicon = Lexicon::built_in().unwrap();
    let text = "A bomb killed two guards in Herat on 4 May 2016.\n== Attack ==\nA lorry stopped at the gate.\n== See also ==\n* 2014 Herat bombing\n* 2015 Herat bombing\n== Aftermath ==\nA curfew followed.\n== References ==\n";
    let article = article(text);
    let document = document::segment(&article, &lexicon);
    let body: Vec<&str> =
        document.zones.iter().filter(|zone| zone.kind == ZoneKind::Body).map(|zone| zone.span.of(text)).collect();
    let story =
        ["A bomb killed two guards in Herat on 4 May 2016.", "A lorry stopped at the gate.", "A curfew followed."];
    assert_eq!(body, story);
}

#[test]
fn datelines_are_told_by_their_shape() {
    let lexicon = Lexicon::built_in().unwrap();
    for (text, place, date, agency) in [
        ("MINSK, June 21 (Reuters) - The court sat.", "MINSK", Some("June 21"), Some("Reuters")),
        ("ACCRA (AFP) — Rain fell on the coast.", "ACCRA", None, Some("AFP")),
        ("(Nairobi, April 4, 2025) – The authorities should act.", "Nairobi", Some("April 4, 2025"), None),
        ("ROTTERDAM, Netherlands, Dec. 5, 2024 (AP) -- A court ruled.", "ROTTERDAM", Some("Dec. 5, 2024"), Some("AP")),
    ] {
        let article = article(text);
        let document = document::segment(&article, &lexicon);
        let dateline = document.header.dateline.clone().unwrap_or_else(|| panic!("no dateline in {text}"));
        assert_eq!(dateline.place.map(|span| span.of(text)), Some(place), "{text}");
        assert_eq!(dateline.date.map(|span| span.of(text)), date, "{text}");
        assert_eq!(dateline.agency.map(|span| span.of(text)), agency, "{text}");
    }
    for text in
        ["The talks – long delayed – began.", "IBM - the company - said so.", "He left in May 2024 - a month late."]
    {
        let article = article(text);
        assert!(document::segment(&article, &lexicon).header.dateline.is_none(), "{text}");
    }
}

#[test]
fn lines_wrapped_by_hand_do_not_end_sentences() {
    let lexicon = Lexicon::built_in().unwrap();
    let text = "The ministers of five states met in Lagos on\nSaturday and agreed that the price of\nfuel would be held until the end of the\nyear, an official said. They will meet\nagain in the spring.";
    assert_eq!(sentences(text, &lexicon).len(), 2);
}
