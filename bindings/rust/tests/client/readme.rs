use crate::example;
use crate::host::Host;

#[tokio::test]
async fn the_readme_shows_what_runs() {
    let example = include_str!("example.rs");
    assert!(include_str!("../../README.md").contains(example));

    let host = Host::start().await;
    example::resize_one(&host.target).await.unwrap();
    let client = host.client().await;
    assert_eq!(client.counter("done").handle().get().await.unwrap(), 1);
    let jobs = client.queue("jobs").handle();
    assert_eq!(jobs.statistics().await.unwrap().items, 0);
}
