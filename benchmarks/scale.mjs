// Synthesis of many environments: generated checkouts of 10, 100 and 1,000, each rendered in a fresh process.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandLine, row, runFresh } from "./measure.mjs";

const counts = [10, 100, 1_000];

/** How much dearer an environment may be among 1,000 than among 100. */
const mostGrowth = 1.5;

export async function measure() {
  const home = mkdtempSync(join(tmpdir(), "scale-"));
  try {
    const runs = [];
    for (const count of counts) {
      const folder = checkout(join(home, `${count}`), count);
      runs.push(await runFresh([commandLine, "synth"], { folder }));
    }
    const [ten, hundred, thousand] = runs;
    const each = (later, earlier, more) => (later.seconds - earlier.seconds) / more;
    return [
      { what: "synth of 10 generated environments", measured: ten.seconds, unit: "s" },
      { what: "synth of 100 generated environments", measured: hundred.seconds, unit: "s" },
      row("synth of 1,000 generated environments", thousand.seconds, 60, "s"),
      row("synth of 1,000, peak memory", thousand.megabytes, 600, "MB"),
      row(
        "synth, one more of 1,000 against one more of 100",
        each(thousand, hundred, 900) / each(hundred, ten, 90),
        mostGrowth,
        "times",
      ),
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** A checkout with an organisation and so many environments, each with a network, cluster and names of its own. */
function checkout(folder, count) {
  const declare = (name, data) =>
    writeFileSync(join(folder, "environments", `${name}.ts`), `export default ${JSON.stringify(data)};\n`);
  mkdirSync(join(folder, "environments"), { recursive: true });
  declare("organization", organization(count));
  for (let index = 0; index < count; index += 1) {
    const name = nameOf(index);
    declare(name, environment(name, index));
  }
  return folder;
}

const account = "111111111111";

const nameOf = (index) => `generated-${index}`;

const smtpSecret = (name) => `${name}/ses-smtp`;

const organization = (count) => ({
  accounts: {
    sandbox: {
      id: account,
      name: "sandbox",
      integration: { name: "sandbox", role: "ci" },
      ssoRoles: { Administrator: "AWSReservedSSO_Administrator_0123456789abcdef" },
      secrets: ["spotinst_token"],
      jsonSecrets: Object.fromEntries(
        Array.from({ length: count }, (_, index) => [smtpSecret(nameOf(index)), ["username", "password"]]),
      ),
    },
  },
  spacelift: {
    account: "example",
    awsAccountId: "333333333333",
    workerNetworks: ["34.240.10.10/32"],
    rootStack: "Root",
  },
  versionControl: { integration: "github", namespace: "Example", repository: "eks-stack" },
  networks: { vpn: "52.0.0.1/32" },
  owner: "platform",
  costCenter: "Platform",
  contact: "platform@example.org",
});

function environment(name, index) {
  const cidr = (block, prefix) => {
    const address = 10 * 2 ** 24 + index * 4_096 + block;
    return `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".")}/${prefix}`;
  };
  return {
    name,
    account,
    network: {
      name,
      cidr: cidr(0, 20),
      nat: "per-zone",
      subnets: {
        public: { a: cidr(0, 24), b: cidr(256, 24), c: cidr(512, 24) },
        controlPlane: { a: cidr(768, 28), b: cidr(784, 28) },
        workers: { a: cidr(1_024, 22), b: cidr(2_048, 22), c: cidr(3_072, 22) },
      },
    },
    cluster: {
      name,
      api: { allow: ["vpn"] },
      access: { administrators: { principal: "Administrator", policies: ["AmazonEKSClusterAdminPolicy"] } },
    },
    mail: { addresses: [`${name}@example.org`] },
    spacelift: {
      space: `${name} platform`,
      stacks: { infrastructure: `${name} infrastructure`, deployments: `${name} deployments`, auth0: `${name} auth0` },
      cost: { monthlyDollars: 400 },
    },
    ingress: { host: `${name}.example.org` },
    applications: { signoz: { alertSender: `${name}@example.org` } },
    spot: { account: "act-0123abcd" },
    auth0: { domain: `${name}.us.auth0.com`, clients: { sender: { name: `${name} sender` } } },
  };
}
