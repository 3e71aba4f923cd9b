// Which variables hold a secret: by their name, or by the form of their value. Where it is in doubt, it is one.
import { SECRET_FORMS } from "#schema/secret-forms.ts";

const SECRET_WORDS =
  /(?:^|_)(?:PASS|PASSWD|PASSWORD|PASSPHRASE|PWD|SECRET|SECRETS|TOKEN|KEY|KEYS|APIKEY|CREDENTIAL|CREDENTIALS|PRIVATE|WEBHOOK|DSN|SALT|PEPPER|CERT|AUTH)(?:_|$)|PASSWORD|SECRET|APIKEY/i;
/** What only speaks of a secret: how long it lives, where it is sent, what is public. */
const ABOUT_SECRETS =
  /(?:^|_)PUBLIC(?:_|$)|PUBLISHABLE|(?:_|^)(?:EXPIR\w*|EXPIRES_IN|TTL|LENGTH|ROUNDS|HEADER|ENABLED|DISABLED|ALGORITHM|ALG|ISSUER|AUDIENCE|TYPE|MODE|PREFIX|COUNT|LIMIT|DOMAIN|REALM|HOST|PORT|NAME|USER|USERNAME|EMAIL|REGION|PATH|FILE)$/i;
/** Addresses are none by their name, but those that let in whoever knows them. */
const ADDRESS = /(?:^|_)(?:URL|URI|ENDPOINT)$/i;
const OPEN_ADDRESS = /WEBHOOK|(?:^|_)DSN(?:_|$)/i;

const HARMLESS = /^(?:|true|false|\d{1,6}|[a-z]{1,20}(?:[-_/.][a-z0-9]{1,20}){0,5}|https?:\/\/[a-z0-9.:/_-]*)$/i;

/** Whether a variable's value must not stand in a spec. */
export function isSecret(name: string, value: string): boolean {
  if (looksSecret(value)) return true;
  if (ADDRESS.test(name)) return OPEN_ADDRESS.test(name);
  return SECRET_WORDS.test(name) && !ABOUT_SECRETS.test(name) && !/^(?:true|false|\d{0,5})$/.test(value);
}

/** Whether a value from a file that is not committed may stand in one that is: a plain word, a number, an address. */
export const isHarmless = (name: string, value: string): boolean => !isSecret(name, value) && HARMLESS.test(value);

/** A value with the form of a secret, or one that nobody could remember: long, without spaces, letters and digits mixed. */
function looksSecret(value: string): boolean {
  if (SECRET_FORMS.some(({ pattern }) => new RegExp(pattern.source, pattern.flags.replace("g", "")).test(value)))
    return true;
  if (/[?&](?:[a-z_]*(?:password|passwd|pwd|secret|token|key|sig(?:nature)?))=[^&]/i.test(value)) return true;
  return (
    /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9+/=_-]{24,}$/.test(value) && !/^[a-z]+(?:[-_/][a-z]+)+[-_/]?\d{0,4}$/i.test(value)
  );
}

/** The secret's name for a variable: STRIPE_SECRET_KEY is stripeSecretKey. */
export function secretName(variable: string): string {
  const [first = "", ...rest] = variable
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const camel = first + rest.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
  return /^[a-z]/.test(camel) ? camel : `secret${camel}`;
}
