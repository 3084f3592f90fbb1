import { expect, it } from 'vitest';
import { isSignIn, safeNext, signInAddress } from './sign-in';

it('leads back to a page of this dashboard, with its query', () => {
  const there = signInAddress('/execution?id=4bf9&action=1');
  expect(there).toBe('/sign-in?next=%2Fexecution%3Fid%3D4bf9%26action%3D1');
  expect(safeNext(new URL(there, 'http://x').searchParams.get('next'))).toBe('/execution?id=4bf9&action=1');
});

it('never leads to another host, nor back to itself', () => {
  for (const next of [
    null,
    '',
    'https://elsewhere.example',
    '//elsewhere.example',
    '/\\elsewhere',
    '/sign-in?next=/',
  ])
    expect(safeNext(next)).toBe('/fleet');
});

it('knows its own address, exported or not', () => {
  expect(isSignIn('/sign-in')).toBe(true);
  expect(isSignIn('/sign-in.html')).toBe(true);
  expect(isSignIn('/settings')).toBe(false);
});
