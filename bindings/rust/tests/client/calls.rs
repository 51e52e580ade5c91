//! What goes with a call, and how calls end.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use polyprim_client::proto::{
    CounterServiceGetRequest, CounterServiceGetResponse, QueueServicePopRequest,
    QueueServicePopResponse,
};
use polyprim_client::{Client, ErrorKind};
use tokio::sync::Notify;
use tonic::transport::Server;

use crate::fake::{Fake, message};
use crate::host::Host;

#[tokio::test]
async fn metadata_goes_along() {
    let server = Fake::start(|_, _| message(&CounterServiceGetResponse { value: 1 })).await;
    let client = Client::builder(&server.target)
        .namespace("returns")
        .token("secret")
        .metadata("baggage", "of=all")
        .connect()
        .await
        .unwrap();

    let hits = client.counter("hits").handle();
    hits.get().await.unwrap();
    let traced = hits.with_metadata("traceparent", "00-01-02-01").unwrap();
    traced.get().await.unwrap();
    let [plain, traced] = &server.calls()[..] else {
        panic!("two calls were made");
    };
    for call in [plain, traced] {
        assert_eq!(call.text("polyprim-language"), "rust");
        assert_eq!(call.text("polyprim-namespace"), "returns");
        assert_eq!(call.text("authorization"), "Bearer secret");
        assert_eq!(call.text("baggage"), "of=all");
        assert_eq!(call.text("polyprim-session"), "");
        assert!(call.text("user-agent").starts_with("polyprim-client-rust/"));
    }
    assert_eq!(
        (plain.text("traceparent"), traced.text("traceparent")),
        ("", "00-01-02-01")
    );
    assert!(!format!("{client:?} {hits:?}").contains("secret"));
}

#[tokio::test]
async fn every_call_has_a_deadline() {
    let server = Fake::start(|call, _| match &*call.method {
        "Pop" => message(&QueueServicePopResponse::default()),
        _ => message(&CounterServiceGetResponse::default()),
    })
    .await;
    let client = Client::connect(&server.target).await.unwrap();

    client.counter("hits").handle().get().await.unwrap();
    let jobs = client.queue("jobs").handle();
    jobs.pop(Duration::from_secs(3600)).await.unwrap();
    let longest = jobs.with_timeout(Duration::MAX);
    longest.pop(Duration::ZERO).await.unwrap();
    let calls = server.calls();
    let get: CounterServiceGetRequest = calls[0].request();
    assert!((1..=5000).contains(&get.timeout_ms.unwrap()));
    let pop: QueueServicePopRequest = calls[1].request();
    assert_eq!(pop.wait_ms, Some(3_600_000));
    assert!((3_600_001..=3_605_000).contains(&pop.timeout_ms.unwrap()));
    let pop: QueueServicePopRequest = calls[2].request();
    assert!((900_000_000..=1_000_000_000).contains(&pop.timeout_ms.unwrap()));
    assert!(
        calls
            .iter()
            .all(|call| !call.text("grpc-timeout").is_empty())
    );
}

#[tokio::test]
async fn a_deadline_that_passes_is_an_error() {
    let server = Fake::serve(Server::builder(), |_, _| Box::pin(pending())).await;
    let client = Client::connect(&server.target).await.unwrap();

    for timeout in [Duration::ZERO, Duration::from_millis(50)] {
        let hits = client.counter("hits").handle().with_timeout(timeout);
        let error = hits.get().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Deadline);
        assert_eq!(error.code(), "DEADLINE_EXCEEDED");
    }
}

#[tokio::test]
async fn dropping_a_call_cancels_it() {
    struct Told(Arc<Notify>);
    impl Drop for Told {
        fn drop(&mut self) {
            self.0.notify_one();
        }
    }
    let (begun, ended) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let tell = (Arc::clone(&begun), Arc::clone(&ended));
    let server = Fake::serve(Server::builder(), move |_, _| {
        let (begun, told) = (Arc::clone(&tell.0), Told(Arc::clone(&tell.1)));
        Box::pin(async move {
            let _told = told;
            begun.notify_one();
            pending().await
        })
    })
    .await;
    let client = Client::connect(&server.target).await.unwrap();

    let jobs = client.queue("jobs").handle();
    let pop = tokio::spawn(async move { jobs.pop(Duration::from_secs(3600)).await });
    begun.notified().await;
    pop.abort();
    ended.notified().await;
}

#[tokio::test]
async fn a_closed_client_calls_nobody() {
    let host = Host::start().await;
    let client = host.client().await;
    let jobs = client.queue("jobs").await.unwrap();

    let waiting = tokio::spawn({
        let jobs = jobs.clone();
        async move { jobs.pop(Duration::from_secs(3600)).await }
    });
    client.clone().close().await;
    client.close().await;
    for error in [
        waiting.await.unwrap().unwrap_err(),
        jobs.push("late").await.unwrap_err(),
        client.counter("hits").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Closed);
        assert_eq!((error.code(), error.reason()), ("", "CLOSED"));
    }
}

#[tokio::test]
async fn objects_outlive_the_client_that_gave_them_out() {
    let host = Host::start().await;
    let client = host.client().await;
    let hits = client.counter("hits").await.unwrap();
    drop(client);
    assert_eq!(hits.add(1).await.unwrap(), 1);
}
