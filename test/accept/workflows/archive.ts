// An image archive in OCI's layout, as a builder writes it: an index, a manifest, a configuration and layers.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const type = (kind: string): string => `application/vnd.oci.image.${kind}`;

/** Writes an archive whose one layer holds a file of so many random bytes; gives the archive and the image's digest. */
export function writeArchive(
  folder: string,
  bytes: Uint8Array,
): { readonly file: string; readonly digest: string; readonly size: number } {
  const layout = join(folder, "layout");
  mkdirSync(join(layout, "blobs/sha256"), { recursive: true });
  const blob = (content: Uint8Array | string): { readonly digest: string; readonly size: number } => {
    const hash = createHash("sha256").update(content).digest("hex");
    writeFileSync(join(layout, "blobs/sha256", hash), content);
    return { digest: `sha256:${hash}`, size: Buffer.byteLength(content) };
  };
  writeFileSync(join(folder, "payload"), bytes);
  const plain = spawnSync("tar", ["-C", folder, "-c", "payload"], { maxBuffer: 2 ** 28 }).stdout;
  const layer = blob(gzipSync(plain));
  const diff = `sha256:${createHash("sha256").update(plain).digest("hex")}`;
  const config = blob(
    JSON.stringify({ architecture: "amd64", os: "linux", rootfs: { type: "layers", diff_ids: [diff] } }),
  );
  const manifest = blob(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: type("manifest.v1+json"),
      config: { mediaType: type("config.v1+json"), ...config },
      layers: [{ mediaType: type("layer.v1.tar+gzip"), ...layer }],
    }),
  );
  writeFileSync(join(layout, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  writeFileSync(
    join(layout, "index.json"),
    JSON.stringify({ schemaVersion: 2, manifests: [{ mediaType: type("manifest.v1+json"), ...manifest }] }),
  );
  const file = join(folder, "image.tar");
  const { status, stderr } = spawnSync("tar", ["-C", layout, "-cf", file, "oci-layout", "index.json", "blobs"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`tar failed: ${stderr}`);
  return { file, digest: manifest.digest, size: config.size + layer.size };
}
