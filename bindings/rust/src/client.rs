//! The connection, and how a call goes over it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::uri::PathAndQuery;
use prost::Message;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use tonic::metadata::MetadataMap;
use tonic::transport::Channel;

use crate::builder::{self, ClientBuilder, TIMEOUT_MAX};
use crate::objects::{Entry, Objects};
use crate::outgoing::{BytesCodec, Outgoing, encoder};
use crate::proto::{
    Request, SessionServiceCloseRequest, SessionServiceOpenRequest, SessionServiceOpenResponse,
};
use crate::retry::Attempts;
use crate::session::{Sessions, Stamp};
use crate::{Counter, Error, ErrorKind, KafkaRebalanceHook, Queue, Result, trace};

/// A connection to a host.
///
/// Clones share it, as do the objects that it gives out; they are cheap, and may be used from any
/// task and thread. Every call has a deadline, and dropping the future of a call cancels it.
///
/// ```no_run
/// # async fn example() -> polyprim_client::Result<()> {
/// use polyprim_client::Client;
///
/// let client = Client::connect("127.0.0.1:7777").await?;
/// let hits = client.counter("hits").await?;
/// println!("{}", hits.add(1).await?);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    timeout: Duration,
    metadata: Arc<MetadataMap>,
}

struct Shared {
    target: String,
    channel: Mutex<Option<Channel>>,
    closed: CancellationToken,
    sessions: Option<Sessions>,
    attempts_max: u32,
}

impl Client {
    /// Connects to `host:port` or `unix:PATH` with the usual options.
    pub async fn connect(target: impl Into<String>) -> Result<Self> {
        Self::builder(target).connect().await
    }

    /// Says how to connect to `host:port` or `unix:PATH`.
    pub fn builder(target: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(target.into())
    }

    /// The counter of that name.
    pub fn counter(&self, name: impl Into<String>) -> Entry<Counter> {
        Entry::new(self.clone(), name.into())
    }

    /// The queue of that name.
    pub fn queue(&self, name: impl Into<String>) -> Entry<Queue> {
        Entry::new(self.clone(), name.into())
    }

    /// The consumer group of that name.
    pub fn kafka_rebalance_hook(&self, name: impl Into<String>) -> Entry<KafkaRebalanceHook> {
        Entry::new(self.clone(), name.into())
    }

    /// All counters.
    pub fn counters(&self) -> Objects<Counter> {
        Objects::new(self.clone())
    }

    /// All queues.
    pub fn queues(&self) -> Objects<Queue> {
        Objects::new(self.clone())
    }

    /// All consumer groups.
    pub fn kafka_rebalance_hooks(&self) -> Objects<KafkaRebalanceHook> {
        Objects::new(self.clone())
    }

