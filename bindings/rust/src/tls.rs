//! How a connection is made private.

use std::fs;
use std::path::{Path, PathBuf};

use tonic::transport::{Certificate, ClientTlsConfig, Identity};

use crate::{Error, Result};

/// TLS by rustls: the host must show a certificate for its name.
///
/// It is checked against the certificates of a [`ca`](Self::ca) file, or else against those that
/// the system trusts. Files are in PEM and are read when the client is made.
///
/// ```
/// use polyprim_client::{Client, Tls};
///
/// let builder = Client::builder("counters.example:7777")
///     .tls(Tls::new().ca("ca.pem").identity("client.pem", "client.key"))
///     .token("the host's token");
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Tls {
    ca: Option<PathBuf>,
    identity: Option<(PathBuf, PathBuf)>,
}

impl Tls {
    /// TLS with what the system trusts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Trusts the certificates of this file, and no others.
    pub fn ca(mut self, file: impl Into<PathBuf>) -> Self {
        self.ca = Some(file.into());
        self
    }

    /// Shows the host a certificate of the client's own, and proves it with its private key.
    pub fn identity(mut self, certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        self.identity = Some((certificate.into(), key.into()));
        self
    }

    pub(crate) fn config(&self) -> Result<ClientTlsConfig> {
        let config = ClientTlsConfig::new();
        let config = match &self.ca {
            Some(file) => config.ca_certificate(Certificate::from_pem(certificates(file)?)),
            None => config.with_native_roots(),
        };
        Ok(match &self.identity {
            Some((certificate, key)) => {
                config.identity(Identity::from_pem(certificates(certificate)?, read(key)?))
            }
            None => config,
        })
    }
}

/// A file without any would be taken, and nobody trusted.
fn certificates(file: &Path) -> Result<Vec<u8>> {
    const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
    let pem = read(file)?;
    if pem.windows(BEGIN.len()).any(|window| window == BEGIN) {
        return Ok(pem);
    }
    let message = format!("{} holds no certificate in PEM", file.display());
    Err(Error::invalid(message))
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).map_err(|error| {
        Error::invalid(format!("cannot read {}: {error}", file.display())).with_source(error)
    })
}
