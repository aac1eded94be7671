import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { testCloud } from "../../testing/cloud.ts";
import { allow, deny, policyOf } from "../../testing/identities.ts";
import { parsePolicy } from "./policy-document.ts";

const cloud = testCloud();
const data = (config: Values) => cloud.data("aws_iam_policy_document", config);
const document = (...statement: readonly Values[]) => String(data({ statement }).minified_json);

test("a document is written as the provider writes it: keys in order, two blanks deep, what is empty left out", () => {
  const read = data({
    policy_id: "reader",
    statement: [
      {
        sid: "Read",
        actions: ["s3:ListBucket", "s3:GetObject"],
        resources: ["arn:aws:s3:::acme-data"],
        principals: [{ type: "AWS", identifiers: ["arn:aws:iam::123456789012:root"] }],
        condition: [{ test: "StringEquals", variable: "aws:RequestedRegion", values: ["us-east-1"] }],
      },
    ],
  });
  expect(read.json).toBe(`{
  "Version": "2012-10-17",
  "Id": "reader",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": [
        "s3:ListBucket",
        "s3:GetObject"
      ],
      "Resource": "arn:aws:s3:::acme-data",
      "Principal": {
        "AWS": "arn:aws:iam::123456789012:root"
      },
      "Condition": {
        "StringEquals": {
          "aws:RequestedRegion": "us-east-1"
        }
      }
    }
  ]
}`);
  expect(JSON.stringify(JSON.parse(String(read.json)))).toBe(read.minified_json);
  expect(read.id).toBe(String(crc32(String(read.json))));
});

test("a document without statements is a version alone", () => {
  expect(document()).toBe('{"Version":"2012-10-17"}');
});

describe("lists", () => {
  test("of one are written as the one, and longer ones backwards, whatever their order was", () => {
    const listed = document({ actions: ["a:A", "c:C", "b:B"], resources: ["*"] });
    expect(listed).toContain('"Action":["c:C","b:B","a:A"],"Resource":"*"');
    expect(document({ actions: ["c:C", "b:B", "a:A"], resources: ["*"] })).toBe(listed);
  });

  test("of a condition keep their order, and those of one test and key are joined", () => {
    const condition = [
      { test: "StringLike", variable: "aws:username", values: ["b", "a"] },
      { test: "Bool", variable: "aws:SecureTransport", values: ["true"] },
      { test: "StringLike", variable: "aws:username", values: ["c"] },
    ];
    expect(document({ actions: ["a:A"], resources: ["*"], condition })).toContain(
      '"Condition":{"Bool":{"aws:SecureTransport":"true"},"StringLike":{"aws:username":["b","a","c"]}}',
    );
  });
});

describe("principals", () => {
  const of = (...principals: readonly Values[]) => document({ actions: ["a:A"], principals });

  test("are written by type, sorted, those of one type joined", () => {
    const service = { type: "Service", identifiers: ["eks.amazonaws.com"] };
    const aws = { type: "AWS", identifiers: ["123456789012"] };
    expect(of(service, aws)).toContain('"Principal":{"AWS":"123456789012","Service":"eks.amazonaws.com"}');
  });

  test("of type * are everybody, which is not the same text as everybody of type AWS", () => {
    expect(of({ type: "*", identifiers: ["*"] })).toContain('"Principal":"*"');
    expect(of({ type: "AWS", identifiers: ["*"] })).toContain('"Principal":{"AWS":"*"}');
  });
});

test("policy variables are written with & so that the engine leaves them alone, but not in actions", () => {
  const written = document({ actions: ["s3:&{a}"], resources: ["arn:aws:s3:::home/&{aws:username}/*"] });
  expect(written).toContain("arn:aws:s3:::home/$" + "{aws:username}/*");
  expect(written).toContain("s3:\\u0026{a}");
  const old = { version: "2008-10-17", statement: [{ actions: ["a:A"], resources: ["&{aws:username}"] }] };
  expect(() => data(old)).toThrow("not supported in document version 2008-10-17");
});

test("characters that HTML gives a meaning are written as escapes", () => {
  const condition = [{ test: "StringEquals", variable: "a:b", values: ["<a> & b"] }];
  expect(document({ actions: ["a:A"], condition })).toContain('"\\u003ca\\u003e \\u0026 b"');
});

