//! How long the members of a Kafka consumer group back off when it rebalances.

use std::time::Duration;

use bytes::Bytes;

use crate::client::Client;
use crate::objects::sealed::Kind;
use crate::objects::{Entry, common_calls, object};
use crate::proto::{
    self, KafkaRebalanceHookServiceCreateRequest, KafkaRebalanceHookServiceEventsRequest,
    KafkaRebalanceHookServiceGetRequest, KafkaRebalanceHookServiceReportRequest,
    KafkaRebalanceHookServiceSucceedRequest, RebalanceEvent,
};
use crate::{Error, Page, Result};

/// Kafka's own number of the error that is met most.
pub const REBALANCE_IN_PROGRESS: i32 = 27;

/// A consumer group of a host: one retry count for all its members.
#[derive(Clone, Debug)]
pub struct KafkaRebalanceHook {
    client: Client,
    name: String,
}

/// The answer to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Retries that were counted before this one.
    pub retry: u32,
    /// How long to back off.
    pub backoff: Duration,
}

/// One report of a member of the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// 1 for the group's first event, one more for each after it.
    pub sequence: u64,
    /// When it was reported, in milliseconds of the Unix epoch.
    pub unix_ms: i64,
    /// The retry that the report was answered with.
    pub retry: u32,
    /// The backoff that the report was answered with.
    pub backoff: Duration,
    /// Kafka's number of the error.
    pub error: i32,
    /// The trace that the report belonged to, if it said one.
    pub trace_id: Option<[u8; 16]>,
}

impl KafkaRebalanceHook {
    /// Reports an error by Kafka's number, such as [`REBALANCE_IN_PROGRESS`], with the trace that it
    /// belongs to, if any: answers how long to back off.
    pub async fn report(&self, error: i32, trace_id: Option<[u8; 16]>) -> Result<Report> {
        let request = KafkaRebalanceHookServiceReportRequest {
            name: self.name.clone(),
            error,
            trace_id: trace_id
                .map(|id| Bytes::copy_from_slice(&id))
                .unwrap_or_default(),
            timeout_ms: None,
        };
        let reply = self.client.call(request).await?;
        Ok(Report {
            retry: reply.retry,
            backoff: milliseconds(reply.backoff_ms),
        })
    }

    /// The group is stable again: its retry count goes back to 0.
    pub async fn succeed(&self) -> Result<()> {
        let request = KafkaRebalanceHookServiceSucceedRequest {
            name: self.name.clone(),
            timeout_ms: None,
        };
        self.client.call(request).await?;
        Ok(())
    }

    /// Retries since the group was last stable.
    pub async fn get(&self) -> Result<u32> {
        let request = KafkaRebalanceHookServiceGetRequest {
            name: self.name.clone(),
            timeout_ms: None,
        };
        Ok(self.client.call(request).await?.retry)
    }

    /// Up to `limit` (1 to 256) events after a sequence number, or after 0, oldest first. The latest
    /// 1,023 are kept: a gap in the sequence tells how many were overwritten.
    pub async fn events(&self, after: u64, limit: u32) -> Result<Vec<Event>> {
        let request = KafkaRebalanceHookServiceEventsRequest {
            name: self.name.clone(),
            after,
            limit: Some(limit),
            timeout_ms: None,
        };
        let events = self.client.call(request).await?.events;
        Ok(events.iter().map(event).collect())
    }
}

object!(KafkaRebalanceHook);

impl Entry<KafkaRebalanceHook> {
    /// Draws each backoff of a group that is made now from its upper half, so that its members
    /// spread.
    pub fn jitter(mut self, jitter: bool) -> Self {
        self.options.jitter = Some(jitter);
        self
    }

    /// The longest backoff of a group that is made now: 100 ms to 104,857,600 ms.
    pub fn cap(mut self, cap: Duration) -> Self {
        self.options.cap = Some(cap);
        self
    }
}

/// Options of a group that is made.
#[derive(Clone, Copy, Default)]
pub struct Options {
    jitter: Option<bool>,
    cap: Option<Duration>,
}

impl Kind for KafkaRebalanceHook {
    type Options = Options;

    async fn create(client: &Client, name: &str, options: &Self::Options) -> Result<bool> {
        let cap_ms = options.cap.map(|cap| i32::try_from(cap.as_millis()));
        let request = KafkaRebalanceHookServiceCreateRequest {
            name: name.to_owned(),
            jitter: options.jitter,
            cap_ms: cap_ms
                .transpose()
                .map_err(|_| Error::invalid("a cap is at most 104,857,600 ms"))?,
            timeout_ms: None,
        };
        Ok(client.call(request).await?.created)
    }

    common_calls!(
        KafkaRebalanceHookServiceExistsRequest,
        KafkaRebalanceHookServiceDeleteRequest,
        KafkaRebalanceHookServiceListRequest
    );
}

fn event(event: &RebalanceEvent) -> Event {
    Event {
        sequence: event.sequence,
        unix_ms: event.unix_ms,
        retry: event.retry,
        backoff: milliseconds(event.backoff_ms),
        error: event.error,
        trace_id: event.trace_id[..].try_into().ok(),
    }
}

fn milliseconds(count: i64) -> Duration {
    Duration::from_millis(u64::try_from(count).unwrap_or(0))
}
