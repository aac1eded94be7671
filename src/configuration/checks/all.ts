import { accountsAreKnown, apiIsClosed, principalsAreKnown } from "./accounts.ts";
import {
  alertSenderIsKnown,
  clientScopesExist,
  hostFitsCertificate,
  ingressNetworksAreKnown,
  pruningHasAnEffect,
  smtpCredentialsAreStored,
  telemetryIsTaken,
} from "./applications.ts";
import type { Check } from "./check.ts";
import { foldersAreFree, mailIdentitiesDiffer, namesDoNotClash, namesFit, telemetryHasIngress } from "./names.ts";
import {
  environmentsAreDisjoint,
  networksAreNamed,
  networksAreWellFormed,
  subnetsAreDisjoint,
  subnetsAreInside,
  workersHaveRoom,
} from "./networks.ts";
import { nodesFitTheirLimits, spotTokenIsStored } from "./nodes.ts";
import {
  apisHaveTokens,
  bucketNamesDiffer,
  bucketWritersRun,
  optionalSecretsAreStored,
  queueNamesFit,
  routesLeadToQueues,
  snapshotsComeFromElsewhere,
  workloadsHaveOneQueue,
} from "./optional-modules.ts";
import { spaceliftNamesDiffer } from "./spacelift-names.ts";
import { addOnsFit, enginesAreSupported, versionsAreSupported } from "./versions.ts";
import { zonesAreEnough, zonesAreInRegion } from "./zones.ts";

/** Every check of a configuration, in the order in which their problems are shown. */
export const checks: readonly Check[] = [
  accountsAreKnown,
  networksAreWellFormed,
  networksAreNamed,
  subnetsAreInside,
  subnetsAreDisjoint,
  environmentsAreDisjoint,
  workersHaveRoom,
  zonesAreInRegion,
  zonesAreEnough,
  versionsAreSupported,
  addOnsFit,
  enginesAreSupported,
  principalsAreKnown,
  apiIsClosed,
  namesDoNotClash,
  mailIdentitiesDiffer,
  spaceliftNamesDiffer,
  namesFit,
  foldersAreFree,
  telemetryHasIngress,
  nodesFitTheirLimits,
  spotTokenIsStored,
  telemetryIsTaken,
  alertSenderIsKnown,
  smtpCredentialsAreStored,
  clientScopesExist,
  ingressNetworksAreKnown,
  pruningHasAnEffect,
  hostFitsCertificate,
  routesLeadToQueues,
  apisHaveTokens,
  bucketNamesDiffer,
  queueNamesFit,
  workloadsHaveOneQueue,
  optionalSecretsAreStored,
  snapshotsComeFromElsewhere,
  bucketWritersRun,
];
