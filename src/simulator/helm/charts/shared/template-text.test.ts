import { expect, test } from "vitest";
import { ChartError } from "../../chart.ts";
import { filledIn } from "./template-text.ts";

const context = {
  release: "web",
  namespace: "apps",
  values: { user: { name: "ada" } },
  isUpgrade: false,
  kubernetesVersion: "1.35",
  serves: () => false,
  random: () => "",
};

test("values and the release are filled in", () => {
  expect(filledIn("{{ .Release.Name }}/{{ .Values.user.name }}", context, "a.yaml")).toBe("web/ada");
});

test("a value that does not exist is empty", () => {
  expect(filledIn("<{{ .Values.user.mail }}>", context, "a.yaml")).toBe("<>");
});

test("a value below one that does not exist breaks the template", () => {
  const render = (): string => filledIn("{{ .Values.webserver.defaultUser.role }}", context, "a.yaml");
  expect(render).toThrow(ChartError);
  expect(render).toThrow("nil pointer evaluating interface {}.role");
});
