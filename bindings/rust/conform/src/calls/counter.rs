use polyprim_client::Client;
use polyprim_client::proto::{
    CounterServiceAddManyRequest, CounterServiceAddManyResponse, CounterServiceAddRequest,
    CounterServiceAddResponse, CounterServiceCompareExchangeRequest,
    CounterServiceCompareExchangeResponse, CounterServiceCreateRequest,
    CounterServiceDeleteRequest, CounterServiceDeleteResponse, CounterServiceExistsRequest,
    CounterServiceExistsResponse, CounterServiceGetRequest, CounterServiceGetResponse,
    CounterServiceListRequest, CounterServiceListResponse, CounterServiceResetRequest,
    CounterServiceResetResponse,
};
use serde::Deserialize;
use serde_json::Value;

use crate::calls::{Listed, Named, fits};
use crate::dynamic;
use crate::fault::Fault;
use crate::values::Int;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Addition {
    name: String,
    delta: Int<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Additions {
    additions: Vec<Addition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exchange {
    name: String,
    expected: Int<i64>,
    desired: Int<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reset {
    name: String,
    value: Int<i64>,
}

pub(super) async fn call(client: &Client, method: &str, args: Value) -> Result<Value, Fault> {
    let counter = |name: String| client.counter(name).handle();
    match method {
        // The client's own method does not tell the value.
        "create" => dynamic::call::<CounterServiceCreateRequest>(client, args).await,
        "exists" => fits!(client, args, CounterServiceExistsRequest, |of: Named| {
            CounterServiceExistsResponse {
                exists: client.counter(of.name).exists().await?,
            }
        }),
        "list" => fits!(client, args, CounterServiceListRequest, |of: Listed| {
            let cursor = of.cursor.map_or(0, |cursor| cursor.0);
            let page = client
                .counters()
                .list(&of.prefix, cursor, of.limit.0)
                .await?;
            CounterServiceListResponse {
                names: page.names,
                next_cursor: page.next_cursor,
            }
        }),
        "delete" => fits!(client, args, CounterServiceDeleteRequest, |of: Named| {
            counter(of.name).delete().await?;
            CounterServiceDeleteResponse {}
        }),
        "add" => fits!(client, args, CounterServiceAddRequest, |of: Addition| {
            CounterServiceAddResponse {
                value: counter(of.name).add(of.delta.0).await?,
            }
        }),
        "get" => fits!(client, args, CounterServiceGetRequest, |of: Named| {
            CounterServiceGetResponse {
                value: counter(of.name).get().await?,
            }
        }),
        "compare_exchange" => {
            fits!(
                client,
                args,
                CounterServiceCompareExchangeRequest,
                |of: Exchange| {
                    let counter = counter(of.name);
                    let outcome = counter
                        .compare_exchange(of.expected.0, of.desired.0)
                        .await?;
                    CounterServiceCompareExchangeResponse {
                        exchanged: outcome.exchanged,
                        value: outcome.value,
                    }
                }
            )
        }
        "reset" => fits!(client, args, CounterServiceResetRequest, |of: Reset| {
            CounterServiceResetResponse {
                previous: counter(of.name).reset(of.value.0).await?,
            }
        }),
        "add_many" => fits!(
            client,
            args,
            CounterServiceAddManyRequest,
            |of: Additions| {
                let additions = of.additions.into_iter().map(|one| (one.name, one.delta.0));
                CounterServiceAddManyResponse {
                    values: client.counters().add_many(additions).await?,
                }
            }
        ),
        _ => Err(Fault::unimplemented(method)),
    }
}
