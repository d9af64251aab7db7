//! The gazetteers: what `dateline gazetteer` tells of them, and what a user's own do.

use assert_cmd::Command;
use dateline::gazetteer;
use dateline::lexicon::Lexicon;
use std::fs;
use std::path::Path;

fn dateline(arguments: &[&str]) -> (String, i32) {
    let output = Command::cargo_bin("dateline").unwrap().args(arguments).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap_or(-1))
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The names that one sentence tells, as `text type id`.
fn names(lexicon: &Lexicon, text: &str, published: Option<&str>) -> Vec<String> {
    use dateline::article::{Article, Published, PublishedBasis};
    use dateline::mention::{self, Reading};
    let published =
        published.map(|value| Published { value: value.to_owned(), basis: PublishedBasis::Metadata, overrides: false });
    let article = Article { text: text.to_owned(), language: Some("en".to_owned()), published, ..Article::default() };
    let document = dateline::document::segment(&article, lexicon);
    let mentions = mention::find(&document, lexicon);
    let name = |mention: &mention::Mention| match &mention.reading {
        Reading::Name(reading) => {
            let entry = reading.candidates.first().and_then(|candidate| lexicon.entry(candidate.entry));
            let id = entry.map_or("-", |entry| entry.id());
            Some(format!("{} {} {id}", mention.span.of(text), reading.kind.name()))
        }
        _ => None,
    };
    mentions.iter().filter_map(name).collect()
}

#[test]
fn every_planted_fault_is_found_where_it_stands() {
    for folder in ["broken", "odd"] {
        let path = format!("tests/planted/{folder}");
        let checked = gazetteer::check(Path::new(&path), Lexicon::built_in().unwrap()).unwrap();
        let found: String = checked
            .lints
            .iter()
            .map(|lint| {
                let problem = &lint.problem;
                let message: String = problem.message.chars().take(60).collect();
                let severity = lint.severity.name();
                format!("{}:{}:{}: {severity}: {message}\n", problem.file, problem.line, problem.column)
            })
            .collect();
        let golden = format!("tests/planted/{folder}.txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&golden, &found).unwrap();
        }
        assert_eq!(found, fs::read_to_string(&golden).unwrap(), "{golden}");
    }
}

#[test]
fn check_says_file_line_and_column_and_fails() {
    let (told, code) = dateline(&["gazetteer", "check", "tests/planted/broken"]);
    assert!(
        told.contains("tests/planted/broken/place/towns.tsv:3:16: error: lat: `91` is beyond 90 degrees\n"),
        "{told}"
    );
    assert_eq!(code, 1);
}

#[test]
fn a_sound_folder_passes_and_is_compiled_into_a_file_that_does_the_same() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "mine/product/ships.tsv",
        "id\tname\taliases\tsubtype\nship:1\tAurora Vantrell\tMV Aurora Vantrell\tship\n",
    );
    write(
        folder.path(),
        "mine/person/officials.tsv",
        "id\tname\troles\tcountry\nmayor:1\tAlma Vierkantova\tmayor of Ulmenau\tDE\n",
    );
    let mine = folder.path().join("mine");
    let (told, code) = dateline(&["gazetteer", "check", mine.to_str().unwrap()]);
    assert_eq!((told.lines().filter(|line| line.contains("error")).count(), code), (0, 0), "{told}");
    let file = folder.path().join("mine.bin");
    let (_, code) = dateline(&["gazetteer", "compile", mine.to_str().unwrap(), "-o", file.to_str().unwrap()]);
    assert_eq!(code, 0);
    for gazetteer in [&mine, &file] {
        let mut lexicon = Lexicon::built_in().unwrap();
        lexicon.add_layer(gazetteer).unwrap();
        let found = names(&lexicon, "The Aurora Vantrell was boarded on Friday, said Alma Vierkantova.", None);
        assert_eq!(found, ["Aurora Vantrell product ship:1", "Alma Vierkantova person mayor:1"]);
    }
}

