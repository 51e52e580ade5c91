//! Which session a call goes through, and what becomes of the sessions.

use std::collections::HashMap;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use polyprim_client::proto::{
    QueueServicePopResponse, SessionServiceCloseRequest, SessionServiceOpenRequest,
    SessionServiceOpenResponse,
};
use polyprim_client::{Client, ErrorKind};
use tokio::sync::Notify;
use tonic::transport::Server;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

use crate::fake::{Fake, message};
use crate::host::Host;
use crate::retries::{expired, safe, well};

const SOON: Duration = Duration::from_secs(60);

/// A server to which these sessions are unknown.
async fn forgetting(sessions: &'static [&'static str]) -> Fake {
    Fake::serve(Server::builder(), move |call, before| {
        Box::pin(async move {
            match &*call.method {
                "Pop" => pending().await,
                "Add" if sessions.contains(&call.text("polyprim-session")) => Err(expired()),
                _ => well(&call, before),
            }
        })
    })
    .await
}

/// A server that remembers four calls of a session, and whose pops wait until they are told.
async fn narrow(release: Arc<Notify>) -> Fake {
    let opened = Arc::<AtomicUsize>::default();
    Fake::serve(Server::builder(), move |call, before| {
        let (release, opened) = (Arc::clone(&release), Arc::clone(&opened));
        Box::pin(async move {
            match &*call.method {
                "Open" => message(&SessionServiceOpenResponse {
                    session: format!("s{}", opened.fetch_add(1, Ordering::Relaxed)),
                    window: 4,
                }),
                "Pop" => {
                    release.notified().await;
                    message(&QueueServicePopResponse::default())
                }
                _ => well(&call, before),
            }
        })
    })
    .await
}

/// The calls of this method, as session and number.
fn stamps(server: &Fake, method: &str) -> Vec<(String, String)> {
    let calls = server.calls().into_iter();
    let calls = calls.filter(|call| call.method == method);
    calls
        .map(|call| {
            let text = |key| call.text(key).to_owned();
            (text("polyprim-session"), text("polyprim-sequence"))
        })
        .collect()
}

/// The sessions that were given up, in no order.
fn given_up(server: &Fake) -> Vec<String> {
    let calls = server.calls().into_iter();
    let calls = calls.filter(|call| call.method == "Close");
    let mut sessions: Vec<_> = calls
        .map(|call| call.request::<SessionServiceCloseRequest>().session)
        .collect();
    sessions.sort();
    sessions
}

async fn add(client: &Client, times: usize) {
    let hits = client.counter("hits").handle();
    for _ in 0..times {
        hits.add(1).await.unwrap();
    }
}

#[tokio::test]
async fn a_pop_waits_beside_any_number_of_calls() {
    let host = Host::start().await;
    let builder = Client::builder(&host.target).safe_retries(true);
    let client = builder.connect().await.unwrap();
    client.counter("hits").await.unwrap();
    let jobs = client.queue("jobs").await.unwrap();

    let mut pop = Box::pin(jobs.pop(SOON));
    tokio::select! {
        biased;
        record = &mut pop => panic!("{record:?} came too early"),
        () = add(&client, 300) => {}
    }
    assert!(jobs.push("late").await.unwrap());
    assert_eq!(pop.await.unwrap().unwrap(), "late");
    assert_eq!(jobs.peek().await.unwrap(), None);
    let hits = client.counter("hits").handle();
    assert_eq!(hits.get().await.unwrap(), 300);
    client.close().await;
}

#[tokio::test]
async fn numbers_stay_within_the_window_of_the_oldest_under_way() {
    let release = Arc::new(Notify::new());
    let server = narrow(Arc::clone(&release)).await;
    let client = safe(&server).await;
    let jobs = client.queue("jobs").handle();

    add(&client, 5).await;
    let mut pop = Box::pin(jobs.pop(SOON));
    tokio::select! {
        biased;
        record = &mut pop => panic!("{record:?} came too early"),
        () = add(&client, 5) => {}
    }
    release.notify_one();
    assert_eq!(pop.await.unwrap(), None);
    add(&client, 1).await;

    assert_eq!(stamps(&server, "Pop"), [("s0".into(), "6".into())]);
    let added = [
        ("s0", "1"),
        ("s0", "2"),
        ("s0", "3"),
        ("s0", "4"),
        ("s0", "5"),
        ("s0", "7"),
        ("s0", "8"),
        ("s0", "9"),
        ("s1", "1"),
        ("s1", "2"),
        ("s0", "10"),
    ];
    assert_eq!(
        stamps(&server, "Add"),
        added.map(|(session, number)| (session.into(), number.into()))
    );
    assert_eq!(stamps(&server, "Open"), vec![Default::default(); 2]);

    client.close().await;
    assert_eq!(given_up(&server), ["s0", "s1"]);
    assert_eq!(stamps(&server, "Close"), vec![Default::default(); 2]);
}

