//! The `dateline` program: arguments in, exit code out. All work is done by the library.
fn main() {}
