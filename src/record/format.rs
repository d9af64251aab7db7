//! The output forms: one table, which the command line, its help, completions and README's chapter go by.
//!
//! In: a record. Out: its bytes in a form. What stands around the pieces of all articles is put there by `envelope`.

use super::{
    Envelope, Record, brat, conll, csv, events, ftm, geojson, json, labelstudio, marked, spacy, stix, webannotation,
};
use clap::builder::PossibleValue;
use serde::de::value::Error;

/// Output forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Format {
    #[default]
    Jsonl,
    Json,
    Events,
    Csv,
    Tsv,
    Geojson,
    Ftm,
    Stix,
    Labelstudio,
    Brat,
    Spacy,
    Conll,
    Webannotation,
    Marked,
    #[cfg(feature = "parquet")]
    Parquet,
}

/// What writes the piece of one article.
type Writer = fn(&Record, &mut Vec<u8>) -> Result<(), Error>;

/// An output form.
pub struct Form {
    /// Which it is.
    pub format: Format,
    /// What it is called.
    pub name: &'static str,
    /// What it holds, in a few words.
    pub what: &'static str,
    /// Ending of a file of it.
    pub ending: &'static str,
    /// What its offsets count.
    pub offsets: Counting,
    /// What it is made of.
    pub lists: Lists,
    /// What stands before the first piece, which is given.
    pub(super) opening: fn(&[u8]) -> Vec<u8>,
    /// What stands behind the last piece.
    pub(super) closing: &'static str,
    /// Whether each item of a piece has `,` and a line end before it, which the first of all loses.
    pub(super) separated: bool,
    /// Whether a run that was cut off can go on.
    pub resumable: bool,
    writer: Writer,
}

/// What the offsets of a form count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// What the user asks for.
    Asked,
    /// Code points; the form holds or cuts the text.
    Own,
    /// There are none.
    None,
}

/// Which lists of a record a form is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lists {
    /// Those that the user asks for.
    Asked,
    /// The events with what they point to.
    Events,
}

/// A form of lines: nothing around the pieces, offsets as asked.
const LINES: Form = Form {
    format: Format::Jsonl,
    name: "",
    what: "",
    ending: "",
    offsets: Counting::Asked,
    lists: Lists::Asked,
    opening: |_| Vec::new(),
    closing: "",
    separated: false,
    resumable: true,
    writer: json::line,
};

