//! Compiles every gazetteer into one block that the library embeds. The compiler itself is the library's own, taken in by path.

#![allow(dead_code, missing_docs, unused_imports)]

#[path = "../src/text"]
mod text {
    pub mod fold;
    pub mod word;
}
#[path = "../src/lexicon"]
mod lexicon {
    pub mod class;
    pub mod compile;
    pub mod frame;
    pub mod page;
}

use std::path::{Path, PathBuf};

fn main() {
    let folder = PathBuf::from("gazetteers");
    println!("cargo::rerun-if-changed=gazetteers");
    println!("cargo::rerun-if-changed=src/lexicon");
    println!("cargo::rerun-if-changed=src/text/fold.rs");
    println!("cargo::rerun-if-changed=src/text/word.rs");
    let mut sources = Vec::new();
    read(&folder, &folder, &mut sources);
    let target = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    match lexicon::compile::compile(&sources, lexicon::compile::Place::Bottom) {
        Ok(block) => {
            let (rest, strings) = lexicon::compile::part(&block).unwrap_or_default();
            for (name, bytes) in [("lexicon.bin", rest), ("lexicon.txt", strings)] {
                if let Err(error) = std::fs::write(target.join(name), bytes) {
                    println!("cargo::error={}: {error}", target.join(name).display());
                }
            }
        }
        Err(problems) => {
            for problem in problems.iter().take(50) {
                println!("cargo::error=gazetteers/{problem}");
            }
        }
    }
}

fn read(root: &Path, folder: &Path, sources: &mut Vec<lexicon::compile::Source>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if !path.ends_with("refresh") {
                read(root, &path, sources);
            }
            continue;
        }
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let wanted = name.ends_with(".tsv") || (name.starts_with("event/") && name.ends_with(".toml"));
        if !wanted {
            continue;
        }
        match std::fs::read_to_string(&path) {
            Ok(text) => sources.push(lexicon::compile::Source { path: name, text }),
            Err(error) => println!("cargo::error={}: {error}", path.display()),
        }
    }
}
