import { describe, expect, test } from "vitest";
import { auth0Provider } from "../auth0/service.ts";
import { awsProvider } from "../aws/provider.ts";
import { helmProvider } from "../helm/provider/provider.ts";
import { kubectlProvider } from "../kubectl/provider.ts";
import { kubernetesProvider } from "../kubernetes/provider/provider.ts";
import { type SimulatedType, simulatedTypes } from "../providers.ts";
import { randomProvider } from "../random/provider.ts";
import { spaceliftProvider } from "../spacelift/service.ts";
import { spotProvider } from "../spot/service.ts";
import { parseDuration } from "../time/duration.ts";
import { tlsProvider } from "../tls/provider.ts";
import { World } from "../world/world.ts";
import { clustersOf } from "../world-clusters.ts";
import { equivalenceOf } from "./equivalence.ts";
import { exceptionOf } from "./exceptions.ts";
import { problemOfPattern } from "./patterns.ts";
import { replaceConditionOf, replaceExceptionOf } from "./replace-conditions.ts";
import type { Behaviour, Block, ObjectSchema } from "./schema.ts";
import { type ProviderBehaviour, providerTables } from "./tables.ts";
import { triggersOf } from "./unknown-again.ts";
import { countOfWords, problemOfWords } from "./words.ts";

/** Keys of the tables that planning, validation, import or the life of an object reads. */
const read = new Set([
  "kind",
  "replace",
  "replace_when",
  "replace_except",
  "default",
  "default_rule",
  "optional_computed",
  "computed",
  "use_state_for_unknown",
  "conflicts",
  "required_with",
  "exactly_one",
  "at_least_one",
  "values",
  "values_ignore_case",
  "validate",
  "pattern",
  "min_items",
  "max_items",
  "timeouts",
  "id",
  "arn",
  "import",
  "diff_suppress",
]);

/** Keys that nothing here reads, and why that loses nothing. */
const unread: Readonly<Record<string, string>> = {
  errors: "refusals of the service are rules, each with its own test; errors.plan is looked at below",
  plan_errors: "checks in words: looked at below",
  custom_plan: "says that the type has code of its own: looked at below",
  computed_only: "the schema says the same",
  sensitive: "the schema says the same",
  deprecated: "the schema says the same, and the engine warns",
  write_only: "the schema says the same",
  schema_version: "the schema says the same",
  update_in_place: "follows from replace",
  values_api: "enumerations that the service checks at the call",
  conflicts_unenforced: "the provider itself does not enforce them",
  default_func: "defaults from the environment of the provider process",
  identity: "import by identity is a newer form of import by id",
  offline: "reads that need no service",
  notes: "remarks for people",
  note: "remarks for people",
  state_func: "how a value is kept: carried out by the type's own plan",
  lookup: "how a data source asks its service",
  merge: "how a data source joins documents",
  read_rule: "what the service keeps, told by the type's own read",
};

const immutable = {
  data: "planned by the changes of the kind",
  binary_data: "planned by the changes of the kind",
  immutable: "planned by the changes of the kind",
};

/** Providers whose tables say of some values only that they are checked, and not how: the API server checks them too. */
const checkedSomehow: ReadonlySet<string> = new Set(["kubernetes", "kubectl"]);

