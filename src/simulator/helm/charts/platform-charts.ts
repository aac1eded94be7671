import type { Chart } from "../chart.ts";
import { argoCd } from "./argo-cd/argo-cd.ts";
import { flux2 } from "./flux2/flux2.ts";

/** Every chart that the simulator can install, each in the versions that its facts describe. */
export const platformCharts: readonly Chart[] = [...argoCd, ...flux2];