describe("other documents", () => {
  const named = (sid: string, action: string) => allow({ Sid: sid, Action: action });

  test("come before the document's own statements, and those that override take the place of the same Sid", () => {
    const { minified_json } = data({
      source_policy_documents: [policyOf(named("One", "a:One"), named("Two", "a:Two")), ""],
      statement: [{ sid: "Two", actions: ["a:Own"], resources: ["*"] }],
      override_policy_documents: [policyOf(named("One", "a:Over"), named("Three", "a:Three"))],
    });
    const actions = parsePolicy(String(minified_json)).statements.map(({ sid, actions }) => `${sid} ${actions}`);
    expect(actions).toEqual(["One a:Over", "Two a:Own", "Three a:Three"]);
  });

  test("keep the greater version and the last id", () => {
    const old = JSON.stringify({ Version: "2008-10-17", Id: "old", Statement: deny() });
    expect(data({ source_policy_documents: [old] }).minified_json).toContain('{"Version":"2012-10-17","Id":"old"');
    expect(data({ source_policy_documents: [old], policy_id: "new" }).minified_json).toContain('"Id":"new"');
  });

  test("must be policies", () => {
    expect(() => data({ source_policy_documents: ["[]"] })).toThrow("not a policy");
    expect(() => data({ override_policy_documents: ['{"Statement":{"Action":1}}'] })).toThrow("not a policy");
    expect(() => data({ source_policy_documents: ["{"] })).toThrow();
  });
});

test("a Sid stands for one statement, in the document and over all of its sources", () => {
  const statement = { sid: "One", actions: ["a:A"], resources: ["*"] };
  expect(() => data({ statement: [statement, statement] })).toThrow("duplicate Sid (One)");
  const source = policyOf(allow({ Sid: "One" }));
  expect(() => data({ source_policy_documents: [source, source] })).toThrow(
    "duplicate Sid (One) in source_policy_documents (item 1; statement 0)",
  );
  expect(() => data({ source_policy_documents: [source], statement: [statement] })).not.toThrow();
});

describe("whatever the document is", () => {
  const words = fc.constantFrom("a:A", "b:B", "c:*", "*", "&{aws:username}", "<b>");
  const lists = fc.uniqueArray(words, { minLength: 1, maxLength: 3 });
  const principals = fc.record({ type: fc.constantFrom("AWS", "Service", "*"), identifiers: lists });
  const conditions = fc.record({
    test: fc.constantFrom("StringEquals", "StringLike", "Bool"),
    variable: fc.constantFrom("aws:username", "aws:userid"),
    values: fc.array(words, { minLength: 1, maxLength: 2 }),
  });
  const statements = fc.array(
    fc.record({
      effect: fc.constantFrom("Allow", "Deny"),
      actions: lists,
      resources: lists,
      principals: fc.uniqueArray(principals, { maxLength: 2, selector: ({ type }) => type }),
      condition: fc.array(conditions, { maxLength: 3 }),
    }),
    { maxLength: 3 },
  );

  test("it is written the same again when it is read as a source", () => {
    fc.assert(
      fc.property(statements, (statement) => {
        const { json } = data({ statement });
        expect(data({ source_policy_documents: [json ?? null] }).json).toBe(json);
      }),
    );
  });

  test("the order of its sets does not matter", () => {
    fc.assert(
      fc.property(statements, (statement) => {
        const turned = statement.map(({ actions, resources, ...rest }) => ({
          ...rest,
          actions: [...actions].reverse(),
          resources: [...resources].reverse(),
        }));
        expect(data({ statement: turned }).json).toBe(data({ statement }).json);
      }),
    );
  });

  test("what was written is what a policy's reader finds", () => {
    fc.assert(
      fc.property(statements, (statement) => {
        fc.pre(statement.length > 0);
        const found = parsePolicy(String(data({ statement }).json)).statements;
        expect(found.map(({ effect }) => effect)).toEqual(statement.map(({ effect }) => effect));
        for (const [index, { actions }] of statement.entries()) {
          expect([...(found[index]?.actions ?? [])].sort()).toEqual([...actions].sort());
        }
      }),
    );
  });
});
