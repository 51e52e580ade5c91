//! Errors as the tests read them.

use std::fmt::Display;

use polyprim_client::Error;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct Fault {
    code: String,
    reason: String,
    field: String,
    message: String,
}

impl Fault {
    /// The command was cancelled by another: this client's calls end so by being dropped.
    pub(crate) fn cancelled() -> Self {
        Self::new("CANCELLED", "", "the call was cancelled")
    }

    pub(crate) fn unimplemented(what: &str) -> Self {
        Self::new("UNIMPLEMENTED", "RUNNER", format!("there is no {what:?}"))
    }

    /// The command says what no command can mean.
    pub(crate) fn misused(why: impl Display) -> Self {
        Self::new("INVALID_ARGUMENT", "RUNNER", why)
    }

    fn new(code: &str, reason: &str, message: impl Display) -> Self {
        Self {
            code: code.to_owned(),
            reason: reason.to_owned(),
            field: String::new(),
            message: message.to_string(),
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self {
            field: error.field().to_owned(),
            ..Self::new(error.code(), error.reason(), &error)
        }
    }
}
