// Whom AWS trusts, and with what: exact subjects, and roles that may do no more than their work.
import { describe, expect, test } from "vitest";
import type { Statement } from "#src/lower/policy.ts";
import { modelOf, REFERENCE, seen, SPECS } from "./lowered.ts";

const ISSUER = "token.actions.githubusercontent.com";
const PRODUCTION = seen(REFERENCE, "production");

interface Document {
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
    readonly Principal: { readonly Federated: string };
    readonly Condition?: { readonly StringEquals: Readonly<Record<string, string | readonly string[]>> };
  }[];
}
const documentOf = (graph: typeof PRODUCTION, key: string, property: string): Document =>
  (graph.get(key)?.properties[property] ?? { Statement: [] }) as unknown as Document;

type Claims = Readonly<Record<string, string>>;
/** A token of GitHub's for the reference repository, in its two forms. */
const token = (tail: string, ref: string, form: "names" | "ids" = "names"): Claims => ({
  aud: "sts.amazonaws.com",
  sub: `${form === "names" ? "repo:sage-ai/sage" : "repo:sage-ai@100200300/sage@400500600"}:${tail}`,
  repository_id: "400500600",
  ref,
});

/** What AWS does: every condition must hold, and `StringEquals` of a list wants one of it. */
function admits(role: string, claims: Claims): boolean {
  const [statement] = documentOf(PRODUCTION, role, "assumeRolePolicy").Statement;
  const conditions = Object.entries(statement?.Condition?.StringEquals ?? {});
  return (
    conditions.length >= 2 &&
    conditions.every(([key, wanted]) => [wanted].flat().includes(claims[key.replace(`${ISSUER}:`, "")] ?? ""))
  );
}

const MAIN = "refs/heads/main";

describe("who may assume a role", () => {
  test.each(["deploy-role", "infrastructure-role"])("%s: jobs of its environment on the delivered branch", (role) => {
    expect(admits(role, token("environment:production", MAIN))).toBe(true);
    expect(admits(role, token("environment:production", MAIN, "ids"))).toBe(true);
    expect(admits(role, token("environment:production", "refs/heads/feature"))).toBe(false);
    expect(admits(role, token("environment:staging", MAIN))).toBe(false);
    expect(admits(role, token("environment:production:x", MAIN))).toBe(false);
    expect(admits(role, token(`ref:${MAIN}`, MAIN))).toBe(false);
    expect(admits(role, token("pull_request", "refs/pull/1/merge"))).toBe(false);
    expect(
      admits(role, { ...token("environment:production", MAIN), sub: "repo:fork/sage:environment:production" }),
    ).toBe(false);
    expect(admits(role, { ...token("environment:production", MAIN), repository_id: "1" })).toBe(false);
    expect(admits(role, { ...token("environment:production", MAIN), aud: "elsewhere" })).toBe(false);
  });

  test("preview-role: pull requests", () => {
    expect(admits("preview-role", token("pull_request", "refs/pull/1/merge"))).toBe(true);
    expect(admits("preview-role", token("pull_request", "refs/pull/1/merge", "ids"))).toBe(true);
    expect(admits("preview-role", token("environment:production", MAIN))).toBe(false);
  });

  test("no pattern, and without ids the one form that is known", () => {
    const text = REFERENCE.replace(", ownerId: 100200300, repositoryId: 400500600", "");
    const [statement] = documentOf(seen(text, "staging"), "deploy-role", "assumeRolePolicy").Statement;
    expect(statement?.Condition).toEqual({
      StringEquals: {
        [`${ISSUER}:aud`]: "sts.amazonaws.com",
        [`${ISSUER}:sub`]: ["repo:sage-ai/sage:environment:staging"],
        [`${ISSUER}:ref`]: MAIN,
      },
    });
    expect(statement?.Principal.Federated).toBe(`arn:aws:iam::111122223333:oidc-provider/${ISSUER}`);
  });

  test("a provider that exists already is used, not made again", () => {
    const text = REFERENCE.replace('account: "444455556666"', 'account: "444455556666"\n    oidcProvider: existing');
    expect(seen(text, "staging").has("github-oidc")).toBe(true);
    expect(seen(text, "production").has("github-oidc")).toBe(false);
  });
});

const actions = (key: string): readonly string[] =>
  documentOf(PRODUCTION, key, "policy").Statement.flatMap(({ Action }) => Action);

describe("what a role may do", () => {
  test("the deploy role passes exactly the roles of the task definitions", () => {
    for (const [, text] of SPECS) {
      for (const { name } of modelOf(text).environments) {
        const graph = seen(text, name);
        if (!graph.has("deploy-role")) continue;
        const tasks = [...graph.values()].filter(({ type }) => type.includes("taskDefinition"));
        const roles = tasks.flatMap(({ properties }): string[] => [
          properties["executionRoleArn"] ?? "",
          properties["taskRoleArn"] ?? "",
        ]);
        const passed = documentOf(graph, "deploy-policy", "policy").Statement.find(
          ({ Sid }) => Sid === "PassTaskRoles",
        );
        expect([passed?.Resource ?? []].flat().toSorted()).toEqual([...new Set(roles)].toSorted());
        expect(passed?.Condition?.StringEquals).toEqual({ "iam:PassedToService": "ecs-tasks.amazonaws.com" });
      }
    }
  });

  test("the deploy role can change no role, no secret and no stack", () => {
    expect(actions("deploy-policy").filter((action) => /^(iam|secretsmanager|s3|rds|ec2):/.test(action))).toEqual([
      "iam:PassRole",
    ]);
    expect(actions("deploy-policy").filter((action) => action.includes("*"))).toEqual([]);
  });

  test("the preview role sees the zones, and nothing else", () => {
    expect(actions("preview-policy")).toEqual(["ec2:DescribeAvailabilityZones"]);
  });

  test("inline policies fit a role: 10240 characters", () => {
    for (const { key, properties } of PRODUCTION.values()) {
      if ("policy" in properties) expect(JSON.stringify(properties["policy"]).length, key).toBeLessThan(10240 * 0.8);
    }
  });

  test("a wildcard gives its reason", async () => {
    const { policy } = await import("#src/lower/policy.ts");
    const wide: Statement = { sid: "Everything", actions: ["s3:GetObject"], resources: ["*"] };
    expect(() => policy([wide])).toThrow("no reason");
  });
});
