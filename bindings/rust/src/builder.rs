//! How a client is told where its host is, and how to talk to it.

use std::net::IpAddr;
use std::time::Duration;

use tonic::metadata::{Ascii, MetadataKey, MetadataMap, MetadataValue};
use tonic::transport::{Channel, Endpoint};

#[cfg(feature = "tls")]
use crate::Tls;
use crate::client::Client;
use crate::{Error, Result};

/// The longest timeout of a call; a longer one is cut down to it.
pub(crate) const TIMEOUT_MAX: Duration = Duration::from_secs(1_000_000);
const TIMEOUT_DEFAULT: Duration = Duration::from_secs(5);
const ATTEMPTS_DEFAULT: u32 = 5;
const KEEPALIVE: Duration = Duration::from_secs(60);
const USER_AGENT: &str = concat!("polyprim-client-rust/", env!("CARGO_PKG_VERSION"));

/// Options of a [`Client`]; made by [`Client::builder`].
#[derive(Clone)]
#[must_use = "a builder connects nothing by itself"]
pub struct ClientBuilder {
    target: String,
    timeout: Duration,
    namespace: String,
    token: String,
    #[cfg(feature = "tls")]
    tls: Option<Tls>,
    metadata: Vec<(String, String)>,
    safe_retries: bool,
    attempts: u32,
}

impl ClientBuilder {
    pub(crate) fn new(target: String) -> Self {
        Self {
            target,
            timeout: TIMEOUT_DEFAULT,
            namespace: String::new(),
            token: String::new(),
            #[cfg(feature = "tls")]
            tls: None,
            metadata: Vec::new(),
            safe_retries: false,
            attempts: ATTEMPTS_DEFAULT,
        }
    }

