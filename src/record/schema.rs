//! What records look like, for machines: JSON Schema, and the columns that readers would otherwise guess from samples.

use super::{EventLine, Record};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

/// What a line of output is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Shape {
    /// One article: `--format jsonl` and `json`.
    #[default]
    Record,
    /// One event: `--format events`.
    Event,
}

/// The JSON Schema (2020-12) of a shape.
pub fn json_schema(shape: Shape) -> Value {
    match shape {
        Shape::Record => schema_of::<Record>(),
        Shape::Event => schema_of::<EventLine>(),
    }
}

/// The JSON Schema (2020-12) of what stands on a line of output.
pub fn schema_of<T: JsonSchema>() -> Value {
    schema::<T>(SchemaSettings::draft2020_12())
}

fn schema<T: JsonSchema>(settings: SchemaSettings) -> Value {
    // what is written, not what is read: every field is required
    settings.for_serialize().into_generator().into_root_schema_for::<T>().to_value()
}

/// The same without references.
pub fn inlined_schema_of<T: JsonSchema>() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    schema::<T>(settings)
}

/// `columns = {…}` for `DuckDB`'s `read_json`, with the type of every field.
pub fn duckdb_columns(shape: Shape) -> String {
    match shape {
        Shape::Record => duckdb_columns_of::<Record>(),
        Shape::Event => duckdb_columns_of::<EventLine>(),
    }
}

/// The same for what stands on a line of output.
pub fn duckdb_columns_of<T: JsonSchema>() -> String {
    let schema = inlined_schema_of::<T>();
    let columns = properties(&schema).map(|(name, of)| format!("  {name}: '{}'", duckdb_type(of).replace('\'', "''")));
    format!("columns = {{\n{}\n}}", columns.collect::<Vec<_>>().join(",\n"))
}

pub(super) fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema.get("properties").and_then(Value::as_object).into_iter().flatten()
}

fn duckdb_type(schema: &Value) -> String {
    match kind(schema) {
        "object" => {
            let schema = some(schema);
            let fields = properties(schema).map(|(name, of)| format!("\"{name}\" {}", duckdb_type(of)));
            format!("STRUCT({})", fields.collect::<Vec<_>>().join(", "))
        }
        "array" => some(schema).get("items").map_or_else(|| "JSON[]".to_owned(), |items| duckdb_type(items) + "[]"),
        "integer" => "BIGINT".to_owned(),
        "number" => "DOUBLE".to_owned(),
        "boolean" => "BOOLEAN".to_owned(),
        _ => "VARCHAR".to_owned(),
    }
}

/// The schema of a value that is there: the one of `anyOf` that is not null.
pub(super) fn some(schema: &Value) -> &Value {
    let of = ["anyOf", "oneOf"].iter().find_map(|key| schema.get(*key)?.as_array());
    of.and_then(|several| several.iter().find(|one| one.get("type").is_none_or(|kind| kind != "null")))
        .map_or(schema, some)
}

/// The JSON type of a schema, null aside; `string` for the enumerations.
pub(super) fn kind(schema: &Value) -> &str {
    match some(schema).get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("string")
        }
        _ => "string",
    }
}
