//! Traces to an OpenTelemetry collector, where `OTEL_EXPORTER_OTLP_ENDPOINT` (or
//! `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`) names one: OTLP over HTTP, with the other standard `OTEL_…`
//! variables. What is traced is what may be logged.

use std::fmt;
use std::pin::Pin;

use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tokio::runtime::Handle;
use tracing_subscriber::{Layer, Registry};

use super::limited;

/// Either of them turns it on.
const ENDPOINTS: [&str; 2] = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
/// More than any collector answers.
const LARGEST: usize = 64 * 1024;

/// Sends what is left when it is dropped.
#[derive(Debug)]
pub(super) struct Traces(SdkTracerProvider);

impl Traces {
    /// `None` when no collector is named, or it cannot be used; that is said on standard error.
    pub(super) fn start() -> Option<Self> {
        let named = |name| std::env::var(name).is_ok_and(|value| !value.is_empty());
        if !ENDPOINTS.into_iter().any(named) {
            return None;
        }
        let sender =
            Sender::new().inspect_err(|error| eprintln!("No traces are sent: {error}")).ok()?;
        let exporter = SpanExporter::builder().with_http().with_http_client(sender).build();
        let exporter =
            exporter.inspect_err(|error| eprintln!("No traces are sent: {error}")).ok()?;
        let resource = Resource::builder().with_service_name("klatch").build();
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource)
            .build();
        Some(Self(provider))
    }

    pub(super) fn layer(&self, filter: &str) -> Box<dyn Layer<Registry> + Send + Sync> {
        let tracer = self.0.tracer("klatch");
        tracing_opentelemetry::layer().with_tracer(tracer).with_filter(limited(filter)).boxed()
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        // The end comes anyway; it waits for a bounded time.
        let _ = self.0.shutdown();
    }
}

/// The exporter works in a thread of its own; what it sends goes out in ours.
struct Sender {
    http: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    runtime: Handle,
}

impl Sender {
    fn new() -> std::io::Result<Self> {
        let https = HttpsConnectorBuilder::new()
            .with_native_roots()?
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Self {
            http: Client::builder(TokioExecutor::new()).build(https),
            runtime: Handle::try_current().map_err(std::io::Error::other)?,
        })
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sender")
    }
}

impl HttpClient for Sender {
    fn send_bytes<'me, 'send>(
        &'me self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'send>>
    where
        'me: 'send,
        Self: 'send,
    {
        let http = self.http.clone();
        let sending = self.runtime.spawn(async move {
            let (head, body) = http.request(request.map(Full::new)).await?.into_parts();
            let body = Limited::new(body, LARGEST).collect().await?.to_bytes();
            Ok(Response::from_parts(head, body))
        });
        Box::pin(async move { sending.await? })
    }
}
