//! The contract's methods by their names: the client's own methods where the arguments fit them,
//! and its lower level for arguments that only a test would send.

mod counter;
mod kafka_rebalance_hook;
mod queue;

use std::time::Duration;

use polyprim_client::Client;
use serde::Deserialize;
use serde_json::Value;

use crate::fault::Fault;
use crate::values::Int;

pub(crate) async fn call(client: &Client, method: &str, args: Value) -> Result<Value, Fault> {
    match method.split_once('.') {
        Some(("counter", method)) => counter::call(client, method, args).await,
        Some(("queue", method)) => queue::call(client, method, args).await,
        Some(("kafka_rebalance_hook", method)) => {
            kafka_rebalance_hook::call(client, method, args).await
        }
        _ => Err(Fault::unimplemented(method)),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    #[serde(default)]
    prefix: String,
    cursor: Option<Int<u32>>,
    limit: Int<u32>,
}

/// Arguments that the client's own methods can say, or `None`.
fn fitting<T: for<'de> Deserialize<'de>>(args: &Value) -> Option<T> {
    T::deserialize(args).ok()
}

fn wait(ms: Option<Int<u32>>) -> Duration {
    Duration::from_millis(ms.map_or(0, |ms| ms.0.into()))
}

/// Calls `$request`'s method by `$reply` if the arguments have that shape.
macro_rules! fits {
    ($client:ident, $args:ident, $request:ident, |$fit:ident: $shape:ty| $reply:expr) => {
        match crate::calls::fitting::<$shape>(&$args) {
            Some($fit) => crate::dynamic::answer::<$request>(&$reply),
            None => crate::dynamic::call::<$request>($client, $args).await,
        }
    };
}

use fits;
