import type { Chart } from "../chart.ts";

/** Every chart that the simulator can install, each in the versions that its facts describe. */
export const platformCharts: readonly Chart[] = [];
