import { defaultResource, type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { SDK } from '../version.js';
import type { GitContext } from './git.js';

/** What this SDK says about the process, besides what the host says. */
export function sdkResource(git: GitContext): Resource {
  return resourceFromAttributes({
    'metaagent.sdk': SDK,
    ...(git.repository ? { 'vcs.repository.url.full': git.repository } : {}),
    ...(git.ref ? { 'vcs.ref.head.name': git.ref } : {}),
    ...(git.commit ? { 'vcs.ref.head.revision': git.commit } : {}),
  });
}

/** The resource of a provider of our own: as OpenTelemetry makes it, with the service's name if it is set. */
export function ownResource(environment: Record<string, string | undefined>): Resource {
  const set = readAttributes(environment.OTEL_RESOURCE_ATTRIBUTES ?? '');
  const name = environment.OTEL_SERVICE_NAME;
  return defaultResource().merge(
    resourceFromAttributes({ ...set, ...(name ? { 'service.name': name } : {}) }),
  );
}

function readAttributes(text: string): Record<string, string> {
  const pairs = text.split(',').map((pair) => pair.split('='));
  return Object.fromEntries(
    pairs.filter(([key, value]) => key?.trim() && value).map(([key, value]) => [key?.trim(), decode(value)]),
  );
}

function decode(value = ''): string {
  try {
    return decodeURIComponent(value.trim());
  } catch {
    return value.trim();
  }
}
