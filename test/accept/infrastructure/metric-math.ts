// CloudWatch's metric math, as far as alarms use it: numbers, series, arithmetic, comparisons, IF and FILL.
// docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html

/** A data point; `undefined` is one that is missing. */
export type Point = number | undefined;

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z][A-Za-z0-9_]*)|(>=|<=|==|!=|[-+*/^(),<>]))/y;

/** The value of an expression at one time, given the points of its series. Throws on what is no metric math. */
export function solve(expression: string, points: Readonly<Record<string, Point>>): Point {
  const tokens = tokensOf(expression);
  let place = 0;
  const take = (): string => tokens[place++] ?? "";
  const expect = (token: string): void => {
    const found = take();
    if (found !== token) throw new Error(`${expression}: ${found} where ${token} should stand`);
  };

  const list = (): Point[] => {
    const values = [comparison()];
    while (tokens[place] === ",") {
      place += 1;
      values.push(comparison());
    }
    return values;
  };
  const atom = (): Point => {
    const token = take();
    if (/^\d/.test(token)) return Number(token);
    if (token === "-") return apply("-", 0, atom());
    if (token === "(") {
      const inner = comparison();
      expect(")");
      return inner;
    }
    if (tokens[place] !== "(") {
      if (!Object.hasOwn(points, token)) throw new Error(`${expression}: there is no series ${token}`);
      return points[token];
    }
    expect("(");
    const values = list();
    expect(")");
    return called(token, values);
  };
  const chain = (operators: readonly string[], next: () => Point): Point => {
    let value = next();
    while (operators.includes(tokens[place] ?? "")) value = apply(take(), value, next());
    return value;
  };
  const product = (): Point => chain(["*", "/"], atom);
  const sum = (): Point => chain(["+", "-"], product);
  function comparison(): Point {
    return chain([">=", "<=", ">", "<", "==", "!="], sum);
  }

  const value = comparison();
  if (place < tokens.length) throw new Error(`${expression}: ${tokens[place] ?? ""} is too much`);
  return value;
}

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(expression);
    if (!found) throw new Error(`${expression}: nothing that CloudWatch knows at ${from}`);
    tokens.push(found[0].trim());
  }
  return tokens;
}

/** A missing point makes every result of it missing, and so does a division by zero. */
function apply(operator: string, a: Point, b: Point): Point {
  if (a === undefined || b === undefined) return undefined;
  const results: Readonly<Record<string, number>> = {
    "+": a + b,
    "-": a - b,
    "*": a * b,
    "/": a / b,
    ">=": Number(a >= b),
    "<=": Number(a <= b),
    ">": Number(a > b),
    "<": Number(a < b),
    "==": Number(a === b),
    "!=": Number(a !== b),
  };
  const result = results[operator];
  return result !== undefined && Number.isFinite(result) ? result : undefined;
}

function called(name: string, [first, second, third]: readonly Point[]): Point {
  if (name === "FILL") return first ?? second;
  if (name === "IF") return first === undefined ? undefined : first === 0 ? third : second;
  throw new Error(`metric math has no ${name} here`);
}
