//! `cargo fuzz run tokens`: see `laws::tokens`.
#![no_main]
#[path = "../laws.rs"]
mod laws;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::tokens(bytes));
