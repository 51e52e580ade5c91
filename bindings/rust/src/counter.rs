//! 64-bit counters.

use crate::client::Client;
use crate::objects::sealed::Kind;
use crate::objects::{Entry, Objects, common_calls, object};
use crate::proto::{
    self, CounterAddition, CounterServiceAddManyRequest, CounterServiceAddRequest,
    CounterServiceCompareExchangeRequest, CounterServiceCreateRequest, CounterServiceGetRequest,
    CounterServiceResetRequest,
};
use crate::{Page, Result};

/// A counter of a host. Its operations are atomic, and sums wrap around at 64 bits.
#[derive(Clone, Debug)]
pub struct Counter {
    client: Client,
    name: String,
}

/// What a [`Counter::compare_exchange`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CompareExchange {
    /// Whether the counter held the expected value, and holds the desired one now.
    pub exchanged: bool,
    /// What the counter holds now.
    pub value: i64,
}

impl Counter {
    /// Adds, and answers the sum.
    pub async fn add(&self, delta: i64) -> Result<i64> {
        let request = CounterServiceAddRequest {
            name: self.name.clone(),
            delta: Some(delta),
            timeout_ms: None,
        };
        Ok(self.client.call(request).await?.value)
    }

    /// The count.
    pub async fn get(&self) -> Result<i64> {
        let request = CounterServiceGetRequest {
            name: self.name.clone(),
            timeout_ms: None,
        };
        Ok(self.client.call(request).await?.value)
    }

    /// Sets `desired` if the count is `expected`.
    pub async fn compare_exchange(&self, expected: i64, desired: i64) -> Result<CompareExchange> {
        let request = CounterServiceCompareExchangeRequest {
            name: self.name.clone(),
            expected: Some(expected),
            desired: Some(desired),
            timeout_ms: None,
        };
        let reply = self.client.call(request).await?;
        Ok(CompareExchange {
            exchanged: reply.exchanged,
            value: reply.value,
        })
    }

    /// Sets the count, and answers what it was.
    pub async fn reset(&self, value: i64) -> Result<i64> {
        let request = CounterServiceResetRequest {
            name: self.name.clone(),
            value: Some(value),
            timeout_ms: None,
        };
        Ok(self.client.call(request).await?.previous)
    }
}

object!(Counter);

impl Entry<Counter> {
    /// What the counter holds if it is made now; 0 if not said.
    pub fn initial_value(mut self, value: i64) -> Self {
        self.options = Some(value);
        self
    }
}

impl Objects<Counter> {
    /// Adds to up to 1,000 counters in one call, and answers their sums.
    ///
    /// If one is missing, nothing is added. Each addition is atomic, all together are not.
    ///
    /// ```no_run
    /// # async fn example(client: polyprim_client::Client) -> polyprim_client::Result<()> {
    /// let sums = client.counters().add_many([("hits", 1), ("bytes", 512)]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn add_many<N: Into<String>>(
        &self,
        additions: impl IntoIterator<Item = (N, i64)>,
    ) -> Result<Vec<i64>> {
        let additions = additions.into_iter().map(|(name, delta)| CounterAddition {
            name: name.into(),
            delta: Some(delta),
        });
        let request = CounterServiceAddManyRequest {
            additions: additions.collect(),
            timeout_ms: None,
        };
        Ok(self.client.call(request).await?.values)
    }
}

impl Kind for Counter {
    type Options = Option<i64>;

    async fn create(client: &Client, name: &str, options: &Self::Options) -> Result<bool> {
        let request = CounterServiceCreateRequest {
            name: name.to_owned(),
            initial_value: *options,
            timeout_ms: None,
        };
        Ok(client.call(request).await?.created)
    }

    common_calls!(
        CounterServiceExistsRequest,
        CounterServiceDeleteRequest,
        CounterServiceListRequest
    );
}
