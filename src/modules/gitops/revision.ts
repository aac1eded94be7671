/** What a revision is, by its form: 40 hex digits are a commit, a version is a tag, anything else a branch. */
export function revisionKind(revision: string): "branch" | "tag" | "commit" {
  if (/^[0-9a-f]{40}$/.test(revision)) return "commit";
  return /^v?\d+(\.\d+)+([-+.][\w.+-]*)?$/.test(revision) ? "tag" : "branch";
}
