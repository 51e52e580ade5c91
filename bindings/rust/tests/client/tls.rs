use std::path::PathBuf;

use polyprim_client::proto::CounterServiceGetResponse;
use polyprim_client::{Client, ErrorKind, Result, Tls};
use rcgen::{CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;
use tonic::transport::{Certificate, Identity, Server, ServerTlsConfig};

use crate::fake::{Fake, message};

/// An authority, and the files of what it certified.
struct Authority {
    folder: TempDir,
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let authority = Self {
            folder: TempDir::new().unwrap(),
            issuer: CertifiedIssuer::self_signed(params, key).unwrap(),
        };
        std::fs::write(authority.ca(), authority.issuer.pem()).unwrap();
        authority
    }

    fn ca(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    fn certify(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        (certificate.pem(), key.serialize_pem())
    }

    fn identity_files(&self) -> (PathBuf, PathBuf) {
        let (certificate, key) = self.certify("client");
        let files = (
            self.folder.path().join("client.pem"),
            self.folder.path().join("client.key"),
        );
        std::fs::write(&files.0, certificate).unwrap();
        std::fs::write(&files.1, key).unwrap();
        files
    }

    /// A server of that name; one that asks for certificates takes those of this authority.
    async fn serve(&self, name: &str, asks: bool) -> Fake {
        let (certificate, key) = self.certify(name);
        let mut tls = ServerTlsConfig::new().identity(Identity::from_pem(certificate, key));
        if asks {
            tls = tls.client_ca_root(Certificate::from_pem(self.issuer.pem()));
        }
        let server = Server::builder().tls_config(tls).unwrap();
        Fake::serve(server, |_, _| {
            Box::pin(async { message(&CounterServiceGetResponse { value: 7 }) })
        })
        .await
    }
}

async fn get(server: &Fake, tls: Option<Tls>) -> Result<i64> {
    let builder = Client::builder(&server.target).token("t").attempts(1);
    let builder = match tls {
        Some(tls) => builder.tls(tls),
        None => builder,
    };
    builder.connect_lazy()?.counter("hits").handle().get().await
}

#[tokio::test]
async fn both_sides_may_show_certificates() {
    let authority = Authority::new();
    let trusting = Tls::new().ca(authority.ca());
    let server = authority.serve("127.0.0.1", false).await;
    assert_eq!(get(&server, Some(trusting.clone())).await.unwrap(), 7);

    let server = authority.serve("127.0.0.1", true).await;
    let (certificate, key) = authority.identity_files();
    let known = trusting.clone().identity(certificate, key);
    assert_eq!(get(&server, Some(known)).await.unwrap(), 7);
    let error = get(&server, Some(trusting)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
}

#[tokio::test]
async fn whoever_cannot_be_trusted_is_not_talked_to() {
    let (authority, other) = (Authority::new(), Authority::new());
    let trusting = Tls::new().ca(authority.ca());
    let stranger = other.serve("127.0.0.1", false).await;
    let misnamed = authority.serve("elsewhere.example", false).await;
    let plain = Fake::start(|_, _| message(&CounterServiceGetResponse { value: 7 })).await;

    for (server, tls) in [
        (&stranger, Some(trusting.clone())),
        (&misnamed, Some(trusting.clone())),
        (&plain, Some(trusting)),
        (&stranger, None),
    ] {
        let error = get(server, tls).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
        assert!(server.calls().is_empty());
    }
}

#[tokio::test]
async fn files_that_are_no_certificates_are_refused() {
    let folder = TempDir::new().unwrap();
    let garbage = folder.path().join("garbage");
    std::fs::write(&garbage, "no certificate").unwrap();
    let gone = folder.path().join("gone");
    for tls in [
        Tls::new().ca(&gone),
        Tls::new().ca(&garbage).identity(&gone, &gone),
        Tls::new().ca(&garbage).identity(&garbage, &garbage),
        Tls::new().ca(&garbage),
    ] {
        let builder = Client::builder("127.0.0.1:7777").tls(tls);
        let error = builder.connect().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error:?}");
    }
    let builder = Client::builder("unix:/run/socket").tls(Tls::new().ca(Authority::new().ca()));
    let error = builder.connect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
}
