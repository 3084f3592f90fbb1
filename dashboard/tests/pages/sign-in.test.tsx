import { screen } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { asked, click, heading, open, push, type, until, withPages } from './open';

withPages();

const gone = { to: '' };
beforeEach(() => {
  gone.to = '';
  vi.spyOn(window.location, 'replace').mockImplementation((url) => {
    gone.to = String(url);
  });
});
const write = async (email: string, password: string) => {
  type(await screen.findByRole('textbox', { name: 'E-mail address' }), email);
  type(screen.getByLabelText('Password'), password);
  await push('Sign in');
};
const unreachable = () => vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no way')));

it('who signs in goes where they wanted, and nowhere outside of this dashboard', async () => {
  const page = open('/sign-in?next=%2Fexecutions%3Ffailed%3Dtrue', 'signedout');
  expect(await screen.findByText(/Your session may have ended/)).toBeTruthy();
  await write(' mira@northbeam.example ', 'a long pass phrase');
  await until(() => expect(gone.to).toBe('/executions?failed=true'));
  expect(asked.find((each) => each.method === 'POST')?.body).toMatchObject({
    email: 'mira@northbeam.example',
  });
  page.unmount();
  open('/sign-in?next=%2F%2Fevil.example', 'signedout');
  await write('mira@northbeam.example', 'a long pass phrase');
  await until(() => expect(gone.to).toBe('/fleet'));
});

it('what is missing is asked for before anything is sent', async () => {
  open('/sign-in', 'signedout');
  await screen.findByRole('textbox', { name: 'E-mail address' });
  await push('Sign in');
  expect(screen.getByText('Enter your e-mail address.')).toBeTruthy();
  expect(screen.getByText('Enter your password.')).toBeTruthy();
  expect(asked.some((each) => each.method === 'POST')).toBe(false);
});

it('too many attempts and a server that is away are told apart', async () => {
  open('/sign-in?out=1', 'signedout');
  expect(await screen.findByText(/You are signed out/)).toBeTruthy();
  await write('many@northbeam.example', 'anything at all');
  expect(await screen.findByText(/Too many attempts/)).toBeTruthy();
  unreachable();
  await push('Sign in');
  expect(await screen.findByText(/The server cannot be reached/)).toBeTruthy();
});

it('a link needs a long password, and the server has the last word on it', async () => {
  open('/sign-in#token=fresh-1', 'link');
  type(await screen.findByLabelText('New password'), 'short');
  type(screen.getByLabelText('Repeat password'), 'short');
  await push(/Set password/);
  expect(await screen.findByText('At least 12 characters.')).toBeTruthy();
  expect(asked.some((each) => each.method === 'POST')).toBe(false);
  type(screen.getByLabelText('New password'), 'a long pass phrase');
  type(screen.getByLabelText('Repeat password'), 'a long pass phrase');
  await push(/Set password/);
  await until(() => expect(gone.to).toBe('/fleet'));
});

it('who is signed in already goes on, or signs out', async () => {
  open('/sign-in?next=%2Fconnect', 'server');
  await heading(/You are signed in as Mira Adler/);
  expect(screen.getByText('In Northbeam.')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Continue' }).getAttribute('href')).toBe('/connect');
  click(screen.getByRole('button', { name: 'Sign out' }));
  await until(() => expect(gone.to).toBe('/sign-in?out=1'));
});

it('a server that cannot be asked who one is says so, and is asked again on demand', async () => {
  unreachable();
  open('/sign-in');
  expect(await screen.findByText('The server cannot be reached')).toBeTruthy();
  const again = vi.fn(() => Promise.reject(new TypeError('no way')));
  vi.stubGlobal('fetch', again);
  await push('Try again');
  await until(() => expect(again).toHaveBeenCalled());
});

it('a sign-out that the server did not hear is said, and one stays', async () => {
  open('/sign-in', 'server');
  await heading(/You are signed in as/);
  unreachable();
  click(screen.getByRole('button', { name: 'Sign out' }));
  expect(await screen.findByText('The server did not answer. You are still signed in.')).toBeTruthy();
  expect(gone.to).toBe('');
});
