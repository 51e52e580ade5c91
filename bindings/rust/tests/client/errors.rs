use std::time::Duration;

use polyprim_client::{Client, Error, ErrorKind};

use crate::host::Host;

fn assert_error(error: &Error, kind: ErrorKind, code: &str, reason: &str, field: &str) {
    let told = (error.kind(), error.code(), error.reason(), error.field());
    assert_eq!(told, (kind, code, reason, field), "{error}");
    assert!(!error.to_string().is_empty());
}

#[tokio::test]
async fn tell_the_contracts_code_reason_and_field() {
    let host = Host::start().await;
    let client = host.client().await;
    client.queue("taken").await.unwrap();

    let error = client.counter("gone").handle().add(1).await.unwrap_err();
    assert_error(&error, ErrorKind::NotFound, "NOT_FOUND", "NOT_FOUND", "");
    assert_eq!(error.attempts(), 1);
    let error = client.counter("no name").await.unwrap_err();
    let kind = ErrorKind::InvalidArgument;
    assert_error(&error, kind, "INVALID_ARGUMENT", "INVALID_PROTO", "name");
    let error = client.queue("odd").capacity(65_537).await.unwrap_err();
    assert_error(
        &error,
        kind,
        "INVALID_ARGUMENT",
        "INVALID_PROTO",
        "capacity_bytes",
    );
    let error = client.counter("taken").await.unwrap_err();
    assert_error(
        &error,
        ErrorKind::WrongKind,
        "FAILED_PRECONDITION",
        "WRONG_KIND",
        "",
    );
    let error = client.queue("full").capacity(1 << 26).await.unwrap_err();
    assert_error(
        &error,
        ErrorKind::NoSpace,
        "RESOURCE_EXHAUSTED",
        "NO_SPACE",
        "",
    );

    let elsewhere = Client::builder(&host.target).namespace("no-such-segment");
    let elsewhere = elsewhere.connect().await.unwrap();
    let error = elsewhere.counter("hits").delete().await.unwrap_err();
    assert_error(
        &error,
        ErrorKind::NotFound,
        "NOT_FOUND",
        "SEGMENT_NOT_FOUND",
        "",
    );
}

#[tokio::test]
async fn options_that_cannot_be_meant_are_refused() {
    let builders = [
        Client::builder(""),
        Client::builder("127.0.0.1"),
        Client::builder("http://127.0.0.1:7777"),
        Client::builder("user@127.0.0.1:7777"),
        Client::builder("127.0.0.1:7777/path"),
        Client::builder("127.0.0.1:0"),
        Client::builder("127.0.0.1:7777").timeout(Duration::ZERO),
        Client::builder("127.0.0.1:7777").attempts(0),
        Client::builder("127.0.0.1:7777").namespace("a\nb"),
        Client::builder("127.0.0.1:7777").token("a\nb"),
        Client::builder("127.0.0.1:7777").metadata("a b", "c"),
        Client::builder("127.0.0.1:7777").metadata("authorization", "Bearer x"),
        Client::builder("203.0.113.1:7777").token("secret"),
        Client::builder("counters.example:7777").token("secret"),
    ];
    for builder in builders {
        let lazy = builder.clone().connect_lazy().unwrap_err();
        let error = builder.connect().await.unwrap_err();
        for error in [lazy, error] {
            assert_error(
                &error,
                ErrorKind::InvalidArgument,
                "INVALID_ARGUMENT",
                "",
                "",
            );
            assert!(!error.to_string().contains("secret"));
        }
    }
    for local in ["127.0.0.1:1", "[::1]:1", "localhost:1", "unix:/gone"] {
        assert!(Client::builder(local).token("t").connect_lazy().is_ok());
    }
}

#[test]
fn a_client_outside_a_runtime_is_refused() {
    let error = Client::builder("127.0.0.1:7777")
        .connect_lazy()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
}

#[test]
fn errors_travel_between_threads() {
    fn travels<T: Send + Sync + 'static>() {}
    travels::<Error>();
    travels::<Client>();
}

#[tokio::test]
async fn a_wait_has_a_limit() {
    let client = Client::builder("127.0.0.1:7777").connect_lazy().unwrap();
    let jobs = client.queue("jobs").handle();
    let error = jobs.pop(Duration::from_secs(86_401)).await.unwrap_err();
    assert_error(
        &error,
        ErrorKind::InvalidArgument,
        "INVALID_ARGUMENT",
        "",
        "",
    );
    assert_eq!(error.attempts(), 0);
}
