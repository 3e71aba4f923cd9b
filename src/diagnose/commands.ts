// Commands that work on what a spec makes: ECS on Fargate without a shell in the tasks, RDS that the internet can't reach.
import type { Step } from "#schema/diagnosis.ts";
import type { DeployedService } from "#schema/model.ts";
import type { Situation } from "./situation.ts";

type Named = Pick<DeployedService, "name">;

/** `aws AREA VERB --region … `, with what else it needs. */
export function aws({ environment }: Situation, verb: string, ...rest: readonly string[]): string {
  return [`aws ${verb} --region ${environment.region}`, ...rest].join(" ");
}

const ecs = (s: Situation, verb: string, ...rest: readonly string[]): string =>
  aws(s, `ecs ${verb}`, `--cluster ${s.names.cluster}`, ...rest);

/** What ECS says of a service: its deployments and its last events. */
export const serviceState = (s: Situation, { name }: Named): Step => ({
  text: `see what ECS says of ${name}`,
  command: ecs(
    s,
    "describe-services",
    `--services ${name}`,
    `--query 'services[0].{running:runningCount,desired:desiredCount,deployments:deployments[].[status,rolloutState,taskDefinition],events:events[:8].message}'`,
  ),
});

/** Why a service's last tasks stopped. */
export const stoppedTasks = (s: Situation, { name }: Named): Step => ({
  text: `see why tasks of ${name} stopped (ECS remembers them for an hour)`,
  command: `${ecs(s, "describe-tasks", "\\")}
  --tasks $(${ecs(s, "list-tasks", `--service-name ${name}`, "--desired-status STOPPED", "--query 'taskArns[:10]'", "--output text")}) \\
  --query 'tasks[].[stoppedAt,stopCode,stoppedReason,containers[].[name,exitCode,reason]]'`,
});

/** A log as it goes on. */
export const follow = (s: Situation, group: string, text: string, since = "30m"): Step => ({
  text,
  command: aws(s, `logs tail ${group}`, `--since ${since}`),
});

/** The service's own log. */
export const serviceLog = (s: Situation, { name }: Named): Step =>
  follow(s, s.names.service(name).logGroup, `read what ${name} said`);

/** New tasks of what runs now: they read secrets anew. */
export const restart = (s: Situation, { name }: Named, why: string): Step => ({
  text: why,
  command: ecs(s, "update-service", `--service ${name}`, "--force-new-deployment"),
});

/** Until as many tasks run and are healthy as there should be. */
export const stable = (s: Situation, { name }: Named): Step => ({
  text: `wait until ${name} is stable`,
  command: ecs(s, "wait services-stable", `--services ${name}`),
});

/** Back to an earlier release. */
export const rollBack = (s: Situation, { name }: Named): Step => ({
  text: `go back to a revision of ${name} that worked: list them, then name it in place of REVISION`,
  command: `${aws(s, "ecs list-task-definitions", `--family-prefix ${s.names.service(name).family}`, "--sort DESC", "--max-items 5")}
${ecs(s, "update-service", `--service ${name}`, `--task-definition ${s.names.service(name).family}:REVISION`)}`,
});

/** Fewer tasks, also for autoscaling. */
export function scaleIn(s: Situation, service: DeployedService, tasks: number, why: string): Step {
  const desired = ecs(s, "update-service", `--service ${service.name}`, `--desired-count ${tasks}`);
  if (service.scale.cpuPercent === undefined) return { text: why, command: desired };
  const limit = aws(
    s,
    "application-autoscaling register-scalable-target",
    "--service-namespace ecs --scalable-dimension ecs:service:DesiredCount \\\n ",
    `--resource-id service/${s.names.cluster}/${service.name}`,
    `--min-capacity ${Math.min(service.scale.min, tasks)} --max-capacity ${tasks}`,
  );
  return { text: why, command: `${limit}\n${desired}` };
}

/** A metric of the last hour, a value a minute. */
export const metric = (
  s: Situation,
  text: string,
  [namespace, name, dimension]: readonly [string, string, string],
  statistic = "Maximum",
): Step => ({
  text,
  command: `${aws(s, "cloudwatch get-metric-statistics", `--namespace ${namespace} --metric-name ${name}`)} \\
  --dimensions ${dimension} --period 60 --statistics ${statistic} \\
  --start-time $(($(date +%s) - 3600)) --end-time $(date +%s) --query 'sort_by(Datapoints,&Timestamp)[].[Timestamp,${statistic}]' --output text`,
});

