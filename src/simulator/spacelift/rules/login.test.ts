import { testRules } from "../../testing/rule-test.ts";
import { testSpacelift } from "../../testing/spacelift.ts";
import type { World } from "../../world/world.ts";
import { logIn } from "../login.ts";
import { createApiKey } from "../onboarding.ts";
import { issueRunToken } from "../run-token.ts";
import { loginRules } from "./login.ts";

type Settings = Readonly<Record<string, string>>;

function world(): World {
  return testSpacelift().world;
}

function logInWith(world: World, environment: Settings): void {
  logIn(world, { stack: "test", run: "test" }, {}, environment);
}

function keyOf(world: World, changes: Settings = {}): Settings {
  return { ...createApiKey(world, "acme", "automation"), ...changes };
}

/** A token whose claims are changed, without the signature being looked at. */
function tokenWith(world: World, claims: object): string {
  const [head, , signature] = issueRunToken(world, "acme", "stack", "run").split(".");
  return [head, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
}

const audience = "https://acme.app.spacelift.io";

testRules(loginRules, world, {
  missing: {
    refused: (world) => logInWith(world, keyOf(world, { SPACELIFT_API_KEY_SECRET: "" })),
    accepted: (world) => logInWith(world, keyOf(world)),
  },
  badToken: {
    refused: (world) => logInWith(world, { SPACELIFT_API_TOKEN: "secret" }),
    accepted: (world) => logInWith(world, { SPACELIFT_API_TOKEN: issueRunToken(world, "acme", "stack", "run") }),
  },
  badAudience: {
    refused: (world) =>
      logInWith(world, { SPACELIFT_API_TOKEN: tokenWith(world, { aud: [audience, "https://other"] }) }),
    accepted: (world) => logInWith(world, { SPACELIFT_API_TOKEN: issueRunToken(world, "acme", "stack", "run") }),
  },
  unknownKey: {
    refused: (world) => logInWith(world, keyOf(world, { SPACELIFT_API_KEY_SECRET: "another" })),
    accepted: (world) => logInWith(world, keyOf(world)),
  },
  unknownEndpoint: {
    refused: (world) =>
      logInWith(world, keyOf(world, { SPACELIFT_API_KEY_ENDPOINT: "https://other.app.spacelift.io" })),
    accepted: (world) => logInWith(world, keyOf(world, { SPACELIFT_API_KEY_ENDPOINT: `${audience}/` })),
  },
  unknownToken: {
    refused: (world) =>
      logInWith(world, { SPACELIFT_API_TOKEN: tokenWith(world, { aud: [audience], sub: "stack/other" }) }),
    accepted: (world) => logInWith(world, { SPACELIFT_API_TOKEN: issueRunToken(world, "acme", "stack", "run") }),
  },
});
