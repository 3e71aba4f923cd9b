// Whom AWS trusts: each role admits exactly the tokens that the workflows' own jobs get, of all tokens that anybody at
// GitHub could get. Tokens are made as GitHub makes them, in both forms of the subject; the policies are the graph's.
import { afterAll, describe, expect, test } from "vitest";
import { lower } from "#src/lower.ts";
import { compile } from "#src/compile.ts";
import { actionOf, type Job, read, specs, type Workflow } from "../laws/github/workflow.ts";
import { modelOf, plain } from "../laws/lowered.ts";
import { filled } from "./workflows/expressions.ts";
import { githubOf, type Home, jobsThatRun, type Trigger, triggersOf } from "./workflows/triggers.ts";

const ISSUER = "token.actions.githubusercontent.com";

/** A repository as a token names it. */
interface Repository {
  readonly name: string;
  readonly owner: string;
  readonly repository: string;
  readonly ownerId: number;
  readonly repositoryId: number;
}
type Token = Readonly<Record<string, string>>;
type Form = "names" | "ids";

/** The token of a job: what its run and its environment make of the claims. */
function tokenOf(repository: Repository, form: Form, trigger: Trigger, environment: string | undefined): Token {
  const { owner, repository: name, ownerId, repositoryId } = repository;
  const whose = form === "names" ? `repo:${owner}/${name}` : `repo:${owner}@${ownerId}/${name}@${repositoryId}`;
  const context = trigger.event === "pull_request" ? "pull_request" : `ref:${trigger.ref}`;
  return {
    aud: "sts.amazonaws.com",
    sub: `${whose}:${environment === undefined ? context : `environment:${environment}`}`,
    ref: trigger.ref,
    repository: `${owner}/${name}`,
    repository_id: String(repositoryId),
    repository_owner_id: String(ownerId),
    event_name: trigger.event,
    ...(environment === undefined ? {} : { environment }),
  };
}

interface Statement {
  readonly Effect: string;
  readonly Action: string;
  readonly Principal: { readonly Federated: string };
  readonly Condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What AWS does with a token: every condition must hold, and of a list one value. */
function admits({ Statement: statements }: { readonly Statement: readonly Statement[] }, token: Token): boolean {
  return statements.some(({ Effect, Action, Principal, Condition }) => {
    expect([Effect, Action]).toEqual(["Allow", "sts:AssumeRoleWithWebIdentity"]);
    expect(Principal.Federated).toMatch(new RegExp(`^arn:aws:iam::(?:\\d{12}|<[^>]*>):oidc-provider/${ISSUER}$`));
    // Any other operator, as of patterns, would want a simulation of its own.
    expect(Object.keys(Condition)).toEqual(["StringEquals"]);
    return Object.entries(Condition["StringEquals"] ?? {}).every(([key, wanted]) => {
      const claim = token[key.replace(`${ISSUER}:`, "")];
      return claim !== undefined && [wanted].flat().includes(claim);
    });
  });
}

/** The roles that a job assumes, by their ARNs, once for each combination of its matrix. */
function rolesOf(job: Job, trigger: Trigger, home: Home): readonly string[] {
  const { matrix } =
    (job as { readonly strategy?: { readonly matrix?: { readonly include: readonly object[] } } }).strategy ?? {};
  return (matrix?.include ?? [{}]).flatMap((one) =>
    job.steps
      .filter((step) => actionOf(step) === "aws-actions/configure-aws-credentials")
      .map((step) => filled(String(step.with?.["role-to-assume"]), { github: githubOf(trigger, home), matrix: one })),
  );
}

/** Which tokens the jobs of the repository's own workflows get, by role. A fork's pull request gets none. */
function earned(
  workflows: readonly Workflow[],
  home: Home,
  ours: Repository,
  form: Form,
): ReadonlyMap<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const trigger of triggersOf(home)) {
    for (const [, job] of workflows.flatMap((workflow) => jobsThatRun(workflow, trigger, home))) {
      const isFork = trigger.from?.startsWith("stranger/") ?? false;
      for (const role of rolesOf(job, trigger, home)) {
        expect(job.permissions?.["id-token"], role).toBe("write");
        expect(isFork, `${role} is asked for by a fork`).toBe(false);
        const tokens = found.get(role) ?? new Set();
        found.set(role, tokens.add(JSON.stringify(tokenOf(ours, form, trigger, job.environment))));
      }
    }
  }
  return found;
}

