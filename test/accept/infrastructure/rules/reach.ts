// Who reaches whom: the world the load balancer, the load balancer its targets, users their stores, callers the called.
import type { Rule } from "../rule.ts";
import { containersOf, item, list, ofType, same, type Stack, target, text } from "../stack.ts";
import { egress, ingress, knows, leaves, open, runners, type Way } from "../ways.ts";

const worldReachesTheBalancerAlone: Rule = {
  name: "world-reaches-the-balancer-alone",
  asks: "Addresses may enter the load balancer's group alone, on 80, and on 443 where it listens there.",
  judge(stack, look) {
    const [balancer] = ofType(stack, "lb/loadBalancer:LoadBalancer");
    const groups = list(balancer?.properties, "securityGroups").map(target);
    const ports = ofType(stack, "lb/listener:Listener").map(({ properties }) => text(properties, "port"));
    for (const { key, from, to, ports: own } of ingress(stack).filter(({ from }) => !from.endsWith("-security"))) {
      const fits = ports.some((port) => own === `tcp ${port}-${port}` && ["80", "443"].includes(port));
      look(`${key} lets ${from} into ${to} on ${own}`, groups.includes(to) && fits);
    }
  },
  breaks: {
    "SSH to a service": (stack) => {
      const rule = structuredClone(item(stack, "internet-to-load-balancer-http-ingress"));
      Object.assign(rule.properties, { securityGroupId: "<api-security.id>", fromPort: 22, toPort: 22 });
      stack.items.push({ ...rule, key: "ssh-ingress" });
    },
    "a range of ports": (stack) => {
      item(stack, "internet-to-load-balancer-https-ingress").properties["toPort"] = 8443;
    },
    "the database to one address": (stack) => {
      const rule = item(stack, "api-to-database-ingress").properties;
      delete rule["referencedSecurityGroupId"];
      rule["cidrIpv4"] = "203.0.113.7/32";
    },
  },
};

const STORES = [
  { type: "rds/instance:Instance", groups: "vpcSecurityGroupIds", secret: "secret-database-url", use: "database" },
  {
    type: "elasticache/replicationGroup:ReplicationGroup",
    groups: "securityGroupIds",
    secret: "secret-cache-url",
    use: "cache",
  },
] as const;

const storesAreReachedByTheirUsersAlone: Rule = {
  name: "stores-are-reached-by-their-users-alone",
  asks: "Into a store's group come the groups of the tasks that get its URL, and no others; those are the spec's users.",
  judge(stack, look) {
    for (const { type, groups, secret, use } of STORES) {
      for (const store of ofType(stack, type)) {
        const port = Number(text(store.properties, "port"));
        const users = runners(stack).filter((one) => knows(one, secret));
        const entering = ingress(stack).filter(({ to }) => list(store.properties, groups).map(target).includes(to));
        look(
          `${store.key} lets in ${entering.map(({ from }) => from).join()}`,
          same(
            entering.map(({ from }) => from),
            users.flatMap((one) => one.groups),
          ),
        );
        for (const { key, ports } of entering) look(`${key} opens ${ports}`, ports === `tcp ${port}-${port}`);
        for (const user of users)
          for (const group of user.groups)
            look(
              `${user.key} has a way to ${store.key}`,
              list(store.properties, groups).some((one) => open(stack, group, target(one), port)),
            );
        const wanted = stack.environment.services
          .filter(({ service }) => service.uses[use])
          .map(({ name }) => `${name}-service`);
        const found = users.map(({ key }) => key).filter((key) => key.endsWith("-service"));
        look(`${store.key} has the users ${found.join()}`, same(wanted, found));
      }
    }
  },
  breaks: {
    "a way for a service that does not use it": (stack) => {
      const rule = structuredClone(item(stack, "api-to-database-ingress"));
      rule.properties["referencedSecurityGroupId"] = "<vault-security.id>";
      stack.items.push({ ...rule, key: "vault-to-database-ingress" });
    },
    "no way for one that does": (stack) => remove(stack, "worker-to-database-ingress"),
    "a way out that is shut": (stack) => remove(stack, "operations-to-database-egress"),
    "every port": (stack) => {
      item(stack, "api-to-cache-ingress").properties["toPort"] = 65535;
    },
  },
};

function remove(stack: Stack, key: string): void {
  item(stack, key);
  stack.items = stack.items.filter((one) => one.key !== key);
}

