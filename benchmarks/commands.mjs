// The commands that a person waits for without an engine: help and synthesis.
import { commandLine, medianOf, row, runFresh } from "./measure.mjs";

export async function measure() {
  const help = await medianOf(9, () => runFresh([commandLine, "--help"]));
  const synth = await medianOf(5, () => runFresh([commandLine, "synth", "--check"]));
  return [
    row("eks-stack --help", help.seconds, 0.1, "s"),
    row("eks-stack synth, three environments", synth.seconds, 1.5, "s"),
    row("eks-stack synth, peak memory", synth.megabytes, 200, "MB"),
  ];
}
