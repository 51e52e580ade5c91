//! What makes a call with side effects safe to repeat: see `proto/polyprim/v1/session.proto`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;
use tokio::time::Instant;
use tonic::metadata::{Ascii, MetadataMap, MetadataValue};

use crate::client::Client;
use crate::proto::SessionServiceCloseRequest;
use crate::{Error, ErrorKind, Result};

/// The session of a client, which is opened when it is first needed.
#[derive(Default)]
pub(crate) struct Sessions {
    current: Mutex<Option<Arc<Session>>>,
}

struct Session {
    id: MetadataValue<Ascii>,
    latest: AtomicU64,
}

/// What a call sends with each of its attempts.
pub(crate) struct Stamp {
    session: Arc<Session>,
    sequence: MetadataValue<Ascii>,
}

impl Sessions {
    /// A stamp for a new call. `expired` is one whose session the host does not know any more.
    pub(crate) async fn stamp(
        &self,
        client: &Client,
        expired: Option<&Stamp>,
        deadline: Instant,
    ) -> Result<Stamp> {
        let mut current = self.current.lock().await;
        if let (Some(session), Some(expired)) = (&*current, expired)
            && Arc::ptr_eq(session, &expired.session)
        {
            *current = None;
        }
        let session = match &*current {
            Some(session) => Arc::clone(session),
            None => Arc::clone(current.insert(open(client, deadline).await?)),
        };
        let number = session.latest.fetch_add(1, Ordering::Relaxed) + 1;
        Ok(Stamp {
            session,
            sequence: number.into(),
        })
    }

    /// The request that gives the session up, if there is one.
    pub(crate) async fn end(&self) -> Option<SessionServiceCloseRequest> {
        let session = self.current.lock().await.take()?;
        Some(SessionServiceCloseRequest {
            session: session.id.to_str().ok()?.to_owned(),
            timeout_ms: None,
        })
    }
}

impl Stamp {
    pub(crate) fn put_on(&self, metadata: &mut MetadataMap) {
        metadata.insert("polyprim-session", self.session.id.clone());
        metadata.insert("polyprim-sequence", self.sequence.clone());
    }
}

async fn open(client: &Client, deadline: Instant) -> Result<Arc<Session>> {
    let reply = client.open_session(deadline).await?;
    let id = reply.session.parse().map_err(|_| {
        let message = "the host answered a session that cannot be sent";
        Error::new(ErrorKind::Other, "INTERNAL", message)
    })?;
    Ok(Arc::new(Session {
        id,
        latest: AtomicU64::new(0),
    }))
}
