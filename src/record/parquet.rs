//! A table of nested columns: Parquet, one row for each event with everything that its line of JSON says.
//!
//! In: lines of JSON. Out: the bytes of a file, as they come. The columns are those of the schema that `dateline schema` prints, so they are the same in every file, also
//! in one without rows; what is null in JSON is null here. Rows are gathered by number, not by article or block, so the bytes do not depend on how the input was cut.

use super::schema::{kind, properties, some};
use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use serde_json::Value;
use std::sync::Arc;

/// Rows that are written at once.
const BATCH: usize = 4096;

/// A file that is being written.
pub(super) struct Sheet {
    decoder: Decoder,
    writer: ArrowWriter<Vec<u8>>,
}

impl Sheet {
    /// An empty file with the columns of a schema without references.
    pub(super) fn new(schema: &Value) -> Result<Self, ParquetError> {
        let schema: SchemaRef = Arc::new(Schema::new(fields(schema)));
        let settings = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        Ok(Self {
            decoder: ReaderBuilder::new(Arc::clone(&schema)).with_batch_size(BATCH).build_decoder()?,
            writer: ArrowWriter::try_new(Vec::new(), schema, Some(settings))?,
        })
    }

    /// Takes lines, and gives what can be written of the file.
    pub(super) fn take(&mut self, mut lines: &[u8]) -> Result<Vec<u8>, ParquetError> {
        while !lines.is_empty() {
            let read = self.decoder.decode(lines)?;
            lines = lines.get(read..).unwrap_or(&[]);
            if self.decoder.len() >= BATCH {
                self.flush()?;
            } else if read == 0 {
                return Err(ArrowError::JsonError("a line is no object".to_owned()).into());
            }
        }
        Ok(std::mem::take(self.writer.inner_mut()))
    }

    fn flush(&mut self) -> Result<(), ParquetError> {
        match self.decoder.flush()? {
            Some(rows) => self.writer.write(&rows),
            None => Ok(()),
        }
    }

    /// The rest of the file.
    pub(super) fn close(mut self) -> Result<Vec<u8>, ParquetError> {
        self.flush()?;
        self.writer.into_inner()
    }
}

fn fields(schema: &Value) -> Fields {
    properties(some(schema)).map(|(name, of)| Field::new(name, column(of), true)).collect()
}

fn column(schema: &Value) -> DataType {
    match kind(schema) {
        "object" => DataType::Struct(fields(schema)),
        "array" => {
            let items = some(schema).get("items").map_or(DataType::Utf8, column);
            DataType::List(Arc::new(Field::new("item", items, true)))
        }
        "integer" => DataType::Int64,
        "number" => DataType::Float64,
        "boolean" => DataType::Boolean,
        _ => DataType::Utf8,
    }
}
