// A stand-in for AWS that remembers: moto's server, on the loopback, for as long as something runs.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";

/** A running server. */
export interface Moto {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The services that stacks use, in the provider's spelling of its `endpoints`. */
export const SERVICES = [
  "applicationautoscaling",
  "cloudwatch",
  "ec2",
  "ecr",
  "ecs",
  "elasticache",
  "elbv2",
  "iam",
  "lambda",
  "logs",
  "rds",
  "s3",
  "scheduler",
  "secretsmanager",
  "servicediscovery",
  "sns",
  "sqs",
  "sts",
] as const;

/** Starts a server, with AWS's own managed policies in its IAM. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
    stdio: "ignore",
  });
  const kill = (): boolean => child.kill();
  process.once("exit", kill);
  const ended = new Promise<void>((done) => child.on("close", () => done()));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await answers(url)); tries += 1) {
    if (tries === 150 || child.exitCode !== null) throw new Error("moto's server does not answer");
    await setTimeout(200);
  }
  return {
    url,
    stop: async () => {
      process.off("exit", kill);
      kill();
      await ended;
    },
  };
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/moto-api/`).then(
    ({ ok }) => ok,
    () => false,
  );

const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const server = createServer().on("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });

/** A certificate of the server's own, for a listener to bear. */
export async function certificateOf({ url }: Moto, region: string): Promise<string> {
  const scope = `20260101/${region}/acm/aws4_request`;
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "CertificateManager.RequestCertificate",
      authorization: `AWS4-HMAC-SHA256 Credential=x/${scope}, SignedHeaders=host, Signature=x`,
    },
    body: JSON.stringify({ DomainName: "example.com" }),
  });
  return ((await response.json()) as { CertificateArn: string }).CertificateArn;
}
