//! A serializer for compact JSON, byte for byte what `serde_json` writes and several times as fast on records.
//!
//! Records are mostly field names and nulls: an article gives twenty times its size of JSON. Names of fields are known to need no escapes and are copied as they
//! are; strings are scanned eight bytes at a time. Numbers with a fraction are left to `serde_json`.

use crate::text::number::{DIGITS, written};
use serde::de::value::Error;
use serde::ser::{
    Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer,
};

/// Appends `value` as compact JSON.
///
/// # Errors
/// For what no record holds: maps whose keys are no strings, enums with content, bytes.
pub(super) fn write(value: &impl Serialize, out: &mut Vec<u8>) -> Result<(), Error> {
    value.serialize(&mut Compact { out })
}

struct Compact<'o> {
    out: &'o mut Vec<u8>,
}

/// A list or object that is open.
struct Open<'c, 'o> {
    compact: &'c mut Compact<'o>,
    empty: bool,
}

impl Compact<'_> {
    fn integer(&mut self, negative: bool, number: u64) {
        if negative {
            self.out.push(b'-');
        }
        self.out.extend_from_slice(written(number, &mut [0; DIGITS]));
    }

    fn string(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.out.reserve(bytes.len() + 2);
        self.out.push(b'"');
        let mut from = 0;
        while let Some(at) = escape_at(bytes, from) {
            self.out.extend_from_slice(&bytes[from..at]);
            self.escape(bytes[at]);
            from = at + 1;
        }
        self.out.extend_from_slice(&bytes[from..]);
        self.out.push(b'"');
    }

    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'"' => b'"',
            b'\\' => b'\\',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0c => b'f',
            _ => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                let (high, low) = (HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]);
                self.out.extend_from_slice(&[b'\\', b'u', b'0', b'0', high, low]);
                return;
            }
        };
        self.out.extend_from_slice(&[b'\\', short]);
    }
}

/// Names of fields and variants are words of our own: nothing in them needs an escape. Inlined with [`Open::serialize_field`].
#[allow(clippy::inline_always)]
#[inline(always)]
fn plain(out: &mut Vec<u8>, name: &'static str) {
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.push(b'"');
}

/// The first byte at or after `from` that JSON does not take as it is.
fn escape_at(bytes: &[u8], mut from: usize) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const TOPS: u64 = ONES << 7;
    // sets the top bit of some byte when any byte is zero, and of none otherwise
    let has_zero = |word: u64| word.wrapping_sub(ONES) & !word & TOPS;
    while let Some(eight) = bytes.get(from..from + 8).and_then(|eight| <[u8; 8]>::try_from(eight).ok()) {
        let word = u64::from_ne_bytes(eight);
        let control = word.wrapping_sub(ONES * 0x20) & !word & TOPS;
        let quote = has_zero(word ^ (ONES * u64::from(b'"')));
        let backslash = has_zero(word ^ (ONES * u64::from(b'\\')));
        if control | quote | backslash != 0 {
            break;
        }
        from += 8;
    }
    let rest = bytes.get(from..)?;
    rest.iter().position(|byte| *byte < 0x20 || matches!(*byte, b'"' | b'\\')).map(|at| from + at)
}

impl<'c, 'o> Serializer for &'c mut Compact<'o> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'c, 'o>;
    type SerializeTuple = Open<'c, 'o>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Open<'c, 'o>;
    type SerializeStruct = Open<'c, 'o>;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        self.integer(value < 0, value.unsigned_abs());
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        self.integer(false, value);
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        serde_json::to_writer(&mut *self.out, &value).map_err(Error::custom)
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        serde_json::to_writer(&mut *self.out, &value).map_err(Error::custom)
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.string(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.string(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        Err(Error::custom("bytes are no JSON"))
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        plain(self.out, variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(Error::custom(name))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'c, 'o>, Error> {
        self.out.push(b'[');
        Ok(Open { compact: self, empty: true })
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'c, 'o>, Error> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Error> {
        Err(Error::custom(name))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(Error::custom(name))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'c, 'o>, Error> {
        self.out.push(b'{');
        Ok(Open { compact: self, empty: true })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'c, 'o>, Error> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Err(Error::custom(name))
    }
}

impl Open<'_, '_> {
    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn comma(&mut self) {
        if !self.empty {
            self.compact.out.push(b',');
        }
        self.empty = false;
    }
}

impl SerializeSeq for Open<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.comma();
        value.serialize(&mut *self.compact)
    }

    fn end(self) -> Result<(), Error> {
        self.compact.out.push(b']');
        Ok(())
    }
}

impl SerializeTuple for Open<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Error> {
        SerializeSeq::end(self)
    }
}

impl SerializeMap for Open<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.comma();
        let before = self.compact.out.len();
        key.serialize(&mut *self.compact)?;
        if self.compact.out.get(before) != Some(&b'"') {
            return Err(Error::custom("a key is no string"));
        }
        self.compact.out.push(b':');
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(&mut *self.compact)
    }

    fn end(self) -> Result<(), Error> {
        self.compact.out.push(b'}');
        Ok(())
    }
}

impl SerializeStruct for Open<'_, '_> {
    type Ok = ();
    type Error = Error;

    // where a field is written its name is known: inlined there, it is copied without a call, a third of what records cost
    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.comma();
        let out = &mut *self.compact.out;
        out.reserve(key.len() + 3);
        plain(out, key);
        out.push(b':');
        value.serialize(&mut *self.compact)
    }

    fn end(self) -> Result<(), Error> {
        self.compact.out.push(b'}');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::write;
    use serde_json::json;

    #[test]
    fn the_bytes_are_those_of_serde_json() {
        let odd: String = (0..0x250_u32).filter_map(char::from_u32).collect();
        let value = json!({
            "a": [1, -1, 0, u64::MAX, i64::MIN, 0.5, 1e300, 53.9, true, false, null],
            "odd \" key": {"x": {}, "y": [], "z": odd},
            "strings": ["", "\"", "12345678\"", "1234567\n", "plain words of some length", "é\u{7f}\u{80}🚒\\", "\u{1f}"],
        });
        let mut ours = Vec::new();
        write(&value, &mut ours).expect("JSON");
        assert_eq!(String::from_utf8(ours).expect("UTF-8"), value.to_string());
    }
}
