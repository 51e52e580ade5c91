use std::time::Duration;

use polyprim_client::{Client, Result};

pub async fn resize_one(target: &str) -> Result<()> {
    let client = Client::connect(target).await?;
    let jobs = client.queue("jobs").await?; // made if there is none
    jobs.push(b"resize 17.png").await?;
    if let Some(job) = jobs.pop(Duration::from_secs(1)).await? {
        let done = client.counter("done").await?;
        println!("{job:?}, number {}", done.add(1).await?);
    }
    client.close().await;
    Ok(())
}
