//! `cargo fuzz run clauses`: see `laws::clauses`.
#![no_main]
#[path = "../laws.rs"]
mod laws;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::clauses(bytes));
