// IAM policy documents as values: trust policies and permissions, in which a wildcard has to say why it is there.
import { above, json, type Value, type ValueMap } from "#schema/value.ts";

/** One statement that allows something. */
export interface Statement {
  /** Letters and digits, unique in its policy: `ReadSecrets`. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly Value[];
  /** Operator, key, value: `{ StringEquals: { "aws:SourceAccount": … } }`. */
  readonly conditions?: ValueMap;
  /** Why every resource, or a wildcard among the actions, is allowed: only where AWS or the purpose leaves no narrower form. */
  readonly why?: string;
}

/** A permissions policy; throws where a wildcard stands without a reason. */
export function policy(statements: readonly Statement[]): Value {
  return json({ Version: "2012-10-17", Statement: statements.map(allowed) });
}

/** A policy of a resource (bucket, topic, queue), made of statements with principals of their own. */
export function resourcePolicy(statements: readonly ValueMap[]): Value {
  return json({ Version: "2012-10-17", Statement: statements });
}

/** Denies a resource to whoever does not speak TLS: AWS's endpoints take plain HTTP too. */
export const tlsAlone = (action: string, resources: Value): ValueMap => ({
  Sid: "DenyPlainHttp",
  Effect: "Deny",
  Principal: "*",
  Action: action,
  Resource: resources,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

/** A statement with its reason above it; one action or resource stands without a list. */
function allowed({ sid, actions, resources, conditions, why }: Statement): Value {
  const wide = resources.includes("*") || actions.some((action) => action.includes("*"));
  if (wide && why === undefined) throw new Error(`the statement ${sid} has a wildcard and no reason for it`);
  if (resources.length === 0 || actions.length === 0) throw new Error(`the statement ${sid} allows nothing`);
  const statement = {
    Sid: sid,
    Effect: "Allow",
    Action: actions.length === 1 && actions[0] !== undefined ? actions[0] : actions,
    Resource: resources.length === 1 && resources[0] !== undefined ? resources[0] : resources,
    ...(conditions ? { Condition: conditions } : {}),
  };
  return why === undefined ? statement : above(why, statement);
}

/**
 * Lets an AWS service assume a role on behalf of this account alone (`ecs-tasks.amazonaws.com`); the condition keeps
 * other accounts' resources from borrowing it (the confused deputy problem).
 */
export function trust(service: string, account: Value): Value {
  return json({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      },
    ],
  });
}
