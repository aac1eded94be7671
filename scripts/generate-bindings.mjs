// Generates typed constructs for the provider types of bindings.json into .gen/, from the schemas in schemas/.
// They are compiled here, so that the project's own strict type check reads declarations and never their source.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = `${root}.gen`;
const table = await readFile(`${root}scripts/bindings.json`, "utf8");
const providers = Object.entries(JSON.parse(table));
const schemas = await Promise.all(providers.map(([name]) => readFile(`${root}schemas/${name}.json`, "utf8")));

const { version } = JSON.parse(await readFile(`${root}node_modules/@cdktn/provider-generator/package.json`, "utf8"));
const inputs = [await readFile(fileURLToPath(import.meta.url), "utf8"), version, table, ...schemas];
const fingerprint = createHash("sha256").update(inputs.join("\0")).digest("hex");
const previous = await readFile(`${target}/fingerprint`, "utf8").catch(() => "");
if (previous !== fingerprint) await generate();

async function generate() {
  const cache = `${root}node_modules/.cache`;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(`${cache}/bindings-`);
  try {
    await writeSources(work);
    await compile(work);
    await writeFile(`${work}/compiled/fingerprint`, fingerprint);
    await rm(target, { recursive: true, force: true });
    await rename(`${work}/compiled`, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function writeSources(folder) {
  // The generator asks a Terraform binary for its version and reports to a server when it is loaded: neither is wanted.
  process.env.CHECKPOINT_DISABLE = "1";
  process.env.TERRAFORM_BINARY_NAME = "no-engine-is-needed";
  const require = createRequire(import.meta.url);
  const { TerraformProviderGenerator } = require("@cdktn/provider-generator");
  const { CodeMaker } = require("codemaker");
  for (const [index, [name, { source, resources, dataSources, ephemeralResources = [] }]] of providers.entries()) {
    const facts = JSON.parse(schemas[index]);
    const address = `registry.terraform.io/${source}`;
    const schema = {
      format_version: "1.0",
      provider_versions: { [address]: facts.version },
      provider_schemas: {
        [address]: {
          provider: { version: 0, block: facts.provider ?? {} },
          resource_schemas: select(facts.resource_schemas, resources, name),
          data_source_schemas: select(facts.data_source_schemas ?? {}, dataSources, name),
          ephemeral_resource_schemas: select(facts.ephemeral_resource_schemas ?? {}, ephemeralResources, name),
        },
      },
    };
    // One generator for each provider: the names it gives depend on what it saw before.
    const code = new CodeMaker();
    new TerraformProviderGenerator(code, schema, { importExtension: ".js" }).generateAll();
    await code.save(folder);
  }
}

function select(schemas, types, provider) {
  const unknown = types.filter((type) => !(type in schemas));
  if (unknown.length > 0) throw new Error(`schemas/${provider}.json has no ${unknown.join(", ")}`);
  return Object.fromEntries(types.map((type) => [type, schemas[type]]));
}

/** One file for each type, imported by its own path; the barrels would pull in all of them. */
async function flatten(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) await rename(`${path}/index.ts`, `${path}.ts`);
    await rm(path, { recursive: true });
  }
}

async function compile(folder) {
  for (const [name] of providers) await flatten(`${folder}/providers/${name}`);
  const options = {
    compilerOptions: {
      target: "ES2022",
      module: "nodenext",
      types: [],
      declaration: true,
      skipLibCheck: true,
      noCheck: true,
      rootDir: "providers",
      outDir: "compiled",
    },
    include: ["providers"],
  };
  await writeFile(`${folder}/tsconfig.json`, JSON.stringify(options));
  await writeFile(`${folder}/package.json`, JSON.stringify({ type: "module" }));
  await promisify(execFile)(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-p", folder]);
}
