//! Numbers written in digits. Spelled numbers need words and are read in `mention::count`.
