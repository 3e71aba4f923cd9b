// Every version that generated files name, in one dated table. Sources: the projects' own releases and npm.

/** The day that this table was read; end-of-life dates are judged against it, because the core has no clock. */
export const PINNED_ON = "2026-11-23";

/** A GitHub action: its release and the commit that the release's tag points at. */
export interface ActionPin {
  readonly uses: string;
  readonly version: string;
}

const pin = (action: string, commit: string, version: string): ActionPin => ({ uses: `${action}@${commit}`, version });

/** Every action that a generated workflow may use, pinned by commit; the tag goes behind it as a comment. */
export const ACTIONS = {
  checkout: pin("actions/checkout", "3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"),
  setupNode: pin("actions/setup-node", "820762786026740c76f36085b0efc47a31fe5020", "v7.0.0"),
  downloadArtifact: pin("actions/download-artifact", "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c", "v8.0.1"),
  uploadArtifact: pin("actions/upload-artifact", "043fb46d1a93c77aae656e7c1c64a875d1fc6a0a", "v7.0.1"),
  configureAwsCredentials: pin(
    "aws-actions/configure-aws-credentials",
    "e6de054238d6b7531b4efff3b6587d9aade6a06c",
    "v6.2.3",
  ),
  ecrLogin: pin("aws-actions/amazon-ecr-login", "03f1aad4c6c7ffd436567f42f9384779290529bd", "v2.1.7"),
  ecsRender: pin("aws-actions/amazon-ecs-render-task-definition", "138c24f321fdbdf7edee4a685519d253cae2cdea", "v1.9.0"),
  ecsDeploy: pin("aws-actions/amazon-ecs-deploy-task-definition", "c465972ecbd160473f22e683363b422a5412a3de", "v2.6.3"),
  setupBuildx: pin("docker/setup-buildx-action", "37fe631027851001ddb9b187196cc803df7f5f0e", "v4.3.0"),
  buildPush: pin("docker/build-push-action", "53b7df96c91f9c12dcc8a07bcb9ccacbed38856a", "v7.3.0"),
  pulumi: pin("pulumi/actions", "8e5e406f4007fca908480587cb9893c07090f58d", "v7.0.0"),
  pnpmSetup: pin("pnpm/action-setup", "0977fd99725f1db4007ccb2928dbb4e90d06cc86", "v6.0.10"),
} as const;

/** npm packages that generated projects depend on, exact. TypeScript stays on 6: Pulumi's runtime breaks on 7. */
export const PACKAGES = {
  "@pulumi/aws": "7.48.0",
  "@pulumi/pulumi": "3.270.0",
  "@pulumi/random": "4.21.2",
  "@types/node": "24.19.2",
  typescript: "6.0.3",
} as const;

/** The package managers that images install. */
export const PNPM = "12.21.0";

/** The Node.js that runs the Pulumi program and the tool in pipelines. */
export const PIPELINE_NODE = 24;

/** Runner images by architecture; `ubuntu-latest` would move under the pipelines. */
export const RUNNERS = { x86_64: "ubuntu-24.04", arm64: "ubuntu-24.04-arm" } as const;

/** Docker platforms by architecture. */
export const PLATFORMS = { x86_64: "linux/amd64", arm64: "linux/arm64" } as const;

/** ECS and Lambda spell the architecture each in their own way. */
export const ECS_ARCHITECTURES = { x86_64: "X86_64", arm64: "ARM64" } as const;

/** The newest Node.js runtime of Lambda (nodejs26.x is in preview). */
export const LAMBDA_RUNTIME = "nodejs24.x";

/** Base images, on Debian: glibc as on RDS, and the same sort order. */
export const IMAGES = {
  node: (major: number): string => `node:${major}-trixie-slim`,
  postgres: (major: number): string => `postgres:${major}-trixie`,
  valkey: (tag: string): string => `valkey/valkey:${tag}`,
  nginx: "nginxinc/nginx-unprivileged:1.29",
} as const;

/** The TLS policy of HTTPS listeners: the AWS console's default, with post-quantum key exchange. */
export const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/** Amazon's certificate authorities for RDS, of every region. */
export const RDS_CA_BUNDLE = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem";
