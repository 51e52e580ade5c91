use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _};
use polyprim_client::proto::QueueServicePopResponse;
use polyprim_client::{Bytes, Client, ErrorKind};

use crate::fake::{Fake, message};
use crate::host::Host;

const NOW: Duration = Duration::ZERO;
const SOON: Duration = Duration::from_secs(60);

#[tokio::test]
async fn gives_records_in_their_order() {
    let host = Host::start().await;
    let client = host.client().await;

    let jobs = client.queue("jobs").capacity(1 << 16).await.unwrap();
    assert_eq!(jobs.pop(NOW).await.unwrap(), None);
    assert_eq!(jobs.peek().await.unwrap(), None);
    assert!(jobs.push(b"first").await.unwrap());
    assert!(jobs.push(b"").await.unwrap());
    assert!(jobs.push_many(["third", "fourth"]).await.unwrap());
    assert!(jobs.push_many(Vec::<Bytes>::new()).await.unwrap());
    let statistics = jobs.statistics().await.unwrap();
    assert_eq!((statistics.items, statistics.capacity_bytes), (4, 1 << 16));
    assert_eq!(jobs.peek().await.unwrap().unwrap(), "first");
    assert_eq!(jobs.pop(NOW).await.unwrap().unwrap(), "first");
    assert_eq!(jobs.pop(NOW).await.unwrap().unwrap(), "");
    let rest = jobs.pop_many(10, NOW).await.unwrap();
    assert_eq!(rest, ["third", "fourth"]);
    assert!(jobs.pop_many(10, NOW).await.unwrap().is_empty());

    let large = vec![7; 40_000];
    assert!(jobs.push(&large).await.unwrap());
    assert!(!jobs.push(&large).await.unwrap(), "it is full");
    assert!(!jobs.push_many([&large]).await.unwrap(), "it is full");
    assert_eq!(jobs.pop(NOW).await.unwrap().unwrap(), large);
}

#[tokio::test]
async fn waits_for_records() {
    let host = Host::start().await;
    let client = host.client().await;
    let jobs = client.queue("jobs").await.unwrap();

    let waiting = tokio::spawn({
        let jobs = jobs.clone();
        async move { (jobs.pop(SOON).await, jobs.pop_many(2, SOON).await) }
    });
    jobs.push("one").await.unwrap();
    jobs.push("two").await.unwrap();
    let (one, two) = waiting.await.unwrap();
    assert_eq!(one.unwrap().unwrap(), "one");
    assert_eq!(two.unwrap(), ["two"]);
}

#[tokio::test]
async fn streams_records_until_the_client_is_closed() {
    let host = Host::start().await;
    let client = host.client().await;
    let jobs = client.queue("jobs").await.unwrap();

    let streaming = tokio::spawn(jobs.records().try_collect::<Vec<_>>());
    jobs.push("one").await.unwrap();
    jobs.push("two").await.unwrap();
    while jobs.statistics().await.unwrap().items > 0 {
        tokio::task::yield_now().await;
    }
    let mut others = jobs.records();
    tokio::select! {
        biased;
        record = others.next() => panic!("{record:?} came twice"),
        () = client.close() => {}
    }
    let records = streaming.await.unwrap();
    assert!(others.next().await.is_none());
    // The second may have been on its way.
    let records = records.unwrap();
    assert_eq!(records, ["one", "two"][..records.len()]);
}

#[tokio::test]
async fn a_record_that_was_damaged_is_an_error() {
    let server = Fake::start(|_, _| {
        message(&QueueServicePopResponse {
            found: true,
            payload: Bytes::from_static(b"recora"),
            crc32: Some(crc32fast::hash(b"record")),
        })
    })
    .await;
    let client = Client::connect(&server.target).await.unwrap();

    let jobs = client.queue("jobs").handle();
    for error in [
        jobs.pop(NOW).await.unwrap_err(),
        jobs.peek().await.unwrap_err(),
        jobs.records().next().await.unwrap().unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Checksum);
        assert_eq!((error.code(), error.reason()), ("DATA_LOSS", "CHECKSUM"));
    }
}

#[tokio::test]
async fn the_host_verifies_what_is_pushed() {
    let host = Host::start().await;
    let client = host.client().await;
    client.queue("jobs").await.unwrap();

    let request = polyprim_client::proto::QueueServicePushRequest {
        name: "jobs".into(),
        payload: Some(Bytes::from_static(b"record")),
        crc32: Some(1),
        timeout_ms: None,
    };
    let error = client.call(request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Checksum);
    assert_eq!((error.code(), error.reason()), ("DATA_LOSS", "CHECKSUM"));
}