#[test]
fn a_frame_above_finds_the_forms_that_the_layers_below_know() {
    let folder = tempfile::tempdir().unwrap();
    let example = |text: &str, trigger: &str, victim: &str| {
        format!(
            "[[example]]\ntext = \"{text}\"\ntrigger = \"{trigger}\"\narguments = {{ agent = \"Rebels\", victim = \"{victim}\" }}\n"
        )
    };
    let frame = [
        "type = \"robbery\"\nwave = 1\ngroup = \"violence\"\nplover = \"ASSAULT\"\ncameo = \"182\"\nquad = 4\n",
        "[[role]]\nname = \"agent\"\nkinds = [\"person\", \"organization\"]\n",
        "[[role]]\nname = \"victim\"\nkinds = [\"person\", \"organization\"]\n",
        "[[trigger]]\nverbs = [\"steal from\", \"mug\"]\nsubject = \"agent\"\nobject = \"victim\"\n",
        &example("Rebels mugged two tourists.", "mugged", "two tourists"),
        &example("Rebels stole from two tourists.", "stole from", "two tourists"),
    ];
    write(folder.path(), "event/robbery.toml", &frame.join("\n"));
    let checked = gazetteer::check(folder.path(), Lexicon::built_in().unwrap()).unwrap();
    assert_eq!((checked.examples, checked.lints), (2, vec![]));
}

#[test]
fn a_damaged_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "mine/product/ships.tsv", "id\tname\nship:1\tAurora Vantrell\nship:2\tBelle Quorrin\n");
    let (mine, file) = (folder.path().join("mine"), folder.path().join("mine.gaz"));
    assert_eq!(dateline(&["gazetteer", "compile", mine.to_str().unwrap(), "-o", file.to_str().unwrap()]).1, 0);
    let mut bytes = fs::read(&file).unwrap();
    // the sixth section is the map of names; its start and length stand in the header
    let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let middle = number(48) + number(52) / 2;
    bytes[middle] ^= 0x55;
    fs::write(&file, bytes).unwrap();
    assert!(Lexicon::built_in().unwrap().add_layer(&file).is_err());
}

#[test]
fn a_folder_says_what_the_classes_of_a_site_mean() {
    use dateline::article::{self, Form, Input, Options};
    use std::io::Cursor;
    use std::sync::Arc;
    let told =
        |what: &str| format!("The council of Aldbrough {what} on Monday, and the ferry did not run until the evening.");
    let page = format!(
        "<html><body><h1>Ferry stops</h1><p>{}</p><p>{}</p><div class='cityRadar-box'><p>{}</p></div><p class=teaser>{}</p></body></html>",
        told("met"),
        told("voted"),
        told("asked its readers"),
        told("left")
    );
    let text = |lexicon: &Lexicon| {
        let options = Options { form: Some(Form::Html), marks: Arc::new(lexicon.page_marks()), ..Options::default() };
        let page = Input::Stream(Box::new(Cursor::new(page.clone().into_bytes())));
        article::read(vec![page], &options).next().unwrap().unwrap().text
    };
    let mut lexicon = Lexicon::built_in().unwrap();
    assert!(text(&lexicon).contains("asked its readers") && !text(&lexicon).contains("left"));
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "page/radar.tsv", "mark\tpart\ncity radar\taside\nteaser\tnone\n");
    lexicon.add_layer(folder.path()).unwrap();
    assert!(!text(&lexicon).contains("asked its readers") && text(&lexicon).contains("left"));
}

#[test]
fn a_row_hides_the_built_in_entry_of_its_id() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "place/own.tsv", "id\tname\n-geonames:625144\t\n");
    let mut lexicon = Lexicon::built_in().unwrap();
    assert_eq!(names(&lexicon, "They met in Minsk.", None), ["Minsk place geonames:625144"]);
    lexicon.add_layer(folder.path()).unwrap();
    assert!(!names(&lexicon, "They met in Minsk.", None).contains(&"Minsk place geonames:625144".to_owned()));
}

