import { instant } from "../planning/in-state-only.ts";
import type { Service } from "../planning/service.ts";
import type { RandomClient } from "../random/client.ts";
import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { certificateData } from "./certificate-data.ts";
import { certRequest, locallySignedCert, selfSignedCert } from "./certificates.ts";
import { ephemeralPrivateKey, ephemeralPublicKey, publicKeyData, tlsPrivateKey } from "./private-key.ts";

const resources = [certRequest, locallySignedCert, selfSignedCert, tlsPrivateKey];

/** The provider `hashicorp/tls`: real keys and certificates, drawn from the world's seed. */
export function tlsProvider(world: World, actor: Actor): Service<RandomClient> {
  return {
    provider: "tls",
    sources: ["hashicorp/tls"],
    resources,
    dataSources: [certificateData, publicKeyData],
    ephemeralResources: [ephemeralPrivateKey, ephemeralPublicKey],
    functions: [],
    durations: instant(resources),
    configure: () => ({ world, actor }),
  };
}
