//! Events on the map: `GeoJSON` (RFC 7946), a point for each event whose place has coordinates, with the columns of the table as properties.
//!
//! Coordinates are those of the gazetteers: the middle of what `place_precision` says. Events without a place that has coordinates are left out.

use super::row::{COLUMNS, Cell, Row, rows};
use super::{Record, compact};
use serde::de::value::Error;
use serde::ser::{Serialize, SerializeMap, Serializer};

pub(super) const OPENING: &str = "{\"type\":\"FeatureCollection\",\"features\":[\n";
pub(super) const CLOSING: &str = "\n]}\n";

/// A feature for each event with coordinates.
pub(super) fn features(record: &Record, out: &mut Vec<u8>) -> Result<(), Error> {
    rows(record).try_for_each(|row| feature(&row, out))
}

/// Appends the feature of a row, if it has coordinates, with a comma and a line end before it.
///
/// # Errors
/// None that a row can cause.
pub fn feature(row: &Row, out: &mut Vec<u8>) -> Result<(), Error> {
    let Some((lat, lon)) = row.point() else { return Ok(()) };
    out.extend_from_slice(b",\n");
    compact::write(&Feature { row, point: [lon, lat] }, out)
}

struct Feature<'r, 'a> {
    row: &'r Row<'a>,
    point: [f64; 2],
}

impl Serialize for Feature<'_, '_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Geometry {
            #[serde(rename = "type")]
            kind: &'static str,
            coordinates: [f64; 2],
        }
        let mut map = out.serialize_map(Some(4))?;
        map.serialize_entry("type", "Feature")?;
        map.serialize_entry("id", &self.row.id)?;
        map.serialize_entry("geometry", &Geometry { kind: "Point", coordinates: self.point })?;
        map.serialize_entry("properties", &Properties(self.row))?;
        map.end()
    }
}

struct Properties<'r, 'a>(&'r Row<'a>);

impl Serialize for Properties<'_, '_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(None)?;
        for ((name, _), cell) in COLUMNS.iter().zip(self.0.cells()) {
            // the point says it
            if !matches!(*name, "latitude" | "longitude") {
                map.serialize_entry(name, &cell)?;
            }
        }
        map.end()
    }
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Words(words) => out.serialize_str(words),
            Cell::Name(name) => out.serialize_str(name),
            Cell::Number(number) => number.serialize(out),
            Cell::Flag(flag) => out.serialize_bool(*flag),
            Cell::Empty => out.serialize_none(),
        }
    }
}