#[test]
fn a_blocked_string_is_no_name() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "organization/own.tsv", "name\tblock\nReuters\tyes\n");
    let mut lexicon = Lexicon::built_in().unwrap();
    assert!(names(&lexicon, "It rained, Reuters said.", None)[0].contains("org:"));
    lexicon.add_layer(folder.path()).unwrap();
    assert!(names(&lexicon, "It rained, Reuters said.", None).iter().all(|name| !name.contains("org:")));
}

#[test]
fn an_office_counts_while_it_is_held() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "id\tname\tvalid_from\tvalid_to\nm:1\tOlda Vierkantova\t2019-05\t2023-03-31\nm:2\tOlda Vierkantova\t2023-04\t\n";
    write(folder.path(), "person/own.tsv", rows);
    let mut lexicon = Lexicon::built_in().unwrap();
    lexicon.add_layer(folder.path()).unwrap();
    let found = |day: &str| names(&lexicon, "The plan was shown by Olda Vierkantova.", Some(day))[0].clone();
    assert_eq!(found("2019-05-01"), "Olda Vierkantova person m:1");
    assert_eq!(found("2023-03-31"), "Olda Vierkantova person m:1");
    assert_eq!(found("2023-04-01T10:00:00"), "Olda Vierkantova person m:2");
}

#[test]
fn context_words_are_asked_for_and_ruled_out() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "id\tname\trequires\tforbids\nt:1\tQuillbrook\tharbour\t\nt:2\tTarnvale\t\tfootball\n";
    write(folder.path(), "place/own.tsv", rows);
    let mut lexicon = Lexicon::built_in().unwrap();
    lexicon.add_layer(folder.path()).unwrap();
    let has = |text: &str, id: &str| names(&lexicon, text, None).iter().any(|name| name.ends_with(id));
    assert!(has("The harbour of Quillbrook was closed.", "t:1"));
    assert!(!has("The school in Quillbrook was closed.", "t:1"));
    assert!(has("The school in Tarnvale was closed.", "t:2"));
    assert!(!has("The football school in Tarnvale was closed.", "t:2"));
}

#[test]
fn case_exact_wants_the_capitals_of_the_row() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "id\tname\tcase\np:1\tSOLSTRAND\texact\np:2\tqwirl\texact\np:3\tZephrane\tfold\n";
    write(folder.path(), "product/own.tsv", rows);
    let mut lexicon = Lexicon::built_in().unwrap();
    lexicon.add_layer(folder.path()).unwrap();
    let has = |text: &str, id: &str| names(&lexicon, text, None).iter().any(|name| name.ends_with(id));
    assert!(has("They boarded the SOLSTRAND at noon.", "p:1"));
    assert!(!has("They boarded the Solstrand at noon.", "p:1"));
    assert!(has("They sold the zephrane at noon.", "p:3"));
}

#[test]
fn search_tells_type_id_and_where_the_row_stands() {
    let (told, code) = dateline(&["gazetteer", "search", "Georgia"]);
    assert_eq!(code, 0);
    let country = told.lines().find(|line| line.contains("country:GE")).unwrap();
    let file = country.rsplit('\t').next().unwrap();
    let line: usize = file.strip_prefix("built-in:place/countries.tsv:").unwrap().parse().unwrap();
    let table = fs::read_to_string("gazetteers/place/countries.tsv").unwrap();
    assert!(table.lines().nth(line - 1).unwrap().starts_with("country:GE\tGeorgia"));
    assert!(told.contains("admin1:US.GA"));
    let (_, code) = dateline(&["gazetteer", "search", "Qzxv"]);
    assert_eq!(code, 1);
}

// ---- what must be found, and what must not ------------------------------------------------------------------------------------------------

