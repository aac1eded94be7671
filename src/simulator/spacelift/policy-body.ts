import { refuseIf, refuseUnless } from "../rule.ts";
import type { PolicyType } from "./records/policy.ts";
import { policyRules as rules } from "./rules/policy.ts";

type RuleForm = "boolean" | "set" | "string";

/** Rules that Spacelift's prelude predefines, by policy type; every type has `sample` [spacelift.md §8.1]. */
const predefined: Readonly<Record<PolicyType, Readonly<Record<string, RuleForm>>>> = {
  ACCESS: { read: "boolean", write: "boolean", deny: "boolean", deny_write: "boolean" },
  APPROVAL: { approve: "boolean", reject: "boolean", approve_with_note: "set", reject_with_note: "set" },
  GIT_PUSH: {
    track: "boolean",
    propose: "boolean",
    ignore: "boolean",
    ignore_track: "boolean",
    notrigger: "boolean",
    notify: "boolean",
    fail: "boolean",
    allow_fork: "boolean",
    prioritize: "boolean",
    cancel: "set",
    message: "set",
    lock: "string",
    unlock: "string",
    external_dependency: "set",
    module_version: "string",
  },
  INITIALIZATION: { deny: "set" },
  INTENT: {},
  LOGIN: { allow: "boolean", admin: "boolean", deny: "boolean", deny_admin: "boolean", team: "set" },
  NOTIFICATION: { inbox: "set", slack: "set", webhook: "set", pull_request: "set" },
  PLAN: { deny: "set", warn: "set" },
  TASK: { deny: "set" },
  TRIGGER: { trigger: "set" },
};

/** Types whose prelude also predefines the sets that put up and take down flags. */
const flagging: readonly PolicyType[] = ["GIT_PUSH", "APPROVAL", "PLAN", "TRIGGER"];

/** Built-in functions that Spacelift takes out of the engine. */
const disabledBuiltIns: readonly string[] = ["http.send", "opa.runtime", "rego.parse_module", "time.now_ns", "trace"];

/** Refuses a body that Spacelift would not save. What a Rego compiler alone can find is not looked for. */
export function checkPolicyBody(type: PolicyType, body: string): void {
  const code = codeOf(body);
  const found = /^\s*package\s+([\w.]+)/.exec(code)?.[1];
  refuseUnless(found, rules.syntax, "rego_parse_error: package expected");
  refuseIf(found !== "spacelift", rules.package, found);
  for (const name of disabledBuiltIns) {
    const called = new RegExp(`(?<![\\w.])${name.replace(".", "\\.")}\\s*\\(`).test(code);
    refuseIf(called, rules.builtIn, name);
  }
  for (const [name, form] of Object.entries(rulesOf(type))) {
    for (const head of headsOf(code, name)) refuseUnless(suits(head, form), rules.variableType, name, form);
  }
}

function rulesOf(type: PolicyType): Readonly<Record<string, RuleForm>> {
  const flags: Readonly<Record<string, RuleForm>> = flagging.includes(type) ? { flag: "set", reset_flag: "set" } : {};
  return { ...predefined[type], ...flags, sample: "boolean" };
}

/** What stands behind the name at the start of every rule of that name, up to the end of the line. */
function headsOf(code: string, name: string): string[] {
  return [...code.matchAll(new RegExp(`^(?:default\\s+)?${name}(?![\\w.])(.*)$`, "gm"))].map(([, rest = ""]) =>
    rest.trim(),
  );
}

/** Whether a rule's head makes a value of the form. */
function suits(head: string, form: RuleForm): boolean {
  const isSet = head.startsWith("[") || /^contains\b/.test(head);
  if (form === "set") return isSet;
  const value = /^:?=\s*(\S.*)$/.exec(head)?.[1] ?? "";
  if (form === "boolean") return !isSet && !/^["`[{\d]/.test(value);
  return !isSet && value !== "" && !/^(?:true|false|[[{\d])/.test(value);
}

/** The body with comments blanked and texts emptied; refuses texts and brackets that do not end. */
function codeOf(body: string): string {
  const open: string[] = [];
  const code = body.replace(/#[^\n]*|"(?:[^"\\\n]|\\.)*"|`[^`]*`|["`]|[([{]|[)\]}]/g, (token) => {
    if (token.startsWith("#")) return "";
    if (token.length > 1) return '""';
    refuseIf(token === '"' || token === "`", rules.syntax, "rego_parse_error: non-terminated string");
    if ("([{".includes(token)) open.push(token);
    else refuseIf(open.pop() !== opening[token], rules.syntax, `rego_parse_error: unexpected ${token} token`);
    return token;
  });
  refuseIf(open.length > 0, rules.syntax, `rego_parse_error: ${open.at(-1)} is not closed`);
  return code;
}

const opening: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
