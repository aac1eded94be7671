import { describe, expect, test } from "vitest";
import { object } from "../gitops/testing/rendered.ts";

describe("telemetry from outside", () => {
  // Defect 23: without a section, the route took tokens over the unencrypted port too.
  test("comes in by the encrypted section, for the environment's host", () => {
    expect(object("HTTPRoute", "signoz-otel-collector").spec).toMatchObject({
      parentRefs: [{ name: "eg", sectionName: "https" }],
      hostnames: ["development.example.org"],
    });
  });

  // Defect 24: any token of the tenant passed, and the target was written in the withdrawn form.
  test("needs a token of the tenant, for this API, with the right to write telemetry", () => {
    const { spec } = object("SecurityPolicy", "telemetry-needs-token");
    expect(spec).not.toHaveProperty("targetRef");
    expect(spec).toMatchObject({
      targetRefs: [{ kind: "HTTPRoute", name: "signoz-otel-collector" }],
      jwt: {
        providers: [{ issuer: "https://development.us.auth0.com/", audiences: ["https://development.example.org"] }],
      },
      authorization: {
        defaultAction: "Deny",
        rules: [{ action: "Allow", principal: { jwt: { scopes: ["write:telemetry"] } } }],
      },
    });
  });

  test("reaches the collector only, by a grant of its namespace", () => {
    expect(object("ReferenceGrant", "telemetry-ingress")).toMatchObject({
      metadata: { namespace: "signoz" },
      spec: { to: [{ kind: "Service", name: "signoz-otel-collector" }] },
    });
  });
});
