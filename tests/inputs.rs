//! What is read: every form of input and every scraper's layout, pages of many layouts, inputs that are spoiled in every way that files are.

use crate::sample;
use dateline::article::{self, Article, Failure, Form, Input, Options};
use dateline::lexicon::Lexicon;
use dateline::pipeline;
use dateline::record::Settings;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn read(path: &Path, options: &Options) -> Vec<Result<Article, Failure>> {
    article::read(vec![Input::Path(path.to_owned())], options).collect()
}

fn read_bytes(bytes: &[u8], options: &Options) -> Vec<Result<Article, Failure>> {
    article::read(vec![Input::Stream(Box::new(Cursor::new(bytes.to_vec())))], options).collect()
}

// ---- forms ----------------------------------------------------------------------------------------------------------------------------

/// What an article says, wherever in its text it stands.
fn events(article: &Article, lexicon: &Lexicon) -> Vec<Value> {
    let settings = Settings::default();
    let record = pipeline::process(article, lexicon, &settings);
    let record = serde_json::to_value(&record).expect("a record");
    let of = |event: &Value| {
        let arguments: Vec<Value> = event["arguments"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|argument| serde_json::json!([argument["role"], argument["name"], argument["text"]]))
            .collect();
        serde_json::json!({
            "type": event["type"], "trigger": event["trigger"]["text"], "arguments": arguments, "time": event["time"]["value"], "place": event["place"]["name"],
            "modality": event["modality"], "polarity": event["polarity"], "evidence": event["evidence"]["text"],
            "counts": event["counts"].as_array().expect("a list").iter().map(|count| serde_json::json!([count["role"], count["value"], count["min"], count["max"]])).collect::<Vec<_>>(),
        })
    };
    record["events"].as_array().expect("a list").iter().map(of).collect()
}

#[test]
fn every_form_and_every_layout_gives_the_events_of_the_plain_text() {
    let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
    let folder = root().join("fixtures/form");
    let options = Options::default();
    let plain = read(&folder.join("article.txt"), &options).remove(0).expect("an article");
    let wanted = events(&plain, &lexicon);
    assert!(wanted.len() >= 8, "{} events", wanted.len());
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder).expect("the fixtures").flatten().map(|entry| entry.path()).collect();
    files.sort();
    assert!(files.len() >= 30);
    let packed = tempfile::tempdir().expect("a temporary folder");
    for name in ["article.txt", "lines.jsonl", "archive.warc"] {
        let bytes = fs::read(folder.join(name)).expect("a fixture");
        let frame = ruzstd::encoding::compress_to_vec(&bytes[..], ruzstd::encoding::CompressionLevel::Fastest);
        let path = packed.path().join(format!("{name}.zst"));
        fs::write(&path, frame).expect("a file");
        files.push(path);
    }
    for file in files {
        let found = read(&file, &options);
        assert_eq!(found.len(), 1, "{}", file.display());
        let article = found
            .into_iter()
            .next()
            .expect("one")
            .unwrap_or_else(|failure| panic!("{}: {}", file.display(), failure.message));
        let found = events(&article, &lexicon);
        assert_eq!(found, wanted, "{}", file.display());
        let day = article.published.as_ref().map(|date| date.value.get(..10).unwrap_or("").to_owned());
        if !file.to_string_lossy().contains(".txt") {
            assert_eq!(day.as_deref(), Some("2025-06-21"), "{}", file.display());
        }
    }
}

#[test]
fn a_stream_is_read_like_a_file_of_its_form() {
    let folder = root().join("fixtures/form");
    for name in [
        "page.html",
        "rss.xml",
        "archive.warc.gz",
        "list.json",
        "lines.jsonl.gz",
        "object.json",
        "packed.txt.gz",
        "mail.eml",
        "utf16.txt",
    ] {
        let path = folder.join(name);
        let file = read(&path, &Options::default()).remove(0).expect("an article");
        let stream =
            read_bytes(&fs::read(&path).expect("a fixture"), &Options::default()).remove(0).expect("an article");
        assert_eq!((file.text, file.title), (stream.text, stream.title), "{name}");
    }
}

