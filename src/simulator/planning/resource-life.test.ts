import { describe, expect, test } from "vitest";
import { EksStackError } from "../../errors.ts";
import { Ids } from "../world/ids.ts";
import { ProviderError } from "./diagnostics.ts";
import { SimulatedProvider } from "./provider.ts";
import { CreatedWithError, type ResourceType } from "./resource-type.ts";
import type { Behaviour, Block } from "./schema.ts";
import type { Service } from "./service.ts";
import type { ProviderTables } from "./tables.ts";
import { unknown, type Values } from "./values.ts";

const block: Block = {
  attributes: {
    id: { type: "string", optional: true, computed: true },
    arn: { type: "string", computed: true },
    name: { type: "string", optional: true },
    state: { type: "string", computed: true },
    owner: { type: "string", computed: true },
    policy: { type: "string", optional: true },
    region: { type: "string", optional: true, computed: true },
    tags: { type: ["map", "string"], optional: true },
    tags_all: { type: ["map", "string"], optional: true, computed: true },
  },
  block_types: {
    rule: {
      nesting_mode: "set",
      block: {
        attributes: {
          policy: { type: "string", optional: true },
          number: { type: "string", computed: true },
        },
      },
    },
    timeouts: { nesting_mode: "single", block: { attributes: { create: { type: "string", optional: true } } } },
  },
};

const behaviour: Behaviour = {
  kind: "sdkv2",
  id: "thing-{hex17}",
  arn: "arn:{partition}:test:{region}:{account}:thing/{id}",
  computed: { owner: "{account}", "rule.number": '"1"' },
  default_rule: { state: '"ready" unless given' },
  import: "{id}",
  timeouts: { create: "10m", delete: "5s" },
  diff_suppress: { policy: "equal JSON", "rule.policy": "equal JSON" },
};

interface Settings {
  readonly handler?: Partial<ResourceType<null>>;
  readonly behaviour?: Partial<Behaviour>;
  readonly defaultTags?: Readonly<Record<string, string>>;
  readonly seconds?: number;
}

/** A provider of one type that exists in the state only, but for what a test says otherwise. */
function provider(settings: Settings = {}): SimulatedProvider<null> {
  const handler: ResourceType<null> = {
    type: "test_thing",
    label: "Thing",
    create: () => ({}),
    read: ({ state }) => state,
    update: () => ({}),
    delete() {},
    ...settings.handler,
  };
  const service: Service<null> = {
    provider: "test",
    sources: [],
    resources: [handler],
    dataSources: [],
    ephemeralResources: [],
    functions: [],
    durations: { test_thing: { create: settings.seconds ?? 1, delete: settings.seconds ?? 1 } },
    configure: () => null,
    defaultTags: () => settings.defaultTags ?? {},
    identity: () => ({ partition: "aws", region: "us-east-1", account: "123456789012", ids: new Ids("seed") }),
  };
  const tables: ProviderTables = {
    schema: {
      version: "1",
      provider: {},
      resource_schemas: { test_thing: { version: 2, block }, test_other: { version: 0, block } },
      data_source_schemas: { test_thing: { version: 0, block } },
      ephemeral_resource_schemas: { test_thing: { version: 0, block } },
      functions: [],
    },
    behaviour: { resources: { test_thing: { ...behaviour, ...settings.behaviour } } },
  };
  return new SimulatedProvider(service, tables);
}

const type = "test_thing";
const nothing: Values = Object.fromEntries(
  Object.keys({ ...block.attributes, ...block.block_types }).map((name) => [name, null]),
);

function create(subject: SimulatedProvider<null>, config: Values) {
  const whole = { ...nothing, ...config };
  const { planned } = subject.planResource(type, null, whole);
  return subject.applyResource(type, null, planned, whole);
}

