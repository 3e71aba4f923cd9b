// Causes that the load balancer tells of: answers of its own, and its certificate.
import type { Causes } from "../cause.ts";
import { HEALTH, STOPS } from "./stops.ts";

const BALANCER =
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html";
const ACCESS_LOG = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html";

/** Sorted by code. */
export const LOAD_BALANCER = {
  "load-balancer/bad-gateway": {
    summary: "the load balancer answered 502: a task closed the connection, or answered no HTTP",
    signs: [
      {
        words: [" 502 "],
        pattern:
          /\bapp\/(?<balancer>[\w-]{1,32})\/[0-9a-f]{16} \S{3,60} (?<target>\S{1,60}) -?[\d.]{1,12} -?[\d.]{1,12} -?[\d.]{1,12} 502 /,
      },
      { words: ["502 Bad Gateway"], pattern: /\b502 Bad Gateway\b/ },
    ],
    follows: [...STOPS, "service/crash", "service/killed", ...HEALTH],
    explanation: `The connection to the task broke while a request was on it. Three things do it: the task ended without finishing what it had; its
keep-alive is shorter than the load balancer's idle time (60 s), so that it closes a connection which the load balancer is about to use
(Node.js keeps them for 5 s); or it does not speak HTTP on this port.

  seen      … app/shop-production/50dc6c495c0c9188 … 0.001 0.002 -1 502 - …
  mend      server.keepAliveTimeout = 65_000 and headersTimeout above it; finish open requests on SIGTERM`,
    sources: [BALANCER, ACCESS_LOG],
  },
  "load-balancer/certificate": {
    summary: "the load balancer can't use the certificate",
    signs: [
      {
        words: ["CertificateNotFound", "UnsupportedCertificate"],
        pattern: /CertificateNotFound: Certificate|UnsupportedCertificate: The certificate/,
      },
      {
        words: ["CERT_HAS_EXPIRED", "certificate has expired"],
        pattern: /\bCERT_HAS_EXPIRED\b|certificate has expired/,
      },
    ],
    follows: [],
    explanation: `A listener takes a certificate of ACM in its own region and account, once it is issued. One that waits for validation counts as
unsupported. One that was imported expires, because ACM renews only its own.

  seen      api error UnsupportedCertificate: The certificate 'arn:aws:acm:…' must have a fully-qualified domain name, a supported signature, and a supported key size.
  mend      an issued certificate of this region and account under \`certificate\``,
    sources: [
      "https://github.com/hashicorp/terraform-provider-aws/issues/41789",
      "https://github.com/hashicorp/terraform-provider-aws/issues/11334",
    ],
  },
  "load-balancer/no-target": {
    summary: "the load balancer answered 503: it had no task to send requests to",
    signs: [
      {
        words: [" 503 "],
        pattern: /\bapp\/(?<balancer>[\w-]{1,32})\/[0-9a-f]{16} \S{3,60} - -1 -1 -1 503 /,
      },
      { words: ["503 Service Temporarily Unavailable"], pattern: /\b503 Service Temporarily Unavailable\b/ },
    ],
    follows: [...STOPS, ...HEALTH, "service/crash", "service/tasks-stop", "service/killed"],
    explanation: `No task is registered for the requests' rule: none runs, or none was released yet.

  seen      … app/shop-production/50dc6c495c0c9188 … - -1 -1 -1 503 - …
  mend      what keeps tasks from running: ECS's events name it`,
    sources: [BALANCER, ACCESS_LOG],
  },
  "load-balancer/timeout": {
    summary: "the load balancer answered 504: a task took too long, or let nobody in",
    signs: [
      {
        words: [" 504 "],
        pattern:
          /\bapp\/(?<balancer>[\w-]{1,32})\/[0-9a-f]{16} \S{3,60} (?<target>\S{1,60}) -?[\d.]{1,12} -?[\d.]{1,12} -?[\d.]{1,12} 504 /,
      },
      { words: ["504 Gateway Time"], pattern: /\b504 Gateway Time-?out\b/i },
    ],
    follows: ["database/*", "cache/*", "network/outside-unreachable", "service/out-of-memory"],
    explanation: `The task took a request and gave no answer within the load balancer's idle time (60 s), or no connection within 10 s. Mostly it
waits for something itself: the database, another service, an answer from outside.

  seen      … app/shop-production/50dc6c495c0c9188 … 0.000 -1 -1 504 - …
  mend      a time-out of its own, shorter than 60 s, on everything that a request waits for; long work behind a queue or as a stream`,
    sources: [BALANCER, ACCESS_LOG],
  },
} as const satisfies Causes;
