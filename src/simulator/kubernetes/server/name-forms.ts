/** A form that a name, key or value must have: the pattern, and what the server says of what has another. */
interface Form {
  readonly pattern: RegExp;
  readonly limit: number;
  readonly words: string;
}

const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const subdomain = `${label}(\\.${label})*`;
const qualified = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const labelText = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";
const letterFirst = "[a-z]([-a-z0-9]*[a-z0-9])?";

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const regex = (pattern: string): string => `regex used for validation is '${pattern}'`;

/** Forms by what they are of. Source: apimachinery, pkg/util/validation/validation.go. */
const forms = {
  subdomain: {
    pattern: whole(subdomain),
    limit: 253,
    words: `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', ${regex(subdomain)})`,
  },
  label: {
    pattern: whole(label),
    limit: 63,
    words: `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', ${regex(label)})`,
  },
  serviceName: {
    pattern: whole(letterFirst),
    limit: 63,
    words: `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', ${regex(letterFirst)})`,
  },
  /** The part of a label's or annotation's key behind its prefix. */
  keyName: {
    pattern: whole(qualified),
    limit: 63,
    words: `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', ${regex(qualified)})`,
  },
  labelValue: {
    pattern: whole(labelText),
    limit: 63,
    words: `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', ${regex(labelText)})`,
  },
  dataKey: {
    pattern: whole("[-._a-zA-Z0-9]+"),
    limit: 253,
    words: `a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', ${regex("[-._a-zA-Z0-9]+")})`,
  },
  /** Roles and bindings: whatever can stand in a path. */
  pathSegment: {
    pattern: /^(?!\.{1,2}$)[^/%]+$/,
    limit: Number.POSITIVE_INFINITY,
    words: "may not contain '/' or '%'",
  },
} as const satisfies Readonly<Record<string, Form>>;

/** A form that names have. */
export type FormName = keyof typeof forms;

/** What is wrong with a text that should have a form; undefined when it has it. */
export function misformed(form: FormName, text: string): "too long" | "form" | undefined {
  const { pattern, limit } = forms[form];
  if (text.length > limit) return "too long";
  return pattern.test(text) ? undefined : "form";
}

/** The server's words for a text that is too long or has another form. */
export function formWords(form: FormName, problem: "too long" | "form"): string {
  const { limit, words } = forms[form];
  return problem === "too long" ? `must be no more than ${limit} characters` : words;
}

/** What is wrong with the key of a label or annotation, in the server's words; undefined for a good one. */
export function keyProblem(key: string): string | undefined {
  const slash = key.indexOf("/");
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (name.includes("/")) {
    return `a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', ${regex(qualified)}) with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`;
  }
  if (prefix === "") return "prefix part must be non-empty";
  if (prefix !== undefined) {
    const wrong = misformed("subdomain", prefix);
    if (wrong) return `prefix part ${formWords("subdomain", wrong)}`;
  }
  if (name === "") return "name part must be non-empty";
  const wrong = misformed("keyName", name);
  if (!wrong) return undefined;
  return wrong === "too long" ? `name part ${formWords("keyName", wrong)}` : formWords("keyName", wrong);
}
