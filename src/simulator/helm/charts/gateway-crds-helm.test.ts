import { expect, test } from "vitest";
import { countsByKind, renderChart, versionsOf } from "../../testing/chart.ts";
import { gatewayCrdsHelm } from "./gateway-crds-helm.ts";

const { newest } = versionsOf(gatewayCrdsHelm);

test("nothing is made until a half is asked for", () => {
  expect(countsByKind(renderChart(newest))).toEqual({});
});

// Counted in what the real chart v1.9.0 renders.
test("the kinds of the Gateway API come with the policy that guards them, those of Envoy Gateway alone", () => {
  expect(countsByKind(renderChart(newest, { crds: { gatewayAPI: { enabled: true } } }))).toEqual({
    CustomResourceDefinition: 13,
    ValidatingAdmissionPolicy: 1,
    ValidatingAdmissionPolicyBinding: 1,
  });
  expect(countsByKind(renderChart(newest, { crds: { envoyGateway: { enabled: true } } }))).toEqual({
    CustomResourceDefinition: 8,
  });
});
