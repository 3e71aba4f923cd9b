// Causes in the network, and in what AWS itself answers.
import type { Causes } from "../cause.ts";

const NODE = "https://nodejs.org/api/errors.html";

/** Sorted by code. */
export const NETWORK = {
  "aws/access-denied": {
    summary: "a role lacks a permission",
    signs: [
      {
        words: [":assumed-role/"],
        pattern: /:assumed-role\/(?<role>[\w+=,.@-]{1,64})\/\S{1,64} is not authorized to perform/,
        supports: true,
      },
      {
        words: ["is not authorized to perform"],
        pattern:
          /is not authorized to perform:? (?<action>[a-z][\w-]{1,40}:\w{1,60})(?: on resource:? (?<resource>\S{1,300}))?/,
      },
      {
        words: ["AccessDenied"],
        pattern: /\bAccessDenied(?:Exception)?\b/,
        not: /AssumeRoleWithWebIdentity/,
      },
      { words: ["UnauthorizedOperation"], pattern: /\bUnauthorizedOperation\b/ },
    ],
    follows: [],
    explanation: `AWS names who asked, for what, and on what. A task role may only what the spec needs; a pipeline's role only what this project's
resources need. What the application does beside that is yours to allow.

  seen      User: arn:aws:sts::… is not authorized to perform: s3:GetObject on resource: …
  mend      the policy, in infra/extensions.ts or by an override with its reason; by hand it would be lost`,
    sources: [
      "https://github.com/aws/aws-cdk/issues/18555",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    ],
  },
  "aws/quota": {
    summary: "a quota of the account is used up",
    signs: [
      {
        words: ["LimitExceeded", "QuotaExceeded"],
        pattern:
          /\b(?<quota>(?:Vpc|Address|NatGateway|InternetGateway|SecurityGroup|Subnet|DBInstance|InstanceQuota|Cluster|ListenerRule|Listeners|TooManyRules|Service)?\w{0,30}(?:LimitExceeded|QuotaExceeded)(?:Exception|Fault)?)\b/,
        not: /Throttl|RequestLimitExceeded|MemoryLimitExceeded/,
      },
      { words: ["The maximum number of "], pattern: /The maximum number of (?<what>[\w ]{2,40}) has been reached/ },
    ],
    follows: [],
    explanation: `An account may have so many of a thing in a region: five VPCs, five elastic addresses. Each environment in it needs one VPC and an
address for each NAT gateway.

  seen      AddressLimitExceeded: The maximum number of addresses has been reached.
  mend      ask for more (\`aws service-quotas request-service-quota-increase\`), remove what nobody uses, or \`nat: single\``,
    sources: [
      "https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/429",
      "https://github.com/okd-project/okd/issues/80",
      "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
    ],
  },
  "aws/throttled": {
    summary: "AWS answered that it was asked too often",
    signs: [
      {
        words: [
          "ThrottlingException",
          "Rate exceeded",
          "RequestLimitExceeded",
          "TooManyRequestsException",
          "ProvisionedThroughputExceeded",
        ],
        pattern:
          /\bThrottlingException\b|\bRate exceeded\b|\bRequestLimitExceeded\b|\bTooManyRequestsException\b|\bProvisionedThroughputExceededException\b/,
      },
    ],
    follows: [],
    explanation: `Each API has a rate for an account and region. SDKs wait and try again; what is told is what was still refused after that.

  seen      ThrottlingException: Rate exceeded
  mend      ask less: keep what was read, ask for many at once, no polling in every task; retryMode adaptive`,
    sources: [
      "https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html",
      "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html",
    ],
  },
  "network/certificate-untrusted": {
    summary: "a client does not trust a server's certificate",
    signs: [
      {
        words: [
          "certificate in certificate chain",
          "SELF_SIGNED_CERT_IN_CHAIN",
          "unable to get local issuer certificate",
          "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
        ],
        pattern:
          /self[- ]signed certificate in certificate chain|SELF_SIGNED_CERT_IN_CHAIN|unable to get local issuer certificate|UNABLE_TO_GET_ISSUER_CERT_LOCALLY/,
        not: /npm (?:ERR!|error)/,
      },
      { words: ["root certificate file"], pattern: /root certificate file "(?<file>[^"\n]{1,200})" does not exist/ },
    ],
    follows: [],
    explanation: `RDS's certificates are signed by Amazon's own authority, which no system trusts by default. The images have its bundle, and
NODE_EXTRA_CA_CERTS and PGSSLROOTCERT name it; a client with \`ssl: { ca }\` of its own, or a custom image, does not see it.

  seen      Error: self-signed certificate in certificate chain
  mend      take what the environment has; never rejectUnauthorized: false`,
    sources: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html",
      "https://nodejs.org/api/cli.html",
      "https://www.postgresql.org/docs/current/libpq-ssl.html",
    ],
  },
  "network/name-not-found": {
    summary: "a host's name is not known",
    signs: [
      { words: ["getaddrinfo"], pattern: /getaddrinfo (?<error>ENOTFOUND|EAI_AGAIN) (?<host>[\w.-]{1,255})/ },
      {
        words: ["could not translate host name"],
        pattern: /could not translate host name "(?<host>[^"\n]{1,255})" to address/,
      },
    ],
    follows: [],
    explanation: `ENOTFOUND: the name does not exist where it was asked. EAI_AGAIN: nobody answered. Services find one another by
http://<name>.<project>-<environment>.internal, and only those that somebody \`calls\` have a name. Names of compose (postgres, valkey) exist
on a developer's machine alone.

  seen      Error: getaddrinfo ENOTFOUND postgres
  mend      the URL from the environment (DATABASE_URL, REDIS_URL, <NAME>_URL), and \`calls\` in the spec`,
    sources: [NODE, "https://www.postgresql.org/docs/current/client-authentication-problems.html"],
  },
  "network/outside-unreachable": {
    summary: "nothing outside can be reached",
    signs: [
      { words: ["ETIMEDOUT"], pattern: /connect ETIMEDOUT (?<address>[\d.:a-f[\]]{2,45}):443\b/ },
      {
        words: ["UND_ERR_CONNECT_TIMEOUT", "Connect Timeout Error"],
        pattern: /\bUND_ERR_CONNECT_TIMEOUT\b|\bConnect Timeout Error\b/,
      },
    ],
    follows: ["network/registry-unreachable"],
    explanation: `A connection to the internet was swallowed. Private subnets go out through a NAT gateway; a service with \`internet: false\` has no rule
that lets it out, and with \`nat: none\` there is no way.

  seen      TypeError: fetch failed … ConnectTimeoutError: Connect Timeout Error (…) code: 'UND_ERR_CONNECT_TIMEOUT'
  mend      \`internet: true\` on the service and a NAT gateway; else look whether the other side is down`,
    sources: [NODE, "https://undici.nodejs.org/#/docs/api/Errors"],
  },
} as const satisfies Causes;
