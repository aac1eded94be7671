/** One form of a repository's address, so that `git@host:a/b.git` and `https://host/a/b` are the same. */
export function normalAddress(url: string): string {
  const text = url
    .trim()
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
  const scp = /^[\w.-]+@([\w.-]+):(?!\/)(.+)$/.exec(text);
  if (scp) return `${(scp[1] ?? "").toLowerCase()}/${scp[2]}`;
  const [, host, path] = /^[a-z+]+:\/\/(?:[^@/]*@)?([^/]+)\/(.+)$/i.exec(text) ?? [];
  return host && path ? `${host.toLowerCase().replace(/:\d+$/, "")}/${path}` : text;
}
