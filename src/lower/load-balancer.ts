// The load balancer that all public services share: its listeners, and the rules by which each gets its requests.
import type { Output, Resource } from "#schema/graph.ts";
import { camelCase } from "#schema/names.ts";
import type { Path } from "#schema/path.ts";
import { TLS_POLICY } from "#schema/pins.ts";
import { above, behind, from, join, ref, type Value, type ValueMap } from "#schema/value.ts";
import { certified, defaultService, type PublicService, portOf, publicServices } from "./relations.ts";
import { type Fields, type Part, resource, type Scope, servicePath } from "./scope.ts";
import { subnetIds } from "./subnets.ts";

const MODULE = "load-balancer";

/** The load balancer; nothing where no service is public. */
export function loadBalancer(scope: Scope): Part {
  const publics = publicServices(scope);
  const [first] = publics;
  if (!first) return {};
  return {
    resources: [
      balancer(scope, first),
      ...publics.map((one) => targets(scope, one)),
      httpListener(scope, first),
      ...httpsListener(scope),
      ...publics.flatMap((one) => rule(scope, one)),
    ],
    outputs: [
      {
        name: "loadBalancerDnsName",
        description: "What the product's DNS records point at",
        value: ref("load-balancer", "dnsName"),
      },
      {
        name: "loadBalancerZoneId",
        description: "The zone of that name, for alias records of Route 53",
        value: ref("load-balancer", "zoneId"),
      },
      ...publics.map((one) => url(scope, one)),
    ],
  };
}

function make(key: string, type: string, because: Path, properties: ValueMap, fields?: Fields): Resource {
  return resource(key, `aws:lb/${type}`, MODULE, because, properties, fields);
}

function balancer(scope: Scope, first: PublicService): Resource {
  const properties = {
    name: scope.named((names) => names.loadBalancer),
    loadBalancerType: "application",
    internal: false,
    subnets: subnetIds(scope, "public"),
    securityGroups: [ref("load-balancer-security", "id")],
    dropInvalidHeaderFields: above("A header that is not one could be read differently by the application.", true),
    enableDeletionProtection: scope.at(["protect"], scope.environment.protect),
  };
  return make("load-balancer", "loadBalancer:LoadBalancer", servicePath(first, "expose"), properties, {
    options: { dependsOn: ["internet-gateway"] },
  });
}

/** Named after the service alone, since Pulumi's suffix has to fit into 32 characters too; the tag is for who looks it up. */
function targets(scope: Scope, service: PublicService): Resource {
  const properties = {
    port: portOf(service),
    protocol: "HTTP",
    targetType: behind("tasks have addresses of their own", "ip"),
    vpcId: ref("vpc", "id"),
    deregistrationDelay: above("Seconds that a task on its way out has for the requests that it still answers.", 30),
    healthCheck: {
      path: from(servicePath(service, "health"), service.service.health ?? "/"),
      matcher: "200",
      interval: 15,
      timeout: 5,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
    },
    tags: { Name: scope.named((names) => `${names.prefix}-${service.name}`) },
  };
  return make(`${service.name}-targets`, "targetGroup:TargetGroup", servicePath(service, "expose"), properties, {
    name: service.name,
  });
}

/** What happens to requests that no rule takes. */
function otherwise(scope: Scope): Value {
  const service = defaultService(scope);
  if (service)
    return from(servicePath(service, "route"), {
      type: "forward",
      targetGroupArn: ref(`${service.name}-targets`, "arn"),
    });
  return {
    type: "fixed-response",
    fixedResponse: { contentType: "text/plain", messageBody: "Not found", statusCode: "404" },
  };
}

function httpListener(scope: Scope, first: PublicService): Resource {
  const secure = certified(scope);
  const redirect = { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } };
  const properties = {
    loadBalancerArn: ref("load-balancer", "arn"),
    port: 80,
    protocol: "HTTP",
    defaultActions: scope.at(servicePath(secure ?? first, "certificate"), [secure ? redirect : otherwise(scope)]),
  };
  return make("http-listener", "listener:Listener", servicePath(first, "expose"), properties);
}

/** HTTPS with the first certificate; the others are chosen by the host name that the client asks for. */
function httpsListener(scope: Scope): readonly Resource[] {
  const secure = certified(scope);
  if (!secure) return [];
  const path = servicePath(secure, "certificate");
  const listener = make("https-listener", "listener:Listener", scope.origin(path), {
    loadBalancerArn: ref("load-balancer", "arn"),
    port: 443,
    protocol: "HTTPS",
    sslPolicy: above("Without one, AWS takes its policy of 2016.", TLS_POLICY),
    certificateArn: scope.at(path, secure.certificate ?? ""),
    defaultActions: [otherwise(scope)],
  });
  return [listener, ...furtherCertificates(scope, secure)];
}

function furtherCertificates(scope: Scope, secure: PublicService): readonly Resource[] {
  const seen = new Set([secure.certificate]);
  return publicServices(scope).flatMap(({ certificate, ...service }) => {
    if (certificate === undefined || seen.has(certificate)) return [];
    seen.add(certificate);
    const path: Path = ["services", service.name, "certificate"];
    const properties = { listenerArn: ref("https-listener", "arn"), certificateArn: scope.at(path, certificate) };
    return [
      make(`${service.name}-certificate`, "listenerCertificate:ListenerCertificate", scope.origin(path), properties),
    ];
  });
}

/** The key of the listener that answers requests. */
const listenerKey = (scope: Scope): string => (certified(scope) ? "https-listener" : "http-listener");

/** What must be there before ECS may put tasks behind the load balancer: whatever leads to the service's target group. */
export function entrance(scope: Scope, service: PublicService): string {
  return service.route.priority === undefined ? listenerKey(scope) : `${service.name}-rule`;
}

function rule(scope: Scope, service: PublicService): readonly Resource[] {
  const { host, path, priority } = service.route;
  if (priority === undefined) return [];
  const at = (key: string, value: Value): Value => scope.at(servicePath(service, "route", key), value);
  const secure = certified(scope);
  const listener = ref(listenerKey(scope), "arn");
  const properties = {
    listenerArn: secure ? scope.at(servicePath(secure, "certificate"), listener) : listener,
    priority: at("priority", priority),
    conditions: [
      ...(host === undefined ? [] : [{ hostHeader: { values: [at("host", host)] } }]),
      ...(path === undefined ? [] : [{ pathPattern: { values: [at("path", path), join(at("path", path), "/*")] } }]),
    ],
    actions: [{ type: "forward", targetGroupArn: ref(`${service.name}-targets`, "arn") }],
  };
  return [
    make(`${service.name}-rule`, "listenerRule:ListenerRule", scope.origin(servicePath(service, "route")), properties),
  ];
}

function url(scope: Scope, service: PublicService): Output {
  const { host, path } = service.route;
  const secure = certified(scope);
  const exact = host === undefined || host.startsWith("*.") ? ref("load-balancer", "dnsName") : host;
  const told = host === undefined ? exact : scope.at(servicePath(service, "route", "host"), exact);
  const prefix = path === undefined ? [] : [scope.at(servicePath(service, "route", "path"), path)];
  const address = join(secure ? "https://" : "http://", told, ...prefix);
  return {
    name: `${camelCase(service.name)}Url`,
    description: `Where ${service.name} answers; a certificate is for the host name that points here`,
    value: secure ? scope.at(servicePath(secure, "certificate"), address) : address,
  };
}