#[tokio::test]
async fn many_large_records_are_taken_at_once() {
    let host = Host::start().await;
    let builder = Client::builder(&host.target).safe_retries(true);
    let client = builder.connect().await.unwrap();
    let none = client.queue("none").await.unwrap();
    let jobs = client.queue("jobs").await.unwrap();
    for number in 0..12 {
        assert!(jobs.push(vec![number; 60_000]).await.unwrap());
    }

    let mut oldest = Box::pin(none.pop(SOON));
    let pops = futures_util::future::join_all((0..12).map(|_| jobs.pop(SOON)));
    let records = tokio::select! {
        biased;
        record = &mut oldest => panic!("{record:?} came too early"),
        records = pops => records,
    };
    let mut found: Vec<_> = records
        .into_iter()
        .map(|it| it.unwrap().unwrap()[0])
        .collect();
    found.sort_unstable();
    assert_eq!(found, (0..12).collect::<Vec<_>>());
    client.close().await;
}

/// A server whose sessions have room for two answers, and whose pops wait for ever.
async fn small() -> Fake {
    Fake::serve(Server::builder(), move |call, before| {
        Box::pin(async move {
            let number: u64 = call.text("polyprim-sequence").parse().unwrap_or(0);
            let oldest: u64 = call.text("polyprim-oldest").parse().unwrap_or(0);
            match &*call.method {
                "Pop" => pending().await,
                _ if number > oldest + 2 => Err(full()),
                _ => well(&call, before),
            }
        })
    })
    .await
}

fn full() -> Status {
    let details = ErrorDetails::with_error_info("SESSION_FULL", "polyprim.dev", HashMap::new());
    Status::with_error_details(Code::ResourceExhausted, "no room", details)
}

#[tokio::test]
async fn a_call_without_room_beside_those_under_way_goes_through_another_session() {
    let server = small().await;
    let client = safe(&server).await;
    let jobs = client.queue("jobs").handle();
    add(&client, 1).await;
    tokio::select! {
        biased;
        record = jobs.pop(SOON) => panic!("{record:?} came too early"),
        () = add(&client, 5) => {}
    }
    add(&client, 1).await;
    let added = [
        ("s0", "1"),
        ("s0", "3"),
        ("s0", "4"),
        ("s0", "5"),
        ("s6", "1"),
        ("s6", "2"),
        ("s6", "3"),
        ("s0", "6"),
    ];
    assert_eq!(
        stamps(&server, "Add"),
        added.map(|(session, number)| (session.into(), number.into()))
    );
}

#[tokio::test]
async fn a_call_that_is_dropped_is_not_under_way() {
    let server = narrow(Arc::default()).await;
    let client = safe(&server).await;
    let jobs = client.queue("jobs").handle();
    add(&client, 1).await;
    tokio::select! {
        biased;
        record = jobs.pop(SOON) => panic!("{record:?} came too early"),
        () = add(&client, 1) => {}
    }
    add(&client, 9).await;
    assert_eq!(stamps(&server, "Open").len(), 1);
}

#[tokio::test]
async fn an_expired_session_is_replaced_once_and_given_up() {
    let server = forgetting(&["s0"]).await;
    let client = safe(&server).await;
    add(&client, 2).await;
    let added = [("s0", "1"), ("s2", "1"), ("s2", "2")];
    assert_eq!(
        stamps(&server, "Add"),
        added.map(|(session, number)| (session.into(), number.into()))
    );
    let closing = async {
        while given_up(&server).is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SOON, closing).await.unwrap();
    assert_eq!(given_up(&server), ["s0"]);
    client.close().await;
    assert_eq!(given_up(&server), ["s0", "s2"]);

    let server = forgetting(&["s0", "s2"]).await;
    let client = safe(&server).await;
    let error = client.counter("hits").handle().add(1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RequestExpired);
    assert_eq!(stamps(&server, "Add").len(), 2);
}

#[tokio::test]
async fn an_expired_session_is_kept_for_the_calls_that_are_under_way() {
    let server = forgetting(&["s0"]).await;
    let client = safe(&server).await;
    let jobs = client.queue("jobs").handle();
    let pop = tokio::spawn(async move { jobs.pop(SOON).await });
    while stamps(&server, "Pop").is_empty() {
        tokio::task::yield_now().await;
    }
    add(&client, 3).await;
    assert!(given_up(&server).is_empty());
    client.close().await;
    let error = pop.await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Closed);
    assert_eq!(given_up(&server), ["s0", "s3"]);
}

#[tokio::test]
async fn a_session_that_the_caller_opens_is_opened_in_none() {
    let server = forgetting(&[]).await;
    let client = safe(&server).await;
    let request = SessionServiceOpenRequest { timeout_ms: None };
    assert_eq!(client.call(request).await.unwrap().session, "s0");
    assert_eq!(stamps(&server, "Open"), [Default::default()]);
}
