import { describe, expect, test } from "vitest";
import { unknown, type Values } from "../planning/values.ts";
import { TestProvider } from "../testing/provider.ts";
import { World } from "../world/world.ts";
import { bcrypt } from "./bcrypt.ts";
import { randomProvider } from "./provider.ts";
import { RandomStream } from "./stream.ts";

function random(world = World.inMemory()) {
  const service = randomProvider(world, { stack: "test", run: "test" });
  return new TestProvider(world, service, service.configure({}, {}));
}

/** A configuration of every type that can be created. */
const samples: Readonly<Record<string, Values>> = {
  random_bytes: { length: 5 },
  random_id: { byte_length: 4, prefix: "p-" },
  random_integer: { min: 1, max: 1_000_000 },
  random_password: { length: 12 },
  random_pet: { length: 3, prefix: "my" },
  random_shuffle: { input: ["a", "b", "c", "d", "e", "f"], result_count: 9 },
  random_string: { length: 12, special: false },
  random_uuid: {},
  random_uuid4: {},
  random_uuid7: {},
};

describe.each(Object.entries(samples))("%s", (type, config) => {
  test("is the same in worlds of one seed, and another in one of another seed", () => {
    const first = random(World.inMemory("a")).create(type, config);
    expect(random(World.inMemory("a")).create(type, config)).toEqual(first);
    expect(random(World.inMemory("b")).create(type, config)).not.toEqual(first);
  });

  test("is another when it is made a second time", () => {
    const provider = random();
    expect(provider.create(type, config)).not.toEqual(provider.create(type, config));
  });

  test("changes nothing when nothing changed, and is made anew for other keepers", () => {
    const provider = random();
    const state = provider.create(type, { ...config, keepers: { version: "1" } });
    expect(provider.read(type, state)).toEqual(state);
    expect(provider.plan(type, state, { ...config, keepers: { version: "1" } }).action).toBe("none");
    expect(provider.plan(type, state, { ...config, keepers: { version: "2" } })).toMatchObject({ action: "replace" });
  });
});

describe("a password", () => {
  test("has the least number of each class, and nothing of a class that is switched off", () => {
    const { result } = random().create("random_password", {
      length: 9,
      min_numeric: 3,
      min_lower: 2,
      upper: false,
      min_special: 4,
      override_special: "_%",
    });
    const text = String(result);
    expect(text).toMatch(/^[0-9a-z_%]{9}$/);
    expect([text.match(/[0-9]/g)?.length, text.match(/[a-z]/g)?.length, text.match(/[_%]/g)?.length]).toEqual([
      3, 2, 4,
    ]);
  });

  test("comes with its bcrypt hash", () => {
    expect(random().create("random_password", { length: 5 }).bcrypt_hash).toMatch(/^\$2a\$10\$[./A-Za-z0-9]{53}$/);
  });

  test("shows numeric under its old name too", () => {
    expect(random().plan("random_password", null, { length: 5, number: false }).planned).toMatchObject({
      number: false,
      numeric: false,
      result: unknown,
    });
  });

  test.each<[string, Values]>([
    ["is shorter than the least numbers together", { length: 3, min_lower: 2, min_upper: 2 }],
    ["is empty", { length: 0 }],
    ["may hold no character", { length: 3, lower: false, upper: false, numeric: false, special: false }],
    ["is told two different things", { length: 3, numeric: true, number: false }],
  ])("is refused when it %s", (_, config) => {
    expect(() => random().create("random_password", config)).toThrow(/Invalid Attribute|different values/);
  });

  test("is imported with what is known of it", () => {
    expect(random().import("random_password", "secret")).toMatchObject({ result: "secret", length: 6, id: "none" });
  });

  test("of an older version gets what that did not have", () => {
    const provider = random().provider;
    const { state } = provider.upgradeResource("random_password", 0, { result: "abc", length: 3, number: false });
    expect(state).toMatchObject({ numeric: false, bcrypt_hash: expect.stringMatching(/^\$2a\$10\$/) });
  });
});

describe("an ephemeral password", () => {
  test("is another every time it is opened, the same again in another world of the seed", () => {
    const open = (provider: ReturnType<typeof random>) => provider.open("random_password", { length: 20 }).result;
    const [one, other] = [random(), random()];
    const passwords = [open(one), open(one)];
    expect(passwords[0]).not.toBe(passwords[1]);
    expect([open(other), open(other)]).toEqual(passwords);
  });

  test("comes with a bcrypt hash of the least cost, which a run can afford for each of its passwords", () => {
    const { result, bcrypt_hash: hash } = random().open("random_password", { length: 20 });
    expect(hash).toBe(bcrypt(String(result), new RandomStream(`bcrypt ${String(result)}`).bytes(16), 4));
  });

  test("is refused by the rules of a stored one", () => {
    expect(() => random().open("random_password", { length: 1, min_lower: 2 })).toThrow("min_lower");
  });
});

test("an id shows the same bytes in every form", () => {
  const state = random().create("random_id", { byte_length: 3, prefix: "p-" });
  const bytes = Buffer.from(String(state.id), "base64url");
  expect(state).toMatchObject({
    hex: `p-${bytes.toString("hex")}`,
    dec: `p-${bytes.readUIntBE(0, 3)}`,
    b64_url: `p-${bytes.toString("base64url")}`,
    b64_std: `p-${bytes.toString("base64")}`,
  });
  expect(random().import("random_id", `p-,${String(state.id)}`)).toEqual(state);
});

test("an integer with a seed is the same everywhere", () => {
  const config = { min: 1, max: 1_000_000, seed: "abc" };
  const { result } = random(World.inMemory("a")).create("random_integer", config);
  expect(random(World.inMemory("b")).create("random_integer", config).result).toBe(result);
});

test("an integer lies within its limits, which must be in order", () => {
  const provider = random();
  const results = Array.from({ length: 30 }, () => provider.create("random_integer", { min: -1, max: 1 }).result);
  expect(new Set(results)).toEqual(new Set([-1, 0, 1]));
  expect(() => provider.create("random_integer", { min: 2, max: 1 })).toThrow("minimum (min)");
});

test("a shuffle repeats permutations until it has enough", () => {
  const { result } = random().create("random_shuffle", { input: ["a", "b"], result_count: 5 });
  expect(result).toHaveLength(5);
  expect((result as string[]).slice(0, 2).sort()).toEqual(["a", "b"]);
});

test("a pet has as many words as asked for", () => {
  expect(random().create("random_pet", { length: 3, separator: "_", prefix: "x" }).id).toMatch(/^x(_[a-z]+){3}$/);
});

test.each([
  ["random_uuid4", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
  ["random_uuid7", /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
])("a %s has the version it is named after", (type, form) => {
  expect(random().create(type, {}).result).toMatch(form);
});

test("types without an import say so, a wrong import id is refused", () => {
  expect(() => random().import("random_pet", "x")).toThrow("does not support import");
  expect(() => random().import("random_uuid", "x")).toThrow("import");
});