    /// The same connection, with another timeout for the calls that go through this clone.
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        let timeout = timeout.min(TIMEOUT_MAX);
        Self {
            timeout,
            ..self.clone()
        }
    }

    /// The same connection, with metadata that goes with the calls through this clone, such as
    /// `traceparent`, `tracestate` and `baggage`.
    pub fn with_metadata(&self, key: &str, value: &str) -> Result<Self> {
        let mut metadata = (*self.metadata).clone();
        builder::insert(&mut metadata, key, value)?;
        Ok(Self {
            metadata: Arc::new(metadata),
            ..self.clone()
        })
    }

    /// Closes the connection of all clones: calls under way and later ones fail with
    /// [`Closed`](crate::ErrorKind::Closed).
    ///
    /// Dropping the last clone closes it too. This also gives up the sessions, if there are any, which
    /// the host would keep for a while.
    pub async fn close(&self) {
        self.shared.closed.cancel();
        let channel = lock(&self.shared.channel).take();
        if let (Some(channel), Some(sessions)) = (channel, &self.shared.sessions) {
            let deadline = Instant::now() + self.timeout;
            for session in sessions.end().await {
                self.give_up(channel.clone(), session, deadline).await;
            }
        }
    }

    /// Gives a session up. One that cannot be given up now ends by itself.
    async fn give_up(
        &self,
        channel: Channel,
        session: SessionServiceCloseRequest,
        deadline: Instant,
    ) {
        let encoded = encoder(session);
        let request = Outgoing::new::<SessionServiceCloseRequest>(&encoded);
        let _ = timeout_at(deadline, self.send(channel, request, None, deadline)).await;
    }

    pub(crate) fn give_up_in_background(&self, session: SessionServiceCloseRequest) {
        let Some(channel) = lock(&self.shared.channel).clone() else {
            return;
        };
        let (client, deadline) = (self.clone(), Instant::now() + self.timeout);
        tokio::spawn(async move { client.give_up(channel, session, deadline).await });
    }

    /// Calls a method of the contract by its request, for what the typed methods do not reach.
    ///
    /// Its `timeout_ms` is set here.
    ///
    /// ```no_run
    /// # async fn example(client: polyprim_client::Client) -> polyprim_client::Result<()> {
    /// use polyprim_client::proto::CounterServiceGetRequest;
    ///
    /// let request = CounterServiceGetRequest { name: "hits".into(), timeout_ms: None };
    /// println!("{}", client.call(request).await?.value);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn call<R: Request>(&self, request: R) -> Result<R::Response> {
        let wait = Duration::from_millis(u64::try_from(request.wait_ms()).unwrap_or(0));
        let deadline = Instant::now() + self.timeout + wait;
        let encoded = encoder(request);
        let reply = self.finished_by(deadline, Outgoing::new::<R>(&encoded));
        decoded(reply.await?)
    }

    async fn finished_by(&self, deadline: Instant, request: Outgoing<'_>) -> Result<Bytes> {
        let call = timeout_at(deadline, self.call_in_session(request, deadline));
        match self.shared.closed.run_until_cancelled(call).await {
            None => Err(Error::closed()),
            Some(Err(_)) => Err(Error::deadline()),
            Some(Ok(answer)) => answer,
        }
    }

    async fn call_in_session(&self, request: Outgoing<'_>, deadline: Instant) -> Result<Bytes> {
        let sessions = self.shared.sessions.as_ref();
        let Some(sessions) = sessions.filter(|_| !request.is_repeatable) else {
            let may_repeat = request.is_repeatable;
            return self.repeat(request, None, may_repeat, deadline).await;
        };
        let mut stamp = sessions.stamp(self, None, deadline).await?;
        let mut may_replace = true;
        loop {
            let error = match self.repeat(request, Some(&stamp), true, deadline).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            if error.reason() == "SESSION_FULL" {
                stamp.refused();
                stamp = sessions.stamp(self, None, deadline).await?;
                may_replace = true;
            } else if may_replace
                && error.kind() == ErrorKind::RequestExpired
                && error.attempts() == 1
            {
                stamp = sessions.stamp(self, Some(stamp), deadline).await?;
                may_replace = false;
            } else {
                return Err(error);
            }
        }
    }

    /// Opens a session.
    pub(crate) async fn open_session(
        &self,
        deadline: Instant,
    ) -> Result<SessionServiceOpenResponse> {
        let encoded = encoder(SessionServiceOpenRequest { timeout_ms: None });
        let request = Outgoing::new::<SessionServiceOpenRequest>(&encoded);
        decoded(self.repeat(request, None, true, deadline).await?)
    }

    /// Makes a call, and makes it again while that may help.
    async fn repeat(
        &self,
        request: Outgoing<'_>,
        stamp: Option<&Stamp>,
        may_repeat: bool,
        deadline: Instant,
    ) -> Result<Bytes> {
        let most = if may_repeat {
            self.shared.attempts_max
        } else {
            1
        };
        let mut attempts = Attempts::new(most, deadline);
        loop {
            let channel = lock(&self.shared.channel).clone();
            let channel = channel.ok_or_else(Error::closed)?;
            match self.send(channel, request, stamp, deadline).await {
                Ok(reply) => return Ok(reply),
                Err(error) => attempts.pause_after(error).await?,
            }
        }
    }

    async fn send(
        &self,
        channel: Channel,
        request: Outgoing<'_>,
        stamp: Option<&Stamp>,
        deadline: Instant,
    ) -> Result<Bytes> {
        let left = deadline.saturating_duration_since(Instant::now());
        let timeout_ms = i32::try_from(left.as_millis()).unwrap_or(i32::MAX);
        let mut message = tonic::Request::new((request.encoded)(timeout_ms));
        *message.metadata_mut() = (*self.metadata).clone();
        trace::pass_on(message.metadata_mut());
        if let Some(stamp) = stamp {
            stamp.put_on(message.metadata_mut());
        }
        message.set_timeout(left);
        let mut grpc = tonic::client::Grpc::new(channel);
        grpc.ready().await.map_err(Error::unavailable)?;
        let path = PathAndQuery::from_static(request.path);
        let reply = grpc.unary(message, path, BytesCodec).await;
        Ok(reply.map_err(Error::from_status)?.into_inner())
    }

    pub(crate) fn new(
        target: String,
        channel: Channel,
        timeout: Duration,
        metadata: MetadataMap,
        retries: (bool, u32),
    ) -> Self {
        let (safe_retries, attempts_max) = retries;
        let shared = Shared {
            target,
            channel: Mutex::new(Some(channel)),
            closed: CancellationToken::new(),
            sessions: safe_retries.then(Sessions::default),
            attempts_max,
        };
        Self {
            shared: Arc::new(shared),
            timeout,
            metadata: Arc::new(metadata),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("target", &self.shared.target)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

fn decoded<M: Message + Default>(reply: Bytes) -> Result<M> {
    M::decode(reply).map_err(|error| {
        let message = "the host answered what is no reply of its method";
        Error::new(ErrorKind::Other, "INTERNAL", message).with_source(error)
    })
}

/// Whoever holds the lock only takes or copies what is inside, so that a panic leaves it whole.
fn lock(channel: &Mutex<Option<Channel>>) -> std::sync::MutexGuard<'_, Option<Channel>> {
    channel.lock().unwrap_or_else(PoisonError::into_inner)
}
