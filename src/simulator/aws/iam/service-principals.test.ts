import { expect, test } from "vitest";
import { serviceLinkedRoles } from "./service-linked-roles.ts";
import { isServicePrincipal } from "./service-principals.ts";

test.each([
  "eks.amazonaws.com",
  "pods.eks.amazonaws.com",
  "ec2.amazonaws.com",
  "logs.us-east-1.amazonaws.com",
  "ec2.amazonaws.com.cn",
  "delivery.logs.amazonaws.com",
  ...Object.keys(serviceLinkedRoles),
])("%s is the principal of a service", (principal) => {
  expect(isServicePrincipal(principal)).toBe(true);
});

test.each(["eks", "eks.amazonaws.org", "ek.amazonaws.com", "us-east-1.amazonaws.com", "amazonaws.com", ""])(
  "%s is none",
  (principal) => {
    expect(isServicePrincipal(principal)).toBe(false);
  },
);
