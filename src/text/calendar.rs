//! Calendar arithmetic on civil dates, a thin layer over `jiff`. No clock, no time zone data base.
