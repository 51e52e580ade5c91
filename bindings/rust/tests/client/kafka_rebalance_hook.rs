use std::time::Duration;

use futures_util::TryStreamExt as _;
use polyprim_client::REBALANCE_IN_PROGRESS;

use crate::host::Host;

#[tokio::test]
async fn members_back_off_together() {
    let host = Host::start().await;
    let client = host.client().await;

    let entry = client.kafka_rebalance_hook("orders");
    let group = entry.cap(Duration::from_millis(150)).await.unwrap();
    let first = group.report(REBALANCE_IN_PROGRESS, None).await.unwrap();
    assert_eq!((first.retry, first.backoff.as_millis()), (0, 100));
    let second = group.report(25, Some([7; 16])).await.unwrap();
    assert_eq!((second.retry, second.backoff.as_millis()), (1, 150));
    assert_eq!(group.get().await.unwrap(), 2);
    group.succeed().await.unwrap();
    assert_eq!(group.get().await.unwrap(), 0);

    let events = group.events(0, 10).await.unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!((events[0].sequence, events[0].error), (1, 27));
    assert_eq!(
        (events[0].backoff, events[0].trace_id),
        (first.backoff, None)
    );
    assert_eq!((events[1].retry, events[1].trace_id), (1, Some([7; 16])));
    assert!(events[0].unix_ms <= events[1].unix_ms);
    assert_eq!(group.events(1, 10).await.unwrap(), events[1..]);

    let spread = client.kafka_rebalance_hook("spread").jitter(true);
    let backoff = spread
        .await
        .unwrap()
        .report(27, None)
        .await
        .unwrap()
        .backoff;
    assert!((50..=100).contains(&backoff.as_millis()));
    let names = client.kafka_rebalance_hooks().names("");
    let mut names: Vec<_> = names.try_collect().await.unwrap();
    names.sort();
    assert_eq!(names, ["orders", "spread"]);
    assert!(
        client
            .kafka_rebalance_hook("spread")
            .delete()
            .await
            .unwrap()
    );
}
