//! First-in, first-out queues of byte records.

use std::time::Duration;

use bytes::Bytes;
use futures_core::stream::BoxStream;
use futures_util::stream;

use crate::client::Client;
use crate::objects::sealed::Kind;
use crate::objects::{Entry, common_calls, object};
use crate::proto::{
    self, QueueRecord, QueueServiceCreateRequest, QueueServicePeekRequest,
    QueueServicePopManyRequest, QueueServicePopRequest, QueueServicePushManyRequest,
    QueueServicePushRequest, QueueServiceStatisticsRequest,
};
use crate::{Error, ErrorKind, Page, Result};

const WAIT_MAX: Duration = Duration::from_secs(86_400);
/// How long one pop of a stream waits: a host that went away without a word is noticed after it.
const STREAM_WAIT: Duration = Duration::from_secs(10);

/// A queue of a host. Records travel with their CRC32, from push to pop.
#[derive(Clone, Debug)]
pub struct Queue {
    client: Client,
    name: String,
}

/// How full a queue is, at some moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct QueueStatistics {
    /// Records in the queue.
    pub items: u64,
    /// Bytes of the region that records and their bookkeeping take.
    pub used_bytes: u64,
    /// Bytes of the region that are free.
    pub free_bytes: u64,
    /// Bytes of the region.
    pub capacity_bytes: u64,
    /// Pushes whose process died half-way.
    pub skipped: u64,
}

impl Queue {
    /// Pushes a record of at most 65,536 bytes; `false` if there is no room now.
    pub async fn push(&self, record: impl AsRef<[u8]>) -> Result<bool> {
        let payload = Bytes::copy_from_slice(record.as_ref());
        let request = QueueServicePushRequest {
            name: self.name.clone(),
            crc32: Some(crc32fast::hash(&payload)),
            payload: Some(payload),
            timeout_ms: None,
        };
        Ok(self.client.call(request).await?.pushed)
    }

    /// Pushes all of them, with nothing between, or none: `false` if there is no room now.
    ///
    /// At most 1,000 records, and 128 KiB with all that goes with them.
    pub async fn push_many<R: AsRef<[u8]>>(
        &self,
        records: impl IntoIterator<Item = R>,
    ) -> Result<bool> {
        let records: Vec<_> = records.into_iter().map(sealed).collect();
        let count = records.len();
        let request = QueueServicePushManyRequest {
            name: self.name.clone(),
            records,
            timeout_ms: None,
        };
        Ok(self.client.call(request).await?.pushed as usize == count)
    }

    /// The oldest record; `None` if there was none for as long as `wait`, which is at most a day
    /// and comes on top of the timeout. Zero answers at once.
    ///
    /// Where this future is dropped, a record that was on its way is lost.
    pub async fn pop(&self, wait: Duration) -> Result<Option<Bytes>> {
        let request = QueueServicePopRequest {
            name: self.name.clone(),
            wait_ms: Some(wait_ms(wait)?),
            timeout_ms: None,
        };
        let reply = self.client.call(request).await?;
        reply
            .found
            .then(|| checked(reply.payload, reply.crc32))
            .transpose()
    }

    /// The oldest records, at most `count` (1 to 1,000) and as many as one reply of 128 KiB holds;
    /// none if there was none for as long as `wait`. See [`pop`](Self::pop).
    pub async fn pop_many(&self, count: u32, wait: Duration) -> Result<Vec<Bytes>> {
        let request = QueueServicePopManyRequest {
            name: self.name.clone(),
            max_items: Some(count),
            wait_ms: Some(wait_ms(wait)?),
            timeout_ms: None,
        };
        let records = self.client.call(request).await?.records.into_iter();
        records
            .map(|record| checked(record.payload.unwrap_or_default(), record.crc32))
            .collect()
    }

    /// The records as they come, each popped when it is asked for; waits as long as it takes.
    ///
    /// Ends when the client is closed, or after the first error. Where the stream is dropped while it
    /// waits, a record that was on its way is lost.
    ///
    /// ```no_run
    /// # async fn example(jobs: polyprim_client::Queue) -> polyprim_client::Result<()> {
    /// use futures_util::TryStreamExt as _;
    ///
    /// let mut records = jobs.records();
    /// while let Some(job) = records.try_next().await? {
    ///     println!("{job:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn records(&self) -> BoxStream<'static, Result<Bytes>> {
        Box::pin(stream::try_unfold(self.clone(), |queue| async move {
            loop {
                match queue.pop(STREAM_WAIT).await {
                    Ok(Some(record)) => return Ok(Some((record, queue))),
                    Ok(None) => {}
                    Err(error) if error.kind() == ErrorKind::Closed => return Ok(None),
                    Err(error) => return Err(error),
                }
            }
        }))
    }

    /// The oldest record, which stays in the queue; `None` if there is none.
    pub async fn peek(&self) -> Result<Option<Bytes>> {
        let request = QueueServicePeekRequest {
            name: self.name.clone(),
            timeout_ms: None,
        };
        let reply = self.client.call(request).await?;
        reply
            .found
            .then(|| checked(reply.payload, reply.crc32))
            .transpose()
    }

    /// How full the queue is.
    pub async fn statistics(&self) -> Result<QueueStatistics> {
        let request = QueueServiceStatisticsRequest {
            name: self.name.clone(),
            timeout_ms: None,
        };
        let reply = self.client.call(request).await?;
        Ok(QueueStatistics {
            items: reply.items,
            used_bytes: reply.used_bytes,
            free_bytes: reply.free_bytes,
            capacity_bytes: reply.capacity_bytes,
            skipped: reply.skipped,
        })
    }
}

object!(Queue);

impl Entry<Queue> {
    /// Bytes of the queue's region if it is made now: a power of two from 64 KiB to 64 MiB, 1 MiB if
    /// not said.
    pub fn capacity(mut self, bytes: u64) -> Self {
        self.options = Some(bytes);
        self
    }
}

impl Kind for Queue {
    type Options = Option<u64>;

    async fn create(client: &Client, name: &str, options: &Self::Options) -> Result<bool> {
        let request = QueueServiceCreateRequest {
            name: name.to_owned(),
            capacity_bytes: *options,
            timeout_ms: None,
        };
        Ok(client.call(request).await?.created)
    }

    common_calls!(
        QueueServiceExistsRequest,
        QueueServiceDeleteRequest,
        QueueServiceListRequest
    );
}

fn sealed(record: impl AsRef<[u8]>) -> QueueRecord {
    let payload = Bytes::copy_from_slice(record.as_ref());
    QueueRecord {
        crc32: Some(crc32fast::hash(&payload)),
        payload: Some(payload),
    }
}

fn checked(payload: Bytes, crc32: Option<u32>) -> Result<Bytes> {
    if crc32.is_none_or(|crc32| crc32 == crc32fast::hash(&payload)) {
        return Ok(payload);
    }
    let message = "a record arrived damaged";
    Err(Error::new(ErrorKind::Checksum, "DATA_LOSS", message).with_reason("CHECKSUM"))
}

fn wait_ms(wait: Duration) -> Result<i32> {
    match i32::try_from(wait.as_millis()) {
        Ok(ms) if wait <= WAIT_MAX => Ok(ms),
        _ => Err(Error::invalid(format!(
            "a pop waits at most a day: {wait:?}"
        ))),
    }
}
