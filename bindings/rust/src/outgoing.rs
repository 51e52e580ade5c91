//! Messages as bytes, so that the transport is compiled once and not once for each method.

use bytes::{Buf as _, BufMut as _, Bytes};
use tonic::Status;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};

use crate::proto::Request;

const SESSION_SERVICE: &str = "/polyprim.v1.SessionService/";

/// A request whose type is left behind: what the transport must know of it.
#[derive(Clone, Copy)]
pub(crate) struct Outgoing<'a> {
    pub(crate) path: &'static str,
    /// Whether it may be made twice without a session: it changes nothing, or is about a session
    /// itself, where opening or closing another time does no harm.
    pub(crate) is_repeatable: bool,
    /// The message, with so many milliseconds for its timeout.
    pub(crate) encoded: &'a (dyn Fn(i32) -> Bytes + Send + Sync),
}

impl<'a> Outgoing<'a> {
    pub(crate) fn new<R: Request>(encoded: &'a (dyn Fn(i32) -> Bytes + Send + Sync)) -> Self {
        Self {
            path: R::PATH,
            is_repeatable: R::IS_READ_ONLY || R::PATH.starts_with(SESSION_SERVICE),
            encoded,
        }
    }
}

/// See [`Outgoing::encoded`].
pub(crate) fn encoder<R: Request>(request: R) -> impl Fn(i32) -> Bytes + Send + Sync {
    move |timeout_ms| {
        let mut request = request.clone();
        request.set_timeout_ms(timeout_ms);
        request.encode_to_vec().into()
    }
}

pub(crate) struct BytesCodec;

impl Codec for BytesCodec {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for BytesCodec {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, message: Bytes, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put(message);
        Ok(())
    }
}

impl Decoder for BytesCodec {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(buffer.copy_to_bytes(buffer.remaining())))
    }
}
