/**
 * The `aws` that hooks find in a rehearsal, as the text of a Node.js script: `aws eks update-kubeconfig` against the clusters of a
 * file that the pipeline writes. Wording and exit codes are those of the AWS CLI, version 2.
 */
export const awsStandIn = `import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [clustersFile, service, operation, ...rest] = process.argv.slice(2);
const options = {};
for (let index = 0; index < rest.length; index += 2) options[rest[index].replace(/^--/, "")] = rest[index + 1];

function fail(code, text) {
  console.error("\\n" + text);
  process.exit(code);
}

if (service !== "eks" || operation !== "update-kubeconfig") {
  fail(252, "The aws of a rehearsal knows eks update-kubeconfig only, not: aws " + [service, operation].join(" "));
}
if (!options.name) fail(252, "aws: error: the following arguments are required: --name");
const region = options.region ?? process.env.AWS_REGION;
if (!region) fail(253, 'You must specify a region. You can also configure your region by running "aws configure".');
if (!process.env.AWS_ACCESS_KEY_ID) fail(253, 'Unable to locate credentials. You can configure credentials by running "aws configure".');

const clusters = JSON.parse(readFileSync(clustersFile, "utf8"));
const cluster = clusters.find((candidate) => candidate.name === options.name && candidate.region === region);
if (!cluster) {
  fail(254, "An error occurred (ResourceNotFoundException) when calling the DescribeCluster operation: No cluster found for name: " + options.name + ".");
}

const path = options.kubeconfig ?? join(process.env.HOME, ".kube", "config");
const existing = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
const without = (list, name) => (list ?? []).filter((entry) => entry.name !== name);
const alias = options.alias ?? cluster.arn;
const config = {
  apiVersion: "v1",
  kind: "Config",
  clusters: [...without(existing.clusters, cluster.arn), { name: cluster.arn, cluster: { server: cluster.endpoint, "certificate-authority-data": cluster.certificateAuthority } }],
  contexts: [...without(existing.contexts, alias), { name: alias, context: { cluster: cluster.arn, user: cluster.arn } }],
  "current-context": alias,
  preferences: {},
  users: [
    ...without(existing.users, cluster.arn),
    { name: cluster.arn, user: { exec: { apiVersion: "client.authentication.k8s.io/v1beta1", command: "aws", args: ["--region", region, "eks", "get-token", "--cluster-name", cluster.name, "--output", "json"] } } },
  ],
};
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, JSON.stringify(config, null, 2) + "\\n", { mode: 0o600 });
console.log((existing.clusters ? "Updated" : "Added new") + " context " + alias + (existing.clusters ? " in " : " to ") + path);
`;
