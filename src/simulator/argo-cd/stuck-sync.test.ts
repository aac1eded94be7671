import { describe, expect, test } from "vitest";
import type { KubernetesObject } from "../kubernetes/object.ts";
import { isOutrun, requestRefresh, requestTermination } from "./requests.ts";
import { configMap, hook, job, TestArgoCd } from "./testing/argo-cd.ts";

describe("a sync that waits for a hook that never ends", () => {
  /** An Application whose hook is a Job that stands still. */
  function hanging(): TestArgoCd {
    const argo = new TestArgoCd();
    argo.repository.write("web/a.yaml", {
      ...job("migrate"),
      metadata: { name: "migrate", annotations: hook("PreSync") },
    });
    argo.repository.write("web/b.yaml", configMap("settings"));
    argo.application("web");
    argo.run(3_600);
    expect(argo.status("web")).toMatchObject({ phase: "Running", message: expect.stringContaining("Job/migrate") });
    return argo;
  }

  test("is outrun once git has changed, and keeps the change out until somebody terminates it", () => {
    const argo = hanging();
    const web = () => argo.find("web") as KubernetesObject;
    expect(isOutrun(web())).toBe(false);
    const uid = () => argo.api.find("batch/Job", "migrate", "shop")?.metadata.uid;
    const old = uid();
    argo.repository.write("web/a.yaml", job("migrate", { ...hook("PreSync"), version: "mended" }));
    requestRefresh(argo.api, web());
    argo.run(3_600);
    expect(uid()).toBe(old);
    expect(isOutrun(web())).toBe(true);
    requestTermination(argo.api, web());
    argo.run();
    expect(uid()).not.toBe(old);
    argo.makeHealthy("batch/Job", "migrate");
    argo.run();
    expect(argo.names("/ConfigMap")).toEqual(["settings"]);
    expect(argo.status("web")).toMatchObject({ sync: "Synced", phase: "Succeeded" });
  });

  test("that is terminated fails, and its hook is gone", () => {
    const argo = hanging();
    requestTermination(argo.api, argo.find("web") as KubernetesObject);
    argo.run(1);
    expect(argo.status("web")).toMatchObject({ sync: "OutOfSync", phase: "Failed", message: "Operation terminated" });
    expect(argo.names("batch/Job")).toEqual([]);
  });
});
