// protocol/openapi.yaml as a check: which operation a request is, and what is wrong with an answer.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const FILE = join(import.meta.dirname, '../../protocol/openapi.yaml');
const api = parse(readFileSync(FILE, 'utf8'));

/** A field that the file does not name is wrong: objects hold what their schema says and nothing else. */
function close(schema) {
  if (schema === null || typeof schema !== 'object') return;
  if (schema.properties && schema.additionalProperties === undefined) schema.additionalProperties = false;
  Object.values(schema).forEach(close);
}
close(api.components.schemas);

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
const validators = new Map();

/** Sentences on what is wrong with a value, by schema. */
function faults(key, schema, value) {
  if (!validators.has(key))
    validators.set(key, ajv.compile({ ...schema, components: { schemas: api.components.schemas } }));
  const valid = validators.get(key);
  if (valid(value)) return [];
  return valid.errors.map(
    ({ instancePath, message, params }) =>
      `${instancePath || '(whole)'} ${message}${params.additionalProperty ? `: ${params.additionalProperty}` : ''}`,
  );
}

/** All operations; those with fewer parameters first, so that /executions/facets is no {id}. */
export const OPERATIONS = Object.entries(api.paths)
  .flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
      parameters: path.split('{').length - 1,
      role: operation['x-role'],
      operation,
    })),
  )
  .sort((a, b) => a.parameters - b.parameters);

/** The operation of a request with the values of its path; undefined where the file has none. */
export function operationOf(method, path) {
  for (const each of OPERATIONS) {
    const match = each.method === method && each.pattern.exec(path);
    if (match) {
      const params = Object.entries(match.groups ?? {}).map(([k, v]) => [k, decodeURIComponent(v)]);
      return { ...each, params: Object.fromEntries(params) };
    }
  }
  return undefined;
}

const JSON_TYPE = /^application\/(problem\+)?json$/;
const resolved = (response) =>
  response.$ref ? api.components.responses[response.$ref.split('/').at(-1)] : response;

/** What is wrong with an answer: an empty list where it is what the file says. */
export function faultsOfAnswer(method, path, status, body) {
  const found = operationOf(method, path);
  if (!found) return [`${method} ${path} is no operation of openapi.yaml`];
  const response = found.operation.responses[status];
  if (!response) return [`${found.name} has no answer ${status}`];
  const [type, content] = Object.entries(resolved(response).content ?? {})[0] ?? [];
  if (!type)
    return body === undefined || body === '' ? [] : [`${found.name} answers ${status} without a body`];
  if (!JSON_TYPE.test(type)) return [];
  return faults(`${found.name} ${status}`, content.schema, body).map(
    (fault) => `${found.name} ${status}: ${fault}`,
  );
}

/** What is wrong with a request: parameters that the file does not name, and its body. */
export function faultsOfRequest(method, path, query, body) {
  const found = operationOf(method, path);
  if (!found) return [`${method} ${path} is no operation of openapi.yaml`];
  const named = (found.operation.parameters ?? []).map((parameter) => parameter.name);
  const strange = [...query.keys()].filter(
    (key) => !named.includes(key.replace(/^attr\..+/, 'attr.<key>').replace(/^not\..+/, 'not.<field>')),
  );
  const content = found.operation.requestBody?.content?.['application/json'];
  const wrong = body === undefined || !content ? [] : faults(`${found.name} request`, content.schema, body);
  return [...strange.map((key) => `parameter ${key}`), ...wrong].map((fault) => `${found.name}: ${fault}`);
}
