//! `cargo fuzz run json`: see `laws::json`.
#![no_main]
#[path = "../laws.rs"]
mod laws;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::json(bytes));