#[test]
fn tables_of_links_are_told_as_such() {
    let row = "1256\t20250621\t202506\t2025\t2025.4\tCHD\tCHAD\t\thttps://news.example/1\n";
    let cases = [
        (Form::Csv, row.repeat(3)),
        (Form::Tsv, row.repeat(3)),
        (Form::Csv, "GKGRECORDID,DATE,DocumentIdentifier\n1,20250621,https://news.example/1\n".to_owned()),
    ];
    for (form, table) in cases {
        let found = read_bytes(table.as_bytes(), &Options { form: Some(form), ..Options::default() });
        assert_eq!(found.len(), 1);
        let failure = found.into_iter().next().expect("one").expect_err("no article");
        assert_eq!(failure.code, "missing_text");
        assert!(failure.message.contains("pages behind"), "{}", failure.message);
    }
}

#[test]
fn zones_of_a_page_are_marked() {
    let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
    let article = read(&root().join("fixtures/form/page.html"), &Options::default()).remove(0).expect("an article");
    let settings = Settings::default();
    let record = serde_json::to_value(pipeline::process(&article, &lexicon, &settings)).expect("a record");
    let zones: Vec<&str> =
        record["zones"].as_array().expect("a list").iter().filter_map(|zone| zone["type"].as_str()).collect();
    assert_eq!(zones, ["title", "byline", "body", "caption"]);
    assert_eq!(record["byline"]["names"][0]["text"], "Mahamat Zène");
}

// ---- pages ----------------------------------------------------------------------------------------------------------------------------

/// A layout with an article in it: `{{title}}`, `{{2|<p>$</p>}}`, `{{rest 3|<p>$</p>}}`.
fn filled(layout: &str, title: &str, paragraphs: &[&str]) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let mut page = String::new();
    let mut rest = layout;
    while let Some((before, behind)) = rest.split_once("{{") {
        page.push_str(before);
        let (slot, behind) = behind.split_once("}}").expect("a closed slot");
        rest = behind;
        let (which, pattern) = slot.split_once('|').unwrap_or((slot, "$"));
        let number = |text: &str| text.trim().parse::<usize>().expect("a number");
        match which.strip_prefix("rest") {
            Some(from) => paragraphs
                .iter()
                .skip(number(from) - 1)
                .for_each(|text| page.push_str(&pattern.replace('$', &escaped(text)))),
            None if which == "title" => page.push_str(&escaped(title)),
            None => page.push_str(&pattern.replace('$', &escaped(paragraphs[number(which) - 1]))),
        }
    }
    page + rest
}

fn words(text: &str) -> Vec<&str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

fn bag<'a>(words: &[&'a str]) -> BTreeMap<&'a str, usize> {
    let mut bag = BTreeMap::new();
    for word in words {
        *bag.entry(*word).or_default() += 1;
    }
    bag
}

/// Title and paragraphs of the fixtures.
fn stories() -> Vec<(&'static str, Vec<&'static str>)> {
    let texts = sample::articles();
    let stories = texts.into_iter().filter_map(|text| {
        let title = text.lines().next()?.trim_start_matches('\u{feff}').trim();
        let paragraphs: Vec<&str> =
            text.lines().map(str::trim).filter(|line| line.len() > 150 && !line.contains('"')).collect();
        (paragraphs.len() >= 4 && !title.contains('"')).then_some((title, paragraphs))
    });
    stories.collect()
}

