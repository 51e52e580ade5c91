//! What a call can fail with.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// What a call answers, or why it failed.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A call failed.
///
/// Full and empty queues, objects that are there already and the like are answers, never errors.
/// After an error nothing has been changed, except that a call that ended with
/// [`Deadline`](ErrorKind::Deadline), [`Cancelled`](ErrorKind::Cancelled),
/// [`Unavailable`](ErrorKind::Unavailable) or [`Closed`](ErrorKind::Closed) may have been carried
/// out all the same: its answer is what got lost. Clients with
/// [`safe_retries`](crate::ClientBuilder::safe_retries) ask for that answer again. Of a call that
/// ended with [`OutcomeUnknown`](ErrorKind::OutcomeUnknown), not even the host can tell.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    code: &'static str,
    reason: String,
    field: String,
    message: String,
    retry_after: Option<Duration>,
    attempts: u32,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What went wrong, for a program to decide by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no such object, or no such namespace.
    NotFound,
    /// A value is outside its range, or a field is missing: see [`Error::field`].
    InvalidArgument,
    /// The name belongs to an object of another kind.
    WrongKind,
    /// The host's segment is full.
    NoSpace,
    /// A record does not match its CRC32: it was damaged on its way.
    Checksum,
    /// The deadline passed first.
    Deadline,
    /// The call was cancelled on its way; what cancels it here drops its future and sees no error.
    Cancelled,
    /// There is no server at the address, or it went away.
    Unavailable,
    /// The host wants a token, or another one.
    Unauthenticated,
    /// The token does not allow this.
    PermissionDenied,
    /// The host has forgotten the call that was made again: whether it was carried out is unknown.
    RequestExpired,
    /// The call may have had part of its effect, and the host cannot tell any more: it is not made
    /// again, and the caller has to find out.
    OutcomeUnknown,
    /// This client was closed.
    Closed,
    /// Anything else: see [`Error::code`] and [`Error::reason`].
    Other,
}

impl Error {
    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The name of the gRPC code, such as `NOT_FOUND`; empty where the client was closed.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The contract's reason (that of `google.rpc.ErrorInfo`), such as `INVALID_PROTO`; empty where
    /// there is none, as in errors of the connection.
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// The request's field that was wrong; empty where none was.
    pub fn field(&self) -> &str {
        &self.0.field
    }

    /// How long the host asks to wait before the same call is made again.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How many times the call was made: 0 if it was refused here.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    pub(crate) fn new(kind: ErrorKind, code: &'static str, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            code,
            reason: String::new(),
            field: String::new(),
            message: message.into(),
            retry_after: None,
            attempts: 0,
            source: None,
        }))
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidArgument, "INVALID_ARGUMENT", message)
    }

    pub(crate) fn closed() -> Self {
        Self::new(ErrorKind::Closed, "", "this client is closed").with_reason("CLOSED")
    }

    pub(crate) fn deadline() -> Self {
        let message = "the deadline passed before the answer came";
        Self::new(ErrorKind::Deadline, "DEADLINE_EXCEEDED", message)
    }

    /// What is wrong with the connection, from whatever it said.
    pub(crate) fn unavailable(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let source = source.into();
        let message = format!("the host cannot be reached: {}", innermost(&*source));
        Self::new(ErrorKind::Unavailable, "UNAVAILABLE", message).with_source(source)
    }

    /// What a call ended with, be it the host's answer or the connection's.
    pub(crate) fn from_status(status: Status) -> Self {
        match transport_code(&status) {
            None => Self::from_answer(&status),
            Some(Code::Unavailable) => Self::unavailable(status),
            Some(Code::DeadlineExceeded) => Self::deadline(),
            Some(code) => {
                Self::new(kind_of(code, ""), name_of(code), status.message()).with_source(status)
            }
        }
    }

    fn from_answer(status: &Status) -> Self {
        let details = status.get_error_details();
        let reason = details.error_info().map_or("", |info| info.reason.as_str());
        let violations = details
            .bad_request()
            .map(|request| &request.field_violations[..]);
        let message = match status.message() {
            "" => name_of(status.code()),
            message => message,
        };
        let kind = kind_of(status.code(), reason);
        let mut error = Self::new(kind, name_of(status.code()), message).with_reason(reason);
        if let Some([first, ..]) = violations {
            error.0.field.clone_from(&first.field);
        }
        error.0.retry_after = details.retry_info().and_then(|info| info.retry_delay);
        error
    }

    pub(crate) fn with_reason(mut self, reason: &str) -> Self {
        reason.clone_into(&mut self.0.reason);
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}

/// The code of a status that the host did not send; `None` for one that it did.
///
/// tonic tells lost connections by several codes, some of which depend on its features. Only a
/// stream that the host reset has a code of its own (gRPC over HTTP2, "Errors").
fn transport_code(status: &Status) -> Option<Code> {
    let mut cause = status.source();
    cause?;
    while let Some(error) = cause {
        if error.is::<tonic::TimeoutExpired>() {
            return Some(Code::DeadlineExceeded);
        }
        if let Some(error) = error.downcast_ref::<h2::Error>()
            && error.is_reset()
            && error.is_remote()
        {
            return Some(match error.reason() {
                Some(h2::Reason::REFUSED_STREAM) => Code::Unavailable,
                Some(h2::Reason::CANCEL) => Code::Cancelled,
                Some(h2::Reason::ENHANCE_YOUR_CALM) => Code::ResourceExhausted,
                Some(h2::Reason::INADEQUATE_SECURITY) => Code::PermissionDenied,
                _ => Code::Internal,
            });
        }
        cause = error.source();
    }
    Some(Code::Unavailable)
}

/// The cause that says most: what wraps it only says that something failed.
fn innermost<'a>(mut error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    while let Some(source) = error.source() {
        error = source;
    }
    error
}

fn kind_of(code: Code, reason: &str) -> ErrorKind {
    match (reason, code) {
        ("WRONG_KIND", _) => ErrorKind::WrongKind,
        ("CHECKSUM", _) => ErrorKind::Checksum,
        ("NO_SPACE", _) => ErrorKind::NoSpace,
        ("REQUEST_ID_EXPIRED", _) => ErrorKind::RequestExpired,
        ("OUTCOME_UNKNOWN", _) => ErrorKind::OutcomeUnknown,
        (_, Code::NotFound) => ErrorKind::NotFound,
        (_, Code::InvalidArgument) => ErrorKind::InvalidArgument,
        (_, Code::DeadlineExceeded) => ErrorKind::Deadline,
        (_, Code::Cancelled) => ErrorKind::Cancelled,
        (_, Code::Unavailable) => ErrorKind::Unavailable,
        (_, Code::Unauthenticated) => ErrorKind::Unauthenticated,
        (_, Code::PermissionDenied) => ErrorKind::PermissionDenied,
        _ => ErrorKind::Other,
    }
}

fn name_of(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}