describe("a created object", () => {
  test("holds what the tables make where the service gave nothing", () => {
    const { state } = create(provider(), { name: "a", rule: [{ policy: "{}", number: null }] });
    expect(state).toMatchObject({
      id: expect.stringMatching(/^thing-[0-9a-f]{17}$/),
      arn: `arn:aws:test:us-east-1:123456789012:thing/${String(state?.id)}`,
      owner: "123456789012",
      state: "ready",
      region: "us-east-1",
      rule: [{ policy: "{}", number: "1" }],
    });
  });

  test("holds what the service decided instead", () => {
    const decided = { id: "thing-1", state: "pending", owner: null };
    expect(create(provider({ handler: { create: () => decided } }), {}).state).toMatchObject(decided);
  });

  test("that failed half-way is kept with its error, and is an object of the cloud all the same", () => {
    const failure = new ProviderError("no capacity");
    const subject = provider({
      handler: {
        create() {
          throw new CreatedWithError({ id: "thing-1" }, failure);
        },
      },
    });
    expect(create(subject, { name: "a" })).toMatchObject({
      state: { id: "thing-1", name: "a" },
      diagnostics: [{ severity: "error", summary: "no capacity" }],
    });
    expect(subject.operations).toMatchObject([{ action: "create", id: "thing-1" }]);
  });

  test("that was refused is none", () => {
    const subject = provider({
      handler: {
        create({ warn }) {
          warn("old argument", "use another");
          throw new ProviderError("refused");
        },
      },
    });
    expect(create(subject, {})).toEqual({
      state: null,
      diagnostics: [
        { severity: "warning", summary: "old argument", detail: "use another" },
        { severity: "error", summary: "refused" },
      ],
    });
    expect(subject.operations).toEqual([]);
  });

  test("that the world could not keep is an error with the place and the way out", () => {
    const problem = {
      code: "ES0504",
      file: "world",
      problem: "The world cannot be written.",
      hint: "Free some space.",
    };
    const subject = provider({
      handler: {
        create() {
          throw new EksStackError(problem);
        },
      },
    });
    expect(create(subject, {})).toMatchObject({
      state: null,
      diagnostics: [{ severity: "error", detail: expect.stringMatching(/world.*ES0504[\s\S]*Free some space/) }],
    });
  });

  test("whose type has a defect is no answer but an exception", () => {
    const subject = provider({
      handler: {
        create() {
          throw new TypeError("defect");
        },
      },
    });
    expect(() => create(subject, {})).toThrow("defect");
  });
});

describe("an operation", () => {
  const slow = { seconds: 90 };

  test("that outlasts the configured time-out fails, and leaves the object behind", () => {
    const { state, diagnostics } = create(provider(slow), { name: "a", timeouts: { create: "1m" } });
    expect(state).toMatchObject({ name: "a" });
    expect(diagnostics).toMatchObject([{ severity: "error", summary: expect.stringContaining("(timeout: 1m)") }]);
  });

  test("within the configured time-out succeeds", () => {
    expect(create(provider(slow), { timeouts: { create: "2m" } }).diagnostics).toEqual([]);
  });

  test("has the provider's own time-out where none is configured", () => {
    const subject = provider(slow);
    const { state } = create(subject, {});
    expect(subject.applyResource(type, state, null, null)).toMatchObject({
      state,
      diagnostics: [{ summary: expect.stringContaining("(timeout: 5s)") }],
    });
  });

  test("takes what the type says and what its code adds", () => {
    const subject = provider({
      handler: {
        create({ takes }) {
          takes(4);
          return {};
        },
      },
    });
    create(subject, {});
    expect(subject.operations).toMatchObject([{ seconds: 5 }]);
  });
});

