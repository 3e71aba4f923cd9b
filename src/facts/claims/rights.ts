// What the program says of rights: who is trusted, and that roles may do what is asked with them, and read what is read.
import { type Claim, part, say, sayAll } from "../claim.ts";
import { entriesOf, itemsOf, type Leaf, type Node, step, textOf, type Thing } from "../node.ts";
import { type Sources, type StackSource, thingOf, thingsOf } from "../sources.ts";

const ISSUER = "token.actions.githubusercontent.com";

/** What roles may do, beside what is asked of them; `asked` is what pipelines ask. */
export function rightClaims({ stacks }: Sources, asked: readonly Claim[]): readonly Claim[] {
  return stacks.flatMap((stack) => [
    ...thingsOf(stack, "iam.Role").flatMap((role) => roleClaims(stack, role)),
    ...allowedClaims(stack, asked),
    ...passedClaims(stack),
    ...thingsOf(stack, "ecs.TaskDefinition").flatMap((task) => readClaims(stack, task)),
    ...bucketClaims(stack),
    ...sayAll(
      `${stack.name}: secrets that a person fills`,
      thingsOf(stack, "secretsmanager.SecretVersion").flatMap((version) => {
        const secret = step(version, "secretId");
        return textOf(step(version, "secretString")) === "unset" && secret ? [referred(secret)] : [];
      }),
    ),
  ]);
}

/** The statements of the policies of a role. */
function statementsOf(stack: StackSource, role: Thing | undefined): readonly Node[] {
  const policies = thingsOf(stack, "iam.RolePolicy").filter((policy) => {
    const of = step(policy, "role");
    return of?.kind === "leaf" && of.of?.thing === role;
  });
  return policies.flatMap((policy) => itemsOf(step(policy, "policy", "Statement")));
}

const actionsOf = (statement: Node): readonly string[] =>
  itemsOf(step(statement, "Action")).flatMap((action) => textOf(action) ?? []);

/** A reference as the name of what it refers to. */
function referred(node: Node): Leaf {
  const thing = node.kind === "leaf" ? node.of?.thing : undefined;
  return { kind: "leaf", value: textOf(step(thing, "name")) ?? textOf(node) ?? "", place: node.place };
}

function roleClaims({ name }: StackSource, role: Thing): readonly Claim[] {
  const kind = part(/^(deploy|infrastructure|preview)-role$/)(role.name);
  if (kind === undefined) return [];
  const conditions = itemsOf(step(role, "assumeRolePolicy", "Statement")).map((one) =>
    step(one, "Condition", "StringEquals"),
  );
  const subjects = conditions.flatMap((one) => itemsOf(step(one, `${ISSUER}:sub`)));
  return [
    ...say(`${name}: ${kind} role`, step(role, "name")),
    ...subjects.flatMap((subject) => [
      ...say("repository on GitHub", subject, (text) => part(/^repo:(.*?):/)(text)?.replace(/@\d+/g, "")),
      ...say(`${name}: stack`, subject, part(/:environment:(.*)$/)),
    ]),
    ...conditions.flatMap((one) =>
      say("branch that is delivered", step(one, `${ISSUER}:ref`), part(/^refs\/heads\/(.*)$/)),
    ),
    ...itemsOf(step(role, "assumeRolePolicy", "Statement")).flatMap((one) =>
      say(`${name}: account`, step(one, "Principal", "Federated"), part(/^arn:aws:iam::(\d+):/)),
    ),
  ];
}

/** For each action that pipelines ask for, whether the deploy role may do it. */
function allowedClaims(stack: StackSource, asked: readonly Claim[]): readonly Claim[] {
  const role = thingOf(stack, "iam.Role", "deploy-role");
  if (!role) return [];
  const statements = statementsOf(stack, role);
  const lead = `${stack.name}: the deploy role may `;
  const wanted = new Set(asked.flatMap(({ fact }) => (fact.startsWith(lead) ? [fact.slice(lead.length)] : [])));
  return [...wanted].map((action) => {
    const statement = statements.find((one) => actionsOf(one).includes(action));
    const place = step(statement, "Action")?.place ?? role.place;
    return { fact: lead + action, value: statement ? "yes" : "no", place };
  });
}

/** The roles of tasks, and those that releases may give to tasks. */
function passedClaims(stack: StackSource): readonly Claim[] {
  const role = thingOf(stack, "iam.Role", "deploy-role");
  if (!role) return [];
  const passing = statementsOf(stack, role).filter((one) => actionsOf(one).includes("iam:PassRole"));
  const used = thingsOf(stack, "ecs.TaskDefinition").flatMap((task) =>
    [step(task, "executionRoleArn"), step(task, "taskRoleArn")].flatMap((one) => (one ? [referred(one)] : [])),
  );
  const passed = passing
    .flatMap((one) => itemsOf(step(one, "Resource")).map(referred))
    .flatMap((one) => covered(one, used));
  const fact = `${stack.name}: roles of tasks`;
  return [...sayAll(fact, used), ...sayAll(fact, passed)];
}

/** What a resource of a statement means: itself, or of the names those that its pattern fits. */
function covered(one: Leaf, names: readonly Leaf[]): readonly Leaf[] {
  const pattern = String(one.value).replace(/^arn:[^/]*\//, "");
  if (!pattern.includes("*")) return [one];
  const pieces = pattern.split("*").map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const fits = new RegExp(`^${pieces.join(".*")}$`);
  const fitting = names.filter(({ value }) => fits.test(String(value)));
  return fitting.map(({ value }) => ({ ...one, value }));
}

/** The secrets of a task's containers, and those that its execution role may read. */
function readClaims(stack: StackSource, task: Thing): readonly Claim[] {
  const execution = step(task, "executionRoleArn");
  const statements = statementsOf(stack, execution?.kind === "leaf" ? execution.of?.thing : undefined);
  const allowed = statements
    .filter((one) => actionsOf(one).includes("secretsmanager:GetSecretValue"))
    .flatMap((one) => itemsOf(step(one, "Resource")).map(referred));
  const read = itemsOf(step(task, "containerDefinitions"))
    .flatMap((container) => itemsOf(step(container, "secrets")))
    .flatMap((one) => step(one, "valueFrom") ?? [])
    .map(referred);
  const fact = `${stack.name}: secrets that ${task.name.replace(/-task$/, "")} reads`;
  return [
    ...sayAll(fact, read, read[0]?.place ?? task.place),
    ...sayAll(fact, allowed, allowed[0]?.place ?? task.place),
  ];
}

/** The keys of the bucket that a task may touch. */
function bucketClaims(stack: StackSource): readonly Claim[] {
  return thingsOf(stack, "iam.RolePolicy").flatMap((policy) => {
    const kind = part(/(?:^|-)(backup|migrate)-task-policy$/)(policy.name);
    if (kind === undefined) return [];
    return itemsOf(step(policy, "policy", "Statement")).flatMap((one) => {
      // What the task of the backup may only read are the keys of the migrations, which it restores too.
      const fact = `${actionsOf(one).join() === "s3:GetObject" ? "migrate" : kind}: keys in the bucket`;
      return [
        ...itemsOf(step(one, "Resource")).flatMap((key) => say(fact, key, part(/^<[^>]*>\/(.+)\*$/))),
        ...entriesOf(step(one, "Condition", "StringLike")).flatMap(([, value]) =>
          itemsOf(value).flatMap((key) => say(fact, key, part(/^(.+)\*$/))),
        ),
      ];
    });
  });
}
