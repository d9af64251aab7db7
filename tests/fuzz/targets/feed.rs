//! `cargo fuzz run feed`: see `laws::feed`.
#![no_main]
#[path = "../laws.rs"]
mod laws;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::feed(bytes));
