#![doc = include_str!("../README.md")]

mod builder;
mod client;
mod counter;
mod error;
mod kafka_rebalance_hook;
mod objects;
mod outgoing;
pub mod proto;
mod queue;
mod retry;
mod session;
#[cfg(feature = "tls")]
mod tls;
mod trace;

pub use builder::ClientBuilder;
pub use bytes::Bytes;
pub use client::Client;
pub use counter::{CompareExchange, Counter};
pub use error::{Error, ErrorKind, Result};
pub use kafka_rebalance_hook::{Event, KafkaRebalanceHook, REBALANCE_IN_PROGRESS, Report};
pub use objects::{Entry, Objects, Page, Primitive};
pub use queue::{Queue, QueueStatistics};
#[cfg(feature = "tls")]
pub use tls::Tls;
