// Causes in the network, in AWS's own answers, in delivery, in the stack, and in the messages to Discord.
import type { Causes } from "../cause.ts";

const NODE = "https://nodejs.org/api/errors.html";
const PULUMI = "https://www.pulumi.com/docs/support/troubleshooting/";
const DISCORD = "https://docs.discord.com/developers/topics/rate-limits";

/** Sorted by code. */
export const PLATFORM = {
  "aws/access-denied": {
    summary: "a role lacks a permission",
    signs: [
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
  "delivery/role-refused": {
    summary: "AWS refuses the pipeline its role",
    signs: [
      {
        words: ["sts:AssumeRoleWithWebIdentity"],
        pattern: /[Nn]ot authorized to perform:? sts:AssumeRoleWithWebIdentity/,
      },
      { words: ["No OpenIDConnect provider found"], pattern: /No OpenIDConnect provider found in your account/ },
    ],
    follows: [],
    explanation: `The role trusts tokens of one repository and one GitHub environment. The token's subject is another one: the job names no
environment, the repository was renamed or moved, or it was made after July 2026 and its subject bears ids. Or the account has no provider.

  seen      Error: Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity
  mend      \`delivery.github.repository\`, \`ownerId\` and \`repositoryId\`, then \`pulumi up\` from a machine that may`,
    sources: [
      "https://github.com/aws-actions/configure-aws-credentials/issues/1293",
      "https://github.com/aws-actions/configure-aws-credentials/issues/318",
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
  "notifier/rate-limited": {
    summary: "Discord was asked too often",
    signs: [
      { words: ["You are being rate limited"], pattern: /You are being rate limited\./ },
      { words: ["Discord put "], pattern: /Discord put (?<channel>\w{1,60}) off \d{1,3} times/ },
      { words: ["Discord asks "], pattern: /Discord asks (?<channel>\w{1,60}) to wait (?<wait>\d{1,9}) ms/ },
    ],
    follows: [],
    explanation: `A webhook takes about five messages in two seconds and thirty in a minute. The notifier waits where it is asked to; an alarm that
flickers, or many at once, still run into it.

  seen      {"message": "You are being rate limited.", "retry_after": 64.57, "global": false}
  mend      longer \`period\` and \`periods\` for alarms that flicker, more channels`,
    sources: [DISCORD],
  },
  "notifier/undelivered": {
    summary: "alarms did not reach Discord",
    signs: [
      { words: ["not delivered: "], pattern: /\bnot delivered: (?<reason>[^\n]{1,120})/ },
      { words: ["Discord answered "], pattern: /Discord answered (?<status>\d{3}) for (?<channel>\w{1,60})/ },
      { words: ["Unknown Webhook"], pattern: /Unknown Webhook/ },
      { words: ["Task timed out after"], pattern: /Task timed out after (?<seconds>\d{1,4}\.\d{2}) seconds/ },
    ],
    follows: ["secret/without-value", "notifier/rate-limited"],
    explanation: `The notifier reads the channel's webhook from its secret and sends. 404 is a webhook that was deleted in Discord; 401 a token that is
wrong. Lambda tries twice more, then the message waits two weeks in the queue of dead letters.

  seen      not delivered: Discord answered 404 for errors: its webhook was deleted
  mend      a new webhook, its URL into the secret; then read the dead letters`,
    sources: [
      "https://docs.discord.com/developers/topics/opcodes-and-status-codes",
      "https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html",
    ],
  },
  "operations/backup-failed": {
    summary: "a backup or a restore failed",
    signs: [
      {
        words: ["FAILED: "],
        pattern:
          /^\S{0,40}\s?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ FAILED: (?!the migrations failed|Prisma)(?<reason>[^\n]{1,200})|\d\d:\d\d:\d\dZ FAILED: (?!the migrations failed|Prisma)[^\n]{1,200}/,
      },
    ],
    follows: ["database/*", "secret/*", "aws/access-denied", "network/certificate-untrusted", "migration/*"],
    explanation: `backup-db.sh and restore-db.sh end at the first step that fails, say which, and remove nothing: the backups that were there are there.

  seen      2026-01-31T18:00:04Z FAILED: pg_dump 17 can't dump PostgreSQL 18: use the client tools of PostgreSQL 18
  mend      what the line says, then run the backup once by hand`,
    sources: ["https://www.postgresql.org/docs/current/app-pgdump.html"],
  },
  "secret/scheduled-for-deletion": {
    summary: "a secret of this name waits for its deletion",
    signs: [
      {
        words: ["is already scheduled for deletion"],
        pattern: /a secret with this name is already scheduled for deletion/,
      },
    ],
    follows: [],
    explanation: `A deleted secret keeps its name for a window of 7 to 30 days, so that it can be brought back. Until then no other one can take it.

  seen      InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.
  mend      bring it back and import it into the stack, or delete it for good`,
    sources: [
      "https://github.com/udondan/cdk-ec2-key-pair/issues/2",
      "https://github.com/redpanda-data/console/issues/1835",
    ],
  },
  "stack/locked": {
    summary: "another update of the stack runs, or one was killed",
    signs: [
      { words: ["the stack is currently locked by"], pattern: /the stack is currently locked by \d{1,3} lock\(s\)/ },
      {
        words: ["Another update is currently in progress"],
        pattern: /\[409\] Conflict: Another update is currently in progress/,
      },
    ],
    follows: [],
    explanation: `One update of a stack runs at a time. One that was killed leaves its lock.

  seen      error: [409] Conflict: Another update is currently in progress.
  mend      wait for the other one; if there is none, \`pulumi cancel\`, then \`pulumi refresh\``,
    sources: [
      "https://github.com/pulumi/pulumi/issues/7096",
      "https://github.com/DefangLabs/defang/issues/385",
      PULUMI,
    ],
  },
  "stack/name-taken": {
    summary: "something of this name exists already, and the stack does not own it",
    signs: [
      {
        words: [
          "EntityAlreadyExists",
          "BucketAlreadyExists",
          "ResourceExistsException",
          "RepositoryAlreadyExistsException",
          "DBSnapshotAlreadyExists",
          "DBInstanceAlreadyExists",
          "ResourceAlreadyExistsException",
          "BucketAlreadyOwnedByYou",
        ],
        pattern:
          /\b(?<error>EntityAlreadyExists|BucketAlreadyExists|BucketAlreadyOwnedByYou|ResourceExistsException|ResourceAlreadyExistsException|RepositoryAlreadyExistsException|DBSnapshotAlreadyExists|DBInstanceAlreadyExists)(?:Fault|Exception)?\b/,
      },
    ],
    follows: [],
    explanation: `It was made by hand, by another stack, or by an earlier one whose state is gone. A final snapshot of a database that was destroyed
keeps its name too.

  seen      EntityAlreadyExists: Role with name shop-production-deploy already exists.
  mend      \`pulumi import\` where it is this one; else remove it, or rename project or environment; \`oidcProvider: existing\` for the provider`,
    sources: [
      "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
      "https://www.pulumi.com/docs/iac/adopting-pulumi/import/",
    ],
  },
  "stack/pending": {
    summary: "an update was broken off, and the stack does not know how it ended",
    signs: [
      {
        words: ["with pending operations"],
        pattern: /the current deployment has \d{1,4} resource\(s\) with pending operations/,
      },
      {
        words: ["pending operations from previous deployment"],
        pattern: /\d{1,4} pending operations from previous deployment/,
      },
      {
        words: ["interrupted while "],
        pattern: /\* (?<urn>urn:pulumi:\S{1,400}), interrupted while (?:creating|updating|deleting)/,
      },
    ],
    follows: ["stack/locked"],
    explanation: `Pulumi was killed while AWS still worked. A resource may be there that the stack does not know.

  seen      error: the current deployment has 1 resource(s) with pending operations: * urn:pulumi:…, interrupted while creating
  mend      \`pulumi refresh\`, and read what it asks about each`,
    sources: [
      "https://github.com/pulumi/pulumi/issues/1924",
      "https://github.com/DefangLabs/pulumi-defang/issues/33",
      PULUMI,
    ],
  },
  "stack/protected": {
    summary: "something that is protected would be deleted or replaced",
    signs: [
      {
        words: [
          "unable to delete resource",
          "as it is currently marked for protection",
          "refusing to delete protected resource",
        ],
        pattern:
          /unable to (?:delete|replace) resource "?(?<urn>urn:pulumi:[^"\s]{1,400})|currently marked for protection|refusing to delete protected resource/,
      },
      {
        words: ["Cannot delete protected DB Instance", "because deletion protection is enabled"],
        pattern: /Cannot delete protected DB Instance|cannot be deleted because deletion protection is enabled/,
      },
    ],
    follows: [],
    explanation: `\`protect: true\` keeps what holds data from being deleted or replaced, in Pulumi and in AWS. A change of the spec would replace it:
another name, engine, or subnet group.

  seen      error: Preview failed: unable to delete resource "urn:pulumi:…" as it is currently marked for protection.
  mend      take the change back; if it is meant, \`protect: false\` first, built and brought up, then the change`,
    sources: ["https://github.com/pulumi/pulumi/issues/8158", "https://github.com/pulumi/pulumi/pull/7055"],
  },
} as const satisfies Causes;
