// IPv4 blocks: a first address and a size, as numbers.

/** A block of addresses. */
export interface Block {
  readonly first: number;
  readonly prefix: number;
  readonly size: number;
}

/** The block that a text means; a text with the right form but a wrong number is a problem in words. */
export function blockOf(text: string): Block | { readonly problem: string; readonly right?: string } {
  const slash = text.indexOf("/");
  let number = 0;
  // Asked for each subnet of each environment, some times: without a list of texts and a list of numbers.
  for (let from = 0, to = text.indexOf("."); from <= slash; from = to + 1, to = text.indexOf(".", from)) {
    if (to === -1) to = slash;
    const byte = Number(text.slice(from, to));
    if (byte > 255) return { problem: "a number is greater than 255" };
    number = number * 256 + byte;
  }
  const prefix = Number(text.slice(slash + 1));
  if (prefix < 16 || prefix > 28) return { problem: `AWS takes /16 to /28, and this is /${text.slice(slash + 1)}` };
  const size = 2 ** (32 - prefix);
  const first = number - (number % size);
  if (first !== number) return { problem: "its address is not the first of the block", right: format(first, prefix) };
  return { first, prefix, size };
}

/** A block as text. */
export function format(first: number, prefix: number): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${bytes.join(".")}/${prefix}`;
}

/** Whether one block lies inside another. */
export function contains(outer: Block, inner: Block): boolean {
  return inner.first >= outer.first && inner.first + inner.size <= outer.first + outer.size;
}

/** Whether two blocks share an address. */
export function overlap(a: Block, b: Block): boolean {
  return a.first < b.first + b.size && b.first < a.first + a.size;
}

/** The nth of sixteen equal parts of a block: public from 0, private from 4, database from 8, and 12 to 15 stay free. */
export function sixteenth(block: Block, index: number): string {
  return format(block.first + (block.size / 16) * index, block.prefix + 4);
}
