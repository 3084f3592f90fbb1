'use client';

import dynamic from 'next/dynamic';
import { Page } from '@/shell/Page';
import { Answer } from '@/ui/values';
import { States } from './States';
import { Statuses, Values } from './Values';

const Charts = dynamic(() => import('./Charts'), { ssr: false });
const Runs = dynamic(() => import('./Runs'), { ssr: false });
const Controls = dynamic(() => import('./Controls'), { ssr: false });

/** Every shared component in every state: the page on which they are looked at and tested. */
export function ComponentsPage() {
  return (
    <Page crumbs={['Reference', 'Components']}>
      <Answer sub="reference for those who build pages; every value on it is a sample">
        Every shared component in every state. <span className="q">None of them is a blank box.</span>
      </Answer>
      <div className="cols grid grid-cols-2 items-start gap-4">
        <Values />
        <Statuses />
        <States />
        <Charts />
        <Runs />
        <Controls />
      </div>
    </Page>
  );
}
