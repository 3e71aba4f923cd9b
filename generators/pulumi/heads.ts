// What each module of the program holds, in one sentence for its head.

const HEADS: Readonly<Record<string, string>> = {
  network: "The network: one VPC, its subnets in each zone, and the ways in and out.",
  security: "Security groups: who may talk to whom, and on which port.",
  registry: "The registries that hold the images.",
  secrets: "The secrets that services read; their values are in Secrets Manager alone.",
  database: "PostgreSQL on RDS, and the secret by which the services reach it.",
  cache: "Valkey on ElastiCache, and the secret by which the services reach it.",
  "load-balancer": "The load balancer: where requests come in, and where each goes.",
  cluster: "The cluster that the services run in.",
  operations: "The scheduled backup of the database, and the bucket that keeps it.",
  alerts: "The alarms, their topic, and the function that posts them to channels.",
  delivery: "What GitHub's pipelines may do in this account, without a stored key.",
};

/** The sentence of a module. */
export function headOf(module: string): string {
  const [folder, service = ""] = module.split("/");
  if (folder === "services") return `The service ${service}: how it runs, scales and is reached.`;
  const head = HEADS[module];
  if (head === undefined) throw new Error(`no sentence for the module ${module}`);
  return head;
}
