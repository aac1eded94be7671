import { exitCodes, formatProblem } from "../../errors.ts";
import { writeRendered } from "../../rendering/files.ts";
import { render } from "../../rendering/render.ts";
import type { Context } from "../context.ts";
import { declared } from "../declared.ts";
import { requireFresh } from "../freshness.ts";
import { styled } from "../output.ts";

/** `synth`: writes `rendered/`, or with `check` says what is stale without touching it. */
export async function synth(context: Context, options: { readonly check: boolean }): Promise<number> {
  const { output, root } = context;
  const configuration = await declared(context);
  for (const warning of configuration.warnings)
    output.writeError(`${styled(output, "yellow", formatProblem(warning))}\n`);
  const files = render(configuration);
  if (options.check) {
    requireFresh(root, files);
    output.write(`rendered/ is fresh: ${files.size} files.\n`);
    return exitCodes.success;
  }
  const { changed, kept } = writeRendered(root, files);
  for (const [path, copy] of kept)
    output.writeError(`${styled(output, "yellow", `${path} was edited by hand: its text is kept in ${copy}.`)}\n`);
  const lines =
    changed.length === 0
      ? [`rendered/ was fresh: ${files.size} files.`]
      : [...changed, `Written or removed: ${changed.length}. In all: ${files.size} files.`];
  output.write(`${lines.join("\n")}\n`);
  return exitCodes.success;
}
