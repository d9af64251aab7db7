//! `cargo fuzz run warc`: see `laws::warc`.
#![no_main]
#[path = "../laws.rs"]
mod laws;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::warc(bytes));
