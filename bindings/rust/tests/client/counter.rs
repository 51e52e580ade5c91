use futures_util::TryStreamExt as _;
use polyprim_client::ErrorKind;

use crate::host::Host;

#[tokio::test]
async fn counts() {
    let host = Host::start().await;
    let client = host.client().await;

    let hits = client.counter("hits").initial_value(5).await.unwrap();
    assert_eq!(hits.name(), "hits");
    assert_eq!(hits.add(-7).await.unwrap(), -2);
    assert_eq!(hits.get().await.unwrap(), -2);
    let lost = hits.compare_exchange(5, 6).await.unwrap();
    assert_eq!((lost.exchanged, lost.value), (false, -2));
    let won = hits.compare_exchange(-2, i64::MAX).await.unwrap();
    assert_eq!((won.exchanged, won.value), (true, i64::MAX));
    assert_eq!(hits.add(1).await.unwrap(), i64::MIN);
    assert_eq!(hits.reset(3).await.unwrap(), i64::MIN);

    client.counter("misses").await.unwrap();
    let both = [("hits", 1), ("misses", -1), ("hits", 1)];
    let sums = client.counters().add_many(both).await.unwrap();
    assert_eq!(sums, [4, -1, 5]);
    let one_missing = [("hits", 1), ("gone", 1)];
    let error = client.counters().add_many(one_missing).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(hits.get().await.unwrap(), 5);
}

#[tokio::test]
async fn are_made_found_listed_and_deleted() {
    let host = Host::start().await;
    let client = host.client().await;

    let made = client.counter("a").initial_value(1).create().await.unwrap();
    assert_eq!(made.unwrap().get().await.unwrap(), 1);
    assert!(client.counter("a").create().await.unwrap().is_none());
    let found = client.counter("a").initial_value(9).await.unwrap();
    assert_eq!(found.get().await.unwrap(), 1);
    assert!(client.counter("a").exists().await.unwrap());
    assert_eq!(client.counter("a").open().await.unwrap().name(), "a");
    let error = client.counter("b").open().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!((error.code(), error.reason()), ("NOT_FOUND", "NOT_FOUND"));

    for number in 0..300 {
        client.counter(format!("many:{number}")).await.unwrap();
    }
    let page = client.counters().list("many:", 0, 10).await.unwrap();
    assert_eq!(page.names.len(), 10);
    let next = client.counters().list("many:", page.next_cursor, 10).await;
    assert!(
        next.unwrap()
            .names
            .iter()
            .all(|name| !page.names.contains(name))
    );
    let names: Vec<_> = client
        .counters()
        .names("many:")
        .try_collect()
        .await
        .unwrap();
    assert_eq!(names.len(), 300);

    assert!(client.counter("a").delete().await.unwrap());
    assert!(!client.counter("a").delete().await.unwrap());
    assert_eq!(
        found.delete().await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
    assert_eq!(found.add(1).await.unwrap_err().kind(), ErrorKind::NotFound);
}
