import { isDeepStrictEqual } from "node:util";
import { differs } from "../planning/equality.ts";
import { conform } from "../planning/objects.ts";
import type { Outcome } from "../planning/outcome.ts";
import { SimulatedProvider } from "../planning/provider.ts";
import type { Block } from "../planning/schema.ts";
import type { Service } from "../planning/service.ts";
import { providerTables } from "../planning/tables.ts";
import type { Values } from "../planning/values.ts";
import type { World } from "../world/world.ts";

/** What the provider answered with an error; `cause` is the refusal of the simulated service, if it was one. */
class AnsweredError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = "AnsweredError";
  }
}

export interface TestPlan {
  readonly planned: Values;
  readonly action: "create" | "update" | "replace" | "none";
  readonly replace: readonly string[];
}

/** Types of which the real provider, too, may show a difference right after it made one, and where. */
const neverSettled: Readonly<Record<string, string>> = {
  aws_eks_fargate_profile: "subnet_ids, when EKS chose them",
  aws_eks_node_group: "launch_template.version, when it is $Latest or $Default",
  aws_s3_object: "object_lock_mode, when the bucket gave it",
};

/** A provider driven as the engine drives it, without the engine: validate, plan, apply, read. */
export class TestProvider<Client> {
  readonly world: World;
  readonly provider: SimulatedProvider<Client>;

  constructor(world: World, service: Service<Client>, client: Client) {
    this.world = world;
    this.provider = new SimulatedProvider(service, providerTables(service.provider), { client });
  }

  /** Creates an object and returns its state. */
  create(type: string, config: Values): Values {
    const whole = this.#config(type, config);
    const state = this.#apply(type, null, this.#planned(type, null, whole).planned, whole);
    this.#checkMade(type, state, config);
    return state;
  }

  /** Brings an object to a new configuration, in place or by replacement as the plan says, and returns its state. */
  update(state: Values, type: string, config: Values): Values {
    const { action, planned } = this.plan(type, state, config);
    const whole = this.#config(type, config);
    if (action === "none") return state;
    if (action !== "replace") return this.#apply(type, state, planned, whole);
    this.delete(type, state);
    return this.create(type, config);
  }

  /** The object as the cloud sees it now, or null when it is gone. */
  read(type: string, state: Values): Values | null {
    return answered(this.provider.readResource(type, state)).state;
  }

  delete(type: string, state: Values): void {
    answered(this.provider.applyResource(type, state, null, null));
  }

  plan(type: string, state: Values | null, config: Values): TestPlan {
    const { planned, replace } = this.#planned(type, state, this.#config(type, config));
    if (state === null) return { planned, replace, action: "create" };
    if (replace.length > 0) return { planned, replace, action: "replace" };
    return { planned, replace, action: differs(this.#block(type), state, planned) ? "update" : "none" };
  }

  /** Reads a data source. */
  data(type: string, config: Values): Values {
    const block = this.provider.schema.data_source_schemas[type]?.block ?? {};
    const whole = conform(block, config);
    answered(this.provider.validateDataSource(type, whole));
    return answered(this.provider.readDataSource(type, whole)).state ?? {};
  }

  /** Imports an object and reads it, as the engine does. */
  import(type: string, id: string): Values {
    const imported = answered(this.provider.importResource(type, id)).state ?? {};
    const state = this.read(type, imported);
    if (state === null) throw new AnsweredError("Cannot import non-existent remote object", undefined);
    return state;
  }

  /** Opens an ephemeral resource. */
  open(type: string, config: Values): Values {
    const block = this.provider.schema.ephemeral_resource_schemas[type]?.block ?? {};
    const whole = conform(block, config);
    answered(this.provider.validateEphemeral(type, whole));
    return answered(this.provider.openEphemeral(type, whole)).state ?? {};
  }

  /** What every type promises of an object that was just made: it has an id, and the same configuration changes nothing more. */
  #checkMade(type: string, state: Values, config: Values): void {
    if (this.#block(type).attributes?.id && !state.id)
      throw new AnsweredError(`${type} was made without an id`, undefined);
    const { planned, action } = this.plan(type, state, config);
    if (action === "none" || type in neverSettled) return;
    const changing = Object.keys(planned).filter((name) => !isDeepStrictEqual(planned[name], state[name]));
    throw new AnsweredError(`${type} would change again at once: ${changing.join(", ")}`, undefined);
  }

  #planned(type: string, state: Values | null, whole: Values): { planned: Values; replace: readonly string[] } {
    answered(this.provider.validateResource(type, whole));
    const { planned, replace } = answered(this.provider.planResource(type, state, whole));
    return { planned: planned ?? {}, replace };
  }

  #apply(type: string, state: Values | null, planned: Values, config: Values): Values {
    return answered(this.provider.applyResource(type, state, planned, config)).state ?? {};
  }

  /** The configuration with write-only values, which a state never has. */
  #config(type: string, config: Values): Values {
    const block = this.#block(type);
    const secrets = Object.entries(block.attributes ?? {}).filter(([, { write_only }]) => write_only);
    return { ...conform(block, config), ...Object.fromEntries(secrets.map(([name]) => [name, config[name] ?? null])) };
  }

  #block(type: string): Block {
    return this.provider.schema.resource_schemas[type]?.block ?? {};
  }
}

function answered<Result extends Outcome>(result: Result): Result {
  const failure = result.diagnostics.find(({ severity }) => severity === "error");
  if (!failure) return result;
  throw new AnsweredError([failure.summary, failure.detail].filter(Boolean).join(": "), failure.cause);
}
