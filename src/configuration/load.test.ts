import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadConfiguration, selectEnvironments } from "./load.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const today = new Date("2026-11-24T00:00:00Z");

test("the three environments of the repository are sound and come in the order of promotion", async () => {
  const { environments, warnings } = await loadConfiguration(root, today);
  expect(environments.map(({ name }) => name)).toEqual(["development", "staging", "production"]);
  expect(warnings).toEqual([]);
});

test("an environment is resolved: nothing is left to look up", async () => {
  const [development] = (await loadConfiguration(root, today)).environments;
  expect(development).toMatchObject({ accountKey: "development", kubernetesVersion: "1.35", region: "us-east-1" });
  expect(development?.subnets).toHaveLength(8);
  expect(development?.apiNetworks).toEqual([{ name: "vpn", cidr: "52.44.61.21/32" }]);
});

test("support that ends within 90 days is a warning with its date", async () => {
  const { warnings } = await loadConfiguration(root, new Date("2027-02-01T00:00:00Z"));
  expect(warnings[0]?.problem).toContain("ends on 2027-03-27");
});

test("an unknown environment is refused with the nearest name", async () => {
  const configuration = await loadConfiguration(root, today);
  expect(() => selectEnvironments(configuration, ["stagign"])).toThrow("Did you mean staging?");
});

test("a folder without environments says what is missing", async () => {
  await expect(loadConfiguration("/nonexistent", today)).rejects.toThrow("environments/organization.ts");
});
