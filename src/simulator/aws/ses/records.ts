import type { Tags } from "../tags.ts";

/** Table names of SES records, to be used with `aws.table`. */
export const sesTables = {
  identity: "ses/identity",
  configurationSet: "ses/configuration-set",
  setting: "ses/setting",
} as const;

/** How the mail of a domain is signed. */
export interface Dkim {
  readonly origin: "AWS_SES" | "EXTERNAL";
  readonly status: "NOT_STARTED" | "PENDING" | "SUCCESS";
  /** Names of the CNAME records under `_domainkey`, or the selector of a key of the domain's owner. */
  readonly tokens: readonly string[];
  /** `RSA_1024_BIT` or `RSA_2048_BIT`; null where SES made no key. */
  readonly currentKeyLength: string | null;
  readonly nextKeyLength: string | null;
  /** ISO 8601. */
  readonly lastKeyGeneration: string | null;
}

/** An address or a domain to send from, keyed by itself; both versions of the API see the same ones. */
export interface Identity {
  readonly name: string;
  readonly arn: string;
  readonly type: "EMAIL_ADDRESS" | "DOMAIN";
  /** Pending until its owner follows the link of a mail, or until SES sees the records of a domain. */
  readonly verification: "PENDING" | "SUCCESS";
  /** Text of the TXT record `_amazonses.<domain>`. */
  readonly verificationToken: string;
  readonly dkim: Dkim;
  /** The set that applies where a mail names none; it may be gone. */
  readonly configurationSetName: string | null;
  readonly tags: Tags;
}

/** Rules for a kind of mail, keyed by name; what is null was never set. */
export interface ConfigurationSet {
  readonly name: string;
  readonly arn: string;
  readonly delivery: {
    readonly tlsPolicy: string | null;
    readonly sendingPoolName: string | null;
    /** Seconds. */
    readonly maxDeliverySeconds: number | null;
  } | null;
  readonly reputationMetricsEnabled: boolean;
  readonly sendingEnabled: boolean;
  readonly suppressedReasons: readonly string[] | null;
  readonly tracking: { readonly redirectDomain: string; readonly httpsPolicy: string | null } | null;
  readonly vdm: { readonly engagementMetrics: string | null; readonly optimizedDelivery: string | null } | null;
  readonly tags: Tags;
}

/** What holds for all mail of an account and Region; one record, `account`, from the first change on. */
export interface AccountSetting {
  /** False in the sandbox, where mail reaches verified recipients only. */
  readonly productionAccess: boolean;
  readonly suppressedReasons: readonly string[];
}
