/** When the ranges were published. */
export const published = { createDate: "2026-09-15-18-03-13", syncToken: 1789495393 };

/**
 * Address ranges of services by Region, as in ip-ranges.json; a few of the many thousand, those of the services that rules name
 * most. `AMAZON` holds all of them.
 */
export const ipRanges: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  EC2_INSTANCE_CONNECT: {
    "us-east-1": ["18.206.107.24/29"],
    "us-east-2": ["3.16.146.0/29"],
    "us-west-1": ["13.52.6.112/29"],
    "us-west-2": ["18.237.140.160/29"],
    "eu-west-1": ["18.202.216.48/29"],
    "eu-central-1": ["3.120.181.40/29"],
  },
  ROUTE53_HEALTHCHECKS: {
    "us-east-1": ["54.243.31.192/26", "107.23.255.0/26"],
    "us-west-2": ["54.244.52.192/26", "54.245.168.0/26"],
    "eu-west-1": ["54.228.16.0/26", "176.34.159.192/26"],
  },
  S3: {
    "us-east-1": ["16.15.176.0/20", "3.5.0.0/19", "52.216.0.0/15"],
    "us-west-2": ["3.5.76.0/22", "52.218.128.0/17"],
    "eu-west-1": ["3.5.64.0/21", "52.218.0.0/17"],
  },
  EC2: {
    "us-east-1": ["3.80.0.0/12", "44.192.0.0/11", "54.144.0.0/14"],
    "us-west-2": ["34.208.0.0/12", "54.184.0.0/13"],
    "eu-west-1": ["34.240.0.0/13", "54.216.0.0/14"],
  },
  CLOUDFRONT: { GLOBAL: ["13.32.0.0/15", "13.35.0.0/16", "18.160.0.0/15", "54.230.0.0/17"] },
};
