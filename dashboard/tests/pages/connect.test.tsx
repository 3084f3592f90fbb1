import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { heading, open, withPages } from './open';

withPages();

it('says which records of an SDK were lost, and tells dropped ones apart', async () => {
  open('/connect');
  const panel = within(await screen.findByRole('region', { name: 'Records lost on the way' }));
  const [first, second] = panel.getAllByRole('listitem').map((row) => row.textContent);
  expect(first).toMatch(/Email Writer.*12\srecords were never received.*dropped 9\srecords.*may be among/);
  expect(first).toMatch(/1,201 to 1,209, 3,040 to 3,042/);
  expect(second).toMatch(/Agent not known.*java.*dropped 40\srecords because its buffer was full\./);
});

it('says nothing of it where every record arrived', async () => {
  open('/connect', 'calm');
  await heading(/Connect\san\sagent/);
  await screen.findByRole('region', { name: 'Ingest endpoints' });
  expect(screen.queryByRole('region', { name: 'Records lost on the way' })).toBeNull();
});
