// What a compose service says that the spec has no word for, and what becomes of it.
import type { Data } from "#schema/data.ts";
import type { Note } from "../proposal.ts";
import { imageOf } from "./stores.ts";
import { dataOf, listOf, textOf } from "./file.ts";

/** Why each key is not carried over. Keys that are, or that say nothing of AWS, are not listed. */
const REASONS: Readonly<Record<string, string>> = {
  cap_add: "Fargate adds no capabilities but SYS_PTRACE",
  command: "the image's own CMD runs: put it into the Dockerfile",
  configs: "put it into the image, or into the environment",
  deploy: "`task` and `scale` say how large and how many",
  devices: "Fargate has no devices",
  entrypoint: "the image's own ENTRYPOINT runs: put it into the Dockerfile",
  extra_hosts: "names come from DNS",
  labels: "routing is `expose` and `route`; tags of AWS are `tags`",
  network_mode: "each task has an address of its own",
  pid: "each container has its own processes",
  mem_limit: "`task` says how large",
  privileged: "Fargate runs nothing privileged",
  profiles: "it is deployed whatever the profile: `deploy: false` keeps it local",
  secrets: "declare them under `secrets`: they reach the service as environment variables",
  shm_size: "Fargate has no such setting",
  sysctls: "Fargate has no such setting",
  ulimits: "Fargate's own limits hold",
  user: "put USER into the Dockerfile",
  volumes_from: "tasks share no disk",
  working_dir: "put WORKDIR into the Dockerfile",
};

/** The keys of a built service that are left out. */
export function unmapped(place: string, service: Data): Note[] {
  const keys = Object.keys(service).filter((key) => Object.hasOwn(REASONS, key) && !isEmpty(service[key]));
  return [
    ...keys.map((key) => ({ place: `${place}.${key}`, reason: REASONS[key] ?? "" })),
    ...volumes(place, service),
    ...building(place, service),
  ];
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === false || (Array.isArray(value) && value.length === 0);

function volumes(place: string, service: Data): Note[] {
  const lasting = listOf(service["volumes"]).filter((entry) => {
    const source = textOf(entry)?.split(":")[0] ?? "";
    if (source !== "")
      return !/^[./~$]/.test(source) && String(entry).includes(":") && !String(entry).includes("node_modules");
    return dataOf(entry)["type"] === "volume";
  });
  if (lasting.length === 0) return [];
  return [{ place: `${place}.volumes`, reason: "a Fargate task's disk is gone with the task: keep files in S3" }];
}

function building(place: string, service: Data): Note[] {
  const { args, target, secrets, ssh } = dataOf(service["build"]);
  return Object.entries({ args, target, secrets, ssh }).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [
          {
            place: `${place}.build.${key}`,
            reason:
              key === "target"
                ? "the pipeline builds the Dockerfile's last stage"
                : "the pipeline builds without it: give it a default in the Dockerfile",
          },
        ],
  );
}

const OTHERS: readonly (readonly [image: RegExp, reason: string])[] = [
  [/^(?:mysql|mariadb|percona)/, "MySQL is not spoken here: the spec's database is PostgreSQL"],
  [
    /^(?:mongo|couchdb|cassandra|scylla|clickhouse|cockroach|mssql|neo4j|elasticsearch|opensearch|meilisearch|typesense|influxdb|etcd)/,
    "the spec has no such store: run it outside, and give services its address as a secret",
  ],
  [
    /^(?:rabbitmq|kafka|cp-kafka|zookeeper|cp-zookeeper|nats|activemq|mosquitto|redpanda|localstack|elasticmq)/,
    "the spec has no queue: run it outside, and give services its address as a secret",
  ],
  [
    /^(?:nginx|traefik|caddy|haproxy|envoy|nginx-proxy|letsencrypt|certbot)/,
    "the load balancer does its work: `expose`, `route`, `certificate`",
  ],
  [
    /^(?:adminer|pgadmin4?|phpmyadmin|redis-commander|redisinsight|mailhog|mailpit|maildev|dozzle|portainer|watchtower)/,
    "a tool for the developer's machine: keep it in a compose file of your own",
  ],
  [/^(?:minio|azurite|fake-gcs-server)/, "S3 stands there in AWS: give services a bucket of yours"],
  [
    /^(?:prometheus|grafana|loki|promtail|jaeger|otel|tempo|cadvisor|node-exporter|alertmanager|fluentd?|fluent-bit|datadog|agent)/,
    "logs and metrics go to CloudWatch, alarms are `alerts`",
  ],
];

/** Why a service that is only an image is not in the spec. */
export function foreignImage(place: string, image: string): Note {
  const { name } = imageOf(image);
  const known = OTHERS.find(([form]) => form.test(name))?.[1];
  return {
    place,
    reason:
      known ??
      `${image === "" ? "it has neither image nor build" : `${image} is built elsewhere: a service of the spec is built from a folder here; a Dockerfile with \`FROM ${image}\` makes it one`}`,
  };
}
