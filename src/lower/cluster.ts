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
      resource({
        key: "cluster",
        type: "aws:ecs/cluster:Cluster",
        module: MODULE,
        because: services.length > 0 ? ["services"] : ["operations", "backup"],
        properties: {
          name: scope.named((names) => names.cluster),
          settings: above("CPU, memory and network of every task in CloudWatch.", [
            { name: "containerInsights", value: "enabled" },
          ]),
        },
      }),
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
    resource({
      key: "namespace",
      type: "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
      module: MODULE,
      because: servicePath(first.caller, "calls"),
      properties: {
        name: scope.named((names) => names.namespace),
        description: "Names of the services inside the VPC",
        vpc: ref("vpc", "id"),
      },
    }),
  ];
}
