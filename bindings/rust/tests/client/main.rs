//! The client against a host of this tree, and against servers that misbehave.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

mod calls;
mod counter;
mod errors;
mod example;
mod fake;
mod host;
mod kafka_rebalance_hook;
mod queue;
mod readme;
mod retries;
mod sessions;
#[cfg(feature = "tls")]
mod tls;
#[cfg(feature = "opentelemetry")]
mod trace;
mod transport;
