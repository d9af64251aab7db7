//! The house: which floor a module stands on, and what every file must have.

use std::fs;
use std::path::{Path, PathBuf};

/// A lower floor never names a higher one.
const FLOORS: &[&str] = &[
    "text",
    "lexicon",
    "article",
    "document",
    "mention",
    "clause",
    "entity",
    "event",
    "record",
    "merged",
    "view",
    "pipeline",
    "gazetteer",
    "cli",
];

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files =
        walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().flatten().map(walkdir::DirEntry::into_path);
    let rust = files.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    rust.map(|path| {
        let text = fs::read_to_string(&path).expect("a source file");
        (path.strip_prefix(&root).expect("below src").to_owned(), text)
    })
    .collect()
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| *floor == module)
}

/// The modules that follow `crate::` in code, tests and comments aside.
fn named(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or("");
    let code: String = code.lines().map(|line| line.split("//").next().unwrap_or("").to_owned() + "\n").collect();
    let mut modules = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => modules.extend(top_level(group)),
            None => modules.push(word(rest)),
        }
    }
    modules
}

fn word(text: &str) -> String {
    text.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// The first words of the parts of `{a::b, c::{d, e}, f}`, of which the opening brace is gone.
fn top_level(group: &str) -> Vec<String> {
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for letter in group.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => parts.push(String::new()),
            _ => {}
        }
        parts.last_mut().expect("a part").push(letter);
    }
    parts.iter().map(|part| word(part.trim_start_matches(','))).filter(|part| !part.is_empty()).collect()
}

#[test]
fn a_lower_floor_never_names_a_higher_one() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let first = path.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
        let Some(own) = floor(first.trim_end_matches(".rs")) else { continue };
        for module in named(&text) {
            match floor(&module) {
                Some(other) if other > own => faults.push(format!("src/{} names {module}", path.display())),
                _ => {}
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_stands_on_a_floor() {
    for (path, _) in sources() {
        let first = path.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
        let module = first.trim_end_matches(".rs");
        assert!(floor(module).is_some() || ["lib", "main"].contains(&module), "src/{first} stands on no floor");
    }
}

#[test]
fn every_file_opens_with_what_it_is() {
    for (path, text) in sources() {
        assert!(text.starts_with("//!"), "src/{} opens without a `//!` line", path.display());
    }
}

#[test]
fn the_library_prints_nothing_and_knows_no_clock() {
    // floors that only compute; the rim may look at files
    let pure = ["text", "lexicon", "document", "mention", "clause", "entity", "event", "merged", "view"];
    let forbidden =
        ["println!", "eprintln!", "std::env::", "SystemTime", "Instant::now", "Zoned::now", "Timestamp::now"];
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let first = path.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
        if !pure.contains(&first.trim_end_matches(".rs")) {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            let found = forbidden.iter().filter(|word| line.contains(**word));
            faults.extend(found.map(|word| format!("src/{}:{}: {word}", path.display(), number + 1)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_reader_of_names_sees_groups_and_single_paths() {
    let code = "use crate::text::Span;\nuse crate::{clause, entity::{self, Time}, event};\n// crate::merged\nlet x = crate::record::Unit;\n";
    assert_eq!(named(code), ["text", "clause", "entity", "event", "record"]);
}