const STRANGERS: readonly ((ours: Repository) => Repository)[] = [
  (ours) => ({ ...ours, name: "a fork", owner: "stranger", ownerId: 1, repositoryId: 2 }),
  (ours) => ({ ...ours, name: "another repository of the owner", repository: "other", repositoryId: 3 }),
  (ours) => ({ ...ours, name: "one whose name begins alike", repository: `${ours.repository}-2`, repositoryId: 4 }),
  (ours) => ({ ...ours, name: "one of the same name, made anew", ownerId: 5, repositoryId: 6 }),
];

let judged = 0;
afterAll(() => console.log(`${judged} tokens judged by the trust of every role`));

describe.each(specs)("the roles of %s", (_, text) => {
  const { delivery } = modelOf(text);
  if (!delivery) throw new Error("no delivery");
  const knowsIds = delivery.ownerId !== undefined && delivery.repositoryId !== undefined;
  const ours: Repository = {
    name: "the repository itself",
    owner: delivery.owner,
    repository: delivery.repository,
    ownerId: delivery.ownerId ?? 111,
    repositoryId: delivery.repositoryId ?? 222,
  };
  const workflows = compile(text, "sage.yaml", ["github"]).artifacts.map(read);
  const graphs = lower(modelOf(text));
  const environments = graphs.map(({ environment }) => environment);
  const roles = graphs.flatMap(({ environment, resources }) =>
    resources
      .filter(({ key }) => /^(?:deploy|infrastructure|preview)-role$/.test(key))
      .map(({ key, properties }) => {
        const name = String(plain(properties["name"] ?? "", environment));
        const trust = plain(properties["assumeRolePolicy"] ?? null, environment) as Parameters<typeof admits>[0];
        return { key, environment, name, trust };
      }),
  );
  // Without GitHub's ids the spec says nothing of the second form, nor who made a repository of this name.
  const forms: readonly Form[] = knowsIds ? ["names", "ids"] : ["names"];
  const others = STRANGERS.map((make) => make(ours)).filter(({ name }) => knowsIds || !name.includes("made anew"));

  test.each(roles)(
    "$environment: $key admits the tokens of its own jobs, and no other",
    ({ key, environment, name, trust }) => {
      const wanted = new Set(
        forms.flatMap((form) =>
          [...earned(workflows, delivery, ours, form)].flatMap(([arn, tokens]) =>
            arn.endsWith(`:role/${name}`) ? [...tokens] : [],
          ),
        ),
      );
      expect(wanted.size, "somebody uses the role").toBeGreaterThan(0);
      let asked = 0;
      for (const repository of [ours, ...others]) {
        for (const form of ["names", "ids"] as const) {
          for (const trigger of triggersOf(delivery)) {
            for (const one of [undefined, ...environments, `${environment}-2`, "other"]) {
              // A job of a fork's pull request is given no token for AWS at all.
              if (repository === ours && trigger.from?.startsWith("stranger/")) continue;
              const token = tokenOf(repository, form, trigger, one);
              const isEarned = wanted.has(JSON.stringify(token));
              // Whoever merges to the branch may also start the same job by hand, and so has the same claims.
              const isSame = [...wanted].some((text) => sameClaims(JSON.parse(text) as Token, token));
              const words = `${key} for ${repository.name} (${form}), ${trigger.name}, environment ${one ?? "none"}`;
              expect(admits(trust, token), words).toBe(isEarned || isSame);
              expect(admits(trust, { ...token, aud: "elsewhere" }), words).toBe(false);
              asked += 1;
            }
          }
        }
      }
      expect(asked).toBeGreaterThan(200);
      judged += asked;
    },
  );

  test("each role is used by a job of its own environment, or by pull requests", () => {
    for (const form of forms) {
      const found = earned(workflows, delivery, ours, form);
      expect([...found.keys()].map((arn) => arn.replace(/^.*:role\//, "")).toSorted()).toEqual(
        roles.map(({ name }) => name).toSorted(),
      );
    }
  });
});

/** What of a token conditions can tell apart here: who, where and on which ref. */
function sameClaims(a: Token, b: Token): boolean {
  return ["sub", "ref", "repository_id"].every((claim) => a[claim] === b[claim]);
}
