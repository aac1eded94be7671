import { describe, expect, test } from "vitest";
import { application, object } from "../gitops/testing/rendered.ts";

describe("the scanner", () => {
  const scanner = application("trivy-operator").chart?.values;

  test("reads no secrets of the whole cluster for its jobs", () => {
    expect(scanner).toMatchObject({ operator: { accessGlobalSecretsAndServiceAccount: false } });
  });

  test("reports what has a remedy, and nothing of images that AWS alone can mend", () => {
    expect(scanner).toMatchObject({
      trivy: { ignoreUnfixed: true },
      trivyOperator: { excludeImages: expect.stringContaining("eks/coredns:*") },
    });
  });

  test("takes no more of a node than it was given", () => {
    for (const name of ["trivy-operator", "trivy-operator-polr-adapter", "policy-reporter"]) {
      expect(application(name).chart?.values, name).toMatchObject({
        resources: { requests: { cpu: expect.any(String) }, limits: { memory: expect.any(String) } },
      });
    }
  });

  test("is scraped by a kind that is there before it", () => {
    expect(object("VMServiceScrape", "trivy-operator").metadata.namespace).toBe("trivy-system");
    expect(application("victoria-metrics-k8s-stack").wave).toBeLessThan(application("trivy-operator").wave);
  });
});

test("reports become PolicyReports before there is a page that shows them, which has no way in from outside", () => {
  expect(application("trivy-operator-polr-adapter").wave).toBeLessThan(application("policy-reporter").wave);
  expect(JSON.stringify(application("policy-reporter"))).not.toContain("ingress");
});
