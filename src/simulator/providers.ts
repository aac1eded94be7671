import { awsProvider } from "./aws/provider.ts";
import { cloudinitProvider } from "./cloudinit/provider.ts";
import { localProvider } from "./local/provider.ts";
import { nullProvider } from "./null/provider.ts";
import { type AnyProvider, SimulatedProvider } from "./planning/provider.ts";
import type { Service } from "./planning/service.ts";
import { providerTables } from "./planning/tables.ts";
import { randomProvider } from "./random/provider.ts";
import { timeProvider } from "./time/provider.ts";
import { tlsProvider } from "./tls/provider.ts";
import type { Actor } from "./world/journal.ts";
import type { World } from "./world/world.ts";

/** A simulated provider and the registry addresses, without host, under which configurations name it. */
export interface BuiltProvider {
  readonly provider: AnyProvider;
  readonly sources: readonly string[];
}

/** What providers are made for: one engine process in one folder. */
export interface ProviderSettings {
  readonly world: World;
  /** In whose name the providers change the world. */
  readonly actor: Actor;
  /** Where the engine runs. */
  readonly folder: string;
  /** What the real provider processes would find in their environment: credentials and settings. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Providers whose schema is known but whose service is not simulated yet: their types are errors that say so. */
const schemaOnly: Readonly<Record<string, readonly string[]>> = {
  auth0: ["auth0/auth0"],
  helm: ["hashicorp/helm"],
  kubectl: ["alekc/kubectl"],
  kubernetes: ["hashicorp/kubernetes"],
  spotinst: ["spotinst/spotinst"],
};

/** Every provider that the simulator knows. */
export function simulatedProviders({ world, actor, folder, environment }: ProviderSettings): readonly BuiltProvider[] {
  const build = <Client>(service: Service<Client>): BuiltProvider => ({
    provider: new SimulatedProvider(service, providerTables(service.provider), { environment }),
    sources: service.sources,
  });
  return [
    build(awsProvider(world, actor)),
    build(cloudinitProvider()),
    build(localProvider(folder)),
    build(nullProvider(world, actor)),
    build(randomProvider(world, actor)),
    build(timeProvider(world)),
    build(tlsProvider(world, actor)),
    ...Object.entries(schemaOnly).map(([provider, sources]) => build(withoutTypes(provider, sources))),
  ];
}

function withoutTypes(provider: string, sources: readonly string[]): Service<null> {
  return {
    provider,
    sources,
    resources: [],
    dataSources: [],
    ephemeralResources: [],
    functions: [],
    durations: {},
    configure: () => null,
  };
}
