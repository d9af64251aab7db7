//! dateline reads raw news articles and writes structured records of what happened: who did what to whom, where, when, how many, according to whom.
//!
//! The modules stand in the order of the pipeline; [`pipeline::process`] is the program in one paragraph. A module names none that stands below it here,
//! except `text` and `lexicon`, which all may name.
#![forbid(unsafe_code)]

pub mod text;

pub mod lexicon;

pub mod article;

pub mod document;

pub mod mention;

pub mod clause;

pub mod entity;

pub mod event;

pub mod record;

pub mod merged;

pub mod view;

pub mod pipeline;

pub mod gazetteer;