/** A metric of the database instance. */
export const databaseMetric = (s: Situation, name: string, text: string, statistic = "Maximum"): Step =>
  metric(s, text, ["AWS/RDS", name, `Name=DBInstanceIdentifier,Value=${s.names.databaseInstance}`], statistic);

/** The state of the database instance. */
export const databaseState = (s: Situation): Step => ({
  text: "see the state of the database",
  command: aws(
    s,
    "rds describe-db-instances",
    `--db-instance-identifier ${s.names.databaseInstance}`,
    "--query 'DBInstances[0].[DBInstanceStatus,DBInstanceClass,AllocatedStorage,PendingModifiedValues]'",
  ),
});

/** What RDS did to the instance in the last day. */
export const databaseEvents = (s: Situation): Step => ({
  text: "see what RDS did in the last day",
  command: aws(
    s,
    "rds describe-events",
    `--source-type db-instance --source-identifier ${s.names.databaseInstance} --duration 1440`,
    "--query 'Events[].[Date,Message]' --output text",
  ),
});

/** The log that RDS exports. */
export const databaseLog = (s: Situation): Step =>
  follow(s, s.names.databaseLogGroup("postgresql"), "read PostgreSQL's own log");

/**
 * A statement inside the network, as a task of the operations image: nothing outside reaches the database. Undefined
 * where the spec has no such image.
 */
export function sql(s: Situation, statement: string, text: string): readonly Step[] {
  if (!s.environment.backup) return [];
  const shell = `psql "$DATABASE_URL" -c "${statement}"`;
  const overrides = JSON.stringify({ containerOverrides: [{ name: "backup", command: ["bash", "-c", shell] }] });
  return [
    {
      text,
      command: `network=$(${aws(s, "scheduler get-schedule", `--name ${s.names.backupSchedule}`)} \\
  --query 'Target.EcsParameters.NetworkConfiguration.awsvpcConfiguration' --output json |
  jq -c '{awsvpcConfiguration: {subnets: .Subnets, securityGroups: .SecurityGroups}}')
${ecs(s, "run-task", "--launch-type FARGATE")} \\
  --task-definition ${s.names.backupFamily} --network-configuration "$network" \\
  --overrides '${overrides.replaceAll("'", `'\\''`)}'
${aws(s, `logs tail ${s.names.backupLogGroup}`, "--since 5m --follow")}`,
    },
  ];
}

/** The pipeline once more. */
export const deploy = (s: Situation, { name }: Named): Step => ({
  text: "deploy",
  command: s.model.delivery
    ? `gh workflow run deploy-${name}.yml --repo ${s.model.delivery.owner}/${s.model.delivery.repository}`
    : `${ecs(s, "update-service", `--service ${name}`, "--force-new-deployment")}`,
});

/** A secret's value, from the terminal and into no history. */
export const putSecret = (s: Situation, id: string): Step => ({
  text: `put the value in; it is read from the terminal and stands in no history`,
  command: `IFS= read -rs value && printf %s "$value" | ${aws(s, "secretsmanager put-secret-value", `--secret-id ${id}`, "--secret-string file:///dev/stdin")}`,
});

/** The infrastructure as the spec has it. */
export const up = (s: Situation): Step => ({
  text: "bring AWS to what the spec says",
  command: s.model.delivery
    ? `gh workflow run infrastructure.yml --repo ${s.model.delivery.owner}/${s.model.delivery.repository}`
    : `cd infra && pulumi up --stack ${s.environment.name}`,
});

/** What each of the situation's services said. */
export const serviceLogs = (s: Situation): readonly Step[] => s.services.map((one) => serviceLog(s, one));

/** Until each of the situation's services is stable. */
export const allStable = (s: Situation): readonly Step[] => s.services.map((one) => stable(s, one));

/** How much of its CPU or memory a service uses. */
export const usage = (s: Situation, { name }: Named, what: "CPUUtilization" | "MemoryUtilization"): Step =>
  metric(s, `${what === "CPUUtilization" ? "CPU" : "memory"} of ${name}, in percent, a value a minute`, [
    "AWS/ECS",
    what,
    `Name=ClusterName,Value=${s.names.cluster} Name=ServiceName,Value=${name}`,
  ]);