#[test]
fn pages_of_many_layouts_give_their_story_and_little_else() {
    let stories = stories();
    let mut layouts: Vec<PathBuf> =
        fs::read_dir(root().join("tests/page")).expect("layouts").flatten().map(|entry| entry.path()).collect();
    layouts.sort();
    assert!(layouts.len() >= 20);
    let (mut faults, mut lowest, mut highest) = (Vec::new(), 1.0_f64, 0.0_f64);
    for layout in &layouts {
        let template = fs::read_to_string(layout).expect("a layout");
        for (title, paragraphs) in &stories {
            let page = filled(&template, title, paragraphs);
            let name = layout.file_name().expect("a name").to_string_lossy();
            let found =
                read_bytes(page.as_bytes(), &Options { form: Some(Form::Html), ..Options::default() }).remove(0);
            let Ok(article) = found else {
                faults.push(format!("{name}: no article"));
                continue;
            };
            let mut text = article.text.clone();
            for part in article.parts.iter().rev() {
                text.replace_range(part.span.start as usize..part.span.end as usize, "");
            }
            let all = format!("{title} {}", paragraphs.join(" "));
            let (wanted, got) = (bag(&words(&all)), bag(&words(&text)));
            let (total, out): (usize, usize) = (wanted.values().sum(), got.values().sum());
            let shared: usize = wanted.iter().map(|(word, count)| count.min(got.get(word).unwrap_or(&0))).sum();
            let (share, others) = (shared as f64 / total as f64, (out - shared) as f64 / out.max(1) as f64);
            (lowest, highest) = (lowest.min(share), highest.max(others));
            if share < 0.95 || others > 0.05 {
                let odd: Vec<&&str> = got
                    .iter()
                    .filter(|(word, count)| wanted.get(*word).unwrap_or(&0) < count)
                    .map(|(word, _)| word)
                    .take(30)
                    .collect();
                faults.push(format!(
                    "{name}, {title}: {:.0}% of the article, {:.0}% of others: {odd:?}",
                    share * 100.0,
                    others * 100.0
                ));
            }
        }
    }
    println!("at least {:.1}% of the words of the article, at most {:.1}% of others", lowest * 100.0, highest * 100.0);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

// ---- languages ------------------------------------------------------------------------------------------------------------------------

#[test]
fn texts_in_other_languages_are_told_as_such() {
    let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
    let texts = [
        (
            "es",
            "El presidente de la región fue detenido ayer por la policía en la capital, según informó el ministerio del interior en un comunicado. La oposición dijo que la detención era ilegal.",
        ),
        (
            "fr",
            "Le président de la région a été arrêté hier par la police dans la capitale, selon un communiqué du ministère. L’opposition a déclaré que cette arrestation était illégale.",
        ),
        (
            "de",
            "Der Präsident der Region wurde gestern von der Polizei in der Hauptstadt festgenommen, wie das Ministerium mitteilte. Die Opposition nannte die Festnahme rechtswidrig.",
        ),
        (
            "pt",
            "O presidente da região foi detido ontem pela polícia na capital, segundo informou o ministério em comunicado. A oposição afirmou que a detenção era ilegal e pediu eleições.",
        ),
        (
            "it",
            "Il presidente della regione è stato arrestato ieri dalla polizia nella capitale, secondo quanto ha comunicato il ministero. L’opposizione ha detto che l’arresto è illegale.",
        ),
        (
            "nl",
            "De president van de regio werd gisteren door de politie in de hoofdstad aangehouden, zo meldde het ministerie. De oppositie noemde de aanhouding onwettig en eiste verkiezingen.",
        ),
        ("ru", "Президент области был вчера задержан полицией в столице, сообщило министерство."),
        ("uk", "Президента області вчора затримала поліція у столиці, повідомило міністерство внутрішніх справ."),
        ("ar", "اعتقلت الشرطة أمس رئيس المنطقة في العاصمة، بحسب بيان الوزارة."),
        ("zh", "据该部发表的声明，该地区总统昨天在首都被警方逮捕。"),
        (
            "tr",
            "Bölge başkanı dün başkentte polis tarafından gözaltına alındı, bakanlıktan yapılan açıklamada söylendi. Muhalefet gözaltının yasa dışı olduğunu söyledi ve seçim istedi.",
        ),
        (
            "pl",
            "Prezydent regionu został wczoraj zatrzymany przez policję w stolicy, poinformowało ministerstwo w komunikacie. Opozycja uznała zatrzymanie za bezprawne i zażądała wyborów.",
        ),
    ];
    let settings = Settings::default();
    for (code, text) in texts {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let record = pipeline::process(&article, &lexicon, &settings);
        let language = record.language.expect("a language");
        assert_eq!((&*language.code, language.supported), (code, false), "{text}");
        assert!(record.events.is_empty());
    }
    for text in [
        "Rain fell.",
        "Police arrested 12 people in Lima on Monday.",
        "Storm kills 4 in Manila",
        "São Tomé: Coup Attempt Fails",
    ] {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let record = pipeline::process(&article, &lexicon, &settings);
        assert!(record.language.expect("a language").supported, "{text}");
    }
    // a declared language counts when the text does not say otherwise
    let declared = Article { text: sample::article(), language: Some("eng".to_owned()), ..Article::default() };
    assert!(pipeline::process(&declared, &lexicon, &settings).language.expect("a language").supported);
}

// ---- spoiled inputs -------------------------------------------------------------------------------------------------------------------

#[cfg(unix)]
#[test]
fn eighteen_spoiled_inputs_each_end_as_a_record_and_harm_nothing_else() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().expect("a temporary folder");
    let news = folder.path().join("news");
    fs::create_dir(&news).expect("a folder");
    let put = |name: &str, bytes: &[u8]| fs::write(news.join(name), bytes).expect("a file");
    let utf16: Vec<u8> =
        "\u{feff}Police arrested two men in Lyon on Monday.".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    zipped.write_all(&b"Rain fell on the road. ".repeat(20_000)).expect("memory");
    let zipped = zipped.finish().expect("memory");
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![b' '; 200 << 20]).expect("memory");
    let bomb = bomb.finish().expect("memory");
    assert!((200 << 20) / bomb.len() > 100);
    symlink("nowhere.txt", news.join("01-dangling.txt")).expect("a link");
    symlink(&news, news.join("02-loop")).expect("a link");
    put("03-cp1252.txt", b"The mayor\x92s caf\xe9 was shut on Monday.");
    put("04-utf16.txt", &utf16);
    put("05-nul.txt", b"Rain fell\0 on the road to the lake in the north of the country.");
    put("06-cut.txt.gz", &zipped[..zipped.len() / 2]);
    put("07-bomb.txt.gz", &bomb);
    put("08-deep.json", format!("{{\"text\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000)).as_bytes());
    put("09-crlf.txt", b"Rain fell.\r\n\r\nIt stopped on Monday.\r\n");
    put("10-bom.txt", b"\xef\xbb\xbfRain fell on Monday.");
    put("11-empty.txt", b"");
    put("12-white.txt", b" \n\t\r\n  ");
    put("13-binary.txt", &(0..4000_u32).map(|number| (number * 7919 >> 3) as u8).collect::<Vec<u8>>());
    put("14-locked.txt", b"Rain.");
    fs::set_permissions(news.join("14-locked.txt"), fs::Permissions::from_mode(0o0)).expect("permissions");
    let pipe = std::process::Command::new("mkfifo").arg(news.join("15-pipe.txt")).status().expect("mkfifo");
    assert!(pipe.success());
    put("16-line\nend.txt", b"Rain fell.");
    put(&format!("17-{}.txt", "x".repeat(240)), b"Rain fell.");
    put("18-dots.jsonl", b"{\"id\":\"../../etc/passwd\",\"text\":\"Rain fell.\"}\n");
    put("99-whole.txt", b"Police arrested two men in Lyon on Monday.");
    let locked = fs::File::open(news.join("14-locked.txt")).is_err();

    let run = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["extract", "--with-text"])
        .arg(&news)
        .output()
        .expect("the program runs");
    assert_eq!(run.status.code(), Some(1));
    let records: Vec<Value> = String::from_utf8(run.stdout)
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let told = String::from_utf8(run.stderr).expect("UTF-8");
    let found: Vec<(String, String)> = records
        .iter()
        .map(|record| {
            (
                record["id"].as_str().expect("an id").to_owned(),
                record["error"]["code"].as_str().unwrap_or("").to_owned(),
            )
        })
        .collect();
    let long = format!("news/17-{}", "x".repeat(240));
    let wanted = [
        ("news/01-dangling", "unreadable"),
        ("news/02-loop", "unreadable"),
        ("news/03-cp1252", ""),
        ("news/04-utf16", ""),
        ("news/05-nul", ""),
        ("news/06-cut", "unreadable"),
        ("news/07-bomb", "too_large"),
        ("news/08-deep", "missing_text"),
        ("news/09-crlf", ""),
        ("news/10-bom", ""),
        ("news/11-empty", ""),
        ("news/12-white", ""),
        ("news/13-binary", "binary"),
        ("news/14-locked", if locked { "unreadable" } else { "" }),
        ("news/15-pipe", "unreadable"),
        ("news/16-line\nend", ""),
        (long.as_str(), ""),
        ("../../etc/passwd", ""),
        ("news/99-whole", ""),
    ];
    assert_eq!(found, wanted.map(|(id, code)| (id.to_owned(), code.to_owned())));
    assert_eq!(records[2]["text"], "The mayor’s café was shut on Monday.");
    assert_eq!(records[3]["text"], "Police arrested two men in Lyon on Monday.");
    assert!(!records[18]["events"].as_array().expect("a list").is_empty());
    for record in records.iter().filter(|record| !record["error"].is_null()) {
        assert!(record["error"]["message"].as_str().expect("a message").contains("wanted"), "{}", record["error"]);
    }
    assert!(told.contains("02-loop: a link to"), "{told}");
    assert!(told.contains("15-pipe.txt: a pipe, a file was wanted"), "{told}");
    assert!(told.lines().all(|line| !line.contains('\r')), "{told}");
}