    /// Most time that a call takes beside what it is told to wait: 5 seconds if not said, at most
    /// 1,000,000.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Another segment than the host's own, which must exist.
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = namespace.into();
        self
    }

    /// The token that the host wants. It is never sent to another machine without TLS: then
    /// connecting fails.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = token.into();
        self
    }

    /// Talks TLS, to a `host:port`.
    #[cfg(feature = "tls")]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Metadata that goes with each call, such as `traceparent`; [`Client::with_metadata`] says it
    /// for some calls only.
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.push((key.into(), value.into()));
        self
    }

    /// Lets calls with side effects be made again too when the host was unavailable: in a session,
    /// in which the host tells a repetition from a new call, and answers it as it did before.
    ///
    /// Without it, only calls that change nothing are made again.
    pub fn safe_retries(mut self, safe_retries: bool) -> Self {
        self.safe_retries = safe_retries;
        self
    }

    /// Most times that a call is made, within its timeout: 5 if not said; 1 makes none again.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Connects. Fails with [`Unavailable`](crate::ErrorKind::Unavailable) if nobody listens there,
    /// and with [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for options that cannot be
    /// meant. A connection that is lost later is made again by itself.
    pub async fn connect(self) -> Result<Client> {
        let (metadata, endpoint) = (self.checked_metadata()?, self.endpoint()?);
        match tokio::time::timeout(self.timeout, endpoint.connect()).await {
            Ok(Ok(channel)) => Ok(self.client(channel, metadata)),
            Ok(Err(error)) => Err(Error::unavailable(error)),
            Err(_) => Err(Error::deadline()),
        }
    }

    /// A client that connects when it is first used. Fails as [`connect`](Self::connect) does,
    /// except that it does not look whether anybody is there; and outside a Tokio runtime.
    pub fn connect_lazy(self) -> Result<Client> {
        let (metadata, endpoint) = (self.checked_metadata()?, self.endpoint()?);
        if let Err(error) = tokio::runtime::Handle::try_current() {
            return Err(Error::invalid(error.to_string()));
        }
        Ok(self.client(endpoint.connect_lazy(), metadata))
    }

    fn client(self, channel: Channel, metadata: MetadataMap) -> Client {
        let timeout = self.timeout.min(TIMEOUT_MAX);
        let retries = (self.safe_retries, self.attempts);
        Client::new(self.target, channel, timeout, metadata, retries)
    }

    fn endpoint(&self) -> Result<Endpoint> {
        if self.timeout.is_zero() {
            return Err(Error::invalid("a timeout is longer than nothing"));
        }
        if self.attempts == 0 {
            return Err(Error::invalid("a call is made at least once"));
        }
        let endpoint = if self.is_unix() {
            Endpoint::from_shared(self.target.clone()).map_err(|_| self.no_target())?
        } else {
            self.tcp_endpoint()?
        };
        let endpoint = self.secured(endpoint)?;
        endpoint
            .connect_timeout(self.timeout.min(TIMEOUT_MAX))
            .tcp_keepalive(Some(KEEPALIVE))
            .user_agent(USER_AGENT)
            .map_err(|error| Error::invalid(error.to_string()))
    }

    fn tcp_endpoint(&self) -> Result<Endpoint> {
        let authority: http::uri::Authority = self.target.parse().map_err(|_| self.no_target())?;
        if authority.host().is_empty() || authority.port_u16().is_none_or(|port| port == 0) {
            return Err(self.no_target());
        }
        if self.target.contains('@') {
            return Err(self.no_target());
        }
        if !self.token.is_empty() && !self.has_tls() && !is_loopback(authority.host()) {
            let message = "a token goes to another machine by TLS only";
            return Err(Error::invalid(message));
        }
        let scheme = if self.has_tls() { "https" } else { "http" };
        Endpoint::from_shared(format!("{scheme}://{authority}")).map_err(|_| self.no_target())
    }

    fn is_unix(&self) -> bool {
        self.target.starts_with("unix:")
    }

    fn no_target(&self) -> Error {
        Error::invalid(format!(
            "a target is host:port or unix:PATH: {:?}",
            self.target
        ))
    }

    fn checked_metadata(&self) -> Result<MetadataMap> {
        let mut metadata = MetadataMap::new();
        metadata.insert("polyprim-language", MetadataValue::from_static("rust"));
        if !self.namespace.is_empty() {
            let namespace = self.namespace.parse().map_err(|_| {
                Error::invalid(format!(
                    "a namespace is a segment's name: {:?}",
                    self.namespace
                ))
            })?;
            metadata.insert("polyprim-namespace", namespace);
        }
        if !self.token.is_empty() {
            let mut bearer: MetadataValue<Ascii> = format!("Bearer {}", self.token)
                .parse()
                .map_err(|_| Error::invalid("a token is visible ASCII"))?;
            bearer.set_sensitive(true);
            metadata.insert("authorization", bearer);
        }
        for (key, value) in &self.metadata {
            insert(&mut metadata, key, value)?;
        }
        Ok(metadata)
    }
}

#[cfg(feature = "tls")]
impl ClientBuilder {
    fn has_tls(&self) -> bool {
        self.tls.is_some()
    }

    fn secured(&self, endpoint: Endpoint) -> Result<Endpoint> {
        let Some(tls) = &self.tls else {
            return Ok(endpoint);
        };
        endpoint
            .tls_config(tls.config()?)
            .map_err(|error| Error::invalid("TLS cannot be set up so").with_source(error))
    }
}

#[cfg(not(feature = "tls"))]
#[allow(clippy::unused_self, clippy::unnecessary_wraps)] // as with TLS
impl ClientBuilder {
    fn has_tls(&self) -> bool {
        false
    }

    fn secured(&self, endpoint: Endpoint) -> Result<Endpoint> {
        Ok(endpoint)
    }
}

/// Adds an entry of the user's. What the builder has a word for is said by that word.
pub(crate) fn insert(metadata: &mut MetadataMap, key: &str, value: &str) -> Result<()> {
    const RESERVED: [&str; 3] = ["authorization", "polyprim-language", "polyprim-namespace"];
    let lower = key.to_ascii_lowercase();
    if RESERVED.contains(&lower.as_str()) || lower.starts_with("grpc-") {
        return Err(Error::invalid(format!("the client itself sends {key:?}")));
    }
    let (Ok(key), Ok(value)) = (
        lower.parse::<MetadataKey<Ascii>>(),
        value.parse::<MetadataValue<Ascii>>(),
    ) else {
        return Err(Error::invalid(format!("metadata is ASCII: {key:?}")));
    };
    metadata.insert(key, value);
    Ok(())
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