const waysAreOpenAtBothEnds: Rule = {
  name: "ways-are-open-at-both-ends",
  asks: "What one group lets out to another, that one lets in, and the other way round.",
  judge(stack, look) {
    const between = ({ from, to }: Way): boolean => from.endsWith("-security") && to.endsWith("-security");
    for (const { key, from, to, ports } of ingress(stack).filter(between)) look(key, leaves(stack, from, to, ports));
    for (const { key, from, to, ports } of egress(stack).filter(between))
      look(
        key,
        ingress(stack).some((one) => one.from === from && one.to === to && one.ports === ports),
      );
  },
  breaks: {
    "an end that is gone": (stack) => remove(stack, "load-balancer-to-api-ingress"),
    "another port": (stack) => {
      item(stack, "api-to-vault-egress").properties["toPort"] = 3009;
    },
  },
};

const rulesStandAlone: Rule = {
  name: "rules-stand-alone",
  asks: "No group has rules of its own beside the rule resources, and the VPC's default group lets nothing through.",
  judge(stack, look) {
    for (const { key, properties } of ofType(stack, "ec2/securityGroup:SecurityGroup"))
      look(
        key,
        properties["ingress"] === undefined &&
          properties["egress"] === undefined &&
          text(properties, "description") !== "",
      );
    const defaults = ofType(stack, "ec2/defaultSecurityGroup:DefaultSecurityGroup");
    look("there is one default group", defaults.length === 1);
    for (const { key, properties } of defaults)
      look(
        key,
        list(properties, "ingress").length === 0 &&
          list(properties, "egress").length === 0 &&
          text(properties, "vpcId") === "<vpc.id>",
      );
  },
  breaks: {
    "AWS's default group left as it is": (stack) => remove(stack, "default-security"),
    "an inline rule": (stack) => {
      item(stack, "api-security").properties["egress"] = [{ cidrBlocks: ["0.0.0.0/0"] }];
    },
  },
};

const requestsArrive: Rule = {
  name: "requests-arrive",
  asks: "The load balancer may open each target's port, which is the container's, and each called service's port is open to its caller.",
  judge(stack, look) {
    const [balancer] = ofType(stack, "lb/loadBalancer:LoadBalancer");
    const groups = list(balancer?.properties, "securityGroups").map(target);
    for (const { key, properties } of ofType(stack, "ecs/service:Service")) {
      const own = runners(stack).find((one) => one.key === key);
      for (const way of list(properties, "loadBalancers")) {
        const port = Number(text(way, "containerPort"));
        const targets = item(stack, target(text(way, "targetGroupArn")));
        look(
          `${key} is reached on ${port}`,
          text(targets.properties, "port") === String(port) &&
            groups.some((group) => own?.groups.some((one) => open(stack, group, one, port))),
        );
        const containers = own?.tasks.flatMap(containersOf) ?? [];
        look(
          `${key} listens on ${port}`,
          containers.some(
            (one) =>
              text(one, "name") === text(way, "containerName") &&
              text(one, "portMappings.0.containerPort") === String(port),
          ),
        );
      }
      for (const { name, port } of calledBy(stack, own?.tasks.flatMap(containersOf) ?? [])) {
        const called = runners(stack).find((one) => one.key === `${name}-service`);
        const discovery = text(item(stack, `${name}-service`).properties, "serviceRegistries.registryArn");
        look(
          `${key} calls ${name}`,
          text(item(stack, target(discovery)).properties, "name") === name &&
            (own?.groups ?? []).some((group) => called?.groups.some((one) => open(stack, group, one, port))),
        );
      }
    }
  },
  breaks: {
    "a target group with another port": (stack) => {
      item(stack, "shop-targets").properties["port"] = 80;
    },
    "a container that listens elsewhere": (stack) => {
      list(item(stack, "api-task").properties, "containerDefinitions").forEach((one) =>
        Object.assign(one as object, { portMappings: [{ containerPort: 9 }] }),
      );
    },
    "a called service that is not open to its caller": (stack) => remove(stack, "api-to-vault-ingress"),
    "a name that nobody answers to": (stack) => {
      item(stack, "vault-discovery").properties["name"] = "safe";
    },
  },
};

/** The services whose private names a container is told: `http://<name>.<namespace>:<port>`. */
function calledBy(stack: Stack, containers: readonly unknown[]): { name: string; port: number }[] {
  const [namespace] = ofType(stack, "servicediscovery/privateDnsNamespace:PrivateDnsNamespace");
  const found = JSON.stringify(containers).matchAll(/"http:\/\/([a-z0-9-]+)\.([a-z0-9.-]+):(\d+)"/g);
  return [...found]
    .filter(([, , zone]) => zone === text(namespace?.properties, "name"))
    .map(([, name = "", , port]) => ({ name, port: Number(port) }));
}

/** The rules of reach. */
export const REACH: readonly Rule[] = [
  worldReachesTheBalancerAlone,
  storesAreReachedByTheirUsersAlone,
  waysAreOpenAtBothEnds,
  rulesStandAlone,
  requestsArrive,
];
