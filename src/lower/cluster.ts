// The ECS cluster, and the private names by which services find each other.
import type { Resource } from "#schema/graph.ts";
import { above, ref } from "#schema/value.ts";
import { calls } from "./relations.ts";
import { type Part, resource, type Scope, servicePath } from "./scope.ts";

const MODULE = "cluster";

/** The cluster, where something runs in it. */
export function cluster(scope: Scope): Part {
  const { services, backup } = scope.environment;
  if (services.length === 0 && !backup) return {};
  return {
    resources: [
      resource(
        "cluster",
        "aws:ecs/cluster:Cluster",
        MODULE,
        services.length > 0 ? ["services"] : ["operations", "backup"],
        {
          name: scope.named((names) => names.cluster),
          settings: above("CPU, memory and network of every task in CloudWatch.", [
            { name: "containerInsights", value: "enabled" },
          ]),
        },
      ),
      ...namespace(scope),
    ],
    outputs: [{ name: "cluster", description: "The ECS cluster", value: ref("cluster", "name") }],
  };
}

/** A private DNS zone, where a service calls another. */
function namespace(scope: Scope): readonly Resource[] {
  const [first] = calls(scope);
  if (!first) return [];
  return [
    resource(
      "namespace",
      "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
      MODULE,
      servicePath(first.caller, "calls"),
      {
        name: scope.named((names) => names.namespace),
        description: "Names of the services inside the VPC",
        vpc: ref("vpc", "id"),
      },
    ),
  ];
}
