import { expect, it } from 'vitest';
import { abilitiesOf } from './abilities';
import { actionWords, withNames } from './audit-words';

it('writes entries with words and names instead of codes and ids', () => {
  expect(actionWords('member.invite')).toBe('Invited');
  expect(actionWords('something.new')).toBe('something.new');
  const names = new Map([['f6d1e3ac-0000-4000-8000-000000000001', 'li@northbeam.example']]);
  expect(withNames('member f6d1e3ac-0000-4000-8000-000000000001', names)).toBe('member li@northbeam.example');
});

it('abilities have the roles of the endpoint that stands for them, and only where there is one', () => {
  const row = {
    method: 'POST',
    path: '/api/v1/keys',
    roles: ['admin' as const],
    signed: false,
    operator: false,
  };
  expect(abilitiesOf([row]).map(({ name, roles }) => [name, roles])).toEqual([
    ['Read messages, inputs and outputs', ['developer', 'admin']],
    ['Review agents in the register', ['admin']],
    ['Manage API keys', ['admin']],
  ]);
});
