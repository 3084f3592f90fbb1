// The privacy policy of the fake server, and a text tried on it.
import { hash, ok, problem } from './answers.mjs';

const CLASSES = [
  ['email', 'E-mail addresses', 'personal', 'ada@analytical.example', 'hash'],
  ['phone', 'Phone numbers', 'personal', '+44 20 7946 0958', 'hash'],
  ['card', 'Payment cards', 'personal', '4111 1111 1111 1111', 'redact'],
  ['iban', 'Bank accounts (IBAN)', 'personal', 'DE89 3704 0044 0532 0130 00', 'hash'],
  ['national_id', 'National and tax ids', 'personal', '078-05-1120', 'redact'],
  ['ip', 'IP addresses', 'personal', '203.0.113.24', 'hash'],
  ['aws_key', 'AWS keys', 'secret', 'AKIAIOSFODNN7EXAMPLE', 'redact'],
  ['llm_key', 'OpenAI keys', 'secret', 'sk-proj-…', 'redact'],
  ['password', 'Passwords in assignments', 'secret', 'password=…', 'redact'],
  ['private_key', 'Private keys', 'secret', '-----BEGIN PRIVATE KEY-----', 'redact'],
  ['person_name', 'Names of people', 'declared', '"customer_name": "Ada Lovelace"', 'hash'],
];

const FINDERS = [
  ['email', /[\w.+-]+@[\w-]+\.[\w.-]*\w/g, 'EMAIL'],
  ['iban', /\b[A-Z]{2}\d{2}(?: \d{4}){4} \d{2}\b/g, 'IBAN'],
  ['card', /\b\d{4}(?: \d{4}){3}\b/g, 'CARD'],
  ['phone', /\+\d[\d ]{8,}\d/g, 'PHONE'],
  ['llm_key', /\bsk-[\w-]{16,}/g, 'OPENAI_KEY'],
];

export function policyOf() {
  return {
    version: 7,
    keyId: 'k1',
    updatedAt: null,
    updatedBy: null,
    classes: CLASSES.map(([id, name, group, example, action]) => ({
      id,
      name,
      group,
      example,
      action,
      standard: action,
      note: null,
    })),
    nameKeys: ['customer_name', 'full_name', 'first_name', 'last_name', 'passenger'],
    attributes: [{ key: 'app.customer.*', action: 'drop' }],
    patterns: [{ id: 'p1', name: 'customer number', pattern: 'KD-\\d{6}', action: 'hash' }],
    patternsOff: [],
  };
}

function badPatterns(patterns = []) {
  return patterns.flatMap(({ pattern }, i) =>
    /\(\?[=!<]/.test(pattern) || /[[(]$/.test(pattern)
      ? [
          {
            field: `patterns[${i}].pattern`,
            message: 'RE2 has no look-around, and every bracket must close.',
          },
        ]
      : [],
  );
}

function tried(text, policy) {
  const action = (id) => policy.classes[id] ?? 'hash';
  const keys = (policy.nameKeys ?? []).join('|');
  const finders = [...FINDERS];
  if (keys) finders.push(['person_name', new RegExp(`(?<="(?:${keys})": ")[^"]+`, 'g'), 'PERSON_NAME']);
  for (const { name, pattern } of policy.patterns ?? [])
    finders.push([name, new RegExp(pattern, 'g'), name.toUpperCase().replace(/\W+/g, '_')]);
  const findings = [];
  for (const [id, pattern, label] of finders)
    for (const match of text.matchAll(pattern)) {
      const what = policy.patterns?.find((p) => p.name === id)?.action ?? action(id);
      const key = hash(match[0].length + match[0].charCodeAt(0)).slice(0, 8);
      const replacement = { keep: match[0], drop: '', redact: `<${label}>`, hash: `<${label}:k1x${key}>` }[
        what
      ];
      if (findings.every((f) => match.index + match[0].length <= f.start || match.index >= f.end))
        findings.push({
          class: id,
          start: match.index,
          end: match.index + match[0].length,
          replacement,
          action: what,
        });
    }
  findings.sort((a, b) => a.start - b.start);
  let out = '';
  let at = 0;
  for (const f of findings) {
    out += text.slice(at, f.start) + f.replacement;
    at = f.end;
  }
  return { text: out + text.slice(at), findings, tookMicros: 41, withheld: false };
}

export function privacy({ method, path, body, state, now }) {
  if (path.endsWith('/try')) {
    const policy = body.policy ?? {
      classes: Object.fromEntries(state.policy.classes.map((c) => [c.id, c.action])),
      nameKeys: state.policy.nameKeys,
      patterns: state.policy.patterns,
    };
    const bad = badPatterns(policy.patterns);
    return bad.length
      ? problem(400, 'INVALID_REQUEST', 'A pattern cannot be read.', bad)
      : ok(tried(body.text, policy));
  }
  if (method === 'PUT') {
    const bad = badPatterns(body.patterns);
    if (bad.length) return problem(400, 'INVALID_REQUEST', 'A pattern cannot be read.', bad);
    state.policy = {
      ...state.policy,
      version: state.policy.version + 1,
      updatedAt: new Date(now).toISOString(),
      updatedBy: 'Local administrator',
      classes: state.policy.classes.map((c) => ({ ...c, action: body.classes[c.id] ?? c.action })),
      nameKeys: body.nameKeys ?? state.policy.nameKeys,
      attributes: body.attributes ?? state.policy.attributes,
      patterns: (body.patterns ?? state.policy.patterns).map((p, i) => ({ id: p.id ?? `p${i}`, ...p })),
    };
  }
  return ok(state.policy);
}
