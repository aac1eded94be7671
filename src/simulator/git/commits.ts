import { maxSatisfying, validRange } from "semver";
import type { Checkout } from "../kubernetes/repositories.ts";
import { git, gitLine } from "./git-command.ts";

/** Names that git accepts for refs and commits, and no option. */
const safeRevision = /^[A-Za-z0-9_][\w./+-]*$/;

/** Id of the commit of a branch, tag or commit id; or of the highest tag in a range of versions. Undefined when there is none. */
export function resolveRevision(folder: string, revision: string): string | undefined {
  const candidates = safeRevision.test(revision)
    ? [`refs/heads/${revision}`, `refs/remotes/origin/${revision}`, `refs/tags/${revision}`, revision]
    : [];
  for (const candidate of candidates) {
    const isName = candidate === revision && !revision.startsWith("refs/") && !/^[0-9a-f]{7,40}$/.test(revision);
    const commit = isName ? undefined : commitOf(folder, candidate);
    if (commit) return commit;
  }
  const tag = validRange(revision) ? highestTag(folder, revision) : undefined;
  return tag === undefined ? undefined : commitOf(folder, `refs/tags/${tag}`);
}

function commitOf(folder: string, name: string): string | undefined {
  return gitLine(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
}

function highestTag(folder: string, range: string): string | undefined {
  const output = git(folder, ["for-each-ref", "--format=%(refname:strip=2)", "refs/tags"])?.toString("utf8") ?? "";
  return maxSatisfying(output.split("\n"), range) ?? undefined;
}

/** The files below a folder at a commit, by their paths below it. */
export function filesAt(root: string, commit: string, folder: string): Checkout {
  const path = folder === "" ? [] : ["--", `${folder}/`];
  const listed = git(root, ["ls-tree", "-r", "-z", "--full-tree", commit, ...path])?.toString("utf8") ?? "";
  const blobs = listed.split("\0").flatMap((line) => {
    const [, id, name] = /^100\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    return id && name ? [{ id, path: folder === "" ? name : name.slice(folder.length + 1) }] : [];
  });
  const texts = contentsOf(
    root,
    blobs.map(({ id }) => id),
  );
  return { commit, files: new Map(blobs.map(({ path: below }, index) => [below, texts[index] ?? ""])) };
}

/** Contents of blobs, in the order of their ids: `git cat-file --batch` answers `<id> blob <bytes>`, the content and a line end. */
function contentsOf(root: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const output = git(root, ["cat-file", "--batch"], `${ids.join("\n")}\n`) ?? Buffer.alloc(0);
  const texts: string[] = [];
  for (let place = 0; place < output.length; ) {
    const end = output.indexOf("\n", place);
    const size = Number(output.toString("utf8", place, end).split(" ")[2]);
    texts.push(output.toString("utf8", end + 1, end + 1 + size));
    place = end + 1 + size + 1;
  }
  return texts;
}
