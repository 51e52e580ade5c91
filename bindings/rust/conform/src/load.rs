//! A mixed load: workers that count, push and pop as fast as they can.

use std::time::Duration;

use polyprim_client::{Client, Counter, Queue, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::fault::Fault;

const RECORD_BYTES: usize = 64;
/// So that a host that is gone is not asked in a tight loop.
const PAUSE: Duration = Duration::from_millis(10);

#[derive(Deserialize)]
pub(crate) struct Load {
    pub(crate) client: String,
    seconds: f64,
    workers: u32,
    counter: String,
    queue: String,
    label: String,
}

/// What a worker did.
#[derive(Default)]
struct Tally {
    adds: u64,
    pushes: u64,
    pops: u64,
    pushed: u64,
    popped: u64,
    pushed_crc: u32,
    popped_crc: u32,
    errors: u64,
    latencies_us: Vec<u64>,
}

pub(crate) async fn run(client: &Client, load: Load) -> std::result::Result<Value, Fault> {
    let seconds = Duration::try_from_secs_f64(load.seconds).map_err(Fault::misused)?;
    let end = Instant::now() + seconds;
    let mut workers = JoinSet::new();
    for number in 0..load.workers {
        let counter = client.counter(&load.counter).handle();
        let queue = client.queue(&load.queue).handle();
        let label = format!("{}/{number}", load.label);
        workers.spawn(work(counter, queue, label, end));
    }
    let mut total = Tally::default();
    while let Some(tally) = workers.join_next().await {
        total.take_in(tally.map_err(Fault::misused)?);
    }
    Ok(total.into_json())
}

async fn work(counter: Counter, queue: Queue, label: String, end: Instant) -> Tally {
    let mut tally = Tally::default();
    let mut number = 0_u64;
    while Instant::now() < end {
        let record = format!("{label}/{number}");
        let record = format!("{record:RECORD_BYTES$}");
        number += 1;
        if tally.timed(counter.add(1)).await.is_some() {
            tally.adds += 1;
        }
        if let Some(pushed) = tally.timed(queue.push(&record)).await {
            tally.pushes += 1;
            if pushed {
                tally.pushed += 1;
                tally.pushed_crc ^= crc32fast::hash(record.as_bytes());
            }
        }
        if let Some(popped) = tally.timed(queue.pop(Duration::ZERO)).await {
            tally.pops += 1;
            if let Some(record) = popped {
                tally.popped += 1;
                tally.popped_crc ^= crc32fast::hash(&record);
            }
        }
    }
    tally
}

impl Tally {
    async fn timed<T>(&mut self, call: impl Future<Output = Result<T>>) -> Option<T> {
        let start = Instant::now();
        let answer = call.await;
        let micros = start.elapsed().as_micros();
        self.latencies_us
            .push(u64::try_from(micros).unwrap_or(u64::MAX));
        if answer.is_err() {
            self.errors += 1;
            sleep(PAUSE).await;
        }
        answer.ok()
    }

    fn take_in(&mut self, other: Self) {
        self.adds += other.adds;
        self.pushes += other.pushes;
        self.pops += other.pops;
        self.pushed += other.pushed;
        self.popped += other.popped;
        self.pushed_crc ^= other.pushed_crc;
        self.popped_crc ^= other.popped_crc;
        self.errors += other.errors;
        self.latencies_us.extend(other.latencies_us);
    }

    fn into_json(mut self) -> Value {
        self.latencies_us.sort_unstable();
        let percentile = |percent: usize| {
            let index = (self.latencies_us.len() * percent / 100).saturating_sub(1);
            self.latencies_us.get(index).copied().unwrap_or(0)
        };
        json!({
            "calls": {"counter.add": self.adds, "queue.push": self.pushes, "queue.pop": self.pops},
            "added": self.adds,
            "pushed": self.pushed,
            "popped": self.popped,
            "pushed_crc": self.pushed_crc,
            "popped_crc": self.popped_crc,
            "errors": self.errors,
            "latency_us": {
                "p50": percentile(50),
                "p90": percentile(90),
                "p99": percentile(99),
                "max": percentile(100),
            },
        })
    }
}
