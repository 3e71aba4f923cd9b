// The private name of a service that others call: ECS puts the addresses of its tasks behind it.
import type { Resource } from "#schema/graph.ts";
import type { DeployedService } from "#schema/model.ts";
import { above, behind, from, ref } from "#schema/value.ts";
import { calls } from "./relations.ts";
import { resource, type Scope, servicePath } from "./scope.ts";

/** The name; nothing where no service calls this one. */
export function discovery(scope: Scope, service: DeployedService, module: string): readonly Resource[] {
  const caller = calls(scope).find(({ called }) => called.name === service.name)?.caller;
  if (!caller) return [];
  return [
    resource(
      `${service.name}-discovery`,
      "aws:servicediscovery/service:Service",
      module,
      servicePath(caller, "calls"),
      {
        name: from(servicePath(service), service.name),
        dnsConfig: {
          namespaceId: ref("namespace", "id"),
          dnsRecords: [{ type: "A", ttl: behind("seconds: tasks come and go", 10) }],
          routingPolicy: "MULTIVALUE",
        },
        healthCheckCustomConfig: above(
          "Lets ECS say which tasks are well. AWS has only 1 here, and a config without it would replace the name at every update.",
          { failureThreshold: 1 },
        ),
      },
    ),
  ];
}
