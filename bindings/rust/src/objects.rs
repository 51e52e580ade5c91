//! Objects by their kind and name: made, found, listed and deleted.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;

use futures_core::stream::BoxStream;
use futures_util::stream;

use crate::client::Client;
use crate::{Error, ErrorKind, Result};

const LIMIT_MAX: u32 = 256;

/// A kind of object: [`Counter`](crate::Counter), [`Queue`](crate::Queue),
/// [`KafkaRebalanceHook`](crate::KafkaRebalanceHook).
pub trait Primitive: sealed::Kind {}

pub(crate) mod sealed {
    use std::future::Future;

    use crate::client::Client;
    use crate::{Page, Result};

    /// The calls that every kind has.
    pub trait Kind: Sized + Send + Sync + 'static {
        type Options: Clone + Default + Send + Sync + 'static;

        fn new(client: Client, name: String) -> Self;

        fn create(
            client: &Client,
            name: &str,
            options: &Self::Options,
        ) -> impl Future<Output = Result<bool>> + Send;

        fn exists(client: &Client, name: &str) -> impl Future<Output = Result<bool>> + Send;

        fn delete(client: &Client, name: &str) -> impl Future<Output = Result<()>> + Send;

        fn list(
            client: &Client,
            prefix: &str,
            cursor: u32,
            limit: u32,
        ) -> impl Future<Output = Result<Page>> + Send;
    }
}

/// A name of an object, be it there or not; awaited, it is the object, made if there was none.
///
/// ```no_run
/// # async fn example(client: polyprim_client::Client) -> polyprim_client::Result<()> {
/// let jobs = client.queue("jobs").capacity(1 << 16).await?; // made or found
/// let hits = client.counter("hits").open().await?; // found, or NotFound
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "an entry makes nothing before it is awaited"]
pub struct Entry<P: Primitive> {
    client: Client,
    name: String,
    pub(crate) options: P::Options,
}

impl<P: Primitive> Entry<P> {
    pub(crate) fn new(client: Client, name: String) -> Self {
        Self {
            client,
            name,
            options: P::Options::default(),
        }
    }

    /// Makes the object; `None` if there is one already.
    pub async fn create(self) -> Result<Option<P>> {
        let created = P::create(&self.client, &self.name, &self.options).await?;
        Ok(created.then(|| self.handle()))
    }

    /// Finds the object. Fails with [`NotFound`](ErrorKind::NotFound) if there is none.
    pub async fn open(self) -> Result<P> {
        if self.exists().await? {
            return Ok(self.handle());
        }
        let message = format!("there is no {:?}", self.name);
        Err(Error::new(ErrorKind::NotFound, "NOT_FOUND", message).with_reason("NOT_FOUND"))
    }

    /// The object, without asking the host for it: if there is none, its first call says so.
    pub fn handle(self) -> P {
        P::new(self.client, self.name)
    }

    /// Whether there is an object of that name and kind.
    pub async fn exists(&self) -> Result<bool> {
        P::exists(&self.client, &self.name).await
    }

    /// Deletes the object; `false` if there was none.
    pub async fn delete(self) -> Result<bool> {
        match P::delete(&self.client, &self.name).await {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound && error.reason() == "NOT_FOUND" => {
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }
}

impl<P: Primitive> IntoFuture for Entry<P> {
    type Output = Result<P>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            P::create(&self.client, &self.name, &self.options).await?;
            Ok(self.handle())
        })
    }
}

impl<P: Primitive> fmt::Debug for Entry<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Entry").field(&self.name).finish()
    }
}

/// All objects of one kind.
#[derive(Clone, Debug)]
pub struct Objects<P> {
    pub(crate) client: Client,
    kind: PhantomData<fn() -> P>,
}

/// Some of the names that were asked for.
///
/// An object that exists all the while is named exactly once. A page may be short, or empty, and
/// not be the last.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// The names, in no stated order.
    pub names: Vec<String>,
    /// Where the next page begins; 0 after the last.
    pub next_cursor: u32,
}

impl<P: Primitive> Objects<P> {
    pub(crate) fn new(client: Client) -> Self {
        Self {
            client,
            kind: PhantomData,
        }
    }

    /// Up to `limit` (1 to 256) names that begin with `prefix`, from the `cursor` of the page before
    /// on, or from 0.
    pub async fn list(&self, prefix: &str, cursor: u32, limit: u32) -> Result<Page> {
        P::list(&self.client, prefix, cursor, limit).await
    }

    /// The name of every object that begins with `prefix`, in no stated order.
    pub fn names(&self, prefix: impl Into<String>) -> BoxStream<'static, Result<String>> {
        let (client, prefix) = (self.client.clone(), prefix.into());
        let start = (Vec::new().into_iter(), Some(0));
        Box::pin(stream::try_unfold(start, move |(mut names, mut next)| {
            let (client, prefix) = (client.clone(), prefix.clone());
            async move {
                loop {
                    if let Some(name) = names.next() {
                        return Ok(Some((name, (names, next))));
                    }
                    let Some(cursor) = next else { return Ok(None) };
                    let page = P::list(&client, &prefix, cursor, LIMIT_MAX).await?;
                    next = (page.next_cursor != 0).then_some(page.next_cursor);
                    names = page.names.into_iter();
                }
            }
        }))
    }
}

/// What every object has, and the calls of its kind whose requests differ in name only.
macro_rules! object {
    ($object:ident) => {
        impl crate::Primitive for $object {}

        impl $object {
            /// The name, which is all that the object is known by: whatever has it now is meant.
            pub fn name(&self) -> &str {
                &self.name
            }

            /// The same object, with another timeout for the calls that go through this clone.
            #[must_use]
            pub fn with_timeout(&self, timeout: std::time::Duration) -> Self {
                Self {
                    client: self.client.with_timeout(timeout),
                    name: self.name.clone(),
                }
            }

            /// The same object, with metadata that goes with the calls through this clone; see
            /// [`Client::with_metadata`](crate::Client::with_metadata).
            pub fn with_metadata(&self, key: &str, value: &str) -> crate::Result<Self> {
                Ok(Self {
                    client: self.client.with_metadata(key, value)?,
                    name: self.name.clone(),
                })
            }

            /// Deletes the object. Fails with [`NotFound`](crate::ErrorKind::NotFound) if it was
            /// gone.
            pub async fn delete(&self) -> crate::Result<()> {
                <Self as crate::objects::sealed::Kind>::delete(&self.client, &self.name).await
            }
        }
    };
}

macro_rules! common_calls {
    ($exists:ident, $delete:ident, $list:ident) => {
        fn new(client: Client, name: String) -> Self {
            Self { client, name }
        }

        async fn exists(client: &Client, name: &str) -> Result<bool> {
            let request = proto::$exists {
                name: name.to_owned(),
                timeout_ms: None,
            };
            Ok(client.call(request).await?.exists)
        }

        async fn delete(client: &Client, name: &str) -> Result<()> {
            let request = proto::$delete {
                name: name.to_owned(),
                timeout_ms: None,
            };
            client.call(request).await?;
            Ok(())
        }

        async fn list(client: &Client, prefix: &str, cursor: u32, limit: u32) -> Result<Page> {
            let request = proto::$list {
                prefix: prefix.to_owned(),
                cursor,
                limit: Some(limit),
                timeout_ms: None,
            };
            let reply = client.call(request).await?;
            Ok(Page {
                names: reply.names,
                next_cursor: reply.next_cursor,
            })
        }
    };
}

pub(crate) use {common_calls, object};