describe("a read", () => {
  const reading = (current: Values | null, settings: Settings = {}) =>
    provider({ ...settings, handler: { read: () => current } });
  const state = { ...nothing, id: "thing-1", policy: '{"a": 1}', rule: [{ policy: "[1]", number: "1" }] };

  test("keeps the text of the state where the service means the same", () => {
    const subject = reading({ policy: '{"a":1}', rule: [{ policy: "[ 1 ]", number: "2" }] });
    expect(subject.readResource(type, state).state).toMatchObject({
      policy: '{"a": 1}',
      rule: [{ policy: "[1]", number: "2" }],
    });
  });

  test("takes what is different", () => {
    const subject = reading({ policy: "{}", name: "b", rule: [] });
    expect(subject.readResource(type, state).state).toMatchObject({ policy: "{}", name: "b", rule: [] });
  });

  test("does not take an empty value for one that was never set, but does when the provider computes it", () => {
    const subject = reading({ name: "", state: "" });
    expect(subject.readResource(type, state).state).toMatchObject({ name: null, state: "" });
  });

  test("of an object that is gone leaves none", () => {
    expect(reading(null).readResource(type, state)).toEqual({ state: null, diagnostics: [] });
  });

  test("shows as the object's own only the tags that are no defaults", () => {
    const settings = { defaultTags: { owner: "dpe", cost: "1" } };
    const subject = reading({ tags_all: { owner: "dpe", cost: "2", name: "a" } }, settings);
    expect(subject.readResource(type, state).state?.tags).toEqual({ cost: "2", name: "a" });
    expect(reading({ tags_all: { owner: "dpe" } }, settings).readResource(type, state).state?.tags).toBeNull();
  });
});

describe("all tags", () => {
  const planned = (
    prior: Values | null,
    tags: Values[string],
    defaultTags: Settings["defaultTags"] = {},
    kind = "sdkv2",
  ) => {
    const subject = provider({ defaultTags, behaviour: { kind } });
    return subject.planResource(type, prior && { ...nothing, ...prior }, { ...nothing, tags }).planned?.tags_all;
  };

  test("are the defaults with the object's own over them", () => {
    expect(planned(null, { name: "a", owner: "me" }, { owner: "dpe", cost: "1" })).toEqual({
      name: "a",
      owner: "me",
      cost: "1",
    });
  });

  test("are unknown while one of them is", () => {
    expect(planned(null, { name: unknown }, { owner: "dpe" })).toBe(unknown);
  });

  test("are not known to be none in the older generation, and are in the newer one", () => {
    expect(planned(null, null)).toBe(unknown);
    expect(planned({ tags: { a: "b" }, tags_all: { a: "b" } }, null)).toBe(unknown);
    expect(planned({ tags_all: {} }, null)).toEqual({});
    expect(planned(null, null, {}, "framework")).toEqual({});
  });

  test("are none after the last one was taken away", () => {
    const subject = provider();
    const state = { ...nothing, id: "thing-1", tags: { a: "b" }, tags_all: { a: "b" } };
    const { planned: plan } = subject.planResource(type, state, nothing);
    expect(subject.applyResource(type, state, plan, nothing).state).toMatchObject({ tags: null, tags_all: {} });
  });
});

describe("an import", () => {
  test("takes the id as it is where the type says no more", () => {
    expect(provider().importResource(type, "thing-1").state).toMatchObject({ id: "thing-1", region: "us-east-1" });
  });

  test("of an id in another form names the right one", () => {
    const { state, diagnostics } = provider({ handler: { import: () => null } }).importResource(type, "x");
    expect(state).toBeNull();
    expect(diagnostics).toMatchObject([{ summary: "unexpected format for import ID (x), use: {id}" }]);
  });
});

test("an older state is made current by the type, and a current one is not touched", () => {
  const subject = provider({ handler: { upgrade: (version, state) => ({ ...state, name: `from ${version}` }) } });
  expect(subject.upgradeResource(type, 1, { id: "1" }).state).toMatchObject({ id: "1", name: "from 1" });
  expect(subject.upgradeResource(type, 2, { id: "1" }).state).toMatchObject({ id: "1", name: null });
});

test("a type with a schema and nothing else is an error in every operation", () => {
  const subject = provider();
  const outcomes = [
    subject.planResource("test_other", null, nothing),
    subject.applyResource("test_other", null, nothing, nothing),
    subject.applyResource("test_other", nothing, null, null),
    subject.readResource("test_other", nothing),
    subject.importResource("test_other", "1"),
    subject.readDataSource(type, nothing),
    subject.openEphemeral(type, nothing),
  ];
  for (const { diagnostics } of outcomes) {
    expect(diagnostics).toMatchObject([{ severity: "error", summary: expect.stringContaining("is not simulated") }]);
  }
});
