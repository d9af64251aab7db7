//! `cargo fuzz run pipeline`: see `laws::pipeline`.
#![no_main]
#[path = "../laws.rs"]
mod laws;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::pipeline(bytes));