/** Words that the type's own code carries out, because they need more than the object at hand; and those left out, with the reason. */
const ownCode: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  auth0_client: { description: "the table does not say what the provider asks of it" },
  auth0_client_grant: { "": "checkGrant" },
  auth0_resource_server: { "": "checkResourceServer" },
  aws_apigatewayv2_api: { body: "documents of OpenAPI are not taken in" },
  aws_apigatewayv2_integration: {
    integration_method: "the simulated service gives back what it got",
    passthrough_behavior: "the simulated service gives back what it got",
  },
  aws_sqs_queue: {
    "": "checked by the type's own plan",
    kms_data_key_reuse_period_seconds: "the simulated service gives back what it got",
  },
  aws_kms_grant: { "constraints.encryption_context_equals": "checked at create, says the table itself" },
  aws_nat_gateway: {
    regional_nat_gateway_auto_mode: "regional gateways are not simulated",
    regional_nat_gateway_address: "regional gateways are not simulated",
    availability_zone_address: "regional gateways are not simulated",
    secondary_private_ip_address_count: "kept as it is: an address that is added later shows at the next refresh",
  },
  aws_secretsmanager_secret_version: {
    secret_string_wo: "the row of secret_string says the same; a write-only value is in no plan that could replace",
  },
  aws_eks_pod_identity_association: { external_id: "an update never changes it, so that it stays known" },
  aws_eks_cluster: { "": "the type asks that all parts of Auto Mode agree" },
  aws_launch_template: { default_version: "planned by the type's own code" },
  aws_network_interface: {
    private_ips: "planned by the type's own code",
    private_ip_list: "planned by the type's own code",
  },
  aws_instance: {
    "": "checked by planInstance",
    "launch_template.version": "planInstance, which looks the version up",
    user_data: "planInstance",
    user_data_base64: "planInstance",
    instance_type: "planInstance, which knows the processors",
    ipv6_addresses: "planInstance",
    public_ip: "planInstance",
    source_dest_check: "planInstance",
    "cpu_options.amd_sev_snp": "planInstance",
    "cpu_options.nested_virtualization": "planInstance",
    "credit_specification.cpu_credits": "planInstance",
    "ebs_block_device.iops": "planInstance",
    "ebs_block_device.throughput": "planInstance",
    "root_block_device.iops": "planInstance",
    "root_block_device.throughput": "planInstance",
    "instance_market_options.spot_options.max_price": "planInstance",
  },
  aws_s3_bucket_lifecycle_configuration: { "": "checked by the type's own code" },
  aws_s3_bucket_versioning: { "": "checked by the type's own code" },
  random_password: {
    length: "sum of the least numbers: checkRules",
    number: "planNumeric and checkRules",
    numeric: "planNumeric and checkRules",
    "": "checkRules",
  },
  random_string: {
    length: "sum of the least numbers: checkRules",
    number: "planNumeric and checkRules",
    numeric: "planNumeric and checkRules",
    "": "checkRules",
  },
  tls_locally_signed_cert: { ready_for_renewal: "planRenewal, which asks the clock" },
  tls_self_signed_cert: { ready_for_renewal: "planRenewal, which asks the clock" },
  spotinst_ocean_aws: { user_data: "planned by the type's own code" },
  spotinst_ocean_aws_launch_spec: { user_data: "planned by the type's own code" },
  ...bothNames("kubernetes_config_map", immutable),
  ...bothNames("kubernetes_secret", { ...immutable, data: "planned by the changes of the kind" }),
  ...bothNames("kubernetes_persistent_volume_claim", {
    "spec.resources.limits": "planned by the changes of the kind",
    "spec.resources.requests": "planned by the changes of the kind",
  }),
  kubernetes_manifest: {
    "": "planned by the type's own code, which asks the cluster",
    manifest: "every simulated definition has a structural schema",
    "manifest.apiVersion": "planned by the type's own code",
    "manifest.kind": "planned by the type's own code",
    "manifest.metadata.name": "planned by the type's own code",
    "manifest.metadata.namespace": "planned by the type's own code",
    object: "planned by the type's own code",
  },
  helm_release: {
    "": "planRelease locates the chart; simulated charts have no lint to fail",
    description: "planRelease",
    devel: "planRelease",
    keyring: "planRelease",
    manifest: "planRelease; the experiment is not simulated",
    metadata: "planRelease",
    resources: "planRelease; the experiment is not simulated",
    status: "planRelease",
    version: "planRelease",
  },
  kubectl_manifest: {
    api_version: "planManifest",
    kind: "planManifest",
    name: "planManifest",
    namespace: "planManifest",
    yaml_body: "planManifest",
    yaml_body_parsed: "planManifest",
  },
  spacelift_stack: { "": "the rule spacelift/state-management-migration" },
  spacelift_scheduled_delete_stack: { at: "the table does not say what the provider asks of a moment" },
  spacelift_scheduled_task: { at: "the table does not say what the provider asks of a moment" },
};

/** Every kind of Kubernetes has a type with and one without the version in its name. */
function bothNames(type: string, paths: Readonly<Record<string, string>>) {
  return { [type]: paths, [`${type}_v1`]: paths };
}

const world = World.inMemory();
const actor = { stack: "none", run: "none" };
const inside = { world, actor, folder: "", clusters: clustersOf(world) };

/** Types with code of their own in a plan. */
const planning = new Set(
  [
    ...[awsProvider, auth0Provider, spaceliftProvider, spotProvider, randomProvider, tlsProvider].map((make) =>
      make(world, actor),
    ),
    ...[kubernetesProvider, helmProvider, kubectlProvider].map((make) => make(inside)),
  ].flatMap(({ resources }) => resources.flatMap(({ type, plan }) => (plan ? [type] : []))),
);

/** What the tables say beside what the core reads. */
interface Told extends Behaviour {
  readonly errors?: { readonly plan?: readonly { readonly when: string }[] };
  readonly plan_errors?: readonly string[];
  readonly custom_plan?: boolean;
}

interface Entry extends SimulatedType {
  readonly behaviour: Told;
  readonly block: Block;
}

const sections = {
  resource: ["resources", "resource_schemas"],
  "data source": ["data_sources", "data_source_schemas"],
  "ephemeral resource": ["ephemeral_resources", "ephemeral_resource_schemas"],
} as const;

const entries: readonly Entry[] = simulatedTypes().map((simulated) => {
  const { schema, behaviour } = providerTables(simulated.provider);
  const [behaviours, schemas] = sections[simulated.kind];
  const table: NonNullable<ProviderBehaviour["resources"]> = behaviour[behaviours] ?? {};
  const { block = {} } = (schema[schemas] as Readonly<Record<string, ObjectSchema>>)[simulated.type] ?? {};
  return { ...simulated, block, behaviour: { ...table[simulated.type] } };
});