/// The rows of a table of the tests, its first line left out.
fn rows(path: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn names_everyone_knows_are_found_alone_and_in_a_sentence() {
    let lexicon = Lexicon::built_in().unwrap();
    let mut faults = Vec::new();
    for row in rows("tests/names/found.tsv") {
        let [name, kind, sentence] = row.as_slice() else { panic!("{row:?}") };
        let alone = gazetteer::search::search(name, &lexicon);
        if !alone.iter().any(|meaning| meaning.r#type == *kind) {
            faults.push(format!("{name}: {alone:?}"));
        }
        let (found, wanted) = (names(&lexicon, sentence, None), format!("{name} {kind} "));
        if !found.iter().any(|found| found.starts_with(&wanted) && !found.ends_with(" -")) {
            faults.push(format!("{sentence}: {found:?}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn other_spellings_mean_the_same() {
    let lexicon = Lexicon::built_in().unwrap();
    let mut faults = Vec::new();
    for row in rows("tests/names/spellings.tsv") {
        let [name, spelling] = row.as_slice() else { panic!("{row:?}") };
        let ids = |text: &str| -> Vec<String> {
            gazetteer::search::search(text, &lexicon)
                .into_iter()
                .map(|meaning| meaning.id)
                .filter(|id| !id.is_empty())
                .collect()
        };
        let (own, other) = (ids(name), ids(spelling));
        if !own.iter().any(|id| other.contains(id)) {
            faults.push(format!("{name} {own:?}, {spelling} {other:?}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Every row of the tables of names: file, id, and its names.
fn listed() -> Vec<(String, String, Vec<String>)> {
    let mut listed = Vec::new();
    for source in dateline::lexicon::read_folder(Path::new("gazetteers")).unwrap() {
        let folder = source.path.split('/').next().unwrap_or("");
        if !["place", "person", "organization", "work", "nationality"].contains(&folder) {
            continue;
        }
        let mut lines = source.text.lines().filter(|line| !line.starts_with('#'));
        let columns: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
        for line in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            let cell = |name: &str| columns.iter().position(|column| *column == name).and_then(|at| cells.get(at));
            let of = |name: &str| cell(name).copied().unwrap_or("").split('|').filter(|name| !name.is_empty());
            if cell("block").is_some_and(|block| *block == "yes") {
                continue;
            }
            let names = of("name").chain(of("aliases")).chain(of("demonyms")).map(str::to_owned).collect();
            listed.push((source.path.clone(), cell("id").copied().unwrap_or("").to_owned(), names));
        }
    }
    listed
}

#[test]
fn every_alias_is_a_candidate_when_it_is_the_whole_text() {
    let lexicon = Lexicon::built_in().unwrap();
    let mut faults = Vec::new();
    for (file, id, names) in listed() {
        for name in names {
            let hits = dateline::lexicon::lint::known(&lexicon, &name);
            let found = hits
                .iter()
                .any(|hit| lexicon.entry(hit.what.entry).is_some_and(|entry| entry.id() == id || id.is_empty()));
            if !found {
                faults.push(format!("{file}: {id}: {name}"));
            }
        }
    }
    assert!(faults.is_empty(), "{} of them: {:#?}", faults.len(), &faults[..faults.len().min(40)]);
}

/// Endings of the masculine and the feminine form of one surname.
const PAIRS: [(&str, &str); 9] = [
    ("ski", "skaya"),
    ("sky", "skaya"),
    ("skiy", "skaya"),
    ("ski", "ska"),
    ("ov", "ova"),
    ("ev", "eva"),
    ("yov", "yova"),
    ("in", "ina"),
    ("ouski", "ouskaya"),
];

/// Whether two folded surnames are the masculine and the feminine form of one.
fn are_masculine_and_feminine(one: &str, other: &str) -> bool {
    PAIRS.iter().any(|(masculine, feminine)| {
        one.strip_suffix(masculine).is_some_and(|stem| stem.len() > 2 && other.strip_suffix(feminine) == Some(stem))
    })
}

#[test]
fn masculine_and_feminine_surnames_are_different_people() {
    let mut faults = Vec::new();
    for (file, id, names) in listed().into_iter().filter(|(file, ..)| file.starts_with("person/")) {
        let surnames: Vec<String> =
            names.iter().filter_map(|name| Some(dateline::text::fold(name.split(' ').next_back()?))).collect();
        for one in &surnames {
            if let Some(other) = surnames.iter().find(|other| are_masculine_and_feminine(one, other)) {
                faults.push(format!("{file}: {id}: {one} and {other}"));
            }
        }
    }
    for row in rows("gazetteers/name/groups.tsv") {
        let forms: Vec<&str> = std::iter::once(row[0].as_str()).chain(row[1].split('|')).collect();
        for one in &forms {
            if let Some(other) = forms.iter().find(|other| are_masculine_and_feminine(one, other)) {
                faults.push(format!("name/groups.tsv: {one} and {other}"));
            }
        }
    }
    assert!(faults.is_empty(), "{} of them: {:#?}", faults.len(), &faults[..faults.len().min(60)]);
}

/// The traps that are not yet avoided stand in a list, which may only shrink; `BLESS=1` writes it anew.
#[test]
fn words_that_look_like_names_are_none() {
    let lexicon = Lexicon::built_in().unwrap();
    let mut faults = Vec::new();
    for sentence in fs::read_to_string("tests/names/traps.txt").unwrap().lines() {
        let found = names(&lexicon, sentence, None);
        let wrong = |name: &&String| [" place ", " person ", " facility "].iter().any(|kind| name.contains(kind));
        if found.iter().any(|name| wrong(&name)) {
            faults.push(sentence.to_owned());
        }
    }
    for row in rows("tests/names/traps_person.tsv") {
        let [sentence, name, kind] = row.as_slice() else { panic!("{row:?}") };
        let wrong = format!("{name} {kind} ");
        if names(&lexicon, sentence, None).iter().any(|found| found.starts_with(&wrong)) {
            faults.push(sentence.clone());
        }
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write("tests/names/traps_todo.txt", faults.join("\n") + "\n").unwrap();
    }
    let listed = fs::read_to_string("tests/names/traps_todo.txt").unwrap_or_default();
    let listed: Vec<&str> = listed.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(faults, listed);
}

/// What the traps look like: the same words in sentences where they are names.
#[test]
fn words_that_look_like_the_traps_are_names() {
    let lexicon = Lexicon::built_in().unwrap();
    let mut faults = Vec::new();
    for row in rows("tests/names/traps_found.tsv") {
        let [sentence, name, kind] = row.as_slice() else { panic!("{row:?}") };
        let (found, wanted) = (names(&lexicon, sentence, None), format!("{name} {kind} "));
        if !found.iter().any(|found| found.starts_with(&wanted)) {
            faults.push(format!("{sentence}: no {kind} {name}: {found:?}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Names that no gazetteer lists, invented: what stands around them and what they are made of tells what they are.
#[test]
fn names_that_nobody_lists_are_typed_by_evidence() {
    let lexicon = Lexicon::built_in().unwrap();
    let mut faults = Vec::new();
    for row in rows("tests/names/unheard.tsv") {
        let [sentence, name, kind] = row.as_slice() else { panic!("{row:?}") };
        let (found, wanted) = (names(&lexicon, sentence, None), format!("{name} {kind} "));
        if !found.iter().any(|found| found.starts_with(&wanted)) {
            faults.push(format!("{sentence}: no {kind} {name}: {found:?}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_weight_that_nobody_asks_for_is_a_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "merge.tsv", "name\tweight\tnote\nneeds:meet.participant\t1\t\nneeds:meet.nobody\t1\t\n");
    write(folder.path(), "evidence.tsv", "name\tweight\treason\nno such thing\t1\t\n");
    let (told, code) = dateline(&["gazetteer", "check", &folder.path().display().to_string()]);
    assert_eq!(code, 1);
    assert!(told.contains("merge.tsv:3:1: error: name: `needs:meet.nobody` is no weight of merging"), "{told}");
    assert!(!told.contains("meet.participant"), "{told}");
    assert!(told.contains("evidence.tsv:2:1: error: name: `no such thing` is no kind of evidence"), "{told}");
}
