// What the manifest remembers of a file: the hash of its bytes.
import { hash } from "node:crypto";

/** SHA-256 in lower-case hexadecimal. */
export function sha256(bytes: string | Uint8Array): string {
  return hash("sha256", bytes, "hex");
}
