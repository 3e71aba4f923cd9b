// What stops a task: every other symptom of a service follows from these.

/** Causes for which a task does not start, or ends. */
export const STOPS = [
  "service/out-of-memory",
  "network/no-address",
  "network/registry-unreachable",
  "secret/not-found",
  "secret/without-value",
  "service/image-missing",
  "service/wrong-architecture",
  "service/module-missing",
  "service/port-in-use",
  "service/read-only-disk",
  "service/no-capacity",
  "database/*",
  "cache/*",
  "migration/not-applied",
  "network/name-not-found",
] as const;

/** Causes for which a task is found unwell. */
export const HEALTH = [
  "service/health-path",
  "service/health-timeout",
  "service/health-error",
  "service/health-failing",
] as const;
