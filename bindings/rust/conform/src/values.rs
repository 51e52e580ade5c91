//! Values as protobuf's JSON writes them.

use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::Value;

/// An integer, which JSON may have as a number or, as all of 64 bits, in a string.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "Value", bound = "T: FromStr")]
pub(crate) struct Int<T>(pub(crate) T);

impl<T: FromStr> TryFrom<Value> for Int<T> {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let text = match &value {
            Value::String(text) => text.clone(),
            value => value.to_string(),
        };
        let number = text.parse();
        number
            .map(Self)
            .map_err(|_| format!("{text} is no integer"))
    }
}

/// Bytes, in base64.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Octets(pub(crate) Vec<u8>);

impl TryFrom<String> for Octets {
    type Error = base64::DecodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        BASE64_STANDARD.decode(text).map(Self)
    }
}

/// The 16 bytes of a trace id, in base64.
#[derive(Deserialize)]
#[serde(try_from = "Octets")]
pub(crate) struct TraceId(pub(crate) [u8; 16]);

impl TryFrom<Octets> for TraceId {
    type Error = &'static str;

    fn try_from(octets: Octets) -> Result<Self, Self::Error> {
        let id = octets.0.try_into();
        id.map(Self).map_err(|_| "a trace id has 16 bytes")
    }
}