/// Every output form.
pub const FORMATS: &[Form] = &[
    Form { name: "jsonl", what: "one record a line", ending: ".record.jsonl", ..LINES },
    Form {
        format: Format::Json,
        name: "json",
        what: "records indented, for people",
        ending: ".record.json",
        writer: json::indented,
        ..LINES
    },
    Form {
        format: Format::Events,
        name: "events",
        what: "one event a line, each with its entities and its article",
        ending: ".events.jsonl",
        lists: Lists::Events,
        writer: events::lines,
        ..LINES
    },
    Form {
        format: Format::Csv,
        name: "csv",
        what: "a table of events for spreadsheets, safe against formulas",
        ending: ".csv",
        offsets: Counting::None,
        lists: Lists::Events,
        opening: |_| csv::head(b','),
        writer: csv::commas,
        ..LINES
    },
    Form {
        format: Format::Tsv,
        name: "tsv",
        what: "the same table with tabs, exactly one line an event",
        ending: ".tsv",
        offsets: Counting::None,
        lists: Lists::Events,
        opening: |_| csv::head(b'\t'),
        writer: csv::tabs,
        ..LINES
    },
    Form {
        format: Format::Geojson,
        name: "geojson",
        what: "events with coordinates, for maps",
        ending: ".geojson",
        offsets: Counting::None,
        lists: Lists::Events,
        opening: |_| geojson::OPENING.into(),
        closing: geojson::CLOSING,
        separated: true,
        resumable: true,
        writer: geojson::features,
    },
    Form {
        format: Format::Ftm,
        name: "ftm",
        what: "entities of FollowTheMoney, for Aleph and its kin",
        ending: ".ftm.jsonl",
        offsets: Counting::None,
        writer: ftm::entities,
        ..LINES
    },
    Form {
        format: Format::Stix,
        name: "stix",
        what: "a STIX 2.1 bundle",
        ending: ".stix.json",
        offsets: Counting::None,
        opening: stix::opening,
        closing: stix::CLOSING,
        writer: stix::objects,
        ..LINES
    },
    Form {
        format: Format::Labelstudio,
        name: "labelstudio",
        what: "tasks for Label Studio, with everything as predictions",
        ending: ".labelstudio.json",
        offsets: Counting::Own,
        opening: |_| labelstudio::OPENING.into(),
        closing: labelstudio::CLOSING,
        separated: true,
        writer: labelstudio::task,
        ..LINES
    },
    Form {
        format: Format::Brat,
        name: "brat",
        what: "standoff files for brat, two an article, into a folder",
        ending: ".ann",
        offsets: Counting::Own,
        writer: brat::standoff,
        ..LINES
    },
    Form {
        format: Format::Spacy,
        name: "spacy",
        what: "one spaCy document a line, for Doc.from_json",
        ending: ".spacy.jsonl",
        offsets: Counting::Own,
        writer: spacy::line,
        ..LINES
    },
    Form {
        format: Format::Conll,
        name: "conll",
        what: "one token a line, CoNLL-U Plus",
        ending: ".conllup",
        offsets: Counting::Own,
        opening: |_| conll::OPENING.into(),
        writer: conll::sentences,
        ..LINES
    },
    Form {
        format: Format::Webannotation,
        name: "webannotation",
        what: "W3C Web Annotations, a page an article and line",
        ending: ".jsonld",
        offsets: Counting::Own,
        writer: webannotation::page,
        ..LINES
    },
    Form {
        format: Format::Marked,
        name: "marked",
        what: "the article with marks in it, for a terminal",
        ending: ".marked.txt",
        offsets: Counting::Own,
        writer: marked::article,
        ..LINES
    },
    #[cfg(feature = "parquet")]
    Form {
        format: Format::Parquet,
        name: "parquet",
        what: "one event a row, with everything that its line of `events` says",
        ending: ".parquet",
        lists: Lists::Events,
        resumable: false,
        writer: events::lines,
        ..LINES
    },
];

/// All formats, in the order of the table.
const ALL: [Format; FORMATS.len()] = {
    let mut all = [Format::Jsonl; FORMATS.len()];
    let mut at = 0;
    while at < all.len() {
        all[at] = FORMATS[at].format;
        at += 1;
    }
    all
};

impl Format {
    /// What the table says of it.
    pub fn form(self) -> &'static Form {
        FORMATS.iter().find(|form| form.format == self).unwrap_or(&LINES)
    }

    /// The format of that name.
    pub fn of(name: &str) -> Option<Self> {
        FORMATS.iter().find(|form| form.name == name).map(|form| form.format)
    }
}

impl clap::ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let form = self.form();
        Some(PossibleValue::new(form.name).help(form.what))
    }
}

/// Appends the piece of an article to `out`; the record was assembled for this format, see [`super::Settings::format`].
///
/// # Errors
/// None that a record can cause; serialization is fallible by type only.
pub fn write(record: &Record, format: Format, out: &mut Vec<u8>) -> Result<(), Error> {
    (format.form().writer)(record, out)
}

/// The files of an article in a folder, by their endings: one, but for brat's text and marks.
///
/// # Errors
/// As [`Envelope::wrap`].
pub fn files(format: Format, piece: &[u8]) -> std::io::Result<Vec<(&'static str, Vec<u8>)>> {
    Ok(match format {
        Format::Brat => {
            let [text, marks] = brat::files(piece);
            vec![(".txt", text.to_vec()), (format.form().ending, marks.to_vec())]
        }
        _ => vec![(format.form().ending, Envelope::around(format, piece)?)],
    })
}
