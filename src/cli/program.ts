import { Command, InvalidArgumentError, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import type { Context } from "./context.ts";
import { run } from "./run.ts";

/** What the program is made with; the rest of a context comes from its options. */
interface ProgramSettings extends Omit<Context, "signal" | "world"> {
  /** Makes a path absolute. */
  resolve(...parts: string[]): string;
}

interface JsonOption {
  readonly json?: boolean;
  readonly world?: string;
}

/** The command line. Commands are loaded when they are asked for, so that `--help` answers at once. */
export function createProgram(settings: ProgramSettings): Command {
  const program = new Command("eks-stack")
    .description(
      "A data platform on EKS as typed data: rendered to OpenTofu JSON and GitOps manifests, rehearsed against simulated AWS, Kubernetes, Spot, Auth0 and Spacelift.",
    )
    .version(packageJson.version)
    .addOption(worldOption().default(".eks-stack/world"))
    .showSuggestionAfterError()
    .showHelpAfterError("eks-stack --help lists the commands, eks-stack help <command> what each takes.")
    .enablePositionalOptions()
    .exitOverride();

  const perform = (action: (context: Context) => Promise<number>, options: JsonOption = {}): Promise<void> => {
    const world = settings.resolve(settings.root, options.world ?? program.opts<{ world: string }>().world);
    return run({ ...settings, world }, action, options);
  };
  const json = (): Option => new Option("--json", "machine-readable output");

  program
    .command("synth")
    .description("write rendered/ from environments/")
    .option("--check", "write nothing; fail and name the files that are stale")
    .action((options: { check?: boolean }) =>
      perform(async (context) =>
        (await import("./commands/synth.ts")).synth(context, { check: options.check === true }),
      ),
    );

  for (const { name, description } of pipelineCommands) {
    program
      .command(name)
      .description(description)
      .argument("[environment...]", "environments; all of them when left out")
      .addOption(json())
      .addOption(worldOption())
      .action((environments: string[], options: JsonOption) =>
        perform(
          async (context) => (await import("./commands/pipeline.ts")).runPipeline(context, name, environments, options),
          options,
        ),
      );
  }

  program
    .command("status")
    .description("show stacks, and the nodes, add-ons and applications of each environment")
    .addOption(json())
    .addOption(worldOption())
    .action((options: JsonOption) =>
      perform(async (context) => (await import("./commands/status.ts")).status(context, options), options),
    );
  program
    .command("doctor")
    .description("check the engine, versions, rendered/ and what the organisation needs in the world")
    .addOption(json())
    .addOption(worldOption())
    .action((options: JsonOption) =>
      perform(async (context) => (await import("./commands/doctor.ts")).doctor(context, options), options),
    );
  program
    .command("onboard")
    .description(
      "create in the world what the organisation has before this product; up does it by itself in a new world",
    )
    .addOption(worldOption())
    .action((options: JsonOption) =>
      perform(async (context) => (await import("./commands/onboard.ts")).onboardCommand(context), options),
    );
  program
    .command("simulate")
    .description(
      "run an engine command in this folder on a simulated world, for example: eks-stack simulate -- tofu apply",
    )
    .argument("<command...>", "the engine and its arguments, after --")
    .addOption(worldOption())
    .passThroughOptions()
    .action((command: string[], options: JsonOption) =>
      perform(async (context) => (await import("./commands/simulate.ts")).simulateCommand(context, command), options),
    );
  addSimulatorCommands(program, json, perform);
  return program;
}

function worldOption(): Option {
  return new Option("--world <dir>", "folder of the simulated world").argParser((folder: string) => {
    if (folder === "") throw new InvalidArgumentError("Name a folder.");
    return folder;
  });
}

const pipelineCommands = [
  {
    name: "up",
    description:
      "rehearse: apply the administrative stack, then the stacks of the environments, and wait for their applications",
  },
  { name: "plan", description: "show what up would change" },
  { name: "down", description: "destroy in reverse order and show what is left" },
] as const;

function addSimulatorCommands(
  program: Command,
  json: () => Option,
  perform: (action: (context: Context) => Promise<number>, options?: JsonOption) => Promise<void>,
): void {
  const simulator = program.command("simulator").description("what the simulator knows");
  simulator
    .command("rules")
    .description("list the rules that are enforced, each with its error code and source")
    .option("--left-out", "list the known rules that are not enforced, and why")
    .addOption(json())
    .action((options: JsonOption & { leftOut?: boolean }) =>
      perform(async (context) => (await import("./commands/simulator.ts")).listRules(context, options), options),
    );
  simulator
    .command("types")
    .description("list the resource types and data sources that are simulated")
    .addOption(json())
    .action((options: JsonOption) =>
      perform(async (context) => (await import("./commands/simulator.ts")).listTypes(context, options), options),
    );
}
