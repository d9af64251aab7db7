//! `cargo fuzz run counts`: see `laws::counts`.
#![no_main]
#[path = "../laws.rs"]
mod laws;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::counts(bytes));
