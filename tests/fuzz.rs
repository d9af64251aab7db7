//! The laws that fuzzers hold the program to, on the seeds that they begin with and on pieces of them. `tests/fuzz/run.sh` makes bytes of its own.

#[path = "fuzz/laws.rs"]
mod laws;

use std::fs;
use std::path::Path;

/// The seeds of a law, and each cut at some places: what breaks off, and what two make together.
fn seeds(law: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds").join(law);
    let mut paths: Vec<_> = fs::read_dir(folder).expect("seeds").map(|entry| entry.expect("a seed").path()).collect();
    paths.sort();
    let whole: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).expect("a seed")).collect();
    let mut all = vec![Vec::new()];
    for (number, seed) in whole.iter().enumerate() {
        let other = &whole[(number + 1) % whole.len()];
        for part in 1..5 {
            let (cut, from) = (seed.len() * part / 5, other.len() * part / 5);
            all.push(seed[..cut].to_vec());
            all.push([&seed[..cut], &other[from..]].concat());
        }
    }
    all.extend(whole);
    all
}

macro_rules! laws {
    ($($law:ident)*) => {
        $(#[test]
        fn $law() {
            for bytes in seeds(stringify!($law)) {
                laws::$law(&bytes);
            }
        })*

        /// Every law has a test here and a target for the fuzzer.
        #[test]
        fn every_law_is_fuzzed() {
            let manifest = include_str!("fuzz/Cargo.toml");
            let targets = manifest.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).skip(1);
            assert_eq!(targets.collect::<Vec<_>>(), [$(stringify!($law)),*]);
        }
    };
}

laws! { json page table feed warc mail decode tokens lexicon times counts clauses pipeline merge }
