import fc from "fast-check";
import { expect, test } from "vitest";
import { formatImage, parseImage, pullProblem } from "./images.ts";

test.each([
  ["redis", "docker.io/library/redis:latest"],
  ["redis:7", "docker.io/library/redis:7"],
  ["apache/airflow:2.9.3", "docker.io/apache/airflow:2.9.3"],
  ["index.docker.io/apache/airflow:2.9.3", "docker.io/apache/airflow:2.9.3"],
  ["localhost:5000/app", "localhost:5000/app:latest"],
  ["quay.io/argoproj/argocd:v3.4.4", "quay.io/argoproj/argocd:v3.4.4"],
  [`ghcr.io/a/b@sha256:${"0".repeat(64)}`, `ghcr.io/a/b@sha256:${"0".repeat(64)}`],
])("%s is %s in full", (reference, full) => {
  const image = parseImage(reference);
  expect(image && formatImage(image)).toBe(full);
});

test.each(["", "UPPER/case:1", "a//b", "quay.io/", "app:", "app:tag:2", "ghcr.io/a@sha256:12", "app:-1"])(
  "'%s' is no reference",
  (reference) => {
    expect(parseImage(reference)).toBeUndefined();
    expect(pullProblem(reference)?.reason).toBe("InvalidImageName");
  },
);

test("a reference in full means itself", () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
  const reference = fc.record({
    registry: word.map((name) => `${name}.example.com`),
    repository: fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/")),
    tag: fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,10}$/),
    digest: fc.constantFrom("", `sha256:${"a".repeat(64)}`),
  });
  fc.assert(
    fc.property(reference, (image) => {
      expect(parseImage(formatImage(image))).toEqual(image);
    }),
  );
});

test("versioned images of Bitnami were withdrawn from Docker Hub; those of the legacy account are there", () => {
  expect(pullProblem("bitnami/postgresql:16.1.0-debian-11-r15")?.message).toBe(
    'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/bitnami/postgresql:16.1.0-debian-11-r15": ' +
      'failed to resolve reference "docker.io/bitnami/postgresql:16.1.0-debian-11-r15": ' +
      "docker.io/bitnami/postgresql:16.1.0-debian-11-r15: not found",
  );
  expect(pullProblem("docker.io/bitnamilegacy/postgresql:16.1.0-debian-11-r15")).toBeNull();
  expect(pullProblem("bitnami/postgresql")).toBeNull();
});

test("a registry that nobody knows has no address", () => {
  expect(pullProblem("registry.example.com/app:1")?.message).toContain(
    "dial tcp: lookup registry.example.com: no such host",
  );
  expect(pullProblem("123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1")).toBeNull();
});
