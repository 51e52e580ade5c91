//! When a call is made again, and after how long.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::{Error, ErrorKind, Result};

const BACKOFF: Duration = Duration::from_millis(100);
const BACKOFF_MAX: Duration = Duration::from_secs(5);

/// The attempts of one call.
pub(crate) struct Attempts {
    made: u32,
    most: u32,
    deadline: Instant,
}

impl Attempts {
    pub(crate) fn new(most: u32, deadline: Instant) -> Self {
        Self {
            made: 0,
            most,
            deadline,
        }
    }

    /// Returns when the call may be made again after this error; gives the error back if it may not:
    /// another kind of error, too many attempts, or no time left.
    pub(crate) async fn pause_after(&mut self, error: Error) -> Result<()> {
        self.made += 1;
        let error = error.with_attempts(self.made);
        let pause = backoff(self.made - 1).max(error.retry_after().unwrap_or_default());
        if self.made >= self.most || !may_pass(&error) || Instant::now() + pause >= self.deadline {
            return Err(error);
        }
        sleep(pause).await;
        Ok(())
    }
}

/// Whether the host, or the way to it, may be well again in a moment.
fn may_pass(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Unavailable => true,
        ErrorKind::OutcomeUnknown => false,
        _ => error.code() == "ABORTED" && error.retry_after().is_some(),
    }
}

/// Anything up to `100 ms * 2^retry`, at most 5 seconds: jitter keeps clients that failed together
/// from coming back together.
fn backoff(retry: u32) -> Duration {
    let longest = BACKOFF
        .saturating_mul(2_u32.saturating_pow(retry))
        .min(BACKOFF_MAX);
    longest.mul_f64(fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoffs_grow_up_to_their_cap() {
        for retry in 0..100 {
            let longest = BACKOFF_MAX.min(BACKOFF * 2_u32.pow(retry.min(10)));
            assert!((0..100).all(|_| backoff(retry) <= longest));
        }
        assert!((0..10_000).any(|_| backoff(u32::MAX) > BACKOFF_MAX / 2));
    }
}
