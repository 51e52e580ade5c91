//! Which calls are made again, and as what.

use std::collections::HashMap;
use std::time::Duration;

use polyprim_client::proto::{
    CounterServiceAddResponse, CounterServiceGetResponse, SessionServiceCloseResponse,
    SessionServiceOpenResponse,
};
use polyprim_client::{Client, ErrorKind};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

use crate::fake::{Answer, Call, Fake, message};

pub fn well(call: &Call, before: usize) -> Answer {
    match &*call.method {
        "Open" => message(&SessionServiceOpenResponse {
            session: format!("s{before}"),
            window: 128,
        }),
        "Close" => message(&SessionServiceCloseResponse {}),
        "Get" => message(&CounterServiceGetResponse { value: 7 }),
        _ => message(&CounterServiceAddResponse { value: 7 }),
    }
}

pub fn expired() -> Status {
    let details =
        ErrorDetails::with_error_info("REQUEST_ID_EXPIRED", "polyprim.dev", HashMap::new());
    Status::with_error_details(Code::FailedPrecondition, "that is long ago", details)
}

/// A server to which the calls of these numbers fail so.
async fn failing(numbers: &'static [usize], status: fn() -> Status) -> Fake {
    Fake::start(move |call, before| {
        if numbers.contains(&before) {
            return Err(status());
        }
        well(call, before)
    })
    .await
}

fn unavailable() -> Status {
    Status::unavailable("the server is being closed")
}

pub async fn safe(server: &Fake) -> Client {
    let builder = Client::builder(&server.target).safe_retries(true);
    builder.connect().await.unwrap()
}

#[tokio::test]
async fn calls_without_side_effects_are_repeated() {
    let server = failing(&[0, 1], unavailable).await;
    let client = Client::connect(&server.target).await.unwrap();
    assert_eq!(client.counter("hits").handle().get().await.unwrap(), 7);
    assert_eq!(server.methods(), ["Get", "Get", "Get"]);
}

#[tokio::test]
async fn calls_with_side_effects_are_not_repeated_without_a_session() {
    let server = failing(&[0], unavailable).await;
    let client = Client::connect(&server.target).await.unwrap();
    let error = client.counter("hits").handle().add(1).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Unavailable, 1)
    );
    assert_eq!(server.methods(), ["Add"]);
}

#[tokio::test]
async fn repetitions_are_the_same_call_of_the_same_session() {
    let server = failing(&[0, 2, 3], unavailable).await;
    let client = safe(&server).await;
    let hits = client.counter("hits").handle();
    assert_eq!(hits.add(1).await.unwrap(), 7);
    assert_eq!(hits.get().await.unwrap(), 7);
    assert_eq!(hits.add(1).await.unwrap(), 7);

    let sent: Vec<_> = server.calls();
    let sent: Vec<_> = sent
        .iter()
        .map(|call| {
            (
                &*call.method,
                call.text("polyprim-session"),
                call.text("polyprim-sequence"),
            )
        })
        .collect();
    let expected = [
        ("Open", "", ""),
        ("Open", "", ""),
        ("Add", "s1", "1"),
        ("Add", "s1", "1"),
        ("Add", "s1", "1"),
        ("Get", "", ""),
        ("Add", "s1", "2"),
    ];
    assert_eq!(sent, expected);

    client.close().await;
    assert_eq!(server.methods().last().unwrap(), "Close");
}

#[tokio::test]
async fn a_repetition_that_comes_too_late_is_an_error() {
    let server = Fake::start(|call, before| match before {
        1 => Err(unavailable()),
        2 => Err(expired()),
        _ => well(call, before),
    })
    .await;
    let error = safe(&server)
        .await
        .counter("hits")
        .handle()
        .add(1)
        .await
        .unwrap_err();
    assert_eq!(
        (error.reason(), error.attempts()),
        ("REQUEST_ID_EXPIRED", 2)
    );
    let told = (error.kind(), error.code());
    assert_eq!(told, (ErrorKind::RequestExpired, "FAILED_PRECONDITION"));
    assert_eq!(server.methods(), ["Open", "Add", "Add"]);
}

#[tokio::test]
async fn attempts_and_time_are_limited() {
    let server = Fake::start(|_, _| Err(unavailable())).await;
    let builder = Client::builder(&server.target).attempts(2);
    let client = builder.connect().await.unwrap();
    let error = client.counter("hits").handle().get().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Unavailable, 2)
    );
    assert_eq!(server.methods().len(), 2);

    let server = failing(&[0], || {
        let details = ErrorDetails::with_retry_info(Some(Duration::from_secs(3600)));
        Status::with_error_details(Code::Unavailable, "come back later", details)
    })
    .await;
    let client = Client::connect(&server.target).await.unwrap();
    let error = client.counter("hits").handle().get().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Unavailable, 1)
    );
}

#[tokio::test]
async fn an_aborted_call_is_repeated_if_the_host_says_when() {
    let server = failing(&[0], || {
        let details = ErrorDetails::with_retry_info(Some(Duration::from_millis(1)));
        Status::with_error_details(Code::Aborted, "again, please", details)
    })
    .await;
    let client = Client::connect(&server.target).await.unwrap();
    assert_eq!(client.counter("hits").handle().get().await.unwrap(), 7);
    assert_eq!(server.methods().len(), 2);

    let server = failing(&[0], || Status::aborted("and that is that")).await;
    let client = Client::connect(&server.target).await.unwrap();
    let error = client.counter("hits").handle().get().await.unwrap_err();
    assert_eq!((error.code(), error.attempts()), ("ABORTED", 1));
}

#[tokio::test]
async fn a_call_whose_outcome_is_unknown_is_not_repeated() {
    for pause in [None, Some(Duration::from_millis(1))] {
        let server = Fake::start(move |call, before| {
            if call.method == "Open" {
                return well(call, before);
            }
            let mut details = ErrorDetails::with_retry_info(pause);
            details.set_error_info("OUTCOME_UNKNOWN", "polyprim.dev", HashMap::new());
            let message = "its worker died half-way";
            Err(Status::with_error_details(Code::Aborted, message, details))
        })
        .await;
        let client = safe(&server).await;
        let error = client.counter("hits").handle().add(1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
        let told = (error.code(), error.reason(), error.attempts());
        assert_eq!(told, ("ABORTED", "OUTCOME_UNKNOWN", 1));
        assert_eq!(server.methods(), ["Open", "Add"]);
    }
}
