// What a target gives (drafts) and what comes out of them (artifacts).
import type { Path } from "./path.ts";
import type { Value, View } from "./value.ts";

/** Every target, sorted; `--only` and `targets:` name them. */
export const TARGETS = ["compose", "docker", "docs", "git", "github", "pulumi", "scripts", "terraform"] as const;
export type Target = (typeof TARGETS)[number];

/** The dialect of a YAML value: who reads it, and so which characters of a literal need care. */
export type YamlDialect = "plain" | "workflow" | "compose";

interface DraftBase {
  /** Below the output's root, with `/`, in no way out of it. */
  readonly path: string;
  readonly target: Target;
  /** The spec path that the file exists for. */
  readonly because: Path;
}

/** A file to be: a value to print, or a template and its view. */
export type Draft =
  | (DraftBase & {
      readonly kind: "yaml";
      readonly dialect: YamlDialect;
      readonly value: Value;
      readonly intro?: string;
    })
  | (DraftBase & { readonly kind: "json"; readonly value: Value })
  | (DraftBase & {
      readonly kind: "template";
      readonly template: string;
      readonly view: View;
      readonly executable?: boolean;
      /** Made where it is missing, and the user's own from then on. */
      readonly once?: boolean;
      /** A block of ours in a file whose other lines are the user's. */
      readonly block?: boolean;
    })
  /** A block of ours in a file whose other lines are the user's. */
  | (DraftBase & { readonly kind: "block"; readonly lines: readonly string[] });

/** A rendered file: every byte, and where its lines came from. */
export interface Artifact {
  readonly path: string;
  readonly target: Target;
  readonly text: string;
  readonly executable: boolean;
  /** A block of ours between marks, in a file that is the user's. */
  readonly block: boolean;
  /** Made where it is missing, and the user's own from then on. */
  readonly once?: boolean;
  /** Which spec paths each line came from, sorted by line (1-based) and path, each pair once. */
  readonly origins: readonly Origin[];
  /** What the text of a YAML or JSON artifact says, as its reader gets it; for the schemas that it must obey. */
  readonly data?: unknown;
}

/** A generated line and the spec path that made it. */
export interface Origin {
  readonly line: number;
  readonly path: Path;
}
