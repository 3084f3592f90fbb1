import { expect, it } from 'vitest';
import { partsOf } from './snippet';

it('takes what is to be installed out of a snippet, to be copied alone', () => {
  expect(partsOf('# pip install a b\nimport os')).toEqual({
    install: 'pip install a b',
    snippet: 'import os',
  });
  expect(partsOf('// npm install x\n\nimport x')).toEqual({ install: 'npm install x', snippet: 'import x' });
  expect(partsOf('# reads the address\nrun()')).toEqual({
    install: null,
    snippet: '# reads the address\nrun()',
  });
});
