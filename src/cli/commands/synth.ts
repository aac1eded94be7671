import { EksStackError, exitCodes, formatProblem } from "../../errors.ts";
import type { Context } from "../context.ts";
import { styled } from "../output.ts";
import { declared } from "../declared.ts";
import { checkRendered, writeRendered } from "../../rendering/files.ts";
import { render } from "../../rendering/render.ts";

/** `synth`: writes `rendered/`, or with `check` says what is stale without touching it. */
export async function synth(context: Context, options: { readonly check: boolean }): Promise<number> {
  const { output, root } = context;
  const configuration = await declared(context);
  for (const warning of configuration.warnings) output.writeError(`${styled(output, "yellow", formatProblem(warning))}\n`);
  const files = render(configuration);
  if (options.check) {
    requireFresh(checkRendered(root, files));
    output.write(`rendered/ is fresh: ${files.size} files.\n`);
    return exitCodes.success;
  }
  const written = writeRendered(root, files);
  output.write(written.length === 0 ? `rendered/ was fresh: ${files.size} files.\n` : `${written.join("\n")}\n${written.length} of ${files.size} files written.\n`);
  return exitCodes.success;
}
