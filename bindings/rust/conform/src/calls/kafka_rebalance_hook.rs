use std::time::Duration;

use polyprim_client::proto::{
    KafkaRebalanceHookServiceCreateRequest, KafkaRebalanceHookServiceCreateResponse,
    KafkaRebalanceHookServiceDeleteRequest, KafkaRebalanceHookServiceDeleteResponse,
    KafkaRebalanceHookServiceEventsRequest, KafkaRebalanceHookServiceEventsResponse,
    KafkaRebalanceHookServiceExistsRequest, KafkaRebalanceHookServiceExistsResponse,
    KafkaRebalanceHookServiceGetRequest, KafkaRebalanceHookServiceGetResponse,
    KafkaRebalanceHookServiceListRequest, KafkaRebalanceHookServiceListResponse,
    KafkaRebalanceHookServiceReportRequest, KafkaRebalanceHookServiceReportResponse,
    KafkaRebalanceHookServiceSucceedRequest, KafkaRebalanceHookServiceSucceedResponse,
    RebalanceEvent,
};
use polyprim_client::{Bytes, Client, Event};
use serde::Deserialize;
use serde_json::Value;

use crate::calls::{Listed, Named, fits};
use crate::fault::Fault;
use crate::values::{Int, TraceId};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Create {
    name: String,
    jitter: bool,
    cap_ms: Int<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    name: String,
    error: Int<i32>,
    trace_id: Option<TraceId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Events {
    name: String,
    after: Option<Int<u64>>,
    limit: Int<u32>,
}

pub(super) async fn call(client: &Client, method: &str, args: Value) -> Result<Value, Fault> {
    let group = |name: String| client.kafka_rebalance_hook(name).handle();
    match method {
        "create" => fits!(
            client,
            args,
            KafkaRebalanceHookServiceCreateRequest,
            |of: Create| {
                let entry = client.kafka_rebalance_hook(of.name).jitter(of.jitter);
                let entry = entry.cap(Duration::from_millis(of.cap_ms.0.into()));
                KafkaRebalanceHookServiceCreateResponse {
                    created: entry.create().await?.is_some(),
                }
            }
        ),
        "exists" => fits!(
            client,
            args,
            KafkaRebalanceHookServiceExistsRequest,
            |of: Named| {
                KafkaRebalanceHookServiceExistsResponse {
                    exists: client.kafka_rebalance_hook(of.name).exists().await?,
                }
            }
        ),
        "list" => fits!(
            client,
            args,
            KafkaRebalanceHookServiceListRequest,
            |of: Listed| {
                let cursor = of.cursor.map_or(0, |cursor| cursor.0);
                let groups = client.kafka_rebalance_hooks();
                let page = groups.list(&of.prefix, cursor, of.limit.0).await?;
                KafkaRebalanceHookServiceListResponse {
                    names: page.names,
                    next_cursor: page.next_cursor,
                }
            }
        ),
        "delete" => fits!(
            client,
            args,
            KafkaRebalanceHookServiceDeleteRequest,
            |of: Named| {
                group(of.name).delete().await?;
                KafkaRebalanceHookServiceDeleteResponse {}
            }
        ),
        "report" => fits!(
            client,
            args,
            KafkaRebalanceHookServiceReportRequest,
            |of: Report| {
                let trace_id = of.trace_id.map(|id| id.0);
                let report = group(of.name).report(of.error.0, trace_id).await?;
                KafkaRebalanceHookServiceReportResponse {
                    retry: report.retry,
                    backoff_ms: milliseconds(report.backoff)?,
                }
            }
        ),
        "succeed" => fits!(
            client,
            args,
            KafkaRebalanceHookServiceSucceedRequest,
            |of: Named| {
                group(of.name).succeed().await?;
                KafkaRebalanceHookServiceSucceedResponse {}
            }
        ),
        "get" => fits!(
            client,
            args,
            KafkaRebalanceHookServiceGetRequest,
            |of: Named| {
                KafkaRebalanceHookServiceGetResponse {
                    retry: group(of.name).get().await?,
                }
            }
        ),
        "events" => fits!(
            client,
            args,
            KafkaRebalanceHookServiceEventsRequest,
            |of: Events| {
                let after = of.after.map_or(0, |after| after.0);
                let events = group(of.name).events(after, of.limit.0).await?;
                let events: Result<_, Fault> = events.into_iter().map(event).collect();
                KafkaRebalanceHookServiceEventsResponse { events: events? }
            }
        ),
        _ => Err(Fault::unimplemented(method)),
    }
}

fn event(event: Event) -> Result<RebalanceEvent, Fault> {
    let trace_id = event.trace_id.map(|id| Bytes::copy_from_slice(&id));
    Ok(RebalanceEvent {
        sequence: event.sequence,
        unix_ms: event.unix_ms,
        retry: event.retry,
        backoff_ms: milliseconds(event.backoff)?,
        error: event.error,
        trace_id: trace_id.unwrap_or_default(),
    })
}

fn milliseconds(duration: Duration) -> Result<i64, Fault> {
    i64::try_from(duration.as_millis()).map_err(Fault::misused)
}