/** Words of one key that the core does not understand and no entry above accounts for. */
function unheard(
  words: (entry: Entry) => readonly (readonly [path: string, words: string, isHeard: boolean])[],
): string[] {
  return entries.flatMap((entry) =>
    words(entry)
      .filter(([path, , isHeard]) => !isHeard && ownCode[entry.type]?.[path] === undefined)
      .filter(([, said]) => said !== "custom" || !checkedSomehow.has(entry.provider))
      .map(([path, said]) => `${entry.type} ${path}: ${said}`),
  );
}

describe("nothing that the tables say of a simulated type is silently ignored", () => {
  test("every key is read, or its reason not to be is known", () => {
    const keys = new Set(entries.flatMap(({ behaviour }) => Object.keys(behaviour)));
    expect([...keys].filter((key) => !read.has(key) && unread[key] === undefined)).toEqual([]);
  });

  test("every condition of replacement", () => {
    expect(
      unheard(({ behaviour }) => [
        ...(behaviour.replace_when ?? []).map(
          ({ path, when }) => [path, when, replaceConditionOf(when) !== undefined] as const,
        ),
        ...(behaviour.replace_except ?? []).map(
          ({ path, when }) => [path, when, replaceExceptionOf(when) !== undefined] as const,
        ),
      ]),
    ).toEqual([]);
  });

  test("every difference that is no change", () => {
    expect(
      unheard(({ behaviour }) =>
        pairs(behaviour.diff_suppress).map(
          ([path, words]) =>
            [path, words, equivalenceOf(words) !== undefined || exceptionOf(words) !== undefined] as const,
        ),
      ),
    ).toEqual([]);
  });

  test("every check of a value", () => {
    expect(
      unheard(({ behaviour }) => [
        ...pairs(behaviour.validate).flatMap(([path, checks]) =>
          checks.map(
            (words) => [path, words, problemOfWords(words) !== undefined || countOfWords(words) !== undefined] as const,
          ),
        ),
        ...pairs(behaviour.pattern).map(
          ([path, pattern]) => [path, JSON.stringify(pattern), isChecked(path, pattern, behaviour)] as const,
        ),
      ]),
    ).toEqual([]);
  });

  test("every rule of what is known when", () => {
    expect(
      unheard(({ behaviour, block }) =>
        [...Object.entries(behaviour.default_rule ?? {}), ...Object.entries(behaviour.computed ?? {})].flatMap(
          ([path, words]) =>
            typeof words === "string" && /^plan:|\bunknown\b/.test(words)
              ? [[path, words, triggersOf(words, block) !== undefined] as const]
              : [],
        ),
      ),
    ).toEqual([]);
  });

  test("every check of a whole plan", () => {
    expect(
      unheard(({ behaviour, type }) => {
        const { errors: { plan = [] } = {}, plan_errors: errors = [] } = behaviour;
        const lacksCode = behaviour.custom_plan === true && !planning.has(type);
        return [
          ...[...errors, ...plan.map(({ when }) => when)].map((words) => ["", words, false] as const),
          ...(lacksCode ? [["", "custom_plan", false] as const] : []),
        ];
      }),
    ).toEqual([]);
  });

  test("every time-out is a duration", () => {
    expect(
      unheard(({ behaviour }) =>
        pairs(behaviour.timeouts).map(([path, words]) => [path, words, parseDuration(words) !== undefined] as const),
      ),
    ).toEqual([]);
  });
});

test("no reason is given for words that no table has", () => {
  const said = new Set<string>();
  for (const provider of new Set(entries.map(({ provider }) => provider))) {
    const { resources = {} } = providerTables(provider).behaviour;
    for (const [type, behaviour] of Object.entries(resources)) {
      for (const table of [
        behaviour.diff_suppress,
        behaviour.validate,
        behaviour.pattern,
        behaviour.computed,
        behaviour.default_rule,
      ]) {
        for (const path of Object.keys(table ?? {})) said.add(`${type} ${path}`);
      }
      for (const { path } of behaviour.replace_when ?? []) said.add(`${type} ${path}`);
      said.add(`${type} `);
    }
  }
  const given = Object.entries(ownCode).flatMap(([type, paths]) => Object.keys(paths).map((path) => `${type} ${path}`));
  expect(given.filter((place) => !said.has(place))).toEqual([]);
});

/** True when a constraint is carried out, or says itself that the plan does not check it. */
function isChecked(path: string, pattern: NonNullable<Behaviour["pattern"]>[string], { values }: Behaviour): boolean {
  if (typeof pattern === "string") return false;
  if (problemOfPattern(pattern)) return true;
  const { note = "" } = pattern;
  return /\bnot checked at plan\b/.test(note) || (note === "case ignored" && values?.[path] !== undefined);
}

function pairs<Value>(table: Readonly<Record<string, Value>> = {}): [string, Value][] {
  return Object.entries(table);
}
