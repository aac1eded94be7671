import type { Ids } from "../world/ids.ts";

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A 26-character ULID. Its time part is fixed per account, so that ids do not depend on the order in which the engine works. */
export function ulid(ids: Ids, createdAt: string, kind: string, request: unknown): string {
  let time = Date.parse(createdAt);
  let prefix = "";
  for (let digit = 0; digit < 10; digit += 1) {
    prefix = `${crockford[time % 32] ?? "0"}${prefix}`;
    time = Math.floor(time / 32);
  }
  return prefix + ids.text(16, crockford, kind, request);
}
