import { expect, test } from "vitest";
import { bcrypt } from "./bcrypt.ts";
import { fractionOfPi } from "./pi.ts";

test("the words behind the point of pi are those that Blowfish begins and ends with", () => {
  const words = fractionOfPi(1042);
  expect([words[0], words[1041]].map((word) => ((word ?? 0) >>> 0).toString(16))).toEqual(["243f6a88", "3ac372e6"]);
});

/** Salts are those of the published vectors in base 64. */
test.each([
  ["U*U", "EEEEEEEEEEEEEEEEEEEEEA==", 5, "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"],
  ["abc", "Kh8dxwo9FHlWpG/r4wFgFw==", 6, "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i"],
])("the hash of %s is the published one", (password, salt, cost, hash) => {
  expect(bcrypt(password, Buffer.from(salt, "base64"), cost)).toBe(hash);
});

test("another password has another hash", () => {
  const salt = Buffer.alloc(16, 7);
  expect(bcrypt("abc", salt, 4)).not.toBe(bcrypt("abd", salt, 4));
});
