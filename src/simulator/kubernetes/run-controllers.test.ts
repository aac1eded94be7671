import { expect, test } from "vitest";
import type { Controller } from "./controller.ts";
import { failuresOf } from "./run-controllers.ts";
import { testCluster } from "./testing/cluster.ts";
import { configMap } from "./testing/manifests.ts";

test("a controller runs when what it watches was written, and then rests", () => {
  let looks = 0;
  const counter: Controller = {
    name: "counter",
    watches: ["/ConfigMap"],
    reconcile: () => {
      looks += 1;
    },
  };
  const { api, run } = started(counter);
  expect(looks).toBe(1);
  run();
  expect(looks).toBe(1);
  api.create(configMap("a"));
  run();
  expect(looks).toBe(2);
});

test("a wait ends when its condition holds, and takes the time that passed until then", () => {
  const { api, run } = started(delayed(30));
  expect(run(600, () => api.find("/ConfigMap", "late", "default") !== undefined)).toEqual({ met: true, seconds: 30 });
});

test("a wait whose condition cannot come true any more takes the whole time", () => {
  const { run } = started(delayed(30));
  expect(run(600, () => false)).toEqual({ met: false, seconds: 600 });
});

test("a controller that does not run does nothing, and its times pass without it", () => {
  const { api, run } = started({ ...delayed(30), isRunning: () => false });
  expect(run(600)).toEqual({ met: true, seconds: 0 });
  expect(api.find("/ConfigMap", "late", "default")).toBeUndefined();
});

test("a controller that was refused something looks again later, and later each time", () => {
  const cluster = testCluster({
    controllers: [
      {
        name: "hopeful",
        watches: ["/Node"],
        reconcile: ({ api }) => {
          if (!api.find("/ConfigMap", "made", "app")) api.create(configMap("made", { namespace: "app" }));
        },
      },
    ],
  });
  const { api } = cluster;
  cluster.run(10);
  expect(failuresOf(cluster.cluster)).toEqual([
    { controller: "hopeful", message: 'namespaces "app" not found', attempts: 4 },
  ]);
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "app" } });
  cluster.run(60);
  expect(api.find("/ConfigMap", "made", "app")).toBeDefined();
  expect(failuresOf(cluster.cluster)).toEqual([]);
});

test("other errors of a controller are defects and end the run", () => {
  const broken: Controller = {
    name: "broken",
    watches: ["/Node"],
    reconcile: () => {
      throw new TypeError("undefined is not a function");
    },
  };
  expect(() => started(broken)).toThrow(TypeError);
});

test("controllers that undo each other's work are a defect", () => {
  const setting = (value: string): Controller => ({
    name: `sets-${value}`,
    watches: ["/ConfigMap"],
    reconcile: ({ api }) => {
      const present = api.find("/ConfigMap", "shared", "default");
      if (present) api.update({ ...present, data: { value } });
      else api.create(configMap("shared"));
    },
  });
  const cluster = testCluster({ controllers: [setting("mine"), setting("yours")] });
  expect(() => cluster.run(0)).toThrow(/^controllers never come to rest: .*sets-mine, sets-yours$/);
});

/** A cluster in which a controller has looked once. */
function started(controller: Controller) {
  const cluster = testCluster({ controllers: [controller] });
  cluster.run(0);
  return { api: cluster.api, run: (seconds?: number, until?: () => boolean) => cluster.run(seconds, until) };
}

/** Makes the ConfigMap `late` after some seconds. */
function delayed(seconds: number): Controller {
  return {
    name: "delayed",
    watches: ["/ConfigMap"],
    reconcile: ({ api, elapsed }) => {
      if (api.find("/ConfigMap", "late", "default") || !elapsed("late", seconds)) return;
      api.create(configMap("late"));
    },
  };
}
