// A stand-in for Pulumi's engine: the real gRPC services on the loopback, and Pulumi's own language runtime, which
// runs an unmodified program against them. It makes nothing, and writes down what the program asks for.
//
// node engine.mjs PROGRAM < {"project", "stack", "config", "answers", "preview"} > {"exit", "resources", "outputs", "logs"}
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const program = resolve(process.argv[2] ?? ".");
const { project, stack, config, answers, preview } = JSON.parse(readFileSync(0, "utf8"));

const fromProgram = createRequire(join(program, "index.ts"));
const fromPulumi = createRequire(fromProgram.resolve("@pulumi/pulumi/package.json"));
const grpc = fromPulumi("@grpc/grpc-js");
const { Struct } = fromPulumi("google-protobuf/google/protobuf/struct_pb.js");
const { Empty } = fromPulumi("google-protobuf/google/protobuf/empty_pb.js");
const [resourceGrpc, resource, engineGrpc, engine] = [
  "resource_grpc_pb",
  "resource_pb",
  "engine_grpc_pb",
  "engine_pb",
].map((name) => fromProgram(`@pulumi/pulumi/proto/${name}.js`));

// The wire's marks: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/properties.go
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const resources = [];
const lookups = [];
const logs = [];
const known = new Set();
let outputs = {};
let root = "";

/** A value without the marks of secrets, and without what the SDK's classes mark themselves with. */
function open(value) {
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== "object" || value === null) return value;
  if (value[SIGNATURE] === SECRET) return open(value.value);
  const own = Object.entries(value).filter(([key]) => !key.startsWith("__pulumi"));
  return Object.fromEntries(own.map(([key, inner]) => [key, open(inner)]));
}

/** What a resource of a type tells once it exists: the properties that its class in the SDK has. */
function attributesOf(type) {
  const [, owner, path] = /^(\w+):(\w+\/\w+):\w+$/.exec(type) ?? [];
  if (path === undefined) return []; // the stack itself
  const file = fromProgram.resolve(`@pulumi/${owner}/${path.replace(/^index\//, "")}.js`);
  return [...readFileSync(file, "utf8").matchAll(/resourceInputs\["(\w+)"\] = /g)].map(([, name]) => name);
}

/** What the engine looks a resource up by in its state: a whole URN, or one in which some parts are others. */
function aliasOf(alias, { type, name }) {
  if (!alias.hasSpec()) return alias.getUrn();
  const spec = alias.getSpec();
  const [owner, place] = [spec.getProject() || project, spec.getStack() || stack];
  return `urn:pulumi:${place}::${owner}::${spec.getType() || type}::${spec.getName() || name}`;
}

function register({ request }, reply) {
  const [type, name] = [request.getType(), request.getName()];
  const urn = `urn:pulumi:${stack}::${project}::${type}::${name}`;
  if (known.has(urn)) return reply({ code: grpc.status.INVALID_ARGUMENT, details: `Duplicate resource URN '${urn}'` });
  known.add(urn);
  if (type === "pulumi:pulumi:Stack") root = urn;
  const inputs = open(request.getObject()?.toJavaScript() ?? {});
  resources.push({
    urn,
    type,
    name,
    inputs,
    dependencies: request.getDependenciesList(),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deleteBeforeReplace: request.getDeletebeforereplace(),
    ignoreChanges: request.getIgnorechangesList(),
    aliases: request.getAliasesList().map((alias) => aliasOf(alias, { type, name })),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
  });
  const made = (attribute) => (preview ? UNKNOWN : `<${name}.${attribute}>`);
  const state = {
    ...Object.fromEntries(attributesOf(type).map((attribute) => [attribute, made(attribute)])),
    ...inputs,
  };
  const response = new resource.RegisterResourceResponse();
  response.setUrn(urn);
  if (request.getCustom()) response.setId(made("id"));
  response.setObject(Struct.fromJavaScript(state));
  return reply(null, response);
}

function answer({ request }, reply) {
  const token = request.getTok();
  lookups.push({ token, arguments: open(request.getArgs()?.toJavaScript() ?? {}) });
  const response = new resource.ResourceInvokeResponse();
  response.setReturn(Struct.fromJavaScript(answers[token] ?? {}));
  return reply(null, response);
}

const FEATURES = ["secrets", "resourceReferences", "outputValues", "aliasSpecs", "deletedWith"];
const monitor = {
  supportsFeature({ request }, reply) {
    const response = new resource.SupportsFeatureResponse();
    response.setHassupport(FEATURES.includes(request.getId()));
    reply(null, response);
  },
  registerResource: register,
  invoke: answer,
  registerResourceOutputs({ request }, reply) {
    if (request.getUrn() === root) outputs = open(request.getOutputs()?.toJavaScript() ?? {});
    reply(null, new Empty());
  },
  registerPackage(_, reply) {
    const response = new resource.RegisterPackageResponse();
    response.setRef("package");
    reply(null, response);
  },
  signalAndWaitForShutdown: (_, reply) => reply(null, new Empty()),
};
const host = {
  log({ request }, reply) {
    const [severity, message] = [request.getSeverity(), request.getMessage()];
    if (severity > engine.LogSeverity.DEBUG) logs.push({ severity, message });
    reply(null, new Empty());
  },
  getRootResource(_, reply) {
    const response = new engine.GetRootResourceResponse();
    response.setUrn(root);
    reply(null, response);
  },
  setRootResource: (_, reply) => reply(null, new engine.SetRootResourceResponse()),
  requirePulumiVersion: (_, reply) => reply(null, new engine.RequirePulumiVersionResponse()),
};

const refuse = (_, reply) => reply({ code: grpc.status.UNIMPLEMENTED });

/** A method whose faults are told to the program. */
const told = (method) => (call, reply) => {
  try {
    method(call, reply);
  } catch (error) {
    reply({ code: grpc.status.INTERNAL, details: error.message });
  }
};

/** Every method of a service: ours, or a plain refusal. */
const served = (service, methods) =>
  Object.fromEntries(Object.keys(service).map((name) => [name, told(methods[name] ?? refuse)]));

const server = new grpc.Server({ "grpc.max_receive_message_length": 2 ** 28 });
server.addService(resourceGrpc.ResourceMonitorService, served(resourceGrpc.ResourceMonitorService, monitor));
server.addService(engineGrpc.EngineService, served(engineGrpc.EngineService, host));
const port = await new Promise((done, failed) => {
  const bound = (error, number) => (error ? failed(error) : done(number));
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), bound);
});

const runtime = fromProgram.resolve("@pulumi/pulumi/cmd/run/index.js");
const address = `127.0.0.1:${port}`;
const flags = [
  `--monitor=${address}`,
  `--engine=${address}`,
  `--project=${project}`,
  `--stack=${stack}`,
  `--pwd=${program}`,
];
const child = spawn(process.execPath, [runtime, ...flags, "--parallel=16", ...(preview ? ["--dry-run"] : []), "."], {
  env: {
    ...process.env,
    PULUMI_NODEJS_TYPESCRIPT: "true",
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_CONFIG_SECRET_KEYS: "[]",
  },
  stdio: ["ignore", process.stderr, process.stderr],
});
const exit = await new Promise((done) => child.on("exit", (status) => done(status)));
server.forceShutdown();
process.stdout.write(JSON.stringify({ exit, resources, lookups, outputs, logs }));
