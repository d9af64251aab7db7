//! `cargo fuzz run mail`: see `laws::mail`.
#![no_main]
#[path = "../laws.rs"]
mod laws;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::mail(bytes));
