use polyprim_client::proto::{
    QueueRecord, QueueServiceCreateRequest, QueueServiceDeleteRequest, QueueServiceDeleteResponse,
    QueueServiceExistsRequest, QueueServiceExistsResponse, QueueServiceListRequest,
    QueueServiceListResponse, QueueServicePeekRequest, QueueServicePeekResponse,
    QueueServicePopManyRequest, QueueServicePopManyResponse, QueueServicePopRequest,
    QueueServicePopResponse, QueueServicePushManyRequest, QueueServicePushManyResponse,
    QueueServicePushRequest, QueueServicePushResponse, QueueServiceStatisticsRequest,
    QueueServiceStatisticsResponse,
};
use polyprim_client::{Bytes, Client};
use serde::Deserialize;
use serde_json::Value;

use crate::calls::{Listed, Named, fits, wait};
use crate::dynamic;
use crate::fault::Fault;
use crate::values::{Int, Octets};

/// What the contract takes where a pop does not say how many.
const COUNT_UNSET: u32 = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Push {
    name: String,
    payload: Octets,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    payload: Octets,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PushMany {
    name: String,
    records: Vec<Record>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pop {
    name: String,
    wait_ms: Option<Int<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PopMany {
    name: String,
    max_items: Option<Int<u32>>,
    wait_ms: Option<Int<u32>>,
}

pub(super) async fn call(client: &Client, method: &str, args: Value) -> Result<Value, Fault> {
    let queue = |name: String| client.queue(name).handle();
    match method {
        // The client's own method does not tell the capacity.
        "create" => dynamic::call::<QueueServiceCreateRequest>(client, args).await,
        "exists" => fits!(client, args, QueueServiceExistsRequest, |of: Named| {
            QueueServiceExistsResponse {
                exists: client.queue(of.name).exists().await?,
            }
        }),
        "list" => fits!(client, args, QueueServiceListRequest, |of: Listed| {
            let cursor = of.cursor.map_or(0, |cursor| cursor.0);
            let page = client.queues().list(&of.prefix, cursor, of.limit.0).await?;
            QueueServiceListResponse {
                names: page.names,
                next_cursor: page.next_cursor,
            }
        }),
        "delete" => fits!(client, args, QueueServiceDeleteRequest, |of: Named| {
            queue(of.name).delete().await?;
            QueueServiceDeleteResponse {}
        }),
        "push" => fits!(client, args, QueueServicePushRequest, |of: Push| {
            QueueServicePushResponse {
                pushed: queue(of.name).push(&of.payload.0).await?,
            }
        }),
        "push_many" => fits!(client, args, QueueServicePushManyRequest, |of: PushMany| {
            let records: Vec<_> = of.records.into_iter().map(|one| one.payload.0).collect();
            let pushed = queue(of.name).push_many(&records).await?;
            QueueServicePushManyResponse {
                pushed: if pushed {
                    u32::try_from(records.len()).map_err(Fault::misused)?
                } else {
                    0
                },
            }
        }),
        "pop" => fits!(client, args, QueueServicePopRequest, |of: Pop| {
            let record = queue(of.name).pop(wait(of.wait_ms)).await?;
            QueueServicePopResponse {
                found: record.is_some(),
                crc32: None, // the client verified it, and does not pass it on
                payload: record.unwrap_or_default(),
            }
        }),
        "pop_many" => fits!(client, args, QueueServicePopManyRequest, |of: PopMany| {
            let queue = queue(of.name);
            let count = of.max_items.map_or(COUNT_UNSET, |count| count.0);
            let records = queue.pop_many(count, wait(of.wait_ms)).await?;
            QueueServicePopManyResponse {
                records: records.into_iter().map(popped).collect(),
            }
        }),
        "peek" => fits!(client, args, QueueServicePeekRequest, |of: Named| {
            let record = queue(of.name).peek().await?;
            QueueServicePeekResponse {
                found: record.is_some(),
                crc32: None, // the client verified it, and does not pass it on
                payload: record.unwrap_or_default(),
            }
        }),
        "statistics" => fits!(client, args, QueueServiceStatisticsRequest, |of: Named| {
            let statistics = queue(of.name).statistics().await?;
            QueueServiceStatisticsResponse {
                items: statistics.items,
                used_bytes: statistics.used_bytes,
                free_bytes: statistics.free_bytes,
                capacity_bytes: statistics.capacity_bytes,
                skipped: statistics.skipped,
            }
        }),
        _ => Err(Fault::unimplemented(method)),
    }
}

/// The client verified the CRC32, and does not pass it on.
fn popped(record: Bytes) -> QueueRecord {
    QueueRecord {
        payload: Some(record),
        crc32: None,
    }
}