#[test]
fn names_come_from_a_file_and_folders_are_read_by_pattern() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in [("a.txt", "One."), ("b.txt", "Two."), ("sub/c.md", "Three."), ("sub/d.log", "Four.")] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let path = |name: &str| folder.path().join(name).display().to_string();
    let ids = |arguments: &[&str], stdin: &str| -> Vec<String> {
        let run = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dateline"))
            .arg("extract")
            .args(arguments)
            .write_stdin(stdin)
            .output()
            .expect("the program runs");
        let text = String::from_utf8(run.stdout).expect("UTF-8");
        text.lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["id"].as_str().expect("an id").to_owned())
            .collect()
    };
    let failure = format!("{{\"path\":{:?},\"line\":3}}", path("sub/c.md"));
    let names = format!("{}\n{failure}\n{failure}\n{}\n", path("b.txt"), path("gone.txt"));
    assert_eq!(ids(&["--files-from", "-"], &names), ["b", "c", "gone"]);
    assert_eq!(ids(&["-0", "--files-from", "-"], &format!("{}\0{}\0", path("b.txt"), path("a.txt"))), ["b", "a"]);
    let root = folder.path().display().to_string();
    let below = folder.path().file_name().expect("a name").to_string_lossy().into_owned();
    assert_eq!(ids(&["--exclude", "b.*", &root], ""), [format!("{below}/a"), format!("{below}/sub/c")]);
    assert_eq!(ids(&["--include", "*.log", &root], ""), [format!("{below}/sub/d")]);
    let split = ids(&["--split=^%%$", "-"], "One.\n%%\nTwo.\n");
    assert_eq!(split.len(), 2);
    assert_eq!(ids(&["--field", "text=a.b", "--field", "id=n", "-"], "{\"a\":{\"b\":\"Rain.\"},\"n\":\"x\"}\n"), ["x"]);
}
