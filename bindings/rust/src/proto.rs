//! The contract's messages, for what the typed methods do not reach.
//!
//! They follow `prost` and the contract, and may change where the rest of this crate does not.
#![allow(missing_docs, clippy::pedantic)] // as the .proto files have it

/// The request of one method of the contract; see [`Client::call`](crate::Client::call).
pub trait Request: prost::Message + Clone + 'static {
    /// What the method answers.
    type Response: prost::Message + Default + 'static;

    /// The path of the method.
    const PATH: &'static str;

    /// Whether the method changes nothing, so that it may be called again at any time.
    const IS_READ_ONLY: bool;

    /// Says how long the caller waits for the answer.
    fn set_timeout_ms(&mut self, timeout_ms: i32);

    /// How long the host is asked to wait for something to happen.
    fn wait_ms(&self) -> i32 {
        0
    }
}

include!("gen/polyprim.v1.rs");
