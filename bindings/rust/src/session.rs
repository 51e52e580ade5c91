//! What makes a call with side effects safe to repeat: see `proto/polyprim/v1/session.proto`.

use std::collections::BTreeSet;
use std::sync::{Arc, MutexGuard, PoisonError};

use tokio::sync::Mutex;
use tokio::time::Instant;
use tonic::metadata::{Ascii, MetadataMap, MetadataValue};

use crate::client::Client;
use crate::proto::SessionServiceCloseRequest;
use crate::{Error, ErrorKind, Result};

/// The sessions of a client, which are opened when they are needed.
///
/// A host forgets a call when one comes whose number is a window later. So while a call is under
/// way, its session gives no such number, and the calls after it go through another session. So does
/// a call that the host refuses, as there is no room for its answer beside those under way.
#[derive(Default)]
pub(crate) struct Sessions {
    opened: Mutex<Opened>,
}

#[derive(Default)]
struct Opened {
    /// Those that were not given up yet.
    sessions: Vec<Arc<Session>>,
    /// How many were ever opened.
    count: u64,
}

struct Session {
    id: MetadataValue<Ascii>,
    ordinal: u64,
    window: u64,
    numbers: std::sync::Mutex<Numbers>,
}

#[derive(Default)]
struct Numbers {
    latest: u64,
    under_way: BTreeSet<u64>,
    is_expired: bool,
    /// The oldest that was under way when the host had no room for another answer.
    full_at: Option<u64>,
}

/// What a call sends with each of its attempts. Its number is under way until this is dropped.
pub(crate) struct Stamp {
    session: Arc<Session>,
    number: u64,
    /// How many sessions were opened before this was given.
    opened: u64,
}

impl Sessions {
    /// A stamp for a new call.
    ///
    /// `expired` is one whose session the host does not know any more: the new one is of a session
    /// that was opened later, as those from before may be gone too.
    pub(crate) async fn stamp(
        &self,
        client: &Client,
        expired: Option<Stamp>,
        deadline: Instant,
    ) -> Result<Stamp> {
        let after = expired.map_or(0, |stamp| {
            stamp.session.numbers().is_expired = true;
            stamp.opened
        });
        let mut opened = self.opened.lock().await;
        loop {
            let mut later = opened.sessions.iter().filter(|it| it.ordinal > after);
            if let Some((session, number)) = later.find_map(|it| Some((it, it.give()?))) {
                return Ok(Stamp {
                    session: Arc::clone(session),
                    number,
                    opened: opened.count,
                });
            }
            let session = open(client, opened.count + 1, deadline).await?;
            for replaced in opened.add(session) {
                client.give_up_in_background(replaced.end());
            }
        }
    }

    /// The requests that give all sessions up.
    pub(crate) async fn end(&self) -> Vec<SessionServiceCloseRequest> {
        let sessions = std::mem::take(&mut self.opened.lock().await.sessions);
        sessions.iter().map(|session| session.end()).collect()
    }
}

impl Opened {
    /// Adds a session, in the place of one that is expired, if there is one; takes out those that
    /// are expired and that no call needs any more.
    fn add(&mut self, session: Session) -> Vec<Arc<Session>> {
        let expired = |it: &Arc<Session>| it.numbers().is_expired;
        let place = self.sessions.iter().position(expired);
        let place = place.unwrap_or(self.sessions.len());
        self.sessions.insert(place, Arc::new(session));
        self.count += 1;
        self.sessions
            .extract_if(.., |it| it.is_replaceable())
            .collect()
    }
}

impl Session {
    /// The next number, which is under way from now on; `None` if the host would forget the oldest
    /// one under way for it.
    fn give(&self) -> Option<u64> {
        let mut numbers = self.numbers();
        let number = numbers.latest + 1;
        let oldest = *numbers.under_way.first().unwrap_or(&number);
        let is_full = numbers.full_at == Some(oldest) || number >= oldest + self.window;
        if numbers.is_expired || is_full {
            return None;
        }
        numbers.latest = number;
        numbers.under_way.insert(number);
        Some(number)
    }

    fn is_replaceable(&self) -> bool {
        let numbers = self.numbers();
        numbers.is_expired && numbers.under_way.is_empty()
    }

    /// The request that gives it up.
    fn end(&self) -> SessionServiceCloseRequest {
        SessionServiceCloseRequest {
            session: String::from_utf8_lossy(self.id.as_bytes()).into_owned(),
            timeout_ms: None,
        }
    }

    /// Whoever holds the lock only counts, so that a panic leaves the numbers whole.
    fn numbers(&self) -> MutexGuard<'_, Numbers> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stamp {
    pub(crate) fn put_on(&self, metadata: &mut MetadataMap) {
        metadata.insert("polyprim-session", self.session.id.clone());
        metadata.insert("polyprim-sequence", self.number.into());
        let oldest = self.session.numbers().under_way.first().copied();
        metadata.insert("polyprim-oldest", oldest.unwrap_or(self.number).into());
    }

    /// Takes the call out of its session, which has no room for its answer before the oldest one
    /// under way has ended.
    pub(crate) fn refused(self) {
        let mut numbers = self.session.numbers();
        numbers.under_way.remove(&self.number);
        numbers.full_at = numbers.under_way.first().copied();
    }
}

impl Drop for Stamp {
    fn drop(&mut self) {
        self.session.numbers().under_way.remove(&self.number);
    }
}

async fn open(client: &Client, ordinal: u64, deadline: Instant) -> Result<Session> {
    let reply = client.open_session(deadline).await?;
    let id = reply.session.parse().map_err(|_| {
        let message = "the host answered a session that cannot be sent";
        Error::new(ErrorKind::Other, "INTERNAL", message)
    })?;
    Ok(Session {
        id,
        ordinal,
        window: u64::from(reply.window).max(1),
        numbers: std::sync::Mutex::default(),
    })
}
