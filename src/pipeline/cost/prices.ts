import { offeredTypes } from "../../simulator/spot/instance-choice.ts";

/** Hours of a month as AWS bills them. */
export const hoursPerMonth = 730;

/**
 * Prices in us-east-1, on demand, US dollars. Usage-based prices (data, requests, log volume) are left out: a plan does not know them.
 * Source: public price tables of 2024–2026 (Infracost golden files; AWS announcements for public IPv4).
 */
export const hourly = {
  eksStandardSupport: 0.1,
  natGateway: 0.045,
  publicIpv4: 0.005,
  interfaceEndpointPerZone: 0.01,
  loadBalancer: 0.0225,
} as const;

/** On-demand hours of instance types that the platform offers, and of those that Ocean chooses from; others are reported as unknown. */
export const instanceHourly: Readonly<Record<string, number>> = {
  ...Object.fromEntries(offeredTypes.map(({ name, hourly: price }) => [name, price])),
  "t3.medium": 0.0416,
  "t3.large": 0.0832,
  "m5.large": 0.096,
  "m5.xlarge": 0.192,
  "m5.2xlarge": 0.384,
  "m6i.large": 0.096,
  "m6i.xlarge": 0.192,
  "m7i.large": 0.1008,
  "m7i.xlarge": 0.2016,
  "c5.large": 0.085,
  "c5.xlarge": 0.17,
  "r5.large": 0.126,
  "r5.xlarge": 0.252,
};

/** US dollars a month of things that cost the same however they are used. Source: as above. */
export const monthly = {
  kmsKey: 1,
  secret: 0.4,
  route53Zone: 0.5,
} as const;

/** US dollars per GiB and month. */
export const volumeGibMonth: Readonly<Record<string, number>> = { gp3: 0.08, gp2: 0.1 };
