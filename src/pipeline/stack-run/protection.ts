/** What keeps a stack's resources from being destroyed, and how to lift it. */
export interface Protection {
  /** Addresses of protected resources. */
  readonly addresses: readonly string[];
  /** An override file that lifts every protection; null when there is none. */
  readonly override: unknown;
  /** Addresses whose protection the service keeps too, so that lifting it needs an apply before the destroy. */
  readonly keptByService: readonly string[];
}

/** Arguments by which a service itself refuses a deletion. */
const serviceArguments = ["deletion_protection", "protect_from_deletion", "enable_deletion_protection"] as const;

type Json = Readonly<Record<string, unknown>>;

/** Finds `prevent_destroy` and the services' own deletion protection in a root module in JSON syntax. */
export function protectionOf(configuration: unknown): Protection {
  const addresses: string[] = [];
  const override: Record<string, Record<string, unknown>> = {};
  const keptByService: string[] = [];
  for (const [type, resources] of Object.entries(record(record(configuration).resource))) {
    for (const [name, resource] of Object.entries(record(resources))) {
      const settings = record(resource);
      const lifted = Object.fromEntries(
        serviceArguments.filter((argument) => settings[argument] === true).map((argument) => [argument, false]),
      );
      const preventsDestroy = lifecycleOf(settings).prevent_destroy === true;
      if (Object.keys(lifted).length === 0 && !preventsDestroy) continue;
      if (Object.keys(lifted).length > 0) keptByService.push(`${type}.${name}`);
      addresses.push(`${type}.${name}`);
      override[type] = {
        ...override[type],
        [name]: { ...lifted, ...(preventsDestroy ? { lifecycle: { prevent_destroy: false } } : {}) },
      };
    }
  }
  return { addresses: addresses.sort(), override: addresses.length > 0 ? { resource: override } : null, keptByService };
}

function lifecycleOf(settings: Json): Json {
  const { lifecycle } = settings;
  return record(Array.isArray(lifecycle) ? lifecycle[0] : lifecycle);
}

function record(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
