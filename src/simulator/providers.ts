import { auth0Provider } from "./auth0/service.ts";
import { awsProvider } from "./aws/provider.ts";
import { cloudinitProvider } from "./cloudinit/provider.ts";
import { helmProvider } from "./helm/provider/provider.ts";
import { kubectlProvider } from "./kubectl/provider.ts";
import { clusterInsides } from "./kubernetes/add-ons/cluster-insides.ts";
import type { Clusters } from "./kubernetes/clusters.ts";
import { kubernetesProvider } from "./kubernetes/provider/provider.ts";
import { letClustersRun } from "./kubernetes/run-controllers.ts";
import { localProvider } from "./local/provider.ts";
import { nullProvider } from "./null/provider.ts";
import { type AnyProvider, SimulatedProvider } from "./planning/provider.ts";
import type { Service } from "./planning/service.ts";
import type { Applied } from "./planning/session.ts";
import { providerTables } from "./planning/tables.ts";
import { randomProvider } from "./random/provider.ts";
import { spaceliftProvider } from "./spacelift/service.ts";
import { spotProvider } from "./spot/service.ts";
import { timeProvider } from "./time/provider.ts";
import { tlsProvider } from "./tls/provider.ts";
import type { Actor } from "./world/journal.ts";
import { World } from "./world/world.ts";
import { clustersOf } from "./world-clusters.ts";

/** A simulated provider and the registry addresses, without host, under which configurations name it. */
interface BuiltProvider {
  readonly provider: AnyProvider;
  readonly sources: readonly string[];
}

/** What providers are made for: one engine process in one folder. */
interface ProviderSettings {
  readonly world: World;
  /** In whose name the providers change the world. */
  readonly actor: Actor;
  /** Where the engine runs. */
  readonly folder: string;
  /** What the real provider processes would find in their environment: credentials and settings. */
  readonly environment: Readonly<Record<string, string>>;
  /** The insides of the world's clusters; all controllers and no git repository when left out. */
  readonly clusters?: Clusters;
  /** Public IPv4 address from which the providers call; one that every endpoint lets in when left out. */
  readonly sourceAddress?: string;
  /** Gets every object after it was made, changed or removed. */
  readonly applied?: Applied;
}

/** Every provider that the simulator knows. */
export function simulatedProviders(settings: ProviderSettings): readonly BuiltProvider[] {
  const { world, environment, applied } = settings;
  return collect(settings, (service) => ({
    provider: new SimulatedProvider(service, providerTables(service.provider), {
      environment,
      atomically: (operation) => world.atomically(operation),
      ...(applied ? { applied } : {}),
    }),
    sources: service.sources,
  }));
}

/** One type that the simulator knows how to behave. */
export interface SimulatedType {
  readonly provider: string;
  readonly kind: "resource" | "data source" | "ephemeral resource";
  readonly type: string;
}

/** All types that may stand in a configuration that is rehearsed. */
export function simulatedTypes(): SimulatedType[] {
  const settings = {
    world: World.inMemory(),
    actor: { stack: "none", run: "none" },
    folder: "",
    environment: {},
  };
  return collect(settings, ({ provider, resources, dataSources, ephemeralResources }) => [
    ...resources.map(({ type }): SimulatedType => ({ provider, kind: "resource", type })),
    ...dataSources.map(({ type }): SimulatedType => ({ provider, kind: "data source", type })),
    ...ephemeralResources.map(({ type }): SimulatedType => ({ provider, kind: "ephemeral resource", type })),
  ]).flat();
}

/** Applies the same to the service of every provider, whatever its client is. */
function collect<Result>(settings: ProviderSettings, use: <Client>(service: Service<Client>) => Result): Result[] {
  const { world, actor, folder, sourceAddress, clusters = clustersOf(world) } = settings;
  const inside = { world, actor, folder, sourceAddress, clusters };
  return [
    use(auth0Provider(world, actor)),
    use(awsProvider(world, actor, folder, clusterInsides(clusters))),
    use(cloudinitProvider()),
    use(helmProvider(inside)),
    use(kubectlProvider(inside)),
    use(kubernetesProvider(inside)),
    use(localProvider(folder)),
    use(nullProvider(world, actor)),
    use(randomProvider(world, actor)),
    use(spaceliftProvider(world, actor)),
    use(spotProvider(world, actor)),
    use(timeProvider(world, (seconds) => letClustersRun(clusters, actor, seconds))),
    use(tlsProvider(world, actor)),
  ];
}
